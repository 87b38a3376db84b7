//! The text interpreter: runs a page's operators and keeps glyphs, boxes, rules and places of pictures.
//!
//! Pictures are not decoded and outlines not built, which is where a renderer spends its time.
use super::colors::{ColorSpace, cmyk, rgb};
use super::document::{Glyph, LeftOut};
use super::fonts::{Fonts, LoadedFont};
use super::limits::{
    Budget, MAX_CODES, MAX_FORM_DEPTH, MAX_GLYPHS, MAX_OPERATORS, MAX_SAVED_STATES, MAX_SHAPES,
};
use super::marked::{HiddenGroups, MarkedContent, properties};
use super::matrix::Matrix;
use super::operators::{Content, MOST_BYTES_READ_AGAIN, Operators};
use super::paths::{Path, Shapes, clipped};
use super::state::{Ink, State};
use super::unpack::{self, End};
use super::visible::SMALLEST_EM;
use crate::model::Rect;
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::{Array, Dict, Name, Number, Object, ObjectIdentifier, Rect as PdfRect, Stream};
use hayro_syntax::page::Resources;
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// The graphics state's alpha below which nothing is seen.
const TRANSPARENT: f32 = 0.02;
/// The graphics state's alpha above which nothing is seen through a fill.
const OPAQUE: f32 = 0.98;

/// One page being read.
pub(super) struct PageRun<'r, 'a> {
    fonts: &'r mut Fonts<'a>,
    groups: &'r HiddenGroups,
    budget: &'r mut Budget,
    pub(super) glyphs: Vec<Glyph>,
    pub(super) shapes: Shapes,
    pub(super) images: Vec<Rect>,
    /// For each picture the identifier of its marked content.
    pub(super) image_mcids: Vec<Option<i32>>,
    marked: MarkedContent,
    operators: usize,
    codes: usize,
    may_read_again: usize,
    depth: usize,
    /// Glyphs that no one sees.
    pub(super) left_out: LeftOut,
    /// Glyphs whose font does not tell their text, by index of the font.
    pub(super) unreadable: FxHashMap<u32, usize>,
    /// The limit that was reached, if one was.
    pub(super) limit: Option<&'static str>,
    /// Whether a content stream is damaged, so that text may be missing.
    pub(super) damaged: bool,
}

/// The render mode of text in no ink (PDF 32000-1, table 106).
pub(super) const INKLESS: u8 = 3;

/// Text position: the text matrix and that of the line's start.
struct TextPosition {
    matrix: Matrix,
    line: Matrix,
}

impl TextPosition {
    fn next_line(&mut self, x: f64, y: f64) {
        self.line = Matrix::shift(x, y).then(self.line);
        self.matrix = self.line;
    }
}

impl<'r, 'a> PageRun<'r, 'a> {
    /// A page to be read; its glyphs are put into `room`, which is empty.
    pub(super) fn new(
        fonts: &'r mut Fonts<'a>,
        groups: &'r HiddenGroups,
        budget: &'r mut Budget,
        room: Vec<Glyph>,
    ) -> Self {
        Self {
            fonts,
            groups,
            budget,
            glyphs: room,
            shapes: Shapes::default(),
            images: Vec::new(),
            image_mcids: Vec::new(),
            marked: MarkedContent::default(),
            operators: 0,
            codes: 0,
            may_read_again: MOST_BYTES_READ_AGAIN,
            depth: 0,
            left_out: LeftOut::default(),
            unreadable: FxHashMap::default(),
            limit: None,
            damaged: false,
        }
    }

