//! Addresses printed within a text.
use crate::structure::address::is_mail;
use std::ops::Range;

/// Last labels of hosts that are printed without scheme or `www.`. A closed list: "Animateur.trice" is no host.
const LAST_LABELS: &[&str] = &[
    "fr", "com", "org", "net", "eu", "info", "coop", "bzh", "be", "ch", "lu", "ca", "io", "re", "nc", "pf",
    "paris", "alsace", "corsica", "asso", "gouv",
];

/// Last labels that are words or name endings too: only behind two other labels, or before a path.
const DOUBTFUL_LAST_LABELS: &[&str] = &[
    "de", "uk", "it", "es", "nl", "us", "pt", "at", "tv", "me", "bio", "club", "app", "dev",
];

/// Where addresses stand in a text, the punctuation around them left out.
pub(super) fn addresses_in(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let mut at = start;
        start += word.len();
        let word = word.trim_end();
        // Every address has a host, and a host at least two labels.
        if word.len() > LONGEST || !word.contains('.') {
            continue;
        }
        for part in parts(word) {
            let part_start = at;
            at += part.len();
            let bare = part.trim_start_matches(OPENING);
            let bare = without_elision(bare);
            let from = part_start + part.len() - bare.len();
            let bare = trim_end(bare);
            if is_address(bare) {
                found.push(from..from + bare.len());
            }
        }
    }
    found
}

/// Longest word that is looked at, in bytes: no printed address is longer.
const LONGEST: usize = 2 * 1024;

/// What may stand glued before an address.
const OPENING: [char; 14] = [
    '(', '[', '<', '«', '“', '"', '→', '>', ':', ',', ';', '|', '•', '·',
];

/// The parts of a word that print glues together: "Courriel:a@b.fr", "a@b.fr,c@d.fr". They make up the whole word.
fn parts(word: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = word;
    loop {
        let cut = rest.char_indices().find(|(at, mark)| {
            let (Some(before), Some(behind)) = (rest.get(..*at), rest.get(at + mark.len_utf8()..)) else {
                return false;
            };
            match mark {
                // A label before an address: no scheme, no host, no port.
                ':' => {
                    before.chars().all(char::is_alphabetic)
                        && !before.is_empty()
                        && !behind.starts_with("//")
                        && !SCHEMES.contains(&before.to_lowercase().as_str())
                }
                ',' | ';' | '|' => begins_address(behind),
                _ => false,
            }
        });
        match cut.and_then(|(at, _)| rest.split_at_checked(at)) {
            Some((before, behind)) if !before.is_empty() => {
                parts.push(before);
                rest = behind;
            }
            _ => break,
        }
    }
    parts.push(rest);
    parts
}

const SCHEMES: [&str; 5] = ["http", "https", "ftp", "mailto", "tel"];

/// Whether what stands behind a comma is an address of its own.
fn begins_address(text: &str) -> bool {
    let head: String = text.chars().take(8).flat_map(char::to_lowercase).collect();
    let alone = text.split([',', ';', '|']).next().unwrap_or_default();
    head.starts_with("www.")
        || head.starts_with("http://")
        || head.starts_with("https://")
        || (alone.contains('@') && is_mail(trim_end(alone)))
}

/// "d'exemple.fr" names exemple.fr.
fn without_elision(word: &str) -> &str {
    let mut letters = word.chars();
    match (letters.next(), letters.next()) {
        (Some('d' | 'l' | 'D' | 'L'), Some('\'' | '’' | 'ʼ')) => letters.as_str(),
        _ => word,
    }
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
            return has_host(rest);
        }
    }
    if let Some(rest) = lower.strip_prefix("www.") {
        return has_host(rest);
    }
    let unveiled = crate::structure::address::unveiled(&lower);
    if is_mail(unveiled.strip_prefix("mailto:").unwrap_or(&unveiled)) {
        return true;
    }
    let host = lower.split('/').next().unwrap_or_default();
    let Some((before, last)) = host.rsplit_once('.') else {
        return false;
    };
    let is_sound = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    let is_sure = LAST_LABELS.contains(&last)
        || (DOUBTFUL_LAST_LABELS.contains(&last) && (before.contains('.') || host.len() < lower.len()));
    is_sure
        && before.split('.').all(is_sound)
        && before.chars().count() >= 3
        // A sentence without a space after its point: "la fin.Net progrès".
        && word.chars().take(host.chars().count()).skip(1).all(|c| !c.is_uppercase())
}

/// Whether a text begins with a host: two labels or more, the last one letters.
fn has_host(text: &str) -> bool {
    let host = text.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let labels: Vec<&str> = host.split('.').collect();
    labels.len() >= 2
        && labels.iter().all(|label| !label.is_empty())
        && labels.last().is_some_and(|last| {
            last.starts_with("xn--") || last.chars().all(char::is_alphabetic) && last.chars().count() > 1
        })
}

#[cfg(test)]
mod tests;
