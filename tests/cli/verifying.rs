//! One byte that was changed, one file that is gone: `verify` names exactly it.
use crate::support::{DUMP, Run, Sandbox};
use serde_json::Value;
use std::path::{Path, PathBuf};

fn findings(run: &Run) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_string();
    let lines = run.objects();
    let findings = lines.iter().filter(|line| line["type"] == "finding");
    findings
        .map(|line| (text(&line["kind"]), text(&line["file"])))
        .collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files(&path));
        } else {
            all.push(path);
        }
    }
    all.sort();
    all
}

/// Changes one byte in the middle of a file.
fn flip(path: &Path) {
    let mut bytes = std::fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    // Originals are read-only: they are replaced, as a failing disk would.
    std::fs::remove_file(path).unwrap();
    std::fs::write(path, bytes).unwrap();
}

fn relative(sandbox: &Sandbox, path: &Path) -> String {
    let root = sandbox.path("gazette-archive");
    path.strip_prefix(root).unwrap().to_str().unwrap().to_string()
}

#[test]
fn each_flipped_byte_is_named_by_its_file_and_nothing_else_is() {
    let sandbox = Sandbox::new();
    let id = sandbox.with_two_issues();
    assert_eq!(sandbox.run(&["correct", &id, "--note", "relu"]).code, 0);
    sandbox.write("c.txt", "Un autre bulletin");
    sandbox.run(&["ingest", "c.txt"]);
    sandbox.run(&["remove", "c", "--reason", "essai"]);
    assert_eq!(findings(&sandbox.run(&["verify", "--json"])), []);
    let root = sandbox.path("gazette-archive");
    let mut looked_at = 0;
    for (folder, kind) in [
        ("originals", "damaged_original"),
        ("records", "damaged_record"),
        ("corrections", "damaged_corrections"),
        ("removed", "damaged_tombstone"),
        ("index", "damaged_index"),
    ] {
        for path in files(&root.join(folder)) {
            let is_lock = path.extension().is_some_and(|extension| extension == "lock");
            if is_lock || std::fs::metadata(&path).unwrap().len() == 0 {
                continue;
            }
            let whole = std::fs::read(&path).unwrap();
            flip(&path);
            let run = sandbox.run(&["verify", "--json"]);
            assert_eq!(run.code, 4, "{}", path.display());
            let named = findings(&run);
            assert_eq!(named, [(kind.to_string(), relative(&sandbox, &path))]);
            std::fs::remove_file(&path).unwrap();
            std::fs::write(&path, whole).unwrap();
            looked_at += 1;
        }
    }
    assert!(looked_at > 8, "{looked_at}");
    assert_eq!(findings(&sandbox.run(&["verify", "--json"])), []);
}

#[test]
fn a_damaged_index_is_made_again_by_the_next_run_that_would_write_it() {
    let sandbox = Sandbox::new();
    sandbox.with_two_issues();
    let root = sandbox.path("gazette-archive");
    for (number, extension) in ["store", "idx", "pos", "fieldnorm"].iter().enumerate() {
        let index = files(&root.join("index"));
        let damaged = index
            .iter()
            .find(|path| path.extension().is_some_and(|end| end == *extension))
            .unwrap();
        flip(damaged);
        sandbox.write(
            "new.txt",
            format!("Le bulletin numéro {number}\n\nUn texte du lavoir.\n"),
        );
        assert_eq!(sandbox.run(&["ingest", "new.txt"]).code, 0, "{extension}");
        assert!(
            !damaged.exists(),
            "{extension}: nothing was added to what is damaged"
        );
        assert_eq!(findings(&sandbox.run(&["verify", "--json"])), [], "{extension}");
        assert_eq!(sandbox.run(&["search", "lavoir"]).code, 0, "{extension}");
    }
}

