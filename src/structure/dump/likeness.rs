//! How like a title an address is. Sites make the last part of an article's address from its title, so that the
//! likeness tells a title from the rubric above it, and which address belongs to which article.
use crate::french::fold::fold;
use crate::french::stop::is_stop_word;
use percent_encoding::percent_decode_str;
use std::collections::BTreeSet;

/// From this value on, an address and a title belong together unless something speaks against it.
pub(super) const CLEAR: f32 = 0.5;

/// Endings of path parts that say how the page is made, not what it is about.
const FILE_ENDINGS: &[&str] = &[".html", ".htm", ".php", ".aspx", ".pdf"];

/// Words of an address that are looked at: no title is so long.
const MOST_WORDS: usize = 40;

/// The words of an address's last telling path part.
#[derive(Debug, Clone, Default)]
pub(super) struct AddressWords {
    /// The words with their weights.
    words: Vec<(String, f32)>,
    /// The words, and without the article that a site glued to them.
    all: BTreeSet<String>,
}

/// The words of a title or of a text, in every spelling that an address may give them.
#[derive(Debug, Clone, Default)]
pub(super) struct TextWords {
    /// Split at apostrophes and inner points, with their weights: what the title's length is counted by.
    words: Vec<(String, f32)>,
    /// The first word that says something.
    first: Option<String>,
    /// Those, and the words glued as sites glue them: `lancienne`, `chargee`.
    all: BTreeSet<String>,
}

impl AddressWords {
    pub(super) fn new(url: &str) -> Self {
        let without_query = url.split(['?', '#']).next().unwrap_or(url);
        let path = match without_query.split_once("://") {
            Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
            None => "",
        };
        for part in path.rsplit('/') {
            let decoded = percent_decode_str(part).decode_utf8_lossy().to_lowercase();
            let mut name = decoded.as_str();
            for ending in FILE_ENDINGS {
                name = name.strip_suffix(ending).unwrap_or(name);
            }
            let words = weighted(split_words(&fold(name)).into_iter().take(MOST_WORDS));
            let says_something = words.iter().any(|(_, weight)| *weight >= 1.0);
            if says_something {
                let glued = words.iter().filter_map(|(word, _)| without_glued_elision(word));
                let all = words.iter().map(|(word, _)| word.clone()).chain(glued).collect();
                return Self { words, all };
            }
        }
        Self::default()
    }
}

impl TextWords {
    pub(super) fn new(text: &str) -> Self {
        let folded = fold_plainly(text);
        let in_order = split_words(&folded);
        let first = in_order.iter().find(|word| weight(word) >= 1.0).cloned();
        let mut all: BTreeSet<String> = in_order.into_iter().collect();
        let words = weighted(all.iter().cloned());
        for chunk in folded.split_whitespace() {
            let is_glue = |c: char| matches!(c, '\'' | '.' | '·');
            if chunk.contains(is_glue) {
                all.extend(split_words(&chunk.replace(is_glue, "")));
            }
            if chunk.contains('-') {
                all.extend(split_words(&chunk.replace('-', "")));
            }
        }
        Self { words, first, all }
    }
}

/// Likeness of an address and a title, from 0 to 1.
pub(super) fn likeness(address: &AddressWords, title: &TextWords) -> f32 {
    let covered_of_address = coverage(address, title);
    if covered_of_address == 0.0 {
        return 0.0;
    }
    let likeness = 0.75 * covered_of_address + 0.25 * covered(&title.words, &address.all).0;
    // One word alone may stand in any title; a site that makes an address of one word takes the first.
    let telling_words = address.words.iter().filter(|(_, weight)| *weight >= 1.0).count();
    let begins_title = title
        .first
        .as_ref()
        .is_some_and(|first| has_word(&address.all, first));
    if telling_words == 1 && !begins_title {
        likeness / 2.0
    } else {
        likeness
    }
}

/// How much of an address's words a text holds, from 0 to 1; 0 where it holds no word that says something.
pub(super) fn coverage(address: &AddressWords, text: &TextWords) -> f32 {
    let (share, says_something) = covered(&address.words, &text.all);
    if says_something { share } else { 0.0 }
}

