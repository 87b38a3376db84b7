//! What the formats for reading have in common: the head of an issue, the paragraphs and the links of a section.
use crate::model::{BlockKind, Issue, Link, Section};

/// The title of an issue, or its short name where it has none.
pub(super) fn title(issue: &Issue) -> &str {
    match issue.title.as_deref() {
        Some(title) if !title.is_empty() => title,
        _ => &issue.slug,
    }
}

/// The line under the title: series, number, date, file.
pub(super) fn description(issue: &Issue) -> String {
    let mut parts = Vec::new();
    if let Some(publication) = issue
        .publication
        .as_ref()
        .filter(|name| Some(*name) != issue.title.as_ref())
    {
        parts.push(publication.clone());
    }
    if let Some(number) = &issue.number {
        parts.push(format!("no {number}"));
    }
    if let Some(date) = &issue.date {
        parts.push(date.iso.clone());
    }
    parts.push(issue.source.file_name.clone());
    parts.join(", ")
}

/// The paragraphs of a section. A record made elsewhere may have text without paragraphs: its lines stand for them.
pub(super) fn paragraphs(section: &Section) -> Vec<(BlockKind, &str)> {
    if section.blocks.is_empty() {
        let lines = section.text.lines().filter(|line| !line.trim().is_empty());
        return lines.map(|line| (BlockKind::Paragraph, line)).collect();
    }
    section
        .blocks
        .iter()
        .map(|block| (block.kind, block.text.as_str()))
        .collect()
}

/// The links that stand in a section, in reading order.
pub(super) fn links_of<'a>(issue: &'a Issue, section: &Section) -> Vec<&'a Link> {
    let stands_here = |link: &&Link| link.section.as_deref() == Some(section.id.as_str());
    issue.links.iter().filter(stands_here).collect()
}

/// The links that stand in no section.
pub(super) fn links_beside(issue: &Issue) -> Vec<&Link> {
    issue.links.iter().filter(|link| link.section.is_none()).collect()
}

/// The pages of a section: `p. 3` or `p. 3-4`.
pub(super) fn pages(section: &Section) -> String {
    if section.page_end > section.page_start {
        format!("p. {}-{}", section.page_start, section.page_end)
    } else {
        format!("p. {}", section.page_start)
    }
}
