//! The head of a dump's first page: the newsletter's title, its number and its date.
//!
//! Only short lines at the very top are looked at, and only where one of them holds a number (`n° 16`) or is a date:
//! without either, the first lines are the first article.
use crate::french::fold::fold;
use crate::model::{DateEvidence, DatePrecision, Furniture, FurnitureKind, IssueDate};
use crate::plain::{Dump, Gap};

/// Lines at the top that may be the masthead.
const MOST_LINES: usize = 6;
/// Longest line of a masthead, in characters.
const LONGEST_LINE: usize = 90;

/// What the masthead says, and its lines.
#[derive(Default)]
pub(super) struct Masthead {
    pub(super) title: Option<String>,
    pub(super) number: Option<String>,
    pub(super) date: Option<IssueDate>,
    pub(super) furniture: Vec<Furniture>,
}

/// Takes the masthead off the first page of a dump.
pub(super) fn take(dump: &mut Dump) -> Masthead {
    let Some(page) = dump.pages.first_mut() else {
        return Masthead::default();
    };
    let mut masthead = Masthead::default();
    let mut height = 0;
    for (rank, line) in page.lines.iter().take(MOST_LINES).enumerate() {
        let text = line.text.as_str();
        if text.chars().count() > LONGEST_LINE || text.ends_with(['.', ',', ';']) {
            break;
        }
        let number = number_in(text);
        let date = date_in(text)
            .filter(|(_, words)| number.is_some() || words * 2 >= text.split_whitespace().count());
        if number.is_none() && date.is_none() {
            continue;
        }
        height = rank + 1;
        masthead.number = masthead.number.or(number);
        masthead.date = masthead.date.or(date.map(|(date, _)| date));
    }
    let lines: Vec<String> = page.lines.drain(..height).map(|line| line.text).collect();
    masthead.title = lines.first().and_then(|line| title_of(line));
    if let Some(first) = page.lines.first_mut() {
        first.gap = Gap::Break;
    }
    let to_furniture = |text: String| Furniture {
        kind: FurnitureKind::Masthead,
        page: 1,
        text,
    };
    masthead.furniture = lines.into_iter().map(to_furniture).collect();
    masthead
}

/// What stands before number and date on the first line.
fn title_of(line: &str) -> Option<String> {
    let marks = [
        "n°", "N°", "n °", "numéro ", "Numéro ", "No ", "#", " – ", " — ", " - ", " | ",
    ];
    let end = marks
        .iter()
        .filter_map(|mark| line.find(mark))
        .min()
        .unwrap_or(line.len());
    let title = line
        .get(..end)?
        .trim_end_matches([' ', ',', '–', '—', '-', '|', ':']);
    let says_something = title.chars().filter(|c| c.is_alphabetic()).count() >= 3;
    (says_something && date_in(title).is_none_or(|(_, words)| words < title.split_whitespace().count()))
        .then(|| title.to_string())
}

/// The figure of `n° 16`, `numéro 16`, `#16`.
fn number_in(text: &str) -> Option<String> {
    let folded = fold(text);
    for mark in ["n°", "n °", "nº", "numero ", "#"] {
        for (position, _) in folded.match_indices(mark) {
            let before = folded.get(..position).and_then(|head| head.chars().next_back());
            let rest = folded
                .get(position + mark.len()..)
                .unwrap_or_default()
                .trim_start();
            let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
            if !digits.is_empty() && digits.len() <= 5 && !before.is_some_and(char::is_alphanumeric) {
                return Some(digits);
            }
        }
    }
    None
}

const MONTHS: [&str; 12] = [
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
];

/// A season begins with the first of its months.
const SEASONS: [(&str, u32); 4] = [("printemps", 3), ("ete", 6), ("automne", 9), ("hiver", 12)];

