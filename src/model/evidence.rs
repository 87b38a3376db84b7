//! Where a title or a number was read.
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where the title or the number of an issue was read, most trusted first. Dates have [`super::DateEvidence`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// Set by a person.
    Correction,
    /// Printed at the head of the first page.
    Masthead,
    /// Printed in a running head or foot.
    RunningHead,
    /// Printed in the imprint, or over the table of contents.
    Imprint,
    /// The title in the document's information.
    Information,
    /// The name of the file.
    FileName,
    /// Given by the record that was imported.
    Record,
}
