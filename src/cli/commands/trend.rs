//! `gazette trend`: how often the words stand in the issues of each year or month, beside how much was printed then.
mod svg;

use super::super::csv::write_row;
use super::super::indexing::ArchiveRecords;
use super::super::output::Style;
use super::super::{Context, Exit, Failure};
use crate::archive::Archive;
use crate::search::{self, Mode, Options, Period, Reader, Repair, Step, Trend};
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::io;

/// Count the words by year or month, beside how much was printed then
///
/// Takes the queries of `gazette search`. Columns: period, occurrences, sections and issues that match, of how many
/// in the archive, occurrences for 10,000 words. Periods of which the archive holds no issue are named: their silence
/// says nothing. With --json, one object of type "period" a period.
#[derive(Debug, Args)]
pub(in super::super) struct TrendArgs {
    /// The query; quote it for the shell
    #[arg(value_name = "QUERY", required = true)]
    query: Vec<String>,
    /// Want any of the words instead of all
    #[arg(long)]
    any: bool,
    /// Length of a period
    #[arg(long, value_enum, default_value = "year")]
    by: StepArg,
    /// Keep issues of this date and later: 2019, 2019-06, 2019-06-15
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Keep issues of this date and earlier
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// Format of the counts
    #[arg(long, value_enum, default_value = "text")]
    format: TrendFormat,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum StepArg {
    /// A year
    Year,
    /// A month
    Month,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TrendFormat {
    /// A table with bars
    Text,
    /// A table with a line of names
    Csv,
    /// A bar chart
    Svg,
    /// JSON Lines, as with --json
    Json,
}

#[derive(Serialize)]
struct Summary<'a> {
    command: &'static str,
    query: &'a str,
    read_as: &'a str,
    occurrences: usize,
    sections: usize,
    gaps: &'a [String],
    repairs: &'a [Repair],
}

/// Length of the longest bar on a terminal.
const LONGEST_BAR: f64 = 30.0;

pub(in super::super) fn run(args: &TrendArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let text = args.query.join(" ");
    let query = search::parse(&text)?;
    let archive = Archive::open(&context.archive)?;
    let options = Options {
        from: args.from.clone(),
        to: args.to.clone(),
        mode: if args.any { Mode::Any } else { Mode::All },
        ..Options::default()
    };
    let step = match args.by {
        StepArg::Year => Step::Year,
        StepArg::Month => Step::Month,
    };
    let reader = Reader::open(&archive.paths().index())?;
    let trend = reader.trend(&ArchiveRecords(&archive), &query, &options, step)?;
    let occurrences: usize = trend.periods.iter().map(|period| period.occurrences).sum();
    let sections: usize = trend.periods.iter().map(|period| period.sections).sum();
    if context.out.is_json() || args.format == TrendFormat::Json {
        for period in &trend.periods {
            context.out.object("period", period)?;
        }
        let summary = Summary {
            command: "trend",
            query: &text,
            read_as: &trend.read_as,
            occurrences,
            sections,
            gaps: &trend.gaps,
            repairs: &trend.repairs,
        };
        context.out.object("summary", &summary)?;
    } else {
        match args.format {
            TrendFormat::Csv => print_csv(&trend, context)?,
            TrendFormat::Svg => svg::write(context.out.raw(), &text, &trend)?,
            TrendFormat::Text | TrendFormat::Json => print_table(&trend, context)?,
        }
        print_notes(&trend, context)?;
    }
    Ok(if sections == 0 {
        Exit::NothingFound
    } else {
        Exit::Done
    })
}

fn name(period: &Period) -> &str {
    period.period.as_deref().unwrap_or("undated")
}

fn rate(period: &Period) -> String {
    period
        .per_10000_words
        .map(|rate| format!("{rate:.2}"))
        .unwrap_or_default()
}

fn print_table(trend: &Trend, context: &mut Context<'_>) -> io::Result<()> {
    let highest = highest(trend);
    context.out.styled(&[(
        Style::Faint,
        "period   occurrences  sections        issues       words  per 10,000",
    )])?;
    for period in &trend.periods {
        if period.all_issues == 0 && period.all_sections == 0 {
            let line = format!("{:<8} (no issue in the archive)", name(period));
            context.out.styled(&[(Style::Faint, &line)])?;
            continue;
        }
        let of = |some: usize, all: usize| format!("{some}/{all}");
        let line = format!(
            "{:<8} {:>11} {:>9} {:>13} {:>11} {:>11}  ",
            name(period),
            period.occurrences,
            of(period.sections, period.all_sections),
            of(period.issues, period.all_issues),
            period.all_words,
            rate(period)
        );
        let share = period.per_10000_words.unwrap_or(0.0) / highest;
        let bar = "█".repeat((share * LONGEST_BAR).round() as usize);
        context
            .out
            .styled(&[(Style::Plain, &line), (Style::Match, &bar)])?;
    }
    Ok(())
}

/// The highest rate; never zero.
fn highest(trend: &Trend) -> f64 {
    let rates = trend.periods.iter().filter_map(|period| period.per_10000_words);
    let highest = rates.fold(0.0, f64::max);
    if highest > 0.0 { highest } else { 1.0 }
}

fn print_csv(trend: &Trend, context: &mut Context<'_>) -> io::Result<()> {
    let names = [
        "period",
        "occurrences",
        "sections",
        "issues",
        "all_issues",
        "all_sections",
        "all_words",
        "per_10000_words",
    ];
    write_row(context.out.raw(), &names)?;
    for period in &trend.periods {
        let row = [
            period.period.clone().unwrap_or_default(),
            period.occurrences.to_string(),
            period.sections.to_string(),
            period.issues.to_string(),
            period.all_issues.to_string(),
            period.all_sections.to_string(),
            period.all_words.to_string(),
            period
                .per_10000_words
                .map(|rate| rate.to_string())
                .unwrap_or_default(),
        ];
        write_row(context.out.raw(), &row)?;
    }
    Ok(())
}

fn print_notes(trend: &Trend, context: &mut Context<'_>) -> io::Result<()> {
    for repair in &trend.repairs {
        context.out.note(&format!(
            "the archive has no \"{}\": also looked for \"{}\"",
            repair.typed, repair.used
        ))?;
    }
    if !trend.gaps.is_empty() {
        context.out.note(&format!(
            "the archive holds no issue of: {}. Silence there says nothing.",
            trend.gaps.join(", ")
        ))?;
    }
    context.out.note(&format!("query read as: {}", trend.read_as))
}
