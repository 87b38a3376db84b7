//! The identity of an issue: its newsletter's title, its number and its date.
//!
//! Evidence is taken in this order: the masthead on the first page, running heads and feet, the information title,
//! the name of the file. Nothing is guessed: a date in a sentence, an agenda or a foundation notice is not the
//! issue's, and a date that only the file name tells is said to be one.

mod given_names;
mod line;
mod number;
mod title;

use crate::french::dates::{FoundDate, FoundPrecision};
use crate::model::{DateEvidence, DatePrecision, IssueDate, Warning, WarningCode};
use given_names::{FileName, InformationTitle, read_file_name, read_information_title};
use line::{LineReading, ends_in_preposition, fold, is_kind, is_tag_line};
use title::{FoundTitle, complement_of, find_title, first_rubric, mended_by, pieces_of};

/// The part of the first page, from its top, in which a masthead stands.
const HEAD_OF_PAGE: f32 = 0.3;

/// Lines of the first page that are looked at: a page of small advertisements has some hundreds.
const MOST_LINES: usize = 2_000;

/// Letters that may stand above a masthead's date where no number stands beside it: more are text.
const MOST_LETTERS_ABOVE: usize = 250;

/// A line of the first page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct HeadLine {
    /// Its words.
    pub(crate) text: String,
    /// Size of its type.
    pub(crate) size: f32,
    /// Distance of its top from the top of the page, in points.
    pub(crate) y: f32,
    /// Height of the page.
    pub(crate) page_height: f32,
    /// Whether it is bold.
    pub(crate) bold: bool,
}

/// What the identity is read from.
#[derive(Debug, Clone, Default)]
pub(crate) struct Evidence {
    /// The lines of the first page, furniture included.
    pub(crate) first_page_lines: Vec<HeadLine>,
    /// Lines that several pages have at head or foot.
    pub(crate) running_lines: Vec<String>,
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
    /// Indices into [`Evidence::first_page_lines`] of the lines that are masthead and nothing else.
    pub(crate) title_lines: Vec<usize>,
    /// The series to which the issue belongs.
    pub(crate) publication: Option<String>,
    /// The number, as printed.
    pub(crate) number: Option<String>,
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
    let readings: Vec<LineReading> = lines.iter().map(|line| LineReading::of(&line.text)).collect();
    let running: Vec<LineReading> = evidence
        .running_lines
        .iter()
        .map(|line| LineReading::of(line))
        .collect();
    let information = evidence
        .information_title
        .as_deref()
        .map(read_information_title)
        .unwrap_or_default();
    let file = read_file_name(&evidence.file_name);
    let head = read_head(lines, &readings);

    let mut identity = Identity {
        number: number_of(&head, &running, &information, &file),
        date: date_of(&head, &running, &information, &file, evidence.language.as_deref()),
        ..Identity::default()
    };
    let agreement = agrees_with(&identity, &file);

