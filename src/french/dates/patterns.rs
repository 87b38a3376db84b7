//! The patterns of dates, tried at one token.
use super::tokens::{Token, TokenKind, is_weekday, month_of_folded, ordinal_of_folded, season_of_folded};
use super::{FoundDate, FoundPrecision};

/// A date before its place in the text is known.
pub(super) struct Found {
    year: u32,
    month: Option<u8>,
    day: Option<u32>,
    precision: FoundPrecision,
    order_is_ambiguous: bool,
}

impl Found {
    pub(super) fn placed(self, start: usize, end: usize) -> FoundDate {
        let iso = match (self.month, self.day) {
            (Some(month), Some(day)) => format!("{:04}-{month:02}-{day:02}", self.year),
            (Some(month), None) => format!("{:04}-{month:02}", self.year),
            _ => format!("{:04}", self.year),
        };
        FoundDate {
            iso,
            precision: self.precision,
            start,
            end,
            order_is_ambiguous: self.order_is_ambiguous,
        }
    }

    pub(super) fn day(year: u32, month: u8, day: u32) -> Option<Self> {
        let exists = day >= 1 && day <= days_of(year, month);
        exists.then_some(Self {
            year,
            month: Some(month),
            day: Some(day),
            precision: FoundPrecision::Day,
            order_is_ambiguous: false,
        })
    }

    pub(super) fn month(year: u32, month: u8, precision: FoundPrecision) -> Self {
        Self {
            year,
            month: Some(month),
            day: None,
            precision,
            order_is_ambiguous: false,
        }
    }

    pub(super) fn year(year: u32) -> Self {
        Self {
            year,
            month: None,
            day: None,
            precision: FoundPrecision::Year,
            order_is_ambiguous: false,
        }
    }
}

pub(super) fn days_of(year: u32, month: u8) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

/// What a pattern gives: the date, or nothing for tokens that only look like one; and the place behind it.
pub(super) type Outcome = Option<(Option<Found>, usize)>;

/// Tries the patterns of dates at one token.
pub(super) struct Reader<'t> {
    pub(super) tokens: &'t [Token],
    pub(super) place: usize,
}

impl<'t> Reader<'t> {
    /// Looks for a date that begins at a token.
    pub(super) fn at(tokens: &'t [Token], place: usize) -> Self {
        Self { tokens, place }
    }

    /// All tokens of a text, for patterns that stand elsewhere.
    pub(super) fn of(tokens: &'t [Token]) -> Self {
        Self::at(tokens, 0)
    }

    /// The date, by the first pattern that fits. No pattern begins with a sign; the others are asked by what they begin
    /// with.
    pub(super) fn date(&self) -> Outcome {
        match self.tokens.get(self.place)?.kind {
            TokenKind::Sign(_) => None,
            TokenKind::Word(_) => self
                .day_by_name()
                .or_else(|| self.english_day())
                .or_else(|| self.months())
                .or_else(|| self.season())
                .or_else(|| self.quarter()),
            TokenKind::Number { .. } => self
                .iso()
                .or_else(|| self.day_by_name())
                .or_else(|| self.day_by_figures())
                .or_else(|| self.quarter())
                .or_else(|| self.month_by_figures())
                .or_else(|| self.year_alone()),
        }
    }

    pub(super) fn word(&self, place: usize) -> Option<&str> {
        match &self.tokens.get(place)?.kind {
            TokenKind::Word(word) => Some(word),
            _ => None,
        }
    }

    pub(super) fn number(&self, place: usize) -> Option<(u32, usize)> {
        match self.tokens.get(place)?.kind {
            TokenKind::Number { value, digits } => Some((value, digits)),
            _ => None,
        }
    }

    pub(super) fn sign(&self, place: usize) -> Option<char> {
        match self.tokens.get(place)?.kind {
            TokenKind::Sign(sign) => Some(sign),
            _ => None,
        }
    }

    pub(super) fn is_glued(&self, place: usize) -> bool {
        self.tokens.get(place).is_some_and(|token| !token.after_space)
    }

    /// A year of four figures.
    pub(super) fn full_year(&self, place: usize) -> Option<u32> {
        let (value, digits) = self.number(place)?;
        (digits == 4 && (1600..=2099).contains(&value)).then_some(value)
    }

