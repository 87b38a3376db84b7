//! Texts that are the same, nearly the same, and of the same series.
use super::super::store::digest;
use super::*;
use crate::model::{Section, SectionKind, Source, SourceFormat};

fn issue(name: &str, text: &str) -> Issue {
    let source = Source::new(name, SourceFormat::Text, &digest(name.as_bytes()), 1);
    let mut issue = Issue::empty(source);
    issue.slug = name.to_string();
    issue.sections.push(Section {
        id: "a".to_string(),
        parent: None,
        level: 1,
        kind: SectionKind::Article,
        title: String::new(),
        subtitle: None,
        byline: None,
        page_start: 1,
        page_end: 1,
        text: text.to_string(),
        language: None,
        blocks: Vec::new(),
        external_id: None,
    });
    issue
}

fn words(from: u32, to: u32) -> String {
    let words: Vec<String> = (from..to).map(|number| format!("mot{number}")).collect();
    words.join(" ")
}

fn pairs(issues: &[Issue]) -> Vec<(String, String)> {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_or_create(folder.path()).unwrap();
    let lock = archive.lock().unwrap();
    for issue in issues {
        archive.put_record(&lock, issue).unwrap();
    }
    let catalogue = Catalogue::load(&archive).unwrap();
    let likeness = Likeness::load(&archive, &catalogue).unwrap();
    likeness.save(&archive, &lock).unwrap();
    let kept = Likeness::load(&archive, &catalogue).unwrap();
    assert!(!kept.has_changed, "what was kept is used");
    let name = |sha256: &str| catalogue.by_digest(sha256).unwrap().slug.clone();
    let mut pairs: Vec<(String, String)> = kept
        .twins(&archive, None)
        .unwrap()
        .iter()
        .map(|twins| (name(&twins.sha256), name(&twins.twin)))
        .map(|(a, b)| if a < b { (a, b) } else { (b, a) })
        .collect();
    pairs.sort();
    pairs
}

#[test]
fn a_text_with_a_few_other_words_is_a_twin_and_a_half_shared_one_is_not() {
    let whole = words(0, 1000);
    let again = whole.replace("mot500 ", "MOT 500 ");
    let half = format!("{} {}", words(0, 500), words(2000, 2500));
    let issues = [
        issue("a", &whole),
        issue("b", &again),
        issue("c", &half),
        issue("d", &words(5000, 6000)),
    ];
    assert_eq!(pairs(&issues), [("a".to_string(), "b".to_string())]);
}

#[test]
fn short_texts_are_twins_only_if_they_are_the_same() {
    let issues = [
        issue("a", &words(0, 10)),
        issue("b", &words(0, 10)),
        issue("c", &words(0, 11)),
        issue("d", ""),
        issue("e", ""),
    ];
    assert_eq!(pairs(&issues), [("a".to_string(), "b".to_string())]);
}

#[test]
fn many_copies_are_all_found() {
    let issues: Vec<Issue> = (100..250)
        .map(|number| issue(&format!("n{number}"), &words(0, 300)))
        .collect();
    assert_eq!(pairs(&issues).len(), 149);
}
