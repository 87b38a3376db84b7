//! Exports that are made from the originals: where their words stand, and scans that can be searched.
use super::plan::{OriginalFormat, refused};
use super::target::{self, NewFile};
use super::tell_file;
use crate::archive::{Archive, Entry, Places, add_text_layer, original_of, read_places, slug_of};
use crate::cli::output::counted;
use crate::cli::{Context, Failure};
use crate::error::Error;
use crate::export::write_alto;
use crate::model::{Issue, PlacedPage, SourceFormat};
use crate::ocr::{Cache, Mode, Recogniser};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// An issue in its format, and what is to be said of it.
struct Made {
    bytes: Vec<u8>,
    note: Option<&'static str>,
}

/// Writes a file an issue, or one issue into one file or to stdout. In a folder, an issue of which none can be made stops
/// no other; tells whether there was one.
pub(super) fn write(
    archive: &Archive,
    entries: &[&Entry],
    format: OriginalFormat,
    output: Option<&Path>,
    context: &mut Context<'_>,
) -> Result<bool, Failure> {
    let folder = match (output, entries) {
        (Some(folder), _) if !target::is_file(folder) => folder,
        (None, [entry]) if !context.out.is_json() => {
            let (_, made) = make(archive, entry, format)?;
            context.out.raw().write_all(&made.bytes)?;
            say(&made, entry, context)?;
            return Ok(false);
        }
        (Some(path), [entry]) => {
            let (issue, made) = make(archive, entry, format)?;
            let failed = |error| Error::io("write", path, error);
            let mut file = NewFile::create(path).map_err(failed)?;
            file.write_all(&made.bytes).map_err(failed)?;
            file.finish().map_err(failed)?;
            say(&made, entry, context)?;
            tell_file(&issue, path, context)?;
            context
                .out
                .note(&format!("wrote {} to {}", counted(1, "issue"), path.display()))?;
            return Ok(false);
        }
        _ => {
            let hint = "name a folder with --output DIR, or one issue by its short name";
            return Err(Failure::from(refused("this format takes a file an issue", hint)));
        }
    };
    std::fs::create_dir_all(folder).map_err(|error| Error::io("create", folder, error))?;
    let mut written = 0;
    for entry in entries {
        let (issue, made) = match make(archive, entry, format) {
            Ok(made) => made,
            Err(error) => {
                context.out.error(
                    error.code(),
                    &error.to_string(),
                    error.path(),
                    error.hint().as_deref(),
                )?;
                continue;
            }
        };
        // A short name that was set by another program must not lead out of the folder.
        let path: PathBuf = folder.join(format!("{}.{}", slug_of(&issue.slug), format.extension()));
        let failed = |error| Error::io("write", &path, error);
        let mut file = NewFile::create(&path).map_err(failed)?;
        file.write_all(&made.bytes).map_err(failed)?;
        file.finish_one_of_many().map_err(failed)?;
        written += 1;
        say(&made, entry, context)?;
        tell_file(&issue, &path, context)?;
    }
    context.out.note(&format!(
        "wrote {} to {}",
        counted(written, "file"),
        folder.display()
    ))?;
    Ok(written < entries.len())
}

fn say(made: &Made, entry: &Entry, context: &mut Context<'_>) -> Result<(), Failure> {
    if let Some(note) = made.note {
        context.out.note(&format!("{}: {note}", entry.slug))?;
    }
    Ok(())
}

fn make(archive: &Archive, entry: &Entry, format: OriginalFormat) -> Result<(Issue, Made), Error> {
    let issue = archive.record(&entry.sha256)?;
    let slug = &entry.slug;
    let original = original_of(archive, entry).ok_or_else(|| {
        refused(
            &format!("{slug} has no original in this archive: its record was imported"),
            "take the PDF file in with `gazette ingest`",
        )
    })?;
    if original.format != SourceFormat::Pdf {
        return Err(refused(
            &format!("{slug} is a text dump: its words have no places"),
            "give --format text, markdown or tei",
        ));
    }
    let bytes = Arc::new(archive.original(&entry.sha256, original.format)?);
    let made = match format {
        OriginalFormat::Alto => alto(archive, &issue, &bytes),
        OriginalFormat::Pdf => searchable(archive, &issue, &bytes),
    };
    let made = made.map_err(|error| match error {
        Error::EncryptedPdf | Error::WrongPassword => refused(
            &format!("the original of {slug} is encrypted"),
            "take it off with `qpdf --decrypt --password=… in.pdf out.pdf`, and ingest that file",
        ),
        Error::DamagedPdf { detail } => refused(
            &format!("the original of {slug} cannot be used: {detail}"),
            "repair it with `qpdf in.pdf out.pdf`, and ingest that file",
        ),
        error => error,
    })?;
    Ok((issue, made))
}

/// Where the words of an original stand: those that were recognised out of the archive's cache, as they were told for the
/// record; by the engine of this machine where the cache lacks one of them.
fn places(archive: &Archive, issue: &Issue, bytes: &Arc<Vec<u8>>) -> Result<Places, Error> {
    let Some(told) = issue.reader.ocr.as_ref() else {
        return read_places(bytes, None);
    };
    let cache = || Cache::in_folder(archive.paths().recognised());
    let recogniser = Recogniser::of_the_past(told, cache());
    let places = read_places(bytes, Some(&recogniser))?;
    if !recogniser.has_missed_an_answer() {
        return Ok(places);
    }
    let languages = Some(told.languages.clone());
    let recogniser = Recogniser::new(Mode::Auto, languages, Some(cache()), Arc::default());
    let places = read_places(bytes, Some(&recogniser))?;
    check_whole(&recogniser)?;
    Ok(places)
}

/// Refuses to write a file in which a page is missing that the record has.
fn check_whole(recogniser: &Recogniser) -> Result<(), Error> {
    match recogniser.has_failed() {
        true => Err(Error::OcrFailed {
            detail: "a page could not be recognised again".to_string(),
        }),
        false => Ok(()),
    }
}

fn alto(archive: &Archive, issue: &Issue, bytes: &Arc<Vec<u8>>) -> Result<Made, Error> {
    let places = places(archive, issue, bytes)?;
    let mut out = Vec::new();
    write_alto(issue, &places.pages, places.recognised.as_ref(), &mut out)
        .map_err(|error| Error::io("write", Path::new(&issue.slug), error))?;
    Ok(Made {
        bytes: out,
        note: None,
    })
}

fn searchable(archive: &Archive, issue: &Issue, bytes: &Arc<Vec<u8>>) -> Result<Made, Error> {
    let as_it_is = |note| Made {
        bytes: bytes.to_vec(),
        note: Some(note),
    };
    if issue.reader.ocr.is_none() {
        return Ok(as_it_is(
            "no page was recognised: the original is written as it is",
        ));
    }
    let places = places(archive, issue, bytes)?;
    if !places.pages.iter().any(PlacedPage::wants_text_layer) {
        return Ok(as_it_is(
            "all pages have a text layer: the original is written as it is",
        ));
    }
    let layered = add_text_layer(bytes, places)?;
    Ok(Made {
        bytes: layered.bytes,
        note: match (layered.was_rewritten, layered.was_signed) {
            (true, true) => {
                Some("the original is damaged: the copy is written anew, and its signature does not hold")
            }
            (true, false) => Some("the original is damaged: the copy is written anew"),
            (false, true) => {
                Some("the original is signed: the words that were added are not, and viewers say so")
            }
            (false, false) => None,
        },
    })
}
