//! A link: where it leads, the words that carry it, and where it stands.
use super::Rect;
use super::address::{Redirect, redirect};
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
    /// What the picture or button is called that carries a link without words: its alternative text in the file, else
    /// the short text at its side.
    #[serde(default)]
    pub alt: Option<String>,
    /// The address, normalised: scheme and host in lower case, default port and empty fragment dropped.
    pub url: String,
    /// The address as it stands in the file.
    pub raw_url: String,
    /// The address for people: percent escapes decoded where that is safe.
    pub display_url: String,
    /// Whether the address is that of a service that passes its reader on, and whether it tells where to; `null` for
    /// any other address.
    #[serde(default)]
    pub redirector: Option<Redirector>,
    /// Where such a service passes its reader on, as its address carries it; `null` where it does not, and for any
    /// other address.
    #[serde(default)]
    pub target_url: Option<String>,
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

impl Link {
    /// Notes whether the address is a redirector's, and where it leads. The address itself stays as it is.
    pub fn note_redirector(&mut self) {
        let (redirector, target_url) = match redirect(&self.url) {
            Some(Redirect::To(target)) => (Some(Redirector::Decoded), Some(target)),
            Some(Redirect::Unknown) => (Some(Redirector::Opaque), None),
            None => (None, None),
        };
        self.redirector = redirector;
        self.target_url = target_url;
    }
}

/// What the address of a service tells that passes its reader on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Redirector {
    /// It carries the address of its target: `target_url`.
    Decoded,
    /// The service alone knows its target.
    Opaque,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn noted(url: &str) -> (Option<Redirector>, Option<String>, String) {
        let mut link = Link {
            id: "l1".to_string(),
            text: String::new(),
            alt: None,
            url: url.to_string(),
            raw_url: url.to_string(),
            display_url: url.to_string(),
            // What was noted of another address does not stay.
            redirector: Some(Redirector::Decoded),
            target_url: Some("https://ancienne.example".to_string()),
            kind: LinkKind::Web,
            page: 1,
            bboxes: Vec::new(),
            section: None,
            origin: LinkOrigin::Annotation,
            target_section: None,
        };
        link.note_redirector();
        (link.redirector, link.target_url, link.url)
    }

    #[test]
    fn a_redirector_is_noted_and_its_address_stays() {
        let carrier = "https://l.facebook.com/l.php?u=https%3A%2F%2Fhalles.example%2Fbal&h=AT0";
        let target = Some("https://halles.example/bal".to_string());
        assert_eq!(
            noted(carrier),
            (Some(Redirector::Decoded), target, carrier.to_string())
        );
        let short = "https://bit.ly/3abc";
        assert_eq!(noted(short), (Some(Redirector::Opaque), None, short.to_string()));
        let page = "https://halles.example/bal";
        assert_eq!(noted(page), (None, None, page.to_string()));
    }
}
