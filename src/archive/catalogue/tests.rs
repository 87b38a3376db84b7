use super::super::lock::WriteLock;
use super::super::store::digest;
use super::*;
use crate::model::{DateEvidence, DatePrecision, Source, SourceFormat};

fn issue(slug: &str, date: Option<&str>) -> Issue {
    let source = Source::new("a.txt", SourceFormat::Text, &digest(slug.as_bytes()), 1);
    let mut issue = Issue::empty(source);
    issue.slug = slug.to_string();
    issue.date = date.map(|iso| IssueDate {
        iso: iso.to_string(),
        precision: DatePrecision::Month,
        evidence: DateEvidence::Masthead,
    });
    issue
}

fn slugs(catalogue: &Catalogue) -> Vec<&str> {
    catalogue
        .entries()
        .iter()
        .map(|entry| entry.slug.as_str())
        .collect()
}

/// Gives the folders of records a time of change that is long past, and writes the cache.
fn save_settled(archive: &Archive, lock: &WriteLock) {
    for folder in list_files(&archive.paths().records()).unwrap() {
        let folder = std::fs::File::open(folder).unwrap();
        let long_past = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_millis(1_000_000_001);
        folder.set_modified(long_past).unwrap();
    }
    Catalogue::load(archive).unwrap().save(archive, lock).unwrap();
}

#[test]
fn issues_are_listed_by_date_and_found_by_name_or_digits() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_or_create(folder.path()).unwrap();
    let lock = archive.lock().unwrap();
    for issue in [
        issue("c", None),
        issue("b", Some("2001-02")),
        issue("a", Some("2010")),
    ] {
        archive.put_record(&lock, &issue).unwrap();
    }
    let catalogue = Catalogue::load(&archive).unwrap();
    assert_eq!(slugs(&catalogue), ["b", "a", "c"]);
    let wanted = digest(b"a");
    assert_eq!(catalogue.find("a").unwrap().sha256, wanted);
    assert_eq!(catalogue.find(&wanted[..6].to_uppercase()).unwrap().slug, "a");
    assert_eq!(catalogue.find(&wanted).unwrap().slug, "a");
    assert_eq!(catalogue.find("zz").unwrap_err().code(), "issue_not_found");
    assert_eq!(catalogue.find("").unwrap_err().code(), "issue_not_found");
}

#[test]
fn one_issue_is_found_without_the_others_whatever_the_cache_says() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_or_create(folder.path()).unwrap();
    let lock = archive.lock().unwrap();
    // A slug may look like the beginning of another issue's digest.
    let by_digits = issue("a", None);
    let mut by_slug = issue("b", None);
    by_slug.slug = by_digits.source.sha256[..5].to_string();
    archive.put_record(&lock, &by_digits).unwrap();
    archive.put_record(&lock, &by_slug).unwrap();
    let resolve = |name: &str| Catalogue::resolve(&archive, name).unwrap();
    assert_eq!(resolve("a"), by_digits.source.sha256);
    assert_eq!(resolve(&by_digits.source.sha256[..6]), by_digits.source.sha256);
    Catalogue::load(&archive).unwrap().save(&archive, &lock).unwrap();
    assert_eq!(resolve(&by_slug.slug), by_slug.source.sha256);
    let error = Catalogue::resolve(&archive, "none").unwrap_err();
    assert_eq!(error.code(), "issue_not_found");

    // A record that was written again under another name is no longer found by the old one.
    let mut renamed = by_slug.clone();
    renamed.slug = "c".to_string();
    archive.put_record(&lock, &renamed).unwrap();
    assert_eq!(resolve("c"), by_slug.source.sha256);
    assert_eq!(resolve(&by_slug.slug), by_digits.source.sha256);
}

#[test]
fn a_beginning_that_several_share_names_them() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_or_create(folder.path()).unwrap();
    let lock = archive.lock().unwrap();
    for end in ["0", "1"] {
        let mut issue = issue("x", None);
        issue.source.sha256 = format!("{}{end}", "a".repeat(63));
        issue.slug = format!("x{end}");
        archive.put_record(&lock, &issue).unwrap();
    }
    let catalogue = Catalogue::load(&archive).unwrap();
    let error = catalogue.find("aa").unwrap_err();
    assert!(matches!(error, Error::IssueAmbiguous { candidates, .. } if candidates.len() == 2));
}

#[test]
fn the_cache_never_hides_what_the_records_say() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_or_create(folder.path()).unwrap();
    let lock = archive.lock().unwrap();
    let kept = issue("kept", None);
    let removed = issue("removed", None);
    archive.put_record(&lock, &kept).unwrap();
    archive.put_record(&lock, &removed).unwrap();
    save_settled(&archive, &lock);
    assert!(!Catalogue::load(&archive).unwrap().is_cache_behind);

    let mut changed = kept.clone();
    changed.title = Some("Un titre".to_string());
    archive.put_record(&lock, &changed).unwrap();
    std::fs::remove_file(archive.paths().record(&removed.source.sha256)).unwrap();
    let catalogue = Catalogue::load(&archive).unwrap();
    assert_eq!(slugs(&catalogue), ["kept"]);
    assert_eq!(catalogue.find("kept").unwrap().title.as_deref(), Some("Un titre"));

    std::fs::write(archive.paths().catalogue(), "{\"cut").unwrap();
    assert_eq!(slugs(&Catalogue::load(&archive).unwrap()), ["kept"]);
}