/// The date in a line, and how many words it takes: `16 septembre 2019`, `mars 2024`, `mai-juin 2024`,
/// `printemps 2019`.
fn date_in(text: &str) -> Option<(IssueDate, usize)> {
    let folded = fold(text);
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let year_at = |rank: usize| {
        let year: u32 = words.get(rank).filter(|word| word.len() == 4)?.parse().ok()?;
        (1900..=2099).contains(&year).then_some(year)
    };
    for (rank, word) in words.iter().enumerate() {
        let Some((month, is_season)) = month_named(word) else {
            continue;
        };
        // "mai-juin 2024", "décembre 2023 – janvier 2024": the first of the months, the first of the years.
        let next_is_month = words
            .get(rank + 1)
            .is_some_and(|next| month_named(next).is_some());
        let Some(year) = year_at(rank + 1 + usize::from(next_is_month)) else {
            continue;
        };
        let day = rank.checked_sub(1).and_then(|before| {
            let day = words.get(before)?;
            // "n° 16 – mars 2024": a number, no day.
            let is_beside = folded.contains(&format!("{day} {word}"));
            day_named(day).filter(|_| is_beside)
        });
        let (iso, precision) = match day {
            Some(day) if !is_season && !next_is_month => {
                (format!("{year:04}-{month:02}-{day:02}"), DatePrecision::Day)
            }
            _ if is_season => (format!("{year:04}-{month:02}"), DatePrecision::Season),
            _ => (format!("{year:04}-{month:02}"), DatePrecision::Month),
        };
        let date = IssueDate {
            iso,
            precision,
            evidence: DateEvidence::Masthead,
        };
        return Some((date, 2 + usize::from(day.is_some()) + usize::from(next_is_month)));
    }
    None
}

fn month_named(word: &str) -> Option<(u32, bool)> {
    let month = MONTHS
        .iter()
        .zip(1..)
        .find(|(name, _)| *name == &word)
        .map(|(_, month)| (month, false));
    month.or(SEASONS
        .iter()
        .find(|(name, _)| *name == word)
        .map(|(_, month)| (*month, true)))
}

fn day_named(word: &str) -> Option<u32> {
    let day: u32 = word.strip_suffix("er").unwrap_or(word).parse().ok()?;
    (1..=31).contains(&day).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Masthead, Dump) {
        let mut dump = crate::plain::read(text);
        let masthead = take(&mut dump);
        (masthead, dump)
    }

    #[test]
    fn title_number_and_date_at_the_top() {
        let (masthead, dump) =
            read("La Passerelle\nLa lettre du réseau\nn° 16 – 1er mars 2024\nTenir la porte\n");
        assert_eq!(masthead.title.as_deref(), Some("La Passerelle"));
        assert_eq!(masthead.number.as_deref(), Some("16"));
        assert_eq!(masthead.date.map(|date| date.iso).as_deref(), Some("2024-03-01"));
        assert_eq!(masthead.furniture.len(), 3);
        assert_eq!(dump.pages[0].lines.len(), 1);
    }

    #[test]
    fn all_on_one_line() {
        let (masthead, _) = read("Le Petit Écho n°41 | Été 2019\nDu texte.\n");
        assert_eq!(masthead.title.as_deref(), Some("Le Petit Écho"));
        assert_eq!(
            masthead.date.map(|date| (date.iso, date.precision)),
            Some(("2019-06".to_string(), DatePrecision::Season))
        );
    }

    #[test]
    fn the_number_is_no_day() {
        assert_eq!(
            date_in("n° 16 – mars 2024").map(|(date, _)| date.iso).as_deref(),
            Some("2024-03")
        );
    }

    #[test]
    fn several_months_are_given_by_the_first() {
        assert_eq!(
            date_in("novembre-décembre 2023")
                .map(|(date, _)| date.iso)
                .as_deref(),
            Some("2023-11")
        );
        assert!(date_in("le 6 mars prochain").is_none());
    }

    #[test]
    fn without_number_and_date_there_is_no_masthead() {
        let (masthead, dump) =
            read("Adhérez en ligne !\nLa réunion du 12 mai 2024 aura lieu dans la salle des fêtes\n");
        assert!(masthead.title.is_none() && masthead.date.is_none());
        assert_eq!(dump.pages[0].lines.len(), 2);
    }
}
