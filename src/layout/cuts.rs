//! Reading order by cuts: a region of the page is cut where a gutter runs between columns, into what stands above
//! the columns, the columns from left to right, and what stands below; each part is cut again.
//!
//! A gutter reaches from one atom that crosses it to the next: a title or a picture over both columns ends it.
use super::geometry::{overlap, union_all, width};
use super::heights::Heights;
use crate::model::Rect;
use std::cell::Cell;

/// What a region is made of: a fragment of a line, or a whole frame.
#[derive(Debug, Clone, Copy)]
pub(super) struct Atom {
    pub(super) rect: Rect,
    /// Index of the fragment or frame, for whoever made the atom.
    pub(super) item: Item,
    /// Lines that it stands for: 1 for a fragment.
    pub(super) lines: usize,
    /// Words that it holds.
    pub(super) words: usize,
    /// Top of the first text in it: a frame may reach above it.
    pub(super) text_top: f32,
}

/// What an atom stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Item {
    /// A fragment, by index.
    Fragment(usize),
    /// A frame, by index.
    Frame(usize),
}

/// Narrowest gutter in ems.
const MIN_GUTTER: f32 = 0.6;
/// Gutter in ems from which two short columns are believed.
const WIDE_GUTTER: f32 = 2.0;
/// Lines on both sides from which a narrow gutter is believed.
const COLUMN_LINES: usize = 3;
/// White in ems over the whole width that ends a set of columns: rows of cards are read row by row.
pub(super) const ROW_GAP: f32 = 3.2;
/// One line of a column in so many may reach over the gutter.
const PROTRUDING: usize = 8;
/// Lines in a row that may be stretched over so wide gaps that they seem columns.
const MOST_STRETCHED: usize = 6;
/// How far around them, in ems, lines tell whether they are of running text.
const LINES_BESIDE: f32 = 6.0;
/// Words of a line that fills its column, and how many such lines tell running text.
const WORDS_OF_A_LINE: usize = 5;
const FULL_LINES: usize = 2;
/// Short cells at the right that make rows of what they stand beside.
const SHORT_CELLS: usize = 4;
/// White in ems above a line that does not go on the column above it.
const AWAY: f32 = 1.6;
/// Columns in columns: deeper, the page is a table or a drawing.
const MAX_DEPTH: usize = 24;
/// Places where a gutter is looked for.
const MAX_CANDIDATES: usize = 120;

/// A gutter with what stands beside, above and below it.
struct Cut {
    above: Vec<Atom>,
    left: Vec<Atom>,
    right: Vec<Atom>,
    below: Vec<Atom>,
    score: f32,
}

/// What of a [`Page`] made a difference to its cuts: without it they would be the same.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Mattered {
    /// A wall stood in a gutter.
    pub(super) walls: bool,
    /// A band of white stood between atoms.
    pub(super) bands: bool,
    /// Something was moved from below a column.
    pub(super) trims: bool,
}

/// The regions of one column each, in reading order, and what mattered to them.
pub(super) fn columns(atoms: Vec<Atom>, page: &Page<'_>) -> (Vec<Vec<Atom>>, Mattered) {
    let page = Noting {
        page,
        mattered: Cell::default(),
    };
    let mut regions = Vec::new();
    cut(atoms, &page, 0, &mut regions);
    (regions, page.mattered.get())
}

/// How a page is cut.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page<'a> {
    /// Size of most letters in points.
    pub(super) em: f32,
    /// Rules and pictures that end a gutter.
    pub(super) walls: &'a [Rect],
    /// White in ems over the whole width that does.
    pub(super) row_gap: f32,
    /// Whether what stands alone below the right column is read after it.
    pub(super) trims: bool,
}

/// How a page is cut, and what of it has mattered.
struct Noting<'a> {
    page: &'a Page<'a>,
    mattered: Cell<Mattered>,
}

