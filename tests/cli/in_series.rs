//! What only the issues of a series or an archive together tell: running lines, and the hyphens of words cut at a line's end.
use crate::support::Sandbox;
use crate::support::raw::{one_page, stream};

/// The line at the foot of each leaflet.
const FOOT: &str = "Maison du puits - 4 rue Haute - lepuits.example";

/// A leaflet of one page with a name, a number, some text and a foot.
fn leaflet(number: u32, text: &str) -> Vec<u8> {
    let lines = [
        (30, 780, "Le Puits".to_string()),
        (12, 750, format!("Bulletin n° {number} - mars 20{number:02}")),
        (18, 690, format!("Des nouvelles {text}")),
        (11, 660, format!("Les voisins se retrouvent {text} et en parlent")),
        (
            11,
            645,
            "autour de la margelle, comme chaque printemps, avec leurs".to_string(),
        ),
        (11, 630, "outils, leurs paniers et de quoi boire.".to_string()),
        (9, 40, FOOT.to_string()),
    ];
    let mut content = String::new();
    for (size, height, line) in lines {
        let line = line.replace('°', "\\260");
        content.push_str(&format!(
            "BT /F1 {size} Tf 1 0 0 1 60 {height} Tm ({line}) Tj ET\n"
        ));
    }
    let font = "/F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";
    one_page(stream("", content.as_bytes()), "", font, &[])
}

/// Of each issue, by short name: whether its foot is text, and whether it is furniture.
fn feet(sandbox: &Sandbox) -> Vec<(String, bool, bool)> {
    let run = sandbox.run(&["export", "--format", "jsonl"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let mut feet = Vec::new();
    for line in run.stdout.lines() {
        let issue: serde_json::Value = serde_json::from_str(line).unwrap();
        let texts = issue["sections"].as_array().unwrap().iter();
        let is_text = texts
            .map(|section| section["text"].as_str().unwrap())
            .any(|text| text.contains("4 rue Haute"));
        let mut furniture = issue["furniture"].as_array().unwrap().iter();
        let is_furniture = furniture.any(|one| one["kind"] == "running_foot" && one["text"] == FOOT);
        feet.push((issue["slug"].as_str().unwrap().to_string(), is_text, is_furniture));
    }
    feet.sort();
    feet
}

fn each(slugs: &[&str], is_text: bool) -> Vec<(String, bool, bool)> {
    slugs
        .iter()
        .map(|slug| (slug.to_string(), is_text, !is_text))
        .collect()
}

#[test]
fn leaflets_tell_each_other_their_running_foot() {
    let sandbox = Sandbox::new();
    sandbox.write("in/un.pdf", leaflet(11, "du jardin"));
    sandbox.write("in/deux.pdf", leaflet(12, "de la place"));
    let two = sandbox.run(&["ingest", "in"]);
    assert_eq!(two.stdout, "ingested 2 issues, 0 unchanged, 0 refused\n");
    assert_eq!(feet(&sandbox), each(&["deux", "un"], true), "two may be chance");

    sandbox.write("in/trois.pdf", leaflet(13, "du lavoir"));
    let three = sandbox.run(&["ingest", "in"]);
    assert_eq!(
        three.stdout,
        "ingested 1 issue, 2 unchanged, 0 refused, 3 read again with what others teach of them\n"
    );
    assert_eq!(feet(&sandbox), each(&["deux", "trois", "un"], false));

    // What is known helps the next one, in a process of its own too, and is told once.
    sandbox.write("in/quatre.pdf", leaflet(14, "du chemin"));
    let four = sandbox.run(&["ingest", "in", "--isolate", "--json"]);
    assert_eq!(four.objects().last().unwrap()["read_with_series"], 1);
    assert_eq!(feet(&sandbox), each(&["deux", "quatre", "trois", "un"], false));
    let again = sandbox.run(&["ingest", "in", "--json"]);
    assert_eq!(again.objects().last().unwrap()["read_with_series"], 0);

    // A new reading knows the same, and the archive is whole.
    let reread = sandbox.run(&["reread", "--all", "--dry-run", "--json"]);
    let summary = reread.objects().pop().unwrap();
    assert_eq!(
        (&summary["same"], &summary["changed"]),
        (&4.into(), &0.into()),
        "{summary}"
    );
    assert_eq!(sandbox.run(&["verify"]).code, 0);
    let events = sandbox.run(&["search", "margelle", "--json"]);
    assert_eq!(events.code, 0, "the index has taken up what was read again");
    assert_eq!(sandbox.run(&["search", "\"rue Haute\"", "--json"]).code, 1);
}

#[test]
fn a_run_that_died_before_it_asked_the_series_is_made_good() {
    let sandbox = Sandbox::new();
    for (name, number) in [("un", 11), ("deux", 12), ("trois", 13)] {
        sandbox.write(&format!("in/{name}.pdf"), leaflet(number, name));
        // Each alone in an archive teaches nothing: the records are put together by hand.
        sandbox.run(&["ingest", &format!("in/{name}.pdf"), "--archive", name]);
        for folder in ["records", "originals"] {
            for found in walk(&sandbox.path(name).join(folder)) {
                let inside = found.strip_prefix(sandbox.path(name)).unwrap();
                let to = sandbox.path("gazette-archive").join(inside);
                std::fs::create_dir_all(to.parent().unwrap()).unwrap();
                std::fs::copy(&found, to).unwrap();
            }
        }
    }
    let manifest = std::fs::read(sandbox.path("un/gazette.toml")).unwrap();
    sandbox.write("gazette-archive/gazette.toml", manifest);
    sandbox.write("gazette-archive/reading.jsonl", "");
    let run = sandbox.run(&["ingest", "in", "--json"]);
    assert_eq!(
        run.objects().last().unwrap()["read_with_series"],
        3,
        "{}",
        run.stderr
    );
    assert_eq!(feet(&sandbox), each(&["deux", "trois", "un"], false));
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(walk(&path));
        } else {
            files.push(path);
        }
    }
    files
}

