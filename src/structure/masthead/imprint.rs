//! What the imprint and the inner pages tell where the first page does not: "La Passerelle est le journal de ...",
//! "Dépôt légal : mars 2012", "Numéro 24, printemps 2019" over the table of contents.
use super::line::LineReading;
use super::number::find_number;
use super::title::MOST_WORDS;
use super::words::is_kind;
use crate::french::dates::{FoundDate, FoundPrecision, find_masthead_dates};
use crate::french::fold::fold_compatible as fold;

/// What makes a page one that holds the imprint. Folded.
const MARKS: &[&str] = &[
    "depot legal",
    "issn",
    "directeur de publication",
    "directeur de la publication",
    "directrice de publication",
    "directrice de la publication",
    "redaction",
    "redacteur en chef",
    "redactrice en chef",
    "comite de lecture",
    "imprime par",
    "imprimerie",
    "impression",
    "conception",
    "maquette",
    "mise en page",
    "tirage",
    "responsable de la publication",
    "editeur",
    "impressum",
    "herausgeber",
    "redaktion",
    "editor",
    "published by",
];

/// What stands before the date of the issue. Folded.
const DATE_MARKS: &[&str] = &[
    "depot legal",
    "date de parution",
    "date de publication",
    "acheve d'imprimer",
    "parution",
    "publie en",
    "publie le",
    "paru en",
];

/// Longest line that may hold nothing but number and date, in bytes.
const LONGEST_DATE_LINE: usize = 80;

/// So many different marks make an imprint.
const ENOUGH_MARKS: usize = 2;

/// What the imprint and the inner pages say.
#[derive(Debug, Clone, Default)]
pub(super) struct Imprint {
    /// The newsletter's title.
    pub(super) title: Option<String>,
    /// The number.
    pub(super) number: Option<String>,
    /// The date.
    pub(super) date: Option<FoundDate>,
}

/// Reads the lines of pages that may hold the imprint.
pub(super) fn read_imprint(pages: &[Vec<String>]) -> Imprint {
    let mut imprint = Imprint::default();
    let mut year = None;
    for lines in pages {
        for line in lines.iter().filter(|line| may_tell_number_and_date(line)) {
            if imprint.number.is_some() {
                break;
            }
            // Without a number the rest is not worth reading.
            if find_number(line).is_none() {
                continue;
            }
            let reading = LineReading::of(line);
            if let (Some(number), Some(date)) = (&reading.number, &reading.date)
                && reading.is_only_number_and_date()
            {
                imprint.number = Some(number.number.clone());
                imprint.date = Some(date.clone());
            }
        }
        let mut page = fold(&lines.join("\n"));
        if page.contains('’') {
            page = page.replace('’', "'");
        }
        if !has_enough_marks(&page) {
            continue;
        }
        for (line, folded) in lines.iter().zip(page.lines()) {
            if imprint.title.is_none() {
                imprint.title = title_in(line);
            }
            let Some(date) = date_in(line, folded) else {
                continue;
            };
            if date.precision == FoundPrecision::Year {
                year = year.or(Some(date));
            } else if imprint.date.is_none() {
                imprint.date = Some(date);
            }
        }
    }
    imprint.date = imprint.date.or(year);
    imprint
}

/// Whether a folded page holds marks enough to be one with an imprint. Looked for place by place, not mark by mark: the first
/// letters tell of nearly every place that no mark begins there.
fn has_enough_marks(page: &str) -> bool {
    let bytes = page.as_bytes();
    let mut found: Vec<&str> = Vec::new();
    for (at, start) in bytes.windows(4).enumerate() {
        let may_begin = matches!(
            start,
            b"depo"
                | b"issn"
                | b"dire"
                | b"reda"
                | b"resp"
                | b"comi"
                | b"impr"
                | b"conc"
                | b"maqu"
                | b"mise"
                | b"tira"
                | b"edit"
                | b"hera"
                | b"publ"
        );
        if !may_begin {
            continue;
        }
        let rest = bytes.get(at..).unwrap_or_default();
        for mark in MARKS {
            if rest.starts_with(mark.as_bytes()) && !found.contains(mark) {
                found.push(mark);
            }
        }
        if found.len() >= ENOUGH_MARKS {
            return true;
        }
    }
    false
}

/// Whether a short line has the four figures of a year, without which it is not worth reading.
fn may_tell_number_and_date(line: &str) -> bool {
    let figures = line.bytes().filter(u8::is_ascii_digit).count();
    line.len() <= LONGEST_DATE_LINE && (3..=16).contains(&figures)
}

