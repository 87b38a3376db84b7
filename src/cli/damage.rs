//! Records of the archive that cannot be read: named by every command that leaves them out.
use super::output::Output;
use super::{Exit, Failure};
use crate::archive::Catalogue;
use crate::error::Error;

/// Names the damaged records and gives the exit code for what was done without them.
pub(super) fn name_damaged(catalogue: &Catalogue, out: &mut Output) -> Result<Exit, Failure> {
    for path in catalogue.damaged() {
        let error = Error::ArchiveDamaged {
            path: path.clone(),
            detail: "the record cannot be read".to_string(),
        };
        out.error(
            error.code(),
            &error.to_string(),
            Some(path),
            error.hint().as_deref(),
        )?;
    }
    Ok(if catalogue.damaged().is_empty() {
        Exit::Done
    } else {
        Exit::Damage
    })
}
