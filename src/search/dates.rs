//! Dates as the index compares them: `yyyymmdd` numbers, with zeros for what is not said.
//!
//! `2019` begins at 20190000 and ends at 20199999, so that an issue dated by its year alone is found in that year
//! and in none of its months.
use crate::french::fold::fold;

/// A stretch of time, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateRange {
    /// First day, `yyyymmdd`.
    pub from: u64,
    /// Last day, `yyyymmdd`.
    pub to: u64,
}

const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// The number of an ISO date, `2012`, `2012-03` or `2012-03-15`.
pub(crate) fn first_day(iso: &str) -> Option<u64> {
    parse_one(iso).map(|range| range.from)
}

/// Month and year in words, for searches such as `mai 2025`.
pub(crate) fn in_words(iso: &str) -> String {
    let mut parts = iso.split('-');
    let year = parts.next().unwrap_or_default();
    let month = parts
        .next()
        .and_then(|month| month.parse::<usize>().ok())
        .unwrap_or(0);
    match month.checked_sub(1).and_then(|index| MONTHS.get(index)) {
        Some(name) => format!("{name} {year}"),
        None => year.to_string(),
    }
}

/// Reads `2019`, `2019-06`, `2019-06-15`, `15/06/2019`, `mai 2025`, and ranges of them: `2019..2021-06`, `2019..`,
/// `..2021`.
///
/// # Errors
/// A message for the user, without a final stop.
pub fn parse_range(text: &str) -> Result<DateRange, String> {
    let text = text.trim();
    if let Some((from, to)) = text.split_once("..") {
        let from_day = if from.trim().is_empty() {
            1
        } else {
            parse_or_say(from)?.from
        };
        let to_day = if to.trim().is_empty() {
            99_999_999
        } else {
            parse_or_say(to)?.to
        };
        if from.trim().is_empty() && to.trim().is_empty() {
            return Err("a range of dates wants at least one end".to_string());
        }
        if from_day > to_day {
            return Err(format!("the range {text} ends before it begins"));
        }
        return Ok(DateRange {
            from: from_day,
            to: to_day,
        });
    }
    parse_or_say(text)
}

fn parse_or_say(text: &str) -> Result<DateRange, String> {
    parse_one(text).ok_or_else(|| format!("{} is no date", text.trim()))
}

fn parse_one(text: &str) -> Option<DateRange> {
    let text = text.trim();
    let parts: Vec<&str> = text.split(['-', '/']).collect();
    match parts.as_slice() {
        [year] if year.len() == 4 => range(number(year)?, 0, 0),
        [year, month] if year.len() == 4 => range(number(year)?, month_number(month)?, 0),
        [month, year] if year.len() == 4 => range(number(year)?, month_number(month)?, 0),
        [year, month, day] if year.len() == 4 => range(number(year)?, month_number(month)?, day_number(day)?),
        [day, month, year] if year.len() == 4 => range(number(year)?, month_number(month)?, day_number(day)?),
        _ => parse_words(text),
    }
}

/// `mai 2025`, `1er mai 2025`.
fn parse_words(text: &str) -> Option<DateRange> {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.as_slice() {
        [month, year] if year.len() == 4 => range(number(year)?, named_month(month)?, 0),
        [day, month, year] if year.len() == 4 => range(
            number(year)?,
            named_month(month)?,
            day_number(day.trim_end_matches("er"))?,
        ),
        _ => None,
    }
}

fn named_month(word: &str) -> Option<u64> {
    let folded = fold(word);
    let index = MONTHS.iter().position(|name| fold(name) == folded)?;
    Some(index as u64 + 1)
}

fn month_number(text: &str) -> Option<u64> {
    number(text)
        .filter(|month| (1..=12).contains(month))
        .or_else(|| named_month(text))
}

fn day_number(text: &str) -> Option<u64> {
    number(text).filter(|day| (1..=31).contains(day))
}

fn number(text: &str) -> Option<u64> {
    let is_short_number = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_short_number { text.parse().ok() } else { None }
}

fn range(year: u64, month: u64, day: u64) -> Option<DateRange> {
    let from = year * 10_000 + month * 100 + day;
    let to = match (month, day) {
        (0, _) => from + 9_999,
        (_, 0) => from + 99,
        _ => from,
    };
    Some(DateRange { from, to })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(text: &str) -> (u64, u64) {
        let range = parse_range(text).unwrap();
        (range.from, range.to)
    }

    #[test]
    fn dates_of_every_precision_are_read() {
        assert_eq!(ends("2019"), (20_190_000, 20_199_999));
        assert_eq!(ends("2019-06"), (20_190_600, 20_190_699));
        assert_eq!(ends("2019-06-15"), (20_190_615, 20_190_615));
        assert_eq!(ends("15/06/2019"), (20_190_615, 20_190_615));
        assert_eq!(ends("06/2019"), (20_190_600, 20_190_699));
        assert_eq!(ends("Août 2025"), (20_250_800, 20_250_899));
        assert_eq!(ends("1er mai 2025"), (20_250_501, 20_250_501));
        assert_eq!(ends("mai-2025"), (20_250_500, 20_250_599));
    }

    #[test]
    fn ranges_include_both_ends() {
        assert_eq!(ends("2019..2021-06"), (20_190_000, 20_210_699));
        assert_eq!(ends("..2021"), (1, 20_219_999));
        assert_eq!(ends("2021.."), (20_210_000, 99_999_999));
        assert_eq!(ends("mai 2020 .. juin 2020"), (20_200_500, 20_200_699));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "..",
            "demain",
            "2019-13",
            "2019-06-32",
            "19",
            "2021..2019",
            "mai",
            "20195",
        ] {
            assert!(parse_range(text).is_err(), "{text}");
        }
    }

    #[test]
    fn issues_are_told_in_words() {
        assert_eq!(in_words("2025-05-12"), "mai 2025");
        assert_eq!(in_words("2025"), "2025");
    }
}
