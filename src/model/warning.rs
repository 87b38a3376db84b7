//! What a reader of the record must know: what was assumed, left out or could not be read.
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One remark on the reading of an issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Warning {
    /// Stable name, never translated.
    pub code: WarningCode,
    /// Page from 1, or `null` where the remark is on the whole issue.
    pub page: Option<u32>,
    /// What happened, for people.
    pub message: String,
}

impl Warning {
    /// Makes a warning on one page (from 1), or on the whole issue.
    pub fn new(code: WarningCode, page: Option<u32>, message: impl Into<String>) -> Self {
        Self {
            code,
            page,
            message: message.into(),
        }
    }
}

/// The kinds of warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum WarningCode {
    /// A page holds no text that can be read (a picture, usually a scan).
    NoText,
    /// A page was recognised from its picture, and not surely; or could not be recognised.
    DoubtfulText,
    /// A font gives no Unicode for its glyphs: their text is missing.
    UnreadableFont,
    /// Most of a page's text is not seen: it lies outside the page, under a fill, or in a hidden layer.
    TextLeftOut,
    /// A page could not be interpreted to its end: what was kept stands in the message.
    DamagedPage,
    /// A limit against hostile files was reached: what was kept stands in the message.
    LimitReached,
    /// Two orders of reading are plausible on this page.
    AmbiguousOrder,
    /// The date comes from the name of the file.
    DateFromFileName,
    /// No date was found.
    NoDate,
    /// The links of the file could not be read.
    LinksUnreadable,
    /// A text dump holds another number of addresses than of link phrases.
    LinkCountMismatch,
    /// A link has no text under it.
    LinkWithoutText,
    /// An address printed under a link annotation is not the one to which the annotation leads.
    VisibleUrlDiffers,
    /// A weekday is printed beside a date that falls on another: the date was kept.
    WeekdayContradictsDate,
    /// A text file was not valid UTF-8: bytes were read as Windows-1252.
    EncodingGuessed,
    /// Something that a person set by hand finds its section no more: it is kept, and not applied.
    CorrectionNotApplied,
}

impl WarningCode {
    /// The code as it stands in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoText => "no_text",
            Self::DoubtfulText => "doubtful_text",
            Self::UnreadableFont => "unreadable_font",
            Self::TextLeftOut => "text_left_out",
            Self::DamagedPage => "damaged_page",
            Self::LimitReached => "limit_reached",
            Self::AmbiguousOrder => "ambiguous_order",
            Self::DateFromFileName => "date_from_file_name",
            Self::NoDate => "no_date",
            Self::LinksUnreadable => "links_unreadable",
            Self::LinkCountMismatch => "link_count_mismatch",
            Self::LinkWithoutText => "link_without_text",
            Self::VisibleUrlDiffers => "visible_url_differs",
            Self::WeekdayContradictsDate => "weekday_contradicts_date",
            Self::EncodingGuessed => "encoding_guessed",
            Self::CorrectionNotApplied => "correction_not_applied",
        }
    }
}
