//! Which words of one target are one link, as a reader counts them.
use super::{LinkedWord, Piece};
use crate::structure::link_phrases::is_phrase;

/// White between two lines of one title, in sizes of its letters.
const WHITE_WITHIN_TITLE: f32 = 0.6;

/// Whether a word of another annotation begins a link of its own in the same paragraph: a new line that is a link
/// phrase, or a sentence after the end of one.
pub(super) fn begins_another(before: &[String], words: &[LinkedWord], place: usize) -> bool {
    let Some(word) = words.get(place).filter(|_| starts_line(words, place)) else {
        return false;
    };
    let sentence_ended = before
        .last()
        .is_some_and(|word| word.ends_with(['.', '!', '?', '…']));
    let begins_large = word.text.chars().next().is_some_and(char::is_uppercase);
    if sentence_ended && begins_large {
        return true;
    }
    let mut line = String::new();
    for next in words.get(place..).unwrap_or_default() {
        if next.link.is_none() {
            break;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&next.text);
        if next.ends_line {
            break;
        }
    }
    is_phrase(&line)
}

/// Whether a word is the first of its line.
pub(super) fn starts_line(words: &[LinkedWord], place: usize) -> bool {
    place
        .checked_sub(1)
        .and_then(|index| words.get(index))
        .is_none_or(|word| word.ends_line)
}

/// Whether the text of one piece goes on in the next: a sentence over a line, column or page, or the lines of a
/// title that stand close to each other.
pub(super) fn goes_on_in(before: &Piece, next: &Piece) -> bool {
    let begins_small = next.text.chars().next().is_some_and(char::is_lowercase);
    let ends_open = !before.text.ends_with(['.', '!', '?', '…', '»', '”']);
    let is_open_bracket = before.text.matches('(').count() > before.text.matches(')').count();
    if ends_open && (begins_small || is_open_bracket) {
        return true;
    }
    let over_break = before.page != next.page || next.rect[1] < before.rect[1];
    if over_break || is_phrase(&next.text) {
        return false;
    }
    let white = next.rect[1] - before.rect[3];
    let same_look = before.look == next.look;
    same_look && ends_open && white <= WHITE_WITHIN_TITLE * next.look.size
}

/// Whether a word is the second half of one that a line end cut: it is no address by itself.
pub(super) fn is_second_half(words: &[LinkedWord], place: usize) -> bool {
    place
        .checked_sub(1)
        .and_then(|index| words.get(index))
        .is_some_and(|word| word.ends_line && word.text.ends_with(['-', '\u{2010}', '\u{ad}']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(lines: &[&str]) -> Vec<LinkedWord> {
        let mut list = Vec::new();
        for line in lines {
            let parts: Vec<&str> = line.split(' ').collect();
            for (index, part) in parts.iter().enumerate() {
                list.push(LinkedWord {
                    text: (*part).into(),
                    rect: [0.0; 4],
                    link: Some(0),
                    ends_line: index + 1 == parts.len(),
                });
            }
        }
        list
    }

    fn other(lines: &[&str], place: usize) -> bool {
        let words = words(lines);
        let before: Vec<String> = words[..place].iter().map(|word| word.text.to_string()).collect();
        begins_another(&before, &words, place)
    }

    #[test]
    fn a_button_below_a_linked_sentence_is_a_link_of_its_own() {
        assert!(other(&["sur ce lien.", "Lire la suite"], 3));
        assert!(other(&["sur ce lien", "Lire l'article"], 3));
        assert!(!other(&["le guide des", "bonnes pratiques"], 3));
        // One annotation for the bold part of a line, another for the rest.
        assert!(!other(&["Fin. Lire l'article"], 1));
    }

    #[test]
    fn halves_of_words_are_known() {
        let cut = words(&["contact[@]les-", "amis.example", "puis autre.example"]);
        assert!(is_second_half(&cut, 1));
        assert!(!is_second_half(&cut, 2));
        assert!(!is_second_half(&cut, 0));
    }
}
