//! Many queries at once, for programs and for measuring: the hits of each under its identifier.
use super::SearchArgs;
use crate::archive::Archive;
use crate::cli::indexing::ArchiveRecords;
use crate::cli::{Context, Exit, Failure};
use crate::error::{Error, Result};
use crate::model::Issue;
use crate::search::{self, Hit, Reader, Records};
use clap::ValueEnum;
use serde::Serialize;
use std::collections::HashMap;
use std::io::{self, Read};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Records that are kept in memory between queries.
const MAX_KEPT: usize = 4_096;

/// Formats of the hits of many queries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum BatchFormat {
    /// An object a line, a summary last
    Jsonl,
    /// A table with a line of names
    Csv,
}

/// A hit, and the query that it answers.
#[derive(Serialize)]
struct BatchHit<'a> {
    query_id: &'a str,
    /// Place among the hits of its query, from 1.
    rank: usize,
    external_id: Option<&'a str>,
    #[serde(flatten)]
    hit: &'a Hit,
}

impl<'a> BatchHit<'a> {
    fn new(query_id: &'a str, rank: usize, hit: &'a Hit) -> Self {
        let external = hit.section_external_id.as_deref();
        Self {
            query_id,
            rank,
            external_id: external.or(hit.issue_external_id.as_deref()),
            hit,
        }
    }
}

#[derive(Serialize)]
struct Summary {
    command: &'static str,
    queries: usize,
    /// Queries that found something.
    answered: usize,
    /// Queries that are not written in the query language and were read as words.
    read_as_words: usize,
    /// Queries that could not be read.
    refused: usize,
    hits: usize,
}

pub(super) fn run(
    args: &SearchArgs,
    file: &Path,
    context: &mut Context<'_>,
) -> std::result::Result<Exit, Failure> {
    let queries = read_queries(file)?;
    let archive = Archive::open(&context.archive)?;
    let reader = Reader::open(&archive.paths().index())?;
    let records = KeptRecords {
        archive: ArchiveRecords(&archive),
        kept: Mutex::new(HashMap::new()),
    };
    let options = args.options();
    let is_csv = args.format == Some(BatchFormat::Csv) && !context.out.is_json();
    let style = args.table.style(',');
    if is_csv {
        style.begin(context.out.raw())?;
        style.write_row(context.out.raw(), &COLUMNS)?;
    }
    let mut summary = Summary {
        command: "search",
        queries: queries.len(),
        answered: 0,
        read_as_words: 0,
        refused: 0,
        hits: 0,
    };
    for (id, text) in &queries {
        let query = match search::parse(text) {
            Ok(query) => query,
            Err(error) => {
                let message = format!("query {id}: {error}");
                let Ok(words) = search::parse_words(text) else {
                    summary.refused += 1;
                    context
                        .out
                        .error(error.code(), &message, Some(file), error.hint().as_deref())?;
                    continue;
                };
                // Queries of a file are often titles and questions that nobody wrote for a program.
                summary.read_as_words += 1;
                context.out.note(&format!(
                    "warning: {message}; read as words  [query_read_as_words]"
                ))?;
                words
            }
        };
        let answer = reader.search(&records, &query, &options)?;
        summary.answered += usize::from(answer.total > 0);
        summary.hits += answer.hits.len();
        for (index, hit) in answer.hits.iter().enumerate() {
            let found = BatchHit::new(id, args.offset + index + 1, hit);
            if is_csv {
                style.write_row(context.out.raw(), &row_of(&found))?;
            } else {
                context.out.object("hit", &found)?;
            }
        }
    }
    if is_csv {
        context
            .out
            .note(&format!("{} hits for {} queries", summary.hits, summary.queries))?;
    } else {
        context.out.object("summary", &summary)?;
    }
    Ok(if summary.refused > 0 {
        Exit::SomeUnread
    } else if summary.hits == 0 {
        Exit::NothingFound
    } else {
        Exit::Done
    })
}

/// Prints the hits of one query as a table.
pub(super) fn print_table(args: &SearchArgs, hits: &[Hit], context: &mut Context<'_>) -> io::Result<()> {
    let style = args.table.style(',');
    style.begin(context.out.raw())?;
    style.write_row(context.out.raw(), &COLUMNS)?;
    for (index, hit) in hits.iter().enumerate() {
        let found = BatchHit::new("", args.offset + index + 1, hit);
        style.write_row(context.out.raw(), &row_of(&found))?;
    }
    Ok(())
}

/// Identifier and text of each query. A line without a tab is a query whose identifier is its line number.
fn read_queries(file: &Path) -> Result<Vec<(String, String)>> {
    let mut text = String::new();
    if file.as_os_str() == "-" {
        io::stdin()
            .read_to_string(&mut text)
            .map_err(|error| Error::io("read", file, error))?;
    } else {
        text = std::fs::read_to_string(file).map_err(|error| Error::io("read", file, error))?;
    }
    let lines = text.lines().enumerate();
    Ok(lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(index, line)| match line.split_once('\t') {
            Some((id, query)) => (id.to_string(), query.to_string()),
            None => ((index + 1).to_string(), line.to_string()),
        })
        .collect())
}

const COLUMNS: [&str; 14] = [
    "query_id",
    "rank",
    "external_id",
    "score",
    "issue",
    "slug",
    "issue_title",
    "number",
    "date",
    "section",
    "section_path",
    "kind",
    "page",
    "snippet",
];

fn row_of(found: &BatchHit<'_>) -> [String; 14] {
    let hit = found.hit;
    [
        found.query_id.to_string(),
        found.rank.to_string(),
        found.external_id.unwrap_or_default().to_string(),
        hit.score.to_string(),
        hit.issue.clone(),
        hit.slug.clone(),
        hit.issue_title.clone().unwrap_or_default(),
        hit.number.clone().unwrap_or_default(),
        hit.date.as_ref().map(|date| date.iso.clone()).unwrap_or_default(),
        hit.section.clone(),
        hit.section_path.join(" > "),
        hit.kind_name().to_string(),
        hit.page.to_string(),
        hit.snippet.clone(),
    ]
}

/// The records of an archive, the last ones kept: queries of one batch find the same issues again and again.
struct KeptRecords<'a> {
    archive: ArchiveRecords<'a>,
    kept: Mutex<HashMap<String, Issue>>,
}

impl KeptRecords<'_> {
    fn kept(&self) -> MutexGuard<'_, HashMap<String, Issue>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Records for KeptRecords<'_> {
    fn issue(&self, id: &str) -> Result<Issue> {
        if let Some(issue) = self.kept().get(id) {
            return Ok(issue.clone());
        }
        let issue = self.archive.issue(id)?;
        let mut kept = self.kept();
        if kept.len() >= MAX_KEPT {
            kept.clear();
        }
        kept.insert(id.to_string(), issue.clone());
        Ok(issue)
    }
}
