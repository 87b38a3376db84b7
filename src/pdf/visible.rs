//! What a reader of the page does not see: glyphs under a later opaque fill or picture, and the count of all that
//! was left out.
//!
//! A glyph is taken for covered only where the whole of its small letter's body lies under one upright rectangle of
//! full ink. In doubt it stays: text that is shown though it lies under something harms less than text that is lost.
use super::document::{FilledBox, Glyph, LeftOut};
use crate::model::Rect;

/// An upright rectangle of full ink.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Cover {
    pub(super) rect: Rect,
    /// Number of glyphs that had been drawn before it.
    pub(super) after_glyphs: usize,
    /// Whether it is a picture: one that fills the page is a scan, whose text may well be drawn under it.
    pub(super) picture: bool,
}

/// Share of the page from which a picture is taken for a scan.
const SCAN_COVER: f32 = 0.5;

/// Comparisons of a glyph with a cover that are made on one page: beyond it the page is a drawing of thousands of
/// shapes, and looking on would cost more than it tells.
const MAX_COMPARISONS: usize = 20_000_000;

/// The smallest em in points that a reader can see: below it there are hairs.
pub(super) const SMALLEST_EM: f64 = 1.0;

/// Tells for each glyph whether a cover leaves it in sight; `None` where nothing is covered.
pub(super) fn uncovered(glyphs: &[Glyph], covers: &[Cover], page_area: f32) -> Option<Vec<bool>> {
    let mut seen: Option<Vec<bool>> = None;
    let mut comparisons = 0usize;
    for cover in covers {
        let [x0, y0, x1, y1] = cover.rect;
        if cover.picture && (x1 - x0) * (y1 - y0) >= SCAN_COVER * page_area {
            continue;
        }
        let Some(under) = glyphs.get(..cover.after_glyphs.min(glyphs.len())) else {
            continue;
        };
        comparisons = comparisons.saturating_add(under.len());
        if comparisons > MAX_COMPARISONS {
            break;
        }
        for (index, glyph) in under.iter().enumerate() {
            if !covers_body(cover.rect, glyph) {
                continue;
            }
            if let Some(slot) = seen
                .get_or_insert_with(|| vec![true; glyphs.len()])
                .get_mut(index)
            {
                *slot = false;
            }
        }
    }
    seen
}

/// Whether a rectangle covers the body of a glyph: its advance, from the baseline to half an em above it.
fn covers_body(rect: Rect, glyph: &Glyph) -> bool {
    let [x0, y0, x1, y1] = rect;
    let inside = |x: f32, y: f32| x >= x0 && x <= x1 && y >= y0 && y <= y1;
    // Most glyphs of a page fail here, so the rest is seldom reckoned.
    if !inside(glyph.x + glyph.advance_x / 2.0, glyph.y + glyph.advance_y / 2.0) {
        return false;
    }
    let width = glyph.advance_x.hypot(glyph.advance_y);
    if width <= 0.0 {
        return false;
    }
    let rise = 0.5 * glyph.size / width;
    let (up_x, up_y) = (glyph.advance_y * rise, -glyph.advance_x * rise);
    [0.1, 0.9].iter().all(|share| {
        let (x, y) = (
            glyph.x + glyph.advance_x * share,
            glyph.y + glyph.advance_y * share,
        );
        inside(x, y) && inside(x + up_x, y + up_y)
    })
}

/// Takes glyphs away and keeps the boxes' places in the order of drawing right.
pub(super) fn retain(glyphs: &mut Vec<Glyph>, boxes: &mut [FilledBox], keep: &[bool]) {
    // For each old index, the number of glyphs kept before it.
    let mut kept_before = Vec::with_capacity(keep.len() + 1);
    let mut kept = 0usize;
    kept_before.push(0);
    for keeps in keep {
        kept += usize::from(*keeps);
        kept_before.push(kept);
    }
    for filled in boxes {
        filled.after_glyphs = kept_before.get(filled.after_glyphs).copied().unwrap_or(kept);
    }
    let mut place = 0;
    glyphs.retain(|_| {
        let keeps = keep.get(place).copied().unwrap_or(true);
        place += 1;
        keeps
    });
}

