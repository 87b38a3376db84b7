//! How a page lies: on its side, upside down, or askew; and where a place of the page set right is on the page as it lies.
use super::bitmap::Bitmap;
use super::hocr::Page;

/// Confidence below which it is asked which side of a page is up.
const DOUBTFUL: f32 = 0.6;

/// Confidence of the engine's answer from which it is tried: it gives some ten to twenty on a page of text, and about one
/// where it guesses.
const BELIEVED: f32 = 2.0;

/// Fall of the lines, in pixels a pixel, from which a page is set level: engines read lines that fall less as well.
const ASKEW: f32 = 0.015;

/// Fall beyond which lines are no lines of a page that was laid down askew.
const STEEPEST: f32 = 0.2;

/// Fewest lines that tell how a page lies.
const FEWEST_LINES: usize = 5;

/// Fewest words of a line whose fall is believed.
const FEWEST_WORDS: usize = 3;

/// How a bitmap was turned before it was read.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Turn {
    /// Quarters to the right.
    pub(super) quarters: u8,
    /// How much lines fell after that, in pixels a pixel, before they were set level.
    pub(super) slope: f32,
    /// Width of the bitmap that was read.
    pub(super) width: f32,
    /// Height of the bitmap that was read.
    pub(super) height: f32,
}

impl Turn {
    /// How a bitmap lies that is read as it is, or after a turn that is told later.
    pub(super) fn none(bitmap: &Bitmap) -> Self {
        Self {
            quarters: 0,
            slope: 0.0,
            width: bitmap.width as f32,
            height: bitmap.height as f32,
        }
    }

    /// Where a place of the bitmap that was read is on the page's bitmap.
    pub(super) fn back(self, [x, y]: [f32; 2]) -> [f32; 2] {
        let (middle_x, middle_y) = (self.width / 2.0, self.height / 2.0);
        let (sine, cosine) = self.slope.atan().sin_cos();
        let (right, down) = (x - middle_x, y - middle_y);
        let x = middle_x + right * cosine - down * sine;
        let y = middle_y + right * sine + down * cosine;
        match self.quarters % 4 {
            1 => [y, self.width - x],
            2 => [self.width - x, self.height - y],
            3 => [self.height - y, x],
            _ => [x, y],
        }
    }

    /// The box on the page's bitmap around a box of the bitmap that was read: left, top, right and bottom.
    pub(super) fn box_back(self, [left, top, right, bottom]: [f32; 4]) -> [f32; 4] {
        let corners =
            [[left, top], [right, top], [left, bottom], [right, bottom]].map(|corner| self.back(corner));
        let [[first_x, first_y], ..] = corners;
        corners
            .iter()
            .fold([first_x, first_y, first_x, first_y], |around, [x, y]| {
                [
                    around[0].min(*x),
                    around[1].min(*y),
                    around[2].max(*x),
                    around[3].max(*y),
                ]
            })
    }

    /// The direction of reading on the page, to the right and down.
    pub(super) fn direction(self) -> [f32; 2] {
        match self.quarters % 4 {
            1 => [0.0, -1.0],
            2 => [-1.0, 0.0],
            3 => [0.0, 1.0],
            _ => [1.0, 0.0],
        }
    }
}

/// Whether it should be asked which side of a page is up: what was read is doubtful, or stands in lines from top to
/// bottom.
pub(super) fn may_be_turned(page: &Page) -> bool {
    let tall = page
        .lines
        .iter()
        .filter(|line| line.rect[3] - line.rect[1] > line.rect[2] - line.rect[0]);
    page.confidence() < DOUBTFUL || tall.count() * 2 > page.lines.len()
}

/// The quarters to the right that the engine's answer asks for; `None` where it guesses, or the page stands upright.
pub(super) fn quarters(answer: &str) -> Option<u8> {
    let number = |name: &str| {
        let value = answer.lines().find_map(|line| line.trim().strip_prefix(name))?;
        value.trim().parse::<f32>().ok()
    };
    let sure = number("Orientation confidence:")?;
    let quarters = (number("Rotate:")? / 90.0).round() as u8 % 4;
    (sure >= BELIEVED && quarters > 0).then_some(quarters)
}

/// How much the lines of a page fall, where it lies askew.
pub(super) fn slope(page: &Page) -> Option<f32> {
    let lines = page
        .lines
        .iter()
        .filter(|line| line.words.len() >= FEWEST_WORDS && line.confidence() >= DOUBTFUL);
    let mut slopes: Vec<f32> = lines.map(|line| line.slope).collect();
    if slopes.len() < FEWEST_LINES {
        return None;
    }
    slopes.sort_by(f32::total_cmp);
    let slope = slopes.get(slopes.len() / 2).copied()?;
    (ASKEW..=STEEPEST).contains(&slope.abs()).then_some(slope)
}

#[cfg(test)]
mod tests {
    use super::super::hocr::{Line, Word};
    use super::*;

    fn bitmap() -> Bitmap {
        let mut bitmap = Bitmap {
            width: 40,
            height: 20,
            grey: vec![255; 800],
            resolution: 100.0,
        };
        bitmap.grey[3 * 40 + 30] = 0;
        bitmap
    }

    #[test]
    fn places_go_back_through_the_turn() {
        for quarters in 0..4 {
            let turned = bitmap().turned(quarters);
            let dark = turned.grey.iter().position(|grey| *grey == 0).unwrap();
            let turn = Turn {
                quarters,
                ..Turn::none(&turned)
            };
            let place = [
                (dark % turned.width) as f32 + 0.5,
                (dark / turned.width) as f32 + 0.5,
            ];
            assert_eq!(turn.back(place), [30.5, 3.5], "{quarters}");
            let one_on = turn.back([place[0] + 1.0, place[1]]);
            assert_eq!(turn.direction(), [one_on[0] - 30.5, one_on[1] - 3.5]);
        }
        let turn = Turn {
            slope: 0.05,
            ..Turn::none(&bitmap())
        };
        let [x, y] = turn.back([40.0, 10.0]);
        assert!((x - 40.0).abs() < 0.1 && (y - 11.0).abs() < 0.01);
        let around = Turn { quarters: 1, ..turn }.box_back([0.0, 0.0, 2.0, 1.0]);
        assert!(around[0] < around[2] && around[1] < around[3]);
    }

    #[test]
    fn answers_of_the_engine() {
        let answer =
            "Page number: 0\nOrientation in degrees: 90\nRotate: 270\nOrientation confidence: 15.70\n";
        assert_eq!(quarters(answer), Some(3));
        assert_eq!(quarters(&answer.replace("15.70", "0.40")), None);
        assert_eq!(quarters(&answer.replace("270", "0")), None);
        assert_eq!(quarters("Too few characters. Skipping this page"), None);
    }

    #[test]
    fn pages_that_lie_askew() {
        let page = |slope: f32, lines: usize| {
            let word = Word {
                text: "mot".to_string(),
                rect: [0.0, 0.0, 30.0, 10.0],
                confidence: 0.9,
            };
            let line = Line {
                rect: [0.0, 0.0, 90.0, 10.0],
                slope,
                offset: 0.0,
                letter_height: 10.0,
                is_leftover: false,
                words: vec![word; 3],
            };
            Page {
                lines: vec![line; lines],
            }
        };
        assert_eq!(slope(&page(-0.03, 8)), Some(-0.03));
        assert_eq!(slope(&page(0.03, 3)), None);
        assert_eq!(slope(&page(0.002, 8)), None);
        assert!(!may_be_turned(&page(0.0, 8)));
    }
}
