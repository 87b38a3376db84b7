//! The words of an original with their places, and the original with them as its text layer. Records hold no places:
//! originals are read again, and what was recognised once comes out of the archive's cache.
use super::ingest::READER_TIME;
use super::reader_threads::guarded;
use crate::error::{Error, Result};
use crate::model::{
    FurnitureKind, Ocr, PlacedBlock, PlacedLine, PlacedPage, PlacedWord, RecognisedWord, Rect,
};
use crate::ocr::{PutWord, Recogniser};
use crate::pdf::{ReadOptions, WithTextLayer};
use crate::{layout, pdf};
use std::sync::Arc;

/// An original, with the places of its words.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// Its pages in order.
    pub pages: Vec<PlacedPage>,
    /// By what some of them were recognised.
    pub recognised: Option<Ocr>,
    /// Whether the file is encrypted, though it opens without a password.
    pub encrypted: bool,
}

/// Reads where the words of a PDF file stand, those of pages that are pictures by a recogniser where there is one.
///
/// # Errors
/// As [`super::read_issue`]; and what the recogniser misses, where a page wants it.
pub fn read_places(bytes: &Arc<Vec<u8>>, recogniser: Option<&Recogniser>) -> Result<Places> {
    let shared = Arc::clone(bytes);
    let mut document = guarded(READER_TIME, move || {
        pdf::read_shared(shared, &ReadOptions::default())
    })?;
    let told = match recogniser {
        Some(recogniser) => recogniser.fill_and_tell(&mut document, bytes, &ReadOptions::default())?,
        None => None,
    };
    let (recognised, words) = told.map_or((None, Vec::new()), |(ocr, words)| (Some(ocr), words));
    let encrypted = document.information.encrypted;
    let unseen: Vec<usize> = document
        .pages
        .iter()
        .map(|page| page.left_out.hidden + page.left_out.covered)
        .collect();
    let laid_out = guarded(READER_TIME, move || Ok(layout::lay_out(&document)))?;
    let mut pages = Vec::new();
    for (page, unseen) in laid_out.pages.iter().zip(unseen) {
        let mut put: Vec<&PutWord> = words.iter().filter(|word| word.page == page.number).collect();
        put.sort_by(|a, b| a.told.baseline.total_cmp(&b.told.baseline));
        let told = recognised.iter().flat_map(|ocr| &ocr.pages);
        let mut told = told.filter(|told| told.page == page.number);
        pages.push(PlacedPage {
            unseen_glyphs: unseen,
            quarters: put.first().map_or(0, |word| word.quarters),
            confidence: told.next().and_then(|told| told.confidence),
            ..placed(page, &put)
        });
    }
    Ok(Places {
        pages,
        recognised,
        encrypted,
    })
}

/// Adds the recognised words of an original to it, invisible and in their places.
///
/// # Errors
/// Where the file cannot be taken apart and put together.
pub fn add_text_layer(bytes: &Arc<Vec<u8>>, places: Places) -> Result<WithTextLayer> {
    if places.encrypted {
        return Err(Error::EncryptedPdf);
    }
    let bytes = Arc::clone(bytes);
    guarded(READER_TIME, move || {
        let mut pages = places.pages;
        let count = pages.len();
        pages.retain(PlacedPage::wants_text_layer);
        let layered = pdf::with_text_layer(&bytes, &pages)?;
        // A reader that mends a file finds more in it than one that does not: nothing may be lost on the way.
        let again = pdf::read(&layered.bytes, &ReadOptions::default())?;
        if again.pages.len() != count {
            return Err(Error::DamagedPdf {
                detail: format!("of {count} pages {} would be left", again.pages.len()),
            });
        }
        Ok(layered)
    })
}

fn placed(page: &layout::LaidPage, put: &[&PutWord]) -> PlacedPage {
    let mut blocks = Vec::new();
    for block in &page.blocks {
        blocks.push(PlacedBlock {
            furniture: None,
            rect: block.rect,
            lines: block.lines.iter().map(|line| placed_line(line, put)).collect(),
        });
    }
    for beside in &page.furniture {
        blocks.push(block_of_line(beside.kind, placed_line(&beside.line, put)));
    }
    blocks.retain(|block| !block.lines.is_empty());
    PlacedPage {
        number: page.number,
        label: page.label.clone(),
        width: page.width,
        height: page.height,
        blocks,
        ..PlacedPage::default()
    }
}

fn block_of_line(kind: FurnitureKind, line: PlacedLine) -> PlacedBlock {
    PlacedBlock {
        furniture: Some(kind),
        rect: line.rect,
        lines: vec![line],
    }
}

fn placed_line(line: &layout::Line, put: &[&PutWord]) -> PlacedLine {
    let words = line.words.iter().map(|word| PlacedWord {
        text: word.text.to_string(),
        rect: word.rect,
        recognised: recognised_at(word.rect, put),
    });
    PlacedLine {
        rect: line.rect,
        baseline: line.baseline,
        words: words.collect(),
    }
}

/// How the word on a place was recognised; `put` are the words of the page by the height of their baselines. Two that
/// stand so close that they are read as one have a confidence in common.
fn recognised_at(place: Rect, put: &[&PutWord]) -> Option<RecognisedWord> {
    let [left, top, right, bottom] = place;
    let slack = (bottom - top) * 0.25;
    let first = put.partition_point(|word| word.told.baseline < top);
    let near = put.get(first..).unwrap_or_default().iter();
    let on_place = near
        .take_while(|word| word.told.baseline <= bottom + slack)
        .filter(|word| {
            let middle = (word.left + word.right) / 2.0;
            middle >= left && middle <= right
        });
    let mut found: Option<RecognisedWord> = None;
    let (mut sum, mut letters) = (0.0, 0.0);
    for word in on_place {
        let weight = word.text.chars().count() as f32;
        sum += word.told.confidence * weight;
        letters += weight;
        found.get_or_insert(word.told).confidence = sum / letters;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, left: f32, right: f32, baseline: f32, confidence: f32) -> PutWord {
        PutWord {
            quarters: 0,
            page: 1,
            text: text.into(),
            left,
            right,
            told: RecognisedWord {
                confidence,
                baseline,
                size: 10.0,
            },
        }
    }

    #[test]
    fn a_word_knows_how_it_was_recognised_by_its_place() {
        let words = [
            word("un", 10.0, 20.0, 50.0, 0.9),
            word("mot", 21.0, 36.0, 50.5, 0.4),
            word("dessous", 10.0, 50.0, 62.0, 0.7),
        ];
        let put: Vec<&PutWord> = words.iter().collect();
        let sure = |place| recognised_at(place, &put).map(|told| told.confidence);
        assert_eq!(sure([10.0, 42.0, 20.0, 52.0]), Some(0.9));
        assert_eq!(sure([10.0, 54.0, 50.0, 64.0]), Some(0.7));
        assert_eq!(
            sure([10.0, 42.0, 36.0, 52.0]),
            Some((0.9 * 2.0 + 0.4 * 3.0) / 5.0)
        );
        assert_eq!(sure([60.0, 42.0, 80.0, 52.0]), None);
    }
}
