use super::*;

/// Tokens as `word`, alternatives after a bar: `["chargé|chargée", "mission"]`.
fn read(text: &str) -> Vec<String> {
    let mut places: Vec<(u32, String)> = Vec::new();
    for token in tokenize(text) {
        match places.last_mut() {
            Some((position, words)) if *position == token.position => {
                words.push('|');
                words.push_str(&token.text);
            }
            _ => places.push((token.position, token.text.to_string())),
        }
    }
    places.into_iter().map(|(_, words)| words).collect()
}

fn printed<'a>(text: &'a str, word: &str) -> &'a str {
    let token = tokenize(text)
        .into_iter()
        .find(|token| token.text == word)
        .unwrap();
    &text[token.start..token.end]
}

#[test]
fn words_lose_punctuation_and_articles() {
    assert_eq!(
        read("« L’avocat », dit-il : “Qu'est-ce ?”"),
        ["avocat", "dit", "il", "est", "ce"]
    );
    assert_eq!(
        read("Monsieur M.Dupont, la fin.Le début, etc."),
        ["monsieur", "m", "dupont", "la", "fin", "le", "début", "etc"]
    );
    assert_eq!(
        read("et/ou O'Connor, aujourd’hui"),
        ["et", "ou", "o", "connor", "aujourd'hui|aujourdhui"]
    );
}

#[test]
fn highlights_cover_the_word_as_printed() {
    let text = "Pour lʼavocat d’E.S.S. et l'Animateur.trice, e\u{0301}le\u{0300}ve.";
    assert_eq!(printed(text, "avocat"), "avocat");
    assert_eq!(printed(text, "animatrice"), "Animateur.trice");
    assert_eq!(printed(text, "ess"), "E.S.S");
    assert_eq!(printed(text, "élève"), "e\u{0301}le\u{0300}ve");
}

#[test]
fn inclusive_forms_give_alternatives() {
    assert_eq!(read("chargé.e de mission"), ["chargé|chargée", "de", "mission"]);
    assert_eq!(read("d'un.e (adhérent(e))"), ["un|une", "adhérent|adhérente"]);
    assert_eq!(
        read("étudiant·e/chercheur·euse"),
        ["étudiant|étudiante", "chercheur|chercheuse"]
    );
    assert_eq!(read("vice-président.e"), ["vice", "président|présidente"]);
}

#[test]
fn an_elided_article_keeps_its_place() {
    let positions: Vec<u32> = tokenize("de l'eau").iter().map(|token| token.position).collect();
    assert_eq!(positions, [0, 2]);
}

#[test]
fn acronyms_are_joined() {
    assert_eq!(
        read("S.C.I.C. et U.E, p.ex. c.-à-d."),
        ["scic", "et", "ue", "p", "ex", "c", "à", "d"]
    );
}

#[test]
fn compounds_are_found_under_their_joined_form() {
    assert_eq!(
        read("week-end co-voiturage"),
        ["week|weekend", "end", "co|covoiturage", "voiturage"]
    );
    assert_eq!(
        read("Rejoignez-nous, y a-t-il"),
        ["rejoignez", "nous", "y", "a", "il"]
    );
    assert_eq!(read("main-d'œuvre COVID-19"), ["main", "œuvre", "covid", "19"]);
    let joined = &tokenize("porte-monnaie")[1];
    assert_eq!(
        (joined.text.as_str(), joined.role),
        ("portemonnaie", Role::Joined { positions: 2 })
    );
}

#[test]
fn addresses_are_found_whole_and_by_their_words() {
    assert_eq!(read("www.exemple.fr"), ["exemple|exemple.fr", "fr"]);
    assert_eq!(
        read("https://www.ville.org/agenda?id=3"),
        ["ville|ville.org", "org", "agenda", "id", "3"]
    );
    assert_eq!(
        read("contact@ma-ville.fr"),
        ["contact|contact@ma-ville.fr", "ma", "ville", "fr"]
    );
    assert_eq!(read("rapport.pdf"), ["rapport|rapport.pdf", "pdf"]);
}

#[test]
fn numbers_and_hours_have_one_form() {
    assert_eq!(
        read("1 500 € et 1.500, 12,5 % de 10\u{202F}000"),
        ["1500", "et", "1500", "12.5", "de", "10000"]
    );
    assert_eq!(
        read("à 9 h 30, 09h30 ou 9h"),
        ["à", "9h30", "9h30", "ou", "9h|9h00"]
    );
    assert_eq!(read("le 1er et le 2ème"), ["le", "1e|1", "et", "le", "2e|2"]);
    assert_eq!(
        read("12/06/2025, n°12, le 01"),
        ["12", "06", "2025", "12", "le", "01"]
    );
    assert_eq!(
        read("art. L. 1234-5, L1234-5 ou L.1234-5"),
        ["art", "l1234", "5", "l1234", "5", "ou", "l1234", "5"]
    );
    assert_eq!(
        read("au XXᵉ siècle, 14h-16h"),
        ["au", "xxe", "siècle", "14h|14h00", "16h|16h00"]
    );
}

#[test]
fn hostile_text_takes_no_more_time_than_other_text() {
    for piece in [
        "l'",
        "L123-",
        "a-",
        "a)",
        "(a",
        "a.",
        "a/",
        "1 500 ",
        "a·e",
        "-",
        "9 h ",
        "a@b.",
        "e\u{0301}",
    ] {
        let text = piece.repeat(50_000);
        let tokens = tokenize(&text);
        assert!(
            tokens
                .iter()
                .all(|token| text.get(token.start..token.end).is_some()),
            "{piece}"
        );
    }
}

#[test]
fn any_text_is_read_without_harm() {
    for text in [
        "",
        " ",
        "'",
        "--",
        "(((",
        "a'",
        "·",
        "@.",
        "://",
        "\u{0301}",
        "١٢٣ ½ ﷺ",
        "n°",
        "-t-",
        "L.",
        "9 h",
        "www.",
    ] {
        for token in tokenize(text) {
            assert!(text.get(token.start..token.end).is_some(), "{text:?} {token:?}");
            assert!(token.start < token.end);
        }
    }
}

#[test]
fn words_in_capitals_are_those_in_small_letters() {
    assert_eq!(read("ΟΔΟΣ οδος"), ["οδος", "οδος"]);
    assert_eq!(read("ÉTÉ Été été"), ["été", "été", "été"]);
    assert_eq!(read("WWW.VILLE.FR Ville2"), ["ville|ville.fr", "fr", "ville2"]);
}
