//! Invented mastheads of the kinds that newsletters have.
use super::*;

/// Lines of an upright page: size, distance from the top, text. A size above 100 means bold in that size less 100.
pub(super) fn page(lines: &[(f32, f32, &str)]) -> Vec<HeadLine> {
    let head_line = |(size, y, text): &(f32, f32, &str)| HeadLine {
        text: (*text).to_string(),
        size: if *size > 100.0 { *size - 100.0 } else { *size },
        x0: 60.0,
        x1: 60.0 + 0.5 * size.rem_euclid(100.0) * text.chars().count() as f32,
        y: *y,
        page_height: 842.0,
        bold: *size > 100.0,
    };
    lines.iter().map(head_line).collect()
}

/// Lines of running text, which no masthead is.
pub(super) const PROSE: [(f32, f32, &str); 4] = [
    (
        10.0,
        300.0,
        "Le conseil municipal a voté le 12 mars 2011 les travaux de la rue des Lilas, attendus de",
    ),
    (
        10.0,
        312.0,
        "longue date par tous ses riverains. Ils seront finis au printemps 2013 si le temps le permet,",
    ),
    (
        10.0,
        324.0,
        "et les commerces resteront ouverts pendant toute leur durée. La mairie a écrit à chacun pour",
    ),
    (
        10.0,
        336.0,
        "lui dire à quelle date sa rue sera fermée et où il pourra garer sa voiture en attendant.",
    ),
];

fn with_prose(head: &[(f32, f32, &str)]) -> Evidence<'static> {
    Evidence {
        first_page_lines: page(&[head, &PROSE].concat()),
        file_name: "scan0007.pdf".to_string(),
        ..Evidence::default()
    }
}

fn told(identity: &Identity) -> (Option<&str>, Option<&str>, Option<&str>) {
    let date = identity.date.as_ref().map(|date| date.iso.as_str());
    (identity.title.as_deref(), identity.number.as_deref(), date)
}

#[test]
fn a_plain_masthead_is_read() {
    let evidence = with_prose(&[
        (40.0, 40.0, "L’Écho de Valbois"),
        (12.0, 95.0, "Le journal des habitants"),
        (12.0, 115.0, "N° 16 - mars 2012"),
        (118.0, 200.0, "La rue des Lilas refaite à neuf"),
    ]);
    let identity = read_identity(&evidence);
    assert_eq!(
        told(&identity),
        (Some("L’Écho de Valbois"), Some("16"), Some("2012-03"))
    );
    assert_eq!(identity.title_lines, [0, 1, 2]);
    assert_eq!(identity.publication.as_deref(), Some("L’Écho de Valbois"));
    assert_eq!(
        identity.date.map(|date| date.evidence),
        Some(DateEvidence::Masthead)
    );
    assert_eq!(identity.warnings, []);
}

#[test]
fn number_season_and_title_may_share_a_line() {
    let identity = read_identity(&with_prose(&[(
        14.0,
        45.0,
        "LA LETTRE DU MARAIS   Printemps 2012   N°009",
    )]));
    assert_eq!(
        told(&identity),
        (Some("LA LETTRE DU MARAIS"), Some("009"), Some("2012-03"))
    );
    assert_eq!(
        identity.date.map(|date| date.precision),
        Some(DatePrecision::Season)
    );
    assert_eq!(identity.title_lines, [0]);
}

#[test]
fn a_title_of_two_lines_below_its_date_is_whole() {
    let evidence = with_prose(&[
        (12.0, 30.0, "Décembre 2024/janvier 2025"),
        (130.0, 50.0, "Les nouvelles"),
        (130.0, 85.0, "du canal"),
        (114.0, 200.0, "Sommaire"),
    ]);
    let identity = read_identity(&evidence);
    assert_eq!(
        told(&identity),
        (Some("Les nouvelles du canal"), None, Some("2024-12"))
    );
    assert_eq!(identity.title_lines, [0, 1, 2]);
}

#[test]
fn a_common_word_takes_the_smaller_words_that_say_whose_it_is() {
    let evidence = with_prose(&[
        (70.0, 30.0, "BULLETIN"),
        (22.0, 105.0, "des Amis du canal"),
        (12.0, 140.0, "N° 4 - 2e trimestre 1998"),
    ]);
    let identity = read_identity(&evidence);
    assert_eq!(
        told(&identity),
        (Some("BULLETIN des Amis du canal"), Some("4"), Some("1998-04"))
    );
    assert_eq!(identity.title_lines, [0, 1, 2]);
}

