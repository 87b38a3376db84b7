//! Words with a hyphen, by which the issues of an archive help each other at the ends of lines: what one issue cuts and shows
//! nowhere else, others print within a line.
//!
//! Evidence is what an issue prints by itself: no word that it cuts at the end of a line is, whatever became of its hyphen.
//! So what was learnt teaches nothing, and a second reading changes no evidence.
use crate::french::hyphen::{compounds, plain_words};
use crate::model::{Issue, SourceFormat};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Issues that must print a word with its hyphen, for it to be believed in others: one may be a slip.
const ISSUES: usize = 2;

/// Most words that are kept of an issue: one with more is hostile.
const MOST_WORDS: usize = 2_000;

/// Letters of a word in one piece that may be what a cut word is.
const LETTERS: usize = 5;

/// The words of an issue that matter here, in lower case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Compounds {
    /// Those that it prints with a hyphen by itself.
    shown: BTreeSet<String>,
    /// Those that a rule joined at the end of a line.
    joined: BTreeSet<String>,
    /// Those that keep their hyphen because others print them so.
    kept: BTreeSet<String>,
    /// Those of which it was told and that are joined all the same.
    tried: BTreeSet<String>,
    /// Those that it was told no more and that keep their hyphen all the same.
    tried_without: BTreeSet<String>,
    /// What it prints in one piece.
    plain: Plain,
}

/// Words in one piece, as sorted hashes written in hexadecimal digits: they are only asked whether they hold one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", from = "String")]
struct Plain(Vec<u32>);

impl From<Plain> for String {
    fn from(plain: Plain) -> Self {
        let mut digits = String::with_capacity(8 * plain.0.len());
        for hash in plain.0 {
            let of_hash = (0..8).rev().map(|place| (hash >> (4 * place)) & 0xF);
            digits.extend(of_hash.filter_map(|digit| char::from_digit(digit, 16)));
        }
        digits
    }
}

impl From<String> for Plain {
    fn from(digits: String) -> Self {
        let hashes = digits.as_bytes().chunks(8);
        let hash = |digits: &[u8]| {
            let digits = std::str::from_utf8(digits).ok()?;
            u32::from_str_radix(digits, 16).ok()
        };
        Self(hashes.filter_map(hash).collect())
    }
}

impl Plain {
    fn of(mut hashes: Vec<u32>) -> Self {
        hashes.sort_unstable();
        hashes.dedup();
        Self(hashes)
    }

    fn holds(&self, word: &str) -> bool {
        self.0.binary_search(&hash_of(word)).is_ok()
    }
}

/// FNV-1a of 32 bits, the same in every version: hashes are kept in the cache.
fn hash_of(word: &str) -> u32 {
    let step = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    word.bytes().fold(0x811c_9dc5, step)
}

fn closed(word: &str) -> String {
    word.replace('-', "")
}

impl Compounds {
    /// Looks at a record.
    pub(super) fn of(issue: &Issue) -> Self {
        let hyphens = &issue.reader.hyphens;
        let texts = || {
            issue
                .sections
                .iter()
                .flat_map(|section| [section.title.as_str(), section.text.as_str()])
        };
        // Only the reading of a PDF file notes which words its lines cut; others tell nothing of their hyphens.
        let tells_cuts = issue.source.format == SourceFormat::Pdf;
        let is_cut = |word: &String| {
            [&hyphens.joined, &hyphens.kept, &hyphens.ruled]
                .iter()
                .any(|words| words.contains(word))
        };
        let joined: BTreeSet<String> = hyphens.joined.iter().map(|word| closed(word)).collect();
        let mut plain = Vec::new();
        for text in texts() {
            plain_words(text, LETTERS, |word| {
                if joined.is_empty() || !joined.contains(word) {
                    plain.push(hash_of(word));
                }
            });
        }
        let first_of = |words: &BTreeSet<String>| words.iter().take(MOST_WORDS).cloned().collect();
        Self {
            shown: texts()
                .flat_map(compounds)
                .filter(|word| tells_cuts && !is_cut(word))
                .take(MOST_WORDS)
                .collect(),
            joined: first_of(&hyphens.joined),
            kept: first_of(&hyphens.kept),
            tried: BTreeSet::new(),
            tried_without: BTreeSet::new(),
            plain: Plain::of(plain),
        }
    }

    /// The words whose hyphen others may decide.
    fn asks(&self) -> impl Iterator<Item = &String> {
        self.joined.union(&self.kept)
    }

    /// What others know of the words that this issue cuts.
    pub(super) fn taught_by(&self, known: &BTreeSet<String>) -> BTreeSet<String> {
        self.asks()
            .filter(|word| known.contains(*word))
            .cloned()
            .collect()
    }

    /// Whether the issue must be read again: a word that it joined is known with its hyphen, or one that keeps it is so no
    /// more.
    pub(super) fn must_be_read(&self, known: &BTreeSet<String>) -> bool {
        let is_new = |word: &String| known.contains(word) && !self.tried.contains(word);
        let is_old = |word: &String| !known.contains(word) && !self.tried_without.contains(word);
        self.joined.iter().any(is_new) || self.kept.iter().any(is_old)
    }

    /// Notes of which words the issue was told when it was read.
    pub(super) fn note_told(&mut self, told: &BTreeSet<String>) {
        self.tried = self.joined.intersection(told).cloned().collect();
        self.tried_without = self.kept.difference(told).cloned().collect();
    }
}

/// The words, of those that some issue cuts, that more issues print with their hyphen than in one piece.
pub(super) fn known_of(issues: &[&Compounds]) -> BTreeSet<String> {
    let asked: BTreeSet<&String> = issues.iter().flat_map(|issue| issue.asks()).collect();
    let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
    for word in issues.iter().flat_map(|issue| &issue.shown) {
        if asked.contains(word) {
            *counts.entry(word).or_default() += 1;
        }
    }
    let is_believed = |word: &str, count: usize| {
        let closed = closed(word);
        count >= ISSUES && count > issues.iter().filter(|issue| issue.plain.holds(&closed)).count()
    };
    let known = counts
        .into_iter()
        .filter(|(word, count)| is_believed(word, *count));
    known.map(|(word, _)| word.clone()).collect()
}

#[cfg(test)]
#[path = "compounds_tests.rs"]
mod tests;
