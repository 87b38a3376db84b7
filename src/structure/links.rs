//! Links in their section with the words that carry them: link annotations first, then addresses printed in the
//! text that no annotation covers.
use super::address::{Address, forms};
use super::contents::{ALIKE, alike, words_of};
use super::flow::{LinkedWord, Piece};
use super::head::MastheadLines;
use super::printed::{self, PrintedAddress};
use super::sections::Sections;
use crate::layout::{LaidPage, Layout, Line, LinkTarget};
use crate::model::{Link, LinkKind, LinkOrigin, Rect, Section, Warning, WarningCode};
use std::collections::HashSet;

mod anchor_text;
mod joining;
mod names;
mod visible;

/// A link under construction: consecutive words of one target.
struct Anchor<'a> {
    target: &'a LinkTarget,
    /// Page and index of the annotation of its last word.
    annotation: (u32, u32),
    words: Vec<String>,
    /// What the picture that carries it is called.
    alt: Option<&'a str>,
    /// The pieces that hold its words, with the place of the first of them.
    pieces: Vec<usize>,
    page: u32,
    rects: Vec<Rect>,
    section: Option<usize>,
    /// Position among all words of the flow, for the order of the list.
    at: usize,
    origin: LinkOrigin,
}

/// Finds all links, in reading order.
pub(super) fn find(
    layout: &Layout,
    flow: &[Piece],
    sections: &Sections,
    masthead: &MastheadLines,
    warnings: &mut Vec<Warning>,
) -> Vec<Link> {
    let mut anchors: Vec<Anchor<'_>> = Vec::new();
    let mut printed: Vec<(usize, Link)> = Vec::new();
    let mut used: HashSet<(u32, u32)> = HashSet::new();
    let mut at = 0;
    let mut last_linked = false;
    for (piece_index, (piece, section)) in flow.iter().zip(&sections.of_piece).enumerate() {
        let Some(page) = layout.pages.iter().find(|page| page.number == piece.page) else {
            continue;
        };
        let mut joined_until = 0;
        for (place, word) in piece.words.iter().enumerate() {
            at += 1;
            let Some((index, annotation)) = word.link.and_then(|i| Some((i, page.links.get(i as usize)?)))
            else {
                last_linked = false;
                let printed_here = if place < joined_until
                    || !printed::may_begin(word)
                    || joining::is_second_half(&piece.words, place)
                {
                    None
                } else {
                    printed::at(&piece.words, place)
                };
                if let Some(address) = printed_here {
                    joined_until = place + address.rects.len();
                    printed.push((at, printed_link(address, piece.page, *section, &sections.list)));
                }
                continue;
            };
            used.insert((piece.page, index));
            let goes_on = last_linked
                && anchors.last().is_some_and(|anchor| {
                    let same_annotation = anchor.annotation == (piece.page, index);
                    let before = anchor.pieces.last().and_then(|index| flow.get(*index));
                    let same_piece = anchor.pieces.last() == Some(&piece_index);
                    // Entries of a table of contents lead to one place where titles stand side by side.
                    let is_next_entry = matches!(annotation.target, LinkTarget::Page { .. })
                        && word.text.starts_with(char::is_uppercase)
                        && joining::starts_line(&piece.words, place);
                    same_target(anchor.target, &annotation.target)
                        && (same_annotation || !is_next_entry)
                        && (same_annotation
                            || match before {
                                Some(_) if same_piece => {
                                    !joining::begins_another(&anchor.words, &piece.words, place)
                                }
                                Some(before) => joining::goes_on_in(before, piece),
                                None => false,
                            })
                });
            match anchors.last_mut() {
                // One link may run over lines, columns and pages: one annotation a line is the usual form.
                Some(anchor) if goes_on => {
                    anchor.annotation = (piece.page, index);
                    anchor.words.push(word.text.to_string());
                    if anchor.pieces.last() != Some(&piece_index) {
                        anchor.pieces.push(piece_index);
                    }
                    if anchor.page == piece.page {
                        anchor.rects.push(word.rect);
                    }
                }
                _ => anchors.push(Anchor {
                    target: &annotation.target,
                    annotation: (piece.page, index),
                    words: vec![word.text.to_string()],
                    alt: None,
                    pieces: vec![piece_index],
                    page: piece.page,
                    rects: vec![word.rect],
                    section: Some(*section),
                    at,
                    origin: LinkOrigin::Annotation,
                }),
            }
            last_linked = true;
        }
    }
    for page in &layout.pages {
        let beside = beside_text(page, masthead);
        in_furniture(page, &beside, &mut anchors, &mut used, at);
        without_text(page, flow, sections, &mut anchors, &used, warnings);
    }
    let mut links: Vec<(usize, Link)> = printed;
    once_in_furniture(&mut anchors);
    for anchor in anchors {
        let at = anchor.at;
        let link = link_of(anchor, layout, flow, sections);
        warnings.extend(visible::difference(&link));
        links.push((at, link));
    }
    links.sort_by_key(|(at, _)| *at);
    links
        .into_iter()
        .enumerate()
        .map(|(index, (_, mut link))| {
            link.id = format!("l{}", index + 1);
            link
        })
        .collect()
}

