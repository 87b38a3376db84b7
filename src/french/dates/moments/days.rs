//! Days and spans of days, with or without their year.
use super::calendar::{Day, Reference, weekday_of};
use super::{MomentKind, MomentPrecision, Words, longer};
use crate::french::dates::tokens::month_of_folded;
use jiff::civil::Weekday;

/// A day, or a longer time by its first month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    Day(Day),
    Month(i16, i8),
    Quarter(i16, i8),
    Season(i16, i8),
}

impl When {
    pub(super) fn iso(self) -> String {
        match self {
            Self::Day(day) => day.iso(),
            Self::Month(year, month) | Self::Quarter(year, month) | Self::Season(year, month) => {
                format!("{year:04}-{month:02}")
            }
        }
    }

    pub(super) fn precision(self) -> MomentPrecision {
        match self {
            Self::Day(_) => MomentPrecision::Day,
            Self::Month(..) => MomentPrecision::Month,
            Self::Quarter(..) => MomentPrecision::Quarter,
            Self::Season(..) => MomentPrecision::Season,
        }
    }
}

/// What a pattern found.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) first: When,
    pub(super) last: Option<When>,
    pub(super) kind: MomentKind,
    pub(super) rule: Option<String>,
    pub(super) weekday_contradicts: bool,
}

/// The tokens that a pattern takes, and what it found: nothing where they only look like a date.
#[derive(Debug, Clone)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) after: usize,
    pub(super) found: Vec<Found>,
}

/// A day as printed: any part but the number may be missing.
#[derive(Debug, Clone, Copy, Default)]
struct Printed {
    weekday: Option<Weekday>,
    number: i8,
    month: Option<i8>,
    year: Option<i16>,
    is_past: bool,
    is_to_come: bool,
}

/// Reads a day or a longer time that begins at a token.
pub(super) fn at(words: &Words<'_>, place: usize, reference: Option<&Reference>) -> Option<Span> {
    span_of_days(words, place, reference)
        .or_else(|| longer::weekday_to_come(words, place, reference))
        .or_else(|| longer::at(words, place, reference))
        .or_else(|| longer::with_year(words, place))
}

/// "du 3 au 5 mai", "les 3 et 4 mai", "jeudi 12 juin", "jusqu'au 15/09".
fn span_of_days(words: &Words<'_>, place: usize, reference: Option<&Reference>) -> Option<Span> {
    let (mut first, mut after) = printed_day(words, place, false)?;
    let mut days = vec![first];
    let mut is_list = true;
    while let Some((next, behind)) = joined_day(words, after) {
        is_list &= matches!(words.word(after), Some("et" | "ou" | "and"))
            || matches!(words.sign(after), Some(',' | '&' | '+'));
        days.push(next);
        after = behind;
        if days.len() > 8 {
            break;
        }
    }
    // What is printed once is meant for all: "du 3 au 5 mai 2025".
    for index in (0..days.len().saturating_sub(1)).rev() {
        let next = *days.get(index + 1)?;
        let day = days.get_mut(index)?;
        // "du 28 au 3 mai" has no month for the 28th.
        if day.month.is_none() && day.number < next.number {
            day.month = next.month;
        }
        if day.year.is_none() && day.month.is_some() {
            day.year = match (day.month, next.month, next.year) {
                (Some(month), Some(later), Some(year)) if month > later => year.checked_sub(1),
                (_, _, year) => year,
            };
        }
        day.is_past |= next.is_past;
        day.is_to_come |= next.is_to_come;
    }
    first = *days.first()?;
    let last = *days.last()?;
    let is_alone = days.len() == 1;
    if is_alone && first.month.is_none() && first.weekday.is_none() {
        return None;
    }
    let nothing = Some(Span {
        start: place,
        after,
        found: Vec::new(),
    });
    if let Some(several) = separate_days(&days, is_list, reference) {
        return Some(Span {
            start: place,
            after,
            found: several,
        });
    }
    let Some((first_day, first_contradicts)) = resolved(first, reference) else {
        return nothing;
    };
    let (last_day, last_contradicts) = if is_alone {
        (None, false)
    } else {
        match resolved(last, reference) {
            Some((day, contradicts)) => (Some(day), contradicts),
            None => return nothing,
        }
    };
    // Between the years: "du 28 décembre au 3 janvier".
    let last_day = match last_day {
        Some(day) if day < first_day && last.year.is_none() => {
            Day::new(first_day.year() + 1, day.month(), last.number)
        }
        other => other,
    };
    if last_day.is_some_and(|last| last < first_day) {
        return nothing;
    }
    let (start, kind) = opening(words, place);
    Some(Span {
        start,
        after,
        found: vec![Found {
            first: When::Day(first_day),
            last: last_day.filter(|last| *last != first_day).map(When::Day),
            kind: if is_alone { kind } else { MomentKind::Date },
            rule: None,
            weekday_contradicts: first_contradicts || last_contradicts,
        }],
    })
}

