//! The date of an issue, as precise as the page says it.
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The date of an issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueDate {
    /// `2012`, `2012-03` or `2012-03-15`. A season or quarter is given by its first month: spring 2012 is
    /// `2012-03`, winter 2009 is `2009-12`.
    pub iso: String,
    /// How precise the printed date is.
    pub precision: DatePrecision,
    /// Where the date was read.
    pub evidence: DateEvidence,
}

/// How precise a date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DatePrecision {
    /// A day: `2012-03-15`.
    Day,
    /// A month, or the first of several: `2012-03`.
    Month,
    /// A quarter, given by its first month.
    Quarter,
    /// A season, given by its first month.
    Season,
    /// A year: `2012`.
    Year,
}

/// Where the date of an issue was read, most trusted first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DateEvidence {
    /// Set by a person.
    Correction,
    /// Printed in the masthead, on the first page.
    Masthead,
    /// Printed in a running head or foot.
    RunningHead,
    /// Printed in the imprint ("Dépôt légal : mars 2012"), or over the table of contents.
    Imprint,
    /// The document's information dictionary (its title, not its creation date).
    Information,
    /// The name of the file.
    FileName,
    /// Given by the record that was imported.
    Record,
}
