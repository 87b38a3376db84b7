//! Who wrote a text: the line that says so before it, and the name that signs it at its end. The line stays in the text, as
//! printed; the section names the person beside it.
use super::plain_lines::is_name_with_title;
use crate::french::fold::fold_compatible as fold;
use crate::model::{Block, BlockKind, Section};

/// Words at most of a line that names an author.
const WORDS_OF_A_LINE: usize = 14;

/// Words of the longest opening.
const WORDS_OF_AN_OPENING: usize = 4;

/// Words at most of the name of one person, particles aside.
const WORDS_OF_A_NAME: usize = 4;

/// What stands before an author's name, folded. The longest that fits is taken.
const OPENINGS: [&str; 23] = [
    "article de",
    "article ecrit par",
    "article propose par",
    "article redige par",
    "by",
    "ecrit par",
    "entretien mene par",
    "entretien realise par",
    "interview menee par",
    "interview realisee par",
    "par",
    "propos recueillis par",
    "propose par",
    "recueilli par",
    "redige par",
    "reportage de",
    "text by",
    "texte",
    "texte de",
    "texte et photos",
    "texte et photos de",
    "un article de",
    "written by",
];

/// Openings after which a single word is no name: "Par Toutatis", "Texte intégral", "Article de Presse".
const NEED_A_WHOLE_NAME: [&str; 5] = ["article de", "by", "par", "reportage de", "texte"];

/// What a person who signs is, folded.
const ROLES: [&str; 22] = [
    "adjoint",
    "adjointe",
    "animateur",
    "animatrice",
    "conseiller",
    "conseillere",
    "coordinateur",
    "coordinatrice",
    "directeur",
    "directrice",
    "maire",
    "president",
    "presidente",
    "redacteur",
    "redactrice",
    "secretaire",
    "tresorier",
    "tresoriere",
    "vice-president",
    "vice-presidente",
    "administrateur",
    "administratrice",
];

/// Words that may stand between the words of a name.
const PARTICLES: [&str; 12] = [
    "d'", "de", "des", "du", "la", "le", "van", "von", "et", "&", "and", "y",
];

/// First words of what is set like a signature and is a wish, a call or a place, folded.
const NO_NAMES: [&str; 35] = [
    "a",
    "amicalement",
    "amities",
    "association",
    "bien",
    "bon",
    "bonne",
    "bonnes",
    "bons",
    "comite",
    "contact",
    "contacts",
    "cordialement",
    "credit",
    "credits",
    "entree",
    "inscription",
    "inscriptions",
    "joyeuse",
    "joyeuses",
    "joyeux",
    "mairie",
    "merci",
    "photo",
    "photos",
    "place",
    "renseignements",
    "rue",
    "salle",
    "telephone",
    "texte",
    "tous",
    "toute",
    "toutes",
    "vive",
];

/// The author of a section, where a line of it names one.
pub(super) fn of_section(section: &Section) -> Option<String> {
    let subtitle = section.subtitle.as_deref().unwrap_or_default();
    let opening = section.blocks.iter().take(2).map(|block| block.text.as_str());
    let last = section.blocks.last().map(|block| block.text.as_str());
    let mut lines = subtitle.lines().chain(opening).chain(last);
    lines.find_map(announced).or_else(|| signed(&section.blocks))
}

/// The names behind words that announce an author.
fn announced(line: &str) -> Option<String> {
    if line.split_whitespace().nth(WORDS_OF_A_LINE).is_some() {
        return None;
    }
    let line = line.trim().trim_start_matches(['(', '–', '-', '—']).trim_start();
    let words: Vec<&str> = line.split_whitespace().collect();
    // The first word tells of most lines that they announce nobody.
    let first = words.first().map(|word| fold(word)).unwrap_or_default();
    if !begins_opening(first.trim_end_matches(':')) {
        return None;
    }
    let keys: Vec<String> = words
        .iter()
        .take(WORDS_OF_AN_OPENING)
        .map(|word| fold(word))
        .collect();
    let begins_with = |opening: &&&str| {
        let mut wanted = opening.split(' ');
        let mut known = keys.iter();
        wanted.all(|wanted| {
            known
                .next()
                .is_some_and(|key| key.trim_end_matches(':') == wanted)
        })
    };
    let opening = OPENINGS
        .iter()
        .filter(begins_with)
        .max_by_key(|opening| opening.len())?;
    let behind = words.get(opening.split(' ').count()..)?;
    let behind = behind.strip_prefix(&[":"]).unwrap_or(behind).join(" ");
    let names = names_in(&behind)?;
    (is_whole(&names) || !NEED_A_WHOLE_NAME.contains(opening)).then_some(names)
}

