//! The flow: the blocks of all pages in one reading order, with what a decision about titles needs to know.
mod white;

use super::head::MastheadLines;
use super::hyphens::LineEnds;
use super::printed::goes_on;
use crate::french::hyphen::Lexicon;
use crate::french::unicode::{is_letter, is_letter_or_figure};
use crate::layout::{Block, Frame, LaidPage, Layout, Line, LinkTarget, Style};
use crate::model::Rect;
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;
use std::cell::LazyCell;
use white::measure_white;

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
    /// Height of its page in points.
    pub(super) page_height: f32,
    /// Whether it is the first of several pieces in its frame.
    pub(super) opens_frame: bool,
    /// Size of the piece directly above it; 0 at the head of a column.
    pub(super) size_above: f32,
    /// Whether no other piece of its page stands above it.
    pub(super) at_head: bool,
    /// Whether a picture ends close above it.
    pub(super) under_picture: bool,
    /// White above it, in points, to the piece before it in the same column; large at the head of a column.
    pub(super) white_above: f32,
    /// White below it.
    pub(super) white_below: f32,
    /// Whether every word is under a link.
    pub(super) all_linked: bool,
    /// Level of the heading that the structure tree makes of it; 0 for one without a level.
    pub(super) tagged: Option<u8>,
    /// Its text line by line, where it is a stanza.
    pub(super) stanza: Option<String>,
    /// Whether it is a row of a table, its cells parted by tabs.
    pub(super) is_row: bool,
    /// Its words with their links, in order.
    pub(super) words: Vec<LinkedWord>,
}

#[cfg(test)]
impl Piece {
    /// A line of black type on a page, for tests.
    pub(super) fn of_line(text: &str, page: u32, bold: bool) -> Self {
        let word = |text: &str| LinkedWord {
            text: text.into(),
            rect: [0.0; 4],
            link: None,
            ends_line: false,
        };
        Piece {
            page,
            text: text.to_string(),
            rect: [0.0, 0.0, 100.0, 10.0],
            lines: 1,
            look: Look {
                family: "Garamond".to_string(),
                size: 10.0,
                bold,
                italic: false,
                color: 0,
                capitals: false,
                underlined: false,
            },
            frame: None,
            alone_in_frame: false,
            page_height: 800.0,
            opens_frame: false,
            size_above: 0.0,
            at_head: false,
            under_picture: false,
            white_above: 0.0,
            white_below: 0.0,
            all_linked: false,
            tagged: None,
            stanza: None,
            is_row: false,
            words: text.split_whitespace().map(word).collect(),
        }
    }
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
    /// Whether most letters are underlined.
    pub(super) underlined: bool,
}

