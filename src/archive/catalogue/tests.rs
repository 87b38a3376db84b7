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

/// Writes the cache as if the folders of records had changed long ago; whatever changes one later gives it another time.
fn save_settled(archive: &Archive) {
    let later = SystemTime::now() + std::time::Duration::from_secs(10);
    let catalogue = Catalogue::load(archive).unwrap();
    catalogue.write(archive, nanoseconds(later)).unwrap();
    let probe = tempfile::tempdir_in(archive.paths().root()).unwrap();
    let changed = || looks::changed_ns(&probe.path().metadata().unwrap());
    let now = changed();
    while changed() == now {
        std::fs::write(probe.path().join("a"), "").unwrap();
        std::fs::remove_file(probe.path().join("a")).unwrap();
    }
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
    save_settled(&archive);
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
    save_settled(&archive);
    let record = archive.paths().record(&kept.source.sha256);

    // Nothing that gazette does writes into a record in its place.
    std::fs::write(&record, "{").unwrap();
    assert_eq!(slugs(&Catalogue::load_to_read(&archive).unwrap()), ["kept"]);
    let catalogue = Catalogue::load(&archive).unwrap();
    assert_eq!(catalogue.damaged(), std::slice::from_ref(&record));
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
    save_settled(&archive);
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
    save_settled(&archive);
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
fn a_folder_that_changed_as_it_was_looked_at_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_or_create(folder.path()).unwrap();
    let lock = archive.lock().unwrap();
    let kept = issue("kept", None);
    archive.put_record(&lock, &kept).unwrap();
    let catalogue = Catalogue::load(&archive).unwrap();
    let record = archive.paths().record(&kept.source.sha256);
    let changed = record.parent().unwrap().metadata().unwrap().modified().unwrap();
    catalogue.write(&archive, nanoseconds(changed)).unwrap();
    std::fs::write(&record, "{").unwrap();
    assert!(Catalogue::load_to_read(&archive).unwrap().is_empty());
}

#[test]
fn a_cache_that_was_cut_or_damaged_hides_no_issue() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_or_create(folder.path()).unwrap();
    let lock = archive.lock().unwrap();
    for slug in ["a", "b", "c", "d"] {
        archive.put_record(&lock, &issue(slug, None)).unwrap();
    }
    save_settled(&archive);
    let path = archive.paths().catalogue();
    let whole = std::fs::read_to_string(&path).unwrap();
    let lines: Vec<&str> = whole.lines().collect();
    let digit = whole.rfind("\"sha256\":\"").unwrap() + 30;
    let mut other_digit = whole.clone().into_bytes();
    other_digit[digit] = if other_digit[digit] == b'a' { b'b' } else { b'a' };
    let other_digit = String::from_utf8(other_digit).unwrap();
    let other_title = whole.replacen("\"slug\":\"a\"", "\"slug\":\"z\"", 1);
    let unread = whole.replacen("\"bytes\"", "\"bytez\"", 1);
    let half = whole.get(..whole.len() / 2).unwrap().to_string();
    let first = lines.first().unwrap().to_string();
    for damaged in [
        half,
        first,
        unread,
        other_digit,
        other_title,
        lines[..3].join("\n"),
        lines[1..].join("\n"),
    ] {
        std::fs::write(&path, &damaged).unwrap();
        let catalogue = Catalogue::load_to_read(&archive).unwrap();
        assert_eq!(slugs(&catalogue), ["a", "b", "c", "d"], "{damaged}");
        assert!(catalogue.is_cache_behind, "{damaged}");
    }
}

#[test]
fn a_copy_of_an_archive_is_looked_at_whatever_its_times() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_or_create(&folder.path().join("one")).unwrap();
    let lock = archive.lock().unwrap();
    let issue = issue("kept", None);
    archive.put_record(&lock, &issue).unwrap();
    save_settled(&archive);
    // A folder with the same name and time, and other records: as where one archive is copied over another.
    let records = archive.paths().record(&issue.source.sha256);
    let shard = records.parent().unwrap();
    let time = shard.metadata().unwrap().modified().unwrap();
    let mut other = issue.clone();
    other.slug = "other".to_string();
    archive.put_record(&lock, &other).unwrap();
    if cfg!(unix) {
        std::fs::File::open(shard).unwrap().set_modified(time).unwrap();
    }
    assert_eq!(slugs(&Catalogue::load_to_read(&archive).unwrap()), ["other"]);
}

#[test]
fn a_record_from_before_1970_is_listed() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_or_create(folder.path()).unwrap();
    let lock = archive.lock().unwrap();
    let issue = issue("old", None);
    archive.put_record(&lock, &issue).unwrap();
    let record = std::fs::File::options()
        .write(true)
        .open(archive.paths().record(&issue.source.sha256));
    let long_ago = SystemTime::UNIX_EPOCH - std::time::Duration::from_secs(1_000_000);
    record.unwrap().set_modified(long_ago).unwrap();
    assert_eq!(slugs(&Catalogue::load(&archive).unwrap()), ["old"]);
    save_settled(&archive);
    assert_eq!(slugs(&Catalogue::load_to_read(&archive).unwrap()), ["old"]);
}

#[test]
fn a_cache_of_an_early_version_has_no_first_line() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_or_create(folder.path()).unwrap();
    let lock = archive.lock().unwrap();
    archive.put_record(&lock, &issue("kept", None)).unwrap();
    save_settled(&archive);
    let lines = std::fs::read_to_string(archive.paths().catalogue()).unwrap();
    let (first, others) = lines.split_once('\n').unwrap();
    assert!(first.starts_with("{\"folders\":{"), "{first}");
    std::fs::write(archive.paths().catalogue(), others).unwrap();
    let catalogue = Catalogue::load_to_read(&archive).unwrap();
    assert_eq!(slugs(&catalogue), ["kept"]);
    assert!(catalogue.is_cache_behind);
}
