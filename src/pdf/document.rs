//! What the PDF stage gives: pages of positioned glyphs, drawn boxes and rules, link annotations, outline and
//! document information.
//!
//! All coordinates are in points with the origin at the top left of the page **as it is seen**: the crop box is
//! cut out, the page's rotation and its user unit are applied, and y grows downwards.
use crate::model::{Rect, Warning};
use serde::Serialize;
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// A PDF file, read.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Document {
    /// The pages that were asked for, in order.
    pub pages: Vec<Page>,
    /// Number of pages of the file.
    pub page_count: u32,
    /// The fonts that [`Glyph::font`] counts into.
    pub fonts: Vec<Font>,
    /// The bookmarks, flat, in order.
    pub outline: Vec<OutlineEntry>,
    /// What the file says of itself.
    pub information: Information,
    /// What was left out and what could not be read.
    pub warnings: Vec<Warning>,
}

/// One page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Page {
    /// Number in the file, from 1.
    pub number: u32,
    /// The label that the file gives the page (`iv`, `12`), where it gives one.
    pub label: Option<String>,
    /// Width in points.
    pub width: f32,
    /// Height in points.
    pub height: f32,
    /// The visible glyphs, in the order in which the page draws them.
    pub glyphs: Vec<Glyph>,
    /// Filled areas that are large enough to stand behind text.
    pub boxes: Vec<FilledBox>,
    /// Thin lines, stroked or filled.
    pub rules: Vec<Rule>,
    /// Places of pictures.
    pub images: Vec<Rect>,
    /// For each picture the identifier of the marked content that draws it.
    #[serde(skip)]
    pub image_mcids: Vec<Option<i32>>,
    /// Link annotations, in the order of the file.
    pub links: Vec<LinkAnnotation>,
    /// What the structure tree says of the page's marked content.
    #[serde(skip_serializing_if = "PageTags::is_empty")]
    pub tags: PageTags,
    /// What the page draws and no one sees.
    pub left_out: LeftOut,
}

/// What the structure tree of a tagged file says of a page, by marked-content identifier.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PageTags {
    /// Headings: their level from 1; 0 where the tree gives none.
    pub headings: BTreeMap<i32, u8>,
    /// Figures: their alternative text.
    pub figures: BTreeMap<i32, SmolStr>,
    /// Words of links: the number of the link's element, which [`LinkAnnotation::element`] of its annotations bears.
    pub links: BTreeMap<i32, u32>,
}

impl PageTags {
    /// Whether the tree says nothing of the page.
    pub fn is_empty(&self) -> bool {
        self.headings.is_empty() && self.figures.is_empty() && self.links.is_empty()
    }
}

/// Numbers of glyphs that a page draws and that its reader does not see.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Outside the crop box or the clip.
    pub outside: usize,
    /// Hidden by the file: transparent, in no ink, or in a layer that is switched off.
    pub hidden: usize,
    /// Under a later opaque fill or picture.
    pub covered: usize,
    /// Too small to be seen.
    pub tiny: usize,
}

impl LeftOut {
    /// All of them.
    pub fn sum(&self) -> usize {
        self.outside + self.hidden + self.covered + self.tiny
    }
}

/// A glyph, or a ligature, or the glyphs that one replacement text stands for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Glyph {
    /// Its Unicode text: usually one character.
    pub text: SmolStr,
    /// Origin on the baseline.
    pub x: f32,
    /// Origin on the baseline.
    pub y: f32,
    /// Advance to the next glyph without character and word spacing.
    pub advance_x: f32,
    /// Advance to the next glyph without character and word spacing.
    pub advance_y: f32,
    /// Size of the em as seen.
    pub size: f32,
    /// Index into [`Document::fonts`].
    pub font: u32,
    /// Fill colour as `0xRRGGBB`.
    pub color: u32,
    /// Text render mode of the PDF specification, 0 to 7.
    pub render_mode: u8,
    /// Marked-content identifier, where there is one.
    pub mcid: Option<i32>,
    /// Whether the file marks it as an artifact: not part of the text.
    pub artifact: bool,
}

/// A font of the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Font {
    /// Name without subset prefix: `Garamond-Bold`.
    pub name: String,
    /// Name without subset prefix and without style words: `Garamond`.
    pub family: String,
    /// Whether it is bold.
    pub bold: bool,
    /// Whether it is italic or oblique.
    pub italic: bool,
}

/// A filled area.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct FilledBox {
    /// Its place.
    pub rect: Rect,
    /// Its colour as `0xRRGGBB`.
    pub color: u32,
    /// Number of glyphs that the page had drawn before it: text of a lower index lies under it.
    pub after_glyphs: usize,
}

/// A thin line, level or upright.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Rule {
    /// Its place: one side is thin.
    pub rect: Rect,
}

/// A link annotation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LinkAnnotation {
    /// The places that can be clicked: the quadrilaterals as boxes, else the annotation's rectangle.
    pub regions: Vec<Rect>,
    /// Where it leads.
    pub target: LinkTarget,
    /// Alternative text of the link, or of the picture that it covers, from the structure tree.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
    /// Number of its element in the structure tree, where that element has words: see [`PageTags::links`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub element: Option<u32>,
    /// The annotation's own words about itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contents: Option<String>,
}

/// Where a link annotation or an outline entry leads.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkTarget {
    /// An address, as it stands in the file.
    Uri(String),
    /// A place in the same file.
    Page {
        /// Page, from 1.
        page: u32,
        /// Distance from the top of that page, where the file gives one.
        top: Option<f32>,
    },
    /// Another file.
    File(String),
}

/// A bookmark.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OutlineEntry {
    /// Its words.
    pub title: String,
    /// Depth from 1.
    pub level: u8,
    /// Page, from 1.
    pub page: Option<u32>,
    /// Distance from the top of that page.
    pub top: Option<f32>,
}

/// What the file says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Information {
    /// Title, from XMP or the information dictionary.
    pub title: Option<String>,
    /// Author.
    pub author: Option<String>,
    /// Subject.
    pub subject: Option<String>,
    /// Keywords.
    pub keywords: Option<String>,
    /// Program that wrote the file.
    pub producer: Option<String>,
    /// Program in which the document was made.
    pub creator: Option<String>,
    /// When it was made: ISO 8601 where the file's form can be read, else as it stands.
    pub created: Option<String>,
    /// When it was changed.
    pub modified: Option<String>,
    /// Language of the document: `fr-FR`.
    pub language: Option<String>,
    /// Version of the format: `1.7`.
    pub pdf_version: Option<String>,
    /// Whether the file is encrypted.
    pub encrypted: bool,
    /// Whether the file holds a structure tree.
    pub tagged: bool,
}
