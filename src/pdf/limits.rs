//! Ceilings against hostile files. Reaching one keeps what was read and says so with the page.

/// Pages that are read of one file. The longest newsletter met has 100; a directory of members may have 2,000.
pub(super) const MAX_PAGES: usize = 5_000;

/// Operators that are run on one page, its forms included. A dense map draws some 500,000.
pub(super) const MAX_OPERATORS: usize = 4_000_000;

/// Glyphs that are kept of one page. A page of small print holds 15,000.
pub(super) const MAX_GLYPHS: usize = 400_000;

/// Forms inside forms. Producers nest three or four deep; a form that calls itself never ends.
pub(super) const MAX_FORM_DEPTH: usize = 16;

/// Saved graphics states. The specification recommends 28.
pub(super) const MAX_SAVED_STATES: usize = 512;

/// Boxes, and rules, that are kept of one page: beyond it the page is a drawing, and they separate no text.
pub(super) const MAX_SHAPES: usize = 20_000;
