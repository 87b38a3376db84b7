//! Frames: filled and outlined boxes with text in them. What stands in a box is read by itself, as one piece of the page.
use super::Frame;
use super::fragments::Fragment;
use super::geometry::{area, center, height, holds, overlap, union, width};
use super::outlines;
use super::style::Styles;
use crate::pdf::Page;

/// Share of the page from which a fill is its background.
const BACKGROUND: f32 = 0.8;
/// Share of the page from which an outline is its border.
const BORDER: f32 = 0.5;
/// Smallest width in points of a box that could hold text.
const MIN_WIDTH: f32 = 20.0;
/// Distance in points up to which fills of one colour, one under the other, are one box.
const TOUCH: f32 = 1.5;
/// Boxes that are looked at: a page with more is a drawing.
const MAX_FRAMES: usize = 400;

/// The frames of a page, each with the index of the frame around it.
#[derive(Debug, Default)]
pub(super) struct Frames {
    pub(super) list: Vec<Frame>,
    parents: Vec<Option<usize>>,
}

impl Frames {
    /// The innermost frame at a place.
    pub(super) fn innermost(&self, point: (f32, f32)) -> Option<usize> {
        let mut best: Option<usize> = None;
        for (index, frame) in self.list.iter().enumerate() {
            let smaller = best
                .and_then(|known| self.list.get(known))
                .is_none_or(|k| area(frame.rect) < area(k.rect));
            if holds(frame.rect, point) && smaller {
                best = Some(index);
            }
        }
        best
    }

    /// The frame around a frame.
    pub(super) fn parent(&self, index: usize) -> Option<usize> {
        self.parents.get(index).copied().flatten()
    }
}

/// Finds the frames of a page.
pub(super) fn of_page(page: &Page, fragments: &[Fragment], styles: &Styles) -> Frames {
    let page_area = (page.width * page.height).max(1.0);
    let mut list: Vec<Frame> = Vec::new();
    for filled in &page.boxes {
        let rect = filled.rect;
        if width(rect) < MIN_WIDTH || area(rect) > BACKGROUND * page_area || list.len() >= MAX_FRAMES {
            continue;
        }
        let color = filled.color;
        // Paragraphs with a coloured ground are often filled line by line.
        let stacked = list.iter_mut().find(|known| {
            let same_sides =
                (known.rect[0] - rect[0]).abs() <= TOUCH && (known.rect[2] - rect[2]).abs() <= TOUCH;
            let touching = overlap(known.rect[1], known.rect[3], rect[1], rect[3]) >= -TOUCH;
            known.color == color && same_sides && touching
        });
        match stacked {
            Some(known) => known.rect = union(known.rect, rect),
            None => list.push(Frame {
                id: 0,
                color,
                outlined: false,
                share: 0.0,
                rect,
            }),
        }
    }
    let fills = list.clone();
    list.retain(|frame| !is_decoration(frame, fragments) && !is_highlight(frame, fragments, &fills, styles));
    for rect in outlines::boxes(&page.rules) {
        if area(rect) <= BORDER * page_area && list.len() < MAX_FRAMES {
            list.push(Frame {
                id: 0,
                color: 0,
                outlined: true,
                share: 0.0,
                rect,
            });
        }
    }
    list.retain(|frame| {
        fragments
            .iter()
            .any(|fragment| holds(frame.rect, center(fragment.rect)))
    });
    // White on the white page is no frame, but white inside a coloured one is.
    list.sort_by(|a, b| area(b.rect).total_cmp(&area(a.rect)));
    let mut kept: Vec<Frame> = Vec::new();
    for mut frame in list {
        let around = kept.iter().rev().find(|outer| is_around(outer, &frame));
        let ground = around.map_or(0xffffff, |outer| outer.color);
        let doubled = kept.iter().any(|other| is_same_place(other, &frame));
        frame.share = area(frame.rect) / page_area;
        if frame.outlined {
            frame.color = ground;
        }
        if (frame.outlined || frame.color != ground) && !doubled {
            kept.push(frame);
        }
    }
    let mut parents = Vec::with_capacity(kept.len());
    for (index, frame) in kept.iter_mut().enumerate() {
        frame.id = index as u32 + 1;
    }
    for (index, frame) in kept.iter().enumerate() {
        parents.push(kept.iter().take(index).rposition(|outer| is_around(outer, frame)));
    }
    Frames { list: kept, parents }
}

/// Whether a fill only marks a line of words, as a pen does: light under dark letters, and ending where they end.
fn is_highlight(frame: &Frame, fragments: &[Fragment], fills: &[Frame], styles: &Styles) -> bool {
    // Part of a larger ground of its colour is none.
    let touches = |other: &Frame| {
        other.color == frame.color
            && !is_same_place(other, frame)
            && overlap(other.rect[0], other.rect[2], frame.rect[0], frame.rect[2]) > -TOUCH
            && overlap(other.rect[1], other.rect[3], frame.rect[1], frame.rect[3]) > -TOUCH
    };
    if lightness(frame.color) < 0.6 || fills.iter().any(touches) {
        return false;
    }
    let mut size = 0.0_f32;
    let mut words: Option<crate::model::Rect> = None;
    for fragment in fragments
        .iter()
        .filter(|fragment| holds(frame.rect, center(fragment.rect)))
    {
        size = size.max(fragment.size);
        words = Some(words.map_or(fragment.rect, |rect| union(rect, fragment.rect)));
        let first = fragment.words.first().map_or(0, |word| word.style);
        if lightness(styles.color(first)) > 0.4 {
            return false;
        }
    }
    words.is_some_and(|words| {
        height(frame.rect) <= 1.6 * size && width(words) >= width(frame.rect) - 0.6 * size
    })
}

/// How light a colour is, from 0 to 1, as eyes weigh its channels.
fn lightness(color: u32) -> f32 {
    let channel = |shift: u32| (color >> shift & 0xff) as f32 / 255.0;
    0.3 * channel(16) + 0.59 * channel(8) + 0.11 * channel(0)
}

/// Whether a fill is artwork under the text and not its box: lines run over its sides.
fn is_decoration(frame: &Frame, fragments: &[Fragment]) -> bool {
    let (mut inside, mut crossing) = (0usize, 0usize);
    for fragment in fragments.iter().filter(|fragment| !fragment.turned) {
        let rect = fragment.rect;
        let within_height = holds(frame.rect, (frame.rect[0], center(rect).1));
        let shared = overlap(frame.rect[0], frame.rect[2], rect[0], rect[2]);
        if !within_height || shared <= 0.0 {
            continue;
        }
        if shared < width(rect) - 1.5 * fragment.size && shared > 1.5 * fragment.size {
            crossing += 1;
        } else if shared >= width(rect) - 1.5 * fragment.size {
            inside += 1;
        }
    }
    crossing * 20 > inside
}

fn is_around(outer: &Frame, inner: &Frame) -> bool {
    let across = overlap(outer.rect[0], outer.rect[2], inner.rect[0], inner.rect[2]);
    let down = overlap(outer.rect[1], outer.rect[3], inner.rect[1], inner.rect[3]);
    across >= 0.9 * width(inner.rect) && down >= 0.9 * height(inner.rect)
}

fn is_same_place(a: &Frame, b: &Frame) -> bool {
    a.rect
        .iter()
        .zip(b.rect.iter())
        .all(|(x, y)| (x - y).abs() <= 2.0 * TOUCH)
}
