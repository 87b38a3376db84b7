//! Recognised words onto their page: each as one glyph on its baseline, with a space between the words of a line.
use super::Read;
use super::dirt;
use super::hocr::{self, Line};
use super::sizes::{self, Usual};
use super::turns::Turn;
use super::weight;
use crate::model::{DoubtfulWord, OcrPage, RecognisedWord};
use crate::pdf::{Document, Font, Glyph, Page};
use smol_str::SmolStr;

/// Confidence below which a word is marked, and a page is named in a warning.
pub(super) const DOUBTFUL: f32 = 0.6;

/// Most words of a page that are marked: a page of nothing else is named as a whole.
const MOST_MARKED: usize = 200;

const POINTS: f32 = 72.0;

/// The fonts of recognised words, as indices into those of the document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fonts {
    plain: u32,
    bold: u32,
}

/// A recognised word as it was put on its page, in points.
#[derive(Debug, Clone, PartialEq)]
pub struct PutWord {
    /// Number of the page, from 1.
    pub page: u32,
    /// Quarters by which the page was turned to the right, over what the file says: places are those of the turned page.
    pub quarters: u8,
    /// Its text.
    pub text: SmolStr,
    /// Its left side.
    pub left: f32,
    /// Its right side.
    pub right: f32,
    /// How it was recognised.
    pub told: RecognisedWord,
}

/// Adds the fonts of recognised words to a document.
pub(super) fn fonts(document: &mut Document) -> Fonts {
    let first = document.fonts.len() as u32;
    for bold in [false, true] {
        document.fonts.push(Font {
            name: "recognised".to_string(),
            family: "recognised".to_string(),
            bold,
            italic: false,
        });
    }
    Fonts {
        plain: first,
        bold: first + 1,
    }
}

/// Puts the words on a page; gives what the record tells of the page. What the page says of itself stays where nothing
/// was read, and unless the words are to take its place: only sure lines are then added, beside it.
/// Every word that is put there is told of in `words`.
pub(super) fn put_on(
    page: &mut Page,
    read: &Read,
    usual: Usual,
    fonts: Fonts,
    replaces: bool,
    words: &mut Vec<PutWord>,
) -> OcrPage {
    let scale = POINTS / read.resolution.max(1.0);
    let has_words = read.page.lines.iter().any(|line| !line.words.is_empty());
    if replaces && has_words {
        page.glyphs.clear();
    }
    let own: Vec<Glyph> = page.glyphs.clone();
    // A page on its side is set upright, as a reader would turn it; one with text of its own lies as its text does.
    let mut turn = read.turn;
    let mut quarters = 0;
    if own.is_empty() && has_words && turn.quarters > 0 {
        quarters = std::mem::take(&mut turn.quarters);
        set_upright(page, quarters);
    }
    let mut told = OcrPage {
        page: page.number,
        resolution: read.resolution.round() as u32,
        words: 0,
        confidence: None,
        doubtful: Vec::new(),
    };
    let mut sum = 0.0;
    let sizes = sizes::of_lines(&read.page.lines, &read.strokes, read.resolution, usual);
    let bold = weight::bold(&read.strokes, &sizes, usual);
    for ((line, is_bold), size) in read.page.lines.iter().zip(bold).zip(sizes) {
        // Shapes in pictures are read as words, and large: doubtful words make no title.
        let is_sure = line.confidence() >= DOUBTFUL;
        let place = turn.box_back(line.rect).map(|pixels| pixels * scale);
        if !own.is_empty() && (!is_sure || own.iter().any(|glyph| is_on(glyph, place))) {
            continue;
        }
        let size = if is_sure || usual.size <= 0.0 {
            size
        } else {
            size.min(usual.size)
        };
        let font = if is_sure && is_bold {
            fonts.bold
        } else {
            fonts.plain
        };
        let mut before: Option<&Glyph> = None;
        let mut glyphs: Vec<Glyph> = Vec::new();
        for word in dirt::words_of(line).iter().filter(|word| !dirt::is_dirt(word)) {
            let glyph = glyph_of(line, word, turn, scale, Type { size, font });
            if let Some(before) = before {
                glyphs.push(space_between(before, &glyph, turn));
            }
            told.words += 1;
            sum += word.confidence;
            if word.confidence < DOUBTFUL && told.doubtful.len() < MOST_MARKED {
                told.doubtful.push(DoubtfulWord {
                    text: glyph.text.to_string(),
                    confidence: rounded(word.confidence),
                    bbox: turn
                        .box_back(word.rect)
                        .map(|pixels| (pixels * scale * 100.0).round() / 100.0),
                });
            }
            words.push(PutWord {
                page: page.number,
                quarters,
                text: glyph.text.clone(),
                left: glyph.x,
                right: glyph.x + glyph.advance_x,
                told: RecognisedWord {
                    confidence: word.confidence,
                    baseline: glyph.y,
                    size: glyph.size,
                },
            });
            glyphs.push(glyph);
            before = glyphs.last();
        }
        page.glyphs.extend(glyphs);
    }
    if told.words > 0 {
        told.confidence = Some(rounded(sum / told.words as f32));
    }
    told
}