/// The lines of a page that stand beside its text: running lines, and the masthead on the first page.
fn beside_text<'a>(page: &'a LaidPage, masthead: &MastheadLines) -> Vec<&'a Line> {
    let mut lines: Vec<&Line> = page.furniture.iter().map(|furniture| &furniture.line).collect();
    for (block_index, block) in page.blocks.iter().enumerate() {
        let numbered = block.lines.iter().enumerate();
        lines.extend(
            numbered
                .filter(|(index, _)| masthead.holds(page.number, block_index, *index))
                .map(|(_, line)| line),
        );
    }
    lines
}

/// Links over words beside the text: they belong to the issue, not to a section.
fn in_furniture<'a>(
    page: &'a LaidPage,
    lines: &[&Line],
    anchors: &mut Vec<Anchor<'a>>,
    used: &mut HashSet<(u32, u32)>,
    at: usize,
) {
    for line in lines {
        let mut last: Option<u32> = None;
        for word in &line.words {
            let Some((index, annotation)) = word.link.and_then(|i| Some((i, page.links.get(i as usize)?)))
            else {
                last = None;
                continue;
            };
            used.insert((page.number, index));
            match anchors.last_mut() {
                Some(anchor)
                    if last == Some(index)
                        || (last.is_some() && same_target(anchor.target, &annotation.target)) =>
                {
                    anchor.words.push(word.text.to_string());
                    anchor.rects.push(word.rect);
                }
                _ => anchors.push(Anchor {
                    target: &annotation.target,
                    annotation: (page.number, index),
                    words: vec![word.text.to_string()],
                    alt: None,
                    pieces: Vec::new(),
                    page: page.number,
                    rects: vec![word.rect],
                    section: None,
                    at: at + page.number as usize,
                    origin: LinkOrigin::Annotation,
                }),
            }
            last = Some(index);
        }
    }
}

/// A running head or foot bears its links on every page: they are one link, that of the first page.
fn once_in_furniture(anchors: &mut Vec<Anchor<'_>>) {
    let mut seen: HashSet<(String, String)> = HashSet::new();
    anchors.retain(|anchor| {
        anchor.section.is_some() || seen.insert((anchor.words.join(" "), target_text(anchor.target)))
    });
}

