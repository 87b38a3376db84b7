//! Originals read again by a reader that is handmade: what it reads is told by the test.
use super::*;
use crate::model::{Learnt, Source};
use std::sync::Arc;

fn read_as(title: &'static str) -> impl Fn(&Arc<Vec<u8>>, &Original, &Learnt) -> Result<Issue> + Sync {
    move |bytes, original, _| {
        if title.is_empty() {
            return Err(Error::NotAPdf);
        }
        let source = Source::new(
            &original.file_name,
            SourceFormat::Text,
            &digest(bytes),
            bytes.len() as u64,
        );
        let mut issue = Issue::empty(source);
        issue.title = Some(title.to_string());
        Ok(issue)
    }
}

fn archive(title: &'static str) -> (tempfile::TempDir, Archive, String) {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_or_create(folder.path()).unwrap();
    let lock = archive.lock().unwrap();
    let original = Original {
        sha256: digest(b"un"),
        format: SourceFormat::Text,
        file_name: "a.txt".to_string(),
        has_record: false,
    };
    let bytes = Arc::new(b"un".to_vec());
    let mut issue = read_as(title)(&bytes, &original, &Learnt::default()).unwrap();
    issue.slug = "a".to_string();
    let sha256 = issue.source.sha256.clone();
    archive
        .put_original(&lock, b"un", &sha256, SourceFormat::Text)
        .unwrap();
    archive.put_record(&lock, &issue).unwrap();
    drop(lock);
    (folder, archive, sha256)
}

fn run(archive: &Archive, is_dry: bool, title: &'static str) -> Vec<Reread> {
    let lock = archive.lock().unwrap();
    let catalogue = Catalogue::load(archive).unwrap();
    let originals = originals_to_reread(archive, &catalogue, true).unwrap();
    let mut told = Vec::new();
    let is_complete = reread(
        archive,
        (!is_dry).then_some(&lock),
        &originals,
        &read_as(title),
        &AtomicBool::new(false),
        &mut |one| {
            told.push(one);
            Ok(())
        },
    );
    assert!(is_complete.unwrap());
    told
}

#[test]
fn a_dry_run_shows_the_change_and_keeps_the_record() {
    let (_folder, archive, sha256) = archive("La Letre");
    for is_dry in [true, false] {
        let told = run(&archive, is_dry, "La Lettre");
        let Reread::Changed(changed) = &told[0] else {
            panic!("{told:?}");
        };
        let change = &changed.1.fields[0];
        assert_eq!(
            (change.field, change.after.as_deref()),
            ("title", Some("La Lettre"))
        );
        let kept = archive.record_as_read(&sha256).unwrap().title;
        assert_eq!(kept.as_deref() == Some("La Letre"), is_dry);
    }
    assert!(matches!(run(&archive, false, "La Lettre")[0], Reread::Same(_)));
}

#[test]
fn a_reading_that_fails_leaves_the_record() {
    let (_folder, archive, sha256) = archive("La Lettre");
    assert!(matches!(run(&archive, false, "")[0], Reread::Failed(..)));
    assert!(archive.record(&sha256).is_ok());
}

#[test]
fn an_original_without_a_record_gets_one() {
    let (_folder, archive, sha256) = archive("La Lettre");
    std::fs::remove_file(archive.paths().record(&sha256)).unwrap();
    assert!(matches!(run(&archive, true, "La Lettre")[0], Reread::New(_)));
    assert!(archive.record(&sha256).is_err());
    run(&archive, false, "La Lettre");
    assert_eq!(
        archive.record(&sha256).unwrap().title.as_deref(),
        Some("La Lettre")
    );
}

#[test]
fn lists_are_compared_with_what_stands_in_them_twice() {
    let list = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<String>>();
    let (added, removed) = changed(list(&["a", "b", "b"]), list(&["b", "c", "a", "c"]));
    assert_eq!((added, removed), (list(&["c", "c"]), list(&["b"])));
}
