//! Where the headings of the structure tree stand on the page. Glyphs know their marked content; words, lines and
//! blocks are cut from them by sight, so that what the tree says is given as places, to compare with.
use crate::model::Rect;
use crate::pdf::{Glyph, Page};
use serde::Serialize;

/// What an upright letter reaches above and below its baseline, in sizes.
const ASCENT: f32 = 0.9;
const DESCENT: f32 = 0.3;

/// A stretch of glyphs on one line that the structure tree calls a heading.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Heading {
    /// Its place.
    pub rect: Rect,
    /// Level from 1; 0 where the tree gives none.
    pub level: u8,
}

impl Heading {
    /// Whether the middle of a place lies in it.
    pub fn holds(&self, place: Rect) -> bool {
        let (x, y) = ((place[0] + place[2]) / 2.0, (place[1] + place[3]) / 2.0);
        let [left, top, right, bottom] = self.rect;
        x >= left && x <= right && y >= top && y <= bottom
    }
}

/// The headings of a page, in the order in which it draws them.
pub(super) fn of_page(page: &Page) -> Vec<Heading> {
    let mut list: Vec<Heading> = Vec::new();
    if page.tags.headings.is_empty() {
        return list;
    }
    let mut last: Option<(i32, f32)> = None;
    for glyph in &page.glyphs {
        let level = glyph.mcid.and_then(|mcid| page.tags.headings.get(&mcid));
        let (Some(mcid), Some(level)) = (glyph.mcid, level) else {
            last = None;
            continue;
        };
        let place = place_of(glyph);
        match list.last_mut() {
            Some(heading) if last == Some((mcid, glyph.y)) => {
                let [left, top, right, bottom] = heading.rect;
                heading.rect = [
                    left.min(place[0]),
                    top.min(place[1]),
                    right.max(place[2]),
                    bottom.max(place[3]),
                ];
            }
            _ => list.push(Heading {
                rect: place,
                level: *level,
            }),
        }
        last = Some((mcid, glyph.y));
    }
    list
}

fn place_of(glyph: &Glyph) -> Rect {
    let (end_x, end_y) = (glyph.x + glyph.advance_x, glyph.y + glyph.advance_y);
    [
        glyph.x.min(end_x),
        glyph.y.min(end_y) - ASCENT * glyph.size,
        glyph.x.max(end_x),
        glyph.y.max(end_y) + DESCENT * glyph.size,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyph(x: f32, y: f32, mcid: Option<i32>) -> Glyph {
        Glyph {
            text: "a".into(),
            x,
            y,
            advance_x: 5.0,
            advance_y: 0.0,
            size: 10.0,
            font: 0,
            color: 0,
            render_mode: 0,
            mcid,
            artifact: false,
        }
    }

    #[test]
    fn headings_are_places_line_by_line() {
        let mut page = Page {
            glyphs: vec![
                glyph(50.0, 100.0, Some(3)),
                glyph(55.0, 100.0, Some(3)),
                glyph(50.0, 112.0, Some(3)),
                glyph(50.0, 130.0, Some(4)),
                glyph(50.0, 150.0, None),
            ],
            ..Page::default()
        };
        assert_eq!(of_page(&page), []);
        page.tags.headings.insert(3, 2);
        let found = of_page(&page);
        let places: Vec<(Rect, u8)> = found
            .iter()
            .map(|heading| (heading.rect, heading.level))
            .collect();
        assert_eq!(
            places,
            [([50.0, 91.0, 60.0, 103.0], 2), ([50.0, 103.0, 55.0, 115.0], 2)]
        );
        assert!(found[0].holds([52.0, 93.0, 58.0, 102.0]));
        assert!(!found[0].holds([70.0, 93.0, 80.0, 102.0]));
    }
}