/// The days of a list that do not follow each other: "les 14 et 21 mars" are two days, "les 3 et 4 mai" one span.
fn separate_days(days: &[Printed], is_list: bool, reference: Option<&Reference>) -> Option<Vec<Found>> {
    if !is_list || days.len() < 2 {
        return None;
    }
    let resolved: Vec<(Day, bool)> = days
        .iter()
        .map(|day| resolved(*day, reference))
        .collect::<Option<_>>()?;
    let follows = resolved.windows(2).all(|pair| match pair {
        [(first, _), (next, _)] => first.plus(1) == Some(*next),
        _ => false,
    });
    let several = resolved.into_iter().map(|(day, weekday_contradicts)| Found {
        first: When::Day(day),
        last: None,
        kind: MomentKind::Date,
        rule: None,
        weekday_contradicts,
    });
    (!follows).then(|| several.collect())
}

/// The day with its year, and whether its weekday contradicts it.
fn resolved(printed: Printed, reference: Option<&Reference>) -> Option<(Day, bool)> {
    let Some(month) = printed.month else {
        let (day, _) = (day_by_weekday(printed, *reference?)?, ());
        return Some((day, false));
    };
    if let Some(year) = printed.year {
        let day = Day::new(year, month, printed.number)?;
        return Some((day, printed.weekday.is_some_and(|weekday| !day.is_on(weekday))));
    }
    let reference = reference?;
    let year = if printed.is_past {
        reference.year_before(month, printed.number)
    } else if printed.is_to_come {
        reference.year_after(month, printed.number)
    } else {
        reference.year_of(month)
    };
    let day = Day::new(year, month, printed.number)?;
    let Some(weekday) = printed.weekday else {
        return Some((day, false));
    };
    if day.is_on(weekday) {
        return Some((day, false));
    }
    // Where only the year is known, the weekday may tell the next one.
    if reference.month().is_none()
        && let Some(other) = Day::new(year + 1, month, printed.number).filter(|day| day.is_on(weekday))
    {
        return Some((other, false));
    }
    Some((day, true))
}

/// "jeudi 12": of the month and the two behind it, the one whose 12th is a Thursday.
fn day_by_weekday(printed: Printed, reference: Reference) -> Option<Day> {
    let weekday = printed.weekday?;
    let (year, month) = reference.month()?;
    (0..3_i16).find_map(|ahead| {
        let months = i16::from(month) - 1 + ahead;
        let month = i8::try_from(months % 12 + 1).ok()?;
        Day::new(year + months / 12, month, printed.number).filter(|day| day.is_on(weekday))
    })
}

