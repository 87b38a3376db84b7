//! Running lines that an issue alone does not tell: what other issues of its series have taught.
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Lines that stand at the edge of the pages of a series, by their key: lower-case letters without accents, each run
/// of figures as `#`, and nothing else.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunningLines {
    /// Those at the head of a page.
    pub heads: BTreeSet<String>,
    /// Those at its foot.
    pub feet: BTreeSet<String>,
}

impl RunningLines {
    /// Share of the page's height, at its head and at its foot, in which running lines stand.
    pub const BAND: f32 = 0.12;

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.heads.is_empty() && self.feet.is_empty()
    }

    /// Whether a line with a key stands at an edge.
    pub fn holds(&self, key: &str, at_head: bool) -> bool {
        let lines = if at_head { &self.heads } else { &self.feet };
        !key.is_empty() && lines.contains(key)
    }
}
