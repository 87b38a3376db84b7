//! The options on pages that are pictures, and what is said where they cannot be read.
use super::{Context, Failure};
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
    #[arg(long, value_name = "CODES", value_parser = parse_languages)]
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

/// Reads languages as the engine names them: `fra`, `fra+eng`.
pub(super) fn parse_languages(text: &str) -> Result<String, String> {
    let is_code = |code: &str| {
        code.len() >= 3
            && code
                .chars()
                .all(|letter| letter.is_ascii_alphabetic() || letter == '_')
    };
    if text.split('+').all(is_code) {
        Ok(text.to_string())
    } else {
        Err("languages are codes of three letters joined by `+`: fra, or fra+eng".to_string())
    }
}

/// Says what to install where pages wanted to be recognised and could not be; tells whether pages were not read.
pub(super) fn tell_what_was_missed(
    recogniser: Option<&Recogniser>,
    catches_up: bool,
    context: &mut Context<'_>,
) -> Result<bool, Failure> {
    let Some(missing) = recogniser.and_then(Recogniser::missed) else {
        return Ok(recogniser.is_some_and(Recogniser::has_failed));
    };
    let mut hint = missing.hint().unwrap_or_default();
    if catches_up {
        hint.push_str("; then `gazette reread --ocr` reads the pages that are pictures");
    }
    context
        .out
        .error(missing.code(), &missing.to_string(), None, Some(&hint))?;
    Ok(true)
}
