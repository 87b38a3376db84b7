//! Roles to sections: a flat list in reading order with levels and parents, text joined over columns and pages.
use super::flow::Piece;
use super::ids::section_id;
use super::kinds::{kind_by_text, opens_imprint};
use super::phrases::{kind_of_title, names_imprint};
use super::titles::Role;
use crate::french::hyphen::{Join, join_line_end};
use crate::model::{Block, BlockKind, Section, SectionKind};
use std::collections::HashSet;

/// Sections, and for every piece of the flow the index of its section.
pub(super) struct Sections {
    pub(super) list: Vec<Section>,
    pub(super) of_piece: Vec<usize>,
}

/// Deepest level written.
const DEEPEST: u8 = 6;

/// Builds the sections of a flow.
pub(super) fn build(flow: &[Piece], roles: &[Role], language: Option<&str>) -> Sections {
    let mut sections = Sections {
        list: Vec::new(),
        of_piece: Vec::with_capacity(flow.len()),
    };
    let mut taken = HashSet::new();
    // Open sections: rank and index.
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut before: Option<&Piece> = None;
    // The section that an untitled imprint behind it interrupts, and the page of the imprint.
    let mut left_for_imprint: Option<(usize, u32)> = None;
    for (piece, role) in flow.iter().zip(roles) {
        match role {
            Role::Title(rank) => {
                left_for_imprint = None;
                while open.last().is_some_and(|(outer, _)| outer >= rank) {
                    open.pop();
                }
                let parent = open.last().map(|(_, index)| *index);
                let section = titled(
                    piece,
                    parent.and_then(|index| sections.list.get(index)),
                    language,
                    &mut taken,
                );
                sections.list.push(section);
                open.push((*rank, sections.list.len() - 1));
                before = None;
            }
            Role::Subtitle => {
                if let Some(section) = sections.list.last_mut() {
                    section.subtitle = Some(piece.text.clone());
                    section.page_end = section.page_end.max(piece.page);
                }
                before = None;
            }
            Role::Text => {
                if sections.list.is_empty() {
                    sections.list.push(front(piece, language, &mut taken));
                }
                if opens_imprint(&piece.text) && !sections.list.last().is_some_and(holds_imprint) {
                    let left = sections.list.len().saturating_sub(1);
                    let id = section_id(None, "", &mut taken);
                    sections
                        .list
                        .push(empty(id, SectionKind::Imprint, piece, language));
                    left_for_imprint = Some((left, piece.page));
                    before = None;
                }
                // The text that an imprint at the foot of a page cuts in two goes on on the next.
                let home = match left_for_imprint {
                    Some((left, page)) if page != piece.page => left,
                    _ => sections.list.len().saturating_sub(1),
                };
                if let Some(section) = sections.list.get_mut(home) {
                    add_text(section, piece, before);
                }
                before = Some(piece);
                sections.of_piece.push(home);
                continue;
            }
        }
        sections.of_piece.push(sections.list.len().saturating_sub(1));
    }
    finish(&mut sections.list);
    sections
}

/// Whether an imprint's text may go on in a section: it is one, or untitled and empty.
fn holds_imprint(section: &Section) -> bool {
    section.kind == SectionKind::Imprint || (section.title.is_empty() && section.blocks.is_empty())
}

fn titled(
    piece: &Piece,
    parent: Option<&Section>,
    language: Option<&str>,
    taken: &mut HashSet<String>,
) -> Section {
    let parent_id = parent.map(|parent| parent.id.clone());
    let level = parent.map_or(1, |parent| (parent.level + 1).min(DEEPEST));
    let in_box = piece.frame.is_some() && !piece.alone_in_frame;
    let kind = match kind_of_title(without_mark(&piece.text)) {
        SectionKind::Article if in_box => SectionKind::Box,
        kind => kind,
    };
    let id = section_id(parent_id.as_deref(), without_mark(&piece.text), taken);
    Section {
        parent: parent_id,
        level,
        title: without_mark(&piece.text).to_string(),
        ..empty(id, kind, piece, language)
    }
}

