//! The flow: the blocks of all pages in one reading order, with what a decision about titles needs to know.
use super::head::MastheadLines;
use super::printed::goes_on;
use crate::french::hyphen::{Lexicon, join_lines};
use crate::layout::{Block, Frame, LaidPage, Layout, Line, LinkTarget, Style};
use crate::model::Rect;
use rustc_hash::FxHashMap;

/// A block of the flow.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// Page, from 1.
    pub(super) page: u32,
    /// Its text, lines joined and hyphens resolved.
    pub(super) text: String,
    pub(super) rect: Rect,
    pub(super) lines: usize,
    /// Look of most of its letters.
    pub(super) look: Look,
    /// The filled box in which it stands.
    pub(super) frame: Option<Frame>,
    /// Whether it is all that stands in its frame.
    pub(super) alone_in_frame: bool,
    /// White above it, in points, to the piece before it in the same column; large at the head of a column.
    pub(super) white_above: f32,
    /// White below it.
    pub(super) white_below: f32,
    /// Whether every word is under a link.
    pub(super) all_linked: bool,
    /// Its words with their links, in order.
    pub(super) words: Vec<LinkedWord>,
}

/// What a piece looks like.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Look {
    pub(super) family: String,
    /// Size in points.
    pub(super) size: f32,
    pub(super) bold: bool,
    pub(super) italic: bool,
    /// Colour as `0xRRGGBB`.
    pub(super) color: u32,
    /// Whether all letters are capitals.
    pub(super) capitals: bool,
}

/// A word of a piece.
#[derive(Debug, Clone)]
pub(super) struct LinkedWord {
    pub(super) text: String,
    pub(super) rect: Rect,
    /// Index of the annotation among those of the page.
    pub(super) link: Option<u32>,
    /// Whether it is the last of its line.
    pub(super) ends_line: bool,
}

/// Characters at most that a look is decided on: the rest of a long paragraph looks like its beginning.
const LOOK_WORDS: usize = 60;
/// Size, in sizes of running text, from which lines that follow each other are one title.
const LARGER_THAN_BODY: f32 = 1.1;
/// Most lines of a title that is joined.
const MOST_TITLE_LINES: usize = 5;
/// White in points at the head or foot of a column, where there is no neighbour.
const NO_NEIGHBOUR: f32 = 1000.0;

/// The flow of a document, without the lines of its masthead.
pub(super) fn of_layout(layout: &Layout, masthead: &MastheadLines) -> Vec<Piece> {
    let lexicon = lexicon_of(layout);
    let mut flow = Vec::new();
    for page in &layout.pages {
        let start = flow.len();
        let mut in_frame: FxHashMap<u32, usize> = FxHashMap::default();
        for block in &page.blocks {
            if let Some(frame) = block.frame {
                *in_frame.entry(frame.id).or_default() += 1;
            }
        }
        for (index, block) in page.blocks.iter().enumerate() {
            let is_masthead = |line: usize| masthead.holds(page.number, index, line);
            let without_masthead;
            let block = if (0..block.lines.len()).any(is_masthead) {
                without_masthead = text_lines(block, is_masthead);
                &without_masthead
            } else {
                block
            };
            let alone = block
                .frame
                .is_some_and(|frame| in_frame.get(&frame.id) == Some(&1));
            if let Some(piece) = piece_of(block, page, &layout.styles, &lexicon, alone) {
                flow.push(piece);
            }
        }
        measure_white(flow.get_mut(start..).unwrap_or_default());
    }
    flow
}

/// A block without the lines of the masthead.
fn text_lines(block: &Block, is_masthead: impl Fn(usize) -> bool) -> Block {
    let numbered = block.lines.iter().enumerate();
    let lines: Vec<Line> = numbered
        .filter(|(line, _)| !is_masthead(*line))
        .map(|(_, line)| line.clone())
        .collect();
    let rect = lines
        .iter()
        .map(|line| line.rect)
        .reduce(union)
        .unwrap_or(block.rect);
    Block {
        lines,
        rect,
        frame: block.frame,
    }
}

