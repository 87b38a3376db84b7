//! What is seen, what stays, and that nothing of it is left in a record.
use super::*;
use crate::model::{
    Block, BlockKind, CorrectedField, Correction, Furniture, FurnitureKind, Issue, Link, LinkKind,
    LinkOrigin, Redirector, Section, SectionKind, Source, SourceFormat, Warning, WarningCode,
};

const ALL: [RedactedKind; 5] = [
    RedactedKind::Email,
    RedactedKind::Phone,
    RedactedKind::Iban,
    RedactedKind::Nir,
    RedactedKind::Address,
];

/// What is taken out of a text, kind by kind.
fn seen(text: &str) -> Vec<(RedactedKind, String)> {
    let mut redactor = Redactor::new(ALL);
    redactor.add_name("Odile Marchemin");
    redactor.add_name("Le Goff-Prigent");
    let view = View::of(text);
    let cut = |found: &Found| (found.kind, text[view.original_range(&found.range)].to_string());
    redactor.found(&view).iter().map(cut).collect()
}

#[track_caller]
fn assert_seen(text: &str, kind: RedactedKind, wanted: &str) {
    assert_eq!(seen(text), [(kind, wanted.to_string())], "{text}");
}

#[test]
fn mail_addresses_in_many_dresses() {
    for (text, wanted) in [
        ("Écrire à odile.m@exemple.fr.", "odile.m@exemple.fr"),
        ("ODILE_M+info@Exemple-Net.FR,", "ODILE_M+info@Exemple-Net.FR"),
        ("odile @ exemple.fr", "odile @ exemple.fr"),
        ("odile.m[at]exemple.fr", "odile.m[at]exemple.fr"),
        (
            "odile (arobase) exemple (point) fr",
            "odile (arobase) exemple (point) fr",
        ),
        ("odile arobase exemple point fr", "odile arobase exemple point fr"),
        ("odile.m@exemple", "odile.m@exemple"),
        ("élodie@été.fr", "élodie@été.fr"),
        ("odi\u{AD}le@exemple.fr²", "odi\u{AD}le@exemple.fr"),
        ("odile＠exemple.fr", "odile＠exemple.fr"),
        ("odile@exem-\nple.fr", "odile@exem-\nple.fr"),
        ("odile%40exemple.fr", "odile%40exemple.fr"),
        ("par odile . m @ exemple . fr.", "odile . m @ exemple . fr"),
    ] {
        assert_seen(text, RedactedKind::Email, wanted);
    }
    assert_eq!(
        seen("Rendez-vous @ 18h, suivez @odile, prix 3 € at home, look at exemple.org, Mass at 4.30pm"),
        []
    );
    assert_seen(
        "odile at exemple dot fr",
        RedactedKind::Email,
        "odile at exemple dot fr",
    );
}

#[test]
fn telephone_numbers_in_many_dresses() {
    for (text, wanted) in [
        ("Tél. 06 12 34 56 78 ou", "06 12 34 56 78"),
        ("(06.12.34.56.78)", "06.12.34.56.78"),
        ("06-12-34-56-78", "06-12-34-56-78"),
        ("06/12/34/56/78", "06/12/34/56/78"),
        ("06\u{A0}12\u{202F}34 56 78²", "06\u{A0}12\u{202F}34 56 78"),
        ("0612345678", "0612345678"),
        ("+33 6 12 34 56 78", "+33 6 12 34 56 78"),
        ("+33 (0)6 12 34 56 78", "+33 (0)6 12 34 56 78"),
        ("0033612345678", "0033612345678"),
        ("Tél06 12 34 56 78Mail", "06 12 34 56 78"),
        ("06\t12\t34\t56\t78", "06\t12\t34\t56\t78"),
        ("+32 2 123 45 67", "+32 2 123 45 67"),
        ("0 800 123 456", "0 800 123 456"),
        ("wa.me/33612345678", "33612345678"),
    ] {
        assert_seen(text, RedactedKind::Phone, wanted);
    }
    assert_eq!(
        seen("le 01/02/2024 12h30, SIRET 123 456 789 00012, 10 000 000 euros, 2019-2020-2021"),
        []
    );
    assert_eq!(numbers::phone_value("+33 (0)6 12 34 56 78"), "0612345678");
}

