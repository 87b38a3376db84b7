//! The characters of a text in one spelling for the tokenizer, with the way back to the text as it stands.
//!
//! Apostrophes, hyphens, spaces and middle dots of every kind become one, superscripts become plain, invisible
//! characters go. Every byte of the result knows which bytes of the original it stands for, so that a highlight
//! covers the word as printed.
use super::unicode::{is_space, ligature};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The first combining mark of Unicode. What is before it composes with nothing before it, and is in NFC.
const FIRST_MARK: char = '\u{0300}';

/// A text in one spelling, with offsets into the original.
#[derive(Debug, Clone)]
pub struct Characters {
    text: String,
    /// For each byte of `text`: start and end of what it stands for in the original. Empty where nothing changed.
    offsets: Vec<(u32, u32)>,
}

impl Characters {
    /// Brings a text into one spelling.
    pub fn new(original: &str) -> Self {
        if original.is_ascii() && !original.contains("-\n") && !original.contains(['`', '\r']) {
            return Self {
                text: original.to_string(),
                offsets: Vec::new(),
            };
        }
        let mut built = Self {
            text: String::with_capacity(original.len()),
            offsets: Vec::with_capacity(original.len()),
        };
        let mut at = 0;
        while let Some(rest) = original.get(at..).filter(|rest| !rest.is_empty()) {
            let unchanged = length_unchanged(rest);
            if unchanged > 0 {
                built.push_unchanged(rest.get(..unchanged).unwrap_or_default(), at);
                at += unchanged;
                continue;
            }
            let mut letters = rest.chars();
            let Some(first) = letters.next() else { break };
            let start = at;
            at += first.len_utf8();
            // Composed as it stands, with no mark after it.
            let stands_alone = letters.clone().next().is_none_or(|next| next < FIRST_MARK);
            if first < FIRST_MARK && stands_alone && first != '\n' {
                built.push(first, start, at);
                continue;
            }
            at += letters
                .take_while(|mark| is_combining_mark(*mark))
                .map(char::len_utf8)
                .sum::<usize>();
            let cluster = original.get(start..at).unwrap_or_default();
            if cluster == "\n" && built.ends_in_cut_word() && begins_lower_case(original.get(at..)) {
                // A word cut at a line end: without the line end, its hyphen is that of a compound, and the
                // tokenizer finds a compound under its joined form too.
                continue;
            }
            for character in cluster.nfc() {
                built.push(character, start, at);
            }
        }
        built
    }

    /// The text in one spelling.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The bytes of the original that bytes `start..end` of the text stand for.
    pub fn original_range(&self, start: usize, end: usize) -> (usize, usize) {
        if self.offsets.is_empty() || start >= end {
            return (start, end.max(start));
        }
        let first = self.offsets.get(start).map_or(0, |(start, _)| *start as usize);
        let last = self.offsets.get(end - 1).map_or(first, |(_, end)| *end as usize);
        (first, last.max(first))
    }

    /// Adds characters that stand for themselves and begin at a byte of the original.
    fn push_unchanged(&mut self, characters: &str, at: usize) {
        self.text.push_str(characters);
        for (offset, character) in characters.char_indices() {
            let length = character.len_utf8();
            let source = (clamp(at + offset), clamp(at + offset + length));
            for _ in 0..length {
                self.offsets.push(source);
            }
        }
    }

    fn push(&mut self, character: char, start: usize, end: usize) {
        let before = self.text.len();
        match character {
            '\u{00AD}'
            | '\u{200B}'..='\u{200F}'
            | '\u{2060}'
            | '\u{FEFF}'
            | '\u{202A}'..='\u{202E}'
            | '\r' => {}
            '\'' | '\u{2018}' | '\u{2019}' | '\u{02BC}' | '\u{02B9}' | '\u{2032}' | '\u{FF07}' | '`'
            | '\u{00B4}' => {
                self.text.push('\'');
            }
            '\u{2010}' | '\u{2011}' => self.text.push('-'),
            '·' | '•' | '⋅' | '∙' | '‧' | '\u{0387}' => self.text.push('·'),
            'ᵉ' => self.text.push('e'),
            'ʳ' => self.text.push('r'),
            'ᵈ' => self.text.push('d'),
            'ˢ' => self.text.push('s'),
            'ⁿ' => self.text.push('n'),
            'ᵗ' => self.text.push('t'),
            'ʰ' => self.text.push('h'),
            '¹' => self.text.push('1'),
            '²' => self.text.push('2'),
            '³' => self.text.push('3'),
            _ if character.is_ascii_alphanumeric() => self.text.push(character),
            _ if is_space(character) => self.text.push(' '),
            _ => match ligature(character) {
                Some(letters) => self.text.push_str(letters),
                None => self.text.push(character),
            },
        }
        let source = (clamp(start), clamp(end));
        for _ in before..self.text.len() {
            self.offsets.push(source);
        }
    }

