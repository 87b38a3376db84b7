//! How many of the sections that match belong to each year, publication, rubric, kind or linked host.
use super::index::engine_error;
use super::schema::{DATE_FIELD, HOST_FIELD, KIND_FIELD, PUBLICATION_FIELD, RUBRIC_FIELD};
use crate::error::Result;
use serde::Serialize;
use std::collections::{BTreeMap, HashSet};
use tantivy::query::Query as EngineQuery;
use tantivy::{DocAddress, Searcher};

/// By what sections are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Facet {
    /// The year of the issue.
    Year,
    /// The publication, or the title where it has none.
    Publication,
    /// The title at the top of the section's branch.
    Rubric,
    /// The kind of section.
    Kind,
    /// The hosts to which the section links.
    Host,
}

/// How many sections have one value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count {
    /// The facet.
    pub facet: Facet,
    /// The value; `null` for sections that have none.
    pub value: Option<String>,
    /// Number of sections.
    pub sections: usize,
}

/// Counts the sections that match a query: the most frequent value first, years in order, sections without a value
/// last.
pub(super) fn count(searcher: &Searcher, query: &dyn EngineQuery, facet: Facet) -> Result<Vec<Count>> {
    let found = searcher
        .search(query, &tantivy::collector::DocSetCollector)
        .map_err(engine_error)?;
    let counts = match facet {
        Facet::Year => by_year(searcher, &found)?,
        Facet::Publication => by_text(searcher, &found, PUBLICATION_FIELD)?,
        Facet::Rubric => by_text(searcher, &found, RUBRIC_FIELD)?,
        Facet::Kind => by_text(searcher, &found, KIND_FIELD)?,
        Facet::Host => by_text(searcher, &found, HOST_FIELD)?,
    };
    let mut counts: Vec<Count> = counts
        .into_iter()
        .map(|(value, sections)| Count {
            facet,
            value,
            sections,
        })
        .collect();
    match facet {
        Facet::Year => counts.sort_by(|left, right| {
            (left.value.is_none(), &left.value).cmp(&(right.value.is_none(), &right.value))
        }),
        _ => counts.sort_by(|left, right| {
            let key = |count: &Count| (count.value.is_none(), std::cmp::Reverse(count.sections));
            key(left).cmp(&key(right)).then(left.value.cmp(&right.value))
        }),
    }
    Ok(counts)
}

type Counts = BTreeMap<Option<String>, usize>;

fn by_year(searcher: &Searcher, found: &HashSet<DocAddress>) -> Result<Counts> {
    let mut columns = Vec::new();
    for segment in searcher.segment_readers() {
        columns.push(segment.fast_fields().u64(DATE_FIELD).map_err(engine_error)?);
    }
    let mut counts = Counts::new();
    for address in found {
        let day = columns
            .get(address.segment_ord as usize)
            .and_then(|column| column.first(address.doc_id))
            .unwrap_or(0);
        let year = (day > 0).then(|| format!("{:04}", day / 10_000));
        *counts.entry(year).or_insert(0) += 1;
    }
    Ok(counts)
}

fn by_text(searcher: &Searcher, found: &HashSet<DocAddress>, field: &str) -> Result<Counts> {
    let mut counts = Counts::new();
    for (ordinal, segment) in searcher.segment_readers().iter().enumerate() {
        let column = segment.fast_fields().str(field).map_err(engine_error)?;
        let in_segment = found
            .iter()
            .filter(|address| address.segment_ord as usize == ordinal);
        let Some(column) = column else {
            *counts.entry(None).or_insert(0) += in_segment.count();
            continue;
        };
        let mut by_term: BTreeMap<u64, usize> = BTreeMap::new();
        let mut without = 0;
        for address in in_segment {
            let mut has_value = false;
            for term in column.term_ords(address.doc_id) {
                has_value = true;
                *by_term.entry(term).or_insert(0) += 1;
            }
            without += usize::from(!has_value);
        }
        for (term, sections) in by_term {
            let mut value = String::new();
            column
                .ord_to_str(term, &mut value)
                .map_err(super::index::io_error)?;
            *counts.entry(Some(value)).or_insert(0) += sections;
        }
        if without > 0 {
            *counts.entry(None).or_insert(0) += without;
        }
    }
    counts.retain(|_, sections| *sections > 0);
    Ok(counts)
}
