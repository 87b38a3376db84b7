//! What can go wrong, with a stable code for scripts and a hint for people.
use std::path::{Path, PathBuf};

/// Result of the library's fallible operations.
pub type Result<T> = std::result::Result<T, Error>;

/// Everything that can go wrong. Messages are in lower case without a final stop; what to do about it is in
/// [`Error::hint`], and [`Error::code`] never changes with wording or language.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is nothing at a path.
    #[error("no such file or folder: {}", path.display())]
    PathNotFound {
        /// The path that was asked for.
        path: PathBuf,
    },
    /// A folder holds nothing that could be read.
    #[error("no newsletter in {}", path.display())]
    NothingToIngest {
        /// The folder that was walked.
        path: PathBuf,
    },
    /// Reading or writing failed.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// What was tried: `read`, `write`, `list`…
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// Why it failed.
        source: std::io::Error,
    },
    /// The bytes are not a PDF file.
    #[error("this is not a PDF file")]
    NotAPdf,
    /// The bytes are neither a PDF file nor text.
    #[error("neither a PDF file nor readable text")]
    UnknownFormat,
    /// The file is empty.
    #[error("the file is empty")]
    EmptyFile,
    /// The PDF file is too damaged to find its pages.
    #[error("the PDF file is damaged: {detail}")]
    DamagedPdf {
        /// What the parser met.
        detail: String,
    },
    /// The PDF file needs a password.
    #[error("the PDF file is encrypted and wants a password")]
    EncryptedPdf,
    /// The password that was given does not open the PDF file.
    #[error("the password does not open this PDF file")]
    WrongPassword,
    /// The PDF file is protected by a scheme that the program does not know.
    #[error("the PDF file is encrypted by a scheme that cannot be read")]
    UnknownEncryption,
    /// A limit against hostile files was reached before anything could be kept.
    #[error("limit reached: {detail}")]
    LimitReached {
        /// Which limit, with its value.
        detail: String,
    },
    /// The file has more pages than the user wants to read.
    #[error("the file has {pages} pages, more than the {limit} of --max-pages")]
    TooManyPages {
        /// Pages of the file.
        pages: u32,
        /// Most pages that are wanted.
        limit: u32,
    },
    /// The reader failed on this file by a fault of the program.
    #[error("the reader failed on this file: {detail}")]
    ReaderPanicked {
        /// What the fault said.
        detail: String,
    },
    /// The program that recognises text is not on this machine.
    #[error("Tesseract, which reads pages that are pictures, is not on this machine")]
    OcrEngineMissing,
    /// The program that recognises text does not know a language.
    #[error("Tesseract does not know the language {language}")]
    OcrLanguageMissing {
        /// Its code of three letters.
        language: String,
    },
    /// The program that recognises text failed on a page.
    #[error("Tesseract failed: {detail}")]
    OcrFailed {
        /// What it said.
        detail: String,
    },
    /// There is no archive at a path.
    #[error("no archive at {}", path.display())]
    ArchiveNotFound {
        /// The folder that was tried.
        path: PathBuf,
    },
    /// Another process writes to the archive.
    #[error("the archive {} is being written by another process", path.display())]
    ArchiveLocked {
        /// The archive.
        path: PathBuf,
    },
    /// The archive was made by a newer version.
    #[error("the archive {} has format {found}; this version knows formats up to {known}", path.display())]
    ArchiveNewer {
        /// The archive.
        path: PathBuf,
        /// The format that it states.
        found: u32,
        /// The newest format that this version knows.
        known: u32,
    },
    /// A file of the archive is not what it should be.
    #[error("{} is damaged: {detail}", path.display())]
    ArchiveDamaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        detail: String,
    },
    /// The index is not there.
    #[error("the search index of {} is missing", path.display())]
    IndexMissing {
        /// The archive.
        path: PathBuf,
    },
    /// The index was built by another version of the analysis.
    #[error("the search index was built by analysis {found}; this version uses analysis {wanted}")]
    IndexStale {
        /// The version written in the index.
        found: String,
        /// The version that this program builds.
        wanted: String,
    },
    /// The search engine failed.
    #[error("the search index failed: {detail}")]
    Index {
        /// What the engine said.
        detail: String,
    },
    /// A query cannot be read.
    #[error("cannot read the query at column {column}: {message}")]
    Query {
        /// Column of the mistake, in characters from 1.
        column: usize,
        /// What is wrong.
        message: String,
        /// What could be typed instead.
        hint: String,
    },
    /// No issue has this identifier.
    #[error("no issue {id} in the archive")]
    IssueNotFound {
        /// What was asked for.
        id: String,
    },
    /// Several issues have this identifier.
    #[error("{id} names {} issues: {}", candidates.len(), candidates.join(", "))]
    IssueAmbiguous {
        /// What was asked for.
        id: String,
        /// The identifiers that begin so.
        candidates: Vec<String>,
    },
    /// An argument is wrong in a way that the argument parser cannot see.
    #[error("{message}")]
    Usage {
        /// What is wrong.
        message: String,
        /// What could be typed instead.
        hint: String,
    },
    /// A record that was to be imported is none.
    #[error("not a record: {detail}")]
    InvalidRecord {
        /// What is wrong with it.
        detail: String,
    },
    /// The user interrupted the run.
    #[error("interrupted; what was done is kept")]
    Interrupted,
}

