//! Text as records keep it: what a reader sees, in one spelling of Unicode.
//!
//! Promises: accents, œ and æ, case, punctuation and apostrophes stay as printed. What a reader cannot see (control
//! characters, soft hyphens, zero-width characters, direction marks) is removed, because it hides words from search
//! and can deceive on a terminal.
use unicode_normalization::UnicodeNormalization;

/// Returns the text as records keep it:
///
/// * composed (NFC), typographic ligatures (ﬁ, ﬂ, ﬀ, ﬃ, ﬄ, ﬅ, ﬆ) written out;
/// * every space within a line a plain space, hyphens U+2010 and U+2011 a plain hyphen;
/// * line ends as a single newline, tabs kept, every other control or invisible character removed.
pub fn normalize(text: &str) -> String {
    if all_stays_as_it_is(text) {
        return text.to_string();
    }
    let visible = text.replace("\r\n", "\n");
    let mut written_out = String::with_capacity(visible.len());
    for character in visible.chars() {
        match character {
            '\r' | '\u{2028}' | '\u{2029}' | '\u{0085}' => written_out.push('\n'),
            '\n' | '\t' => written_out.push(character),
            _ if is_invisible(character) => {}
            _ if is_space(character) => written_out.push(' '),
            '\u{2010}' | '\u{2011}' => written_out.push('-'),
            _ => match ligature(character) {
                Some(letters) => written_out.push_str(letters),
                None => written_out.push(character),
            },
        }
    }
    written_out.nfc().collect()
}

/// Whether each character of a text stays as it is.
fn all_stays_as_it_is(text: &str) -> bool {
    let mut rest = text;
    while let Some(behind) = rest.get(length_of_plain(rest)..) {
        let mut characters = behind.chars();
        match characters.next() {
            None => break,
            Some(character) if stays_as_it_is(character) => rest = characters.as_str(),
            Some(_) => return false,
        }
    }
    true
}

/// Bytes at the beginning of a text that are letters, figures and marks of ASCII, or spaces: eight are looked at in one.
fn length_of_plain(text: &str) -> usize {
    let (eights, _) = text.as_bytes().as_chunks::<8>();
    let are_plain = |eight: &&[u8; 8]| are_printed_ascii(u64::from_le_bytes(**eight));
    let plain = 8 * eights.iter().take_while(are_plain).count();
    let last = text.as_bytes().get(plain..).unwrap_or_default();
    plain + last.iter().take_while(|byte| matches!(byte, b' '..=b'~')).count()
}

/// Whether each of eight bytes is from 0x20 to 0x7E.
fn are_printed_ascii(eight: u64) -> bool {
    const ONE: u64 = 0x0101_0101_0101_0101;
    const HIGHEST_BITS: u64 = 0x80 * ONE;
    // The first of them that is no printed letter sets its highest bit in one of the two.
    let above = eight.wrapping_add(ONE) | eight;
    let below = eight.wrapping_sub(0x20 * ONE) & !eight;
    (above | below) & HIGHEST_BITS == 0
}

/// Whether a character is kept and composes with nothing before or after it but accents, which are not of this kind:
/// nearly all of what is printed.
fn stays_as_it_is(character: char) -> bool {
    matches!(
        character,
        '\n' | '\t' | ' '..='~' | '\u{A1}'..='\u{AC}' | '\u{AE}'..='\u{2FF}' | '\u{2012}'..='\u{2027}' | '€'
    )
}

/// As `char::is_alphabetic`, without its search for what French is written with: it is asked of every letter.
pub fn is_letter(character: char) -> bool {
    match character {
        'a'..='z'
        | 'A'..='Z'
        | 'ª'
        | 'µ'
        | 'º'
        | '\u{C0}'..='\u{D6}'
        | '\u{D8}'..='\u{F6}'
        | '\u{F8}'..='\u{2C1}' => true,
        '\0'..='\u{F7}' | '\u{2010}'..='\u{2070}' => false,
        _ => character.is_alphabetic(),
    }
}

/// As `char::is_alphanumeric`, likewise.
pub fn is_letter_or_figure(character: char) -> bool {
    match character {
        '0'..='9' | '²' | '³' | '¹' | '¼' | '½' | '¾' => true,
        '\0'..='\u{2C1}' | '\u{2010}'..='\u{206F}' => is_letter(character),
        _ => character.is_alphanumeric(),
    }
}

