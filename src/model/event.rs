//! An event: something that happens at a date, told by a section.
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Something that happens at a date, told by a section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// `e1`, `e2`… in reading order.
    pub id: String,
    /// The section that tells it.
    pub section: Option<String>,
    /// The words that tell it.
    pub text: String,
    /// What its date means.
    #[serde(default)]
    pub kind: EventKind,
    /// Start, ISO 8601 in local time, as precise as the text says: `2025-06-12T18:30`, `2025-06-12` or `2025-06`. A
    /// year that is not printed is the one nearest to the date.
    pub start: String,
    /// End, ISO 8601, where one is printed; a day is the last day.
    pub end: Option<String>,
    /// For what comes again: the rule, as iCalendar writes it (`FREQ=MONTHLY;BYDAY=1SA`).
    #[serde(default)]
    pub rule: Option<String>,
    /// Place, where one is printed beside it.
    pub place: Option<String>,
    /// How precise the start is.
    pub precision: EventPrecision,
    /// Page, from 1.
    pub page: u32,
}

/// What the date of an event means.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// It happens then.
    #[default]
    Date,
    /// It is the last day to do something.
    Deadline,
    /// It comes again: the start is the first time in the month or later.
    Repeated,
}

/// How precise the start of an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EventPrecision {
    /// An hour.
    Minute,
    /// A day.
    Day,
    /// A month.
    Month,
    /// A quarter, given by its first month.
    Quarter,
    /// A season, given by its first month.
    Season,
}
