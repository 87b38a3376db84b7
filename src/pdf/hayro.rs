//! The glyph reader on hayro: opens the file, runs every page and the appearances of its annotations.
//!
//! hayro's versions change their interfaces; all of it is named in this folder only, behind [`GlyphReader`].
use super::ReadOptions;
use super::document::{Document, Glyph, Page};
use super::fonts::Fonts;
use super::guards::check_object_streams;
use super::interpreter::{INKLESS, PageRun};
use super::limits::{Budget, FileLimits, MAX_CONTENT_STREAMS, MAX_PAGES};
use super::marked::HiddenGroups;
use super::matrix::Matrix;
use super::outside::{self, Outside};
use super::state::State;
use super::{accents, visible};
use crate::error::{Error, Result};
use crate::model::{Rect, Warning, WarningCode};
use hayro_syntax::object::{Array, Dict, Name, Object, Rect as PdfRect, Stream};
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Reads the visible glyphs of a file.
pub(super) trait GlyphReader {
    /// Reads the wanted pages: glyphs, boxes, rules, pictures. What stands around the text comes apart, because the
    /// text stands without it.
    ///
    /// # Errors
    /// Where the file has no pages that can be found, or needs another password.
    fn read(&self, bytes: Arc<Vec<u8>>, options: &ReadOptions) -> Result<(Document, Result<Outside>)>;
}

/// The reader that stands on hayro.
#[derive(Debug, Default)]
pub(super) struct HayroReader {
    pub(super) limits: FileLimits,
}

/// Share of a page that a picture must cover for invisible text to be the text layer of a scan.
const SCAN_COVER: f32 = 0.5;

impl GlyphReader for HayroReader {
    fn read(&self, bytes: Arc<Vec<u8>>, options: &ReadOptions) -> Result<(Document, Result<Outside>)> {
        check_object_streams(&bytes, &self.limits)?;
        let password = options.password.as_deref().unwrap_or("");
        // The library returns errors; where it panics on a damaged file, that is an error like another.
        let opened = caught(|| {
            let pdf = Pdf::new_with_password(bytes.clone(), password)?;
            let groups = HiddenGroups::read(&pdf);
            Ok((pdf, groups))
        });
        let opened = opened.ok_or_else(|| Error::DamagedPdf {
            detail: "its objects cannot be read".to_string(),
        })?;
        let (pdf, groups) = opened.map_err(|error| opening_error(&error, options.password.is_some()))?;
        let mut budget = Budget::new(self.limits);
        let mut fonts = Fonts::new();
        let mut document = Document::default();
        let pages = pdf.pages();
        if pages.is_empty() {
            return Err(Error::DamagedPdf {
                detail: "no page can be found in it".to_string(),
            });
        }
        document.page_count = pages.len() as u32;
        if let Some(limit) = options.max_pages.filter(|limit| document.page_count > *limit) {
            return Err(Error::TooManyPages {
                pages: document.page_count,
                limit,
            });
        }
        // A list that grows with each page anew touches much more memory than it needs in the end.
        let mut room: Vec<Glyph> = Vec::new();
        let (first, last) = options.pages.unwrap_or((1, u32::MAX));
        for (index, page) in pages.iter().enumerate() {
            let number = index as u32 + 1;
            if number < first || number > last {
                continue;
            }
            if document.pages.len() >= MAX_PAGES {
                let message = format!("only the first {MAX_PAGES} pages were read of {}", pages.len());
                document
                    .warnings
                    .push(Warning::new(WarningCode::LimitReached, None, message));
                break;
            }
            let outcome = caught(|| read_page(page, number, &mut fonts, &groups, &mut budget, &mut room));
            let (read, warnings) = outcome.unwrap_or_else(|| {
                // What the fonts had borrowed when the page failed stays borrowed.
                fonts.forget_loaded();
                unreadable_page(page, number)
            });
            document.pages.push(read);
            document.warnings.extend(warnings);
        }
        document.fonts = fonts.infos;
        let outside = outside::read(&pdf, &bytes, &outside::Limits::default());
        Ok((document, outside))
    }
}

