//! `gazette list`: the issues of the archive, by date.
use super::super::damage::name_damaged;
use super::super::harmless::harmless_line;
use super::super::output::{Style, counted};
use super::super::{Context, Exit, Failure};
use crate::archive::{Archive, Catalogue, Entry, series_key, series_name};
use crate::error::Error;
use crate::search::parse_range;
use clap::Args;
use serde::Serialize;
use std::borrow::Cow;
use unicode_width::UnicodeWidthStr;

/// List the issues of the archive, by date
///
/// Columns: identifier, date, number, pages, title, short name. With --json, one object of type "issue" a line.
#[derive(Debug, Args)]
pub(in super::super) struct ListArgs {
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

#[derive(Serialize)]
struct Summary {
    command: &'static str,
    issues: usize,
    damaged: usize,
}

pub(in super::super) fn run(args: &ListArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let archive = Archive::open(&context.archive)?;
    let catalogue = Catalogue::load_to_read(&archive)?;
    let mut entries = catalogue.entries();
    if let Some(days) = days_between(args.from.as_deref(), args.to.as_deref())? {
        entries.retain(|entry| is_between(entry, days));
    }
    if let Some(name) = &args.publication {
        let key = series_key(name);
        entries.retain(|entry| series_name(entry).is_some_and(|name| series_key(name) == key));
    }
    if context.out.is_json() {
        for entry in &entries {
            context.out.object("issue", entry)?;
        }
    } else {
        print_table(&entries, context)?;
    }
    let exit = name_damaged(&catalogue, context.out)?;
    let summary = Summary {
        command: "list",
        issues: entries.len(),
        damaged: catalogue.damaged().len(),
    };
    if context.out.is_json() {
        context.out.object("summary", &summary)?;
    } else {
        context.out.note(&counted(summary.issues, "issue"))?;
    }
    Ok(exit)
}

/// First and last day that are wanted, as search counts them.
/// The days from the first of one date to the last of another, as search counts them.
pub(super) fn days_between(from: Option<&str>, to: Option<&str>) -> Result<Option<(u64, u64)>, Error> {
    let range = |text: &str| {
        parse_range(text).map_err(|message| Error::Usage {
            message: format!("cannot read the date {text}: {message}"),
            hint: "give 2012, 2012-03 or 2012-03-15".to_string(),
        })
    };
    if from.is_none() && to.is_none() {
        return Ok(None);
    }
    let from = from.map(range).transpose()?;
    let to = to.map(range).transpose()?;
    let (first, last) = (
        from.map_or(0, |range| range.from),
        to.map_or(u64::MAX, |range| range.to),
    );
    if first > last {
        return Err(Error::Usage {
            message: "--from is later than --to".to_string(),
            hint: "change them round".to_string(),
        });
    }
    Ok(Some((first, last)))
}

/// Whether an issue's date lies between two days. `2012` lies in 2012 and in none of its months.
pub(super) fn is_between(entry: &Entry, days: (u64, u64)) -> bool {
    let first_day = entry.date.as_ref().and_then(|date| parse_range(&date.iso).ok());
    first_day.is_some_and(|day| (days.0..=days.1).contains(&day.from))
}

fn print_table(entries: &[&Entry], context: &mut Context<'_>) -> std::io::Result<()> {
    let mut rows = Vec::with_capacity(entries.len());
    let mut widths = [0; 5];
    for entry in entries {
        let date = entry.date.as_ref().map_or("-", |date| &date.iso);
        let title = entry.title.as_deref().unwrap_or(&entry.file_name);
        let row: [Cow<'_, str>; 5] = [
            Cow::Borrowed(&entry.id),
            Cow::Borrowed(date),
            harmless_line(entry.number.as_deref().unwrap_or("-")),
            Cow::Owned(format!("{} p.", entry.pages)),
            harmless_line(title),
        ];
        for (width, cell) in widths.iter_mut().zip(&row) {
            *width = columns(cell).max(*width);
        }
        rows.push(row);
    }
    for (row, entry) in rows.iter().zip(entries) {
        // The title is the last cell, and set off.
        let [mut others, mut title] = [String::new(), String::new()];
        for (column, (cell, width)) in row.iter().zip(widths).enumerate() {
            let line = if column + 1 < row.len() {
                &mut others
            } else {
                &mut title
            };
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', width.saturating_sub(columns(cell)) + 2));
        }
        context.out.styled(&[
            (Style::Plain, &others),
            (Style::Bold, &title),
            (Style::Faint, &entry.slug),
        ])?;
    }
    Ok(())
}

/// Columns of a terminal that a text without control characters takes.
fn columns(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.width() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DateEvidence, DatePrecision, Issue, IssueDate, Source, SourceFormat};

    fn is_wanted_between(iso: &str, from: Option<&str>, to: Option<&str>) -> bool {
        let source = Source::new("a.pdf", SourceFormat::Pdf, "ab", 1);
        let mut issue = Issue::empty(source);
        issue.date = Some(IssueDate {
            iso: iso.to_string(),
            precision: DatePrecision::Month,
            evidence: DateEvidence::Masthead,
        });
        let args = ListArgs {
            from: from.map(str::to_string),
            to: to.map(str::to_string),
            publication: None,
        };
        is_between(
            &Entry::of(&issue),
            days_between(args.from.as_deref(), args.to.as_deref())
                .unwrap()
                .unwrap(),
        )
    }

    #[test]
    fn a_bound_holds_all_of_its_year_or_month() {
        assert!(is_wanted_between("2012-03", Some("2012"), Some("2012")));
        assert!(is_wanted_between("2012", Some("2012"), None));
        assert!(!is_wanted_between("2012", Some("2012-06"), None));
        assert!(is_wanted_between("2012-12-31", None, Some("2012-12")));
        assert!(!is_wanted_between("2013-01", None, Some("2012")));
        assert!(!is_wanted_between("2011-12", Some("2012"), None));
        let backwards = ListArgs {
            from: Some("2013".to_string()),
            to: Some("2012".to_string()),
            publication: None,
        };
        assert!(days_between(backwards.from.as_deref(), backwards.to.as_deref()).is_err());
    }
}
