//! A PDF file with the words that were recognised on its pages, invisible and in their places, so that programs find and
//! copy them.
//!
//! The words of a page come before all that it draws: there the state is as the format sets it out with, whatever the page
//! leaves behind. They are drawn in no ink, so that the page looks as before.
use super::appended::appended;
use super::frame::Frame;
use super::glyphless;
use super::objects;
use super::pages::Pages;
use crate::error::{Error, Result};
use crate::model::{PlacedPage, PlacedWord, RecognisedWord};
use lopdf::{Dictionary, Document, Object, ObjectId};
use std::sync::Arc;

/// Nodes of the page tree through which a page's resources are looked for upwards.
const DEEPEST_TREE: usize = 256;

/// Narrowest and widest that letters are drawn, in per cent: what is beyond is no word in its place.
const STRETCH: (f32, f32) = (1.0, 5_000.0);

/// A file with a text layer.
#[derive(Debug, Clone)]
pub struct WithTextLayer {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whether the file was signed: the signature does not hold for what was added.
    pub was_signed: bool,
    /// Whether the file was written anew, because its table of objects is damaged; else its bytes come first, as they were.
    pub was_rewritten: bool,
}

/// Adds the recognised words of pages to a file that is not encrypted. The other pages stay as they are.
///
/// # Errors
/// Where the file cannot be taken apart and put together, or has other pages than those that were read.
pub fn with_text_layer(bytes: &Arc<Vec<u8>>, pages: &[PlacedPage]) -> Result<WithTextLayer> {
    let damaged = |detail: String| Error::DamagedPdf { detail };
    let document = Document::load_mem(bytes)
        .map_err(|error| damaged(format!("it cannot be taken apart to add a text layer: {error}")))?;
    if document.is_encrypted() {
        return Err(Error::EncryptedPdf);
    }
    let frames = frames(&document);
    let mut changed = Document::new_from_prev(&document);
    let font = glyphless::add_to(&mut changed);
    for page in pages {
        let place = (page.number as usize).checked_sub(1);
        let Some((Some(id), frame)) = place.and_then(|place| frames.get(place)).copied() else {
            return Err(damaged(format!(
                "page {} is not where the reader found it",
                page.number
            )));
        };
        let frame = frame.turned(page.quarters);
        let is_same_page =
            (frame.width() - page.width).abs() < 1.0 && (frame.height() - page.height).abs() < 1.0;
        if !is_same_page {
            return Err(damaged(format!("page {} has two sizes", page.number)));
        }
        add_to_page(&document, &mut changed, id, font, frame, page)?;
    }
    let was_signed = is_signed(&document);
    let appended = appended(bytes, document, changed)?;
    Ok(WithTextLayer {
        bytes: appended.bytes,
        was_signed,
        was_rewritten: appended.is_rewritten,
    })
}

/// The objects and frames of the pages in order.
fn frames(document: &Document) -> Vec<(Option<ObjectId>, Frame)> {
    let no_catalogue = Dictionary::new();
    let catalogue = objects::dictionary(document, &document.trailer, b"Root").unwrap_or(&no_catalogue);
    let pages = Pages::list(document, catalogue);
    pages.list.iter().map(|page| (page.id, page.frame)).collect()
}

fn is_signed(document: &Document) -> bool {
    let mut dictionaries = document
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok());
    dictionaries.any(|dictionary| dictionary.has(b"ByteRange") && dictionary.has(b"Contents"))
}

/// Adds words to a page, whose object goes to what is changed.
fn add_to_page(
    document: &Document,
    changed: &mut Document,
    id: ObjectId,
    font: ObjectId,
    frame: Frame,
    page: &PlacedPage,
) -> Result<()> {
    let lost = |_| Error::DamagedPdf {
        detail: format!("page {} cannot be found", page.number),
    };
    let dictionary = document.get_dictionary(id).map_err(lost)?;
    let mut resources = inherited(document, dictionary, b"Resources")
        .and_then(|found| found.as_dict().ok())
        .cloned()
        .unwrap_or_default();
    let mut fonts = objects::dictionary(document, &resources, b"Font")
        .cloned()
        .unwrap_or_default();
    let mut name = "Recognised".to_string();
    while fonts.has(name.as_bytes()) {
        name.push('_');
    }
    let words = draw(page, frame, &name);
    fonts.set(name, font);
    resources.set("Font", fonts);

    let mut contents = match dictionary.get(b"Contents") {
        // What stands there may be a list, or refer to one.
        Ok(found) => match objects::resolve(document, found) {
            Some(Object::Array(list)) => list.clone(),
            Some(_) => vec![found.clone()],
            None => Vec::new(),
        },
        Err(_) => Vec::new(),
    };
    let layer = changed.add_object(glyphless::packed(Dictionary::new(), words.into_bytes()));
    contents.insert(0, layer.into());
    let mut dictionary = dictionary.clone();
    dictionary.set("Contents", contents);
    dictionary.set("Resources", resources);
    changed.objects.insert(id, dictionary.into());
    Ok(())
}

/// What a page says under a key, or a node above it.
fn inherited<'a>(document: &'a Document, page: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    let mut node = page;
    for _ in 0..DEEPEST_TREE {
        if let Some(found) = objects::entry(document, node, key) {
            return Some(found);
        }
        node = objects::dictionary(document, node, b"Parent")?;
    }
    None
}

/// The drawing of a page's words, each stretched to its width.
fn draw(page: &PlacedPage, frame: Frame, font: &str) -> String {
    let mut drawing = "q BT 3 Tr\n".to_string();
    for (word, told) in page.recognised_words() {
        if let Some(shown) = show(word, told, frame, font) {
            drawing.push_str(&shown);
        }
    }
    drawing.push_str("ET Q\n");
    drawing
}

fn show(word: &PlacedWord, told: RecognisedWord, frame: Frame, font: &str) -> Option<String> {
    let (codes, count) = glyphless::codes(&word.text);
    let [left, _, right, _] = word.rect;
    let unstretched = count as f32 * told.size * glyphless::ADVANCE / 1000.0;
    let stretch = (right - left) / unstretched * 100.0;
    let is_drawable = stretch.is_finite() && stretch >= STRETCH.0 && stretch <= STRETCH.1;
    let matrix = frame.text_matrix(left, told.baseline);
    if !is_drawable || matrix.iter().any(|number| !number.is_finite()) {
        return None;
    }
    let size = told.size / frame.unit();
    let [along_x, along_y, up_x, up_y, x, y] = matrix;
    // A space ends the word, for readers that look at no gaps.
    Some(format!(
        "/{font} {size:.2} Tf {stretch:.2} Tz {along_x} {along_y} {up_x} {up_y} {x:.2} {y:.2} Tm <{codes}0020> Tj\n"
    ))
}
