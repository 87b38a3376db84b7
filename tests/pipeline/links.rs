//! Newsletters full of links: every link once, with the words that a reader clicks, in the article that it belongs to.
use crate::support::Sandbox;
use serde_json::Value;
use std::path::Path;

/// Address, words, page and title of the section of every link, in order; `target` adds where an internal one leads.
pub(super) fn told(record: &Value) -> Vec<String> {
    let sections = record["sections"].as_array().unwrap();
    let title = |id: &Value| {
        let section = sections.iter().find(|section| section["id"] == *id);
        section.map(|section| section["title"].as_str().unwrap().to_string())
    };
    let links = record["links"].as_array().unwrap().iter();
    links
        .map(|link| {
            line(
                &link["url"],
                &link["text"],
                &link["page"],
                title(&link["section"]).as_deref(),
            )
        })
        .collect()
}

fn line(url: &Value, text: &Value, page: &Value, section: Option<&str>) -> String {
    format!(
        "{} \"{}\" p. {page} in {}",
        url.as_str().unwrap(),
        text.as_str().unwrap(),
        section.unwrap_or("the issue")
    )
}

pub(super) fn record_of(name: &str) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/links/newsletters");
    let run = Sandbox::new().run(&["extract", folder.join(name).to_str().unwrap()]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    serde_json::from_str(&run.stdout).unwrap()
}

#[track_caller]
pub(super) fn assert_links(name: &str) {
    let truth = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/links/truth");
    let truth = std::fs::read_to_string(truth.join(format!("{name}.json"))).unwrap();
    let truth: Value = serde_json::from_str(&truth).unwrap();
    let expected: Vec<String> = truth["links"]
        .as_array()
        .unwrap()
        .iter()
        .map(|link| {
            line(
                &link["url"],
                &link["text"],
                &link["page"],
                link["section"].as_str(),
            )
        })
        .collect();
    let found = told(&record_of(&format!("{name}.pdf")));
    assert_eq!(found, expected, "{found:#?}\n{expected:#?}");
}

#[test]
fn over_lines_and_columns_with_buttons_of_the_same_target() {
    assert_links("relais-2024-11");
}

#[test]
fn in_cards_with_their_buttons_and_a_table_of_contents() {
    assert_links("relais-2024-12");
    let record = record_of("relais-2024-12.pdf");
    let internal = record["links"].as_array().unwrap().iter().take(3);
    let targets: Vec<&str> = internal
        .map(|link| link["target_section"].as_str().unwrap())
        .collect();
    assert_eq!(targets, ["rencontres", "la-vie-du-reseau", "parutions"]);
}

#[test]
fn in_a_title_behind_a_page_break_and_in_the_foot() {
    assert_links("relais-2025-01");
}
