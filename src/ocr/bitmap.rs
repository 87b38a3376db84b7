//! A page to a grey bitmap.
use crate::error::{Error, Result};
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{Name, Stream};
use hayro::hayro_syntax::page::Page;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// Dots per inch at which pages are drawn that are not one scan.
const RESOLUTION: f32 = 300.0;

/// Dots per inch of a scan from which it is read as it is.
const COARSEST: f32 = 140.0;

/// Dots per inch of a scan up to which it is read as it is: engines read no better above.
const FINEST: f32 = 450.0;

/// Most that the resolutions of a page's two sides differ where one picture covers it whole.
const SAME_RESOLUTION: f32 = 0.02;

/// Points per inch.
const POINTS: f32 = 72.0;

/// Most pixels of a bitmap: a poster is drawn more coarsely. A page of A3 at 300 dots per inch has 17 million.
const MOST_PIXELS: f32 = 40_000_000.0;

/// Most pixels of a side, of what the renderer can count.
const LONGEST_SIDE: f32 = 30_000.0;

/// Time that drawing a page may take.
const TIME: Duration = Duration::from_secs(60);

/// Stack of the thread that draws: forms and patterns nest.
const STACK_BYTES: usize = 64 << 20;

/// Grey from which a pixel is paper.
const PAPER: u8 = 200;

/// A grey bitmap of a page.
#[derive(Debug)]
pub(super) struct Bitmap {
    pub(super) width: usize,
    pub(super) height: usize,
    /// One byte a pixel, row after row from the top; 255 is white.
    pub(super) grey: Vec<u8>,
    /// Dots per inch.
    pub(super) resolution: f32,
}

impl Bitmap {
    /// Whether nothing is printed on it that could be text.
    pub(super) fn is_blank(&self) -> bool {
        let dark = self.grey.iter().filter(|grey| **grey < PAPER).count();
        // A speck of dust has more dots than this, a letter many more.
        dark < 50
    }

    /// The bitmap with twice as many pixels a side, the new ones between the old.
    pub(super) fn doubled(&self) -> Self {
        let (width, height) = (self.width * 2, self.height * 2);
        let grey = self.resampled(width, height, |x, y| ((x - 0.5) / 2.0, (y - 0.5) / 2.0));
        Self {
            width,
            height,
            grey,
            resolution: self.resolution * 2.0,
        }
    }

    /// The bitmap turned to the right by a number of quarters.
    pub(super) fn turned(&self, quarters: u8) -> Self {
        let (wide, high) = (self.width, self.height);
        let (width, height) = if quarters % 2 == 1 {
            (high, wide)
        } else {
            (wide, high)
        };
        let source = |x: usize, y: usize| match quarters % 4 {
            1 => (y, high.saturating_sub(x + 1)),
            2 => (wide.saturating_sub(x + 1), high.saturating_sub(y + 1)),
            3 => (wide.saturating_sub(y + 1), x),
            _ => (x, y),
        };
        let mut grey = Vec::with_capacity(self.grey.len());
        for y in 0..height {
            for x in 0..width {
                let (from_x, from_y) = source(x, y);
                grey.push(self.at(from_x, from_y));
            }
        }
        Self {
            width,
            height,
            grey,
            resolution: self.resolution,
        }
    }

    /// The bitmap with lines made level that fall by `slope` pixels a pixel, turned round its middle.
    pub(super) fn levelled(&self, slope: f32) -> Self {
        let (sine, cosine) = slope.atan().sin_cos();
        let (middle_x, middle_y) = (self.width as f32 / 2.0, self.height as f32 / 2.0);
        let grey = self.resampled(self.width, self.height, |x, y| {
            let (x, y) = (x - middle_x, y - middle_y);
            (middle_x + x * cosine - y * sine, middle_y + x * sine + y * cosine)
        });
        Self {
            grey,
            width: self.width,
            height: self.height,
            resolution: self.resolution,
        }
    }

    /// Pixels drawn from those that stand around each one's source.
    fn resampled(&self, width: usize, height: usize, source: impl Fn(f32, f32) -> (f32, f32)) -> Vec<u8> {
        let mut grey = Vec::with_capacity(width * height);
        for y in 0..height {
            for x in 0..width {
                let (from_x, from_y) = source(x as f32, y as f32);
                let (left, top) = (from_x.floor(), from_y.floor());
                let (right_share, low_share) = (from_x - left, from_y - top);
                let at = |x: f32, y: f32| self.at_or_paper(x, y);
                let upper = at(left, top) * (1.0 - right_share) + at(left + 1.0, top) * right_share;
                let lower =
                    at(left, top + 1.0) * (1.0 - right_share) + at(left + 1.0, top + 1.0) * right_share;
                grey.push((upper * (1.0 - low_share) + lower * low_share).round() as u8);
            }
        }
        grey
    }

