//! Text that does not run level: titles up the margin, covers turned by a few degrees, words along a curve. Glyphs
//! that follow each other make a chain, whatever way each of them is turned; a chain is a fragment.
use super::Word;
use super::fragments::{ASCENT, DESCENT, Fragment};
use super::geometry::{union, union_all};
use super::words::is_blank;
use crate::model::Rect;
use crate::pdf::Glyph;

/// Slope (rise over run) up to which a glyph is level. Level text is exactly so in nearly all files; text that is
/// turned by one degree already mixes the lines of a paragraph when it is read as level.
const LEVEL_SLOPE: f32 = 0.006;
/// Distance in ems from the end of one glyph to the next within a chain.
const REACH: f32 = 0.5;
/// The same after a space.
const REACH_AFTER_SPACE: f32 = 0.9;
/// Gap in ems that parts the words of a chain.
const WORD_GAP: f32 = 0.2;
/// Slope of the glyph before, up to which a level one may go on a curve.
const CURVE_SLOPE: f32 = 0.5;

/// A glyph of a chain.
struct Link {
    glyph: Glyph,
    style: u32,
    element: Option<u32>,
}

/// The chains of a page.
#[derive(Default)]
pub(super) struct Chains {
    chains: Vec<Vec<Link>>,
    /// Whether the last glyph of the page belongs to the last chain.
    open: bool,
}

impl Chains {
    /// Takes a glyph that is turned, or that goes on a chain; leaves level text alone. `element` is the link element
    /// that holds it.
    #[inline]
    pub(super) fn takes(&mut self, glyph: &Glyph, style: u32, element: Option<u32>) -> bool {
        let level = is_level(glyph);
        // Nearly all glyphs: without a chain that is open there is none to go on.
        if level && !self.open {
            return false;
        }
        self.takes_into_chain(glyph, style, element, level)
    }

    fn takes_into_chain(&mut self, glyph: &Glyph, style: u32, element: Option<u32>, level: bool) -> bool {
        let last = if self.open {
            self.chains.last().and_then(|chain| chain.last())
        } else {
            None
        };
        let goes_on = last.is_some_and(|last| follows(&last.glyph, glyph));
        if level {
            let on_a_curve = last.is_some_and(|last| slope(&last.glyph) <= CURVE_SLOPE);
            self.open = goes_on && on_a_curve;
            if !self.open {
                return false;
            }
        }
        let link = Link {
            glyph: glyph.clone(),
            style,
            element,
        };
        match self.chains.last_mut() {
            Some(chain) if goes_on => chain.push(link),
            _ if is_blank(&glyph.text) => {}
            _ => self.chains.push(vec![link]),
        }
        self.open = true;
        true
    }

    /// The chains as fragments.
    pub(super) fn into_fragments(self) -> Vec<Fragment> {
        self.chains.into_iter().filter_map(fragment).collect()
    }
}

fn is_level(glyph: &Glyph) -> bool {
    let (x, y) = (glyph.advance_x, glyph.advance_y);
    // A mark without advance lies where its letter does.
    (x == 0.0 && y == 0.0) || (x > 0.0 && y.abs() <= LEVEL_SLOPE * x)
}

fn slope(glyph: &Glyph) -> f32 {
    if glyph.advance_x <= 0.0 {
        f32::MAX
    } else {
        (glyph.advance_y / glyph.advance_x).abs()
    }
}

fn follows(last: &Glyph, glyph: &Glyph) -> bool {
    let gap = (glyph.x - last.x - last.advance_x).hypot(glyph.y - last.y - last.advance_y);
    let reach = if is_blank(&last.text) {
        REACH_AFTER_SPACE
    } else {
        REACH
    };
    gap <= reach * last.size.max(glyph.size)
}