fn lexicon_of(layout: &Layout) -> Lexicon {
    let mut lexicon = Lexicon::default();
    for page in &layout.pages {
        for block in &page.blocks {
            for line in &block.lines {
                lexicon.add_line(&line.text());
            }
        }
        for link in &page.links {
            // An address shows how its words are written: "…/info/vivre-ensemble".
            if let LinkTarget::Uri(address) = &link.target {
                let parts = address.split(|c: char| !c.is_alphabetic() && c != '-');
                let compounds = parts.filter(|part| part.matches('-').count() == 1);
                compounds.for_each(|part| lexicon.add_word(part));
            }
        }
    }
    lexicon
}

fn piece_of(
    block: &Block,
    page: &LaidPage,
    styles: &[Style],
    lexicon: &Lexicon,
    alone: bool,
) -> Option<Piece> {
    let lines = with_whole_addresses(block.lines.iter().map(Line::text));
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let text = crate::french::unicode::normalize(&join_lines(&lines, &|word| lexicon.knows(word)));
    let text = text.trim().to_string();
    if text.is_empty() {
        return None;
    }
    let mut words: Vec<LinkedWord> = Vec::new();
    for line in &block.lines {
        for (index, word) in line.words.iter().enumerate() {
            let ends_line = index + 1 == line.words.len();
            words.push(LinkedWord {
                text: word.text.clone(),
                rect: word.rect,
                link: word.link,
                ends_line,
            });
        }
    }
    Some(Piece {
        page: page.number,
        rect: block.rect,
        lines: block.lines.len(),
        look: look_of(block, &text, styles),
        frame: block.frame,
        alone_in_frame: alone,
        white_above: NO_NEIGHBOUR,
        white_below: NO_NEIGHBOUR,
        all_linked: words.iter().all(|word| word.link.is_some()),
        words,
        text,
    })
}

/// The lines, those that cut an address joined without a space.
fn with_whole_addresses(lines: impl Iterator<Item = String>) -> Vec<String> {
    let mut whole: Vec<String> = Vec::new();
    for line in lines {
        let begins = line.split(' ').next().unwrap_or_default();
        match whole.last_mut() {
            Some(above) if goes_on(above.rsplit(' ').next().unwrap_or_default(), begins) => {
                // A hyphen in an address belongs to it; one that is only drawn at line ends does not.
                let kept = above.trim_end_matches(['\u{ad}', '\u{2010}']).len();
                above.truncate(kept);
                above.push_str(&line)
            }
            _ => whole.push(line),
        }
    }
    whole
}

fn look_of(block: &Block, text: &str, styles: &[Style]) -> Look {
    let mut weights: FxHashMap<u32, usize> = FxHashMap::default();
    let (mut bold, mut italic, mut total) = (0usize, 0usize, 0usize);
    for word in block.words().take(LOOK_WORDS) {
        let letters = word.text.chars().count();
        *weights.entry(word.style).or_default() += letters;
        let style = styles.get(word.style as usize);
        total += letters;
        bold += if style.is_some_and(|style| style.bold) {
            letters
        } else {
            0
        };
        italic += if style.is_some_and(|style| style.italic) {
            letters
        } else {
            0
        };
    }
    let heaviest = weights
        .into_iter()
        .max_by_key(|(style, weight)| (*weight, u32::MAX - style));
    let style = heaviest.and_then(|(style, _)| styles.get(style as usize));
    Look {
        family: style.map(|style| style.family.clone()).unwrap_or_default(),
        size: style.map_or(10.0, |style| style.size),
        bold: bold * 10 >= total * 9,
        italic: italic * 10 >= total * 9,
        color: style.map_or(0, |style| style.color),
        capitals: is_capitals(text),
    }
}

