//! The very word before its kin: what holds the word as typed comes before what holds another of the same stem.
use super::{Library, issue, section};

fn library() -> Library {
    let kin = "Animation au parc, animation au port. Le bal sera animé. Une animation, puis deux animations.";
    let long_ending = "Le reste du texte parle du temps, des arbres et de la rivière. ".repeat(8);
    Library::of(vec![issue(
        "mots",
        "2024-02",
        vec![
            section("kin", "Animations du samedi", &[(1, kin)]),
            section("more-kin", "", &[(2, kin), (2, kin)]),
            section(
                "offer",
                "Un·e animateur·rice au port",
                &[(3, "Le centre recrute."), (3, &long_ending)],
            ),
            section(
                "portrait",
                "Portrait",
                &[
                    (4, "Elle aime animer. Le bal est animé, la place est animée."),
                    (5, &long_ending),
                    (6, "Depuis mai, Lise est ANIMATRICE."),
                ],
            ),
            section(
                "many-marche",
                "",
                &[(7, "La marche, la marche, la marche ! Une marche pour tous.")],
            ),
            section(
                "one-marche",
                "",
                &[(8, "Le marché ouvre à huit heures du matin.")],
            ),
            section("bench", "", &[(9, "Des bénévoles bénévolement. Le bénévolat.")]),
        ],
    )])
}

#[test]
fn the_very_word_comes_before_its_kin() {
    let library = library();
    for query in ["animatrice", "Animatrice", "ANIMATRICES"] {
        let found = library.found(query);
        assert_eq!(found.len(), 4, "{query}: kin are still found");
        let mut first_two = found[..2].to_vec();
        first_two.sort();
        assert_eq!(first_two, ["offer", "portrait"], "{query}");
    }
}

#[test]
fn each_gender_and_the_inclusive_form_itself_find_it_first() {
    let library = library();
    for query in [
        "animateur",
        "animatrice",
        "animateurs",
        "animateur.trice",
        "titre:animatrice",
    ] {
        assert_eq!(library.found(query)[0], "offer", "{query}");
    }
}

#[test]
fn accents_as_typed_come_first_however_often_the_others_stand_there() {
    let library = library();
    assert_eq!(library.found("marché"), ["one-marche", "many-marche"]);
    assert_eq!(library.found("marche")[0], "many-marche");
}

#[test]
fn the_sentence_with_the_very_word_is_quoted() {
    let answer = library().ask("animatrice");
    let hit = answer.hits.iter().find(|hit| hit.section == "portrait").unwrap();
    assert_eq!(hit.page, 6);
    assert_eq!(&hit.snippet[hit.highlights[0].clone()], "ANIMATRICE");
}

#[test]
fn a_repaired_word_comes_before_its_kin_too() {
    let answer = library().ask("animatrcie");
    assert_eq!(answer.repairs[0].used, "animatrice");
    let first_two: Vec<&str> = answer
        .hits
        .iter()
        .take(2)
        .map(|hit| hit.section.as_str())
        .collect();
    assert!(
        first_two.contains(&"offer") && first_two.contains(&"portrait"),
        "{first_two:?}"
    );
}
