//! Roles to sections: a flat list in reading order with levels and parents, text joined over columns and pages.
use super::boxes;
use super::flow::Piece;
use super::ids::section_id;
use super::kinds::{kind_by_text, opens_imprint};
use super::phrases::{kind_of_title, names_imprint};
use super::ranks::is_above;
use super::titles::Role;
use crate::french::hyphen::{Join, Lexicon, join_line_end};
use crate::layout::Frame;
use crate::model::{Block, BlockKind, Section, SectionKind};
use std::collections::HashSet;

/// Sections, and for every piece of the flow the index of its section.
pub(super) struct Sections {
    pub(super) list: Vec<Section>,
    pub(super) of_piece: Vec<usize>,
}

/// Deepest level written.
const DEEPEST: u8 = 6;

/// Share of its page from which a box is the ground of the page and holds what follows it too.
const GROUND: f32 = 0.5;
/// Words under the title of a box from which the box is a text of its own.
const WORDS_OF_A_BOX: usize = 12;

/// A section that later text may still belong to.
struct Open {
    rank: f32,
    index: usize,
    /// The box that it does not leave.
    scope: Option<(u32, Frame)>,
}

/// Builds the sections of a flow.
pub(super) fn build(flow: &[Piece], roles: &[Role], language: Option<&str>) -> Sections {
    let boxes = boxes::read(flow, roles);
    let body_size = super::flow::body_look(flow).size;
    let mut lexicon = Lexicon::default();
    for piece in flow {
        lexicon.add_line(&piece.text);
    }
    let mut builder = Builder {
        list: Vec::new(),
        open: Vec::new(),
        imprint: None,
        taken: HashSet::new(),
        language,
    };
    let mut of_piece = Vec::with_capacity(flow.len());
    let mut before: Option<(&Piece, usize)> = None;
    let mut kicker: Option<&Piece> = None;
    let mut ground: Option<(u32, u32)> = None;
    for (index, (piece, role)) in flow.iter().zip(roles).enumerate() {
        let own_box = boxes.get(index).copied().flatten();
        builder.leave_boxes(piece);
        if own_box != ground {
            // A box that stands for itself begins, or ends: what follows belongs to no section before it.
            ground = own_box;
            if !matches!(role, Role::Title(_) | Role::Kicker) {
                builder.untitled(piece, own_box.is_some());
                before = None;
            }
        }
        match role {
            Role::Title(rank) => {
                builder.title(piece, *rank, kicker.take());
                before = None;
            }
            Role::Kicker => {
                kicker = Some(piece);
                of_piece.push(builder.list.len());
                continue;
            }
            Role::Subtitle => {
                builder.subtitle(piece);
                before = None;
            }
            Role::Text => {
                let section = builder.section_of_text(piece);
                let continues = before
                    .filter(|(_, known)| *known == section)
                    .map(|(piece, _)| piece);
                if let Some(section) = builder.list.get_mut(section) {
                    add_text(section, piece, continues, &lexicon, body_size);
                }
                before = Some((piece, section));
            }
            Role::RunningHead | Role::JumpLine => {}
        }
        of_piece.push(builder.current());
    }
    let mut sections = Sections {
        list: builder.list,
        of_piece,
    };
    finish(&mut sections.list);
    sections
}

/// The sections so far.
struct Builder<'a> {
    list: Vec<Section>,
    open: Vec<Open>,
    /// The untitled imprint that text goes to, and its page: at the foot of a page it interrupts an article.
    imprint: Option<(usize, u32)>,
    taken: HashSet<String>,
    language: Option<&'a str>,
}

