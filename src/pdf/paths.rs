//! Drawn paths to filled boxes and thin rules: the marks that separate blocks of text. Curves count by their
//! bounding box; a page's artwork gives many shapes that no later stage looks at, and that is fine.
use super::document::{FilledBox, Rule};
use super::limits::MAX_SHAPES;
use super::matrix::Matrix;
use super::visible::Cover;
use crate::model::Rect;

/// Thickness in points up to which a filled or stroked shape is a rule and not a box.
const RULE_THICKNESS: f32 = 3.0;

/// Shortest rule in points: shorter ones are dashes, ticks and letters drawn as outlines. Word processors draw the
/// sides of a box line by line.
const RULE_LENGTH: f32 = 9.0;

/// Smallest side in points of a fill that can hide a glyph.
const COVER_SIDE: f32 = 3.0;

/// Smallest side in points of a box that could stand behind a line of text.
const BOX_SIDE: f32 = 8.0;

/// Height in points from which a piece of artwork may be a letter, and up to which.
const SMALLEST_LETTER: f32 = 3.0;
const LARGEST_LETTER: f32 = 200.0;

/// What the lines of a piece have in common.
#[derive(Debug, Default)]
struct Outline {
    /// Level lines and upright ones, up to a count that tells a rectangle from longer ways.
    level: u8,
    upright: u8,
    slanted: bool,
}

impl Outline {
    fn add(&mut self, from: (f64, f64), to: (f64, f64)) {
        /// Points by which a line may lean: rounding of the producer.
        const LEAN: f64 = 0.05;
        let (across, down) = ((to.0 - from.0).abs(), (to.1 - from.1).abs());
        match (across > LEAN, down > LEAN) {
            (true, true) => self.slanted = true,
            (true, false) => self.level = self.level.saturating_add(1),
            (false, true) => self.upright = self.upright.saturating_add(1),
            (false, false) => {}
        }
    }

    /// Three or four lines, level and upright in turn: the last side may be left to the closing of the path.
    fn is_box(&self) -> bool {
        !self.slanted && matches!((self.level, self.upright), (2, 2) | (1, 2) | (2, 1))
    }
}

/// The path under construction, in page coordinates.
#[derive(Debug, Default)]
pub(super) struct Path {
    pieces: Vec<[f64; 4]>,
    /// Whether a piece is something else than an upright rectangle.
    slanted: bool,
    current: Option<[f64; 4]>,
    last: (f64, f64),
    outline: Outline,
}

impl Path {
    /// Starts a new piece at a point of user space.
    pub(super) fn move_to(&mut self, ctm: Matrix, x: f64, y: f64) {
        self.close();
        let (x, y) = ctm.point(x, y);
        self.last = (x, y);
        self.outline = Outline::default();
        self.current = Some([x, y, x, y]);
    }

    /// Draws to a point of user space, by a line or along a curve.
    pub(super) fn line_to(&mut self, ctm: Matrix, x: f64, y: f64) {
        let (x, y) = ctm.point(x, y);
        self.outline.add(self.last, (x, y));
        let bounds = self.current.get_or_insert([x, y, x, y]);
        *bounds = [
            bounds[0].min(x),
            bounds[1].min(y),
            bounds[2].max(x),
            bounds[3].max(y),
        ];
        self.last = (x, y);
    }

    /// Adds a rectangle of user space.
    pub(super) fn rectangle(&mut self, ctm: Matrix, x: f64, y: f64, width: f64, height: f64) {
        self.close();
        if self.pieces.len() < MAX_SHAPES {
            self.pieces.push(ctm.bounds(x, y, x + width, y + height));
            self.slanted |= !ctm.keeps_upright();
        }
    }

    fn close(&mut self) {
        if let Some(bounds) = self.current.take()
            && self.pieces.len() < MAX_SHAPES
        {
            self.slanted |= !self.outline.is_box();
            self.pieces.push(bounds);
        }
    }

    /// Draws along a curve, whose control points bound it.
    pub(super) fn curve_to(&mut self, ctm: Matrix, points: &[(f64, f64)]) {
        for (x, y) in points {
            self.line_to(ctm, *x, *y);
        }
        self.slanted = true;
    }