/// Whether a text is set in capitals: at least four letters, and no small one but in a short abbreviation.
fn is_capitals(text: &str) -> bool {
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    let small = text.chars().filter(|letter| letter.is_lowercase()).count();
    letters >= 4 && small * 10 <= letters
}

/// Measures the white above and below each piece of one page, to what overlaps it from side to side.
fn measure_white(pieces: &mut [Piece]) {
    let rects: Vec<Rect> = pieces.iter().map(|piece| piece.rect).collect();
    for (index, piece) in pieces.iter_mut().enumerate() {
        for (other_index, other) in rects.iter().enumerate() {
            let beside = piece.rect[2].min(other[2]) - piece.rect[0].max(other[0]);
            if other_index == index || beside <= 0.0 {
                continue;
            }
            let above = piece.rect[1] - other[3];
            if above > -2.0 {
                piece.white_above = piece.white_above.min(above.max(0.0));
            }
            let below = other[1] - piece.rect[3];
            if below > -2.0 {
                piece.white_below = piece.white_below.min(below.max(0.0));
            }
        }
    }
}

/// Joins the lines of one title that layout kept apart because the first is short: same look, larger than running
/// text, no white between them.
pub(super) fn join_wrapped_titles(flow: Vec<Piece>, body: &Look) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::with_capacity(flow.len());
    for piece in flow {
        match joined.last_mut() {
            Some(above) if is_wrapped(above, &piece, body) => {
                above.text = join_lines(&[above.text.as_str(), piece.text.as_str()], &|_| false);
                above.lines += piece.lines;
                above.rect = union(above.rect, piece.rect);
                above.white_below = piece.white_below;
                above.all_linked &= piece.all_linked;
                above.words.extend(piece.words);
            }
            _ => joined.push(piece),
        }
    }
    joined
}

fn is_wrapped(above: &Piece, piece: &Piece, body: &Look) -> bool {
    let frame = |piece: &Piece| piece.frame.map(|frame| frame.id);
    let white = piece.rect[1] - above.rect[3];
    above.page == piece.page
        && above.look == piece.look
        && frame(above) == frame(piece)
        && above.look.size >= LARGER_THAN_BODY * body.size
        && white > -0.5 * above.look.size
        && white <= 0.5 * above.look.size
        && above.rect[2].min(piece.rect[2]) > above.rect[0].max(piece.rect[0])
        && above.lines + piece.lines <= MOST_TITLE_LINES
        && !above.text.ends_with(['.', ':', ';'])
}

fn union(a: Rect, b: Rect) -> Rect {
    [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]
}

/// The size and look of running text: the largest size that carries at least half as many letters as the size that
/// carries most, and its commonest look.
pub(super) fn body_look(flow: &[Piece]) -> Look {
    let mut by_size: FxHashMap<u32, usize> = FxHashMap::default();
    for piece in flow {
        *by_size.entry(half_points(piece.look.size)).or_default() += piece.text.chars().count();
    }
    let most = by_size.values().copied().max().unwrap_or(0);
    let size = by_size
        .iter()
        .filter(|(_, weight)| **weight * 2 >= most)
        .map(|(size, _)| *size)
        .max()
        .unwrap_or(20);
    let mut looks: Vec<(&Look, usize)> = Vec::new();
    for piece in flow.iter().filter(|piece| half_points(piece.look.size) == size) {
        let letters = piece.text.chars().count();
        match looks.iter_mut().find(|(look, _)| **look == piece.look) {
            Some((_, weight)) => *weight += letters,
            None => looks.push((&piece.look, letters)),
        }
    }
    let commonest = looks
        .into_iter()
        .max_by_key(|(_, weight)| *weight)
        .map(|(look, _)| look.clone());
    commonest.unwrap_or(Look {
        family: String::new(),
        size: size as f32 / 2.0,
        bold: false,
        italic: false,
        color: 0,
        capitals: false,
    })
}

/// A size in half points: sizes that round alike are one size.
pub(super) fn half_points(size: f32) -> u32 {
    (size * 2.0).round().max(0.0) as u32
}