/// A title without the bullet or end mark that some newsletters set beside it.
fn without_mark(title: &str) -> &str {
    let is_mark = |letter: char| {
        matches!(
            letter,
            '•' | '●' | '▪' | '■' | '◦' | '‣' | '➢' | '➤' | '►' | '▶' | '✓' | '✔'
        )
    };
    let bare = title.trim_matches(|letter: char| is_mark(letter) || letter.is_whitespace());
    if bare.is_empty() { title } else { bare }
}

/// Text before the first title.
fn front(piece: &Piece, language: Option<&str>, taken: &mut HashSet<String>) -> Section {
    empty(section_id(None, "", taken), SectionKind::Front, piece, language)
}

/// A section of level 1 without title and text.
fn empty(id: String, kind: SectionKind, piece: &Piece, language: Option<&str>) -> Section {
    Section {
        id,
        parent: None,
        level: 1,
        kind,
        title: String::new(),
        subtitle: None,
        byline: None,
        page_start: piece.page,
        page_end: piece.page,
        text: String::new(),
        language: language.map(str::to_string),
        blocks: Vec::new(),
        external_id: None,
    }
}

fn add_text(section: &mut Section, piece: &Piece, before: Option<&Piece>) {
    section.page_end = section.page_end.max(piece.page);
    if let (Some(before), Some(block)) = (before, section.blocks.last_mut())
        && let Some(joined) = continued(&block.text, before, piece)
    {
        block.text = joined;
        return;
    }
    section.blocks.push(Block {
        kind: kind_of(piece),
        text: piece.text.clone(),
        page: piece.page,
        bbox: Some(piece.rect),
    });
}

fn kind_of(piece: &Piece) -> BlockKind {
    let mut characters = piece.text.chars();
    let mark = characters.next().unwrap_or(' ');
    let bullet = matches!(
        mark,
        '•' | '●' | '▪' | '■' | '◦' | '‣' | '➢' | '➤' | '►' | '▶' | '✓' | '✔' | '→'
    );
    let dash = matches!(mark, '-' | '–' | '—' | '*') && characters.next().is_some_and(char::is_whitespace);
    if bullet || dash {
        BlockKind::ListItem
    } else {
        BlockKind::Paragraph
    }
}

/// The joined text, where a paragraph goes on in the next column or page: same look, no end of a sentence before
/// the break, and a small letter or the second half of a word after it.
fn continued(text: &str, before: &Piece, piece: &Piece) -> Option<String> {
    let over_break = piece.page != before.page || piece.rect[1] < before.rect[1];
    let same_look = before.look.bold == piece.look.bold && (before.look.size - piece.look.size).abs() < 0.6;
    let begins_small = piece.text.chars().next().is_some_and(char::is_lowercase);
    if !over_break || !same_look || !begins_small || text.ends_with(['.', '!', '?', '…', '»', '”']) {
        return None;
    }
    let joined = match join_line_end(text, &piece.text, &|_| false) {
        Join::Joined => {
            let stem = text.trim_end_matches(['-', '\u{2010}', '\u{ad}']);
            format!("{stem}{}", piece.text)
        }
        Join::KeepHyphen => format!("{text}{}", piece.text),
        Join::NoHyphen => format!("{text} {}", piece.text),
    };
    Some(joined)
}

/// Writes the texts, tells rubrics from articles.
fn finish(sections: &mut [Section]) {
    let parents: HashSet<String> = sections
        .iter()
        .filter_map(|section| section.parent.clone())
        .collect();
    for section in sections.iter_mut() {
        let texts: Vec<&str> = section.blocks.iter().map(|block| block.text.as_str()).collect();
        section.text = texts.join("\n");
        if section.kind == SectionKind::Article && section.text.is_empty() && parents.contains(&section.id) {
            section.kind = SectionKind::Rubric;
        }
        let opening = section
            .blocks
            .first()
            .map(|block| block.text.as_str())
            .unwrap_or_default();
        if section.title.is_empty() && names_imprint(opening) {
            section.kind = SectionKind::Imprint;
        }
        if let Some(kind) = kind_by_text(section).filter(|_| !parents.contains(&section.id)) {
            section.kind = kind;
        }
    }
}
