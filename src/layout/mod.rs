//! Stage 2: glyphs to words, lines and blocks in reading order; running heads, feet and folios set apart.
//!
//! Cannot fail: gives a value and warnings. Coordinates are those of [`crate::pdf`]: points, origin at the top
//! left of the page as it is seen.

mod anchors;
mod blocks;
mod continuity;
mod cuts;
mod fragments;
mod frames;
mod furniture;
mod geometry;
mod headings;
mod heights;
mod outlines;
mod sheets;
mod stacked;
mod stretched;
mod style;
mod tables;
mod tagged_anchors;
mod turned;
mod underlines;
mod words;

pub use crate::pdf::{Information, LinkAnnotation, LinkTarget, OutlineEntry};
pub use headings::Heading;
pub use style::Style;

use crate::model::{FurnitureKind, Learnt, Rect, Warning, WarningCode};
use crate::pdf::Document;
use serde::Serialize;
use smol_str::SmolStr;

/// A document, laid out.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Layout {
    /// The pages in order.
    pub pages: Vec<LaidPage>,
    /// The styles that [`Word::style`] counts into.
    pub styles: Vec<Style>,
    /// The bookmarks.
    pub outline: Vec<OutlineEntry>,
    /// What the file says of itself.
    pub information: Information,
    /// What was left out or could not be decided, of this stage and of the one before.
    pub warnings: Vec<Warning>,
}

/// A page, laid out.
#[derive(Debug, Clone, Default, Serialize)]
pub struct LaidPage {
    /// Number in the file, from 1.
    pub number: u32,
    /// The label that the file gives the page.
    pub label: Option<String>,
    /// Width in points.
    pub width: f32,
    /// Height in points.
    pub height: f32,
    /// The blocks in reading order.
    pub blocks: Vec<Block>,
    /// Lines that stand beside the text.
    pub furniture: Vec<FurnitureLine>,
    /// Link annotations; [`Word::link`] counts into them.
    pub links: Vec<LinkAnnotation>,
    /// Places of pictures.
    pub images: Vec<Rect>,
    /// Places of what the structure tree calls a heading.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headings: Vec<Heading>,
}

/// Lines of one style that stand together: a paragraph, a title, an item.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Block {
    /// The lines from top to bottom.
    pub lines: Vec<Line>,
    /// The place of all lines.
    pub rect: Rect,
    /// The filled box in which the block stands.
    pub frame: Option<Frame>,
    /// Where the block is a row of a table, how many of its lines each cell has, from left to right; else nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cells: Vec<usize>,
}

/// A box that holds text: filled, or outlined.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Frame {
    /// Number of the box on its page.
    pub id: u32,
    /// Its colour as `0xRRGGBB`; that of its surroundings where it is only outlined.
    pub color: u32,
    /// Whether lines on its four sides make it, and no fill.
    pub outlined: bool,
    /// Share of the page that it covers.
    pub share: f32,
    /// Its place.
    pub rect: Rect,
}

/// A line of words.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// The words from left to right.
    pub words: Vec<Word>,
    /// The place of the words.
    pub rect: Rect,
    /// Height of the baseline on the page.
    pub baseline: f32,
    /// Size of most of its letters.
    pub size: f32,
    /// Whether the line is turned by more than three degrees.
    pub turned: bool,
}

/// A word: what stands between two spaces.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Word {
    /// Its text: short ones, as most are, without memory of their own.
    pub text: SmolStr,
    /// Its place.
    pub rect: Rect,
    /// Index into [`Layout::styles`].
    pub style: u32,
    /// Index into [`LaidPage::links`] of the annotation that covers it.
    pub link: Option<u32>,
    /// Number of the link element of the structure tree that holds a letter of it.
    #[serde(skip)]
    pub link_element: Option<u32>,
}

impl Word {
    /// Adds letters behind those that it has.
    pub(crate) fn push_text(&mut self, letters: &str) {
        self.text = [self.text.as_str(), letters].into_iter().collect();
    }
}

/// A line that stands beside the text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FurnitureLine {
    /// What it is.
    pub kind: FurnitureKind,
    /// The line.
    pub line: Line,
}

impl Line {
    /// The words joined by spaces.
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.length_of_text());
        self.push_text_to(&mut text);
        text
    }

    /// Bytes of the text and one more.
    fn length_of_text(&self) -> usize {
        self.words.iter().map(|word| word.text.len() + 1).sum()
    }

    fn push_text_to(&self, text: &mut String) {
        for (rank, word) in self.words.iter().enumerate() {
            if rank > 0 {
                text.push(' ');
            }
            text.push_str(&word.text);
        }
    }
}

impl Block {
    /// Whether it is a row of a table.
    pub fn is_row(&self) -> bool {
        !self.cells.is_empty()
    }

    /// The lines joined by spaces, hyphens at line ends as they are: for comparing, not for the record.
    pub fn plain_text(&self) -> String {
        let mut text = String::with_capacity(self.lines.iter().map(Line::length_of_text).sum());
        for (rank, line) in self.lines.iter().enumerate() {
            if rank > 0 {
                text.push(' ');
            }
            line.push_text_to(&mut text);
        }
        text
    }

    /// All words in order.
    pub fn words(&self) -> impl Iterator<Item = &Word> {
        self.lines.iter().flat_map(|line| line.words.iter())
    }
}

/// Lays a document out.
pub fn lay_out(document: &Document) -> Layout {
    lay_out_in_series(document, &Learnt::default())
}

/// Lays out a document of a series, whose running lines are known: this issue alone may be too short to tell them.
pub fn lay_out_in_series(document: &Document, known: &Learnt) -> Layout {
    let mut layout = lay_out_without_tables(document, known);
    for (page, drawn) in layout.pages.iter_mut().zip(&document.pages) {
        tables::keep(page, drawn);
    }
    layout
}

/// Lays a document out, tables as if they were text.
fn lay_out_without_tables(document: &Document, known: &Learnt) -> Layout {
    let mut styles = style::Styles::default();
    let mut warnings = document.warnings.clone();
    let mut pages = Vec::with_capacity(document.pages.len());
    for page in &document.pages {
        let mut fragments = fragments::of_page(page, &document.fonts, &mut styles);
        underlines::mark(&mut fragments, page, &mut styles);
        if fragments.is_empty() {
            let message = if page.images.is_empty() {
                "the page holds no text".to_string()
            } else {
                "the page holds pictures and no text: it may be a scan".to_string()
            };
            warnings.push(Warning::new(WarningCode::NoText, Some(page.number), message));
        }
        let mut fragments = anchors::assign(fragments, &page.links, &styles);
        tagged_anchors::mend(&mut fragments, &page.links, &styles);
        let frames = frames::of_page(page, &fragments, &styles);
        let blocks = blocks::in_reading_order(page, fragments, &frames);
        pages.push(LaidPage {
            number: page.number,
            label: page.label.clone(),
            width: page.width,
            height: page.height,
            blocks,
            furniture: Vec::new(),
            links: page.links.clone(),
            images: page.images.clone(),
            headings: headings::of_page(page),
        });
    }
    warnings.extend(pages.iter().filter_map(sheets::warning));
    furniture::set_apart(&mut pages, known);
    Layout {
        pages,
        styles: styles.into_list(),
        outline: document.outline.clone(),
        information: document.information.clone(),
        warnings,
    }
}