impl Builder<'_> {
    /// The section that text goes to now.
    fn current(&self) -> usize {
        if let Some((imprint, _)) = self.imprint {
            return imprint;
        }
        let last = self.list.len().saturating_sub(1);
        self.open.last().map_or(last, |open| open.index)
    }

    /// Closes the sections of boxes that a piece does not stand in.
    fn leave_boxes(&mut self, piece: &Piece) {
        while let Some(Open {
            scope: Some((page, frame)),
            index,
            ..
        }) = self.open.last()
        {
            let words = self.list.get(*index).map_or(0, |section| {
                let texts = section.blocks.iter().map(|block| block.text.as_str());
                texts.map(|text| text.split_whitespace().count()).sum::<usize>()
            });
            let inside = piece.page == *page && is_inside(piece, frame);
            if inside || words < WORDS_OF_A_BOX || self.open.len() < 2 {
                break;
            }
            self.open.pop();
        }
    }

    fn title(&mut self, piece: &Piece, rank: f32, kicker: Option<&Piece>) {
        // Contents and imprint are of the whole issue, wherever they stand, and hold no sections.
        let is_of_issue = matches!(
            kind_of_title(without_mark(&piece.text)),
            SectionKind::Toc | SectionKind::Imprint
        );
        let rank = if is_of_issue { 0.0 } else { rank };
        self.imprint = None;
        while !is_of_issue && self.open.last().is_some_and(|outer| !is_above(outer.rank, rank)) {
            self.open.pop();
        }
        let parent = self.open.last().filter(|_| !is_of_issue);
        let parent = parent.and_then(|open| self.list.get(open.index));
        let mut section = titled(piece, parent, self.language, &mut self.taken);
        section.subtitle = kicker.map(|kicker| kicker.text.clone());
        self.list.push(section);
        let holds_text = |frame: &Frame| !piece.alone_in_frame && frame.share < GROUND;
        self.open.push(Open {
            rank,
            index: self.list.len() - 1,
            scope: piece.frame.filter(holds_text).map(|frame| (piece.page, frame)),
        });
    }

    fn subtitle(&mut self, piece: &Piece) {
        let current = self.current();
        if let Some(section) = self.list.get_mut(current) {
            section.subtitle = Some(match section.subtitle.take() {
                Some(kicker) => format!("{kicker}\n{}", piece.text),
                None => piece.text.clone(),
            });
            section.page_end = section.page_end.max(piece.page);
        }
    }

    /// Opens a section of level 1 without a title.
    fn untitled(&mut self, piece: &Piece, in_box: bool) {
        self.open.clear();
        self.imprint = None;
        let kind = if in_box {
            SectionKind::Box
        } else {
            SectionKind::Front
        };
        let id = section_id(None, "", &mut self.taken);
        self.list.push(empty(id, kind, piece, self.language));
    }

    fn section_of_text(&mut self, piece: &Piece) -> usize {
        if self.list.is_empty() {
            self.untitled(piece, false);
        }
        if self.imprint.is_some_and(|(_, page)| page != piece.page) {
            self.imprint = None;
        }
        let current = self.current();
        if opens_imprint(&piece.text) && !self.list.get(current).is_some_and(holds_imprint) {
            let id = section_id(None, "", &mut self.taken);
            self.list
                .push(empty(id, SectionKind::Imprint, piece, self.language));
            self.imprint = Some((self.list.len() - 1, piece.page));
        }
        self.current()
    }
}

/// Whether an imprint's text may go on in a section: it is one, or untitled and empty.
fn holds_imprint(section: &Section) -> bool {
    section.kind == SectionKind::Imprint || (section.title.is_empty() && section.blocks.is_empty())
}

fn is_inside(piece: &Piece, frame: &Frame) -> bool {
    let (x, y) = (
        (piece.rect[0] + piece.rect[2]) / 2.0,
        (piece.rect[1] + piece.rect[3]) / 2.0,
    );
    let rect = frame.rect;
    x >= rect[0] && x <= rect[2] && y >= rect[1] && y <= rect[3]
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
        SectionKind::Article if in_box && level > 1 => SectionKind::Box,
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

fn add_text(section: &mut Section, piece: &Piece, before: Option<&Piece>, lexicon: &Lexicon, body_size: f32) {
    section.page_end = section.page_end.max(piece.page);
    if let (Some(before), Some(block)) = (before, section.blocks.last_mut())
        && let Some(joined) = continued(&block.text, before, piece, lexicon)
    {
        block.text = joined;
        return;
    }
    section.blocks.push(Block {
        kind: kind_of(piece, body_size),
        text: piece.text.clone(),
        page: piece.page,
        bbox: Some(piece.rect),
    });
}

fn kind_of(piece: &Piece, body_size: f32) -> BlockKind {
    const LINES_OF_A_CAPTION: usize = 4;
    let is_small = piece.look.size < 0.95 * body_size || piece.look.italic;
    if piece.under_picture && is_small && piece.lines <= LINES_OF_A_CAPTION {
        return BlockKind::Caption;
    }
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
fn continued(text: &str, before: &Piece, piece: &Piece, lexicon: &Lexicon) -> Option<String> {
    let over_break = piece.page != before.page || piece.rect[1] < before.rect[1];
    let same_look = before.look.bold == piece.look.bold && (before.look.size - piece.look.size).abs() < 0.6;
    let begins_small = piece.text.chars().next().is_some_and(char::is_lowercase);
    if !over_break || !same_look || !begins_small || text.ends_with(['.', '!', '?', '…', '»', '”']) {
        return None;
    }
    let joined = match join_line_end(text, &piece.text, &|word| lexicon.knows(word)) {
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
