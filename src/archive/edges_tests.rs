//! What issues of a series teach each other, on records made by hand.
use super::super::batch::Silent;
use super::super::events::EventLog;
use super::super::in_series::{KeptOfAll, SecondReading, read_with_series};
use super::super::likeness::Likeness;
use super::super::reread::Original;
use super::super::store::digest;
use super::*;
use crate::model::{Block, BlockKind, Furniture, Ocr, Page, PageText, Section, Source};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Height of the pages.
const HEIGHT: f32 = 800.0;

fn issue(name: &str) -> Issue {
    let source = Source::new(name, SourceFormat::Pdf, &digest(name.as_bytes()), 1);
    let mut issue = Issue::empty(source);
    issue.slug = name.to_string();
    issue.publication = Some("Le Puits".to_string());
    issue.pages = vec![Page {
        page: 1,
        label: None,
        width: Some(600.0),
        height: Some(HEIGHT),
        text: PageText::Native,
    }];
    issue
}

fn with_text(mut issue: Issue, title: &str, text: &str, top: f32) -> Issue {
    let block = Block {
        kind: BlockKind::Paragraph,
        text: text.to_string(),
        page: 1,
        bbox: Some([50.0, top, 300.0, top + 10.0]),
    };
    issue.sections.push(Section {
        id: format!("s{}", issue.sections.len()),
        parent: None,
        level: 1,
        kind: SectionKind::Article,
        title: title.to_string(),
        subtitle: None,
        byline: None,
        page_start: 1,
        page_end: 1,
        text: text.to_string(),
        language: None,
        blocks: vec![block],
        external_id: None,
    });
    issue
}

fn with_running(mut issue: Issue, kind: FurnitureKind, text: &str, pages: u32) -> Issue {
    for page in 1..=pages {
        issue.furniture.push(Furniture {
            kind,
            page,
            text: text.to_string(),
        });
    }
    issue
}

/// What the issues teach, and the names of those that must be read again.
fn learn(issues: &[Issue]) -> (Learnt, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_or_create(folder.path()).unwrap();
    let lock = archive.lock().unwrap();
    for issue in issues {
        archive.put_record(&lock, issue).unwrap();
    }
    let catalogue = Catalogue::load(&archive).unwrap();
    let edges = AllEdges::load(&archive, &catalogue).unwrap();
    edges.save(&archive, &lock).unwrap();
    let kept = AllEdges::load(&archive, &catalogue).unwrap();
    assert!(!kept.has_changed, "what was kept is used");
    let learnt = kept.learn(&catalogue);
    let again = kept.to_read_again(&catalogue, &learnt);
    let name = |(sha256, _): &(String, Learnt)| catalogue.by_digest(sha256).unwrap().slug.clone();
    let mut names: Vec<String> = again.iter().map(name).collect();
    names.sort();
    (
        learnt.of_series.get("le puits").cloned().unwrap_or_default(),
        names,
    )
}

fn keys(keys: &[&str]) -> BTreeSet<String> {
    keys.iter().map(|key| key.to_string()).collect()
}

#[test]
fn a_line_that_runs_in_two_issues_runs_in_the_short_ones() {
    let running = |name: &str| with_running(issue(name), FurnitureKind::RunningHead, "Le Puits n° 4", 2);
    let short = with_text(issue("court"), "", "Le Puits n° 12", 20.0);
    let other = with_text(issue("autre"), "", "Le Puits n° 12", 400.0);
    let (known, again) = learn(&[running("un"), running("deux"), short.clone(), other]);
    assert_eq!(known.heads, keys(&["lepuitsn#"]));
    assert_eq!(
        again,
        ["court"],
        "and not where it stands in the middle of a page"
    );
    let (known, again) = learn(&[running("un"), short]);
    assert!(known.is_empty() && again.is_empty(), "one issue teaches nothing");
}

#[test]
fn a_line_at_the_foot_of_most_issues_is_a_running_foot() {
    let leaf = |name: &str| with_text(issue(name), "", "Salle des fêtes, mairie.example", 780.0);
    let other = |name: &str| with_text(issue(name), "", "Un texte", 300.0);
    let (known, again) = learn(&[leaf("a"), leaf("b"), leaf("c"), other("d")]);
    assert_eq!(known.feet, keys(&["salledesfetesmairieexample"]));
    assert_eq!(again, ["a", "b", "c"]);
    let (known, _) = learn(&[leaf("a"), leaf("b"), other("c")]);
    assert!(known.is_empty(), "twice may be chance");
    let (known, _) = learn(&[
        leaf("a"),
        leaf("b"),
        leaf("c"),
        other("d"),
        other("e"),
        other("f"),
    ]);
    assert!(known.is_empty(), "in half of the issues it is a text");
}

#[test]
fn what_was_set_apart_teaches_the_same_again() {
    let leaf = |name: &str| {
        with_running(
            issue(name),
            FurnitureKind::RunningFoot,
            "Salle des fêtes, mairie.example",
            1,
        )
    };
    let (known, again) = learn(&[leaf("a"), leaf("b"), leaf("c")]);
    assert_eq!(known.feet, keys(&["salledesfetesmairieexample"]));
    assert!(again.is_empty());
}

