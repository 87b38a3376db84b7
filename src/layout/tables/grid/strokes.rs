//! Grids: level and upright lines that meet, drawn as rules or as the sides of grounds side by side.
use super::super::super::fragments::root;
use super::super::super::geometry::{height, width};
use super::super::super::outlines::{Stroke, Strokes, whole};
use crate::model::Rect;
use crate::pdf::{FilledBox, Page};

/// Distance in points up to which lines meet, and up to which two of them are one side of cells.
const MEET: f32 = 3.0;
/// Difference in points of the tops of grounds that are side by side.
const LEVEL: f32 = 1.5;
/// Shortest line in points that parts cells.
const SHORTEST: f32 = 8.0;
/// Highest ground in points that may be a cell: higher ones hold text.
const HIGHEST_CELL: f32 = 150.0;
/// Lines in each direction, and grounds, that are looked at: a page with more is a drawing.
const MOST: usize = 1500;
/// Share of the width of a grid over which lines of one height must stand to part rows.
const WIDE: f32 = 0.5;
/// Share of the height of a band that a line must part.
const PARTED: f32 = 0.6;

/// Lines that meet.
#[derive(Debug, Default)]
pub(in crate::layout::tables) struct Grid {
    /// Places of the upright lines from left to right, the outer sides among them.
    pub(super) xs: Vec<f32>,
    /// Places of the level lines from top to bottom, the outer sides among them.
    pub(super) ys: Vec<f32>,
    uprights: Vec<Stroke>,
}

impl Grid {
    /// Its place; nothing of no lines.
    pub(super) fn rect(&self) -> Option<Rect> {
        Some([
            *self.xs.first()?,
            *self.ys.first()?,
            *self.xs.last()?,
            *self.ys.last()?,
        ])
    }

    /// The upright lines but the outer ones.
    pub(super) fn inner(&self) -> impl Iterator<Item = f32> {
        let count = self.xs.len().saturating_sub(2);
        self.xs.iter().skip(1).take(count).copied()
    }

    /// Whether a line runs down at a place between two heights.
    pub(super) fn is_parted(&self, x: f32, top: f32, bottom: f32) -> bool {
        let beside = self
            .uprights
            .iter()
            .filter(|stroke| (stroke.at - x).abs() <= MEET);
        let covered: f32 = beside
            .map(|stroke| (stroke.to.min(bottom) - stroke.from.max(top)).max(0.0))
            .sum();
        covered >= PARTED * (bottom - top)
    }
}

/// The grids of a page.
pub(super) fn grids(page: &Page) -> Vec<Grid> {
    let mut strokes = Strokes::of(&page.rules);
    add_sides(&page.boxes, &mut strokes);
    if strokes.upright.is_empty() || strokes.upright.len() > MOST || strokes.level.len() > MOST {
        return Vec::new();
    }
    let mut level = whole(&mut strokes.level);
    let mut upright = whole(&mut strokes.upright);
    level.retain(|stroke| stroke.to - stroke.from >= SHORTEST);
    upright.retain(|stroke| stroke.to - stroke.from >= SHORTEST);
    level.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut grids = Vec::new();
    for (mut levels, uprights) in components(&level, &upright) {
        keep_wide(&mut levels);
        let from_levels = levels.iter().flat_map(|stroke| [stroke.from, stroke.to]);
        let from_uprights = uprights.iter().flat_map(|stroke| [stroke.from, stroke.to]);
        let xs = uprights.iter().map(|stroke| stroke.at).chain(ends(from_levels));
        let ys = levels.iter().map(|stroke| stroke.at).chain(ends(from_uprights));
        grids.push(Grid {
            xs: places(xs.collect()),
            ys: places(ys.collect()),
            uprights,
        });
    }
    grids
}

/// Keeps the level lines that stand, together with others at their height, over half of the width of all: shorter ones
/// part no rows.
fn keep_wide(levels: &mut Vec<Stroke>) {
    let left = levels.iter().map(|stroke| stroke.from).fold(f32::MAX, f32::min);
    let right = levels.iter().map(|stroke| stroke.to).fold(f32::MIN, f32::max);
    let is_wide = |stroke: &Stroke| {
        let beside = levels.iter().filter(|other| (other.at - stroke.at).abs() <= MEET);
        let covered: f32 = beside.map(|other| other.to - other.from).sum();
        covered >= WIDE * (right - left)
    };
    let wide: Vec<Stroke> = levels.iter().filter(|stroke| is_wide(stroke)).copied().collect();
    *levels = wide;
}

