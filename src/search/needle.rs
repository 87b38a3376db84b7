//! What a query looks for, in a form that finds it again in a text: the same words that the index matched are the
//! words that are highlighted.
use super::compile::fits;
use super::keys::{KeyMaker, Keys};
use super::query::Area;
use crate::french::tokens::tokenize;
use std::collections::BTreeSet;
use std::rc::Rc;

/// One thing that is looked for.
#[derive(Debug, Clone)]
pub(crate) struct Needle {
    /// Where it counts.
    pub(crate) area: Area,
    /// What it is.
    pub(crate) kind: NeedleKind,
}

#[derive(Debug, Clone)]
pub(crate) enum NeedleKind {
    /// A word, by any of its keys.
    Word(WordKeys),
    /// The beginning of a word, folded.
    Prefix(String),
    /// A shape of words, folded: `*` for any letters, `?` for one.
    Wildcard(Vec<char>),
    /// Words at these places from each other.
    Sequence {
        /// Whether the words carry their accents.
        accented: bool,
        /// Place from the first, and word.
        words: Vec<(u32, String)>,
    },
    /// Two words with at most so many between, in any order, folded.
    Near {
        first: String,
        second: String,
        between: u32,
    },
}

/// The keys under which a word is found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct WordKeys {
    pub(crate) light: BTreeSet<String>,
    pub(crate) snowball: BTreeSet<String>,
    pub(crate) accented: BTreeSet<String>,
    pub(crate) folded: BTreeSet<String>,
    /// The very word and its other number, folded: not looked for by themselves, they tell it from its kin.
    pub(crate) very: BTreeSet<String>,
}

impl WordKeys {
    fn matches(&self, keys: &Keys) -> bool {
        let by_stem = keys.stems.as_ref().is_some_and(|stems| {
            self.light.contains(&stems.light) || self.snowball.contains(&stems.snowball)
        });
        by_stem || self.accented.contains(&keys.accented) || self.folded.contains(&keys.folded)
    }
}

/// A word of a text that a needle matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Match {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Index of the needle.
    pub(crate) needle: usize,
    /// Whether it is what was typed and no kin of it by the stem.
    pub(crate) is_very_word: bool,
}

struct KeyedToken {
    start: usize,
    end: usize,
    position: u32,
    keys: Rc<Keys>,
}

/// Every place in a text that one of the needles matches, in order. `counts` says which areas the text belongs to.
pub(crate) fn find(
    text: &str,
    needles: &[Needle],
    counts: impl Fn(Area) -> bool,
    maker: &mut KeyMaker,
) -> Vec<Match> {
    let tokens: Vec<KeyedToken> = tokenize(text)
        .into_iter()
        .map(|token| KeyedToken {
            start: token.start,
            end: token.end,
            position: token.position,
            keys: maker.keys(&token),
        })
        .collect();
    let mut matches = Vec::new();
    for (index, needle) in needles.iter().enumerate() {
        if !counts(needle.area) {
            continue;
        }
        let mut add = |start: usize, end: usize, is_very_word: bool| {
            matches.push(Match {
                start,
                end,
                needle: index,
                is_very_word,
            });
        };
        match &needle.kind {
            NeedleKind::Word(keys) => {
                for token in tokens.iter().filter(|token| keys.matches(&token.keys)) {
                    add(token.start, token.end, keys.very.contains(&token.keys.folded));
                }
            }
            NeedleKind::Prefix(prefix) => {
                for token in tokens
                    .iter()
                    .filter(|token| token.keys.folded.starts_with(prefix.as_str()))
                {
                    add(token.start, token.end, true);
                }
            }
            NeedleKind::Wildcard(pattern) => {
                for token in tokens.iter().filter(|token| fits(&token.keys.folded, pattern)) {
                    add(token.start, token.end, true);
                }
            }
            NeedleKind::Sequence { accented, words } => {
                for (start, end) in sequences(&tokens, *accented, words) {
                    add(start, end, true);
                }
            }
            NeedleKind::Near {
                first,
                second,
                between,
            } => {
                for (start, end) in near_pairs(&tokens, first, second, *between) {
                    add(start, end, true);
                }
            }
        }
    }
    matches.sort_unstable();
    // An inclusive form is several words at one place, of which one may be the very word.
    matches.dedup_by(|later, kept| {
        let is_same = (later.start, later.end, later.needle) == (kept.start, kept.end, kept.needle);
        kept.is_very_word |= is_same && later.is_very_word;
        is_same
    });
    matches
}

/// From the first word of each occurrence to the last.
fn sequences(tokens: &[KeyedToken], accented: bool, words: &[(u32, String)]) -> Vec<(usize, usize)> {
    let key = |token: &KeyedToken, word: &str| {
        if accented {
            token.keys.accented == word
        } else {
            token.keys.folded == word
        }
    };
    let mut found = Vec::new();
    let Some(((first_place, first_word), others)) = words.split_first() else {
        return found;
    };
    for (index, token) in tokens.iter().enumerate() {
        if !key(token, first_word) {
            continue;
        }
        let following = tokens.get(index..).unwrap_or_default();
        let mut end = token.end;
        let is_whole = others.iter().all(|(place, word)| {
            let position = token.position + (place - first_place);
            let other = following
                .iter()
                .take_while(|candidate| candidate.position <= position)
                .find(|candidate| candidate.position == position && key(candidate, word));
            match other {
                Some(other) => {
                    end = end.max(other.end);
                    true
                }
                None => false,
            }
        });
        if is_whole {
            found.push((token.start, end));
        }
    }
    found
}

/// Both words of each pair that is near enough.
fn near_pairs(tokens: &[KeyedToken], first: &str, second: &str, between: u32) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for token in tokens.iter().filter(|token| token.keys.folded == first) {
        // Tokens stand in the order of their positions.
        let reach = between + 1;
        let first_near = tokens.partition_point(|other| other.position + reach < token.position);
        let partners = tokens
            .get(first_near..)
            .unwrap_or_default()
            .iter()
            .take_while(|other| other.position <= token.position + reach)
            .filter(|other| other.position != token.position && other.keys.folded == second);
        for partner in partners {
            found.push((token.start, token.end));
            found.push((partner.start, partner.end));
        }
    }
    found
}
