//! The identity of an issue: its newsletter's title, its number and its date.
//!
//! Evidence is taken in this order: the masthead on the first page, running heads and feet, the information title,
//! the name of the file. Nothing is guessed: a date in a sentence, an agenda or a foundation notice is not the
//! issue's, and a date that only the file name tells is said to be one.

mod given_names;
mod imprint;
mod join;
mod later;
mod line;
mod naming;
mod number;
mod pieces;
mod standing;
mod title;
mod words;

use crate::french::dates::{FoundDate, FoundPrecision};
use crate::model::{DateEvidence, DatePrecision, Evidence as Source, IssueDate, Warning, WarningCode};
use given_names::{FileName, InformationTitle, read_file_name, read_information_title};
use imprint::{Imprint, read_imprint};
use join::join_split;
use line::{LineReading, without_page};
use naming::{Names, series_name, title_of};
use std::cell::LazyCell;
use std::collections::HashSet;
use std::ops::Deref;
use title::{COVER_LETTERS, FoundTitle, complement_of, find_title, first_rubric, pieces_of};
use words::{ends_in_preposition, is_tag_line};

pub(super) use later::Later;
pub(super) use words::is_date_word;

/// The part of the first page, from its top, in which a masthead stands.
const HEAD_OF_PAGE: f32 = 0.3;

/// Lines of the first page that are looked at: a page of small advertisements has some hundreds.
const MOST_LINES: usize = 2_000;

/// Letters that may stand above a masthead's date where no number stands beside it: more are text.
const MOST_LETTERS_ABOVE: usize = 250;

/// How much the date on a cover of few words looks like the issue's, wherever it stands.
const RANK_ON_COVER: u8 = 45;

/// How much a year behind the newsletter's name does.
const RANK_OF_YEAR: u8 = 40;

/// A line of the first page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct HeadLine {
    /// Its words.
    pub(crate) text: String,
    /// Size of its type.
    pub(crate) size: f32,
    /// Its left end.
    pub(crate) x0: f32,
    /// Its right end.
    pub(crate) x1: f32,
    /// Distance of its top from the top of the page, in points.
    pub(crate) y: f32,
    /// Height of the page.
    pub(crate) page_height: f32,
    /// Whether it is bold.
    pub(crate) bold: bool,
}

/// What the identity is read from.
#[derive(Default)]
pub(crate) struct Evidence<'a> {
    /// The lines of the first page, furniture included.
    pub(crate) first_page_lines: Vec<HeadLine>,
    /// Lines that several pages have at head or foot.
    pub(crate) running_lines: Vec<String>,
    /// Those that stand over the whole issue, without folio: of the newsletter's name and the titles of its rubrics,
    /// only the name does. Most frequent first.
    pub(crate) running_names: Vec<String>,
    /// The lines of the pages that may hold an imprint, a page at a time.
    pub(crate) inner_pages: Later<'a, Vec<Vec<String>>>,
    /// Number of pages.
    pub(crate) page_count: usize,
    /// The words of information title and file name that the pages print, folded.
    pub(crate) given_words_printed: Later<'a, HashSet<String>>,
    /// The title in the file's information.
    pub(crate) information_title: Option<String>,
    /// Name of the file.
    pub(crate) file_name: String,
    /// Language of the issue, where it is known: an English `03/04/2021` tells no month.
    pub(crate) language: Option<String>,
}

/// The identity of an issue.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Identity {
    /// The newsletter's own title, without number and date.
    pub(crate) title: Option<String>,
    /// Where the title was read.
    pub(crate) title_evidence: Option<Source>,
    /// Indices into [`Evidence::first_page_lines`] of the lines that are masthead and nothing else.
    pub(crate) title_lines: Vec<usize>,
    /// The series to which the issue belongs.
    pub(crate) publication: Option<String>,
    /// The number, as printed.
    pub(crate) number: Option<String>,
    /// Where the number was read.
    pub(crate) number_evidence: Option<Source>,
    /// The date.
    pub(crate) date: Option<IssueDate>,
    /// A date that comes from the file name, or none at all.
    pub(crate) warnings: Vec<Warning>,
}