/// A day, perhaps after its weekday: "jeudi 12 juin 2025", "1er mai", "12/06", "June 12th".
/// Behind the figures of another day a number may stand glued: "3-5 mai".
fn printed_day(words: &Words<'_>, place: usize, is_joined: bool) -> Option<(Printed, usize)> {
    let mut at = place;
    let weekday = words.word(at).and_then(weekday_of);
    if weekday.is_some() {
        at += 1;
        if matches!(words.sign(at), Some(',' | '.' | ':')) {
            at += 1;
        }
        if matches!(words.word(at), Some("le" | "the")) {
            at += 1;
        }
    }
    let (mut printed, after) = iso_day(words, at)
        .or_else(|| by_figures(words, at, place, weekday.is_some()))
        .or_else(|| by_name(words, at, is_joined))
        .or_else(|| english(words, at))?;
    printed.weekday = weekday;
    Some(with_direction(words, printed, after))
}

/// "dernier", "prochain" behind a day.
fn with_direction(words: &Words<'_>, mut printed: Printed, after: usize) -> (Printed, usize) {
    match words.word(after) {
        Some("dernier" | "passe" | "derniers") => printed.is_past = true,
        Some("prochain" | "prochains") => printed.is_to_come = true,
        _ => return (printed, after),
    }
    (printed, after + 1)
}

/// The next day of several: behind "au", "et", "-", a comma.
fn joined_day(words: &Words<'_>, place: usize) -> Option<(Printed, usize)> {
    let mut at = match (words.sign(place), words.word(place)) {
        (Some('-' | '–' | '—' | '&' | ',' | '/' | '+' | '>' | '→'), _) => place + 1,
        (_, Some("au" | "et" | "ou" | "to" | "and" | "a")) => place + 1,
        (_, Some("jusqu")) => place,
        _ => return None,
    };
    if words.word(at) == Some("jusqu") && words.is_apostrophe(at + 1) {
        at += 2;
    }
    if matches!(words.word(at), Some("le" | "au")) {
        at += 1;
    }
    let (printed, after) = printed_day(words, at, true)?;
    // "10 mai, 12 participants": a number behind a comma is a day only with its month or another day behind it.
    if printed.month.is_none() && joined_day(words, after).is_none() {
        return None;
    }
    Some((printed, after))
}

fn iso_day(words: &Words<'_>, place: usize) -> Option<(Printed, usize)> {
    let year = full_year(words, place)?;
    let is_dash = |at: usize| words.sign(at) == Some('-') && words.is_glued(at);
    let (month, 2) = words.number(place + 2)? else {
        return None;
    };
    let (day, 2) = words.number(place + 4)? else {
        return None;
    };
    if !is_dash(place + 1) || !is_dash(place + 3) {
        return None;
    }
    let printed = Printed {
        number: i8::try_from(day).ok()?,
        month: Some(i8::try_from(month).ok()?),
        year: Some(year),
        ..Printed::default()
    };
    Some((printed, place + 5))
}

/// "12/06", "12/06/25", "12.06.2025": without a year only where a word or an hour beside it says that it is a day.
fn by_figures(words: &Words<'_>, place: usize, start: usize, has_weekday: bool) -> Option<(Printed, usize)> {
    let (day, digits) = words
        .number(place)
        .filter(|(value, digits)| *digits <= 2 && (1..=31).contains(value))?;
    let sign = words.sign(place + 1).filter(|sign| "/.".contains(*sign))?;
    let (month, month_digits) = words
        .number(place + 2)
        .filter(|(value, digits)| *digits <= 2 && (1..=12).contains(value))?;
    if !words.is_glued(place + 1) || !words.is_glued(place + 2) || follows_figures(words, place) {
        return None;
    }
    let mut printed = Printed {
        number: i8::try_from(day).ok()?,
        month: Some(i8::try_from(month).ok()?),
        ..Printed::default()
    };
    if words.sign(place + 3) == Some(sign)
        && words.is_glued(place + 3)
        && let Some((value, year_digits)) = words.number(place + 4)
    {
        let year = match year_digits {
            4 => full_year(words, place + 4)?,
            2 if sign == '/' || has_weekday => century(value)?,
            _ => return None,
        };
        let goes_on = words.sign(place + 5) == Some(sign) && words.number(place + 6).is_some();
        printed.year = Some(year);
        return (!goes_on).then_some((printed, place + 5));
    }
    let is_announced = has_weekday
        || start.checked_sub(1).is_some_and(|before| {
            matches!(
                words.word(before),
                Some("le" | "du" | "au" | "les" | "des" | "avant" | "et")
            )
        });
    let hour_follows = words.number(place + 3).is_some() && matches!(words.word(place + 4), Some("h"))
        || words.word(place + 3) == Some("a")
            && words.number(place + 4).is_some()
            && matches!(words.word(place + 5), Some("h" | "heures"));
    let is_whole = digits == 2 && month_digits == 2;
    let is_sound = if sign == '/' {
        is_announced || (is_whole && hour_follows)
    } else {
        // "le 12.06" is a day, "art. 12.3" and "le 3.5 % du total" are none.
        is_announced && is_whole && words.sign(place + 3) != Some('%')
    };
    is_sound.then_some((printed, place + 3))
}

