//! How heavy the type of a line is, by the width of its strokes: engines do not tell bold, and titles are told by it.
use super::bitmap::Bitmap;
use super::hocr::{Line, Word};
use super::sizes::Usual;

/// Width of strokes, beside that of most lines of the document, from which type is bold.
const BOLD: f32 = 1.3;

/// As [`BOLD`], for type that is larger: its strokes are seen more sharply.
const BOLD_AND_LARGER: f32 = 1.18;

/// Thickness of strokes in points, beside that of most lines, which type of the usual face has at no size near the usual.
const THICKER: f32 = 1.4;

/// Width of a stroke in letter heights beyond which a run of ink is none: a bar, a rule, an ink blot.
const WIDEST: f32 = 0.4;

/// Runs of ink of a line from which its width is believed.
const FEWEST_RUNS: usize = 30;

/// The width of the strokes of each line in letter heights; `None` where there is too little ink.
pub(super) fn strokes(bitmap: &Bitmap, lines: &[Line]) -> Vec<Option<f32>> {
    // Letters on pictures and grounds have no edges that could be measured.
    let measured = |line: &Line| {
        if line.is_leftover {
            None
        } else {
            stroke(bitmap, line)
        }
    };
    lines.iter().map(measured).collect()
}

/// Whether type of a size in points is thicker than most of the document, by its face and not by its size alone.
pub(super) fn is_thicker(stroke: Option<f32>, size: f32, usual: Usual) -> bool {
    stroke.is_some_and(|stroke| {
        stroke >= BOLD_AND_LARGER * usual.stroke && stroke * size >= THICKER * usual.stroke * usual.size
    })
}

/// The mean width of the strokes that could be measured.
pub(super) fn mean(strokes: &[Option<f32>]) -> Option<f32> {
    let known: Vec<f32> = strokes.iter().flatten().copied().collect();
    (!known.is_empty()).then(|| known.iter().sum::<f32>() / known.len() as f32)
}

/// Whether strokes of type of a size are those of bold type.
fn is_bold(stroke: Option<f32>, size: f32, usual: Usual) -> bool {
    let least = if size > usual.size { BOLD_AND_LARGER } else { BOLD };
    stroke.is_some_and(|stroke| usual.stroke > 0.0 && stroke >= least * usual.stroke)
}

/// Which lines are bold, with their sizes as those of the document. Lines of one size that follow each other and are not
/// of the usual size are measured together: those of one title come out as one.
pub(super) fn bold(strokes: &[Option<f32>], sizes: &[f32], usual: Usual) -> Vec<bool> {
    let mut bold = Vec::with_capacity(strokes.len());
    let mut lines = strokes.iter().zip(sizes).peekable();
    while let Some((stroke, size)) = lines.next() {
        let mut group = vec![*stroke];
        while *size > usual.size
            && let Some((stroke, _)) = lines.next_if(|(_, next)| *next == size)
        {
            group.push(*stroke);
        }
        let is_bold = is_bold(mean(&group), *size, usual);
        bold.resize(bold.len() + group.len(), is_bold);
    }
    bold
}

fn stroke(bitmap: &Bitmap, line: &Line) -> Option<f32> {
    let widest = (WIDEST * line.letter_height).max(2.0);
    let (mut sum, mut runs) = (0.0, 0);
    for word in &line.words {
        let (word_sum, word_runs) = ink_of(bitmap, word, widest);
        sum += word_sum;
        runs += word_runs;
    }
    let is_enough = runs >= FEWEST_RUNS && line.letter_height > 0.0;
    is_enough.then(|| sum / runs as f32 / line.letter_height)
}

