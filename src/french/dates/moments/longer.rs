//! Months, quarters and seasons, days told by their weekday alone, and what tells its year by itself.
use super::calendar::{Day, Reference, weekday_of};
use super::days::{Found, Span, When, year_behind};
use super::{MomentKind, Words};
use crate::french::dates::FoundPrecision;
use crate::french::dates::tokens::{month_of_folded, ordinal_of_folded, season_of_folded};

/// "samedi prochain", where the day is known.
pub(super) fn weekday_to_come(
    words: &Words<'_>,
    place: usize,
    reference: Option<&Reference>,
) -> Option<Span> {
    let weekday = weekday_of(words.word(place)?)?;
    let today = reference?.day()?;
    let day = match words.word(place + 1)? {
        "prochain" => today.plus(1)?.next(weekday)?,
        "dernier" | "passe" => today.plus(-7)?.next(weekday)?,
        _ => return None,
    };
    Some(found(place, place + 2, When::Day(day)))
}

fn found(start: usize, after: usize, when: When) -> Span {
    Span {
        start,
        after,
        found: vec![Found {
            first: when,
            last: None,
            kind: MomentKind::Date,
            rule: None,
            weekday_contradicts: false,
        }],
    }
}

/// Months, quarters and seasons beside a word that says that they are a time: "en juin", "fin mai", "cet été",
/// "2e trimestre", "le mois prochain".
pub(super) fn at(words: &Words<'_>, place: usize, reference: Option<&Reference>) -> Option<Span> {
    let reference = *reference?;
    quarter(words, place, reference)
        .or_else(|| next_month(words, place, reference))
        .or_else(|| month_or_season(words, place, reference))
}

fn quarter(words: &Words<'_>, place: usize, reference: Reference) -> Option<Span> {
    let (number, after) = match words.number(place) {
        Some((value, 1)) => {
            let has_suffix = words.is_glued(place + 1)
                && matches!(words.word(place + 1), Some("er" | "e" | "eme" | "ieme" | "nd"));
            (value, place + 1 + usize::from(has_suffix))
        }
        _ => (ordinal_of_folded(words.word(place)?)?, place + 1),
    };
    let after = if words.sign(after) == Some('°') {
        after + 1
    } else {
        after
    };
    if !matches!(words.word(after), Some("trimestre")) || !(1..=4).contains(&number) {
        return None;
    }
    let at = if words.word(after + 1) == Some("de") {
        after + 2
    } else {
        after + 1
    };
    let (year, after) = match year_behind(words, at) {
        (Some(year), behind) => (year, behind),
        (None, _) => (reference.year(), after + 1),
    };
    let month = i8::try_from(number * 3 - 2).ok()?;
    Some(found(place, after, When::Quarter(year, month)))
}

fn next_month(words: &Words<'_>, place: usize, reference: Reference) -> Option<Span> {
    if words.word(place) != Some("mois") {
        return None;
    }
    let (year, month) = reference.month()?;
    let (year, month) = match (words.word(place + 1)?, month) {
        ("prochain", 12) => (year + 1, 1),
        ("prochain", month) => (year, month + 1),
        ("dernier", 1) => (year - 1, 12),
        ("dernier", month) => (year, month - 1),
        _ => return None,
    };
    Some(found(place, place + 2, When::Month(year, month)))
}

fn month_or_season(words: &Words<'_>, place: usize, reference: Reference) -> Option<Span> {
    let opens = words.word(place)?;
    let mut at = place + 1;
    let says_time = match opens {
        "en" | "courant" | "fin" | "debut" | "mi" | "cet" | "cette" => true,
        "ce" => words.word(at) == Some("printemps"),
        "mois" => words.word(at) == Some("de") || words.word(at) == Some("d"),
        "au" | "a" | "l" | "d" => true,
        _ => false,
    };
    if !says_time {
        return None;
    }
    if words.sign(at) == Some('-') {
        at += 1;
    }
    if matches!(words.word(at), Some("de" | "d" | "l")) {
        at += 1;
    }
    if words.is_apostrophe(at) {
        at += 1;
    }
    let name = words.word(at)?;
    let may_be_month = matches!(opens, "en" | "courant" | "fin" | "debut" | "mi" | "mois");
    if let Some(month) = month_of_folded(name).filter(|_| may_be_month && name.len() > 2) {
        let month = i8::try_from(month).ok()?;
        let (year, after) = match year_behind(words, at + 1) {
            (Some(year), after) => (year, after),
            (None, _) => match words.word(at + 1) {
                Some("dernier") => (reference.year_before(month, 1), at + 2),
                Some("prochain") => (reference.year_after(month, 31), at + 2),
                _ => (reference.year_of(month), at + 1),
            },
        };
        return Some(found(place, after, When::Month(year, month)));
    }
    // "en été" is any summer; "cet été", "à l'automne", "l'été prochain" are one.
    let is_one = matches!(opens, "cet" | "cette" | "ce" | "au" | "a" | "l");
    let month = i8::try_from(season_of_folded(name).filter(|_| is_one)?).ok()?;
    if matches!(opens, "l") && !matches!(words.word(at + 1), Some("dernier" | "prochain")) {
        return None;
    }
    let (year, after) = match (year_behind(words, at + 1), words.word(at + 1)) {
        ((Some(year), after), _) => (year, after),
        (_, Some("dernier")) => {
            let year = reference.year_before(month, 1);
            (
                if reference.month().is_some_and(|(_, now)| now == month) {
                    year - 1
                } else {
                    year
                },
                at + 2,
            )
        }
        (_, Some("prochain")) => (reference.year_after(month, 31), at + 2),
        _ => (reference.year_of(month), at + 1),
    };
    Some(found(place, after, When::Season(year, month)))
}

/// What tells its year by itself and is no day: "mai 2025", "printemps 2026". A year alone is no moment.
pub(super) fn with_year(words: &Words<'_>, place: usize) -> Option<Span> {
    let (date, after) = Words::at(words.tokens, place).date()?;
    let placed = date?.placed(0, 0);
    let mut parts = placed.iso.split('-');
    let year: i16 = parts.next()?.parse().ok()?;
    let month: i8 = parts.next()?.parse().ok()?;
    let when = match (placed.precision, parts.next()) {
        (_, Some(day)) => When::Day(Day::new(year, month, day.parse().ok()?)?),
        (FoundPrecision::Quarter, _) => When::Quarter(year, month),
        (FoundPrecision::Season, _) => When::Season(year, month),
        _ => When::Month(year, month),
    };
    Some(found(place, after, when))
}
