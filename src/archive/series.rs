//! Publications: which issues belong together, how they are numbered, and which numbers are missing.
//!
//! A series is what has one name, however its capitals and accents were printed. Numbers run through, or begin anew
//! each year; which of the two is told by the numbers themselves.
use super::catalogue::Entry;
use crate::french::fold::fold;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// More missing numbers in a row than this are a wrong number rather than a gap.
const WIDEST_GAP: u32 = 200;

/// How the issues of a series are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Numbering {
    /// From the first issue on.
    Running,
    /// From 1 each year.
    Yearly,
    /// Fewer than two issues tell a number.
    None,
}

/// How often a series comes out, told by the dates that follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Periodicity {
    /// Every week or two.
    Weekly,
    /// Every month.
    Monthly,
    /// Every other month.
    Bimonthly,
    /// Four times a year.
    Quarterly,
    /// Twice a year.
    HalfYearly,
    /// Once a year.
    Yearly,
    /// The dates follow no rhythm, or there are too few.
    Irregular,
}

/// A place in a series.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// The year, where numbers begin anew each year.
    pub year: Option<u32>,
    /// The number; the first of a double one.
    pub number: u32,
}

/// A number that several issues have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Doubled {
    /// The number.
    pub place: Place,
    /// Identifiers of the issues.
    pub issues: Vec<String>,
}

/// An issue whose number and date disagree with those of the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OutOfOrder {
    /// Identifier of the issue.
    pub issue: String,
    /// Its number.
    pub number: String,
    /// Its date.
    pub date: String,
}

/// What is held of one publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Series {
    /// Name, as most issues print it.
    pub publication: String,
    /// Number of issues.
    pub issues: usize,
    /// Date of the earliest issue.
    pub first: Option<String>,
    /// Date of the latest issue.
    pub last: Option<String>,
    /// How they are numbered.
    pub numbering: Numbering,
    /// How often they come out.
    pub periodicity: Periodicity,
    /// The numbers that are held, in runs: `1-11, 13`.
    pub held: String,
    /// The numbers between the lowest and the highest that no issue has.
    pub missing: Vec<Place>,
    /// Where numbers are none: the months or years without an issue, as the rhythm of the others wants one.
    pub missing_dates: Vec<String>,
    /// Gaps that are too wide to be gaps: the two numbers around each.
    pub jumps: Vec<(Place, Place)>,
    /// Numbers that several issues have.
    pub doubled: Vec<Doubled>,
    /// Issues whose number and date disagree.
    pub out_of_order: Vec<OutOfOrder>,
    /// Identifiers of issues without a number.
    pub without_number: Vec<String>,
    /// Identifiers of issues without a date.
    pub without_date: Vec<String>,
}

impl Series {
    /// Whether nothing is missing, doubled or out of order.
    pub fn is_complete(&self) -> bool {
        self.missing.is_empty()
            && self.missing_dates.is_empty()
            && self.jumps.is_empty()
            && self.doubled.is_empty()
            && self.out_of_order.is_empty()
    }
}

/// The key under which the issues of a series meet: letters and digits of its name, folded.
pub fn series_key(name: &str) -> String {
    let folded = fold(name);
    let words = folded.split(|character: char| !character.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<&str>>()
        .join(" ")
}

/// The name of the series to which an issue belongs: its publication, else its title.
pub fn series_name(entry: &Entry) -> Option<&str> {
    entry.publication.as_deref().or(entry.title.as_deref())
}

/// The series of an archive, by name. Issues without publication and title belong to none.
pub fn series(entries: &[&Entry]) -> Vec<Series> {
    let mut by_key: BTreeMap<String, Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        if let Some(name) = series_name(entry) {
            by_key.entry(series_key(name)).or_default().push(entry);
        }
    }
    by_key.values().map(|entries| one(entries)).collect()
}

/// An issue with what is needed of it.
struct Issue<'a> {
    entry: &'a Entry,
    year: Option<u32>,
    /// First and last number.
    numbers: Option<(u32, u32)>,
}

