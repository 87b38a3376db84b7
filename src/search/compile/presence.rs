//! The very word before its kin: a section that holds the word itself counts for more than one that holds another
//! word of the same stem, however often.
//!
//! Stems bring `animatrice`, `animer` and `animation` together, so that little is missed; by stems alone a section
//! that says "animation" five times outranks the one whose title says "animatrice". That the word itself is there
//! counts once, by how rare it is and not by how often it is repeated, in the text and again in the title. On
//! questions and headings of several words this also sets sections with more of the words before sections that
//! repeat one of them.
use super::engine::BoxedQuery;
use super::{Area, Compiler};
use crate::error::Result;
use crate::french::fold::{fold, has_accents};
use crate::french::plural::other_numbers;
use crate::search::index::engine_error;
use crate::search::schema::TextFields;
use tantivy::Term;
use tantivy::query::{ConstScoreQuery, DisjunctionMaxQuery, TermQuery};
use tantivy::schema::IndexRecordOption;

/// How much it counts that the very word is there. From 0.5 to 1.25 questions are answered alike; more loses.
const PRESENCE_WEIGHT: f32 = 0.8;
/// The same for the title, which is what a section is about.
const TITLE_PRESENCE_WEIGHT: f32 = 2.0;
/// Its plural or singular, beside 1 for the word as typed.
const OTHER_NUMBER: f32 = 0.5;
/// The word with other accents than were typed.
const OTHER_ACCENTS: f32 = 0.5;

/// A form under which the very word may be there.
struct Form {
    term: Term,
    /// How much this form counts, beside 1 for the word as typed.
    weight: f32,
    /// How many sections hold it.
    frequency: u64,
}

impl Compiler<'_> {
    /// Adds what the very word counts in each field that knows it. `forms` are alternatives of one word.
    pub(super) fn add_presence(
        &self,
        queries: &mut Vec<BoxedQuery>,
        area: Area,
        forms: &[String],
        factor: f32,
    ) -> Result<()> {
        for (fields, presence_weight) in self.fields_of_presence(area) {
            let known = self.known_forms(&fields, forms)?;
            // By the most frequent form: a plural that stands in one section says no more than its singular.
            let Some(frequency) = known.iter().map(|form| form.frequency).max() else {
                continue;
            };
            let weight = presence_weight * factor * self.rarity(frequency);
            let mut present: Vec<BoxedQuery> = Vec::with_capacity(known.len());
            for form in known {
                let term = Box::new(TermQuery::new(form.term, IndexRecordOption::Basic));
                present.push(Box::new(ConstScoreQuery::new(term, weight * form.weight)));
            }
            match present.len() {
                1 => queries.append(&mut present),
                _ => queries.push(Box::new(DisjunctionMaxQuery::new(present))),
            }
        }
        Ok(())
    }

    /// What a section inherits is the same for its whole issue and says nothing of the section itself.
    fn fields_of_presence(&self, area: Area) -> Vec<(TextFields, f32)> {
        match area {
            Area::Anywhere => vec![
                (self.fields.body, PRESENCE_WEIGHT),
                (self.fields.title, TITLE_PRESENCE_WEIGHT),
            ],
            _ => self
                .areas(area)
                .into_iter()
                .map(|(fields, _)| (fields, PRESENCE_WEIGHT))
                .collect(),
        }
    }

    /// The forms of a word that a field knows: as typed, without regard to accents, in the other number.
    fn known_forms(&self, fields: &TextFields, forms: &[String]) -> Result<Vec<Form>> {
        let mut known = Vec::new();
        let mut add = |term: Term, weight: f32| -> Result<()> {
            let frequency = self.searcher.doc_freq(&term).map_err(engine_error)?;
            if frequency > 0 {
                known.push(Form {
                    term,
                    weight,
                    frequency,
                });
            }
            Ok(())
        };
        for form in forms {
            let folded = fold(form);
            let accented = fields.accented.filter(|_| has_accents(form));
            if let Some(field) = accented {
                add(Term::from_field_text(field, form), 1.0)?;
            }
            let folded_weight = if accented.is_some() { OTHER_ACCENTS } else { 1.0 };
            add(Term::from_field_text(fields.folded, &folded), folded_weight)?;
            for other in other_numbers(&folded) {
                add(Term::from_field_text(fields.folded, &other), OTHER_NUMBER)?;
            }
        }
        Ok(known)
    }

    /// The less sections hold a word, the more it tells: the same measure as that of the engine for its terms.
    fn rarity(&self, frequency: u64) -> f32 {
        let sections = self.sections.max(frequency) as f32;
        let holding = frequency as f32;
        (1.0 + (sections - holding + 0.5) / (holding + 0.5)).ln()
    }
}