/// What the first page tells.
#[derive(Debug, Default)]
struct Head {
    number: Option<(usize, String)>,
    date: Option<(usize, FoundDate)>,
    date_opens_text: bool,
}

/// Reads the identity of an issue.
pub(crate) fn read_identity(evidence: &Evidence) -> Identity {
    let lines = evidence
        .first_page_lines
        .get(..MOST_LINES)
        .unwrap_or(&evidence.first_page_lines);
    let mut readings: Vec<LineReading> = lines.iter().map(|line| LineReading::of(&line.text)).collect();
    let joined = join_split(lines, &mut readings);
    let running: Vec<LineReading> = evidence
        .running_lines
        .iter()
        .map(|line| LineReading::of(&without_page(line)))
        .collect();
    let information = evidence
        .information_title
        .as_deref()
        .map(read_information_title)
        .unwrap_or_default();
    let file = read_file_name(&evidence.file_name);
    // Asked only where first page and running lines leave something open.
    let imprint = LazyCell::new(|| read_imprint(&evidence.inner_pages));
    let head = read_head(lines, &readings);

    let mut identity = Identity {
        date: date_of(
            &head,
            &readings,
            &running,
            &imprint,
            &information,
            &file,
            evidence,
        ),
        ..Identity::default()
    };
    if let Some((number, source)) = number_of(&head, &running, &imprint, &information, &file) {
        identity.number = Some(number);
        identity.number_evidence = Some(source);
    }
    let agreement = agrees_with(&identity, &file);

    let mut anchors: Vec<usize> = Vec::new();
    anchors.extend(head.number.as_ref().map(|(index, _)| *index));
    anchors.extend(head.date.as_ref().map(|(index, _)| *index));
    let is_press_text = head.date_opens_text && head.number.is_none();
    let found = if anchors.is_empty() {
        None
    } else {
        find_title(lines, &readings, &anchors, is_press_text)
    };
    if !is_press_text {
        identity.title_lines = masthead_lines(lines, &readings, &anchors, found.as_ref());
        let seconds = joined
            .iter()
            .filter(|(first, _)| identity.title_lines.contains(first));
        let seconds: Vec<usize> = seconds.map(|(_, second)| *second).collect();
        identity.title_lines.extend(seconds);
    }
    // A title beside number or date is taken before one that only stands there, and before an untold series.
    let standing = if found.is_none() {
        standing::find_standing_title(lines, &readings)
    } else {
        None
    };
    let series = if found.is_none() || agreement {
        series_name(&file, evidence)
    } else {
        None
    };
    let names = Names {
        found: found.as_ref(),
        standing: standing.as_ref(),
        running: &running,
        imprint: &imprint,
        information: &information,
        file: &file,
        series: series.as_deref(),
        agreement,
    };
    if let Some((title, source)) = title_of(&names, evidence) {
        identity.title = Some(title);
        identity.title_evidence = Some(source);
    }
    if let (Some(found), Some(title), false) = (&found, &identity.title, identity.title_lines.is_empty()) {
        identity.title_lines.extend(pieces_of(title, found, lines));
        if let Some((index, complement)) = complement_of(title, found, lines, &readings) {
            identity.title_lines.push(index);
            identity.title = Some(format!("{title} {complement}"));
        }
    }
    identity.title_lines.sort_unstable();
    identity.title_lines.dedup();
    let is_series = !anchors.is_empty() && !is_press_text;
    identity.publication = match series {
        Some(series) if agreement && !is_press_text => Some(series),
        _ => identity.title.clone().filter(|_| is_series),
    };
    identity.warnings.extend(warning_on(identity.date.as_ref()));
    identity
}

/// What one line tells by itself.
#[derive(Debug, Clone, Default)]
pub(super) struct ToldByLine {
    /// The number.
    pub(super) number: Option<String>,
    /// The date.
    pub(super) date: Option<IssueDate>,
    /// The words that tell the date.
    pub(super) date_words: usize,
    /// The words beside number and date.
    pub(super) text_left: String,
}

