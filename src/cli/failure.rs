//! What ends a command early.
use crate::error::Error;
use std::path::{Path, PathBuf};

/// Why a command ended early.
#[derive(Debug)]
pub(super) enum Failure {
    /// The library failed, perhaps on a file.
    Library {
        /// What went wrong.
        error: Error,
        /// The file, where the error does not name one.
        path: Option<PathBuf>,
    },
    /// Standard output could not be written to.
    Output(std::io::Error),
}

impl Failure {
    /// A failure on a file.
    pub(super) fn on(path: &Path) -> impl FnOnce(Error) -> Self {
        let path = path.to_path_buf();
        move |error| Self::Library {
            error,
            path: Some(path),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Library { error, path: None }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Output(error)
    }
}
