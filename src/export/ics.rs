//! iCalendar (RFC 5545): the events of issues, for a calendar program.
//!
//! Times are those of the place where the newsletter appears, without a zone ("floating"). A month, quarter or
//! season is written as an event of all its days. Nothing of the run gets into the file: what stands for the time
//! of writing (DTSTAMP) is the issue's date.
use crate::model::{Event, EventKind, EventPrecision, Issue};
use icalendar::{Calendar, Component, Event as Entry, EventLike, Property};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use std::io::{self, Write};

/// Longest summary, in characters: the rest is in the description.
const LONGEST_SUMMARY: usize = 120;

/// Where an issue has no date.
const NO_DATE: &str = "19700101T000000Z";

/// Writes one issue's events as a calendar.
pub(super) fn write(issue: &Issue, out: &mut dyn Write) -> io::Result<()> {
    open(out)?;
    write_events(issue, out)?;
    close(out)
}

/// Opens a calendar.
pub(super) fn open(out: &mut dyn Write) -> io::Result<()> {
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0"));
    calendar.append_property((
        "PRODID",
        concat!("-//gazette//gazette ", env!("CARGO_PKG_VERSION"), "//FR"),
    ));
    calendar.append_property(("CALSCALE", "GREGORIAN"));
    let whole = calendar.to_string();
    let head = whole.strip_suffix("END:VCALENDAR\r\n").unwrap_or(&whole);
    out.write_all(head.as_bytes())
}

/// Writes the events of an issue into an open calendar.
pub(super) fn write_events(issue: &Issue, out: &mut dyn Write) -> io::Result<()> {
    for event in &issue.events {
        if let Some(entry) = entry(issue, event) {
            let text = entry.try_into_string().map_err(io::Error::other)?;
            out.write_all(text.as_bytes())?;
        }
    }
    Ok(())
}

/// Closes a calendar.
pub(super) fn close(out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"END:VCALENDAR\r\n")
}

/// The entry of an event; nothing where an imported record gives a start that is no date.
fn entry(issue: &Issue, event: &Event) -> Option<Entry> {
    let mut entry = Entry::new();
    entry.uid(&format!("{}-{}@gazette", plain(&issue.id), plain(&event.id)));
    entry.append_property(Property::new("DTSTAMP", stamp(issue)));
    let (start, end) = times(event)?;
    entry.append_property(start);
    if let Some(end) = end {
        entry.append_property(end);
    }
    if let Some(rule) = event.rule.as_deref().filter(|rule| is_rule(rule)) {
        entry.append_property(Property::new("RRULE", rule));
    }
    let text = plain(&event.text);
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let title = plain(issue.title.as_deref().unwrap_or(&issue.slug));
    let first_line = lines.next().unwrap_or(&title);
    let summary = summary(first_line);
    entry.summary(&match event.kind {
        EventKind::Deadline => format!("Date limite : {summary}"),
        _ => summary,
    });
    entry.description(&format!("{text}\n\n{}", source(issue, event)));
    if let Some(place) = &event.place {
        entry.location(&plain(place));
    }
    Some(entry)
}

/// The issue's title, its number and date, the section and the page: where the event was announced.
fn source(issue: &Issue, event: &Event) -> String {
    let mut parts = vec![plain(issue.title.as_deref().unwrap_or(&issue.slug))];
    parts.extend(
        issue
            .number
            .as_ref()
            .map(|number| format!("no {}", plain(number))),
    );
    parts.extend(issue.date.as_ref().map(|date| plain(&date.iso)));
    let section = issue
        .sections
        .iter()
        .find(|section| Some(&section.id) == event.section.as_ref());
    parts.extend(
        section
            .map(|section| plain(&section.title))
            .filter(|title| !title.is_empty()),
    );
    parts.push(format!("p. {}", event.page));
    parts.join(", ")
}

fn stamp(issue: &Issue) -> String {
    let iso = issue
        .date
        .as_ref()
        .map(|date| date.iso.as_str())
        .unwrap_or_default();
    let day = first_day(iso).map(|day| day.strftime("%Y%m%dT000000Z").to_string());
    day.unwrap_or_else(|| NO_DATE.to_string())
}

