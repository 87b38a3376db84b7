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
