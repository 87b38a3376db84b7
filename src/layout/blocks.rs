//! Fragments to lines and lines to blocks, in reading order, frame by frame.
use super::continuity::{Walls, best_columns};
use super::cuts::{Atom, Item};
use super::fragments::Fragment;
use super::frames::Frames;
use super::geometry::{area, center, height, holds, median, overlap, union, union_all, width};
use super::{Block, Frame, Line, Word, sheets, stretched};
use crate::french::dates::month_number;
use crate::model::Rect;
use crate::pdf::Page;
use rustc_hash::FxHashMap;

/// Gap in ems within a line from which its pieces are read as lines of their own.
const PIECE_GAP: f32 = 2.5;
/// The same in a line that is stretched to both sides of its column.
const JUSTIFIED_GAP: f32 = 9.0;
/// Height of a line, in typical pitches, from which a new block begins.
const BLOCK_PITCH: f32 = 1.35;
/// Height of a line in ems from which a new block begins whatever is typical.
const MAX_PITCH: f32 = 1.9;
/// Smallest picture side in points that ends a gutter.
const PICTURE_SIDE: f32 = 40.0;

/// The blocks of a page in reading order.
pub(super) fn in_reading_order(page: &Page, fragments: Vec<Fragment>, frames: &Frames) -> Vec<Block> {
    let em = typical_size(&fragments);
    let rules: Vec<Rect> = page
        .rules
        .iter()
        .map(|rule| rule.rect)
        .filter(|rect| width(*rect) > height(*rect))
        .collect();
    let mut walls = rules.clone();
    let page_area = page.width * page.height;
    // A picture behind the text is its ground; one beside it ends the columns that it reaches over.
    walls.extend(page.images.iter().copied().filter(|image| {
        let is_small = width(*image).min(height(*image)) < PICTURE_SIDE;
        let is_ground = fragments
            .iter()
            .any(|fragment| holds(*image, center(fragment.rect)));
        !is_small && !is_ground && area(*image) < 0.4 * page_area
    }));
    let folds = sheets::folds(page.width, page.height, &fragments);
    let panel_of = |rect: Rect| folds.iter().filter(|fold| center(rect).0 > **fold).count();
    let mut blocks = Vec::new();
    for panel in 0..=folds.len() {
        let mut by_frame: FxHashMap<Option<usize>, Vec<usize>> = FxHashMap::default();
        for (index, fragment) in fragments.iter().enumerate() {
            if panel_of(fragment.rect) == panel {
                let frame = frames.innermost(center(fragment.rect));
                by_frame.entry(frame).or_default().push(index);
            }
        }
        let context = Context {
            fragments: &fragments,
            frames,
            by_frame: &by_frame,
            em,
            walls: Walls {
                rules: &rules,
                all: &walls,
            },
        };
        blocks.extend(context.blocks_of(None, 0));
    }
    blocks
}

struct Context<'a> {
    fragments: &'a [Fragment],
    frames: &'a Frames,
    by_frame: &'a FxHashMap<Option<usize>, Vec<usize>>,
    em: f32,
    walls: Walls<'a>,
}

