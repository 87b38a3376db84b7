//! The words that newsletters put on their links: "Lire l'article", "Inscription ici", "(clic)".
//!
//! A closed list, and a pattern for its kin: a verb of reading or taking part, then what is read. Everything is
//! compared in lower case, without accents and with plain apostrophes.
use crate::french::fold::fold;
use std::ops::Range;

/// Phrases that are a link wherever they stand alone on their line.
const PHRASES: &[&str] = &[
    "acceder",
    "acces direct",
    "c'est ici",
    "c'est par ici",
    "clic",
    "cliquer ici",
    "cliquez ici",
    "cliquez pour en savoir plus",
    "contact",
    "contactez-nous",
    "decouvrir",
    "details",
    "en savoir plus",
    "en savoir +",
    "ici",
    "je m'inscris",
    "je participe",
    "je reserve",
    "lien",
    "lire",
    "lire plus",
    "nous contacter",
    "nous ecrire",
    "par ici",
    "plus d'info",
    "plus d'infos",
    "plus d'information",
    "plus d'informations",
    "read more",
    "reserver",
    "s'inscrire",
    "site internet",
    "site web",
    "suite",
    "telecharger",
    "toutes les infos",
    "voir",
    "voir plus",
];

/// Phrases that are a link within a line of text too.
const PHRASES_WITHIN_TEXT: &[&str] = &[
    "(clic)",
    "(cliquez ici)",
    "(lien)",
    "[lien]",
    "cliquer ici",
    "cliquez ici",
    "cliquant ici",
    "suivant ce lien",
    "sur ce lien",
    "via ce lien",
    "en savoir plus",
    "lire la suite",
    "lire l'article",
];

/// First words of a link phrase.
const OPENINGS: &[&str] = &[
    "acceder",
    "accedez",
    "acces",
    "adherer",
    "adherez",
    "candidater",
    "consulter",
    "consultez",
    "decouvrez",
    "decouvrir",
    "ecouter",
    "ecoutez",
    "info",
    "infos",
    "informations",
    "inscription",
    "inscriptions",
    "inscrivez-vous",
    "lien",
    "lire",
    "lisez",
    "participer",
    "participez",
    "plus",
    "postuler",
    "postulez",
    "programme",
    "regarder",
    "repondre",
    "repondez",
    "reservation",
    "reservations",
    "reserver",
    "reservez",
    "retrouver",
    "retrouvez",
    "revoir",
    "s'abonner",
    "s'inscrire",
    "suivre",
    "telecharger",
    "telechargez",
    "visionner",
    "voir",
];

/// Last words of a link phrase: what is read, or where to click.
const OBJECTS: &[&str] = &[
    "actualite",
    "affiche",
    "agenda",
    "annonce",
    "appel",
    "article",
    "articles",
    "billet",
    "blog",
    "bulletin",
    "catalogue",
    "clic",
    "communique",
    "complet",
    "complete",
    "compte-rendu",
    "detail",
    "details",
    "document",
    "dossier",
    "emission",
    "enquete",
    "entretien",
    "evenement",
    "fiche",
    "film",
    "flyer",
    "formulaire",
    "guide",
    "ici",
    "info",
    "information",
    "informations",
    "infos",
    "integralite",
    "interview",
    "invitation",
    "ligne",
    "lettre",
    "lien",
    "newsletter",
    "offre",
    "page",
    "pdf",
    "plaquette",
    "podcast",
    "plus",
    "poste",
    "programme",
    "questionnaire",
    "rapport",
    "rendu",
    "replay",
    "reportage",
    "site",
    "sondage",
    "suite",
    "synthese",
    "tract",
    "video",
    "videos",
    "web",
];

/// Most words of a link phrase of the pattern's kind.
const MOST_WORDS: usize = 6;

