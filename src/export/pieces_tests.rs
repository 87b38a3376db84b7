//! Each format of pieces, on values with characters that would break it.
use super::*;
use crate::model::{
    DateEvidence, DatePrecision, IssueDate, Link, LinkKind, LinkOrigin, Page, PageText, Redirector, Section,
    SectionKind, Source, SourceFormat,
};
use std::collections::BTreeSet;

const TITLE: &str = "L'été & « l'hiver » : {50 %} d'\"éco\" _x_ \\ <b>\nfin";

fn section(id: &str, title: &str) -> Section {
    Section {
        id: id.to_string(),
        parent: None,
        level: 1,
        kind: SectionKind::Article,
        title: title.to_string(),
        subtitle: None,
        byline: Some("Zoé & Cie".to_string()),
        page_start: 1,
        page_end: 2,
        text: "un;deux,\ttrois\n\"quatre\"".to_string(),
        language: None,
        blocks: vec![],
        external_id: None,
    }
}

fn issue() -> Issue {
    let source = Source::new("été & hiver.pdf", SourceFormat::Pdf, &"ab".repeat(32), 9);
    let mut issue = Issue::empty(source);
    issue.slug = "lettre-16".to_string();
    issue.title = Some("La Lettre {A}".to_string());
    issue.number = Some("16".to_string());
    issue.language = Some("fr".to_string());
    issue.date = Some(IssueDate {
        iso: "2012-03".to_string(),
        precision: DatePrecision::Month,
        evidence: DateEvidence::Masthead,
    });
    issue.pages = vec![Page {
        page: 2,
        label: Some("iv".to_string()),
        width: None,
        height: None,
        text: PageText::Native,
    }];
    issue.sections = vec![section("vie/été", TITLE), section("autre", "")];
    issue.links = vec![Link {
        id: "l1".to_string(),
        text: "lire; \"ici\"".to_string(),
        alt: None,
        url: "https://a.fr/?a=1&b=2".to_string(),
        raw_url: String::new(),
        display_url: String::new(),
        redirector: Some(Redirector::Decoded),
        target_url: Some("https://b.fr/".to_string()),
        kind: LinkKind::Web,
        page: 1,
        bboxes: vec![],
        section: Some("autre".to_string()),
        origin: LinkOrigin::Printed,
        target_section: None,
    }];
    issue
}

fn written(format: PieceFormat, of: Of, wanted: Option<&BTreeSet<String>>) -> String {
    let mut out = Vec::new();
    let mut pieces = Pieces::begin(&mut out, format, of).unwrap();
    pieces.add(&issue(), wanted).unwrap();
    pieces.finish().unwrap();
    String::from_utf8(out).unwrap()
}

fn table(delimiter: char, has_bom: bool) -> PieceFormat<'static> {
    PieceFormat::Table(TableStyle {
        has_bom,
        ..TableStyle::plain(delimiter)
    })
}

#[test]
fn a_table_for_french_spreadsheets_has_a_mark_and_semicolons() {
    let links = written(table(';', true), Of::Links, None);
    let lines: Vec<&str> = links.split("\r\n").collect();
    assert!(links.starts_with("\u{FEFF}issue;slug;publication;"));
    assert_eq!(
        lines[1],
        "abababababab;lettre-16;;16;2012-03;l1;1;web;printed;\"lire; \"\"ici\"\"\";;https://a.fr/?a=1&b=2;;decoded;https://b.fr/;autre;"
    );
    assert_eq!(lines.len(), 3);
}

#[test]
fn a_cell_keeps_its_lines() {
    let sections = written(table(',', false), Of::Sections, None);
    assert!(sections.starts_with("issue,slug,"));
    assert!(
        sections.contains(",\"L'été & « l'hiver » : {50 %} d'\"\"éco\"\" _x_ \\ <b>\nfin\",,Zoé & Cie,1,2,,")
    );
    assert!(sections.contains(",\"un;deux,\ttrois\n\"\"quatre\"\"\"\r\n"));
}

