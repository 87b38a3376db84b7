//! The records behind index documents: read as they are asked for, or a little before, several at once.
use super::collect::Found;
use super::index::engine_error;
use super::run::Records;
use super::schema::Fields;
use crate::error::{Error, Result};
use crate::model::{Issue, Section};
use crate::shares::in_shares;
use std::collections::{BTreeSet, HashMap};
use tantivy::schema::{Field, Value};
use tantivy::{DocAddress, Searcher, TantivyDocument};

/// Issues that are kept at once.
const MAX_ON_SHELF: usize = 256;

/// As many hits are read ahead together.
const READ_TOGETHER: usize = 64;

/// Threads that read records: where these are not in memory yet, each waits for the disk as long as it parses.
const READERS: usize = 4;

/// The issues that were asked for last, or will be next.
pub(super) struct Shelf<'a> {
    searcher: &'a Searcher,
    fields: &'a Fields,
    records: &'a dyn Records,
    issues: HashMap<String, Issue>,
}

impl<'a> Shelf<'a> {
    pub(super) fn new(searcher: &'a Searcher, fields: &'a Fields, records: &'a dyn Records) -> Self {
        Self {
            searcher,
            fields,
            records,
            issues: HashMap::new(),
        }
    }

    /// Before the hit of an index is asked for: reads the issues of the next hits and of their copies, several at once,
    /// as many as there is room for, unless they have been read.
    pub(super) fn read_ahead(&mut self, hits: &[Found], index: usize) -> Result<()> {
        if !index.is_multiple_of(READ_TOGETHER) {
            return Ok(());
        }
        let addresses = hits
            .iter()
            .skip(index)
            .take(READ_TOGETHER)
            .flat_map(|found| std::iter::once(&found.address).chain(&found.copies));
        let (searcher, fields) = (self.searcher, self.fields);
        let executor = searcher.index().search_executor();
        let ids = executor.map(|address| Ok(section_at(searcher, fields, *address)), addresses);
        let mut needed = BTreeSet::new();
        for id in ids.map_err(engine_error)? {
            if needed.len() < MAX_ON_SHELF {
                needed.insert(id?.0);
            }
        }
        let is_new = |id: &&String| !self.issues.contains_key(*id);
        let wanted: Vec<String> = needed.iter().filter(is_new).cloned().collect();
        if self.issues.len() + wanted.len() > MAX_ON_SHELF {
            self.issues.retain(|id, _| needed.contains(id));
        }
        let read = in_shares(&wanted, READERS, |ids| read_all(self.records, ids));
        self.issues.extend(read.into_iter().flatten());
        Ok(())
    }

    /// Gives the section of an index document, with its issue, to a function.
    pub(super) fn with_section<T>(
        &mut self,
        address: DocAddress,
        look: impl FnOnce(&Issue, &Section) -> T,
    ) -> Result<T> {
        let (id, section_id) = section_at(self.searcher, self.fields, address)?;
        if !self.issues.contains_key(&id) {
            if self.issues.len() >= MAX_ON_SHELF {
                self.issues.clear();
            }
            let issue = self.records.issue(&id).map_err(|error| match error {
                Error::IssueNotFound { id } => Error::Index {
                    detail: format!("it names the issue {id}, which is not, or no longer, in the archive"),
                },
                other => other,
            })?;
            self.issues.insert(id.clone(), issue);
        }
        let found = self.issues.get(&id).and_then(|issue| {
            let section = issue.sections.iter().find(|section| section.id == section_id)?;
            Some((issue, section))
        });
        match found {
            Some((issue, section)) => Ok(look(issue, section)),
            None => Err(Error::Index {
                detail: format!("the record of {id} has changed since it was indexed"),
            }),
        }
    }
}

/// The identifiers of the issue and of its section that an index document stands for.
fn section_at(searcher: &Searcher, fields: &Fields, address: DocAddress) -> Result<(String, String)> {
    let document: TantivyDocument = searcher.doc(address).map_err(engine_error)?;
    Ok((
        stored_text(&document, fields.issue),
        stored_text(&document, fields.section),
    ))
}

/// The issues that can be read. For the others the error is told when they are asked for.
fn read_all(records: &dyn Records, ids: &[String]) -> Vec<(String, Issue)> {
    let mut read = Vec::new();
    for id in ids {
        if let Ok(issue) = records.issue(id) {
            read.push((id.clone(), issue));
        }
    }
    read
}

fn stored_text(document: &TantivyDocument, field: Field) -> String {
    document
        .get_first(field)
        .and_then(|value| value.as_str())
        .unwrap_or_default()
        .to_string()
}