/// Links over pictures: kept without words, in the section of the nearest piece above them.
fn without_text<'a>(
    page: &'a LaidPage,
    flow: &'a [Piece],
    sections: &Sections,
    anchors: &mut Vec<Anchor<'a>>,
    used: &HashSet<(u32, u32)>,
    warnings: &mut Vec<Warning>,
) {
    let mut at_of_piece = 0;
    let mut starts = Vec::with_capacity(flow.len());
    for piece in flow {
        starts.push(at_of_piece);
        at_of_piece += piece.words.len();
    }
    let mut alone: Vec<&LinkTarget> = Vec::new();
    for (index, annotation) in page.links.iter().enumerate() {
        // The words under it belong to another annotation of the same link: drawn twice, or cut in several.
        let doubled = anchors.iter().any(|anchor| {
            anchor.page == page.number
                && same_target(anchor.target, &annotation.target)
                && regions_meet(&anchor.rects, &annotation.regions)
        });
        if used.contains(&(page.number, index as u32)) || doubled {
            continue;
        }
        let Some(rect) = annotation.regions.first().copied() else {
            continue;
        };
        let nearest = nearest_piece(page.number, rect, flow);
        let section = nearest.and_then(|piece| sections.of_piece.get(piece)).copied();
        let at = nearest
            .and_then(|piece| Some(starts.get(piece)? + flow.get(piece)?.words.len()))
            .unwrap_or(0);
        anchors.push(Anchor {
            target: &annotation.target,
            annotation: (page.number, index as u32),
            words: Vec::new(),
            alt: names::of(annotation).or_else(|| names::beside(page.number, rect, flow)),
            pieces: Vec::new(),
            page: page.number,
            rects: annotation.regions.clone(),
            section,
            at,
            origin: LinkOrigin::Annotation,
        });
        alone.push(&annotation.target);
    }
    if alone.len() > MOST_NAMED {
        let message = format!("{} links have no text under them", alone.len());
        warnings.push(Warning::new(
            WarningCode::LinkWithoutText,
            Some(page.number),
            message,
        ));
        return;
    }
    for target in alone {
        let message = format!("the link to {} has no text under it", target_text(target));
        warnings.push(Warning::new(
            WarningCode::LinkWithoutText,
            Some(page.number),
            message,
        ));
    }
}

/// Links without text of a page that are named one by one: more are counted.
const MOST_NAMED: usize = 20;

/// Whether two targets are one: the same place, or addresses that differ in writing alone.
fn same_target(a: &LinkTarget, b: &LinkTarget) -> bool {
    match (a, b) {
        (LinkTarget::Uri(a), LinkTarget::Uri(b)) => a == b || forms(a).url == forms(b).url,
        _ => a == b,
    }
}

fn regions_meet(a: &[Rect], b: &[Rect]) -> bool {
    a.iter().any(|x| {
        b.iter()
            .any(|y| x[0] < y[2] + 2.0 && y[0] < x[2] + 2.0 && x[1] < y[3] + 2.0 && y[1] < x[3] + 2.0)
    })
}

/// The piece of the page to which a picture belongs: the nearest above it in its column, else the nearest.
fn nearest_piece(page: u32, rect: Rect, flow: &[Piece]) -> Option<usize> {
    let mut best: Option<(f32, usize)> = None;
    for (index, piece) in flow.iter().enumerate().filter(|(_, piece)| piece.page == page) {
        let beside = rect[2].min(piece.rect[2]) - rect[0].max(piece.rect[0]);
        let across = if beside > 0.0 { 0.0 } else { -beside };
        let above = rect[1] - piece.rect[3];
        // What stands below a picture is the next article more often than its own.
        let down = if above >= 0.0 {
            above
        } else {
            (piece.rect[1] - rect[3]).max(0.0) * 2.0
        };
        let distance = down + 3.0 * across;
        if best.is_none_or(|(known, _)| distance < known) {
            best = Some((distance, index));
        }
    }
    best.map(|(_, index)| index)
}

fn target_text(target: &LinkTarget) -> String {
    match target {
        LinkTarget::Uri(address) => address.clone(),
        LinkTarget::Page { page, .. } => format!("page {page}"),
        LinkTarget::File(name) => name.clone(),
    }
}