impl Noting<'_> {
    fn note(&self, set: impl FnOnce(&mut Mattered)) {
        let mut mattered = self.mattered.get();
        set(&mut mattered);
        self.mattered.set(mattered);
    }
}

fn cut(atoms: Vec<Atom>, page: &Noting<'_>, depth: usize, regions: &mut Vec<Vec<Atom>>) {
    if atoms.is_empty() {
        return;
    }
    let best = if depth < MAX_DEPTH {
        best_cut(&atoms, page)
    } else {
        None
    };
    let Some(best) = best else {
        regions.push(atoms);
        return;
    };
    for part in [best.above, best.left, best.right, best.below] {
        cut(part, page, depth + 1, regions);
    }
}

fn best_cut(atoms: &[Atom], noting: &Noting<'_>) -> Option<Cut> {
    let page = noting.page;
    let em = page.em;
    let mut edges: Vec<f32> = atoms.iter().map(|atom| atom.rect[0]).collect();
    edges.sort_by(f32::total_cmp);
    edges.dedup_by(|later, earlier| *later - *earlier < 1.5);
    let leftmost = *edges.first()?;
    let step = (edges.len() / MAX_CANDIDATES).max(1);
    // Asked for few atoms, and by many edges: found when it is first wanted.
    let mut beside: Vec<Option<f32>> = vec![None; atoms.len()];
    let none = vec![false; atoms.len()];
    let bounds = union_all(atoms.iter().map(|atom| atom.rect));
    let bands = white_bands(atoms, page.row_gap * em);
    if !bands.is_empty() {
        noting.note(|mattered| mattered.bands = true);
    }
    let heights = Heights::of(atoms);
    let mut best: Option<Cut> = None;
    for edge in edges.iter().step_by(step).filter(|edge| **edge > leftmost + em) {
        let reaching: Vec<bool> = atoms
            .iter()
            .zip(&mut beside)
            .map(|(atom, beside)| {
                may_protrude(atom, *edge)
                    && makes_way(atom, *beside.get_or_insert_with(|| end_of_white(atom, atoms)), em)
            })
            .collect();
        let has_reaching = reaching.contains(&true);
        for reaching in [Some(&none), has_reaching.then_some(&reaching)]
            .into_iter()
            .flatten()
        {
            let lines = heights.lines_beside(atoms, reaching, *edge);
            let score_of_best = |best: &Option<Cut>| best.as_ref().map_or(f32::MIN, |known| known.score);
            // No zone holds more lines than all of them.
            if lines
                .may_score_more((f32::MIN, f32::MAX), score_of_best(&best))
                .is_none()
            {
                continue;
            }
            for zone in zones(atoms, reaching, *edge, noting, bounds, &bands) {
                let to_beat = score_of_best(&best);
                let Some(sides) = lines.may_score_more(zone, to_beat) else {
                    continue;
                };
                if let Some(found) = cut_in_zone(atoms, reaching, *edge, zone, sides, noting, to_beat) {
                    best = Some(found);
                }
            }
        }
    }
    best
}

pub(super) fn middle(atom: &Atom) -> f32 {
    (atom.rect[1] + atom.rect[3]) / 2.0
}

pub(super) fn is_right(atom: &Atom, edge: f32) -> bool {
    atom.rect[0] >= edge - 1.5
}

fn crosses(rect: Rect, edge: f32) -> bool {
    rect[0] < edge - 1.5 && rect[2] > edge + 1.0
}

/// For every atom where the next one at its right begins on its row; infinite where none does.
pub(super) fn ends_of_white(atoms: &[Atom]) -> Vec<f32> {
    atoms.iter().map(|atom| end_of_white(atom, atoms)).collect()
}

fn end_of_white(atom: &Atom, atoms: &[Atom]) -> f32 {
    let lower = atom.rect[3] - atom.rect[1];
    let is_beside = |other: &&Atom| {
        other.rect[0] >= atom.rect[2]
            && overlap(other.rect[1], other.rect[3], atom.rect[1], atom.rect[3]) >= 0.5 * lower
    };
    let others = atoms.iter().filter(is_beside);
    others.map(|other| other.rect[0]).fold(f32::INFINITY, f32::min)
}