/// The share of the words that the set holds, by weight, and whether one of these says something.
fn covered(words: &[(String, f32)], set: &BTreeSet<String>) -> (f32, bool) {
    let (mut all, mut covered, mut says_something) = (0.0, 0.0, false);
    for (word, weight) in words {
        all += weight;
        if has_word(set, word) {
            covered += weight;
            says_something |= *weight >= 1.0;
        }
    }
    let share = if all > 0.0 { covered / all } else { 0.0 };
    (share, says_something)
}

fn weighted(words: impl Iterator<Item = String>) -> Vec<(String, f32)> {
    words
        .map(|word| {
            let weight = weight(&word);
            (word, weight)
        })
        .collect()
}

/// `lancienne` gives `ancienne`.
fn without_glued_elision(word: &str) -> Option<String> {
    let rest = word
        .strip_prefix("qu")
        .or_else(|| word.strip_prefix(['l', 'd', 'j', 'n', 's']))?;
    let begins_well = rest.starts_with(['a', 'e', 'i', 'o', 'u', 'y', 'h']);
    (begins_well && rest.len() >= 3).then(|| rest.to_string())
}

/// Whether the set holds the word, or the word with or without a plural mark.
fn has_word(words: &BTreeSet<String>, word: &str) -> bool {
    if words.contains(word) {
        return true;
    }
    if word.len() < 4 {
        return false;
    }
    let singular = word.strip_suffix(['s', 'x']).unwrap_or(word);
    words.contains(singular)
        || words.contains(&format!("{singular}s"))
        || words.contains(&format!("{singular}x"))
}

fn weight(word: &str) -> f32 {
    let is_number = word.chars().all(|c| c.is_ascii_digit());
    match word.len() {
        // `250612`, `0900`: a day, an hour, a key of the site.
        4.. if is_number => 0.0,
        _ if is_number => 0.4,
        _ if is_stop_word(word) => 0.2,
        ..=2 => 0.4,
        3..=5 => 1.0,
        _ => 1.5,
    }
}

fn split_words(folded: &str) -> Vec<String> {
    folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_string)
        .collect()
}

/// Folded, apostrophes plain.
fn fold_plainly(text: &str) -> String {
    fold(text).replace(['\u{2019}', '\u{02bc}', '\u{2018}'], "'")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn like(url: &str, title: &str) -> f32 {
        likeness(&AddressWords::new(url), &TextWords::new(title))
    }

    #[test]
    fn an_address_made_from_a_title_is_like_it() {
        let url = "https://a.example/articles/une-%C3%A9picerie-dans-lancienne-gare/?page=2#haut";
        assert!(like(url, "Une épicerie dans l\u{02bc}ancienne gare") > 0.95);
        assert!(
            like(
                "https://a.example/2024/recrute-un-charg%C3%A9e-de-mission.html",
                "Recrute un.e chargé.e de mission"
            ) > 0.9
        );
        assert!(like("https://a.example/c%C5%93ur/12", "Le cœur à l’ouvrage") > CLEAR);
        assert!(like("https://a.example/territoire", "Les territoires en fête") > CLEAR);
        assert!(
            like(
                "https://a.example/territoire",
                "Une semaine de fête dans les territoires"
            ) < CLEAR
        );
    }

    #[test]
    fn small_words_and_keys_make_no_likeness() {
        assert_eq!(
            like(
                "https://a.example/les-20-ans-de-la-halle",
                "Les 20 nouvelles de la vallée"
            ),
            0.0
        );
        assert_eq!(like("https://a.example/?p=1234", "Une épicerie"), 0.0);
        assert_eq!(like("https://a.example", "Une épicerie"), 0.0);
        assert_eq!(like("mailto:gare@a.example", "La gare"), 0.0);
    }

    #[test]
    fn the_title_is_liker_than_its_rubric() {
        let url = "https://a.example/articles/la-vie-dun-atelier-de-velo";
        assert!(like(url, "La vie d’un atelier de vélo") > like(url, "La vie des ateliers"));
    }
}