#[test]
fn damage_is_not_taken_for_the_index_where_its_digests_were_lost() {
    let sandbox = Sandbox::new();
    sandbox.with_two_issues();
    let root = sandbox.path("gazette-archive");
    let index = files(&root.join("index"));
    let has_extension = |path: &&PathBuf| path.extension().is_some_and(|extension| extension == "store");
    flip(index.iter().find(has_extension).unwrap());
    std::fs::remove_file(root.join("index.sha256")).unwrap();
    assert_eq!(sandbox.run(&["verify"]).code, 4);
    assert_eq!(sandbox.run(&["ingest", "in"]).code, 0, "nothing is new");
    assert_eq!(findings(&sandbox.run(&["verify", "--json"])), []);
    assert_ne!(files(&root.join("index")), index, "made again");
}

#[test]
fn all_files_of_the_index_are_for_the_same_readers() {
    let sandbox = Sandbox::new();
    sandbox.with_two_issues();
    sandbox.write("new.txt", "Un autre bulletin");
    sandbox.run(&["ingest", "new.txt"]);
    let like = std::fs::metadata(sandbox.path("new.txt")).unwrap().permissions();
    for path in files(&sandbox.path("gazette-archive/index")) {
        let permissions = std::fs::metadata(&path).unwrap().permissions();
        assert_eq!(permissions, like, "{}", path.display());
    }
}

#[test]
fn a_line_of_the_log_that_was_changed_is_named() {
    let sandbox = Sandbox::new();
    sandbox.with_two_issues();
    let path = sandbox.path("gazette-archive/events.jsonl");
    let log = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, log.replacen("success", "failure", 1)).unwrap();
    let run = sandbox.run(&["verify"]);
    assert_eq!(run.code, 4);
    assert!(
        run.stdout
            .starts_with("events.jsonl: line 1 is not what was written"),
        "{}",
        run.stdout
    );
}

#[test]
fn what_is_missing_foreign_or_without_its_other_is_named_and_can_be_mended() {
    let sandbox = Sandbox::new();
    let id = sandbox.with_two_issues();
    let root = sandbox.path("gazette-archive");
    let original = files(&root.join("originals").join(&id[..2])).remove(0);
    let record = files(&root.join("records").join(&id[..2])).remove(0);

    std::fs::remove_file(&original).unwrap();
    let named = findings(&sandbox.run(&["verify", "--json"]));
    assert_eq!(
        named,
        [("missing_original".to_string(), relative(&sandbox, &original))]
    );
    assert_eq!(sandbox.run(&["ingest", "in"]).code, 0);
    assert_eq!(findings(&sandbox.run(&["verify", "--json"])), [], "put back");

    let whole = std::fs::read(&record).unwrap();
    for damage in ["", "{"] {
        std::fs::remove_file(&record).unwrap();
        if !damage.is_empty() {
            std::fs::write(&record, damage).unwrap();
        }
        let run = sandbox.run(&["verify", "--json"]);
        assert_eq!(run.code, 4);
        assert!(
            findings(&run)
                .iter()
                .any(|(_, file)| *file == relative(&sandbox, &record))
        );
        assert_eq!(sandbox.run(&["reread"]).code, 0);
        assert_eq!(std::fs::read(&record).unwrap(), whole, "made anew");
    }
    assert_eq!(findings(&sandbox.run(&["verify", "--json"])), []);

    std::fs::write(root.join("originals/notes.txt"), "x").unwrap();
    let named = findings(&sandbox.run(&["verify", "--json"]));
    assert_eq!(
        named,
        [("foreign_file".to_string(), "originals/notes.txt".to_string())]
    );
}

#[test]
fn a_damaged_original_is_put_back_from_a_good_copy() {
    let sandbox = Sandbox::new();
    let id = sandbox.with_two_issues();
    let original = files(&sandbox.path("gazette-archive/originals").join(&id[..2])).remove(0);
    flip(&original);
    assert_eq!(sandbox.run(&["verify"]).code, 4);
    // As the hint says.
    std::fs::remove_file(&original).unwrap();
    assert_eq!(sandbox.run(&["ingest", "in"]).code, 0);
    assert_eq!(std::fs::read(&original).unwrap(), DUMP.as_bytes());
    assert_eq!(sandbox.run(&["verify"]).code, 0);
}