    /// Ends the path and tells whether it is one upright rectangle.
    pub(super) fn end_as_box(&mut self) -> bool {
        self.close();
        let slanted = std::mem::take(&mut self.slanted);
        self.pieces.len() == 1 && !slanted
    }

    /// Ends the path and gives the bounding box of each of its pieces.
    pub(super) fn take(&mut self) -> Vec<[f64; 4]> {
        self.close();
        std::mem::take(&mut self.pieces)
    }
}

/// The shapes of a page that may separate text.
#[derive(Debug, Default)]
pub(super) struct Shapes {
    pub(super) boxes: Vec<FilledBox>,
    pub(super) rules: Vec<Rule>,
    pub(super) covers: Vec<Cover>,
    /// Bounds of small pieces of artwork: letters may be drawn as outlines, under text in no ink.
    pub(super) artwork: Vec<Rect>,
}

impl Shapes {
    /// Keeps the bounds of the pieces of a path that is no box and may be a letter.
    pub(super) fn draw(&mut self, pieces: &[[f64; 4]], clip: [f64; 4]) {
        for piece in pieces {
            let Some(rect) = clipped(*piece, clip) else {
                continue;
            };
            let (width, height) = (rect[2] - rect[0], rect[3] - rect[1]);
            let may_be_letter = height >= SMALLEST_LETTER && width.max(height) <= LARGEST_LETTER;
            if may_be_letter && self.artwork.len() < MAX_SHAPES {
                self.artwork.push(rect);
            }
        }
    }

    /// Keeps the filled pieces of a path.
    pub(super) fn fill(&mut self, pieces: &[[f64; 4]], clip: [f64; 4], color: u32, after_glyphs: usize) {
        for piece in pieces {
            let Some(rect) = clipped(*piece, clip) else {
                continue;
            };
            let (width, height) = (rect[2] - rect[0], rect[3] - rect[1]);
            if is_rule(width, height) {
                self.push_rule(rect);
            } else if width >= BOX_SIDE && height >= BOX_SIDE && self.boxes.len() < MAX_SHAPES {
                self.boxes.push(FilledBox {
                    rect,
                    color,
                    after_glyphs,
                });
            }
        }
    }

    /// Keeps the stroked pieces of a path: a straight level or upright line is a rule, a closed frame four.
    pub(super) fn stroke(&mut self, pieces: &[[f64; 4]], clip: [f64; 4], line_width: f64) {
        let half = (line_width / 2.0).min(f64::from(RULE_THICKNESS) / 2.0);
        for piece in pieces {
            let [x0, y0, x1, y1] = *piece;
            let (width, height) = ((x1 - x0) as f32, (y1 - y0) as f32);
            if is_rule(width, height) {
                let grown = [x0 - half, y0 - half, x1 + half, y1 + half];
                if let Some(rect) = clipped(grown, clip) {
                    self.push_rule(rect);
                }
                continue;
            }
            if width < RULE_LENGTH || height < RULE_LENGTH {
                continue;
            }
            let sides = [
                [x0, y0, x1, y0],
                [x0, y1, x1, y1],
                [x0, y0, x0, y1],
                [x1, y0, x1, y1],
            ];
            for side in sides {
                let grown = [side[0] - half, side[1] - half, side[2] + half, side[3] + half];
                if let Some(rect) = clipped(grown, clip) {
                    self.push_rule(rect);
                }
            }
        }
    }

    /// Keeps an opaque rectangle that may hide glyphs drawn before it.
    pub(super) fn cover(&mut self, rect: Rect, after_glyphs: usize, picture: bool) {
        let [x0, y0, x1, y1] = rect;
        if after_glyphs > 0
            && x1 - x0 >= COVER_SIDE
            && y1 - y0 >= COVER_SIDE
            && self.covers.len() < MAX_SHAPES
        {
            self.covers.push(Cover {
                rect,
                after_glyphs,
                picture,
            });
        }
    }

    fn push_rule(&mut self, rect: Rect) {
        if self.rules.len() < MAX_SHAPES {
            self.rules.push(Rule { rect });
        }
    }
}

fn is_rule(width: f32, height: f32) -> bool {
    width.min(height) <= RULE_THICKNESS && width.max(height) >= RULE_LENGTH
}

