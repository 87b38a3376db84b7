//! An issue whose record was written, with all that the archive keeps beside it made ready: on any thread, before the one
//! that knows the whole archive takes it up.
use super::catalogue::Catalogue;
use super::edges::{AllEdges, Teaching};
use super::likeness::{Likeness, sketch_of};
use super::lock::WriteLock;
use super::store::Archive;
use crate::error::Result;
use crate::model::Issue;

/// An issue whose record was written.
#[derive(Debug)]
pub(super) struct Written {
    /// The issue, with what was set by hand.
    pub(super) issue: Issue,
    sketch: Vec<u64>,
    taught: Teaching,
}

impl Written {
    /// Writes the record of an issue.
    ///
    /// # Errors
    /// Where it cannot be written, or what was set by hand cannot be read.
    pub(super) fn put(archive: &Archive, lock: &WriteLock, issue: Issue) -> Result<Self> {
        archive.put_record(lock, &issue)?;
        let issue = archive.corrected(issue)?;
        Ok(Self {
            sketch: sketch_of(&issue),
            taught: Teaching::of(&issue),
            issue,
        })
    }

    /// Takes it up into what is kept of all issues, and returns it.
    pub(super) fn take_up(
        self,
        archive: &Archive,
        catalogue: &mut Catalogue,
        likeness: &mut Likeness,
        edges: &mut AllEdges,
    ) -> Issue {
        let sha256 = &self.issue.source.sha256;
        catalogue.add(archive, &self.issue);
        likeness.add(catalogue, sha256, self.sketch);
        edges.add(catalogue, sha256, self.taught);
        self.issue
    }
}
