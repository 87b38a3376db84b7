//! The table of phrases. What is expected is written `start`, `start > end`, with `(deadline)`, `(weekday)` where the
//! weekday contradicts, and the rule of what comes again; nothing where the phrase is no moment.
use super::*;

fn told(text: &str, reference: Option<&str>) -> String {
    let reference = reference.and_then(Reference::from_iso);
    let moments = find_moments(text, reference.as_ref());
    let told = moments.iter().map(|moment| {
        let mut line = moment.start.clone();
        if let Some(end) = &moment.end {
            line += &format!(" > {end}");
        }
        if moment.kind == MomentKind::Deadline {
            line += " (deadline)";
        }
        if moment.weekday_contradicts {
            line += " (weekday)";
        }
        if let Some(rule) = &moment.rule {
            line += &format!(" {rule}");
        }
        line
    });
    told.collect::<Vec<String>>().join("; ")
}

#[track_caller]
fn assert_told(reference: Option<&str>, cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(text, expected)| {
            let told = told(text, reference);
            (told != *expected).then(|| format!("{text}\n   expected {expected:?}\n   found    {told:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// An issue of May 2025.
const MAY: Option<&str> = Some("2025-05");

#[test]
fn days() {
    assert_told(
        MAY,
        &[
            ("jeudi 12 juin", "2025-06-12"),
            ("le jeudi 12 juin", "2025-06-12"),
            ("Jeudi, le 12 juin", "2025-06-12"),
            ("le 12 juin au centre", "2025-06-12"),
            ("le 6 juin à Arvigny", "2025-06-06"),
            ("LE 12 JUIN", "2025-06-12"),
            ("jeu. 12 juin", "2025-06-12"),
            ("le 1er juin", "2025-06-01"),
            ("le premier juin", "2025-06-01"),
            ("1 juin", "2025-06-01"),
            ("le 12 juin 2025", "2025-06-12"),
            ("12 juin 2027", "2027-06-12"),
            ("le 12 janvier", "2026-01-12"),
            ("le 12 février", "2025-02-12"),
            ("le 12 décembre", "2025-12-12"),
            ("le 3 août prochain", "2025-08-03"),
            ("le 13 mai dernier", "2025-05-13"),
            ("le 13 avril dernier", "2025-04-13"),
            ("le 13 juin dernier", "2024-06-13"),
            ("le 2 avril prochain", "2026-04-02"),
            ("le 12/06", "2025-06-12"),
            ("le 12/6", "2025-06-12"),
            ("jeudi 12/06", "2025-06-12"),
            ("12/06/2025", "2025-06-12"),
            ("12/06/25", "2025-06-12"),
            ("le 12.06", "2025-06-12"),
            ("12.06.2025", "2025-06-12"),
            ("2025-06-12", "2025-06-12"),
            ("12 sept.", "2025-09-12"),
            ("12 sept. 2025", "2025-09-12"),
            ("le 12 déc", "2025-12-12"),
            ("Thursday, June 12", "2025-06-12"),
            ("June 12th, 2025", "2025-06-12"),
            ("the 12th of June", "2025-06-12"),
            ("12 juin '26", "2026-06-12"),
            ("le 29 février 2028", "2028-02-29"),
            ("jeudi 12", "2025-06-12"),
            ("samedi 24", "2025-05-24"),
            ("Réunion samedi 7 : venez", "2025-06-07"),
            ("le 12 juin, puis le 3 juillet", "2025-06-12; 2025-07-03"),
        ],
    );
}

#[test]
fn hours_of_a_day() {
    assert_told(
        MAY,
        &[
            ("jeudi 12 juin à 18h30", "2025-06-12T18:30"),
            ("jeudi 12 juin à 18 h 30", "2025-06-12T18:30"),
            ("jeudi 12 juin, 18h30", "2025-06-12T18:30"),
            ("jeudi 12 juin - 18h", "2025-06-12T18:00"),
            ("jeudi 12 juin | 18:30", "2025-06-12T18:30"),
            ("jeudi 12 juin (18h)", "2025-06-12T18:00"),
            ("jeudi 12 juin 2025 à 9h", "2025-06-12T09:00"),
            ("le 12 juin dès 9h", "2025-06-12T09:00"),
            ("le 12 juin à partir de 14h30", "2025-06-12T14:30"),
            ("le 12 juin vers 14 heures", "2025-06-12T14:00"),
            ("le 12 juin de 14h à 16h", "2025-06-12T14:00 > 2025-06-12T16:00"),
            (
                "le 12 juin, de 9 h à 12 h 30",
                "2025-06-12T09:00 > 2025-06-12T12:30",
            ),
            ("le 12 juin 11h-12h", "2025-06-12T11:00 > 2025-06-12T12:00"),
            ("le 12 juin, 14-16h", "2025-06-12T14:00 > 2025-06-12T16:00"),
            ("le 12 juin de 14 à 16h", "2025-06-12T14:00 > 2025-06-12T16:00"),
            (
                "le 12 juin entre 14h et 16h",
                "2025-06-12T14:00 > 2025-06-12T16:00",
            ),
            ("le 12 juin de 10h à midi", "2025-06-12T10:00 > 2025-06-12T12:00"),
            ("le 12 juin à midi", "2025-06-12T12:00"),
            (
                "le 12 juin de 20h à minuit",
                "2025-06-12T20:00 > 2025-06-13T00:00",
            ),
            ("le 12 juin de 21h à 2h", "2025-06-12T21:00 > 2025-06-13T02:00"),
            ("à 18h30 le jeudi 12 juin", "2025-06-12T18:30"),
            ("de 9h à 12h, le 12 juin", "2025-06-12T09:00 > 2025-06-12T12:00"),
            ("le 12/06 à 18h", "2025-06-12T18:00"),
            ("12/06 à 18h", "2025-06-12T18:00"),
            ("12/06 18h30", "2025-06-12T18:30"),
            ("samedi 7 à 16h", "2025-06-07T16:00"),
            ("le 12 juin jusqu'à 18h", "2025-06-12 > 2025-06-12T18:00"),
            ("June 12 at 6.30pm", "2025-06-12T18:30"),
            ("June 12, 7 pm", "2025-06-12T19:00"),
            ("12 juin : 20H00", "2025-06-12T20:00"),
            ("jeudi 12 juin après-midi", "2025-06-12"),
            ("le 12 juin. À 18h, fermeture.", "2025-06-12"),
        ],
    );
}

#[test]
fn spans_of_days() {
    assert_told(
        MAY,
        &[
            ("du 3 au 5 mai", "2025-05-03 > 2025-05-05"),
            ("du 3 au 5 mai 2025", "2025-05-03 > 2025-05-05"),
            ("du 28 mai au 3 juin", "2025-05-28 > 2025-06-03"),
            ("du 28 mai au 3 juin 2026", "2026-05-28 > 2026-06-03"),
            ("du samedi 3 au lundi 5 mai", "2025-05-03 > 2025-05-05"),
            ("du samedi 3 mai au lundi 5 mai", "2025-05-03 > 2025-05-05"),
            ("les 3 et 4 mai", "2025-05-03 > 2025-05-04"),
            ("les samedi 3 et dimanche 4 mai", "2025-05-03 > 2025-05-04"),
            ("samedi 3 et dimanche 4 mai", "2025-05-03 > 2025-05-04"),
            ("3-5 mai", "2025-05-03 > 2025-05-05"),
            ("3/5 mai", "2025-05-03 > 2025-05-05"),
            ("30 avril - 2 mai", "2025-04-30 > 2025-05-02"),
            ("les 3, 4 et 5 mai", "2025-05-03 > 2025-05-05"),
            ("les 14 et 21 mai", "2025-05-14; 2025-05-21"),
            (
                "les 14, 21 et 28 mai de 9h à 12h",
                "2025-05-14T09:00 > 2025-05-14T12:00; 2025-05-21T09:00 > 2025-05-21T12:00; 2025-05-28T09:00 > 2025-05-28T12:00",
            ),
            ("mardi 13 et jeudi 15 mai", "2025-05-13; 2025-05-15"),
            ("du 03/05 au 05/05", "2025-05-03 > 2025-05-05"),
            ("du 03/05/2025 au 05/05/2025", "2025-05-03 > 2025-05-05"),
            ("du 28 décembre au 3 janvier", "2025-12-28 > 2026-01-03"),
            ("du 28 décembre 2025 au 3 janvier 2026", "2025-12-28 > 2026-01-03"),
            ("du 28 décembre au 3 janvier 2026", "2025-12-28 > 2026-01-03"),
            ("du 1er au 31 juillet", "2025-07-01 > 2025-07-31"),
            ("du 3 mai jusqu'au 8 juin", "2025-05-03 > 2025-06-08"),
            ("3 to 5 May 2025", "2025-05-03 > 2025-05-05"),
            ("du 3 au 5 mai de 9h à 17h", "2025-05-03 > 2025-05-05"),
        ],
    );
}

#[test]
fn last_days_and_first_days() {
    assert_told(
        MAY,
        &[
            ("jusqu'au 15/09", "2025-09-15 (deadline)"),
            ("jusqu’au 15 septembre", "2025-09-15 (deadline)"),
            ("jusqu'au dimanche 15 juin", "2025-06-15 (deadline)"),
            ("avant le 15 juin", "2025-06-15 (deadline)"),
            ("avant le 15/06", "2025-06-15 (deadline)"),
            ("d'ici le 15 juin", "2025-06-15 (deadline)"),
            ("au plus tard le 15 juin", "2025-06-15 (deadline)"),
            ("date limite : 15 juin", "2025-06-15 (deadline)"),
            (
                "date limite des inscriptions : le 15 juin",
                "2025-06-15 (deadline)",
            ),
            ("jusqu'au 15 juin à 12h", "2025-06-15T12:00 (deadline)"),
            ("à partir du 15 juin", "2025-06-15"),
            ("dès le 15 juin", "2025-06-15"),
            ("deadline: June 15", "2025-06-15 (deadline)"),
        ],
    );
}

#[test]
fn what_comes_again() {
    assert_told(
        MAY,
        &[
            ("le 1er samedi du mois", "2025-05-03 FREQ=MONTHLY;BYDAY=1SA"),
            ("le premier samedi du mois", "2025-05-03 FREQ=MONTHLY;BYDAY=1SA"),
            (
                "les premiers samedis du mois",
                "2025-05-03 FREQ=MONTHLY;BYDAY=1SA",
            ),
            ("le 2e jeudi de chaque mois", "2025-05-08 FREQ=MONTHLY;BYDAY=2TH"),
            (
                "le 3ème mardi du mois à 20h",
                "2025-05-20T20:00 FREQ=MONTHLY;BYDAY=3TU",
            ),
            (
                "le dernier vendredi du mois",
                "2025-05-30 FREQ=MONTHLY;BYDAY=-1FR",
            ),
            ("tous les mardis", "2025-05-06 FREQ=WEEKLY;BYDAY=TU"),
            (
                "tous les mardis de 14h à 16h",
                "2025-05-06T14:00 > 2025-05-06T16:00 FREQ=WEEKLY;BYDAY=TU",
            ),
            ("tous les mardis et jeudis", "2025-05-01 FREQ=WEEKLY;BYDAY=TU,TH"),
            (
                "tous les mardis et les jeudis",
                "2025-05-01 FREQ=WEEKLY;BYDAY=TU,TH",
            ),
            ("chaque mercredi à 10h", "2025-05-07T10:00 FREQ=WEEKLY;BYDAY=WE"),
            ("Every Monday at 7pm", "2025-05-05T19:00 FREQ=WEEKLY;BYDAY=MO"),
            (
                "tous les 1ers samedis du mois",
                "2025-05-03 FREQ=MONTHLY;BYDAY=1SA",
            ),
        ],
    );
    assert_told(
        Some("2025-05-20"),
        &[
            ("tous les mardis", "2025-05-20 FREQ=WEEKLY;BYDAY=TU"),
            ("chaque lundi", "2025-05-26 FREQ=WEEKLY;BYDAY=MO"),
        ],
    );
}

#[test]
fn longer_times() {
    assert_told(
        MAY,
        &[
            ("2ème trimestre", "2025-04"),
            ("au 3e trimestre", "2025-07"),
            ("4ème trimestre 2026", "2026-10"),
            ("premier trimestre de 2026", "2026-01"),
            ("en juin", "2025-06"),
            ("courant juin", "2025-06"),
            ("fin juin", "2025-06"),
            ("début juillet", "2025-07"),
            ("mi-juillet", "2025-07"),
            ("au mois de juin", "2025-06"),
            ("au mois d'août", "2025-08"),
            ("en mars 2026", "2026-03"),
            ("en mars dernier", "2025-03"),
            ("en octobre prochain", "2025-10"),
            ("le mois prochain", "2025-06"),
            ("le mois dernier", "2025-04"),
            ("cet été", "2025-06"),
            ("à l'automne", "2025-09"),
            ("au printemps 2026", "2026-03"),
            ("l'été dernier", "2024-06"),
            ("l'hiver prochain", "2025-12"),
            ("juin 2025", "2025-06"),
            ("printemps 2026", "2026-03"),
        ],
    );
}

#[test]
fn weekdays_that_contradict_are_told() {
    assert_told(
        MAY,
        &[
            ("mercredi 12 juin", "2025-06-12 (weekday)"),
            ("lundi 12 juin 2025", "2025-06-12 (weekday)"),
            ("vendredi 12/06", "2025-06-12 (weekday)"),
            ("du samedi 3 au mardi 5 mai", "2025-05-03 > 2025-05-05 (weekday)"),
        ],
    );
}

#[test]
fn the_issues_date_decides() {
    assert_told(
        Some("2024-12"),
        &[("le 15 janvier", "2025-01-15"), ("le 15 novembre", "2024-11-15")],
    );
    assert_told(
        Some("2024-12-20"),
        &[
            ("samedi prochain", "2024-12-21"),
            ("mardi dernier", "2024-12-17"),
            ("le 20 décembre prochain", "2024-12-20"),
            ("le 21 décembre dernier", "2023-12-21"),
        ],
    );
    assert_told(
        Some("2025"),
        &[
            ("le 12 juin", "2025-06-12"),
            ("lundi 12 janvier", "2026-01-12"),
            ("jeudi 12", ""),
        ],
    );
    assert_told(
        None,
        &[
            ("jeudi 12 juin à 18h30", ""),
            ("tous les mardis", ""),
            ("en juin", ""),
            ("jeudi 12 juin 2025 à 18h30", "2025-06-12T18:30"),
            ("le 12/06/2025", "2025-06-12"),
        ],
    );
}

#[test]
fn what_is_no_moment() {
    let texts = [
        "le 93",
        "10 000",
        "10 000 euros",
        "p. 12",
        "page 12",
        "art. 12.3",
        "l'article 12.3 du code",
        "le 12",
        "le 31 juin",
        "31/02/2025",
        "le 30 février",
        "3/4 des habitants",
        "24h/24",
        "24h/24 et 7j/7",
        "35 heures",
        "3 heures de marche",
        "12 mètres",
        "n° 12 mai",
        "n° 12",
        "1,5 km",
        "12,50 €",
        "06 12 34 56 78",
        "01.02.03.04.05",
        "2018-2019",
        "en 2024",
        "2025",
        "rue du 8",
        "le Midi",
        "midi",
        "Jn 3:16",
        "version 1.2",
        "12.3",
        "le 3.5 % du total",
        "1/2",
        "50/50",
        "mars",
        "la planète Mars",
        "mai",
        "marché de mai",
        "un mardi sur deux",
        "un an",
        "chaque jeu",
        "la mer 12",
        "été",
        "ils ont été 12",
        "samedi",
        "le samedi",
        "1 000 personnes",
        "5 rue de mai",
        "Tél. 04 66 22 10 12",
        "20120 Valbois",
        "18h30",
        "le 12 000e visiteur",
        "12 adhérents",
        "99/100",
        "Lundi et jeudi : 9h – 12h",
    ];
    let found: Vec<String> = texts
        .iter()
        .filter(|text| !told(text, MAY).is_empty())
        .map(|text| format!("{text}: {}", told(text, MAY)))
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn hours_of_a_programme() {
    let hours = |text: &str| {
        find_hours(text)
            .iter()
            .map(|hours| {
                let told = |time: Option<Time>| {
                    time.map_or("-".to_string(), |t| format!("{:02}:{:02}", t.hour, t.minute))
                };
                format!("{} {}", told(hours.start), told(hours.end))
            })
            .collect::<Vec<String>>()
            .join("; ")
    };
    for (text, expected) in [
        ("9h30 > AG", "09:30 -"),
        ("9 h 30 : accueil", "09:30 -"),
        ("17h15 à 18h", "17:15 18:00"),
        ("11h-12h", "11:00 12:00"),
        ("11h – 12h30 Atelier", "11:00 12:30"),
        ("De 14h à 16h : visite", "14:00 16:00"),
        ("14:00 - 15:30 Table ronde", "14:00 15:30"),
        ("à partir de 19h", "19:00 -"),
        ("9-12h", "09:00 12:00"),
        ("10h Accueil, 11h départ", "10:00 -; 11:00 -"),
        ("minibus 24h/24", ""),
    ] {
        assert_eq!(hours(text), expected, "{text}");
    }
}

#[test]
fn places_in_the_text_are_told() {
    let reference = Reference::from_iso("2025-05");
    let text = "Venez (jeudi 12 juin à 18h30) à l’école";
    let moments = find_moments(text, reference.as_ref());
    assert_eq!(&text[moments[0].from..moments[0].to], "jeudi 12 juin à 18h30");
    let text = "Réponse jusqu’au 15/09, merci";
    let moments = find_moments(text, reference.as_ref());
    assert_eq!(&text[moments[0].from..moments[0].to], "jusqu’au 15/09");
}

#[test]
fn hours_join_days() {
    let hours = find_hours("21h à 2h");
    assert_eq!(
        at_hours("2025-06-12", &hours[0]),
        Some((
            "2025-06-12T21:00".to_string(),
            Some("2025-06-13T02:00".to_string())
        ))
    );
    assert_eq!(at_hours("2025-06", &hours[0]), None);
}