/// Adds the four sides of grounds that have another ground of their height at their side.
fn add_sides(boxes: &[FilledBox], strokes: &mut Strokes) {
    if boxes.len() > MOST {
        return;
    }
    let mut rects: Vec<Rect> = boxes.iter().map(|filled| filled.rect).collect();
    rects.retain(|rect| {
        height(*rect) <= HIGHEST_CELL && height(*rect) >= SHORTEST && width(*rect) >= SHORTEST
    });
    rects.sort_by(|a, b| a[1].total_cmp(&b[1]).then(a[0].total_cmp(&b[0])));
    let mut has_neighbour = vec![false; rects.len()];
    for (index, rect) in rects.iter().enumerate() {
        let near = rects.iter().enumerate().skip(index + 1);
        for (other_index, other) in near.take_while(|(_, other)| other[1] - rect[1] <= LEVEL) {
            let side_by_side = (other[0] - rect[2]).abs() <= MEET || (rect[0] - other[2]).abs() <= MEET;
            if side_by_side && (other[3] - rect[3]).abs() <= LEVEL {
                for place in [index, other_index] {
                    if let Some(found) = has_neighbour.get_mut(place) {
                        *found = true;
                    }
                }
            }
        }
    }
    for ([x0, y0, x1, y1], _) in rects.into_iter().zip(has_neighbour).filter(|(_, found)| *found) {
        strokes
            .level
            .extend([y0, y1].map(|at| Stroke { at, from: x0, to: x1 }));
        strokes
            .upright
            .extend([x0, x1].map(|at| Stroke { at, from: y0, to: y1 }));
    }
}

/// Level and upright lines that meet, each group by itself. `level` is sorted by place.
fn components(level: &[Stroke], upright: &[Stroke]) -> Vec<(Vec<Stroke>, Vec<Stroke>)> {
    // The group of every level line; uprights join the groups of those that they meet.
    let mut group: Vec<usize> = (0..level.len()).collect();
    let mut group_of_upright: Vec<Option<usize>> = Vec::with_capacity(upright.len());
    for stroke in upright {
        let start = level.partition_point(|line| line.at < stroke.from - MEET);
        let mut own: Option<usize> = None;
        let met = level
            .iter()
            .enumerate()
            .skip(start)
            .take_while(|(_, line)| line.at <= stroke.to + MEET);
        for (index, line) in met {
            if stroke.at < line.from - MEET || stroke.at > line.to + MEET {
                continue;
            }
            let known = root(&group, index);
            match own {
                Some(own) => {
                    let own = root(&group, own);
                    if let Some(slot) = group.get_mut(known) {
                        *slot = own;
                    }
                }
                None => own = Some(known),
            }
        }
        group_of_upright.push(own);
    }
    let mut found: Vec<(usize, Vec<Stroke>, Vec<Stroke>)> = Vec::new();
    for (stroke, own) in upright.iter().zip(group_of_upright) {
        let Some(own) = own else { continue };
        let own = root(&group, own);
        match found.iter_mut().find(|(known, ..)| *known == own) {
            Some((_, _, uprights)) => uprights.push(*stroke),
            None => found.push((own, Vec::new(), vec![*stroke])),
        }
    }
    for (index, stroke) in level.iter().enumerate() {
        let own = root(&group, index);
        if let Some((_, levels, _)) = found.iter_mut().find(|(known, ..)| *known == own) {
            levels.push(*stroke);
        }
    }
    found
        .into_iter()
        .map(|(_, levels, uprights)| (levels, uprights))
        .collect()
}

/// The least and the greatest of places.
fn ends(places: impl Iterator<Item = f32>) -> Vec<f32> {
    let bounds = places.fold((f32::MAX, f32::MIN), |(least, most), place| {
        (least.min(place), most.max(place))
    });
    if bounds.0 <= bounds.1 {
        vec![bounds.0, bounds.1]
    } else {
        Vec::new()
    }
}

/// Places in order, those that are one side of cells as one.
fn places(mut all: Vec<f32>) -> Vec<f32> {
    all.sort_by(f32::total_cmp);
    let mut places: Vec<f32> = Vec::new();
    for place in all {
        if places.last().is_none_or(|last| place - last > MEET) {
            places.push(place);
        }
    }
    places
}