/// Reads a line by itself, for a text without places and sizes.
pub(super) fn read_line(text: &str) -> ToldByLine {
    let reading = LineReading::of(text);
    let printed = reading
        .date
        .as_ref()
        .and_then(|date| text.get(date.start..date.end));
    ToldByLine {
        date_words: printed.map_or(0, |printed| printed.split([' ', '-', '–']).count()),
        date: reading
            .date
            .as_ref()
            .map(|date| issue_date(date, DateEvidence::Masthead, None)),
        number: reading.number.map(|number| number.number),
        text_left: reading.text_left,
    }
}

fn warning_on(date: Option<&IssueDate>) -> Option<Warning> {
    match date {
        None => Some(Warning::new(
            WarningCode::NoDate,
            None,
            "no date was found for this issue",
        )),
        Some(date) if date.evidence == DateEvidence::FileName => {
            let message = format!("the date {} comes from the name of the file", date.iso);
            Some(Warning::new(WarningCode::DateFromFileName, None, message))
        }
        Some(_) => None,
    }
}

/// Finds number and date on the first page.
fn read_head(lines: &[HeadLine], readings: &[LineReading]) -> Head {
    let mut head = Head::default();
    for (index, (line, reading)) in lines.iter().zip(readings).enumerate() {
        // A number stands in the head of the page, or with a date anywhere on a line of their own.
        let has_date_alone = reading.date.is_some() && reading.is_only_number_and_date();
        if let Some(found) = &reading.number
            && reading.is_short
            && (is_in_head(line, 1.5) || has_date_alone)
        {
            let is_first = head.number.as_ref().is_none_or(|(other, _)| {
                lines
                    .get(*other)
                    .is_some_and(|other| line.y < other.y && is_in_head(line, 1.0))
            });
            if is_first {
                head.number = Some((index, found.number.clone()));
            }
        }
    }
    let number_line = head.number.as_ref().and_then(|(index, _)| lines.get(*index));
    let letters: usize = lines.iter().map(|line| line.text.chars().count()).sum();
    let is_cover = letters <= COVER_LETTERS;
    let is_newsletter = head.number.is_some() || readings.iter().any(|reading| reading.names_kind);
    let mut best_rank = 0;
    let mut best_y = f32::MAX;
    for (index, (line, reading)) in lines.iter().zip(readings).enumerate() {
        let Some(date) = &reading.date else {
            continue;
        };
        let above = index.checked_sub(1).and_then(|above| lines.get(above));
        if above.is_some_and(|above| goes_on_in(above, line)) {
            continue;
        }
        let above_it = lines.iter().filter(|other| other.y < line.y);
        let letters_above: usize = above_it.map(|other| other.text.chars().count()).sum();
        let mut rank = rank_of_date(line, reading, date, number_line, letters_above);
        // A day on a poster is that of what it tells, unless it is a newsletter's cover.
        let may_be_day = date.precision != FoundPrecision::Day || is_newsletter;
        if rank == 0 && is_cover && may_be_day && reading.is_only_number_and_date() {
            rank = RANK_ON_COVER;
        }
        if rank > best_rank || (rank == best_rank && rank > 0 && line.y < best_y) {
            best_rank = rank;
            best_y = line.y;
            head.date_opens_text = reading.is_dateline;
            head.date = Some((index, date.clone()));
        }
    }
    head
}

/// Whether a line ends within a phrase that the next line ends: "À partir du / 3 juin 1987".
fn goes_on_in(line: &HeadLine, next: &HeadLine) -> bool {
    let step = next.y - line.y;
    let is_next = step > 0.0 && step <= 2.2 * line.size.max(next.size);
    is_next && ends_in_preposition(&line.text)
}

