//! Hyphens at the ends of lines, pair by pair.
use super::*;

fn join(left: &str, right: &str) -> Join {
    join_line_end(left, right, &|_| false)
}

#[test]
fn a_cut_word_is_joined() {
    for (left, right) in [
        ("le déve-", "loppement durable"),
        ("une forma\u{2010}", "tion"),
        ("l'asso\u{00AD}", "ciation"),
        ("la va-", "leur du travail"),
        ("il dit mer-", "ci à tous"),
        ("et ce-", "lui de Lille"),
        ("un avant-", "age certain"),
        ("le sous-", "cripteur"),
        ("au-de-", "vant de tous"),
        ("le mi-", "lieu du gué"),
        ("une ex-", "position"),
        ("la bien-", "veillance"),
        ("un lycé-", "en"),
        ("l'é-", "conomie"),
        ("quasi-", "ment"),
        ("aujour-", "d’hui"),
    ] {
        assert_eq!(join(left, right), Join::Joined, "{left}|{right}");
    }
}

#[test]
fn a_compound_keeps_its_hyphen() {
    for (left, right) in [
        ("un rendez-", "vous pris"),
        ("il viendra peut-", "être"),
        ("y a-", "t-il des places"),
        ("y a-t-", "il des places"),
        ("à Saint-", "Étienne"),
        ("la vice-", "présidente"),
        ("les Hauts-", "de-France"),
        ("les Hauts-de-", "France"),
        ("c'est-", "à-dire"),
        ("celui-", "ci"),
        ("ce mois-", "ci"),
        ("cette année-", "là"),
        ("inscrivez-", "vous vite"),
        ("Retrouvons-", "nous"),
        ("qu'est-", "ce"),
        ("dites-", "leur"),
        ("est-", "elle"),
        ("l'après-", "midi"),
        ("un sous-", "préfet"),
        ("vingt-", "deux"),
        ("un e-", "mail"),
        ("son ex-", "directeur"),
        ("un rendez\u{2010}", "vous"),
        ("la main-", "d’œuvre"),
        ("à Villars-", "et-Valbois"),
        ("la baie-", "des-mouettes"),
        ("un pot-", "au-feu"),
    ] {
        assert_eq!(join(left, right), Join::KeepHyphen, "{left}|{right}");
    }
}

#[test]
fn figures_and_addresses_keep_theirs() {
    assert_eq!(join("saison 2012-", "2013"), Join::KeepHyphen);
    assert_eq!(join("le COVID-", "19"), Join::KeepHyphen);
    assert_eq!(join("voir www.ma-belle-", "ville.fr"), Join::KeepHyphen);
    assert_eq!(join("contact@ma\u{2010}", "ville.fr"), Join::KeepHyphen);
    assert_eq!(join("contact@ma-gran\u{2010}", "deville.fr"), Join::Joined);
}

#[test]
fn what_is_no_word_hyphen_is_left_alone() {
    assert_eq!(join("fin de ligne", "suite"), Join::NoHyphen);
    assert_eq!(join("un tiret -", "suite"), Join::NoHyphen);
    assert_eq!(join("les pré-", "et post-adolescents"), Join::NoHyphen);
    assert_eq!(join("mot-", "(suite)"), Join::NoHyphen);
    assert_eq!(join("mot-", ""), Join::NoHyphen);
    assert_eq!(join("", ""), Join::NoHyphen);
}

#[test]
fn the_document_decides_where_it_shows_the_word() {
    let mut lexicon = Lexicon::default();
    lexicon.add_line("Le coworking, le socio-culturel et l’auto-construction de tous");
    lexicon.add_line("avec un portemonnaie neuf, le CONTRE-TEMPS passe");
    let knows = |word: &str| lexicon.knows(word);
    assert_eq!(join_line_end("du socio-", "culturel", &knows), Join::KeepHyphen);
    assert_eq!(
        join_line_end("des auto-", "constructions.", &knows),
        Join::KeepHyphen
    );
    assert_eq!(join_line_end("mon porte-", "monnaie", &knows), Join::Joined);
    assert_eq!(join_line_end("un contre-", "temps", &knows), Join::KeepHyphen);
    assert_eq!(join_line_end("un contre-", "poids", &knows), Join::Joined);
}

#[test]
fn words_at_the_edges_of_a_line_are_not_believed() {
    let mut lexicon = Lexicon::default();
    lexicon.add_line("veloppement de la for-");
    assert!(lexicon.knows("de"));
    assert!(!lexicon.knows("veloppement"));
    assert!(!lexicon.knows("for"));
}

#[test]
fn a_word_without_end_is_joined_in_time() {
    let lines = vec!["é-"; 20_000];
    assert_eq!(
        join_lines(&lines, &|_| false)
            .chars()
            .filter(|letter| *letter == 'é')
            .count(),
        20_000
    );
}

#[test]
fn lines_become_a_paragraph() {
    let lines = [
        "Prenez ren-",
        "dez-vous avec l’ani\u{00AD}",
        "matrice du centre Saint\u{2010}",
        "Roch",
        "",
        " à midi. ",
    ];
    let joined = join_lines(&lines, &|_| false);
    assert_eq!(
        joined,
        "Prenez rendez-vous avec l’animatrice du centre Saint-Roch à midi."
    );
}
