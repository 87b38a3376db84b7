//! Answers a query: hits, best first, each with its place and a quotation.
use super::collect::{self, Found};
use super::compile::{Compiler, date_query};
use super::dates::parse_range;
use super::document::{Passage, kind_name, passages, section_path};
use super::facets::{self, Facet};
use super::guard::guarded;
use super::index::open_searcher;
use super::keys::KeyMaker;
use super::needle::{self, Needle};
use super::query::{Area, Clause, Node, Query};
use super::repair::Repair;
use super::schema::Fields;
use super::shelf::Shelf;
use super::snippet::{self, Richness, Snippet};
use super::statistics::Collection;
use crate::error::{Error, Result};
use crate::model::{Issue, IssueDate, Rect, Section, SectionKind};
use serde::Serialize;
use std::ops::Range;
use std::path::Path;
use tantivy::Searcher;
use tantivy::query::{BooleanQuery, Occur, Query as EngineQuery};

/// Where search reads the records from: the archive, through whoever calls.
pub trait Records: Sync {
    /// The record of an issue, by its full identifier.
    ///
    /// # Errors
    /// Where there is no such record or it cannot be read.
    fn issue(&self, id: &str) -> Result<Issue>;
}

/// Whether all the words of a query are wanted or any of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// All words; where no section has them all, sections with some of them.
    #[default]
    All,
    /// Any of the words: the more, the better.
    Any,
}

/// In which order hits come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// Latest issue first.
    Newest,
    /// Oldest issue first.
    Oldest,
}

/// How to search.
#[derive(Debug, Clone)]
pub struct Options {
    /// The most hits to give.
    pub limit: usize,
    /// How many of the first hits to leave out.
    pub offset: usize,
    /// First day of the issues, in any form that `date:` takes.
    pub from: Option<String>,
    /// Last day of the issues.
    pub to: Option<String>,
    /// All words or any.
    pub mode: Mode,
    /// The order of hits.
    pub sort: Sort,
    /// By what all sections that match are counted.
    pub facets: Vec<Facet>,
    /// Whether copies of a hit stand with it and not as hits of their own.
    pub folds_copies: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            limit: 10,
            offset: 0,
            from: None,
            to: None,
            mode: Mode::All,
            sort: Sort::Relevance,
            facets: Vec::new(),
            folds_copies: false,
        }
    }
}

/// What a search found.
#[derive(Debug, Clone, Serialize)]
pub struct Answer {
    /// The hits that were asked for.
    pub hits: Vec<Hit>,
    /// How many sections match in all.
    pub total: usize,
    /// How the query was read, in the query language.
    pub read_as: String,
    /// Words that the archive does not know, with those that were looked for instead.
    pub repairs: Vec<Repair>,
    /// No section has all the words: these have some of them.
    pub relaxed: bool,
    /// The counts that were asked for.
    pub facets: Vec<facets::Count>,
}

/// A section with nearly the same text as a hit.
#[derive(Debug, Clone, Serialize)]
pub struct Copy {
    /// Identifier of the issue.
    pub issue: String,
    /// Short name of the issue.
    pub slug: String,
    /// The issue's date.
    pub date: Option<IssueDate>,
    /// Identifier of the section in its issue.
    pub section: String,
    /// First page of the section.
    pub page: u32,
}

/// A section that was found.
#[derive(Debug, Clone, Serialize)]
pub struct Hit {
    /// Identifier of the issue.
    pub issue: String,
    /// Short name of the issue.
    pub slug: String,
    /// The issue's own title.
    pub issue_title: Option<String>,
    /// The series of the issue.
    pub publication: Option<String>,
    /// The issue's number.
    pub number: Option<String>,
    /// The issue's date.
    pub date: Option<IssueDate>,
    /// Identifier of the section in its issue.
    pub section: String,
    /// The section's title; empty where it has none.
    pub title: String,
    /// What was found in the title, as byte ranges.
    pub title_highlights: Vec<Range<usize>>,
    /// Titles from the rubric down to the section.
    pub section_path: Vec<String>,
    /// What kind of section it is.
    pub kind: SectionKind,
    /// Page of what is quoted, from 1.
    pub page: u32,
    /// Place of the paragraph that is quoted, where it is known.
    pub bbox: Option<Rect>,
    /// How well it matches; only the order means something.
    pub score: f32,
    /// What is quoted, as printed.
    pub snippet: String,
    /// What was found in the quotation, as byte ranges.
    pub highlights: Vec<Range<usize>>,
    /// The issue's identifier outside the archive, where it was given one.
    pub issue_external_id: Option<String>,
    /// The section's identifier outside the archive, where it was given one.
    pub section_external_id: Option<String>,
    /// Sections with nearly the same text that match too, where copies are folded.
    pub copies: Vec<Copy>,
}

