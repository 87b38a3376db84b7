//! Which files of a run must be read: told by their digests alone, without reading one.
use super::batch::BatchOptions;
use super::catalogue::{Catalogue, Entry};
use super::origins::{Origins, full_path};
use super::refusals::Refusals;
use super::removal::Tombstone;
use super::report::{Duplicate, Moved, Refused, Removed, Report, Unchanged};
use super::store::Archive;
use crate::error::{Error, Result};
use crate::model::{PIPELINE_VERSION, SourceFormat};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// A file that must be read.
#[derive(Debug)]
pub(super) struct ToRead {
    pub(super) path: PathBuf,
    pub(super) sha256: String,
    /// The short name that its issue has, where only the record is to be made anew.
    pub(super) known_slug: Option<String>,
    /// Whether the archive has lost the original.
    pub(super) restores: bool,
    /// Whether it was taken out before and is let in again.
    pub(super) readmits: bool,
}

/// What an archive knows of files.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) catalogue: Catalogue,
    pub(super) refusals: Refusals,
    pub(super) origins: Origins,
    pub(super) removed: HashMap<String, Tombstone>,
}

impl Known {
    pub(super) fn load(archive: &Archive) -> Result<Self> {
        let tombstones = super::removal::tombstones(archive)?;
        Ok(Self {
            catalogue: Catalogue::load(archive)?,
            refusals: Refusals::open(archive.paths())?,
            origins: Origins::load(archive.paths())?,
            removed: tombstones
                .into_iter()
                .map(|tombstone| (tombstone.sha256.clone(), tombstone))
                .collect(),
        })
    }
}

/// What is to be done.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) to_read: Vec<ToRead>,
    /// Digests of issues, and the paths at which they were met beside those that are known.
    pub(super) met: Vec<(String, PathBuf)>,
}

/// Reports the files about which all is known; the others are to be read. `archive` is `None` where there is none yet.
pub(super) fn plan(
    archive: Option<&Archive>,
    known: Option<&Known>,
    digests: Vec<(PathBuf, Result<String>)>,
    options: &BatchOptions,
    report: &mut Report,
) -> Plan {
    let mut plan = Plan::default();
    let mut first_with: HashMap<String, PathBuf> = HashMap::new();
    for (path, sha256) in digests {
        let sha256 = match sha256 {
            Ok(sha256) => sha256,
            Err(error) => {
                report.refused.push(Refused::by_error(&path, &error));
                continue;
            }
        };
        if let Some(twin) = first_with.get(&sha256) {
            let twin = twin.clone();
            plan.met.push((sha256, path.clone()));
            report.duplicates.push(Duplicate { path, twin });
            continue;
        }
        first_with.insert(sha256.clone(), path.clone());
        let mut file = ToRead {
            path,
            sha256,
            known_slug: None,
            restores: false,
            readmits: false,
        };
        if let (Some(archive), Some(known)) = (archive, known)
            && is_settled(archive, known, &mut file, options, report, &mut plan.met)
        {
            continue;
        }
        plan.to_read.push(file);
    }
    plan
}

/// Whether nothing need be read of a file; what became of it then stands in the report.
fn is_settled(
    archive: &Archive,
    known: &Known,
    file: &mut ToRead,
    options: &BatchOptions,
    report: &mut Report,
    met: &mut Vec<(String, PathBuf)>,
) -> bool {
    if let Some(tombstone) = known.removed.get(&file.sha256) {
        if options.readmit {
            file.readmits = true;
            return false;
        }
        report.removed.push(Removed {
            path: file.path.clone(),
            id: tombstone.id.clone(),
            reason: tombstone.reason.clone(),
            date: tombstone.removed.clone(),
        });
        return true;
    }
    if let Some(entry) = known.catalogue.by_digest(&file.sha256) {
        file.known_slug = Some(entry.slug.clone());
        file.restores = !has_original(archive, &file.sha256);
        if entry.pipeline < PIPELINE_VERSION || file.restores {
            return false;
        }
        tell_where_it_was(&known.origins, entry, &file.path, report, met);
        return true;
    }
    if let Some(refusal) = known.refusals.standing(&file.sha256, options.password.is_some()) {
        report.refused.push(Refused::by_refusal(&file.path, refusal));
        return true;
    }
    false
}

/// A file that the archive holds: at the path at which it was taken in, moved from there, or a copy.
fn tell_where_it_was(
    origins: &Origins,
    entry: &Entry,
    path: &Path,
    report: &mut Report,
    met: &mut Vec<(String, PathBuf)>,
) {
    let full = full_path(path);
    let before = origins.of(&entry.sha256);
    let is_known = before
        .iter()
        .any(|origin| origin.path == full || full_path(Path::new(&origin.path)) == full);
    if !is_known {
        met.push((entry.sha256.clone(), path.to_path_buf()));
        let still_there = before.iter().find(|origin| Path::new(&origin.path).exists());
        if let Some(twin) = still_there {
            report.duplicates.push(Duplicate {
                path: path.to_path_buf(),
                twin: PathBuf::from(&twin.path),
            });
            return;
        }
        if let Some(from) = before.last() {
            report.moved.push(Moved {
                path: path.to_path_buf(),
                from: PathBuf::from(&from.path),
                id: entry.id.clone(),
                slug: entry.slug.clone(),
            });
            return;
        }
    }
    report.unchanged.push(unchanged(path.to_path_buf(), entry));
}

pub(super) fn unchanged(path: PathBuf, entry: &Entry) -> Unchanged {
    Unchanged {
        path,
        id: entry.id.clone(),
        slug: entry.slug.clone(),
        taken_as: entry.file_name.clone(),
    }
}

fn has_original(archive: &Archive, sha256: &str) -> bool {
    let formats = [SourceFormat::Pdf, SourceFormat::Text];
    formats
        .iter()
        .any(|format| archive.paths().original(sha256, *format).exists())
}

/// Refuses a file that has more pages than are wanted.
pub(super) fn within_pages(pages: u32, options: &BatchOptions) -> Result<()> {
    match options.max_pages {
        Some(limit) if pages > limit => Err(Error::TooManyPages { pages, limit }),
        _ => Ok(()),
    }
}