impl Error {
    /// Wraps an input or output error with what was tried and on what.
    pub fn io(action: &'static str, path: &Path, source: std::io::Error) -> Self {
        if source.kind() == std::io::ErrorKind::NotFound && action == "read" {
            return Self::PathNotFound {
                path: path.to_path_buf(),
            };
        }
        Self::Io {
            action,
            path: path.to_path_buf(),
            source,
        }
    }

    /// The error's stable name, in snake_case, never translated.
    pub fn code(&self) -> &'static str {
        match self {
            Self::PathNotFound { .. } => "path_not_found",
            Self::NothingToIngest { .. } => "nothing_to_ingest",
            Self::Io { .. } => "io",
            Self::NotAPdf => "not_a_pdf",
            Self::UnknownFormat => "unknown_format",
            Self::EmptyFile => "empty_file",
            Self::DamagedPdf { .. } => "damaged_pdf",
            Self::EncryptedPdf => "encrypted_pdf",
            Self::WrongPassword => "wrong_password",
            Self::UnknownEncryption => "unknown_encryption",
            Self::LimitReached { .. } => "limit_reached",
            Self::TooManyPages { .. } => "too_many_pages",
            Self::ReaderPanicked { .. } => "reader_panicked",
            Self::OcrEngineMissing => "ocr_engine_missing",
            Self::OcrLanguageMissing { .. } => "ocr_language_missing",
            Self::OcrFailed { .. } => "ocr_failed",
            Self::ArchiveNotFound { .. } => "archive_not_found",
            Self::ArchiveLocked { .. } => "archive_locked",
            Self::ArchiveNewer { .. } => "archive_newer",
            Self::ArchiveDamaged { .. } => "archive_damaged",
            Self::IndexMissing { .. } => "index_missing",
            Self::IndexStale { .. } => "index_stale",
            Self::Index { .. } => "index",
            Self::Query { .. } => "query",
            Self::IssueNotFound { .. } => "issue_not_found",
            Self::IssueAmbiguous { .. } => "issue_ambiguous",
            Self::Usage { .. } => "usage",
            Self::InvalidRecord { .. } => "invalid_record",
            Self::Interrupted => "interrupted",
        }
    }

    /// What the user can do about it.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::PathNotFound { .. } => "check the path; quote it if it holds spaces".to_string(),
            Self::NothingToIngest { .. } => {
                "give PDF files, text dumps (.txt) or a folder that holds some".to_string()
            }
            Self::Io { source, .. } if source.kind() == std::io::ErrorKind::PermissionDenied => {
                "check the permissions of the file and of its folder".to_string()
            }
            Self::Io { source, .. } if source.kind() == std::io::ErrorKind::StorageFull => {
                "the disk is full: make room, then run the same command again; what was done is kept"
                    .to_string()
            }
            Self::Io { source, .. } if source.kind() == std::io::ErrorKind::ReadOnlyFilesystem => {
                "the disk may only be read: name an archive elsewhere with --archive DIR".to_string()
            }
            Self::Io { source, .. } if source.kind() == std::io::ErrorKind::IsADirectory => {
                "this is a folder: name a file of it".to_string()
            }
            Self::Io { source, .. } if source.kind() == std::io::ErrorKind::AlreadyExists => {
                "a file stands there: name another folder".to_string()
            }
            Self::Io { .. } => return None,
            Self::NotAPdf => {
                "if it is a text dump, name it .txt; otherwise ask for the original PDF".to_string()
            }
            Self::UnknownFormat => "gazette reads PDF files and plain text (.txt)".to_string(),
            Self::EmptyFile => "the copy may have failed: get the file again".to_string(),
            Self::DamagedPdf { .. } => {
                "the file may be cut short: get it again, or repair it with `qpdf in.pdf out.pdf`".to_string()
            }
            Self::EncryptedPdf => "give the password with --password".to_string(),
            Self::WrongPassword => "try the other password of the file (user or owner)".to_string(),
            Self::UnknownEncryption => "ask the publisher for a copy without protection".to_string(),
            Self::LimitReached { .. } => "the file may be hostile; see `gazette help extract`".to_string(),
            Self::TooManyPages { .. } => "raise --max-pages to take it in".to_string(),
            Self::ReaderPanicked { .. } => "please report this file: it is a fault of gazette".to_string(),
            Self::OcrEngineMissing => {
                "install it with French (Debian, Ubuntu: apt install tesseract-ocr tesseract-ocr-fra; macOS: brew install \
                 tesseract tesseract-lang); `ingest`, `extract` and `reread` do without it with --ocr never"
                    .to_string()
            }
            Self::OcrLanguageMissing { language } => format!(
                "install it (Debian, Ubuntu: apt install tesseract-ocr-{language}), or name another with --ocr-language"
            ),
            Self::OcrFailed { .. } => "`tesseract --version` and a picture of the page show whether it works".to_string(),
            Self::ArchiveNotFound { .. } => {
                "make one with `gazette ingest FOLDER`, or name one with --archive DIR".to_string()
            }
            Self::ArchiveLocked { .. } => "wait until the other run ends, then try again".to_string(),
            Self::ArchiveNewer { .. } => "install a newer gazette to open it".to_string(),
            Self::ArchiveDamaged { .. } => {
                "restore the file from a backup, or ingest its original again".to_string()
            }
            Self::IndexMissing { .. } | Self::IndexStale { .. } | Self::Index { .. } => {
                "run `gazette index rebuild`: the index is made again from the records".to_string()
            }
            Self::Query { hint, .. } | Self::Usage { hint, .. } => hint.clone(),
            Self::IssueNotFound { .. } => "`gazette list` shows the issues of the archive".to_string(),
            Self::IssueAmbiguous { .. } => "give more letters of the identifier".to_string(),
            Self::InvalidRecord { .. } => {
                "`gazette schema` prints the shape of a record; title, sections and links are enough"
                    .to_string()
            }
            Self::Interrupted => "run the same command again to go on".to_string(),
        };
        Some(hint)
    }

    /// The path that the error is about, where it knows one.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::PathNotFound { path }
            | Self::NothingToIngest { path }
            | Self::Io { path, .. }
            | Self::ArchiveNotFound { path }
            | Self::ArchiveLocked { path }
            | Self::ArchiveNewer { path, .. }
            | Self::ArchiveDamaged { path, .. }
            | Self::IndexMissing { path } => Some(path),
            _ => None,
        }
    }
}

/// What a panic said.
pub(crate) fn panic_message(panic: &(dyn std::any::Any + Send)) -> String {
    if let Some(message) = panic.downcast_ref::<&str>() {
        return (*message).to_string();
    }
    match panic.downcast_ref::<String>() {
        Some(message) => message.clone(),
        None => "no message".to_string(),
    }
}