/// A page whose lines are given, of an issue of some series.
fn page_of(series: &str, number: u32, lines: &[&str]) -> Vec<u8> {
    let mut content = format!(
        "BT /F1 30 Tf 1 0 0 1 60 780 Tm ({series}) Tj ET\nBT /F1 12 Tf 1 0 0 1 60 750 Tm (Bulletin n\\260 {number} - \
         mars 20{number:02}) Tj ET\n"
    );
    for (rank, line) in lines.iter().enumerate() {
        let height = 660 - 15 * rank;
        let line = line.replace('è', "\\350");
        content.push_str(&format!("BT /F1 11 Tf 1 0 0 1 60 {height} Tm ({line}) Tj ET\n"));
    }
    let font = "/F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";
    one_page(stream("", content.as_bytes()), "", font, &[])
}

#[test]
fn a_word_that_other_issues_print_with_its_hyphen_keeps_it_where_it_is_cut() {
    let sandbox = Sandbox::new();
    let cut = [
        "Les travaux avancent et la commune ouvrira une micro-",
        "crèche au printemps, avec une nouvelle salle de restau-",
        "ration pour les plus petits du village.",
    ];
    let shown = |what: &str| {
        let first = format!("Le conseil a parlé {what} et de la micro-crèche du bourg");
        [
            first.replace('é', "\\351"),
            "qui sera ouverte au printemps de cette belle année.".replace('é', "\\351"),
        ]
    };
    let text_of_first = || {
        let run = sandbox.run(&["export", "--format", "jsonl"]);
        let mut issues = run.stdout.lines().map(|line| serde_json::from_str(line).unwrap());
        let issue: serde_json::Value = issues
            .find(|issue: &serde_json::Value| issue["slug"] == "premier")
            .unwrap();
        let text = issue["sections"].to_string();
        (
            text.contains("micro-crèche"),
            text.contains("microcrèche"),
            text.contains("restauration"),
            issue["reader"]["hyphens"].clone(),
        )
    };
    sandbox.write("in/premier.pdf", page_of("Le Puits", 11, &cut));
    sandbox.run(&["ingest", "in"]);
    let both = serde_json::json!({"joined": ["micro-crèche", "restau-ration"], "kept": [], "ruled": []});
    assert_eq!(text_of_first(), (false, true, true, both));

    // Issues of any series count; one alone may be a slip.
    let lines = shown("de la route");
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    sandbox.write("in/deux.pdf", page_of("La Margelle", 12, &lines));
    let two = sandbox.run(&["ingest", "in", "--json"]);
    assert_eq!(two.objects().last().unwrap()["read_with_series"], 0);
    let lines = shown("du marché");
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    sandbox.write("in/trois.pdf", page_of("La Margelle", 13, &lines));
    let three = sandbox.run(&["ingest", "in", "--json"]);
    assert_eq!(three.objects().last().unwrap()["read_with_series"], 1);
    let one = serde_json::json!({"joined": ["restau-ration"], "kept": ["micro-crèche"], "ruled": []});
    assert_eq!(text_of_first(), (true, false, true, one));

    // Told once, known to a new reading and to a process of its own, and unlearnt with what taught it.
    let again = sandbox.run(&["ingest", "in", "--json"]);
    assert_eq!(again.objects().last().unwrap()["read_with_series"], 0);
    let reread = sandbox.run(&["reread", "--all", "--dry-run", "--json"]);
    assert_eq!(reread.objects().pop().unwrap()["changed"], 0, "{}", reread.stdout);
    assert_eq!(sandbox.run(&["search", "\"une micro-crèche\"", "--json"]).code, 0);
    let gone = sandbox.run(&["remove", "trois", "--reason", "essai"]);
    assert_eq!(gone.code, 0, "{}", gone.stderr);
    let other = ["Le lavoir sera ouvert toute la semaine aux visiteurs."];
    sandbox.write("more/quatre.pdf", page_of("Le Lavoir", 14, &other));
    let rest = sandbox.run(&["ingest", "more", "--isolate", "--json"]);
    assert_eq!(rest.objects().last().unwrap()["read_with_series"], 1);
    assert!(text_of_first().1, "joined again");
    assert_eq!(sandbox.run(&["verify"]).code, 0);
}
