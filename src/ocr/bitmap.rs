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
