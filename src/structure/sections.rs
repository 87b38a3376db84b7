//! Roles to sections: a flat list in reading order with levels and parents, text joined over columns and pages.
use super::boxes;
use super::bylines;
use super::closing::{self, takes_leave};
use super::flow::Piece;
use super::hyphens::LineEnds;
use super::ids::section_id;
use super::kinds::{kind_by_text, opens_imprint};
use super::parents::{self, Holds};
use super::phrases::{kind_of_title, names_imprint};
use super::ranks::{Class, RUBRIC, class_of, is_above};
use super::titles::Role;
use super::verse;
use crate::french::hyphen::{Join, Lexicon};
use crate::layout::Frame;
use crate::model::{Block, BlockKind, Section, SectionKind};
use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};

/// Sections, and for every piece of the flow the index of its section.
pub(super) struct Sections {
    pub(super) list: Vec<Section>,
    pub(super) of_piece: Vec<usize>,
    /// For every section without a title why it begins where it does.
    pub(super) reasons: Vec<Option<&'static str>>,
}

/// Deepest level written.
const DEEPEST: u8 = 6;

/// Share of its page from which a box is the ground of the page and holds what follows it too.
const GROUND: f32 = 0.5;
/// Share of its page under which a box is small.
const SMALL: f32 = 0.15;
/// Words under the title of a box from which the box is a text of its own.
const WORDS_OF_A_BOX: usize = 12;

/// Words of a line that may sign a page.
const WORDS_OF_A_SIGNATURE: usize = 6;
/// Share of the letters of a page from which one look is that of the page.
const SHARE_OF_A_LOOK: f32 = 0.8;

/// A section that later text may still belong to.
struct Open {
    rank: f32,
    index: usize,
    /// The box that it does not leave.
    scope: Option<(u32, Frame)>,
    /// For a display, which holds what is on its page: the page, and the looks of the titles under it.
    display: Option<(u32, Vec<Class>)>,
}

/// Builds the sections of a flow.
pub(super) fn build(flow: &[Piece], roles: &[Role], language: Option<&str>, ends: &LineEnds<'_>) -> Sections {
    let boxes = boxes::read(flow, roles);
    let parents = parents::read(flow, roles);
    let page_looks = page_looks(flow);
    let farewell = closing::begins_at(flow, roles);
    let body_size = super::flow::body_look(flow).size;
    // Asked only where a paragraph that goes on behind a break is cut within a word.
    let lexicon = LazyCell::new(|| {
        let mut lexicon = Lexicon::default();
        flow.iter().for_each(|piece| lexicon.add_line(&piece.text));
        lexicon
    });
    let join = |left: &str, right: &str| ends.join(left, right, &|word| lexicon.knows(word));
    let mut builder = Builder {
        list: Vec::new(),
        reasons: Vec::new(),
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
                let reason = if own_box.is_some() {
                    "box on a sheet of boxes"
                } else {
                    "behind the boxes of a sheet"
                };
                builder.untitled(piece, own_box.is_some(), reason);
                before = None;
            }
        }
        if matches!(role, Role::Text) && opens_page_of_its_own(index, flow, roles, &page_looks) {
            builder.untitled(piece, false, "page in a dress of its own");
            before = None;
        }
        if Some(index) == farewell && matches!(role, Role::Text) {
            builder.untitled(piece, false, "closes the issue");
            before = None;
        }
        match role {
            Role::Title(rank) => {
                if own_box.is_some() {
                    builder.leave_articles();
                }
                let holds = parents.get(index).copied().unwrap_or(Holds::All);
                builder.title(piece, *rank, holds, kicker.take());
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
                    add_text(section, piece, continues, &join, body_size);
                }
                before = Some((piece, section));
            }
            Role::RunningHead | Role::JumpLine => {}
        }
        of_piece.push(builder.current());
    }
    let mut sections = Sections {
        list: builder.list,
        reasons: builder.reasons,
        of_piece,
    };
    finish(&mut sections.list);
    sections
}