/// Turns a page without text to the right by a number of quarters.
fn set_upright(page: &mut Page, quarters: u8) {
    let (width, height) = (page.width, page.height);
    if quarters % 2 == 1 {
        (page.width, page.height) = (height, width);
    }
    for image in &mut page.images {
        let [left, top, right, bottom] = *image;
        *image = match quarters % 4 {
            1 => [height - bottom, left, height - top, right],
            2 => [width - right, height - bottom, width - left, height - top],
            3 => [top, width - right, bottom, width - left],
            _ => *image,
        };
    }
    // What else a scanner draws is a frame or a rule around the picture, and tells nothing of its columns.
    page.boxes.clear();
    page.rules.clear();
}

/// Whether a glyph stands on a place.
fn is_on(glyph: &Glyph, place: [f32; 4]) -> bool {
    let end = glyph.x + glyph.advance_x;
    glyph.x.min(end) < place[2]
        && glyph.x.max(end) > place[0]
        && glyph.y - glyph.size < place[3]
        && glyph.y > place[1]
}

/// A confidence as records keep it.
pub(super) fn rounded(confidence: f32) -> f32 {
    (confidence * 100.0).round() / 100.0
}

/// The type of a word.
#[derive(Debug, Clone, Copy)]
struct Type {
    /// In points.
    size: f32,
    /// Index into the document's fonts.
    font: u32,
}

fn glyph_of(line: &Line, word: &hocr::Word, turn: Turn, scale: f32, kind: Type) -> Glyph {
    // Lines that fall a little are level to those who read them.
    let middle = (line.rect[0] + line.rect[2]) / 2.0;
    let baseline = line.rect[3] + line.offset + line.slope * (middle - line.rect[0]);
    // A page that lies askew is set right line by line, each round its middle.
    let [middle_x, middle_y] = turn.back([middle, baseline]);
    let [right, down] = turn.direction();
    let before = word.rect[0] - middle;
    let width = (word.rect[2] - word.rect[0]) * scale;
    Glyph {
        // The long s of old print; all else that print joins or adorns is repaired like other text.
        text: SmolStr::from(word.text.replace('ſ', "s")),
        x: (middle_x + right * before) * scale,
        y: (middle_y + down * before) * scale,
        advance_x: right * width,
        advance_y: down * width,
        size: kind.size,
        font: kind.font,
        color: 0,
        render_mode: 0,
        mcid: None,
        artifact: false,
    }
}