fn one(entries: &[&Entry]) -> Series {
    let mut issues: Vec<Issue<'_>> = entries.iter().map(|entry| issue(entry)).collect();
    issues.sort_by(|a, b| order(a).cmp(&order(b)));
    let numbering = numbering(&issues);
    let is_yearly = numbering == Numbering::Yearly;
    let place = |issue: &Issue<'_>, number: u32| Place {
        year: issue.year.filter(|_| is_yearly),
        number,
    };
    let mut holders: BTreeMap<Place, Vec<String>> = BTreeMap::new();
    for issue in &issues {
        let Some((first, last)) = issue.numbers else {
            continue;
        };
        for number in first..=last {
            holders
                .entry(place(issue, number))
                .or_default()
                .push(issue.entry.id.clone());
        }
    }
    let (missing, jumps) = gaps(&holders, is_yearly);
    let doubled = holders
        .iter()
        .filter(|(_, issues)| issues.len() > 1)
        .map(|(place, issues)| Doubled {
            place: place.clone(),
            issues: issues.clone(),
        })
        .collect();
    let dates: Vec<&str> = issues
        .iter()
        .filter_map(|issue| issue.entry.date.as_ref())
        .map(|date| date.iso.as_str())
        .collect();
    let periodicity = periodicity(&dates);
    let ids = |wanted: &dyn Fn(&Issue<'_>) -> bool| {
        let chosen = issues.iter().filter(|issue| wanted(issue));
        chosen
            .map(|issue| issue.entry.id.clone())
            .collect::<Vec<String>>()
    };
    Series {
        publication: usual_name(entries),
        issues: issues.len(),
        first: dates.first().map(ToString::to_string),
        last: dates.last().map(ToString::to_string),
        numbering,
        periodicity,
        held: in_runs(&holders),
        missing,
        missing_dates: match numbering {
            Numbering::None => missing_dates(&dates, periodicity),
            _ => Vec::new(),
        },
        jumps,
        doubled,
        out_of_order: out_of_order(&issues, is_yearly),
        without_number: ids(&|issue| issue.numbers.is_none()),
        without_date: ids(&|issue| issue.entry.date.is_none()),
    }
}

fn issue(entry: &Entry) -> Issue<'_> {
    let year = entry
        .date
        .as_ref()
        .and_then(|date| date.iso.get(..4)?.parse().ok());
    Issue {
        entry,
        year,
        numbers: entry.number.as_deref().and_then(numbers_of),
    }
}

fn order<'a>(issue: &'a Issue<'_>) -> (bool, &'a str, Option<(u32, u32)>, &'a str) {
    let date = issue.entry.date.as_ref().map_or("", |date| date.iso.as_str());
    (date.is_empty(), date, issue.numbers, issue.entry.slug.as_str())
}

/// The first and last number of `12`, `012`, `12-13`, `12/13`, `12 bis`. `None` where no digits lead.
fn numbers_of(number: &str) -> Option<(u32, u32)> {
    let mut numbers = number
        .split(|character: char| !character.is_ascii_digit())
        .filter(|digits| !digits.is_empty())
        .map(str::parse::<u32>);
    if !number
        .trim_start()
        .starts_with(|character: char| character.is_ascii_digit())
    {
        return None;
    }
    let first = numbers.next()?.ok()?;
    // `3/2012` is number 3 of a year, `12-13` is a double issue.
    let last = numbers.next().and_then(std::result::Result::ok);
    match last {
        Some(last) if last > first && last - first <= 3 => Some((first, last)),
        _ => Some((first, first)),
    }
}

