//! One file end to end: the only place that calls the stages in a row.
//!
//! A fault of the reader costs the file that met it and nothing else: each file is read on a thread apart,
//! whose stack is deep enough for any nesting within the reader's limits and whose panic is an error like another.
//! The reader's limits bound its work; a clock stands beside them for the file that nobody has thought of. No thread
//! can be stopped from outside: one that is late is left behind, with its memory and its processor, until it ends or
//! the program does, while the run goes on with the next file.
use super::encoding::decode;
use super::reader_threads::guarded;
use super::slug::slug_of;
use super::store::digest;
use crate::error::{Error, Result};
use crate::model::{Issue, Learnt, Ocr, PageText, Source, SourceFormat, SourceText};
use crate::ocr::Recogniser;
pub use crate::pdf::READER_THREAD;
use crate::pdf::ReadOptions;
use crate::{layout, pdf, plain, structure};
use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Largest file that is read: its bytes are held in memory.
const MAX_FILE_BYTES: u64 = 1 << 30;

/// A PDF file may begin with something else: readers look for its mark this far.
const PDF_MARK_WITHIN: usize = 1024;

/// Time that one file may take. The largest files met take two seconds; a slow disk is not counted, since the bytes
/// are there before.
pub(super) const READER_TIME: Duration = Duration::from_secs(120);

