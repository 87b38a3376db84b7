//! Folding: the key under which a word is found however its accents and case were typed. Never shown.
use unicode_normalization::UnicodeNormalization;

/// Lower case, accents away, œ to oe, æ to ae, ß to ss, ø to o.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    if text.is_ascii() {
        folded.push_str(text);
        folded.make_ascii_lowercase();
        return folded;
    }
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
    fn accents_are_told() {
        assert!(has_accents("marché"));
        assert!(has_accents("ŒUVRE"));
        assert!(!has_accents("Marche"));
    }
}
