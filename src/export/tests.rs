//! Each format on one handmade issue.
use super::*;
use crate::model::{
    Block, BlockKind, Furniture, FurnitureKind, Link, LinkKind, LinkOrigin, Section, SectionKind, Source,
    SourceFormat, Warning, WarningCode,
};

fn block(kind: BlockKind, text: &str) -> Block {
    Block {
        kind,
        text: text.to_string(),
        page: 1,
        bbox: Some([1.0, 2.0, 3.5, 4.0]),
    }
}

fn link(id: &str, text: &str, url: &str, section: Option<&str>) -> Link {
    Link {
        id: id.to_string(),
        text: text.to_string(),
        alt: None,
        url: url.to_string(),
        raw_url: url.to_string(),
        display_url: url.to_string(),
        redirector: None,
        target_url: None,
        kind: LinkKind::Web,
        page: 1,
        bboxes: vec![],
        section: section.map(str::to_string),
        origin: LinkOrigin::Annotation,
        target_section: None,
    }
}

fn issue() -> Issue {
    let source = Source::new("lettre.pdf", SourceFormat::Pdf, &"ab".repeat(32), 9);
    let mut issue = Issue::empty(source);
    issue.slug = "lettre".to_string();
    issue.title = Some("La Lettre".to_string());
    issue.number = Some("16".to_string());
    issue.sections.push(Section {
        id: "agenda".to_string(),
        parent: None,
        level: 1,
        kind: SectionKind::Rubric,
        title: "L'agenda_2025".to_string(),
        subtitle: None,
        byline: Some("Anne L.".to_string()),
        page_start: 1,
        page_end: 2,
        text: String::new(),
        language: None,
        blocks: vec![
            block(BlockKind::Paragraph, "# 1. Venez *tous*, ou lire la suite ici."),
            block(BlockKind::ListItem, "• un"),
            block(BlockKind::ListItem, "– deux"),
            block(BlockKind::TableRow, "heure\tlieu"),
            block(BlockKind::TableRow, "9h\tsalle|bar"),
        ],
        external_id: None,
    });
    issue
        .links
        .push(link("l1", "lire la suite", "https://a.fr/x", Some("agenda")));
    issue
        .links
        .push(link("l2", "", "https://b.fr/(1)", Some("agenda")));
    issue.links.push(link("l3", "Nous écrire", "mailto:a@b.fr", None));
    issue
        .warnings
        .push(Warning::new(WarningCode::NoDate, None, "no date"));
    issue
}

fn written(format: Format) -> String {
    let mut out = Vec::new();
    write_issue(&issue(), format, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn series(format: Format, count: usize) -> String {
    let mut out = Vec::new();
    let mut series = Series::new(&mut out, format);
    for _ in 0..count {
        series.add(&issue()).unwrap();
    }
    series.finish().unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn markdown_reads_as_the_page_does() {
    insta::assert_snapshot!(written(Format::Markdown), @r##"
    ---
    title: "La Lettre"
    number: "16"
    id: "abababababab"
    slug: "lettre"
    file_name: "lettre.pdf"
    sha256: "abababababababababababababababababababababababababababababababab"
    pages: 0
    ---

    # La Lettre

    *no 16, lettre.pdf*

    ## L'agenda\_2025 *(p. 1-2)*

    *Anne L.*

    \# 1. Venez \*tous\*, ou [lire la suite](https://a.fr/x) ici.

    - un
    - deux

    | heure | lieu |
    | --- | --- |
    | 9h | salle\|bar |

    - [https://b.fr/(1)](<https://b.fr/(1)>)

    - [Nous écrire](mailto:a@b.fr)
    "##);
}

#[test]
fn text_has_the_printed_words_and_no_other() {
    let mut issue = issue();
    let beside = [
        (FurnitureKind::Folio, "1"),
        (FurnitureKind::Masthead, "La Lettre no 16"),
    ];
    for (kind, text) in beside {
        issue.furniture.push(Furniture {
            kind,
            page: 1,
            text: text.to_string(),
        });
    }
    let mut out = Vec::new();
    write_issue(&issue, Format::Text, &mut out).unwrap();
    insta::assert_snapshot!(String::from_utf8(out).unwrap(), @r##"
    La Lettre no 16

    L'agenda_2025
    Anne L.

    # 1. Venez *tous*, ou lire la suite ici.

    • un
    – deux

    heure	lieu
    9h	salle|bar

    * * *
    1
    "##);
}

#[test]
fn json_is_read_back() {
    let read: Issue = serde_json::from_str(&written(Format::Json)).unwrap();
    assert_eq!(read, issue());
    let read: Issue = serde_json::from_str(&written(Format::Jsonl)).unwrap();
    assert_eq!(read, issue());
    assert_eq!(written(Format::Jsonl).lines().count(), 1);
}

#[test]
fn a_series_in_json_is_an_array_of_any_length() {
    for count in 0..3 {
        let read: Vec<Issue> = serde_json::from_str(&series(Format::Json, count)).unwrap();
        assert_eq!(read.len(), count);
        assert_eq!(series(Format::Jsonl, count).lines().count(), count);
    }
}

#[test]
fn the_schema_holds_for_a_record_and_for_nothing_less_or_more() {
    let schema = record_schema();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    let validator = jsonschema::validator_for(&schema).unwrap();
    let record = serde_json::to_value(issue()).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(&record)
        .map(|error| error.to_string())
        .collect();
    assert!(errors.is_empty(), "{errors:?}");

    for path in [
        "",
        "/source",
        "/sections/0",
        "/sections/0/blocks/0",
        "/links/0",
        "/warnings/0",
        "/reader",
    ] {
        let keys: Vec<String> = record
            .pointer(path)
            .unwrap()
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect();
        for key in keys {
            let mut lesser = record.clone();
            lesser
                .pointer_mut(path)
                .unwrap()
                .as_object_mut()
                .unwrap()
                .remove(&key);
            assert!(!validator.is_valid(&lesser), "{path}/{key} is not required");
        }
        let mut larger = record.clone();
        larger.pointer_mut(path).unwrap()["autre"] = serde_json::json!(1);
        assert!(!validator.is_valid(&larger), "{path} takes other keys");
    }
}

#[test]
fn a_record_of_another_schema_is_refused() {
    let validator = jsonschema::validator_for(&record_schema()).unwrap();
    let mut record = serde_json::to_value(issue()).unwrap();
    record["schema"] = serde_json::json!(2);
    assert!(!validator.is_valid(&record));
}
