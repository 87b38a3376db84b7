//! Dublin Core in XML, as OAI-PMH carries it (`oai_dc`): one element an issue or a section.
use super::citation::Citation;
use super::xml::escape;
use crate::model::{Issue, Section};
use std::io::{self, Write};

const NAMESPACES: &str = "xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\" \
xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
xsi:schemaLocation=\"http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd\"";

/// Writes the description of an issue, or of a section of it.
pub(super) fn write(issue: &Issue, section: Option<&Section>, out: &mut dyn Write) -> io::Result<()> {
    let citation = match section {
        Some(section) => Citation::of_section(issue, section),
        None => Citation::of_issue(issue),
    };
    writeln!(out, "<oai_dc:dc {NAMESPACES}>")?;
    let mut element = |name: &str, value: &str| writeln!(out, "  <dc:{name}>{}</dc:{name}>", escape(value));
    element("title", &citation.title)?;
    if let Some(author) = &citation.author {
        element("creator", author)?;
    }
    if let Some(date) = &citation.date {
        element("date", &date.iso)?;
    }
    element("type", "Text")?;
    element("format", &issue.source.media_type)?;
    element("identifier", &citation.place)?;
    if section.is_none() {
        element("identifier", &format!("sha256:{}", issue.source.sha256))?;
    }
    element("source", &citation.file_name)?;
    if let Some(language) = &citation.language {
        element("language", language)?;
    }
    if let Some(container) = &citation.container {
        let number = citation.number.as_ref();
        let number = number.map(|number| format!(", no {number}")).unwrap_or_default();
        element("relation", &format!("{container}{number}"))?;
    }
    if section.is_some() {
        element("relation", &issue.id)?;
    }
    if let Some(pages) = citation.page_range("-") {
        element("description", &format!("p. {pages}"))?;
    }
    if let Some(rights) = &issue.rights {
        element("rights", rights)?;
    }
    if !issue.redacted.is_empty() {
        let kinds: Vec<&str> = issue.redacted.iter().map(|kind| kind.as_str()).collect();
        element(
            "description",
            &format!("Redacted, as far as found: {}", kinds.join(", ")),
        )?;
    }
    writeln!(out, "</oai_dc:dc>")
}
