//! Moments as newsletters announce them: "jeudi 12 juin à 18h30", "du 3 au 5 mai", "le 1er samedi du mois",
//! "jusqu'au 15/09", "2e trimestre". They leave their year out more often than not: it is that of the issue, or of
//! the month beside it. Nothing is invented: without an issue's date only what tells its year is a moment, a day
//! that its month does not have is none, and a weekday that contradicts its date is told.

mod calendar;
mod clock;
mod days;
mod longer;
mod repeated;

pub use calendar::Reference;
pub use clock::{Hours, Time};

use super::patterns::Reader as Words;
use super::tokens::{
    Token, TokenKind, is_weekday, month_of_folded, ordinal_of_folded, season_of_folded, tokens_of,
};
use calendar::Day;
use days::{Found, Span};

/// How precise a moment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MomentPrecision {
    /// An hour of a day.
    Minute,
    /// A day.
    Day,
    /// A month.
    Month,
    /// A quarter, given by its first month.
    Quarter,
    /// A season, given by its first month.
    Season,
}

/// What a moment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MomentKind {
    /// Something happens then.
    Date,
    /// The last day to do something: "jusqu'au 15 mai".
    Deadline,
    /// It comes again: the start is the first time in the month or later.
    Repeated,
}

/// A moment found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// Start, ISO 8601: `2025-06-12T18:30`, `2025-06-12` or `2025-06`.
    pub start: String,
    /// End, ISO 8601, where it is told.
    pub end: Option<String>,
    /// How precise the start is.
    pub precision: MomentPrecision,
    /// What it is.
    pub kind: MomentKind,
    /// For what comes again: the rule, as iCalendar writes it (RFC 5545, section 3.3.10).
    pub rule: Option<String>,
    /// Whether the weekday beside the date is that of another date.
    pub weekday_contradicts: bool,
    /// First byte in the text.
    pub from: usize,
    /// Byte behind it.
    pub to: usize,
}

/// The moments of a text, in order, none within another. `reference` is the date.
pub fn find_moments(text: &str, reference: Option<&Reference>) -> Vec<Moment> {
    let tokens = tokens_of(text);
    let words = Words::of(&tokens);
    let mut spans = Vec::new();
    let mut place = 0;
    while let Some(token) = tokens.get(place) {
        if !may_begin(token) {
            place += 1;
            continue;
        }
        let found = repeated::at(&words, place, reference).or_else(|| days::at(&words, place, reference));
        match found {
            Some(span) if span.after > place => {
                place = span.after;
                if !span.found.is_empty() {
                    spans.push(span);
                }
            }
            _ => place += 1,
        }
    }
    // Hours alone are no moment.
    if spans.is_empty() {
        return Vec::new();
    }
    let days: Vec<std::ops::Range<usize>> = spans.iter().map(|span| span.start..span.after).collect();
    let hours = clock::all(&words, &days);
    let mut free: Vec<Option<(usize, usize, Hours)>> = hours.into_iter().map(Some).collect();
    let mut moments = Vec::new();
    for span in spans {
        let beside = free.iter_mut().find_map(|slot| {
            let (start, after, _) = slot.as_ref()?;
            is_beside(&words, &span, *start, *after).then(|| slot.take())?
        });
        let hours = beside.map(|(_, _, hours)| hours);
        for found in &span.found {
            moments.extend(moment(&words, &span, found.clone(), hours));
        }
    }
    moments
}

/// Whether a moment may begin at a token: at figures, or at a word that one of the patterns begins with. Most words of a
/// text are none, and no pattern has to be tried at them.
fn may_begin(token: &Token) -> bool {
    let word = match &token.kind {
        TokenKind::Number { .. } => return true,
        TokenKind::Sign(_) => return false,
        TokenKind::Word(word) => word.as_str(),
    };
    is_opening(word)
        || is_weekday(word)
        || calendar::weekday_of(word).is_some()
        || month_of_folded(word).is_some()
        || season_of_folded(word).is_some()
        || ordinal_of_folded(word).is_some()
}

/// The words that patterns of moments begin with, beside weekdays, months, seasons and ordinals: those of what comes
/// again, of longer times, and of quarters.
fn is_opening(word: &str) -> bool {
    match word.as_bytes().first() {
        Some(b'a') => matches!(word, "a" | "au"),
        Some(b'c') => matches!(word, "ce" | "cet" | "cette" | "chaque" | "courant"),
        Some(b'd') => matches!(
            word,
            "d" | "debut" | "dernier" | "derniers" | "deuxieme" | "deuxiemes"
        ),
        Some(b'e') => matches!(word, "en" | "every"),
        Some(b'f') => word == "fin",
        Some(b'l') => word == "l",
        Some(b'm') => matches!(word, "mi" | "mois"),
        Some(b'p') => matches!(word, "premier" | "premiers"),
        Some(b'q') => matches!(word, "q" | "quatrieme" | "quatriemes"),
        Some(b's') => matches!(word, "second" | "seconds"),
        Some(b't') => matches!(
            word,
            "t" | "tous" | "toutes" | "trimestre" | "troisieme" | "troisiemes"
        ),
        _ => false,
    }
}

