//! Issues whose texts are nearly the same: the same issue saved again, in another size or by another program.
//!
//! A text is the set of its runs of five words. The smallest of their hashes are kept as a sketch of it; issues whose
//! sketches share enough are compared run by run.
use super::catalogue::Catalogue;
use super::files::{read_lines, write_lines};
use super::lock::WriteLock;
use super::store::Archive;
use crate::error::Result;
use crate::french::fold::fold;
use crate::model::Issue;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Words of a run.
const RUN: usize = 5;

/// Hashes of a sketch: more would only make the first sieve finer.
const SKETCH: usize = 48;

/// Runs that so many issues share say nothing about two of them.
const COMMON: usize = 100;

/// Share of the hashes that two sketches must have in common before the texts are compared.
const SIEVE: f64 = 0.5;

/// Share of all their runs that two texts must have in common to be nearly the same. Issues of one series with the
/// same imprint and programme stay below a half; a text that was set again stays above nine tenths.
pub const NEARLY_THE_SAME: f64 = 0.8;

/// Texts with fewer runs than this are compared as a whole.
const SHORT: usize = 20;

/// Version of the sketches: raised when the same text may give another one.
const VERSION: u32 = 1;

/// Two issues whose texts are nearly the same.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Twins {
    /// Digest of the one.
    pub sha256: String,
    /// Digest of the other.
    pub twin: String,
    /// Share of all their runs of words that both have, from 0 to 1.
    pub similarity: f64,
}

impl Twins {
    /// The similarity in hundredths. Never 100 for texts that differ.
    pub fn percent(&self) -> u8 {
        // From 0 to 100 by construction.
        (self.similarity * 100.0).floor() as u8
    }
}

/// A sketch as it is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Sketch {
    sha256: String,
    /// Version of the record, as the catalogue has it.
    record: String,
    sketches: u32,
    hashes: Vec<u64>,
}

/// The sketches of all issues.
#[derive(Debug, Default)]
pub struct Likeness {
    by_digest: BTreeMap<String, Sketch>,
    has_changed: bool,
}

impl Likeness {
    /// Reads the sketches that were kept, and makes those that are missing.
    ///
    /// # Errors
    /// Where the cache or a record cannot be read.
    pub fn load(archive: &Archive, catalogue: &Catalogue) -> Result<Self> {
        let mut likeness = Self::default();
        for sketch in read_lines::<Sketch>(&archive.paths().likeness())? {
            likeness.by_digest.insert(sketch.sha256.clone(), sketch);
        }
        let before = likeness.by_digest.len();
        likeness
            .by_digest
            .retain(|sha256, sketch| sketch.sketches == VERSION && catalogue.by_digest(sha256).is_some());
        likeness.has_changed = likeness.by_digest.len() != before;
        for entry in catalogue.entries() {
            let version = catalogue.version(&entry.sha256).unwrap_or_default();
            let kept = likeness.by_digest.get(&entry.sha256);
            if kept.is_none_or(|sketch| sketch.record != version) {
                let sketch = sketch_of(&archive.record(&entry.sha256)?);
                likeness.add(catalogue, &entry.sha256, sketch);
            }
        }
        Ok(likeness)
    }

    /// Takes up an issue that the catalogue knows, by its digest and the hashes of its sketch.
    pub(super) fn add(&mut self, catalogue: &Catalogue, sha256: &str, hashes: Vec<u64>) {
        let sketch = Sketch {
            sha256: sha256.to_string(),
            record: catalogue.version(sha256).unwrap_or_default(),
            sketches: VERSION,
            hashes,
        };
        self.by_digest.insert(sha256.to_string(), sketch);
        self.has_changed = true;
    }

    /// Writes the sketches, if they have changed.
    ///
    /// # Errors
    /// Where they cannot be written.
    pub fn save(&self, archive: &Archive, _lock: &WriteLock) -> Result<()> {
        if !self.has_changed {
            return Ok(());
        }
        write_lines(&archive.paths().likeness(), self.by_digest.values())
    }

    /// The pairs of issues whose texts are nearly the same; with `only`, those of which at least one is among it.
    ///
    /// # Errors
    /// Where a record cannot be read.
    pub fn twins(&self, archive: &Archive, only: Option<&BTreeSet<String>>) -> Result<Vec<Twins>> {
        let mut twins = Vec::new();
        let mut texts: FxHashMap<String, Vec<u64>> = FxHashMap::default();
        for (one, other) in self.candidates(only) {
            for sha256 in [one, other] {
                if !texts.contains_key(sha256) {
                    let runs = runs_of(&archive.record(sha256)?);
                    texts.insert(sha256.to_string(), runs);
                }
            }
            let (Some(a), Some(b)) = (texts.get(one), texts.get(other)) else {
                continue;
            };
            let similarity = similarity(a, b);
            if similarity >= NEARLY_THE_SAME {
                twins.push(Twins {
                    sha256: one.to_string(),
                    twin: other.to_string(),
                    similarity,
                });
            }
            // Pairs come in the order of their first issue: what was read for others is let go.
            if texts.len() > COMMON {
                texts.clear();
            }
        }
        Ok(twins)
    }

