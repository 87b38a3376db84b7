//! The graphics state: what `q` saves and `Q` restores.
use super::colors::ColorSpace;
use super::fonts::LoadedFont;
use super::matrix::Matrix;
use std::rc::Rc;

/// How fills mix with what lies under them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ink {
    /// Whether the fill alpha is that of full ink.
    pub(super) full: bool,
    /// Whether the colour replaces the one under it (blend mode Normal).
    pub(super) replaces: bool,
    /// Whether no soft mask lets part of what lies under it through.
    pub(super) unmasked: bool,
    /// Whether the groups around are themselves drawn in such ink.
    pub(super) group: bool,
}

impl Default for Ink {
    fn default() -> Self {
        Self {
            full: true,
            replaces: true,
            unmasked: true,
            group: true,
        }
    }
}

impl Ink {
    /// Whether nothing is seen through it.
    pub(super) fn is_opaque(self) -> bool {
        self.full && self.replaces && self.unmasked && self.group
    }
}

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
    /// Whether the clip is a rectangle and not only the box around another form.
    pub(super) clip_is_box: bool,
    /// Whether fills are fully transparent.
    pub(super) transparent: bool,
    /// What keeps a fill from hiding all that lies under it.
    pub(super) ink: Ink,
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
            clip_is_box: true,
            transparent: false,
            ink: Ink::default(),
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

    /// Narrows what can be seen to the bounds of a clipping path, and notes whether the path is those bounds.
    pub(super) fn narrow_clip(&mut self, pieces: &[[f64; 4]], is_box: bool) {
        self.clip_is_box &= is_box;
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