/// Whether a line of the left column reaches over the gutter, as under a picture that does.
fn may_protrude(atom: &Atom, edge: f32) -> bool {
    let is_mostly_left = edge - atom.rect[0] >= 0.6 * width(atom.rect);
    crosses(atom.rect, edge) && is_mostly_left && atom.lines == 1
}

/// Whether the right column makes way for a line that reaches over the gutter: its own text stands beside it.
fn makes_way(atom: &Atom, beside: f32, em: f32) -> bool {
    beside.is_finite() && beside >= atom.rect[2] + 0.3 * em
}

/// The intervals of height in which nothing crosses an edge. `bounds` holds all atoms, `bands` are the wide bands of
/// white between them.
fn zones(
    atoms: &[Atom],
    reaching: &[bool],
    edge: f32,
    noting: &Noting<'_>,
    bounds: Rect,
    bands: &[(f32, f32)],
) -> Vec<(f32, f32)> {
    let page = noting.page;
    let em = page.em;
    let mut barriers: Vec<(f32, f32)> = Vec::new();
    for (atom, reaches) in atoms.iter().zip(reaching) {
        if crosses(atom.rect, edge) && !reaches {
            barriers.push((atom.rect[1], atom.rect[3]));
        }
    }
    for wall in page.walls {
        let inside = overlap(wall[0], wall[2], bounds[0], bounds[2]);
        let among = overlap(wall[1], wall[3], bounds[1], bounds[3]);
        // A rule over one column only does not end the gutter.
        let reaches_over = wall[0] < edge - 2.0 * em && wall[2] > edge + 2.0 * em;
        if reaches_over && among >= 0.0 && inside >= 0.5 * width(bounds) {
            barriers.push((wall[1], wall[3]));
            noting.note(|mattered| mattered.walls = true);
        }
    }
    barriers.extend_from_slice(bands);
    barriers.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut zones = Vec::new();
    let mut top = bounds[1];
    for (from, to) in barriers {
        if from > top {
            zones.push((top, from));
        }
        top = top.max(to);
    }
    if bounds[3] > top {
        zones.push((top, bounds[3]));
    }
    zones
}

/// Wide bands of white over the whole width.
fn white_bands(atoms: &[Atom], gap: f32) -> Vec<(f32, f32)> {
    let mut rows: Vec<(f32, f32)> = atoms.iter().map(|atom| (atom.rect[1], atom.rect[3])).collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut bands = Vec::new();
    let mut bottom = f32::MAX;
    for (top, end) in rows {
        if bottom < f32::MAX && top - bottom >= gap {
            bands.push((bottom, top));
        }
        bottom = if bottom == f32::MAX { end } else { bottom.max(end) };
    }
    bands
}

