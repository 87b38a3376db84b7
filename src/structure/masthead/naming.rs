//! The newsletter's title: which evidence tells it.
use super::given_names::{FileName, InformationTitle};
use super::imprint::Imprint;
use super::line::LineReading;
use super::title::{FoundTitle, mended_by};
use super::words::{is_kind, is_tag_line};
use super::{Evidence, HeadLine, is_in_head};
use crate::french::fold::fold_compatible as fold;
use crate::model::Evidence as Source;
use std::ops::Deref;

/// A sheet of so few pages has its own title on the first, where a newsletter of more may open with an article's.
const SHEET_PAGES: usize = 3;

/// What the title is chosen from.
pub(super) struct Names<'a> {
    /// Found on the first page beside number or date.
    pub(super) found: Option<&'a FoundTitle>,
    /// Found on the first page by its size alone.
    pub(super) standing: Option<&'a FoundTitle>,
    pub(super) running: &'a [LineReading],
    /// Read where it is asked for.
    pub(super) imprint: &'a dyn Deref<Target = Imprint>,
    pub(super) information: &'a InformationTitle,
    pub(super) file: &'a FileName,
    /// The series that the file name names.
    pub(super) series: Option<&'a str>,
    /// Whether the file name tells number or month as the pages do.
    pub(super) agreement: bool,
}

/// The title and where it was read: the masthead, a running head, the imprint, the information title, the file name.
pub(super) fn title_of(names: &Names, evidence: &Evidence) -> Option<(String, Source)> {
    let given = || given_title(names, evidence).map(|title| (title, Source::Information));
    let trusted_series = || {
        let series = names.series.filter(|_| names.agreement)?;
        Some((series.to_string(), Source::FileName))
    };
    let name = || evidence.running_names.iter().find(|name| !is_tag_line(name));
    let running_name = || name().map(|name| (name.clone(), Source::RunningHead));
    let imprint = || names.imprint.title.clone().map(|title| (title, Source::Imprint));
    if let Some(found) = names.found {
        // The title of such a newsletter is a picture: the tag line is what is left of its masthead.
        if found.is_tag_line {
            let given = given().filter(|(given, _)| !is_tag_line(given));
            let better = given
                .or_else(trusted_series)
                .or_else(running_name)
                .or_else(imprint);
            if better.is_some() {
                return better;
            }
        }
        return Some((mended_title(found, names, evidence), Source::Masthead));
    }
    if let Some(line) = names.running.iter().find(|line| tells_title(line)) {
        let text = line.text_left.clone();
        let series = trusted_series().filter(|_| is_tag_line(&text));
        return series.or(Some((text, Source::RunningHead)));
    }
    let standing = || names.standing.map(|found| (found.text.clone(), Source::Masthead));
    let is_sheet = evidence.page_count <= SHEET_PAGES;
    let on_sheet = if is_sheet { standing() } else { None };
    on_sheet
        .or_else(running_name)
        .or_else(imprint)
        .or_else(given)
        .or_else(standing)
        .or_else(|| {
            let tells = names.file.date.is_some() || !names.file.figures.is_empty();
            let series = names.series.filter(|_| tells && !names.file.series.is_empty())?;
            let is_printed = names
                .file
                .series
                .iter()
                .all(|word| evidence.given_words_printed.contains(&fold(word)));
            is_printed.then(|| (series.to_string(), Source::FileName))
        })
}

fn mended_title(found: &FoundTitle, names: &Names, evidence: &Evidence) -> String {
    let Some(given) = names.information.title.as_deref() else {
        return found.text.clone();
    };
    let head = evidence
        .first_page_lines
        .iter()
        .filter(|line| is_in_head(line, 1.0));
    let head: Vec<HeadLine> = head.cloned().collect();
    mended_by(&found.text, given, &head).unwrap_or_else(|| found.text.clone())
}

/// Whether a running line names the newsletter beside its number or date.
fn tells_title(line: &LineReading) -> bool {
    let tells = line.number.is_some() || line.date.is_some();
    let letters = line
        .text_left
        .chars()
        .filter(|letter| letter.is_alphabetic())
        .count();
    tells && line.is_short && letters >= 3
}

/// The information title, where it is of this issue. One that no word of the issue repeats is left over from another
/// document, unless it tells an issue's date or number.
fn given_title(names: &Names, evidence: &Evidence) -> Option<String> {
    let given = names.information.title.as_deref()?;
    let names_an_issue = names.information.date.is_some() || names.information.number.is_some();
    let is_of_this = (names_an_issue && !names.information.is_slug)
        || is_repeated(given, evidence)
        || (!names.information.is_slug && is_printed(given, evidence));
    is_of_this.then(|| given.to_string())
}

/// Whether a title of several words has all of them printed on the pages.
fn is_printed(given: &str, evidence: &Evidence) -> bool {
    let folded = fold(given);
    let words: Vec<&str> = folded
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| word.len() >= 3)
        .collect();
    words.len() >= 2
        && words
            .iter()
            .all(|word| evidence.given_words_printed.contains(*word))
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
pub(super) fn series_name(file: &FileName, evidence: &Evidence) -> Option<String> {
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
        let may_begin = wanted.first().is_some_and(|first| {
            let word = words.get(start).copied().unwrap_or_default();
            may_begin_with(word, first)
        });
        if !may_begin {
            continue;
        }
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

/// Whether the first letter or figure of a word may be the first one of a folded word. Folding leaves what is ASCII in its
/// place; of other letters, and of marks alone, nothing is told.
fn may_begin_with(word: &str, folded: &str) -> bool {
    let first = word.chars().find(|letter| letter.is_alphanumeric());
    first.is_none_or(|first| !first.is_ascii() || folded.starts_with(first.to_ascii_lowercase()))
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