/// The hours of a text without their day: those of a programme's line ("9h30 > Accueil", "17h15 à 18h").
pub fn find_hours(text: &str) -> Vec<Hours> {
    let tokens = tokens_of(text);
    let words = Words::of(&tokens);
    clock::all(&words, &[])
        .into_iter()
        .map(|(_, _, hours)| hours)
        .collect()
}

/// Joins a day (`2025-06-12`) and hours to start and end, ISO 8601. An end before the start is on the next day.
pub fn at_hours(day: &str, hours: &Hours) -> Option<(String, Option<String>)> {
    let date = Day::from_iso(day)?;
    let start = hours.start?;
    let end = hours.end.map(|end| {
        let day = if end <= start {
            date.plus(1).unwrap_or(date)
        } else {
            date
        };
        end.on(day)
    });
    Some((start.on(date), end))
}

/// Whether nothing but small words and marks stand between a day and an hour.
fn is_beside(words: &Words<'_>, span: &Span, start: usize, after: usize) -> bool {
    if start >= span.after {
        let between = span.after..start;
        // "12 juin 10h: accueil, 14h: visite" takes the first; a point ends what belongs to the day.
        return between.len() <= 4 && between.clone().all(|place| words.links_hour(place));
    }
    let between = after..span.start;
    after <= span.start && between.len() <= 2 && between.clone().all(|place| words.links_day(place))
}

fn moment(words: &Words<'_>, span: &Span, found: Found, hours: Option<Hours>) -> Option<Moment> {
    let mut from = words.tokens.get(span.start)?.start;
    let mut to = words.tokens.get(span.after.checked_sub(1)?)?.end;
    if let Some(hours) = &hours {
        from = from.min(hours.from);
        to = to.max(hours.to);
    }
    let Found {
        first,
        last,
        kind,
        rule,
        weekday_contradicts,
    } = found;
    let (start, end, precision) = match (first, hours) {
        (days::When::Day(day), Some(hours)) => {
            let last_day = match last {
                Some(days::When::Day(last)) => Some(last),
                _ => None,
            };
            match (hours.start, hours.end, last_day) {
                // Hours of several days are those of each: the days are what is sure.
                (_, _, Some(last)) => (day.iso(), Some(last.iso()), MomentPrecision::Day),
                (Some(start), end, None) => {
                    let until = end.map(|end| {
                        let later = if end <= start {
                            day.plus(1).unwrap_or(day)
                        } else {
                            day
                        };
                        end.on(later)
                    });
                    (start.on(day), until, MomentPrecision::Minute)
                }
                (None, Some(end), None) => (day.iso(), Some(end.on(day)), MomentPrecision::Day),
                (None, None, None) => (day.iso(), None, MomentPrecision::Day),
            }
        }
        (first, _) => (first.iso(), last.map(|last| last.iso()), first.precision()),
    };
    Some(Moment {
        start,
        end,
        precision,
        kind,
        rule,
        weekday_contradicts,
        from,
        to,
    })
}

impl Words<'_> {
    fn is_apostrophe(&self, place: usize) -> bool {
        matches!(self.sign(place), Some('\'' | '’' | '‘' | 'ʼ'))
    }

    /// Whether a token may stand between a day and the hour behind it.
    fn links_hour(&self, place: usize) -> bool {
        match (self.sign(place), self.word(place)) {
            (Some(sign), _) => ",:-–—>|(•·/;".contains(sign) || self.is_apostrophe(place),
            (
                _,
                Some(
                    "a" | "de" | "des" | "d" | "vers" | "partir" | "entre" | "at" | "from" | "matin" | "soir"
                    | "midi" | "apres" | "le" | "et",
                ),
            ) => true,
            _ => false,
        }
    }

    /// Whether a token may stand between an hour and the day behind it.
    fn links_day(&self, place: usize) -> bool {
        matches!(self.word(place), Some("le" | "du" | "ce" | "on"))
            || matches!(self.sign(place), Some(',' | '(' | '-' | '–'))
    }
}

#[cfg(test)]
mod tests;
