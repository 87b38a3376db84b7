//! `gazette search`: passages of the archive, by issue, with page and section.
mod batch;

use super::super::csv::TableArgs;
use super::super::indexing::ArchiveRecords;
use super::super::output::{Style, counted};
use super::super::{Context, Exit, Failure};
use crate::archive::Archive;
use crate::error::Error;
use crate::search::{self, Answer, Count, Facet, Hit, Mode, Options, Repair, Sort};
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::io;
use std::ops::Range;
use std::path::PathBuf;

/// Find passages: words, "phrases", prefix*, =exact, +must -not, ET OU SAUF, titre:word
///
/// Without operators all words are wanted; where no section has them all, sections with some are
/// shown and the answer says so. Accents and endings are free.
///
///   "assemblée générale"       these words in this order
///   "emploi insertion"~5       near each other
///   agri*   *logie   m?re      beginning of a word; any letters, one letter
///   =marché                    the very word with its accents
///   +emploi -stage             must, must not
///   a ET b   a OU b   a SAUF b also AND, OR, NOT; parentheses group
///   titre: rubrique: texte: lien: publication: numero: date:2019..2021-06
///
/// A query that begins with `-` comes after `--`. With --json, one object of type "hit" a line.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(in super::super) struct SearchArgs {
    /// The query; quote it for the shell
    #[arg(value_name = "QUERY", required_unless_present = "batch")]
    query: Vec<String>,
    /// Answer the queries of a file, one a line: identifier, tab, query; `-` reads them on stdin
    #[arg(long, value_name = "FILE", conflicts_with_all = ["query", "explain"])]
    batch: Option<PathBuf>,
    /// Format of the hits: a table, or JSON Lines (the default of --batch)
    #[arg(long, value_enum)]
    format: Option<batch::BatchFormat>,
    #[command(flatten)]
    table: TableArgs,
    /// Count all sections that match by this; may be given several times
    #[arg(long, value_enum, value_name = "FACET", conflicts_with = "batch")]
    facet: Vec<FacetArg>,
    /// Show copies of a passage as hits of their own, as --batch does
    #[arg(long)]
    all_copies: bool,
    /// Want any of the words instead of all, those of phrases too
    #[arg(long, conflicts_with = "all")]
    any: bool,
    /// Want all of the words (the default)
    #[arg(long)]
    all: bool,
    /// Order of the hits
    #[arg(long, value_enum, default_value = "relevance")]
    sort: SortArg,
    /// Keep issues of this date and later: 2019, 2019-06, 2019-06-15
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Keep issues of this date and earlier
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// Most hits to show
    #[arg(long, short = 'n', value_name = "N", default_value_t = 20)]
    limit: usize,
    /// Leave out so many of the first hits
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,
    /// Say how the query is read, and with each hit its score
    #[arg(long)]
    explain: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum SortArg {
    /// Best first
    Relevance,
    /// Latest issue first
    Newest,
    /// Oldest issue first
    Oldest,
}

