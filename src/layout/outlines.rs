//! Outlined boxes: rectangles whose four sides are drawn as lines. Word processors draw each side, or each cell's
//! side, by itself, so that a box is found by its sides and not by the path that drew it.
use super::geometry::{height, overlap, width};
use crate::model::Rect;
use crate::pdf::Rule;

/// Distance in points up to which ends of two lines are one corner.
const CORNER: f32 = 3.0;
/// Distance in points up to which pieces of a line in one direction are one line.
const JOINT: f32 = 1.2;
/// Smallest box in points: a line of text with room about it.
const MIN_WIDTH: f32 = 40.0;
/// See [`MIN_WIDTH`].
const MIN_HEIGHT: f32 = 14.0;
/// Lines that are looked at in each direction: a page with more is a drawing.
const MAX_LINES: usize = 400;

/// A line: its place across its direction, and from where to where it runs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stroke {
    pub(super) at: f32,
    pub(super) from: f32,
    pub(super) to: f32,
}

/// Level and upright lines, as they are drawn.
#[derive(Debug, Default)]
pub(super) struct Strokes {
    pub(super) level: Vec<Stroke>,
    pub(super) upright: Vec<Stroke>,
}

impl Strokes {
    /// The lines of rules.
    pub(super) fn of(rules: &[Rule]) -> Self {
        let mut strokes = Self::default();
        for rule in rules {
            let [x0, y0, x1, y1] = rule.rect;
            if width(rule.rect) > height(rule.rect) {
                strokes.level.push(Stroke {
                    at: (y0 + y1) / 2.0,
                    from: x0,
                    to: x1,
                });
            } else {
                strokes.upright.push(Stroke {
                    at: (x0 + x1) / 2.0,
                    from: y0,
                    to: y1,
                });
            }
        }
        strokes
    }
}

/// The boxes that the rules of a page outline. A grid of cells gives its outer box alone.
pub(super) fn boxes(rules: &[Rule]) -> Vec<Rect> {
    let Strokes { level, upright } = Strokes::of(rules);
    let level = joined(level);
    let upright = joined(upright);
    if level.len() > MAX_LINES || upright.len() > MAX_LINES {
        return Vec::new();
    }
    let mut boxes: Vec<Rect> = Vec::new();
    for (index, top) in level.iter().enumerate() {
        // The furthest line below with the same ends, so that rows of a table are one box.
        let bottom = level.iter().skip(index + 1).rev().find(|bottom| {
            let same_ends = (top.from - bottom.from).abs() <= CORNER && (top.to - bottom.to).abs() <= CORNER;
            same_ends
                && bottom.at - top.at >= MIN_HEIGHT
                && runs_down(&upright, top.from, top.at, bottom.at)
                && runs_down(&upright, top.to, top.at, bottom.at)
        });
        let Some(bottom) = bottom else { continue };
        let rect = [top.from, top.at, top.to, bottom.at];
        let is_within = |outer: &Rect| {
            (outer[0] - rect[0]).abs() <= CORNER
                && (outer[2] - rect[2]).abs() <= CORNER
                && overlap(outer[1], outer[3], rect[1], rect[3]) >= 0.9 * height(rect)
        };
        if width(rect) >= MIN_WIDTH && !boxes.iter().any(is_within) {
            boxes.push(rect);
        }
    }
    let all = boxes.clone();
    boxes.retain(|inner| !all.iter().any(|outer| is_cell(inner, outer)));
    boxes
}

/// Whether a box is a cell of another one: inside it, and with one of its sides.
fn is_cell(inner: &Rect, outer: &Rect) -> bool {
    let inside = inner[0] >= outer[0] - CORNER
        && inner[1] >= outer[1] - CORNER
        && inner[2] <= outer[2] + CORNER
        && inner[3] <= outer[3] + CORNER;
    let sides = inner.iter().zip(outer.iter());
    let shares = sides
        .map(|(one, other)| (one - other).abs())
        .any(|step| step <= CORNER);
    let is_smaller = width(*inner) * height(*inner) < 0.97 * width(*outer) * height(*outer);
    inside && shares && is_smaller
}

/// Whether a line runs from top to bottom at a place.
fn runs_down(upright: &[Stroke], x: f32, top: f32, bottom: f32) -> bool {
    upright.iter().any(|stroke| {
        (stroke.at - x).abs() <= CORNER && stroke.from <= top + CORNER && stroke.to >= bottom - CORNER
    })
}

/// Lines with their pieces put together, in order of place. Two lines that only touch end to end, as those of boxes
/// side by side, stand in the list by themselves too.
fn joined(mut strokes: Vec<Stroke>) -> Vec<Stroke> {
    let mut lines = whole(&mut strokes);
    let put_together = lines.len();
    for stroke in strokes {
        let differs = lines.iter().take(put_together).all(|line| {
            (line.at - stroke.at).abs() > JOINT
                || (line.from - stroke.from).abs() > CORNER
                || (line.to - stroke.to).abs() > CORNER
        });
        if differs && stroke.to - stroke.from >= MIN_WIDTH {
            lines.push(stroke);
        }
    }
    lines.sort_by(|a, b| a.at.total_cmp(&b.at));
    lines
}

/// Lines with their pieces put together. Both the lines and, after it, the strokes are in order of place.
pub(super) fn whole(strokes: &mut [Stroke]) -> Vec<Stroke> {
    strokes.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut lines: Vec<Stroke> = Vec::new();
    for stroke in strokes.iter() {
        let known = lines.iter_mut().rev().take(40).find(|line| {
            (line.at - stroke.at).abs() <= JOINT
                && stroke.from <= line.to + JOINT
                && stroke.to >= line.from - JOINT
        });
        match known {
            Some(line) => {
                line.from = line.from.min(stroke.from);
                line.to = line.to.max(stroke.to);
            }
            None => lines.push(*stroke),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(rects: &[Rect]) -> Vec<Rule> {
        rects.iter().map(|rect| Rule { rect: *rect }).collect()
    }

    fn sides([x0, y0, x1, y1]: Rect) -> Vec<Rect> {
        vec![
            [x0, y0, x1, y0 + 0.5],
            [x0, y1 - 0.5, x1, y1],
            [x0, y0, x0 + 0.5, y1],
            [x1 - 0.5, y0, x1, y1],
        ]
    }

    #[test]
    fn four_sides_are_a_box() {
        let found = boxes(&rules(&sides([50.0, 100.0, 250.0, 180.0])));
        assert_eq!(found.len(), 1);
        assert!((found[0][3] - 180.0).abs() < 1.0);
    }

    #[test]
    fn boxes_one_under_the_other_stay_apart() {
        let mut all = sides([50.0, 100.0, 250.0, 180.0]);
        all.extend(sides([50.0, 184.0, 250.0, 260.0]));
        assert_eq!(boxes(&rules(&all)).len(), 2);
    }

    #[test]
    fn a_table_is_one_box() {
        let mut all = sides([50.0, 100.0, 250.0, 180.0]);
        all.push([50.0, 120.0, 250.0, 120.5]);
        all.push([50.0, 150.0, 250.0, 150.5]);
        all.push([120.0, 100.0, 120.5, 180.0]);
        assert_eq!(boxes(&rules(&all)).len(), 1);
    }

    #[test]
    fn three_sides_are_none() {
        let mut open = sides([50.0, 100.0, 250.0, 180.0]);
        open.pop();
        assert!(boxes(&rules(&open)).is_empty());
    }
}