fn link_of(anchor: Anchor<'_>, layout: &Layout, flow: &[Piece], sections: &Sections) -> Link {
    let id_of = |index: usize| sections.list.get(index).map(|section| section.id.clone());
    let pieces = anchor.pieces.iter().filter_map(|index| flow.get(*index));
    let text = anchor_text::of(&anchor.words, pieces.map(|piece| piece.text.as_str()));
    let (address, target_section) = match anchor.target {
        LinkTarget::Uri(raw) => (forms(raw), None),
        LinkTarget::File(name) => {
            let address = Address {
                url: name.clone(),
                raw_url: name.clone(),
                display_url: name.clone(),
                kind: LinkKind::File,
            };
            (address, None)
        }
        LinkTarget::Page { page, top } => {
            let url = format!("#page={page}");
            let address = Address {
                url: url.clone(),
                raw_url: url.clone(),
                display_url: url,
                kind: LinkKind::Internal,
            };
            // In two columns many titles stand at one height: the words of the link tell which is meant.
            let by_title = section_titled(&text, *page, sections);
            let by_place = || target_section(*page, *top, layout, flow, sections);
            (address, by_title.or_else(by_place).and_then(id_of))
        }
    };
    Link {
        id: String::new(),
        alt: anchor.alt.filter(|_| text.is_empty()).map(str::to_string),
        text,
        url: address.url,
        raw_url: address.raw_url,
        display_url: address.display_url,
        redirector: None,
        target_url: None,
        kind: address.kind,
        page: anchor.page,
        bboxes: merged_rects(anchor.rects),
        section: anchor.section.and_then(id_of),
        origin: anchor.origin,
        target_section,
    }
}

/// The section that opens on a page and bears the title that a link's words tell.
fn section_titled(words: &str, page: u32, sections: &Sections) -> Option<usize> {
    let wanted = words_of(words);
    let mut best: Option<(f32, usize)> = None;
    for (index, section) in sections.list.iter().enumerate() {
        let alike = alike(&wanted, &section.title);
        if section.page_start == page && alike >= ALIKE && best.is_none_or(|(known, _)| alike > known) {
            best = Some((alike, index));
        }
    }
    best.map(|(_, index)| index)
}

/// The section to which a place of the file belongs: that of the first title at or below it, else of the last piece
/// above it.
fn target_section(
    page: u32,
    top: Option<f32>,
    layout: &Layout,
    flow: &[Piece],
    sections: &Sections,
) -> Option<usize> {
    if !layout.pages.iter().any(|laid| laid.number == page) {
        return None;
    }
    let from = top.unwrap_or(0.0) - 12.0;
    let mut fallback = None;
    for (index, piece) in flow.iter().enumerate().filter(|(_, piece)| piece.page == page) {
        let section = sections.of_piece.get(index).copied()?;
        let opens = sections
            .list
            .get(section)
            .is_some_and(|section| piece.text.contains(&section.title) && !section.title.is_empty());
        if piece.rect[3] < from {
            fallback = Some(section);
        } else if opens {
            return Some(section);
        }
        fallback = fallback.or(Some(section));
    }
    fallback
}

/// Joins the places of words on one line.
fn merged_rects(rects: Vec<Rect>) -> Vec<Rect> {
    let mut merged: Vec<Rect> = Vec::new();
    for rect in rects {
        match merged.last_mut() {
            Some(last) if (last[1] - rect[1]).abs() < 2.0 && rect[0] >= last[0] => {
                *last = [
                    last[0],
                    last[1].min(rect[1]),
                    last[2].max(rect[2]),
                    last[3].max(rect[3]),
                ];
            }
            _ => merged.push(rect),
        }
    }
    merged
}

/// The link of an address printed in the text.
fn printed_link(address: PrintedAddress, page: u32, section: usize, sections: &[Section]) -> Link {
    let forms = forms(&address.text);
    Link {
        id: String::new(),
        text: address.text,
        alt: None,
        url: forms.url,
        raw_url: forms.raw_url,
        display_url: forms.display_url,
        redirector: None,
        target_url: None,
        kind: forms.kind,
        page,
        bboxes: address.rects,
        section: sections.get(section).map(|section| section.id.clone()),
        origin: LinkOrigin::Printed,
        target_section: None,
    }
}