/// The family and colour in which most of a page is set, where nearly all of it is.
type PageLooks<'a> = HashMap<u32, Option<(&'a str, u32)>>;

fn page_looks(flow: &[Piece]) -> PageLooks<'_> {
    let mut letters: HashMap<u32, HashMap<(&str, u32), usize>> = HashMap::new();
    for piece in flow {
        let looks = letters.entry(piece.page).or_default();
        *looks
            .entry((piece.look.family.as_str(), piece.look.color))
            .or_default() += piece.text.len();
    }
    let pages = letters.into_iter().map(|(page, looks)| (page, main_look(looks)));
    pages.collect()
}

fn main_look(looks: HashMap<(&str, u32), usize>) -> Option<(&str, u32)> {
    let all: usize = looks.values().sum();
    let (look, letters) = looks.into_iter().max_by_key(|(_, letters)| *letters)?;
    (letters as f32 >= SHARE_OF_A_LOOK * all as f32).then_some(look)
}

/// Whether a text opens a page that is set in a family of its own, after a page that ends with its sentence: a poem, a
/// prayer, a notice that stands for itself.
fn opens_page_of_its_own(index: usize, flow: &[Piece], roles: &[Role], looks: &PageLooks<'_>) -> bool {
    let (Some(piece), Some(before)) = (
        flow.get(index),
        index.checked_sub(1).and_then(|before| flow.get(before)),
    ) else {
        return false;
    };
    let look = |page: u32| looks.get(&page).copied().flatten();
    let (Some(own), Some(other)) = (look(piece.page), look(before.page)) else {
        return false;
    };
    // A short last line signs what ends.
    let is_signed = before.words.len() <= WORDS_OF_A_SIGNATURE && !before.text.ends_with([',', '-']);
    let ends = is_signed || before.text.ends_with(['.', '!', '?', '…', '»', '”', '"']);
    piece.page != before.page
        && own.0 != other.0
        && ends
        && piece.text.chars().any(char::is_uppercase)
        && !piece.text.starts_with(char::is_lowercase)
        && matches!(roles.get(index - 1), Some(Role::Text))
}

