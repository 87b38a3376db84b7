//! Warnings of a reading, for people: those that ask for a person, one line a kind.
use super::output::Output;
use crate::archive::needs_a_person;
use crate::model::{Warning, WarningCode};
use std::collections::BTreeMap;
use std::io;

/// Prints the warnings of one file that a person should know of. Pages of one kind are named on one line.
pub(super) fn print_warnings(out: &mut Output, file: &str, warnings: &[Warning]) -> io::Result<usize> {
    let lines = lines(file, warnings);
    for line in &lines {
        out.note(line)?;
    }
    Ok(lines.len())
}

fn lines(file: &str, warnings: &[Warning]) -> Vec<String> {
    let mut by_code: BTreeMap<WarningCode, Vec<&Warning>> = BTreeMap::new();
    for warning in warnings {
        if needs_a_person(warning.code) {
            by_code.entry(warning.code).or_default().push(warning);
        }
    }
    let mut lines = Vec::new();
    for (code, warnings) in by_code {
        let Some(first) = warnings.first() else {
            continue;
        };
        let mut pages: Vec<u32> = warnings.iter().filter_map(|warning| warning.page).collect();
        pages.dedup();
        let place = match pages.as_slice() {
            [] => String::new(),
            [page] => format!(" (page {page})"),
            [page, .., last] => format!(" ({} pages, {page} to {last})", pages.len()),
        };
        lines.push(format!(
            "warning: {file}: {}{place}  [{}]",
            first.message,
            code.as_str()
        ));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_tells_the_pages_of_one_kind_of_warning() {
        let warnings = [
            Warning::new(WarningCode::NoText, Some(1), "no text"),
            Warning::new(WarningCode::AmbiguousOrder, Some(1), "two orders"),
            Warning::new(WarningCode::NoText, Some(2), "no text"),
            Warning::new(WarningCode::NoText, Some(8), "no text"),
            Warning::new(WarningCode::NoDate, None, "no date was found"),
        ];
        assert_eq!(
            lines("a.pdf", &warnings),
            [
                "warning: a.pdf: no text (3 pages, 1 to 8)  [no_text]",
                "warning: a.pdf: no date was found  [no_date]",
            ]
        );
    }
}
