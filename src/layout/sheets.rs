//! Sheets: pages of the file that show several printed pages side by side. Their order on the sheet is not always that
//! in which they are read: a sheet that is folded or bound has its first page at the right. It is read from left to
//! right all the same, and a warning says so.
use super::LaidPage;
use super::fragments::Fragment;
use crate::model::{Rect, Warning, WarningCode};

/// Width of a sheet, in heights.
const WIDE: f32 = 1.2;
/// Share of the height, at the foot, in which the printed page numbers of a sheet stand.
const FOOT: f32 = 0.9;
/// Least distance of two printed page numbers, in heights of the sheet: the width of a narrow page.
const APART: f32 = 0.35;
/// Panels of a folded sheet.
const PANELS: usize = 3;
/// Share of the height that a panel's text covers.
const TALL: f32 = 0.4;

/// The warning on a page that shows several printed ones.
pub(super) fn warning(page: &LaidPage) -> Option<Warning> {
    if page.width < WIDE * page.height {
        return None;
    }
    let folios = folios(page);
    let message = if folios.len() >= 2 {
        let list: Vec<String> = folios.iter().map(u32::to_string).collect();
        let list = list.join(", ");
        format!("the sheet shows the printed pages {list} side by side: it is read from left to right")
    } else if panels(page) >= PANELS {
        "the sheet seems to be folded in three: its panels are read from left to right".to_string()
    } else {
        return None;
    };
    Some(Warning::new(
        WarningCode::AmbiguousOrder,
        Some(page.number),
        message,
    ))
}

/// The numbers that stand alone at the foot, from left to right.
fn folios(page: &LaidPage) -> Vec<u32> {
    let lines = page.blocks.iter().flat_map(|block| &block.lines);
    let mut found: Vec<(f32, u32)> = lines
        .filter(|line| line.rect[1] >= FOOT * page.height)
        .filter_map(|line| Some((line.rect[0], number(&line.text())?)))
        .collect();
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    found.dedup_by(|later, earlier| later.0 - earlier.0 < APART * page.height || later.1 == earlier.1);
    found.into_iter().map(|(_, number)| number).collect()
}

fn number(text: &str) -> Option<u32> {
    let bare = text.trim_matches(|letter: char| !letter.is_alphanumeric());
    (bare.len() <= 3).then(|| bare.parse().ok()).flatten()
}

/// Where a sheet is folded, so that its panels can be read one after the other: in three by its white, in two where two
/// printed page numbers say so and nothing runs over the middle.
pub(super) fn folds(width: f32, height: f32, fragments: &[Fragment]) -> Vec<f32> {
    if width < WIDE * height {
        return Vec::new();
    }
    let rects: Vec<Rect> = fragments.iter().map(|fragment| fragment.rect).collect();
    if tall_panels(width, height, PANELS, &rects) == PANELS {
        return vec![width / 3.0, width * 2.0 / 3.0];
    }
    let is_folio = |fragment: &&Fragment| {
        let [word] = fragment.words.as_slice() else {
            return false;
        };
        fragment.rect[1] >= FOOT * height && number(&word.text).is_some()
    };
    let folios = fragments
        .iter()
        .filter(is_folio)
        .map(|folio| folio.rect[0] < width / 2.0);
    let sides: Vec<bool> = folios.collect();
    if sides.len() == 2
        && sides.contains(&true)
        && sides.contains(&false)
        && tall_panels(width, height, 2, &rects) == 2
    {
        return vec![width / 2.0];
    }
    Vec::new()
}

fn panels(page: &LaidPage) -> usize {
    let lines = page.blocks.iter().flat_map(|block| &block.lines);
    let rects: Vec<Rect> = lines.map(|line| line.rect).collect();
    tall_panels(page.width, page.height, PANELS, &rects)
}

