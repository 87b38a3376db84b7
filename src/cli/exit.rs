//! Exit codes: a promise to scripts.
use crate::error::Error;
use std::process::ExitCode;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Exit {
    /// All was done.
    Done = 0,
    /// A search found nothing.
    NothingFound = 1,
    /// The arguments are wrong.
    Usage = 2,
    /// Some inputs could not be read; the rest is done.
    SomeUnread = 3,
    /// A file of the archive is damaged.
    Damage = 4,
    /// There is no archive.
    NoArchive = 10,
    /// Another process writes to the archive.
    Locked = 11,
    /// The archive was made by a newer version.
    Newer = 12,
    /// The index is missing or was made by another version of the analysis.
    Index = 13,
    /// The user interrupted the run.
    Interrupted = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

impl From<&Error> for Exit {
    fn from(error: &Error) -> Self {
        match error {
            Error::PathNotFound { .. }
            | Error::NothingToIngest { .. }
            | Error::Io { .. }
            | Error::NotAPdf
            | Error::UnknownFormat
            | Error::EmptyFile
            | Error::DamagedPdf { .. }
            | Error::EncryptedPdf
            | Error::WrongPassword
            | Error::UnknownEncryption
            | Error::LimitReached { .. }
            | Error::InvalidRecord { .. }
            | Error::TooManyPages { .. }
            | Error::OcrEngineMissing
            | Error::OcrLanguageMissing { .. }
            | Error::OcrFailed { .. }
            | Error::ReaderPanicked { .. } => Self::SomeUnread,
            Error::ArchiveDamaged { .. } => Self::Damage,
            Error::ArchiveNotFound { .. } => Self::NoArchive,
            Error::ArchiveLocked { .. } => Self::Locked,
            Error::ArchiveNewer { .. } => Self::Newer,
            Error::IndexMissing { .. } | Error::IndexStale { .. } | Error::Index { .. } => Self::Index,
            Error::Query { .. }
            | Error::Usage { .. }
            | Error::IssueNotFound { .. }
            | Error::IssueAmbiguous { .. } => Self::Usage,
            Error::Interrupted => Self::Interrupted,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_are_those_that_were_promised() {
        let promised = [
            (Exit::Done, 0),
            (Exit::NothingFound, 1),
            (Exit::Usage, 2),
            (Exit::SomeUnread, 3),
            (Exit::Damage, 4),
            (Exit::NoArchive, 10),
            (Exit::Locked, 11),
            (Exit::Newer, 12),
            (Exit::Index, 13),
            (Exit::Interrupted, 130),
        ];
        for (exit, code) in promised {
            assert_eq!(exit as u8, code);
        }
    }
}
