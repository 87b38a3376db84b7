//! Records in, and what becomes of them.
use super::*;
use crate::model::{DateEvidence, Source};
use std::io::BufReader;

struct Desk {
    _folder: tempfile::TempDir,
    archive: Archive,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::open_or_create(folder.path()).unwrap();
        Self {
            _folder: folder,
            archive,
        }
    }

    fn import_with(&self, text: &str, replaces: bool) -> Vec<Imported> {
        let lock = self.archive.lock().unwrap();
        let mut importer = Importer::new(&self.archive, &lock, replaces).unwrap();
        let mut all = Vec::new();
        let mut input = BufReader::new(text.as_bytes());
        let stop = AtomicBool::new(false);
        importer
            .take(Path::new("in/fonds.jsonl"), &mut input, &stop, &mut |imported| {
                all.push(imported)
            })
            .unwrap();
        all
    }

    fn import(&self, text: &str) -> Vec<Imported> {
        self.import_with(text, false)
    }

    fn record(&self, imported: &Imported) -> Issue {
        self.archive.record_by_id(imported.id.as_ref().unwrap()).unwrap()
    }
}

fn outcomes(all: &[Imported]) -> Vec<String> {
    let name = |imported: &Imported| match &imported.outcome {
        ImportOutcome::Refused(error) => format!("{}: {error}", imported.line),
        outcome => format!("{}: {outcome:?}", imported.line),
    };
    all.iter().map(name).collect()
}

#[test]
fn a_lesser_record_is_completed_and_taken_once() {
    let desk = Desk::new();
    let line =
        r#"{"schema":1,"title":"Le Quai","number":7,"date":"2012-03","external_id":"fonds/7","sections":[
        {"id":"a","level":1,"title":"Vie du port"},{"level":2,"text":"Le bac est à quai.","external_id":"x"}],
        "links":[{"url":"mailto:bac@quai.example","text":"Écrire"}]}"#
            .replace('\n', "");
    let all = desk.import(&format!("\u{FEFF}{line}\n\n{line}\n"));
    assert_eq!(outcomes(&all), ["1: Added", "3: Unchanged"]);
    let issue = desk.record(&all[0]);
    assert_eq!(
        (issue.slug.as_str(), issue.number.as_deref()),
        ("le-quai", Some("7"))
    );
    assert_eq!(issue.external_id.as_deref(), Some("fonds/7"));
    let date = issue.date.clone().unwrap();
    assert_eq!(
        (date.iso.as_str(), date.evidence),
        ("2012-03", DateEvidence::Record)
    );
    let second = &issue.sections[1];
    assert_eq!((second.id.as_str(), second.parent.as_deref()), ("s2", Some("a")));
    assert_eq!(second.external_id.as_deref(), Some("x"));
    assert_eq!(format!("{:?}", issue.links[0].kind), "Mail");
    // What came is kept as the original, under its digest.
    let original = desk
        .archive
        .original(&issue.source.sha256, SourceFormat::Text)
        .unwrap();
    assert_eq!(original, line.as_bytes());
}

#[test]
fn an_exported_record_comes_back_as_it_was_in_every_form() {
    let sha256 = "ab".repeat(32);
    let mut issue = Issue::empty(Source::new("lettre.pdf", SourceFormat::Pdf, &sha256, 9));
    issue.slug = "lettre".to_string();
    issue.title = Some("Lettre".to_string());
    let compact = serde_json::to_string(&issue).unwrap();
    let pretty = serde_json::to_string_pretty(&issue).unwrap();
    for text in [
        compact.clone(),
        pretty.clone(),
        format!("[{compact}]"),
        format!("[\n{pretty}\n]\n"),
        format!(
            "{{\"type\":\"record\",\"schema\":1,\"record\":{compact}}}\n{{\"type\":\"summary\",\"issues\":1}}\n"
        ),
    ] {
        let desk = Desk::new();
        let all = desk.import(&text);
        assert_eq!(outcomes(&all), ["1: Added"], "{text}");
        assert_eq!(desk.record(&all[0]), issue);
        assert_eq!(outcomes(&desk.import(&compact)), ["1: Unchanged"]);
    }
}

#[test]
fn another_record_of_the_same_issue_replaces_only_when_asked() {
    let desk = Desk::new();
    let mut issue = Issue::empty(Source::new("l.pdf", SourceFormat::Pdf, &"cd".repeat(32), 9));
    issue.slug = "l".to_string();
    desk.import(&serde_json::to_string(&issue).unwrap());
    issue.title = Some("Mieux".to_string());
    let text = serde_json::to_string(&issue).unwrap();
    let kept = desk.import(&text);
    assert_eq!(outcomes(&kept), ["1: Kept"]);
    assert_eq!(desk.record(&kept[0]).title, None);
    assert_eq!(outcomes(&desk.import_with(&text, true)), ["1: Replaced"]);
    assert_eq!(desk.record(&kept[0]).title.as_deref(), Some("Mieux"));
}

#[test]
fn what_cannot_be_taken_is_told_by_line_and_stops_nothing() {
    let desk = Desk::new();
    let lines = [
        r#"{"sections":[{"text":"Un"}]}"#,
        "{\"sections\": [}",
        "[1]",
        r#"{"sections":[],"titre":"x"}"#,
        r#"{"schema":2,"sections":[]}"#,
        r#"{"sections":[{"id":"a"},{"id":"a"}]}"#,
        r#"{"sections":[{"id":"a","parent":"b"}]}"#,
        r#"{"date":"mars 2012","sections":[]}"#,
        r#"{"sections":[{"text":"Deux"}]}"#,
    ];
    let all = desk.import(&lines.join("\n"));
    let told = outcomes(&all);
    assert_eq!(told.len(), 9, "{told:#?}");
    assert_eq!((told[0].as_str(), told[8].as_str()), ("1: Added", "9: Added"));
    for (line, part) in [
        (2, "column"),
        (3, "a record is a JSON object"),
        (4, "unknown field `titre`"),
        (5, "schema is 2"),
        (6, "the id a"),
        (7, "parent that is not there: b"),
        (8, "2012-03-15"),
    ] {
        assert!(told[line - 1].contains(part), "{}", told[line - 1]);
    }
    // Names without a title come from the file and the line.
    assert_eq!(all[0].slug.as_deref(), Some("fonds-jsonl-1"));
}

#[test]
fn a_digest_cannot_lead_out_of_the_archive() {
    let desk = Desk::new();
    let mut issue = Issue::empty(Source::new("l.pdf", SourceFormat::Pdf, "../../../ailleurs/x", 9));
    issue.id = "../../../ailleurs".to_string();
    let all = desk.import(&serde_json::to_string(&issue).unwrap());
    assert!(outcomes(&all)[0].contains("sha256"));
}