    fn ends_in_cut_word(&self) -> bool {
        let Some(before) = self.text.strip_suffix('-') else {
            return false;
        };
        before.chars().next_back().is_some_and(char::is_lowercase)
    }
}

/// Bytes at the start of a text that stay as they are: nearly all of them. ASCII without marks that have other
/// spellings, and the letters from U+00C0 to U+017F, with no combining mark behind.
fn length_unchanged(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut end = 0;
    let mut last_begins = 0;
    loop {
        let length = match bytes.get(end) {
            Some(b'\'' | b'`' | b'\r' | b'\n') => return end,
            Some(byte) if byte.is_ascii() => 1,
            // Lead bytes of two: U+00C0 to U+017F.
            Some(0xC3..=0xC5) => 2,
            // From U+0300 on: it may be a mark on the letter before it.
            Some(0xCC..) => return last_begins,
            _ => return end,
        };
        last_begins = end;
        end += length;
    }
}

fn begins_lower_case(text: Option<&str>) -> bool {
    text.and_then(|text| text.chars().next())
        .is_some_and(char::is_lowercase)
}

/// Texts longer than 4 GiB do not reach the tokenizer; their offsets would only stop growing.
fn clamp(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covered<'a>(original: &'a str, characters: &Characters, word: &str) -> &'a str {
        let start = characters.as_str().find(word).unwrap();
        let (from, to) = characters.original_range(start, start + word.len());
        &original[from..to]
    }

    #[test]
    fn apostrophes_spaces_and_hyphens_become_one() {
        let characters = Characters::new("lʼeau d’or l\u{2032}an\u{202F}: porte\u{2011}clés ‘ok’");
        assert_eq!(characters.as_str(), "l'eau d'or l'an : porte-clés 'ok'");
    }

    #[test]
    fn offsets_lead_back_to_the_text_as_printed() {
        let original = "Une e\u{0301}tude e\u{FB03}cace, as\u{00AD}sociation lʼeau 3\u{1D49}";
        let characters = Characters::new(original);
        assert_eq!(characters.as_str(), "Une étude efficace, association l'eau 3e");
        assert_eq!(covered(original, &characters, "étude"), "e\u{0301}tude");
        assert_eq!(covered(original, &characters, "efficace"), "e\u{FB03}cace");
        assert_eq!(
            covered(original, &characters, "association"),
            "as\u{00AD}sociation"
        );
        assert_eq!(covered(original, &characters, "eau"), "eau");
        assert_eq!(covered(original, &characters, "3e"), "3\u{1D49}");
    }

    #[test]
    fn a_word_cut_at_a_line_end_becomes_a_compound() {
        let original = "covoi-\nturage";
        let characters = Characters::new(original);
        assert_eq!(characters.as_str(), "covoi-turage");
        assert_eq!(covered(original, &characters, "covoi-turage"), original);
        assert_eq!(Characters::new("Saint-\nÉtienne").as_str(), "Saint-\nÉtienne");
    }

    #[test]
    fn letters_in_a_row_keep_their_places() {
        let original = "Été n\u{00B0}2\u{00A0}: l’œuvre d'e\u{0301}te\u{0301} fini–ça";
        let characters = Characters::new(original);
        assert_eq!(characters.as_str(), "Été n°2 : l'œuvre d'été fini–ça");
        for (word, printed) in [
            ("Été", "Été"),
            ("n°2", "n\u{00B0}2"),
            ("œuvre", "œuvre"),
            ("été", "e\u{0301}te\u{0301}"),
            ("ça", "ça"),
        ] {
            assert_eq!(covered(original, &characters, word), printed);
        }
    }

    #[test]
    fn plain_text_needs_no_table() {
        let characters = Characters::new("plain words");
        assert_eq!(characters.original_range(6, 11), (6, 11));
    }
}