/// Whether a folded word is the first of an opening.
fn begins_opening(word: &str) -> bool {
    OPENINGS.iter().any(|opening| {
        let behind = opening.strip_prefix(word);
        behind.is_some_and(|behind| behind.is_empty() || behind.starts_with(' '))
    })
}

/// Whether one of the persons is named by more than one word.
fn is_whole(names: &str) -> bool {
    let mut persons = names
        .split(',')
        .flat_map(|names| names.split(" et "))
        .flat_map(|names| names.split(" & "));
    persons.any(|name| name.split_whitespace().count() > 1)
}

/// The name that signs a text: its last line, after the end of a sentence, with the role of a person or set to the right.
fn signed(blocks: &[Block]) -> Option<String> {
    let [above @ .., before, last] = blocks else {
        return None;
    };
    if last.kind == BlockKind::TableRow || last.text.split_whitespace().nth(WORDS_OF_A_LINE).is_some() {
        return None;
    }
    // "Le maire," on a line of its own above the name.
    if before.text.split_whitespace().nth(WORDS_OF_A_NAME).is_none() && is_role(&before.text) {
        let ends = above.last().is_none_or(|above| ends_sentence(&above.text));
        return names_in(&last.text).filter(|names| ends && is_whole(names));
    }
    if !ends_sentence(&before.text) {
        return None;
    }
    if let Some(name) = beside_role(&last.text) {
        return names_in(name).filter(|names| is_whole(names));
    }
    let stands_right = match (before.bbox, last.bbox) {
        (Some(text), Some(line)) => {
            before.page == last.page && line[0] >= text[0] + 0.25 * (text[2] - text[0])
        }
        _ => false,
    };
    if !stands_right && !is_name_with_title(&last.text) {
        return None;
    }
    names_in(&last.text).filter(|names| is_whole(names))
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end().ends_with(['.', '!', '?', '…', '»', '”', ')'])
}

/// Whether a text begins with what a person is: "Le maire", "présidente de la Passerelle", "maire-adjointe".
fn is_role(text: &str) -> bool {
    let folded = fold(text);
    let mut words = folded.split_whitespace();
    let first = words.next().unwrap_or_default();
    let is_article = matches!(first, "le" | "la" | "votre" | "notre" | "les");
    let noun = if is_article {
        words.next().unwrap_or_default()
    } else {
        first.trim_start_matches("l'")
    };
    let noun = noun.trim_end_matches(['.', ',', ':']);
    ROLES.contains(&noun) || noun.split('-').next().is_some_and(|noun| ROLES.contains(&noun))
}

/// The part of a line beside the role of who signs: "Le maire, Jean Le Goff", "Anne Morel, présidente de la Passerelle".
fn beside_role(line: &str) -> Option<&str> {
    let (before, after) = line.split_once([',', ':', '–', '\n'])?;
    match (is_role(before), is_role(after)) {
        (true, false) => Some(after.trim()),
        (false, true) => Some(before.trim()),
        _ => None,
    }
}

/// The names of persons that a text consists of; nothing where there is anything else, but for a role behind a comma.
fn names_in(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches(['.', ')', ',', ';']);
    let text = beside_role(text).unwrap_or(text).trim();
    let mut in_name = 0;
    let mut found = 0;
    for word in text.split_whitespace() {
        let ends_name = word.ends_with(',');
        let bare = word.trim_matches([',', '(', ')']);
        if matches!(bare, "et" | "&" | "and") {
            in_name = 0;
            continue;
        }
        let lower = bare.to_lowercase();
        if PARTICLES.contains(&lower.as_str()) && bare.starts_with(char::is_lowercase) {
            continue;
        }
        if !is_word_of_name(bare) {
            return None;
        }
        in_name += 1;
        found += 1;
        if in_name > WORDS_OF_A_NAME {
            return None;
        }
        if ends_name {
            in_name = 0;
        }
    }
    let first = fold(text.split_whitespace().next().unwrap_or_default());
    // A line in capitals is a title or a notice; a name in capitals stands beside a given name or a title.
    let has_small = text.chars().any(char::is_lowercase);
    if NO_NAMES.contains(&first.trim_end_matches([',', '.'])) || !(has_small || text.starts_with("M. ")) {
        return None;
    }
    let ends_with_name = text.split_whitespace().last().is_some_and(|word| {
        let lower = word.to_lowercase();
        !PARTICLES.contains(&lower.as_str())
    });
    let has_letters = text.chars().filter(|letter| letter.is_alphabetic()).count() >= 3;
    (found > 0 && ends_with_name && has_letters).then(|| text.to_string())
}

