//! Small parts that engine queries are put together from.
use super::DateRange;
use crate::search::schema::Fields;
use std::collections::BTreeSet;
use std::ops::Bound;
use tantivy::Term;
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, Query as EngineQuery, RangeQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

pub(super) type BoxedQuery = Box<dyn EngineQuery>;

/// The engine's query for a stretch of time.
pub(crate) fn date_query(fields: &Fields, range: DateRange) -> BoxedQuery {
    // 0 stands for "without a date" and is in no range.
    let from = Term::from_field_u64(fields.date, range.from.max(1));
    let to = Term::from_field_u64(fields.date, range.to);
    without_score(Box::new(RangeQuery::new(
        Bound::Included(from),
        Bound::Included(to),
    )))
}

/// Adds a query for each word of a field.
pub(super) fn add_terms(
    queries: &mut Vec<BoxedQuery>,
    field: Option<Field>,
    words: &BTreeSet<String>,
    weight: f32,
) {
    let Some(field) = field else {
        return;
    };
    for word in words {
        let query = TermQuery::new(Term::from_field_text(field, word), IndexRecordOption::WithFreqs);
        queries.push(Box::new(BoostQuery::new(Box::new(query), weight)));
    }
}

/// One of them at least; `None` of nothing.
pub(super) fn union(mut queries: Vec<BoxedQuery>) -> Option<BoxedQuery> {
    match queries.len() {
        0 => None,
        1 => queries.pop(),
        _ => Some(Box::new(BooleanQuery::union(queries))),
    }
}

/// All of them; `None` of nothing.
pub(super) fn intersection(mut queries: Vec<BoxedQuery>) -> Option<BoxedQuery> {
    match queries.len() {
        0 => None,
        1 => queries.pop(),
        _ => Some(Box::new(BooleanQuery::intersection(queries))),
    }
}

/// A condition that adds nothing to the score.
pub(super) fn without_score(query: BoxedQuery) -> BoxedQuery {
    Box::new(ConstScoreQuery::new(query, 0.0))
}