/// Whether a page lost more than half of its glyphs, and enough of them to be text. What lies outside the page does
/// not count: files cut from printing sheets carry the whole sheet on every page.
pub(super) fn is_much(left_out: LeftOut, kept: usize) -> bool {
    const FEW: usize = 40;
    left_out.sum() - left_out.outside > kept.max(FEW)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word() -> Vec<Glyph> {
        let glyph = |text: &str, x: f32| Glyph {
            text: text.into(),
            x,
            y: 100.0,
            advance_x: 5.0,
            advance_y: 0.0,
            size: 10.0,
            font: 0,
            color: 0,
            render_mode: 0,
            mcid: None,
            artifact: false,
        };
        vec![glyph("a", 50.0), glyph("b", 55.0), glyph("c", 60.0)]
    }

    fn cover(rect: Rect, after_glyphs: usize) -> Cover {
        Cover {
            rect,
            after_glyphs,
            picture: false,
        }
    }

    const PAGE: f32 = 600.0 * 800.0;

    #[test]
    fn later_fill_hides_and_earlier_fill_does_not() {
        let rect = [40.0, 90.0, 100.0, 105.0];
        assert_eq!(uncovered(&word(), &[cover(rect, 3)], PAGE), Some(vec![false; 3]));
        assert_eq!(
            uncovered(&word(), &[cover(rect, 1)], PAGE),
            Some(vec![false, true, true])
        );
        assert_eq!(uncovered(&word(), &[cover(rect, 0)], PAGE), None);
    }

    #[test]
    fn line_through_a_word_or_under_it_hides_nothing() {
        assert_eq!(
            uncovered(&word(), &[cover([40.0, 97.0, 100.0, 99.0], 3)], PAGE),
            None
        );
        assert_eq!(
            uncovered(&word(), &[cover([40.0, 100.0, 100.0, 104.0], 3)], PAGE),
            None
        );
        // Half of a letter.
        assert_eq!(
            uncovered(&word(), &[cover([52.0, 90.0, 54.0, 105.0], 3)], PAGE),
            None
        );
    }

    #[test]
    fn picture_hides_unless_it_is_a_scan() {
        let mut picture = cover([40.0, 90.0, 100.0, 105.0], 3);
        picture.picture = true;
        assert_eq!(uncovered(&word(), &[picture], PAGE), Some(vec![false; 3]));
        picture.rect = [0.0, 0.0, 600.0, 800.0];
        assert_eq!(uncovered(&word(), &[picture], PAGE), None);
    }

    #[test]
    fn boxes_keep_their_place_in_the_order_of_drawing() {
        let mut glyphs = word();
        let filled = |after_glyphs| FilledBox {
            rect: [0.0; 4],
            color: 0,
            after_glyphs,
        };
        let mut boxes = [filled(0), filled(2), filled(3)];
        retain(&mut glyphs, &mut boxes, &[true, false, true]);
        assert_eq!(glyphs.len(), 2);
        assert_eq!(boxes.map(|filled| filled.after_glyphs), [0, 1, 2]);
    }

    #[test]
    fn much_is_more_than_half_of_a_text() {
        let left_out = |covered| LeftOut {
            covered,
            ..LeftOut::default()
        };
        assert!(is_much(left_out(101), 100));
        assert!(!is_much(left_out(99), 100));
        assert!(!is_much(left_out(5), 0));
        let sheet = LeftOut {
            outside: 5000,
            ..LeftOut::default()
        };
        assert!(!is_much(sheet, 100));
    }

    /// The text and the count of covered glyphs of a page that draws a word and then something over it.
    fn page_of(over: &str) -> (String, LeftOut) {
        let content = format!("BT /F 12 Tf 50 700 Td (mot) Tj ET {over}");
        let file = format!(
            "%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n\
             2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n\
             3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources <<\n\
             /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>\n\
             /ExtGState << /M << /BM /Multiply >> /H << /ca 0.5 >> /N << /ca 0 >> >> >> >>\nendobj\n\
             4 0 obj\n<< /Length {} >>\nstream\n{content}\nendstream\nendobj\n\
             trailer\n<< /Root 1 0 R >>\n%%EOF\n",
            content.len()
        );
        let document = crate::pdf::read(file.as_bytes(), &crate::pdf::ReadOptions::default()).unwrap();
        let page = &document.pages[0];
        let text = page.glyphs.iter().map(|glyph| glyph.text.as_str()).collect();
        (text, page.left_out)
    }

    #[test]
    fn only_full_ink_over_the_word_hides_it() {
        let (text, left_out) = page_of("1 g 40 690 100 30 re f");
        assert_eq!((text.as_str(), left_out.covered), ("", 3));
        for seen_through in [
            "/M gs 1 1 0 rg 40 690 100 30 re f",
            "/H gs 1 g 40 690 100 30 re f",
            "1 g 40 690 100 30 re 45 695 90 20 re f*",
            "q 40 690 m 90 800 l 140 690 l W n 1 g 40 690 100 30 re f Q",
            "1 g 40 690 100 30 re S",
        ] {
            assert_eq!(page_of(seen_through).0, "mot", "{seen_through}");
        }
    }

    #[test]
    fn text_in_no_ink_is_seen_where_its_letters_are_drawn() {
        for no_ink in ["3 Tr", "/N gs"] {
            let hidden = format!("BT {no_ink} /F 12 Tf 50 600 Td (O) Tj ET");
            let (text, left_out) = page_of(&hidden);
            assert_eq!((text.as_str(), left_out.hidden), ("mot", 1), "{no_ink}");
            let drawn = format!("51 600 m 58 604 l 51 609 l h S {hidden}");
            assert_eq!(page_of(&drawn).0, "motO", "{no_ink}");
            let elsewhere = format!("81 600 m 88 604 l 81 609 l h S {hidden}");
            assert_eq!(page_of(&elsewhere).0, "mot", "{no_ink}");
        }
    }

    #[test]
    fn hairs_and_text_outside_are_counted() {
        let (text, left_out) =
            page_of("BT /F 0.5 Tf 50 600 Td (poudre) Tj ET BT /F 12 Tf 700 600 Td (ailleurs) Tj ET");
        assert_eq!(text, "mot");
        assert_eq!((left_out.tiny, left_out.outside), (6, 8));
    }
}
