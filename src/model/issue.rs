//! One issue of a newsletter, as the program read it.
use super::Rect;
use super::{
    Correction, Event, Evidence, IssueDate, Link, PIPELINE_VERSION, RedactedKind, SCHEMA_VERSION, Section,
    Warning,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The record of one issue: what is published as JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Issue {
    /// Version of this shape: [`SCHEMA_VERSION`].
    pub schema: u32,
    /// First 12 hexadecimal digits of the SHA-256 of the original.
    pub id: String,
    /// Short name for people and file names.
    pub slug: String,
    /// The newsletter's own title, without number or date.
    pub title: Option<String>,
    /// Where the title was read.
    #[serde(default)]
    pub title_evidence: Option<Evidence>,
    /// The series to which the issue belongs.
    pub publication: Option<String>,
    /// The issue's number, the figure alone.
    pub number: Option<String>,
    /// Where the number was read.
    #[serde(default)]
    pub number_evidence: Option<Evidence>,
    /// The issue's date.
    pub date: Option<IssueDate>,
    /// Language of most of the text.
    pub language: Option<String>,
    /// The file from which the record was read.
    pub source: Source,
    /// The pages of the file.
    pub pages: Vec<Page>,
    /// The sections, flat, in reading order.
    pub sections: Vec<Section>,
    /// The links, in reading order.
    pub links: Vec<Link>,
    /// The events that the sections tell.
    pub events: Vec<Event>,
    /// What stands on the pages beside the text: running heads and feet, folios.
    pub furniture: Vec<Furniture>,
    /// Identifier given by whoever made an imported record, kept as it is.
    pub external_id: Option<String>,
    /// What must be known about the reading.
    pub warnings: Vec<Warning>,
    /// The program that read it.
    pub reader: Reader,
    /// Who may do what with the issue, and from when on: set by a person.
    #[serde(default)]
    pub rights: Option<String>,
    /// A remark of a person.
    #[serde(default)]
    pub note: Option<String>,
    /// What a person set by hand in place of what was read.
    #[serde(default)]
    pub corrections: Vec<Correction>,
    /// Which kinds of personal data were taken out of this copy, as far as they were found; empty in a copy that is
    /// whole.
    #[serde(default)]
    pub redacted: Vec<RedactedKind>,
}

impl Issue {
    /// Makes a record without text; the identifier comes from the source's digest.
    pub fn empty(source: Source) -> Self {
        Self {
            schema: SCHEMA_VERSION,
            id: source.sha256.chars().take(12).collect(),
            slug: String::new(),
            title: None,
            title_evidence: None,
            publication: None,
            number: None,
            number_evidence: None,
            date: None,
            language: None,
            source,
            pages: Vec::new(),
            sections: Vec::new(),
            links: Vec::new(),
            events: Vec::new(),
            furniture: Vec::new(),
            external_id: None,
            warnings: Vec::new(),
            reader: Reader::default(),
            rights: None,
            note: None,
            corrections: Vec::new(),
            redacted: Vec::new(),
        }
    }
}

/// The file from which a record was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Name of the file, without its folder.
    pub file_name: String,
    /// Format of the file.
    pub format: SourceFormat,
    /// Media type: `application/pdf` or `text/plain`.
    pub media_type: String,
    /// SHA-256 of the file's bytes, in hexadecimal.
    pub sha256: String,
    /// Length of the file in bytes.
    pub bytes: u64,
    /// Number of pages.
    pub pages: u32,
    /// Program that wrote the file.
    pub producer: Option<String>,
    /// Program in which the document was made.
    pub creator: Option<String>,
    /// When the document was made, as the file says (ISO 8601 where it can be read).
    pub created: Option<String>,
    /// When the document was last changed, as the file says.
    pub modified: Option<String>,
    /// Version of the PDF format: `1.7`.
    pub pdf_version: Option<String>,
    /// Whether the file is encrypted.
    pub encrypted: bool,
    /// Whether the file holds a structure tree.
    pub tagged: bool,
    /// Where the text comes from.
    pub text: SourceText,
}

