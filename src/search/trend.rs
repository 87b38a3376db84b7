//! How often the words stand in the issues of each year or month, beside how much was printed then: a count without
//! its denominator says how much was kept, not how much was said.
use super::dates::parse_range;
use super::guard::guarded;
use super::index::engine_error;
use super::query::Query;
use super::repair::Repair;
use super::run::{Options, Reader, Records};
use super::schema::{DATE_FIELD, ISSUE_DATE_FIELD, WORDS_FIELD};
use crate::error::{Error, Result};
use serde::Serialize;
use std::collections::{BTreeMap, HashSet};

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Step {
    /// A year.
    #[default]
    Year,
    /// A month.
    Month,
}

/// What was found in a period, and what there is.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Period {
    /// `2019` or `2019-05`; in months, issues of which the year alone is known stand under the year. `null` for
    /// issues without a date.
    pub period: Option<String>,
    /// Places where the words stand.
    pub occurrences: usize,
    /// Sections that hold the words.
    pub sections: usize,
    /// Issues that hold such a section.
    pub issues: usize,
    /// Issues of the period in the archive.
    pub all_issues: usize,
    /// Sections of the period in the archive.
    pub all_sections: usize,
    /// Words of the period in the archive.
    pub all_words: u64,
    /// Occurrences for ten thousand words; `null` where there is no word.
    pub per_10000_words: Option<f64>,
}

/// The counts of a query over time.
#[derive(Debug, Clone, Serialize)]
pub struct Trend {
    /// The periods from the first to the last that holds an issue, empty ones included; undated issues last.
    pub periods: Vec<Period>,
    /// Stretches between them of which the archive holds no issue: their silence says nothing.
    pub gaps: Vec<String>,
    /// How the query was read.
    pub read_as: String,
    /// Words that the archive does not know, with those that were looked for instead.
    pub repairs: Vec<Repair>,
}

/// Years that a collection may span: beyond, a date was read wrong and its gap is not written out.
const MAX_YEARS: u64 = 300;

impl Reader {
    /// Counts a query over time. The dates of the options bound what is counted and its denominators.
    ///
    /// # Errors
    /// As [`Reader::search`].
    pub fn trend(
        &self,
        records: &dyn Records,
        query: &Query,
        options: &Options,
        step: Step,
    ) -> Result<Trend> {
        guarded(|| self.count(records, query, options, step))
    }

    fn count(&self, records: &dyn Records, query: &Query, options: &Options, step: Step) -> Result<Trend> {
        let mut by_period = self.denominators(options, step)?;
        let mut issues_seen: HashSet<(u64, String)> = HashSet::new();
        let mut sections_seen: HashSet<(String, String)> = HashSet::new();
        let visit = self.each_match(records, query, options, &mut |issue, section, places| {
            let day = issue
                .date
                .as_ref()
                .and_then(|date| super::dates::first_day(&date.iso))
                .unwrap_or(0);
            let key = period_of(day, step);
            let period = by_period.entry(key).or_default();
            period.occurrences += places.ranges.len();
            if places.counts && sections_seen.insert((issue.id.clone(), section.id.clone())) {
                period.sections += 1;
            }
            if places.counts && issues_seen.insert((key, issue.id.clone())) {
                period.issues += 1;
            }
        })?;
        let gaps = fill(&mut by_period, step);
        let undated = by_period.remove(&0);
        let mut periods: Vec<Period> = by_period
            .into_iter()
            .map(|(key, period)| finished(Some(label(key)), period))
            .collect();
        periods.extend(undated.map(|period| finished(None, period)));
        Ok(Trend {
            periods,
            gaps,
            read_as: query.to_string(),
            repairs: visit.repairs,
        })
    }

    /// What the archive holds in each period.
    fn denominators(&self, options: &Options, step: Step) -> Result<BTreeMap<u64, Period>> {
        let (first, last) = bounds(options)?;
        let is_within =
            |day: u64| (first, last) == (0, u64::MAX) || (day > 0 && (first..=last).contains(&day));
        let mut by_period: BTreeMap<u64, Period> = BTreeMap::new();
        for segment in self.searcher.segment_readers() {
            let columns = segment.fast_fields();
            let days = columns.u64(DATE_FIELD).map_err(engine_error)?;
            let words = columns.u64(WORDS_FIELD).map_err(engine_error)?;
            let issue_days = columns.u64(ISSUE_DATE_FIELD).map_err(engine_error)?;
            for document in segment.doc_ids_alive() {
                if let Some(day) = issue_days.first(document).filter(|day| is_within(*day)) {
                    by_period.entry(period_of(day, step)).or_default().all_issues += 1;
                }
                let day = days.first(document).unwrap_or(0);
                if let Some(count) = words.first(document).filter(|_| is_within(day)) {
                    let period = by_period.entry(period_of(day, step)).or_default();
                    period.all_sections += 1;
                    period.all_words += count;
                }
            }
        }
        Ok(by_period)
    }
}