#[test]
fn accounts_and_social_numbers() {
    for (text, kind, wanted) in [
        (
            "IBAN : FR76 3000 6000 0112 3456 7890 189 BIC AGRI",
            RedactedKind::Iban,
            "FR76 3000 6000 0112 3456 7890 189",
        ),
        (
            "FR7630006000011234567890189",
            RedactedKind::Iban,
            "FR7630006000011234567890189",
        ),
        (
            "DE89 3704 0044 0532 0130 00.",
            RedactedKind::Iban,
            "DE89 3704 0044 0532 0130 00",
        ),
        (
            "RIB 30006 00001 12345678901 89",
            RedactedKind::Iban,
            "30006 00001 12345678901 89",
        ),
        (
            "n° 1 85 05 78 006 084 36",
            RedactedKind::Nir,
            "1 85 05 78 006 084 36",
        ),
        ("2850578006084", RedactedKind::Nir, "2850578006084"),
        (
            "2 69 05 2A 588 157 80",
            RedactedKind::Nir,
            "2 69 05 2A 588 157 80",
        ),
    ] {
        assert_seen(text, kind, wanted);
    }
    assert_eq!(
        seen("DE89370400440532013001, ISBN 9782070612758, EAN 3017620422003"),
        []
    );
}

#[test]
fn postal_addresses_and_what_only_looks_like_one() {
    for (text, wanted) in [
        ("Rendez-vous 12 rue des Lilas à 18h", "12 rue des Lilas"),
        (
            "au 3 bis, avenue du 8 mai 1945, 59000 Lille.",
            "3 bis, avenue du 8 mai 1945, 59000 Lille",
        ),
        (
            "5 RUE DE L'ÉGLISE - 50200 COUTANCES CEDEX 2",
            "5 RUE DE L'ÉGLISE - 50200 COUTANCES CEDEX 2",
        ),
        ("14 place du marché", "14 place du marché"),
        (
            "chez lui, 7 chemin du Vieux Moulin\n29120 Pont-l'Abbé",
            "7 chemin du Vieux Moulin\n29120 Pont-l'Abbé",
        ),
        (
            "lieu-dit Kerbihan, 29350 Moëlan-sur-Mer",
            "lieu-dit Kerbihan, 29350 Moëlan-sur-Mer",
        ),
        ("Maréchal4 rue du 19 mars 1962", "4 rue du 19 mars 1962"),
        ("1, place basse", "1, place basse"),
        ("rue Haute 50200 Coutances", "rue Haute 50200 Coutances"),
        ("1 place Saint-Jean", "1 place Saint-Jean"),
    ] {
        assert_seen(text, RedactedKind::Address, wanted);
    }
    assert_eq!(
        seen(
            "12 cours de danse, 1 place par personne, 3 rues, la rue des Lilas est fermée, 20 place au vélo"
        ),
        []
    );
}

#[test]
fn names_in_texts_files_and_addresses() {
    for text in [
        "Odile Marchemin",
        "ODILE MARCHEMIN",
        "Marchemin, Odile",
        "odile-marchemin",
        "odilemarchemin",
        "odile_marchemin",
        "MARCHEMIN Odile",
    ] {
        assert_seen(&format!("par {text} hier"), RedactedKind::Name, text);
    }
    assert_seen("M. Le Goff Prigent", RedactedKind::Name, "Le Goff Prigent");
    assert_eq!(seen("Odile et Marchemins, Odilette Marchemin"), []);
}

#[test]
fn what_is_allowed_stays_and_does_not_become_something_else() {
    let mut redactor = Redactor::new(ALL);
    for line in [
        "# ours",
        "contact@",
        "@mairie.example",
        "02 33 00 00 00",
        "FR76 3000 6000 0112 3456 7890 189",
        "1 rue de l'Hôtel de Ville",
    ] {
        redactor.allow(line);
    }
    let text = "contact@asso.example, anne@mairie.example, +33 2 33 00 00 00, FR7630006000011234567890189, \
                1, rue de l'hôtel de ville, 50000 Saint-Lô";
    assert!(
        redactor.found(&View::of(text)).is_empty(),
        "{:?}",
        redactor.found(&View::of(text))
    );
    assert_eq!(redactor.found(&View::of("anne@asso.example")).len(), 1);
    assert!(
        redactor
            .found_in_url(
                "mailto:contact@asso.example?subject=Bonjour",
                Some(LinkKind::Mail)
            )
            .is_empty()
    );
    assert!(
        redactor
            .found_in_url("tel:+33233000000", Some(LinkKind::Tel))
            .is_empty()
    );
}

#[test]
fn one_value_has_one_placeholder_in_all_its_dresses() {
    let mut redactor = Redactor::new(ALL);
    let mut issue = issue();
    issue.title = Some("06 12 34 56 78".to_string());
    issue.note = Some("07 00 00 00 00 puis +33 6 12 34 56 78".to_string());
    let redacted = redactor.redact(issue.clone());
    assert_eq!(redacted.issue.title.as_deref(), Some("[téléphone masqué 1]"));
    assert_eq!(
        redacted.issue.note.as_deref(),
        Some("[téléphone masqué 2] puis [téléphone masqué 1]")
    );
    // In the next record of the same export, too.
    assert_eq!(
        redactor.redact(issue).issue.title.as_deref(),
        Some("[téléphone masqué 1]")
    );
}

