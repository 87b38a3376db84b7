//! What an archivist does with an archive: correct, read again, remove, look for gaps and for the same thing twice.
use crate::support::pdf::with_pages;
use crate::support::{DUMP, Run, Sandbox};
use insta::assert_snapshot;
use serde_json::Value;

/// The last line of a run with `--json`.
fn summary(run: &Run) -> Value {
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    run.objects().pop().unwrap()
}

fn record(sandbox: &Sandbox, id: &str) -> Value {
    sandbox.run(&["show", id, "--json"]).objects()[0]["record"].clone()
}

#[test]
fn what_is_set_by_hand_is_shown_searched_exported_and_taken_back() {
    let sandbox = Sandbox::new();
    let id = sandbox.with_two_issues();
    let set = sandbox.run(&[
        "correct",
        &id,
        "--title",
        "Le Canal",
        "--date",
        "avril 2012",
        "--rights",
        "libre",
        "--by",
        "Ana",
        "--json",
    ]);
    assert_eq!(summary(&set)["set"], 3);
    let issue = record(&sandbox, &id);
    assert_eq!(
        (&issue["title"], &issue["rights"]),
        (&"Le Canal".into(), &"libre".into())
    );
    assert_eq!(
        (&issue["date"]["iso"], &issue["date"]["evidence"]),
        (&"2012-04".into(), &"correction".into())
    );
    let origin = &issue["corrections"][0];
    assert_eq!(
        (&origin["read"], &origin["value"], &origin["by"]),
        (&"La Lettre du canal".into(), &"Le Canal".into(), &"Ana".into())
    );
    let listed = sandbox.run(&["list", "--from", "2012-04", "--to", "2012-04", "--json"]);
    assert_eq!(summary(&listed)["issues"], 1);
    let hits = sandbox.run(&["search", "assemblée date:2012-04", "--json"]);
    assert_eq!(hits.code, 0, "the index follows");

    // A new reading changes nothing of it.
    assert_eq!(summary(&sandbox.run(&["reread", "--all", "--json"]))["same"], 2);
    assert_eq!(record(&sandbox, &id)["title"], "Le Canal");

    assert_eq!(summary(&sandbox.run(&["correct", "--json"]))["corrections"], 3);
    assert_eq!(
        summary(&sandbox.run(&["correct", &id, "--undo", "title", "--json"]))["undone"],
        1
    );
    assert_eq!(record(&sandbox, &id)["title"], "La Lettre du canal");
    assert_eq!(
        summary(&sandbox.run(&["correct", &id, "--undo", "all", "--json"]))["undone"],
        2
    );
    assert!(
        record(&sandbox, &id)["corrections"]
            .as_array()
            .unwrap()
            .is_empty()
    );
    assert!(
        !sandbox
            .path("gazette-archive/corrections")
            .read_dir()
            .unwrap()
            .any(|_| true)
    );
    let history = sandbox.run(&["show", &id, "--history"]).stdout;
    assert!(history.contains("title set to \"Le Canal\" (Ana)"), "{history}");
    assert!(history.contains("title no longer set to"), "{history}");
}

#[test]
fn a_section_is_renamed_and_moved_to_another_level() {
    let sandbox = Sandbox::new();
    let id = sandbox.with_two_issues();
    let sections = record(&sandbox, &id)["sections"].clone();
    let last = sections.as_array().unwrap().last().unwrap()["id"]
        .as_str()
        .unwrap()
        .to_string();
    let set = sandbox.run(&[
        "correct",
        &id,
        "--section",
        &last,
        "--section-title",
        "À venir",
        "--level",
        "2",
    ]);
    assert_eq!(set.code, 0, "{}", set.stderr);
    let sections = record(&sandbox, &id)["sections"].clone();
    let section = sections.as_array().unwrap().last().unwrap();
    assert_eq!(
        (&section["title"], &section["level"]),
        (&"À venir".into(), &2.into())
    );
    assert_eq!(section["id"], last.as_str(), "identifiers stay as they were read");
    assert!(section["parent"].is_string());
    let undone = sandbox.run(&["correct", &id, "--section", &last, "--undo", "all", "--json"]);
    assert_eq!(summary(&undone)["undone"], 2);
}