/// Of so many equal parts of the width, those whose text is as tall as a panel's, with white between them.
fn tall_panels(width: f32, height: f32, parts: usize, lines: &[Rect]) -> usize {
    let part = width / parts as f32;
    (0..parts)
        .filter(|panel| {
            let (left, right) = (part * *panel as f32, part * (*panel + 1) as f32);
            let mut top = f32::MAX;
            let mut bottom = f32::MIN;
            for [x0, y0, x1, y1] in lines.iter().copied() {
                if x0 < left - 1.0 && x1 > left + 1.0 || x0 < right - 1.0 && x1 > right + 1.0 {
                    // A line over the fold: this is a page in columns, or no fold.
                    return false;
                }
                if x0 >= left && x1 <= right {
                    top = top.min(y0);
                    bottom = bottom.max(y1);
                }
            }
            bottom - top >= TALL * height
        })
        .count()
}

#[cfg(test)]
mod tests {
    use super::super::{Block, Line, Word};
    use super::*;

    fn page(width: f32, lines: &[(&str, f32, f32)]) -> LaidPage {
        let mut page = LaidPage {
            number: 1,
            width,
            height: 600.0,
            ..LaidPage::default()
        };
        for (text, x, y) in lines {
            let rect = [*x, *y, x + 100.0, y + 10.0];
            let word = Word {
                text: (*text).into(),
                rect,
                style: 0,
                link: None,
                link_element: None,
            };
            let line = Line {
                words: vec![word],
                rect,
                baseline: y + 8.0,
                size: 10.0,
                turned: false,
            };
            page.blocks.push(Block {
                lines: vec![line],
                rect,
                frame: None,
                cells: Vec::new(),
            });
        }
        page
    }

    #[test]
    fn two_printed_pages_on_a_sheet_are_told() {
        let sheet = page(
            850.0,
            &[("texte", 50.0, 100.0), ("8", 200.0, 580.0), ("1", 620.0, 580.0)],
        );
        let told = warning(&sheet).expect("a warning");
        assert!(told.message.contains("8, 1"), "{}", told.message);
    }

    #[test]
    fn three_panels_are_a_folded_sheet() {
        let mut lines = Vec::new();
        for x in [50.0, 340.0, 630.0] {
            lines.push(("haut", x, 60.0));
            lines.push(("bas", x, 500.0));
        }
        assert!(warning(&page(850.0, &lines)).is_some());
        lines.push(("une ligne sur le pli", 240.0, 300.0));
        assert!(warning(&page(850.0, &lines)).is_none());
    }

    #[test]
    fn a_sheet_is_folded_where_nothing_runs_over() {
        let fragment = |text: &str, x: f32, y: f32, width: f32| Fragment {
            words: vec![Word {
                text: text.into(),
                rect: [x, y, x + width, y + 10.0],
                style: 0,
                link: None,
                link_element: None,
            }],
            rect: [x, y, x + width, y + 10.0],
            baseline: y + 8.0,
            size: 10.0,
            turned: false,
        };
        let mut leaflet = Vec::new();
        for x in [20.0, 310.0, 590.0] {
            leaflet.push(fragment("haut", x, 60.0, 200.0));
            leaflet.push(fragment("bas", x, 500.0, 200.0));
        }
        assert_eq!(folds(840.0, 600.0, &leaflet), [280.0, 560.0]);
        leaflet.push(fragment("pli", 250.0, 300.0, 60.0));
        assert!(folds(840.0, 600.0, &leaflet).is_empty());
        let mut spread = Vec::new();
        for x in [50.0, 470.0] {
            spread.push(fragment("haut", x, 60.0, 320.0));
            spread.push(fragment("bas", x, 500.0, 320.0));
        }
        assert!(folds(840.0, 600.0, &spread).is_empty());
        spread.push(fragment("8", 200.0, 580.0, 8.0));
        spread.push(fragment("1", 620.0, 580.0, 8.0));
        assert_eq!(folds(840.0, 600.0, &spread), [420.0]);
    }

    #[test]
    fn an_upright_page_is_no_sheet() {
        assert!(warning(&page(420.0, &[("1", 20.0, 580.0), ("2", 300.0, 580.0)])).is_none());
    }
}