/// Reads the bytes of a file, unless it is too large to be held.
///
/// # Errors
/// Where the file cannot be read, or is larger than the limit.
pub fn read_bounded(path: &Path) -> Result<Vec<u8>> {
    let failed = |error| Error::io("read", path, error);
    let file = std::fs::File::open(path).map_err(failed)?;
    let length = file.metadata().map_err(failed)?.len();
    let too_large = || Error::LimitReached {
        detail: format!("the file is larger than {MAX_FILE_BYTES} bytes"),
    };
    if length > MAX_FILE_BYTES {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    // One byte more than the file has: its end is then found without asking for more room. Where there is no room,
    // reading says so.
    let _ = bytes.try_reserve_exact(length as usize + 1);
    // A pipe or a device states no length: what it gives is bounded too.
    file.take(MAX_FILE_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(too_large());
    }
    Ok(bytes)
}

/// Tells the format of a file by its content. Its name only helps to say what is wrong, and to tell text, which
/// has no mark, from any other file.
///
/// # Errors
/// Where the file is empty, or neither a PDF file nor a text.
pub fn identify(bytes: &[u8], file_name: &str) -> Result<SourceFormat> {
    if bytes.is_empty() {
        return Err(Error::EmptyFile);
    }
    let head = bytes.get(..PDF_MARK_WITHIN).unwrap_or(bytes);
    if head.windows(5).any(|window| window == b"%PDF-") {
        return Ok(SourceFormat::Pdf);
    }
    let extension = Path::new(file_name)
        .extension()
        .map(|extension| extension.to_ascii_lowercase());
    if extension.as_deref().is_some_and(|extension| extension == "pdf") {
        return Err(Error::NotAPdf);
    }
    if extension.as_deref().is_some_and(|extension| extension == "txt") {
        return Ok(SourceFormat::Text);
    }
    Err(Error::UnknownFormat)
}

/// Reads one file into the record of its issue. Pages that are pictures stay without text.
///
/// # Errors
/// Where nothing of the file can be read, or where the reader fails on it.
pub fn read_issue(bytes: &Arc<Vec<u8>>, file_name: &str, options: &ReadOptions) -> Result<Issue> {
    read_issue_with(bytes, file_name, options, None)
}

/// Reads one file into the record of its issue, its pages that are pictures by a recogniser where there is one.
///
/// # Errors
/// As [`read_issue`], and [`Error::Interrupted`] where the recogniser was stopped.
pub fn read_issue_with(
    bytes: &Arc<Vec<u8>>,
    file_name: &str,
    options: &ReadOptions,
    recogniser: Option<&Recogniser>,
) -> Result<Issue> {
    let format = identify(bytes, file_name)?;
    let source = Source::new(file_name, format, &digest(bytes), bytes.len() as u64);
    let mut issue = match format {
        SourceFormat::Pdf => read_pdf(bytes, options, source, recogniser)?,
        SourceFormat::Text => {
            let (text, warning) = decode(bytes).ok_or(Error::UnknownFormat)?;
            let text = text.to_string();
            let pages = options.pages;
            let mut issue = guarded(READER_TIME, move || {
                let dump = choose_pages(plain::read(&text), pages);
                Ok(structure::from_dump(&dump, source))
            })?;
            issue.warnings.splice(0..0, warning);
            issue
        }
    };
    issue.slug = slug_of(file_name);
    Ok(issue)
}

fn read_pdf(
    bytes: &Arc<Vec<u8>>,
    options: &ReadOptions,
    source: Source,
    recogniser: Option<&Recogniser>,
) -> Result<Issue> {
    let shared = Arc::clone(bytes);
    let options = options.clone();
    let learnt = Arc::clone(&options.learnt);
    let structured = move |document: &pdf::Document, source: Source| {
        let laid_out = layout::lay_out_in_series(document, &learnt);
        structure::from_layout_in_archive(&laid_out, source, &learnt.compounds)
    };
    let Some(recogniser) = recogniser else {
        return guarded(READER_TIME, move || {
            let document = pdf::read_shared(shared, &options)?;
            Ok(structured(&document, source))
        });
    };
    let reading = options.clone();
    let mut document = guarded(READER_TIME, move || pdf::read_shared(shared, &reading))?;
    // Recognising has a clock of its own, page by page.
    let told = recogniser.fill(&mut document, bytes, &options)?;
    let mut issue = guarded(READER_TIME, move || Ok(structured(&document, source)))?;
    if let Some(told) = told {
        mark_recognised(&mut issue, told);
    }
    Ok(issue)
}

/// Says in the record which pages were recognised and by what.
fn mark_recognised(issue: &mut Issue, told: Ocr) {
    for page in &mut issue.pages {
        let is_recognised = told.pages.iter().any(|read| read.page == page.page);
        if is_recognised && page.text == PageText::Native {
            page.text = PageText::Ocr;
        }
    }
    let has = |text: PageText| issue.pages.iter().any(|page| page.text == text);
    issue.source.text = match (has(PageText::Native), has(PageText::Ocr)) {
        (true, true) => SourceText::Mixed,
        (false, true) => SourceText::Ocr,
        _ => issue.source.text,
    };
    issue.reader.ocr = Some(told);
}

/// Reads the bytes of an original again, with a password where it wants one. Pages that are pictures are recognised in
/// the languages of the reading before, unless the recogniser was told others; `learnt` is what the other issues of
/// the archive teach.
///
/// # Errors
/// As [`read_issue`].
pub fn read_file_again(
    bytes: &Arc<Vec<u8>>,
    file_name: &str,
    password: Option<&str>,
    recogniser: Option<&Recogniser>,
    before: Option<&Ocr>,
    learnt: &Learnt,
) -> Result<Issue> {
    let options = ReadOptions {
        password: password.map(str::to_string),
        pages: None,
        max_pages: None,
        languages: before.map(|ocr| ocr.languages.clone()),
        learnt: Arc::new(learnt.clone()),
    };
    read_issue_with(bytes, file_name, &options, recogniser)
}

/// Empties the pages that are not wanted: the others keep their numbers.
fn choose_pages(mut dump: plain::Dump, pages: Option<(u32, u32)>) -> plain::Dump {
    let Some((first, last)) = pages else {
        return dump;
    };
    dump.pages.truncate(last as usize);
    for page in dump.pages.iter_mut().take(first.saturating_sub(1) as usize) {
        page.lines.clear();
        page.addresses.clear();
    }
    dump
}

/// A stage of reading whose output can be looked at by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Positioned glyphs.
    Glyphs,
    /// Lines and blocks in reading order.
    Layout,
}