impl Context<'_> {
    /// The blocks on a frame, or on the page itself, with those of the frames on it at their place.
    fn blocks_of(&self, frame: Option<usize>, depth: usize) -> Vec<Block> {
        let mut atoms: Vec<Atom> = Vec::new();
        for index in self.by_frame.get(&frame).into_iter().flatten() {
            if let Some(fragment) = self.fragments.get(*index) {
                let words = fragment.words.len();
                atoms.push(Atom {
                    rect: fragment.rect,
                    item: Item::Fragment(*index),
                    lines: 1,
                    words,
                    text_top: fragment.rect[1],
                });
            }
        }
        for (index, inner) in self.frames.list.iter().enumerate() {
            if self.frames.parent(index) == frame && depth < 16 {
                let (lines, words) = self.lines_within(index, 0);
                if lines > 0 {
                    atoms.push(Atom {
                        rect: inner.rect,
                        item: Item::Frame(index),
                        lines,
                        words,
                        text_top: self.text_top(index, 0),
                    });
                }
            }
        }
        let shown = frame.and_then(|index| self.frames.list.get(index)).copied();
        let mut blocks = Vec::new();
        for region in best_columns(atoms, self.em, self.walls, self.fragments) {
            self.blocks_of_region(region, shown, depth, &mut blocks);
        }
        blocks
    }

    /// Top of the first text in a frame.
    fn text_top(&self, frame: usize, depth: usize) -> f32 {
        let own = self.by_frame.get(&Some(frame)).into_iter().flatten();
        let own = own.filter_map(|index| self.fragments.get(*index));
        let mut top = own.map(|fragment| fragment.rect[1]).fold(f32::MAX, f32::min);
        for inner in 0..self.frames.list.len() {
            if depth < 16 && self.frames.parent(inner) == Some(frame) {
                top = top.min(self.text_top(inner, depth + 1));
            }
        }
        top
    }

    fn lines_within(&self, frame: usize, depth: usize) -> (usize, usize) {
        let own = self.by_frame.get(&Some(frame));
        let mut lines = own.map_or(0, Vec::len);
        let mut words = own
            .into_iter()
            .flatten()
            .filter_map(|index| self.fragments.get(*index))
            .map(|fragment| fragment.words.len())
            .sum();
        if depth < 16 {
            for index in 0..self.frames.list.len() {
                if self.frames.parent(index) == Some(frame) {
                    let (inner_lines, inner_words) = self.lines_within(index, depth + 1);
                    lines += inner_lines;
                    words += inner_words;
                }
            }
        }
        (lines, words)
    }

    /// One column from top to bottom: lines become blocks, a frame between them gives its own.
    fn blocks_of_region(
        &self,
        mut region: Vec<Atom>,
        shown: Option<Frame>,
        depth: usize,
        blocks: &mut Vec<Block>,
    ) {
        let places = places(&region);
        let mut order: Vec<(f32, f32, Atom)> = region
            .drain(..)
            .zip(places)
            .map(|(atom, place)| (place, atom.rect[0], atom))
            .collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let region = order.into_iter().map(|(_, _, atom)| atom);
        let mut pending: Vec<&Fragment> = Vec::new();
        for atom in region {
            match atom.item {
                Item::Fragment(index) => pending.extend(self.fragments.get(index)),
                Item::Frame(index) => {
                    blocks.extend(blocks_of_lines(lines_of(std::mem::take(&mut pending)), shown));
                    blocks.extend(self.blocks_of(Some(index), depth + 1));
                }
            }
        }
        blocks.extend(blocks_of_lines(lines_of(pending), shown));
    }
}

/// The places of the atoms of a column, from top to bottom. Boxes side by side in one row have one place.
fn places(region: &[Atom]) -> Vec<f32> {
    const SAME_SIDE: f32 = 4.0;
    let own: Vec<f32> = region.iter().map(position).collect();
    let row_mate = |a: &Atom, b: &Atom| {
        let frames = matches!((a.item, b.item), (Item::Frame(_), Item::Frame(_)));
        let near = |one: f32, other: f32| (one - other).abs() <= SAME_SIDE;
        frames && near(a.rect[1], b.rect[1]) && near(a.rect[3], b.rect[3])
    };
    let place_of = |atom: &Atom| {
        let mates = region.iter().zip(&own).filter(|(other, _)| row_mate(atom, other));
        mates.map(|(_, place)| *place).fold(f32::MAX, f32::min)
    };
    let pairs = region.iter().zip(&own);
    pairs
        .map(|(atom, place)| match atom.item {
            Item::Fragment(_) => *place,
            Item::Frame(_) => place_of(atom).min(*place),
        })
        .collect()
}