    /// Pairs whose sketches share enough.
    fn candidates(&self, only: Option<&BTreeSet<String>>) -> BTreeSet<(&str, &str)> {
        let mut holders: FxHashMap<u64, Vec<&str>> = FxHashMap::default();
        let mut whole: FxHashMap<&[u64], Vec<&str>> = FxHashMap::default();
        for (sha256, sketch) in &self.by_digest {
            for hash in &sketch.hashes {
                holders.entry(*hash).or_default().push(sha256);
            }
            if !sketch.hashes.is_empty() {
                whole.entry(&sketch.hashes).or_default().push(sha256);
            }
        }
        let mut pairs = BTreeSet::new();
        let mut join = |one: &'_ str, other: &'_ str| {
            let is_wanted = only.is_none_or(|only| only.contains(one) || only.contains(other));
            // Borrowed from the map, so that the names live as long as it does.
            let names = self
                .by_digest
                .get_key_value(one)
                .zip(self.by_digest.get_key_value(other));
            if let Some(((one, _), (other, _))) = names.filter(|_| is_wanted && one != other) {
                pairs.insert(if one < other {
                    (one.as_str(), other.as_str())
                } else {
                    (other.as_str(), one.as_str())
                });
            }
        };
        for (sha256, sketch) in &self.by_digest {
            if only.is_some_and(|only| !only.contains(sha256)) {
                continue;
            }
            let mut shared: FxHashMap<&str, usize> = FxHashMap::default();
            for hash in &sketch.hashes {
                let holders = holders.get(hash).map_or(&[][..], Vec::as_slice);
                if holders.len() <= COMMON {
                    for holder in holders {
                        *shared.entry(holder).or_default() += 1;
                    }
                }
            }
            for (other, count) in shared {
                if count as f64 >= sketch.hashes.len() as f64 * SIEVE {
                    join(sha256, other);
                }
            }
        }
        // Sketches that are the same to the last hash, however many share them: each with the first.
        for same in whole.values() {
            if let Some((first, rest)) = same.split_first() {
                rest.iter().for_each(|other| join(first, other));
            }
        }
        pairs
    }
}

/// Share of the runs of two texts that both have.
fn similarity(a: &[u64], b: &[u64]) -> f64 {
    let both = a.iter().filter(|run| b.binary_search(run).is_ok()).count();
    let all = a.len() + b.len() - both;
    if all == 0 {
        return 0.0;
    }
    if all < SHORT && both < all {
        return 0.0;
    }
    both as f64 / all as f64
}

/// The hashes of the sketch of an issue, from the smallest.
pub(super) fn sketch_of(issue: &Issue) -> Vec<u64> {
    let mut hashes = runs_of(issue);
    hashes.truncate(SKETCH);
    hashes
}

/// The hashes of the runs of words of an issue, each once, from the smallest. Titles and texts count, what is printed around them does not.
fn runs_of(issue: &Issue) -> Vec<u64> {
    let mut words: Vec<u64> = Vec::new();
    for section in &issue.sections {
        for text in [&section.title, &section.text] {
            let folded = fold(text);
            let found = folded.split(|character: char| !character.is_alphanumeric());
            words.extend(
                found
                    .filter(|word| !word.is_empty())
                    .map(|word| hash(word.as_bytes(), OFFSET)),
            );
        }
    }
    let count = (words.len() + 1).saturating_sub(RUN);
    let mut runs = vec![OFFSET; count];
    // A word of every run at a time: the steps of one hash wait for each other, those of different runs do not.
    for place in 0..RUN {
        for (run, word) in runs.iter_mut().zip(words.iter().skip(place)) {
            *run = hash(&word.to_le_bytes(), *run);
        }
    }
    runs.sort_unstable();
    runs.dedup();
    runs
}

/// Start of the hash.
const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a with a last mix, since the smallest values are chosen: written here because it is kept on disk, where no
/// new version of a library may change it.
fn hash(bytes: &[u8], start: u64) -> u64 {
    let mut value = start;
    for byte in bytes {
        value = (value ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
    value ^= value >> 32;
    value.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
#[path = "likeness_tests.rs"]
mod tests;
