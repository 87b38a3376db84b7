//! Stage 1: bytes of a PDF file to pages of positioned glyphs, drawn boxes and rules, link annotations, outline
//! and document information. Touches no file, clock, environment or network.

mod accents;
mod calculator;
mod collections;
mod colors;
mod document;
mod figures;
mod fonts;
mod functions;
mod guards;
mod hayro;
mod interpreter;
mod limits;
mod marked;
mod matrix;
mod operators;
mod outside;
mod paths;
mod scan;
mod state;
mod symbols;
mod unicode;
mod unpack;
mod visible;

pub use document::{
    Document, FilledBox, Font, Glyph, Information, LeftOut, LinkAnnotation, LinkTarget, OutlineEntry, Page,
    PageTags, Rule,
};

pub use outside::{WithTextLayer, with_text_layer};

use crate::error::{Error, Result};
use crate::model::Learnt;
use crate::model::{Warning, WarningCode};
use hayro::{GlyphReader, HayroReader};
use std::sync::Arc;

/// Name of the threads that read a file. A panic on one of them is caught and reported as an error.
pub const READER_THREAD: &str = "gazette-reader";

/// How to read a PDF file.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Password, where the empty one does not open the file.
    pub password: Option<String>,
    /// Pages to read, first and last, from 1; all where there is none.
    pub pages: Option<(u32, u32)>,
    /// Most pages that a file may have: one with more is not read.
    pub max_pages: Option<u32>,
    /// Languages in which pages that are pictures were recognised before, as the engine names them.
    pub languages: Option<String>,
    /// Lines that are known to run through the series of the issue.
    pub learnt: Arc<Learnt>,
}

/// Bytes at the head of a file among which its mark may stand: mail programs and old servers put junk before it.
const MARK_WITHIN: usize = 1024;

/// Whether bytes begin like a PDF file.
pub fn is_pdf(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(MARK_WITHIN)).unwrap_or_default();
    head.windows(5).any(|window| window == b"%PDF-")
}

/// Reads a PDF file.
///
/// # Errors
/// Where the bytes are no PDF file, are too damaged to find pages, or need another password.
pub fn read(bytes: &[u8], options: &ReadOptions) -> Result<Document> {
    read_shared(Arc::new(bytes.to_vec()), options)
}

/// As [`read`], without a copy of the bytes.
///
/// # Errors
/// As [`read`].
pub fn read_shared(bytes: Arc<Vec<u8>>, options: &ReadOptions) -> Result<Document> {
    if bytes.is_empty() {
        return Err(Error::EmptyFile);
    }
    if !is_pdf(&bytes) {
        return Err(Error::NotAPdf);
    }
    let (mut document, outside) = HayroReader::default().read(bytes, options)?;
    add_surroundings(&mut document, outside);
    Ok(document)
}

/// Adds links, labels, outline and information. The text stands without them: what cannot be read is a warning.
fn add_surroundings(document: &mut Document, outside: Result<outside::Outside>) {
    let outside = match outside {
        Ok(outside) => outside,
        Err(error) => {
            let message = format!("links, outline and document information could not be read: {error}");
            document
                .warnings
                .push(Warning::new(WarningCode::LinksUnreadable, None, message));
            return;
        }
    };
    document.outline = outside.outline;
    document.information = outside.information;
    document.warnings.extend(outside.warnings);
    for around in outside.pages {
        if let Some(page) = document
            .pages
            .iter_mut()
            .find(|page| page.number == around.number)
        {
            page.label = around.label;
            page.links = around.links;
            page.tags = around.tags;
            figures::name_links(page);
        }
    }
}
