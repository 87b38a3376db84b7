//! Words: where a line of glyphs is cut. A drawn space counts; so does a gap that is wide for its line.
use super::Word;
use super::geometry::{median, union};
use crate::model::Rect;
use smol_str::SmolStr;
use unicode_normalization::UnicodeNormalization;

/// A glyph in the frame of its line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed<'p> {
    pub(super) text: &'p str,
    pub(super) x: f32,
    pub(super) baseline: f32,
    pub(super) end: f32,
    pub(super) size: f32,
    pub(super) style: u32,
    /// The link element of the structure tree that holds it.
    pub(super) link_element: Option<u32>,
    /// Whether it is a space.
    pub(super) is_blank: bool,
}

/// Gap in ems that parts words in a line that draws no spaces.
const GAP: f32 = 0.17;
/// The same in a line that draws its spaces: there a gap is mostly kerning.
const GAP_BESIDE_SPACES: f32 = 0.3;
/// Typical gap between letters, in ems, from which a line counts as letter-spaced.
const LETTER_SPACED: f32 = 0.08;
/// What a gap between words adds to the typical gap between letters.
const BEYOND_LETTER_GAP: f32 = 0.15;

/// Width in ems that a drawn space must leave white. Typesetters kern "20 h 30" so tight that nobody sees a space.
const SEEN_SPACE: f32 = 0.1;

/// The sides of a glyph, the left one first.
pub(super) fn sides(glyph: &Placed<'_>) -> (f32, f32) {
    if glyph.x < glyph.end {
        return (glyph.x, glyph.end);
    }
    (glyph.x.min(glyph.end), glyph.end.max(glyph.x))
}

/// Cuts glyphs, in order from left to right, into words. `place` gives the place of a glyph: between its sides, its height
/// by baseline and size alone.
pub(super) fn split_into_words(glyphs: &[Placed<'_>], place: impl Fn(&Placed<'_>) -> Rect) -> Vec<Word> {
    let whites = Whites::of(glyphs);
    let threshold = whites.gap_threshold(glyphs);
    let seen_space = whites.narrowest_space();
    let mut words: Vec<Word> = Vec::with_capacity(whites.between + 1);
    // The letters of the last word.
    let mut letters = String::new();
    let mut last: Option<&Placed<'_>> = None;
    let mut last_end = 0.0;
    let mut space_before = false;
    for glyph in glyphs {
        if glyph.is_blank {
            space_before = true;
            continue;
        }
        let gap = if last.is_some() { glyph.x - last_end } else { 0.0 };
        let parted = (space_before && gap > seen_space * glyph.size) || gap > threshold * glyph.size;
        space_before = false;
        last_end = if parted || last.is_none() || glyph.end > last_end {
            glyph.end
        } else {
            f32::max(last_end, glyph.end)
        };
        match words.last_mut() {
            Some(word) if !parted => {
                push_letters(&mut letters, glyph.text);
                // The letter before has told the height already, where it is that of this one too.
                let is_as_high =
                    last.is_some_and(|last| last.baseline == glyph.baseline && last.size == glyph.size);
                if is_as_high {
                    widen(&mut word.rect, glyph);
                } else {
                    word.rect = union(word.rect, place(glyph));
                }
                word.link_element = word.link_element.or(glyph.link_element);
            }
            open => {
                if let Some(word) = open {
                    word.text = composed(&letters);
                }
                letters.clear();
                push_letters(&mut letters, glyph.text);
                words.push(Word {
                    text: SmolStr::default(),
                    rect: place(glyph),
                    style: glyph.style,
                    link: None,
                    link_element: glyph.link_element,
                });
            }
        }
        last = Some(glyph);
    }
    if let Some(word) = words.last_mut() {
        word.text = composed(&letters);
    }
    words.retain(|word| !word.text.is_empty());
    words
}

/// Widens a box to the sides of a glyph. Mostly the glyph lies at the right of it, and its sides are in order.
fn widen(rect: &mut Rect, glyph: &Placed<'_>) {
    let (left, right) = sides(glyph);
    if left < rect[0] {
        rect[0] = left;
    }
    if right > rect[2] {
        rect[2] = right;
    }
}

/// Adds the text of a glyph: of one byte mostly, for which no memory need be moved.
fn push_letters(letters: &mut String, text: &str) {
    match text.as_bytes() {
        [letter] => letters.push(char::from(*letter)),
        _ => letters.push_str(text),
    }
}

/// Whether a glyph is a space. Asked of every glyph: letters are told by their first byte.
#[inline]
pub(super) fn is_blank(text: &str) -> bool {
    match text.as_bytes() {
        [b'!'..=b'~', ..] => false,
        [b' '] => true,
        _ => text.chars().all(char::is_whitespace),
    }
}

/// The text of a word's glyphs, every accent on its letter.
fn composed(letters: &str) -> SmolStr {
    let text = letters.trim();
    if text.is_ascii() {
        return SmolStr::new(text);
    }
    // Letters before the first combining mark have nothing to compose with.
    if text.chars().any(|letter| letter >= '\u{300}' && letter != '’') {
        return text.nfc().collect();
    }
    SmolStr::new(text)
}