/// The letters of a typographic ligature (U+FB00 to U+FB06).
pub fn ligature(character: char) -> Option<&'static str> {
    Some(match character {
        '\u{FB00}' => "ff",
        '\u{FB01}' => "fi",
        '\u{FB02}' => "fl",
        '\u{FB03}' => "ffi",
        '\u{FB04}' => "ffl",
        '\u{FB05}' | '\u{FB06}' => "st",
        _ => return None,
    })
}

/// Whether the character is a space of some width, no-break spaces included.
pub fn is_space(character: char) -> bool {
    matches!(
        character,
        ' ' | '\u{00A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}'
    )
}

/// Whether a reader cannot see the character: controls, soft hyphen, zero-width and direction marks, characters
/// of no meaning outside the font that used them.
pub fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{00AD}'
                | '\u{034F}'
                | '\u{061C}'
                | '\u{180E}'
                | '\u{200B}'..='\u{200F}'
                | '\u{202A}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{FE00}'..='\u{FE0F}'
                | '\u{FEFF}'
                | '\u{FFF9}'..='\u{FFFD}'
                | '\u{E000}'..='\u{F8FF}'
                | '\u{E0000}'..='\u{E007F}'
                | '\u{F0000}'..='\u{10FFFF}'
        )
        || is_noncharacter(character)
}

fn is_noncharacter(character: char) -> bool {
    let code = character as u32;
    (0xFDD0..=0xFDEF).contains(&code) || (code & 0xFFFE) == 0xFFFE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_are_composed_and_kept() {
        assert_eq!(
            normalize("e\u{0301}cole, c\u{0327}a, E\u{0302}TRE"),
            "école, ça, ÊTRE"
        );
        assert_eq!(normalize("cœur, Æsope, Noël"), "cœur, Æsope, Noël");
    }

    #[test]
    fn ligatures_are_written_out() {
        assert_eq!(
            normalize("e\u{FB03}cace, \u{FB01}n, \u{FB02}eur, a\u{FB00}aire, ba\u{FB04}e"),
            "efficace, fin, fleur, affaire, baffle"
        );
    }

    #[test]
    fn apostrophes_and_guillemets_stay_as_printed() {
        let printed = "l’eau, lʼair, l'or, « oui », “non”, n° 3 – fin…";
        assert_eq!(normalize(printed), printed);
    }

    #[test]
    fn spaces_become_plain_and_invisible_characters_go() {
        assert_eq!(normalize("10\u{202F}000\u{00A0}€ \u{2009}!"), "10 000 €  !");
        assert_eq!(
            normalize("as\u{00AD}so\u{200B}cia\u{FEFF}tion\u{0007}\u{FFFD}\u{E123}"),
            "association"
        );
        assert_eq!(normalize("\u{202E}fdp.exe\u{202C}"), "fdp.exe");
    }

    #[test]
    fn line_ends_and_tabs_stay() {
        assert_eq!(normalize("a\r\nb\rc\u{2028}d\te"), "a\nb\nc\nd\te");
    }

    #[test]
    fn hyphens_become_plain_and_dashes_stay() {
        assert_eq!(
            normalize("rendez\u{2011}vous — porte\u{2010}clés – ok"),
            "rendez-vous — porte-clés – ok"
        );
    }

    #[test]
    fn what_stays_is_what_would_come_out() {
        for code in 0..0x3000 {
            let Some(character) = char::from_u32(code).filter(|character| stays_as_it_is(*character)) else {
                continue;
            };
            // The space of another width sends the whole text through the rules.
            assert_eq!(
                normalize(&format!("e{character}e\u{2009}")),
                format!("e{character}e "),
                "U+{code:04X}"
            );
        }
    }

    #[test]
    fn bytes_are_looked_at_together_as_alone() {
        for byte in 0..=u8::MAX {
            for place in 0..8 {
                for other in [b' ', b'a', b'~'] {
                    let mut eight = [other; 8];
                    eight[place] = byte;
                    let is_printed = (b' '..=b'~').contains(&byte);
                    assert_eq!(are_printed_ascii(u64::from_le_bytes(eight)), is_printed, "{byte}");
                }
            }
        }
    }

    #[test]
    fn letters_and_figures_are_those_of_unicode() {
        for character in '\0'..=char::MAX {
            assert_eq!(is_letter(character), character.is_alphabetic(), "{character:?}");
            assert_eq!(
                is_letter_or_figure(character),
                character.is_alphanumeric(),
                "{character:?}"
            );
        }
    }

    #[test]
    fn it_is_idempotent() {
        let once = normalize("\u{FB01}n e\u{0301}t\u{00A0}é\r\n");
        assert_eq!(normalize(&once), once);
    }
}
