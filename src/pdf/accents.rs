//! Accents that a page draws as glyphs of their own (TeX's old fonts, some typesetters) and letters that lie under
//! them become one character: `e` with `´` over it is `é`.
//!
//! Only geometry decides: an accent that stands beside its neighbours, as an apostrophe or a sign of code, stays.
use super::document::Glyph;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How far beyond a letter's sides, in ems, the middle of its accent may lie: slanted letters lean out.
const OVERHANG: f32 = 0.08;
/// The same for combining marks, whose origin usually lies behind the letter.
const MARK_OVERHANG: f32 = 0.35;
/// How far, in ems, an accent's baseline may lie from the letter's: capitals lift it.
const LIFT: f32 = 0.45;

/// Joins the accents of a page with their letters, in place, and tells for each glyph whether it is still needed.
/// `None` where there was nothing to join.
pub(super) fn join(glyphs: &mut [Glyph]) -> Option<Vec<bool>> {
    let mut needed: Option<Vec<bool>> = None;
    for index in 0..glyphs.len() {
        let Some(accent) = glyphs.get(index) else { break };
        let Some(mark) = combining_form(&accent.text) else {
            continue;
        };
        let is_mark = accent.text.chars().next().is_some_and(is_combining_mark);
        let accent = accent.clone();
        let before = index.checked_sub(1);
        let after = Some(index + 1);
        // A combining mark follows its letter, an accent comes before it; the other order is met too.
        let places = if is_mark { [before, after] } else { [after, before] };
        for place in places.into_iter().flatten() {
            if needed
                .as_ref()
                .is_some_and(|needed| needed.get(place) == Some(&false))
            {
                continue;
            }
            let Some(letter) = glyphs.get_mut(place) else {
                continue;
            };
            if !lies_over(&accent, letter, if is_mark { MARK_OVERHANG } else { OVERHANG }) {
                continue;
            }
            let Some(joined) = composed(&letter.text, mark) else {
                continue;
            };
            letter.text = joined.into();
            let count = glyphs.len();
            if let Some(slot) = needed.get_or_insert_with(|| vec![true; count]).get_mut(index) {
                *slot = false;
            }
            break;
        }
    }
    needed
}

/// The combining mark of a glyph that is an accent and nothing else.
fn combining_form(text: &str) -> Option<char> {
    // Asked of every glyph: most are letters of one byte.
    if let [letter] = text.as_bytes()
        && !matches!(letter, b'^' | b'`' | b'~')
    {
        return None;
    }
    let mut characters = text.chars();
    let (Some(only), None) = (characters.next(), characters.next()) else {
        return None;
    };
    Some(match only {
        '´' | 'ˊ' => '\u{301}',
        '`' | 'ˋ' => '\u{300}',
        'ˆ' | '^' => '\u{302}',
        '¨' => '\u{308}',
        '˜' | '~' => '\u{303}',
        '¸' => '\u{327}',
        '˚' => '\u{30a}',
        '¯' | 'ˉ' => '\u{304}',
        '˘' => '\u{306}',
        '˙' => '\u{307}',
        '˝' => '\u{30b}',
        '˛' => '\u{328}',
        'ˇ' => '\u{30c}',
        mark @ '\u{300}'..='\u{36f}' => mark,
        _ => return None,
    })
}

/// The last letter of a text with a mark, where Unicode has such a letter. Dotless letters get their dot's place
/// filled: `ı` with a circumflex is `î`.
fn composed(text: &str, mark: char) -> Option<String> {
    let last = text.chars().next_back()?;
    let kept = text.get(..text.len() - last.len_utf8())?;
    let base = match last {
        'ı' => 'i',
        'ȷ' => 'j',
        other => other,
    };
    let joined: String = [base, mark].into_iter().nfc().collect();
    (joined.chars().count() == 1 && base.is_alphabetic()).then(|| format!("{kept}{joined}"))
}

