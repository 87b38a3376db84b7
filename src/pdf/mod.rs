//! Stage 1: bytes of a PDF file to pages of positioned glyphs, drawn boxes and rules, link annotations, outline
//! and document information. Touches no file, clock, environment or network.

mod document;
// Not called until `read` puts glyphs and this together.
#[allow(dead_code)]
mod outside;

pub use document::{
    Document, FilledBox, Font, Glyph, Information, LinkAnnotation, LinkTarget, OutlineEntry, Page, Rule,
};

use crate::error::{Error, Result};

/// How to read a PDF file.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Password, where the empty one does not open the file.
    pub password: Option<String>,
    /// Pages to read, first and last, from 1; all where there is none.
    pub pages: Option<(u32, u32)>,
}

/// Reads a PDF file.
///
/// # Errors
/// Where the bytes are no PDF file, are too damaged to find pages, or need another password.
pub fn read(bytes: &[u8], options: &ReadOptions) -> Result<Document> {
    let _ = (bytes, options);
    Err(Error::NotAPdf)
}