impl SearchArgs {
    fn options(&self) -> Options {
        Options {
            limit: self.limit,
            offset: self.offset,
            from: self.from.clone(),
            to: self.to.clone(),
            mode: if self.any { Mode::Any } else { Mode::All },
            sort: match self.sort {
                SortArg::Relevance => Sort::Relevance,
                SortArg::Newest => Sort::Newest,
                SortArg::Oldest => Sort::Oldest,
            },
            facets: self.facet.iter().map(|facet| facet.facet()).collect(),
            folds_copies: self.batch.is_none() && !self.all_copies,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FacetArg {
    /// The year of the issue
    Year,
    /// The publication
    Publication,
    /// The rubric
    Rubric,
    /// The kind of section
    Kind,
    /// The hosts of the links
    Host,
}

impl FacetArg {
    fn facet(self) -> Facet {
        match self {
            Self::Year => Facet::Year,
            Self::Publication => Facet::Publication,
            Self::Rubric => Facet::Rubric,
            Self::Kind => Facet::Kind,
            Self::Host => Facet::Host,
        }
    }
}

#[derive(Serialize)]
struct Summary<'a> {
    command: &'static str,
    query: &'a str,
    read_as: &'a str,
    total: usize,
    shown: usize,
    relaxed: bool,
    repairs: &'a [Repair],
}

pub(in super::super) fn run(args: &SearchArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    if args.table.is_given() && args.format != Some(batch::BatchFormat::Csv) {
        return Err(Failure::from(Error::Usage {
            message: "--bom, --delimiter, --guard-formulas and --spreadsheet are for tables".to_string(),
            hint: "add --format csv".to_string(),
        }));
    }
    args.table.check()?;
    if let Some(file) = &args.batch {
        return batch::run(args, file, context);
    }
    let text = args.query.join(" ");
    let query = search::parse(&text)?;
    if args.explain {
        explain(&query, context)?;
    }
    let archive = match Archive::open(&context.archive) {
        // How a query is read can be asked without an archive.
        Err(Error::ArchiveNotFound { .. }) if args.explain => {
            return end_explanation(&text, &query.to_string(), context);
        }
        opened => opened?,
    };
    let options = args.options();
    let answer = search::search(
        &archive.paths().index(),
        &ArchiveRecords(&archive),
        &query,
        &options,
    )?;
    if context.out.is_json() || args.format == Some(batch::BatchFormat::Jsonl) {
        print_json(&text, &answer, context)?;
    } else if args.format == Some(batch::BatchFormat::Csv) {
        batch::print_table(args, &answer.hits, context)?;
    } else {
        print_answer(&text, &answer, args.explain, context)?;
    }
    Ok(if answer.total == 0 {
        Exit::NothingFound
    } else {
        Exit::Done
    })
}

/// How the query is read, part by part.
fn explain(query: &search::Query, context: &mut Context<'_>) -> io::Result<()> {
    for reading in query.readings() {
        if context.out.is_json() {
            context.out.object("reading", &reading)?;
            continue;
        }
        let indent = "  ".repeat(reading.depth + 1);
        let field = if reading.field.is_empty() {
            String::new()
        } else {
            format!("  in {}", reading.field)
        };
        let line = format!("{indent}{}  {}{field}", reading.kind, reading.text);
        context.out.line(line.trim_end())?;
        for key in &reading.keys {
            context.out.line(&format!("{indent}    {key}"))?;
        }
    }
    Ok(())
}

fn end_explanation(text: &str, read_as: &str, context: &mut Context<'_>) -> Result<Exit, Failure> {
    if context.out.is_json() {
        let summary = Summary {
            command: "search",
            query: text,
            read_as,
            total: 0,
            shown: 0,
            relaxed: false,
            repairs: &[],
        };
        context.out.object("summary", &summary)?;
    } else {
        context.out.line(&format!("query read as: {read_as}"))?;
    }
    Ok(Exit::Done)
}

fn print_json(text: &str, answer: &Answer, context: &mut Context<'_>) -> io::Result<()> {
    for hit in &answer.hits {
        context.out.object("hit", hit)?;
    }
    for count in &answer.facets {
        context.out.object("facet", count)?;
    }
    let summary = Summary {
        command: "search",
        query: text,
        read_as: &answer.read_as,
        total: answer.total,
        shown: answer.hits.len(),
        relaxed: answer.relaxed,
        repairs: &answer.repairs,
    };
    context.out.object("summary", &summary)
}

fn print_answer(text: &str, answer: &Answer, with_scores: bool, context: &mut Context<'_>) -> io::Result<()> {
    let groups = by_issue(&answer.hits);
    for group in &groups {
        print_group(group, with_scores, context)?;
    }
    print_facets(&answer.facets, context)?;
    for repair in &answer.repairs {
        let line = format!(
            "the archive has no \"{}\": also looked for \"{}\"",
            repair.typed, repair.used
        );
        context.out.note(&line)?;
    }
    if answer.relaxed {
        context
            .out
            .note("no section has all the words: these have some of them")?;
    }
    if answer.total == 0 {
        context.out.note(&format!(
            "nothing found for {text}      query read as: {}",
            answer.read_as
        ))?;
        return context
            .out
            .note("\nhint: try fewer words, --any, or the beginning of a word with *");
    }
    let passages = counted(answer.total, "passage");
    // The issues are counted from what is shown: of the rest nothing is said.
    let count = if answer.hits.len() < answer.total {
        format!("{passages}, {} shown (--limit, --offset)", answer.hits.len())
    } else {
        format!("{passages} in {}", counted(groups.len(), "issue"))
    };
    let line = format!("{count}      query read as: {}", answer.read_as);
    context.out.note(&line)
}

/// The hits by issue: the issue of the best hit first, the order of hits kept within an issue.
fn by_issue(hits: &[Hit]) -> Vec<Vec<&Hit>> {
    let mut groups: Vec<Vec<&Hit>> = Vec::new();
    for hit in hits {
        let same_issue = groups
            .iter_mut()
            .find(|group| group.first().is_some_and(|first| first.issue == hit.issue));
        match same_issue {
            Some(group) => group.push(hit),
            None => groups.push(vec![hit]),
        }
    }
    groups
}

/// The counts, a block a facet. Sections without a value come last.
fn print_facets(counts: &[Count], context: &mut Context<'_>) -> io::Result<()> {
    let mut last = None;
    for count in counts {
        if last != Some(count.facet) {
            let name = format!("{:?}", count.facet).to_lowercase();
            context.out.styled(&[(Style::Bold, &format!("by {name}"))])?;
            last = Some(count.facet);
        }
        let value = count.value.as_deref().unwrap_or("(none)");
        context.out.styled(&[
            (Style::Plain, &format!("{:>8}  ", count.sections)),
            (Style::Plain, value),
        ])?;
    }
    Ok(())
}

fn print_group(group: &[&Hit], with_scores: bool, context: &mut Context<'_>) -> io::Result<()> {
    let Some(first) = group.first() else {
        return Ok(());
    };
    let mut head = first.issue_title.clone().unwrap_or_else(|| first.slug.clone());
    if let Some(number) = &first.number {
        head.push_str(&format!(" no {number}"));
    }
    if let Some(date) = &first.date {
        head.push_str(&format!(", {}", date.iso));
    }
    let names = format!("   {}  {}", first.slug, first.issue);
    context
        .out
        .styled(&[(Style::Bold, &head), (Style::Faint, &names)])?;
    for hit in group {
        let page = format!("  p. {}  ", hit.page);
        let path = hit.section_path.join(" > ");
        let mut line = vec![(Style::Faint, page.as_str()), (Style::Plain, path.as_str())];
        let score = format!("   score {:.3}", hit.score);
        if with_scores {
            line.push((Style::Faint, &score));
        }
        context.out.styled(&line)?;
        let mut pieces = vec![(Style::Plain, "        ")];
        pieces.extend(marked(&hit.snippet, &hit.highlights));
        context.out.styled(&pieces)?;
        if !hit.copies.is_empty() {
            let names: Vec<&str> = hit.copies.iter().take(5).map(|copy| copy.slug.as_str()).collect();
            let more = if hit.copies.len() > names.len() { "…" } else { "" };
            let line = format!(
                "        and nearly the same {}: {}{more}",
                times(hit.copies.len()),
                names.join(", ")
            );
            context.out.styled(&[(Style::Faint, &line)])?;
        }
    }
    Ok(())
}

fn times(number: usize) -> String {
    match number {
        1 => "once more".to_string(),
        _ => format!("{number} times more"),
    }
}

/// A text in pieces, with what was found set off.
fn marked<'a>(text: &'a str, highlights: &[Range<usize>]) -> Vec<(Style, &'a str)> {
    let mut pieces = Vec::new();
    let mut end = 0;
    for highlight in highlights {
        let (Some(before), Some(found)) = (text.get(end..highlight.start), text.get(highlight.clone()))
        else {
            continue;
        };
        pieces.push((Style::Plain, before));
        pieces.push((Style::Match, found));
        end = highlight.end;
    }
    pieces.push((Style::Plain, text.get(end..).unwrap_or_default()));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_is_set_off_and_nothing_is_lost() {
        let text = "l'été à Lens";
        let places = ["été", "Lens"].map(|word| {
            let start = text.find(word).unwrap();
            start..start + word.len()
        });
        let pieces = marked(text, &places);
        let found = pieces.iter().filter(|(style, _)| *style == Style::Match);
        assert_eq!(
            found.map(|(_, words)| *words).collect::<Vec<_>>(),
            ["été", "Lens"]
        );
        let whole: String = pieces.iter().map(|(_, text)| *text).collect();
        assert_eq!(whole, text);
    }
}
