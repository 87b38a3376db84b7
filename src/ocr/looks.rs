//! How often a page is shown to the engine: as it lies, upright and level where it does not lie so, and what was
//! overlooked of it once more.
use super::bitmap::{self, Bitmap};
use super::cache::Cache;
use super::engine::{Engine, Look};
use super::turns::{self, Turn};
use super::{Read, again, hocr, weight};
use crate::error::{Error, Result};
use crate::pdf::Page;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Points per inch.
const POINTS: f32 = 72.0;

/// Letters read of a page set level, beside those read of it as it lies, from which it is taken: a turned picture is
/// blurred a little.
const MORE: f32 = 1.05;

/// Letters read of a page set upright, beside those read of it as it lies, from which it is taken: the engine reads lines
/// from top to bottom nearly as well, but not in their order.
const AS_MANY: f32 = 0.9;

/// What pages are shown to.
pub(super) struct Viewer<'a> {
    pub(super) engine: &'a Engine,
    pub(super) cache: Option<&'a Cache>,
    pub(super) stop: &'a AtomicBool,
}

impl Viewer<'_> {
    /// Reads a page of a file.
    ///
    /// # Errors
    /// Where it cannot be drawn, or the engine fails or is stopped.
    pub(super) fn page(&self, page: &Page, bytes: &Arc<Vec<u8>>, password: Option<&str>) -> Result<Read> {
        let bitmap = bitmap::of_page(bytes, password, page.number)?;
        let mut view = View {
            turn: Turn::none(&bitmap),
            page: hocr::Page::default(),
            resolution: resolution_as_seen(&bitmap, page),
            bitmap,
        };
        if view.bitmap.is_blank() {
            return Ok(view.into_read());
        }
        view.page = self.read(&view.bitmap, Look::Page)?;
        self.set_upright(&mut view)?;
        self.set_level(&mut view)?;
        self.look_again(&mut view)?;
        Ok(view.into_read())
    }

    fn set_upright(&self, view: &mut View) -> Result<()> {
        if !turns::may_be_turned(&view.page) {
            return Ok(());
        }
        // An engine without the data on orientation reads the page as it lies.
        let Some(answer) = unless_stopped(self.ask(&view.bitmap, Look::Orientation))? else {
            return Ok(());
        };
        let Some(quarters) = turns::quarters(&answer) else {
            return Ok(());
        };
        let turned = view.bitmap.turned(quarters);
        let turn = Turn {
            quarters,
            ..Turn::none(&turned)
        };
        self.take_if_better(view, turned, turn, AS_MANY)
    }

    fn set_level(&self, view: &mut View) -> Result<()> {
        let Some(slope) = turns::slope(&view.page) else {
            return Ok(());
        };
        let levelled = view.bitmap.levelled(slope);
        let turn = Turn { slope, ..view.turn };
        self.take_if_better(view, levelled, turn, MORE)
    }

    /// Reads a page set right, and keeps that where so many times the letters are read.
    fn take_if_better(&self, view: &mut View, bitmap: Bitmap, turn: Turn, times: f32) -> Result<()> {
        let Some(page) = unless_stopped(self.read(&bitmap, Look::Page))? else {
            return Ok(());
        };
        if page.letters_read() > times * view.page.letters_read() {
            (view.bitmap, view.page, view.turn) = (bitmap, page, turn);
        }
        Ok(())
    }

    fn look_again(&self, view: &mut View) -> Result<()> {
        let leftovers = again::leftovers(&view.bitmap, &view.page);
        if leftovers.bitmap.is_blank() {
            return Ok(());
        }
        if let Some(found) = unless_stopped(self.read(&leftovers.bitmap, Look::Leftovers))? {
            again::add(&mut view.page, found, &leftovers);
        }
        Ok(())
    }

    fn read(&self, bitmap: &Bitmap, look: Look) -> Result<hocr::Page> {
        hocr::read(&self.ask(bitmap, look)?)
    }

    /// The engine's answer, out of the cache where it was asked before.
    fn ask(&self, bitmap: &Bitmap, look: Look) -> Result<String> {
        let Some(cache) = self.cache else {
            return self.engine.read(bitmap, look, self.stop);
        };
        let key = cache.key(bitmap, &self.engine.identity(look));
        if let Some(known) = cache.get(&key)
            && (look == Look::Orientation || hocr::read(&known).is_ok())
        {
            return Ok(known);
        }
        let answer = self.engine.read(bitmap, look, self.stop)?;
        // The page is read, whether or not it will have to be read again.
        let _ = cache.put(&key, &answer);
        Ok(answer)
    }
}

/// A page as it was read best so far.
struct View {
    bitmap: Bitmap,
    page: hocr::Page,
    turn: Turn,
    /// Dots per inch of the page as it is seen.
    resolution: f32,
}

impl View {
    fn into_read(self) -> Read {
        Read {
            strokes: weight::strokes(&self.bitmap, &self.page.lines),
            resolution: self.resolution,
            turn: self.turn,
            page: self.page,
        }
    }
}

/// The renderer leaves the page's unit aside: a page that is seen twice as large has half as many dots an inch.
fn resolution_as_seen(bitmap: &Bitmap, page: &Page) -> f32 {
    let seen = bitmap.width as f32 * POINTS / page.width.max(1.0);
    let is_as_drawn = (seen / bitmap.resolution.max(1.0) - 1.0).abs() < 0.1;
    if is_as_drawn { bitmap.resolution } else { seen }
}

/// What a further look gave; nothing where it failed, for the page was read before.
fn unless_stopped<T>(looked: Result<T>) -> Result<Option<T>> {
    match looked {
        Ok(seen) => Ok(Some(seen)),
        Err(Error::Interrupted) => Err(Error::Interrupted),
        Err(_) => Ok(None),
    }
}
