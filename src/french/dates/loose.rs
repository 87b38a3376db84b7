//! Dates that only a masthead tells in this way: "Noël 2020", "Janvier 09", "12.06.19", "Année 2019-2020". In a text the
//! same words are a feast, a day of the month or a term of office.
use super::patterns::{Found, Outcome, Reader, century_of, days_of};
use super::tokens::{month_of_folded, tokens_of};
use super::{FoundDate, FoundPrecision, find_issue_dates};

/// All dates of a line of a masthead that tell their year; the looser forms only where no other is found.
pub fn find_masthead_dates(text: &str) -> Vec<FoundDate> {
    let dates = find_issue_dates(text);
    if dates.iter().any(|date| date.precision != FoundPrecision::Year) {
        return dates;
    }
    let loose = first_of(text, |reader| reader.loose_date());
    if loose.is_empty() { dates } else { loose }
}

/// The first year of a school year, a season of a club or a term: "Année 2019-2020", "saison 2021/22".
pub fn find_year_span(text: &str) -> Option<FoundDate> {
    first_of(text, |reader| reader.year_span()).into_iter().next()
}

fn first_of(text: &str, pattern: impl Fn(&Reader<'_>) -> Outcome) -> Vec<FoundDate> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let tokens = tokens_of(text);
    for place in 0..tokens.len() {
        let Some((Some(found), after)) = pattern(&Reader::at(&tokens, place)) else {
            continue;
        };
        if let (Some(first), Some(last)) = (tokens.get(place), tokens.get(after.saturating_sub(1))) {
            return vec![found.placed(first.start, last.end)];
        }
    }
    Vec::new()
}

impl Reader<'_> {
    fn loose_date(&self) -> Outcome {
        self.feast()
            .or_else(|| self.short_day())
            .or_else(|| self.short_month())
    }

    /// "Noël 2020", "Pâques 2026": the month in which the feast falls.
    fn feast(&self) -> Outcome {
        let (year, after) = self.year(self.skip_link(self.place + 1))?;
        let month = match self.word(self.place)? {
            "noel" | "christmas" | "weihnachten" | "navidad" => 12,
            "toussaint" => 11,
            "paques" | "easter" | "ostern" | "pascua" => month_of_easter(year, 0),
            "pentecote" | "pentecost" | "pfingsten" => month_of_easter(year, 49),
            _ => return None,
        };
        Some((Some(Found::month(year, month, FoundPrecision::Month)), after))
    }

    /// "12.06.19": in a text a version or a part of a telephone number.
    fn short_day(&self) -> Outcome {
        let two_figures = |place: usize| {
            self.number(place)
                .filter(|(_, digits)| *digits == 2)
                .map(|(value, _)| value)
        };
        let is_dot = |place: usize| self.sign(place) == Some('.') && self.is_glued(place);
        let (day, month, year) = (
            two_figures(self.place)?,
            two_figures(self.place + 2)?,
            two_figures(self.place + 4)?,
        );
        let goes_on = |place: usize| is_dot(place) && self.number(place + 1).is_some();
        let before = self.place.checked_sub(1);
        let is_part = before.is_some_and(|before| is_dot(before) || self.number(before).is_some())
            || goes_on(self.place + 5);
        if !is_dot(self.place + 1) || !is_dot(self.place + 3) || is_part {
            return None;
        }
        let month = u8::try_from(month).ok()?;
        let found = Found::day(century_of(year) + year, month, day)?;
        Some((Some(found), self.place + 5))
    }

    /// "Janvier 09", "juin-juillet 12": a French month, whose day would stand before it, and two figures.
    fn short_month(&self) -> Outcome {
        let is_french = |place: usize| self.word(place).is_some_and(is_french_month);
        if !is_french(self.place) || self.follows_a_day() {
            return None;
        }
        let month = month_of_folded(self.word(self.place)?)?;
        let mut place = self.place + 1;
        while let Some(next) = self.skip_range(place)
            && is_french(next)
        {
            place = next + 1;
        }
        let (value, digits) = self.number(place)?;
        let goes_on = self.number(place + 1).is_some() || self.word(place + 1) == Some("h");
        if digits != 2 || goes_on || self.is_issue_number(place) {
            return None;
        }
        let year = century_of(value) + value;
        Some((Some(Found::month(year, month, FoundPrecision::Month)), place + 1))
    }

    fn follows_a_day(&self) -> bool {
        let before = self.place.checked_sub(1);
        before.is_some_and(|before| self.number(before).is_some() && !self.is_issue_number(before))
    }

    /// "2019-2020", "2025 – 26".
    fn year_span(&self) -> Outcome {
        let year = self.full_year(self.place)?;
        let place = self.skip_range(self.place + 1)?;
        let (value, digits) = self.number(place)?;
        let is_next = (digits == 4 && value == year + 1) || (digits == 2 && value == (year + 1) % 100);
        // `2012-13-05` is no span, nor is the end of a longer row.
        let goes_on = self
            .skip_range(place + 1)
            .is_some_and(|next| self.number(next).is_some());
        let before = self.place.checked_sub(1);
        let follows = before.is_some_and(|before| self.number(before).is_some());
        (is_next && !goes_on && !follows).then(|| (Some(Found::year(year)), place + 1))
    }
}