/// Whether the middle of an accent lies over a letter's width, on its line, at about its size.
fn lies_over(accent: &Glyph, letter: &Glyph, overhang: f32) -> bool {
    let em = letter.size;
    let width = letter.advance_x.hypot(letter.advance_y);
    if em <= 0.0 || width <= 0.0 || !(0.6..=1.6).contains(&(accent.size / em)) {
        return false;
    }
    let (along_x, along_y) = (letter.advance_x / width, letter.advance_y / width);
    let (from_x, from_y) = (accent.x - letter.x, accent.y - letter.y);
    let lift = (from_y * along_x - from_x * along_y).abs();
    let start = from_x * along_x + from_y * along_y;
    let middle = start + (accent.advance_x * along_x + accent.advance_y * along_y) / 2.0;
    lift <= LIFT * em && middle >= -overhang * em && middle <= width + overhang * em
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyph(text: &str, x: f32, width: f32) -> Glyph {
        Glyph {
            text: text.into(),
            x,
            y: 100.0,
            advance_x: width,
            advance_y: 0.0,
            size: 10.0,
            font: 0,
            color: 0,
            render_mode: 0,
            mcid: None,
            artifact: false,
        }
    }

    fn joined(mut glyphs: Vec<Glyph>) -> String {
        let needed = join(&mut glyphs).unwrap_or_else(|| vec![true; glyphs.len()]);
        let kept = glyphs.iter().zip(needed).filter(|(_, needed)| *needed);
        kept.map(|(glyph, _)| glyph.text.as_str()).collect()
    }

    #[test]
    fn accent_before_its_letter() {
        // TeX draws the accent, goes back, and draws the letter.
        let word = vec![
            glyph("´", 10.2, 5.0),
            glyph("e", 10.0, 4.4),
            glyph("t", 14.4, 3.9),
            glyph("´", 18.0, 5.0),
            glyph("e", 18.3, 4.4),
        ];
        assert_eq!(joined(word), "été");
    }

    #[test]
    fn accent_after_its_letter_and_lifted_over_a_capital() {
        let mut accent = glyph("`", 9.8, 5.0);
        accent.y -= 2.2;
        assert_eq!(
            joined(vec![glyph("A", 9.0, 7.0), accent, glyph("B", 16.0, 7.0)]),
            "ÀB"
        );
        assert_eq!(
            joined(vec![
                glyph("c", 10.0, 4.4),
                glyph("¸", 10.0, 4.4),
                glyph("a", 14.4, 5.0)
            ]),
            "ça"
        );
    }

    #[test]
    fn combining_mark_without_width_behind_its_letter() {
        let word = vec![
            glyph("e", 10.0, 4.4),
            glyph("\u{301}", 14.4, 0.0),
            glyph("t", 14.4, 3.9),
        ];
        assert_eq!(joined(word), "ét");
    }

    #[test]
    fn dotless_letters_get_their_accent() {
        assert_eq!(joined(vec![glyph("ˆ", 9.0, 5.0), glyph("ı", 10.0, 2.8)]), "î");
        assert_eq!(joined(vec![glyph("¨", 9.0, 5.0), glyph("ı", 10.0, 2.8)]), "ï");
    }

    #[test]
    fn accent_beside_its_neighbours_stays() {
        let word = vec![
            glyph("l", 10.0, 2.8),
            glyph("´", 12.8, 3.3),
            glyph("e", 16.1, 4.4),
        ];
        assert_eq!(joined(word), "l´e");
        assert_eq!(joined(vec![glyph("´", 10.0, 3.3), glyph("1", 10.0, 5.0)]), "´1");
        // Another line.
        let mut far = glyph("e", 10.0, 4.4);
        far.y += 12.0;
        assert_eq!(joined(vec![glyph("´", 10.0, 4.4), far]), "´e");
    }

    #[test]
    fn text_turned_upwards_is_read_in_its_own_frame() {
        let mut accent = glyph("´", 100.0, 0.0);
        accent.advance_y = -5.0;
        let mut letter = glyph("e", 100.0, 0.0);
        letter.advance_y = -4.4;
        assert_eq!(joined(vec![accent, letter]), "é");
    }
}
