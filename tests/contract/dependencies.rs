//! The direction of dependency: a stage uses the nouns, the rules of French, the errors, and what the stage before
//! it gives. The paths in the source are read, so that a forbidden arrow fails here and not in a review.
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What each module of `src` may use, beside itself.
const ALLOWED: [(&str, &[&str]); 15] = [
    ("model", &[]),
    ("error", &[]),
    ("child", &[]),
    ("shares", &[]),
    ("french", &[]),
    ("pdf", &["model", "error", "french"]),
    ("ocr", &["model", "error", "french", "pdf", "child", "shares"]),
    ("plain", &["model", "error", "french"]),
    ("layout", &["model", "error", "french", "pdf"]),
    ("structure", &["model", "error", "french", "layout", "plain"]),
    ("archive", &["model", "error", "french", "shares"]),
    ("search", &["model", "error", "french", "archive", "shares"]),
    ("export", &["model", "error", "french"]),
    (
        "cli",
        &[
            "model", "error", "french", "archive", "search", "export", "pdf", "ocr", "child",
        ],
    ),
    ("main", &["cli"]),
];

/// The places that call the stages in a row, and those beside them that hand their options on.
const CONDUCTORS: [&str; 2] = ["archive/ingest", "archive/places"];
const OF_THE_CONDUCTOR: &[&str] = &["pdf", "ocr", "plain", "layout", "structure"];
const HANDS_ON_READING_OPTIONS: [&str; 2] = ["archive/batch", "archive/batch_tests"];

fn source_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            source_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// The modules that a source names by `crate::name` or `gazette::name`, in groups too: `crate::{a, b::c}`.
fn modules_used(source: &str) -> BTreeSet<String> {
    let code: Vec<&str> = source
        .lines()
        .map(|line| line.split("//").next().unwrap())
        .collect();
    let code = code.join("\n");
    let mut used = BTreeSet::new();
    for root in ["crate::", "gazette::"] {
        for (place, _) in code.match_indices(root) {
            let rest = &code[place + root.len()..];
            match rest.strip_prefix('{') {
                Some(group) => used.extend(heads_of_group(group)),
                None => used.extend(head(rest)),
            }
        }
    }
    used
}

fn head(path: &str) -> Option<String> {
    let name: String = path
        .trim_start()
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect();
    (!name.is_empty()).then_some(name)
}

/// The first names of the members of a group, up to the brace that closes it.
fn heads_of_group(group: &str) -> Vec<String> {
    let mut heads = Vec::new();
    let mut depth = 0;
    let mut begins_member = true;
    for (place, character) in group.char_indices() {
        if begins_member && !character.is_whitespace() {
            heads.extend(head(&group[place..]));
            begins_member = false;
        }
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => begins_member = true,
            _ => {}
        }
    }
    heads
}

fn is_allowed(file: &str, used: &str) -> bool {
    let module = file.split('/').next().unwrap();
    // Names that are no module of ours are types of `lib.rs`: the error and its result.
    let is_module = ALLOWED.iter().any(|(name, _)| *name == used);
    if used == module || (!is_module && used == "Error") {
        return true;
    }
    if CONDUCTORS.contains(&file) && OF_THE_CONDUCTOR.contains(&used) {
        return true;
    }
    if HANDS_ON_READING_OPTIONS.contains(&file) && used == "pdf" {
        return true;
    }
    let rule = ALLOWED.iter().find(|(name, _)| *name == module);
    rule.is_some_and(|(_, allowed)| allowed.contains(&used))
}

#[test]
fn no_arrow_points_backwards() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    source_files(&root, &mut files);
    let mut forbidden = Vec::new();
    for path in &files {
        let file = path.strip_prefix(&root).unwrap().with_extension("");
        let file = file.to_str().unwrap().replace('\\', "/");
        if file == "lib" {
            continue;
        }
        for used in modules_used(&std::fs::read_to_string(path).unwrap()) {
            if !is_allowed(&file, &used) {
                forbidden.push(format!("{file} uses {used}"));
            }
        }
    }
    assert!(forbidden.is_empty(), "forbidden arrows: {forbidden:#?}");
}

#[test]
fn every_module_has_its_rule() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in std::fs::read_dir(root).unwrap() {
        let name = entry
            .unwrap()
            .path()
            .file_stem()
            .unwrap()
            .to_str()
            .unwrap()
            .to_string();
        assert!(
            name == "lib" || ALLOWED.iter().any(|(module, _)| *module == name),
            "{name} has no rule of dependency"
        );
    }
}

#[test]
fn forbidden_arrows_are_seen_in_every_form() {
    let names = |source: &str| modules_used(source).into_iter().collect::<Vec<_>>();
    assert_eq!(names("use crate::search::Index;"), ["search"]);
    assert_eq!(
        names("use crate::{model::{self, Issue}, cli,\n    error};"),
        ["cli", "error", "model"]
    );
    assert_eq!(names("let x = crate::pdf::read(y); // crate::cli"), ["pdf"]);
    assert_eq!(names("fn main() { gazette::cli::main() }"), ["cli"]);
    assert!(!is_allowed("archive/store", "search"));
    assert!(!is_allowed("archive/store", "layout"));
    assert!(is_allowed("archive/ingest", "layout"));
    assert!(!is_allowed("model/issue", "error"));
    assert!(!is_allowed("export/json", "archive"));
    assert!(!is_allowed("search/index", "cli"));
}
