//! Typing errors: a word that the archive does not know is also looked for under the nearest word that it knows.
//!
//! Never for a word that is there, and always said in the answer.
use super::distance::osa_distance_of;
use super::index::io_error;
use crate::error::Result;
use std::collections::HashMap;
use tantivy::Searcher;
use tantivy::schema::Field;

/// A word that was also looked for in another spelling.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Repair {
    /// The word as typed.
    pub typed: String,
    /// The word of the archive, in lower case and without accents.
    pub used: String,
    /// Letters that differ.
    pub distance: usize,
}

impl Repair {
    /// How much the repaired word counts, beside 1 for a word as typed.
    pub(crate) fn weight(&self) -> f32 {
        if self.distance <= 1 { 0.8 } else { 0.56 }
    }
}

/// Words shorter than this have too many neighbours.
const SHORTEST_WORD: usize = 4;
/// Longer words may have two errors.
const LONGEST_WORD_WITH_ONE_ERROR: usize = 6;

/// The nearest word among the folded words of some fields; the more frequent of two that are equally near.
pub(crate) fn nearest_word(searcher: &Searcher, fields: &[Field], typed: &str) -> Result<Option<Repair>> {
    let letters: Vec<char> = typed.chars().collect();
    let is_word = letters.iter().all(|letter| letter.is_alphabetic());
    if letters.len() < SHORTEST_WORD || !is_word {
        return Ok(None);
    }
    let max_distance = if letters.len() <= LONGEST_WORD_WITH_ONE_ERROR {
        1
    } else {
        2
    };
    let mut candidates: HashMap<String, (usize, u64)> = HashMap::new();
    for segment in searcher.segment_readers() {
        for field in fields {
            let inverted = segment
                .inverted_index(*field)
                .map_err(super::index::engine_error)?;
            let mut terms = inverted.terms().stream().map_err(io_error)?;
            while let Some((term, info)) = terms.next() {
                let Ok(word) = std::str::from_utf8(term) else {
                    continue;
                };
                let Some(distance) = near_enough(&letters, word, max_distance) else {
                    continue;
                };
                let (_, frequency) = candidates.entry(word.to_string()).or_insert((distance, 0));
                *frequency += u64::from(info.doc_freq);
            }
        }
    }
    // Smallest distance, then highest frequency, then the alphabet, so that the answer is always the same.
    let best = candidates
        .into_iter()
        .min_by(|(left, (near, often)), (right, (far, rarely))| {
            near.cmp(far).then(rarely.cmp(often)).then(left.cmp(right))
        });
    Ok(best.map(|(used, (distance, _))| Repair {
        typed: typed.to_string(),
        used,
        distance,
    }))
}

fn near_enough(letters: &[char], word: &str, max_distance: usize) -> Option<usize> {
    // Bytes are no fewer than letters: most words are left out before they are counted.
    if word.len() + max_distance < letters.len() {
        return None;
    }
    let candidate: Vec<char> = word.chars().collect();
    if candidate.len().abs_diff(letters.len()) > max_distance || !candidate.iter().all(|c| c.is_alphabetic())
    {
        return None;
    }
    let distance = osa_distance_of(letters, &candidate);
    (1..=max_distance).contains(&distance).then_some(distance)
}
