//! What stands at the edges of the pages of each issue, and what the issues of a series teach each other by it: the
//! line at the foot of a leaflet of two pages is told to be a running foot by the other leaflets. Kept beside it are the words
//! with a hyphen, by which all issues of an archive help each other.
//!
//! Learnt from records alone, so that it can be thrown away. A line that was moved by what was learnt teaches the same
//! again: reading twice gives the same record.
use super::catalogue::{Catalogue, Entry};
use super::compounds::{Compounds, known_of};
use super::files::{read_lines, write_lines};
use super::lock::WriteLock;
use super::series::{series_key, series_name};
use super::store::Archive;
use crate::error::Result;
use crate::french::fold::letters_key;
use crate::model::{FurnitureKind, Issue, Learnt, SectionKind, SourceFormat};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Pages of an issue on which a line must be running to be known in the whole series, and issues in which it must.
const PAGES: u32 = 2;
const ISSUES: usize = 2;

/// Issues at whose foot a line must stand to be a running foot, though it stands on one page of each, and their share of
/// the series.
const ISSUES_OF_ONE_PAGE: usize = 3;
const SHARE_OF_ISSUES: f32 = 0.6;

/// Letters of such a line: a word alone may be the title of something short.
const LETTERS_OF_ONE_PAGE: usize = 10;

/// Most words of a line that may run.
const WORDS: usize = 14;

/// Lines that are kept of an issue: one with more is hostile.
const MOST_LINES: usize = 400;

/// Version of what is kept: raised when the same record may give something else.
const VERSION: u32 = 2;

/// Where a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Edge {
    Head,
    Foot,
    /// A title: its record does not say where on the page it stands.
    Title,
}

/// A line at the edge of pages, or a title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Line {
    edge: Edge,
    key: String,
    /// Pages on which it is running; 0 where it is text.
    pages: u32,
}

/// What an issue teaches.
#[derive(Debug)]
pub(super) struct Teaching {
    lines: Vec<Line>,
    compounds: Compounds,
}

impl Teaching {
    /// Looks at a record.
    pub(super) fn of(issue: &Issue) -> Self {
        Self {
            lines: lines_of(issue),
            compounds: Compounds::of(issue),
        }
    }
}

/// What an issue teaches, as it is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Edges {
    sha256: String,
    /// Version of the record, as the catalogue has it.
    record: String,
    edges: u32,
    lines: Vec<Line>,
    /// The lines with which it was read again and that are text all the same.
    tried: BTreeSet<String>,
    /// The lines that it was told to be running, and that are.
    told: BTreeSet<String>,
    /// Its words with a hyphen, and those that it cuts.
    compounds: Compounds,
}

/// What the issues of an archive teach each other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Lessons {
    /// The running lines of each series, by its key.
    pub(super) of_series: BTreeMap<String, Learnt>,
    /// Words that are printed with their hyphen within a line.
    pub(super) compounds: BTreeSet<String>,
}

impl Lessons {
    /// What they teach of an issue of a series, and of the words that it cuts.
    pub(super) fn of_issue(&self, series: Option<&str>, compounds: &Compounds) -> Learnt {
        let lines = series.and_then(|key| self.of_series.get(key));
        Learnt {
            compounds: compounds.taught_by(&self.compounds),
            ..lines.cloned().unwrap_or_default()
        }
    }
}

/// What stands at the edges of the pages of all issues.
#[derive(Debug, Default)]
pub(super) struct AllEdges {
    by_digest: BTreeMap<String, Edges>,
    has_changed: bool,
}

impl AllEdges {
    /// Reads what was kept, and looks at the records that are new or have changed.
    ///
    /// # Errors
    /// Where the cache or a record cannot be read.
    pub(super) fn load(archive: &Archive, catalogue: &Catalogue) -> Result<Self> {
        let mut all = Self::default();
        for edges in read_lines::<Edges>(&archive.paths().edges())? {
            all.by_digest.insert(edges.sha256.clone(), edges);
        }
        let before = all.by_digest.len();
        all.by_digest
            .retain(|sha256, edges| edges.edges == VERSION && catalogue.by_digest(sha256).is_some());
        all.has_changed = all.by_digest.len() != before;
        for entry in catalogue.entries() {
            let version = catalogue.version(&entry.sha256).unwrap_or_default();
            let kept = all.by_digest.get(&entry.sha256);
            if kept.is_none_or(|edges| edges.record != version) {
                let taught = Teaching::of(&archive.record(&entry.sha256)?);
                all.add(catalogue, &entry.sha256, taught);
            }
        }
        Ok(all)
    }

