//! Stage 3: blocks to an issue: masthead, sections and their levels, links in their section. Cannot fail: gives a
//! record with warnings.
mod address;
mod announced;
mod beside_titles;
mod boxes;
mod bylines;
mod closing;
mod contents;
mod dump;
mod events;
mod flow;
mod head;
mod hyphens;
mod ids;
mod imprint_words;
mod kinds;
mod language;
mod link_phrases;
mod links;
mod masthead;
mod no_titles;
mod parents;
mod phrases;
mod plain_lines;
mod printed;
mod printed_address;
mod ranks;
mod sections;
mod siblings;
mod tagged;
mod titles;
mod verse;

use crate::layout::{LaidPage, Layout};
use crate::model::{Furniture, FurnitureKind, Issue, Link, Page, PageText, Source, SourceText};
use crate::plain::Dump;
use hyphens::LineEnds;
use std::collections::BTreeSet;

/// Builds the record of an issue from its laid-out pages. `source` holds file name, digest and length; the rest
/// of it is filled from the document's information.
pub fn from_layout(layout: &Layout, source: Source) -> Issue {
    from_layout_in_archive(layout, source, &BTreeSet::new())
}

/// As [`from_layout`], knowing words that other issues of an archive print with their hyphen within a line, in lower case.
pub fn from_layout_in_archive(layout: &Layout, source: Source, compounds: &BTreeSet<String>) -> Issue {
    let ends = LineEnds::new(compounds);
    let mut issue = Issue::empty(with_information(source, layout));
    issue.pages = layout.pages.iter().map(page_of).collect();
    let words = layout
        .pages
        .iter()
        .flat_map(|page| page.blocks.iter())
        .flat_map(|block| block.words());
    issue.language = language::guess(words.map(|word| word.text.as_str())).map(str::to_string);
    let mut warnings = layout.warnings.clone();
    let head = head::read(layout, &issue.source.file_name, issue.language.clone());
    let flow = flow::of_layout(layout, &head.lines, &ends);
    let body = flow::body_look(&flow);
    let flow = flow::join_wrapped_titles(flow, &body, &ends);
    let roles: Vec<titles::Role> = titles::read(&flow, &body, &layout.outline)
        .into_iter()
        .map(|reading| reading.role)
        .collect();
    let sections = sections::build(&flow, &roles, issue.language.as_deref(), &ends);
    issue.reader.hyphens = ends.into_decided();
    issue.links = links::find(layout, &flow, &sections, &head.lines, &mut warnings);
    issue.sections = sections.list;
    issue.furniture = head.furniture;
    issue.furniture.extend(layout.pages.iter().flat_map(furniture_of));
    issue.furniture.extend(furniture_in_flow(&flow, &roles));
    warnings.extend(head.identity.warnings);
    issue.title = head.identity.title;
    issue.publication = publication(head.identity.publication, issue.title.as_deref());
    issue.title_evidence = head.identity.title_evidence;
    issue.number = head.identity.number;
    issue.number_evidence = head.identity.number_evidence;
    issue.date = head.identity.date;
    issue.events = events::find(&issue.sections, issue.date.as_ref(), &mut warnings);
    issue.warnings = warnings;
    contents::add_links(&mut issue);
    issue.links.iter_mut().for_each(Link::note_redirector);
    issue
}

/// What was weighed when a piece of text was told to be a title, or nearly so.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct TitleEvidence {
    /// Page, from 1.
    pub page: u32,
    /// The words.
    pub text: String,
    /// Their place.
    pub bbox: crate::model::Rect,
    /// What the piece was taken for: `title`, `kicker`, `subtitle`, `running_head`, `jump_line`, `text`; `untitled_section` for
    /// the first words of a section without a title, whose one ground says why it begins there.
    pub role: &'static str,
    /// How prominent a title is: one stands under the last that is clearly more prominent.
    pub rank: Option<f32>,
    /// Each ground for or against a title with its weight; a sum of 2.5 makes one.
    pub grounds: Vec<(&'static str, f32)>,
}

