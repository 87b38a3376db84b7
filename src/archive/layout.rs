//! Where the files of an archive stand (format 1), and the manifest that states the format.
//!
//! ```text
//! ARCHIVE/gazette.toml            format and name
//! ARCHIVE/originals/3f/3f2a….pdf  the file as received
//! ARCHIVE/records/3f/3f2a….json   the record read from it
//! ARCHIVE/corrections/3f2a….json  what a person set by hand over that record
//! ARCHIVE/removed/3f2a….json      what is left of an issue that was taken out: which, when, why
//! ARCHIVE/events.jsonl            what was done, when, by what
//! ARCHIVE/fixity.jsonl            digests of the records, corrections and notes of removal that were written
//! ARCHIVE/refusals.jsonl          files that could not be read, and why
//! ARCHIVE/catalogue.jsonl         cache of the records' heads; can be thrown away
//! ARCHIVE/seen.jsonl              cache of the digests of files met; can be thrown away
//! ARCHIVE/likeness.jsonl          cache of what tells texts that are nearly the same; can be thrown away
//! ARCHIVE/edges.jsonl             cache of what stands at the edges of pages; can be thrown away
//! ARCHIVE/indexed.json            which records the index holds; can be thrown away
//! ARCHIVE/recognised/             what was recognised on pages that are pictures; can be thrown away
//! ARCHIVE/reading.jsonl           which files are being read: there during a run, and after one that died
//! ARCHIVE/index.sha256            digests of the index's files, as sha256sum writes them; can be thrown away
//! ARCHIVE/index/                  search index; can be thrown away
//! ARCHIVE/lock                    held by the one writer
//! ```
use super::files::{create_folder, read_text, write_atomically};
use crate::error::{Error, Result};
use crate::model::SourceFormat;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// The format of archive that this version writes.
pub const FORMAT: u32 = 1;

/// Name of the manifest: a folder that holds it is an archive.
pub(super) const MANIFEST_NAME: &str = "gazette.toml";

/// The places of an archive's files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    root: PathBuf,
}

impl Paths {
    /// Describes the archive at a folder, whether it is there or not.
    pub fn new(root: &Path) -> Self {
        Self {
            root: root.to_path_buf(),
        }
    }

    /// The archive's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The manifest.
    pub fn manifest(&self) -> PathBuf {
        self.root.join(MANIFEST_NAME)
    }

    /// The original with a digest.
    pub fn original(&self, sha256: &str, format: SourceFormat) -> PathBuf {
        let extension = match format {
            SourceFormat::Pdf => "pdf",
            SourceFormat::Text => "txt",
        };
        self.root
            .join("originals")
            .join(shard(sha256))
            .join(format!("{sha256}.{extension}"))
    }

    /// The folder of the records.
    pub fn records(&self) -> PathBuf {
        self.root.join("records")
    }

    /// The record of the original with a digest.
    pub fn record(&self, sha256: &str) -> PathBuf {
        let folder = Self::folder_of_record(sha256);
        self.records().join(folder).join(format!("{sha256}.json"))
    }

    /// The name of the folder in which the record of the original with a digest stands.
    pub(super) fn folder_of_record(sha256: &str) -> &str {
        shard(sha256)
    }

    /// The folder of the originals.
    pub fn originals(&self) -> PathBuf {
        self.root.join("originals")
    }

    /// The folder of what was recognised on pages that are pictures.
    pub fn recognised(&self) -> PathBuf {
        self.root.join("recognised")
    }

    /// The folder of what was set by hand.
    pub fn corrections(&self) -> PathBuf {
        self.root.join("corrections")
    }

    /// What was set by hand over the record of the original with a digest.
    pub fn correction(&self, sha256: &str) -> PathBuf {
        self.corrections().join(format!("{sha256}.json"))
    }

    /// The folder of what is left of issues that were taken out.
    pub fn removed(&self) -> PathBuf {
        self.root.join("removed")
    }

    /// What is left of the issue whose original had a digest.
    pub fn tombstone(&self, sha256: &str) -> PathBuf {
        self.removed().join(format!("{sha256}.json"))
    }

    /// The digests of what was written.
    pub fn fixity(&self) -> PathBuf {
        self.root.join("fixity.jsonl")
    }

    /// Files that are being read.
    pub(super) fn reading(&self) -> PathBuf {
        self.root.join("reading.jsonl")
    }

    /// The cache of what tells texts that are nearly the same.
    pub(super) fn likeness(&self) -> PathBuf {
        self.root.join("likeness.jsonl")
    }

    /// The cache of what stands at the edges of pages.
    pub(super) fn edges(&self) -> PathBuf {
        self.root.join("edges.jsonl")
    }

    /// The digests of the index's files.
    pub fn index_digests(&self) -> PathBuf {
        self.root.join("index.sha256")
    }

