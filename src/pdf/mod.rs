//! Stage 1: bytes of a PDF file to pages of positioned glyphs, drawn boxes and rules, link annotations, outline
//! and document information. Touches no file, clock, environment or network.

mod colors;
mod document;
mod fonts;
mod hayro;
mod interpreter;
mod limits;
mod marked;
mod matrix;
mod paths;
mod state;
mod unicode;

pub use document::{
    Document, FilledBox, Font, Glyph, Information, LinkAnnotation, LinkTarget, OutlineEntry, Page, Rule,
};

use crate::error::{Error, Result};
use hayro::{GlyphReader, HayroReader};

/// How to read a PDF file.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Password, where the empty one does not open the file.
    pub password: Option<String>,
    /// Pages to read, first and last, from 1; all where there is none.
    pub pages: Option<(u32, u32)>,
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
    if bytes.is_empty() {
        return Err(Error::EmptyFile);
    }
    if !is_pdf(bytes) {
        return Err(Error::NotAPdf);
    }
    HayroReader.read(bytes, options)
}
