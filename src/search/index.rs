//! Writing the index. It is derived from the records: losing it costs a rebuild and nothing else.
use super::document::{IndexDocument, SectionDocuments, fingerprint, issue_mark};
use super::guard::{SEARCH_THREAD, guarded};
use super::keys::KeyMaker;
use super::manifest;
use super::read_only::ReadOnlyFolder;
use super::ready::{READY, ReadyWords};
use super::schema::{self, Fields};
use super::writing_folder::WritingFolder;
use crate::error::{Error, Result};
use crate::model::Issue;
use crate::shares::cores;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use tantivy::directory::error::{LockError, OpenReadError, OpenWriteError};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, Executor, Index, IndexSettings, Searcher, TERMINATED, TantivyError, Term};

/// Memory for documents that are not yet written out, in bytes.
const WRITER_MEMORY: usize = 64_000_000;

/// Least and most threads on which the segments of an index are searched side by side, whatever the number of cores:
/// where the index is not in memory yet, they wait for the disk. An index has ten or so segments.
const SEARCHERS: std::ops::RangeInclusive<usize> = 4..=8;

/// Adds issues to the index and takes them out. One writer at a time.
pub struct IndexWriter {
    writer: tantivy::IndexWriter<IndexDocument>,
    fields: Fields,
}

/// An issue whose words are ready for the index. They can be made on any thread, before the one that writes.
pub struct PreparedIssue {
    id: String,
    documents: Vec<IndexDocument>,
}

thread_local! {
    /// What makes keys remembers words: one a thread, for as long as the thread lives.
    static MAKER: RefCell<KeyMaker> = RefCell::new(KeyMaker::new());
}

impl PreparedIssue {
    /// Makes the words of an issue ready.
    pub fn new(issue: &Issue) -> Self {
        let (_, fields) = schema::build();
        let mut documents = Vec::with_capacity(issue.sections.len() + 1);
        MAKER.with_borrow_mut(|maker| {
            let mut sections = SectionDocuments::new(&fields, maker, issue);
            for (ordinal, section) in issue.sections.iter().enumerate() {
                documents.push(sections.of(section, ordinal));
            }
        });
        documents.push(issue_mark(&fields, issue));
        Self {
            id: issue.id.clone(),
            documents,
        }
    }
}

impl IndexWriter {
    /// Opens the index in a folder, or makes an empty one where there is none or only a part of one.
    ///
    /// # Errors
    /// [`Error::IndexStale`] where another version of the analysis built the index: it must be rebuilt.
    pub fn open_or_create(dir: &Path) -> Result<Self> {
        match manifest::check(dir) {
            Ok(()) => Self::open(dir),
            Err(Error::IndexMissing { .. }) => Self::create(dir),
            Err(error) => Err(error),
        }
    }

    fn open(dir: &Path) -> Result<Self> {
        let folder = WritingFolder::open(dir).map_err(engine_error)?;
        let index = Index::open(folder).map_err(engine_error)?;
        Self::over(&index)
    }

    fn create(dir: &Path) -> Result<Self> {
        if !manifest::is_disposable(dir) {
            return Err(Error::Index {
                detail: format!("{} holds files that are not an index", dir.display()),
            });
        }
        remove_folder(dir)?;
        fs::create_dir_all(dir).map_err(|source| Error::io("make", dir, source))?;
        let (schema, _) = schema::build();
        let folder = WritingFolder::open(dir).map_err(engine_error)?;
        let index = Index::create(folder, schema, IndexSettings::default()).map_err(engine_error)?;
        manifest::write(dir)?;
        Self::over(&index)
    }

    fn over(index: &Index) -> Result<Self> {
        let (_, fields) = schema::build();
        index.tokenizers().register(READY, ReadyWords::default());
        // One thread: the words are made before, and the order of documents stays the same.
        let writer = index
            .writer_with_num_threads(1, WRITER_MEMORY)
            .map_err(engine_error)?;
        Ok(Self { writer, fields })
    }

    /// Puts an issue in the place of what the index holds of it. Visible after [`IndexWriter::commit`].
    ///
    /// # Errors
    /// Where the engine fails.
    pub fn add_issue(&mut self, issue: &Issue) -> Result<()> {
        self.add_prepared(PreparedIssue::new(issue))
    }

    /// As [`IndexWriter::add_issue`], for an issue whose words are ready.
    ///
    /// # Errors
    /// Where the engine fails.
    pub fn add_prepared(&mut self, issue: PreparedIssue) -> Result<()> {
        self.remove_issue(&issue.id)?;
        for document in issue.documents {
            self.writer.add_document(document).map_err(engine_error)?;
        }
        Ok(())
    }

    /// Takes an issue out of the index. Visible after [`IndexWriter::commit`].
    ///
    /// # Errors
    /// Where the engine fails.
    pub fn remove_issue(&mut self, id: &str) -> Result<()> {
        self.writer
            .delete_term(Term::from_field_text(self.fields.issue, id));
        Ok(())
    }

    /// Makes what was added and removed visible and lasting.
    ///
    /// # Errors
    /// Where the engine fails; the index is then as it was before.
    pub fn commit(&mut self) -> Result<()> {
        self.writer.commit().map_err(engine_error)?;
        Ok(())
    }

    /// Commits, and waits until the engine has merged what it wants to merge.
    ///
    /// # Errors
    /// Where the engine fails.
    pub fn finish(mut self) -> Result<()> {
        self.commit()?;
        self.writer.wait_merging_threads().map_err(engine_error)
    }
}

