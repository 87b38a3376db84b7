//! A link: where it leads, the words that carry it, and where it stands.
use super::Rect;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A link of an issue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// `l1`, `l2`… in reading order.
    pub id: String,
    /// The words that a reader would click; empty for a picture.
    pub text: String,
    /// What the file calls the picture or button that carries a link without words: its alternative text.
    #[serde(default)]
    pub alt: Option<String>,
    /// The address, normalised: scheme and host in lower case, default port and empty fragment dropped.
    pub url: String,
    /// The address as it stands in the file.
    pub raw_url: String,
    /// The address for people: percent escapes decoded where that is safe.
    pub display_url: String,
    /// What kind of target it is.
    pub kind: LinkKind,
    /// Page of the first word of the link, from 1.
    pub page: u32,
    /// The places of the link on its page.
    pub bboxes: Vec<Rect>,
    /// Identifier of the section in which the link stands; `null` for the furniture.
    pub section: Option<String>,
    /// How the link was found.
    pub origin: LinkOrigin,
    /// For an internal link: the section to which it leads, where it is known.
    pub target_section: Option<String>,
}

/// What kind of target a link has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// A web address.
    Web,
    /// A mail address.
    Mail,
    /// A telephone number.
    Tel,
    /// A place in the same issue: `url` is then `#page=N`.
    Internal,
    /// Another file.
    File,
}

/// How a link was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LinkOrigin {
    /// A link annotation of the PDF file.
    Annotation,
    /// An address printed in the text.
    Printed,
    /// An address at the end of a page of a text dump, paired with a phrase of that page.
    Dump,
}
