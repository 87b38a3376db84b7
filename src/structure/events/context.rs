//! What stands around a date: its sentence, and the words that make it the date of something else than an event.
use crate::french::dates::Moment;
use crate::french::fold::fold;

/// Words before a date that make it the date of a text, a birth, or the writing of a letter. All end in "du", "le" or
/// "no".
const OF_SOMETHING_ELSE: [&str; 24] = [
    "loi du",
    "loi no",
    "decret du",
    "arrete du",
    "ordonnance du",
    "circulaire du",
    "directive du",
    "traite du",
    "ne le",
    "nee le",
    "nes le",
    "decede le",
    "decedee le",
    "mort le",
    "morte le",
    "date du",
    "datee du",
    "signe le",
    "depose le",
    "jugement du",
    "arret du",
    "version du",
    "mise a jour du",
    "mis a jour le",
];

/// Whether a date is that of a law, a birth, a document.
pub(super) fn is_of_something_else(text: &str, moment: &Moment) -> bool {
    let before = text.get(..moment.from).unwrap_or_default();
    let printed = text.get(moment.from..moment.to).unwrap_or_default();
    // The small word before a day may belong to it or not: both readings are looked at.
    let tail = match before.char_indices().rev().nth(39) {
        Some((at, _)) => before.get(at..).unwrap_or_default(),
        None => before,
    };
    let head: String = printed.chars().take(4).collect();
    let folded = fold(&format!("{tail}{head}"));
    let place = folded.len().saturating_sub(fold(&head).len());
    is_signature(before) || is_announced_as_other(&folded, place)
}

/// Whether such words end right before a place, or begin before it and end behind.
fn is_announced_as_other(folded: &str, place: usize) -> bool {
    (place.saturating_sub(2)..=folded.len()).any(|end| {
        let Some(until) = folded.get(..end).filter(|until| until.ends_with(['e', 'o', 'u'])) else {
            return false;
        };
        OF_SOMETHING_ELSE.iter().any(|words| {
            until.strip_suffix(words).is_some_and(|before| {
                let begins_word = before.chars().next_back().is_none_or(|c| !c.is_alphanumeric());
                before.len() < place && begins_word
            })
        })
    })
}

/// "Fait à Valbois, le 12 mai": when the text was written.
fn is_signature(before: &str) -> bool {
    before.chars().count() < 40 && fold(before).trim_start().starts_with("fait a ")
}

/// The sentence that holds a moment.
pub(super) fn sentence<'t>(text: &'t str, moment: &Moment) -> &'t str {
    let before = text.get(..moment.from).unwrap_or_default();
    let start = before
        .char_indices()
        .filter(|(at, c)| ends_sentence(text, *at, *c))
        .map(|(at, c)| at + c.len_utf8())
        .next_back()
        .unwrap_or(0);
    let behind = text.get(moment.to..).unwrap_or_default();
    let end = moment.to + sentence_end(behind).len();
    text.get(start..end).unwrap_or(text).trim()
}

/// A text up to the end of its first sentence.
pub(super) fn sentence_end(text: &str) -> &str {
    let end = text
        .char_indices()
        .find(|(at, c)| ends_sentence(text, *at, *c))
        .map_or(text.len(), |(at, c)| at + c.len_utf8());
    text.get(..end).unwrap_or(text)
}

/// Whether a mark ends a sentence: a blank and no small letter follow, and what stands before is no initial.
fn ends_sentence(text: &str, at: usize, mark: char) -> bool {
    if mark == '\n' {
        return true;
    }
    if !matches!(mark, '.' | '!' | '?' | '…') {
        return false;
    }
    let mut behind = text.get(at + mark.len_utf8()..).unwrap_or_default().chars();
    let blank_follows = behind.next().is_none_or(char::is_whitespace);
    let small_follows = behind
        .find(|c| !c.is_whitespace())
        .is_some_and(char::is_lowercase);
    let before = text.get(..at).unwrap_or_default();
    let word = before
        .rsplit(|c: char| c.is_whitespace())
        .next()
        .unwrap_or_default();
    let is_initial = mark == '.' && word.chars().count() <= 2 && word.chars().all(char::is_alphabetic);
    blank_follows && !small_follows && !is_initial
}