impl Source {
    /// Describes a file of which only name, format, digest and length are known yet.
    pub fn new(file_name: &str, format: SourceFormat, sha256: &str, bytes: u64) -> Self {
        let media_type = match format {
            SourceFormat::Pdf => "application/pdf",
            SourceFormat::Text => "text/plain",
        };
        Self {
            file_name: file_name.to_string(),
            format,
            media_type: media_type.to_string(),
            sha256: sha256.to_string(),
            bytes,
            pages: 0,
            producer: None,
            creator: None,
            created: None,
            modified: None,
            pdf_version: None,
            encrypted: false,
            tagged: false,
            text: SourceText::None,
        }
    }
}

/// Format of a source file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SourceFormat {
    /// A PDF file.
    Pdf,
    /// A plain-text dump.
    Text,
}

/// Where the text of an issue comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SourceText {
    /// The file's own text.
    Native,
    /// Recognised from pictures.
    Ocr,
    /// Some pages of each kind.
    Mixed,
    /// There is no text.
    None,
}

/// One page of an issue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Number of the page in the file, from 1.
    pub page: u32,
    /// Number as printed or as the file labels it.
    pub label: Option<String>,
    /// Width in points, as the page is seen; `null` in a text dump.
    pub width: Option<f32>,
    /// Height in points, as the page is seen; `null` in a text dump.
    pub height: Option<f32>,
    /// Where the text of this page comes from.
    pub text: PageText,
}

/// Where the text of a page comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PageText {
    /// The file's own text.
    Native,
    /// Recognised from the page's picture.
    Ocr,
    /// There is no text.
    None,
}

/// Something that stands on a page beside its text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Furniture {
    /// What it is.
    pub kind: FurnitureKind,
    /// Page, from 1.
    pub page: u32,
    /// Its text.
    pub text: String,
}

/// Kinds of furniture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FurnitureKind {
    /// A line at the head of several pages.
    RunningHead,
    /// A line at the foot of several pages.
    RunningFoot,
    /// A page number.
    Folio,
    /// The newsletter's title, number and date on the first page.
    Masthead,
    /// "Suite en page 2".
    JumpLine,
}

/// The program that read an issue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reader {
    /// Version of the program.
    pub gazette: String,
    /// Version of the reading pipeline: [`PIPELINE_VERSION`].
    pub pipeline: u32,
    /// What recognised pages that are pictures, and how surely; `null` where none was.
    pub ocr: Option<Ocr>,
    /// Words cut at the end of a line whose hyphen nothing else in the issue decided.
    #[serde(default)]
    pub hyphens: Hyphens,
}

/// Words cut at the end of a line that the issue shows nowhere else, in lower case and with the hyphen at the cut.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hyphens {
    /// Those that were joined, because most are.
    #[serde(default)]
    pub joined: BTreeSet<String>,
    /// Those that keep their hyphen because other issues of the archive print them so within a line.
    #[serde(default)]
    pub kept: BTreeSet<String>,
    /// Those that keep it by a rule of French, or because a capital follows.
    #[serde(default)]
    pub ruled: BTreeSet<String>,
}

/// Text that was recognised from pictures of pages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ocr {
    /// The program: `tesseract`.
    pub engine: String,
    /// Its version.
    pub version: String,
    /// The languages that it was told to read, by their codes of three letters joined by `+`.
    pub languages: String,
    /// Mean confidence of all words, from 0 to 1; `null` where there are none.
    pub confidence: Option<f32>,
    /// The pages that were recognised, in order.
    pub pages: Vec<OcrPage>,
}

/// A page that was recognised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OcrPage {
    /// Page, from 1.
    pub page: u32,
    /// Dots per inch of the bitmap that was read.
    pub resolution: u32,
    /// Number of words.
    pub words: usize,
    /// Mean confidence of its words, from 0 to 1; `null` where there are none.
    pub confidence: Option<f32>,
    /// Words that are doubtful, as recognised: they stand in the text too.
    pub doubtful: Vec<DoubtfulWord>,
}

/// A word that was recognised with little confidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DoubtfulWord {
    /// The word as recognised.
    pub text: String,
    /// From 0 to 1.
    pub confidence: f32,
    /// Its place on the page.
    pub bbox: Rect,
}

impl Default for Reader {
    fn default() -> Self {
        Self {
            gazette: env!("CARGO_PKG_VERSION").to_string(),
            pipeline: PIPELINE_VERSION,
            ocr: None,
            hyphens: Hyphens::default(),
        }
    }
}
