//! Every place where the words stand, each in the middle of its line: a concordance (keyword in context).
use super::dates::first_day;
use super::document::passages;
use super::guard::guarded;
use super::needle;
use super::query::{Area, Query};
use super::repair::Repair;
use super::run::{Options, Reader, Records, Sort, date_filter, run};
use super::shelf::Shelf;
use super::snippet;
use crate::error::Result;
use crate::french::fold::fold;
use crate::model::{Issue, IssueDate, Section};
use serde::Serialize;
use std::collections::HashSet;
use std::ops::Range;

/// Where one match stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// What stands before it, line ends as spaces.
    pub left: String,
    /// What matched, as printed.
    pub keyword: String,
    /// What stands after it.
    pub right: String,
    /// Identifier of the issue.
    pub issue: String,
    /// Short name of the issue.
    pub slug: String,
    /// The series of the issue.
    pub publication: Option<String>,
    /// The issue's number.
    pub number: Option<String>,
    /// The issue's date.
    pub date: Option<IssueDate>,
    /// Identifier of the section in its issue.
    pub section: String,
    /// The section's title.
    pub title: String,
    /// Page of the paragraph, from 1.
    pub page: u32,
    /// The section's identifier outside the archive, else the issue's.
    pub external_id: Option<String>,
}

/// In which order lines come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LineSort {
    /// By date, then as they stand.
    #[default]
    Date,
    /// By the words before, the nearest first.
    Left,
    /// By what matched.
    Keyword,
    /// By the words after.
    Right,
}

/// The lines of a query.
#[derive(Debug, Clone, Serialize)]
pub struct Concordance {
    /// The lines that were asked for.
    pub lines: Vec<Line>,
    /// How many lines there are in all.
    pub total: usize,
    /// How many sections hold the words.
    pub sections: usize,
    /// How the query was read.
    pub read_as: String,
    /// Words that the archive does not know, with those that were looked for instead.
    pub repairs: Vec<Repair>,
}

/// A text of a section, and where in it the needles stand.
pub(super) struct Places<'a> {
    pub(super) text: &'a str,
    pub(super) page: u32,
    pub(super) ranges: Vec<Range<usize>>,
    /// Whether the text makes its section count: a section that only inherits the words from a title above it does
    /// not hold them. Of a query without words, a date alone, every text counts.
    pub(super) counts: bool,
}

impl Reader {
    /// Every place where the words of a query stand in the titles and texts of the sections that match, with so many
    /// characters on both sides. Limit, offset and dates come from the options.
    ///
    /// # Errors
    /// As [`Reader::search`].
    pub fn concordance(
        &self,
        records: &dyn Records,
        query: &Query,
        options: &Options,
        width: usize,
        sort: LineSort,
    ) -> Result<Concordance> {
        let mut lines = Vec::new();
        let mut sections = HashSet::new();
        let mut show = |issue: &Issue, section: &Section, places: &Places<'_>| {
            if places.counts {
                sections.insert((issue.id.clone(), section.id.clone()));
            }
            for range in &places.ranges {
                lines.push(line(issue, section, places, range, width));
            }
        };
        let visit = guarded(|| self.each_match(records, query, options, &mut show))?;
        sort_lines(&mut lines, sort);
        let total = lines.len();
        let lines = lines
            .into_iter()
            .skip(options.offset)
            .take(options.limit)
            .collect();
        Ok(Concordance {
            lines,
            total,
            sections: sections.len(),
            read_as: query.to_string(),
            repairs: visit.repairs,
        })
    }

    /// Shows every section that matches, oldest first, text by text with the places of what matched.
    pub(super) fn each_match(
        &self,
        records: &dyn Records,
        query: &Query,
        options: &Options,
        show: &mut dyn FnMut(&Issue, &Section, &Places<'_>),
    ) -> Result<Visit> {
        let all = Options {
            limit: usize::MAX,
            offset: 0,
            sort: Sort::Oldest,
            folds_copies: false,
            ..options.clone()
        };
        let dates = date_filter(&self.fields, &all)?;
        let mut run = run(self, query, &all, all.mode, dates.as_deref())?;
        let mut shelf = Shelf::new(&self.searcher, &self.fields, records);
        for (index, found) in run.found.iter().enumerate() {
            shelf.read_ahead(&run.found, index)?;
            let (needles, maker) = (&run.needles, &mut run.maker);
            shelf.with_section(found.address, |issue, section| {
                let in_title = |area: Area| matches!(area, Area::Anywhere | Area::Title | Area::Rubric);
                let in_body = |area: Area| matches!(area, Area::Anywhere | Area::Text);
                let matches = needle::find(&section.title, needles, in_title, maker);
                let counts = |ranges: &[Range<usize>]| !ranges.is_empty() || needles.is_empty();
                let ranges = snippet::ranges(&matches);
                show(
                    issue,
                    section,
                    &Places {
                        text: &section.title,
                        page: section.page_start,
                        counts: counts(&ranges),
                        ranges,
                    },
                );
                for passage in passages(section) {
                    let matches = needle::find(passage.text, needles, in_body, maker);
                    let ranges = snippet::ranges(&matches);
                    show(
                        issue,
                        section,
                        &Places {
                            text: passage.text,
                            page: passage.page,
                            counts: counts(&ranges),
                            ranges,
                        },
                    );
                }
            })?;
        }
        Ok(Visit { repairs: run.repairs })
    }
}

/// What is known after all matches were shown.
pub(super) struct Visit {
    pub(super) repairs: Vec<Repair>,
}

fn line(issue: &Issue, section: &Section, places: &Places<'_>, range: &Range<usize>, width: usize) -> Line {
    let one_line = |text: &str| text.replace(['\n', '\t'], " ");
    let before = places.text.get(..range.start).unwrap_or_default();
    let after = places.text.get(range.end..).unwrap_or_default();
    let left_start = before
        .char_indices()
        .rev()
        .take(width)
        .last()
        .map_or(before.len(), |(offset, _)| offset);
    let right_end = after
        .char_indices()
        .nth(width)
        .map_or(after.len(), |(offset, _)| offset);
    Line {
        left: one_line(before.get(left_start..).unwrap_or_default()),
        keyword: one_line(places.text.get(range.clone()).unwrap_or_default()),
        right: one_line(after.get(..right_end).unwrap_or_default()),
        issue: issue.id.clone(),
        slug: issue.slug.clone(),
        publication: issue.publication.clone(),
        number: issue.number.clone(),
        date: issue.date.clone(),
        section: section.id.clone(),
        title: section.title.clone(),
        page: places.page,
        external_id: section.external_id.clone().or_else(|| issue.external_id.clone()),
    }
}

/// Lines that are equal by the key keep the order of their dates.
fn sort_lines(lines: &mut [Line], sort: LineSort) {
    let words = |text: &str| -> Vec<String> {
        fold(text)
            .split(|character: char| !character.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_string)
            .collect()
    };
    lines.sort_by_cached_key(|line| {
        let day = line.date.as_ref().and_then(|date| first_day(&date.iso));
        (day.is_none(), day, line.slug.clone())
    });
    match sort {
        LineSort::Date => {}
        LineSort::Left => lines.sort_by_cached_key(|line| {
            let mut nearest_first = words(&line.left);
            nearest_first.reverse();
            nearest_first
        }),
        LineSort::Keyword => lines.sort_by_cached_key(|line| (words(&line.keyword), words(&line.right))),
        LineSort::Right => lines.sort_by_cached_key(|line| words(&line.right)),
    }
}