/// Numbers begin anew each year where most of them come back, and year and number together do not.
fn numbering(issues: &[Issue<'_>]) -> Numbering {
    let mut numbers = BTreeSet::new();
    let mut with_year = BTreeSet::new();
    let mut years = BTreeSet::new();
    let mut count = 0;
    for issue in issues {
        if let Some((first, _)) = issue.numbers {
            count += 1;
            numbers.insert(first);
            if let Some(year) = issue.year {
                years.insert(year);
                with_year.insert((year, first));
            }
        }
    }
    if count < 2 {
        return Numbering::None;
    }
    let come_back = numbers.len() * 10 < count * 8;
    let are_told_apart = with_year.len() * 10 >= count * 9;
    if years.len() > 1 && come_back && are_told_apart {
        Numbering::Yearly
    } else {
        Numbering::Running
    }
}

/// The numbers that are missing between the lowest and the highest, and the gaps that are too wide to be gaps. Where
/// numbers begin anew each year, a year begins with 1.
fn gaps(holders: &BTreeMap<Place, Vec<String>>, is_yearly: bool) -> (Vec<Place>, Vec<(Place, Place)>) {
    let mut missing = Vec::new();
    let mut jumps = Vec::new();
    let mut before: Option<&Place> = None;
    for place in holders.keys() {
        let begins = match before {
            Some(before) if before.year == place.year => Some(before.number + 1),
            _ if is_yearly && place.year.is_some() => Some(1),
            _ => None,
        };
        if let Some(begins) = begins.filter(|begins| *begins < place.number) {
            match before {
                Some(before) if place.number - begins > WIDEST_GAP => {
                    jumps.push((before.clone(), place.clone()))
                }
                _ => missing.extend((begins..place.number).map(|number| Place {
                    year: place.year,
                    number,
                })),
            }
        }
        before = Some(place);
    }
    (missing, jumps)
}

/// The fewest issues without which numbers would rise with dates. Where numbers begin anew each year, within a year.
fn out_of_order(issues: &[Issue<'_>], is_yearly: bool) -> Vec<OutOfOrder> {
    let mut told: Vec<((u32, u32), &Entry, &str)> = Vec::new();
    for issue in issues {
        let (Some((first, _)), Some(date)) = (issue.numbers, &issue.entry.date) else {
            continue;
        };
        let key = (issue.year.filter(|_| is_yearly).unwrap_or(0), first);
        // The same number at the same date is double, not out of order.
        let is_double = told
            .last()
            .is_some_and(|(last, _, of)| *last == key && *of == date.iso);
        if !is_double {
            told.push((key, issue.entry, &date.iso));
        }
    }
    let keys: Vec<(u32, u32)> = told.iter().map(|(key, _, _)| *key).collect();
    let in_order = longest_rise(&keys);
    let mut found = Vec::new();
    for (place, (_, entry, date)) in told.iter().enumerate() {
        if in_order.binary_search(&place).is_err() {
            found.push(OutOfOrder {
                issue: entry.id.clone(),
                number: entry.number.clone().unwrap_or_default(),
                date: (*date).to_string(),
            });
        }
    }
    found
}

/// The places of the longest series of values that rise.
fn longest_rise(values: &[(u32, u32)]) -> Vec<usize> {
    // For each length of a rise: the place of the lowest value with which one of that length ends.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(values.len());
    for (place, value) in values.iter().enumerate() {
        let length = ends.partition_point(|end| values.get(*end).is_some_and(|last| last < value));
        before.push(
            length
                .checked_sub(1)
                .and_then(|shorter| ends.get(shorter))
                .copied(),
        );
        match ends.get_mut(length) {
            Some(end) => *end = place,
            None => ends.push(place),
        }
    }
    let mut rise = Vec::new();
    let mut next = ends.last().copied();
    while let Some(place) = next {
        rise.push(place);
        next = before.get(place).copied().flatten();
    }
    rise.reverse();
    rise
}

/// The months between two dates; `None` where a date tells only its year.
fn month_of(iso: &str) -> Option<i64> {
    let year: i64 = iso.get(..4)?.parse().ok()?;
    let month: i64 = iso.get(5..7)?.parse().ok()?;
    Some(year * 12 + month - 1)
}

/// The rhythm is the distance that most neighbours have: at least half of them.
fn periodicity(dates: &[&str]) -> Periodicity {
    let mut steps: BTreeMap<i64, usize> = BTreeMap::new();
    let mut count = 0;
    let is_by_year = !dates.is_empty() && dates.iter().all(|iso| iso.len() == 4);
    for pair in dates.windows(2) {
        if let [before, after] = pair {
            let step = if is_by_year {
                match (before.parse::<i64>(), after.parse::<i64>()) {
                    (Ok(before), Ok(after)) => (after - before) * 12,
                    _ => continue,
                }
            } else {
                match (month_of(before), month_of(after)) {
                    (Some(before), Some(after)) => after - before,
                    _ => continue,
                }
            };
            *steps.entry(step).or_default() += 1;
            count += 1;
        }
    }
    let usual = steps.iter().max_by_key(|(step, times)| (**times, -**step));
    match usual {
        Some((step, times)) if count >= 2 && times * 2 >= count => match step {
            0 => Periodicity::Weekly,
            1 => Periodicity::Monthly,
            2 => Periodicity::Bimonthly,
            3 => Periodicity::Quarterly,
            6 => Periodicity::HalfYearly,
            12 => Periodicity::Yearly,
            _ => Periodicity::Irregular,
        },
        _ => Periodicity::Irregular,
    }
}

/// The months in which an issue should have come out.
fn missing_dates(dates: &[&str], periodicity: Periodicity) -> Vec<String> {
    let step = match periodicity {
        Periodicity::Monthly => 1,
        Periodicity::Bimonthly => 2,
        Periodicity::Quarterly => 3,
        Periodicity::HalfYearly => 6,
        Periodicity::Yearly => 12,
        Periodicity::Weekly | Periodicity::Irregular => return Vec::new(),
    };
    let mut missing = Vec::new();
    for pair in dates.windows(2) {
        let [before, after] = pair else {
            continue;
        };
        let (Some(mut month), Some(end)) = (month_of(before), month_of(after)) else {
            continue;
        };
        if (end - month) / step > i64::from(WIDEST_GAP) {
            continue;
        }
        // A month early or late in a slower rhythm is no gap.
        while end - month >= step * 2 - step / 2 && end - month > step {
            month += step;
            missing.push(format!(
                "{:04}-{:02}",
                month.div_euclid(12),
                month.rem_euclid(12) + 1
            ));
        }
    }
    missing
}

/// The numbers in runs: `1-11, 13`; by year where numbers begin anew: `2001: 1-3; 2002: 1, 3`.
fn in_runs(holders: &BTreeMap<Place, Vec<String>>) -> String {
    let places: Vec<&Place> = holders.keys().collect();
    runs_of(&places)
}

/// Numbers in runs, as [`Series::held`] has them.
pub fn runs(places: &[Place]) -> String {
    let places: Vec<&Place> = places.iter().collect();
    runs_of(&places)
}

fn runs_of(places: &[&Place]) -> String {
    let mut text = String::new();
    let mut rest = places;
    let mut last_year = None;
    while let Some(first) = rest.first() {
        let follows = |index: usize, place: &&Place| {
            place.year == first.year
                && u32::try_from(index).is_ok_and(|index| place.number == first.number + index)
        };
        let length = rest
            .iter()
            .enumerate()
            .take_while(|(index, place)| follows(*index, place))
            .count();
        if last_year != Some(first.year) {
            if !text.is_empty() {
                text.push_str("; ");
            }
            if let Some(year) = first.year {
                text.push_str(&format!("{year}: "));
            }
            last_year = Some(first.year);
        } else {
            text.push_str(", ");
        }
        text.push_str(&first.number.to_string());
        if let Some(last) = length
            .checked_sub(1)
            .filter(|more| *more > 0)
            .and_then(|more| rest.get(more))
        {
            text.push_str(&format!("-{}", last.number));
        }
        rest = rest.get(length.max(1)..).unwrap_or_default();
    }
    text
}

/// The name that most issues print; the first in the alphabet of names that are equally frequent.
fn usual_name(entries: &[&Entry]) -> String {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in entries {
        if let Some(name) = series_name(entry) {
            *times.entry(name).or_default() += 1;
        }
    }
    let most = times.values().copied().max().unwrap_or_default();
    let name = times.iter().find(|(_, count)| **count == most);
    name.map_or(String::new(), |(name, _)| (*name).to_string())
}

#[cfg(test)]
#[path = "series_tests.rs"]
mod tests;