impl Hit {
    /// The kind of section as it stands in a record.
    pub fn kind_name(&self) -> &'static str {
        kind_name(self.kind)
    }
}

/// Answers a query from the index in a folder and the records it was built from.
///
/// # Errors
/// Those of [`Reader::open`] and [`Reader::search`].
pub fn search(dir: &Path, records: &dyn Records, query: &Query, options: &Options) -> Result<Answer> {
    Reader::open(dir)?.search(records, query, options)
}

/// An index that was opened once for many queries. It keeps the state in which it was opened.
pub struct Reader {
    pub(super) searcher: Searcher,
    pub(super) fields: Fields,
    pub(super) collection: Collection,
}

impl Reader {
    /// Opens the index in a folder.
    ///
    /// # Errors
    /// [`Error::IndexMissing`], [`Error::IndexStale`], or where the engine fails.
    pub fn open(dir: &Path) -> Result<Self> {
        guarded(|| {
            let (searcher, fields) = open_searcher(dir)?;
            let collection = Collection::of(&searcher, &fields)?;
            Ok(Self {
                searcher,
                fields,
                collection,
            })
        })
    }

    /// Answers a query.
    ///
    /// # Errors
    /// [`Error::Usage`] for dates that cannot be read, [`Error::Index`] where the engine fails or the records have
    /// changed since they were indexed, and the errors of `records`.
    pub fn search(&self, records: &dyn Records, query: &Query, options: &Options) -> Result<Answer> {
        guarded(|| answer(self, records, query, options))
    }
}

fn answer(reader: &Reader, records: &dyn Records, query: &Query, options: &Options) -> Result<Answer> {
    let (searcher, fields) = (&reader.searcher, &reader.fields);
    let dates = date_filter(fields, options)?;
    let mut run = run(reader, query, options, options.mode, dates.as_deref())?;
    let mut relaxed = false;
    if run.total == 0 && options.mode == Mode::All && can_relax(&query.root) {
        let relaxed_run = self::run(reader, query, options, Mode::Any, dates.as_deref())?;
        if relaxed_run.total > 0 {
            run = relaxed_run;
            relaxed = true;
        }
    }

    let mut shelf = Shelf::new(searcher, fields, records);
    let mut hits = Vec::with_capacity(run.found.len());
    for (index, found) in run.found.iter().enumerate() {
        shelf.read_ahead(&run.found, index)?;
        let mut copies = Vec::with_capacity(found.copies.len());
        for address in &found.copies {
            copies.push(shelf.with_section(*address, copy_of)?);
        }
        let (needles, maker) = (&run.needles, &mut run.maker);
        let mut hit = shelf.with_section(found.address, |issue, section| {
            hit(issue, section, found.score, needles, maker)
        })?;
        hit.copies = copies;
        hits.push(hit);
    }
    let mut counts = Vec::new();
    for facet in &options.facets {
        counts.extend(facets::count(searcher, run.query.as_ref(), *facet)?);
    }
    Ok(Answer {
        hits,
        total: run.total,
        read_as: query.to_string(),
        repairs: run.repairs,
        relaxed,
        facets: counts,
    })
}

fn copy_of(issue: &Issue, section: &Section) -> Copy {
    Copy {
        issue: issue.id.clone(),
        slug: issue.slug.clone(),
        date: issue.date.clone(),
        section: section.id.clone(),
        page: section.page_start,
    }
}

pub(super) struct Run {
    pub(super) found: Vec<Found>,
    pub(super) total: usize,
    pub(super) needles: Vec<Needle>,
    pub(super) repairs: Vec<Repair>,
    pub(super) maker: KeyMaker,
    query: Box<dyn EngineQuery>,
}

pub(super) fn run(
    reader: &Reader,
    query: &Query,
    options: &Options,
    mode: Mode,
    dates: Option<&dyn EngineQuery>,
) -> Result<Run> {
    let (searcher, fields) = (&reader.searcher, &reader.fields);
    let mut compiler = Compiler::new(searcher, fields, reader.collection.sections, mode);
    let mut engine_query = compiler.compile(&query.root)?;
    if let Some(dates) = dates {
        let clauses = vec![(Occur::Must, engine_query), (Occur::Must, dates.box_clone())];
        engine_query = Box::new(BooleanQuery::new(clauses));
    }
    let (maker, needles, repairs) = compiler.into_parts();
    let (found, total) = collect::best(reader, engine_query.as_ref(), options)?;
    Ok(Run {
        found,
        total,
        needles,
        repairs,
        maker,
        query: engine_query,
    })
}