fn opening_error(error: &LoadPdfError, password_given: bool) -> Error {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) if password_given => {
            Error::WrongPassword
        }
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Error::EncryptedPdf,
        LoadPdfError::Decryption(DecryptionError::UnsupportedAlgorithm) => Error::UnknownEncryption,
        LoadPdfError::Decryption(_) => Error::DamagedPdf {
            detail: "its encryption dictionary cannot be read".to_string(),
        },
        LoadPdfError::Invalid => Error::DamagedPdf {
            detail: "no page can be found in it".to_string(),
        },
    }
}

/// What some work gives, or nothing where the library panics on it.
fn caught<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

/// A page on which the library panicked: its place in the file is kept.
fn unreadable_page(page: &hayro_syntax::page::Page<'_>, number: u32) -> (Page, Vec<Warning>) {
    let (width, height) = caught(|| page.render_dimensions()).unwrap_or((595.0, 842.0));
    let message = "the page cannot be read: nothing of it was kept";
    let empty = Page {
        number,
        width,
        height,
        ..Page::default()
    };
    (
        empty,
        vec![Warning::new(WarningCode::DamagedPage, Some(number), message)],
    )
}

/// The content streams of a page, which are run as one.
fn content_streams<'a>(page: &hayro_syntax::page::Page<'a>) -> Vec<Stream<'a>> {
    match page.raw().get::<Object<'a>>(b"Contents".as_slice()) {
        Some(Object::Stream(stream)) => vec![stream],
        Some(Object::Array(streams)) => streams
            .iter::<Object<'a>>()
            .take(MAX_CONTENT_STREAMS)
            .filter_map(Object::into_stream)
            .collect(),
        _ => Vec::new(),
    }
}

