//! An issue whose record is on the disk and only wants its name, with all that the archive keeps beside it made ready: on
//! any thread, before the one that knows the whole archive takes it up.
//!
//! Only that one names records and logs it at once, so that a killed run leaves at most one issue that is kept and not logged.
use super::catalogue::Catalogue;
use super::edges::{AllEdges, Teaching};
use super::likeness::{Likeness, sketch_of};
use super::lock::WriteLock;
use super::store::{Archive, UnnamedRecord};
use crate::error::Result;
use crate::model::Issue;

/// An issue whose record is written.
#[derive(Debug)]
pub(super) struct Written {
    /// The issue as it was read.
    issue: Issue,
    record: UnnamedRecord,
    sketch: Vec<u64>,
    taught: Teaching,
}

impl Written {
    /// Writes the record of an issue.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub(super) fn write(archive: &Archive, lock: &WriteLock, issue: Issue) -> Result<Self> {
        Ok(Self {
            record: archive.write_record(lock, &issue)?,
            sketch: sketch_of(&issue),
            taught: Teaching::of(&issue),
            issue,
        })
    }

    /// The issue as it was read.
    pub(super) fn issue(&self) -> &Issue {
        &self.issue
    }

    /// Gives the record its name: the issue is kept from now on, and is to be logged.
    ///
    /// # Errors
    /// Where the name cannot be given.
    pub(super) fn name(self, archive: &Archive, lock: &WriteLock) -> Result<Named> {
        archive.name_record(lock, self.record)?;
        Ok(Named {
            issue: self.issue,
            sketch: self.sketch,
            taught: self.taught,
        })
    }
}

/// An issue whose record is kept.
#[derive(Debug)]
pub(super) struct Named {
    issue: Issue,
    sketch: Vec<u64>,
    taught: Teaching,
}

impl Named {
    /// Takes the issue up into what is kept of all, and returns it with what was set by hand.
    ///
    /// # Errors
    /// Where what was set by hand cannot be read.
    pub(super) fn take_up(
        self,
        archive: &Archive,
        catalogue: &mut Catalogue,
        likeness: &mut Likeness,
        edges: &mut AllEdges,
    ) -> Result<Issue> {
        let sha256 = self.issue.source.sha256.clone();
        let (mut issue, mut sketch, mut taught) = (self.issue, self.sketch, self.taught);
        if !archive.corrections(&sha256)?.is_empty() {
            issue = archive.corrected(issue)?;
            sketch = sketch_of(&issue);
            taught = Teaching::of(&issue);
        }
        catalogue.add(archive, &issue);
        likeness.add(catalogue, &sha256, sketch);
        edges.add(catalogue, &sha256, taught);
        Ok(issue)
    }
}