pub(super) fn date_filter(fields: &Fields, options: &Options) -> Result<Option<Box<dyn EngineQuery>>> {
    let from = options.from.as_deref().unwrap_or_default();
    let to = options.to.as_deref().unwrap_or_default();
    if from.is_empty() && to.is_empty() {
        return Ok(None);
    }
    let range = parse_range(&format!("{from}..{to}")).map_err(|message| Error::Usage {
        message,
        hint: "give dates as 2019, 2019-06 or 2019-06-15".to_string(),
    })?;
    Ok(Some(date_query(fields, range)))
}

/// Whether wanting any of the words asks for less than wanting all.
fn can_relax(root: &Node) -> bool {
    let is_wanted =
        |clause: &&Clause| !matches!(clause.node, Node::Not(_) | Node::Date { .. } | Node::Number(_));
    match root {
        Node::Sequence(clauses) => {
            let wanted: Vec<&Clause> = clauses.iter().filter(is_wanted).collect();
            let has_optional = wanted.iter().any(|clause| !clause.must);
            (wanted.len() > 1 && has_optional) || wanted.iter().any(|clause| can_relax(&clause.node))
        }
        Node::All(nodes) | Node::Any(nodes) => nodes.iter().any(can_relax),
        _ => false,
    }
}

fn hit(issue: &Issue, section: &Section, score: f32, needles: &[Needle], maker: &mut KeyMaker) -> Hit {
    let in_title = |area: Area| matches!(area, Area::Anywhere | Area::Title | Area::Rubric);
    let title_matches = needle::find(&section.title, needles, in_title, maker);
    let quotation = quotation(issue, section, needles, maker).unwrap_or_else(|| {
        if title_matches.is_empty() {
            return beginning(section);
        }
        // Found in the title alone: the title is what is shown.
        Quotation {
            snippet: snippet::quote(&section.title, &title_matches),
            page: section.page_start,
            bbox: None,
        }
    });
    Hit {
        issue: issue.id.clone(),
        slug: issue.slug.clone(),
        issue_title: issue.title.clone(),
        publication: issue.publication.clone(),
        number: issue.number.clone(),
        date: issue.date.clone(),
        section: section.id.clone(),
        title: section.title.clone(),
        title_highlights: snippet::ranges(&title_matches),
        section_path: section_path(issue, section),
        kind: section.kind,
        page: quotation.page,
        bbox: quotation.bbox,
        score,
        snippet: quotation.snippet.text,
        highlights: quotation.snippet.highlights,
        issue_external_id: issue.external_id.clone(),
        section_external_id: section.external_id.clone(),
        copies: Vec::new(),
    }
}

struct Quotation {
    snippet: Snippet,
    page: u32,
    bbox: Option<Rect>,
}

/// Quotes the passage whose best sentence says most of what is looked for; a link where only links do.
fn quotation(
    issue: &Issue,
    section: &Section,
    needles: &[Needle],
    maker: &mut KeyMaker,
) -> Option<Quotation> {
    let in_body = |area: Area| matches!(area, Area::Anywhere | Area::Text);
    let mut best: Option<(Richness, Passage<'_>, Vec<needle::Match>)> = None;
    for passage in passages(section) {
        let matches = needle::find(passage.text, needles, in_body, maker);
        if matches.is_empty() {
            continue;
        }
        let richness = snippet::richness(passage.text, &matches);
        let is_better = best
            .as_ref()
            .is_none_or(|(best_richness, _, _)| richness > *best_richness);
        if is_better {
            best = Some((richness, passage, matches));
        }
    }
    if let Some((_, passage, matches)) = best {
        return Some(Quotation {
            snippet: snippet::quote(passage.text, &matches),
            page: passage.page,
            bbox: passage.bbox,
        });
    }
    for link in issue
        .links
        .iter()
        .filter(|link| link.section.as_deref() == Some(section.id.as_str()))
    {
        let text = format!("{} {}", link.text, link.display_url);
        let matches = needle::find(&text, needles, |area| area == Area::Link, maker);
        if !matches.is_empty() {
            return Some(Quotation {
                snippet: snippet::quote(&text, &matches),
                page: link.page,
                bbox: link.bboxes.first().copied(),
            });
        }
    }
    None
}

/// The beginning of a section that was found by its date, its number or what stands above it.
fn beginning(section: &Section) -> Quotation {
    match passages(section).first() {
        Some(passage) => Quotation {
            snippet: snippet::quote(passage.text, &[]),
            page: passage.page,
            bbox: passage.bbox,
        },
        None => Quotation {
            snippet: snippet::quote(&section.title, &[]),
            page: section.page_start,
            bbox: None,
        },
    }
}