/// Builds the index again from the records and puts it in the place of the old one, which serves until then.
/// Returns the number of issues.
///
/// # Errors
/// Where a record cannot be read or the engine fails; the old index is then still there.
pub fn rebuild(dir: &Path, issues: impl Iterator<Item = Result<Issue>>) -> Result<usize> {
    rebuild_with(dir, |writer| {
        let mut count = 0;
        for issue in issues {
            writer.add_issue(&issue?)?;
            count += 1;
        }
        Ok(count)
    })
}

/// As [`rebuild`], with the issues added by whoever calls.
///
/// # Errors
/// As [`rebuild`], and the errors of `fill`.
pub fn rebuild_with(dir: &Path, fill: impl FnOnce(&mut IndexWriter) -> Result<usize>) -> Result<usize> {
    let building = sibling(dir, "building");
    let retired = sibling(dir, "retired");
    if !manifest::is_disposable(dir) {
        return Err(Error::Index {
            detail: format!("{} holds files that are not an index", dir.display()),
        });
    }
    remove_folder(&building)?;
    let mut writer = IndexWriter::create(&building)?;
    let count = fill(&mut writer)?;
    writer.finish()?;

    // Killed between the two renames, the archive has no index, which the next search says with the way to mend it.
    remove_folder(&retired)?;
    if dir.exists() {
        fs::rename(dir, &retired).map_err(|source| Error::io("move", dir, source))?;
    }
    fs::rename(&building, dir).map_err(|source| Error::io("move", &building, source))?;
    remove_folder(&retired)?;
    Ok(count)
}

/// The issues in the index, each with the [`fingerprint`] of the record that was indexed: compare with the records
/// to see whether the index is up to date.
///
/// # Errors
/// [`Error::IndexMissing`], [`Error::IndexStale`], or where the engine fails.
pub fn indexed_ids(dir: &Path) -> Result<BTreeMap<String, String>> {
    guarded(|| marks(dir))
}

fn marks(dir: &Path) -> Result<BTreeMap<String, String>> {
    let (searcher, fields) = open_searcher(dir)?;
    let mut indexed = BTreeMap::new();
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(fields.mark).map_err(engine_error)?;
        let mut terms = inverted.terms().stream().map_err(io_error)?;
        while let Some((term, info)) = terms.next() {
            let mut postings = inverted
                .read_postings_from_terminfo(info, IndexRecordOption::Basic)
                .map_err(io_error)?;
            let mut document = postings.doc();
            // The marks of removed issues stay in the dictionary until segments are merged.
            while document != TERMINATED && segment.is_deleted(document) {
                document = postings.advance();
            }
            if document == TERMINATED {
                continue;
            }
            let mark = String::from_utf8_lossy(term);
            if let Some((id, fingerprint)) = mark.split_once(' ') {
                indexed.insert(id.to_string(), fingerprint.to_string());
            }
        }
    }
    Ok(indexed)
}

/// Whether the index holds this very record.
pub fn is_current(indexed: &BTreeMap<String, String>, issue: &Issue) -> bool {
    indexed
        .get(&issue.id)
        .is_some_and(|found| *found == fingerprint(issue))
}

/// Opens the index for reading.
pub(crate) fn open_searcher(dir: &Path) -> Result<(Searcher, Fields)> {
    manifest::check(dir)?;
    let folder = ReadOnlyFolder::open(dir).map_err(engine_error)?;
    let mut index = Index::open(folder).map_err(engine_error)?;
    let threads = cores().clamp(*SEARCHERS.start(), *SEARCHERS.end());
    // Where the system has no threads left, one does.
    if let Ok(executor) = Executor::multi_thread(threads, SEARCH_THREAD) {
        index.set_executor(executor);
    }
    let reader = index
        .reader_builder()
        .reload_policy(tantivy::ReloadPolicy::Manual)
        .try_into()
        .map_err(engine_error)?;
    let (_, fields) = schema::build();
    Ok((reader.searcher(), fields))
}

/// `index` gives `index.building` beside it.
fn sibling(dir: &Path, state: &str) -> PathBuf {
    let mut name = dir.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{state}"));
    dir.with_file_name(name)
}

fn remove_folder(dir: &Path) -> Result<()> {
    match fs::remove_dir_all(dir) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(source) => Err(Error::io("remove", dir, source)),
    }
}

pub(crate) fn engine_error(error: TantivyError) -> Error {
    match refusal_of_the_system(&error) {
        Some(error) => error,
        None => Error::Index {
            detail: error.to_string(),
        },
    }
}

/// The error of a full disk, a file that may not be opened, or too many that are open: no fault of the index, and not
/// mended by building it anew.
fn refusal_of_the_system(error: &TantivyError) -> Option<Error> {
    let index = Path::new("index");
    let (action, source, path) = match error {
        TantivyError::IoError(source) => ("write", source, index),
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, filepath }) => {
            ("read", io_error, filepath.as_path())
        }
        TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, filepath }) => {
            ("write", io_error, filepath.as_path())
        }
        TantivyError::LockFailure(LockError::IoError(source), _) => ("lock", source, index),
        _ => return None,
    };
    let code = source.raw_os_error();
    let are_too_many = cfg!(unix) && code.is_some_and(|code| TOO_MANY_OPEN.contains(&code));
    let refuses = matches!(
        source.kind(),
        ErrorKind::StorageFull | ErrorKind::PermissionDenied
    );
    if !(refuses || are_too_many) {
        return None;
    }
    let source = code.map_or(
        std::io::Error::from(source.kind()),
        std::io::Error::from_raw_os_error,
    );
    Some(Error::io(action, path, source))
}

/// ENFILE and EMFILE, which have no kind of their own; the same numbers on Linux, the BSDs and macOS.
const TOO_MANY_OPEN: [i32; 2] = [23, 24];

pub(crate) fn io_error(error: std::io::Error) -> Error {
    Error::Index {
        detail: error.to_string(),
    }
}
