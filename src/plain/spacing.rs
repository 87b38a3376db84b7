//! How a dump spaces its lines: measured once over the whole file.
use super::Gap;
use crate::french::unicode::normalize;

/// A line as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RawLine {
    /// Nothing at all.
    Empty,
    /// Blanks only.
    Blank,
    /// Text, normalised.
    Text(String),
}

/// The file's own spacing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spacing {
    /// Empty lines between most lines of text: 0 or 1.
    usual: usize,
    /// Whether a line of blanks says more than an empty line does.
    blanks_break: bool,
}

/// Share of lines that must begin in lower case, in a file where single empty lines stand within paragraphs. In a
/// file of unwrapped paragraphs hardly any does.
const LEAST_CONTINUATIONS: f64 = 0.1;

pub(super) fn raw_lines(sheet: &str) -> Vec<RawLine> {
    let sheet = sheet.replace("\r\n", "\n").replace('\r', "\n");
    let raw_line = |line: &str| {
        let words: Vec<String> = normalize(line).split_whitespace().map(str::to_string).collect();
        match (line.is_empty(), words.is_empty()) {
            (true, _) => RawLine::Empty,
            (false, true) => RawLine::Blank,
            (false, false) => RawLine::Text(words.join(" ")),
        }
    };
    sheet.split('\n').map(raw_line).collect()
}

/// Measures the gaps between the lines of text of all sheets.
pub(super) fn measure(sheets: &[Vec<RawLine>]) -> Spacing {
    let (mut tight, mut single, mut with_blanks, mut all) = (0, 0, 0, 0);
    let (mut texts, mut continuations) = (0_usize, 0_usize);
    for sheet in sheets {
        let mut gap: Option<(usize, bool)> = None;
        for line in sheet {
            match line {
                RawLine::Empty => gap = gap.map(|(lines, blank)| (lines + 1, blank)),
                RawLine::Blank => gap = gap.map(|(lines, _)| (lines + 1, true)),
                RawLine::Text(text) => {
                    texts += 1;
                    continuations += usize::from(text.starts_with(char::is_lowercase));
                    if let Some((lines, blank)) = gap {
                        all += 1;
                        tight += usize::from(lines == 0);
                        single += usize::from(lines == 1);
                        with_blanks += usize::from(blank);
                    }
                    gap = Some((0, false));
                }
            }
        }
    }
    let wraps = continuations as f64 >= LEAST_CONTINUATIONS * texts as f64;
    Spacing {
        usual: usize::from(single > 2 * tight && wraps),
        blanks_break: 2 * with_blanks < all,
    }
}

impl Spacing {
    /// What the lines between two lines of text say.
    pub(super) fn gap(&self, between: &[RawLine]) -> Gap {
        let marked = self.usual > 0 && self.blanks_break && between.contains(&RawLine::Blank);
        match between.len() {
            _ if marked => Gap::Break,
            lines if lines > self.usual => Gap::Break,
            lines if lines < self.usual => Gap::Tight,
            _ => Gap::Usual,
        }
    }
}
