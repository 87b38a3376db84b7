//! Events: what the sections announce or report with its date. Dated paragraphs, the entries of an agenda, and the
//! lines of a programme ("9h30 > Accueil"), which take the day that the text before them tells.
//!
//! A date is only read, never guessed: where the issue has no date, only dates that tell their year count, and a
//! programme without a day gives no events.
mod context;
mod place;

use super::link_phrases::is_phrase;
use super::phrases::begins_with_hour;
use crate::french::dates::{
    Moment, MomentKind, MomentPrecision, Reference, at_hours, find_hours, find_moments,
};
use crate::french::unicode::is_letter_or_figure;
use crate::model::{
    Block, Event, EventKind, EventPrecision, IssueDate, Section, SectionKind, Warning, WarningCode,
};
use std::collections::HashSet;

/// A paragraph up to this length (characters) tells its event as a whole; of a longer one, the sentence does.
const WHOLE_PARAGRAPH: usize = 240;

/// Paragraphs at most that belong to one line of a programme.
const MOST_PARAGRAPHS: usize = 6;

/// Events at most of an issue: a hostile file may hold a date a word.
const MOST_EVENTS: usize = 5_000;

/// The day that lines of a programme belong to.
#[derive(Clone)]
struct ProgrammeDay {
    day: String,
    place: Option<String>,
}

/// Finds the events of an issue, in reading order.
pub(super) fn find(
    sections: &[Section],
    date: Option<&IssueDate>,
    warnings: &mut Vec<Warning>,
) -> Vec<Event> {
    let reference = date.and_then(|date| Reference::from_iso(&date.iso));
    let mut finder = Finder {
        reference,
        events: Vec::new(),
        seen: HashSet::new(),
        warnings,
    };
    let mut days: Vec<Option<ProgrammeDay>> = Vec::with_capacity(sections.len());
    for section in sections {
        // A rubric's day is that of its articles too: "Forum du 12 juin", then its programme.
        let inherited = section.parent.as_ref().and_then(|parent| {
            let place = sections
                .iter()
                .take(days.len())
                .position(|other| other.id == *parent)?;
            days.get(place)?.clone()
        });
        let is_read = !matches!(section.kind, SectionKind::Toc | SectionKind::Imprint);
        days.push(if is_read {
            finder.read(section, inherited)
        } else {
            None
        });
    }
    let mut events = finder.events;
    if events.len() > MOST_EVENTS {
        let message = format!("more than {MOST_EVENTS} dates: the first {MOST_EVENTS} were kept as events");
        warnings.push(Warning::new(WarningCode::LimitReached, None, message));
        events.truncate(MOST_EVENTS);
    }
    for (event, rank) in events.iter_mut().zip(1..) {
        event.id = format!("e{rank}");
    }
    events
}

struct Finder<'w> {
    reference: Option<Reference>,
    events: Vec<Event>,
    /// Section, start and end of what was told: the same date again in one text is no new event.
    seen: HashSet<(String, String, Option<String>)>,
    warnings: &'w mut Vec<Warning>,
}

