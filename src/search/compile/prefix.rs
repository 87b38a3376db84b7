//! The beginning of a word: it stands for the words of the archive that begin so.
use super::engine::{BoxedQuery, add_terms, intersection, union};
use super::{Area, Compiler};
use crate::error::Result;
use crate::french::fold::fold;
use crate::french::tokens::{Role, tokenize};
use crate::search::index::{engine_error, io_error};
use crate::search::needle::NeedleKind;
use std::collections::{BTreeMap, BTreeSet};
use tantivy::query::EmptyQuery;
use tantivy::schema::Field;

/// How much a word that begins so counts in the text.
const PREFIX_WEIGHT: f32 = 0.6;
/// The most words that a prefix stands for: the most frequent ones.
const MAX_PREFIX_WORDS: usize = 256;

impl Compiler<'_> {
    /// Words that begin so; where a compound was typed, its last part.
    pub(super) fn prefix(&mut self, area: Area, text: &str) -> Result<BoxedQuery> {
        let mut words: Vec<String> = tokenize(text)
            .into_iter()
            .filter(|token| token.role == Role::Word)
            .map(|token| token.text)
            .collect();
        let Some(beginning) = words.pop() else {
            return Ok(Box::new(EmptyQuery));
        };
        let mut wanted = Vec::new();
        for word in words {
            wanted.extend(self.word(area, &word)?);
        }
        let beginning = fold(&beginning);
        let mut alternatives = Vec::new();
        for (fields, weight) in self.areas(area) {
            let words = self.words_beginning(fields.folded, &beginning)?;
            add_terms(
                &mut alternatives,
                Some(fields.folded),
                &words,
                PREFIX_WEIGHT * weight,
            );
        }
        self.add_needle(area, NeedleKind::Prefix(beginning));
        wanted.push(union(alternatives).unwrap_or_else(|| Box::new(EmptyQuery)));
        Ok(intersection(wanted).unwrap_or_else(|| Box::new(EmptyQuery)))
    }

    /// The words of a field that begin so; the most frequent ones where they are many.
    fn words_beginning(&self, field: Field, beginning: &str) -> Result<BTreeSet<String>> {
        let mut frequencies: BTreeMap<String, u64> = BTreeMap::new();
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(field).map_err(engine_error)?;
            let mut terms = inverted
                .terms()
                .range()
                .ge(beginning)
                .into_stream()
                .map_err(io_error)?;
            while let Some((term, info)) = terms.next() {
                if !term.starts_with(beginning.as_bytes()) {
                    break;
                }
                if let Ok(word) = std::str::from_utf8(term) {
                    *frequencies.entry(word.to_string()).or_insert(0) += u64::from(info.doc_freq);
                }
            }
        }
        let mut words: Vec<(String, u64)> = frequencies.into_iter().collect();
        words.sort_by(|(left, often), (right, rarely)| rarely.cmp(often).then(left.cmp(right)));
        words.truncate(MAX_PREFIX_WORDS);
        Ok(words.into_iter().map(|(word, _)| word).collect())
    }
}