#[test]
fn without_its_index_an_archive_says_how_to_make_it_and_finds_the_same_afterwards() {
    let sandbox = Sandbox::new();
    sandbox.with_two_issues();
    let before = sandbox.run(&["search", "assemblée", "--json"]);
    std::fs::remove_dir_all(sandbox.path("gazette-archive/index")).unwrap();
    let run = sandbox.run(&["search", "assemblée"]);
    assert_eq!(run.code, 13);
    assert!(run.stderr.contains("gazette index rebuild"), "{}", run.stderr);
    let named = findings(&sandbox.run(&["verify", "--json"]));
    assert_eq!(named, [("missing_index".to_string(), "index".to_string())]);
    assert_eq!(sandbox.run(&["index", "rebuild"]).code, 0);
    assert_eq!(
        sandbox.run(&["search", "assemblée", "--json"]).stdout,
        before.stdout
    );
    assert_eq!(sandbox.run(&["verify"]).code, 0);
}

#[test]
fn a_sample_reads_fewer_files_and_can_be_taken_again() {
    let sandbox = Sandbox::new();
    for number in 0..40 {
        sandbox.write(&format!("in/{number}.txt"), format!("Bulletin {number}\n"));
    }
    sandbox.run(&["ingest", "in"]);
    let read = |seed: &str| {
        let run = sandbox.run(&["verify", "--sample", "25%", "--seed", seed, "--json"]);
        run.objects().pop().unwrap()["read"].as_u64().unwrap()
    };
    let first = read("7");
    assert!((5..40).contains(&first), "{first}");
    assert_eq!(read("7"), first);
    assert_eq!(sandbox.run(&["verify", "--sample", "10"]).code, 2);
}

/// A sandbox whose archive is one of those that are kept for ever, as `fixtures/README.md` tells.
fn with_archive(name: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/archives")
        .join(name);
    for path in files(&fixture) {
        let inside = path.strip_prefix(&fixture).unwrap().to_str().unwrap();
        sandbox.write(
            &format!("gazette-archive/{inside}"),
            std::fs::read(&path).unwrap(),
        );
    }
    sandbox
}

fn titles(sandbox: &Sandbox) -> Vec<String> {
    let listed = sandbox.run(&["list", "--json"]);
    assert_eq!(listed.code, 0, "{}", listed.stderr);
    let lines = listed.objects();
    let titles = lines.iter().filter_map(|line| line["title"].as_str());
    titles.map(str::to_string).collect()
}

#[test]
fn an_archive_of_format_1_is_opened_and_verified_for_ever() {
    let sandbox = with_archive("format-1");
    assert_eq!(titles(&sandbox), ["Le Trait d’union", "La Lettre du moulin"]);
    assert_eq!(sandbox.run(&["index", "rebuild"]).code, 0);
    assert_eq!(sandbox.run(&["search", "écluse"]).code, 0);
    let issue = sandbox.run(&["show", "lettre-2012-03", "--json"]).objects()[0]["record"].clone();
    assert_eq!(issue["corrections"][0]["field"], "title");
    assert_eq!(findings(&sandbox.run(&["verify", "--json"])), []);
    let removed = sandbox.run(&["remove", "--list", "--json"]).objects();
    assert_eq!(removed[0]["reason"], "essai");
}

#[test]
fn an_archive_from_before_digests_were_noted_is_taken_up() {
    let sandbox = with_archive("format-1-early");
    assert_eq!(titles(&sandbox).len(), 2, "one of them has no title");
    assert_eq!(sandbox.run(&["index", "rebuild"]).code, 0);
    for adopted in [3, 0] {
        let summary = sandbox.run(&["verify", "--json"]).objects().pop().unwrap();
        assert_eq!(
            (&summary["adopted"], &summary["findings"]),
            (&adopted.into(), &0.into())
        );
    }
    assert_eq!(
        sandbox.run(&["correct", "lettre-2012-03", "--number", "8"]).code,
        0
    );
    assert_eq!(sandbox.run(&["verify"]).code, 0);
}
