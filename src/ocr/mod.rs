//! Stage 1b: a page without text to a bitmap, and the bitmap to words with places, by the program Tesseract.
//!
//! The program is looked for when it is needed: neither the build nor the reading of files with text wants it. A word
//! enters the page as one glyph, so that layout and structure read a scan like any other page. What was recognised,
//! how surely, and by what, is told in [`Ocr`].
mod again;
mod bitmap;
mod cache;
mod dirt;
mod engine;
mod hocr;
mod looks;
mod placed;
mod sizes;
mod turns;
mod weight;
mod which;

pub use cache::Cache;
pub use placed::PutWord;
pub use which::Mode;

use crate::error::{Error, Result};
use crate::model::{Ocr, OcrPage, Warning, WarningCode};
use crate::pdf::{Document, ReadOptions};
use engine::Engine;
use looks::Viewer;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, OnceLock, PoisonError};
use turns::Turn;

/// Is told how many pages of a file are recognised, and how many there are to recognise.
type Watch = Box<dyn Fn(usize, usize) + Send + Sync>;

/// Reads pages that are pictures.
pub struct Recogniser {
    /// Found when the first page wants it; `None` inside where it is not there.
    engine: OnceLock<Option<Engine>>,
    mode: Mode,
    languages: Option<String>,
    cache: Option<Cache>,
    /// Set from outside when no further page should be begun.
    stop: Arc<AtomicBool>,
    slots: Slots,
    watch: Option<Watch>,
    missed: OnceLock<Error>,
    has_failed: AtomicBool,
}

/// What was read of a bitmap.
struct Read {
    page: hocr::Page,
    /// Dots per inch of the bitmap.
    resolution: f32,
    /// Width of the strokes of each line, in letter heights.
    strokes: Vec<Option<f32>>,
    /// How the bitmap was turned before it was read.
    turn: Turn,
}

/// What was recognised on one page.
struct Recognised {
    /// Index of the page in the document.
    index: usize,
    outcome: Result<Read>,
}

impl Recogniser {
    /// A recogniser of the pages that a mode chooses, in languages by their codes of three letters joined by `+`
    /// (French where there is none). It keeps what the engine tells in a cache, and begins no page once `stop` is set.
    pub fn new(mode: Mode, languages: Option<String>, cache: Option<Cache>, stop: Arc<AtomicBool>) -> Self {
        Self {
            engine: OnceLock::new(),
            mode,
            languages,
            cache,
            stop,
            slots: Slots::new(crate::shares::cores()),
            watch: None,
            missed: OnceLock::new(),
            has_failed: AtomicBool::new(false),
        }
    }

    /// A recogniser that gives again what a reading before was told, out of a cache: the words are those of its record,
    /// whatever engine is on this machine now. What it misses it says by [`Recogniser::has_missed_an_answer`].
    pub fn of_the_past(told: &Ocr, cache: Cache) -> Self {
        let recogniser = Self::new(
            Mode::Auto,
            Some(told.languages.clone()),
            Some(cache),
            Arc::default(),
        );
        let engine = Engine::of_the_past(&told.version, &told.languages);
        let _ = recogniser.engine.set(Some(engine));
        recogniser
    }

    /// Whether the cache lacked an answer of a reading before.
    pub fn has_missed_an_answer(&self) -> bool {
        let engine = self.engine.get().and_then(Option::as_ref);
        engine.is_some_and(Engine::is_missed)
    }

    /// Tells of each page that is recognised: how many of a file's pages are done, and how many there are to do.
    #[must_use]
    pub fn watched_by(mut self, watch: impl Fn(usize, usize) + Send + Sync + 'static) -> Self {
        self.watch = Some(Box::new(watch));
        self
    }

    /// What is missing on this machine, where a page that is a picture wanted to be recognised.
    pub fn missed(&self) -> Option<&Error> {
        self.missed.get()
    }

    /// Whether the engine failed on a page.
    pub fn has_failed(&self) -> bool {
        self.has_failed.load(Ordering::SeqCst)
    }

