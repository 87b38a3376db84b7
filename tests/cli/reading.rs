//! Reading what the archive holds: list, show, links; and files without an archive: extract.
use crate::support::{DUMP, Sandbox, pdf};
use std::process::Stdio;

#[test]
fn issues_are_listed_by_date() {
    let sandbox = Sandbox::new();
    sandbox.with_two_issues();
    let run = sandbox.run(&["list"]);
    let slugs: Vec<&str> = run
        .stdout
        .lines()
        .map(|line| line.split_whitespace().last().unwrap())
        .collect();
    assert_eq!(slugs, ["lettre-2012-03", "lettre-2013"]);
    assert_eq!(run.stderr, "2 issues\n");
    let objects = sandbox.run(&["list", "--json"]).objects();
    assert_eq!(objects[0]["type"], "issue");
    assert_eq!(objects[0]["slug"], "lettre-2012-03");
    assert_eq!(objects[2]["type"], "summary");
    assert_eq!(objects[2]["issues"], 2);
}

#[test]
fn an_issue_is_shown_with_its_sections_and_links() {
    let sandbox = Sandbox::new();
    let id = sandbox.with_two_issues();
    for name in ["lettre-2012-03", &id, &id[..6]] {
        let run = sandbox.run(&["show", name]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        for words in [
            "Une assemblée générale réussie",
            "62 adhérents",
            "https://exemple.fr/assemblee",
            &id,
        ] {
            assert!(run.stdout.contains(words), "{words}: {}", run.stdout);
        }
        assert!(!run.stdout.contains('\u{1b}'), "no colour in a pipe");
    }
    let titles = sandbox.run(&["show", &id, "--titles"]);
    assert!(titles.stdout.contains("Agenda"), "{}", titles.stdout);
    assert!(!titles.stdout.contains("62 adhérents"), "{}", titles.stdout);
}

#[test]
fn one_section_is_shown_by_words_of_its_title() {
    let sandbox = Sandbox::new();
    let id = sandbox.with_two_issues();
    let run = sandbox.run(&["show", &id, "--section", "agenda"]);
    assert!(
        run.stdout.contains("fête de l'écluse"),
        "{}{}",
        run.stdout,
        run.stderr
    );
    assert!(!run.stdout.contains("62 adhérents"), "{}", run.stdout);
    let run = sandbox.run(&["show", &id, "--section", "rien"]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr
            .starts_with("error: issue lettre-2012-03 has no section rien\n\nhint: "),
        "{}",
        run.stderr
    );
}

#[test]
fn links_are_listed_with_their_page() {
    let sandbox = Sandbox::new();
    let id = sandbox.with_two_issues();
    let objects = sandbox.run(&["links", &id, "--json"]).objects();
    assert_eq!(objects[0]["link"]["url"], "https://exemple.fr/assemblee");
    assert_eq!(objects[0]["link"]["text"], "Lire l'article");
    assert_eq!(objects[0]["link"]["page"], 1);
    let all = sandbox.run(&["links"]);
    assert!(
        all.stdout.contains("https://exemple.fr/assemblee"),
        "{}",
        all.stdout
    );
}

#[test]
fn a_text_dump_is_extracted_in_every_format() {
    let sandbox = Sandbox::new();
    sandbox.write("lettre.txt", DUMP);
    for format in ["json", "jsonl", "markdown", "text"] {
        let run = sandbox.run(&["extract", "lettre.txt", "--format", format]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(run.stdout.contains("62 adhérents"), "{format}: {}", run.stdout);
    }
    let objects = sandbox.run(&["extract", "lettre.txt", "--json"]).objects();
    assert_eq!(objects[0]["type"], "record");
    assert_eq!(objects[0]["record"]["source"]["pages"], 2);
    assert_eq!(objects[1]["type"], "summary");
}

#[test]
fn a_pdf_is_extracted_whole_or_in_part() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "lettre.pdf",
        pdf::with_pages(&["La première page", "La deuxième page", "La troisième page"]),
    );
    let whole = sandbox.run(&["extract", "lettre.pdf", "--format", "text"]);
    assert_eq!(whole.code, 0, "{}", whole.stderr);
    for words in ["première", "deuxième", "troisième"] {
        assert!(whole.stdout.contains(words), "{words}: {}", whole.stdout);
    }
    let part = sandbox.run(&["extract", "lettre.pdf", "--format", "text", "--pages", "2"]);
    assert!(
        part.stdout.contains("deuxième") && !part.stdout.contains("première"),
        "{}",
        part.stdout
    );
}

#[test]
fn the_stages_of_reading_can_be_looked_at() {
    let sandbox = Sandbox::new();
    sandbox.write("lettre.pdf", pdf::with_pages(&["Bonjour"]));
    sandbox.write("lettre.txt", DUMP);
    let glyphs = sandbox.run(&["extract", "lettre.pdf", "--stage", "glyphs"]);
    let value: serde_json::Value = serde_json::from_str(&glyphs.stdout).unwrap();
    assert_eq!(value["pages"][0]["glyphs"][0]["text"], "B");
    let layout = sandbox.run(&["extract", "lettre.pdf", "--stage", "layout", "--json"]);
    let types: Vec<_> = layout
        .objects()
        .iter()
        .map(|object| object["type"].clone())
        .collect();
    assert_eq!(types, ["stage", "summary"]);
    assert_eq!(
        sandbox.run(&["extract", "lettre.txt", "--stage", "layout"]).code,
        2
    );
}

#[test]
fn a_reader_that_has_had_enough_is_no_error() {
    let sandbox = Sandbox::new();
    sandbox.with_two_issues();
    for number in 0..200 {
        sandbox.write(&format!("many/{number}.txt"), format!("{DUMP}{number}"));
    }
    assert_eq!(sandbox.run(&["ingest", "many"]).code, 0);
    let mut command = sandbox.command(&["export", "--format", "jsonl"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let run = sandbox.normalised(&child.wait_with_output().unwrap());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_full_is_said() {
    let sandbox = Sandbox::new();
    sandbox.with_two_issues();
    for arguments in [&["list"][..], &["schema"], &["export", "--json"]] {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let mut command = sandbox.command(arguments);
        let run = sandbox.normalised(&command.stdout(full).output().unwrap());
        assert_eq!(run.code, 3, "{arguments:?}");
        assert!(
            run.stderr.contains("cannot write to standard output"),
            "{arguments:?}: {}",
            run.stderr
        );
    }
}