/// A word of a piece.
#[derive(Debug, Clone)]
pub(super) struct LinkedWord {
    pub(super) text: SmolStr,
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
pub(super) fn of_layout(layout: &Layout, masthead: &MastheadLines, ends: &LineEnds<'_>) -> Vec<Piece> {
    // Asked only where a line ends in a hyphen: many issues have none.
    let lexicon = LazyCell::new(|| lexicon_of(layout));
    let knows = |word: &str| lexicon.knows(word);
    let join = |lines: &[&str]| {
        let text = ends.join_lines(lines, &knows);
        let text = crate::french::unicode::normalize(&text);
        match text.trim() {
            trimmed if trimmed.len() < text.len() => trimmed.to_string(),
            _ => text,
        }
    };
    let mut flow = Vec::new();
    for page in &layout.pages {
        let start = flow.len();
        let mut in_frame: FxHashMap<u32, usize> = FxHashMap::default();
        for block in &page.blocks {
            if let Some(frame) = block.frame {
                *in_frame.entry(frame.id).or_default() += 1;
            }
        }
        let mut seen_frames: FxHashSet<u32> = FxHashSet::default();
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
            let opens = block.frame.is_some_and(|frame| seen_frames.insert(frame.id));
            let label;
            let parts: &[Block] = match opens.then(|| without_label(block, &layout.styles)).flatten() {
                Some(parts) => {
                    label = parts;
                    &label
                }
                None => std::slice::from_ref(block),
            };
            for (part, block) in parts.iter().enumerate() {
                let alone = alone && parts.len() == 1;
                if let Some(mut piece) = piece_of(block, page, &layout.styles, &join, alone) {
                    piece.opens_frame = opens && part == 0 && !alone;
                    flow.push(piece);
                }
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
        cells: Vec::new(),
    }
}

/// Longest label in characters that opens the text of a box on its first line.
const LONGEST_LABEL: usize = 60;

/// The block that opens a box, its underlined first words apart, where the rest of the line is not underlined.
fn without_label(block: &Block, styles: &[Style]) -> Option<[Block; 2]> {
    let first = block.lines.first().filter(|_| !block.is_row())?;
    let underlined = |style: u32| styles.get(style as usize).is_some_and(|style| style.underlined);
    let words = first
        .words
        .iter()
        .take_while(|word| underlined(word.style) && word.link.is_none())
        .count();
    if words == 0 || words == first.words.len() {
        return None;
    }
    let part = |words: &[crate::layout::Word]| -> Option<Line> {
        let rect = words.iter().map(|word| word.rect).reduce(union)?;
        Some(Line {
            words: words.to_vec(),
            rect,
            ..first.clone()
        })
    };
    let label = part(first.words.get(..words)?)?;
    let rest = part(first.words.get(words..)?)?;
    let length = label.text().chars().count();
    let has_letters = label
        .text()
        .chars()
        .filter(|letter| letter.is_alphabetic())
        .count()
        >= 3;
    if length > LONGEST_LABEL || !has_letters {
        return None;
    }
    let mut lines = vec![rest];
    lines.extend(block.lines.iter().skip(1).cloned());
    let rest_rect = lines.iter().map(|line| line.rect).reduce(union)?;
    let blocks = [
        Block {
            rect: label.rect,
            lines: vec![label],
            frame: block.frame,
            cells: Vec::new(),
        },
        Block {
            rect: rest_rect,
            lines,
            frame: block.frame,
            cells: Vec::new(),
        },
    ];
    Some(blocks)
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
    join: &dyn Fn(&[&str]) -> String,
    alone: bool,
) -> Option<Piece> {
    let is_row = block.is_row();
    let (text, stanza) = if is_row {
        (row_text(block, join), None)
    } else {
        let lines = with_whole_addresses(block.lines.iter().map(Line::text));
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let stanza = super::verse::lines_of(&lines).map(|stanza| crate::french::unicode::normalize(&stanza));
        (join(&lines), stanza)
    };
    if text.trim().is_empty() {
        return None;
    }
    let mut words: Vec<LinkedWord> =
        Vec::with_capacity(block.lines.iter().map(|line| line.words.len()).sum());
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
        page_height: page.height,
        at_head: false,
        opens_frame: false,
        size_above: 0.0,
        under_picture: is_under_picture(block.rect, &page.images),
        white_above: NO_NEIGHBOUR,
        white_below: NO_NEIGHBOUR,
        all_linked: words.iter().all(|word| word.link.is_some()),
        tagged: level_in_tree(&words, page),
        stanza,
        is_row,
        words,
        text,
    })
}

/// The cells of a row, parted by tabs; an empty one is an empty text between two.
fn row_text(block: &Block, join: &dyn Fn(&[&str]) -> String) -> String {
    let mut lines = block.lines.iter();
    let mut cells: Vec<String> = Vec::with_capacity(block.cells.len());
    for count in &block.cells {
        let of_cell = with_whole_addresses(lines.by_ref().take(*count).map(Line::text));
        let of_cell: Vec<&str> = of_cell.iter().map(String::as_str).collect();
        cells.push(join(&of_cell).replace(['\t', '\n'], " "));
    }
    cells.join("\t")
}

/// Share of the words of a piece that must stand in a heading of the structure tree.
const SHARE_OF_HEADING: f32 = 0.8;

/// The level of the heading that the structure tree makes of words: that of the last of them, where nearly all are in
/// one.
fn level_in_tree(words: &[LinkedWord], page: &LaidPage) -> Option<u8> {
    if page.headings.is_empty() {
        return None;
    }
    let mut inside = 0_usize;
    let mut level = None;
    for word in words {
        let heading = page.headings.iter().find(|heading| heading.holds(word.rect));
        if let Some(heading) = heading {
            inside += 1;
            level = Some(heading.level);
        }
    }
    level.filter(|_| inside as f32 >= SHARE_OF_HEADING * words.len() as f32)
}

/// Distance in points up to which a text belongs to the picture above it.
const CAPTION_REACH: f32 = 22.0;

