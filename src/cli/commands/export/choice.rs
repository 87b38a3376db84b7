//! Which issues and sections are exported.
use super::super::list::{days_between, is_between};
use crate::archive::{Archive, Catalogue, Entry, series_key, series_name};
use crate::cli::indexing::ArchiveRecords;
use crate::error::Error;
use crate::search::{self, Options};
use clap::Args;
use std::collections::{BTreeMap, BTreeSet};

/// What narrows an export.
#[derive(Debug, Args)]
pub(super) struct ChoiceArgs {
    /// Issues: short names or beginnings of identifiers [default: all]
    #[arg(value_name = "ID")]
    pub(super) ids: Vec<String>,
    /// Keep the issues in which this is found; of sections and links, those that stand in sections that match
    #[arg(long, value_name = "QUERY")]
    query: Option<String>,
    /// Keep the issues of this year, month or day and later: 2012, 2012-03
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Keep the issues of this year, month or day and earlier
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// Keep the issues of this publication
    #[arg(long, value_name = "NAME")]
    publication: Option<String>,
}

/// The issues of an export, in its order.
pub(super) struct Chosen<'a> {
    pub(super) entries: Vec<&'a Entry>,
    /// By issue, the sections that match the query; `None` where there is none.
    matching: Option<BTreeMap<String, BTreeSet<String>>>,
    /// Whether no section has all the words of the query, so that those with some were taken.
    pub(super) is_relaxed: bool,
}

impl Chosen<'_> {
    /// The sections that are wanted of an issue; `None` where all are.
    pub(super) fn sections(&self, entry: &Entry) -> Option<&BTreeSet<String>> {
        self.matching.as_ref()?.get(&entry.id)
    }
}

impl ChoiceArgs {
    /// Whether the whole archive is meant.
    pub(super) fn is_all(&self) -> bool {
        self.ids.is_empty() && !self.is_narrowed()
    }

    fn is_narrowed(&self) -> bool {
        self.query.is_some() || self.from.is_some() || self.to.is_some() || self.publication.is_some()
    }

    /// The issues that are named, each once and in that order, or all of them; of those, the ones that are wanted.
    pub(super) fn choose<'a>(
        &self,
        archive: &Archive,
        catalogue: &'a Catalogue,
    ) -> Result<Chosen<'a>, Error> {
        let mut entries = Vec::new();
        for id in &self.ids {
            let entry = catalogue.find(id)?;
            if !entries.contains(&entry) {
                entries.push(entry);
            }
        }
        if self.ids.is_empty() {
            entries = catalogue.entries();
        }
        if let Some(days) = days_between(self.from.as_deref(), self.to.as_deref())? {
            entries.retain(|entry| is_between(entry, days));
        }
        if let Some(name) = &self.publication {
            let key = series_key(name);
            entries.retain(|entry| series_name(entry).is_some_and(|name| series_key(name) == key));
        }
        let mut chosen = Chosen {
            entries,
            matching: None,
            is_relaxed: false,
        };
        if let Some(text) = &self.query {
            let options = Options {
                limit: usize::MAX,
                folds_copies: false,
                ..Options::default()
            };
            let query = search::parse(text)?;
            let answer = search::search(
                &archive.paths().index(),
                &ArchiveRecords(archive),
                &query,
                &options,
            )?;
            let mut matching: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
            for hit in answer.hits {
                matching.entry(hit.issue).or_default().insert(hit.section);
            }
            chosen.entries.retain(|entry| matching.contains_key(&entry.id));
            chosen.matching = Some(matching);
            chosen.is_relaxed = answer.relaxed;
        }
        Ok(chosen)
    }
}
