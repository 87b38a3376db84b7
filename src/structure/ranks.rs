//! How prominent each title is. Titles nest by comparison with the ones that are open: a title belongs under the last
//! one that is clearly more prominent. Rubrics are the exception: a title that stands at the head of page after page
//! is above all others, whatever its size.
use super::flow::{Look, Piece, half_points};
use super::titles::is_far;
use rustc_hash::FxHashMap;

/// Prominence of a rubric, above that of any size of type.
const RUBRIC: f32 = 10_000.0;
/// Ratio of prominence from which one title stands above another one.
const ABOVE: f32 = 1.07;
/// Pages at whose head a look stands, from which it is that of rubrics.
const PAGES_OF_RUBRICS: usize = 3;
/// Share of the titles of a look that stand at the head of a page, from which it is that of rubrics.
const HEAD_SHARE: f32 = 0.6;

/// What makes two titles of one class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Class {
    half_points: u32,
    bold: bool,
    capitals: bool,
    band: bool,
    color: u32,
}

/// The class of a piece.
pub(super) fn class_of(piece: &Piece) -> Class {
    Class {
        half_points: half_points(piece.look.size),
        bold: piece.look.bold,
        capitals: piece.look.capitals,
        band: is_band(piece),
        // Colours that look alike are one.
        color: piece.look.color & 0xc0c0c0,
    }
}

/// Whether a piece stands alone on a coloured band, as rubrics do.
fn is_band(piece: &Piece) -> bool {
    piece.alone_in_frame && piece.frame.is_some_and(|frame| !frame.outlined)
}

/// Whether a title of one rank stands above a title of another.
pub(super) fn is_above(outer: f32, inner: f32) -> bool {
    outer >= ABOVE * inner
}

/// The rank of every title; the greater stands above the smaller.
pub(super) fn ranks(flow: &[Piece], is_title: &[bool], body: &Look) -> Vec<Option<f32>> {
    let rubrics = rubric_looks(flow, is_title);
    let pairs = flow.iter().zip(is_title);
    pairs
        .map(|(piece, title)| {
            title.then(|| {
                if rubrics.iter().any(|rubric| rubric.holds(piece)) {
                    RUBRIC
                } else {
                    prominence(piece, body)
                }
            })
        })
        .collect()
}

fn prominence(piece: &Piece, body: &Look) -> f32 {
    let mut prominence = piece.look.size;
    if is_band(piece) {
        prominence *= 1.35;
    }
    if piece.look.bold {
        prominence *= 1.06;
    }
    if piece.look.capitals {
        prominence *= 1.15;
    }
    if piece.look.underlined {
        prominence *= 1.04;
    }
    if is_far(piece.look.color, body.color) {
        prominence *= 1.02;
    }
    prominence
}

/// The look of the rubrics of a document.
#[derive(Debug)]
struct RubricLook {
    half_points: u32,
    band: bool,
    capitals: bool,
    color: u32,
    /// Whether its titles stand at the head of pages alone, so that place tells them and not their colour.
    height: f32,
}

impl RubricLook {
    fn holds(&self, piece: &Piece) -> bool {
        let class = class_of(piece);
        let at_place = piece.at_head && (piece.rect[1] - self.height).abs() <= 12.0;
        if at_place && class.half_points.abs_diff(self.half_points) <= 1 {
            return true;
        }
        let alike = class.band == self.band && class.capitals == self.capitals && class.color == self.color;
        // Rubrics within pages are drawn like those at their heads, sometimes larger.
        alike && class.half_points + 1 >= self.half_points
    }
}

fn rubric_looks(flow: &[Piece], is_title: &[bool]) -> Vec<RubricLook> {
    /// What is known of the titles of one look.
    #[derive(Default)]
    struct Seen {
        titles: usize,
        at_head: usize,
        pages: Vec<u32>,
        heights: Vec<f32>,
        largest_below: bool,
    }
    let mut seen: FxHashMap<(u32, bool), Seen> = FxHashMap::default();
    let titles = flow.iter().zip(is_title).filter(|(_, title)| **title);
    for (piece, _) in titles {
        let class = class_of(piece);
        let entry = seen.entry((class.half_points, class.band)).or_default();
        entry.titles += 1;
        if piece.at_head {
            entry.at_head += 1;
            entry.heights.push(piece.rect[1]);
            if entry.pages.last() != Some(&piece.page) {
                entry.pages.push(piece.page);
            }
        }
        entry.largest_below |= !piece.at_head;
    }
    let mut looks = Vec::new();
    for ((size, band), mut entry) in seen {
        if entry.pages.len() < PAGES_OF_RUBRICS || (entry.at_head as f32) < HEAD_SHARE * entry.titles as f32 {
            continue;
        }
        entry.heights.sort_by(f32::total_cmp);
        let height = entry
            .heights
            .get(entry.heights.len() / 2)
            .copied()
            .unwrap_or_default();
        // The commonest colour and case of the titles at page heads.
        let mut kinds: FxHashMap<(u32, bool), usize> = FxHashMap::default();
        for (piece, title) in flow.iter().zip(is_title) {
            let class = class_of(piece);
            if *title && piece.at_head && class.half_points == size && class.band == band {
                *kinds.entry((class.color, class.capitals)).or_default() += 1;
            }
        }
        let commonest = kinds
            .into_iter()
            .max_by_key(|((color, capitals), count)| (*count, *color, *capitals));
        let Some(((color, capitals), _)) = commonest else {
            continue;
        };
        looks.push(RubricLook {
            half_points: size,
            band,
            capitals,
            color,
            height,
        });
    }
    looks
}
