//! Hours of the day: "18h30", "18 h", "18:30", "14h-16h", "de 9 h à 12 h", "midi", "jusqu'à 18h", "6.30pm".
use super::Words;
use super::calendar::Day;
use std::ops::Range;

/// An hour of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time {
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
}

impl Time {
    pub(super) fn on(self, day: Day) -> String {
        format!("{}T{:02}:{:02}", day.iso(), self.hour, self.minute)
    }
}

/// Hours found in a text: from, until, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    /// When it begins.
    pub start: Option<Time>,
    /// When it ends.
    pub end: Option<Time>,
    /// First byte in the text, the small word before included.
    pub from: usize,
    /// Byte behind it.
    pub to: usize,
}

/// All hours of a text: first token, token behind, hours. `days` are the tokens of its days, in order: "le 3 à 16h"
/// is no span of thirteen hours.
pub(super) fn all(words: &Words<'_>, days: &[Range<usize>]) -> Vec<(usize, usize, Hours)> {
    let mut found = Vec::new();
    let mut place = 0;
    let mut days = days.iter().peekable();
    while place < words.tokens.len() {
        if days.next_if(|day| day.end <= place).is_some() {
            continue;
        }
        if let Some(day) = days.peek().filter(|day| day.contains(&place)) {
            place = day.end;
            continue;
        }
        match at(words, place) {
            Some((start, end, after)) => {
                let first = with_small_words(words, place);
                let is_end_alone = end.is_none() && is_until(words, first, place);
                let (start, end) = if is_end_alone {
                    (None, Some(start))
                } else {
                    (Some(start), end)
                };
                if let (Some(from), Some(to)) = (words.tokens.get(first), words.tokens.get(after - 1)) {
                    let hours = Hours {
                        start,
                        end,
                        from: from.start,
                        to: to.end,
                    };
                    found.push((first, after, hours));
                }
                place = after;
            }
            None => place += 1,
        }
    }
    found
}

/// The first of the small words that belong to an hour: "à partir de 18h", "dès 9h", "de 14h à 16h".
fn with_small_words(words: &Words<'_>, place: usize) -> usize {
    let mut first = place;
    while let Some(before) = first.checked_sub(1) {
        let is_small = matches!(
            words.word(before),
            Some("a" | "de" | "des" | "vers" | "partir" | "entre" | "jusqu" | "from" | "at" | "until")
        );
        let is_elision = words.is_apostrophe(before) && before > 0 && words.word(before - 1) == Some("jusqu");
        if !is_small && !is_elision {
            break;
        }
        first = before;
    }
    first
}

fn is_until(words: &Words<'_>, first: usize, place: usize) -> bool {
    (first..place).any(|at| matches!(words.word(at), Some("jusqu" | "until")))
}

/// One hour, or first and last: start, end, token behind.
fn at(words: &Words<'_>, place: usize) -> Option<(Time, Option<Time>, usize)> {
    if let Some(range) = short_range(words, place) {
        return Some(range);
    }
    let (start, after) = time(words, place)?;
    let joined = match (words.sign(after), words.word(after)) {
        (Some('-' | '–' | '—' | '/' | '>' | '→'), _) | (_, Some("a" | "to" | "until" | "et")) => {
            Some(after + 1)
        }
        _ => None,
    };
    // "14h et 16h" are two hours, "entre 14h et 16h" is one span.
    let is_pair = words.word(after) == Some("et");
    let is_span = !is_pair || place.checked_sub(1).and_then(|at| words.word(at)) == Some("entre");
    if let Some((end, after)) = joined.filter(|_| is_span).and_then(|at| time(words, at)) {
        return Some((start, Some(end), after));
    }
    Some((start, None, after))
}

/// "14-16h", "14 à 16 h": the first hour takes the letter of the last.
fn short_range(words: &Words<'_>, place: usize) -> Option<(Time, Option<Time>, usize)> {
    let (hour, digits) = words.number(place).filter(|(value, _)| *value < 24)?;
    let is_joined =
        matches!(words.sign(place + 1), Some('-' | '–' | '/')) || words.word(place + 1) == Some("a");
    if digits > 2 || !is_joined || follows_figures(words, place) {
        return None;
    }
    let (end, after) = time(words, place + 2)?;
    let start = Time {
        hour: u8::try_from(hour).ok()?,
        minute: 0,
    };
    (start < end).then_some((start, Some(end), after))
}