/// The cut along an edge within a zone with so many lines at its sides, where it is believed and scores more than `to_beat`.
fn cut_in_zone(
    atoms: &[Atom],
    reaching: &[bool],
    edge: f32,
    (top, bottom): (f32, f32),
    (left_lines, right_lines): (usize, usize),
    noting: &Noting<'_>,
    to_beat: f32,
) -> Option<Cut> {
    let page = noting.page;
    let em = page.em;
    let mut cut = Cut {
        above: vec![],
        left: vec![],
        right: vec![],
        below: vec![],
        score: 0.0,
    };
    let mut protruding = Vec::new();
    for (atom, reaches) in atoms.iter().zip(reaching) {
        let middle = middle(atom);
        if middle < top {
            cut.above.push(*atom);
        } else if middle > bottom {
            cut.below.push(*atom);
        } else if is_right(atom, edge) {
            cut.right.push(*atom);
        } else if *reaches {
            protruding.push(*atom);
        } else {
            cut.left.push(*atom);
        }
    }
    if protruding.len() * PROTRUDING > cut.left.len() {
        return None;
    }
    let left = union_all(cut.left.iter().map(|atom| atom.rect));
    let right = union_all(cut.right.iter().map(|atom| atom.rect));
    let gutter = right[0] - left[2];
    // A box is parted from what stands beside it by its own side.
    let edge_of = |atoms: &[Atom], side: fn(&Rect) -> f32, at: f32| {
        let on_edge = |atom: &&Atom| (side(&atom.rect) - at).abs() <= MIN_GUTTER * em;
        atoms
            .iter()
            .filter(on_edge)
            .all(|atom| matches!(atom.item, Item::Frame(_)))
    };
    let (box_left, box_right) = (
        edge_of(&cut.left, |rect| rect[2], left[2]),
        edge_of(&cut.right, |rect| rect[0], right[0]),
    );
    let least = match (box_left, box_right) {
        (true, true) => -1.0,
        (true, false) | (false, true) => 0.2 * em,
        (false, false) => MIN_GUTTER * em,
    };
    cut.score = score(left_lines + right_lines, gutter / em);
    if gutter < least || cut.score <= to_beat {
        return None;
    }
    let beside = overlap(left[1], left[3], right[1], right[3]);
    let lower = (left[3] - left[1]).min(right[3] - right[1]);
    if beside < 0.5 * lower {
        return None;
    }
    let fewer = left_lines.min(right_lines);
    let wide_enough = width(left).min(width(right)) >= 3.0 * em;
    let believed = wide_enough
        && ((gutter >= WIDE_GUTTER * em && fewer >= 2)
            || fewer >= COLUMN_LINES
            || (gutter >= WIDE_GUTTER * em && left_lines.max(right_lines) >= 2 * COLUMN_LINES));
    if !believed || are_rows(&cut.left, &cut.right, em) || are_stretched(atoms, &cut, em) {
        return None;
    }
    let reach = protruding
        .iter()
        .map(|atom| atom.rect[2])
        .fold(f32::MIN, f32::max);
    let right_words: usize = cut.right.iter().map(|atom| atom.words).sum();
    let is_prose = right_words >= 3 * right_lines && fewer >= 2 * COLUMN_LINES;
    if !protruding.is_empty() && (!is_prose || reach > right[0] + 0.4 * width(right)) {
        return None;
    }
    cut.left.extend(protruding);
    if page.trims {
        let left = cut.left.len();
        trim(&mut cut, em);
        if cut.left.len() != left {
            noting.note(|mattered| mattered.trims = true);
        }
    }
    Some(cut)
}

/// The more lines a cut parts, and the wider its gutter in ems, the better.
pub(super) fn score(lines: usize, gutter: f32) -> f32 {
    lines as f32 + gutter.min(6.0) * 0.5
}

/// Whether the two sides are rows of a table or programme: short cells on the same baselines.
fn are_rows(left: &[Atom], right: &[Atom], em: f32) -> bool {
    let same_row = |a: &Atom, b: &Atom| (a.rect[3] - b.rect[3]).abs() <= 0.35 * em;
    let mut rows: Vec<&Atom> = Vec::new();
    for cell in left {
        if !rows.iter().any(|row| same_row(row, cell)) {
            rows.push(cell);
        }
    }
    let paired = rows
        .iter()
        .filter(|row| right.iter().any(|other| same_row(row, other)))
        .count();
    let words: usize = left.iter().map(|cell| cell.words).sum();
    // Prose, even in a narrow column, has more words to the line.
    let words_per_row = words as f32 / rows.len().max(1) as f32;
    // Cells at the right of some rows only, each on the baseline of one.
    let right_words: usize = right.iter().map(|cell| cell.words).sum();
    let beside = right
        .iter()
        .filter(|cell| rows.iter().any(|row| same_row(row, cell)))
        .count();
    let close_below = |cell: &Atom| {
        right.iter().any(|other| {
            let step = other.rect[3] - cell.rect[3];
            step > 0.5 * em && step < 1.6 * em
        })
    };
    let stacked = right.iter().filter(|cell| close_below(cell)).count();
    let is_sparse =
        right.len() * 10 <= rows.len() * 7 && right_words <= 6 * right.len() && stacked * 2 < right.len();
    if is_sparse && right.len() >= 2 && beside as f32 >= 0.8 * right.len() as f32 {
        return true;
    }
    // Hours, numbers and addresses behind their names: short cells, nearly all on the baseline of one.
    let are_short = right.len() >= SHORT_CELLS && right_words <= 3 * right.len();
    if are_short && beside as f32 >= 0.9 * right.len() as f32 && paired * 2 >= rows.len() {
        return true;
    }
    paired as f32 >= 0.7 * rows.len() as f32 && words_per_row <= 3.0
}

