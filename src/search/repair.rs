//! Typing errors: a word that the archive does not know is also looked for under the nearest word that it knows.
//!
//! Never for a word that is there, and always said in the answer.
use super::distance::osa_distance;
use super::index::{engine_error, io_error};
use crate::error::Result;
use crate::french::stop::is_stop_word;
use std::collections::HashMap;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

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
/// Longer ones are no words that anybody types.
const LONGEST_WORD: usize = 40;
/// Longer words may have two errors.
const LONGEST_WORD_WITH_ONE_ERROR: usize = 6;

/// The nearest word among the folded words of some fields; the more frequent of two that are equally near.
pub(crate) fn nearest_word(searcher: &Searcher, fields: &[Field], typed: &str) -> Result<Option<Repair>> {
    let letters: Vec<char> = typed.chars().collect();
    let is_word = letters.iter().all(|letter| letter.is_alphabetic());
    if !(SHORTEST_WORD..=LONGEST_WORD).contains(&letters.len()) || !is_word {
        return Ok(None);
    }
    let max_distance = if letters.len() <= LONGEST_WORD_WITH_ONE_ERROR {
        1
    } else {
        2
    };
    for distance in 1..=max_distance {
        let frequencies = words_within(searcher, fields, typed, distance)?;
        // The most frequent; of equals the first in the alphabet, so that the answer is always the same.
        let best = frequencies
            .into_iter()
            .filter(|(word, _)| osa_distance(typed, word) == usize::from(distance))
            .min_by(|(left, often), (right, rarely)| rarely.cmp(often).then(left.cmp(right)));
        if let Some((used, _)) = best {
            return Ok(Some(Repair {
                typed: typed.to_string(),
                used,
                distance: usize::from(distance),
            }));
        }
    }
    Ok(None)
}

/// The words of some fields that are at most so far from a word, with the number of sections that hold them.
fn words_within(
    searcher: &Searcher,
    fields: &[Field],
    typed: &str,
    distance: u8,
) -> Result<HashMap<String, u64>> {
    let mut frequencies: HashMap<String, u64> = HashMap::new();
    for field in fields {
        let term = Term::from_field_text(*field, typed);
        let automaton = FuzzyTermQuery::new(term, distance, true)
            .automaton()
            .map_err(engine_error)?;
        for segment in searcher.segment_readers() {
            let inverted = segment.inverted_index(*field).map_err(engine_error)?;
            let mut terms = inverted
                .terms()
                .search(&automaton)
                .into_stream()
                .map_err(io_error)?;
            while let Some((term, info)) = terms.next() {
                let Ok(word) = std::str::from_utf8(term) else {
                    continue;
                };
                // A stop word is in every section: it repairs nothing.
                if word.chars().all(char::is_alphabetic) && !is_stop_word(word) {
                    *frequencies.entry(word.to_string()).or_insert(0) += u64::from(info.doc_freq);
                }
            }
        }
    }
    Ok(frequencies)
}