    /// A year of four figures, or of two where they cannot be a day: after an apostrophe, or above 31.
    pub(super) fn year(&self, place: usize) -> Option<(u32, usize)> {
        if let Some(year) = self.full_year(place) {
            return Some((year, place + 1));
        }
        let has_apostrophe = matches!(self.sign(place), Some('\'' | '’' | '‘' | 'ʼ'));
        let place = if has_apostrophe { place + 1 } else { place };
        let (value, digits) = self.number(place)?;
        if digits != 2 || (!has_apostrophe && value <= 31) {
            return None;
        }
        Some((century_of(value) + value, place + 1))
    }

    /// Skips what may stand between the parts of one date: a separator, "de", "of".
    pub(super) fn skip_link(&self, place: usize) -> usize {
        let mut place = place;
        if matches!(self.sign(place), Some('.')) {
            place += 1;
        }
        if matches!(self.sign(place), Some('-' | '_' | ',' | '/' | '–' | '|')) {
            return place + 1;
        }
        match self.word(place) {
            Some("de" | "of" | "du" | "del") => place + 1,
            Some("d") if matches!(self.sign(place + 1), Some('\'' | '’' | 'ʼ')) => place + 2,
            _ => place,
        }
    }

    /// Skips what joins the first and the last of several: "-", "/", "au", "et".
    pub(super) fn skip_range(&self, place: usize) -> Option<usize> {
        match (self.sign(place), self.word(place)) {
            (Some('-' | '–' | '—' | '/' | '&' | ',' | '+' | '|'), _) => Some(place + 1),
            (_, Some("au" | "a" | "et" | "and" | "to")) => Some(place + 1),
            _ => None,
        }
    }

    /// Whether the figures at a place are an issue's number: "n° 12 mars 2012" is number 12 of March.
    pub(super) fn is_issue_number(&self, place: usize) -> bool {
        let Some(mut before) = place.checked_sub(1) else {
            return false;
        };
        while before > 0 && matches!(self.sign(before), Some('.' | ':' | '°')) {
            if self.sign(before) == Some('°') && self.word(before - 1).is_none_or(|word| word == "n") {
                return true;
            }
            before -= 1;
        }
        self.sign(before) == Some('#')
            || self.sign(before) == Some('°')
            || matches!(
                self.word(before),
                Some("n" | "no" | "nos" | "num" | "numero" | "nr" | "issue" | "number")
            )
    }

    /// A day of a month: one or two figures with or without "er", "e", "st", "nd", "rd", "th".
    fn day_figures(&self, place: usize) -> Option<(u32, usize)> {
        let (value, digits) = self.number(place)?;
        if digits > 2 || value == 0 || value > 31 || self.is_issue_number(place) {
            return None;
        }
        let has_suffix = self.is_glued(place + 1)
            && matches!(self.word(place + 1), Some("er" | "e" | "st" | "nd" | "rd" | "th"));
        Some((value, place + 1 + usize::from(has_suffix)))
    }

    fn month_name(&self, place: usize) -> Option<(u8, usize)> {
        let month = month_of_folded(self.word(place)?)?;
        Some((month, place + 1))
    }

    /// `2012-03-15`, `2012/03/15`, `2012-03`.
    fn iso(&self) -> Outcome {
        let year = self.full_year(self.place)?;
        let sign = self.sign(self.place + 1).filter(|sign| "-/_.".contains(*sign))?;
        let (month, digits) = self.number(self.place + 2)?;
        let month = u8::try_from(month)
            .ok()
            .filter(|month| (1..=12).contains(month))?;
        if digits != 2 || !self.is_glued(self.place + 2) {
            return None;
        }
        let day = self.number(self.place + 4).filter(|(_, digits)| *digits == 2);
        if let Some((day, _)) = day
            && self.sign(self.place + 3) == Some(sign)
            && self.is_glued(self.place + 4)
            && let Some(found) = Found::day(year, month, day)
        {
            return Some((Some(found), self.place + 5));
        }
        if self.sign(self.place + 3) == Some(sign) && day.is_some() {
            // Three figures that are no date: not a month either.
            return Some((None, self.place + 5));
        }
        Some((
            Some(Found::month(year, month, FoundPrecision::Month)),
            self.place + 3,
        ))
    }