#[test]
fn a_rubric_printed_on_its_pages_is_no_running_line_where_it_is_a_title_elsewhere() {
    let long = |name: &str| with_running(issue(name), FurnitureKind::RunningHead, "Vie des quartiers", 3);
    let short = |name: &str| with_text(issue(name), "Vie des quartiers", "Un texte", 300.0);
    let (known, _) = learn(&[long("a"), long("b"), short("c"), short("d")]);
    assert!(known.is_empty());
}

#[test]
fn series_do_not_teach_each_other_and_imprints_stay() {
    let leaf = |name: &str| with_text(issue(name), "", "Salle des fêtes, mairie.example", 780.0);
    let mut foreign = leaf("c");
    foreign.publication = Some("La Margelle".to_string());
    assert!(learn(&[leaf("a"), leaf("b"), foreign]).0.is_empty());
    let imprint = |name: &str| {
        let mut issue = leaf(name);
        issue.sections[0].kind = SectionKind::Imprint;
        issue
    };
    assert!(learn(&[imprint("a"), imprint("b"), imprint("c")]).0.is_empty());
}

#[test]
fn an_issue_is_read_again_once_for_what_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_or_create(folder.path()).unwrap();
    let lock = archive.lock().unwrap();
    let names = ["a", "b", "c"];
    for name in names {
        let leaf = with_text(issue(name), "", "Salle des fêtes, mairie.example", 780.0);
        archive.put_record(&lock, &leaf).unwrap();
    }
    let catalogue = Catalogue::load(&archive).unwrap();
    let mut edges = AllEdges::load(&archive, &catalogue).unwrap();
    let learnt = edges.learn(&catalogue);
    for name in names {
        edges.note_read(&digest(name.as_bytes()), &learnt.of_series["le puits"]);
    }
    edges.save(&archive, &lock).unwrap();
    let edges = AllEdges::load(&archive, &catalogue).unwrap();
    assert!(edges.to_read_again(&catalogue, &learnt).is_empty());
}

#[test]
fn what_was_recognised_is_not_lost_to_a_reading_without_the_engine() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_or_create(folder.path()).unwrap();
    let lock = archive.lock().unwrap();
    for name in ["a", "b", "c"] {
        let mut leaf = with_text(issue(name), "", "Salle des fêtes, mairie.example", 780.0);
        leaf.reader.ocr = (name == "a").then(|| Ocr {
            engine: "tesseract".to_string(),
            version: "5".to_string(),
            languages: "fra".to_string(),
            confidence: None,
            pages: Vec::new(),
        });
        let sha256 = digest(name.as_bytes());
        archive
            .put_original(&lock, name.as_bytes(), &sha256, SourceFormat::Pdf)
            .unwrap();
        archive.put_record(&lock, &leaf).unwrap();
    }
    let read = |bytes: &Arc<Vec<u8>>, _: &Original, running: &Learnt| {
        assert!(!running.is_empty());
        let name = String::from_utf8(bytes.to_vec()).unwrap();
        Ok(with_running(
            issue(&name),
            FurnitureKind::RunningFoot,
            "Salle des fêtes, mairie.example",
            1,
        ))
    };
    let mut catalogue = Catalogue::load(&archive).unwrap();
    let mut edges = AllEdges::load(&archive, &catalogue).unwrap();
    let mut events = EventLog::open(archive.paths()).unwrap();
    let stop = AtomicBool::new(false);
    let mut likeness = Likeness::load(&archive, &catalogue).unwrap();
    let changed = read_with_series(
        &archive,
        &lock,
        KeptOfAll {
            catalogue: &mut catalogue,
            likeness: &mut likeness,
            edges: &mut edges,
            events: &mut events,
        },
        &SecondReading {
            read: &read,
            progress: &Silent,
            stop: &stop,
        },
    );
    assert_eq!(changed.unwrap().len(), 2);
    let is_text = |name: &str| {
        let issue = archive.record(&digest(name.as_bytes())).unwrap();
        !issue.sections.is_empty()
    };
    assert_eq!(["a", "b", "c"].map(is_text), [true, false, false]);
}

#[test]
fn a_line_that_the_series_no_longer_tells_is_read_again() {
    let foot = "Salle des fêtes, mairie.example";
    let leaf = |name: &str| with_running(issue(name), FurnitureKind::RunningFoot, foot, 1);
    let other = |name: &str| with_text(issue(name), "", "Un texte", 300.0);
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_or_create(folder.path()).unwrap();
    let lock = archive.lock().unwrap();
    for name in ["a", "b", "c"] {
        archive.put_record(&lock, &leaf(name)).unwrap();
    }
    let catalogue = Catalogue::load(&archive).unwrap();
    let mut edges = AllEdges::load(&archive, &catalogue).unwrap();
    let learnt = edges.learn(&catalogue);
    for name in ["a", "b", "c"] {
        edges.note_read(&digest(name.as_bytes()), &learnt.of_series["le puits"]);
    }
    edges.save(&archive, &lock).unwrap();
    for name in ["d", "e", "f"] {
        archive.put_record(&lock, &other(name)).unwrap();
    }
    let catalogue = Catalogue::load(&archive).unwrap();
    let mut edges = AllEdges::load(&archive, &catalogue).unwrap();
    let learnt = edges.learn(&catalogue);
    assert!(learnt.of_series.is_empty());
    assert_eq!(edges.to_read_again(&catalogue, &learnt).len(), 3);
    edges.note_read(&digest(b"a"), &Learnt::default());
    assert_eq!(edges.to_read_again(&catalogue, &learnt).len(), 2, "once");
}
