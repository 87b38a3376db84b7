//! `gazette links` and `gazette events`: what is listed, what filters let through, and the calendar.
use crate::support::Sandbox;
use serde_json::Value;
use std::path::Path;

fn archive() -> Sandbox {
    let sandbox = Sandbox::new();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    for name in [
        "newsletters/passerelle-2024-03.pdf",
        "links/newsletters/relais-2024-11.pdf",
    ] {
        let bytes = std::fs::read(fixtures.join(name)).unwrap();
        sandbox.write(
            &format!("in/{}", Path::new(name).file_name().unwrap().to_str().unwrap()),
            bytes,
        );
    }
    let run = sandbox.run(&["ingest", "in"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    sandbox
}

/// The objects of one type that a command writes with `--json`.
#[track_caller]
fn objects(sandbox: &Sandbox, kind: &str, arguments: &[&str]) -> Vec<Value> {
    let mut arguments = arguments.to_vec();
    arguments.push("--json");
    let run = sandbox.run(&arguments);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let lines = run
        .stdout
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let all: Vec<Value> = lines.collect();
    let (last, before) = all.split_last().unwrap();
    assert_eq!(last["type"], "summary");
    assert_eq!(last[format!("{kind}s")], before.len(), "{last}");
    assert!(before.iter().all(|object| object["type"] == kind));
    before.to_vec()
}

fn urls(links: &[Value]) -> Vec<&str> {
    links
        .iter()
        .map(|link| link["link"]["url"].as_str().unwrap())
        .collect()
}

#[test]
fn links_are_filtered() {
    let sandbox = archive();
    let of = |arguments: &[&str]| objects(&sandbox, "link", arguments);
    let found = of(&["links", "--host", "pont-aubry.example"]);
    assert_eq!(
        urls(&found),
        ["https://bibliotheque.pont-aubry.example/selection/mars"]
    );
    let found = of(&["links", "--kind", "mail"]);
    assert!(!found.is_empty() && urls(&found).iter().all(|url| url.starts_with("mailto:")));
    let found = of(&["links", "--section", "RENCONTRES"]);
    assert_eq!(found.len(), 4);
    assert!(found.iter().all(|link| link["section_title"] == "Rencontres"));
    let found = of(&["links", "--section", "rencontres", "--from", "2025"]);
    assert!(found.is_empty());
    let found = of(&["links", "--duplicates"]);
    assert_eq!(
        urls(&found),
        [
            "https://listes.lavoirs.example/info/lavoirs-en-partage",
            "https://listes.lavoirs.example/info/lavoirs-en-partage",
            "https://rencontres.lavoirs.example/inscription",
            "https://rencontres.lavoirs.example/inscription",
        ]
    );
    assert!(
        found
            .iter()
            .all(|link| link["same_address"] == 2 && link["redirector"] == false)
    );
    assert_eq!(sandbox.run(&["links", "--kind", "telegraph"]).code, 2);
    assert_eq!(sandbox.run(&["links", "--from", "demain"]).code, 2);
}

#[test]
fn redirectors_are_found_where_they_lead() {
    let sandbox = Sandbox::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/links/newsletters");
    let bytes = std::fs::read(folder.join("petit-lavoir-2024-10.pdf")).unwrap();
    sandbox.write("in/petit-lavoir-2024-10.pdf", bytes);
    assert_eq!(sandbox.run(&["ingest", "in"]).code, 0);

    let found = objects(&sandbox, "link", &["links", "--host", "tanneurs.example"]);
    assert_eq!(
        urls(&found),
        [
            "mailto:fournil@tanneurs.example",
            "https://l.facebook.com/l.php?u=https%3A%2F%2Ftanneurs.example%2Fessais&h=AT0",
        ]
    );
    assert_eq!(found[1]["target_url"], "https://tanneurs.example/essais");
    let listed = sandbox.run(&["links"]).stdout;
    assert!(
        listed.contains("h=AT0 -> https://tanneurs.example/essais"),
        "{listed}"
    );
    assert!(
        listed.contains("https://bit.ly/fournil-tanneurs -> ?"),
        "{listed}"
    );

    // A picture is listed by its name.
    assert!(
        listed.contains("/bal  Affiche du bal de la Saint-Martin  ("),
        "{listed}"
    );

    let facets = sandbox.run(&["search", "fournil", "--facet", "host", "--json"]);
    for host in ["l.facebook.com", "tanneurs.example"] {
        assert!(
            facets.stdout.contains(&format!("\"value\":\"{host}\"")),
            "{}",
            facets.stdout
        );
    }

    let table = sandbox
        .run(&["export", "--of", "links", "--format", "csv"])
        .stdout;
    assert!(
        table.contains(",decoded,https://tanneurs.example/essais,"),
        "{table}"
    );
    assert!(table.contains(",opaque,,"), "{table}");
}

#[test]
fn events_are_listed_by_date_and_filtered() {
    let sandbox = archive();
    let of = |arguments: &[&str]| objects(&sandbox, "event", arguments);
    let all = of(&["events"]);
    let starts: Vec<&str> = all
        .iter()
        .map(|event| event["event"]["start"].as_str().unwrap())
        .collect();
    assert!(starts.is_sorted(), "{starts:?}");

    let programme = of(&[
        "events",
        "--from",
        "2024-04-06",
        "--to",
        "2024-04-06",
        "--section",
        "programme",
    ]);
    let told: Vec<(&str, &str)> = programme
        .iter()
        .map(|event| {
            (
                event["event"]["start"].as_str().unwrap(),
                event["event"]["text"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("2024-04-06", "Le programme du 6 avril"),
            ("2024-04-06T09:30", "Accueil et café équitable"),
            ("2024-04-06T10:00", "Assemblée générale du Réseau"),
            ("2024-04-06T12:15", "Repas : chacun·e apporte un plat"),
            (
                "2024-04-06T14:00",
                "Ateliers en petits groupes : l’accueil, les horaires, la relève"
            ),
            (
                "2024-04-06T16:45",
                "Clôture en musique avec la fanfare des Œillets"
            ),
        ]
    );
    let at = of(&["events", "--place", "tisserands"]);
    assert_eq!(at.len(), told.len());
    assert!(of(&["events", "--from", "2031"]).is_empty());
    assert!(of(&["events", "--kind", "repeated"]).is_empty());
}

#[test]
fn a_calendar_holds_every_event_once() {
    let sandbox = archive();
    let events = objects(&sandbox, "event", &["events"]);
    let calendar = sandbox.run(&["events", "--ics"]);
    assert_eq!(calendar.code, 0, "{}", calendar.stderr);
    assert!(calendar.stdout.starts_with("BEGIN:VCALENDAR\r\n"));
    assert!(calendar.stdout.ends_with("END:VCALENDAR\r\n"));
    assert_eq!(calendar.stdout.matches("BEGIN:VEVENT").count(), events.len());
    assert!(calendar.stdout.contains("DTSTART:20240406T093000\r\n"));
    // The same archive gives the same bytes, by either command.
    assert_eq!(sandbox.run(&["events", "--ics"]).stdout, calendar.stdout);
    assert_eq!(
        sandbox.run(&["export", "--format", "ics"]).stdout,
        calendar.stdout
    );
    assert_eq!(sandbox.run(&["events", "--ics", "--json"]).code, 2);
}
