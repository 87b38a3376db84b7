//! The date that a file's name tells: `lettre-2024-05.txt`, `bulletin_03-2019`, `20240517-infos`, `gazette-2012`.
use crate::model::{DateEvidence, DatePrecision, IssueDate};

/// Years that a newsletter kept as a file may be of.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2099;

/// Reads the date in a file's name.
pub(super) fn date(file_name: &str) -> Option<IssueDate> {
    let stem = file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem);
    let numbers: Vec<&str> = stem
        .split(|c: char| !c.is_ascii_digit())
        .filter(|number| !number.is_empty())
        .collect();
    let mut best: Option<(String, DatePrecision)> = None;
    for start in 0..numbers.len() {
        let found = date_at(numbers.get(start..).unwrap_or_default());
        let is_finer = match (&found, &best) {
            (Some((iso, _)), Some((best_iso, _))) => iso.len() > best_iso.len(),
            (found, None) => found.is_some(),
            _ => false,
        };
        if is_finer {
            best = found;
        }
    }
    let (iso, precision) = best?;
    Some(IssueDate {
        iso,
        precision,
        evidence: DateEvidence::FileName,
    })
}

/// The date that begins with the first of these numbers.
fn date_at(numbers: &[&str]) -> Option<(String, DatePrecision)> {
    let parsed: Vec<Part> = numbers.iter().take(3).filter_map(|number| part(number)).collect();
    match (parsed.first()?, parsed.get(1), parsed.get(2)) {
        (Part::Day(year, month, day), ..) => day_of(*year, *month, *day),
        (Part::YearMonth(year, month), ..) => month_of(*year, *month),
        (Part::Year(year), Some(Part::Small(month)), Some(Part::Small(day))) => day_of(*year, *month, *day)
            .or_else(|| month_of(*year, *month))
            .or_else(|| year_of(*year)),
        (Part::Year(year), Some(Part::Small(month)), _) => month_of(*year, *month).or_else(|| year_of(*year)),
        (Part::Year(year), ..) => year_of(*year),
        (Part::Small(day), Some(Part::Small(month)), Some(Part::Year(year))) => day_of(*year, *month, *day),
        (Part::Small(month), Some(Part::Year(year)), _) => month_of(*year, *month),
        _ => None,
    }
}

enum Part {
    Day(u32, u32, u32),
    YearMonth(u32, u32),
    Year(u32),
    Small(u32),
}

fn part(digits: &str) -> Option<Part> {
    let value: u32 = digits.parse().ok()?;
    match digits.len() {
        1 | 2 => Some(Part::Small(value)),
        4 if YEARS.contains(&value) => Some(Part::Year(value)),
        6 if YEARS.contains(&(value / 100)) && is_month(value % 100) => {
            Some(Part::YearMonth(value / 100, value % 100))
        }
        8 if YEARS.contains(&(value / 10_000)) => {
            Some(Part::Day(value / 10_000, value / 100 % 100, value % 100))
        }
        _ => None,
    }
}

fn is_month(month: u32) -> bool {
    (1..=12).contains(&month)
}

fn day_of(year: u32, month: u32, day: u32) -> Option<(String, DatePrecision)> {
    let last = match month {
        2 if year.is_multiple_of(4) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let exists = is_month(month) && (1..=last).contains(&day);
    exists.then(|| (format!("{year:04}-{month:02}-{day:02}"), DatePrecision::Day))
}

fn month_of(year: u32, month: u32) -> Option<(String, DatePrecision)> {
    is_month(month).then(|| (format!("{year:04}-{month:02}"), DatePrecision::Month))
}

fn year_of(year: u32) -> Option<(String, DatePrecision)> {
    Some((format!("{year:04}"), DatePrecision::Year))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iso(name: &str) -> Option<String> {
        date(name).map(|date| date.iso)
    }

    #[test]
    fn usual_forms() {
        assert_eq!(iso("lettre-2024-05.txt").as_deref(), Some("2024-05"));
        assert_eq!(iso("bulletin_03-2019.txt").as_deref(), Some("2019-03"));
        assert_eq!(iso("20240517-infos.txt").as_deref(), Some("2024-05-17"));
        assert_eq!(iso("infos 17.05.2024.txt").as_deref(), Some("2024-05-17"));
        assert_eq!(iso("infos-202405").as_deref(), Some("2024-05"));
        assert_eq!(iso("gazette 2012.txt").as_deref(), Some("2012"));
        assert_eq!(iso("n16-2012-3.txt").as_deref(), Some("2012-03"));
    }

    #[test]
    fn what_is_no_date() {
        assert_eq!(iso("lettre-16.txt"), None);
        assert_eq!(iso("lettre-2024-31.txt").as_deref(), Some("2024"));
        assert_eq!(iso("0033612345678.txt"), None);
        assert_eq!(iso("2023-02-30.txt").as_deref(), Some("2023-02"));
        assert_eq!(iso(""), None);
    }
}
