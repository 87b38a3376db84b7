//! What a query is read as, and where it is refused.
use super::*;

fn read_as(text: &str) -> String {
    parse(text).unwrap().to_string()
}

fn refused(text: &str) -> (usize, String, String) {
    match parse(text) {
        Err(Error::Query {
            column,
            message,
            hint,
        }) => (column, message, hint),
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn words_side_by_side_stay_so() {
    assert_eq!(read_as("économie  solidaire"), "économie solidaire");
    assert_eq!(read_as("Qui sommes-nous ?"), "Qui sommes-nous");
    assert_eq!(read_as("pain - fromage & + vin"), "pain fromage vin");
    assert_eq!(read_as("et ou sauf and"), "et ou sauf and");
}

#[test]
fn operators_bind_as_told() {
    assert_eq!(read_as("a1 ET b1 OU c1"), "(a1 AND b1) OR c1");
    assert_eq!(read_as("a1 OU b1 ET c1"), "a1 OR (b1 AND c1)");
    assert_eq!(read_as("a1 b1 OU c1"), "a1 (b1 OR c1)");
    assert_eq!(read_as("(a1 OU b1) ET c1"), "(a1 OR b1) AND c1");
    assert_eq!(read_as("a1 SAUF b1"), "a1 AND NOT b1");
    assert_eq!(read_as("a1 AND NOT b1"), "a1 AND NOT b1");
    assert_eq!(read_as("+a1 -b1 c1"), "+a1 -b1 c1");
}

#[test]
fn phrases_prefixes_and_exact_words_are_read() {
    assert_eq!(read_as("« économie solidaire »"), "\"économie solidaire\"");
    assert_eq!(
        read_as("“a b”~3 agri* =marché =\"à part\""),
        "\"a b\"~3 agri* =marché =\"à part\""
    );
    assert_eq!(read_as("agriculteur(rice)s"), "agriculteur(rice)s");
}

#[test]
fn what_is_read_is_read_again_as_the_same() {
    for text in [
        "a1 b1 OU c1",
        "titre:(a1 OU b1) date:2019..2021-06",
        "+a1 -b1 \"c1 d1\"~4 e1*",
        "numéro:16 publication:\"la gazette\" date:\"mai 2025\"",
        "-(a1 b1) c1",
    ] {
        let once = parse(text).unwrap();
        assert_eq!(
            parse(&once.to_string()).unwrap().to_string(),
            once.to_string(),
            "{text}"
        );
    }
}

#[test]
fn fields_have_french_and_english_names() {
    assert_eq!(read_as("titre:fête"), read_as("title:fête"));
    assert_eq!(read_as("Rubrique:emploi"), read_as("section:emploi"));
    assert_eq!(read_as("rubric:emploi"), read_as("section:emploi"));
    assert_eq!(read_as("numéro:16 lien:x1"), read_as("number:16 link:x1"));
    assert_eq!(read_as("titre:(fête OU bal)"), "title:fête OR title:bal");
}

#[test]
fn a_colon_is_not_always_a_field() {
    assert_eq!(read_as("https://exemple.fr"), "https://exemple.fr");
    assert_eq!(read_as("10:30"), "10:30");
    assert_eq!(read_as("note: texte"), "note: texte");
}

#[test]
fn mistakes_are_refused_with_their_column() {
    for (text, column) in [
        ("", 1),
        ("   ", 1),
        ("?!", 1),
        ("fête \"du port", 6),
        ("fête « du port", 6),
        ("(fête OU bal", 1),
        ("fête) bal", 5),
        ("fête ()", 6),
        ("fête ET", 8),
        ("OU fête", 1),
        ("fête OU OU bal", 9),
        ("fête \"\"", 6),
        ("a*", 1),
        ("agri*cul/ture", 5),
        ("*a", 1),
        ("\"a b\"~", 6),
        ("\"a b\"~500", 6),
        ("-fête", 1),
        ("date:demain", 1),
        ("fête date:2021..2019", 6),
        ("numéro:16 numero:(16)", 11),
        ("numero: 16", 1),
        ("fête titre:", 6),
        ("fête =a*", 6),
        ("fête»", 5),
    ] {
        assert_eq!(refused(text).0, column, "{text}");
    }
}

#[test]
fn an_unknown_field_names_the_nearest() {
    let (column, message, hint) = refused("bal tiitre:fête");
    assert_eq!(column, 5);
    assert_eq!(message, "there is no field tiitre:");
    assert!(hint.contains("titre:"), "{hint}");
    assert!(refused("auteur:durand").2.contains("rubrique:"));
}

#[test]
fn deep_nesting_is_refused_and_not_followed() {
    let text = format!("{}a1{}", "(".repeat(1500), ")".repeat(1500));
    assert!(refused(&text).1.contains("parentheses"));
}

#[test]
fn a_pasted_text_is_refused() {
    assert_eq!(refused(&"mot ".repeat(2000)).0, 4001);
}

#[test]
fn any_text_is_read_or_refused() {
    let pieces = [
        "(", ")", "\"", "«", "»", "-", "+", "=", "*", "~", ":", "titre:", "date:", "ET", "OU", "SAUF", "a1",
        " ", "é",
    ];
    // Every sequence of three pieces.
    for first in pieces {
        for second in pieces {
            for third in pieces {
                let _ = parse(&format!("{first}{second}{third}"));
                let _ = parse(&format!("{first} {second} {third}"));
            }
        }
    }
}