    /// Takes up an issue that the catalogue knows, by its digest and what it teaches.
    pub(super) fn add(&mut self, catalogue: &Catalogue, sha256: &str, taught: Teaching) {
        let edges = Edges {
            sha256: sha256.to_string(),
            record: catalogue.version(sha256).unwrap_or_default(),
            edges: VERSION,
            lines: taught.lines,
            tried: BTreeSet::new(),
            told: BTreeSet::new(),
            compounds: taught.compounds,
        };
        self.by_digest.insert(sha256.to_string(), edges);
        self.has_changed = true;
    }

    /// Notes that an issue was read with all that is known of its series.
    pub(super) fn note_read(&mut self, sha256: &str, known: &Learnt) {
        if let Some(edges) = self.by_digest.get_mut(sha256) {
            edges.tried = text_lines(&edges.lines, known);
            let running = edges.lines.iter().filter(|line| line.pages > 0);
            edges.told = running
                .filter(|line| known.holds(&line.key, line.edge == Edge::Head))
                .map(|line| line.key.clone())
                .collect();
            edges.compounds.note_told(&known.compounds);
            self.has_changed = true;
        }
    }

    /// Writes what is known, if it has changed.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub(super) fn save(&self, archive: &Archive, _lock: &WriteLock) -> Result<()> {
        if !self.has_changed {
            return Ok(());
        }
        write_lines(&archive.paths().edges(), self.by_digest.values())
    }

    /// What the issues teach.
    pub(super) fn learn(&self, catalogue: &Catalogue) -> Lessons {
        let mut issues_of: BTreeMap<String, Vec<&Edges>> = BTreeMap::new();
        for edges in self.by_digest.values() {
            if let Some(key) = catalogue.by_digest(&edges.sha256).and_then(key_of) {
                issues_of.entry(key).or_default().push(edges);
            }
        }
        let mut of_series: BTreeMap<String, Learnt> = issues_of
            .into_iter()
            .map(|(key, issues)| (key, running_lines(&issues)))
            .collect();
        of_series.retain(|_, lines| !lines.is_empty());
        let all: Vec<&Compounds> = self.by_digest.values().map(|edges| &edges.compounds).collect();
        Lessons {
            of_series,
            compounds: known_of(&all),
        }
    }

    /// The issues that must be read again, by digest, each with what is known of it: a line of theirs is text that is running
    /// elsewhere, or a word is joined that others print with its hyphen, and this was not tried yet; or they were told what
    /// is known no more.
    pub(super) fn to_read_again(&self, catalogue: &Catalogue, lessons: &Lessons) -> Vec<(String, Learnt)> {
        let nothing = Learnt::default();
        let mut list = Vec::new();
        for edges in self.by_digest.values() {
            let key = catalogue.by_digest(&edges.sha256).and_then(key_of);
            let known = key.as_ref().and_then(|key| lessons.of_series.get(key));
            let known = known.unwrap_or(&nothing);
            let lines = text_lines(&edges.lines, known);
            let is_known = |key: &String| known.holds(key, true) || known.holds(key, false);
            // A line that the series no longer tells is read as the issue alone tells it.
            let was_told_wrong = !edges.told.iter().all(is_known);
            let has_new_line = !lines.is_empty() && lines != edges.tried;
            if has_new_line || was_told_wrong || edges.compounds.must_be_read(&lessons.compounds) {
                let learnt = lessons.of_issue(key.as_deref(), &edges.compounds);
                list.push((edges.sha256.clone(), learnt));
            }
        }
        list
    }
}

/// The key of the series to which an issue belongs.
pub(super) fn key_of(entry: &Entry) -> Option<String> {
    series_name(entry).map(series_key)
}

/// Whether others teach something of an issue: a line of it is text that runs elsewhere in its series, or a word is cut that
/// they print with its hyphen.
pub(super) fn is_taught(issue: &Issue, known: &Learnt) -> bool {
    !known.compounds.is_empty() || !text_lines(&lines_of(issue), known).is_empty()
}