/// The sections so far.
struct Builder<'a> {
    list: Vec<Section>,
    reasons: Vec<Option<&'static str>>,
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
            let inside = piece.page == *page && is_inside(piece, frame);
            if inside || self.open.len() < 2 {
                break;
            }
            // What stands under it counts in a small box, which may open with a bare title over others.
            let sections = if frame.share < SMALL { usize::MAX } else { 1 };
            let texts = self.list.iter().skip(*index).take(sections);
            let texts = texts.flat_map(|section| &section.blocks);
            let mut words = texts.flat_map(|block| block.text.split_whitespace());
            if words.nth(WORDS_OF_A_BOX - 1).is_none() {
                break;
            }
            self.open.pop();
        }
    }

    /// On a sheet of boxes a boxed title belongs to a rubric or to nothing.
    fn leave_articles(&mut self) {
        while self.open.last().is_some_and(|open| open.rank < RUBRIC) {
            self.open.pop();
        }
    }

    /// Closes what a title on a later page, or of another box, does not stand under: displays, and boxed articles.
    fn leave_page(&mut self, piece: &Piece) {
        let look = class_of(piece);
        let ends = |open: &Open| {
            let is_display = open
                .display
                .as_ref()
                .is_some_and(|(page, looks)| *page < piece.page && !looks.contains(&look));
            is_display || open.scope.is_some_and(|(page, _)| page < piece.page)
        };
        if let Some(place) = self.open.iter().position(ends) {
            self.open.truncate(place);
        }
    }

    fn title(&mut self, piece: &Piece, rank: f32, holds: Holds, kicker: Option<&Piece>) {
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
        if !is_of_issue {
            self.leave_page(piece);
        }
        if let Some(Open {
            display: Some((_, looks)),
            ..
        }) = self.open.last_mut()
        {
            looks.push(class_of(piece));
        }
        let parent = self.open.last().filter(|_| !is_of_issue);
        let parent = parent.and_then(|open| self.list.get(open.index));
        let mut section = titled(piece, parent, self.language, &mut self.taken);
        section.subtitle = kicker.map(|kicker| kicker.text.clone());
        self.list.push(section);
        self.reasons.push(None);
        let holds_text = |frame: &Frame| !piece.alone_in_frame && frame.share < GROUND;
        self.open.push(Open {
            // What holds nothing is closed by the next title.
            rank: if holds == Holds::Nothing { 0.0 } else { rank },
            display: (holds == Holds::OnPage).then(|| (piece.page, Vec::new())),
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
    fn untitled(&mut self, piece: &Piece, in_box: bool, reason: &'static str) {
        self.open.clear();
        self.imprint = None;
        let kind = if in_box {
            SectionKind::Box
        } else {
            SectionKind::Front
        };
        let id = section_id(None, "", &mut self.taken);
        self.list.push(empty(id, kind, piece, self.language));
        self.reasons.push(Some(reason));
    }

    fn section_of_text(&mut self, piece: &Piece) -> usize {
        if self.list.is_empty() {
            self.untitled(piece, false, "before the first title");
        }
        if self.imprint.is_some_and(|(_, page)| page != piece.page) {
            self.imprint = None;
        }
        let current = self.current();
        let opens = || opens_imprint(&piece.text) || takes_leave(&piece.text);
        if !self.list.get(current).is_some_and(holds_imprint) && opens() {
            let id = section_id(None, "", &mut self.taken);
            self.list
                .push(empty(id, SectionKind::Imprint, piece, self.language));
            self.reasons.push(Some("opens an imprint"));
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

fn add_text(
    section: &mut Section,
    piece: &Piece,
    before: Option<&Piece>,
    join: &dyn Fn(&str, &str) -> Join,
    body_size: f32,
) {
    section.page_end = section.page_end.max(piece.page);
    if let (Some(before), Some(block)) = (before, section.blocks.last_mut())
        && let Some(joined) = continued(&block.text, before, piece, join)
    {
        block.text = joined;
        return;
    }
    let kind = kind_of(piece, body_size);
    let stanza = piece.stanza.clone().filter(|_| kind == BlockKind::Paragraph);
    section.blocks.push(Block {
        kind: if stanza.is_some() { BlockKind::Verse } else { kind },
        text: stanza.unwrap_or_else(|| piece.text.clone()),
        page: piece.page,
        bbox: Some(piece.rect),
    });
}

fn kind_of(piece: &Piece, body_size: f32) -> BlockKind {
    const LINES_OF_A_CAPTION: usize = 4;
    if piece.is_row {
        return BlockKind::TableRow;
    }
    let is_small = piece.look.size < 0.95 * body_size || piece.look.italic;
    if piece.under_picture && is_small && piece.lines <= LINES_OF_A_CAPTION {
        return BlockKind::Caption;
    }
    let mut characters = piece.text.chars();
    let mark = characters.next().unwrap_or(' ');
    if is_quote(piece, body_size) {
        return BlockKind::Quote;
    }
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

/// Whether a paragraph is a quotation set apart: in quotation marks from its first word to its last, and in a dress of its
/// own. What a person says in the middle of an article is in that of the article.
fn is_quote(piece: &Piece, body_size: f32) -> bool {
    const WORDS_OF_A_QUOTE: usize = 4;
    let text = piece.text.trim_end_matches(['.', ' ', '\u{a0}', '\u{202f}']);
    let pairs = [('«', '»'), ('“', '”'), ('"', '"')];
    let is_marked = pairs.iter().any(|(open, close)| {
        let inside = text
            .strip_prefix(*open)
            .and_then(|text| text.strip_suffix(*close));
        inside.is_some_and(|inside| !inside.contains([*open, *close]))
    });
    let is_apart = piece.look.italic || (piece.look.size - body_size).abs() > 0.1 * body_size;
    is_marked && is_apart && text.split_whitespace().count() >= WORDS_OF_A_QUOTE
}

/// The joined text, where a paragraph goes on in the next column or page: same look, no end of a sentence before
/// the break, and a small letter or the second half of a word after it.
fn continued(text: &str, before: &Piece, piece: &Piece, join: &dyn Fn(&str, &str) -> Join) -> Option<String> {
    let over_break = piece.page != before.page || piece.rect[1] < before.rect[1];
    let same_look = before.look.bold == piece.look.bold && (before.look.size - piece.look.size).abs() < 0.6;
    let begins_small = piece.text.chars().next().is_some_and(char::is_lowercase);
    if before.is_row || piece.is_row {
        return None;
    }
    if !over_break || !same_look || !begins_small || text.ends_with(['.', '!', '?', '…', '»', '”']) {
        return None;
    }
    let joined = match join(text, &piece.text) {
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
        verse::join_stanzas(&mut section.blocks);
        let texts: Vec<&str> = section.blocks.iter().map(|block| block.text.as_str()).collect();
        section.text = texts.join("\n");
        section.byline = bylines::of_section(section);
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// A page of prose, then one whose family differs; the titles of the second sections.
    fn opens(last: &str, family: &str) -> bool {
        let text = "Le conseil a voté le budget de la commune et celui de l'eau pour l'année qui vient.";
        let mut poem = Piece::of_line("Loué soit le vent sur la colline", 2, false);
        poem.look.family = family.to_string();
        let flow = [
            Piece::of_line("Le budget", 1, true),
            Piece::of_line(text, 1, false),
            Piece::of_line(last, 1, false),
            poem,
        ];
        let roles = [Role::Title(12.0), Role::Text, Role::Text, Role::Text];
        let sections = build(&flow, &roles, None, &LineEnds::new(&BTreeSet::new()));
        sections.list.len() == 2
            && sections.reasons.last().copied().flatten() == Some("page in a dress of its own")
    }

    #[test]
    fn a_page_in_a_dress_of_its_own_begins_a_section() {
        assert!(opens("La séance est levée.", "Harlequin"));
        assert!(!opens("La séance est levée.", "Garamond"));
        assert!(!opens(
            "La séance, ouverte à dix heures par le maire de la commune,",
            "Harlequin"
        ));
    }

    #[test]
    fn quotations_set_apart() {
        let kind = |text: &str, italic: bool| {
            let mut piece = Piece::of_line(text, 1, false);
            piece.look.italic = italic;
            kind_of(&piece, 10.0)
        };
        let said = "« Nous voulons que chacun trouve sa place au jardin. »";
        assert_eq!(kind(said, true), BlockKind::Quote);
        assert_eq!(kind(said, false), BlockKind::Paragraph);
        assert_eq!(
            kind("« Oui » dit le maire, « mais plus tard »", true),
            BlockKind::Paragraph
        );
    }

    #[test]
    fn closing_matter_belongs_to_no_article() {
        let text = "Les jardiniers de la gare plantent des haies, taillent des poiriers et vous attendent tous les samedis \
                    du mois de mai pour apprendre à greffer, à bouturer, à semer et à récolter avec eux.";
        let flow = [
            Piece::of_line("Les jardins", 1, true),
            Piece::of_line(text, 1, false),
            Piece::of_line("Facebook • Mastodon • LinkedIn", 1, false),
            Piece::of_line(
                "Vous recevez cette lettre car vous êtes membre. Se désabonner",
                1,
                false,
            ),
        ];
        let roles = [Role::Title(12.0), Role::Text, Role::Text, Role::Text];
        let sections = build(&flow, &roles, None, &LineEnds::new(&BTreeSet::new()));
        let titles: Vec<&str> = sections
            .list
            .iter()
            .map(|section| section.title.as_str())
            .collect();
        assert_eq!(titles, ["Les jardins", "", ""]);
        assert_eq!(sections.of_piece, [0, 0, 1, 2]);
    }
}