fn follows_figures(words: &Words<'_>, place: usize) -> bool {
    let Some(before) = place.checked_sub(1) else {
        return false;
    };
    words.number(before).is_some()
        || (words.is_glued(place)
            && matches!(words.sign(before), Some('/' | '.' | '-' | ','))
            && before.checked_sub(1).is_some_and(|at| words.number(at).is_some()))
}

/// "12 juin 2025", "1er mai", "12": the month where it stands behind.
fn by_name(words: &Words<'_>, place: usize, is_joined: bool) -> Option<(Printed, usize)> {
    let (number, after) = day_number(words, place, is_joined)?;
    let mut printed = Printed {
        number,
        ..Printed::default()
    };
    let at = match words.word(after) {
        Some("of" | "de") => after + 1,
        _ => after,
    };
    let Some(month) = words.word(at).and_then(month_of_folded) else {
        return Some((printed, after));
    };
    printed.month = i8::try_from(month).ok();
    let after = at + 1;
    let after = match words.sign(after) {
        Some('.') if words.is_glued(after) && words.number(after + 1).is_some() => after + 1,
        _ => after,
    };
    let (year, after) = year_behind(words, after);
    printed.year = year;
    Some((printed, after))
}

/// "June 12", "June 12th, 2025".
fn english(words: &Words<'_>, place: usize) -> Option<(Printed, usize)> {
    let name = words.word(place)?;
    let month = month_of_folded(name)?;
    let is_english = matches!(
        name,
        "january"
            | "february"
            | "march"
            | "april"
            | "may"
            | "june"
            | "july"
            | "august"
            | "september"
            | "october"
            | "november"
            | "december"
    ) || words.sign(place + 1) == Some('.');
    let at = if words.sign(place + 1) == Some('.') {
        place + 2
    } else {
        place + 1
    };
    let (number, after) = day_number(words, at, false).filter(|_| is_english)?;
    let (year, after) = year_behind(
        words,
        if words.sign(after) == Some(',') && full_year(words, after + 1).is_some() {
            after + 1
        } else {
            after
        },
    );
    let printed = Printed {
        number,
        month: i8::try_from(month).ok(),
        year,
        ..Printed::default()
    };
    Some((printed, after))
}