/// Whether the figures at a place are the last of several: "10/12h", "1.18:30".
fn follows_figures(words: &Words<'_>, place: usize) -> bool {
    let Some(before) = place.checked_sub(1) else {
        return false;
    };
    words.is_glued(place)
        && matches!(words.sign(before), Some('.' | ',' | '/' | ':' | '-'))
        && before.checked_sub(1).is_some_and(|at| words.number(at).is_some())
}

fn time(words: &Words<'_>, place: usize) -> Option<(Time, usize)> {
    match words.word(place) {
        Some("midi") => return named(words, place, 12),
        Some("minuit") => return named(words, place, 0),
        _ => {}
    }
    let (hour, digits) = words.number(place)?;
    if digits > 2 || hour > 24 {
        return None;
    }
    let hour = u8::try_from(hour).ok()?;
    let unit = words.word(place + 1);
    match unit {
        // A service open "24h/24" has no hour.
        Some("h")
            if words.sign(place + 2) == Some('/')
                && words.number(place + 3).is_some_and(|(n, _)| n == 24) =>
        {
            return None;
        }
        Some("h" | "heures" | "heure" | "hrs") => {
            let is_word = unit != Some("h");
            // "3 heures de marche" is how long: an hour written out wants "à", "de" or "dès" before it.
            if is_word && !is_announced(words, place) {
                return None;
            }
            let minute = words
                .number(place + 2)
                .filter(|(value, digits)| *digits == 2 && *value < 60);
            return match minute {
                Some((minute, _)) => made(hour, minute, place + 3),
                None => made(hour, 0, place + 2),
            };
        }
        // "18h30" whose letters the file joins: "h30" never is one word, since figures end a word.
        Some("am" | "pm") => return english(hour, 0, unit == Some("pm"), place + 2),
        _ => {}
    }
    let minute = words.number(place + 2).filter(|(value, digits)| {
        *digits == 2 && *value < 60 && words.is_glued(place + 1) && words.is_glued(place + 2)
    });
    let (minute, _) = minute?;
    match (words.sign(place + 1), words.word(place + 3)) {
        (Some(':' | '.'), Some(half @ ("am" | "pm"))) => english(hour, minute, half == "pm", place + 4),
        // "1:18:30" and "Jn 3:16" are none: an hour of two figures, or one that is announced.
        (Some(':'), _)
            if words.sign(place + 3) != Some(':')
                && !follows_figures(words, place)
                && (digits == 2 || is_announced(words, place) || place == 0) =>
        {
            made(hour, minute, place + 3)
        }
        _ => None,
    }
}

/// "midi" and "minuit" are hours after "à" or "de", not in "le Midi" or "l'après-midi".
fn named(words: &Words<'_>, place: usize, hour: u8) -> Option<(Time, usize)> {
    let is_place = words.sign(place + 1) == Some('-') && words.is_glued(place + 1);
    let before = place.checked_sub(1)?;
    let is_hour = matches!(words.word(before), Some("a" | "de" | "vers"));
    let is_end = words.sign(before) == Some('-') && before > 0 && words.word(before - 1) == Some("h");
    ((is_hour || is_end) && !is_place).then_some((Time { hour, minute: 0 }, place + 1))
}

fn is_announced(words: &Words<'_>, place: usize) -> bool {
    place.checked_sub(1).is_some_and(|before| {
        matches!(
            words.word(before),
            Some("a" | "de" | "des" | "vers" | "entre" | "et" | "at" | "from" | "to")
        ) || words.sign(before) == Some(',')
    })
}

fn made(hour: u8, minute: u32, after: usize) -> Option<(Time, usize)> {
    let minute = u8::try_from(minute).ok()?;
    if hour > 24 || (hour == 24 && minute > 0) {
        return None;
    }
    Some((
        Time {
            hour: hour % 24,
            minute,
        },
        after,
    ))
}

fn english(hour: u8, minute: u32, is_afternoon: bool, after: usize) -> Option<(Time, usize)> {
    if !(1..=12).contains(&hour) {
        return None;
    }
    made(hour % 12 + if is_afternoon { 12 } else { 0 }, minute, after)
}
