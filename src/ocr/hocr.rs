//! The engine's answer in the form hOCR 1.2: lines with their baseline and the height of their letters, words with their
//! place and confidence.
use crate::error::{Error, Result};
use roxmltree::{Document, Node, ParsingOptions};

/// What was recognised on a page, in pixels of the bitmap.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Page {
    pub(super) lines: Vec<Line>,
}

/// A line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// Left, top, right and bottom.
    pub(super) rect: [f32; 4],
    /// How much the baseline falls from pixel to pixel.
    pub(super) slope: f32,
    /// Height of the baseline over the foot of the line at its left, negative above it.
    pub(super) offset: f32,
    /// Height of its letters from ascender to descender.
    pub(super) letter_height: f32,
    /// Whether it was found among what was left of the page: light letters on pictures, cells with a ground.
    pub(super) is_leftover: bool,
    pub(super) words: Vec<Word>,
}

impl Line {
    /// The mean confidence of its words, by their letters.
    pub(super) fn confidence(&self) -> f32 {
        let letters = |word: &Word| word.text.chars().count() as f32;
        let all: f32 = self.words.iter().map(letters).sum();
        let sure: f32 = self
            .words
            .iter()
            .map(|word| letters(word) * word.confidence)
            .sum();
        sure / all.max(1.0)
    }

    /// How many letters it has; figures and signs are none.
    pub(super) fn letters(&self) -> usize {
        let letters = self.words.iter().flat_map(|word| word.text.chars());
        letters.filter(|letter| letter.is_alphabetic()).count()
    }
}

impl Page {
    /// How many letters were read, each counted by its confidence.
    pub(super) fn letters_read(&self) -> f32 {
        let words = self.lines.iter().flat_map(|line| &line.words);
        words
            .map(|word| {
                word.text.chars().filter(|letter| letter.is_alphabetic()).count() as f32 * word.confidence
            })
            .sum()
    }

    /// The mean confidence of its words, by their letters.
    pub(super) fn confidence(&self) -> f32 {
        let words = self.lines.iter().flat_map(|line| &line.words);
        let all: usize = words
            .map(|word| word.text.chars().filter(|letter| letter.is_alphabetic()).count())
            .sum();
        self.letters_read() / (all as f32).max(1.0)
    }
}

/// A word.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) rect: [f32; 4],
    /// From 0 to 1.
    pub(super) confidence: f32,
}

/// Most nodes of an answer: a page of a newspaper has some thousands.
const MOST_NODES: u32 = 2_000_000;

/// Reads an answer.
///
/// # Errors
/// Where it is not of that form.
pub(super) fn read(text: &str) -> Result<Page> {
    let options = ParsingOptions {
        allow_dtd: true,
        nodes_limit: MOST_NODES,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(text, options).map_err(|error| Error::OcrFailed {
        detail: format!("its answer cannot be read: {error}"),
    })?;
    let mut page = Page::default();
    for node in document.descendants() {
        // Headers and captions are lines too, by another name.
        let is_line = node
            .attribute("title")
            .is_some_and(|title| title.contains("x_size") && title.contains("bbox"));
        if is_line && let Some(line) = line_of(node) {
            page.lines.push(line);
        }
    }
    Ok(page)
}

fn line_of(node: Node<'_, '_>) -> Option<Line> {
    let title = node.attribute("title")?;
    let [slope, offset] = numbers(title, "baseline").unwrap_or_default();
    let words: Vec<Word> = node
        .descendants()
        .filter(|word| word.attribute("class") == Some("ocrx_word"))
        .filter_map(word_of)
        .collect();
    let [letter_height] = numbers(title, "x_size")?;
    (!words.is_empty()).then_some(Line {
        rect: numbers(title, "bbox")?,
        slope,
        offset,
        letter_height,
        is_leftover: false,
        words,
    })
}

fn word_of(node: Node<'_, '_>) -> Option<Word> {
    let title = node.attribute("title")?;
    let text: String = node
        .descendants()
        .filter(Node::is_text)
        .filter_map(|text| text.text())
        .collect();
    let text = text.trim().to_string();
    let [confidence] = numbers(title, "x_wconf").unwrap_or_default();
    (!text.is_empty()).then_some(Word {
        text,
        rect: numbers(title, "bbox")?,
        confidence: (confidence / 100.0).clamp(0.0, 1.0),
    })
}

/// The numbers behind a property of a title: `bbox 36 92 580 122; x_size 29`.
fn numbers<const N: usize>(title: &str, property: &str) -> Option<[f32; N]> {
    let values = title
        .split(';')
        .find_map(|part| part.trim().strip_prefix(property)?.strip_prefix(' '))?;
    let values: Vec<f32> = values
        .split_whitespace()
        .map_while(|value| value.parse().ok())
        .filter(|value: &f32| value.is_finite())
        .take(N)
        .collect();
    values.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANSWER: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><body><div class='ocr_page' title='image "x"; bbox 0 0 900 400; ppageno 0'>
<p class='ocr_par'><span class='ocr_header' id='l1' title="bbox 36 92 580 122; baseline 0.01 -7; x_size 29.5; x_descenders 6; x_ascenders 7">
<span class='ocrx_word' title='bbox 36 92 120 122; x_wconf 93'><strong>L&#39;école</strong></span>
<span class='ocrx_word' title='bbox 130 92 180 122; x_wconf 12'> </span>
</span></p></div></body></html>"#;

    #[test]
    fn lines_and_words_have_their_places() {
        let page = read(ANSWER).unwrap();
        let [line] = page.lines.as_slice() else {
            panic!("{page:?}");
        };
        assert_eq!((line.slope, line.offset, line.letter_height), (0.01, -7.0, 29.5));
        let [word] = line.words.as_slice() else {
            panic!("{line:?}");
        };
        assert_eq!(word.text, "L'école");
        assert_eq!(word.rect, [36.0, 92.0, 120.0, 122.0]);
        assert!((word.confidence - 0.93).abs() < 0.001);
    }

    #[test]
    fn another_answer_is_an_error() {
        assert_eq!(read("Error in pixRead").unwrap_err().code(), "ocr_failed");
        assert_eq!(read("<html/>").unwrap(), Page::default());
    }
}
