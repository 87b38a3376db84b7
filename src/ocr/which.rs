//! Which pages are recognised: those whose own text is missing or cannot be read. A good text layer is never replaced.
use crate::model::{Warning, WarningCode};
use crate::pdf::{Document, Page};

/// When pages are recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// Where a page has no text of its own that can be read.
    #[default]
    Auto,
    /// Always: also where a page has text of its own, which is left out.
    Always,
    /// Never.
    Never,
}

/// Fewest glyphs that make a text of a page; a scanner stamps its name or a folio on pages that are pictures.
const FEWEST_GLYPHS: usize = 25;

/// Share of a page that pictures cover where it may be a scan.
const SCAN_COVER: f32 = 0.4;

/// The indices of the pages that a mode chooses.
pub(super) fn pages(document: &Document, mode: Mode) -> Vec<usize> {
    // What is too much for the reader of its text may be without end for whoever draws it.
    let is_too_much = |page: &Page| {
        let reached = |warning: &Warning| {
            warning.code == WarningCode::LimitReached && warning.page == Some(page.number)
        };
        document.warnings.iter().any(reached)
    };
    let wants = |page: &Page| match mode {
        _ if is_too_much(page) => false,
        Mode::Never => false,
        Mode::Always => true,
        Mode::Auto => has_no_readable_text(page, &document.warnings),
    };
    let numbered = document.pages.iter().enumerate();
    numbered
        .filter(|(_, page)| wants(page))
        .map(|(index, _)| index)
        .collect()
}

/// Whether a page is a picture, whole or for a good part: a page that is only blank misses nothing.
pub(super) fn is_picture(page: &Page) -> bool {
    covered_by_pictures(page) >= SCAN_COVER
}

fn has_no_readable_text(page: &Page, warnings: &[Warning]) -> bool {
    let inked = page.glyphs.iter().filter(|glyph| !glyph.text.trim().is_empty());
    let glyphs = inked.count();
    let unreadable = warnings
        .iter()
        .any(|warning| warning.code == WarningCode::UnreadableFont && warning.page == Some(page.number));
    if glyphs == 0 {
        // A page that draws nothing at all is blank, and the bitmap will say so.
        return true;
    }
    glyphs < FEWEST_GLYPHS && (unreadable || is_picture(page))
}

/// Share of the page that pictures cover, overlaps counted twice.
fn covered_by_pictures(page: &Page) -> f32 {
    let area: f32 = page
        .images
        .iter()
        .map(|image| (image[2] - image[0]).max(0.0) * (image[3] - image[1]).max(0.0))
        .sum();
    area / (page.width * page.height).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::Glyph;

    fn page(glyphs: usize, images: Vec<[f32; 4]>) -> Page {
        let glyph = Glyph {
            text: "a".into(),
            x: 10.0,
            y: 10.0,
            advance_x: 5.0,
            advance_y: 0.0,
            size: 10.0,
            font: 0,
            color: 0,
            render_mode: 0,
            mcid: None,
            artifact: false,
        };
        Page {
            number: 1,
            width: 600.0,
            height: 800.0,
            glyphs: vec![glyph; glyphs],
            images,
            ..Page::default()
        }
    }

    fn wanted(page: Page, mode: Mode) -> bool {
        let document = Document {
            pages: vec![page],
            ..Document::default()
        };
        !pages(&document, mode).is_empty()
    }

    #[test]
    fn pages_without_text_are_recognised() {
        let whole = vec![[0.0, 0.0, 600.0, 800.0]];
        assert!(wanted(page(0, whole.clone()), Mode::Auto));
        assert!(wanted(page(0, vec![]), Mode::Auto));
        assert!(wanted(page(12, whole.clone()), Mode::Auto));
        assert!(!wanted(page(0, whole), Mode::Never));
    }

    #[test]
    fn a_text_layer_stays() {
        let whole = vec![[0.0, 0.0, 600.0, 800.0]];
        assert!(!wanted(page(400, whole.clone()), Mode::Auto));
        assert!(!wanted(page(12, vec![[0.0, 0.0, 60.0, 80.0]]), Mode::Auto));
        assert!(wanted(page(400, whole), Mode::Always));
    }

    #[test]
    fn a_page_on_which_a_limit_was_reached_is_not_drawn() {
        let mut document = Document {
            pages: vec![page(0, vec![])],
            ..Document::default()
        };
        let warning = |page| Warning::new(WarningCode::LimitReached, page, "too much");
        document.warnings = vec![warning(Some(2)), warning(None)];
        assert_eq!(pages(&document, Mode::Auto), [0], "of another page");
        document.warnings.push(warning(Some(1)));
        assert!(pages(&document, Mode::Auto).is_empty() && pages(&document, Mode::Always).is_empty());
    }
}
