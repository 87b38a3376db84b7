//! The words of a link as they stand in the record's text: hyphens at line ends resolved as the text resolves them.
use crate::french::unicode::normalize;
use crate::structure::printed_address::addresses_in;

/// The text of a link: its words, looked up in the pieces that hold them.
pub(super) fn of<'p>(words: &[String], pieces: impl Iterator<Item = &'p str>) -> String {
    let joined = normalize(&words.join(" "));
    let pieces: Vec<&str> = pieces.collect();
    let is_cut = words
        .iter()
        .any(|word| word.ends_with(['-', '\u{2010}', '\u{ad}', '/', '.', '_', '=', '&', '?']));
    let text = match is_cut.then(|| as_printed_in(&joined, &pieces.join(" "))) {
        Some(Some(printed)) => printed,
        _ => joined,
    };
    trimmed(&text)
}

/// The part of `text` that holds the same letters and figures as `words`, whatever stands between them.
fn as_printed_in(words: &str, text: &str) -> Option<String> {
    let wanted: Vec<char> = words.chars().filter(|c| c.is_alphanumeric()).collect();
    let places: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| c.is_alphanumeric()).collect();
    let first = wanted.first()?;
    let starts = places
        .iter()
        .enumerate()
        .filter(|(_, (_, letter))| letter == first)
        .map(|(index, _)| index);
    for start in starts {
        let Some(window) = places.get(start..start + wanted.len()) else {
            break;
        };
        let is_same = window.iter().zip(&wanted).all(|((_, a), b)| a == b);
        // "art" is no part of "partie".
        let begins_word = start.checked_sub(1).is_none_or(|before| {
            let end = places.get(before).map_or(0, |(at, c)| at + c.len_utf8());
            window.first().is_some_and(|(at, _)| *at > end)
        });
        if is_same && begins_word {
            let from = window.first()?.0;
            let (last, letter) = window.last()?;
            let opening: String = words.chars().take_while(|c| !c.is_alphanumeric()).collect();
            let closing: Vec<char> = words.chars().rev().take_while(|c| !c.is_alphanumeric()).collect();
            let closing: String = closing.into_iter().rev().collect();
            let inner = text.get(from..last + letter.len_utf8())?;
            return Some(format!("{opening}{inner}{closing}"));
        }
    }
    None
}

/// The stop of the sentence around a link is not what a reader clicks; that of "etc..." or "M." inside it is. Nor
/// are brackets round an address.
fn trimmed(text: &str) -> String {
    let text = text.trim_matches(' ').trim_end_matches([' ', ',', ';', '.', ':']);
    if text.starts_with(['(', '[', '<']) {
        let found = addresses_in(text);
        if let [only] = found.as_slice()
            && only.start == 1
            && text.len() - only.end <= 1
            && let Some(address) = text.get(only.clone())
        {
            return address.to_string();
        }
    }
    text.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &[&str], piece: &str) -> String {
        let words: Vec<String> = words.iter().map(|word| word.to_string()).collect();
        of(&words, std::iter::once(piece))
    }

    #[test]
    fn words_cut_at_line_ends_are_whole() {
        assert_eq!(
            text(
                &["le", "gui-", "de", "pratique,"],
                "Voir le guide pratique, page 3"
            ),
            "le guide pratique"
        );
        assert_eq!(
            text(&["www.halles-", "vives.example"], "Sur www.halles-vives.example."),
            "www.halles-vives.example"
        );
        assert_eq!(text(&["absent-", "ici"], "rien"), "absent- ici");
        assert_eq!(
            text(&["le", "rendez-", "vous"], "le rendez-vous"),
            "le rendez-vous"
        );
    }

    #[test]
    fn punctuation_around_is_left_out() {
        assert_eq!(text(&["(a@halles.example)."], ""), "a@halles.example");
        assert_eq!(text(&["(clic)"], ""), "(clic)");
        assert_eq!(text(&["Lire", "la", "suite…"], ""), "Lire la suite…");
    }
}
