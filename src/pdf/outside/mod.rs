//! What stands around the text of a PDF file: link annotations, outline, page labels, document information.
//!
//! Told in lopdf's objects, which are taken over from the open file (`graft`). Its places are those of the page as
//! it is seen. Every walk through the file's objects is bounded in depth and number and meets no object twice; what
//! a bound leaves out is said in a warning.

mod addresses;
mod appended;
mod destinations;
mod frame;
mod glyphless;
mod graft;
mod information;
mod labels;
mod links;
mod objects;
mod outline;
mod pages;
mod strings;
mod tagged;
mod text_layer;
mod xmp;

use super::document::{Information, LinkAnnotation, OutlineEntry, PageTags};
use crate::error::{Error, Result};
use crate::model::{Warning, WarningCode};
use destinations::Destinations;
use graft::Graft;
use hayro_syntax::Pdf;
use links::{LinkLimits, LinkReader, PageLinks};
use lopdf::Document;
use pages::Pages;
use std::panic::{AssertUnwindSafe, catch_unwind};
pub(super) use strings::decode as decode_text;
use tagged::Tags;
pub use text_layer::{WithTextLayer, with_text_layer};

/// Bounds against files made to exhaust the reader.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Pages whose links are read; the glyph reader has its own bound.
    pub(super) pages: usize,
    links: LinkLimits,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
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
    /// What the structure tree says of the page.
    pub(super) tags: PageTags,
}

/// Reads what stands around the text of an open file, whose bytes are given too.
///
/// # Errors
/// [`Error::ReaderPanicked`] where one of the libraries fails on a damaged file.
pub(super) fn read(pdf: &Pdf, bytes: &[u8], limits: &Limits) -> Result<Outside> {
    // Both libraries return errors; should one panic on a file that nobody has met yet, the text of that file is
    // not lost.
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let graft = Graft::of(pdf, bytes);
        let mut outside = gather(&graft.document, tagged::read(pdf), limits);
        outside.information.encrypted = graft.encrypted;
        if graft.is_cut {
            let message = "links, outline and destinations are more than can be kept: some are left out";
            outside
                .warnings
                .push(Warning::new(WarningCode::LimitReached, None, message));
        }
        outside
    }));
    outcome.map_err(|_| Error::ReaderPanicked {
        detail: "while reading links, outline and document information".to_string(),
    })
}

fn gather(document: &Document, mut tags: Tags, limits: &Limits) -> Outside {
    let no_catalogue = lopdf::Dictionary::new();
    let catalogue = objects::dictionary(document, &document.trailer, b"Root").unwrap_or(&no_catalogue);
    let pages = Pages::list(document, catalogue);
    let destinations = Destinations::gather(document, catalogue, &pages);
    let mut link_reader = LinkReader::new(document, catalogue, &destinations, limits.links);
    link_reader.tag_by(std::mem::take(&mut tags.links));

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
    if tags.is_cut {
        let message =
            "the structure tree is larger than what is read of it: some of its headings are left out";
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
            tags: tags.pages.remove(&page.number).unwrap_or_default(),
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