fn fragment(chain: Vec<Link>) -> Option<Fragment> {
    let mut words: Vec<Word> = Vec::new();
    let mut before: Option<&Link> = None;
    let mut parted = true;
    for link in &chain {
        if is_blank(&link.glyph.text) {
            parted = true;
            continue;
        }
        let gap = before.map_or(0.0, |before| {
            let (last, glyph) = (&before.glyph, &link.glyph);
            (glyph.x - last.x - last.advance_x).hypot(glyph.y - last.y - last.advance_y)
        });
        let rect = place(&link.glyph);
        match words.last_mut() {
            Some(word) if !parted && gap <= WORD_GAP * link.glyph.size => {
                word.push_text(&link.glyph.text);
                word.rect = union(word.rect, rect);
                word.link_element = word.link_element.or(link.element);
            }
            _ => words.push(Word {
                text: link.glyph.text.clone(),
                rect,
                style: link.style,
                link: None,
                link_element: link.element,
            }),
        }
        parted = false;
        before = Some(link);
    }
    let size = chain.iter().map(|link| link.glyph.size).fold(0.0, f32::max);
    let rect = union_all(words.iter().map(|word| word.rect));
    (!words.is_empty()).then_some(Fragment {
        words,
        rect,
        baseline: rect[3],
        size,
        turned: true,
    })
}

/// The upright box around a turned glyph.
fn place(glyph: &Glyph) -> Rect {
    let length = glyph.advance_x.hypot(glyph.advance_y).max(0.01);
    let (along_x, along_y) = (glyph.advance_x / length, glyph.advance_y / length);
    // Up, seen from the baseline; y grows downwards on the page.
    let (up_x, up_y) = (along_y * glyph.size, -along_x * glyph.size);
    let corners = [
        (0.0, ASCENT),
        (0.0, -DESCENT),
        (length, ASCENT),
        (length, -DESCENT),
    ];
    union_all(corners.iter().map(|(along, up)| {
        let x = glyph.x + along * along_x + up * up_x;
        let y = glyph.y + along * along_y + up * up_y;
        [x, y, x, y]
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Glyphs of half an em, ten points large, each at its place and turned by its degrees.
    fn chain(letters: &[(&str, f32, f32, f32)]) -> Vec<String> {
        let mut chains = Chains::default();
        for (text, x, y, degrees) in letters {
            let (sine, cosine) = degrees.to_radians().sin_cos();
            let glyph = Glyph {
                text: (*text).into(),
                x: *x,
                y: *y,
                advance_x: 5.0 * cosine,
                advance_y: 5.0 * sine,
                size: 10.0,
                font: 0,
                color: 0,
                render_mode: 0,
                mcid: None,
                artifact: false,
            };
            chains.takes(&glyph, 0, None);
        }
        let text = |fragment: Fragment| {
            fragment
                .words
                .iter()
                .map(|word| word.text.as_str())
                .collect::<Vec<_>>()
                .join(" ")
        };
        chains.into_fragments().into_iter().map(text).collect()
    }

    #[test]
    fn text_up_the_margin() {
        let letters = [
            ("h", 20.0, 400.0, -90.0),
            ("a", 20.0, 395.0, -90.0),
            ("u", 20.0, 390.0, -90.0),
            ("t", 20.0, 385.0, -90.0),
        ];
        assert_eq!(chain(&letters), ["haut"]);
    }

    #[test]
    fn letters_along_a_curve_with_a_level_one_among_them() {
        let letters = [
            ("a", 0.0, 0.0, -20.0),
            ("r", 4.7, -1.7, -8.0),
            ("c", 9.7, -2.4, 0.0),
            ("s", 14.7, -2.4, 9.0),
        ];
        assert_eq!(chain(&letters), ["arcs"]);
    }

    #[test]
    fn level_text_is_left_alone() {
        assert!(chain(&[("a", 0.0, 0.0, 0.0), ("b", 5.0, 0.0, 0.0)]).is_empty());
    }

    #[test]
    fn box_of_a_letter_up_the_margin() {
        let glyph = Glyph {
            text: "h".into(),
            x: 20.0,
            y: 400.0,
            advance_x: 0.0,
            advance_y: -5.0,
            size: 10.0,
            font: 0,
            color: 0,
            render_mode: 0,
            mcid: None,
            artifact: false,
        };
        let rect = place(&glyph);
        let wanted = [12.5, 395.0, 22.2, 400.0];
        assert!(
            rect.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 0.01),
            "{rect:?}"
        );
    }
}