/// Whether a line, or a paragraph of one line, is a link phrase and nothing else.
pub(super) fn is_phrase(line: &str) -> bool {
    if line.chars().count() > 60 {
        return false;
    }
    let folded = folded(line);
    let bare = folded.trim_matches(|c: char| !c.is_alphanumeric() && c != '+');
    if PHRASES.contains(&bare) {
        return true;
    }
    // A sentence is no button.
    if line.ends_with('.') && !line.ends_with("...") {
        return false;
    }
    let words: Vec<&str> = bare
        .split(|c: char| c.is_whitespace() || c == '\'')
        .filter(|w| !w.is_empty())
        .collect();
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return false;
    };
    let last = last.trim_matches(|c: char| !c.is_alphanumeric());
    if words.len() < 2 || words.len() > MOST_WORDS || !OBJECTS.contains(&last) {
        return false;
    }
    OPENINGS.contains(first)
        || OPENINGS.iter().any(|opening| {
            bare.strip_prefix(opening)
                .is_some_and(|rest| rest.starts_with(' '))
        })
}

/// Where link phrases stand within a text, in order, without overlap.
pub(super) fn phrases_within(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let (folded, origins) = folded_with_origins(text);
    for phrase in PHRASES_WITHIN_TEXT {
        for (start, _) in folded.match_indices(phrase) {
            let end = start + phrase.len();
            let before = folded.get(..start).and_then(|head| head.chars().next_back());
            let after = folded.get(end..).and_then(|tail| tail.chars().next());
            let is_whole =
                !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric);
            if let (true, Some(from), Some(to)) = (is_whole, origins.get(start), origins.get(end)) {
                found.push(*from..*to);
            }
        }
    }
    found.sort_by_key(|range| (range.start, usize::MAX - range.end));
    let mut end_of_last = 0;
    found.retain(|range| {
        let is_free = range.start >= end_of_last;
        if is_free {
            end_of_last = range.end;
        }
        is_free
    });
    found
}

fn folded(text: &str) -> String {
    let plain: String = text.chars().map(plain).collect();
    fold(&plain)
}

/// One apostrophe and one space for all of them.
fn plain(character: char) -> char {
    match character {
        '\u{2019}' | '\u{02bc}' | '\u{2018}' | '`' | '´' => '\'',
        _ if character.is_whitespace() => ' ',
        _ => character,
    }
}

/// The folded text, and for each of its bytes (and its end) where the character came from.
fn folded_with_origins(text: &str) -> (String, Vec<usize>) {
    let mut folded = String::with_capacity(text.len());
    let mut origins = Vec::with_capacity(text.len() + 1);
    for (position, character) in text.char_indices() {
        match plain(character) {
            plain if plain.is_ascii() => folded.push(plain.to_ascii_lowercase()),
            plain => folded.push_str(&fold(plain.encode_utf8(&mut [0; 4]))),
        }
        origins.resize(folded.len(), position);
    }
    origins.push(text.len());
    (folded, origins)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buttons_are_known() {
        for phrase in [
            "Lire l'article",
            "Accéder à l’article",
            "LIRE LA SUITE",
            "> Lire la suite…",
            "Inscription ici",
            "Plus d'info ici",
            "cliquez ici",
            "En savoir plus",
            "(clic)",
            "Télécharger le programme (PDF)",
            "Accéder au formulaire",
            "S’inscrire en ligne",
            "Voir l’offre",
        ] {
            assert!(is_phrase(phrase), "{phrase}");
        }
    }

    #[test]
    fn titles_and_sentences_are_not_buttons() {
        for line in [
            "Découvrir la permaculture",
            "Lire en vacances",
            "Lire l'article demande une heure.",
            "A la une",
            "Offres d'emploi",
            "Plus de vélos en ville",
            "Programme",
            "",
        ] {
            assert!(!is_phrase(line), "{line}");
        }
    }

    #[test]
    fn phrases_within_a_sentence() {
        let text = "Adhérez à l’été ! (clic) ou, pour le don, CLIQUEZ ICI.";
        let found: Vec<&str> = phrases_within(text)
            .into_iter()
            .map(|range| &text[range])
            .collect();
        assert_eq!(found, ["(clic)", "CLIQUEZ ICI"]);
        assert!(phrases_within("un recliquez iciens").is_empty());
    }
}