/// The part of a box inside another one, or nothing.
pub(super) fn clipped(piece: [f64; 4], clip: [f64; 4]) -> Option<Rect> {
    let x0 = piece[0].max(clip[0]);
    let y0 = piece[1].max(clip[1]);
    let x1 = piece[2].min(clip[2]);
    let y1 = piece[3].min(clip[3]);
    (x1 >= x0 && y1 >= y0).then_some([x0 as f32, y0 as f32, x1 as f32, y1 as f32])
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: [f64; 4] = [0.0, 0.0, 600.0, 800.0];

    #[test]
    fn thin_fill_is_a_rule_and_large_fill_a_box() {
        let mut path = Path::default();
        path.rectangle(Matrix::IDENTITY, 50.0, 100.0, 200.0, 1.0);
        path.rectangle(Matrix::IDENTITY, 50.0, 200.0, 200.0, 40.0);
        let mut shapes = Shapes::default();
        shapes.fill(&path.take(), PAGE, 0xff0000, 7);
        assert_eq!(shapes.rules.len(), 1);
        assert_eq!(shapes.boxes.len(), 1);
        assert_eq!(shapes.boxes[0].rect, [50.0, 200.0, 250.0, 240.0]);
        assert_eq!(
            (shapes.boxes[0].color, shapes.boxes[0].after_glyphs),
            (0xff0000, 7)
        );
    }

    #[test]
    fn stroked_frame_gives_four_rules() {
        let mut path = Path::default();
        path.rectangle(Matrix::IDENTITY, 50.0, 100.0, 200.0, 80.0);
        let mut shapes = Shapes::default();
        shapes.stroke(&path.take(), PAGE, 1.0);
        assert_eq!(shapes.rules.len(), 4);
    }

    #[test]
    fn only_one_upright_rectangle_is_a_box() {
        let way = |points: &[(f64, f64)]| {
            let mut path = Path::default();
            for (index, (x, y)) in points.iter().enumerate() {
                match index {
                    0 => path.move_to(Matrix::IDENTITY, *x, *y),
                    _ => path.line_to(Matrix::IDENTITY, *x, *y),
                }
            }
            path.end_as_box()
        };
        assert!(way(&[(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0)]));
        assert!(way(&[(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0), (0.0, 0.0)]));
        assert!(!way(&[(0.0, 0.0), (9.0, 0.0), (5.0, 9.0)]));
        // An L has six sides.
        assert!(!way(&[
            (0.0, 0.0),
            (9.0, 0.0),
            (9.0, 5.0),
            (5.0, 5.0),
            (5.0, 9.0),
            (0.0, 9.0),
            (0.0, 0.0)
        ]));
        let mut path = Path::default();
        path.rectangle(Matrix::IDENTITY, 0.0, 0.0, 9.0, 9.0);
        assert!(path.end_as_box());
        path.rectangle(Matrix::IDENTITY, 2.0, 2.0, 5.0, 5.0);
        assert!(!path.end_as_box(), "a frame has a hole");
        path.take();
        path.rectangle(Matrix::new([1.0, 0.5, -0.5, 1.0, 0.0, 0.0]), 0.0, 0.0, 9.0, 9.0);
        assert!(!path.end_as_box(), "turned");
        path.take();
        path.move_to(Matrix::IDENTITY, 0.0, 0.0);
        path.curve_to(Matrix::IDENTITY, &[(0.0, 9.0), (9.0, 9.0), (9.0, 0.0)]);
        assert!(!path.end_as_box(), "round");
    }

    #[test]
    fn covers_are_large_and_have_glyphs_under_them() {
        let mut shapes = Shapes::default();
        shapes.cover([0.0, 0.0, 100.0, 2.0], 5, false);
        shapes.cover([0.0, 0.0, 100.0, 20.0], 0, false);
        assert!(shapes.covers.is_empty());
        shapes.cover([0.0, 0.0, 100.0, 20.0], 5, false);
        assert_eq!(shapes.covers.len(), 1);
    }

    #[test]
    fn shapes_outside_the_page_are_not_kept() {
        let mut path = Path::default();
        path.rectangle(Matrix::IDENTITY, 700.0, 100.0, 200.0, 80.0);
        let mut shapes = Shapes::default();
        shapes.fill(&path.take(), PAGE, 0, 0);
        assert!(shapes.boxes.is_empty());
    }
}
