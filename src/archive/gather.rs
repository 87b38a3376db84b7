//! The files that a person means by a list of files and folders.
use super::layout::MANIFEST_NAME;
use super::report::Refused;
use crate::error::{Error, Result};
use glob::{MatchOptions, Pattern};
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
    /// What of the folders was not taken.
    pub left_out: LeftOut,
    met: HashSet<PathBuf>,
}

/// Which files of folders are meant.
#[derive(Debug, Clone, Default)]
pub struct GatherOptions {
    /// Hidden files and folders too.
    pub hidden: bool,
    /// What symbolic links lead to, too. A path that is named is followed in any case.
    pub follow: bool,
    /// Patterns of what is left out: names, or with a `/` paths relative to the folder.
    pub exclude: Vec<String>,
}

/// How many files and folders were left out, by reason.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct LeftOut {
    /// Hidden ones.
    pub hidden: usize,
    /// Symbolic links.
    pub linked: usize,
    /// Those that a pattern excludes.
    pub excluded: usize,
}

/// Finds the files. A file that is named is taken whatever it is called; from a folder, and those below it, the
/// files `*.pdf` and `*.txt` are taken. The folders of archives are left out, and what the options do not want.
///
/// # Errors
/// Where a pattern cannot be read.
pub fn gather(inputs: &[PathBuf], options: &GatherOptions) -> Result<Gathered> {
    let patterns = Patterns::new(&options.exclude)?;
    let mut gathered = Gathered::default();
    for input in inputs {
        if input.is_dir() {
            gathered.walk(input, options, &patterns);
        } else if input.exists() {
            gathered.take(input);
        } else {
            let path = input.clone();
            gathered.refuse(input, Error::PathNotFound { path });
        }
    }
    Ok(gathered)
}

/// Patterns of what is left out.
struct Patterns(Vec<(Pattern, bool)>);

impl Patterns {
    fn new(texts: &[String]) -> Result<Self> {
        let mut patterns = Vec::new();
        for text in texts {
            let pattern = Pattern::new(text.trim_end_matches('/')).map_err(|error| Error::Usage {
                message: format!("cannot read the pattern {text}: {}", error.msg),
                hint: "give a name or a path with * and ?: '*brouillon*', 'annexes/**'".to_string(),
            })?;
            patterns.push((pattern, text.trim_end_matches('/').contains('/')));
        }
        Ok(Self(patterns))
    }

    fn exclude(&self, folder: &Path, path: &Path) -> bool {
        let options = MatchOptions {
            case_sensitive: true,
            require_literal_separator: true,
            require_literal_leading_dot: false,
        };
        let inside = path.strip_prefix(folder).unwrap_or(path);
        let name = Path::new(path.file_name().unwrap_or_default());
        self.0.iter().any(|(pattern, is_path)| {
            let what = if *is_path { inside } else { name };
            pattern.matches_path_with(what, options)
        })
    }
}

impl Gathered {
    fn leaves_out(
        &mut self,
        folder: &Path,
        entry: &DirEntry,
        options: &GatherOptions,
        patterns: &Patterns,
    ) -> bool {
        let path = entry.path();
        let is_folder = path.is_dir();
        if is_folder && path.join(MANIFEST_NAME).is_file() {
            return true;
        }
        // What would not be taken anyway is not counted.
        let counts = usize::from(is_folder || has_known_extension(path));
        if !options.hidden && entry.file_name().as_encoded_bytes().starts_with(b".") {
            self.left_out.hidden += counts;
            return true;
        }
        if patterns.exclude(folder, path) {
            self.left_out.excluded += counts;
            return true;
        }
        if !options.follow && entry.path_is_symlink() {
            self.left_out.linked += counts;
            return true;
        }
        false
    }

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

    fn walk(&mut self, folder: &Path, options: &GatherOptions, patterns: &Patterns) {
        let mut is_empty = true;
        let mut walk = WalkDir::new(folder)
            .follow_links(options.follow)
            .follow_root_links(true)
            .sort_by_file_name()
            .into_iter();
        while let Some(found) = walk.next() {
            if let Ok(entry) = &found
                && entry.depth() > 0
                && self.leaves_out(folder, entry, options, patterns)
            {
                if entry.file_type().is_dir() {
                    walk.skip_current_dir();
                }
                continue;
            }
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
        let inputs = [root.to_path_buf(), root.join("a.txt"), root.join("c.doc")];
        let gathered = gather(&inputs, &GatherOptions::default()).unwrap();
        assert_eq!(names(&gathered), ["z.pdf", "a.txt", "b.PDF", "c.doc"]);
        assert!(gathered.refused.is_empty());
        assert_eq!(gathered.left_out.hidden, 2);
    }

    #[test]
    fn hidden_files_are_taken_and_others_left_out_on_demand() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        std::fs::create_dir_all(root.join("annexes/1999")).unwrap();
        for name in [
            ".a.pdf",
            "b.pdf",
            "b-brouillon.pdf",
            "annexes/1999/c.pdf",
            "annexes/d.pdf",
        ] {
            std::fs::write(root.join(name), "x").unwrap();
        }
        let taken = |hidden: bool, exclude: &[&str]| {
            let options = GatherOptions {
                hidden,
                follow: false,
                exclude: exclude.iter().map(ToString::to_string).collect(),
            };
            names(&gather(&[root.to_path_buf()], &options).unwrap())
        };
        assert_eq!(taken(true, &["annexes/"]), [".a.pdf", "b-brouillon.pdf", "b.pdf"]);
        assert_eq!(
            taken(false, &["*brouillon*", "annexes/**/c.pdf"]),
            ["d.pdf", "b.pdf"]
        );
        let error = GatherOptions {
            exclude: vec!["[".to_string()],
            ..GatherOptions::default()
        };
        assert_eq!(gather(&[], &error).unwrap_err().code(), "usage");
    }

    #[test]
    fn nothing_to_read_is_said_of_each_path() {
        let folder = tempfile::tempdir().unwrap();
        let inputs = [folder.path().to_path_buf(), folder.path().join("none.pdf")];
        let gathered = gather(&inputs, &GatherOptions::default()).unwrap();
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
        let gathered = |follow: bool| {
            let options = GatherOptions {
                follow,
                ..GatherOptions::default()
            };
            gather(&[folder.path().to_path_buf()], &options).unwrap()
        };
        let followed = gathered(true);
        assert_eq!(names(&followed), ["a.pdf"]);
        assert!(followed.refused.is_empty());
        let not_followed = gathered(false);
        assert_eq!(
            (names(&not_followed), not_followed.left_out.linked),
            (vec!["a.pdf".to_string()], 1)
        );
    }
}
