//! Issues, sections, links and events as rows of a table.
use crate::model::{Event, Issue, Link, Section};
use serde::Serialize;

/// Columns of a table of issues.
pub(super) const ISSUE_COLUMNS: [&str; 11] = [
    "issue",
    "slug",
    "title",
    "publication",
    "number",
    "date",
    "language",
    "file_name",
    "pages",
    "sections",
    "links",
];

/// Columns of a table of sections.
pub(super) const SECTION_COLUMNS: [&str; 16] = [
    "issue",
    "slug",
    "publication",
    "number",
    "date",
    "section",
    "parent",
    "level",
    "kind",
    "title",
    "subtitle",
    "byline",
    "page_start",
    "page_end",
    "language",
    "text",
];

/// Columns of a table of links.
pub(super) const LINK_COLUMNS: [&str; 17] = [
    "issue",
    "slug",
    "publication",
    "number",
    "date",
    "link",
    "page",
    "kind",
    "origin",
    "text",
    "alt",
    "url",
    "display_url",
    "redirector",
    "target_url",
    "section",
    "section_title",
];

/// Columns of a table of events.
pub(super) const EVENT_COLUMNS: [&str; 16] = [
    "issue",
    "slug",
    "publication",
    "number",
    "date",
    "event",
    "kind",
    "start",
    "end",
    "rule",
    "precision",
    "place",
    "text",
    "page",
    "section",
    "section_title",
];

/// The row of an issue.
pub(super) fn issue_row(issue: &Issue) -> Vec<String> {
    vec![
        issue.id.clone(),
        issue.slug.clone(),
        or_empty(issue.title.as_ref()),
        or_empty(issue.publication.as_ref()),
        or_empty(issue.number.as_ref()),
        issue
            .date
            .as_ref()
            .map(|date| date.iso.clone())
            .unwrap_or_default(),
        or_empty(issue.language.as_ref()),
        issue.source.file_name.clone(),
        issue.source.pages.to_string(),
        issue.sections.len().to_string(),
        issue.links.len().to_string(),
    ]
}

/// The row of a section.
pub(super) fn section_row(issue: &Issue, section: &Section) -> Vec<String> {
    let mut row = head(issue);
    row.extend([
        section.id.clone(),
        or_empty(section.parent.as_ref()),
        section.level.to_string(),
        name(&section.kind),
        section.title.clone(),
        or_empty(section.subtitle.as_ref()),
        or_empty(section.byline.as_ref()),
        section.page_start.to_string(),
        section.page_end.to_string(),
        or_empty(section.language.as_ref()),
        section.text.clone(),
    ]);
    row
}

/// The row of a link.
pub(super) fn link_row(issue: &Issue, link: &Link) -> Vec<String> {
    let mut row = head(issue);
    row.extend([
        link.id.clone(),
        link.page.to_string(),
        name(&link.kind),
        name(&link.origin),
        link.text.clone(),
        or_empty(link.alt.as_ref()),
        link.url.clone(),
        link.display_url.clone(),
        link.redirector.as_ref().map(name).unwrap_or_default(),
        or_empty(link.target_url.as_ref()),
        or_empty(link.section.as_ref()),
        section_title(issue, link.section.as_ref())
            .unwrap_or_default()
            .to_string(),
    ]);
    row
}

/// The row of an event.
pub(super) fn event_row(issue: &Issue, event: &Event) -> Vec<String> {
    let mut row = head(issue);
    row.extend([
        event.id.clone(),
        name(&event.kind),
        event.start.clone(),
        or_empty(event.end.as_ref()),
        or_empty(event.rule.as_ref()),
        name(&event.precision),
        or_empty(event.place.as_ref()),
        event.text.clone(),
        event.page.to_string(),
        or_empty(event.section.as_ref()),
        section_title(issue, event.section.as_ref())
            .unwrap_or_default()
            .to_string(),
    ]);
    row
}

/// The title of the section of this identifier.
pub(super) fn section_title<'a>(issue: &'a Issue, id: Option<&String>) -> Option<&'a str> {
    let section = issue.sections.iter().find(|section| Some(&section.id) == id)?;
    Some(&section.title)
}

/// What each row of a piece says of its issue.
fn head(issue: &Issue) -> Vec<String> {
    vec![
        issue.id.clone(),
        issue.slug.clone(),
        or_empty(issue.publication.as_ref()),
        or_empty(issue.number.as_ref()),
        issue
            .date
            .as_ref()
            .map(|date| date.iso.clone())
            .unwrap_or_default(),
    ]
}

fn or_empty(value: Option<&String>) -> String {
    value.cloned().unwrap_or_default()
}

/// The name of a kind, as the record has it.
pub(super) fn name(kind: &impl Serialize) -> String {
    match serde_json::to_value(kind) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}