/// The lengths of the level runs of ink in a word, added, and their number. Lengths are measured through the grey of
/// their ends: at the resolution of a scan a stroke is two or three dots wide.
fn ink_of(bitmap: &Bitmap, word: &Word, widest: f32) -> (f32, usize) {
    let column = |at: f32| (at.max(0.0) as usize).min(bitmap.width);
    let row = |at: f32| (at.max(0.0) as usize).min(bitmap.height);
    let (left, right) = (column(word.rect[0]), column(word.rect[2]));
    let (top, bottom) = (row(word.rect[1]), row(word.rect[3]));
    let rows =
        (top..bottom).filter_map(|y| bitmap.grey.get(y * bitmap.width + left..y * bitmap.width + right));
    let rows: Vec<&[u8]> = rows.collect();
    let all = || rows.iter().flat_map(|row| row.iter().copied());
    let (Some(darkest), Some(lightest)) = (all().min(), all().max()) else {
        return (0.0, 0);
    };
    let range = f32::from(lightest) - f32::from(darkest);
    if range < 60.0 {
        return (0.0, 0);
    }
    let mean = all().map(f32::from).sum::<f32>() / all().count().max(1) as f32;
    // Light letters on a dark band: their ink is the light.
    let is_dark_ink = mean >= f32::from(darkest) + range / 2.0;
    let ink = |grey: u8| {
        let darkness = (f32::from(lightest) - f32::from(grey)) / range;
        if is_dark_ink { darkness } else { 1.0 - darkness }
    };
    let (mut sum, mut runs) = (0.0, 0);
    for row in rows {
        let (mut length, mut peak) = (0.0f32, 0.0f32);
        for grey in row.iter().copied().map(Some).chain([None]) {
            let ink = grey.map_or(0.0, ink);
            if ink >= 0.25 {
                length += ink;
                peak = peak.max(ink);
                continue;
            }
            if peak >= 0.6 && length <= widest {
                sum += length;
                runs += 1;
            }
            (length, peak) = (0.0, 0.0);
        }
    }
    (sum, runs)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Upright strokes of a width on paper of 10 × 40 dots a stroke.
    fn bitmap(width_of_stroke: usize, ink: u8, paper: u8) -> Bitmap {
        let (width, height) = (400, 40);
        let grey = (0..width * height).map(|at| {
            if at % width % 20 < width_of_stroke {
                ink
            } else {
                paper
            }
        });
        Bitmap {
            width,
            height,
            grey: grey.collect(),
            resolution: 200.0,
        }
    }

    fn line() -> Line {
        Line {
            rect: [0.0, 0.0, 400.0, 40.0],
            slope: 0.0,
            offset: 0.0,
            letter_height: 40.0,
            is_leftover: false,
            words: vec![Word {
                text: "mot".to_string(),
                rect: [0.0, 0.0, 400.0, 40.0],
                confidence: 0.9,
            }],
        }
    }

    fn measured(bitmap: &Bitmap) -> f32 {
        strokes(bitmap, &[line()])[0].unwrap()
    }

    #[test]
    fn strokes_are_measured_in_letter_heights() {
        assert!((measured(&bitmap(4, 0, 255)) - 0.1).abs() < 0.01);
        assert!((measured(&bitmap(6, 40, 220)) - 0.15).abs() < 0.01);
        // Light letters on a dark band.
        assert!((measured(&bitmap(4, 250, 30)) - 0.1).abs() < 0.01);
    }

    #[test]
    fn bold_is_told_beside_the_usual() {
        let usual = Usual {
            size: 10.0,
            stroke: 0.1,
        };
        assert!(is_bold(Some(0.15), 10.0, usual));
        assert!(!is_bold(Some(0.12), 10.0, usual));
        assert!(is_bold(Some(0.12), 12.5, usual));
        assert!(!is_bold(Some(0.11), 12.5, usual));
        assert!(!is_bold(None, 10.0, usual));
        let measured = [Some(0.15), Some(0.12), None, Some(0.15), Some(0.1)];
        let sizes = [20.0, 20.0, 20.0, 10.0, 10.0];
        assert_eq!(bold(&measured, &sizes, usual), [true, true, true, true, false]);
        assert_eq!(strokes(&bitmap(0, 0, 255), &[line()]), [None]);
    }

    #[test]
    fn larger_type_is_thicker_by_its_face_alone() {
        let usual = Usual {
            size: 10.0,
            stroke: 0.1,
        };
        assert!(is_thicker(Some(0.125), 11.8, usual));
        assert!(!is_thicker(Some(0.1), 16.0, usual));
        assert!(!is_thicker(Some(0.125), 10.5, usual));
        assert!(!is_thicker(None, 20.0, usual));
    }
}
