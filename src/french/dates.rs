//! Dates as newsletters print them: "Mardi 1er juillet 2008", "Printemps 2012", "1er trimestre 99", "04 | 2021".
//!
//! French first; English month names, seasons and orders too. A date needs its year: "15 mars" alone is an event's
//! date, not an issue's. Nothing is guessed: a day that its month does not have is no date.

mod loose;
mod moments;
mod patterns;
mod tokens;

use super::fold::fold_compatible as fold;
pub use loose::{find_masthead_dates, find_year_span};
pub use moments::{
    Hours, Moment, MomentKind, MomentPrecision, Reference, Time, at_hours, find_hours, find_moments,
};
use patterns::Reader;
use tokens::{month_of_folded, tokens_of};

/// How precise a found date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoundPrecision {
    /// A day.
    Day,
    /// A month, or the first of several.
    Month,
    /// A quarter, given by its first month.
    Quarter,
    /// A season, given by its first month: spring by March, summer by June, autumn by September, winter by December.
    Season,
    /// A year.
    Year,
}

/// A date found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundDate {
    /// `2012`, `2012-03` or `2012-03-15`.
    pub iso: String,
    /// How precise it is.
    pub precision: FoundPrecision,
    /// First byte of the date in the text.
    pub start: usize,
    /// Byte after the date in the text.
    pub end: usize,
    /// Whether day and month are told by order alone and could be the other way round: `03/04/2021`.
    pub order_is_ambiguous: bool,
}

/// The first date of a text that tells its year; of dates that say the same with more or less precision, the most
/// precise ("Newsletter de mai 2024 - 2024-05-25" is of the 25th).
pub fn find_issue_date(text: &str) -> Option<FoundDate> {
    let dates = find_issue_dates(text);
    let first = dates.first()?;
    let finer = dates.iter().filter(|date| date.iso.starts_with(&first.iso));
    finer.max_by_key(|date| date.iso.len()).cloned().map(|date| {
        // Of equals `max_by_key` gives the last; the first is the one that was meant.
        if date.iso.len() == first.iso.len() {
            first.clone()
        } else {
            date
        }
    })
}

/// All dates of a text that tell their year, in order, none within another.
pub fn find_issue_dates(text: &str) -> Vec<FoundDate> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let tokens = tokens_of(text);
    let mut dates = Vec::new();
    let mut place = 0;
    while place < tokens.len() {
        match Reader::at(&tokens, place).date() {
            Some((found, after)) if after > place => {
                if let (Some(kind), Some(first), Some(last)) =
                    (found, tokens.get(place), tokens.get(after - 1))
                {
                    dates.push(kind.placed(first.start, last.end));
                }
                place = after;
            }
            _ => place += 1,
        }
    }
    dates
}

