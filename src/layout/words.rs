//! Words: where a line of glyphs is cut. A drawn space counts; so does a gap that is wide for its line.
use super::Word;
use super::geometry::{median, union};
use crate::model::Rect;
use smol_str::SmolStr;
use unicode_normalization::UnicodeNormalization;

/// A glyph in the frame of its line.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    pub(super) text: SmolStr,
    pub(super) x: f32,
    pub(super) baseline: f32,
    pub(super) end: f32,
    pub(super) size: f32,
    pub(super) style: u32,
    /// The link element of the structure tree that holds it.
    pub(super) link_element: Option<u32>,
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

/// Cuts glyphs, in order from left to right, into words. `place` gives the place of a glyph.
pub(super) fn split_into_words(glyphs: &[Placed], place: impl Fn(&Placed) -> Rect) -> Vec<Word> {
    let threshold = gap_threshold(glyphs);
    let seen_space = narrowest_space(glyphs);
    let mut words: Vec<Word> = Vec::new();
    // The letters of the last word.
    let mut letters = String::new();
    let mut last_end: Option<f32> = None;
    let mut space_before = false;
    for glyph in glyphs {
        if is_blank(&glyph.text) {
            space_before = true;
            continue;
        }
        let gap = last_end.map_or(0.0, |end| glyph.x - end);
        let parted = (space_before && gap > seen_space * glyph.size) || gap > threshold * glyph.size;
        space_before = false;
        last_end = Some(last_end.map_or(
            glyph.end,
            |end| if parted { glyph.end } else { end.max(glyph.end) },
        ));
        let rect = place(glyph);
        match words.last_mut() {
            Some(word) if !parted => {
                letters.push_str(&glyph.text);
                word.rect = union(word.rect, rect);
                word.link_element = word.link_element.or(glyph.link_element);
            }
            last => {
                if let Some(word) = last {
                    word.text = composed(&letters);
                }
                letters.clear();
                letters.push_str(&glyph.text);
                words.push(Word {
                    text: SmolStr::default(),
                    rect,
                    style: glyph.style,
                    link: None,
                    link_element: glyph.link_element,
                });
            }
        }
    }
    if let Some(word) = words.last_mut() {
        word.text = composed(&letters);
    }
    words.retain(|word| !word.text.is_empty());
    words
}

/// Whether a glyph is a space. Asked of every glyph, several times: letters are told by their first byte.
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
    // Letters before the first combining mark have nothing to compose with.
    if text.chars().any(|letter| letter >= '\u{300}' && letter != '’') {
        return text.nfc().collect();
    }
    SmolStr::new(text)
}

/// The white in ems that a drawn space must leave on this line. Where most spaces leave less, the widths of the font
/// are wrong and the drawing is believed; only a space that is stepped back over is none.
fn narrowest_space(glyphs: &[Placed]) -> f32 {
    let (mut tight, mut all) = (0usize, 0usize);
    let mut last: Option<&Placed> = None;
    let mut space_before = false;
    for glyph in glyphs {
        if is_blank(&glyph.text) {
            space_before = true;
            continue;
        }
        if let Some(last) = last
            && space_before
        {
            all += 1;
            tight += usize::from(glyph.x - last.end <= SEEN_SPACE * glyph.size);
        }
        space_before = false;
        last = Some(glyph);
    }
    if tight * 2 > all { -SEEN_SPACE } else { SEEN_SPACE }
}

/// The gap in ems that parts words on this line.
fn gap_threshold(glyphs: &[Placed]) -> f32 {
    let mut letter_gaps = Vec::with_capacity(glyphs.len());
    let mut spaces = 0usize;
    let mut last: Option<&Placed> = None;
    for glyph in glyphs {
        if is_blank(&glyph.text) {
            spaces += 1;
            last = None;
            continue;
        }
        if let Some(last) = last {
            letter_gaps.push((glyph.x - last.end) / glyph.size.max(1.0));
        }
        last = Some(glyph);
    }
    let letters = letter_gaps.len();
    let base = if spaces > 0 && letters <= 7 * spaces {
        GAP_BESIDE_SPACES
    } else {
        GAP
    };
    match median(&mut letter_gaps) {
        Some(typical) if letters >= 4 && typical > LETTER_SPACED => base.max(typical + BEYOND_LETTER_GAP),
        _ => base,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(pieces: &[(&str, f32, f32)]) -> Vec<String> {
        let glyphs: Vec<Placed> = pieces
            .iter()
            .map(|(text, x, end)| Placed {
                text: (*text).into(),
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