/// DTSTART and DTEND. The end of whole days is the day behind the last.
fn times(event: &Event) -> Option<(Property, Option<Property>)> {
    if event.precision == EventPrecision::Minute
        && let Ok(start) = event.start.parse::<DateTime>()
    {
        let end = event.end.as_deref().and_then(|end| end.parse::<DateTime>().ok());
        let end = end.filter(|end| *end > start).map(|end| at_time("DTEND", end));
        return Some((at_time("DTSTART", start), end));
    }
    let first = first_day(&event.start)?;
    let last = match event
        .end
        .as_deref()
        .and_then(|end| end.get(..10))
        .and_then(|day| day.parse::<Date>().ok())
    {
        Some(last) if last >= first => last,
        _ => match event.precision {
            EventPrecision::Month => first.last_of_month(),
            EventPrecision::Quarter | EventPrecision::Season => {
                first.checked_add(2.months()).ok()?.last_of_month()
            }
            EventPrecision::Day | EventPrecision::Minute => first,
        },
    };
    let behind = last.checked_add(1.day()).ok()?;
    Some((on_day("DTSTART", first), Some(on_day("DTEND", behind))))
}

/// The first day of `2025`, `2025-06` or `2025-06-12…`.
fn first_day(iso: &str) -> Option<Date> {
    let day = match iso.len() {
        4 => format!("{iso}-01-01"),
        7 => format!("{iso}-01"),
        _ => iso.get(..10)?.to_string(),
    };
    day.parse().ok()
}

fn at_time(name: &str, time: DateTime) -> Property {
    Property::new(name, time.strftime("%Y%m%dT%H%M%S").to_string())
}

fn on_day(name: &str, day: Date) -> Property {
    let mut property = Property::new(name, day.strftime("%Y%m%d").to_string());
    property.add_parameter("VALUE", "DATE");
    property
}

/// Rules come from records that others may have made: only what a rule holds gets out.
fn is_rule(rule: &str) -> bool {
    rule.starts_with("FREQ=")
        && rule
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "=;,+-".contains(c))
}

/// The first words, cut between two words where they are too many.
fn summary(line: &str) -> String {
    if line.chars().count() <= LONGEST_SUMMARY {
        return line.to_string();
    }
    let head: String = line.chars().take(LONGEST_SUMMARY).collect();
    let whole = head.rsplit_once(' ').map_or(head.as_str(), |(words, _)| words);
    format!("{whole}…")
}

/// A text without control and direction characters, line ends kept.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| {
            *c == '\n'
                || !(c.is_control() || matches!(*c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Source, SourceFormat};

    fn event(start: &str, end: Option<&str>, precision: EventPrecision) -> Event {
        Event {
            id: "e1".to_string(),
            section: None,
            text: "Fête, jeux; repas\nà l'ombre".to_string(),
            kind: EventKind::Date,
            start: start.to_string(),
            end: end.map(str::to_string),
            rule: None,
            place: Some("Salle \u{202e}des fêtes".to_string()),
            precision,
            page: 3,
        }
    }

    fn written(event: Event) -> String {
        let mut issue = Issue::empty(Source::new("a.pdf", SourceFormat::Pdf, "0123456789abcdef", 1));
        issue.slug = "lettre".to_string();
        issue.events.push(event);
        let mut out = Vec::new();
        write(&issue, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn an_event_with_its_hours() {
        let text = written(event(
            "2025-06-12T09:30",
            Some("2025-06-12T18:00"),
            EventPrecision::Minute,
        ));
        for line in [
            "DTSTART:20250612T093000",
            "DTEND:20250612T180000",
            "UID:0123456789ab-e1@gazette",
            "DTSTAMP:19700101T000000Z",
            "SUMMARY:Fête\\, jeux\\; repas",
            "LOCATION:Salle des fêtes",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} in\n{text}");
        }
        assert!(
            text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && text.ends_with("END:VCALENDAR\r\n")
        );
    }

    #[test]
    fn whole_days_end_on_the_day_behind() {
        let text = written(event("2025-05-03", Some("2025-05-05"), EventPrecision::Day));
        assert!(
            text.contains("DTSTART;VALUE=DATE:20250503") && text.contains("DTEND;VALUE=DATE:20250506"),
            "{text}"
        );
        let text = written(event("2025-02", None, EventPrecision::Month));
        assert!(
            text.contains("DTSTART;VALUE=DATE:20250201") && text.contains("DTEND;VALUE=DATE:20250301"),
            "{text}"
        );
        let text = written(event("2025-04", None, EventPrecision::Quarter));
        assert!(text.contains("DTEND;VALUE=DATE:20250701"), "{text}");
    }

    #[test]
    fn what_is_no_date_and_no_rule_stays_out() {
        assert!(!written(event("hier", None, EventPrecision::Day)).contains("VEVENT"));
        let mut hostile = event("2025-05-03", None, EventPrecision::Day);
        hostile.rule = Some("FREQ=WEEKLY\r\nATTACH:x".to_string());
        assert!(!written(hostile).contains("ATTACH"));
    }
}
