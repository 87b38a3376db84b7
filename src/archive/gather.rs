//! The files that a person means by a list of files and folders.
use super::layout::MANIFEST_NAME;
use super::report::Refused;
use crate::error::Error;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// What stands behind a list of paths.
#[derive(Debug, Default)]
pub struct Gathered {
    /// The files, in the order of the list; those of a folder by name. No file twice.
    pub files: Vec<PathBuf>,
    /// Paths at which there is nothing to read.
    pub refused: Vec<Refused>,
    /// The error of the first of those paths.
    pub first_error: Option<Error>,
    met: HashSet<PathBuf>,
}

/// Finds the files. A file that is named is taken whatever it is called; from a folder, and those below it, the
/// files `*.pdf` and `*.txt` are taken. Hidden files, and the folders of archives, are left out.
pub fn gather(inputs: &[PathBuf]) -> Gathered {
    let mut gathered = Gathered::default();
    for input in inputs {
        if input.is_dir() {
            gathered.walk(input);
        } else if input.exists() {
            gathered.take(input);
        } else {
            let path = input.clone();
            gathered.refuse(input, Error::PathNotFound { path });
        }
    }
    gathered
}

impl Gathered {
    fn take(&mut self, path: &Path) {
        let true_path = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
        if self.met.insert(true_path) {
            self.files.push(path.to_path_buf());
        }
    }

    fn refuse(&mut self, path: &Path, error: Error) {
        self.refused.push(Refused::by_error(path, &error));
        self.first_error.get_or_insert(error);
    }

    fn walk(&mut self, folder: &Path) {
        let mut is_empty = true;
        let walk = WalkDir::new(folder)
            .follow_links(true)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(|entry| entry.depth() == 0 || !is_left_out(entry));
        for found in walk {
            match found {
                Ok(entry) if entry.file_type().is_file() && has_known_extension(entry.path()) => {
                    is_empty = false;
                    self.take(entry.path());
                }
                Ok(_) => {}
                // A link that leads back to a folder above it: what it shows is walked already.
                Err(error) if error.loop_ancestor().is_some() => {}
                Err(error) => {
                    is_empty = false;
                    let path = error.path().unwrap_or(folder).to_path_buf();
                    // The walk's own message would name the path a second time.
                    let reason = error.into_io_error();
                    let reason = reason.unwrap_or_else(|| std::io::Error::other("it cannot be walked"));
                    self.refuse(&path, Error::io("list", &path, reason));
                }
            }
        }
        if is_empty {
            let path = folder.to_path_buf();
            self.refuse(folder, Error::NothingToIngest { path });
        }
    }
}

fn is_left_out(entry: &DirEntry) -> bool {
    let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
    let is_archive = entry.file_type().is_dir() && entry.path().join(MANIFEST_NAME).is_file();
    is_hidden || is_archive
}

fn has_known_extension(path: &Path) -> bool {
    path.extension().is_some_and(|extension| {
        extension.eq_ignore_ascii_case("pdf") || extension.eq_ignore_ascii_case("txt")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(gathered: &Gathered) -> Vec<String> {
        let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
        gathered.files.iter().map(name).collect()
    }

    #[test]
    fn a_folder_gives_its_newsletters_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        std::fs::create_dir_all(root.join("1998")).unwrap();
        std::fs::create_dir_all(root.join(".cache")).unwrap();
        std::fs::create_dir_all(root.join("archive/originals")).unwrap();
        std::fs::write(root.join("archive").join(MANIFEST_NAME), "format = 1").unwrap();
        for name in [
            "b.PDF",
            "a.txt",
            "c.doc",
            ".d.pdf",
            "1998/z.pdf",
            ".cache/e.pdf",
            "archive/originals/f.pdf",
        ] {
            std::fs::write(root.join(name), "x").unwrap();
        }
        let gathered = gather(&[root.to_path_buf(), root.join("a.txt"), root.join("c.doc")]);
        assert_eq!(names(&gathered), ["z.pdf", "a.txt", "b.PDF", "c.doc"]);
        assert!(gathered.refused.is_empty());
    }

    #[test]
    fn nothing_to_read_is_said_of_each_path() {
        let folder = tempfile::tempdir().unwrap();
        let gathered = gather(&[folder.path().to_path_buf(), folder.path().join("none.pdf")]);
        let codes: Vec<&str> = gathered
            .refused
            .iter()
            .map(|refused| refused.code.as_str())
            .collect();
        assert_eq!(codes, ["nothing_to_ingest", "path_not_found"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_back_up_ends_the_walk() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.pdf"), "x").unwrap();
        std::os::unix::fs::symlink(folder.path(), folder.path().join("again")).unwrap();
        let gathered = gather(&[folder.path().to_path_buf()]);
        assert_eq!(names(&gathered), ["a.pdf"]);
        assert!(gathered.refused.is_empty());
    }
}
