//! What a person set by hand in a record, and what the reading had said.
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One thing that a person set by hand. The record holds the value; this tells where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// What was set.
    pub field: CorrectedField,
    /// Identifier of the section whose title or level was set; `null` for the issue itself.
    pub section: Option<String>,
    /// What it was set to; `null` where a person said that there is none.
    pub value: Option<String>,
    /// What the reading says; `null` where it says nothing.
    pub read: Option<String>,
    /// When it was set, in UTC.
    pub date: String,
    /// Who set it, where that was told.
    pub by: Option<String>,
}

/// What a person can set by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CorrectedField {
    /// The title.
    Title,
    /// Its number.
    Number,
    /// Its date.
    Date,
    /// The series to which it belongs.
    Publication,
    /// Who may do what with it.
    Rights,
    /// A remark.
    Note,
    /// The title of a section.
    SectionTitle,
    /// The level of a section.
    SectionLevel,
}

impl CorrectedField {
    /// The name as it stands in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Number => "number",
            Self::Date => "date",
            Self::Publication => "publication",
            Self::Rights => "rights",
            Self::Note => "note",
            Self::SectionTitle => "section_title",
            Self::SectionLevel => "section_level",
        }
    }
}
