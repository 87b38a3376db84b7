//! One line read for what a masthead says: number, date, and the words that are left.
use super::number::{FoundNumber, find_number};
use super::words::{is_article, is_connector, is_kind, words_outside};
use crate::french::dates::{FoundDate, FoundPrecision, find_masthead_dates, find_year_span};
use crate::french::fold::fold_compatible as fold;
use regex::Regex;
use std::sync::LazyLock;

/// Words that a masthead line may hold beside its date and number; a sentence has more.
const MOST_WORDS_LEFT: usize = 6;

/// Characters that it may hold.
const MOST_CHARACTERS: usize = 100;

/// Words that the name of a place before a date has.
const MOST_WORDS_OF_A_PLACE: usize = 4;

/// Bytes of a line after which it is no masthead's and is not read.
const LONGEST_LINE: usize = 600;

/// Words before a year that make it the year of something else than the issue.
const OTHER_YEARS: &[&str] = &[
    "depuis",
    "since",
    "fonde",
    "fondee",
    "founded",
    "cree",
    "creee",
    "chartered",
    "established",
    "loi",
    "copyright",
    "anniversaire",
    "ne",
    "nee",
    "inaugure",
    "inauguree",
];

/// Words before a day that make it the day of something else than the issue: what is to come, or was decided.
const OTHER_DAYS: &[&str] = &[
    "avant",
    "jusqu",
    "jusqu'",
    "jusqu’",
    "limite",
    "partir",
    "prochain",
    "prochaine",
    "prochainement",
    "reunion",
    "assemblee",
    "seance",
    "conseil",
    "inscription",
    "inscriptions",
    "bouclage",
    "cloture",
    "election",
    "elections",
    "scrutin",
    "loi",
    "decret",
    "arrete",
    "deadline",
    "until",
    "before",
    "meeting",
];

/// What a line says.
#[derive(Debug, Clone, Default)]
pub(super) struct LineReading {
    /// The date that it tells, where it may be the issue's.
    pub(super) date: Option<FoundDate>,
    /// The number that it tells.
    pub(super) number: Option<FoundNumber>,
    /// Whether one of the words beside date and number is what newsletters call themselves.
    pub(super) names_kind: bool,
    /// Whether each of them is so, or says nothing there.
    is_bare: bool,
    /// These words as one text, as printed, without separators and connectors at its ends.
    pub(super) text_left: String,
    /// The first of two joined years, where the line tells no better date: "Année 2019-2020".
    pub(super) year_span: Option<FoundDate>,
    /// Whether the line is as short as lines of a masthead are.
    pub(super) is_short: bool,
    /// Whether the line opens a text with place and date: "Valbois, le 3 août 1998 - ...".
    pub(super) is_dateline: bool,
}

impl LineReading {
    /// Reads a line.
    pub(super) fn of(text: &str) -> Self {
        if text.len() > LONGEST_LINE {
            return Self::default();
        }
        let number = find_number(text).filter(|_| !refers_to_a_page(text));
        // No date, price or span of years is without a figure: most lines hold none.
        let has_figures = text.bytes().any(|letter| letter.is_ascii_digit());
        let (spans, year_span) = if has_figures {
            (dates_of(text, number.as_ref()), find_year_span(text))
        } else {
            (Vec::new(), None)
        };
        let mut covered: Vec<(usize, usize)> = spans.iter().map(|date| (date.start, date.end)).collect();
        covered.extend(number.as_ref().map(|number| (number.start, number.end)));
        if has_figures {
            covered.extend(prices_of(text));
        }
        covered.extend(year_span.as_ref().map(|years| (years.start, years.end)));
        let (mut telling, mut names_kind, mut is_bare) = (0, false, true);
        for word in words_outside(text, &covered).filter(|word| !is_connector(word)) {
            telling += 1;
            if is_kind(word) {
                names_kind = true;
            } else {
                is_bare = false;
            }
        }
        let date = finest_of(&spans);
        let date =
            date.filter(|found| !is_of_something_else(text, found) && !is_one_of_several(found, &spans));
        let date = date.filter(|found| number.is_some() || !is_day_of_something_else(text, found));
        let is_dateline = date.as_ref().is_some_and(|found| opens_a_text(text, found));
        Self {
            date,
            number,
            is_short: telling <= MOST_WORDS_LEFT && text.chars().count() <= MOST_CHARACTERS,
            text_left: text_outside(text, &covered),
            names_kind,
            is_bare,
            is_dateline,
            year_span,
        }
    }