#[test]
fn the_editorial_is_not_the_title() {
    let evidence = with_prose(&[
        (20.0, 90.0, "La Passerelle"),
        (130.0, 125.0, "L’éditorial du Maire"),
        (12.0, 130.0, "N° 7"),
        (12.0, 145.0, "Hiver 2009"),
    ]);
    let identity = read_identity(&evidence);
    assert_eq!(
        told(&identity),
        (Some("La Passerelle"), Some("7"), Some("2009-12"))
    );
    assert_eq!(identity.title_lines, [0, 2, 3]);
}

#[test]
fn dates_in_sentences_and_agendas_are_not_the_issues() {
    let evidence = with_prose(&[
        (118.0, 60.0, "Fête de la musique"),
        (10.0, 90.0, "Samedi 21 juin 2014 à 20h30 : concert sur la place"),
        (10.0, 110.0, "Association fondée le 3 mai 1973"),
        (112.0, 130.0, "À partir du"),
        (112.0, 143.0, "3 juin 1987"),
    ]);
    let identity = read_identity(&evidence);
    assert_eq!(told(&identity), (Some("Fête de la musique"), None, None));
    assert_eq!(identity.title_lines, Vec::<usize>::new());
    let codes: Vec<WarningCode> = identity.warnings.iter().map(|warning| warning.code).collect();
    assert_eq!(codes, [WarningCode::NoDate]);
}

#[test]
fn the_file_name_comes_last_and_is_said() {
    let mut evidence = with_prose(&[(118.0, 60.0, "Fête de la musique")]);
    evidence.file_name = "lettre-valbois-mai-2026.pdf".to_string();
    let identity = read_identity(&evidence);
    assert_eq!(
        told(&identity),
        (Some("Fête de la musique"), None, Some("2026-05"))
    );
    assert_eq!(
        identity.date.as_ref().map(|date| date.evidence),
        Some(DateEvidence::FileName)
    );
    assert_eq!(
        identity.warnings.first().map(|warning| warning.code),
        Some(WarningCode::DateFromFileName)
    );
}

#[test]
fn the_information_title_comes_before_the_file_name_unless_it_is_stale() {
    let mut evidence = with_prose(&[]);
    evidence.information_title = Some("La Passerelle mai 2025".to_string());
    let identity = read_identity(&evidence);
    assert_eq!(told(&identity), (Some("La Passerelle"), None, Some("2025-05")));
    assert_eq!(
        identity.date.map(|date| date.evidence),
        Some(DateEvidence::Information)
    );

    evidence.file_name = "passerelle-2026-03.pdf".to_string();
    let identity = read_identity(&evidence);
    assert_eq!(identity.date.map(|date| date.iso).as_deref(), Some("2026-03"));
}

#[test]
fn running_heads_tell_what_a_painted_masthead_does_not() {
    let mut evidence = with_prose(&[]);
    evidence.running_lines = vec!["La Passerelle - automne 2013 - N° 21".to_string()];
    let identity = read_identity(&evidence);
    assert_eq!(
        told(&identity),
        (Some("La Passerelle"), Some("21"), Some("2013-09"))
    );
    assert_eq!(
        identity.date.map(|date| date.evidence),
        Some(DateEvidence::RunningHead)
    );
    evidence.running_lines = vec!["Chartered November 8, 1973 - District 12".to_string()];
    assert_eq!(told(&read_identity(&evidence)), (None, None, None));
}

#[test]
fn a_tag_line_gives_way_to_the_series_that_the_file_name_knows() {
    let head = [
        (12.0, 45.0, "Le magazine de Valbois - Printemps 2012 - N° 16"),
        (128.0, 300.0, "Un beau printemps"),
    ];
    let mut evidence = with_prose(&head);
    evidence
        .first_page_lines
        .iter_mut()
        .for_each(|line| line.size = line.size.max(12.0));
    evidence.file_name = "la-passerelle-16-printemps-2012.pdf".to_string();
    let identity = read_identity(&evidence);
    assert_eq!(
        told(&identity),
        (Some("La Passerelle"), Some("16"), Some("2012-03"))
    );
    assert_eq!(identity.title_lines, [0]);
    // A file name that says something else knows nothing of the series.
    evidence.file_name = "la-passerelle-17-ete-2012.pdf".to_string();
    assert_eq!(
        read_identity(&evidence).title.as_deref(),
        Some("Le magazine de Valbois")
    );
}

