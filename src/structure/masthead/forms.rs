//! First pages in the forms that newsletters of many publishers have, all invented: what a reader would say is the title,
//! the number, the date.
use super::tests::{PROSE, page};
use super::*;

/// Lines of a first page (size, a hundred more for bold; distance from the top; text), title, number, date.
type Case = (
    &'static [(f32, f32, &'static str)],
    Option<&'static str>,
    Option<&'static str>,
    Option<&'static str>,
);

#[track_caller]
fn assert_read(cases: &[Case]) {
    let mut wrong = Vec::new();
    for (head, title, number, date) in cases {
        let evidence = Evidence {
            first_page_lines: page(&[head, &PROSE[..]].concat()),
            file_name: "scan0007.pdf".to_string(),
            page_count: 8,
            language: Some("fr".to_string()),
            ..Evidence::default()
        };
        let identity = read_identity(&evidence);
        let told = (
            identity.title.as_deref(),
            identity.number.as_deref(),
            identity.date.as_ref().map(|date| date.iso.as_str()),
        );
        if told != (*title, *number, *date) {
            wrong.push(format!("{head:?}: {told:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn bulletins_of_a_commune() {
    assert_read(&[
        (
            &[
                (14.0, 30.0, "Bulletin municipal"),
                (60.0, 50.0, "Valbois Infos"),
                (14.0, 125.0, "N° 45 – Décembre 2020"),
            ],
            Some("Valbois Infos"),
            Some("45"),
            Some("2020-12"),
        ),
        (
            &[
                (48.0, 40.0, "Bulletin municipal n° 12"),
                (20.0, 100.0, "Commune de Valbois"),
                (14.0, 130.0, "Janvier 2019"),
            ],
            Some("Bulletin municipal"),
            Some("12"),
            Some("2019-01"),
        ),
        (
            &[
                (60.0, 30.0, "L’ÉCHO"),
                (26.0, 98.0, "de Valbois"),
                (11.0, 130.0, "Bulletin d’information n°7"),
                (11.0, 145.0, "1er semestre 2016"),
            ],
            Some("L’ÉCHO de Valbois"),
            Some("7"),
            Some("2016"),
        ),
        (
            &[
                (20.0, 30.0, "La Lettre de"),
                (54.0, 54.0, "VALBOIS"),
                (12.0, 115.0, "Juillet"),
                (12.0, 129.0, "2018"),
                (12.0, 145.0, "Numéro 31"),
            ],
            Some("La Lettre de VALBOIS"),
            Some("31"),
            Some("2018-07"),
        ),
        (
            &[
                (40.0, 40.0, "Bulletin municipal 2021"),
                (118.0, 200.0, "Le mot du maire"),
            ],
            Some("Bulletin municipal"),
            None,
            Some("2021"),
        ),
        (
            &[
                (30.0, 40.0, "LE PETIT VALBOISIEN"),
                (
                    10.0,
                    80.0,
                    "Journal communal d’information - Septembre/Octobre 2014 - Numéro 63",
                ),
            ],
            Some("LE PETIT VALBOISIEN"),
            Some("63"),
            Some("2014-09"),
        ),
        (
            &[
                (34.0, 40.0, "Le Lien"),
                (10.0, 84.0, "N°"),
                (24.0, 84.0, "102"),
                (10.0, 112.0, "Printemps-été 2011"),
            ],
            Some("Le Lien"),
            Some("102"),
            Some("2011-03"),
        ),
        (
            &[
                (34.0, 40.0, "Flash Info"),
                (12.0, 84.0, "Mars 09"),
                (120.0, 130.0, "Travaux rue du Pont"),
            ],
            Some("Flash Info"),
            None,
            Some("2009-03"),
        ),
        (
            &[
                (50.0, 40.0, "Vivre à Valbois"),
                (
                    12.0,
                    100.0,
                    "Magazine d’informations municipales • hiver 2022-2023 • #14",
                ),
            ],
            Some("Vivre à Valbois"),
            Some("14"),
            Some("2022-12"),
        ),
    ]);
}

#[test]
fn number_and_date_in_other_words() {
    assert_read(&[
        (
            &[
                (40.0, 40.0, "Le Journal"),
                (20.0, 84.0, "du quartier des Lilas"),
                (11.0, 115.0, "n° 3 — février 2015"),
            ],
            Some("Le Journal du quartier des Lilas"),
            Some("3"),
            Some("2015-02"),
        ),
        (
            &[(34.0, 40.0, "INFO FLASH N°12/2021")],
            Some("INFO FLASH"),
            Some("12"),
            Some("2021"),
        ),
        (
            &[
                (34.0, 40.0, "La Feuille"),
                (
                    11.0,
                    84.0,
                    "Publication mensuelle – Octobre 2010 – N°98 – Gratuit",
                ),
            ],
            Some("La Feuille"),
            Some("98"),
            Some("2010-10"),
        ),
        (
            &[
                (34.0, 40.0, "Le Roseau"),
                (
                    11.0,
                    84.0,
                    "Bulletin trimestriel édité par l’association – 2ème trimestre 2004",
                ),
            ],
            Some("Le Roseau"),
            None,
            Some("2004-04"),
        ),
        (
            &[(34.0, 40.0, "Le Mag’"), (11.0, 84.0, "#08 / sept. 2022")],
            Some("Le Mag’"),
            Some("08"),
            Some("2022-09"),
        ),
        (
            &[
                (34.0, 40.0, "Au fil de l’eau"),
                (11.0, 84.0, "N°113 - JANV. - FÉV. - MARS 2020"),
            ],
            Some("Au fil de l’eau"),
            Some("113"),
            Some("2020-01"),
        ),
        (
            &[
                (34.0, 40.0, "Le Clocher"),
                (11.0, 84.0, "Semaine du samedi 2 au dimanche 10 mars 2024"),
            ],
            Some("Le Clocher"),
            None,
            Some("2024-03-02"),
        ),
        (
            &[
                (34.0, 40.0, "Le Clocher"),
                (11.0, 84.0, "Édition du 12 juin 2020"),
            ],
            Some("Le Clocher"),
            None,
            Some("2020-06-12"),
        ),
        (
            &[
                (34.0, 40.0, "Le Clocher"),
                (
                    11.0,
                    84.0,
                    "Lettre d’information municipale – N°3 – avril à juin 2021",
                ),
            ],
            Some("Le Clocher"),
            Some("3"),
            Some("2021-04"),
        ),
        (
            &[
                (34.0, 40.0, "Le Clocher"),
                (11.0, 84.0, "23e année - N° 183"),
                (11.0, 98.0, "Décembre 2003 - Janvier 2004"),
            ],
            Some("Le Clocher"),
            Some("183"),
            Some("2003-12"),
        ),
    ]);
}

#[test]
fn a_picture_may_stand_between_title_and_date() {
    assert_read(&[(
        &[
            (70.0, 30.0, "Reflets"),
            (12.0, 290.0, "n° 12 - 13 mars 2020"),
            (118.0, 305.0, "La rue des Lilas"),
        ],
        Some("Reflets"),
        Some("12"),
        Some("2020-03-13"),
    )]);
}

#[test]
fn letters_of_associations_parishes_and_schools() {
    assert_read(&[
        (
            &[
                (26.0, 40.0, "Lettre d’info n. 4"),
                (12.0, 74.0, "Les Amis du canal"),
                (12.0, 90.0, "Mai 2017"),
            ],
            Some("Lettre d’info"),
            Some("4"),
            Some("2017-05"),
        ),
        (
            &[
                (30.0, 40.0, "La Feuille de l’Amap"),
                (12.0, 80.0, "Hors-série n°2"),
                (12.0, 96.0, "Noël 2020"),
            ],
            Some("La Feuille de l’Amap"),
            Some("2"),
            Some("2020-12"),
        ),
        (
            &[
                (30.0, 40.0, "Feuille paroissiale"),
                (14.0, 80.0, "Dimanche 12 mars 2023"),
                (11.0, 100.0, "Paroisse Saint-Aubert"),
            ],
            Some("Feuille paroissiale"),
            None,
            Some("2023-03-12"),
        ),
        (
            &[
                (30.0, 40.0, "Le Cartable"),
                (12.0, 80.0, "Journal de l’école des Lilas"),
                (12.0, 96.0, "Année 2019-2020"),
            ],
            Some("Le Cartable"),
            None,
            Some("2019"),
        ),
        (
            &[
                (30.0, 40.0, "Le Petit Volant"),
                (12.0, 80.0, "Bulletin du club - Saison 2021/2022 - n° 3"),
            ],
            Some("Le Petit Volant"),
            Some("3"),
            Some("2021"),
        ),
        (
            &[
                (30.0, 40.0, "Infolettre"),
                (14.0, 78.0, "du réseau des bibliothèques"),
                (12.0, 100.0, "04 | 2021"),
            ],
            Some("Infolettre du réseau des bibliothèques"),
            None,
            Some("2021-04"),
        ),
        (
            &[
                (30.0, 40.0, "Racines"),
                (11.0, 78.0, "Revue de la Société d’histoire de Valbois"),
                (11.0, 94.0, "n° 12-13 — juillet/août/septembre 2003"),
            ],
            Some("Racines"),
            Some("12-13"),
            Some("2003-07"),
        ),
        (
            &[(22.0, 40.0, "LE TRAIT D’UNION - 1er trimestre 99 - N°57 - 5 F")],
            Some("LE TRAIT D’UNION"),
            Some("57"),
            Some("1999-01"),
        ),
        (
            &[
                (12.0, 30.0, "Mardi 01 juillet 2008"),
                (12.0, 30.5, "Numéro 2 /"),
                (40.0, 60.0, "Tout va bien"),
            ],
            Some("Tout va bien"),
            Some("2"),
            Some("2008-07-01"),
        ),
        (
            &[
                (40.0, 40.0, "Résonances"),
                (12.0, 90.0, "Volume 5, numéro 3 – 12.06.2019"),
            ],
            Some("Résonances"),
            Some("3"),
            Some("2019-06-12"),
        ),
    ]);
}

#[test]
fn newsletters_in_other_languages() {
    assert_read(&[
        (
            &[
                (34.0, 40.0, "Der Kanalbote"),
                (12.0, 84.0, "Nummer 5 · Herbst 2018"),
            ],
            Some("Der Kanalbote"),
            Some("5"),
            Some("2018-09"),
        ),
        (
            &[
                (34.0, 40.0, "Gemeindebrief"),
                (12.0, 84.0, "Ausgabe 2/2019 – März, April, Mai 2019"),
            ],
            Some("Gemeindebrief"),
            Some("2"),
            Some("2019-03"),
        ),
        (
            &[
                (34.0, 40.0, "The Towpath"),
                (12.0, 84.0, "Vol. 3 No. 4 Winter 2015"),
            ],
            Some("The Towpath"),
            Some("4"),
            Some("2015-12"),
        ),
        (
            &[
                (34.0, 40.0, "Hoja del barrio"),
                (12.0, 84.0, "Núm. 18 - 15 de marzo de 2021"),
            ],
            Some("Hoja del barrio"),
            Some("18"),
            Some("2021-03-15"),
        ),
    ]);
}

#[test]
fn dates_that_are_not_the_issues() {
    assert_read(&[
        (
            &[
                (34.0, 40.0, "La Passerelle"),
                (11.0, 84.0, "N° 8"),
                (11.0, 150.0, "Date limite d’envoi : 15 mars 2012"),
                (11.0, 180.0, "Association loi du 1er juillet 1901"),
            ],
            Some("La Passerelle"),
            Some("8"),
            None,
        ),
        (
            &[
                (34.0, 40.0, "La Passerelle"),
                (11.0, 84.0, "N° 8 - mai 2012"),
                (14.0, 150.0, "Prochaine réunion le 3 juin 2012"),
            ],
            Some("La Passerelle"),
            Some("8"),
            Some("2012-05"),
        ),
        (
            &[
                (34.0, 40.0, "La Passerelle"),
                (11.0, 84.0, "N° 8 - mai 2012"),
                (11.0, 110.0, "Agrément n° 45 du 3 mars 1999"),
            ],
            Some("La Passerelle"),
            Some("8"),
            Some("2012-05"),
        ),
    ]);
}

#[test]
fn titles_that_are_pictures_are_told_by_what_is_left() {
    let mut evidence = Evidence {
        first_page_lines: page(
            &[
                &[(118.0, 60.0, "La rue des Lilas"), (118.0, 200.0, "Le marché")],
                &PROSE[..],
            ]
            .concat(),
        ),
        file_name: "scan0007.pdf".to_string(),
        page_count: 8,
        ..Evidence::default()
    };
    assert_eq!(read_identity(&evidence).title, None);
    let told = |evidence: &Evidence| {
        let identity = read_identity(evidence);
        (identity.title, identity.title_evidence)
    };
    let some = |title: &str, source: Source| (Some(title.to_string()), Some(source));

    evidence.file_name = "passerelle-12-mars-2012.pdf".to_string();
    evidence.given_words_printed = HashSet::from(["passerelle".to_string()]).into();
    assert_eq!(told(&evidence), some("Passerelle", Source::FileName));
    evidence.information_title = Some("Mise en page 1".to_string());
    assert_eq!(told(&evidence), some("Passerelle", Source::FileName));
    evidence.information_title = Some("La Passerelle n° 12".to_string());
    assert_eq!(told(&evidence), some("La Passerelle", Source::Information));
    evidence.inner_pages = vec![
        [
            "La Passerelle de Valbois est le journal des habitants",
            "Rédaction : la mairie",
            "Imprimerie du Canal",
        ]
        .map(str::to_string)
        .to_vec(),
    ]
    .into();
    assert_eq!(told(&evidence), some("La Passerelle de Valbois", Source::Imprint));
    evidence.running_names = vec!["La Passerelle".to_string()];
    assert_eq!(told(&evidence), some("La Passerelle", Source::RunningHead));
    evidence.running_lines = vec!["Passerelle - n° 12 - mars 2012 - page 3".to_string()];
    assert_eq!(told(&evidence), some("Passerelle", Source::RunningHead));
}