/// Where an atom stands among its neighbours: a fragment by its middle, a frame by its first line.
fn position(atom: &Atom) -> f32 {
    match atom.item {
        Item::Fragment(_) => (atom.rect[1] + atom.rect[3]) / 2.0,
        Item::Frame(_) => atom.text_top.max(atom.rect[1]) + (height(atom.rect) / 2.0).min(5.0),
    }
}

fn typical_size(fragments: &[Fragment]) -> f32 {
    let mut sizes: Vec<f32> = Vec::new();
    for fragment in fragments {
        sizes.extend(fragment.words.iter().map(|_| fragment.size));
    }
    median(&mut sizes).unwrap_or(10.0).clamp(4.0, 40.0)
}

/// Puts fragments side by side into lines, from top to bottom.
fn lines_of(fragments: Vec<&Fragment>) -> Vec<Line> {
    let mut rows: Vec<Vec<&Fragment>> = Vec::new();
    for fragment in fragments {
        let row = rows.iter_mut().rev().take(4).find(|row| {
            row.iter().any(|other| {
                let shared = overlap(other.rect[1], other.rect[3], fragment.rect[1], fragment.rect[3]);
                let lower = height(other.rect).min(height(fragment.rect));
                let apart = overlap(other.rect[0], other.rect[2], fragment.rect[0], fragment.rect[2]);
                !other.turned && !fragment.turned && shared >= 0.55 * lower && apart <= 0.3 * fragment.size
            })
        });
        match row {
            Some(row) => row.push(fragment),
            None => rows.push(vec![fragment]),
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| a.rect[0].total_cmp(&b.rect[0]));
    }
    let stretched = stretched::rows(&rows, PIECE_GAP);
    let mut lines = Vec::new();
    for (row, fills) in rows.into_iter().zip(stretched) {
        let mut end = f32::MIN;
        let gap = if fills { JUSTIFIED_GAP } else { PIECE_GAP };
        for fragment in row {
            let same_piece = fragment.rect[0] - end <= gap * fragment.size;
            end = fragment.rect[2];
            match lines.last_mut() {
                Some(line) if same_piece => extend(line, fragment),
                _ => lines.push(Line {
                    words: fragment.words.clone(),
                    rect: fragment.rect,
                    baseline: fragment.baseline,
                    size: fragment.size,
                    turned: fragment.turned,
                }),
            }
        }
    }
    lines
}

fn extend(line: &mut Line, fragment: &Fragment) {
    line.words.extend(fragment.words.iter().cloned());
    line.rect = union(line.rect, fragment.rect);
    line.size = line.size.max(fragment.size);
}

/// Cuts lines into blocks.
fn blocks_of_lines(lines: Vec<Line>, frame: Option<Frame>) -> Vec<Block> {
    let pitch = typical_pitches(&lines);
    let (left, right) = margins(&lines);
    let mut blocks: Vec<Block> = Vec::new();
    for line in lines {
        let continued = blocks
            .last()
            .and_then(|block| block.lines.last())
            .is_some_and(|before| {
                let typical = pitch.get(&size_class(before)).copied();
                goes_on(before, &line, typical, left, right)
            });
        let is_next_entry =
            |block: &Block| begins_dated(&line) && block.lines.first().is_some_and(begins_dated);
        match blocks.last_mut() {
            Some(block) if continued && !is_next_entry(block) => {
                block.rect = union(block.rect, line.rect);
                block.lines.push(line);
            }
            _ => blocks.push(Block {
                rect: line.rect,
                lines: vec![line],
                frame,
                cells: Vec::new(),
            }),
        }
    }
    blocks
}

fn size_class(line: &Line) -> u32 {
    (line.size * 2.0).round() as u32
}