fn space_between(before: &Glyph, after: &Glyph, turn: Turn) -> Glyph {
    let (x, y) = (before.x + before.advance_x, before.y + before.advance_y);
    let [right, down] = turn.direction();
    let gap = ((after.x - x) * right + (after.y - y) * down).max(0.0);
    Glyph {
        text: SmolStr::new_static(" "),
        x,
        y,
        advance_x: right * gap,
        advance_y: down * gap,
        ..before.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, x0: f32, x1: f32, confidence: f32) -> hocr::Word {
        hocr::Word {
            text: text.to_string(),
            rect: [x0, 100.0, x1, 140.0],
            confidence,
        }
    }

    #[test]
    fn words_stand_on_their_baseline_in_points() {
        let line = Line {
            rect: [300.0, 100.0, 900.0, 140.0],
            slope: 0.01,
            offset: -10.0,
            letter_height: 37.2,
            is_leftover: false,
            words: vec![
                word("ſaint", 300.0, 500.0, 0.95),
                word("~", 510.0, 520.0, 0.2),
                word("Jcan", 540.0, 740.0, 0.35),
            ],
        };
        let mut page = Page {
            number: 3,
            ..Page::default()
        };
        let read = Read {
            page: hocr::Page { lines: vec![line] },
            resolution: 300.0,
            strokes: vec![Some(0.15)],
            turn: Turn::default(),
        };
        let usual = Usual {
            size: 10.0,
            stroke: 0.1,
        };
        let told = put_on(
            &mut page,
            &read,
            usual,
            Fonts { plain: 4, bold: 5 },
            false,
            &mut Vec::new(),
        );
        let texts: Vec<&str> = page.glyphs.iter().map(|glyph| glyph.text.as_str()).collect();
        assert_eq!(texts, ["saint", " ", "Jcan"]);
        assert!((page.glyphs[0].x - 72.0).abs() < 0.01);
        assert!((page.glyphs[0].y - 133.0 * 0.24).abs() < 0.01);
        assert_eq!((page.glyphs[0].size, page.glyphs[0].font), (10.0, 5));
        assert!((page.glyphs[1].advance_x - 40.0 * 0.24).abs() < 0.01);
        assert_eq!((told.page, told.words, told.resolution), (3, 2, 300));
        assert_eq!(told.confidence, Some(0.65));
        assert_eq!(told.doubtful.len(), 1);
        assert_eq!(told.doubtful[0].text, "Jcan");
    }

    #[test]
    fn a_page_on_its_side_is_set_upright() {
        let mut page = Page {
            number: 1,
            width: 842.0,
            height: 595.0,
            images: vec![[0.0, 0.0, 421.0, 595.0]],
            ..Page::default()
        };
        let read = Read {
            page: hocr::Page {
                lines: vec![Line {
                    rect: [300.0, 100.0, 900.0, 140.0],
                    slope: 0.0,
                    offset: 0.0,
                    letter_height: 37.2,
                    is_leftover: false,
                    words: vec![word("Titre", 300.0, 500.0, 0.9)],
                }],
            },
            resolution: 300.0,
            strokes: vec![None],
            turn: Turn {
                quarters: 1,
                slope: 0.0,
                width: 2_479.0,
                height: 3_508.0,
            },
        };
        let mut words = Vec::new();
        let fonts = Fonts { plain: 0, bold: 1 };
        put_on(&mut page, &read, Usual::default(), fonts, false, &mut words);
        assert_eq!((page.width, page.height), (595.0, 842.0));
        assert_eq!(page.images, [[0.0, 0.0, 595.0, 421.0]]);
        assert!((page.glyphs[0].x - 72.0).abs() < 0.01 && page.glyphs[0].advance_y == 0.0);
        assert_eq!(words[0].quarters, 1);
    }

    #[test]
    fn what_a_page_says_of_itself_stays() {
        let line = |top: f32, confidence: f32| Line {
            rect: [300.0, top, 900.0, top + 40.0],
            slope: 0.0,
            offset: 0.0,
            letter_height: 37.2,
            is_leftover: false,
            words: vec![word("Titre", 300.0, 500.0, confidence)],
        };
        let own = Glyph {
            text: "N".into(),
            x: 80.0,
            y: 32.0,
            ..glyph_of(
                &line(100.0, 0.9),
                &word("N", 0.0, 10.0, 0.9),
                Turn::default(),
                0.24,
                Type { size: 10.0, font: 0 },
            )
        };
        let put = |lines: Vec<Line>, replaces: bool| {
            let mut page = Page {
                number: 1,
                glyphs: vec![own.clone()],
                ..Page::default()
            };
            let read = Read {
                strokes: vec![None; lines.len()],
                turn: Turn::default(),
                page: hocr::Page { lines },
                resolution: 300.0,
            };
            put_on(
                &mut page,
                &read,
                Usual::default(),
                Fonts { plain: 0, bold: 1 },
                replaces,
                &mut Vec::new(),
            );
            let texts = page.glyphs.iter().map(|glyph| glyph.text.to_string());
            texts.collect::<Vec<String>>()
        };
        assert_eq!(put(vec![], false), ["N"]);
        assert_eq!(put(vec![], true), ["N"]);
        // On the same place, and doubtful elsewhere; then sure elsewhere.
        assert_eq!(put(vec![line(100.0, 0.9), line(600.0, 0.3)], false), ["N"]);
        assert_eq!(put(vec![line(600.0, 0.9)], false), ["N", "Titre"]);
        assert_eq!(put(vec![line(100.0, 0.9)], true), ["Titre"]);
    }
}
