//! Cuts a dump into pages and takes the addresses at their ends apart.
use super::spacing::{RawLine, Spacing};
use super::{DumpLine, DumpPage, Gap};
use std::ops::Range;

/// Lines without text that must follow a run of addresses in the middle of a file: fewer stand after an address
/// that is part of the text.
const LINES_AFTER_RUN: usize = 2;

pub(super) fn split(sheets: &[Vec<RawLine>], spacing: &Spacing) -> Vec<DumpPage> {
    let mut pages = Vec::new();
    for sheet in sheets {
        let mut start = 0;
        for run in address_runs(sheet) {
            let ends_sheet = only_blank(sheet, run.end..sheet.len());
            // Where form feeds cut the pages, only what stands right before one is a run.
            if sheets.len() > 1 && !ends_sheet {
                continue;
            }
            let mut page = page(sheet, start..run.start, spacing);
            page.addresses = texts(sheet, run.clone()).map(str::to_string).collect();
            pages.push(page);
            start = run.end;
        }
        let nothing_left = only_blank(sheet, start..sheet.len());
        if start == 0 || !nothing_left {
            pages.push(page(sheet, start..sheet.len(), spacing));
        }
    }
    pages
}

fn page(sheet: &[RawLine], range: Range<usize>, spacing: &Spacing) -> DumpPage {
    let mut lines: Vec<DumpLine> = Vec::new();
    let mut after_last_text = range.start;
    for position in range {
        let Some(RawLine::Text(text)) = sheet.get(position) else {
            continue;
        };
        let between = sheet.get(after_last_text..position).unwrap_or_default();
        let gap = if lines.is_empty() {
            Gap::Break
        } else {
            spacing.gap(between)
        };
        lines.push(DumpLine {
            text: text.clone(),
            gap,
        });
        after_last_text = position + 1;
    }
    DumpPage {
        lines,
        addresses: Vec::new(),
    }
}

/// Runs of lines that hold an address each, at least one of them with its scheme (as link targets have it), set off
/// by a line without text above and by [`LINES_AFTER_RUN`] or the end below.
fn address_runs(sheet: &[RawLine]) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut position = 0;
    while position < sheet.len() {
        let Some(run) = run_at(sheet, position) else {
            position += 1;
            continue;
        };
        let is_set_off = run.start == 0 || !matches!(sheet.get(run.start - 1), Some(RawLine::Text(_)));
        let ends_sheet = only_blank(sheet, run.end..sheet.len());
        let is_followed_by_gap = ends_sheet || only_blank(sheet, run.end..run.end + LINES_AFTER_RUN);
        let has_target = texts(sheet, run.clone()).any(has_scheme);
        position = run.end;
        if is_set_off && is_followed_by_gap && has_target {
            runs.push(run);
        }
    }
    runs
}

/// The addresses that begin at this line, at most one line without text between two of them.
fn run_at(sheet: &[RawLine], start: usize) -> Option<Range<usize>> {
    let mut end = None;
    let mut position = start;
    loop {
        match sheet.get(position) {
            Some(RawLine::Text(text)) if is_address(text) => end = Some(position + 1),
            Some(RawLine::Empty | RawLine::Blank) if end == Some(position) => {}
            _ => break,
        }
        position += 1;
    }
    end.map(|end| start..end)
}

fn only_blank(sheet: &[RawLine], range: Range<usize>) -> bool {
    let is_blank = |line: &RawLine| !matches!(line, RawLine::Text(_));
    sheet
        .get(range.start..range.end.min(sheet.len()))
        .unwrap_or_default()
        .iter()
        .all(is_blank)
}

fn texts(sheet: &[RawLine], range: Range<usize>) -> impl Iterator<Item = &str> {
    sheet
        .get(range)
        .unwrap_or_default()
        .iter()
        .filter_map(|line| match line {
            RawLine::Text(text) => Some(text.as_str()),
            _ => None,
        })
}

/// Whether a line is an address and nothing else.
fn is_address(line: &str) -> bool {
    if line.contains(' ') {
        return false;
    }
    if has_scheme(line) || (line.starts_with("www.") && line.len() > "www.".len()) {
        return true;
    }
    match line.split_once('@') {
        Some((name, host)) => {
            !name.is_empty() && host.contains('.') && !host.ends_with('.') && !host.contains('@')
        }
        None => false,
    }
}

fn has_scheme(line: &str) -> bool {
    let lower: String = line.chars().take(10).flat_map(char::to_lowercase).collect();
    ["http://", "https://", "mailto:", "tel:", "ftp://"]
        .iter()
        .any(|scheme| lower.starts_with(scheme) && line.len() > scheme.len())
}
