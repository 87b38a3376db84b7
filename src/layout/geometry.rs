//! Rectangles `[x0, y0, x1, y1]`, and the median.
use crate::model::Rect;

/// The smallest rectangle around two.
pub(super) fn union(a: Rect, b: Rect) -> Rect {
    [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]
}

/// The smallest rectangle around several; empty at the origin where there is none.
pub(super) fn union_all(rects: impl Iterator<Item = Rect>) -> Rect {
    rects.reduce(union).unwrap_or([0.0; 4])
}

pub(super) fn width(rect: Rect) -> f32 {
    rect[2] - rect[0]
}

pub(super) fn height(rect: Rect) -> f32 {
    rect[3] - rect[1]
}

pub(super) fn area(rect: Rect) -> f32 {
    width(rect).max(0.0) * height(rect).max(0.0)
}

pub(super) fn center(rect: Rect) -> (f32, f32) {
    ((rect[0] + rect[2]) / 2.0, (rect[1] + rect[3]) / 2.0)
}

pub(super) fn holds(rect: Rect, (x, y): (f32, f32)) -> bool {
    x >= rect[0] && x <= rect[2] && y >= rect[1] && y <= rect[3]
}

/// Length of the common part of two intervals; negative where they are apart.
pub(super) fn overlap(a0: f32, a1: f32, b0: f32, b1: f32) -> f32 {
    a1.min(b1) - a0.max(b0)
}

/// The middle value; nothing of an empty list.
pub(super) fn median(values: &mut [f32]) -> Option<f32> {
    let middle = values.len() / 2;
    if middle >= values.len() {
        return None;
    }
    let (_, median, _) = values.select_nth_unstable_by(middle, f32::total_cmp);
    Some(*median)
}
