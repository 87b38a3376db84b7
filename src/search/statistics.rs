//! What the score must know of the collection: how many sections there are, and how long a text is that has one.
//!
//! The engine would count its own marks of issues as documents and empty titles as titles of no length: with one
//! section an issue, texts would seem half as long on the average as they are, and every one of them too long.
use super::index::engine_error;
use super::schema::{Fields, SECTION_DOCUMENT, TextFields};
use crate::error::Result;
use std::collections::HashMap;
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

/// Counts of an index, taken once when it is opened.
#[derive(Debug, Clone)]
pub(crate) struct Collection {
    /// Number of sections.
    pub(crate) sections: u64,
    /// Number of sections that have a text in a field.
    holding: HashMap<Field, u64>,
}

impl Collection {
    pub(crate) fn of(searcher: &Searcher, fields: &Fields) -> Result<Self> {
        let mark = Term::from_field_text(fields.document, SECTION_DOCUMENT);
        let sections = searcher.doc_freq(&mark).map_err(engine_error)?;
        let areas = [
            fields.body,
            fields.title,
            fields.inherited,
            fields.rubric,
            fields.link,
            fields.publication,
        ];
        // The lengths of a field's texts are a file's part of their own each, which is waited for.
        let counts = searcher
            .index()
            .search_executor()
            .map(|area: &TextFields| Ok(texts(searcher, area.folded)), areas.iter())
            .map_err(engine_error)?;
        let mut holding = HashMap::new();
        for (area, count) in areas.iter().zip(counts) {
            let count = count?;
            for field in all_fields(area) {
                holding.insert(field, count);
            }
        }
        Ok(Self { sections, holding })
    }

    /// The counts as the engine asks for them.
    pub(crate) fn statistics<'a>(&'a self, searcher: &'a Searcher) -> Statistics<'a> {
        Statistics {
            collection: self,
            searcher,
        }
    }
}

fn all_fields(area: &TextFields) -> impl Iterator<Item = Field> {
    [area.light, area.snowball, area.accented, Some(area.folded)]
        .into_iter()
        .flatten()
}

/// Number of documents with a text in a field.
fn texts(searcher: &Searcher, field: Field) -> Result<u64> {
    let mut count = 0;
    for segment in searcher.segment_readers() {
        let lengths = segment.get_fieldnorms_reader(field).map_err(engine_error)?;
        let with_text = (0..segment.max_doc()).filter(|document| lengths.fieldnorm_id(*document) > 0);
        count += with_text.count() as u64;
    }
    Ok(count)
}

pub(crate) struct Statistics<'a> {
    collection: &'a Collection,
    searcher: &'a Searcher,
}

impl Bm25StatisticsProvider for Statistics<'_> {
    /// The engine divides by the number of documents: the quotient is then the average length of those that have a
    /// text.
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        let tokens = self.searcher.total_num_tokens(field)?;
        match self.collection.holding.get(&field) {
            Some(texts) if *texts > 0 => {
                Ok((tokens as f64 * self.collection.sections as f64 / *texts as f64) as u64)
            }
            _ => Ok(tokens),
        }
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.collection.sections)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        // More documents than there are would break the engine's arithmetic.
        Ok(self.searcher.doc_freq(term)?.min(self.collection.sections))
    }
}
