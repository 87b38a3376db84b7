//! A text as patterns read it: lower case, without accents, one kind of space, hyphen and apostrophe, nothing
//! invisible; and the way back to the text as it stands.
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A folded text with the place of each of its bytes in the text that was folded.
#[derive(Debug)]
pub(super) struct View<'a> {
    /// The text as it stands.
    pub(super) original: &'a str,
    /// The folded text.
    pub(super) text: String,
    /// For each byte of the folded text, where the character from which it comes begins and ends.
    places: Vec<(usize, usize)>,
}

impl<'a> View<'a> {
    /// Folds a text.
    pub(super) fn of(original: &'a str) -> Self {
        let mut view = Self {
            original,
            text: String::with_capacity(original.len()),
            places: Vec::with_capacity(original.len()),
        };
        for (start, character) in original.char_indices() {
            view.push(character, (start, start + character.len_utf8()));
        }
        view
    }

    fn push(&mut self, character: char, place: (usize, usize)) {
        let before = self.text.len();
        match character {
            'a'..='z' | '0'..='9' | '\n' => self.text.push(character),
            'A'..='Z' => self.text.push(character.to_ascii_lowercase()),
            _ if is_invisible(character) || is_combining_mark(character) => {}
            // Figures set high call a note: they are no part of a number.
            '\u{B2}' | '\u{B3}' | '\u{B9}' | '\u{2070}'..='\u{209C}' => self.text.push(' '),
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE63}' | '\u{FF0D}' => self.text.push('-'),
            '\u{2018}'..='\u{201B}' | '\u{2BC}' | '\u{B4}' | '`' => self.text.push('\''),
            _ if character.is_whitespace() && character != '\t' => self.text.push(' '),
            'œ' | 'Œ' => self.text.push_str("oe"),
            'æ' | 'Æ' => self.text.push_str("ae"),
            'ø' | 'Ø' => self.text.push('o'),
            'ł' | 'Ł' => self.text.push('l'),
            'ß' => self.text.push_str("ss"),
            _ => {
                let folded = std::iter::once(character)
                    .nfkd()
                    .filter(|c| !is_combining_mark(*c));
                self.text.extend(folded.flat_map(char::to_lowercase));
            }
        }
        self.places
            .resize(self.places.len() + self.text.len() - before, place);
    }

    /// The part of the original that a part of the folded text stands for, with the marks that belong to its last
    /// character.
    pub(super) fn original_range(&self, folded: &Range<usize>) -> Range<usize> {
        let start = self
            .places
            .get(folded.start)
            .map_or(self.original.len(), |place| place.0);
        let last = folded.end.checked_sub(1).and_then(|last| self.places.get(last));
        let mut end = last.map_or(start, |place| place.1);
        let rest = self.original.get(end..).unwrap_or_default();
        let marks = rest
            .chars()
            .take_while(|c| is_combining_mark(*c) || is_invisible(*c));
        end += marks.map(char::len_utf8).sum::<usize>();
        start..end.max(start)
    }

    /// The character of the folded text before a place.
    pub(super) fn before(&self, place: usize) -> Option<char> {
        self.text.get(..place)?.chars().next_back()
    }

    /// The character of the folded text at a place.
    pub(super) fn at(&self, place: usize) -> Option<char> {
        self.text.get(place..)?.chars().next()
    }

    /// Whether the character at a place of the folded text is a capital in the original.
    pub(super) fn is_capital(&self, place: usize) -> bool {
        let start = self.places.get(place).map(|place| place.0);
        let character = start.and_then(|start| self.original.get(start..)?.chars().next());
        character.is_some_and(char::is_uppercase)
    }
}

/// Characters that nobody sees: a number or an address in which they stand reads as one without them.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
    ) || (character.is_control() && !character.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_found_in_the_view_is_cut_from_the_original() {
        let original = "À : Zoe\u{308} Du\u{AD}pont\u{301}, ligne\u{A0}2";
        let view = View::of(original);
        assert_eq!(view.text, "a : zoe dupont, ligne 2");
        let place = view.text.find("zoe dupont").unwrap();
        let range = view.original_range(&(place..place + "zoe dupont".len()));
        assert_eq!(&original[range], "Zoe\u{308} Du\u{AD}pont\u{301}");
        assert!(view.is_capital(place) && !view.is_capital(place + 1));
        let end = view.text.len();
        assert_eq!(
            view.original_range(&(end - 1..end)),
            original.len() - 1..original.len()
        );
    }
}