/// How much a line's date looks like the issue's; 0 where it does not.
fn rank_of_date(
    line: &HeadLine,
    reading: &LineReading,
    date: &FoundDate,
    number_line: Option<&HeadLine>,
    letters_above: usize,
) -> u8 {
    let is_alone = reading.is_only_number_and_date();
    let is_year = date.precision == FoundPrecision::Year;
    let shares_line = reading.number.is_some();
    if shares_line && reading.is_short && number_line.is_some_and(|other| other.text == line.text) {
        return 100;
    }
    let beside_number = number_line.is_some_and(|other| {
        let reach = (3.0 * line.size.max(other.size)).max(40.0);
        (line.y - other.y).abs() <= reach
    });
    if is_year && !is_alone {
        // A year in the middle of words may be of anything; behind the newsletter's name it is the issue's.
        let is_named = is_in_head(line, 1.0) && reading.is_short && ends_with_year(&line.text, date, reading);
        return if is_named { RANK_OF_YEAR } else { 0 };
    }
    if reading.is_dateline {
        return if is_in_head(line, 1.7) { 60 } else { 0 };
    }
    if beside_number && reading.is_short {
        return 90;
    }
    if is_in_head(line, 1.0) && reading.is_short && letters_above <= MOST_LETTERS_ABOVE {
        return if is_alone { 80 } else { 70 };
    }
    match date.precision {
        FoundPrecision::Month | FoundPrecision::Season | FoundPrecision::Quarter if is_alone => 50,
        _ => 0,
    }
}

/// "Bulletin municipal 2021", "Histoires du canal – 2020".
fn ends_with_year(text: &str, date: &FoundDate, reading: &LineReading) -> bool {
    let before = text.get(..date.start).unwrap_or_default().trim_end();
    let after = text.get(date.end..).unwrap_or_default();
    let is_parted = before.ends_with(['-', '–', '—', '|', ':', '/', '•']);
    !after.chars().any(char::is_alphanumeric) && (is_parted || reading.names_kind)
}

/// Whether a line stands in the head of the page, or in a head so many times as high.
fn is_in_head(line: &HeadLine, times: f32) -> bool {
    line.y <= line.page_height * HEAD_OF_PAGE * times
}

fn number_of(
    head: &Head,
    running: &[LineReading],
    imprint: &dyn Deref<Target = Imprint>,
    information: &InformationTitle,
    file: &FileName,
) -> Option<(String, Source)> {
    let with = |number: Option<String>, source: Source| number.map(|number| (number, source));
    let printed = head.number.as_ref().map(|(_, number)| number.clone());
    let in_running = || {
        let line = running
            .iter()
            .find(|line| line.is_short && line.number.is_some())?;
        line.number.as_ref().map(|found| found.number.clone())
    };
    with(printed, Source::Masthead)
        .or_else(|| with(in_running(), Source::RunningHead))
        .or_else(|| with(imprint.number.clone(), Source::Imprint))
        .or_else(|| with(information.number.clone(), Source::Information))
        .or_else(|| with(file.number.clone(), Source::FileName))
}

fn date_of(
    head: &Head,
    readings: &[LineReading],
    running: &[LineReading],
    imprint: &dyn Deref<Target = Imprint>,
    information: &InformationTitle,
    file: &FileName,
    evidence: &Evidence,
) -> Option<IssueDate> {
    let language = evidence.language.as_deref();
    if let Some((_, date)) = &head.date {
        return Some(issue_date(date, DateEvidence::Masthead, language));
    }
    for line in running {
        if let Some(date) = &line.date
            && line.is_short
            && (date.precision != FoundPrecision::Year || line.is_only_number_and_date())
        {
            return Some(issue_date(date, DateEvidence::RunningHead, language));
        }
    }
    let file_date = || {
        file.date
            .as_ref()
            .map(|date| issue_date(date, DateEvidence::FileName, language))
    };
    if let Some(date) = &imprint.date {
        // A year of the legal deposit is no reason to forget the month that the file name tells.
        let finer = file_date().filter(|_| date.precision == FoundPrecision::Year);
        let finer =
            finer.filter(|finer| finer.iso.len() > date.iso.len() && finer.iso.starts_with(&date.iso));
        return finer.or_else(|| Some(issue_date(date, DateEvidence::Imprint, language)));
    }
    // Templates carry their information title from issue to issue: one that the file name contradicts is stale.
    let is_stale = match (&information.date, &file.date) {
        (Some(given), Some(named)) => !agree(&given.iso, &named.iso),
        _ => false,
    };
    if let Some(date) = &information.date
        && !is_stale
    {
        return Some(issue_date(date, DateEvidence::Information, language));
    }
    let years = evidence
        .first_page_lines
        .iter()
        .zip(readings)
        .find_map(|(line, reading)| {
            let years = reading.year_span.as_ref().filter(|_| reading.is_short)?;
            is_in_head(line, 1.0).then_some(years)
        });
    if let Some(years) = years {
        let is_month = |named: &IssueDate| named.precision != DatePrecision::Year;
        return file_date()
            .filter(is_month)
            .or_else(|| Some(issue_date(years, DateEvidence::Masthead, language)));
    }
    file_date()
}