/// The white between the glyphs of a line.
#[derive(Default)]
struct Whites {
    /// Spaces that are drawn.
    spaces: usize,
    /// Spaces between two letters, and those of them that leave hardly any white.
    between: usize,
    tight: usize,
    /// Gaps between letters without a space between them, and those of them that no letter-spaced line has.
    gaps: usize,
    narrow_gaps: usize,
}

impl Whites {
    fn of(glyphs: &[Placed<'_>]) -> Self {
        let mut whites = Self::default();
        let mut last: Option<&Placed<'_>> = None;
        let mut space_before = false;
        for glyph in glyphs {
            if glyph.is_blank {
                whites.spaces += 1;
                space_before = true;
                continue;
            }
            if let Some(last) = last {
                if space_before {
                    whites.between += 1;
                    whites.tight += usize::from(glyph.x - last.end <= SEEN_SPACE * glyph.size);
                } else {
                    whites.gaps += 1;
                    whites.narrow_gaps += usize::from(letter_gap(last, glyph) <= LETTER_SPACED);
                }
            }
            space_before = false;
            last = Some(glyph);
        }
        whites
    }

    /// The white in ems that a drawn space must leave on this line. Where most spaces leave less, the widths of the font
    /// are wrong and the drawing is believed; only a space that is stepped back over is none.
    fn narrowest_space(&self) -> f32 {
        if self.tight * 2 > self.between {
            -SEEN_SPACE
        } else {
            SEEN_SPACE
        }
    }

    /// The gap in ems that parts words on this line.
    fn gap_threshold(&self, glyphs: &[Placed<'_>]) -> f32 {
        let base = if self.spaces > 0 && self.gaps <= 7 * self.spaces {
            GAP_BESIDE_SPACES
        } else {
            GAP
        };
        // Where more than half of the gaps are narrow, so is the middle one: it need not be looked for.
        if self.gaps < 4 || self.narrow_gaps > self.gaps / 2 {
            return base;
        }
        match median(&mut letter_gaps(glyphs)) {
            Some(typical) if typical > LETTER_SPACED => base.max(typical + BEYOND_LETTER_GAP),
            _ => base,
        }
    }
}

/// The gap in ems between two letters.
fn letter_gap(last: &Placed<'_>, glyph: &Placed<'_>) -> f32 {
    (glyph.x - last.end) / glyph.size.max(1.0)
}

/// The gaps between letters that have no space between them.
fn letter_gaps(glyphs: &[Placed<'_>]) -> Vec<f32> {
    let mut gaps = Vec::with_capacity(glyphs.len());
    for pair in glyphs.windows(2) {
        if let [last, glyph] = pair
            && !last.is_blank
            && !glyph.is_blank
        {
            gaps.push(letter_gap(last, glyph));
        }
    }
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(pieces: &[(&str, f32, f32)]) -> Vec<String> {
        let glyphs: Vec<Placed<'_>> = pieces
            .iter()
            .map(|(text, x, end)| Placed {
                text,
                is_blank: is_blank(text),
                x: *x,
                baseline: 0.0,
                end: *end,
                size: 10.0,
                link_element: None,
                style: 0,
            })
            .collect();
        let words = split_into_words(&glyphs, |glyph| [glyph.x, 0.0, glyph.end, 10.0]);
        words.into_iter().map(|word| word.text.to_string()).collect()
    }

    #[test]
    fn a_drawn_space_parts_words() {
        assert_eq!(
            line(&[("a", 0.0, 5.0), (" ", 5.0, 7.0), ("b", 7.0, 12.0)]),
            ["a", "b"]
        );
    }

    #[test]
    fn a_wide_gap_parts_words_where_no_space_is_drawn() {
        assert_eq!(
            line(&[("a", 0.0, 5.0), ("b", 5.2, 10.0), ("c", 13.0, 18.0)]),
            ["ab", "c"]
        );
    }

    #[test]
    fn a_space_that_is_kerned_away_is_none() {
        let hour = [
            ("20", 0.0, 10.0),
            (" ", 10.0, 12.5),
            ("h", 10.5, 15.0),
            (" ", 15.0, 17.5),
            ("à", 18.0, 22.0),
        ];
        assert_eq!(line(&hour), ["20h", "à"]);
    }

    #[test]
    fn letter_spaced_titles_stay_whole() {
        let spaced: Vec<(&str, f32, f32)> = vec![
            ("S", 0.0, 6.0),
            ("O", 9.0, 15.0),
            ("M", 18.0, 24.0),
            ("M", 27.0, 33.0),
            ("A", 36.0, 42.0),
            ("I", 45.0, 51.0),
        ];
        assert_eq!(line(&spaced), ["SOMMAI"]);
    }

    #[test]
    fn accents_drawn_apart_are_composed() {
        assert_eq!(line(&[("e\u{301}", 0.0, 5.0), ("té", 5.0, 15.0)]), ["été"]);
    }
}
