//! What comes again: "le 1er samedi du mois", "tous les mardis", "chaque jeudi".
use super::calendar::{Day, Reference, short_name, weekday_of};
use super::days::{Found, Span, When};
use super::{MomentKind, Words};
use jiff::civil::Weekday;

/// Reads a rule of repetition that begins at a token. Without the month there is no first time to tell.
pub(super) fn at(words: &Words<'_>, place: usize, reference: Option<&Reference>) -> Option<Span> {
    let (year, month) = reference?.month()?;
    monthly(words, place, year, month).or_else(|| weekly(words, place, *reference?, year, month))
}

/// "(le) 1er samedi du mois", "(les) premiers samedis de chaque mois", "le dernier vendredi du mois".
fn monthly(words: &Words<'_>, place: usize, year: i16, month: i8) -> Option<Span> {
    let (nth, after) = rank(words, place)?;
    let weekday = weekday_of(words.word(after)?)?;
    let after = after + 1;
    let after = match (words.word(after), words.word(after + 1), words.word(after + 2)) {
        (Some("du"), Some("mois"), _) => after + 2,
        (Some("de" | "of"), Some("chaque" | "each"), Some("mois" | "month")) => after + 3,
        _ => return None,
    };
    let first = Day::nth(year, month, weekday, nth)?;
    let rule = format!("FREQ=MONTHLY;BYDAY={nth}{}", short_name(weekday));
    Some(span(place, after, first, rule))
}

fn rank(words: &Words<'_>, place: usize) -> Option<(i8, usize)> {
    if let Some((value, 1)) = words.number(place) {
        let is_ordinal = words.is_glued(place + 1)
            && matches!(
                words.word(place + 1),
                Some("er" | "ers" | "e" | "es" | "eme" | "emes" | "nd" | "st" | "rd" | "th")
            );
        let nth = i8::try_from(value).ok().filter(|nth| (1..=5).contains(nth))?;
        return is_ordinal.then_some((nth, place + 2));
    }
    let nth = match words.word(place)? {
        "premier" | "premiers" => 1,
        "deuxieme" | "deuxiemes" | "second" | "seconds" => 2,
        "troisieme" | "troisiemes" => 3,
        "quatrieme" | "quatriemes" => 4,
        "dernier" | "derniers" => -1,
        _ => return None,
    };
    Some((nth, place + 1))
}

/// "tous les mardis", "chaque mardi", "tous les mardis et jeudis".
fn weekly(words: &Words<'_>, place: usize, reference: Reference, year: i16, month: i8) -> Option<Span> {
    let mut after = match (words.word(place), words.word(place + 1)) {
        (Some("tous" | "toutes"), Some("les")) => place + 2,
        (Some("chaque" | "every"), Some(_)) => place + 1,
        _ => return None,
    };
    let mut weekdays: Vec<Weekday> = Vec::new();
    while let Some(weekday) = words.word(after).and_then(whole_weekday) {
        weekdays.push(weekday);
        after += 1;
        let goes_on = words.word(after) == Some("et") || words.sign(after) == Some(',');
        let next = after + 1;
        // "les mardis et les jeudis"
        let next = if words.word(next) == Some("les") {
            next + 1
        } else {
            next
        };
        if !goes_on || words.word(next).and_then(whole_weekday).is_none() {
            break;
        }
        after = next;
    }
    // "tous les samedis du mois de mai" is bounded, "un mardi sur deux" another rule: neither is told as weekly.
    if words.word(after) == Some("sur")
        || (words.word(after) == Some("du") && words.word(after + 1) == Some("mois"))
    {
        return None;
    }
    let names: Vec<&str> = weekdays.iter().map(|weekday| short_name(*weekday)).collect();
    let from = reference.day().or_else(|| Day::new(year, month, 1))?;
    let first = weekdays.iter().filter_map(|weekday| from.next(*weekday)).min()?;
    Some(span(
        place,
        after,
        first,
        format!("FREQ=WEEKLY;BYDAY={}", names.join(",")),
    ))
}

/// "chaque jeu" is no Thursday.
fn whole_weekday(word: &str) -> Option<Weekday> {
    weekday_of(word).filter(|_| word.len() >= 5)
}

fn span(start: usize, after: usize, first: Day, rule: String) -> Span {
    Span {
        start,
        after,
        found: vec![Found {
            first: When::Day(first),
            last: None,
            kind: MomentKind::Repeated,
            rule: Some(rule),
            weekday_contradicts: false,
        }],
    }
}