    /// Whether the line holds nothing but date, number and words that go with them.
    pub(super) fn is_only_number_and_date(&self) -> bool {
        self.is_bare && (self.date.is_some() || self.number.is_some())
    }
}

/// Dates of a line that do not overlap its number ("n° 4/2021" keeps its year).
fn dates_of(text: &str, number: Option<&FoundNumber>) -> Vec<FoundDate> {
    let mut dates = find_masthead_dates(text);
    if let Some(number) = number {
        dates.retain(|date| date.start >= number.end || date.end <= number.start);
    }
    dates
}

/// What a paper costs and its registered number, which stand beside its date: "5 F", "0,50 €", "ISSN 0000-0000".
static PRICES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let price = r"(?:prix\s*:?\s*)?[0-9]{1,3}(?:[.,][0-9]{1,2})?\s?(?:€|ff?|frs?|francs?|euros?|chf)(?:\s|$|[-–—.,;|/•])";
    Regex::new(&format!(
        r"(?i){price}|issn\s*:?\s*[0-9]{{4}}\s?-\s?[0-9]{{3}}[0-9x]"
    ))
    .ok()
});

fn prices_of(text: &str) -> Vec<(usize, usize)> {
    let Some(expression) = PRICES.as_ref() else {
        return Vec::new();
    };
    expression
        .find_iter(text)
        .map(|found| (found.start(), found.end()))
        .collect()
}

/// The first date, or a finer one that says the same ("Lettre de mai 2024 - 2024-05-25").
fn finest_of(dates: &[FoundDate]) -> Option<FoundDate> {
    let first = dates.first()?;
    let says_the_same = |date: &&FoundDate| date.iso.starts_with(&first.iso);
    let longest = dates
        .iter()
        .filter(says_the_same)
        .map(|date| date.iso.len())
        .max()?;
    dates
        .iter()
        .filter(says_the_same)
        .find(|date| date.iso.len() == longest)
        .cloned()
}

/// The text beside the covered places, as printed. A line without date and number is left whole.
fn text_outside(text: &str, covered: &[(usize, usize)]) -> String {
    if covered.is_empty() {
        return with_single_spaces(text);
    }
    let mut spans = covered.to_vec();
    spans.sort_unstable();
    spans.push((text.len(), text.len()));
    let mut left = String::new();
    let mut from = 0;
    for (start, end) in spans {
        let piece = trim_connectors(text.get(from..start).unwrap_or_default());
        if piece.chars().any(char::is_alphabetic) {
            if !left.is_empty() {
                left.push(' ');
            }
            left.push_str(&piece);
        }
        from = end.max(from);
    }
    left
}