/// The date behind "Dépôt légal".
fn date_in(line: &str, folded: &str) -> Option<FoundDate> {
    let is_next_issue = folded.contains("prochain") || folded.contains("next");
    if is_next_issue || !DATE_MARKS.iter().any(|mark| folded.contains(mark)) {
        return None;
    }
    find_masthead_dates(line).into_iter().next()
}

/// The title in "La Passerelle est le journal de ...", "La Passerelle, bulletin municipal d’information".
fn title_in(line: &str) -> Option<String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    for (place, word) in words.iter().enumerate().take(MOST_WORDS).skip(1) {
        let before = words.get(..place)?;
        let after: Vec<&str> = words.iter().skip(place).copied().collect();
        let is_verb = matches!(*word, "est" | "is" | "ist");
        let is_parted =
            before.last().is_some_and(|last| last.ends_with([',', ':'])) || matches!(*word, "-" | "–" | "—");
        let described = if is_verb || word.chars().all(|letter| !letter.is_alphanumeric()) {
            after.get(1..).unwrap_or_default()
        } else {
            &after
        };
        let reach = if is_verb { 4 } else { 1 };
        let is_described = (is_verb || is_parted) && described.iter().take(reach).any(|word| says_kind(word));
        if !is_described {
            continue;
        }
        let title = before.join(" ");
        let title = title.trim_matches(|letter: char| !letter.is_alphanumeric());
        let begins_large = title.starts_with(char::is_uppercase);
        let is_name = title.chars().filter(|letter| letter.is_alphabetic()).count() >= 3;
        let only_kind = title
            .split_whitespace()
            .all(|word| is_kind(word) || word.chars().count() <= 3);
        return (begins_large && is_name && !only_kind).then(|| title.to_string());
    }
    None
}

/// Whether a word says what sort of paper it is: "l'hebdomadaire", "journal", "publication".
fn says_kind(word: &str) -> bool {
    let folded = fold(word).replace('’', "'");
    let bare = folded.rsplit('\'').next().unwrap_or(&folded);
    let bare = bare.trim_matches(|letter: char| !letter.is_alphanumeric());
    is_kind(bare)
        || matches!(
            bare,
            "publication"
                | "periodique"
                | "mensuel"
                | "trimestriel"
                | "bimestriel"
                | "hebdomadaire"
                | "semestriel"
                | "zeitung"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str]) -> (Option<String>, Option<String>, Option<String>) {
        let page = lines.iter().map(|line| (*line).to_string()).collect();
        let imprint = read_imprint(&[page]);
        (imprint.title, imprint.number, imprint.date.map(|date| date.iso))
    }

    #[test]
    fn titles_and_dates_of_imprints_are_read() {
        let some = |text: &str| Some(text.to_string());
        let told = read(&[
            "La Passerelle est le journal trimestriel des habitants",
            "Directrice de la publication : Anne Aubert",
            "Dépôt légal : 2e trimestre 2019 - ISSN 0000-0000",
        ]);
        assert_eq!(told, (some("La Passerelle"), None, some("2019-04")));
        let told = read(&[
            "Le Pont, bulletin municipal de Valbois",
            "Imprimerie du Canal",
            "Rédaction : la mairie",
        ]);
        assert_eq!(told, (some("Le Pont"), None, None));
    }

    #[test]
    fn a_line_of_number_and_date_inside_is_the_issues() {
        let told = read(&["SOMMAIRE", "Numéro 24, printemps 2019", "5 Au lecteur"]);
        assert_eq!(told, (None, Some("24".to_string()), Some("2019-03".to_string())));
    }

    #[test]
    fn every_mark_is_found_and_counts_once() {
        for (mark, next) in MARKS.iter().zip(MARKS.iter().cycle().skip(1)) {
            assert!(!has_enough_marks(&format!("le {mark} et le {mark}")), "{mark}");
            assert!(has_enough_marks(&format!("{mark}, {next}")), "{mark} {next}");
        }
    }

    #[test]
    fn other_pages_tell_nothing() {
        let nothing = (None, None, None);
        assert_eq!(
            read(&["Le Pont est le journal que je lis", "chaque matin"]),
            nothing
        );
        let told = read(&[
            "Rédaction et impression : la mairie",
            "Prochaine parution : mars 2021",
            "Elle est une lettre sans fin",
            "Le journal est une publication gratuite",
        ]);
        assert_eq!((told.1, told.2), (None, None));
    }
}
