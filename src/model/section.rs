//! A section: a titled unit of reading, and what it holds.
use super::Rect;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A titled unit of reading. Sections stand flat, in reading order; `level` and `parent` give the tree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Path of slugs, unique in the issue: `formations/vers-une-comptabilite`.
    pub id: String,
    /// Identifier of the section that holds this one; `null` at level 1.
    pub parent: Option<String>,
    /// Depth from 1.
    pub level: u8,
    /// What kind of section it is.
    pub kind: SectionKind,
    /// The title as printed; empty for text without a title.
    pub title: String,
    /// The subtitle or kicker set apart beside the title.
    pub subtitle: Option<String>,
    /// The author's name, as printed in the subtitle or the text; that of an imported record may stand beside them.
    pub byline: Option<String>,
    /// First page, from 1.
    pub page_start: u32,
    /// Last page, from 1.
    pub page_end: u32,
    /// The section's own text, without that of its sub-sections: its paragraphs, joined by a newline.
    pub text: String,
    /// Language of the text (`fr`, `en`…), where it is known.
    pub language: Option<String>,
    /// The paragraphs with their places.
    pub blocks: Vec<Block>,
    /// Identifier given by whoever made an imported record, kept as it is.
    #[serde(default)]
    pub external_id: Option<String>,
}

impl Section {
    /// The author's name, where neither the subtitle nor the first or last lines of the text say it.
    pub fn byline_beside_text(&self) -> Option<&String> {
        let lines: Vec<&str> = match self.blocks.as_slice() {
            [] => self.text.lines().collect(),
            blocks => blocks.iter().map(|block| block.text.as_str()).collect(),
        };
        let around = lines.iter().take(2).chain(lines.last()).copied();
        let is_said = |name: &&String| {
            self.subtitle
                .as_deref()
                .into_iter()
                .chain(around.clone())
                .any(|text| says(text, name))
        };
        self.byline.as_ref().filter(|name| !is_said(name))
    }
}

/// Whether a text holds a name that is not a part of a word.
fn says(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(start, _)| {
        let before = text.get(..start).and_then(|before| before.chars().next_back());
        let after = text
            .get(start + name.len()..)
            .and_then(|after| after.chars().next());
        let parts = |letter: Option<char>| !letter.is_some_and(char::is_alphanumeric);
        parts(before) && parts(after)
    })
}

/// What kind of section it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SectionKind {
    /// A heading that groups articles.
    Rubric,
    /// A text under its title.
    Article,
    /// A short item.
    Brief,
    /// A list of dates to come.
    Agenda,
    /// The table of contents.
    Toc,
    /// Publisher, editors, printer.
    Imprint,
    /// A text set apart in a frame.
    Box,
    /// Text of the first page before the first title.
    Front,
}

/// A paragraph of a section.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Block {
    /// What kind of paragraph it is.
    pub kind: BlockKind,
    /// Its text: lines joined, hyphens at line ends resolved.
    pub text: String,
    /// Page of its first line, from 1.
    pub page: u32,
    /// Its place on that page; `null` in a text dump.
    pub bbox: Option<Rect>,
}

/// What kind of paragraph it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// An item of a list, marker included.
    ListItem,
    /// The caption of a picture.
    Caption,
    /// A quotation set apart.
    Quote,
    /// A row of a table, cells joined by a tab.
    TableRow,
    /// Lines of verse, joined by a newline.
    Verse,
}

#[cfg(test)]
mod tests {
    use super::says;

    #[test]
    fn a_name_is_said_as_a_whole_word() {
        assert!(says("Texte : Paul, avec photos", "Paul"));
        assert!(!says("Paulette est contente.", "Paul"));
        assert!(says("Paulette et Paul", "Paul"));
    }
}