/// The lines that are text and that the series knows as running.
fn text_lines(lines: &[Line], known: &Learnt) -> BTreeSet<String> {
    let runs = |line: &&Line| {
        line.pages == 0
            && match line.edge {
                Edge::Head => known.holds(&line.key, true),
                Edge::Foot => known.holds(&line.key, false),
                Edge::Title => known.holds(&line.key, true) || known.holds(&line.key, false),
            }
    };
    lines.iter().filter(runs).map(|line| line.key.clone()).collect()
}

/// What the issues of one series teach.
fn running_lines(issues: &[&Edges]) -> Learnt {
    let mut running: BTreeMap<(Edge, &str), usize> = BTreeMap::new();
    let mut at_foot: BTreeMap<&str, usize> = BTreeMap::new();
    let mut titles: BTreeMap<&str, usize> = BTreeMap::new();
    // An issue has a key once at each edge.
    for line in issues.iter().flat_map(|edges| &edges.lines) {
        if line.pages >= PAGES {
            *running.entry((line.edge, &line.key)).or_default() += 1;
        }
        match line.edge {
            Edge::Head => {}
            Edge::Foot => *at_foot.entry(&line.key).or_default() += 1,
            Edge::Title => *titles.entry(&line.key).or_default() += 1,
        }
    }
    let mut known = Learnt::default();
    for ((edge, key), count) in running {
        // A rubric that is printed on each of its pages is running in the issues where it is long.
        if count >= ISSUES && titles.get(key).is_none_or(|titles| *titles < count) {
            let lines = if edge == Edge::Head {
                &mut known.heads
            } else {
                &mut known.feet
            };
            lines.insert(key.to_string());
        }
    }
    for (key, count) in at_foot {
        let is_in_most = count as f32 >= SHARE_OF_ISSUES * issues.len() as f32;
        let is_long = key.chars().count() >= LETTERS_OF_ONE_PAGE;
        if count >= ISSUES_OF_ONE_PAGE && is_in_most && is_long && !titles.contains_key(key) {
            known.feet.insert(key.to_string());
        }
    }
    known
}

/// What stands at the edges of the pages of an issue.
fn lines_of(issue: &Issue) -> Vec<Line> {
    if issue.source.format != SourceFormat::Pdf {
        return Vec::new();
    }
    let mut pages_of: BTreeMap<(Edge, String), BTreeSet<u32>> = BTreeMap::new();
    for furniture in &issue.furniture {
        let edge = match furniture.kind {
            FurnitureKind::RunningHead => Edge::Head,
            FurnitureKind::RunningFoot => Edge::Foot,
            _ => continue,
        };
        if let Some(key) = key_of_line(&furniture.text) {
            pages_of.entry((edge, key)).or_default().insert(furniture.page);
        }
    }
    for section in &issue.sections {
        if matches!(section.kind, SectionKind::Imprint | SectionKind::Toc) {
            continue;
        }
        if let Some(key) = key_of_line(&section.title) {
            pages_of.entry((Edge::Title, key)).or_default();
        }
        for block in &section.blocks {
            let Some(bbox) = block.bbox else { continue };
            let page = issue.pages.iter().find(|page| page.page == block.page);
            let Some(height) = page.and_then(|page| page.height) else {
                continue;
            };
            let edge = if bbox[3] <= Learnt::BAND * height {
                Edge::Head
            } else if bbox[1] >= (1.0 - Learnt::BAND) * height {
                Edge::Foot
            } else {
                continue;
            };
            if let Some(key) = key_of_line(&block.text) {
                // Where it is text here and running there, it is running.
                pages_of.entry((edge, key)).or_default();
            }
        }
    }
    pages_of
        .into_iter()
        .take(MOST_LINES)
        .map(|((edge, key), pages)| Line {
            edge,
            key,
            pages: pages.len() as u32,
        })
        .collect()
}

/// The key of a line that may run.
fn key_of_line(text: &str) -> Option<String> {
    if text.split_whitespace().count() > WORDS {
        return None;
    }
    let key = letters_key(text);
    key.chars().any(char::is_alphabetic).then_some(key)
}

#[cfg(test)]
#[path = "edges_tests.rs"]
mod tests;
