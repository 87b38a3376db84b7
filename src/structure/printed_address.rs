//! Addresses printed within a text.
use crate::structure::address::is_mail;
use std::ops::Range;

/// Last labels of hosts that are printed without scheme or `www.`. A closed list: "Animateur.trice" is no host.
const LAST_LABELS: &[&str] = &[
    "fr", "com", "org", "net", "eu", "info", "coop", "bzh", "be", "ch", "lu", "ca", "io", "re", "nc", "pf",
    "paris", "alsace", "corsica", "asso", "gouv",
];

/// Where addresses stand in a text, the punctuation around them left out.
pub(super) fn addresses_in(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for word in text.split(' ') {
        let bare = word.trim_start_matches(['(', '[', '<', '«', '“', '"', '→', '>']);
        let from = start + word.len() - bare.len();
        start += word.len() + 1;
        let bare = trim_end(bare);
        if is_address(bare) {
            found.push(from..from + bare.len());
        }
    }
    found
}

/// Drops what closes the sentence; a closing bracket stays where the address opened it.
fn trim_end(word: &str) -> &str {
    let mut bare = word;
    loop {
        let shorter = match bare.chars().next_back() {
            Some('.' | ',' | ';' | ':' | '!' | '?' | '»' | '”' | '"' | '>' | ']' | '…') => {
                bare.char_indices().next_back()
            }
            Some(')') if bare.matches(')').count() > bare.matches('(').count() => {
                bare.char_indices().next_back()
            }
            _ => None,
        };
        match shorter.and_then(|(end, _)| bare.get(..end)) {
            Some(rest) => bare = rest,
            None => return bare,
        }
    }
}

fn is_address(word: &str) -> bool {
    let lower = word.to_lowercase();
    for scheme in ["http://", "https://", "ftp://"] {
        if let Some(rest) = lower.strip_prefix(scheme) {
            return rest.contains('.');
        }
    }
    if let Some(rest) = lower.strip_prefix("www.") {
        return rest.contains('.');
    }
    if is_mail(lower.strip_prefix("mailto:").unwrap_or(&lower)) {
        return true;
    }
    let host = lower.split('/').next().unwrap_or_default();
    let Some((before, last)) = host.rsplit_once('.') else {
        return false;
    };
    let is_sound = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    LAST_LABELS.contains(&last)
        && before.split('.').all(is_sound)
        && before.chars().count() >= 3
        // A sentence without a space after its point: "la fin.Net progrès".
        && word.chars().take(host.chars().count()).skip(1).all(|c| !c.is_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        addresses_in(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn addresses_lose_the_punctuation_around_them() {
        assert_eq!(
            found(
                "Voir (www.a.example/b_(c)), écrire à contact@a.example. Ou « https://a.example/?q=1 » : voilà-ici.fr/x !"
            ),
            [
                "www.a.example/b_(c)",
                "contact@a.example",
                "https://a.example/?q=1",
                "voilà-ici.fr/x"
            ]
        );
    }

    #[test]
    fn words_with_points_are_no_addresses() {
        assert!(
            found("un.e Animateur.trice chargé.e.s C.A.R.E la fin.Net etc. a@b www. http://x").is_empty()
        );
    }
}
