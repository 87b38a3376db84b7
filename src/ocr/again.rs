//! What the engine overlooked on a page: titles on bands, light letters on pictures, cells of tables. It finds them where
//! nothing else is left to be seen: all that it read surely is painted over, and the rest is shown to it once more.
use super::bitmap::Bitmap;
use super::hocr::{Line, Page, Word};

/// Confidence from which a line is read, and need not be shown again.
const SURE: f32 = 0.6;

/// Confidence from which a line is believed that was found the second time: what is left of a page is pictures for the
/// most part, and shapes in them are read as letters.
const FOUND: f32 = 0.75;

/// Fewest letters of a line that is believed.
const FEWEST_LETTERS: usize = 4;

/// Pixels around a word that are painted over with it: print is blurred at its edges.
const AROUND: usize = 3;

/// Dots per inch below which what is left is blown up: letters on a grey ground are read better so.
const COARSE: f32 = 250.0;

/// A page without what was read of it.
#[derive(Debug)]
pub(super) struct Leftovers {
    pub(super) bitmap: Bitmap,
    /// Pixels of the bitmap for one of the page's.
    times: f32,
}

/// What is left of a page when the lines that were read surely are painted over.
pub(super) fn leftovers(bitmap: &Bitmap, page: &Page) -> Leftovers {
    let mut left = Bitmap {
        width: bitmap.width,
        height: bitmap.height,
        grey: bitmap.grey.clone(),
        resolution: bitmap.resolution,
    };
    for line in page.lines.iter().filter(|line| line.confidence() >= SURE) {
        for word in &line.words {
            paint_over(&mut left, word);
        }
    }
    if left.resolution >= COARSE {
        return Leftovers {
            bitmap: left,
            times: 1.0,
        };
    }
    Leftovers {
        bitmap: left.doubled(),
        times: 2.0,
    }
}

/// Adds what was found in the leftovers of a page to what was read of it. Lines that were not read surely give way to
/// those found in their place.
pub(super) fn add(page: &mut Page, found: Page, leftovers: &Leftovers) {
    for mut line in found.lines {
        if line.confidence() < FOUND || line.letters() < FEWEST_LETTERS {
            continue;
        }
        scale(&mut line, 1.0 / leftovers.times);
        line.is_leftover = true;
        let is_read = |other: &Line| other.confidence() >= SURE && overlaps(other, &line);
        if page.lines.iter().any(is_read) {
            continue;
        }
        let in_its_place = page.lines.iter().filter(|other| overlaps(other, &line));
        if in_its_place.map(weighed).sum::<f32>() > weighed(&line) {
            continue;
        }
        page.lines.retain(|other| !overlaps(other, &line));
        // Before the first line that stands below it in its column: lines in the order of reading have like sizes.
        let is_below = |other: &Line| {
            other.rect[1] >= line.rect[1] && other.rect[0] < line.rect[2] && line.rect[0] < other.rect[2]
        };
        let place = page.lines.iter().position(is_below).unwrap_or(page.lines.len());
        page.lines.insert(place, line);
    }
}

/// The letters of a line, each counted by the confidence of the line.
fn weighed(line: &Line) -> f32 {
    line.letters() as f32 * line.confidence()
}

/// Whether two lines share more than a seam.
fn overlaps(one: &Line, other: &Line) -> bool {
    let [left, top, right, bottom] = one.rect;
    let [other_left, other_top, other_right, other_bottom] = other.rect;
    let height = (bottom - top).min(other_bottom - other_top);
    right.min(other_right) > left.max(other_left)
        && bottom.min(other_bottom) - top.max(other_top) > 0.3 * height
}

fn scale(line: &mut Line, by: f32) {
    line.rect = line.rect.map(|at| at * by);
    line.offset *= by;
    line.letter_height *= by;
    for word in &mut line.words {
        word.rect = word.rect.map(|at| at * by);
    }
}

