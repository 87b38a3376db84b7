//! What stands around the text of a PDF file: link annotations, outline, page labels, document information.
//!
//! Read by lopdf, apart from the glyphs: a file that one of the two readers cannot open, the other often can. Its
//! places are those of the page as it is seen. Every walk through the file's objects is bounded in depth and
//! number and meets no object twice; what a bound leaves out is said in a warning.

mod addresses;
mod destinations;
mod frame;
mod information;
mod labels;
mod links;
mod objects;
mod outline;
mod pages;
mod strings;
mod xmp;

use super::document::{Information, LinkAnnotation, OutlineEntry};
use crate::error::{Error, Result};
use crate::model::{Warning, WarningCode};
use destinations::Destinations;
use links::{LinkLimits, LinkReader, PageLinks};
use lopdf::encryption::DecryptionError;
use lopdf::{Document, LoadOptions, ParseError};
use pages::Pages;
use std::panic::{AssertUnwindSafe, catch_unwind};
pub(super) use strings::decode as decode_text;

/// Bounds against files made to exhaust the reader.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Bytes to which one stream may unpack while the file is opened. Only cross-reference and object streams are
    /// unpacked then; those of a newsletter of a hundred pages have less than 2 MB, and a bomb costs at most this.
    pub(super) unpacked_stream_bytes: usize,
    /// Pages whose links are read; the glyph reader has its own bound.
    pub(super) pages: usize,
    links: LinkLimits,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            unpacked_stream_bytes: 64 * 1_024 * 1_024,
            pages: 20_000,
            links: LinkLimits::default(),
        }
    }
}

/// What stands around the text of a file.
#[derive(Debug, Clone, Default)]
pub(super) struct Outside {
    /// The pages in order.
    pub(super) pages: Vec<OutsidePage>,
    /// The bookmarks.
    pub(super) outline: Vec<OutlineEntry>,
    /// What the file says of itself.
    pub(super) information: Information,
    /// Links that no reader of the page can see, because they lie beside what is shown of it.
    pub(super) links_out_of_sight: usize,
    /// What a limit left out.
    pub(super) warnings: Vec<Warning>,
}

/// What stands around the text of a page.
#[derive(Debug, Clone, Default)]
pub(super) struct OutsidePage {
    /// Number in the file, from 1.
    pub(super) number: u32,
    /// The label that the file gives the page.
    pub(super) label: Option<String>,
    /// Link annotations, in the order of the file.
    pub(super) links: Vec<LinkAnnotation>,
}

/// Reads what stands around the text of a file.
///
/// # Errors
/// [`Error::EncryptedPdf`], [`Error::WrongPassword`] and [`Error::UnknownEncryption`] where the file cannot be
/// deciphered. Any other error says only that this reader cannot read the file: the glyph reader may.
pub(super) fn read(bytes: &[u8], password: Option<&str>, limits: &Limits) -> Result<Outside> {
    // lopdf returns errors; should it panic on a file that nobody has met yet, the text of that file is not lost.
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let document = open(bytes, password, limits)?;
        Ok(gather(&document, limits))
    }));
    outcome.unwrap_or_else(|_| {
        Err(Error::ReaderPanicked {
            detail: "while reading links, outline and document information".to_string(),
        })
    })
}

fn open(bytes: &[u8], password: Option<&str>, limits: &Limits) -> Result<Document> {
    let options = LoadOptions {
        password: password.map(str::to_string),
        max_decompressed_size: Some(limits.unpacked_stream_bytes),
        ..LoadOptions::default()
    };
    match Document::load_mem_with_options(bytes, options) {
        // lopdf gives an empty document back where the empty password fails and it has no other.
        Ok(document) if document.trailer.has(b"Encrypt") && document.encryption_state.is_none() => {
            Err(why_closed(&document, password))
        }
        Ok(document) => Ok(document),
        Err(lopdf::Error::InvalidPassword) if password.is_some() => {
            // An unknown scheme fails as a wrong password does; without a password the file tells them apart.
            match open(bytes, None, limits) {
                Err(Error::UnknownEncryption) => Err(Error::UnknownEncryption),
                _ => Err(Error::WrongPassword),
            }
        }
        Err(lopdf::Error::Parse(ParseError::InvalidFileHeader)) => Err(Error::NotAPdf),
        Err(error) => Err(open_error(error)),
    }
}