#[test]
fn only_wanted_sections_and_their_links_are_written() {
    let wanted = BTreeSet::from(["vie/été".to_string()]);
    let sections = written(PieceFormat::Lines, Of::Sections, Some(&wanted));
    let line: serde_json::Value = serde_json::from_str(&sections).unwrap();
    assert_eq!(line["type"], "section");
    assert_eq!(line["schema"], 1);
    assert_eq!(line["slug"], "lettre-16");
    assert_eq!(line["section"]["title"], TITLE);
    assert_eq!(written(PieceFormat::Lines, Of::Links, Some(&wanted)), "");
    assert_eq!(written(PieceFormat::Lines, Of::Links, None).lines().count(), 1);
}

#[test]
fn bibtex_spells_out_what_it_would_read_as_a_mark() {
    let wanted = BTreeSet::from(["vie/été".to_string()]);
    insta::assert_snapshot!(written(PieceFormat::Bibtex, Of::Sections, Some(&wanted)), @r#"
    @article{lettre-16:vie:-e9t-e9,
      author = {{Zoé \& Cie}},
      title = {{L'été \& « l'hiver » : \textbraceleft{}50 \%\textbraceright{} d'"éco" \_x\_ \textbackslash{} <b> fin}},
      journal = {La Lettre \textbraceleft{}A\textbraceright{}},
      number = {16},
      year = {2012},
      month = {3},
      pages = {1--iv},
      language = {fr},
      note = {été \& hiver.pdf, gazette abababababab\#vie/été},
    }
    "#);
}

#[test]
fn ris_has_one_line_a_value() {
    let wanted = BTreeSet::from(["vie/été".to_string()]);
    let ris = written(PieceFormat::Ris, Of::Sections, Some(&wanted));
    assert!(ris.starts_with("TY  - MGZN\r\n"));
    assert!(ris.contains("\r\nTI  - L'été & « l'hiver » : {50 %} d'\"éco\" _x_ \\ <b> fin\r\n"));
    assert!(ris.contains("\r\nDA  - 2012/03//\r\nSP  - 1\r\nEP  - iv\r\n"));
    assert!(ris.ends_with("\r\nER  - \r\n"));
    assert!(written(PieceFormat::Ris, Of::Issues, None).starts_with("TY  - SER\r\n"));
}

#[test]
fn csl_is_an_array_of_items() {
    let items: serde_json::Value =
        serde_json::from_str(&written(PieceFormat::Csl, Of::Sections, None)).unwrap();
    assert_eq!(items[0]["type"], "article-magazine");
    assert_eq!(items[0]["issued"]["date-parts"], serde_json::json!([[2012, 3]]));
    assert_eq!(items[0]["author"][0]["literal"], "Zoé & Cie");
    assert_eq!(items[1]["title"], "La Lettre {A}");
    assert_eq!(items[1]["page"], "1-iv");
    let wanted = BTreeSet::new();
    assert_eq!(written(PieceFormat::Csl, Of::Sections, Some(&wanted)), "[]\n");
}

#[test]
fn dublin_core_is_xml_whatever_the_title() {
    let mut hostile = issue();
    hostile.title = Some("a\u{1}&<b>\n]]>".to_string());
    let format = PieceFormat::DublinCore { is_alone: true };
    let mut out = Vec::new();
    let mut pieces = Pieces::begin(&mut out, format, Of::Issues).unwrap();
    pieces.add(&hostile, None).unwrap();
    pieces.finish().unwrap();
    let text = String::from_utf8(out).unwrap();
    let document = roxmltree::Document::parse(&text).unwrap();
    let root = document.root_element();
    assert_eq!(root.tag_name().name(), "dc");
    let title = root.first_element_child().unwrap();
    assert_eq!(
        title.tag_name().namespace(),
        Some("http://purl.org/dc/elements/1.1/")
    );
    assert_eq!(title.text(), Some("a &<b> ]]>"));

    let sections = written(PieceFormat::DublinCore { is_alone: false }, Of::Sections, None);
    let document = roxmltree::Document::parse(&sections).unwrap();
    assert_eq!(
        document
            .root_element()
            .children()
            .filter(|child| child.is_element())
            .count(),
        2
    );
}

#[test]
fn a_notice_of_an_article_names_its_issue() {
    let text = written(PieceFormat::Unimarc, Of::Sections, None);
    let document = roxmltree::Document::parse(&text).unwrap();
    let fields = |tag: &str| -> Vec<String> {
        let of_tag = document
            .descendants()
            .filter(|node| node.attribute("tag") == Some(tag));
        of_tag
            .map(|field| {
                let subfields = field.children().filter(|node| node.is_element());
                let shown = subfields.map(|node| {
                    format!(
                        "${} {}",
                        node.attribute("code").unwrap(),
                        node.text().unwrap_or_default()
                    )
                });
                shown.collect::<Vec<String>>().join(" ")
            })
            .collect()
    };
    assert_eq!(
        fields("463"),
        vec!["$0 abababababab $t La Lettre {A} $v no 16 $d 2012-03"; 2]
    );
    assert!(
        fields("200")[0].ends_with("<b> fin $f Zoé & Cie"),
        "{:?}",
        fields("200")
    );
    assert_eq!(fields("215"), vec!["$a p. 1-iv"; 2]);
    assert_eq!(fields("856"), ["$u https://a.fr/?a=1&b=2 $z lire; \"ici\""]);
    assert_eq!(fields("101"), vec!["$a fre"; 2]);
    let mut out = Vec::new();
    let mut pieces = Pieces::begin(&mut out, PieceFormat::Unimarc, Of::Issues).unwrap();
    assert_eq!(
        pieces.add(&issue(), None).unwrap_err().kind(),
        std::io::ErrorKind::InvalidInput
    );
}

#[test]
fn a_repository_holds_descriptions_under_addresses_that_are_uris() {
    let repository = OaiRepository {
        name: "Fonds <local>".to_string(),
        base_url: "https://relais.example:8080/oai/fonds.xml".to_string(),
        admin_email: "oai@relais.example".to_string(),
        datestamp: "2026-01-31".to_string(),
    };
    let text = written(PieceFormat::Oai(&repository), Of::Sections, None);
    let document = roxmltree::Document::parse(&text).unwrap();
    let texts = |name: &str| -> Vec<&str> {
        let of_name = document
            .descendants()
            .filter(|node| node.tag_name().name() == name);
        let of_oai = of_name
            .filter(|node| node.tag_name().namespace() == Some("http://www.openarchives.org/OAI/2.0/"));
        of_oai.filter_map(|node| node.text()).collect()
    };
    assert_eq!(
        texts("identifier"),
        [
            "oai:relais.example:abababababab/vie/%C3%A9t%C3%A9",
            "oai:relais.example:abababababab/autre"
        ]
    );
    assert_eq!(texts("repositoryName"), ["Fonds <local>"]);
    assert_eq!(texts("datestamp"), ["2026-01-31", "2026-01-31"]);
}

#[test]
fn events_are_rows_and_lines_and_no_citations() {
    let mut issue = issue();
    issue.events = vec![crate::model::Event {
        id: "e1".to_string(),
        section: Some("vie/été".to_string()),
        text: "Fête".to_string(),
        kind: crate::model::EventKind::Repeated,
        start: "2012-03-06".to_string(),
        end: None,
        rule: Some("FREQ=MONTHLY".to_string()),
        place: Some("Salle".to_string()),
        precision: crate::model::EventPrecision::Day,
        page: 2,
    }];
    let written = |format: PieceFormat<'_>, wanted: Option<&BTreeSet<String>>| {
        let mut out = Vec::new();
        let mut pieces = Pieces::begin(&mut out, format, Of::Events)?;
        pieces.add(&issue, wanted)?;
        pieces.finish()?;
        Ok::<String, std::io::Error>(String::from_utf8(out).unwrap())
    };
    let rows = written(table(',', false), None).unwrap();
    assert!(
        rows.contains("e1,repeated,2012-03-06,,FREQ=MONTHLY,day,Salle,Fête,2,vie/été,"),
        "{rows}"
    );
    let line = written(PieceFormat::Lines, None).unwrap();
    let line: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(
        (line["type"].as_str(), line["event"]["id"].as_str()),
        (Some("event"), Some("e1"))
    );
    assert_eq!(written(PieceFormat::Lines, Some(&BTreeSet::new())).unwrap(), "");
    assert!(written(PieceFormat::Ris, None).is_err());
}