/// Whether a word may be one of a person's name: a capital, then letters, with hyphens, apostrophes or a full stop.
fn is_word_of_name(word: &str) -> bool {
    let word = word
        .strip_prefix("d'")
        .or(word.strip_prefix("d’"))
        .unwrap_or(word);
    word.starts_with(char::is_uppercase)
        && !word.ends_with('-')
        && word.chars().count() <= 20
        && word
            .chars()
            .all(|letter| letter.is_alphabetic() || matches!(letter, '-' | '\'' | '’' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(text: &str, left: f32) -> Block {
        Block {
            kind: BlockKind::Paragraph,
            text: text.to_string(),
            page: 1,
            bbox: Some([left, 0.0, 300.0, 10.0]),
        }
    }

    #[test]
    fn announced_authors() {
        let name = |line: &str| announced(line);
        let some = |name: &str| Some(name.to_string());
        assert_eq!(name("Par Anne Le Goff"), some("Anne Le Goff"));
        assert_eq!(
            name("Texte et photos : Jean-Paul d’Arvor"),
            some("Jean-Paul d’Arvor")
        );
        assert_eq!(
            name("Propos recueillis par Marie K. et Yann Morel"),
            some("Marie K. et Yann Morel")
        );
        assert_eq!(name("Article rédigé par Solveig."), some("Solveig"));
        assert_eq!(name("(par Louis Morel, adjoint aux écoles)"), some("Louis Morel"));
        for text in [
            "Par Toutatis",
            "Par ailleurs, le conseil a voté",
            "Par délibération du 4 mai",
            "Texte intégral à la mairie",
            "Propos recueillis par la rédaction",
            "Article de presse",
            "Article de Presse",
            "TEXTE INTÉGRAL DISPONIBLE EN MAIRIE",
            "PAR TÉLÉPHONE OU INTERNET",
            "Par Monts et Vaux",
            "Interview de Claire Denis",
        ] {
            assert_eq!(name(text), None, "{text}");
        }
    }

    #[test]
    fn signatures() {
        let sign =
            |text: &str, left: f32| signed(&[block("Nous comptons sur vous.", 20.0), block(text, left)]);
        let some = |name: &str| Some(name.to_string());
        assert_eq!(sign("Le maire, Jean Le Goff", 20.0), some("Jean Le Goff"));
        assert_eq!(
            sign("Anne Morel, présidente de la Passerelle", 20.0),
            some("Anne Morel")
        );
        assert_eq!(sign("Mme Anne AUBERT", 20.0), some("Mme Anne AUBERT"));
        assert_eq!(sign("Jean Le Goff", 200.0), some("Jean Le Goff"));
        assert_eq!(sign("Jean Le Goff", 20.0), None);
        assert_eq!(sign("Salle des fêtes", 200.0), None);
        assert_eq!(sign("Lire la suite", 200.0), None);
        for text in [
            "Joyeux Noël",
            "Cordialement, le Maire",
            "Bonne Année, le maire",
            "Amitiés Sportives, le Président",
            "Inscription : Secrétaire de mairie",
            "M ZONE ARTISANALE",
            "la Compagnie Elektra Mu-",
            "Salle Polyvalente",
            "Photo Ouest-France",
        ] {
            assert_eq!(sign(text, 200.0), None, "{text}");
        }
        assert_eq!(sign("Anne MOREL, Maire-adjointe", 20.0), some("Anne MOREL"));
        let two_lines = [
            block("Nous comptons sur vous.", 20.0),
            block("Le maire,", 200.0),
            block("Jean Le Goff", 200.0),
        ];
        assert_eq!(signed(&two_lines), some("Jean Le Goff"));
        assert_eq!(sign("02 98 00 00 00", 200.0), None);
        let unfinished = [block("Le prix est remis à", 20.0), block("Jean Le Goff", 200.0)];
        assert_eq!(signed(&unfinished), None);
    }
}