#[test]
fn addresses_of_the_web_lose_all_but_their_host() {
    let mut redactor = Redactor::new(ALL);
    redactor.add_name("Odile Marchemin");
    let mut left = |url: &str| redactor.redact_url(url, None).map(|(left, _)| left);
    assert_eq!(
        left("https://a.example/?m=odile%2540exemple.fr").unwrap(),
        "https://a.example/masked-email-1"
    );
    assert_eq!(
        left("http://a.example/maps/12+rue+des+Lilas").unwrap(),
        "http://a.example/masked-address-1"
    );
    assert_eq!(
        left("https://odile-marchemin.example/a").unwrap(),
        "urn:gazette:masked-name-1"
    );
    assert_eq!(
        left("https://a.example/Odile%20Marchemin.pdf").unwrap(),
        "https://a.example/masked-name-1"
    );
    assert_eq!(
        left("mailto:odile@exemple.fr?cc=b@exemple.fr").unwrap(),
        "urn:gazette:masked-email-1-masked-email-2"
    );
    assert_eq!(left("tel:0612345678").unwrap(), "urn:gazette:masked-phone-1");
    assert_eq!(left("tel:3615").unwrap(), "urn:gazette:masked-phone-2");
    assert_eq!(left("https://a.example/2024/05/article-12"), None);
}

fn issue() -> Issue {
    let mut issue = Issue::empty(Source::new("a.pdf", SourceFormat::Pdf, &"ab".repeat(32), 1));
    issue.slug = "a".to_string();
    issue
}

fn section(id: &str, parent: Option<&str>, title: &str, blocks: &[&str]) -> Section {
    let block = |text: &&str| Block {
        kind: BlockKind::Paragraph,
        text: (*text).to_string(),
        page: 1,
        bbox: None,
    };
    Section {
        id: id.to_string(),
        parent: parent.map(str::to_string),
        level: 1,
        kind: SectionKind::Article,
        title: title.to_string(),
        subtitle: None,
        byline: None,
        page_start: 1,
        page_end: 1,
        text: blocks.join("\n"),
        language: None,
        blocks: blocks.iter().map(block).collect(),
        external_id: None,
    }
}

#[test]
fn what_goes_over_two_blocks_is_taken_out_of_both_and_of_the_text() {
    let mut issue = issue();
    issue.sections = vec![section(
        "s",
        None,
        "Infos",
        &["Chez nous : 12 rue des Lilas,", "50200 Coutances, à 18 h"],
    )];
    let redacted = Redactor::new(ALL).redact(issue);
    let section = &redacted.issue.sections[0];
    assert_eq!(section.blocks[0].text, "Chez nous : [adresse masquée 1]");
    assert_eq!(section.blocks[1].text, "[adresse masquée 1], à 18 h");
    assert_eq!(
        section.text,
        "Chez nous : [adresse masquée 1]\n[adresse masquée 1], à 18 h"
    );
    assert_eq!(redacted.redactions.len(), 2);
    assert_eq!(redacted.redactions[0].page, Some(1));
}