/// The typical distance of baselines, by size of type.
fn typical_pitches(lines: &[Line]) -> FxHashMap<u32, f32> {
    let mut pitches: FxHashMap<u32, Vec<f32>> = FxHashMap::default();
    for pair in lines.windows(2) {
        if let [above, below] = pair {
            let pitch = below.baseline - above.baseline;
            if size_class(above) == size_class(below) && pitch > 0.5 * above.size && pitch < 2.2 * above.size
            {
                pitches.entry(size_class(above)).or_default().push(pitch);
            }
        }
    }
    // The lower quartile: lines inside paragraphs, also where paragraphs are short.
    pitches
        .into_iter()
        .filter_map(|(class, mut list)| {
            list.sort_by(f32::total_cmp);
            list.get(list.len() / 4).map(|pitch| (class, *pitch))
        })
        .collect()
}

fn margins(lines: &[Line]) -> (f32, f32) {
    let bounds = union_all(lines.iter().map(|line| line.rect));
    (bounds[0], bounds[2])
}

/// The look of a whole line: `None` where its words differ.
fn uniform<T: PartialEq + Copy>(line: &Line, look: impl Fn(&Word) -> T) -> Option<T> {
    let first = look(line.words.first()?);
    line.words.iter().all(|word| look(word) == first).then_some(first)
}

/// Whether a line goes on the block that ends with the line before it.
fn goes_on(before: &Line, line: &Line, typical_pitch: Option<f32>, left: f32, right: f32) -> bool {
    let pitch = line.baseline - before.baseline;
    let em = before.size.max(1.0);
    if before.turned || line.turned {
        return before.turned && line.turned && pitch.abs() < 2.5 * em;
    }
    let typical = typical_pitch.unwrap_or(1.25 * em);
    if pitch <= 0.3 * em || pitch > MAX_PITCH * em.max(line.size) || pitch > BLOCK_PITCH * typical + 0.5 {
        return false;
    }
    if (before.size - line.size).abs() > (0.08 * em).max(0.6) {
        return false;
    }
    // Styles are told apart by index: two lines of one look each, and not the same, are two blocks.
    if let (Some(above), Some(below)) = (
        uniform(before, |word| word.style),
        uniform(line, |word| word.style),
    ) && above != below
    {
        return false;
    }
    if overlap(before.rect[0], before.rect[2], line.rect[0], line.rect[2]) <= 0.0 {
        return false;
    }
    if begins_item(line) {
        return false;
    }
    !ends_paragraph(before, line, left, right)
}

/// Whether the line before ends its paragraph: the next word would have fitted on it.
fn ends_paragraph(before: &Line, line: &Line, left: f32, right: f32) -> bool {
    let Some(first) = line.words.first() else {
        return false;
    };
    let room = right - before.rect[2];
    let centered =
        (before.rect[0] - left) > 1.0 && ((before.rect[0] - left) - room).abs() < 1.5 * before.size;
    let wanted = width(first.rect) + 0.35 * before.size;
    let last = before.words.last().map_or("", |word| word.text.as_str());
    let sentence_ends = last.ends_with(['.', '!', '?', ':', '»', '”', '…', ';']);
    if centered {
        return sentence_ends && room > wanted + 4.0 * before.size;
    }
    let slack = if sentence_ends { 0.5 } else { 3.0 };
    if room > wanted + slack * before.size {
        let begins_anew = first
            .text
            .chars()
            .next()
            .is_some_and(|letter| !letter.is_lowercase());
        return sentence_ends || begins_anew;
    }
    // A first line set in: the paragraph before has ended.
    let indent = line.rect[0] - before.rect[0];
    sentence_ends && indent > 0.8 * before.size && indent < 4.0 * before.size && before.rect[0] - left < 2.0
}