    /// "mardi 15 mars 2012", "15-16 mars 2012", "15 mars - 2 avril 2012", "17th of March 2019".
    fn day_by_name(&self) -> Outcome {
        let mut place = self.place;
        if self.word(place).is_some_and(is_weekday) {
            place += 1;
            if matches!(self.sign(place), Some(',' | '.')) {
                place += 1;
            }
            if matches!(self.word(place), Some("le" | "the")) {
                place += 1;
            }
        }
        let (day, mut place) = self.day_figures(place)?;
        if let Some(after) = self.skip_range(place)
            && let after = after + usize::from(self.word(after).is_some_and(is_weekday))
            && let Some((_, after)) = self.day_figures(after)
            && self.month_name(self.skip_link(after)).is_some()
        {
            place = after;
        }
        let (month, mut place) = self.month_name(self.skip_link(place))?;
        if let Some((year, after)) = self.year(self.skip_link(place)) {
            return Some((Some(Found::day(year, month, day)?), after));
        }
        // "15 mars - 2 avril 2012": the first day takes the year of the last.
        place = self.skip_range(place)?;
        place += usize::from(self.word(place).is_some_and(is_weekday));
        let (_, place) = self.day_figures(place)?;
        let (_, place) = self.month_name(self.skip_link(place))?;
        let (year, after) = self.year(self.skip_link(place))?;
        Some((Some(Found::day(year, month, day)?), after))
    }

    /// "March 17th, 2019", "November 8, 2018".
    fn english_day(&self) -> Outcome {
        let (month, mut place) = self.month_name(self.place)?;
        if self.sign(place) == Some('.') {
            place += 1;
        }
        let (day, mut place) = self.day_figures(place)?;
        if self.sign(place) == Some(',') {
            place += 1;
        }
        let year = self.full_year(place)?;
        Some((Some(Found::day(year, month, day)?), place + 1))
    }

    /// `15/03/2021`, `15.03.21`: the day first, unless only the other order gives a date.
    fn day_by_figures(&self) -> Outcome {
        let (first, _) = self.number(self.place).filter(|(_, digits)| *digits <= 2)?;
        let sign = self.sign(self.place + 1).filter(|sign| "/.-".contains(*sign))?;
        let (second, _) = self.number(self.place + 2).filter(|(_, digits)| *digits <= 2)?;
        if self.sign(self.place + 3) != Some(sign) || self.is_issue_number(self.place) {
            return None;
        }
        let (value, digits) = self.number(self.place + 4)?;
        let year = match digits {
            4 => self.full_year(self.place + 4)?,
            // Two figures between dots are a telephone number or a version as well.
            2 if sign == '/' => century_of(value) + value,
            _ => return None,
        };
        let goes_on = self.sign(self.place + 5) == Some(sign) && self.number(self.place + 6).is_some();
        if goes_on {
            return None;
        }
        let as_month = |value: u32| u8::try_from(value).ok().filter(|month| (1..=12).contains(month));
        let day_first = as_month(second).and_then(|month| Found::day(year, month, first));
        let month_first = as_month(first).and_then(|month| Found::day(year, month, second));
        let order_is_ambiguous = day_first.is_some() && month_first.is_some() && first != second;
        let found = day_first.or(month_first).map(|found| Found {
            order_is_ambiguous,
            ..found
        });
        // Figures that are no date in either order are passed over whole: their last is not a year alone.
        Some((found, self.place + 5))
    }

    /// "mars 2012", "février-mars 2026", "juin juillet août 2026", "décembre 2024/janvier 2025".
    fn months(&self) -> Outcome {
        let (month, mut place) = self.month_name(self.place)?;
        for _ in 0..12 {
            if let Some((year, after)) = self.year(self.skip_link(place)) {
                let after = self.end_of_month_range(after);
                return Some((Some(Found::month(year, month, FoundPrecision::Month)), after));
            }
            let dot = usize::from(self.sign(place) == Some('.'));
            let next = self.skip_range(place + dot).unwrap_or(place + dot);
            (_, place) = self.month_name(next)?;
        }
        None
    }

    /// The place behind "/janvier 2025" where a second month with its year follows the first.
    fn end_of_month_range(&self, place: usize) -> usize {
        let second = || {
            let (_, after) = self.month_name(self.skip_range(place)?)?;
            let (_, after) = self.year(self.skip_link(after))?;
            Some(after)
        };
        second().unwrap_or(place)
    }

    /// "Printemps 2012", "automne-hiver 2020", "hiver 2009-2010".
    fn season(&self) -> Outcome {
        let month = season_of_folded(self.word(self.place)?)?;
        let mut place = self.place + 1;
        if let Some(after) = self.skip_range(place)
            && self.word(after).and_then(season_of_folded).is_some()
        {
            place = after + 1;
        }
        let (year, mut after) = self.year(self.skip_link(place))?;
        if matches!(self.sign(after), Some('-' | '/' | '–'))
            && let Some((value, digits)) = self.number(after + 1)
            && (value == year + 1 || (digits == 2 && value == (year + 1) % 100))
        {
            after += 2;
        }
        Some((Some(Found::month(year, month, FoundPrecision::Season)), after))
    }

