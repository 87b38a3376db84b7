//! What an issue alone does not tell: what the other issues of its series and its archive have taught.
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What other issues teach of an issue.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Learnt {
    /// The lines at the head of the pages of its series, by their key: lower-case letters without accents, each run of
    /// figures as `#`, and nothing else.
    pub heads: BTreeSet<String>,
    /// Those at the foot.
    pub feet: BTreeSet<String>,
    /// Words that other issues print with their hyphen within a line, in lower case.
    #[serde(default)]
    pub compounds: BTreeSet<String>,
}

impl Learnt {
    /// Share of the page's height, at its head and at its foot, in which running lines stand.
    pub const BAND: f32 = 0.12;

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.heads.is_empty() && self.feet.is_empty() && self.compounds.is_empty()
    }

    /// Whether a line with a key stands at an edge.
    pub fn holds(&self, key: &str, at_head: bool) -> bool {
        let lines = if at_head { &self.heads } else { &self.feet };
        !key.is_empty() && lines.contains(key)
    }
}