fn day_number(words: &Words<'_>, place: usize, is_joined: bool) -> Option<(i8, usize)> {
    if let Some("premier") = words.word(place) {
        let is_day = words.word(place + 1).and_then(month_of_folded).is_some();
        return is_day.then_some((1, place + 1));
    }
    let (value, digits) = words.number(place)?;
    if digits > 2
        || !(1..=31).contains(&value)
        || (!is_joined && follows_figures(words, place))
        || is_counted(words, place)
    {
        return None;
    }
    let has_suffix = words.is_glued(place + 1)
        && matches!(
            words.word(place + 1),
            Some("er" | "e" | "st" | "nd" | "rd" | "th")
        );
    // A number that goes on is none: "10 000", "3,5", "jeudi : 9h".
    let after = place + 1 + usize::from(has_suffix);
    if matches!(words.word(after), Some("h" | "heure" | "heures" | "hrs")) {
        return None;
    }
    let goes_on = words.number(after).is_some_and(|(_, digits)| digits == 3)
        || (matches!(words.sign(after), Some(',' | '.')) && words.is_glued(after) && {
            words.is_glued(after + 1) && words.number(after + 1).is_some()
        });
    if goes_on {
        return None;
    }
    Some((i8::try_from(value).ok()?, after))
}

/// "n° 12 mai", "p. 12", "page 12": a number of something else.
fn is_counted(words: &Words<'_>, place: usize) -> bool {
    let Some(before) = place.checked_sub(1) else {
        return false;
    };
    let word_before_point = || before.checked_sub(1).and_then(|at| words.word(at));
    match (words.sign(before), words.word(before)) {
        (Some('°' | '#'), _) => true,
        (Some('.'), _) => matches!(
            word_before_point(),
            Some("p" | "art" | "n" | "no" | "fig" | "tel" | "pp" | "al")
        ),
        (
            _,
            Some(
                "n" | "no" | "nos" | "numero" | "page" | "pages" | "article" | "articles" | "chapitre"
                | "lot",
            ),
        ) => true,
        _ => false,
    }
}

pub(super) fn year_behind(words: &Words<'_>, place: usize) -> (Option<i16>, usize) {
    if let Some(year) = full_year(words, place) {
        // "12 juin 2000 personnes" is no year: a year stands at the end or before a mark or a small word; the
        // doubtful is taken for a year, as printers mean it.
        return (Some(year), place + 1);
    }
    if words.is_apostrophe(place)
        && let Some((value, 2)) = words.number(place + 1)
    {
        return (century(value), place + 2);
    }
    (None, place)
}

fn full_year(words: &Words<'_>, place: usize) -> Option<i16> {
    let (value, digits) = words.number(place)?;
    let is_year = digits == 4 && (1600..=2099).contains(&value);
    is_year.then(|| i16::try_from(value).ok())?
}

fn century(value: u32) -> Option<i16> {
    i16::try_from(if value >= 50 { 1900 + value } else { 2000 + value }).ok()
}

/// What stands before a day and belongs to it: "jusqu'au", "avant le", "date limite : le".
fn opening(words: &Words<'_>, place: usize) -> (usize, MomentKind) {
    let word = |back: usize| place.checked_sub(back).and_then(|at| words.word(at));
    let mut back = 0;
    if matches!(word(1), Some("le" | "au")) {
        back = 1;
    }
    let is_until = match word(back + 1) {
        Some("avant" | "jusqu" | "until" | "by" | "before") => {
            back += 1;
            true
        }
        // "jusqu'au": word, apostrophe, "au".
        _ => {
            let has_apostrophe = place
                .checked_sub(back + 1)
                .is_some_and(|at| words.is_apostrophe(at));
            let is_until = has_apostrophe && word(back + 2) == Some("jusqu");
            back += if is_until { 2 } else { 0 };
            is_until
        }
    };
    // "d'ici le 15", "au plus tard le 15", "date limite : 15 mai"
    let is_limit = !is_until
        && (1..=4).any(|more| {
            matches!(
                word(back + more),
                Some("tard" | "limite" | "ici" | "cloture" | "deadline")
            ) && (1..more).all(|at| {
                place.checked_sub(back + at).is_some_and(|at| {
                    words.sign(at).is_some()
                        || matches!(
                            words.word(at),
                            Some("au" | "le" | "est" | "fixee" | "inscriptions" | "des" | "d")
                        )
                })
            })
        });
    let kind = if is_until || is_limit {
        MomentKind::Deadline
    } else {
        MomentKind::Date
    };
    (place - back, kind)
}
