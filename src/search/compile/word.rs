//! A word by the sum of its keys: light stem, Snowball stem and the word with its accents, in the text, in the title
//! and in what the section inherits. The weights were measured on French collections.
use super::engine::{BoxedQuery, add_terms, intersection, union};
use super::{Area, Compiler};
use crate::error::Result;
use crate::french::fold::fold;
use crate::french::plural::other_numbers;
use crate::french::stop::is_stop_word;
use crate::french::tokens::tokenize;
use crate::search::Mode;
use crate::search::index::engine_error;
use crate::search::needle::{NeedleKind, WordKeys};
use crate::search::readings::word_groups;
use crate::search::repair::{Repair, nearest_word};
use tantivy::Term;
use tantivy::query::EmptyQuery;
use tantivy::schema::Field;

const LIGHT_WEIGHT: f32 = 0.6;
const SNOWBALL_WEIGHT: f32 = 0.4;
const ACCENTED_WEIGHT: f32 = 0.3;

impl Compiler<'_> {
    /// A word as typed: several where it is a compound. `None` where it is a stop word beside other words.
    pub(super) fn word(&mut self, area: Area, text: &str) -> Result<Option<BoxedQuery>> {
        let mut wanted = Vec::new();
        for forms in word_groups(&tokenize(text)) {
            let is_stop = forms.iter().all(|form| is_stop_word(form));
            if is_stop && !self.keeps_stop_words {
                continue;
            }
            wanted.push(self.word_group(area, &forms, is_stop)?);
        }
        if self.mode == Mode::Any {
            return Ok(union(wanted));
        }
        Ok(intersection(wanted))
    }

    /// One word with its alternatives.
    fn word_group(&mut self, area: Area, forms: &[String], is_stop: bool) -> Result<BoxedQuery> {
        let mut keys = WordKeys::default();
        for form in forms {
            self.add_keys(&mut keys, form, is_stop);
        }
        let mut alternatives = Vec::new();
        self.add_word_terms(&mut alternatives, area, &keys, 1.0);
        if !is_stop {
            self.add_presence(&mut alternatives, area, forms, 1.0)?;
        }
        let repair = if self.negated || is_stop {
            None
        } else {
            self.repair(area, forms)?
        };
        if let Some(repair) = repair {
            let mut repaired = WordKeys::default();
            self.add_keys(&mut repaired, &repair.used, false);
            // The archive may write it with accents: the folded word finds it whatever they are.
            repaired.folded.insert(repair.used.clone());
            self.add_word_terms(&mut alternatives, area, &repaired, repair.weight());
            self.add_presence(
                &mut alternatives,
                area,
                std::slice::from_ref(&repair.used),
                repair.weight(),
            )?;
            self.add_needle(area, NeedleKind::Word(repaired));
            // "associations" where the archive has "association" is another form of the word and no error.
            let is_other_form = keys.light.contains(&self.maker.stems(&repair.used).light);
            if !is_other_form && !self.repairs.contains(&repair) {
                self.repairs.push(repair);
            }
        }
        self.add_needle(area, NeedleKind::Word(keys));
        Ok(union(alternatives).unwrap_or_else(|| Box::new(EmptyQuery)))
    }

    fn add_keys(&mut self, keys: &mut WordKeys, form: &str, is_stop: bool) {
        let made = self.maker.keys_of_word(form);
        keys.very.extend(other_numbers(&made.folded));
        keys.very.insert(made.folded.clone());
        keys.accented.insert(made.accented);
        match made.stems {
            Some(stems) => {
                keys.light.insert(stems.light);
                keys.snowball.insert(stems.snowball);
            }
            // Only whole words know a stop word; typed without its accents it is still found.
            None if is_stop => {
                keys.folded.insert(made.folded);
            }
            None => {}
        }
    }

    fn add_word_terms(&self, queries: &mut Vec<BoxedQuery>, area: Area, keys: &WordKeys, factor: f32) {
        for (fields, area_weight) in self.areas(area) {
            let weight = area_weight * factor;
            add_terms(queries, fields.light, &keys.light, LIGHT_WEIGHT * weight);
            add_terms(queries, fields.snowball, &keys.snowball, SNOWBALL_WEIGHT * weight);
            add_terms(queries, fields.accented, &keys.accented, ACCENTED_WEIGHT * weight);
            add_terms(
                queries,
                Some(fields.folded),
                &keys.folded,
                ACCENTED_WEIGHT * weight,
            );
        }
    }

    /// The nearest word of the archive, where the archive does not know the word.
    fn repair(&mut self, area: Area, forms: &[String]) -> Result<Option<Repair>> {
        let [typed] = forms else {
            return Ok(None);
        };
        let folded = fold(typed);
        for (fields, _) in self.areas(area) {
            if self.is_known(fields.folded, &folded)? {
                return Ok(None);
            }
        }
        let vocabulary: Vec<Field> = self.areas(area).iter().map(|(fields, _)| fields.folded).collect();
        let Some(repair) = nearest_word(self.searcher, &vocabulary, &folded)? else {
            return Ok(None);
        };
        // "clés" where the archive has "clef" is an ending, not an error: what has a known stem is only repaired by
        // a form of the same word.
        let stem = self.maker.stems(&folded).light;
        if stem != self.maker.stems(&repair.used).light {
            for (fields, _) in self.areas(area) {
                if let Some(field) = fields.light
                    && self.is_known(field, &stem)?
                {
                    return Ok(None);
                }
            }
        }
        Ok(Some(Repair {
            typed: typed.clone(),
            ..repair
        }))
    }

    /// Whether a section holds the word.
    fn is_known(&self, field: Field, word: &str) -> Result<bool> {
        let term = Term::from_field_text(field, word);
        Ok(self.searcher.doc_freq(&term).map_err(engine_error)? > 0)
    }
}
