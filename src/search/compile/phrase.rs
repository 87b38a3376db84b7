//! Words in their places: the exact word or words, phrases, words near each other.
use super::engine::{BoxedQuery, intersection, union};
use super::{Area, Compiler};
use crate::error::Result;
use crate::french::fold::fold;
use crate::french::tokens::{Role, tokenize};
use crate::search::needle::NeedleKind;
use crate::search::readings::{phrase_readings, without_lone_articles, word_groups};
use tantivy::Term;
use tantivy::query::{BoostQuery, EmptyQuery, PhraseQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

impl Compiler<'_> {
    /// The very words in order, with their accents.
    pub(super) fn exact(&mut self, area: Area, text: &str) -> Result<BoxedQuery> {
        let words: Vec<(u32, String)> = tokenize(text)
            .into_iter()
            .filter(|token| token.role == Role::Word)
            .map(|token| (token.position, token.text.to_string()))
            .collect();
        let mut alternatives = Vec::new();
        for (fields, weight) in self.areas(area) {
            match fields.accented {
                Some(field) => alternatives.extend(sequence_query(field, &words, weight)),
                None => {
                    let folded: Vec<(u32, String)> =
                        words.iter().map(|(place, word)| (*place, fold(word))).collect();
                    alternatives.extend(sequence_query(fields.folded, &folded, weight));
                }
            }
        }
        let knows_accents = self
            .areas(area)
            .iter()
            .any(|(fields, _)| fields.accented.is_some());
        let words = if knows_accents {
            words
        } else {
            words
                .into_iter()
                .map(|(place, word)| (place, fold(&word)))
                .collect()
        };
        self.add_needle(
            area,
            NeedleKind::Sequence {
                accented: knows_accents,
                words,
            },
        );
        Ok(union(alternatives).unwrap_or_else(|| Box::new(EmptyQuery)))
    }

    /// Words in order, whatever their accents.
    pub(super) fn phrase(&mut self, area: Area, text: &str) -> Result<BoxedQuery> {
        let mut alternatives = Vec::new();
        for words in phrase_readings(text) {
            for (fields, weight) in self.areas(area) {
                alternatives.extend(sequence_query(fields.folded, &words, weight));
            }
            self.add_needle(
                area,
                NeedleKind::Sequence {
                    accented: false,
                    words,
                },
            );
        }
        Ok(union(alternatives).unwrap_or_else(|| Box::new(EmptyQuery)))
    }

    /// Each word near the one after it, in any order.
    pub(super) fn near(&mut self, area: Area, text: &str, between: u32) -> Result<BoxedQuery> {
        let groups: Vec<Vec<String>> = word_groups(&without_lone_articles(tokenize(text)))
            .into_iter()
            .map(|forms| forms.iter().map(|form| fold(form)).collect())
            .collect();
        if groups.len() < 2 {
            return self.phrase(area, text);
        }
        let mut pairs = Vec::new();
        for (firsts, seconds) in groups.iter().zip(groups.iter().skip(1)) {
            let mut readings = Vec::new();
            for first in firsts {
                for second in seconds {
                    for (fields, weight) in self.areas(area) {
                        readings.extend(near_query(fields.folded, first, second, between, weight));
                    }
                    self.add_needle(
                        area,
                        NeedleKind::Near {
                            first: first.clone(),
                            second: second.clone(),
                            between,
                        },
                    );
                }
            }
            pairs.push(union(readings).unwrap_or_else(|| Box::new(EmptyQuery)));
        }
        Ok(intersection(pairs).unwrap_or_else(|| Box::new(EmptyQuery)))
    }
}

fn sequence_query(field: Field, words: &[(u32, String)], weight: f32) -> Option<BoxedQuery> {
    let terms: Vec<(usize, Term)> = words
        .iter()
        .map(|(place, word)| (*place as usize, Term::from_field_text(field, word)))
        .collect();
    let query: BoxedQuery = match terms.as_slice() {
        [] => return None,
        [(_, term)] => Box::new(TermQuery::new(term.clone(), IndexRecordOption::WithFreqs)),
        _ => Box::new(PhraseQuery::new_with_offset(terms)),
    };
    Some(Box::new(BoostQuery::new(query, weight)))
}

/// Two words with at most `between` others between them, in both orders.
fn near_query(field: Field, first: &str, second: &str, between: u32, weight: f32) -> Vec<BoxedQuery> {
    let mut queries: Vec<BoxedQuery> = Vec::new();
    for (left, right) in [(first, second), (second, first)] {
        let terms = vec![
            (0, Term::from_field_text(field, left)),
            (1, Term::from_field_text(field, right)),
        ];
        let query = PhraseQuery::new_with_offset_and_slop(terms, between);
        queries.push(Box::new(BoostQuery::new(Box::new(query), weight)));
        if first == second {
            break;
        }
    }
    queries
}
