//! Runs over files whose reading is handmade: what is read of a file is its text, and `!` cannot be read.
use super::super::catalogue::Catalogue;
use super::super::gather::{GatherOptions, gather};
use super::*;
use crate::model::PIPELINE_VERSION;
use crate::model::{Source, SourceFormat};
use std::sync::Mutex;
use std::sync::atomic::Ordering;

struct Sandbox {
    folder: tempfile::TempDir,
    reads: Mutex<Vec<String>>,
}

impl Sandbox {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            reads: Mutex::new(Vec::new()),
        }
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join("in").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    fn archive(&self) -> Archive {
        Archive::open_or_create(&self.folder.path().join("archive")).unwrap()
    }

    fn ingest_stopping(&self, password: Option<&str>, stop: &AtomicBool) -> Report {
        self.reads.lock().unwrap().clear();
        let archive = self.archive();
        let lock = archive.lock().unwrap();
        let read = |bytes: &Arc<Vec<u8>>, name: &str, options: &ReadOptions| {
            self.reads.lock().unwrap().push(name.to_string());
            match bytes.as_slice() {
                b"!" => return Err(Error::NotAPdf),
                b"?" if options.password.is_none() => return Err(Error::EncryptedPdf),
                b"stop" => stop.store(true, Ordering::SeqCst),
                _ => {}
            }
            let source = Source::new(name, SourceFormat::Text, &digest(bytes), bytes.len() as u64);
            let mut issue = Issue::empty(source);
            issue.slug = super::super::slug_of(name);
            Ok(issue)
        };
        let options = BatchOptions {
            password: password.map(str::to_string),
            ..BatchOptions::default()
        };
        let gathered = gather(&[self.folder.path().join("in")], &GatherOptions::default()).unwrap();
        let readers = Readers {
            usual: &read,
            apart: None,
        };
        ingest_with(&readers, &archive, &lock, gathered, &options, &Silent, stop).unwrap()
    }

    fn ingest(&self) -> Report {
        self.ingest_stopping(None, &AtomicBool::new(false))
    }

    fn reads(&self) -> usize {
        self.reads.lock().unwrap().len()
    }
}

#[test]
fn a_second_run_reads_nothing_and_says_the_same_of_every_file() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", "un");
    sandbox.write("b.txt", "!");
    sandbox.write("c.txt", "un");
    let first = sandbox.ingest();
    assert_eq!(first.added.len(), 1);
    assert_eq!(first.refused[0].code, "not_a_pdf");
    assert!(first.duplicates[0].path.ends_with("c.txt"));
    assert!(first.duplicates[0].twin.ends_with("a.txt"));
    assert_eq!(sandbox.reads(), 2);

    let second = sandbox.ingest();
    assert_eq!(sandbox.reads(), 0);
    assert_eq!(second.added, []);
    assert_eq!(second.unchanged[0].id, first.added[0].id);
    assert_eq!(second.refused, first.refused);
    assert_eq!(second.duplicates, first.duplicates);
}

#[test]
fn a_moved_file_is_the_same_issue_and_a_changed_one_a_new_issue() {
    let sandbox = Sandbox::new();
    let path = sandbox.write("a.txt", "un");
    sandbox.ingest();
    std::fs::rename(&path, path.with_file_name("z.txt")).unwrap();
    let moved = sandbox.ingest();
    assert_eq!((moved.added.len(), moved.unchanged.len()), (0, 0));
    assert_eq!(moved.moved[0].slug, "a");
    assert!(moved.moved[0].from.ends_with("a.txt"));
    assert_eq!(sandbox.ingest().unchanged.len(), 1, "said once");
    sandbox.write("z.txt", "deux");
    assert_eq!(sandbox.ingest().added.len(), 1);
    assert_eq!(Catalogue::load(&sandbox.archive()).unwrap().len(), 2);
}

#[test]
fn files_of_one_name_get_slugs_of_their_own_in_a_fixed_order() {
    let sandbox = Sandbox::new();
    for year in 1990..2020 {
        sandbox.write(&format!("{year}/Été.txt"), &year.to_string());
    }
    let report = sandbox.ingest();
    let slugs: Vec<&str> = report.added.iter().map(|added| added.slug.as_str()).collect();
    assert_eq!(slugs[..3], ["ete", "ete-2", "ete-3"]);
    assert_eq!(slugs[29], "ete-30");
    assert!(report.added[29].path.ends_with("2019/Été.txt"));
}

#[test]
fn a_file_that_wanted_a_password_is_tried_again_with_one() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", "?");
    assert_eq!(sandbox.ingest().refused[0].code, "encrypted_pdf");
    let second = sandbox.ingest_stopping(Some("secret"), &AtomicBool::new(false));
    assert_eq!(second.added.len(), 1);
    assert_eq!(sandbox.ingest().unchanged.len(), 1);
}

