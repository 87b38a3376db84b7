//! The table of printed forms: what a reader takes for an address, the address that it means, and what is none.
use super::*;
use crate::structure::address::forms;

fn told(text: &str) -> Vec<String> {
    addresses_in(text)
        .into_iter()
        .map(|range| forms(&text[range]).url)
        .collect()
}

#[test]
fn addresses_in_print() {
    let cases: &[(&str, &str)] = &[
        // With a scheme.
        ("http://halles.example", "http://halles.example"),
        ("https://halles.example/", "https://halles.example/"),
        ("HTTPS://Halles.Example/A", "https://halles.example/A"),
        ("https://halles.example.", "https://halles.example"),
        ("https://halles.example/a.", "https://halles.example/a"),
        ("https://halles.example/a.html", "https://halles.example/a.html"),
        (
            "https://halles.example/a?b=c&d=e",
            "https://halles.example/a?b=c&d=e",
        ),
        ("https://halles.example/a#b", "https://halles.example/a#b"),
        ("https://halles.example:8080/a", "https://halles.example:8080/a"),
        ("https://halles.example:443/a", "https://halles.example/a"),
        ("https://halles.example/~ana/", "https://halles.example/~ana/"),
        (
            "https://halles.example/%C3%A9t%C3%A9",
            "https://halles.example/%C3%A9t%C3%A9",
        ),
        ("https://halles.example/été", "https://halles.example/été"),
        ("ftp://halles.example/a.zip", "ftp://halles.example/a.zip"),
        ("http://a-b.halles.example/", "http://a-b.halles.example/"),
        ("https://xn--valle-dsa.fr/a", "https://xn--valle-dsa.fr/a"),
        // With www.
        ("www.halles.example", "http://www.halles.example"),
        ("WWW.HALLES.EXAMPLE", "http://www.halles.example"),
        ("www.halles.example/agenda", "http://www.halles.example/agenda"),
        ("www.halles-vives.example,", "http://www.halles-vives.example"),
        ("Voir www.halles.example !", "http://www.halles.example"),
        ("www.vallée.fr", "http://www.vallée.fr"),
        // Without either.
        ("halles-vives.fr", "http://halles-vives.fr"),
        (
            "halles-vives.fr/agenda/2025",
            "http://halles-vives.fr/agenda/2025",
        ),
        ("agenda.halles.org", "http://agenda.halles.org"),
        ("halles.asso.fr", "http://halles.asso.fr"),
        ("mairie.gouv.fr", "http://mairie.gouv.fr"),
        ("halles.bzh", "http://halles.bzh"),
        ("halles.coop", "http://halles.coop"),
        ("halles.com", "http://halles.com"),
        ("halles.info", "http://halles.info"),
        ("halles.net", "http://halles.net"),
        ("halles.eu", "http://halles.eu"),
        ("Halles.fr", "http://halles.fr"),
        ("app.halles.de", "http://app.halles.de"),
        ("halles.de/a", "http://halles.de/a"),
        ("d'halles.fr", "http://halles.fr"),
        ("l’halles.fr", "http://halles.fr"),
        ("halles.be", "http://halles.be"),
        ("halles.ch/a", "http://halles.ch/a"),
        ("Rendez-vous sur halles.fr", "http://halles.fr"),
        (
            "www.halles.example/a-b_c.pdf",
            "http://www.halles.example/a-b_c.pdf",
        ),
        // Punctuation around.
        ("(www.halles.example)", "http://www.halles.example"),
        ("(voir www.halles.example/a).", "http://www.halles.example/a"),
        ("[www.halles.example]", "http://www.halles.example"),
        ("<https://halles.example>", "https://halles.example"),
        ("« www.halles.example »", "http://www.halles.example"),
        ("«www.halles.example»", "http://www.halles.example"),
        ("\"www.halles.example\"", "http://www.halles.example"),
        ("→ www.halles.example", "http://www.halles.example"),
        ("•www.halles.example", "http://www.halles.example"),
        ("www.halles.example ; puis", "http://www.halles.example"),
        ("www.halles.example…", "http://www.halles.example"),
        ("www.halles.example?", "http://www.halles.example"),
        ("www.halles.example/b_(c)", "http://www.halles.example/b_(c)"),
        ("(www.halles.example/b_(c))", "http://www.halles.example/b_(c)"),
        ("halles.fr. Le marché", "http://halles.fr"),
        ("www.halles.example\u{a0}: oui", "http://www.halles.example"),
        ("Site:www.halles.example", "http://www.halles.example"),
        ("Site:https://halles.example", "https://halles.example"),
        // Mail.
        ("contact@halles.example", "mailto:contact@halles.example"),
        ("Contact@Halles.Example", "mailto:Contact@halles.example"),
        ("contact@halles.example.", "mailto:contact@halles.example"),
        ("(contact@halles.example)", "mailto:contact@halles.example"),
        ("<contact@halles.example>", "mailto:contact@halles.example"),
        ("ana.le-gall@halles.example", "mailto:ana.le-gall@halles.example"),
        (
            "ana_le_gall+lettre@halles.example",
            "mailto:ana_le_gall+lettre@halles.example",
        ),
        ("mailto:contact@halles.example", "mailto:contact@halles.example"),
        (
            "contact@mairie.halles.example",
            "mailto:contact@mairie.halles.example",
        ),
        ("Courriel:contact@halles.example", "mailto:contact@halles.example"),
        ("Mail : contact@halles.fr", "mailto:contact@halles.fr"),
        ("contact@halles.fr;", "mailto:contact@halles.fr"),
        ("contact[@]halles.example", "mailto:contact@halles.example"),
        ("contact(at)halles.example", "mailto:contact@halles.example"),
        ("contact[at]halles.example,", "mailto:contact@halles.example"),
        (
            "contact@halles.example?subject=Vœux",
            "mailto:contact@halles.example?subject=Vœux",
        ),
    ];
    let wrong: Vec<String> = cases
        .iter()
        .filter(|(text, url)| told(text) != [*url])
        .map(|(text, url)| format!("{text}: expected {url}, found {:?}", told(text)))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn several_in_one_text() {
    for (text, urls) in [
        (
            "www.a.example et www.b.example",
            vec!["http://www.a.example", "http://www.b.example"],
        ),
        (
            "ana@a.example, bob@b.example",
            vec!["mailto:ana@a.example", "mailto:bob@b.example"],
        ),
        (
            "ana@a.example,bob@b.example",
            vec!["mailto:ana@a.example", "mailto:bob@b.example"],
        ),
        (
            "ana@a.example;www.b.example",
            vec!["mailto:ana@a.example", "http://www.b.example"],
        ),
        (
            "ana@a.example|www.b.example",
            vec!["mailto:ana@a.example", "http://www.b.example"],
        ),
        ("www.a.example/x,y;z", vec!["http://www.a.example/x,y;z"]),
    ] {
        assert_eq!(told(text), urls, "{text}");
    }
}

#[test]
fn what_is_no_address() {
    let texts = [
        "un.e Animateur.trice",
        "chargé.e.s",
        "C.A.R.E",
        "la fin.Net progrès",
        "etc.",
        "a@b",
        "www.",
        "http://x",
        "10.000",
        "12.3",
        "art. 12.3",
        "p. 12",
        "le 93",
        "10 000",
        "M.Dupont",
        "fin.Le",
        "fin.et",
        "e.g.",
        "i.e.",
        "1.2.3.4",
        "www.12.34",
        "http://12.34",
        "@halles",
        "@",
        "a@",
        "@a.example",
        "18h30",
        "9:30",
        "n°12",
        "rapport.pdf",
        "statuts.doc",
        "e.fr",
        "et.de",
        "J.-C.",
        "S.A.R.L.",
        "l'été",
        "6.50€",
        "halles. fr",
        "a@b.12",
        "Note:ceci",
        "http://",
        "https://.",
        "...",
        "fin.Com",
        "06.12.34.56.78",
    ];
    let found: Vec<String> = texts
        .iter()
        .filter(|text| !told(text).is_empty())
        .map(|text| format!("{text}: {:?}", told(text)))
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn a_text_of_marks_alone_is_passed_over_quickly() {
    assert!(addresses_in(&":,;|".repeat(20_000)).is_empty());
    assert!(addresses_in(&"a:".repeat(50_000)).is_empty());
}