    /// "1er trimestre 99", "troisième trimestre 2020", "T1 2025", "2e semestre 2021".
    fn quarter(&self) -> Outcome {
        if matches!(self.word(self.place), Some("t" | "q" | "trimestre"))
            && let Some((number, 1)) = self.number(self.place + 1)
            && (1..=4).contains(&number)
        {
            let (year, after) = self.year(self.skip_link(self.place + 2))?;
            return Some((Some(quarter_of(year, number)), after));
        }
        if let Some((number, 1)) = self.number(self.place)
            && self.is_glued(self.place + 1)
            && matches!(self.word(self.place + 1), Some("t" | "q"))
            && (1..=4).contains(&number)
        {
            let (year, after) = self.year(self.skip_link(self.place + 2))?;
            return Some((Some(quarter_of(year, number)), after));
        }
        let (number, place) = match self.number(self.place) {
            Some((number, 1)) => {
                let has_suffix = self.is_glued(self.place + 1)
                    && matches!(
                        self.word(self.place + 1),
                        Some("er" | "e" | "eme" | "ieme" | "nd" | "st" | "rd" | "th")
                    );
                (number, self.place + 1 + usize::from(has_suffix))
            }
            _ => (ordinal_of_folded(self.word(self.place)?)?, self.place + 1),
        };
        let place = if matches!(self.sign(place), Some('°' | 'º' | '.')) {
            place + 1
        } else {
            place
        };
        let unit = self.word(place)?;
        let place = place + 1;
        // After the name of a quarter two figures can only be a year.
        let linked = self.skip_link(place);
        let short_year = self.number(linked).filter(|(_, digits)| *digits == 2);
        let (year, after) = self
            .year(linked)
            .or_else(|| short_year.map(|(value, _)| (century_of(value) + value, linked + 1)))?;
        match unit {
            "trimestre" | "trim" | "quarter" | "quartal" if (1..=4).contains(&number) => {
                Some((Some(quarter_of(year, number)), after))
            }
            // Half a year has no precision of its own: its year is what is sure.
            "semestre" if number <= 2 => Some((Some(Found::year(year)), after)),
            _ => None,
        }
    }

    /// "04 | 2021", "04/2021". Without a leading zero and a stroke the first may be an issue's number.
    fn month_by_figures(&self) -> Outcome {
        let (value, digits) = self.number(self.place)?;
        let month = u8::try_from(value)
            .ok()
            .filter(|month| (1..=12).contains(month))?;
        let sign = self.sign(self.place + 1)?;
        let is_month = match sign {
            '|' => true,
            '/' => digits == 2,
            '.' | '-' | '_' => digits == 2 && month < 10,
            _ => false,
        };
        if !is_month || self.is_issue_number(self.place) {
            return None;
        }
        let follows_figures = self
            .place
            .checked_sub(2)
            .is_some_and(|before| self.number(before).is_some() && self.sign(before + 1) == Some(sign));
        if follows_figures {
            return None;
        }
        let year = self.full_year(self.place + 2)?;
        Some((
            Some(Found::month(year, month, FoundPrecision::Month)),
            self.place + 3,
        ))
    }

    /// "2012" by itself. Two years joined are a school year or a term of office, and figures beside figures are a
    /// telephone number: those are passed over.
    fn year_alone(&self) -> Outcome {
        let year = self.full_year(self.place)?;
        if matches!(self.sign(self.place + 1), Some('-' | '/' | '–' | '—'))
            && let Some((value, digits)) = self.number(self.place + 2)
            && (digits == 4 || (digits == 2 && value == (year + 1) % 100))
        {
            return Some((None, self.place + 3));
        }
        let before = self.place.checked_sub(1);
        let figures_before =
            before.is_some_and(|before| self.number(before).is_some() && !self.is_issue_number(before));
        if figures_before || self.number(self.place + 1).is_some() || self.is_issue_number(self.place) {
            return Some((None, self.place + 1));
        }
        Some((Some(Found::year(year)), self.place + 1))
    }
}

fn quarter_of(year: u32, number: u32) -> Found {
    let month = match number {
        1 => 1,
        2 => 4,
        3 => 7,
        _ => 10,
    };
    Found::month(year, month, FoundPrecision::Quarter)
}

/// The century of a year of two figures: newsletters of the fifties are as old as such dates get.
pub(super) fn century_of(two_figures: u32) -> u32 {
    if two_figures >= 50 { 1900 } else { 2000 }
}