#[test]
fn a_damaged_record_is_set_apart() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_or_create(folder.path()).unwrap();
    let lock = archive.lock().unwrap();
    let issue = issue("a", None);
    archive.put_record(&lock, &issue).unwrap();
    std::fs::write(archive.paths().record(&issue.source.sha256), "{").unwrap();
    let catalogue = Catalogue::load(&archive).unwrap();
    assert!(catalogue.is_empty());
    assert_eq!(catalogue.damaged().len(), 1);
}

#[test]
fn a_folder_that_has_not_changed_is_not_opened_to_list_its_issues() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_or_create(folder.path()).unwrap();
    let lock = archive.lock().unwrap();
    let kept = issue("kept", None);
    archive.put_record(&lock, &kept).unwrap();
    save_settled(&archive, &lock);
    let record = archive.paths().record(&kept.source.sha256);

    // Nothing that gazette does writes into a record in its place.
    std::fs::write(&record, "{").unwrap();
    assert_eq!(slugs(&Catalogue::load_to_read(&archive).unwrap()), ["kept"]);
    let catalogue = Catalogue::load(&archive).unwrap();
    assert_eq!(catalogue.damaged(), [record.clone()]);
    // A cache that is written after that does not hide it either.
    Catalogue::load(&archive).unwrap().save(&archive, &lock).unwrap();
    assert_eq!(Catalogue::load_to_read(&archive).unwrap().damaged(), [record]);
}

#[test]
fn what_comes_into_a_folder_or_leaves_it_is_seen_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_or_create(folder.path()).unwrap();
    let lock = archive.lock().unwrap();
    let (first, second) = (issue("first", None), issue("second", None));
    archive.put_record(&lock, &first).unwrap();
    archive.put_record(&lock, &second).unwrap();
    save_settled(&archive, &lock);
    let listed = || -> Vec<String> {
        let catalogue = Catalogue::load_to_read(&archive).unwrap();
        slugs(&catalogue).iter().map(|slug| slug.to_string()).collect()
    };
    assert_eq!(listed(), ["first", "second"]);

    let mut changed = first.clone();
    changed.slug = "changed".to_string();
    archive.put_record(&lock, &changed).unwrap();
    archive.put_record(&lock, &issue("third", None)).unwrap();
    assert_eq!(listed(), ["changed", "second", "third"]);
    std::fs::remove_file(archive.paths().record(&second.source.sha256)).unwrap();
    assert_eq!(listed(), ["changed", "third"]);
    std::fs::remove_dir_all(archive.paths().record(&first.source.sha256).parent().unwrap()).unwrap();
    assert_eq!(listed(), ["third"]);
}

#[test]
fn corrections_and_removals_are_seen_in_folders_that_are_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_or_create(folder.path()).unwrap();
    let lock = archive.lock().unwrap();
    let (corrected, removed) = (issue("corrected", None), issue("removed", None));
    archive.put_record(&lock, &corrected).unwrap();
    archive.put_record(&lock, &removed).unwrap();
    save_settled(&archive, &lock);
    std::fs::create_dir_all(archive.paths().corrections()).unwrap();
    std::fs::create_dir_all(archive.paths().removed()).unwrap();
    std::fs::write(archive.paths().correction(&corrected.source.sha256), "{").unwrap();
    std::fs::write(archive.paths().tombstone(&removed.source.sha256), "{}").unwrap();
    let catalogue = Catalogue::load_to_read(&archive).unwrap();
    assert!(catalogue.is_empty());
    assert_eq!(
        catalogue.damaged(),
        [archive.paths().correction(&corrected.source.sha256)]
    );
}

#[test]
fn a_folder_that_changed_as_the_cache_was_written_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_or_create(folder.path()).unwrap();
    let lock = archive.lock().unwrap();
    let kept = issue("kept", None);
    archive.put_record(&lock, &kept).unwrap();
    Catalogue::load(&archive).unwrap().save(&archive, &lock).unwrap();
    let record = archive.paths().record(&kept.source.sha256);
    let shard = std::fs::File::open(record.parent().unwrap()).unwrap();
    let cache = std::fs::File::open(archive.paths().catalogue()).unwrap();
    let written = shard.metadata().unwrap().modified().unwrap();
    std::fs::write(&record, "{").unwrap();
    for (later_ms, is_opened) in [(0, true), (10, true), (30, false)] {
        cache
            .set_modified(written + std::time::Duration::from_millis(later_ms))
            .unwrap();
        let catalogue = Catalogue::load_to_read(&archive).unwrap();
        assert_eq!(catalogue.is_empty(), is_opened, "{later_ms} ms");
    }
}

#[test]
fn a_cache_of_an_early_version_has_no_first_line() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_or_create(folder.path()).unwrap();
    let lock = archive.lock().unwrap();
    archive.put_record(&lock, &issue("kept", None)).unwrap();
    save_settled(&archive, &lock);
    let lines = std::fs::read_to_string(archive.paths().catalogue()).unwrap();
    let (first, others) = lines.split_once('\n').unwrap();
    assert!(first.starts_with("{\"folders\":{"), "{first}");
    std::fs::write(archive.paths().catalogue(), others).unwrap();
    let catalogue = Catalogue::load_to_read(&archive).unwrap();
    assert_eq!(slugs(&catalogue), ["kept"]);
    assert!(catalogue.is_cache_behind);
}