    let mut anchors: Vec<usize> = Vec::new();
    anchors.extend(head.number.as_ref().map(|(index, _)| *index));
    anchors.extend(head.date.as_ref().map(|(index, _)| *index));
    let found = if anchors.is_empty() {
        None
    } else {
        find_title(
            lines,
            &readings,
            &anchors,
            head.date_opens_text && head.number.is_none(),
        )
    };
    let is_press_text = head.date_opens_text && head.number.is_none();
    if !is_press_text {
        identity.title_lines = masthead_lines(lines, &readings, &anchors, found.as_ref());
    }
    let series = series_name(&file, evidence);
    identity.title = title_of(
        found.as_ref(),
        &running,
        &information,
        evidence,
        agreement,
        series.as_deref(),
    );
    if let (Some(found), Some(title), false) = (&found, &identity.title, identity.title_lines.is_empty()) {
        identity.title_lines.extend(pieces_of(title, found, lines));
        if let Some((index, complement)) = complement_of(title, found, lines, &readings) {
            identity.title_lines.push(index);
            identity.title = Some(format!("{title} {complement}"));
        }
        identity.title_lines.sort_unstable();
        identity.title_lines.dedup();
    }
    let is_series = !anchors.is_empty() && !is_press_text;
    identity.publication = match series {
        Some(series) if agreement && !is_press_text => Some(series),
        _ => identity.title.clone().filter(|_| is_series),
    };
    identity.warnings.extend(warning_on(identity.date.as_ref()));
    identity
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
        let rank = rank_of_date(line, reading, date, number_line, letters_above);
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
        // A year in the middle of words may be of anything.
        return 0;
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

/// Whether a line stands in the head of the page, or in a head so many times as high.
fn is_in_head(line: &HeadLine, times: f32) -> bool {
    line.y <= line.page_height * HEAD_OF_PAGE * times
}

fn number_of(
    head: &Head,
    running: &[LineReading],
    information: &InformationTitle,
    file: &FileName,
) -> Option<String> {
    let printed = head.number.as_ref().map(|(_, number)| number.clone());
    let in_running = || {
        let line = running
            .iter()
            .find(|line| line.is_short && line.number.is_some())?;
        line.number.as_ref().map(|found| found.number.clone())
    };
    printed
        .or_else(in_running)
        .or_else(|| information.number.clone())
        .or_else(|| file.number.clone())
}

fn date_of(
    head: &Head,
    running: &[LineReading],
    information: &InformationTitle,
    file: &FileName,
    language: Option<&str>,
) -> Option<IssueDate> {
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
    let date = file.date.as_ref()?;
    Some(issue_date(date, DateEvidence::FileName, language))
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

/// The title, from the masthead, a running head or the information title.
fn title_of(
    found: Option<&FoundTitle>,
    running: &[LineReading],
    information: &InformationTitle,
    evidence: &Evidence,
    agreement: bool,
    series: Option<&str>,
) -> Option<String> {
    let given = information.title.as_deref().filter(|given| {
        // An information title that no word of the issue repeats is left over from another document, unless it
        // tells an issue's date or number.
        let names_an_issue = information.date.is_some() || information.number.is_some();
        (names_an_issue && !information.is_slug) || is_repeated(given, evidence)
    });
    if let Some(found) = found {
        // The title of such a newsletter is a picture: the tag line is what is left of its masthead.
        if found.is_tag_line {
            if let Some(given) = given.filter(|given| !is_tag_line(given)) {
                return Some(given.to_string());
            }
            if agreement && series.is_some() {
                return series.map(str::to_string);
            }
        }
        let head = evidence
            .first_page_lines
            .iter()
            .filter(|line| is_in_head(line, 1.0));
        let head: Vec<HeadLine> = head.cloned().collect();
        let given = information.title.as_deref();
        let mended = given.and_then(|given| mended_by(&found.text, given, &head));
        return mended.or_else(|| Some(found.text.clone()));
    }
    let in_running = running.iter().find(|line| {
        let tells = line.number.is_some() || line.date.is_some();
        tells
            && line.is_short
            && line
                .text_left
                .chars()
                .filter(|letter| letter.is_alphabetic())
                .count()
                >= 3
    });
    if let Some(line) = in_running {
        let text = &line.text_left;
        if is_tag_line(text) && agreement && series.is_some() {
            return series.map(str::to_string);
        }
        return Some(text.clone());
    }
    given.map(str::to_string)
}

/// Whether the words of a given title stand in the issue's head or running lines.
fn is_repeated(given: &str, evidence: &Evidence) -> bool {
    let mut printed = String::new();
    let head = evidence
        .first_page_lines
        .iter()
        .filter(|line| is_in_head(line, 1.5));
    for text in head.map(|line| &line.text).chain(&evidence.running_lines) {
        printed.push_str(&fold(text));
        printed.push(' ');
    }
    let printed: Vec<&str> = printed.split(|letter: char| !letter.is_alphanumeric()).collect();
    let folded = fold(given);
    let mut words = folded
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| word.len() >= 3)
        .peekable();
    words.peek().is_some() && words.all(|word| printed.contains(&word))
}

/// The series that the file name names, spelled as the issue prints it, else with capitals.
fn series_name(file: &FileName, evidence: &Evidence) -> Option<String> {
    let letters: usize = file.series.iter().map(|word| word.chars().count()).sum();
    let is_only_kind = file.series.iter().all(|word| is_kind(word));
    if letters < 3 || is_only_kind {
        return None;
    }
    let wanted: Vec<String> = file.series.iter().map(|word| fold(word)).collect();
    let printed = evidence
        .first_page_lines
        .iter()
        .map(|line| &line.text)
        .chain(&evidence.running_lines);
    for text in printed {
        if let Some(found) = words_printed_as(text, &wanted) {
            return Some(with_capitals(&found));
        }
    }
    Some(with_capitals(&file.series.join(" ")))
}

/// The words of a line that say the wanted ones, as printed: a file name has a hyphen between all words, the print
/// only within "Saint-Martin".
fn words_printed_as(text: &str, wanted: &[String]) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    for start in 0..words.len() {
        for end in start + 1..=words.len().min(start + wanted.len()) {
            let printed = words.get(start..end).unwrap_or_default().join(" ");
            let printed = printed.trim_matches(|letter: char| !letter.is_alphanumeric());
            let folded = fold(printed);
            let pieces = folded.split(|letter: char| !letter.is_alphanumeric());
            if pieces.filter(|piece| !piece.is_empty()).eq(wanted) {
                return Some(printed.to_string());
            }
        }
    }
    None
}

/// Gives each word a capital where the whole is in capitals or in small letters.
fn with_capitals(text: &str) -> String {
    let is_mixed = text.chars().any(char::is_uppercase) && text.chars().any(char::is_lowercase);
    if is_mixed {
        return text.to_string();
    }
    let mut mended = String::with_capacity(text.len());
    let mut begins_word = true;
    for letter in text.chars() {
        if begins_word {
            mended.extend(letter.to_uppercase());
        } else {
            mended.extend(letter.to_lowercase());
        }
        begins_word = !letter.is_alphanumeric() && letter != '\'' && letter != '’';
    }
    mended
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
        let is_near = anchors
            .iter()
            .chain(title_lines)
            .filter_map(|anchor| lines.get(*anchor))
            .any(|anchor| (line.y - anchor.y).abs() <= (2.5 * anchor.size.max(line.size)).max(40.0));
        if line.y > lowest && !is_anchor {
            continue;
        }
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