/// The evidence on sections of a laid-out document, for reports of faults: every title, all that came near one, and
/// why sections without a title begin.
pub fn title_evidence(layout: &Layout, file_name: &str) -> Vec<TitleEvidence> {
    /// Sum of grounds from which text is shown too.
    const NEAR: f32 = 1.0;
    /// Words of a section without a title that are shown.
    const FIRST_WORDS: usize = 8;
    let nothing = BTreeSet::new();
    let ends = LineEnds::new(&nothing);
    let head = head::read(layout, file_name, None);
    let flow = flow::of_layout(layout, &head.lines, &ends);
    let body = flow::body_look(&flow);
    let flow = flow::join_wrapped_titles(flow, &body, &ends);
    let readings = titles::read(&flow, &body, &layout.outline);
    let mut list = Vec::new();
    let mut roles = Vec::with_capacity(flow.len());
    for (piece, reading) in flow.iter().zip(readings) {
        roles.push(reading.role.clone());
        let sum: f32 = reading.grounds.iter().map(|(_, weight)| weight).sum();
        let (role, rank) = reading.role.shown();
        if role != "text" || sum >= NEAR {
            list.push(TitleEvidence {
                page: piece.page,
                text: piece.text.clone(),
                bbox: piece.rect,
                role,
                rank,
                grounds: reading.grounds,
            });
        }
    }
    let sections = sections::build(&flow, &roles, None, &ends);
    for (section, reason) in sections.list.iter().zip(&sections.reasons) {
        let (Some(reason), Some(block)) = (reason, section.blocks.first()) else {
            continue;
        };
        list.push(TitleEvidence {
            page: section.page_start,
            text: block
                .text
                .split_whitespace()
                .take(FIRST_WORDS)
                .collect::<Vec<_>>()
                .join(" "),
            bbox: block.bbox.unwrap_or_default(),
            role: "untitled_section",
            rank: None,
            grounds: vec![(*reason, 0.0)],
        });
    }
    list
}

/// The series: as evidence names it, but by the printed title where that is the same name in full.
fn publication(told: Option<String>, title: Option<&str>) -> Option<String> {
    let Some(title) = title else { return told };
    let Some(told) = told else {
        return Some(title.to_string());
    };
    let holds = crate::french::fold::fold(title).contains(&crate::french::fold::fold(&told));
    Some(if holds { title.to_string() } else { told })
}

/// Builds the record of an issue from a text dump.
pub fn from_dump(dump: &Dump, source: Source) -> Issue {
    let mut issue = dump::issue(dump, source);
    contents::add_links(&mut issue);
    issue.links.iter_mut().for_each(Link::note_redirector);
    issue
}

fn with_information(mut source: Source, layout: &Layout) -> Source {
    let information = &layout.information;
    source.pages = layout.pages.len() as u32;
    source.producer = information.producer.clone();
    source.creator = information.creator.clone();
    source.created = information.created.clone();
    source.modified = information.modified.clone();
    source.pdf_version = information.pdf_version.clone();
    source.encrypted = information.encrypted;
    source.tagged = information.tagged;
    let has_text = layout.pages.iter().any(has_text);
    source.text = if has_text {
        SourceText::Native
    } else {
        SourceText::None
    };
    source
}

fn has_text(page: &LaidPage) -> bool {
    !page.blocks.is_empty() || !page.furniture.is_empty()
}

fn page_of(page: &LaidPage) -> Page {
    Page {
        page: page.number,
        label: page.label.clone(),
        width: Some(page.width),
        height: Some(page.height),
        text: if has_text(page) {
            PageText::Native
        } else {
            PageText::None
        },
    }
}

/// What only the structure tells from text: rubrics printed again, and jump lines.
fn furniture_in_flow(flow: &[flow::Piece], roles: &[titles::Role]) -> Vec<Furniture> {
    let mut list = Vec::new();
    for (piece, role) in flow.iter().zip(roles) {
        let kind = match role {
            titles::Role::RunningHead => FurnitureKind::RunningHead,
            titles::Role::JumpLine => FurnitureKind::JumpLine,
            _ => continue,
        };
        list.push(Furniture {
            kind,
            page: piece.page,
            text: piece.text.clone(),
        });
    }
    list
}

fn furniture_of(page: &LaidPage) -> Vec<Furniture> {
    let mut list = Vec::new();
    for furniture in &page.furniture {
        let text = crate::french::unicode::normalize(&furniture.line.text());
        list.push(Furniture {
            kind: furniture.kind,
            page: page.number,
            text,
        });
    }
    list
}