    fn at(&self, x: usize, y: usize) -> u8 {
        self.grey.get(y * self.width + x).copied().unwrap_or(u8::MAX)
    }

    /// The grey at a place; white far beyond the edge, and that of the edge beside it.
    fn at_or_paper(&self, x: f32, y: f32) -> f32 {
        let (most_x, most_y) = (self.width as f32 - 1.0, self.height as f32 - 1.0);
        if x < -1.0 || y < -1.0 || x > most_x + 1.0 || y > most_y + 1.0 {
            return f32::from(u8::MAX);
        }
        f32::from(self.at(x.clamp(0.0, most_x) as usize, y.clamp(0.0, most_y) as usize))
    }

    /// The bitmap as a file of the form PGM, which engines read and which takes no work to write.
    pub(super) fn as_pgm(&self) -> Vec<u8> {
        let mut file = format!("P5\n{} {}\n255\n", self.width, self.height).into_bytes();
        file.extend_from_slice(&self.grey);
        file
    }
}

/// Draws a page of a file. The page is counted from 1.
///
/// # Errors
/// Where it cannot be drawn, or takes too long.
pub(super) fn of_page(bytes: &Arc<Vec<u8>>, password: Option<&str>, number: u32) -> Result<Bitmap> {
    let (sender, receiver) = channel();
    let bytes = Arc::clone(bytes);
    let password = password.unwrap_or_default().to_string();
    // A panic or an endless loop of the renderer costs this page alone.
    std::thread::Builder::new()
        .name(crate::pdf::READER_THREAD.to_string())
        .stack_size(STACK_BYTES)
        .spawn(move || {
            let _ = sender.send(draw(bytes, &password, number));
        })
        .map_err(|error| Error::LimitReached {
            detail: format!("the system gives no thread to draw the page: {error}"),
        })?;
    match receiver.recv_timeout(TIME) {
        Ok(drawn) => drawn,
        Err(RecvTimeoutError::Timeout) => Err(Error::LimitReached {
            detail: format!("the page was not drawn within {} seconds", TIME.as_secs()),
        }),
        Err(RecvTimeoutError::Disconnected) => Err(Error::ReaderPanicked {
            detail: "the page could not be drawn".to_string(),
        }),
    }
}

fn draw(bytes: Arc<Vec<u8>>, password: &str, number: u32) -> Result<Bitmap> {
    let damaged = |detail: &str| Error::DamagedPdf {
        detail: detail.to_string(),
    };
    let pdf =
        Pdf::new_with_password(bytes, password).map_err(|_| damaged("it cannot be opened to be drawn"))?;
    let index = (number as usize).saturating_sub(1);
    let page = pdf
        .pages()
        .get(index)
        .ok_or_else(|| damaged("the page cannot be found"))?;
    let (width, height) = page.render_dimensions();
    let resolution = resolution_of_scan(page, width, height).unwrap_or(RESOLUTION);
    let scale = scale(width, height, resolution);
    let settings = PixmapSettings {
        x_scale: to_whole_dots(width, scale),
        y_scale: to_whole_dots(height, scale),
        bg_color: WHITE,
    };
    let drawn = hayro::render(
        page,
        &RenderCache::new(),
        &InterpreterSettings::default(),
        &RenderSettings::default(),
        &settings,
    );
    let grey = drawn
        .data()
        .iter()
        .map(|pixel| {
            // Weights of ITU-R BT.601 in 1/256.
            let sum = 77 * u32::from(pixel.r) + 150 * u32::from(pixel.g) + 29 * u32::from(pixel.b);
            (sum >> 8) as u8
        })
        .collect();
    Ok(Bitmap {
        width: usize::from(drawn.width()),
        height: usize::from(drawn.height()),
        grey,
        resolution: scale * POINTS,
    })
}

/// The scale at which a side has a whole number of dots: the renderer drops what is left of one.
fn to_whole_dots(side: f32, scale: f32) -> f32 {
    ((side * scale).round().max(1.0) + 0.01) / side.max(1.0)
}

