//! Words with their places, as they stand on the pages of an original. The record does not hold them: they are read again
//! where they are wanted.
use super::{FurnitureKind, Rect};

/// A page of words.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PlacedPage {
    /// Number in the file, from 1.
    pub number: u32,
    /// The label that the file gives the page.
    pub label: Option<String>,
    /// Width in points.
    pub width: f32,
    /// Height in points.
    pub height: f32,
    /// The blocks in reading order, then the lines beside the text.
    pub blocks: Vec<PlacedBlock>,
    /// How surely the page was recognised, from 0 to 1, where it was.
    pub confidence: Option<f32>,
    /// Glyphs that the file draws on the page and nobody sees: those of a text layer that is there already.
    pub unseen_glyphs: usize,
    /// Quarters by which the page was turned to the right to be read, over what the file says.
    pub quarters: u8,
}

/// Lines that stand together.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedBlock {
    /// What it is where it stands beside the text.
    pub furniture: Option<FurnitureKind>,
    /// The place of all lines.
    pub rect: Rect,
    /// The lines from top to bottom.
    pub lines: Vec<PlacedLine>,
}

/// A line of words.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedLine {
    /// The place of the words.
    pub rect: Rect,
    /// Distance of its baseline from the top of the page.
    pub baseline: f32,
    /// The words from left to right.
    pub words: Vec<PlacedWord>,
}

/// A word in its place.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedWord {
    /// Its text.
    pub text: String,
    /// Its place.
    pub rect: Rect,
    /// What only a recognised word has.
    pub recognised: Option<RecognisedWord>,
}

/// How a word was recognised.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RecognisedWord {
    /// How surely, from 0 to 1.
    pub confidence: f32,
    /// Distance of its baseline from the top of the page, at the middle of the word.
    pub baseline: f32,
    /// Size of its letters in points.
    pub size: f32,
}

impl PlacedPage {
    /// Whether words were recognised that programs do not find on the page yet: a text layer of about as many letters
    /// was made by another engine, and a second one would say everything twice.
    pub fn wants_text_layer(&self) -> bool {
        let letters = |word: &PlacedWord| word.text.chars().count();
        let recognised: usize = self.recognised_words().map(|(word, _)| letters(word)).sum();
        recognised > 0 && self.unseen_glyphs * 2 < recognised
    }

    /// The words that were recognised, in reading order.
    pub fn recognised_words(&self) -> impl Iterator<Item = (&PlacedWord, RecognisedWord)> {
        let lines = self.blocks.iter().flat_map(|block| &block.lines);
        let words = lines.flat_map(|line| &line.words);
        words.filter_map(|word| Some((word, word.recognised?)))
    }
}