impl Finder<'_> {
    /// Reads one section; gives the last single day that it tells.
    fn read(&mut self, section: &Section, inherited: Option<ProgrammeDay>) -> Option<ProgrammeDay> {
        if self.events.len() > MOST_EVENTS {
            return inherited;
        }
        let mut day = inherited;
        for heading in [Some(&section.title), section.subtitle.as_ref()]
            .into_iter()
            .flatten()
        {
            let first = section
                .blocks
                .first()
                .map(|block| block.text.as_str())
                .unwrap_or_default();
            let told = self.heading(section, heading, first);
            day = told.or(day);
        }
        let marked: Vec<Marked<'_>> = section.blocks.iter().map(|block| self.marked(block)).collect();
        let mut rest = marked.as_slice();
        while let Some((paragraph, after)) = rest.split_first() {
            rest = after;
            if self.events.len() > MOST_EVENTS {
                break;
            }
            let block = paragraph.block;
            if paragraph.begins_with_hour && paragraph.moments.is_empty() {
                if let Some(day) = &day {
                    self.programme_line(section, block, &undated_text(rest), day);
                }
                continue;
            }
            if paragraph.moments.is_empty() {
                continue;
            }
            let following = undated_text(rest);
            let told = self.paragraph(section, &block.text, &paragraph.moments, &following, block.page);
            day = told.or(day);
        }
        day
    }

    fn marked<'b>(&self, block: &'b Block) -> Marked<'b> {
        Marked {
            moments: self.moments(&block.text),
            begins_with_hour: begins_with_hour(&block.text),
            block,
        }
    }

    /// The events of a title; where it names no place, the text below may begin with one.
    fn heading(&mut self, section: &Section, heading: &str, first_paragraph: &str) -> Option<ProgrammeDay> {
        let already = self.events.len();
        let moments = self.moments(heading);
        let mut told = self.paragraph(section, heading, &moments, "", section.page_start)?;
        if told.place.is_none() {
            told.place = place::behind(first_paragraph);
            for event in self.events.iter_mut().skip(already) {
                event.place = event.place.take().or_else(|| told.place.clone());
            }
        }
        Some(told)
    }

    fn moments(&self, text: &str) -> Vec<Moment> {
        find_moments(text, self.reference.as_ref())
    }

    /// A line of a programme: its hours on the programme's day, its words and the paragraphs that explain them.
    fn programme_line(&mut self, section: &Section, block: &Block, following: &str, day: &ProgrammeDay) {
        let Some(hours) = find_hours(&block.text).into_iter().next() else {
            return;
        };
        let Some((start, end)) = at_hours(&day.day, &hours) else {
            return;
        };
        let words = block.text.get(hours.to..).unwrap_or_default();
        let words = words.trim_start_matches(|c: char| !c.is_alphanumeric() && !"«“\"([".contains(c));
        let text = match (words.is_empty(), following.is_empty()) {
            (true, _) => following.to_string(),
            (false, true) => words.to_string(),
            (false, false) => format!("{words}\n{following}"),
        };
        // Hours without a word (opening hours in a table's cell) tell no event.
        if !text.chars().any(char::is_alphabetic) {
            return;
        }
        let place = place::within(words).or_else(|| day.place.clone());
        self.push(
            section,
            Event {
                id: String::new(),
                section: Some(section.id.clone()),
                text,
                kind: EventKind::Date,
                start,
                end,
                rule: None,
                place,
                precision: EventPrecision::Minute,
                page: block.page,
            },
        );
    }

    /// The events of a paragraph; gives the last single day that it tells. `following` is the text behind it, for a
    /// paragraph that is a date and nothing else.
    fn paragraph(
        &mut self,
        section: &Section,
        text: &str,
        moments: &[Moment],
        following: &str,
        page: u32,
    ) -> Option<ProgrammeDay> {
        let mut last_day = None;
        for (index, moment) in moments.iter().enumerate() {
            // "les 14 et 21 mars" are two moments in one place of the text.
            let next = moments.iter().skip(index + 1).find(|next| next.from >= moment.to);
            let until = next.map_or(text.len(), |next| next.from);
            let is_day = matches!(moment.precision, MomentPrecision::Day | MomentPrecision::Minute);
            // "en juin" announces something in an agenda; elsewhere it is a way of speaking.
            let counts = is_day || section.kind == SectionKind::Agenda;
            if !counts || context::is_of_something_else(text, moment) || self.is_far(moment) {
                continue;
            }
            let behind = text.get(moment.to..until).unwrap_or_default();
            let is_date_alone = is_date_alone(text, moments);
            let place = place::behind(behind)
                .or_else(|| place::before(text.get(..moment.from).unwrap_or_default()))
                .or_else(|| place::within(context::sentence_end(behind)))
                .or_else(|| is_date_alone.then(|| place::within(following)).flatten());
            // Of a span of days, no line of a programme says which is its own.
            let is_one_day = moment
                .end
                .as_deref()
                .is_none_or(|end| end.get(..10) == moment.start.get(..10));
            if is_day && is_one_day && moment.kind == MomentKind::Date {
                last_day = moment.start.get(..10).map(|day| ProgrammeDay {
                    day: day.to_string(),
                    place: place.clone(),
                });
            }
            let words = if is_date_alone && !following.is_empty() {
                following.to_string()
            } else if text.chars().count() <= WHOLE_PARAGRAPH && moments.len() == 1 {
                text.to_string()
            } else if section.kind == SectionKind::Agenda && moments.len() > 1 {
                let from = if index == 0 { 0 } else { moment.from };
                text.get(from..until).unwrap_or(text).trim().to_string()
            } else {
                context::sentence(text, moment).to_string()
            };
            if moment.weekday_contradicts {
                let printed = text.get(moment.from..moment.to).unwrap_or_default();
                let message = format!("\"{printed}\": {} is another day of the week", moment.start);
                self.warnings.push(Warning::new(
                    WarningCode::WeekdayContradictsDate,
                    Some(page),
                    message,
                ));
            }
            self.push(
                section,
                Event {
                    id: String::new(),
                    section: Some(section.id.clone()),
                    text: words,
                    kind: match moment.kind {
                        MomentKind::Date => EventKind::Date,
                        MomentKind::Deadline => EventKind::Deadline,
                        MomentKind::Repeated => EventKind::Repeated,
                    },
                    start: moment.start.clone(),
                    end: moment.end.clone(),
                    rule: moment.rule.clone(),
                    place,
                    precision: precision(moment.precision),
                    page,
                },
            );
        }
        last_day
    }

    /// Whether a moment is years away from the issue: history, not an event.
    fn is_far(&self, moment: &Moment) -> bool {
        let Some(reference) = self.reference else {
            return false;
        };
        reference
            .months_to(&moment.start)
            .is_none_or(|months| months.abs() > 24)
    }

    fn push(&mut self, section: &Section, event: Event) {
        let key = (section.id.clone(), event.start.clone(), event.end.clone());
        // Two lines of a programme may begin at one hour.
        let is_new = self.seen.insert(key)
            || (event.precision == EventPrecision::Minute
                && !self
                    .events
                    .iter()
                    .rev()
                    .take(50)
                    .any(|known| known.start == event.start && known.text == event.text));
        if is_new {
            self.events.push(event);
        }
    }
}