fn issue_date(found: &FoundDate, evidence: DateEvidence, language: Option<&str>) -> IssueDate {
    let is_english = language.is_some_and(|language| language.to_lowercase().starts_with("en"));
    if found.order_is_ambiguous && is_english {
        // Britons and Americans write it in opposite orders: only the year is sure.
        return IssueDate {
            iso: found.iso.chars().take(4).collect(),
            precision: DatePrecision::Year,
            evidence,
        };
    }
    let precision = match found.precision {
        FoundPrecision::Day => DatePrecision::Day,
        FoundPrecision::Month => DatePrecision::Month,
        FoundPrecision::Quarter => DatePrecision::Quarter,
        FoundPrecision::Season => DatePrecision::Season,
        FoundPrecision::Year => DatePrecision::Year,
    };
    IssueDate {
        iso: found.iso.clone(),
        precision,
        evidence,
    }
}

/// Whether two dates say the same, one perhaps more precisely.
fn agree(one: &str, other: &str) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

/// Whether the file name tells the number, or the month, as the pages do. Who gave such a name knew the series.
fn agrees_with(identity: &Identity, file: &FileName) -> bool {
    let same_date = identity.date.as_ref().is_some_and(|date| {
        let is_printed = matches!(date.evidence, DateEvidence::Masthead | DateEvidence::RunningHead);
        let named = file
            .date
            .as_ref()
            .filter(|named| named.precision != FoundPrecision::Year);
        is_printed
            && date.precision != DatePrecision::Year
            && named.is_some_and(|named| agree(&date.iso, &named.iso))
    });
    let same_number = identity.number.as_deref().is_some_and(|number| {
        let printed = number.trim_start_matches('0');
        let mut figures = file.figures.iter().map(|figures| figures.trim_start_matches('0'));
        figures.any(|figures| figures == printed)
    });
    // One figure alone agrees by chance.
    same_date || (same_number && file.date.is_some() && identity.date.is_none())
}

/// The lines that are masthead and nothing else: the title's, those of number and date, tag lines beside them.
fn masthead_lines(
    lines: &[HeadLine],
    readings: &[LineReading],
    anchors: &[usize],
    found: Option<&FoundTitle>,
) -> Vec<usize> {
    let title_lines = found.map(|found| found.lines.as_slice()).unwrap_or_default();
    let lowest = first_rubric(lines, anchors);
    let dates: Vec<&FoundDate> = anchors
        .iter()
        .filter_map(|anchor| readings.get(*anchor)?.date.as_ref())
        .collect();
    let mut kept = Vec::new();
    for (index, (line, reading)) in lines.iter().zip(readings).enumerate() {
        let is_anchor = anchors.contains(&index);
        if line.y > lowest && !is_anchor {
            continue;
        }
        let is_near = anchors
            .iter()
            .chain(title_lines)
            .filter_map(|anchor| lines.get(*anchor))
            .any(|anchor| (line.y - anchor.y).abs() <= (2.5 * anchor.size.max(line.size)).max(40.0));
        let tells_the_same = match &reading.date {
            Some(date) => dates.iter().any(|other| agree(&date.iso, &other.iso)),
            None => true,
        };
        let is_beside = is_near && is_in_head(line, 1.0) && tells_the_same;
        let says_only_that = reading.is_only_number_and_date() && (is_anchor || is_beside);
        let is_tag = (is_anchor || is_near) && reading.is_short && is_tag_line(&reading.text_left);
        if title_lines.contains(&index) || says_only_that || is_tag {
            kept.push(index);
        }
    }
    kept
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod forms;