#[test]
fn a_series_keeps_the_hyphens_and_apostrophes_that_are_printed() {
    for (file_name, printed) in [
        ("saint-valbois-express-2019-09.pdf", "Saint-Valbois Express"),
        ("l-echo-de-valbois-2019-09.pdf", "L’Écho de Valbois"),
    ] {
        let mut evidence = with_prose(&[(30.0, 40.0, printed), (12.0, 80.0, "n° 3 – 16 septembre 2019")]);
        evidence.file_name = file_name.to_string();
        assert_eq!(read_identity(&evidence).publication.as_deref(), Some(printed));
    }
}

#[test]
fn a_press_text_keeps_its_heading_as_text() {
    let evidence = Evidence {
        first_page_lines: page(&[
            (110.0, 200.0, "COMMUNIQUÉ DE PRESSE"),
            (10.0, 212.0, "Pour diffusion immédiate"),
            (
                10.0,
                240.0,
                "Valbois, le 15 août 2018 — La commune annonce aujourd’hui",
            ),
            (
                10.0,
                252.0,
                "qu’elle ouvrira un nouveau marché le premier samedi du mois.",
            ),
        ]),
        ..Evidence::default()
    };
    let identity = read_identity(&evidence);
    assert_eq!(
        told(&identity),
        (Some("COMMUNIQUÉ DE PRESSE"), None, Some("2018-08-15"))
    );
    assert_eq!(identity.title_lines, Vec::<usize>::new());
}

#[test]
fn english_mastheads_are_read() {
    let mut evidence = with_prose(&[
        (10.0, 36.0, "Issue #19, 2018-2019"),
        (10.0, 36.5, "November 8, 2018"),
        (16.0, 110.0, "Club of Valbois"),
    ]);
    evidence.information_title = Some("Garden-Club-of-Valbois-newsletter-2018-11-08".to_string());
    evidence.language = Some("en".to_string());
    let identity = read_identity(&evidence);
    assert_eq!(
        told(&identity),
        (Some("Garden Club of Valbois"), Some("19"), Some("2018-11-08"))
    );
    evidence.first_page_lines = page(&[(30.0, 40.0, "The Beacon"), (10.0, 80.0, "No. 5 - 03/04/2021")]);
    evidence.information_title = None;
    let identity = read_identity(&evidence);
    assert_eq!(told(&identity), (Some("The Beacon"), Some("5"), Some("2021")));
}

#[test]
fn a_cover_may_set_its_date_at_the_foot() {
    let evidence = Evidence {
        first_page_lines: page(&[(80.0, 60.0, "Reflets"), (25.0, 708.0, "Mars 2025")]),
        ..Evidence::default()
    };
    let identity = read_identity(&evidence);
    assert_eq!(told(&identity), (Some("Reflets"), None, Some("2025-03")));
    assert_eq!(identity.title_lines, [0, 1]);
}

#[test]
fn nothing_gives_nothing() {
    let identity = read_identity(&Evidence::default());
    assert_eq!(told(&identity), (None, None, None));
    let broken = HeadLine {
        text: "N° 3".to_string(),
        size: f32::NAN,
        x0: f32::NAN,
        x1: f32::NAN,
        y: f32::NAN,
        page_height: 0.0,
        bold: false,
    };
    let evidence = Evidence {
        first_page_lines: vec![broken],
        ..Evidence::default()
    };
    assert_eq!(read_identity(&evidence).title, None);
}

#[test]
fn any_text_gives_an_answer() {
    let pieces = [
        "N°",
        "n",
        "16",
        "é",
        "e\u{301}",
        "mars",
        "2012",
        "-",
        "/",
        "’",
        " ",
        "été",
        "1er",
        "°",
        "#",
        "99999999999",
        ".",
        "|",
        "trimestre",
        "du",
        "Lettre",
        "\u{200B}",
        "h",
        ":",
        "©",
        "p.",
    ];
    // A row of pseudo-random choices that is the same in every run.
    let mut state = 12_345_u32;
    let mut choose = move |count: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        usize::try_from(state >> 16).unwrap_or(0) % count
    };
    for _ in 0..3_000 {
        let length = 1 + choose(12);
        let text: String = (0..length).map(|_| pieces[choose(pieces.len())]).collect();
        for date in crate::french::dates::find_issue_dates(&text) {
            assert!(text.get(date.start..date.end).is_some(), "{text:?}");
        }
        let mut evidence = with_prose(&[(20.0, 40.0, &text)]);
        evidence.running_lines = vec![text.clone()];
        evidence.information_title = Some(text.clone());
        evidence.file_name = text.clone();
        let identity = read_identity(&evidence);
        assert!(
            identity
                .title_lines
                .iter()
                .all(|index| *index < evidence.first_page_lines.len())
        );
    }
}