    /// A path of the archive as it is written in logs: relative to the archive, parts joined by `/`.
    pub(super) fn relative(&self, path: &Path) -> String {
        let inside = path.strip_prefix(&self.root).unwrap_or(path);
        let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
        parts.join("/")
    }

    /// The log of what was done.
    pub fn events(&self) -> PathBuf {
        self.root.join("events.jsonl")
    }

    /// The files that could not be read.
    pub fn refusals(&self) -> PathBuf {
        self.root.join("refusals.jsonl")
    }

    /// The cache of the records' heads.
    pub fn catalogue(&self) -> PathBuf {
        self.root.join("catalogue.jsonl")
    }

    /// The cache of the digests of files met.
    pub fn seen(&self) -> PathBuf {
        self.root.join("seen.jsonl")
    }

    /// Which version of each record the index has taken up.
    pub(super) fn indexed(&self) -> PathBuf {
        self.root.join("indexed.json")
    }

    /// The file that the writer locks.
    pub fn lock(&self) -> PathBuf {
        self.root.join("lock")
    }

    /// The folder of the search index.
    pub fn index(&self) -> PathBuf {
        self.root.join("index")
    }
}

/// The first two digits of a digest: a folder of 256, so that none grows too long to list.
fn shard(sha256: &str) -> &str {
    sha256.get(..2).unwrap_or("00")
}

/// What an archive says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the format.
    pub format: u32,
    /// Name of the archive, for people.
    pub name: String,
    /// Publication of issues that do not state theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publication: Option<String>,
    /// Language of issues that do not state theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// The format alone: read before the rest, whose keys a newer format may have changed.
#[derive(Deserialize)]
struct FormatOnly {
    format: u32,
}

impl Manifest {
    /// Reads the manifest of an archive.
    ///
    /// # Errors
    /// Where there is no archive, where its format is newer than [`FORMAT`], or where the manifest is damaged.
    pub fn read(paths: &Paths) -> Result<Self> {
        let path = paths.manifest();
        if !path.is_file() {
            return Err(Error::ArchiveNotFound {
                path: paths.root().to_path_buf(),
            });
        }
        let text = read_text(&path)?;
        let stated: FormatOnly = toml::from_str(&text).map_err(|error| damaged(&path, &error))?;
        if stated.format > FORMAT {
            return Err(Error::ArchiveNewer {
                path: paths.root().to_path_buf(),
                found: stated.format,
                known: FORMAT,
            });
        }
        toml::from_str(&text).map_err(|error| damaged(&path, &error))
    }

    /// Makes the folder and the manifest of a new archive.
    ///
    /// # Errors
    /// Where the folder cannot be made or written, or is a file.
    pub fn create(paths: &Paths) -> Result<Self> {
        create_folder(paths.root())?;
        let name = paths
            .root()
            .canonicalize()
            .ok()
            .and_then(|root| root.file_name().map(|name| name.to_string_lossy().into_owned()))
            .unwrap_or_else(|| "gazette-archive".to_string());
        let manifest = Self {
            format: FORMAT,
            name,
            publication: None,
            language: None,
        };
        let path = paths.manifest();
        let text = toml::to_string(&manifest).map_err(|error| Error::ArchiveDamaged {
            path: path.clone(),
            detail: error.to_string(),
        })?;
        write_atomically(&path, text.as_bytes())?;
        Ok(manifest)
    }
}

/// A manifest that cannot be read. The parser's first line says where; the rest is a drawing for terminals.
fn damaged(path: &Path, error: &toml::de::Error) -> Error {
    Error::ArchiveDamaged {
        path: path.to_path_buf(),
        detail: error.message().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_stand_in_256_folders() {
        let paths = Paths::new(Path::new("a"));
        assert_eq!(
            paths.original("3f2a", SourceFormat::Pdf),
            Path::new("a/originals/3f/3f2a.pdf")
        );
        assert_eq!(paths.record("3f2a"), Path::new("a/records/3f/3f2a.json"));
    }

    #[test]
    fn a_manifest_is_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::new(&folder.path().join("bulletins"));
        assert!(matches!(
            Manifest::read(&paths),
            Err(Error::ArchiveNotFound { .. })
        ));
        let made = Manifest::create(&paths).unwrap();
        assert_eq!(made.name, "bulletins");
        assert_eq!(Manifest::read(&paths).unwrap(), made);
    }

    #[test]
    fn a_newer_format_is_refused_whatever_else_it_says() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::new(folder.path());
        std::fs::write(paths.manifest(), "format = 7\nnombre = [1]\n").unwrap();
        let error = Manifest::read(&paths).unwrap_err();
        assert!(matches!(
            error,
            Error::ArchiveNewer {
                found: 7,
                known: 1,
                ..
            }
        ));
    }

    #[test]
    fn a_damaged_manifest_is_said_so() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::new(folder.path());
        std::fs::write(paths.manifest(), "format = ").unwrap();
        assert_eq!(Manifest::read(&paths).unwrap_err().code(), "archive_damaged");
    }
}