/// Paints a word over with the grey around it.
fn paint_over(bitmap: &mut Bitmap, word: &Word) {
    let within = |at: f32, most: usize| (at.max(0.0) as usize).min(most);
    let left = within(word.rect[0], bitmap.width).saturating_sub(AROUND);
    let top = within(word.rect[1], bitmap.height).saturating_sub(AROUND);
    let right = (within(word.rect[2], bitmap.width) + AROUND).min(bitmap.width);
    let bottom = (within(word.rect[3], bitmap.height) + AROUND).min(bitmap.height);
    let width = bitmap.width;
    let mut edge = Vec::new();
    for y in [top, bottom.saturating_sub(1)] {
        if let Some(row) = bitmap.grey.get(y * width + left..y * width + right) {
            edge.extend_from_slice(row);
        }
    }
    edge.sort_unstable();
    let Some(ground) = edge.get(edge.len() / 2).copied() else {
        return;
    };
    for y in top..bottom {
        if let Some(row) = bitmap.grey.get_mut(y * width + left..y * width + right) {
            row.fill(ground);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, rect: [f32; 4], confidence: f32) -> Line {
        Line {
            rect,
            slope: 0.0,
            offset: -2.0,
            letter_height: rect[3] - rect[1],
            is_leftover: false,
            words: vec![Word {
                text: text.to_string(),
                rect,
                confidence,
            }],
        }
    }

    fn texts(page: &Page) -> Vec<&str> {
        page.lines
            .iter()
            .map(|line| line.words[0].text.as_str())
            .collect()
    }

    /// Grey ground with black print on two places.
    fn bitmap(resolution: f32) -> Bitmap {
        let mut bitmap = Bitmap {
            width: 100,
            height: 60,
            grey: vec![180; 6_000],
            resolution,
        };
        for (top, bottom) in [(10, 20), (40, 50)] {
            for y in top..bottom {
                bitmap.grey[y * 100 + 10..y * 100 + 60].fill(0);
            }
        }
        bitmap
    }

    #[test]
    fn what_was_read_is_painted_over_with_its_ground() {
        let page = Page {
            lines: vec![
                line("lu", [10.0, 10.0, 60.0, 20.0], 0.9),
                line("douteux", [10.0, 40.0, 60.0, 50.0], 0.3),
            ],
        };
        let left = leftovers(&bitmap(300.0), &page);
        assert_eq!(left.bitmap.grey[15 * 100 + 30], 180);
        assert_eq!(left.bitmap.grey[45 * 100 + 30], 0);
        let blown_up = leftovers(&bitmap(150.0), &page);
        assert_eq!((blown_up.bitmap.width, blown_up.bitmap.height), (200, 120));
        assert_eq!(blown_up.bitmap.resolution, 300.0);
        assert_eq!(blown_up.bitmap.grey[90 * 200 + 60], 0);
    }

    #[test]
    fn sure_lines_are_added_in_their_place() {
        let mut page = Page {
            lines: vec![
                line("haut", [10.0, 0.0, 60.0, 8.0], 0.9),
                line("flou", [10.0, 20.0, 60.0, 30.0], 0.2),
                line("bas", [10.0, 50.0, 60.0, 58.0], 0.9),
            ],
        };
        page.lines
            .push(line("presque entier", [10.0, 80.0, 60.0, 90.0], 0.59));
        let left = leftovers(&bitmap(150.0), &page);
        let found = Page {
            lines: vec![
                line("Rubrique", [20.0, 40.0, 120.0, 60.0], 0.8),
                line("ombres", [20.0, 70.0, 120.0, 80.0], 0.5),
                line("ici", [20.0, 70.0, 120.0, 80.0], 0.9),
                line("hautement", [20.0, 0.0, 120.0, 16.0], 0.9),
                line("entier", [20.0, 160.0, 120.0, 180.0], 0.9),
            ],
        };
        add(&mut page, found, &left);
        assert_eq!(texts(&page), ["haut", "Rubrique", "bas", "presque entier"]);
        assert_eq!(page.lines[1].rect, [10.0, 20.0, 60.0, 30.0]);
        assert_eq!(page.lines[1].offset, -1.0);
    }
}
