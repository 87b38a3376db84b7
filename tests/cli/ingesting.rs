//! Files into the archive: what is said of each, and what the archive holds then.
use crate::support::{DUMP, Sandbox};
use insta::assert_snapshot;
use std::io::Write;
use std::process::Stdio;

#[test]
fn a_run_says_what_it_did_and_what_to_type_next() {
    let sandbox = Sandbox::new();
    sandbox.write("in/lettre.txt", DUMP);
    sandbox.write("in/copie.txt", DUMP);
    sandbox.write("in/faux.pdf", "Bonjour");
    let first = sandbox.run(&["ingest", "in", "--archive", "mes archives"]);
    assert_eq!(first.code, 3);
    assert_eq!(
        first.stdout,
        "ingested 1 issue, 0 unchanged, 1 refused, 1 duplicate\n"
    );
    assert!(
        first
            .stderr
            .contains("duplicate: in/lettre.txt is in/copie.txt\n"),
        "{}",
        first.stderr
    );
    assert!(
        first
            .stderr
            .contains("error: in/faux.pdf: this is not a PDF file\n"),
        "{}",
        first.stderr
    );

    let second = sandbox.run(&["ingest", "in", "--archive", "mes archives"]);
    assert_eq!(second.code, 3);
    assert_eq!(
        second.stdout,
        "ingested 0 issues, 1 unchanged, 1 refused, 1 duplicate\n"
    );
    // The commands that are proposed can be typed as they stand.
    let next: Vec<&str> = second
        .stderr
        .lines()
        .filter(|line| line.starts_with("  gazette "))
        .collect();
    assert_eq!(next.len(), 4, "{}", second.stderr);
    for line in next {
        let typed = line.trim().replacen("gazette", env!("CARGO_BIN_EXE_gazette"), 1);
        let run = std::process::Command::new("sh")
            .arg("-c")
            .arg(&typed)
            .current_dir(sandbox.path(""))
            .output();
        assert!(run.unwrap().status.success(), "{typed}");
    }
}

#[test]
fn with_json_every_file_is_an_object_and_the_last_line_a_summary() {
    let sandbox = Sandbox::new();
    sandbox.write("in/a.txt", DUMP);
    sandbox.write("in/b.txt", DUMP);
    sandbox.write("in/c.pdf", "Bonjour");
    let run = sandbox.run(&["ingest", "in", "--json"]);
    let objects = run.objects();
    let outcomes: Vec<&str> = objects
        .iter()
        .filter_map(|object| object["outcome"].as_str())
        .collect();
    assert_eq!(outcomes, ["added", "duplicate", "refused"]);
    assert_eq!(objects[0]["slug"], "a");
    assert_eq!(objects[1]["same_as"], "in/a.txt");
    assert_eq!(objects[2]["code"], "not_a_pdf");
    assert_eq!(run.error()["path"], "in/c.pdf");
    let summary = objects.last().unwrap();
    assert_eq!(summary["type"], "summary");
    for (key, count) in [
        ("ingested", 1),
        ("unchanged", 0),
        ("duplicates", 1),
        ("refused", 1),
    ] {
        assert_eq!(summary[key], count, "{key}");
    }
}

#[test]
fn a_copy_of_a_refused_file_is_refused_with_the_same_reason() {
    let sandbox = Sandbox::new();
    sandbox.write("in/a.pdf", "Bonjour");
    sandbox.write("in/b.pdf", "Bonjour");
    for _ in 0..2 {
        let run = sandbox.run(&["ingest", "in"]);
        assert_eq!(run.stdout, "ingested 0 issues, 0 unchanged, 2 refused\n");
        for name in ["a", "b"] {
            let line = format!("error: in/{name}.pdf: this is not a PDF file\n");
            assert!(run.stderr.contains(&line), "{}", run.stderr);
        }
    }
}

#[test]
fn a_copy_that_comes_later_is_named_and_not_stored() {
    let sandbox = Sandbox::new();
    sandbox.write("in/lettre.txt", DUMP);
    sandbox.run(&["ingest", "in"]);
    sandbox.write("copie.txt", DUMP);
    let run = sandbox.run(&["ingest", "copie.txt"]);
    assert_eq!(
        run.stdout,
        "ingested 0 issues, 0 unchanged, 0 refused, 1 duplicate\n"
    );
    let line = "duplicate: copie.txt is $SANDBOX/in/lettre.txt\n";
    assert!(run.stderr.starts_with(line), "{}", run.stderr);
    // Both paths are kept: neither is news the next time.
    for path in ["in", "copie.txt"] {
        let again = sandbox.run(&["ingest", path]);
        assert_eq!(again.stdout, "ingested 0 issues, 1 unchanged, 0 refused\n");
    }
    let copies = sandbox.run(&["duplicates", "--json"]).objects();
    assert_eq!(copies[0]["paths"].as_array().unwrap().len(), 2);
}

#[test]
fn a_list_of_paths_is_read_from_stdin() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", "un");
    sandbox.write("sous dossier/b.txt", "deux");
    let mut command = sandbox.command(&["ingest", "-"]);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(b"a.txt\n\nsous dossier\n")
        .unwrap();
    let run = sandbox.normalised(&child.wait_with_output().unwrap());
    assert!(
        run.stdout.starts_with("ingested 2 issues"),
        "{}{}",
        run.stdout,
        run.stderr
    );
}

#[test]
fn quiet_leaves_data_and_errors() {
    let sandbox = Sandbox::new();
    sandbox.write("in/a.txt", DUMP);
    sandbox.write("in/c.pdf", "Bonjour");
    let run = sandbox.run(&["ingest", "in", "--quiet"]);
    assert_eq!(run.stdout, "ingested 1 issue, 0 unchanged, 1 refused\n");
    assert_snapshot!(run.told(), @"
    [3]
    error: in/c.pdf: this is not a PDF file

    hint: if it is a text dump, name it .txt; otherwise ask for the original PDF
    ");
}

#[test]
fn an_archive_inside_the_folder_is_not_ingested_into_itself() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", DUMP);
    for expected in ["ingested 1 issue, 0 unchanged", "ingested 0 issues, 1 unchanged"] {
        let run = sandbox.run(&["ingest", "."]);
        assert!(run.stdout.starts_with(expected), "{}", run.stdout);
    }
}

#[test]
fn an_original_is_kept_as_it_was_received() {
    let sandbox = Sandbox::new();
    let id = sandbox.with_two_issues();
    let record = sandbox.run(&["show", &id, "--json"]).objects()[0]["record"].clone();
    let sha256 = record["source"]["sha256"].as_str().unwrap();
    assert!(sha256.starts_with(&id));
    let original = sandbox
        .path("gazette-archive/originals")
        .join(&id[..2])
        .join(format!("{sha256}.txt"));
    assert_eq!(std::fs::read(&original).unwrap(), DUMP.as_bytes());
    assert!(std::fs::metadata(&original).unwrap().permissions().readonly());
    let events = std::fs::read_to_string(sandbox.path("gazette-archive/events.jsonl")).unwrap();
    assert_eq!(
        events
            .lines()
            .filter(|line| line.contains(r#""event":"ingestion""#))
            .count(),
        2
    );
}
