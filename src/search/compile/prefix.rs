//! The beginning of a word: it stands for the words of the archive that begin so.
use super::engine::{BoxedQuery, add_terms, intersection, union, without_score};
use super::{Area, Compiler};
use crate::error::Result;
use crate::french::fold::fold;
use crate::french::tokens::{Role, tokenize};
use crate::search::index::{engine_error, io_error};
use crate::search::needle::NeedleKind;
use std::collections::{BTreeMap, BTreeSet};
use tantivy::Term;
use tantivy::query::{EmptyQuery, TermSetQuery};
use tantivy::schema::Field;

/// How much a word that begins so counts in the text.
const PREFIX_WEIGHT: f32 = 0.6;
/// The most words of one shape that are told apart by the score: the most frequent ones.
const MAX_SCORED_WORDS: usize = 256;

impl Compiler<'_> {
    /// Words that begin so; where a compound was typed, its last part.
    pub(super) fn prefix(&mut self, area: Area, text: &str) -> Result<BoxedQuery> {
        let mut words: Vec<String> = tokenize(text)
            .into_iter()
            .filter(|token| token.role == Role::Word)
            .map(|token| token.text.to_string())
            .collect();
        let Some(beginning) = words.pop() else {
            return Ok(Box::new(EmptyQuery));
        };
        let mut wanted = Vec::new();
        for word in words {
            wanted.extend(self.word(area, &word)?);
        }
        let beginning = fold(&beginning);
        let alternatives = self.words_like(area, &beginning, |word| word.starts_with(&beginning))?;
        self.add_needle(area, NeedleKind::Prefix(beginning));
        wanted.push(alternatives);
        Ok(intersection(wanted).unwrap_or_else(|| Box::new(EmptyQuery)))
    }

    /// Words of this shape: `*` for any letters, `?` for one.
    pub(super) fn wildcard(&mut self, area: Area, text: &str) -> Result<BoxedQuery> {
        let pattern: Vec<char> = fold(text).chars().collect();
        let fixed: String = pattern
            .iter()
            .take_while(|letter| !matches!(letter, '*' | '?'))
            .collect();
        let query = self.words_like(area, &fixed, |word| fits(word, &pattern))?;
        self.add_needle(area, NeedleKind::Wildcard(pattern));
        Ok(query)
    }

    /// The words of an area that begin so and fit. The most frequent ones count by how rare they are; of very many
    /// the others are found too, and count for little.
    fn words_like(
        &self,
        area: Area,
        beginning: &str,
        is_wanted: impl Fn(&str) -> bool,
    ) -> Result<BoxedQuery> {
        let mut alternatives = Vec::new();
        for (fields, weight) in self.areas(area) {
            let mut words = self.words_of(fields.folded, beginning, &is_wanted)?;
            let others = words.split_off(words.len().min(MAX_SCORED_WORDS));
            let scored: BTreeSet<String> = words.into_iter().collect();
            add_terms(
                &mut alternatives,
                Some(fields.folded),
                &scored,
                PREFIX_WEIGHT * weight,
            );
            if !others.is_empty() {
                let terms = others
                    .iter()
                    .map(|word| Term::from_field_text(fields.folded, word));
                alternatives.push(without_score(Box::new(TermSetQuery::new(terms))));
            }
        }
        Ok(union(alternatives).unwrap_or_else(|| Box::new(EmptyQuery)))
    }

    /// The words of a field that begin so and are wanted, the most frequent first.
    fn words_of(
        &self,
        field: Field,
        beginning: &str,
        is_wanted: impl Fn(&str) -> bool,
    ) -> Result<Vec<String>> {
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
                if let Ok(word) = std::str::from_utf8(term)
                    && is_wanted(word)
                {
                    *frequencies.entry(word.to_string()).or_insert(0) += u64::from(info.doc_freq);
                }
            }
        }
        let mut words: Vec<(String, u64)> = frequencies.into_iter().collect();
        words.sort_by(|(left, often), (right, rarely)| rarely.cmp(often).then(left.cmp(right)));
        Ok(words.into_iter().map(|(word, _)| word).collect())
    }
}

/// Whether a word has the shape of a pattern. A star that took too little gives way to the next letter, and no star
/// before it need be tried again: the work is bounded by the product of both lengths.
pub(crate) fn fits(word: &str, pattern: &[char]) -> bool {
    let letters: Vec<char> = word.chars().collect();
    let (mut letter, mut place) = (0, 0);
    let mut last_star: Option<(usize, usize)> = None;
    while letter < letters.len() {
        match pattern.get(place) {
            Some('*') => {
                last_star = Some((place, letter));
                place += 1;
            }
            Some(wanted) if *wanted == '?' || letters.get(letter) == Some(wanted) => {
                place += 1;
                letter += 1;
            }
            _ => match &mut last_star {
                Some((star, taken)) => {
                    *taken += 1;
                    place = *star + 1;
                    letter = *taken;
                }
                None => return false,
            },
        }
    }
    pattern
        .get(place..)
        .unwrap_or_default()
        .iter()
        .all(|left| *left == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_fit_patterns() {
        for (word, pattern, fitting) in [
            ("geologie", "*logie", true),
            ("logie", "*logie", true),
            ("geologies", "*logie", false),
            ("mere", "m?re", true),
            ("meure", "m?re", false),
            ("meure", "m*re", true),
            ("ananas", "a*na*s", true),
            ("ananas", "a*no*s", false),
            ("agricole", "agri*", true),
        ] {
            let pattern: Vec<char> = pattern.chars().collect();
            assert_eq!(fits(word, &pattern), fitting, "{word} {pattern:?}");
        }
    }
}