/// A paragraph with what tells a date in it.
struct Marked<'b> {
    block: &'b Block,
    moments: Vec<Moment>,
    begins_with_hour: bool,
}

/// The text up to the next paragraph that tells a date or an hour, or is a button.
fn undated_text(paragraphs: &[Marked<'_>]) -> String {
    let mut texts: Vec<&str> = Vec::new();
    for paragraph in paragraphs.iter().take(MOST_PARAGRAPHS) {
        if paragraph.begins_with_hour || !paragraph.moments.is_empty() || is_phrase(&paragraph.block.text) {
            break;
        }
        texts.push(&paragraph.block.text);
    }
    texts.join("\n")
}

/// Whether a paragraph holds its date and no other words.
fn is_date_alone(text: &str, moments: &[Moment]) -> bool {
    let [only] = moments else { return false };
    let around = [text.get(..only.from), text.get(only.to..)];
    let letters: usize = around
        .into_iter()
        .flatten()
        .map(|part| part.chars().filter(|c| is_letter_or_figure(*c)).count())
        .sum();
    letters <= 3
}

fn precision(of: MomentPrecision) -> EventPrecision {
    match of {
        MomentPrecision::Minute => EventPrecision::Minute,
        MomentPrecision::Day => EventPrecision::Day,
        MomentPrecision::Month => EventPrecision::Month,
        MomentPrecision::Quarter => EventPrecision::Quarter,
        MomentPrecision::Season => EventPrecision::Season,
    }
}

#[cfg(test)]
mod tests;
