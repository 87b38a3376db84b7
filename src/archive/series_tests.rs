//! Series of issues that are told by name, number and date alone.
use super::*;
use crate::model::{DateEvidence, DatePrecision, IssueDate, Source, SourceFormat};

fn entry(name: &str, number: Option<&str>, date: Option<&str>) -> Entry {
    let id = format!("{name} {number:?} {date:?}");
    let mut issue = crate::model::Issue::empty(Source::new("a.pdf", SourceFormat::Pdf, &id, 1));
    issue.title = Some(name.to_string());
    issue.number = number.map(str::to_string);
    issue.date = date.map(|iso| IssueDate {
        iso: iso.to_string(),
        precision: DatePrecision::Month,
        evidence: DateEvidence::Masthead,
    });
    let mut entry = Entry::of(&issue);
    entry.id = id;
    entry
}

fn only(entries: &[Entry]) -> Series {
    let entries: Vec<&Entry> = entries.iter().collect();
    let mut all = series(&entries);
    assert_eq!(all.len(), 1);
    all.remove(0)
}

fn monthly(numbers: &[(&str, &str)]) -> Series {
    let entries: Vec<Entry> = numbers
        .iter()
        .map(|(number, date)| entry("La Lettre", Some(number), Some(date)))
        .collect();
    only(&entries)
}

#[test]
fn a_series_is_one_name_however_it_is_printed() {
    let entries = [
        entry("L'Écho du Val", Some("1"), None),
        entry("L’ECHO DU VAL", Some("2"), None),
        entry("Le Lien", Some("1"), None),
        entry("L'Écho du Val", Some("3"), None),
    ];
    let all = series(&entries.iter().collect::<Vec<&Entry>>());
    let names: Vec<(&str, usize)> = all
        .iter()
        .map(|series| (series.publication.as_str(), series.issues))
        .collect();
    assert_eq!(names, [("L'Écho du Val", 3), ("Le Lien", 1)]);
}

#[test]
fn missing_double_and_disordered_numbers_are_told() {
    let series = monthly(&[
        ("1", "2001-01"),
        ("2", "2001-02"),
        ("5-6", "2001-05"),
        ("2", "2001-06"),
        ("8 bis", "2001-08"),
    ]);
    assert_eq!(series.numbering, Numbering::Running);
    assert_eq!(series.held, "1-2, 5-6, 8");
    assert_eq!(runs(&series.missing), "3-4, 7");
    assert_eq!(series.doubled.len(), 1);
    assert_eq!(series.doubled[0].issues.len(), 2);
    assert_eq!(series.out_of_order.len(), 1);
    assert_eq!(series.out_of_order[0].date, "2001-06");
    assert!(!series.is_complete());
}

#[test]
fn one_wrong_number_does_not_accuse_the_others() {
    let series = monthly(&[
        ("1", "2001-01"),
        ("90", "2001-02"),
        ("3", "2001-03"),
        ("4", "2001-04"),
    ]);
    let accused: Vec<&str> = series
        .out_of_order
        .iter()
        .map(|one| one.number.as_str())
        .collect();
    assert_eq!(accused, ["90"]);
}

#[test]
fn numbers_that_begin_anew_each_year_are_counted_by_year() {
    let series = monthly(&[
        ("1", "2001-03"),
        ("2", "2001-06"),
        ("3", "2001-09"),
        ("1", "2002-03"),
        ("3", "2002-09"),
        ("2", "2003-06"),
    ]);
    assert_eq!(series.numbering, Numbering::Yearly);
    assert_eq!(series.held, "2001: 1-3; 2002: 1, 3; 2003: 2");
    assert_eq!(runs(&series.missing), "2002: 2; 2003: 1");
    assert!(series.out_of_order.is_empty() && series.doubled.is_empty());
}

#[test]
fn the_rhythm_is_that_of_most_neighbours() {
    let quarterly = ["2001-01", "2001-04", "2001-07-15", "2001-10", "2002-04"];
    assert_eq!(periodicity(&quarterly), Periodicity::Quarterly);
    assert_eq!(missing_dates(&quarterly, Periodicity::Quarterly), ["2002-01"]);
    assert_eq!(
        periodicity(&["2001", "2002", "2004", "2005"]),
        Periodicity::Yearly
    );
    assert_eq!(periodicity(&["2001-01", "2001-02"]), Periodicity::Irregular);
}

#[test]
fn a_number_that_cannot_be_right_is_a_jump_and_no_thousand_gaps() {
    let series = monthly(&[("1", "2001-01"), ("2", "2001-02"), ("20013", "2001-03")]);
    assert!(series.missing.is_empty());
    assert_eq!(series.jumps.len(), 1);
}

#[test]
fn without_numbers_the_rhythm_of_the_dates_tells_what_is_missing() {
    let dates = ["2001-01", "2001-02", "2001-03", "2001-06", "2001-07"];
    let entries: Vec<Entry> = dates
        .iter()
        .map(|date| entry("La Lettre", None, Some(date)))
        .collect();
    let series = only(&entries);
    assert_eq!(
        (series.numbering, series.periodicity),
        (Numbering::None, Periodicity::Monthly)
    );
    assert_eq!(series.missing_dates, ["2001-04", "2001-05"]);
    assert_eq!(series.without_number.len(), 5);
}

#[test]
fn numbers_are_read_as_they_are_printed() {
    assert_eq!(numbers_of("012"), Some((12, 12)));
    assert_eq!(numbers_of("12-13"), Some((12, 13)));
    assert_eq!(numbers_of("3/2012"), Some((3, 3)));
    assert_eq!(numbers_of("hors-série 2"), None);
    assert_eq!(numbers_of("99999999999999"), None);
}
