//! Web and mail addresses printed in the text, also where a line end cuts them.
use super::flow::LinkedWord;
use super::printed_address::addresses_in;
use crate::model::Rect;
use crate::structure::address::unveiled;

/// An address as printed, whole.
#[derive(Debug, PartialEq)]
pub(super) struct PrintedAddress {
    /// The address without the punctuation around it.
    pub(super) text: String,
    /// The places of its parts: one for each word of the page that it runs over.
    pub(super) rects: Vec<Rect>,
}

/// Lines at most that an address runs over.
const MOST_LINES: usize = 4;

/// Whether an address may begin at a word: most hold no letter of one but those of words.
pub(super) fn may_begin(word: &LinkedWord) -> bool {
    // A host holds a stop; what goes on behind a line end shows a scheme or an `@`, perhaps a veiled one.
    let is_mark = |letter: &u8| matches!(letter, b'.' | b'@' | b'/' | b'(' | b'[' | b'{');
    let mut marks = word
        .text
        .bytes()
        .enumerate()
        .filter(|(_, letter)| is_mark(letter));
    let Some((first, _)) = marks.next() else {
        return false;
    };
    // Within a line a word that only ends in a stop ends a sentence.
    word.ends_line || first < word.text.trim_end_matches('.').len()
}

/// The address that begins at a word.
pub(super) fn at(words: &[LinkedWord], place: usize) -> Option<PrintedAddress> {
    let first = words.get(place)?;
    if !may_begin(first) {
        return None;
    }
    let mut text = first.text.to_string();
    let mut rects = vec![first.rect];
    let mut last = first;
    while last.ends_line && rects.len() < MOST_LINES {
        let Some(next) = words.get(place + rects.len()) else {
            break;
        };
        if next.link.is_some() || !goes_on(&text, &next.text) {
            break;
        }
        // A hyphen in an address belongs to it; one that is only drawn at line ends does not.
        let kept = text.trim_end_matches(['\u{ad}', '\u{2010}']).len();
        text.truncate(kept);
        text.push_str(&next.text);
        rects.push(next.rect);
        last = next;
    }
    // Where the joined text is no address, its beginning may be one.
    while rects.len() > 1 && address_in(&text).is_none() {
        rects.pop();
        text = words
            .get(place..place + rects.len())?
            .iter()
            .map(|word| word.text.as_str())
            .collect();
    }
    Some(PrintedAddress {
        text: address_in(&text)?,
        rects,
    })
}

/// Whether the word after a line end continues an address: the address ends as none does, and what follows could
/// stand in one. A stop before a capital ends a sentence.
pub(super) fn goes_on(text: &str, next: &str) -> bool {
    let cut = text.ends_with([
        '/', '-', '_', '.', '?', '&', '=', '#', '%', '@', '\u{ad}', '\u{2010}',
    ]);
    let fits = next
        .chars()
        .next()
        .is_some_and(|letter| letter.is_ascii_alphanumeric() || letter == '/');
    if !cut || !fits {
        return false;
    }
    let looks_like_one =
        is_web(text.to_lowercase().trim_start_matches(OPENING)) || unveiled(text).contains('@');
    if !looks_like_one {
        return false;
    }
    let begins_small = next.chars().next().is_some_and(|letter| !letter.is_uppercase());
    if text.ends_with(['.', '?']) {
        // Only a part of a host or of a file name goes on after a stop: it holds no blank mark of a sentence.
        return begins_small && next.trim_end_matches(CLOSING).contains(['.', '/', '=']);
    }
    true
}

const OPENING: [char; 7] = ['(', '[', '<', '«', '“', '"', '\''];
const CLOSING: [char; 12] = ['.', ',', ';', ':', '!', '?', ']', '>', '»', '”', '"', '\''];

fn is_web(lower: &str) -> bool {
    lower.starts_with("http://") || lower.starts_with("https://") || lower.starts_with("www.")
}

/// The address in a word, without the punctuation around it.
fn address_in(word: &str) -> Option<String> {
    let place = addresses_in(word).into_iter().next()?;
    word.get(place).map(str::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(lines: &[&str]) -> Option<String> {
        let words: Vec<LinkedWord> = lines
            .iter()
            .map(|text| LinkedWord {
                text: (*text).into(),
                rect: [0.0; 4],
                link: None,
                ends_line: true,
            })
            .collect();
        at(&words, 0).map(|address| address.text)
    }

    #[test]
    fn addresses_lose_the_punctuation_around_them() {
        assert_eq!(
            printed(&["(www.exemple.example)."]).as_deref(),
            Some("www.exemple.example")
        );
        assert_eq!(
            printed(&["contact@exemple.example,"]).as_deref(),
            Some("contact@exemple.example")
        );
        assert_eq!(printed(&["fin.Le"]), None);
        assert_eq!(printed(&["etc."]), None);
    }

    #[test]
    fn addresses_go_on_over_a_line_end() {
        assert_eq!(
            printed(&["www.exemple.example/", "adherer."]).as_deref(),
            Some("www.exemple.example/adherer")
        );
        assert_eq!(
            printed(&["contact@les-", "amis.example"]).as_deref(),
            Some("contact@les-amis.example")
        );
    }

    #[test]
    fn addresses_end_with_their_sentence() {
        assert_eq!(
            printed(&["www.exemple.example.", "Le"]).as_deref(),
            Some("www.exemple.example")
        );
        assert_eq!(
            printed(&["www.exemple.example.", "le"]).as_deref(),
            Some("www.exemple.example")
        );
    }
}
