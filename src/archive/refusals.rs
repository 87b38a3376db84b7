//! Files that could not be read, remembered so that the same bytes are not tried twice by the same program.
use super::events::now;
use super::files::{LineLog, read_lines};
use super::layout::Paths;
use crate::error::{Error, Result};
use crate::model::Reader;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::path::PathBuf;

/// Why a file was refused.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Refusal {
    /// Digest of the file.
    pub sha256: String,
    /// When it was tried.
    pub date: String,
    /// The program that tried.
    pub reader: Reader,
    /// Stable name of the error.
    pub code: String,
    /// What is wrong, for people.
    pub message: String,
    /// What can be done about it.
    pub hint: Option<String>,
}

/// The refusals of an archive.
#[derive(Debug)]
pub(super) struct Refusals {
    path: PathBuf,
    /// Opened by the first refusal.
    log: Option<LineLog>,
    by_digest: HashMap<String, Refusal>,
}

impl Refusals {
    pub(super) fn open(paths: &Paths) -> Result<Self> {
        let path = paths.refusals();
        let mut by_digest = HashMap::new();
        for refusal in read_lines::<Refusal>(&path)? {
            by_digest.insert(refusal.sha256.clone(), refusal);
        }
        Ok(Self {
            path,
            log: None,
            by_digest,
        })
    }

    /// The refusal of these bytes by this very program, which would refuse them again. With a password, a file
    /// that wanted one deserves another try.
    pub(super) fn standing(&self, sha256: &str, has_password: bool) -> Option<&Refusal> {
        let refusal = self.by_digest.get(sha256)?;
        if refusal.reader != Reader::default() {
            return None;
        }
        let wants_password =
            refusal.code == Error::EncryptedPdf.code() || refusal.code == Error::WrongPassword.code();
        if wants_password && has_password {
            return None;
        }
        Some(refusal)
    }

    /// Remembers a refusal, unless it is of the machine or of the options of this run rather than of the file.
    pub(super) fn remember(&mut self, sha256: &str, error: &Error) -> Result<()> {
        let is_of_the_machine = matches!(
            error,
            Error::Io { .. }
                | Error::PathNotFound { .. }
                | Error::OcrEngineMissing
                | Error::OcrLanguageMissing { .. }
                | Error::OcrFailed { .. }
        );
        if is_of_the_machine || matches!(error, Error::TooManyPages { .. }) {
            return Ok(());
        }
        let refusal = Refusal {
            sha256: sha256.to_string(),
            date: now(),
            reader: Reader::default(),
            code: error.code().to_string(),
            message: error.to_string(),
            hint: error.hint(),
        };
        let mut log = match self.log.take() {
            Some(log) => log,
            None => LineLog::open(&self.path)?,
        };
        log.append(&refusal)?;
        self.log = Some(log);
        self.by_digest.insert(sha256.to_string(), refusal);
        Ok(())
    }

    /// Makes what was remembered lasting.
    pub(super) fn sync(&self) -> Result<()> {
        match &self.log {
            Some(log) => log.sync(),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_stands_until_the_program_or_the_password_changes() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::new(folder.path());
        let mut refusals = Refusals::open(&paths).unwrap();
        refusals.remember("aa", &Error::EncryptedPdf).unwrap();
        refusals.remember("bb", &Error::NotAPdf).unwrap();
        let unreadable = Error::io("list", folder.path(), std::io::Error::other("disk on fire"));
        refusals.remember("cc", &unreadable).unwrap();
        refusals.remember("dd", &Error::OcrEngineMissing).unwrap();

        let mut refusals = Refusals::open(&paths).unwrap();
        assert_eq!(refusals.standing("aa", false).unwrap().code, "encrypted_pdf");
        assert!(refusals.standing("aa", true).is_none());
        assert_eq!(
            refusals.standing("bb", true).unwrap().message,
            "this is not a PDF file"
        );
        assert!(refusals.standing("cc", false).is_none());
        assert!(refusals.standing("dd", false).is_none());

        refusals.by_digest.get_mut("bb").unwrap().reader.pipeline += 1;
        assert!(refusals.standing("bb", false).is_none());
    }
}