/// Dots per inch of the one picture that makes the page, where it is one and fine enough: drawn dot for dot it loses
/// nothing, and engines read it better than blown up.
fn resolution_of_scan(page: &Page<'_>, width: f32, height: f32) -> Option<f32> {
    /// Pictures of a page that are looked at.
    const MOST_PICTURES: usize = 50;
    let objects = &page.resources().x_objects;
    let mut pictures = Vec::new();
    for name in objects.keys().take(MOST_PICTURES) {
        let object = objects.get::<Stream<'_>>(&*name)?;
        let dict = object.dict();
        if dict.get::<Name<'_>>(b"Subtype".as_slice())?.as_str() != "Image" {
            return None;
        }
        let side = |key: &[u8]| dict.get::<u32>(key).map(|pixels| pixels as f32);
        pictures.push((side(b"Width")?, side(b"Height")?));
    }
    let [(across, down)] = pictures.as_slice() else {
        return None;
    };
    // A page that is turned holds its picture as it was before.
    let sides = [(*across, *down), (*down, *across)];
    let resolution = sides.into_iter().find_map(|(across, down)| {
        let (level, upright) = (across / width * POINTS, down / height * POINTS);
        ((level - upright).abs() <= SAME_RESOLUTION * level).then_some(level)
    })?;
    (COARSEST..=FINEST).contains(&resolution).then_some(resolution)
}

/// Pixels per point for a page of a size in points, at a resolution in dots per inch.
fn scale(width: f32, height: f32, resolution: f32) -> f32 {
    let (width, height) = (width.max(1.0), height.max(1.0));
    let by_area = (MOST_PIXELS / (width * height)).sqrt();
    let by_side = LONGEST_SIDE / width.max(height);
    (resolution / POINTS).min(by_area).min(by_side)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn posters_are_drawn_more_coarsely() {
        assert!((scale(595.0, 842.0, RESOLUTION) * POINTS - 300.0).abs() < 0.1);
        let poster = scale(2384.0, 3370.0, RESOLUTION);
        assert!(poster * POINTS < 170.0);
        assert!(2384.0 * poster * 3370.0 * poster <= MOST_PIXELS * 1.001);
        assert!(scale(14_400.0, 10.0, RESOLUTION) * 14_400.0 <= LONGEST_SIDE * 1.001);
    }

    #[test]
    fn paper_without_print_is_blank() {
        let mut bitmap = Bitmap {
            width: 100,
            height: 100,
            grey: vec![251; 10_000],
            resolution: 300.0,
        };
        assert!(bitmap.is_blank());
        bitmap.grey[..200].fill(10);
        assert!(!bitmap.is_blank());
        assert!(bitmap.as_pgm().starts_with(b"P5\n100 100\n255\n\x0a"));
    }

    /// Three columns and two rows, numbered.
    fn numbered() -> Bitmap {
        Bitmap {
            width: 3,
            height: 2,
            grey: vec![10, 20, 30, 40, 50, 60],
            resolution: 100.0,
        }
    }

    #[test]
    fn quarters_turn_to_the_right() {
        let right = numbered().turned(1);
        assert_eq!((right.width, right.height), (2, 3));
        assert_eq!(right.grey, [40, 10, 50, 20, 60, 30]);
        assert_eq!(numbered().turned(2).grey, [60, 50, 40, 30, 20, 10]);
        assert_eq!(numbered().turned(1).turned(3).grey, numbered().grey);
    }

    #[test]
    fn doubling_keeps_the_picture() {
        let doubled = numbered().doubled();
        assert_eq!((doubled.width, doubled.height, doubled.resolution), (6, 4, 200.0));
        assert_eq!(doubled.grey[..6], [10, 13, 18, 23, 28, 30]);
    }

    #[test]
    fn a_falling_line_is_made_level() {
        let (width, height) = (400, 100);
        let mut bitmap = Bitmap {
            width,
            height,
            grey: vec![255; width * height],
            resolution: 100.0,
        };
        for x in 20..380 {
            let y = 50.0 + 0.05 * (x as f32 - 200.0);
            for row in 0..4 {
                bitmap.grey[(y as usize + row) * width + x] = 0;
            }
        }
        let levelled = bitmap.levelled(0.05);
        let first_dark = |x: usize| (0..height).find(|y| levelled.grey[y * width + x] < 128).unwrap();
        assert!(first_dark(40).abs_diff(first_dark(360)) <= 1);
    }

    #[test]
    fn a_scan_is_drawn_dot_for_dot() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("fixtures/scans/feuille-de-chou-08-scan.pdf");
        let bitmap = of_page(&Arc::new(std::fs::read(path).unwrap()), None, 1).unwrap();
        assert_eq!((bitmap.width, bitmap.height), (875, 1241));
        assert!((bitmap.resolution - 150.0).abs() < 0.5);
        let dark = bitmap.grey.iter().filter(|grey| **grey < 128).count();
        assert!(
            dark > 10_000,
            "{dark} {:?} {:?}",
            bitmap.grey.iter().min(),
            bitmap.grey.iter().max()
        );
    }
}
