//! Addresses of the web, of mail and of telephones: where they hold personal data, what is left of them leads nowhere.
use super::view::View;
use super::{Found, Redactor, mail, numbers};
use crate::model::{LinkKind, RedactedKind};
use percent_encoding::percent_decode_str;

/// Most times that an address is decoded: some are encoded twice and more on their way through other services.
const MOST_DECODINGS: usize = 5;

/// An address as it reads decoded.
pub(super) fn decoded(url: &str) -> String {
    let mut text = url.to_string();
    for _ in 0..MOST_DECODINGS {
        let plain = percent_decode_str(&text).decode_utf8_lossy().into_owned();
        if plain == text {
            break;
        }
        text = plain;
    }
    text
}

impl Redactor {
    /// What an address holds that is to be taken out: kind and value.
    pub(super) fn found_in_url(&self, url: &str, kind: Option<LinkKind>) -> Vec<Found> {
        let decoded = decoded(url);
        let mut all = Vec::new();
        // A plus sign is a space in what was typed into a form, and a plus sign in a number.
        for text in [
            decoded.clone(),
            decoded.replace('+', " "),
            decoded.replace(['-', '_'], " "),
        ] {
            all.extend(self.found(&View::of(&text)));
        }
        if !all.is_empty() {
            return all;
        }
        let view = View::of(&decoded);
        let (scheme, rest) = view.text.split_once(':').unwrap_or(("", view.text.as_str()));
        let own = match kind {
            _ if matches!(scheme, "mailto") => Some(RedactedKind::Email),
            _ if matches!(scheme, "tel" | "sms" | "callto" | "fax" | "facetime") => Some(RedactedKind::Phone),
            Some(LinkKind::Mail) => Some(RedactedKind::Email),
            Some(LinkKind::Tel) => Some(RedactedKind::Phone),
            _ => None,
        };
        // Whoever is written to or called, in a form that no pattern knows.
        let Some(own) = own.filter(|own| self.kinds.contains(own)) else {
            return all;
        };
        let rest = rest.split('?').next().unwrap_or(rest).trim_matches(['/', ' ']);
        let value = match own {
            RedactedKind::Phone => numbers::phone_value(rest),
            _ => mail::value(rest),
        };
        let is_allowed = rest.is_empty()
            || value
                .split([',', ';'])
                .all(|one| self.allowed.allows(own, one.trim()));
        if !is_allowed {
            all.push(Found::new(own, 0..view.text.len(), value));
        }
        all
    }

    /// What is left of an address that holds personal data: `None` where it holds none. Of a page of the web the host
    /// is left, if it holds none itself.
    pub(super) fn redact_url(&mut self, url: &str, kind: Option<LinkKind>) -> Option<(String, Vec<Found>)> {
        let found = self.found_in_url(url, kind);
        if found.is_empty() {
            return None;
        }
        let mut marks: Vec<String> = Vec::new();
        for one in &found {
            let mark = format!(
                "masked-{}-{}",
                one.kind.as_str(),
                self.number(one.kind, &one.value)
            );
            if !marks.contains(&mark) {
                marks.push(mark);
            }
        }
        let marks = marks.join("-");
        let head = self.clean_head(url);
        Some((
            format!("{}{marks}", head.unwrap_or_else(|| "urn:gazette:".to_string())),
            found,
        ))
    }

    /// `https://host/`, where the host may be told.
    fn clean_head(&self, url: &str) -> Option<String> {
        let (scheme, rest) = url.split_once("://")?;
        if !matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https" | "ftp") {
            return None;
        }
        let authority = rest.split(['/', '?', '#', '\\']).next()?;
        // What stands before the sign is a name and a password.
        let host = authority.rsplit('@').next()?;
        let is_host = !host.is_empty() && host.chars().all(|c| c.is_alphanumeric() || ".-:".contains(c));
        (is_host && self.found_in_url(host, None).is_empty()).then(|| format!("{scheme}://{host}/"))
    }
}
