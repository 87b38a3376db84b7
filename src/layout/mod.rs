//! Stage 2: glyphs to words, lines and blocks in reading order. Cannot fail: gives a value and warnings.
use crate::pdf::Document;

/// The pages of a document, laid out.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct Layout {
    /// What the file says of itself.
    pub information: crate::pdf::Information,
}

/// Lays a document out.
pub fn lay_out(document: &Document) -> Layout {
    Layout {
        information: document.information.clone(),
    }
}
