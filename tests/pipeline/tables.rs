//! A newsletter with tables: ruled, filled and aligned; and with what only looks like one.
use crate::support::Sandbox;
use serde_json::Value;
use std::path::Path;

fn extract(arguments: &[&str]) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/tables/newsletters");
    let file = folder.join("petit-val-2023-06.pdf");
    let mut all = vec!["extract", file.to_str().unwrap()];
    all.extend(arguments);
    let run = Sandbox::new().run(&all);
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.stdout
}

#[test]
fn rows_are_blocks_of_their_section() {
    let record: Value = serde_json::from_str(&extract(&[])).unwrap();
    let sections = record["sections"].as_array().unwrap();
    let told: Vec<(&str, Vec<&str>)> = sections
        .iter()
        .map(|section| {
            let blocks = section["blocks"].as_array().unwrap().iter();
            let rows = blocks.filter(|block| block["kind"] == "table_row");
            let texts = rows.map(|row| row["text"].as_str().unwrap());
            (section["title"].as_str().unwrap(), texts.collect())
        })
        .collect();
    let expected: Vec<(&str, Vec<&str>)> = vec![
        (
            "La médiathèque change d’heures",
            vec![
                "Jour\tMatin\tAprès-midi",
                "Mardi\t\t15h – 19h",
                "Mercredi\t9h30 – 12h\t14h – 19h",
                "Vendredi\t\t15h – 20h avec atelier",
                "Samedi\t10h – 13h\t",
            ],
        ),
        (
            "Les paniers de l’été",
            vec![
                "Petit panier\tune personne\t9,50 €",
                "Panier moyen\tdeux ou trois personnes\t16 €",
                "Grand panier\tfamille\t23,50 €",
                "Œufs\tla douzaine\t4,20 €",
                "Miel de tilleul\tle pot\t8 €",
            ],
        ),
        (
            "Qui fait quoi",
            vec![
                "Odette Marchal\tprésidente\tles paniers, la halle",
                "Basile Fournier\ttrésorier\tles comptes",
                "Inès Delorme\tsecrétaire\tce journal",
                "Yvon Carrel\tmembre\tle jardin, l’outillage",
            ],
        ),
        ("Deux avis sur la place", vec![]),
        ("Le pont, un an après", vec![]),
    ];
    assert_eq!(told, expected);
}

#[test]
fn text_around_a_table_stays_where_it_was() {
    let record: Value = serde_json::from_str(&extract(&[])).unwrap();
    let first = &record["sections"][0]["blocks"];
    let kinds: Vec<&str> = first
        .as_array()
        .unwrap()
        .iter()
        .map(|block| block["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds.first(), Some(&"paragraph"));
    assert_eq!(kinds.last(), Some(&"paragraph"));
    let last = first.as_array().unwrap().last().unwrap()["text"]
        .as_str()
        .unwrap();
    assert!(last.starts_with("La boîte à livres"), "{last}");
}

#[test]
fn exports_write_tables() {
    let markdown = extract(&["--format", "markdown"]);
    assert!(
        markdown.contains("| Mercredi | 9h30 – 12h | 14h – 19h |"),
        "{markdown}"
    );
    // The first row is a head where it can be one.
    let head = "| Jour | Matin | Après-midi |\n| --- | --- | --- |\n";
    assert!(markdown.contains(head), "{markdown}");
    let data = "|  |  |  |\n| --- | --- | --- |\n| Petit panier | une personne | 9,50 € |";
    assert!(markdown.contains(data), "{markdown}");
}

#[test]
fn a_left_column_that_is_longer_is_read_to_its_end() {
    let text = extract(&["--format", "text"]);
    assert!(text.contains("disent avoir gagné un quart d’heure"), "{text}");
}

#[test]
fn the_layout_says_which_blocks_are_rows() {
    let layout: Value = serde_json::from_str(&extract(&["--stage", "layout"])).unwrap();
    let pages = layout
        .get("pages")
        .or_else(|| layout["layout"].get("pages"))
        .unwrap();
    let blocks = pages
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|page| page["blocks"].as_array().unwrap());
    let rows = blocks.filter(|block| block["cells"].is_array()).count();
    assert_eq!(rows, 14);
}
