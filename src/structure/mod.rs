//! Stage 3: blocks to an issue: masthead, sections and their levels, links in their section. Cannot fail: gives a
//! record with warnings.
mod address;
mod contents;
mod dump;
mod events;
mod flow;
mod head;
mod ids;
mod language;
mod link_phrases;
mod links;
mod masthead;
mod phrases;
mod printed;
mod printed_address;
mod sections;
mod titles;

use crate::layout::{LaidPage, Layout};
use crate::model::{Furniture, Issue, Page, PageText, Source, SourceText};
use crate::plain::Dump;

/// Builds the record of an issue from its laid-out pages. `source` holds file name, digest and length; the rest
/// of it is filled from the document's information.
pub fn from_layout(layout: &Layout, source: Source) -> Issue {
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
    let flow = flow::of_layout(layout, &head.lines);
    let body = flow::body_look(&flow);
    let flow = flow::join_wrapped_titles(flow, &body);
    let roles = titles::roles(&flow, &body);
    let sections = sections::build(&flow, &roles, issue.language.as_deref());
    issue.links = links::find(layout, &flow, &sections, &head.lines, &mut warnings);
    issue.sections = sections.list;
    issue.furniture = head.furniture;
    issue.furniture.extend(layout.pages.iter().flat_map(furniture_of));
    warnings.extend(head.identity.warnings);
    issue.title = head.identity.title;
    issue.publication = publication(head.identity.publication, issue.title.as_deref());
    issue.number = head.identity.number;
    issue.date = head.identity.date;
    issue.events = events::find(&issue.sections, issue.date.as_ref(), &mut warnings);
    issue.warnings = warnings;
    contents::add_links(&mut issue);
    issue
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