    /// Unpacks content streams that are run as one; nothing where the file's budget has no byte left for them.
    pub(super) fn content(&mut self, streams: &[Stream<'a>]) -> Option<Content> {
        let limit = self.budget.limits.stream_bytes;
        let mut bytes = Vec::new();
        for stream in streams {
            let left = limit.saturating_sub(bytes.len()).min(self.budget.content_bytes);
            let (unpacked, end) = unpack::stream(stream, left);
            self.budget.content_bytes -= unpacked.len().min(self.budget.content_bytes);
            if bytes.is_empty() {
                bytes = unpacked.into_owned();
            } else {
                bytes.extend_from_slice(&unpacked);
            }
            // Streams are separate words.
            bytes.push(b' ');
            match end {
                End::Whole => {}
                End::Damaged => self.damaged = true,
                End::Limit => {
                    self.limit = Some("unpacked bytes");
                    break;
                }
            }
        }
        (self.budget.content_bytes > 0).then(|| Content::new(bytes))
    }

    /// Runs the operators of a content stream from a state.
    pub(super) fn run(&mut self, content: &Content, resources: &Resources<'a>, start: State<'a>) {
        if self.depth >= MAX_FORM_DEPTH {
            self.limit = Some("forms nested in forms");
            return;
        }
        self.depth += 1;
        let open_before = self.marked.depth();
        let mut state = start;
        let mut saved: Vec<State<'a>> = Vec::new();
        let mut unsaved = 0usize;
        let mut position = TextPosition {
            matrix: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
        };
        let mut path = Path::default();
        let mut clip_pending = false;
        let mut fonts_by_name: FxHashMap<Vec<u8>, Option<Rc<LoadedFont<'a>>>> = FxHashMap::default();
        let mut spaces_by_name: FxHashMap<Vec<u8>, Rc<ColorSpace>> = FxHashMap::default();
        let mut operators = Operators::new(content);
        loop {
            let Some(op) = operators.next() else {
                if operators.pass_fault(&mut self.may_read_again) {
                    self.damaged = true;
                    continue;
                }
                break;
            };
            self.operators += 1;
            if self.operators > MAX_OPERATORS || !self.budget.step() {
                self.limit = Some("operators");
                break;
            }
            match op {
                Op::SaveState(_) if saved.len() < MAX_SAVED_STATES => saved.push(state.clone()),
                // Counted, so that the states below the limit are restored where they belong.
                Op::SaveState(_) => unsaved += 1,
                Op::RestoreState(_) if unsaved > 0 => unsaved -= 1,
                Op::RestoreState(_) => state = saved.pop().unwrap_or(state),
                Op::Transform(t) => state.ctm = matrix_of([t.0, t.1, t.2, t.3, t.4, t.5]).then(state.ctm),
                Op::LineWidth(width) => state.line_width = width.0.as_f64(),
                Op::SetGraphicsState(name) => self.set_graphics_state(&mut state, name.0, resources),

                Op::MoveTo(to) => path.move_to(state.ctm, to.0.as_f64(), to.1.as_f64()),
                Op::LineTo(to) => path.line_to(state.ctm, to.0.as_f64(), to.1.as_f64()),
                Op::CubicTo(c) => {
                    let ends = [pair(c.0, c.1), pair(c.2, c.3), pair(c.4, c.5)];
                    path.curve_to(state.ctm, &ends);
                }
                Op::CubicStartTo(c) => path.curve_to(state.ctm, &[pair(c.0, c.1), pair(c.2, c.3)]),
                Op::CubicEndTo(c) => path.curve_to(state.ctm, &[pair(c.0, c.1), pair(c.2, c.3)]),
                Op::RectPath(r) => {
                    path.rectangle(state.ctm, r.0.as_f64(), r.1.as_f64(), r.2.as_f64(), r.3.as_f64());
                }
                Op::ClipNonZero(_) | Op::ClipEvenOdd(_) => clip_pending = true,
                Op::EndPath(_) => self.paint(&mut path, &mut state, &mut clip_pending, false, false),
                Op::StrokePath(_) | Op::CloseAndStrokePath(_) => {
                    self.paint(&mut path, &mut state, &mut clip_pending, false, true);
                }
                Op::FillPathNonZero(_) | Op::FillPathNonZeroCompatibility(_) | Op::FillPathEvenOdd(_) => {
                    self.paint(&mut path, &mut state, &mut clip_pending, true, false);
                }
                Op::FillAndStrokeNonZero(_)
                | Op::FillAndStrokeEvenOdd(_)
                | Op::CloseFillAndStrokeNonZero(_)
                | Op::CloseFillAndStrokeEvenOdd(_) => {
                    self.paint(&mut path, &mut state, &mut clip_pending, true, true);
                }
                Op::Shading(_) => {
                    let color = ColorSpace::Pattern(None).initial();
                    self.shapes
                        .fill(&[state.clip], state.clip, color, self.glyphs.len());
                }

                Op::NonStrokeColorDeviceGray(c) => {
                    set_device_color(
                        &mut state,
                        ColorSpace::Gray,
                        rgb(c.0.as_f32(), c.0.as_f32(), c.0.as_f32()),
                    );
                }
                Op::NonStrokeColorDeviceRgb(c) => {
                    set_device_color(
                        &mut state,
                        ColorSpace::Rgb,
                        rgb(c.0.as_f32(), c.1.as_f32(), c.2.as_f32()),
                    );
                }
                Op::NonStrokeColorCmyk(c) => {
                    let color = cmyk(c.0.as_f32(), c.1.as_f32(), c.2.as_f32(), c.3.as_f32());
                    set_device_color(&mut state, ColorSpace::Cmyk, color);
                }
                Op::ColorSpaceNonStroke(name) => {
                    let key: &[u8] = name.0.as_ref();
                    let space = match spaces_by_name.get(key) {
                        Some(known) => known.clone(),
                        None => {
                            let read = Rc::new(ColorSpace::named(name.0, resources));
                            spaces_by_name.insert(key.to_vec(), read.clone());
                            read
                        }
                    };
                    state.fill = space.initial();
                    state.fill_space = space;
                }
                Op::NonStrokeColor(c) => {
                    let numbers: Vec<f32> = c.0.iter().map(|number| number.as_f32()).collect();
                    state.fill = state.fill_space.color(&numbers);
                }
                Op::NonStrokeColorNamed(c) => {
                    let numbers: Vec<f32> = c.0.iter().map(|number| number.as_f32()).collect();
                    state.fill = match &c.1 {
                        Some(name) => state.fill_space.pattern_color(&numbers, name, resources),
                        None => state.fill_space.color(&numbers),
                    };
                }

                Op::BeginText(_) => {
                    position = TextPosition {
                        matrix: Matrix::IDENTITY,
                        line: Matrix::IDENTITY,
                    }
                }
                Op::SetTextMatrix(t) => {
                    position.line = matrix_of([t.0, t.1, t.2, t.3, t.4, t.5]);
                    position.matrix = position.line;
                }
                Op::NextLine(by) => position.next_line(by.0.as_f64(), by.1.as_f64()),
                Op::NextLineAndSetLeading(by) => {
                    state.leading = -by.1.as_f64();
                    position.next_line(by.0.as_f64(), by.1.as_f64());
                }
                Op::NextLineUsingLeading(_) => position.next_line(0.0, -state.leading),
                Op::TextFont(font) => {
                    state.size = font.1.as_f64();
                    let name: &[u8] = font.0.as_ref();
                    if let Some(known) = fonts_by_name.get(name) {
                        state.font = known.clone();
                    } else {
                        let identity = resources.fonts.get_ref(name).map(ObjectIdentifier::from);
                        let loaded = resources
                            .get_font(font.0)
                            .and_then(|dict| self.fonts.load(&dict, identity, self.budget));
                        fonts_by_name.insert(name.to_vec(), loaded.clone());
                        state.font = loaded;
                    }
                }
                Op::CharacterSpacing(spacing) => state.character_spacing = spacing.0.as_f64(),
                Op::WordSpacing(spacing) => state.word_spacing = spacing.0.as_f64(),
                Op::HorizontalScaling(percent) => state.scaling = percent.0.as_f64() / 100.0,
                Op::TextLeading(leading) => state.leading = leading.0.as_f64(),
                Op::TextRise(rise) => state.rise = rise.0.as_f64(),
                Op::TextRenderingMode(mode) => {
                    state.render_mode = mode.0.as_i64().clamp(0, 7) as u8;
                    // From 4 on, letters become part of the clip.
                    state.clip_is_box &= state.render_mode < 4;
                }
                Op::ShowText(text) => self.show(&state, &mut position.matrix, text.0.as_bytes()),
                Op::NextLineAndShowText(text) => {
                    position.next_line(0.0, -state.leading);
                    self.show(&state, &mut position.matrix, text.0.as_bytes());
                }
                Op::ShowTextWithParameters(text) => {
                    state.word_spacing = text.0.as_f64();
                    state.character_spacing = text.1.as_f64();
                    position.next_line(0.0, -state.leading);
                    self.show(&state, &mut position.matrix, text.2.as_bytes());
                }
                Op::ShowTexts(items) => self.show_adjusted(&state, &mut position.matrix, items.0),

                Op::BeginMarkedContent(tag) => {
                    self.marked.begin(tag.0.as_str(), None, false, self.glyphs.len())
                }
                Op::BeginMarkedContentWithProperties(tag) => {
                    let (dict, identity) = properties(tag.1, resources);
                    let hidden = tag.0.as_str() == "OC"
                        && dict
                            .as_ref()
                            .is_some_and(|dict| self.groups.hides(dict, identity));
                    self.marked
                        .begin(tag.0.as_str(), dict.as_ref(), hidden, self.glyphs.len());
                }
                Op::EndMarkedContent(_) if self.marked.depth() > open_before => {
                    self.marked.end(&mut self.glyphs);
                }
                Op::XObject(name) => {
                    if let Some(object) = resources.get_x_object(name.0) {
                        self.draw_object(&object, resources, &state);
                    }
                }
                // Its dictionary may say that it is a stencil.
                Op::InlineImage(_) => self.place_image(&state, false),
                _ => {}
            }
        }
        while self.marked.depth() > open_before {
            self.marked.end(&mut self.glyphs);
        }
        self.depth -= 1;
    }

    fn paint(
        &mut self,
        path: &mut Path,
        state: &mut State<'a>,
        clip_pending: &mut bool,
        filled: bool,
        stroked: bool,
    ) {
        let is_box = path.end_as_box();
        let pieces = path.take();
        let seen = !self.marked.is_hidden() && !state.transparent;
        if seen && (filled || stroked) && !is_box {
            self.shapes.draw(&pieces, state.clip);
        }
        if filled && seen {
            let hides = is_box && state.clip_is_box && state.ink.is_opaque() && state.fill_space.is_known();
            if let (true, Some(piece)) = (hides, pieces.first())
                && let Some(rect) = clipped(*piece, state.clip)
            {
                self.shapes.cover(rect, self.glyphs.len(), false);
            }
            self.shapes
                .fill(&pieces, state.clip, state.fill, self.glyphs.len());
        }
        if stroked && seen {
            self.shapes
                .stroke(&pieces, state.clip, state.line_width * state.scale());
        }
        if std::mem::take(clip_pending) {
            state.narrow_clip(&pieces, is_box);
        }
    }

    fn set_graphics_state(&mut self, state: &mut State<'a>, name: &Name<'_>, resources: &Resources<'a>) {
        let Some(dict) = resources.get_ext_g_state(name) else {
            return;
        };
        if let Some(alpha) = dict.get::<f32>(b"ca".as_slice()) {
            state.transparent = alpha < TRANSPARENT;
            state.ink.full = alpha > OPAQUE;
        }
        match dict.get::<Object<'_>>(b"BM".as_slice()) {
            Some(Object::Name(mode)) => state.ink.replaces = is_normal(&mode),
            Some(Object::Array(modes)) => {
                let first = modes.iter::<Name<'_>>().next();
                state.ink.replaces = first.is_some_and(|mode| is_normal(&mode));
            }
            _ => {}
        }
        match dict.get::<Object<'_>>(b"SMask".as_slice()) {
            Some(Object::Name(_)) => state.ink.unmasked = true,
            Some(_) => state.ink.unmasked = false,
            None => {}
        }
        if let Some(width) = dict.get::<f32>(b"LW".as_slice()) {
            state.line_width = f64::from(width);
        }
        if let Some(font) = dict.get::<Array<'a>>(b"Font".as_slice()) {
            let identity = font
                .raw_iter()
                .next()
                .and_then(|item| item.as_obj_ref().map(ObjectIdentifier::from));
            let mut items = font.iter::<Object<'a>>();
            if let (Some(Object::Dict(dict)), Some(Object::Number(size))) = (items.next(), items.next()) {
                state.font = self.fonts.load(&dict, identity, self.budget);
                state.size = size.as_f64();
            }
        }
    }

    fn draw_object(&mut self, object: &Stream<'a>, resources: &Resources<'a>, state: &State<'a>) {
        let dict = object.dict();
        let group = dict.get::<Dict<'_>>(b"OC".as_slice());
        let identity = dict.get_ref(b"OC".as_slice()).map(ObjectIdentifier::from);
        if group.is_some_and(|group| self.groups.hides(&group, identity)) {
            return;
        }
        let subtype = dict.get::<Name<'_>>(b"Subtype".as_slice());
        match subtype.as_ref().map(|name| name.as_str()) {
            Some("Form") => self.draw_form(object, resources, state.clone()),
            Some("Image") => self.place_image(state, has_no_holes(dict)),
            _ => {}
        }
    }

    /// Runs a form: its matrix comes before that of its caller, and its box clips it.
    pub(super) fn draw_form(&mut self, form: &Stream<'a>, resources: &Resources<'a>, mut state: State<'a>) {
        if self.depth >= MAX_FORM_DEPTH {
            self.limit = Some("forms nested in forms");
            return;
        }
        let dict = form.dict();
        let Some(content) = self.content(std::slice::from_ref(form)) else {
            return;
        };
        if let Some(numbers) = dict.get::<[f64; 6]>(b"Matrix".as_slice()) {
            state.ctm = Matrix::new(numbers).then(state.ctm);
        }
        if let Some(bounds) = dict.get::<PdfRect>(b"BBox".as_slice()) {
            let seen = state.ctm.bounds(bounds.x0, bounds.y0, bounds.x1, bounds.y1);
            let is_box = state.ctm.keeps_upright();
            state.narrow_clip(&[seen], is_box);
        }
        if dict.contains_key(b"Group".as_slice()) {
            // The group is mixed with the page as a whole; inside it the ink begins anew.
            state.ink = Ink {
                group: state.ink.is_opaque(),
                ..Ink::default()
            };
        }
        let own = dict.get::<Dict<'a>>(b"Resources".as_slice()).map(Resources::new);
        self.run(&content, own.as_ref().unwrap_or(resources), state);
    }

    fn place_image(&mut self, state: &State<'a>, is_whole: bool) {
        if self.marked.is_hidden() || self.images.len() >= MAX_SHAPES {
            return;
        }
        let bounds = state.ctm.bounds(0.0, 0.0, 1.0, 1.0);
        if let Some(rect) = clipped(bounds, state.clip) {
            self.images.push(rect);
            self.image_mcids.push(self.marked.current().1);
            let upright = state.ctm.keeps_upright() && state.clip_is_box;
            if is_whole && upright && state.ink.is_opaque() && !state.transparent {
                self.shapes.cover(rect, self.glyphs.len(), true);
            }
        }
    }

    /// `TJ`: strings and shifts in thousandths of the em against the direction of writing.
    fn show_adjusted(&mut self, state: &State<'a>, matrix: &mut Matrix, items: &Array<'_>) {
        let horizontal = state.font.as_ref().is_none_or(|font| font.horizontal);
        for item in items.iter::<Object<'_>>() {
            if !self.may_show() {
                return;
            }
            match item {
                Object::Number(number) => {
                    let shift = -number.as_f64() / 1000.0 * state.size;
                    let (x, y) = if horizontal {
                        (shift * state.scaling, 0.0)
                    } else {
                        (0.0, shift)
                    };
                    *matrix = matrix.shifted(x, y);
                }
                Object::String(text) => self.show(state, matrix, text.as_bytes()),
                _ => {}
            }
        }
    }

    /// Counts a code or a shift; false where the page or the file has had its number of them.
    fn may_show(&mut self) -> bool {
        self.codes += 1;
        let may = self.codes <= MAX_CODES && self.budget.step();
        if !may {
            self.limit = Some("characters");
        }
        may
    }

    fn show(&mut self, state: &State<'a>, matrix: &mut Matrix, bytes: &[u8]) {
        let Some(font) = &state.font else { return };
        let (artifact, mcid) = self.marked.current();
        let hidden = self.marked.is_hidden();
        // What is wholly transparent is drawn in no ink, as render mode 3 is.
        let render_mode = if state.transparent {
            INKLESS
        } else {
            state.render_mode
        };
        let scale = Matrix::new([state.size * state.scaling, 0.0, 0.0, state.size, 0.0, state.rise]);
        // From one code to the next only the place changes, and neither way nor size of the letters.
        let to_page = scale.then(*matrix).then(state.ctm);
        let up = to_page.direction(0.0, font.em);
        let size = up.0.hypot(up.1);
        let raised = matrix.direction(0.0, state.rise);
        let mut offset = 0;
        while offset < bytes.len() && self.may_show() {
            let (code, length) = font.read_code(bytes, offset);
            offset += length;
            let known = font.code(code, self.budget);
            let (advance_x, advance_y) = (
                f64::from(known.advance.0) / 1000.0,
                f64::from(known.advance.1) / 1000.0,
            );
            let on_page = state.ctm.point(raised.0 + matrix.e, raised.1 + matrix.f);
            let from_origin = to_page.direction(
                f64::from(known.origin.0) / 1000.0,
                f64::from(known.origin.1) / 1000.0,
            );
            let (x, y) = (from_origin.0 + on_page.0, from_origin.1 + on_page.1);
            let advance = to_page.direction(advance_x, advance_y);
            let middle = (x + advance.0 / 2.0 + up.0 * 0.3, y + advance.1 / 2.0 + up.1 * 0.3);
            let clip = state.clip;
            let inside =
                middle.0 >= clip[0] && middle.0 <= clip[2] && middle.1 >= clip[1] && middle.1 <= clip[3];
            if known.text.is_empty() {
                if inside && !hidden && render_mode != INKLESS && advance_x.abs() + advance_y.abs() > 0.0 {
                    *self.unreadable.entry(font.index).or_default() += 1;
                }
            } else if hidden {
                self.left_out.hidden += 1;
            } else if !inside {
                self.left_out.outside += 1;
            } else if size < SMALLEST_EM && advance.0.hypot(advance.1) < SMALLEST_EM {
                self.left_out.tiny += 1;
            } else if self.glyphs.len() >= MAX_GLYPHS.min(self.budget.glyphs) {
                self.limit = Some("glyphs");
            } else {
                self.glyphs.push(Glyph {
                    text: known.text,
                    x: x as f32,
                    y: y as f32,
                    advance_x: advance.0 as f32,
                    advance_y: advance.1 as f32,
                    size: size as f32,
                    font: font.index,
                    color: state.fill,
                    render_mode,
                    mcid,
                    artifact,
                });
            }
            let word_spacing = if code == 32 && length == 1 {
                state.word_spacing
            } else {
                0.0
            };
            let spacing = state.character_spacing + word_spacing;
            let (shift_x, shift_y) = if font.horizontal {
                ((advance_x * state.size + spacing) * state.scaling, 0.0)
            } else {
                (0.0, advance_y * state.size + spacing)
            };
            *matrix = matrix.shifted(shift_x, shift_y);
        }
    }
}

fn pair(x: Number, y: Number) -> (f64, f64) {
    (x.as_f64(), y.as_f64())
}

fn is_normal(mode: &Name<'_>) -> bool {
    matches!(mode.as_str(), "Normal" | "Compatible")
}

/// Whether a picture has no mask, no stencil and no alpha of its own.
fn has_no_holes(dict: &Dict<'_>) -> bool {
    let flag = |key: &[u8]| dict.get::<bool>(key).unwrap_or(false);
    !dict.contains_key(b"SMask".as_slice())
        && !dict.contains_key(b"Mask".as_slice())
        && !flag(b"ImageMask")
        && dict.get::<i32>(b"SMaskInData".as_slice()).unwrap_or(0) == 0
}

fn matrix_of(numbers: [Number; 6]) -> Matrix {
    Matrix::new(numbers.map(|number| number.as_f64()))
}

fn set_device_color(state: &mut State<'_>, space: ColorSpace, color: u32) {
    state.fill_space = Rc::new(space);
    state.fill = color;
}