fn read_page<'a>(
    page: &hayro_syntax::page::Page<'a>,
    number: u32,
    fonts: &mut Fonts<'a>,
    groups: &HiddenGroups,
    budget: &mut Budget,
    room: &mut Vec<Glyph>,
) -> (Page, Vec<Warning>) {
    let (width, height) = page.render_dimensions();
    // A page's unit is 1/72 inch unless it says otherwise.
    let unit = page
        .raw()
        .get::<f32>(b"UserUnit".as_slice())
        .filter(|unit| (0.1..=100.0).contains(unit));
    let unit = unit.unwrap_or(1.0);
    let ctm = Matrix::new(page.initial_transform(true).as_coeffs());
    let ctm = ctm.then(Matrix::new([
        f64::from(unit),
        0.0,
        0.0,
        f64::from(unit),
        0.0,
        0.0,
    ]));
    let page_box = [0.0, 0.0, f64::from(width * unit), f64::from(height * unit)];
    let start = State::new(ctm, page_box);
    let fonts_left_out = budget.fonts_left_out;
    let mut run = PageRun::new(fonts, groups, budget, std::mem::take(room));
    if let Some(content) = run.content(&content_streams(page)) {
        run.run(&content, page.resources(), start.clone());
    }
    draw_annotations(page, &mut run, &start);
    let PageRun {
        mut glyphs,
        mut shapes,
        images,
        image_mcids,
        unreadable,
        mut left_out,
        limit,
        damaged,
        ..
    } = run;
    budget.glyphs = budget.glyphs.saturating_sub(glyphs.len());

    let (width, height) = (width * unit, height * unit);
    if let Some(seen) = visible::uncovered(&glyphs, &shapes.covers, width * height) {
        left_out.covered += seen.iter().filter(|seen| !**seen).count();
        visible::retain(&mut glyphs, &mut shapes.boxes, &seen);
    }
    if let Some(inked) = without_hidden_layer(&glyphs, &images, &shapes.artwork, width, height) {
        left_out.hidden += inked.iter().filter(|inked| !**inked).count();
        visible::retain(&mut glyphs, &mut shapes.boxes, &inked);
    }
    if let Some(needed) = accents::join(&mut glyphs) {
        visible::retain(&mut glyphs, &mut shapes.boxes, &needed);
    }

    // As many as there are, and the room for the next page.
    let mut kept = Vec::with_capacity(glyphs.len());
    kept.append(&mut glyphs);
    *room = std::mem::replace(&mut glyphs, kept);

    let mut warnings = Vec::new();
    if visible::is_much(left_out, glyphs.len()) {
        let message = format!(
            "most glyphs of the page are seen by no reader and left out: {} hidden, {} covered, {} too small",
            left_out.hidden, left_out.covered, left_out.tiny
        );
        warnings.push(Warning::new(WarningCode::TextLeftOut, Some(number), message));
    }
    if let Some(limit) = limit {
        let message = format!(
            "the limit of {limit} was reached; {} glyphs were kept",
            glyphs.len()
        );
        warnings.push(Warning::new(WarningCode::LimitReached, Some(number), message));
    }
    if budget.fonts_left_out > fonts_left_out {
        let message = "a font would unpack past its limit: text in it may be missing";
        warnings.push(Warning::new(WarningCode::LimitReached, Some(number), message));
    }
    if damaged {
        let message = format!(
            "the page's content is damaged: {} glyphs were read, text may be missing",
            glyphs.len()
        );
        warnings.push(Warning::new(WarningCode::DamagedPage, Some(number), message));
    }
    let mut unreadable: Vec<(u32, usize)> = unreadable.into_iter().collect();
    unreadable.sort_unstable();
    for (font, count) in unreadable {
        let name = fonts
            .infos
            .get(font as usize)
            .map_or("", |font| font.name.as_str());
        let message = format!("{count} glyphs of font {name} have no Unicode and are left out");
        warnings.push(Warning::new(WarningCode::UnreadableFont, Some(number), message));
    }
    let read = Page {
        number,
        label: None,
        width,
        height,
        glyphs,
        boxes: shapes.boxes,
        rules: shapes.rules,
        images,
        image_mcids,
        links: Vec::new(),
        tags: super::document::PageTags::default(),
        left_out,
    };
    (read, warnings)
}

/// Tells which glyphs are seen where others are drawn in no ink (render mode 3), unless the page is a scan: then they
/// are its text layer. Text in no ink over letters drawn as artwork stands for them. `None` where all may stay.
fn without_hidden_layer(
    glyphs: &[Glyph],
    images: &[Rect],
    artwork: &[Rect],
    width: f32,
    height: f32,
) -> Option<Vec<bool>> {
    if !glyphs.iter().any(is_inkless) {
        return None;
    }
    let area = (width * height).max(1.0);
    let is_scan = images
        .iter()
        .any(|[x0, y0, x1, y1]| (x1 - x0) * (y1 - y0) / area >= SCAN_COVER);
    if is_scan {
        return None;
    }
    let mut by_height = artwork.to_vec();
    by_height.sort_unstable_by(|one, other| middle_height(one).total_cmp(&middle_height(other)));
    let is_drawn = |glyph: &Glyph| {
        let reach = 0.4 * glyph.size.max(1.0);
        let height = middle_of(glyph).1;
        let first = by_height.partition_point(|piece| middle_height(piece) < height - reach);
        let near = by_height.iter().skip(first).take(MOST_ARTWORK_AT_A_HEIGHT);
        let mut near = near.take_while(|piece| middle_height(piece) <= height + reach);
        near.any(|piece| draws(piece, glyph))
    };
    Some(
        glyphs
            .iter()
            .map(|glyph| !is_inkless(glyph) || is_drawn(glyph))
            .collect(),
    )
}

/// Pieces of artwork that are compared with a glyph. A title drawn as outlines has some twenty on a line.
const MOST_ARTWORK_AT_A_HEIGHT: usize = 1_000;

