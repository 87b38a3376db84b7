//! Sizes of type on a recognised page. Each line's is measured by itself and is off by a little; titles are told by
//! size, so lines that were set in one size have to come out as one.
use super::Read;
use super::hocr::Line;
use super::weight;

/// Height from ascender to descender in ems, of common text faces.
const LETTER_HEIGHT: f32 = 0.93;

/// Sizes that differ by less than this ratio from those of running text are those of running text.
const SAME: f32 = 1.22;

/// As [`SAME`], for type that is thicker than that of running text: titles are set in both.
const SAME_BUT_THICKER: f32 = 1.12;

/// Letters from which the size of a few lines is measured closely enough to be told from one so near.
const FEWEST_LETTERS: usize = 20;

/// Sizes of lines that follow each other and differ by less than this ratio are one.
const ALIKE: f32 = 1.18;

/// Size beside that of running text from which letters on pictures and grounds are of another: their boxes are rough.
const LARGE: f32 = 1.5;

/// Ratio from one size of titles to the next.
const STEP: f32 = 1.25;

const POINTS: f32 = 72.0;

/// What most words of the recognised pages look like.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Usual {
    /// Their size in points.
    pub(super) size: f32,
    /// The width of their strokes in letter heights.
    pub(super) stroke: f32,
}

/// What most words of some pages look like.
pub(super) fn usual<'a>(pages: impl Iterator<Item = &'a Read>) -> Usual {
    let (mut sizes, mut strokes) = (Vec::new(), Vec::new());
    for read in pages {
        for (line, stroke) in read.page.lines.iter().zip(&read.strokes) {
            let words = line.words.len();
            sizes.extend(std::iter::repeat_n(size_in_points(line, read.resolution), words));
            strokes.extend(
                stroke
                    .iter()
                    .flat_map(|stroke| std::iter::repeat_n(*stroke, words)),
            );
        }
    }
    Usual {
        size: median(sizes),
        stroke: median(strokes),
    }
}

/// The sizes of the lines of a page in points, rounded to the sizes of the document, with the widths of their strokes.
/// Lines that follow each other and are nearly of one size are measured together: those of one title come out as one.
pub(super) fn of_lines(lines: &[Line], strokes: &[Option<f32>], resolution: f32, usual: Usual) -> Vec<f32> {
    let mut sizes: Vec<f32> = Vec::with_capacity(lines.len());
    let mut group = Group::default();
    for (line, stroke) in lines.iter().zip(strokes) {
        let mut size = size_in_points(line, resolution);
        if line.is_leftover && size < LARGE * usual.size {
            size = usual.size;
        }
        let is_thicker = weight::is_thicker(*stroke, size, usual);
        if !group.takes(size, is_thicker) {
            group.close(&mut sizes, usual);
        }
        group.sizes.push(size);
        group.strokes.push(*stroke);
        group.letters += line.letters();
        group.is_thicker = is_thicker;
    }
    group.close(&mut sizes, usual);
    sizes
}

/// Lines of one size.
#[derive(Default)]
struct Group {
    sizes: Vec<f32>,
    strokes: Vec<Option<f32>>,
    letters: usize,
    /// Whether the last line is thicker than running text.
    is_thicker: bool,
}

impl Group {
    fn takes(&self, size: f32, is_thicker: bool) -> bool {
        let ratio = size / mean(&self.sizes).max(0.1);
        let alike = if is_thicker == self.is_thicker {
            ALIKE
        } else {
            SAME_BUT_THICKER
        };
        self.sizes.is_empty() || (1.0 / alike..=alike).contains(&ratio)
    }

    fn close(&mut self, sizes: &mut Vec<f32>, usual: Usual) {
        let measured = mean(&self.sizes);
        let is_thicker = weight::is_thicker(weight::mean(&self.strokes), measured, usual);
        let same = if is_thicker && self.letters >= FEWEST_LETTERS {
            SAME_BUT_THICKER
        } else {
            SAME
        };
        let size = rounded(measured, usual, same);
        sizes.extend(self.sizes.drain(..).map(|_| size));
        self.strokes.clear();
        self.letters = 0;
    }
}

fn mean(sizes: &[f32]) -> f32 {
    sizes.iter().sum::<f32>() / sizes.len().max(1) as f32
}

/// A size as those of the document; one within the ratio `same` of the usual is the usual one.
fn rounded(size: f32, usual: Usual, same: f32) -> f32 {
    if usual.size <= 0.0 {
        return size;
    }
    let ratio = size / usual.size;
    if (1.0 / same..=same).contains(&ratio) {
        return usual.size;
    }
    let steps = (ratio.max(0.01).ln() / STEP.ln()).round();
    usual.size * STEP.powf(steps)
}

fn size_in_points(line: &Line, resolution: f32) -> f32 {
    line.letter_height / LETTER_HEIGHT * POINTS / resolution.max(1.0)
}

fn median(mut values: Vec<f32>) -> f32 {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::hocr::{self, Word};
    use super::*;

    fn line(letter_height: f32, words: usize) -> Line {
        let word = Word {
            text: "mot".to_string(),
            rect: [0.0; 4],
            confidence: 0.9,
        };
        Line {
            rect: [0.0; 4],
            slope: 0.0,
            offset: 0.0,
            letter_height,
            is_leftover: false,
            words: vec![word; words],
        }
    }

    #[test]
    fn lines_of_one_size_come_out_as_one() {
        let lines = [
            line(40.0, 9),
            line(42.0, 8),
            line(37.0, 9),
            line(76.0, 3),
            line(82.0, 2),
        ];
        let read = Read {
            page: hocr::Page {
                lines: lines.to_vec(),
            },
            resolution: 300.0,
            strokes: vec![Some(0.1), None, Some(0.11), Some(0.2), None],
            turn: Default::default(),
        };
        let usual = usual([&read].into_iter());
        assert_eq!(usual.stroke, 0.11);
        let sizes = of_lines(&lines, &read.strokes, 300.0, usual);
        assert_eq!(sizes[0], sizes[1]);
        assert_eq!(sizes[0], sizes[2]);
        assert_eq!(sizes[3], sizes[4]);
        assert!(sizes[3] > 1.7 * sizes[0]);
    }

    #[test]
    fn a_page_without_lines_has_no_sizes() {
        assert_eq!(usual([].into_iter()).size, 0.0);
        assert!((of_lines(&[line(93.0, 1)], &[None], 72.0, Usual::default())[0] - 100.0).abs() < 0.01);
        assert!(of_lines(&[], &[], 72.0, Usual::default()).is_empty());
    }

    #[test]
    fn thicker_type_is_told_from_running_text_by_a_smaller_step() {
        let usual = Usual {
            size: 10.0,
            stroke: 0.1,
        };
        let points = |size: f32| line(size * LETTER_HEIGHT, 5);
        let lines = [points(10.0), points(11.7), points(11.9), points(10.1)];
        let sizes = |stroke| of_lines(&lines, &[Some(0.1), stroke, stroke, Some(0.1)], 72.0, usual);
        assert_eq!(sizes(Some(0.105)), [10.0; 4]);
        assert_eq!(sizes(Some(0.126)), [10.0, 12.5, 12.5, 10.0]);
        let few = [line(11.8 * LETTER_HEIGHT, 3)];
        assert_eq!(of_lines(&few, &[Some(0.126)], 72.0, usual), [10.0]);
    }
}