#[test]
fn a_stopped_run_keeps_what_it_read_and_the_next_one_does_the_rest() {
    let sandbox = Sandbox::new();
    for number in 100..200 {
        sandbox.write(&format!("{number}.txt"), &number.to_string());
    }
    sandbox.write("120.txt", "stop");
    let stopped = sandbox.ingest_stopping(None, &AtomicBool::new(false));
    assert!(stopped.interrupted);
    assert_eq!(stopped.added.len(), sandbox.reads());
    assert!(stopped.added.len() < 100);
    let rest = sandbox.ingest();
    assert!(!rest.interrupted);
    assert_eq!(rest.unchanged.len(), stopped.added.len());
    assert_eq!(rest.added.len() + rest.unchanged.len(), 100);
}

#[test]
fn the_record_of_an_older_reader_is_made_anew_under_its_old_name() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", "un");
    let id = sandbox.ingest().added[0].id.clone();
    let archive = sandbox.archive();
    let sha256 = digest(b"un");
    let mut record = archive.record(&sha256).unwrap();
    record.reader.pipeline = 0;
    record.slug = "named-by-hand".to_string();
    archive.put_record(&archive.lock().unwrap(), &record).unwrap();

    let report = sandbox.ingest();
    assert_eq!(
        (report.renewed[0].id.as_str(), report.renewed[0].slug.as_str()),
        (id.as_str(), "named-by-hand")
    );
    assert_eq!(archive.record(&sha256).unwrap().reader.pipeline, PIPELINE_VERSION);
}

#[test]
fn originals_and_events_are_kept() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", "un");
    sandbox.write("b.txt", "!");
    sandbox.ingest();
    let archive = sandbox.archive();
    assert_eq!(
        archive.original(&digest(b"un"), SourceFormat::Text).unwrap(),
        b"un"
    );
    let events = EventLog::read(archive.paths()).unwrap();
    let outcomes: Vec<Outcome> = events.iter().map(|event| event.outcome).collect();
    assert_eq!(outcomes, [Outcome::Success, Outcome::Failure]);
    assert!(events[0].path.as_deref().unwrap().ends_with("a.txt"));
    assert_eq!(
        events[1].note.as_deref(),
        Some("not_a_pdf: this is not a PDF file")
    );
}

#[test]
fn a_file_that_was_being_read_when_a_run_died_is_read_apart() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", "un");
    sandbox.write("b.txt", "poison");
    let archive = sandbox.archive();
    let lock = archive.lock().unwrap();
    let read = |bytes: &[u8], name: &str| {
        let source = Source::new(name, SourceFormat::Text, &digest(bytes), bytes.len() as u64);
        Ok(Issue::empty(source))
    };
    let usual = |bytes: &Arc<Vec<u8>>, name: &str, _: &ReadOptions| {
        assert_ne!(bytes.as_slice(), b"poison");
        read(bytes, name)
    };
    let apart = |bytes: &Arc<Vec<u8>>, _: &str, _: &ReadOptions| -> Result<Issue> {
        assert_eq!(bytes.as_slice(), b"poison");
        Err(Error::ReaderPanicked {
            detail: "its process was ended".to_string(),
        })
    };
    let readers = Readers {
        usual: &usual,
        apart: Some(&apart),
    };
    Suspects::begin(archive.paths())
        .unwrap()
        .note(&digest(b"poison"), false)
        .unwrap();
    let stop = AtomicBool::new(false);
    for refused in 1..=2 {
        let gathered = gather(&[sandbox.folder.path().join("in")], &GatherOptions::default()).unwrap();
        let options = BatchOptions::default();
        let report = ingest_with(&readers, &archive, &lock, gathered, &options, &Silent, &stop).unwrap();
        // The second run does not even try it again.
        assert_eq!((report.refused.len(), report.added.len()), (1, 2 - refused));
        assert_eq!(report.refused[0].code, "reader_panicked");
    }
}

#[test]
fn an_issue_that_a_killed_run_wrote_and_did_not_log_is_logged_by_the_next() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", "un");
    sandbox.write("b.txt", "deux");
    sandbox.ingest();
    std::fs::remove_file(sandbox.archive().paths().events()).unwrap();
    sandbox.write("c.txt", "deux");
    sandbox.write("d.txt", "trois");
    sandbox.write("e.txt", "trois");
    let report = sandbox.ingest();
    assert_eq!((report.added.len(), report.unchanged.len()), (1, 2));
    let mut logged: Vec<(String, EventKind)> = EventLog::read(sandbox.archive().paths())
        .unwrap()
        .into_iter()
        .map(|event| {
            let path = event.path.unwrap();
            (path.chars().rev().nth(4).unwrap().to_string(), event.event)
        })
        .collect();
    logged.sort_by(|one, other| one.0.cmp(&other.0));
    let expected = [
        ("a", EventKind::Ingestion),
        ("b", EventKind::Ingestion),
        ("c", EventKind::Capture),
        ("d", EventKind::Ingestion),
        ("e", EventKind::Capture),
    ];
    assert_eq!(logged, expected.map(|(name, kind)| (name.to_string(), kind)));
}
