//! `gazette kwic`: a concordance, each place where the words stand in the middle of its line.
use super::super::csv::write_row;
use super::super::harmless::harmless_line;
use super::super::indexing::ArchiveRecords;
use super::super::output::{Style, counted};
use super::super::{Context, Exit, Failure};
use crate::archive::Archive;
use crate::search::{self, Concordance, Line, LineSort, Mode, Options, Reader, Repair};
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::io;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Show every place where the words stand, each in the middle of its line
///
/// Takes the queries of `gazette search`. Only sections that match the whole query count. With --json, one object of
/// type "line" a line.
#[derive(Debug, Args)]
pub(in super::super) struct KwicArgs {
    /// The query; quote it for the shell
    #[arg(value_name = "QUERY", required = true)]
    query: Vec<String>,
    /// Want any of the words instead of all
    #[arg(long)]
    any: bool,
    /// Order of the lines
    #[arg(long, value_enum, default_value = "date")]
    sort: SortArg,
    /// Characters on both sides
    #[arg(long, value_name = "N", default_value_t = 40)]
    width: usize,
    /// Keep issues of this date and later: 2019, 2019-06, 2019-06-15
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Keep issues of this date and earlier
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// Most lines to show [default: all]
    #[arg(long, short = 'n', value_name = "N")]
    limit: Option<usize>,
    /// Leave out so many of the first lines
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,
    /// Format of the lines
    #[arg(long, value_enum, default_value = "text")]
    format: KwicFormat,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum SortArg {
    /// Oldest issue first
    Date,
    /// By the words before, the nearest first
    Left,
    /// By the words that were found
    Keyword,
    /// By the words after
    Right,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum KwicFormat {
    /// Lines with the words in the middle
    Text,
    /// A table with a line of names
    Csv,
}

#[derive(Serialize)]
struct Summary<'a> {
    command: &'static str,
    query: &'a str,
    read_as: &'a str,
    total: usize,
    shown: usize,
    sections: usize,
    repairs: &'a [Repair],
}

pub(in super::super) fn run(args: &KwicArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let text = args.query.join(" ");
    let query = search::parse(&text)?;
    let archive = Archive::open(&context.archive)?;
    let options = Options {
        limit: args.limit.unwrap_or(usize::MAX),
        offset: args.offset,
        from: args.from.clone(),
        to: args.to.clone(),
        mode: if args.any { Mode::Any } else { Mode::All },
        ..Options::default()
    };
    let sort = match args.sort {
        SortArg::Date => LineSort::Date,
        SortArg::Left => LineSort::Left,
        SortArg::Keyword => LineSort::Keyword,
        SortArg::Right => LineSort::Right,
    };
    let found = Reader::open(&archive.paths().index())?.concordance(
        &ArchiveRecords(&archive),
        &query,
        &options,
        args.width,
        sort,
    )?;
    if context.out.is_json() {
        for line in &found.lines {
            context.out.object("line", line)?;
        }
        let summary = Summary {
            command: "kwic",
            query: &text,
            read_as: &found.read_as,
            total: found.total,
            shown: found.lines.len(),
            sections: found.sections,
            repairs: &found.repairs,
        };
        context.out.object("summary", &summary)?;
    } else {
        if args.format == KwicFormat::Csv {
            print_table(&found.lines, context)?;
        } else {
            print_lines(&found.lines, args.width, context)?;
        }
        print_notes(&text, &found, context)?;
    }
    Ok(if found.total == 0 {
        Exit::NothingFound
    } else {
        Exit::Done
    })
}

fn print_lines(lines: &[Line], width: usize, context: &mut Context<'_>) -> io::Result<()> {
    for line in lines {
        let left = harmless_line(&line.left);
        let padding = " ".repeat(width.saturating_sub(left.width()));
        let right = fill(&line.right, width);
        let date = line.date.as_ref().map_or("-", |date| date.iso.as_str());
        let place = format!("  {date}  {}  p. {}", line.slug, line.page);
        context.out.styled(&[
            (Style::Plain, &padding),
            (Style::Plain, &left),
            (Style::Match, &line.keyword),
            (Style::Plain, &right),
            (Style::Faint, &place),
        ])?;
    }
    Ok(())
}

/// The text with spaces after it, so that what follows stands in a column.
fn fill(text: &str, width: usize) -> String {
    let text = harmless_line(text);
    let taken: usize = text.chars().map(|letter| letter.width().unwrap_or(0)).sum();
    format!("{text}{}", " ".repeat(width.saturating_sub(taken)))
}

fn print_table(lines: &[Line], context: &mut Context<'_>) -> io::Result<()> {
    let names = [
        "left",
        "keyword",
        "right",
        "date",
        "publication",
        "number",
        "issue",
        "slug",
        "section",
        "title",
        "page",
        "external_id",
    ];
    write_row(context.out.raw(), &names)?;
    for line in lines {
        let row = [
            line.left.as_str(),
            &line.keyword,
            &line.right,
            line.date.as_ref().map_or("", |date| date.iso.as_str()),
            line.publication.as_deref().unwrap_or_default(),
            line.number.as_deref().unwrap_or_default(),
            &line.issue,
            &line.slug,
            &line.section,
            &line.title,
            &line.page.to_string(),
            line.external_id.as_deref().unwrap_or_default(),
        ];
        write_row(context.out.raw(), &row)?;
    }
    Ok(())
}

fn print_notes(text: &str, found: &Concordance, context: &mut Context<'_>) -> io::Result<()> {
    for repair in &found.repairs {
        context.out.note(&format!(
            "the archive has no \"{}\": also looked for \"{}\"",
            repair.typed, repair.used
        ))?;
    }
    if found.total == 0 {
        return context.out.note(&format!(
            "no line for {text}      query read as: {}\n\nhint: `gazette search` also tells sections that have some \
             of the words",
            found.read_as
        ));
    }
    context.out.note(&format!(
        "{}, {} shown, in {}",
        counted(found.total, "line"),
        found.lines.len(),
        counted(found.sections, "section")
    ))
}
