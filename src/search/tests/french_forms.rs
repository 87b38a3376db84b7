//! Pairs of a text and of queries that must find it, or must not.
use super::{Library, issue, section};

/// Whether each query finds a section with this text.
fn matches(text: &str, queries: &[&str]) -> Vec<bool> {
    let library = Library::of(vec![issue(
        "cas",
        "2024-02",
        vec![section("s", "", &[(1, text)])],
    )]);
    queries
        .iter()
        .map(|query| library.ask(query).total == 1)
        .collect()
}

#[test]
fn french_forms_meet() {
    for (text, queries) in [
        (
            "Chargé·e de mission",
            &["chargé", "chargée", "chargés", "\"chargee de mission\""][..],
        ),
        (
            "Appel aux agriculteur(rice)s",
            &[
                "agricultrice",
                "agriculteurs",
                "agriculteur(rice)s",
                "agricultrices",
            ],
        ),
        ("Tou·te·s au bal", &["toutes bal", "\"tous au bal\""]),
        (
            "Bienvenue aux habitant.e.s !",
            &["habitante", "habitants", "habitant·es"],
        ),
        ("Un directeur/trice adjoint", &["directrice", "directeur"]),
        (
            "Les travaux du cœur de ville",
            &["travail", "coeur", "cœur", "CŒUR"],
        ),
        (
            "Un évènement à Noël",
            &["événement", "evenements", "noel", "NOËL"],
        ),
        ("L'E.S.S. et la S.N.C.F", &["ess", "E.S.S.", "sncf", "l'ESS"]),
        (
            "Rendez-vous à 9h",
            &["9h00", "\"9 h\"", "09h", "rendez-vous", "\"rendez-vous à 9h\""],
        ),
        (
            "Le co-voiturage du week-end",
            &[
                "covoiturage",
                "co-voiturage",
                "weekend",
                "\"co-voiturage du weekend\"",
            ],
        ),
        ("Le covoiturage", &["co-voiturage", "covoiturages"]),
        (
            "Aujourd’hui, prud’hommes",
            &["aujourd'hui", "prud'hommes", "prudhommes"],
        ),
        (
            "10\u{202F}000 € pour l\u{2019}été",
            &["10000", "\"10 000\"", "10.000", "été", "l'été", "ete"],
        ),
        (
            "Écrire à contact@exemple.fr ou www.exemple.org",
            &["contact@exemple.fr", "exemple.org", "www.exemple.org"],
        ),
        (
            "une asso\u{00AD}ciation e\u{FB03}cace",
            &["association", "efficace"],
        ),
        ("Au XXᵉ siècle, le 1er mai", &["XXe", "1er", "\"1er mai\""]),
        (
            "Animations pour la fin de l’année",
            &["\"de l'année\"", "\"de l année\"", "\"fin de l’annee\""],
        ),
        ("Les journaux locaux", &["journal", "local"]),
        ("Une clef de voûte", &["clé", "voute"]),
    ] {
        assert_eq!(
            matches(text, queries),
            vec![true; queries.len()],
            "{text}: {queries:?}"
        );
    }
}

#[test]
fn different_words_do_not_meet() {
    for (text, queries) in [
        (
            "Voir www.exemple.fr et la suite",
            &["exemple.org", "\"exemple suite\""][..],
        ),
        ("C'est la fin.Le début suit", &["finle", "\"la le\""]),
        ("et/ou la carte", &["ettou", "=cartes", "\"la ou\""]),
        ("Le tourisme vert", &["tour", "=vers", "verte*"]),
        ("Il pleut en été", &["=ete", "été -pleut"]),
        ("Salle 150, 3 places", &["1503", "150,3"]),
    ] {
        assert_eq!(
            matches(text, queries),
            vec![false; queries.len()],
            "{text}: {queries:?}"
        );
    }
}