#[test]
fn identifiers_made_of_a_title_go_with_it_wherever_they_are_named() {
    let mut issue = issue();
    issue.slug = "odile-marchemin".to_string();
    issue.sections = vec![
        section(
            "portrait-d-odile-marchemin",
            None,
            "Portrait d’Odile Marchemin",
            &[],
        ),
        section(
            "portrait-d-odile-marchemin/suite",
            Some("portrait-d-odile-marchemin"),
            "Suite",
            &[],
        ),
        section("contact", None, "Contact", &[]),
        section("ecrire-a-odile-exemple-fr", None, "Écrire", &[]),
    ];
    issue.corrections = vec![Correction {
        field: CorrectedField::SectionTitle,
        section: Some("ecrire-a-odile-exemple-fr".to_string()),
        value: Some("Écrire".to_string()),
        read: Some("Écrire à odile@exemple.fr".to_string()),
        date: "2026-01-01T00:00:00Z".to_string(),
        by: Some("Odile Marchemin".to_string()),
    }];
    issue.links = vec![Link {
        id: "l1".to_string(),
        text: "odile".to_string(),
        alt: Some("Écrire à Odile Marchemin".to_string()),
        url: "mailto:odile@exemple.fr".to_string(),
        raw_url: "mailto:odile@exemple.fr".to_string(),
        display_url: "odile@exemple.fr".to_string(),
        redirector: Some(Redirector::Decoded),
        target_url: Some("https://exemple.fr/?de=odile%40exemple.fr".to_string()),
        kind: LinkKind::Mail,
        page: 1,
        bboxes: Vec::new(),
        section: Some("portrait-d-odile-marchemin/suite".to_string()),
        origin: LinkOrigin::Printed,
        target_section: Some("portrait-d-odile-marchemin".to_string()),
    }];
    issue.furniture = vec![Furniture {
        kind: FurnitureKind::RunningFoot,
        page: 2,
        text: "Odile Marchemin".to_string(),
    }];
    issue.warnings = vec![Warning::new(
        WarningCode::CorrectionNotApplied,
        None,
        "no section odile-exemple-fr",
    )];
    let mut redactor = Redactor::new(ALL);
    redactor.add_name("Odile Marchemin");
    let redacted = redactor.redact(issue);
    let ids: Vec<&str> = redacted
        .issue
        .sections
        .iter()
        .map(|section| section.id.as_str())
        .collect();
    assert_eq!(ids, ["masked-1", "masked-1/suite", "contact", "masked-4"]);
    assert_eq!(redacted.issue.sections[1].parent.as_deref(), Some("masked-1"));
    assert_eq!(redacted.issue.links[0].section.as_deref(), Some("masked-1/suite"));
    assert_eq!(
        redacted.issue.links[0].target_section.as_deref(),
        Some("masked-1")
    );
    assert_eq!(redacted.issue.corrections[0].section.as_deref(), Some("masked-4"));
    assert_eq!(redacted.issue.slug, format!("issue-{}", redacted.issue.id));
    let bytes = serde_json::to_string(&redacted.issue).unwrap().to_lowercase();
    assert!(
        !bytes.contains("odile") && !bytes.contains("marchemin"),
        "{bytes}"
    );
    let log = serde_json::to_string(&redacted.redactions)
        .unwrap()
        .to_lowercase();
    assert!(
        !log.contains("odile") && log.contains("link.url") && log.contains("link.target_url"),
        "{log}"
    );
    assert!(redacted.issue.redacted.contains(&RedactedKind::Name));
}

#[test]
fn names_that_records_made_elsewhere_give_to_their_parts() {
    let mut issue = issue();
    issue.sections = vec![
        section("odile/marchemin", None, "Un", &[]),
        section("odile/marchemin/suite", Some("odile/marchemin"), "Deux", &[]),
        section("odile-marchemin/trois", None, "Trois", &[]),
        section("ecrire-a-odile-exemple-fr/suite", None, "Suite", &[]),
        section(
            "ecrire-a-odile-exemple-fr",
            None,
            "Écrire à odile@exemple.fr",
            &[],
        ),
    ];
    issue.events = vec![crate::model::Event {
        id: "fete-d-odile-marchemin".to_string(),
        section: Some("chez-odile-marchemin".to_string()),
        text: "Fête".to_string(),
        kind: crate::model::EventKind::Date,
        start: "2025-06-12".to_string(),
        end: None,
        rule: None,
        place: None,
        precision: crate::model::EventPrecision::Day,
        page: 1,
    }];
    let mut redactor = Redactor::new(ALL);
    redactor.add_name("Odile Marchemin");
    let redacted = redactor.redact(issue);
    let ids: Vec<&str> = redacted
        .issue
        .sections
        .iter()
        .map(|section| section.id.as_str())
        .collect();
    let wanted = [
        "odile/masked-1",
        "odile/masked-1/suite",
        "masked/trois",
        "masked-5/suite",
        "masked-5",
    ];
    assert_eq!(ids, wanted);
    assert_eq!(redacted.issue.events[0].id, "masked-1");
    assert_eq!(redacted.issue.events[0].section.as_deref(), Some("masked"));
    assert_eq!(
        redactor.redact_text("Fonds Odile Marchemin"),
        "Fonds [nom masqué 1]"
    );
}

#[test]
fn a_text_of_nothing_else_is_done_in_one_pass() {
    let mut redactor = Redactor::new(ALL);
    redactor.add_name("Odile Marchemin");
    let text = "odile@exemple.fr 06 12 34 56 78 Odile Marchemin %41%42 ".repeat(2_000);
    let mut issue = issue();
    issue.sections = vec![section("s", None, "Tout", &[text.as_str(); 4])];
    let redacted = redactor.redact(issue);
    assert_eq!(redacted.redactions.len(), 4 * 3 * 2_000);
}

#[test]
fn a_name_within_an_address_is_masked_where_the_address_is_not() {
    let mut redactor = Redactor::new([]);
    redactor.add_name("Marchemin");
    redactor.allow("@exemple.fr");
    let redacted = redactor.redact_text("odile.marchemin@exemple.fr, 12 rue Odile Marchemin");
    assert_eq!(
        redacted,
        "odile.[nom masqué 1]@exemple.fr, 12 rue Odile [nom masqué 1]"
    );
}
