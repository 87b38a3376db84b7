//! Pieces: words of a line without a wide gap between them, which may be the cell of a table.
use super::super::{Words, cells};
use crate::layout::LaidPage;
use crate::layout::geometry::{median, union_all};
use crate::model::Rect;

/// Gap in ems that parts the cells of a line.
const GAP: f32 = 0.9;
/// The same where it is so many times the gap between most words of its line.
const SMALL_GAP: f32 = 0.48;
const TIMES: f32 = 1.9;
/// Most words of a piece that may be figures.
const MOST_WORDS: usize = 6;

/// Pieces with figures from which a page is looked at.
const FEWEST_FIGURES: usize = 3;
/// Letters, in bytes, of a word among which a figure is looked for: a sign may stand before it.
const FIRST_LETTERS: usize = 4;
/// Most words of a row that was not parted.
const MOST_WORDS_OF_A_ROW: usize = 20;

/// A side on which pieces are aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
    Middle,
}

impl Side {
    /// Its place on a piece.
    pub(super) fn of(self, piece: &Piece) -> f32 {
        match self {
            Side::Left => piece.rect[0],
            Side::Right => piece.rect[2],
            Side::Middle => f32::midpoint(piece.rect[0], piece.rect[2]),
        }
    }
}

/// A piece of a line.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// Its words, by index.
    pub(super) words: Vec<usize>,
    pub(super) rect: Rect,
    pub(super) baseline: f32,
    pub(super) size: f32,
    /// Whether it is figures.
    pub(super) is_data: bool,
    pub(super) begins_small: bool,
}

/// The pieces of the lines of a page that are free.
pub(super) fn pieces_of(words: &Words<'_>, is_free: &[bool]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (start, end) in &words.lines {
        let mut piece: Vec<usize> = Vec::new();
        let mut last_end = f32::MAX;
        let gap = gap_of(words, *start, *end);
        for word in *start..*end {
            let Some(placed) = words.list.get(word) else {
                continue;
            };
            let is_parted = placed.word.rect[0] - last_end > gap * placed.size;
            let is_taken = is_free.get(word) != Some(&true);
            if is_parted || is_taken {
                pieces.extend(piece_of(std::mem::take(&mut piece), words));
            }
            if !is_taken {
                piece.push(word);
            }
            last_end = placed.word.rect[2];
        }
        pieces.extend(piece_of(piece, words));
    }
    pieces
}

/// The gap in ems that parts the cells of a line.
fn gap_of(words: &Words<'_>, start: usize, end: usize) -> f32 {
    let Some(line) = words.list.get(start..end).filter(|line| line.len() >= 4) else {
        return GAP;
    };
    let gap = |pair: &[super::super::PlacedWord<'_>]| match pair {
        [one, other] => (other.word.rect[0] - one.word.rect[2]) / other.size.max(1.0),
        _ => 0.0,
    };
    if line.windows(2).all(|pair| gap(pair) < SMALL_GAP) {
        return GAP;
    }
    let mut gaps: Vec<f32> = line.windows(2).map(gap).collect();
    let typical = median(&mut gaps).unwrap_or(GAP).max(0.1);
    (TIMES * typical).clamp(SMALL_GAP, GAP)
}

fn piece_of(list: Vec<usize>, words: &Words<'_>) -> Option<Piece> {
    let first = words.list.get(*list.first()?)?;
    let is_short = list.len() <= MOST_WORDS;
    let texts = || {
        list.iter()
            .filter_map(|word| words.list.get(*word))
            .map(|placed| placed.word.text.as_str())
    };
    Some(Piece {
        rect: union_all(list.iter().map(|word| words.rect(*word))),
        baseline: first.baseline,
        size: first.size,
        is_data: is_short && texts().any(tells_figures) && cells::is_data(texts()),
        begins_small: first.word.text.starts_with(char::is_lowercase),
        words: list,
    })
}

impl Piece {
    fn texts<'w>(&'w self, words: &'w Words<'_>) -> impl Iterator<Item = &'w str> {
        let placed = self.words.iter().filter_map(|word| words.list.get(*word));
        placed.map(|placed| placed.word.text.as_str())
    }

    /// Whether it says something in words.
    pub(super) fn has_words(&self, words: &Words<'_>) -> bool {
        cells::has_words(self.texts(words))
    }

    /// Whether it has a figure in it, and may be a row that was not parted.
    pub(super) fn has_figures(&self, words: &Words<'_>) -> bool {
        self.words.len() <= MOST_WORDS_OF_A_ROW && self.texts(words).any(tells_figures)
    }

    /// Whether dots lead from it or to it.
    pub(super) fn is_led(&self, words: &Words<'_>) -> bool {
        self.texts(words)
            .any(|text| text == "." || text.contains("....") || text.contains("……"))
    }

    /// Its number, where it is one and nothing else.
    pub(super) fn number(&self, words: &Words<'_>) -> Option<u32> {
        let mut texts = self.texts(words);
        let only = texts.next()?;
        if texts.next().is_some() {
            None
        } else {
            only.parse().ok()
        }
    }
}

/// Whether a word has a figure in it, or is a mail address.
fn tells_figures(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit() || byte == b'@')
}

/// Whether a page may hold a stack of figures: three short pieces and more with one in them. Asked for every page, and
/// so of the first letters alone.
pub(in crate::layout::tables) fn may_be_on(page: &LaidPage) -> bool {
    let mut pieces = 0;
    for line in page.blocks.iter().flat_map(|block| &block.lines) {
        let mut last_end = f32::MAX;
        let (mut length, mut has_figures) = (0, false);
        for word in &line.words {
            if word.rect[0] - last_end >= SMALL_GAP * line.size {
                pieces += usize::from(has_figures && length <= MOST_WORDS);
                (length, has_figures) = (0, false);
            }
            last_end = word.rect[2];
            length += 1;
            has_figures |= word
                .text
                .bytes()
                .take(FIRST_LETTERS)
                .any(|byte| byte.is_ascii_digit());
        }
        pieces += usize::from(has_figures && length <= MOST_WORDS);
        if pieces >= FEWEST_FIGURES {
            return true;
        }
    }
    false
}
