//! Days of the calendar, and the year of a day that is printed without it.
use jiff::civil::{Date, Weekday};

/// The date of the issue, as precise as it is known: years and months that are left out are read beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

impl Reference {
    /// Reads `2025`, `2025-05` or `2025-05-20`.
    pub fn from_iso(iso: &str) -> Option<Self> {
        let mut parts = iso.split('-');
        let year = parts.next()?.parse().ok()?;
        let month = parts.next().map(str::parse).transpose().ok()?;
        let day = parts.next().map(str::parse).transpose().ok()?;
        Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
        Some(Self { year, month, day })
    }

    pub(super) fn year(self) -> i16 {
        self.year
    }

    /// Year and month, where the month is known.
    pub(super) fn month(self) -> Option<(i16, i8)> {
        Some((self.year, self.month?))
    }

    /// The day, where it is known.
    pub(super) fn day(self) -> Option<Day> {
        Day::new(self.year, self.month?, self.day?)
    }

    /// Months from the issue to a date (`2026-01…`), negative where it is past; nothing where it is no date.
    pub fn months_to(self, iso: &str) -> Option<i32> {
        let year: i32 = iso.get(..4)?.parse().ok()?;
        let month: i32 = iso.get(5..7)?.parse().ok()?;
        Some(year * 12 + month - 1 - self.months())
    }

    /// Where in time the issue stands, in months since year 0: mid-year where only the year is known.
    fn months(self) -> i32 {
        i32::from(self.year) * 12 + i32::from(self.month.unwrap_or(6)) - 1
    }

    /// The year of a month that is printed without one: the nearest, announcements reaching further than reports.
    pub(super) fn year_of(self, month: i8) -> i16 {
        let Some(_) = self.month else { return self.year };
        let distance = |year: i16| {
            let ahead = i32::from(year) * 12 + i32::from(month) - 1 - self.months();
            // Four months back are as near as eight ahead.
            if ahead >= 0 { ahead } else { -2 * ahead }
        };
        (self.year - 1..=self.year + 1)
            .rev()
            .min_by_key(|year| distance(*year))
            .unwrap_or(self.year)
    }

    /// The year of a day that is past: "le 13 mai dernier".
    pub(super) fn year_before(self, month: i8, day: i8) -> i16 {
        match (self.month, self.day) {
            (Some(now), Some(today)) if (month, day) > (now, today) => self.year - 1,
            (Some(now), None) if month > now => self.year - 1,
            _ => self.year,
        }
    }

    /// The year of a day to come: "le 13 mai prochain".
    pub(super) fn year_after(self, month: i8, day: i8) -> i16 {
        match (self.month, self.day) {
            (Some(now), Some(today)) if (month, day) < (now, today) => self.year + 1,
            (Some(now), None) if month < now => self.year + 1,
            _ => self.year,
        }
    }
}

/// A day that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Day(Date);

impl Day {
    pub(super) fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Self)
    }

    pub(super) fn from_iso(iso: &str) -> Option<Self> {
        iso.parse().ok().map(Self)
    }

    pub(super) fn iso(self) -> String {
        self.0.to_string()
    }

    pub(super) fn plus(self, days: i64) -> Option<Self> {
        let span = jiff::Span::new().try_days(days).ok()?;
        self.0.checked_add(span).ok().map(Self)
    }

    pub(super) fn year(self) -> i16 {
        self.0.year()
    }

    pub(super) fn month(self) -> i8 {
        self.0.month()
    }

    pub(super) fn is_on(self, weekday: Weekday) -> bool {
        self.0.weekday() == weekday
    }

    /// The first such weekday on this day or later.
    pub(super) fn next(self, weekday: Weekday) -> Option<Self> {
        (0..7).find_map(|ahead| self.plus(ahead).filter(|day| day.is_on(weekday)))
    }

    /// The nth weekday of a month (1 to 5), or its last (-1).
    pub(super) fn nth(year: i16, month: i8, weekday: Weekday, nth: i8) -> Option<Self> {
        let first = Date::new(year, month, 1).ok()?;
        first.nth_weekday_of_month(nth, weekday).ok().map(Self)
    }
}

/// The weekday that a folded word names, in French or English, singular or plural.
pub(super) fn weekday_of(word: &str) -> Option<Weekday> {
    let first = word.as_bytes().first()?;
    // Asked of nearly every word: most begin with none of the letters of these.
    if !matches!(
        first,
        b'd' | b'f' | b'j' | b'l' | b'm' | b's' | b't' | b'v' | b'w'
    ) {
        return None;
    }
    let singular = word.strip_suffix('s').unwrap_or(word);
    match first {
        b'd' => matches!(singular, "dimanche" | "dim").then_some(Weekday::Sunday),
        b'f' => matches!(singular, "friday" | "fri").then_some(Weekday::Friday),
        b'j' => matches!(singular, "jeudi" | "jeu").then_some(Weekday::Thursday),
        b'l' => matches!(singular, "lundi" | "lun").then_some(Weekday::Monday),
        b'v' => matches!(singular, "vendredi" | "ven").then_some(Weekday::Friday),
        b'w' => matches!(singular, "wednesday" | "wed").then_some(Weekday::Wednesday),
        _ => match singular {
            "monday" | "mon" => Some(Weekday::Monday),
            "mardi" | "tuesday" | "tue" => Some(Weekday::Tuesday),
            "mercredi" | "mer" => Some(Weekday::Wednesday),
            "thursday" | "thu" => Some(Weekday::Thursday),
            "samedi" | "sam" | "saturday" | "sat" => Some(Weekday::Saturday),
            "sunday" | "sun" => Some(Weekday::Sunday),
            _ => None,
        },
    }
}

/// Its name in iCalendar.
pub(super) fn short_name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "MO",
        Weekday::Tuesday => "TU",
        Weekday::Wednesday => "WE",
        Weekday::Thursday => "TH",
        Weekday::Friday => "FR",
        Weekday::Saturday => "SA",
        Weekday::Sunday => "SU",
    }
}