fn middle_height([_, y0, _, y1]: &Rect) -> f32 {
    f32::midpoint(*y0, *y1)
}

/// The middle of a letter that a glyph stands for.
fn middle_of(glyph: &Glyph) -> (f32, f32) {
    (
        glyph.x + glyph.advance_x / 2.0,
        glyph.y + glyph.advance_y / 2.0 - 0.35 * glyph.size.max(1.0),
    )
}

/// Whether a piece of artwork has the place and the height of a glyph.
fn draws([x0, y0, x1, y1]: &Rect, glyph: &Glyph) -> bool {
    let em = glyph.size.max(1.0);
    let middle = middle_of(glyph);
    let beside = (f32::midpoint(*x0, *x1) - middle.0).abs();
    let above = (f32::midpoint(*y0, *y1) - middle.1).abs();
    beside <= 0.35 * em && above <= 0.4 * em && (0.3..=1.5).contains(&((y1 - y0) / em))
}

/// Whether a glyph is drawn in no ink (render mode 3). Mode 7, text as a clip, is seen: layout programs paint a
/// picture through it where text lies under a transparent object.
fn is_inkless(glyph: &Glyph) -> bool {
    glyph.render_mode == INKLESS
}

/// Draws what annotations show: filled-in fields, notes written on the page. Links show nothing of their own.
fn draw_annotations<'a>(page: &hayro_syntax::page::Page<'a>, run: &mut PageRun<'_, 'a>, start: &State<'a>) {
    const HIDDEN: u32 = 1 << 1;
    const NO_VIEW: u32 = 1 << 5;
    let Some(annotations) = page.raw().get::<Array<'a>>(b"Annots".as_slice()) else {
        return;
    };
    for annotation in annotations.iter::<Dict<'a>>() {
        let flags = annotation.get::<u32>(b"F".as_slice()).unwrap_or(0);
        let subtype = annotation.get::<Name<'_>>(b"Subtype".as_slice());
        let shows_nothing = subtype
            .as_ref()
            .is_some_and(|name| matches!(name.as_str(), "Link" | "Popup"));
        if flags & (HIDDEN | NO_VIEW) != 0 || shows_nothing {
            continue;
        }
        let Some(appearance) = normal_appearance(&annotation) else {
            continue;
        };
        let Some(place) = annotation.get::<PdfRect>(b"Rect".as_slice()) else {
            continue;
        };
        let dict = appearance.dict();
        let Some(bounds) = dict.get::<PdfRect>(b"BBox".as_slice()) else {
            continue;
        };
        let matrix = dict
            .get::<[f64; 6]>(b"Matrix".as_slice())
            .map_or(Matrix::IDENTITY, Matrix::new);
        let [x0, y0, x1, y1] = matrix.bounds(bounds.x0, bounds.y0, bounds.x1, bounds.y1);
        let stretch = |wanted: f64, given: f64| if given > 0.0 { wanted / given } else { 1.0 };
        let (across, down) = (
            stretch(place.x1 - place.x0, x1 - x0),
            stretch(place.y1 - place.y0, y1 - y0),
        );
        let mut state = start.clone();
        let fit = Matrix::new([
            across,
            0.0,
            0.0,
            down,
            place.x0 - across * x0,
            place.y0 - down * y0,
        ]);
        state.ctm = fit.then(state.ctm);
        run.draw_form(&appearance, page.resources(), state);
    }
}

fn normal_appearance<'a>(annotation: &Dict<'a>) -> Option<Stream<'a>> {
    let appearances = annotation.get::<Dict<'a>>(b"AP".as_slice())?;
    match appearances.get::<Object<'a>>(b"N".as_slice())? {
        Object::Stream(stream) => Some(stream),
        Object::Dict(states) => {
            let state = annotation.get::<Name<'_>>(b"AS".as_slice())?;
            let key: &[u8] = state.as_ref();
            states.get::<Stream<'a>>(key)
        }
        _ => None,
    }
}