/// Whether a line begins with a day or an hour, as the entries of an agenda do: `12 mai`, `1er juin`, `20h30`.
fn begins_dated(line: &Line) -> bool {
    let mut words = line.words.iter().map(|word| word.text.as_str());
    let Some(first) = words.next() else { return false };
    let digits = first.chars().take_while(char::is_ascii_digit).count();
    if digits == 0 || digits > 2 {
        return false;
    }
    let rest = first.get(digits..).unwrap_or_default();
    match rest {
        "" | "er" => words
            .next()
            .is_some_and(|month| month_number(month.trim_end_matches([',', ':'])).is_some()),
        _ => rest.starts_with(['h', 'H']) && rest.chars().skip(1).all(|c| c.is_ascii_digit() || c == ':'),
    }
}

/// Whether a line begins an item of a list.
fn begins_item(line: &Line) -> bool {
    let Some(first) = line.words.first() else {
        return false;
    };
    let mut characters = first.text.chars();
    let Some(mark) = characters.next() else {
        return false;
    };
    let alone = characters.next().is_none();
    let bullet = matches!(
        mark,
        '•' | '●'
            | '▪'
            | '■'
            | '◦'
            | '‣'
            | '➢'
            | '➤'
            | '►'
            | '▶'
            | '✓'
            | '✔'
            | '→'
            | '–'
            | '—'
            | '-'
            | '*'
    );
    bullet && (alone || !matches!(mark, '-' | '*' | '–' | '—')) && line.words.len() > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, x0: f32, baseline: f32, x1: f32, style: u32) -> Line {
        let rect = [x0, baseline - 7.5, x1, baseline + 2.2];
        let count = text.split(' ').count().max(1) as f32;
        let words = text
            .split(' ')
            .enumerate()
            .map(|(index, word)| Word {
                text: word.into(),
                rect: [
                    x0 + (x1 - x0) * index as f32 / count,
                    rect[1],
                    x0 + (x1 - x0) * (index + 1) as f32 / count,
                    rect[3],
                ],
                style,
                link: None,
                link_element: None,
            })
            .collect();
        Line {
            words,
            rect,
            baseline,
            size: 10.0,
            turned: false,
        }
    }

    fn texts(lines: Vec<Line>) -> Vec<String> {
        blocks_of_lines(lines, None)
            .iter()
            .map(Block::plain_text)
            .collect()
    }

    #[test]
    fn lines_of_one_paragraph_stay_together() {
        let lines = vec![
            line("La mairie ouvre ses portes", 50.0, 100.0, 300.0, 0),
            line("samedi matin.", 50.0, 112.0, 120.0, 0),
        ];
        assert_eq!(texts(lines), ["La mairie ouvre ses portes samedi matin."]);
    }

    #[test]
    fn a_short_last_line_ends_its_paragraph() {
        let lines = vec![
            line("La mairie ouvre ses portes", 50.0, 100.0, 300.0, 0),
            line("samedi matin.", 50.0, 112.0, 120.0, 0),
            line("Le bureau de vote reste", 50.0, 124.0, 300.0, 0),
        ];
        assert_eq!(texts(lines).len(), 2);
    }

    #[test]
    fn another_style_is_another_block() {
        let lines = vec![
            line("Un titre", 50.0, 100.0, 120.0, 1),
            line("Le texte qui le suit jusqu'au bord", 50.0, 112.0, 300.0, 0),
        ];
        assert_eq!(texts(lines).len(), 2);
    }

    #[test]
    fn entries_of_an_agenda_stay_apart() {
        let lines = vec![
            line(
                "12 mai, 7h – 18h : brocante sur le terrain de football",
                50.0,
                100.0,
                298.0,
                0,
            ),
            line("26 mai, 8h – 18h : élections en mairie", 50.0, 112.0, 250.0, 0),
        ];
        assert_eq!(texts(lines).len(), 2);
    }

    #[test]
    fn bullets_begin_items() {
        let lines = vec![
            line("• apporter une chaise et de quoi manger", 50.0, 100.0, 300.0, 0),
            line("• venir à pied si vous le pouvez vraiment", 50.0, 112.0, 300.0, 0),
        ];
        assert_eq!(texts(lines).len(), 2);
    }
}
