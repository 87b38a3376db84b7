//! Records that hold less than those of this program: what they do not say is absent, and nothing is guessed but
//! the tree that the levels of the sections give.
use super::reading::{Received, invalid};
use crate::archive::store::digest;
use crate::error::Result;
use crate::model::address::leads_to_web;
use crate::model::{
    Block, DateEvidence, DatePrecision, Issue, IssueDate, Link, LinkKind, LinkOrigin, Redirector,
    SCHEMA_VERSION, Section, SectionKind, Source, SourceFormat, SourceText,
};
use serde::Deserialize;
use std::collections::HashSet;

/// What a record may say. A key that is not known is refused: it would be lost.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LesserIssue {
    schema: Option<u32>,
    title: Option<String>,
    publication: Option<String>,
    number: Option<LesserNumber>,
    date: Option<LesserDate>,
    language: Option<String>,
    slug: Option<String>,
    external_id: Option<String>,
    sections: Vec<LesserSection>,
    #[serde(default)]
    links: Vec<LesserLink>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum LesserNumber {
    Text(String),
    Figure(u64),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum LesserDate {
    Iso(String),
    Whole(IssueDate),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LesserSection {
    id: Option<String>,
    parent: Option<String>,
    level: Option<u8>,
    kind: Option<SectionKind>,
    #[serde(default)]
    title: String,
    subtitle: Option<String>,
    byline: Option<String>,
    page_start: Option<u32>,
    page_end: Option<u32>,
    #[serde(default)]
    text: String,
    language: Option<String>,
    #[serde(default)]
    blocks: Vec<Block>,
    external_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LesserLink {
    id: Option<String>,
    #[serde(default)]
    text: String,
    alt: Option<String>,
    url: String,
    raw_url: Option<String>,
    display_url: Option<String>,
    redirector: Option<Redirector>,
    target_url: Option<String>,
    kind: Option<LinkKind>,
    page: Option<u32>,
    section: Option<String>,
    origin: Option<LinkOrigin>,
    target_section: Option<String>,
}

/// The issue that a record tells. With a lesser record comes the text that is its original.
pub(super) fn complete(
    received: Received,
    file_name: &str,
    line: usize,
) -> Result<(Issue, Option<Received>)> {
    let object = received
        .value
        .as_object()
        .ok_or_else(|| invalid("a record is a JSON object"))?;
    let schema = object.get("schema").and_then(serde_json::Value::as_u64);
    if schema.is_some_and(|schema| schema > u64::from(SCHEMA_VERSION)) {
        return Err(invalid(&format!(
            "its schema is {}; this version knows schemas up to {SCHEMA_VERSION}",
            schema.unwrap_or_default()
        )));
    }
    let (issue, original) = if object.contains_key("source") {
        let mut issue: Issue =
            serde_json::from_str(&received.text).map_err(|error| invalid(&error.to_string()))?;
        // What an older shape did not say is absent now, and the record is one of this shape.
        issue.schema = SCHEMA_VERSION;
        check_digest(&issue)?;
        (issue, None)
    } else {
        let lesser: LesserIssue =
            serde_json::from_str(&received.text).map_err(|error| invalid(&error.to_string()))?;
        let issue = issue_of(lesser, &received.text, file_name, line)?;
        (issue, Some(received))
    };
    check_sections(&issue)?;
    Ok((issue, original))
}

/// The digest names files of the archive, so that it must be one.
fn check_digest(issue: &Issue) -> Result<()> {
    let sha256 = &issue.source.sha256;
    let is_digest = sha256.len() == 64
        && sha256
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if !is_digest {
        return Err(invalid("source.sha256 is no SHA-256 in lower-case hexadecimal"));
    }
    if issue.id.len() != 12 || !sha256.starts_with(&issue.id) {
        return Err(invalid("its id is not the first 12 digits of source.sha256"));
    }
    Ok(())
}

fn check_sections(issue: &Issue) -> Result<()> {
    let mut ids = HashSet::new();
    for section in &issue.sections {
        if !ids.insert(section.id.as_str()) {
            return Err(invalid(&format!(
                "two of its sections have the id {}",
                section.id
            )));
        }
    }
    for section in &issue.sections {
        let parent = section.parent.as_deref();
        if let Some(parent) = parent.filter(|parent| !ids.contains(parent)) {
            return Err(invalid(&format!(
                "its section {} names a parent that is not there: {parent}",
                section.id
            )));
        }
    }
    Ok(())
}

fn issue_of(lesser: LesserIssue, text: &str, file_name: &str, line: usize) -> Result<Issue> {
    let mut source = Source::new(
        file_name,
        SourceFormat::Text,
        &digest(text.as_bytes()),
        text.len() as u64,
    );
    source.media_type = "application/json".to_string();
    let has_text = lesser
        .sections
        .iter()
        .any(|section| !section.text.is_empty() || !section.title.is_empty());
    if has_text {
        source.text = SourceText::Native;
    }
    let mut issue = Issue::empty(source);
    issue.schema = lesser.schema.unwrap_or(SCHEMA_VERSION);
    issue.slug = lesser
        .slug
        .or_else(|| lesser.title.clone())
        .unwrap_or_else(|| format!("{file_name} {line}"));
    issue.title = lesser.title;
    issue.publication = lesser.publication;
    issue.number = lesser.number.map(|number| match number {
        LesserNumber::Text(text) => text,
        LesserNumber::Figure(figure) => figure.to_string(),
    });
    issue.date = lesser.date.map(date_of).transpose()?;
    issue.language = lesser.language;
    issue.external_id = lesser.external_id;
    issue.sections = sections_of(lesser.sections);
    issue.links = lesser
        .links
        .into_iter()
        .enumerate()
        .map(|(index, link)| link_of(link, index))
        .collect();
    Ok(issue)
}

fn date_of(date: LesserDate) -> Result<IssueDate> {
    let iso = match date {
        LesserDate::Whole(date) => return Ok(date),
        LesserDate::Iso(iso) => iso,
    };
    let figures: Vec<usize> = iso
        .split('-')
        .map(|part| {
            if part.bytes().all(|byte| byte.is_ascii_digit()) {
                part.len()
            } else {
                0
            }
        })
        .collect();
    let precision = match figures.as_slice() {
        [4] => DatePrecision::Year,
        [4, 2] => DatePrecision::Month,
        [4, 2, 2] => DatePrecision::Day,
        _ => {
            return Err(invalid(&format!(
                "its date {iso} is not written as 2012, 2012-03 or 2012-03-15"
            )));
        }
    };
    Ok(IssueDate {
        iso,
        precision,
        evidence: DateEvidence::Record,
    })
}

fn sections_of(lesser: Vec<LesserSection>) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::with_capacity(lesser.len());
    for (index, section) in lesser.into_iter().enumerate() {
        let level = section.level.unwrap_or(1).max(1);
        let above = sections.iter().rev().find(|above| above.level < level);
        let parent = section.parent.or_else(|| above.map(|above| above.id.clone()));
        let page_start = section.page_start.unwrap_or(1).max(1);
        sections.push(Section {
            id: section.id.unwrap_or_else(|| format!("s{}", index + 1)),
            parent,
            level,
            kind: section.kind.unwrap_or(SectionKind::Article),
            title: section.title,
            subtitle: section.subtitle,
            byline: section.byline,
            page_start,
            page_end: section.page_end.unwrap_or(page_start).max(page_start),
            text: section.text,
            language: section.language,
            blocks: section.blocks,
            external_id: section.external_id,
        });
    }
    sections
}

fn link_of(link: LesserLink, index: usize) -> Link {
    let kind = match link.url.split_once(':') {
        Some(("mailto", _)) => LinkKind::Mail,
        Some(("tel", _)) => LinkKind::Tel,
        _ => LinkKind::Web,
    };
    let mut link = Link {
        id: link.id.unwrap_or_else(|| format!("l{}", index + 1)),
        text: link.text,
        alt: link.alt,
        raw_url: link.raw_url.unwrap_or_else(|| link.url.clone()),
        display_url: link.display_url.unwrap_or_else(|| link.url.clone()),
        url: link.url,
        redirector: link.redirector,
        target_url: link.target_url,
        kind: link.kind.unwrap_or(kind),
        page: link.page.unwrap_or(1),
        bboxes: Vec::new(),
        section: link.section,
        origin: link.origin.unwrap_or(LinkOrigin::Printed),
        target_section: link.target_section,
    };
    // Who followed a redirector and tells its target knows more than its address does.
    match link.target_url.take().filter(|target| leads_to_web(target)) {
        Some(target) => {
            link.redirector = Some(Redirector::Decoded);
            link.target_url = Some(target);
        }
        None => link.note_redirector(),
    }
    link
}