/// Months that English spells otherwise: "May 25" is a day.
fn is_french_month(word: &str) -> bool {
    matches!(
        word,
        "janvier"
            | "fevrier"
            | "mars"
            | "avril"
            | "juin"
            | "juillet"
            | "aout"
            | "septembre"
            | "octobre"
            | "novembre"
            | "decembre"
    )
}

/// The month of the day so many days after Easter Sunday of a year (Gregorian; the reckoning of Meeus and Butcher).
fn month_of_easter(year: u32, days_after: u32) -> u8 {
    let golden = year % 19;
    let (century, of_century) = (year / 100, year % 100);
    let moon = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - moon - of_century % 4) % 7;
    let correction = (golden + 11 * moon + 22 * weekday) / 451;
    let days = moon + weekday + 114 - 7 * correction;
    let (mut month, mut day) = (days / 31, days % 31 + 1 + days_after);
    while let Ok(number) = u8::try_from(month)
        && day > days_of(year, number)
        && number < 12
    {
        day -= days_of(year, number);
        month += 1;
    }
    u8::try_from(month).unwrap_or(4)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let dates = find_masthead_dates(text);
        dates.into_iter().map(|date| date.iso).collect()
    }

    #[test]
    fn feasts_and_short_years_are_read() {
        let cases = [
            ("Noël 2020", "2020-12"),
            ("Numéro de Pâques 2024", "2024-03"),
            ("Pâques 2026", "2026-04"),
            ("Pentecôte 2026", "2026-05"),
            ("Weihnachten 2019", "2019-12"),
            ("Janvier 09", "2009-01"),
            ("N° 4 - juin/juillet 12", "2012-06"),
            ("12.06.19", "2019-06-12"),
            ("mars 2012", "2012-03"),
            ("Bulletin 2012", "2012"),
        ];
        for (text, iso) in cases {
            assert_eq!(told(text), [iso], "{text}");
        }
    }

    #[test]
    fn what_is_no_such_date_is_left() {
        let texts = [
            "Noël",
            "May 25",
            "mai 25",
            "12 mars 20 h",
            "le 3 mars 12 personnes",
            "04.66.22.33.44",
            "1.12.06.19",
            "mars 12 h",
        ];
        for text in texts {
            assert_eq!(told(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn school_years_are_told_by_their_first() {
        let year = |text: &str| find_year_span(text).map(|date| date.iso);
        for text in [
            "Année 2019-2020",
            "Saison 2019/20",
            "2019 – 2020",
            "mandat 2019/2020",
        ] {
            assert_eq!(year(text).as_deref(), Some("2019"), "{text}");
        }
        for text in ["2014-2020", "2019-03-20", "2019", "06 2019-2020", "2019-20-05"] {
            assert_eq!(year(text), None, "{text}");
        }
    }
}
