//! The graphics state: what `q` saves and `Q` restores.
use super::colors::ColorSpace;
use super::fonts::LoadedFont;
use super::matrix::Matrix;
use std::rc::Rc;

/// The part of the graphics state that text, boxes and rules depend on.
#[derive(Clone)]
pub(super) struct State<'a> {
    /// User space to the page as seen.
    pub(super) ctm: Matrix,
    /// What can be seen, in page coordinates: the bounding box of the clipping path.
    pub(super) clip: [f64; 4],
    pub(super) fill_space: Rc<ColorSpace>,
    /// Fill colour as `0xRRGGBB`.
    pub(super) fill: u32,
    /// Whether fills are fully transparent.
    pub(super) transparent: bool,
    pub(super) line_width: f64,
    pub(super) font: Option<Rc<LoadedFont<'a>>>,
    pub(super) size: f64,
    pub(super) character_spacing: f64,
    pub(super) word_spacing: f64,
    /// Horizontal scaling, 1 for none.
    pub(super) scaling: f64,
    pub(super) leading: f64,
    pub(super) rise: f64,
    pub(super) render_mode: u8,
}

impl State<'_> {
    /// The state in which a page begins.
    pub(super) fn new(ctm: Matrix, page_box: [f64; 4]) -> Self {
        Self {
            ctm,
            clip: page_box,
            fill_space: Rc::new(ColorSpace::Gray),
            fill: 0,
            transparent: false,
            line_width: 1.0,
            font: None,
            size: 1.0,
            character_spacing: 0.0,
            word_spacing: 0.0,
            scaling: 1.0,
            leading: 0.0,
            rise: 0.0,
            render_mode: 0,
        }
    }

    /// Narrows what can be seen to the bounds of a clipping path.
    pub(super) fn narrow_clip(&mut self, pieces: &[[f64; 4]]) {
        let Some(first) = pieces.first() else { return };
        let mut bounds = *first;
        for piece in pieces {
            bounds = [
                bounds[0].min(piece[0]),
                bounds[1].min(piece[1]),
                bounds[2].max(piece[2]),
                bounds[3].max(piece[3]),
            ];
        }
        self.clip = [
            self.clip[0].max(bounds[0]),
            self.clip[1].max(bounds[1]),
            self.clip[2].min(bounds[2]),
            self.clip[3].min(bounds[3]),
        ];
    }

    /// Scale of lengths from user space to the page: the root of the area's.
    pub(super) fn scale(&self) -> f64 {
        (self.ctm.a * self.ctm.d - self.ctm.b * self.ctm.c).abs().sqrt()
    }
}
