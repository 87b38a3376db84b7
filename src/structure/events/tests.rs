use super::*;
use crate::model::{BlockKind, DateEvidence, DatePrecision};

fn section(title: &str, kind: SectionKind, paragraphs: &[&str]) -> Section {
    Section {
        id: crate::french::fold::fold(title).replace(' ', "-"),
        parent: None,
        level: 1,
        kind,
        title: title.to_string(),
        subtitle: None,
        byline: None,
        page_start: 1,
        page_end: 1,
        text: paragraphs.join("\n"),
        language: None,
        blocks: paragraphs
            .iter()
            .map(|text| Block {
                kind: BlockKind::Paragraph,
                text: text.to_string(),
                page: 2,
                bbox: None,
            })
            .collect(),
        external_id: None,
    }
}

fn events(sections: &[Section]) -> (Vec<Event>, Vec<Warning>) {
    let date = IssueDate {
        iso: "2025-05".to_string(),
        precision: DatePrecision::Month,
        evidence: DateEvidence::Masthead,
    };
    let mut warnings = Vec::new();
    let events = find(sections, Some(&date), &mut warnings);
    (events, warnings)
}

fn lines(events: &[Event]) -> Vec<String> {
    events
        .iter()
        .map(|event| {
            let end = event
                .end
                .as_deref()
                .map_or(String::new(), |end| format!(" > {end}"));
            let place = event
                .place
                .as_deref()
                .map_or(String::new(), |place| format!(" @ {place}"));
            format!("{}{end}{place}: {}", event.start, event.text)
        })
        .collect()
}

#[test]
fn a_programme_takes_the_day_that_the_text_tells() {
    let (events, _) = events(&[section(
        "Les rencontres",
        SectionKind::Article,
        &[
            "Rejoignez les rencontres le 12 juin au Moulin-Vert. Ce sera le grand rendez-vous de l'année, avec des ateliers, des \
             jeux et un repas partagé pour tous les habitants, petits et grands, de la vallée et d'ailleurs, et bien d'autres choses encore.",
            "9h30 > Assemblée générale",
            "11h > en même temps",
            "Atelier vannerie",
            "Atelier pain",
            "17h15 à 18h",
            "Clôture en chansons",
            "Inscription ici",
            "19h",
        ],
    )]);
    assert_eq!(
        lines(&events),
        [
            "2025-06-12 @ Moulin-Vert: Rejoignez les rencontres le 12 juin au Moulin-Vert.",
            "2025-06-12T09:30 @ Moulin-Vert: Assemblée générale",
            "2025-06-12T11:00 @ Moulin-Vert: en même temps\nAtelier vannerie\nAtelier pain",
            "2025-06-12T17:15 > 2025-06-12T18:00 @ Moulin-Vert: Clôture en chansons",
        ]
    );
    assert_eq!(events[1].id, "e2");
    assert_eq!(
        (events[1].page, events[1].section.as_deref()),
        (2, Some("les-rencontres"))
    );
}

#[test]
fn a_programme_without_a_day_gives_no_events() {
    let (events, _) = events(&[section(
        "Programme",
        SectionKind::Agenda,
        &["9h30 > Accueil", "10h > Départ"],
    )]);
    assert!(events.is_empty(), "{events:?}");
}

#[test]
fn entries_of_an_agenda() {
    let (events, warnings) = events(&[section(
        "Agenda",
        SectionKind::Agenda,
        &[
            "Samedi 7 juin à 20h : concert de la chorale à la salle des fêtes",
            "Dimanche 8 juin",
            "Vide-grenier, place de la Mairie",
            "Mardi 11 juin : conseil municipal",
            "Le 1er samedi du mois : marché",
            "En juillet : fermeture",
        ],
    )]);
    assert_eq!(
        lines(&events),
        [
            "2025-06-07T20:00 @ salle des fêtes: Samedi 7 juin à 20h : concert de la chorale à la salle des fêtes",
            "2025-06-08 @ place de la Mairie: Vide-grenier, place de la Mairie",
            "2025-06-11: Mardi 11 juin : conseil municipal",
            "2025-05-03: Le 1er samedi du mois : marché",
            "2025-07: En juillet : fermeture",
        ]
    );
    assert_eq!(events[3].rule.as_deref(), Some("FREQ=MONTHLY;BYDAY=1SA"));
    assert_eq!(warnings.len(), 1);
    assert_eq!(warnings[0].code, WarningCode::WeekdayContradictsDate);
}

#[test]
fn dated_paragraphs_and_what_is_no_event() {
    let (events, _) = events(&[
        section(
            "La vallée",
            SectionKind::Article,
            &[
                "La commune organisait le 13 mai dernier une journée des haies.",
                "Venez parler de l'avenir, le 6 juin à Valbois.",
                "Depuis la loi du 1er juillet 1901, rien n'a changé. Né le 3 mars 1950, il a tout vu.",
                "Fait à Valbois, le 12 mai 2025",
                "En juin, on fane.",
                "L'arrêté du 2 mai interdit les feux.",
            ],
        ),
        section("Sommaire", SectionKind::Toc, &["Le 12 juin 3"]),
    ]);
    assert_eq!(
        lines(&events),
        [
            "2025-05-13: La commune organisait le 13 mai dernier une journée des haies.",
            "2025-06-06 @ Valbois: Venez parler de l'avenir, le 6 juin à Valbois.",
        ]
    );
}