/// The output of a [`Stage`].
#[derive(Debug, serde::Serialize)]
#[serde(untagged)]
pub enum StageValue {
    /// Positioned glyphs.
    Glyphs(Box<pdf::Document>),
    /// Lines and blocks in reading order, and what made titles of some of them.
    Layout(Box<LaidOut>),
}

/// The output of the stage of layout.
#[derive(Debug, serde::Serialize)]
pub struct LaidOut {
    /// The pages.
    #[serde(flatten)]
    pub layout: layout::Layout,
    /// The grounds on which titles were told from text.
    pub titles: Vec<structure::TitleEvidence>,
}

/// Reads a PDF file up to one stage.
///
/// # Errors
/// Where it is no PDF file, or as [`read_issue`].
pub fn read_stage(
    bytes: &Arc<Vec<u8>>,
    file_name: &str,
    options: &ReadOptions,
    stage: Stage,
    recogniser: Option<&Recogniser>,
) -> Result<StageValue> {
    if identify(bytes, file_name)? != SourceFormat::Pdf {
        return Err(Error::Usage {
            message: "only a PDF file has this stage of reading".to_string(),
            hint: "leave out --stage for a text dump".to_string(),
        });
    }
    let (shared, reading, file_name) = (Arc::clone(bytes), options.clone(), file_name.to_string());
    let mut document = guarded(READER_TIME, move || pdf::read_shared(shared, &reading))?;
    if let Some(recogniser) = recogniser {
        recogniser.fill(&mut document, bytes, options)?;
    }
    guarded(READER_TIME, move || {
        Ok(match stage {
            Stage::Glyphs => StageValue::Glyphs(Box::new(document)),
            Stage::Layout => {
                let layout = layout::lay_out(&document);
                let titles = structure::title_evidence(&layout, &file_name);
                StageValue::Layout(Box::new(LaidOut { layout, titles }))
            }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_is_told_by_the_content() {
        let mut late = vec![b' '; 1000];
        late.extend_from_slice(b"%PDF-1.4");
        assert_eq!(identify(b"%PDF-1.7\n", "lettre").unwrap(), SourceFormat::Pdf);
        assert_eq!(identify(&late, "lettre.txt").unwrap(), SourceFormat::Pdf);
        assert_eq!(identify(b"Bonjour", "lettre.TXT").unwrap(), SourceFormat::Text);
    }

    #[test]
    fn what_is_wrong_with_a_file_is_named() {
        assert_eq!(identify(b"", "a.pdf").unwrap_err().code(), "empty_file");
        assert_eq!(identify(b"Bonjour", "a.PDF").unwrap_err().code(), "not_a_pdf");
        assert_eq!(
            identify(b"Bonjour", "a.doc").unwrap_err().code(),
            "unknown_format"
        );
        let error =
            read_issue(&b"\x00\x01\x02".to_vec().into(), "a.txt", &ReadOptions::default()).unwrap_err();
        assert_eq!(error.code(), "unknown_format");
    }

    #[test]
    fn pages_of_a_dump_that_are_not_wanted_are_emptied() {
        let page = |text: &str| plain::DumpPage {
            lines: vec![plain::DumpLine {
                text: text.to_string(),
                gap: plain::Gap::Break,
            }],
            ..Default::default()
        };
        let dump = plain::Dump {
            pages: vec![page("un"), page("deux"), page("trois")],
        };
        let chosen = choose_pages(dump, Some((2, 2)));
        assert_eq!(chosen.pages.len(), 2);
        assert!(chosen.pages[0].lines.is_empty());
        assert_eq!(chosen.pages[1].lines[0].text, "deux");
    }

    #[test]
    fn a_missing_file_is_named() {
        let error = read_bounded(Path::new("no/such/file.pdf")).unwrap_err();
        assert_eq!(error.code(), "path_not_found");
    }
}
