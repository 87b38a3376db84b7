//! Personal data taken out of an export, in every format that the program has: a format that is added is walked too.
use crate::support::{Run, Sandbox};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

const REDACT: &str = "email,phone,iban,nir,address,names:names.txt";

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/redaction")
        .join(name)
}

/// An archive of the fixtures with every kind of personal data, in every place of a record.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    for name in ["names.txt", "allowed.txt", "carnet.json"] {
        sandbox.write(name, std::fs::read(fixture(name)).unwrap());
    }
    let dump = "carnet-odile-marchemin-06-39-98-12-34.txt";
    sandbox.write(&format!("in/{dump}"), std::fs::read(fixture(dump)).unwrap());
    let run = sandbox.run(&["ingest", "in"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let run = sandbox.run(&["import", "carnet.json"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    sandbox
}

/// Letters and figures alone, folded: however a value is written, it is in there. Addresses of the web are decoded.
fn squeezed(text: &str) -> String {
    let mut text = text.to_string();
    for _ in 0..4 {
        text = percent_encoding::percent_decode_str(&text)
            .decode_utf8_lossy()
            .into_owned();
    }
    let letters = text
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase);
    letters.filter(|c| c.is_alphanumeric()).collect()
}

fn personal() -> Vec<String> {
    let text = std::fs::read_to_string(fixture("personal.txt")).unwrap();
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .map(str::to_string)
        .collect()
}

/// What is left of the personal data in a text.
fn left(text: &str) -> Vec<String> {
    let squeezed = squeezed(text);
    personal()
        .into_iter()
        .filter(|value| squeezed.contains(value))
        .collect()
}

fn whole(run: &Run) -> String {
    format!("{}\n{}", run.stdout, run.stderr)
}

/// The values of an option, as the program itself names them.
fn values_of(sandbox: &Sandbox, option: &str) -> Vec<String> {
    let error = sandbox.run(&["export", option, "zzz", "--json"]).error();
    let message = error["message"].as_str().unwrap().to_string();
    let (_, list) = message.split_once("[possible values: ").unwrap();
    list.trim_end_matches(']')
        .split(", ")
        .map(str::to_string)
        .collect()
}

/// Each format with each thing that it can be about, as arguments.
fn formats(sandbox: &Sandbox) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for format in values_of(sandbox, "--format") {
        // They hold originals, or what is read from them anew: with --redact they are refused.
        if ["bagit", "alto", "pdf"].contains(&format.as_str()) {
            continue;
        }
        let mut count = 0;
        for of in values_of(sandbox, "--of") {
            let mut arguments: Vec<String> = ["export", "--format", &format, "--of", &of]
                .map(str::to_string)
                .into();
            if format == "oai" {
                let own = [
                    "--base-url",
                    "https://relais.example/oai",
                    "--admin-email",
                    "oai@relais.example",
                ];
                arguments.extend(own.map(str::to_string));
                arguments.extend(["--datestamp".to_string(), "2026-01-31".to_string()]);
            }
            let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
            if sandbox.run(&words).code == 0 {
                all.push(arguments);
                count += 1;
            }
        }
        assert!(count > 0, "{format} is about nothing");
    }
    all
}

#[test]
fn no_personal_string_survives_in_any_format() {
    let sandbox = sandbox();
    let raw = sandbox.run(&["export"]);
    assert_eq!(left(&raw.stdout), personal(), "the fixtures hold all of it");
    let formats = formats(&sandbox);
    assert!(formats.len() >= 20, "{}", formats.len());
    let mut faults = Vec::new();
    for (index, format) in formats.iter().enumerate() {
        let mut arguments: Vec<&str> = format.iter().map(String::as_str).collect();
        arguments.extend(["--redact", REDACT]);
        let told = arguments.join(" ");
        let run = sandbox.run(&arguments);
        assert_eq!(run.code, 0, "{told}: {}", run.stderr);
        faults.extend(
            left(&whole(&run))
                .into_iter()
                .map(|value| format!("{told}: {value}")),
        );

        let mut with_json = arguments.clone();
        with_json.push("--json");
        let run = sandbox.run(&with_json);
        assert_eq!(run.code, 0, "{told} --json: {}", run.stderr);
        faults.extend(
            left(&whole(&run))
                .into_iter()
                .map(|value| format!("{told} --json: {value}")),
        );

        let folder = format!("out-{index}");
        let is_one_file = format.iter().any(|word| word == "oai");
        let output = if is_one_file {
            format!("{folder}.xml")
        } else {
            folder
        };
        let mut to_files = arguments.clone();
        to_files.extend(["--output", &output, "--redaction-log", "log.jsonl"]);
        let run = sandbox.run(&to_files);
        assert_eq!(run.code, 0, "{told} --output: {}", run.stderr);
        let mut written = whole(&run);
        for entry in walkdir::WalkDir::new(sandbox.path(&output)).into_iter().flatten() {
            written.push_str(
                &entry
                    .path()
                    .strip_prefix(sandbox.path(""))
                    .unwrap()
                    .to_string_lossy(),
            );
            if entry.file_type().is_file() {
                written.push_str(&std::fs::read_to_string(entry.path()).unwrap());
            }
        }
        let log = std::fs::read_to_string(sandbox.path("log.jsonl")).unwrap();
        assert!(log.lines().count() > 10, "{log}");
        written.push_str(&log);
        faults.extend(
            left(&written)
                .into_iter()
                .map(|value| format!("{told} --output: {value}")),
        );
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_redacted_record_is_one_and_says_so() {
    let sandbox = sandbox();
    let schema: serde_json::Value = serde_json::from_str(&sandbox.run(&["schema"]).stdout).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let run = sandbox.run(&["export", "--format", "jsonl", "--redact", REDACT]);
    for record in run.objects() {
        assert!(validator.is_valid(&record), "{record}");
        let redacted: Vec<&str> = record["redacted"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|kind| kind.as_str())
            .collect();
        assert_eq!(redacted, ["email", "phone", "iban", "nir", "address", "name"]);
        // Every section that is named is there.
        let ids: BTreeSet<&str> = record["sections"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|section| section["id"].as_str())
            .collect();
        for named in ["links", "events", "corrections"] {
            for object in record[named].as_array().unwrap() {
                for key in ["section", "target_section"] {
                    let id = object[key].as_str();
                    assert!(id.is_none_or(|id| ids.contains(id)), "{object}");
                }
            }
        }
    }
    assert!(run.stderr.contains("look at the result"), "{}", run.stderr);
    // The same value has the same placeholder in both issues, and the archive is as it was.
    assert!(run.stdout.contains("[courriel masqué 1]"));
    assert_eq!(
        run.stdout,
        sandbox
            .run(&["export", "--format", "jsonl", "--redact", REDACT])
            .stdout
    );
    assert!(
        sandbox
            .run(&["export"])
            .stdout
            .contains("odile.marchemin@courrier.example")
    );
    let plain = sandbox.run(&["export", "--format", "jsonl"]).objects();
    assert!(
        plain
            .iter()
            .all(|record| record["redacted"] == serde_json::json!([]))
    );
}

#[test]
fn what_institutions_print_of_themselves_may_stay() {
    let sandbox = sandbox();
    let text = |more: &[&str]| {
        let mut arguments = vec!["export", "--format", "text", "--redact", REDACT];
        arguments.extend(more);
        sandbox.run(&arguments).stdout
    };
    let strict = text(&[]);
    assert!(
        !strict.contains("contact@troismoulins") && !strict.contains("02 61 91 00 00"),
        "{strict}"
    );
    let lenient = text(&["--allow", "allowed.txt"]);
    assert!(
        lenient
            .contains("3 place de la Halle, 50200 Coutrebec ; contact@troismoulins.example, 02 61 91 00 00."),
        "{lenient}"
    );
    assert_eq!(left(&lenient), Vec::<String>::new());
    assert!(
        lenient.contains("Les 12 cours de danse coûtent 120 euros."),
        "{lenient}"
    );
}

#[test]
fn the_list_beforehand_has_page_and_kind_and_exports_nothing() {
    let sandbox = sandbox();
    let arguments = ["export", "--redact", REDACT, "--dry-run", "--output", "out.json"];
    let run = sandbox.run(&arguments);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let line = run
        .stdout
        .lines()
        .find(|line| line.contains("06 39 98 12 34  (section.text"))
        .unwrap();
    assert!(
        line.contains("p. 1") && line.contains("phone") && line.contains("[téléphone masqué "),
        "{line}"
    );
    assert!(!sandbox.path("out.json").exists());
    let mut with_json = arguments.to_vec();
    with_json.push("--json");
    let objects = sandbox.run(&with_json).objects();
    let (summary, listed) = objects.split_last().unwrap();
    assert!(
        listed
            .iter()
            .all(|object| object["type"] == "redaction" && object["text"].is_string())
    );
    assert_eq!(summary["redactions"], listed.len());
    let kinds: BTreeSet<&str> = listed
        .iter()
        .filter_map(|object| object["kind"].as_str())
        .collect();
    assert_eq!(
        kinds,
        BTreeSet::from(["email", "phone", "iban", "nir", "address", "name"])
    );
}

#[test]
fn what_cannot_be_redacted_is_refused() {
    let sandbox = sandbox();
    for (arguments, message) in [
        (
            &["--redact", "email", "--format", "bagit", "-o", "sac"][..],
            "originals",
        ),
        (&["--redact", "emails"], "emails is nothing"),
        (&["--redact", "names:"], "names: is nothing"),
        (&["--allow", "allowed.txt"], "--redact"),
        (&["--dry-run"], "--redact"),
    ] {
        let mut all = vec!["export"];
        all.extend(arguments);
        let run = sandbox.run(&all);
        assert_eq!(run.code, 2, "{arguments:?}");
        assert!(run.stderr.contains(message), "{arguments:?}: {}", run.stderr);
        assert!(!sandbox.path("sac").exists());
    }
    assert_eq!(sandbox.run(&["export", "--redact", "names:nowhere"]).code, 3);
}

#[test]
fn a_query_chooses_sections_whose_identifiers_are_masked() {
    let sandbox = sandbox();
    let query = [
        "export", "--query", "goazec", "--format", "jsonl", "--of", "sections",
    ];
    let plain = sandbox.run(&query).objects().len();
    let mut redacted = query.to_vec();
    redacted.extend(["--redact", REDACT]);
    assert!(plain > 0);
    assert_eq!(sandbox.run(&redacted).objects().len(), plain);
}