/// Whether the two sides are the halves of a few lines that are stretched to the sides of their column, in running text:
/// on shared baselines, from side to side, and next to a line that fills the column.
fn are_stretched(atoms: &[Atom], cut: &Cut, em: f32) -> bool {
    if cut.left.len() > 2 * MOST_STRETCHED || cut.right.len() > 2 * MOST_STRETCHED {
        return false;
    }
    let zone = union_all(cut.left.iter().chain(&cut.right).map(|atom| atom.rect));
    let reach = LINES_BESIDE * em;
    let is_around = |atom: &&Atom| atom.rect[3] > zone[1] - reach && atom.rect[1] < zone[3] + reach;
    let around: Vec<&Atom> = atoms.iter().filter(is_around).collect();
    let bounds = union_all(around.iter().map(|atom| atom.rect));
    let near = |one: f32, other: f32, by: f32| (one - other).abs() <= by * em;
    let begins = cut.left.iter().filter(|atom| near(atom.rect[0], bounds[0], 3.0));
    let rows: Vec<&Atom> = begins.collect();
    let on_row = |atom: &Atom| rows.iter().any(|row| near(row.rect[3], atom.rect[3], 0.35));
    let ends = cut
        .right
        .iter()
        .filter(|atom| near(atom.rect[2], bounds[2], 0.5))
        .count();
    let fills = |atom: &&&Atom| {
        width(atom.rect) >= 0.9 * width(bounds) && atom.lines == 1 && atom.words >= WORDS_OF_A_LINE
    };
    rows.len() <= MOST_STRETCHED
        && cut.left.iter().chain(&cut.right).all(on_row)
        && ends >= rows.len()
        && around.iter().filter(fills).count() >= FULL_LINES
}

/// Moves what stands alone above or below the columns out of the left one: a line of its own before or after them.
fn trim(cut: &mut Cut, em: f32) {
    let right = union_all(cut.right.iter().map(|atom| atom.rect));
    let left_beside: Vec<Rect> = cut
        .left
        .iter()
        .map(|atom| atom.rect)
        .filter(|rect| rect[1] < right[3])
        .collect();
    let left_bottom = left_beside.iter().map(|rect| rect[3]).fold(f32::MIN, f32::max);
    let mut lower = left_bottom.max(right[3]);
    let mut tops: Vec<(f32, f32)> = cut.left.iter().map(|atom| (atom.rect[1], atom.rect[3])).collect();
    tops.sort_by(|a, b| a.0.total_cmp(&b.0));
    // The left column may be longer: line by line it goes on below the right one.
    for (top, bottom) in tops {
        if top <= lower + AWAY * em {
            lower = lower.max(bottom);
        }
    }
    // Below both columns and away from them: it does not continue the left one.
    let mut staying = Vec::new();
    for atom in std::mem::take(&mut cut.left) {
        if atom.rect[1] > lower + AWAY * em {
            cut.below.push(atom);
        } else {
            staying.push(atom);
        }
    }
    cut.left = staying;
}

#[cfg(test)]
#[path = "cuts_tests.rs"]
mod tests;