/// The words of a text with one space between two of them: nearly always the text as it is.
fn with_single_spaces(text: &str) -> String {
    let mut before = ' ';
    let is_spaced_otherwise = |letter: char| {
        let is_second = letter == ' ' && before == ' ';
        before = letter;
        is_second || (letter != ' ' && letter.is_whitespace())
    };
    if text.contains(is_spaced_otherwise) || text.ends_with(' ') {
        return text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    text.to_string()
}

/// A running line without its folio: "La Gazette - page 3" is "La Gazette".
pub(super) fn without_page(piece: &str) -> String {
    let mut words: Vec<&str> = piece.split_whitespace().collect();
    // "3 La Gazette"
    if let [folio, next, ..] = words.as_slice()
        && folio.len() <= 3
        && folio.chars().all(|letter| letter.is_ascii_digit())
        && next.starts_with(char::is_uppercase)
    {
        words.remove(0);
    }
    let is_figures = |word: &str| {
        let bare = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        !bare.is_empty()
            && bare
                .chars()
                .all(|letter| letter.is_ascii_digit() || letter == '/')
    };
    if let [.., page, figures] = words.as_slice()
        && is_figures(figures)
        && matches!(fold(page).as_str(), "page" | "p." | "p" | "seite")
    {
        words.truncate(words.len() - 2);
        while words
            .last()
            .is_some_and(|word| !word.chars().any(char::is_alphanumeric))
        {
            words.pop();
        }
    }
    words.join(" ")
}

/// Drops separators at both ends of a piece of a line, and the connectors that led to the date beside it.
fn trim_connectors(piece: &str) -> String {
    let is_separator = |letter: char| !letter.is_alphanumeric() && !"«»\"“”()!?".contains(letter);
    let mut words: Vec<&str> = piece.trim_matches(is_separator).split_whitespace().collect();
    while words
        .last()
        .is_some_and(|word| is_connector(word.trim_matches(is_separator)))
    {
        words.pop();
    }
    while words
        .first()
        .is_some_and(|word| is_connector(word.trim_matches(is_separator)) && !is_article(word))
    {
        words.remove(0);
    }
    words.join(" ").trim_matches(is_separator).to_string()
}

/// Whether a date belongs to something that happens or happened: an hour, a foundation, an item of an agenda.
fn is_of_something_else(text: &str, date: &FoundDate) -> bool {
    let before = text.get(..date.start).unwrap_or_default();
    let after = text.get(date.end..).unwrap_or_default();
    if before.contains('©') || has_hour(text) {
        return true;
    }
    let words_before: Vec<&str> = words_outside(before, &[]).collect();
    if words_before
        .iter()
        .rev()
        .take(3)
        .any(|word| OTHER_YEARS.contains(&fold(word).as_str()))
    {
        return true;
    }
    let explained = after.trim_start().strip_prefix(':');
    explained.is_some_and(|explanation| words_outside(explanation, &[]).nth(1).is_some())
}

/// Whether a day is that of a meeting, of a law, or the last on which one may answer.
fn is_day_of_something_else(text: &str, date: &FoundDate) -> bool {
    let before = text.get(..date.start).unwrap_or_default();
    date.precision == FoundPrecision::Day
        && words_outside(before, &[]).any(|word| OTHER_DAYS.contains(&fold(word).as_str()))
}

/// Whether a line tells several days: a programme, or what happened since.
fn is_one_of_several(date: &FoundDate, all: &[FoundDate]) -> bool {
    let is_other_day = |other: &&FoundDate| other.precision == FoundPrecision::Day && other.iso != date.iso;
    date.precision == FoundPrecision::Day && all.iter().any(|other| is_other_day(&other))
}

/// "p. 30", "page 4": a teaser for an article, whose number is not the issue's.
fn refers_to_a_page(text: &str) -> bool {
    let folded = fold(text);
    let words: Vec<&str> = folded
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    words.windows(2).any(|pair| {
        matches!(pair, ["p" | "page" | "pages" | "pp", figures] if figures.chars().all(|letter| letter.is_ascii_digit()))
    })
}

/// "20h", "20 h 30", "10.30am".
fn has_hour(text: &str) -> bool {
    let folded = fold(text);
    let letters: Vec<char> = folded.chars().collect();
    for (place, window) in letters.windows(2).enumerate() {
        let [figure, mark] = window else { continue };
        if !figure.is_ascii_digit() {
            continue;
        }
        let behind = |distance: usize| letters.get(place + distance).copied().unwrap_or(' ');
        let mark_place = if *mark == ' ' { 2 } else { 1 };
        let (mark, next) = (behind(mark_place), behind(mark_place + 1));
        if mark == 'h' && !next.is_alphabetic() {
            return true;
        }
        if matches!(mark, 'a' | 'p') && next == 'm' && !behind(mark_place + 2).is_alphabetic() {
            return true;
        }
    }
    false
}

/// "Valbois, le 3 août 1998 - L'alliance...": a place of few words, the date, then a dash or the end.
fn opens_a_text(text: &str, date: &FoundDate) -> bool {
    let before = text.get(..date.start).unwrap_or_default().trim();
    let after = text.get(date.end..).unwrap_or_default().trim_start();
    let place = before.strip_suffix("le").unwrap_or(before).trim_end();
    let Some(place) = place.strip_suffix(',') else {
        return false;
    };
    let words = words_outside(place, &[]).take(MOST_WORDS_OF_A_PLACE + 1).count();
    let is_place = (1..=MOST_WORDS_OF_A_PLACE).contains(&words) && place.starts_with(char::is_uppercase);
    let ends = after.is_empty() || after.starts_with(['—', '–', '-', '.', ':', '−']);
    is_place && ends && find_number(text).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(text: &str) -> String {
        LineReading::of(text).text_left
    }

    #[test]
    fn number_date_and_the_rest_are_told_apart() {
        let line = LineReading::of("LE JOURNAL DE VALBOIS - Printemps 2012 - N°16");
        assert_eq!(
            line.number.as_ref().map(|number| number.number.as_str()),
            Some("16")
        );
        assert_eq!(line.date.as_ref().map(|date| date.iso.as_str()), Some("2012-03"));
        assert_eq!(line.text_left, "LE JOURNAL DE VALBOIS");
        assert!(line.is_short && !line.is_only_number_and_date());
        assert_eq!(left("Newsletter de mai 2024"), "Newsletter");
        assert_eq!(left("L’Écho d’Ici, n° 3, mars 2012"), "L’Écho d’Ici");
        for text in [
            "N° 4",
            "Week beginning 17th March 2019",
            "Bulletin n°3 - mars 2012",
            "2012",
        ] {
            assert!(LineReading::of(text).is_only_number_and_date(), "{text}");
        }
    }

    #[test]
    fn folios_and_prices_are_left_out() {
        for (line, name) in [
            ("La Gazette - page 3", "La Gazette"),
            ("12 La Gazette", "La Gazette"),
            ("La Gazette – p. 4/8", "La Gazette"),
            ("La Gazette", "La Gazette"),
            ("7 rue du Pont", "7 rue du Pont"),
        ] {
            assert_eq!(without_page(line), name, "{line}");
        }
        assert_eq!(left("LE PONT - mars 2012 - 0,50 €"), "LE PONT");
        assert_eq!(left("Le Pont, n° 3, prix : 5 F - ISSN 0000-000X"), "Le Pont");
    }

    #[test]
    fn dates_of_events_and_foundations_are_not_the_issues() {
        let texts = [
            "Samedi 15 mars 2012 à 20h30",
            "15 mars 2012 : assemblée générale",
            "Fondée le 3 mai 1973",
            "Chartered November 8, 1973",
            "© 2012",
            "Association loi de 1901",
            "Réunion le 2 mai 2012, 20 h 30",
            "Conseil municipal du 12 mars 2012",
            "Inscriptions avant le 3 mai 2012",
            "À partir du 3 juin 2013",
            "Arrêté du 3 juin 2013",
        ];
        for text in texts {
            assert_eq!(LineReading::of(text).date, None, "{text}");
        }
    }

    #[test]
    fn a_number_beside_a_page_is_not_the_issues() {
        assert_eq!(LineReading::of("Jeanne Martin, Dessin no 1, p. 55").number, None);
    }

    #[test]
    fn datelines_are_known() {
        assert!(LineReading::of("Valbois, le 15 août 2018 — La commune annonce").is_dateline);
        assert!(LineReading::of("Saint-Jean-le-Vieux, le 15 mai 2021").is_dateline);
        assert!(!LineReading::of("Mardi 15 mai 2021").is_dateline);
        assert!(!LineReading::of("Ainsi, le 15 mai 2021 nous étions réunis").is_dateline);
    }
}
