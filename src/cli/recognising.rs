//! The options on pages that are pictures, and what is said where they cannot be read.
use super::{Context, Failure};
use crate::error::Error;
use crate::ocr::{Cache, Mode, Recogniser};
use clap::{Args, ValueEnum};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// When pages are recognised from their pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum When {
    /// Pages that have no text of their own
    Auto,
    /// All pages, in the place of their own text
    Always,
    /// No page
    Never,
}

impl When {
    /// Its name on the command line.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Always => "always",
            Self::Never => "never",
        }
    }
}

/// Options of commands that read files.
#[derive(Debug, Clone, Args)]
pub(super) struct OcrArgs {
    /// Recognise pages that are pictures (scans), with the program Tesseract
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    pub(super) ocr: When,
    /// Languages of pictures, by Tesseract's codes: fra, fra+eng [default: fra]
    #[arg(long, value_name = "CODES")]
    pub(super) ocr_language: Option<String>,
}

impl OcrArgs {
    /// What reads pictures, keeping what it reads in a folder; nothing with `never`.
    pub(super) fn recogniser(&self, cache: Option<PathBuf>, stop: Arc<AtomicBool>) -> Option<Recogniser> {
        let mode = match self.ocr {
            When::Auto => Mode::Auto,
            When::Always => Mode::Always,
            When::Never => return None,
        };
        let cache = cache.map(Cache::in_folder);
        Some(Recogniser::new(mode, self.ocr_language.clone(), cache, stop))
    }
}

/// Says what to install where pages wanted to be recognised and could not be; tells whether it was so.
pub(super) fn tell_what_was_missed(
    recogniser: Option<&Recogniser>,
    catches_up: bool,
    context: &mut Context<'_>,
) -> Result<bool, Failure> {
    if !recogniser.is_some_and(Recogniser::was_missed) {
        return Ok(false);
    }
    let missing = Error::OcrEngineMissing;
    let mut hint = missing.hint().unwrap_or_default();
    if catches_up {
        hint.push_str("; then `gazette reread --ocr` reads the pages that are pictures");
    }
    context
        .out
        .error(missing.code(), &missing.to_string(), None, Some(&hint))?;
    Ok(true)
}
