//! A BagIt bag of the archive or of some of its issues. Its payload is an archive that can be opened.
use crate::archive::{Archive, Entry, Paths, digest, digest_of_file};
use crate::error::{Error, Result};
use crate::export::{BAG_DECLARATION, Bagged, bag_info, bag_manifest};
use crate::model::SourceFormat;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

/// Files of a bag that is being made in a folder beside its place.
struct Bag<'a> {
    folder: &'a Path,
    root: &'a Path,
    payload: BTreeMap<String, Bagged>,
}

/// Writes the bag and says how many files and bytes are its payload. It gets its name when it is whole.
pub(super) fn write(
    archive: &Archive,
    entries: &[&Entry],
    is_whole: bool,
    folder: &Path,
) -> Result<(usize, u64)> {
    if folder.exists() {
        // An empty folder may have been made for the bag; what is in another is not ours to replace.
        std::fs::remove_dir(folder).map_err(|_| Error::Usage {
            message: format!("{} is there already", folder.display()),
            hint: "name a folder that is not there, or an empty one".to_string(),
        })?;
    }
    let parent = match folder.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    std::fs::create_dir_all(parent).map_err(|error| Error::io("create", parent, error))?;
    let begun = tempfile::Builder::new()
        .prefix(".bag-")
        .tempdir_in(parent)
        .map_err(|error| Error::io("create", parent, error))?;
    let counts = fill(archive, entries, is_whole, begun.path())?;
    // The folder of a temporary name is for its owner alone; a bag is to be read by those who may read its files.
    allow_reading(begun.path())?;
    std::fs::rename(begun.path(), folder).map_err(|error| Error::io("write", folder, error))?;
    Ok(counts)
}

#[cfg(unix)]
fn allow_reading(folder: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755))
        .map_err(|error| Error::io("write", folder, error))
}

#[cfg(not(unix))]
fn allow_reading(_folder: &Path) -> Result<()> {
    Ok(())
}

fn fill(archive: &Archive, entries: &[&Entry], is_whole: bool, folder: &Path) -> Result<(usize, u64)> {
    let paths = archive.paths();
    let mut bag = Bag {
        folder,
        root: paths.root(),
        payload: BTreeMap::new(),
    };
    bag.add(&paths.manifest())?;
    for entry in entries {
        bag.add_issue(paths, &entry.sha256)?;
    }
    if is_whole {
        bag.add_if_there(&paths.events())?;
        bag.add_if_there(&paths.fixity())?;
        for found in walkdir::WalkDir::new(paths.removed()).into_iter().flatten() {
            if found.file_type().is_file() {
                bag.add(found.path())?;
            }
        }
    } else if paths.events().exists() {
        bag.add_events_of(&paths.events(), entries)?;
    }
    let description = format!(
        "{} of the newsletter archive {}",
        entries.len(),
        archive.manifest().name
    );
    bag.close(&format!("issues: {description}"))
}

impl Bag<'_> {
    fn add_issue(&mut self, paths: &Paths, sha256: &str) -> Result<()> {
        for format in [SourceFormat::Pdf, SourceFormat::Text] {
            let original = paths.original(sha256, format);
            if !original.exists() {
                continue;
            }
            let found = self.add(&original)?;
            if found != sha256 {
                return Err(Error::ArchiveDamaged {
                    path: original,
                    detail: format!("its SHA-256 is {found}"),
                });
            }
        }
        self.add(&paths.record(sha256))?;
        self.add_if_there(&paths.correction(sha256))
    }

    fn add_if_there(&mut self, file: &Path) -> Result<()> {
        if file.exists() {
            self.add(file)?;
        }
        Ok(())
    }

    /// Copies a file of the archive to its place in the payload and gives the digest of the copy.
    fn add(&mut self, file: &Path) -> Result<String> {
        let place = self.place(file)?;
        let copy = self.folder.join(&place);
        make_parent(&copy)?;
        std::fs::copy(file, &copy).map_err(|error| Error::io("copy", file, error))?;
        self.note(place, &copy)
    }

    /// Copies the lines of the log that are about some issues.
    fn add_events_of(&mut self, log: &Path, entries: &[&Entry]) -> Result<()> {
        let wanted: BTreeSet<&str> = entries.iter().map(|entry| entry.sha256.as_str()).collect();
        let place = self.place(log)?;
        let copy = self.folder.join(&place);
        let failed = |error| Error::io("copy", log, error);
        let mut out = BufWriter::new(File::create(&copy).map_err(failed)?);
        for line in BufReader::new(File::open(log).map_err(failed)?).lines() {
            let line = line.map_err(failed)?;
            let event = serde_json::from_str::<serde_json::Value>(&line).unwrap_or_default();
            let about = event.get("sha256").and_then(serde_json::Value::as_str);
            if about.is_some_and(|sha256| wanted.contains(sha256)) {
                writeln!(out, "{line}").map_err(failed)?;
            }
        }
        out.flush().map_err(failed)?;
        self.note(place, &copy)?;
        Ok(())
    }

    /// The path of a file of the archive in the bag, with `/` between its parts on every system.
    fn place(&self, file: &Path) -> Result<String> {
        let inside = file.strip_prefix(self.root).map_err(|_| Error::ArchiveDamaged {
            path: file.to_path_buf(),
            detail: "it stands outside the archive".to_string(),
        })?;
        let parts = inside.iter().map(|part| part.to_string_lossy().into_owned());
        Ok(format!("data/{}", parts.collect::<Vec<String>>().join("/")))
    }

    fn note(&mut self, place: String, copy: &Path) -> Result<String> {
        let (sha256, bytes) = digest_of_file(copy)?;
        let bagged = Bagged {
            sha256: sha256.clone(),
            bytes,
        };
        self.payload.insert(place, bagged);
        Ok(sha256)
    }

    fn close(self, description: &str) -> Result<(usize, u64)> {
        let tags = [
            ("bagit.txt", BAG_DECLARATION.to_string()),
            ("bag-info.txt", bag_info(&self.payload, description)),
            ("manifest-sha256.txt", bag_manifest(&self.payload)),
        ];
        let mut tagged = BTreeMap::new();
        for (name, text) in &tags {
            let bagged = Bagged {
                sha256: digest(text.as_bytes()),
                bytes: text.len() as u64,
            };
            tagged.insert((*name).to_string(), bagged);
            write_tag(&self.folder.join(name), text)?;
        }
        write_tag(
            &self.folder.join("tagmanifest-sha256.txt"),
            &bag_manifest(&tagged),
        )?;
        Ok((
            self.payload.len(),
            self.payload.values().map(|file| file.bytes).sum(),
        ))
    }
}

fn write_tag(path: &Path, text: &str) -> Result<()> {
    std::fs::write(path, text).map_err(|error| Error::io("write", path, error))
}

fn make_parent(path: &Path) -> Result<()> {
    let Some(parent) = path.parent() else {
        return Ok(());
    };
    std::fs::create_dir_all(parent).map_err(|error| Error::io("create", parent, error))
}