fn is_under_picture(rect: Rect, images: &[Rect]) -> bool {
    images.iter().any(|image| {
        let beside = rect[2].min(image[2]) - rect[0].max(image[0]);
        let below = rect[1] - image[3];
        let is_large = image[2] - image[0] > 40.0 && image[3] - image[1] > 40.0;
        is_large && beside >= 0.5 * (rect[2] - rect[0]) && (-4.0..=CAPTION_REACH).contains(&below)
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
    let mut weights: Vec<(u32, usize)> = Vec::new();
    let (mut bold, mut italic, mut underlined, mut total) = (0usize, 0usize, 0usize, 0usize);
    let begins_with_mark = block.words().next().is_some_and(|word| {
        let mark = word.text.chars().next();
        mark.is_some_and(|mark| !is_letter_or_figure(mark) && !"«\"“(".contains(mark))
    });
    // A bullet is of another font than its text, and so is the word that it touches.
    let skipped = usize::from(begins_with_mark && block.words().count() > 1);
    for word in block.words().skip(skipped).take(LOOK_WORDS) {
        let letters = word
            .text
            .chars()
            .filter(|letter| is_letter_or_figure(*letter))
            .count();
        match weights.iter_mut().rev().find(|(style, _)| *style == word.style) {
            Some((_, weight)) => *weight += letters,
            None => weights.push((word.style, letters)),
        }
        let style = styles.get(word.style as usize);
        let of = |has: fn(&Style) -> bool| if style.is_some_and(has) { letters } else { 0 };
        total += letters;
        bold += of(|style| style.bold);
        italic += of(|style| style.italic);
        underlined += of(|style| style.underlined);
    }
    let size = |style: u32| styles.get(style as usize).map_or(0.0, |style| style.size);
    // A title may go on in smaller type on its line: its beginning tells its size.
    let is_short = block.lines.len() <= 2;
    let heaviest = weights.into_iter().max_by(|(a, a_weight), (b, b_weight)| {
        let large = |style: u32, weight: usize| is_short && weight * 10 >= total * 3 && size(style) > 0.0;
        let by_size = |style: u32, weight: usize| if large(style, weight) { size(style) } else { 0.0 };
        let by_size = by_size(*a, *a_weight).total_cmp(&by_size(*b, *b_weight));
        by_size.then((*a_weight, u32::MAX - a).cmp(&(*b_weight, u32::MAX - b)))
    });
    let style = heaviest.and_then(|(style, _)| styles.get(style as usize));
    Look {
        family: style.map(|style| style.family.clone()).unwrap_or_default(),
        size: style.map_or(10.0, |style| style.size),
        bold: total > 0 && bold * 10 >= total * 9,
        italic: total > 0 && italic * 10 >= total * 9,
        color: style.map_or(0, |style| style.color),
        capitals: is_capitals(text),
        underlined: total > 0 && underlined * 10 >= total * 6,
    }
}

/// Whether a text is set in capitals: at least four letters, and no small one but in a short abbreviation.
fn is_capitals(text: &str) -> bool {
    let text = super::phrases::without_number(text);
    let (mut letters, mut small) = (0_usize, 0_usize);
    for letter in text.chars() {
        letters += usize::from(is_letter(letter));
        small += usize::from(letter.is_lowercase());
        // More small ones than the text has room for large ones, as in nearly all running text.
        if small * 10 > text.len() {
            return false;
        }
    }
    letters >= 4 && small * 10 <= letters
}

/// Joins the lines of one title that layout kept apart because the first is short: same look, larger than running
/// text, no white between them.
pub(super) fn join_wrapped_titles(flow: Vec<Piece>, body: &Look, ends: &LineEnds<'_>) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::with_capacity(flow.len());
    for piece in flow {
        match joined.last_mut() {
            Some(above) if is_wrapped(above, &piece, body) => {
                above.text = ends.join_title(&[above.text.as_str(), piece.text.as_str()]);
                above.lines += piece.lines;
                above.rect = union(above.rect, piece.rect);
                above.white_below = piece.white_below;
                above.all_linked &= piece.all_linked;
                above.tagged = above.tagged.filter(|_| piece.tagged.is_some());
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
    let is_row = above.is_row || piece.is_row;
    !is_row
        && above.page == piece.page
        && (above.look == piece.look || (are_centered(above, piece) && is_nearly(&above.look, &piece.look)))
        && frame(above) == frame(piece)
        && above.look.size >= LARGER_THAN_BODY * body.size
        && white > -0.5 * above.look.size
        && (white <= 0.5 * above.look.size || (white <= 1.6 * above.look.size && are_centered(above, piece)))
        && above.rect[2].min(piece.rect[2]) > above.rect[0].max(piece.rect[0])
        && above.lines + piece.lines <= MOST_TITLE_LINES
        && !above.text.ends_with(['.', ';'])
        && (!above.text.ends_with(':') || are_centered(above, piece))
}

/// Whether two looks are one but for a small step of size.
fn is_nearly(a: &Look, b: &Look) -> bool {
    let step = a.size.max(b.size) / a.size.min(b.size).max(1.0);
    let sized = |look: &Look| Look {
        size: 0.0,
        ..look.clone()
    };
    step <= 1.12 && sized(a) == sized(b)
}

/// Whether two pieces of different widths have one middle.
fn are_centered(above: &Piece, piece: &Piece) -> bool {
    let middle = |rect: Rect| (rect[0] + rect[2]) / 2.0;
    let width = |rect: Rect| rect[2] - rect[0];
    let em = piece.look.size;
    (middle(above.rect) - middle(piece.rect)).abs() <= 0.3 * em
        && (width(above.rect) - width(piece.rect)).abs() > 0.4 * em
}

/// The place that holds both.
pub(super) fn union(a: Rect, b: Rect) -> Rect {
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
        underlined: false,
    })
}

/// A size in half points: sizes that round alike are one size.
pub(super) fn half_points(size: f32) -> u32 {
    (size * 2.0).round().max(0.0) as u32
}
