//! The bundled newsletters, read whole: a test that walks the folder, so that adding a case is adding a file.
use crate::support::Sandbox;
use serde_json::Value;
use std::path::{Path, PathBuf};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

fn newsletters() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder("newsletters"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

fn read(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn record_of(newsletter: &Path) -> Value {
    let run = Sandbox::new().run(&["extract", newsletter.to_str().unwrap()]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    serde_json::from_str(&run.stdout).unwrap()
}

fn beside(newsletter: &Path, other: &str) -> PathBuf {
    folder(other)
        .join(newsletter.file_stem().unwrap())
        .with_extension("json")
}

/// `UPDATE=1 cargo test` writes the expected records anew: review them by their difference.
#[test]
fn records_are_as_expected() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = Vec::new();
    for newsletter in newsletters() {
        let expected = beside(&newsletter, "expected");
        let record = record_of(&newsletter);
        if update {
            let text = serde_json::to_string_pretty(&record).unwrap();
            std::fs::write(&expected, text + "\n").unwrap();
        } else if !expected.exists() || read(&expected) != record {
            wrong.push(newsletter.file_name().unwrap().to_owned());
        }
    }
    assert!(
        wrong.is_empty(),
        "other records than expected: {wrong:?}; look at them, then UPDATE=1 cargo test"
    );
}

/// What was written by hand, from the sources: nobody's reading of the PDF file stands between.
#[test]
fn records_hold_what_the_sources_say() {
    for newsletter in newsletters() {
        let truth = read(&beside(&newsletter, "truth"));
        let record = record_of(&newsletter);
        let name = newsletter.file_stem().unwrap().to_str().unwrap();
        for key in ["title", "number"] {
            if truth[key].is_string() {
                assert_eq!(record[key], truth[key], "{key} of {name}");
            }
        }
        let date = if truth["date"].is_object() {
            &truth["date"]["iso"]
        } else {
            &truth["date"]
        };
        if date.is_string() {
            assert_eq!(&record["date"]["iso"], date, "date of {name}");
        }
        let titles = |issue: &Value| -> Vec<String> {
            let sections = issue["sections"].as_array().unwrap().iter();
            sections
                .map(|section| section["title"].as_str().unwrap_or("").to_string())
                .filter(|t| !t.is_empty())
                .collect()
        };
        assert_eq!(titles(&record), titles(&truth), "titles of {name}");
        let addresses = |issue: &Value| -> Vec<String> {
            let mut list: Vec<String> = issue["links"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|link| link["kind"] != "internal")
                .map(|link| {
                    format!(
                        "{} p. {}",
                        link["url"].as_str().unwrap().trim_end_matches('/'),
                        link["page"]
                    )
                })
                .collect();
            list.sort();
            list
        };
        assert_eq!(addresses(&record), addresses(&truth), "links of {name}");
    }
}