fn bounds(options: &Options) -> Result<(u64, u64)> {
    let read = |text: &Option<String>| -> Result<Option<super::DateRange>> {
        let Some(text) = text.as_deref().filter(|text| !text.is_empty()) else {
            return Ok(None);
        };
        parse_range(text).map(Some).map_err(|message| Error::Usage {
            message,
            hint: "give dates as 2019, 2019-06 or 2019-06-15".to_string(),
        })
    };
    let first = read(&options.from)?.map_or(0, |range| range.from);
    let last = read(&options.to)?.map_or(u64::MAX, |range| range.to);
    Ok((first, last))
}

/// `2019` as 201900, `2019-05` as 201905.
fn period_of(day: u64, step: Step) -> u64 {
    match step {
        Step::Year => day / 10_000 * 100,
        Step::Month => day / 100,
    }
}

fn label(key: u64) -> String {
    match key % 100 {
        0 => format!("{:04}", key / 100),
        month => format!("{:04}-{month:02}", key / 100),
    }
}

fn finished(label: Option<String>, mut period: Period) -> Period {
    period.period = label;
    if period.all_words > 0 {
        period.per_10000_words = Some(period.occurrences as f64 * 10_000.0 / period.all_words as f64);
    }
    period
}

/// Adds the periods without an issue that lie between others, and names them by stretches.
fn fill(by_period: &mut BTreeMap<u64, Period>, step: Step) -> Vec<String> {
    let dated: Vec<u64> = by_period.keys().copied().filter(|key| *key > 0).collect();
    let (Some(first), Some(last)) = (dated.first().copied(), dated.last().copied()) else {
        return Vec::new();
    };
    if last / 100 - first / 100 > MAX_YEARS {
        return Vec::new();
    }
    let mut gaps: Vec<(u64, u64)> = Vec::new();
    let mut was_empty = false;
    let mut key = first;
    while key <= last {
        // Of a year whose months are not told nothing is said to be missing.
        let has_year_alone = by_period.contains_key(&(key / 100 * 100));
        let is_year_itself = step == Step::Month && key % 100 == 0;
        let is_missing = !by_period.contains_key(&key) && !is_year_itself && !has_year_alone;
        if is_missing {
            by_period.insert(key, Period::default());
            match gaps.last_mut() {
                Some((_, end)) if was_empty => *end = key,
                _ => gaps.push((key, key)),
            }
        }
        if !is_year_itself {
            was_empty = is_missing;
        }
        key = match step {
            Step::Year => key + 100,
            Step::Month if key % 100 == 12 => key + 88,
            Step::Month => key + 1,
        };
    }
    gaps.into_iter()
        .map(|(start, end)| {
            if start == end {
                label(start)
            } else {
                format!("{}..{}", label(start), label(end))
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(keys: &[u64], step: Step) -> (Vec<String>, Vec<String>) {
        let mut periods: BTreeMap<u64, Period> = keys.iter().map(|key| (*key, Period::default())).collect();
        let gaps = fill(&mut periods, step);
        (periods.into_keys().map(label).collect(), gaps)
    }

    #[test]
    fn silence_is_named_by_stretches() {
        let (years, gaps) = filled(&[201_000, 201_100, 201_400], Step::Year);
        assert_eq!(years, ["2010", "2011", "2012", "2013", "2014"]);
        assert_eq!(gaps, ["2012..2013"]);
        let (months, gaps) = filled(&[201_011, 201_102], Step::Month);
        assert_eq!(months, ["2010-11", "2010-12", "2011-01", "2011-02"]);
        assert_eq!(gaps, ["2010-12..2011-01"]);
    }

    #[test]
    fn a_year_without_months_hides_no_gap_and_makes_none() {
        let (months, gaps) = filled(&[201_000, 201_101], Step::Month);
        assert_eq!((months.len(), gaps.len()), (2, 0), "{months:?} {gaps:?}");
        assert_eq!(filled(&[0], Step::Year).1, Vec::<String>::new());
    }
}
