//! A test file that `tests/suite.rs` does not declare would never run.
use std::path::{Path, PathBuf};

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

#[test]
fn no_test_file_is_forgotten() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let suite = std::fs::read_to_string(root.join("suite.rs")).unwrap();
    let mut declared = suite.clone();
    for file in rust_files(&root) {
        if file.file_name().unwrap() == "mod.rs" {
            declared.push_str(&std::fs::read_to_string(&file).unwrap());
        }
    }
    for file in rust_files(&root) {
        let stem = file.file_stem().unwrap().to_str().unwrap();
        let name = match stem {
            "suite" => continue,
            "mod" => file.parent().unwrap().file_name().unwrap().to_str().unwrap(),
            stem => stem,
        };
        let is_declared = [format!("mod {name};"), format!("mod {name} {{")]
            .iter()
            .any(|declaration| declared.contains(declaration.as_str()));
        assert!(
            is_declared,
            "{} is in no module of tests/suite.rs",
            file.display()
        );
    }
}

#[test]
fn no_file_is_longer_than_a_person_reads() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in rust_files(&root) {
        let lines = std::fs::read_to_string(&file).unwrap().lines().count();
        assert!(lines <= 1_000, "{} has {lines} lines", file.display());
    }
}