/// Tells a file that wants a password from one whose protection lopdf does not know.
fn why_closed(document: &Document, password: Option<&str>) -> Error {
    // lopdf looks at the scheme's numbers only, not at whose scheme it is.
    let filter = document
        .get_encrypted()
        .ok()
        .and_then(|encryption| objects::name(document, encryption, b"Filter"));
    if filter.is_some_and(|filter| filter != b"Standard") {
        return Error::UnknownEncryption;
    }
    match document.authenticate_password(password.unwrap_or_default()) {
        Ok(()) => Error::UnknownEncryption,
        Err(lopdf::Error::Decryption(DecryptionError::IncorrectPassword)) if password.is_some() => {
            Error::WrongPassword
        }
        Err(lopdf::Error::Decryption(DecryptionError::IncorrectPassword)) => Error::EncryptedPdf,
        Err(lopdf::Error::NotEncrypted) => Error::DamagedPdf {
            detail: "its encryption dictionary cannot be found".to_string(),
        },
        Err(error) => open_error(error),
    }
}

fn open_error(error: lopdf::Error) -> Error {
    match error {
        lopdf::Error::UnsupportedSecurityHandler(_) | lopdf::Error::Decryption(_) => Error::UnknownEncryption,
        other => Error::DamagedPdf {
            detail: other.to_string(),
        },
    }
}

fn gather(document: &Document, limits: &Limits) -> Outside {
    let no_catalogue = lopdf::Dictionary::new();
    let catalogue = objects::dictionary(document, &document.trailer, b"Root").unwrap_or(&no_catalogue);
    let pages = Pages::list(document, catalogue);
    let destinations = Destinations::gather(document, catalogue, &pages);
    let mut link_reader = LinkReader::new(document, catalogue, &destinations, limits.links);

    let mut outside = Outside {
        information: information::read(document, catalogue),
        ..Outside::default()
    };
    let (entries, outline_is_cut) = outline::read(document, catalogue, &destinations);
    outside.outline = entries;
    if outline_is_cut {
        let message = format!(
            "the outline is read up to {} entries and {} levels",
            outline::MOST_ENTRIES,
            outline::DEEPEST_LEVEL
        );
        outside
            .warnings
            .push(Warning::new(WarningCode::LimitReached, None, message));
    }
    if pages.list.len() > limits.pages {
        let message = format!("links are read on the first {} pages", limits.pages);
        outside
            .warnings
            .push(Warning::new(WarningCode::LimitReached, None, message));
    }
    let labels = labels::read(document, catalogue, pages.list.len().min(limits.pages));
    for (page, label) in pages.list.iter().zip(labels) {
        let found = link_reader.links_of(page);
        warn_of_limits(&found, page.number, limits, &mut outside.warnings);
        outside.links_out_of_sight += found.out_of_sight;
        outside.pages.push(OutsidePage {
            number: page.number,
            label,
            links: found.links,
        });
    }
    outside
}

fn warn_of_limits(found: &PageLinks, page: u32, limits: &Limits, warnings: &mut Vec<Warning>) {
    if found.annotations_left_out > 0 {
        let message = format!(
            "{} annotations are left out: at most {} are read on a page, and {} bytes of them in a file",
            found.annotations_left_out, limits.links.annotations_per_page, limits.links.bytes_per_file
        );
        warnings.push(Warning::new(WarningCode::LimitReached, Some(page), message));
    }
    if found.addresses_left_out > 0 {
        let message = format!(
            "{} links with an address of more than {} bytes are left out",
            found.addresses_left_out, limits.links.address_bytes
        );
        warnings.push(Warning::new(WarningCode::LimitReached, Some(page), message));
    }
}

#[cfg(test)]
mod tests;
