//! Folding: the key under which a word is found however its accents and case were typed. Never shown.
use super::unicode::is_letter_or_figure;
use std::borrow::Cow;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, accents away, œ to oe, æ to ae, ß to ss, ø to o.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    fold_by_table(text, &LATIN, is_plain_mark).unwrap_or_else(|| fold_decomposed(text))
}

/// Folds a text by the table of the letters from [`FIRST_LATIN`] on, and keeps the marks that stay as they are. Nothing for a
/// text with a letter of another script or an accent apart: its marks have to be put in order.
fn fold_by_table(text: &str, table: &[String], stays: impl Fn(char) -> bool) -> Option<String> {
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((plain, behind)) = rest.split_at_checked(length_of_ascii(rest)) {
        folded.push_str(plain);
        let mut characters = behind.chars();
        let Some(character) = characters.next() else {
            break;
        };
        rest = characters.as_str();
        if let Some(letters) = table.get((character as usize).wrapping_sub(FIRST_LATIN)) {
            match letters.as_bytes() {
                [letter] => folded.push(char::from(*letter)),
                _ => folded.push_str(letters),
            }
        } else if stays(character) {
            folded.push(character);
        } else {
            return None;
        }
    }
    // The letters of the table are small already.
    folded.make_ascii_lowercase();
    Some(folded)
}

/// The bytes of a text before its first character beyond ASCII: eight are looked at in one.
fn length_of_ascii(text: &str) -> usize {
    const BEYOND: u64 = 0x8080_8080_8080_8080;
    let (eights, last) = text.as_bytes().as_chunks::<8>();
    for (rank, eight) in eights.iter().enumerate() {
        let beyond = u64::from_le_bytes(*eight) & BEYOND;
        if beyond != 0 {
            return rank * 8 + (beyond.trailing_zeros() / 8) as usize;
        }
    }
    eights.len() * 8 + last.iter().take_while(|byte| byte.is_ascii()).count()
}

/// As [`fold`], without a copy of a text that folding leaves as it is: most words of a text.
pub fn fold_if_needed(text: &str) -> Cow<'_, str> {
    let stays = |letter: u8| letter.is_ascii() && !letter.is_ascii_uppercase();
    if text.bytes().all(stays) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(fold(text))
    }
}

/// The first letter of [`LATIN`].
const FIRST_LATIN: usize = 0xC0;

/// The folded letters of Latin-1 and Latin Extended-A, U+00C0 to U+017F: all that French and its neighbours use.
static LATIN: LazyLock<Vec<String>> = LazyLock::new(|| {
    ('\u{C0}'..='\u{17F}')
        .map(|letter| fold_decomposed(letter.encode_utf8(&mut [0; 4])))
        .collect()
});

/// Punctuation and signs without case that are their own decomposition: no-break space to inverted question mark,
/// dashes, quotation marks and bullets, the euro.
fn is_plain_mark(character: char) -> bool {
    matches!(character, '\u{A0}'..='\u{BF}' | '\u{2010}'..='\u{2027}' | '\u{202F}'..='\u{205E}' | '€')
}

fn fold_decomposed(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.nfd() {
        if is_combining_accent(character) {
            continue;
        }
        for lower in character.to_lowercase() {
            match lower {
                'œ' => folded.push_str("oe"),
                'æ' => folded.push_str("ae"),
                'ß' => folded.push_str("ss"),
                'ø' => folded.push('o'),
                // Lower-casing İ leaves a dot above.
                _ if is_combining_accent(lower) => {}
                _ => folded.push(lower),
            }
        }
    }
    folded
}

/// Lower case without accents, superscripts, ligatures and letters of other widths as plain letters; œ and æ stay. For
/// reading dates, numbers and names, where "1ᵉʳ" is "1er".
pub fn fold_compatible(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let stays = |character: char| {
        matches!(
            character,
            '«' | '»' | '°' | '–' | '—' | '‘' | '’' | '“' | '”' | '•' | '€'
        )
    };
    fold_by_table(text, &COMPATIBLE_LATIN, stays).unwrap_or_else(|| fold_compatible_decomposed(text))
}

/// As [`LATIN`], for [`fold_compatible`].
static COMPATIBLE_LATIN: LazyLock<Vec<String>> = LazyLock::new(|| {
    ('\u{C0}'..='\u{17F}')
        .map(|letter| fold_compatible_decomposed(letter.encode_utf8(&mut [0; 4])))
        .collect()
});

fn fold_compatible_decomposed(text: &str) -> String {
    text.nfkd()
        .filter(|letter| !is_combining_mark(*letter))
        .flat_map(char::to_lowercase)
        .collect()
}

/// The letters of a text, folded, without what stands between them, each run of figures as `#`: what two prints of one
/// line have in common.
pub fn letters_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for character in fold(text).chars() {
        match character {
            'a'..='z' => key.push(character),
            '0'..='9' if key.ends_with('#') => {}
            '0'..='9' => key.push('#'),
            _ if is_letter_or_figure(character) => key.push(character),
            _ => {}
        }
    }
    key
}

/// Whether the word is written with an accent, a cedilla, œ or æ: whether folding loses something of it.
pub fn has_accents(word: &str) -> bool {
    !word.is_ascii() && fold(word) != word.to_lowercase()
}

fn is_combining_accent(character: char) -> bool {
    ('\u{0300}'..='\u{036F}').contains(&character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_accents_go() {
        assert_eq!(
            fold("Éducation POPULAIRE à Noël, ça"),
            "education populaire a noel, ca"
        );
        assert_eq!(fold("e\u{0301}te\u{0301}"), "ete");
        assert_eq!(fold("İle"), "ile");
    }

    #[test]
    fn joined_letters_are_written_out() {
        assert_eq!(fold("Cœur Ærienne Straße Jørn"), "coeur aerienne strasse jorn");
    }

    #[test]
    fn letter_by_letter_is_the_same_as_the_whole_decomposed() {
        for code in (0..0x3000).chain(0xA640..0xABFF).chain(0xF900..0xFFFF) {
            let Some(character) = char::from_u32(code) else {
                continue;
            };
            for text in [format!("É{character}e"), format!("e{character}\u{301}œ")] {
                assert_eq!(fold(&text), fold_decomposed(&text), "U+{code:04X}");
                assert_eq!(fold_if_needed(&text), fold(&text), "U+{code:04X}");
                assert_eq!(
                    fold_compatible(&text),
                    fold_compatible_decomposed(&text),
                    "U+{code:04X}"
                );
            }
        }
    }

    #[test]
    fn a_line_keeps_its_key_whatever_stands_between_its_letters() {
        assert_eq!(letters_key("Été – N° 12, page 3"), "eten#page#");
        assert_eq!(letters_key("ÉTÉ N°9 page 10"), "eten#page#");
        assert_eq!(letters_key("…"), "");
    }

    #[test]
    fn accents_are_told() {
        assert!(has_accents("marché"));
        assert!(has_accents("ŒUVRE"));
        assert!(!has_accents("Marche"));
    }
}