    /// Whether no further page should be begun.
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::SeqCst)
    }

    /// Notes that a page wanted the engine elsewhere and did not find it: looks for it here.
    pub fn note_missed(&self) {
        // Once is enough: looking starts programs.
        if self.missed.get().is_some() {
            return;
        }
        if let Err(error) = Engine::find(self.languages.as_deref()) {
            let _ = self.missed.set(error);
        }
    }

    /// The engine. Where it is missing, pages stay as they are, unless the user wants all of them recognised.
    fn engine(&self) -> Result<Option<&Engine>> {
        let find = || Engine::find(self.languages.as_deref());
        if let Some(engine) = self.engine.get_or_init(|| find().ok()) {
            return Ok(Some(engine));
        }
        let is_asked_for = self.mode == Mode::Always || self.languages.is_some();
        if is_asked_for {
            find().map(|_| None)
        } else {
            Ok(None)
        }
    }

    /// Reads the pages of a document that want it, and puts their words on them. `bytes` are those of the file, and
    /// `options` how the document was read. `None` where no page wants it.
    ///
    /// # Errors
    /// [`Error::Interrupted`] where it was stopped; [`Error::OcrEngineMissing`] or [`Error::OcrLanguageMissing`] where the user
    /// asked for what is not there. A page that cannot be recognised is a warning of the document.
    pub fn fill(&self, document: &mut Document, bytes: &[u8], options: &ReadOptions) -> Result<Option<Ocr>> {
        Ok(self
            .fill_and_tell(document, bytes, options)?
            .map(|(told, _)| told))
    }

    /// As [`Recogniser::fill`], and gives the words that were put on the pages too, page by page.
    ///
    /// # Errors
    /// As [`Recogniser::fill`].
    pub fn fill_and_tell(
        &self,
        document: &mut Document,
        bytes: &[u8],
        options: &ReadOptions,
    ) -> Result<Option<(Ocr, Vec<PutWord>)>> {
        let wanted = which::pages(document, self.mode);
        if wanted.is_empty() {
            return Ok(None);
        }
        let Some(engine) = self.engine()? else {
            let mut missed = wanted.iter().filter_map(|index| document.pages.get(*index));
            if missed.any(which::is_picture) {
                self.note_missed();
            }
            return Ok(None);
        };
        let languages = self.languages.as_ref().or(options.languages.as_ref());
        let engine = match languages.map_or_else(|| Ok(engine.clone()), |languages| engine.reading(languages))
        {
            Ok(engine) => engine,
            Err(error) => {
                let _ = self.missed.set(error);
                return Ok(None);
            }
        };
        let password = options.password.as_deref();
        let mut recognised = self.recognise(&engine, document, &wanted, &Arc::new(bytes.to_vec()), password);
        if self.stop.load(Ordering::SeqCst) {
            return Err(Error::Interrupted);
        }
        recognised.sort_by_key(|page| page.index);
        let mut told = Ocr {
            engine: engine.name().to_string(),
            version: engine.version().to_string(),
            languages: engine.languages().to_string(),
            confidence: None,
            pages: Vec::new(),
        };
        let fonts = placed::fonts(document);
        let read = recognised.iter().filter_map(|page| page.outcome.as_ref().ok());
        let usual = sizes::usual(read);
        let mut words = Vec::new();
        for Recognised { index, outcome } in recognised {
            let Some(page) = document.pages.get_mut(index) else {
                continue;
            };
            let (number, message) = match outcome {
                Ok(read) => {
                    let replaces = self.mode == Mode::Always;
                    let told_of_page = placed::put_on(page, &read, usual, fonts, replaces, &mut words);
                    let is_doubtful = told_of_page
                        .confidence
                        .is_some_and(|sure| sure < placed::DOUBTFUL);
                    let message = is_doubtful.then(|| {
                        let sure = told_of_page.confidence.unwrap_or_default() * 100.0;
                        format!("the page was recognised with a confidence of {sure:.0} %: compare it with the original")
                    });
                    // A page without words is as it was.
                    if told_of_page.words > 0 {
                        told.pages.push(told_of_page);
                    }
                    (page.number, message)
                }
                Err(error) => {
                    self.has_failed.store(true, Ordering::SeqCst);
                    (
                        page.number,
                        Some(format!("the page could not be recognised: {error}")),
                    )
                }
            };
            if let Some(message) = message {
                document
                    .warnings
                    .push(Warning::new(WarningCode::DoubtfulText, Some(number), message));
            }
        }
        told.confidence = mean(&told.pages);
        Ok((!told.pages.is_empty()).then_some((told, words)))
    }

    /// Recognises pages on as many threads as there are processors.
    fn recognise(
        &self,
        engine: &Engine,
        document: &Document,
        wanted: &[usize],
        bytes: &Arc<Vec<u8>>,
        password: Option<&str>,
    ) -> Vec<Recognised> {
        let next = AtomicUsize::new(0);
        let recognised = Mutex::new(Vec::new());
        let viewer = Viewer {
            engine,
            cache: self.cache.as_ref(),
            stop: &self.stop,
        };
        let work = || {
            while !self.stop.load(Ordering::SeqCst) {
                let Some(index) = wanted.get(next.fetch_add(1, Ordering::SeqCst)).copied() else {
                    return;
                };
                let Some(page) = document.pages.get(index) else {
                    continue;
                };
                let _slot = self.slots.take();
                let outcome = viewer.page(page, bytes, password);
                let mut recognised = recognised.lock().unwrap_or_else(PoisonError::into_inner);
                recognised.push(Recognised { index, outcome });
                if let Some(watch) = &self.watch {
                    watch(recognised.len(), wanted.len());
                }
            }
        };
        std::thread::scope(|scope| {
            for _ in 0..self.slots.count.min(wanted.len()) {
                scope.spawn(work);
            }
        });
        recognised.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Mean of the pages' confidences, by words.
fn mean(pages: &[OcrPage]) -> Option<f32> {
    let words: usize = pages.iter().map(|page| page.words).sum();
    if words == 0 {
        return None;
    }
    let sum: f32 = pages
        .iter()
        .filter_map(|page| Some(page.confidence? * page.words as f32))
        .sum();
    Some(placed::rounded(sum / words as f32))
}

/// Places for so many at once: files are read side by side, and each would take all processors.
struct Slots {
    count: usize,
    free: Mutex<usize>,
    freed: Condvar,
}

struct Slot<'a>(&'a Slots);

impl Slots {
    fn new(count: usize) -> Self {
        Self {
            count,
            free: Mutex::new(count),
            freed: Condvar::new(),
        }
    }

    fn take(&self) -> Slot<'_> {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        while *free == 0 {
            free = self.freed.wait(free).unwrap_or_else(PoisonError::into_inner);
        }
        *free -= 1;
        Slot(self)
    }
}

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        *self.0.free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.0.freed.notify_one();
    }
}