#[test]
fn what_cannot_be_set_is_refused() {
    let sandbox = Sandbox::new();
    let id = sandbox.with_two_issues();
    assert_snapshot!(sandbox.run(&["correct", &id, "--date", "hier"]).told(), @"
    [2]
    error: cannot read the date hier

    hint: give 2012, 2012-03, 2012-03-15 or a date in French: 'mars 2012'
    ");
    assert_eq!(sandbox.run(&["correct", &id, "--undo", "title"]).code, 2);
    assert_eq!(sandbox.run(&["correct", "--title", "x"]).code, 2);
    assert_eq!(
        sandbox
            .run(&["correct", &id, "--section", "nowhere", "--level", "2"])
            .code,
        2
    );
}

#[test]
fn the_series_that_is_named_at_ingest_is_kept_as_set_by_hand() {
    let sandbox = Sandbox::new();
    sandbox.write("in/a.txt", DUMP);
    let run = sandbox.run(&["ingest", "in", "--publication", "Bulletins du canal"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let issue = record(&sandbox, "a");
    assert_eq!(issue["publication"], "Bulletins du canal");
    assert_eq!(issue["corrections"][0]["field"], "publication");
    let listed = sandbox.run(&["list", "--publication", "BULLETINS DU CANAL", "--json"]);
    assert_eq!(summary(&listed)["issues"], 1);
}

#[test]
fn a_dry_run_says_what_would_be_done_and_makes_no_archive() {
    let sandbox = Sandbox::new();
    sandbox.write("in/a.txt", DUMP);
    sandbox.write("in/b.txt", DUMP);
    sandbox.write("in/.c.txt", "x");
    let run = sandbox.run(&["ingest", "in", "--dry-run", "--json"]);
    let summary = summary(&run);
    assert_eq!(
        (&summary["planned"], &summary["duplicates"]),
        (&1.into(), &1.into())
    );
    assert_eq!(summary["left_out"]["hidden"], 1);
    assert!(!sandbox.path("gazette-archive").exists());
    sandbox.run(&["ingest", "in"]);
    let again = sandbox.run(&["ingest", "in", "--dry-run"]);
    assert_eq!(
        again.stdout,
        "would read 0 files, 1 unchanged, 0 refused, 1 duplicate\n"
    );
}

#[test]
fn a_moved_file_is_told_with_where_it_was() {
    let sandbox = Sandbox::new();
    let old = sandbox.write("in/a.txt", DUMP);
    sandbox.run(&["ingest", "in"]);
    std::fs::rename(old, sandbox.path("in/z.txt")).unwrap();
    let run = sandbox.run(&["ingest", "in", "--json"]);
    let file = &run.objects()[0];
    assert_eq!(file["outcome"], "moved");
    assert!(file["moved_from"].as_str().unwrap().ends_with("in/a.txt"));
    let paths = sandbox.run(&["show", "a", "--json"]).objects()[0]["paths"].clone();
    assert_eq!(paths.as_array().unwrap().len(), 2, "both are kept");
}

#[test]
fn a_file_of_too_many_pages_is_refused_until_the_limit_is_raised() {
    let sandbox = Sandbox::new();
    sandbox.write("in/a.txt", DUMP);
    let run = sandbox.run(&["ingest", "in", "--max-pages", "1"]);
    assert_eq!(run.code, 3);
    assert!(
        run.stderr.contains("2 pages, more than the 1 of --max-pages"),
        "{}",
        run.stderr
    );
    let run = sandbox.run(&["ingest", "in", "--max-pages", "2"]);
    assert_eq!(run.stdout, "ingested 1 issue, 0 unchanged, 0 refused\n");

    // A PDF file is refused whole, and not cut.
    sandbox.write("pdf/a.pdf", with_pages(&["Un texte", "Un autre", "Le dernier"]));
    for isolate in [&["--quiet"][..], &["--isolate"]] {
        let mut arguments = vec!["ingest", "pdf", "--max-pages", "2"];
        arguments.extend(isolate);
        let run = sandbox.run(&arguments);
        assert_eq!(run.code, 3);
        let told = "3 pages, more than the 2 of --max-pages";
        assert!(run.stderr.contains(told), "{}", run.stderr);
    }
    let run = sandbox.run(&["ingest", "pdf", "--max-pages", "3"]);
    assert_eq!(run.stdout, "ingested 1 issue, 0 unchanged, 0 refused\n");
    assert_eq!(sandbox.run(&["search", "dernier"]).code, 0);
}

#[test]
fn an_issue_that_was_removed_stays_out_until_it_is_readmitted() {
    let sandbox = Sandbox::new();
    let id = sandbox.with_two_issues();
    assert_eq!(sandbox.run(&["remove", &id]).code, 2, "a reason is wanted");
    let dry = sandbox.run(&["remove", &id, "--dry-run"]);
    assert!(dry.stdout.starts_with("would remove"), "{}", dry.stdout);
    let run = sandbox.run(&["remove", &id, "--reason", "withdrawn", "--json"]);
    assert_eq!(summary(&run)["issues"], 1);
    assert_eq!(sandbox.run(&["search", "écluse"]).code, 1, "the index follows");
    assert_eq!(summary(&sandbox.run(&["list", "--json"]))["issues"], 1);
    let run = sandbox.run(&["ingest", "in", "--json"]);
    let removed: Vec<Value> = run
        .objects()
        .into_iter()
        .filter(|file| file["outcome"] == "removed")
        .collect();
    assert!(removed[0]["message"].as_str().unwrap().ends_with("withdrawn"));
    assert_eq!(sandbox.run(&["verify"]).code, 0);
    assert_eq!(
        sandbox.run(&["remove", "--list", "--json"]).objects()[0]["reason"],
        "withdrawn"
    );
    let run = sandbox.run(&["ingest", "in", "--readmit", "--json"]);
    assert_eq!(summary(&run)["ingested"], 1);
    assert_eq!(sandbox.run(&["verify"]).code, 0);
    assert_eq!(sandbox.run(&["show", &id]).code, 0);
}

#[test]
fn an_issue_that_was_saved_again_is_told_with_its_twin() {
    let sandbox = Sandbox::new();
    let text: Vec<String> = (0..400).map(|number| format!("mot{number}")).collect();
    sandbox.write("in/a.txt", format!("La Lettre\n\n{}\n", text.join(" ")));
    assert_eq!(sandbox.run(&["ingest", "in"]).code, 0);
    sandbox.write("in/b.txt", format!("La Lettre\n\n{} fin\n", text.join(" ")));
    let run = sandbox.run(&["ingest", "in", "--json"]);
    assert_eq!(summary(&run)["near_duplicates"], 1);
    let near: Vec<Value> = run
        .objects()
        .into_iter()
        .filter(|line| line["type"] == "near_duplicate")
        .collect();
    assert_eq!(
        (&near[0]["slug"], &near[0]["twin_slug"]),
        (&"b".into(), &"a".into())
    );
    let listed = sandbox.run(&["duplicates"]);
    assert!(listed.stdout.contains("% the same as b"), "{}", listed.stdout);
    assert_eq!(
        summary(&sandbox.run(&["list", "--json"]))["issues"],
        2,
        "nothing is dropped"
    );
}

#[test]
fn missing_numbers_are_told_by_publication() {
    let sandbox = Sandbox::new();
    for number in [1, 2, 5] {
        let text = format!(
            "La Lettre du canal\nLettre d'information n° {number} - mars 20{number:02}\n\nUn texte.\n"
        );
        sandbox.write(&format!("in/n{number}.txt"), text);
    }
    assert_eq!(sandbox.run(&["ingest", "in"]).code, 0);
    let run = sandbox.run(&["gaps", "lettre du canal"]);
    assert!(run.stdout.contains("held           1-2, 5"), "{}", run.stdout);
    assert!(run.stdout.contains("missing        3-4"), "{}", run.stdout);
    assert_eq!(sandbox.run(&["gaps", "autre"]).code, 2);
}

#[test]
fn a_new_reading_is_shown_before_it_is_kept() {
    let sandbox = Sandbox::new();
    let id = sandbox.with_two_issues();
    let path = std::fs::read_dir(sandbox.path("gazette-archive/records").join(&id[..2]))
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let record = std::fs::read_to_string(&path).unwrap();
    let older = record
        .replace("La Lettre du canal", "La Letre")
        .replace("\"pipeline\": 1", "\"pipeline\": 0");
    assert_ne!(record, older);
    std::fs::write(&path, &older).unwrap();
    let dry = sandbox.run(&["reread", "--dry-run"]);
    assert!(
        dry.stdout.contains("title: La Letre -> La Lettre du canal"),
        "{}",
        dry.stdout
    );
    assert_eq!(std::fs::read_to_string(&path).unwrap(), older);
    assert_eq!(summary(&sandbox.run(&["reread", "--json"]))["changed"], 1);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), record);
    assert_eq!(sandbox.run(&["verify"]).code, 0);
}

#[test]
fn a_file_is_read_apart_with_the_same_result() {
    let sandbox = Sandbox::new();
    sandbox.write("in/a.txt", DUMP);
    sandbox.write("in/b.pdf", "Bonjour");
    let run = sandbox.run(&["ingest", "in", "--isolate", "--json"]);
    assert_eq!(run.code, 3);
    let codes: Vec<Value> = run.objects().iter().map(|line| line["code"].clone()).collect();
    assert_eq!(codes[1], "not_a_pdf");
    let apart = record(&sandbox, "a");
    let alone = sandbox.run(&["extract", "in/a.txt", "--json"]).objects()[0]["record"].clone();
    assert_eq!(apart, alone);
}
