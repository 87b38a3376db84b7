//! Records in and out, and what is counted over the whole archive.
use crate::support::Sandbox;

const RECORDS: &str = r#"{"title":"Le Quai no 1","publication":"Le Quai","date":"2010-03","external_id":"q1","sections":[{"id":"bac","title":"Le bac","text":"Le bac passe à quai. Le passeur attend au bac.","external_id":"q1-bac"}],"links":[{"url":"https://www.bac.example/horaires","text":"Les horaires","section":"bac"}]}
{"title":"Le Quai no 2","publication":"Le Quai","date":"2013-06","sections":[{"title":"Crue","text":"La rivière monte et le bac reste au port."}]}
"#;

fn with_records() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("in/quai.jsonl", RECORDS);
    let run = sandbox.run(&["import", "in"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(
        run.stdout,
        "imported 2 records, 0 replaced, 0 unchanged, 0 refused\n"
    );
    sandbox
}

#[test]
fn an_exported_archive_comes_back() {
    let sandbox = Sandbox::new();
    sandbox.with_two_issues();
    let exported = sandbox.run(&["export", "--format", "jsonl"]).stdout;
    for (name, arguments) in [
        ("lines.jsonl", &["export", "--format", "jsonl"][..]),
        ("array.json", &["export", "--format", "json"]),
        ("objects.jsonl", &["export", "--json"]),
    ] {
        let text = sandbox.run(arguments).stdout;
        sandbox.write(name, text);
        let copy = format!("copy-{name}");
        let run = sandbox.run(&["import", name, "--archive", &copy]);
        assert_eq!(run.code, 0, "{name}: {}", run.stderr);
        let again = sandbox.run(&["export", "--format", "jsonl", "--archive", &copy]);
        assert_eq!(again.stdout, exported, "{name}");
        assert_eq!(sandbox.run(&["search", "écluse", "--archive", &copy]).code, 0);
    }
}

#[test]
fn bad_records_are_named_and_the_others_taken() {
    let sandbox = Sandbox::new();
    sandbox.write("r.jsonl", format!("{{\"sections\": 3}}\n{RECORDS}"));
    let run = sandbox.run(&["import", "r.jsonl"]);
    assert_eq!(run.code, 3);
    assert!(
        run.stderr.contains("r.jsonl, line 1: not a record"),
        "{}",
        run.stderr
    );
    assert!(run.stdout.starts_with("imported 2 records"), "{}", run.stdout);
    let objects = sandbox.run(&["import", "r.jsonl", "--json"]).objects();
    let outcomes: Vec<&str> = objects
        .iter()
        .filter_map(|object| object["outcome"].as_str())
        .collect();
    assert_eq!(outcomes, ["refused", "unchanged", "unchanged"]);
    assert_eq!(objects[0]["code"], "invalid_record");
    assert_eq!(objects[3]["type"], "summary");
    assert_eq!(sandbox.run(&["import", "nowhere.jsonl"]).code, 3);
}

#[test]
fn a_batch_answers_each_query_under_its_identifier() {
    let sandbox = with_records();
    sandbox.write("q.tsv", "a\tbac quai\nb\tnuage\nc\tre:bac \"quai\n");
    let run = sandbox.run(&["search", "--batch", "q.tsv", "--any", "--limit", "5"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let objects = run.objects();
    assert_eq!(objects[0]["query_id"], "a");
    assert_eq!(
        (&objects[0]["external_id"], &objects[0]["rank"]),
        (&"q1-bac".into(), &1.into())
    );
    let summary = objects.last().unwrap();
    assert_eq!(
        (&summary["type"], &summary["answered"]),
        (&"summary".into(), &2.into())
    );
    assert_eq!(
        (&summary["read_as_words"], &summary["refused"]),
        (&1.into(), &0.into())
    );
    assert!(run.stderr.contains("query c"), "{}", run.stderr);
    let table = sandbox
        .run(&["search", "--batch", "q.tsv", "--any", "--format", "csv"])
        .stdout;
    assert!(table.starts_with("query_id,rank,external_id,"), "{table}");
    assert!(table.contains("a,1,q1-bac,"), "{table}");
}

#[test]
fn facets_count_all_that_matches() {
    let sandbox = with_records();
    let objects = sandbox
        .run(&[
            "search", "bac", "--facet", "year", "--facet", "host", "-n", "1", "--json",
        ])
        .objects();
    let facets: Vec<(String, u64)> = objects
        .iter()
        .filter(|object| object["type"] == "facet")
        .map(|object| (object["value"].to_string(), object["sections"].as_u64().unwrap()))
        .collect();
    let expected = [
        ("\"2010\"", 1),
        ("\"2013\"", 1),
        ("\"bac.example\"", 1),
        ("null", 1),
    ];
    assert_eq!(facets, expected.map(|(value, count)| (value.to_string(), count)));
}

#[test]
fn a_concordance_has_the_words_in_the_middle() {
    let sandbox = with_records();
    let run = sandbox.run(&["kwic", "bac", "--width", "12"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(lines.len(), 4, "{}", run.stdout);
    assert!(
        lines[1].starts_with("         Le bac passe à qua"),
        "{:?}",
        lines[1]
    );
    let table = sandbox
        .run(&["kwic", "bac", "--sort", "right", "--format", "csv"])
        .stdout;
    assert!(table.starts_with("left,keyword,right,date,"), "{table}");
    let objects = sandbox.run(&["kwic", "bac", "--json"]).objects();
    assert_eq!(
        (&objects[0]["type"], &objects[4]["total"]),
        (&"line".into(), &4.into())
    );
    assert_eq!(sandbox.run(&["kwic", "nuage"]).code, 1);
}

#[test]
fn a_trend_names_the_years_without_issues() {
    let sandbox = with_records();
    let run = sandbox.run(&["trend", "bac"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("no issue of: 2011..2012"), "{}", run.stderr);
    let objects = sandbox.run(&["trend", "bac", "--json"]).objects();
    let first = &objects[0];
    assert_eq!(
        (&first["period"], &first["occurrences"]),
        (&"2010".into(), &3.into())
    );
    assert_eq!(
        (&first["all_words"], &first["all_issues"]),
        (&12.into(), &1.into())
    );
    assert_eq!(first["per_10000_words"], 2500.0);
    assert_eq!(objects[4]["gaps"][0], "2011..2012");
    let svg = sandbox
        .run(&["trend", "bac & <port>", "--any", "--format", "svg"])
        .stdout;
    assert!(
        svg.starts_with("<svg ") && svg.contains("bac &amp; &lt;port&gt;"),
        "{svg}"
    );
    let table = sandbox
        .run(&["trend", "bac", "--by", "month", "--format", "csv"])
        .stdout;
    assert!(table.contains("2010-03,3,1,1,1,1,12,2500"), "{table}");
}

#[test]
fn the_analysis_shows_its_keys() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["analyze", "L'Animateur.trice", "--json"]);
    let objects = run.objects();
    let tokens: Vec<&str> = objects
        .iter()
        .filter_map(|object| object["token"].as_str())
        .collect();
    assert_eq!(tokens, ["animateur", "animatrice"]);
    assert_eq!(
        (&objects[0]["printed"], &objects[0]["start"]),
        (&"Animateur.trice".into(), &2.into())
    );
    assert_eq!(objects[2]["type"], "summary");
    assert!(sandbox.run(&["analyze", "où"]).stdout.contains("stop word"));
}

#[test]
fn a_notice_printed_again_is_shown_once() {
    let sandbox = Sandbox::new();
    let notice =
        "La permanence se tient chaque mardi de neuf heures à midi dans la salle du bas, près de la mairie.";
    let mut records = String::new();
    for month in 1..=3 {
        let record = format!(
            "{{\"title\":\"Lettre {month}\",\"date\":\"2020-0{month}\",\"sections\":[{{\"title\":\"Avis\",\"text\":\"{notice}\"}}]}}\n"
        );
        records.push_str(&record);
    }
    sandbox.write("r.jsonl", records);
    sandbox.run(&["import", "r.jsonl"]);
    let run = sandbox.run(&["search", "permanence"]);
    assert!(
        run.stdout.contains("nearly the same 2 times more: lettre-"),
        "{}",
        run.stdout
    );
    let objects = sandbox.run(&["search", "permanence", "--json"]).objects();
    assert_eq!(
        (objects.len(), objects[0]["copies"].as_array().unwrap().len()),
        (2, 2)
    );
    let all = sandbox
        .run(&["search", "permanence", "--all-copies", "--json"])
        .objects();
    assert_eq!(all.len(), 4);
}

#[test]
fn an_explanation_tells_keys_and_scores() {
    let sandbox = with_records();
    let run = sandbox.run(&["search", "rivière OU =bac", "--explain"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for part in ["any", "word  rivière", "light rivi", "exact  bac", "score "] {
        assert!(run.stdout.contains(part), "{part}: {}", run.stdout);
    }
}

/// Two issues, one of them corrected in every way.
fn corrected() -> (Sandbox, String) {
    let sandbox = Sandbox::new();
    let id = sandbox.with_two_issues();
    let section = sandbox
        .run(&["export", &id, "--format", "csv", "--json"])
        .objects()[0]["section"]["id"]
        .clone();
    let section = section.as_str().unwrap();
    for set in [
        &[
            "--title",
            "La Lettre du grand canal",
            "--date",
            "avril 2012",
            "--number",
            "",
            "--rights",
            "CC BY",
        ][..],
        &[
            "--note",
            "Don de la mairie",
            "--publication",
            "La Lettre",
            "--by",
            "Ana",
        ],
        &[
            "--section",
            section,
            "--section-title",
            "Une assemblée réussie",
            "--level",
            "2",
        ],
    ] {
        let mut arguments = vec!["correct", &id];
        arguments.extend(set);
        let run = sandbox.run(&arguments);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
    (sandbox, id)
}

#[test]
fn what_was_set_by_hand_comes_back_with_the_records() {
    let (sandbox, id) = corrected();
    let before = sandbox.run(&["export", "--format", "jsonl"]).stdout;
    for (index, output) in ["a.json", "a.jsonl", "a.jsonl.gz", "a.json.zst", "dossier"]
        .iter()
        .enumerate()
    {
        let run = sandbox.run(&["export", "--output", output]);
        assert_eq!(run.code, 0, "{output}: {}", run.stderr);
        let copy = format!("copie-{index}");
        let run = sandbox.run(&["import", output, "--archive", &copy]);
        assert_eq!(run.code, 0, "{output}: {}", run.stderr);
        assert!(
            run.stdout.starts_with("imported 2 records"),
            "{output}: {}",
            run.stdout
        );
        let after = sandbox
            .run(&["export", "--format", "jsonl", "--archive", &copy])
            .stdout;
        assert_eq!(before, after, "{output}");
        let again = sandbox.run(&["import", output, "--archive", &copy]).stdout;
        assert!(again.contains("2 unchanged"), "{output}: {again}");
        // Nothing is wrong with it but that the originals stayed behind.
        let mut verified = sandbox.run(&["verify", "--json", "--archive", &copy]).objects();
        verified.retain(|object| object["type"] == "finding" && object["kind"] != "missing_original");
        assert!(verified.is_empty(), "{verified:?}");
    }
    let listed = sandbox.run(&["correct", &id]).stdout;
    assert_eq!(
        listed,
        sandbox.run(&["correct", &id, "--archive", "copie-0"]).stdout
    );
    // It is a correction there too: it can be taken back.
    let undone = sandbox.run(&["correct", &id, "--undo", "title", "--archive", "copie-0"]);
    assert_eq!(undone.code, 0, "{}", undone.stderr);
    let title = sandbox
        .run(&["show", &id, "--json", "--archive", "copie-0"])
        .objects()[0]["record"]["title"]
        .clone();
    assert_eq!(title, "La Lettre du canal");
}

#[test]
fn a_filled_archive_takes_corrections_when_asked_and_keeps_its_own() {
    let (sandbox, _) = corrected();
    assert_eq!(sandbox.run(&["export", "-o", "a.jsonl.zst"]).code, 0);
    let before = sandbox.run(&["export", "--format", "jsonl"]).stdout;
    assert_eq!(sandbox.run(&["ingest", "in", "--archive", "autre"]).code, 0);
    let kept = sandbox.run(&["import", "a.jsonl.zst", "--archive", "autre"]);
    assert!(
        kept.stderr.contains("1 record of issues"),
        "{}{}",
        kept.stdout,
        kept.stderr
    );
    assert_eq!(
        sandbox
            .run(&["import", "a.jsonl.zst", "--replace", "--archive", "autre"])
            .code,
        0
    );
    assert_eq!(
        before,
        sandbox
            .run(&["export", "--format", "jsonl", "--archive", "autre"])
            .stdout
    );

    // What was set there and is not set in the record stays.
    assert_eq!(sandbox.run(&["export", "lettre-2013", "-o", "b.json"]).code, 0);
    let other = [
        "correct",
        "lettre-2013",
        "--note",
        "Exemplaire taché",
        "--archive",
        "autre",
    ];
    assert_eq!(sandbox.run(&other).code, 0);
    assert_eq!(
        sandbox
            .run(&["import", "b.json", "--replace", "--archive", "autre"])
            .code,
        0
    );
    let note = sandbox
        .run(&["show", "lettre-2013", "--json", "--archive", "autre"])
        .objects()[0]["record"]["note"]
        .clone();
    assert_eq!(note, "Exemplaire taché");
}

#[test]
fn records_of_an_older_shape_come_in() {
    let sandbox = Sandbox::new();
    sandbox.with_two_issues();
    let early =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/archives/format-1-early/records");
    let run = sandbox.run(&["import", early.to_str().unwrap()]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    // What an older version left out is absent, not missing, and the round is closed.
    let mut older = sandbox
        .run(&["export", "lettre-2013", "--format", "jsonl"])
        .objects()
        .remove(0);
    let object = older.as_object_mut().unwrap();
    for key in [
        "title_evidence",
        "number_evidence",
        "rights",
        "note",
        "corrections",
        "redacted",
    ] {
        object.remove(key);
    }
    sandbox.write("older.json", older.to_string());
    assert_eq!(
        sandbox.run(&["import", "older.json", "--archive", "neuf"]).code,
        0
    );
    let first = sandbox.run(&["export", "--format", "jsonl", "--archive", "neuf"]);
    assert_eq!(first.objects()[0]["redacted"], serde_json::json!([]));
    sandbox.write("first.jsonl", &first.stdout);
    assert_eq!(
        sandbox
            .run(&["import", "first.jsonl", "--archive", "plus-neuf"])
            .code,
        0
    );
    assert_eq!(
        first.stdout,
        sandbox
            .run(&["export", "--format", "jsonl", "--archive", "plus-neuf"])
            .stdout
    );
}

#[test]
fn a_packed_file_that_was_cut_is_told() {
    let sandbox = Sandbox::new();
    sandbox.with_two_issues();
    for name in ["a.jsonl.gz", "a.jsonl.zst"] {
        assert_eq!(sandbox.run(&["export", "-o", name]).code, 0);
        let bytes = std::fs::read(sandbox.path(name)).unwrap();
        sandbox.write(name, &bytes[..bytes.len() / 2]);
        let run = sandbox.run(&["import", name, "--archive", "copie"]);
        assert_eq!(run.code, 3, "{name}: {}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains(name), "{}", run.stderr);
    }
}
