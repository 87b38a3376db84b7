//! Records out of the archive, and the schema that they keep to.
use crate::support::Sandbox;
use serde_json::Value;

#[test]
fn json_is_an_array_and_jsonl_a_record_a_line() {
    let sandbox = Sandbox::new();
    let id = sandbox.with_two_issues();
    let all: Vec<Value> = serde_json::from_str(&sandbox.run(&["export"]).stdout).unwrap();
    assert_eq!(all.len(), 2);
    let one: Vec<Value> = serde_json::from_str(&sandbox.run(&["export", &id]).stdout).unwrap();
    assert_eq!(one[0]["id"], id.as_str());
    let lines = sandbox.run(&["export", "--format", "jsonl"]).objects();
    assert_eq!(lines, all);
    let twice = sandbox
        .run(&["export", &id, &id[..8], "--format", "jsonl"])
        .objects();
    assert_eq!(twice.len(), 1);
}

#[test]
fn a_record_keeps_to_the_schema_that_the_program_prints() {
    let sandbox = Sandbox::new();
    sandbox.with_two_issues();
    let schema: Value = serde_json::from_str(&sandbox.run(&["schema"]).stdout).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for record in sandbox.run(&["export", "--format", "jsonl"]).objects() {
        let errors: Vec<String> = validator
            .iter_errors(&record)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
}

#[test]
fn with_output_each_issue_gets_a_file() {
    let sandbox = Sandbox::new();
    sandbox.with_two_issues();
    for (format, extension) in [
        ("json", "json"),
        ("jsonl", "jsonl"),
        ("markdown", "md"),
        ("text", "txt"),
    ] {
        let run = sandbox.run(&["export", "--format", format, "--output", "out"]);
        assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
        assert_eq!(run.stderr, "wrote 2 files to out\n");
        let path = sandbox.path("out").join(format!("lettre-2012-03.{extension}"));
        assert!(path.metadata().unwrap().len() > 0);
    }
    let written = std::fs::read_dir(sandbox.path("out")).unwrap().count();
    assert_eq!(written, 8, "nothing is left that was not finished");
    let record: Value =
        serde_json::from_slice(&std::fs::read(sandbox.path("out/lettre-2013.json")).unwrap()).unwrap();
    assert_eq!(record["slug"], "lettre-2013");
}

#[test]
fn the_same_archive_gives_the_same_bytes() {
    let sandbox = Sandbox::new();
    sandbox.with_two_issues();
    let again = sandbox
        .command(&["ingest", "in", "--archive", "autre"])
        .status()
        .unwrap();
    assert!(again.success());
    let first = sandbox.run(&["export"]);
    assert_eq!(
        first.stdout,
        sandbox.run(&["export", "--archive", "autre"]).stdout
    );
}

#[test]
fn extract_gives_the_record_that_the_archive_keeps() {
    let sandbox = Sandbox::new();
    let id = sandbox.with_two_issues();
    let extracted: Value =
        serde_json::from_str(&sandbox.run(&["extract", "in/lettre-2012-03.txt"]).stdout).unwrap();
    let kept = sandbox.run(&["show", &id, "--json"]).objects()[0]["record"].clone();
    assert_eq!(extracted, kept);
}

#[test]
fn an_empty_export_is_an_empty_array() {
    let sandbox = Sandbox::new();
    sandbox.write("gazette-archive/gazette.toml", "format = 1\nname = \"vide\"\n");
    assert_eq!(sandbox.run(&["export"]).stdout, "[]\n");
    assert_eq!(sandbox.run(&["export", "--format", "jsonl"]).stdout, "");
    assert_eq!(sandbox.run(&["list", "--json"]).objects().len(), 1);
}

#[test]
fn pieces_are_chosen_by_query_date_and_publication() {
    let sandbox = Sandbox::new();
    let id = sandbox.with_two_issues();
    let all = sandbox
        .run(&["export", "--format", "jsonl", "--of", "sections"])
        .objects();
    assert!(all.iter().all(|line| line["type"] == "section"));
    let of_one = all.iter().filter(|line| line["issue"] == id.as_str()).count();
    assert!(of_one > 0 && of_one < all.len());

    let one = sandbox
        .run(&["export", &id, "--of", "sections", "--json"])
        .objects();
    assert_eq!(one.last(), None, "json is a format of whole issues");
    let one = sandbox
        .run(&["export", &id, "--format", "csv", "--json"])
        .objects();
    assert_eq!(one.len(), of_one + 1);
    assert_eq!(one[of_one]["type"], "summary");
    assert_eq!(one[of_one]["pieces"], of_one);

    let none = sandbox.run(&["export", "--format", "csv", "--from", "2999", "--json"]);
    assert_eq!(none.code, 0);
    assert_eq!(none.objects().len(), 1);
    let none = sandbox.run(&["export", "--format", "csv", "--query", "zygomorphe"]);
    assert_eq!((none.code, none.stdout.lines().count()), (0, 1));
}

#[test]
fn what_cannot_be_exported_is_refused_with_a_hint() {
    let sandbox = Sandbox::new();
    sandbox.with_two_issues();
    for arguments in [
        &["export", "--format", "ris", "--of", "links"][..],
        &["export", "--bom"],
        &["export", "--format", "csv", "--delimiter", "\""],
        &["export", "--format", "bagit"],
        &["export", "--format", "markdown", "--of", "sections"],
    ] {
        let run = sandbox.run(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(run.stderr.contains("hint: "), "{arguments:?}: {}", run.stderr);
    }
}

#[test]
fn an_issue_and_its_section_are_cited() {
    let sandbox = Sandbox::new();
    let id = sandbox.with_two_issues();
    let sections = sandbox
        .run(&["export", &id, "--format", "csv", "--json"])
        .objects();
    let section = sections[0]["section"]["id"].as_str().unwrap();
    let place = format!("{id}#{section}");
    assert!(sandbox.run(&["cite", &id]).stdout.starts_with("@misc{"));
    let ris = sandbox.run(&["cite", &place, "--format", "ris"]).stdout;
    assert!(ris.contains(&format!("AN  - {place}\r\n")), "{ris}");
    let cited = sandbox
        .run(&["cite", &place, "--format", "csl", "--json"])
        .objects();
    assert_eq!(cited[0]["section"], section);
    assert_eq!(cited[1]["type"], "summary");
    assert_eq!(sandbox.run(&["cite", &format!("{id}#aucune")]).code, 2);
}

#[test]
fn a_bag_holds_an_archive_and_replaces_nothing() {
    let sandbox = Sandbox::new();
    let id = sandbox.with_two_issues();
    assert_eq!(
        sandbox
            .run(&["export", "--format", "bagit", "--output", "sac"])
            .code,
        0
    );
    assert_eq!(
        sandbox.run(&["export", "--format", "jsonl"]).stdout,
        sandbox
            .run(&["export", "--format", "jsonl", "--archive", "sac/data"])
            .stdout
    );
    assert_eq!(
        sandbox
            .run(&["export", "--format", "bagit", "--output", "sac"])
            .code,
        2
    );
    let run = sandbox.run(&["export", &id, "--format", "bagit", "--output", "un/sac"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let one = sandbox
        .run(&["export", "--format", "jsonl", "--archive", "un/sac/data"])
        .objects();
    assert_eq!(one.len(), 1);
    let events = std::fs::read_to_string(sandbox.path("un/sac/data/events.jsonl")).unwrap();
    assert!(events.lines().count() > 0 && events.lines().all(|line| line.contains(&id)));
}

#[test]
fn one_file_for_all_is_named_by_its_ending() {
    let sandbox = Sandbox::new();
    sandbox.with_two_issues();
    for (name, format, of) in [
        ("a.csv", "csv", "events"),
        ("b.ris", "ris", "sections"),
        ("c.md", "markdown", "issues"),
    ] {
        let run = sandbox.run(&["export", "--output", name, "--of", of]);
        assert_eq!(
            (run.code, run.stderr.as_str()),
            (0, format!("wrote 2 issues to {name}\n").as_str())
        );
        let written = std::fs::read_to_string(sandbox.path(name)).unwrap();
        assert_eq!(
            written,
            sandbox.run(&["export", "--format", format, "--of", of]).stdout
        );
    }
    // A folder that is there is a folder, and nothing that was begun is left.
    std::fs::create_dir(sandbox.path("d.json")).unwrap();
    assert_eq!(sandbox.run(&["export", "--output", "d.json"]).code, 0);
    assert_eq!(std::fs::read_dir(sandbox.path("d.json")).unwrap().count(), 2);
    // A file that cannot be replaced is told, and the one that stood there stays.
    let run = sandbox.run(&["export", "--output", "nulle/part.json"]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    let names: Vec<String> = std::fs::read_dir(sandbox.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert!(!names.iter().any(|name| name.ends_with(".part")), "{names:?}");
}

#[test]
fn lines_keep_to_the_schema_of_what_they_are_about() {
    let sandbox = Sandbox::new();
    sandbox.with_two_issues();
    for of in ["sections", "links", "events"] {
        let schema: Value = serde_json::from_str(&sandbox.run(&["schema", "--of", of]).stdout).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let lines = sandbox
            .run(&["export", "--format", "jsonl", "--of", of])
            .objects();
        assert!(!lines.is_empty(), "{of}");
        for line in lines {
            let errors: Vec<String> = validator
                .iter_errors(&line)
                .map(|error| error.to_string())
                .collect();
            assert!(errors.is_empty(), "{of}: {errors:?}");
        }
    }
    let doc = sandbox.run(&["schema", "--doc"]).stdout;
    assert!(
        doc.contains("- `sections[].blocks[].text` (string): Its text"),
        "{doc}"
    );
}

#[test]
fn tables_for_spreadsheets_run_nothing() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "r.jsonl",
        r#"{"title":"=1+1","sections":[{"title":"-2","text":"@lettre"}]}"#,
    );
    assert_eq!(sandbox.run(&["import", "r.jsonl"]).code, 0);
    let plain = sandbox.run(&["export", "--format", "csv"]).stdout;
    assert!(plain.contains(",-2,") && plain.contains("@lettre"), "{plain}");
    let guarded = sandbox
        .run(&["export", "--format", "csv", "--spreadsheet"])
        .stdout;
    assert!(
        guarded.starts_with('\u{FEFF}') && guarded.contains(";'-2;") && guarded.contains(";'@lettre"),
        "{guarded}"
    );
    let hits = sandbox
        .run(&["search", "lettre", "--format", "csv", "--spreadsheet"])
        .stdout;
    assert!(
        hits.starts_with('\u{FEFF}') && hits.contains(";'=1+1;") && hits.contains(";'@lettre"),
        "{hits}"
    );
    assert_eq!(sandbox.run(&["search", "lettre", "--spreadsheet"]).code, 2);
}
