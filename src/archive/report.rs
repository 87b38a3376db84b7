//! What happened to every file of a run.
use super::refusals::Refusal;
use crate::error::Error;
use crate::model::{Warning, WarningCode};
use std::path::{Path, PathBuf};

/// What an ingest did.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Report {
    /// Issues that are new in the archive.
    pub added: Vec<Added>,
    /// Issues that were there and whose record was made anew by this version of the reader.
    pub renewed: Vec<Added>,
    /// Digests of issues that were read again because other issues teach something of them.
    pub in_series: Vec<String>,
    /// Files whose content the archive holds already.
    pub unchanged: Vec<Unchanged>,
    /// Files whose content the archive took in at a path at which nothing is any more.
    pub moved: Vec<Moved>,
    /// Files with the content of another file, of the same run or of an earlier one.
    pub duplicates: Vec<Duplicate>,
    /// Issues whose text is nearly that of another issue: both are kept.
    pub alike: Vec<Alike>,
    /// Files whose issue was taken out of the archive by a person.
    pub removed: Vec<Removed>,
    /// Files that would be read, where the run only says what it would do.
    pub planned: Vec<PathBuf>,
    /// Files that could not be read.
    pub refused: Vec<Refused>,
    /// Whether the run was stopped before its end.
    pub interrupted: bool,
}

/// An issue that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// The file.
    pub path: PathBuf,
    /// Identifier of the issue.
    pub id: String,
    /// Digest of the file.
    pub sha256: String,
    /// Short name of the issue.
    pub slug: String,
    /// Title of the issue.
    pub title: Option<String>,
    /// Number of pages.
    pub pages: u32,
    /// What must be known about the reading.
    pub warnings: Vec<Warning>,
}

/// A file whose content the archive holds already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unchanged {
    /// The file.
    pub path: PathBuf,
    /// Identifier of the issue.
    pub id: String,
    /// Short name of the issue.
    pub slug: String,
    /// The name that the file had when it was taken in.
    pub taken_as: String,
}

/// A file that was taken in at another path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The file.
    pub path: PathBuf,
    /// Where it was before.
    pub from: PathBuf,
    /// Identifier of the issue.
    pub id: String,
    /// Short name of the issue.
    pub slug: String,
}

/// An issue whose text is nearly that of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// Identifier of the issue.
    pub id: String,
    /// Its short name.
    pub slug: String,
    /// Identifier of the other.
    pub twin: String,
    /// Short name of the other.
    pub twin_slug: String,
    /// How much of the text both have, in hundredths.
    pub percent: u8,
}

/// A file whose issue was taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removed {
    /// The file.
    pub path: PathBuf,
    /// Identifier that the issue had.
    pub id: String,
    /// Why it was taken out.
    pub reason: String,
    /// When.
    pub date: String,
}

/// A second copy of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// The file.
    pub path: PathBuf,
    /// The file with the same content that came first.
    pub twin: PathBuf,
}

/// A file that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The file or folder.
    pub path: PathBuf,
    /// Stable name of the error.
    pub code: String,
    /// What is wrong, for people.
    pub message: String,
    /// What can be done about it.
    pub hint: Option<String>,
}

impl Refused {
    pub(super) fn by_error(path: &Path, error: &Error) -> Self {
        Self {
            path: path.to_path_buf(),
            code: error.code().to_string(),
            message: error.to_string(),
            hint: error.hint(),
        }
    }

    pub(super) fn by_refusal(path: &Path, refusal: &Refusal) -> Self {
        Self {
            path: path.to_path_buf(),
            code: refusal.code.clone(),
            message: refusal.message.clone(),
            hint: refusal.hint.clone(),
        }
    }
}

/// Whether a person should look at the issue: something of it is missing or was guessed.
pub fn needs_a_person(code: WarningCode) -> bool {
    match code {
        WarningCode::NoText
        | WarningCode::DoubtfulText
        | WarningCode::UnreadableFont
        | WarningCode::TextLeftOut
        | WarningCode::DamagedPage
        | WarningCode::LimitReached
        | WarningCode::DateFromFileName
        | WarningCode::NoDate
        | WarningCode::LinksUnreadable
        | WarningCode::LinkCountMismatch
        | WarningCode::EncodingGuessed
        | WarningCode::CorrectionNotApplied => true,
        WarningCode::AmbiguousOrder
        | WarningCode::LinkWithoutText
        | WarningCode::VisibleUrlDiffers
        | WarningCode::WeekdayContradictsDate => false,
    }
}