/// The number of the month (1 to 12) that a word names in French or English, whole or shortened.
pub fn month_number(word: &str) -> Option<u8> {
    // Most words that are asked for are small and plain.
    if word
        .bytes()
        .all(|letter| letter.is_ascii() && !letter.is_ascii_uppercase())
    {
        return month_of_folded(word.trim_end_matches('.'));
    }
    let folded = fold(word);
    month_of_folded(folded.trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iso(text: &str) -> Option<String> {
        find_issue_date(text).map(|date| date.iso)
    }

    #[track_caller]
    fn assert_dates(cases: &[(&str, &str, FoundPrecision)]) {
        for (text, iso, precision) in cases {
            let found = find_issue_date(text);
            let told = found.as_ref().map(|date| (date.iso.as_str(), date.precision));
            assert_eq!(told, Some((*iso, *precision)), "{text}");
        }
    }

    #[test]
    fn days_are_read() {
        assert_dates(&[
            ("Mardi 01 juillet 2008", "2008-07-01", FoundPrecision::Day),
            ("dimanche, le 1er août 1999", "1999-08-01", FoundPrecision::Day),
            ("Valbois, le 15 mai 2021", "2021-05-15", FoundPrecision::Day),
            ("15/03/2021", "2021-03-15", FoundPrecision::Day),
            ("15.3.2021", "2021-03-15", FoundPrecision::Day),
            ("03/25/2021", "2021-03-25", FoundPrecision::Day),
            ("15/03/99", "1999-03-15", FoundPrecision::Day),
            ("2021-03-15", "2021-03-15", FoundPrecision::Day),
            (
                "Week beginning 17th March 2019",
                "2019-03-17",
                FoundPrecision::Day,
            ),
            ("November 8, 2018", "2018-11-08", FoundPrecision::Day),
            ("Sat. Sept. 3rd, 2022", "2022-09-03", FoundPrecision::Day),
            ("3. März 2019", "2019-03-03", FoundPrecision::Day),
            ("Sonntag, 12. Januar 2020", "2020-01-12", FoundPrecision::Day),
            ("15 de marzo de 2021", "2021-03-15", FoundPrecision::Day),
            ("12.06.2019", "2019-06-12", FoundPrecision::Day),
            ("15-16 mars 2012", "2012-03-15", FoundPrecision::Day),
            ("du 28 février au 3 mars 2012", "2012-02-28", FoundPrecision::Day),
            (
                "du samedi 2 au dimanche 10 mars 2024",
                "2024-03-02",
                FoundPrecision::Day,
            ),
            (
                "du lundi 29 avril au dimanche 5 mai 2024",
                "2024-04-29",
                FoundPrecision::Day,
            ),
            ("29 février 2024", "2024-02-29", FoundPrecision::Day),
        ]);
    }

    #[test]
    fn months_are_read() {
        assert_dates(&[
            ("mai 2025", "2025-05", FoundPrecision::Month),
            ("MARS  2012", "2012-03", FoundPrecision::Month),
            ("Fe\u{301}vrier-mars 2026", "2026-02", FoundPrecision::Month),
            ("juin, juillet et août 2026", "2026-06", FoundPrecision::Month),
            ("décembre 2024/janvier 2025", "2024-12", FoundPrecision::Month),
            ("04 | 2021", "2021-04", FoundPrecision::Month),
            ("04/2021", "2021-04", FoundPrecision::Month),
            ("2024-03", "2024-03", FoundPrecision::Month),
            ("n° 16 - mars 2012", "2012-03", FoundPrecision::Month),
            ("n° 12 mars 2012", "2012-03", FoundPrecision::Month),
            ("N° 009 - Mars 2024", "2024-03", FoundPrecision::Month),
            ("mars '99", "1999-03", FoundPrecision::Month),
            ("avril 98", "1998-04", FoundPrecision::Month),
            ("Lettre d'avril 1912", "1912-04", FoundPrecision::Month),
            ("Newsletter d’août 2024", "2024-08", FoundPrecision::Month),
            ("Dezember 2018", "2018-12", FoundPrecision::Month),
            ("Juli/August 2021", "2021-07", FoundPrecision::Month),
            ("diciembre de 2017", "2017-12", FoundPrecision::Month),
            ("juillet/août/septembre 2003", "2003-07", FoundPrecision::Month),
            ("de juillet à septembre 2003", "2003-07", FoundPrecision::Month),
            ("juin-juillet-aout-2026", "2026-06", FoundPrecision::Month),
        ]);
    }

    #[test]
    fn seasons_quarters_and_years_are_read() {
        assert_dates(&[
            ("Printemps 2012 N°16", "2012-03", FoundPrecision::Season),
            ("Hiver 2009", "2009-12", FoundPrecision::Season),
            ("hiver 2009-2010", "2009-12", FoundPrecision::Season),
            ("Automne/Hiver 2020", "2020-09", FoundPrecision::Season),
            ("l'été 2008", "2008-06", FoundPrecision::Season),
            ("Summer 2019", "2019-06", FoundPrecision::Season),
            ("1er trimestre 99", "1999-01", FoundPrecision::Quarter),
            ("4ème trimestre 2003", "2003-10", FoundPrecision::Quarter),
            ("Troisième trimestre de 2003", "2003-07", FoundPrecision::Quarter),
            ("1. Quartal 2020", "2020-01", FoundPrecision::Quarter),
            ("1° trimestre 2020", "2020-01", FoundPrecision::Quarter),
            ("3e trim. 2014", "2014-07", FoundPrecision::Quarter),
            ("2T 2016", "2016-04", FoundPrecision::Quarter),
            ("Herbst 2020", "2020-09", FoundPrecision::Season),
            ("t1-2025", "2025-01", FoundPrecision::Quarter),
            ("Q3 2020", "2020-07", FoundPrecision::Quarter),
            ("2e semestre 2021", "2021", FoundPrecision::Year),
            ("Bulletin 2012", "2012", FoundPrecision::Year),
        ]);
    }

    #[test]
    fn what_is_no_date_is_left() {
        let texts = [
            "le 15 mars à 20 h",
            "2018-2019",
            "saison 2025/26",
            "20120 Valbois",
            "05 56 2012 90",
            "n° 2012",
            "31 mars",
            "May 25",
            "mai 25",
            "99",
            "N°4",
            "12.05.33.20.12",
            "99999999999999999999",
            "32/13/2021",
            "",
            "é",
        ];
        for text in texts {
            assert_eq!(iso(text), None, "{text}");
        }
        // A day that does not exist leaves its month, where that is told apart.
        assert_eq!(iso("Février 2025 — 2025-02-29").as_deref(), Some("2025-02"));
    }

    #[test]
    fn the_finer_of_two_that_agree_is_taken_and_places_are_told() {
        let text = "Lettre de mai 2024 — 2024-05-25 (et juin 2024)";
        let found = find_issue_date(text).expect("a date");
        assert_eq!(found.iso, "2024-05-25");
        assert_eq!(&text[found.start..found.end], "2024-05-25");
        let places: Vec<&str> = find_issue_dates(text)
            .iter()
            .map(|date| &text[date.start..date.end])
            .collect();
        assert_eq!(places, ["mai 2024", "2024-05-25", "juin 2024"]);
        let text = "La Gazette, mardi 1er juillet 2008, n° 3";
        let found = find_issue_date(text).expect("a date");
        assert_eq!(&text[found.start..found.end], "mardi 1er juillet 2008");
        assert!(find_issue_date("03/04/2021").expect("a date").order_is_ambiguous);
    }

    #[test]
    fn months_are_known_by_name() {
        assert_eq!(
            (month_number("Févr."), month_number("AOÛT"), month_number("mot")),
            (Some(2), Some(8), None)
        );
    }
}
