//! The place printed beside a date: "le 6 juin à Lens", "salle des fêtes", "en visioconférence".
use crate::french::dates::month_number;
use crate::french::fold::fold_if_needed;
use crate::french::unicode::is_letter_or_figure;
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// Nouns that begin the name of a place.
const NOUNS: &[&str] = &[
    "abbaye",
    "chalet",
    "esplanade",
    "friche",
    "grange",
    "prairie",
    "preau",
    "presbytere",
    "refuge",
    "terrain",
    "verger",
    "amphi",
    "amphitheatre",
    "atelier",
    "auberge",
    "auditorium",
    "avenue",
    "bar",
    "bibliotheque",
    "boulevard",
    "boulodrome",
    "bourse",
    "cafe",
    "camping",
    "carrefour",
    "caserne",
    "cathedrale",
    "centre",
    "chapelle",
    "chateau",
    "cinema",
    "cite",
    "cloitre",
    "club",
    "college",
    "complexe",
    "conservatoire",
    "cour",
    "eglise",
    "ecole",
    "espace",
    "ferme",
    "forum",
    "foyer",
    "gare",
    "gymnase",
    "halle",
    "halles",
    "hall",
    "hangar",
    "hippodrome",
    "hopital",
    "hotel",
    "jardin",
    "jardins",
    "kiosque",
    "lac",
    "librairie",
    "local",
    "locaux",
    "lycee",
    "mairie",
    "maison",
    "manoir",
    "marche",
    "mediatheque",
    "moulin",
    "musee",
    "palais",
    "parc",
    "parking",
    "parvis",
    "patinoire",
    "pavillon",
    "piscine",
    "place",
    "plage",
    "pont",
    "port",
    "quai",
    "restaurant",
    "rue",
    "salle",
    "salon",
    "siege",
    "square",
    "stade",
    "studio",
    "temple",
    "theatre",
    "tiers-lieu",
    "tribunal",
    "universite",
    "usine",
    "villa",
    "hall",
    "room",
    "church",
    "school",
    "library",
    "street",
    "clubhouse",
];

/// Nouns that name no place without words behind them: "rester en place".
const COMMON_ALONE: &[&str] = &[
    "atelier", "bar", "club", "cour", "forum", "local", "marche", "place", "quai", "rue", "salon", "temple",
];

/// Places that are none: they keep their "en".
const NOT_ON_EARTH: &[&str] = &["ligne", "visio", "visioconference", "distanciel", "webinaire"];

/// Small words within the name of a place.
const SMALL: &[&str] = &[
    "de", "du", "des", "la", "le", "les", "et", "en", "sur", "sous", "aux", "au", "a", "saint", "sainte",
    "of", "the", "d", "l", "lez",
];

/// Adjectives and nouns that stand behind the noun of a place.
const BEHIND_NOUN: &[&str] = &[
    "fetes",
    "fete",
    "polyvalente",
    "municipale",
    "municipal",
    "communale",
    "communal",
    "associations",
    "association",
    "social",
    "sociale",
    "culturel",
    "culturelle",
    "sports",
    "sportif",
    "sportive",
    "ville",
    "village",
    "conseil",
    "conferences",
    "reunion",
    "reunions",
    "mariages",
    "spectacles",
    "congres",
    "expositions",
    "paroissiale",
    "paroissial",
    "rurale",
    "rural",
    "primaire",
    "maternelle",
    "elementaire",
    "mairie",
    "eglise",
    "ecole",
    "fontaine",
    "marche",
    "gare",
    "port",
    "quartier",
    "commune",
    "bourg",
    "lavoir",
    "republique",
    "liberte",
    "paix",
    "verte",
    "bleue",
    "rouge",
    "noire",
    "blanche",
    "haute",
    "basse",
    "grande",
    "petite",
    "ancienne",
    "nouvelle",
    "commerce",
    "chateau",
    "jeunes",
    "habitants",
    "citoyens",
    "famille",
    "familles",
    "peuple",
    "travail",
    "solidarites",
    "loisirs",
];

/// Titles of people: "au Président" is no place.
const PEOPLE: &[&str] = &[
    "madame",
    "monsieur",
    "mme",
    "m",
    "mr",
    "president",
    "presidente",
    "maire",
    "directeur",
    "directrice",
    "docteur",
    "nous",
    "vous",
    "tous",
    "toutes",
    "partir",
    "bientot",
];

/// The place at the beginning of what stands behind a date.
pub(super) fn behind(text: &str) -> Option<String> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || ",:;–—-|(>•·/".contains(c));
    named(text).map(|(place, _)| place)
}

/// The place at the end of what stands before a date: "à Lens le", "salle Hermès,".
pub(super) fn before(text: &str) -> Option<String> {
    let trimmed = text.trim_end_matches(|c: char| c.is_whitespace() || ",:(–—-|".contains(c));
    let trimmed = ["le", "du", "ce"]
        .iter()
        .find_map(|word| trimmed.strip_suffix(word).filter(|rest| rest.ends_with(' ')))
        .unwrap_or(trimmed)
        .trim_end_matches([' ', ',']);
    let starts = trimmed
        .char_indices()
        .rev()
        .filter(|(at, c)| *c == ' ' || *at == 0)
        .take(9)
        .map(|(at, c)| if c == ' ' { at + 1 } else { at });
    for start in starts {
        let rest = trimmed.get(start..)?;
        if let Some((place, taken)) = named(rest)
            && taken == rest.len()
        {
            return Some(place);
        }
    }
    None
}

/// A place named further on: with a noun of a place, "Lieu :", or a town at the end.
pub(super) fn within(text: &str) -> Option<String> {
    let end = text.char_indices().nth(200).map_or(text.len(), |(at, _)| at);
    let text = text.get(..end).unwrap_or_default();
    let line = text.lines().next().unwrap_or_default();
    let words = line
        .char_indices()
        .filter(|(_, c)| *c == ' ')
        .map(|(at, _)| at + 1);
    for start in std::iter::once(0).chain(words) {
        let rest = line.get(start..)?;
        let Some((place, taken)) = named(rest) else {
            continue;
        };
        let is_end = rest
            .get(taken..)
            .is_none_or(|after| !after.chars().any(char::is_alphanumeric));
        let first = place.split([' ', '\'', '’']).next().unwrap_or_default();
        let after_mark = line
            .get(..start)
            .is_none_or(|before| before.trim_end().ends_with([',', '(', '–', '-', '—', ':', '•']));
        let has_preposition = preposition(rest).is_some();
        let has_noun = is_noun(&fold_if_needed(first));
        if (has_noun && (has_preposition || after_mark))
            || (has_preposition && is_end && start > 0)
            || rest.starts_with("Lieu")
        {
            return Some(place);
        }
    }
    None
}

/// The length of the preposition before a place, and whether it belongs to it.
fn preposition(text: &str) -> Option<(usize, bool)> {
    // Asked at every word: by its first letter.
    let prepositions: &[&str] = match text.chars().next()?.to_ascii_lowercase() {
        'a' => &["au ", "aux ", "at the ", "at ", "a la "],
        'à' | 'À' => &["à la ", "à l'", "à l’", "à "],
        'c' => &["chez "],
        'd' => &[
            "dans la ",
            "dans le ",
            "dans les ",
            "dans l'",
            "dans l’",
            "dans nos ",
            "devant la ",
            "devant l'",
            "devant l’",
            "devant le ",
        ],
        'e' => &["en "],
        'i' => &["in the ", "in "],
        'l' => &["lieu :", "lieu:"],
        'r' => &["rdv ", "rendez-vous "],
        's' => &["sur la ", "sur le ", "sous la ", "sous le ", "sous les "],
        _ => return None,
    };
    let found = prepositions
        .iter()
        .find(|words| begins_in_small_letters(text, words))?;
    // Lower case keeps the length of these letters.
    Some((found.len(), *found == "en "))
}

/// Whether a text, in small letters, begins with words.
fn begins_in_small_letters(text: &str, words: &str) -> bool {
    let mut letters = text.chars();
    words.chars().all(|wanted| {
        letters
            .next()
            .is_some_and(|letter| is_small_letter_of(letter, wanted))
    })
}

/// Whether a letter is another one, or its capital.
fn is_small_letter_of(letter: char, small: char) -> bool {
    if letter.is_ascii() {
        return letter.to_ascii_lowercase() == small;
    }
    letter.to_lowercase().eq([small])
}

/// Whether a folded word is the noun of a place.
fn is_noun(folded: &str) -> bool {
    static KNOWN: LazyLock<FxHashSet<&str>> = LazyLock::new(|| NOUNS.iter().copied().collect());
    KNOWN.contains(folded)
}

/// The place that a text begins with, and the bytes that it takes.
fn named(text: &str) -> Option<(String, usize)> {
    let (skipped, is_en) = preposition(text).unwrap_or((0, false));
    let has_preposition = skipped > 0;
    let rest = text.get(skipped..)?;
    let blank = rest.len() - rest.trim_start().len();
    let (skipped, rest) = (skipped + blank, rest.trim_start());
    // "rendez-vous à la mairie"
    if has_preposition
        && let Some((more, _)) = preposition(rest)
        && let Some((place, taken)) = rest.get(more..).and_then(words_of_place)
    {
        return Some((place, skipped + more + taken));
    }
    if is_en {
        let word: String = rest.chars().take_while(|c| c.is_alphabetic()).collect();
        if NOT_ON_EARTH.contains(&fold_if_needed(&word).as_ref()) {
            return Some((format!("en {word}"), skipped + word.len()));
        }
    }
    let length = rest.find(|c: char| !is_letter_or_figure(c) && c != '-');
    let first = rest.get(..length.unwrap_or(rest.len())).unwrap_or_default();
    let folded = fold_if_needed(first);
    let is_noun = is_noun(&folded);
    let is_name = || {
        rest.chars().next().is_some_and(char::is_uppercase)
            && first.chars().count() > 1
            && month_number(first).is_none()
            && !PEOPLE.contains(&folded.as_ref())
    };
    let may_be_place = is_noun || (has_preposition && is_name());
    if !may_be_place {
        return None;
    }
    let (place, taken) = words_of_place(rest)?;
    // "place" alone is no place, "en mairie" is one.
    let is_bare = is_noun && !place.contains([' ', '\'', '’']);
    if is_bare && (!has_preposition || COMMON_ALONE.contains(&fold_if_needed(&place).as_ref())) {
        return None;
    }
    Some((place, skipped + taken))
}

/// The words of a place from its first: names, its noun and what goes with it, small words between them.
fn words_of_place(text: &str) -> Option<(String, usize)> {
    let mut end = 0;
    let mut at = 0;
    for (rank, word) in text.split(' ').enumerate() {
        let start = at;
        at += word.len() + 1;
        if rank > 12 {
            break;
        }
        let opened = word.trim_start_matches(['«', '"', '“']);
        let bare = opened.trim_end_matches(|c: char| ".,;:!?)»”\"…".contains(c));
        if bare.is_empty() {
            if word.is_empty() || matches!(word, "«" | "»") {
                continue;
            }
            break;
        }
        let closes = bare.len() < opened.len();
        let pieces: Vec<&str> = bare.split(['\'', '’']).collect();
        let main = pieces.last().copied().unwrap_or_default();
        let folded = fold_if_needed(main);
        let is_small =
            pieces.len() == 1 && SMALL.contains(&folded.as_ref()) && main.chars().all(char::is_lowercase);
        let is_large = main.chars().next().is_some_and(char::is_uppercase);
        let is_known = is_noun(&folded) || BEHIND_NOUN.contains(&folded.as_ref());
        let is_number = main.chars().all(|c| c.is_ascii_digit()) && main.len() <= 5;
        let is_time = month_number(main).is_some() && !is_large
            || main.contains(|c: char| c.is_ascii_digit()) && !is_number;
        if is_time || !(is_small || is_large || is_known || is_number) {
            break;
        }
        if !is_small {
            end = start + word.len() - (opened.len() - bare.len());
        }
        if closes {
            // A street or a room goes on behind a comma.
            let next = text.get(at..).unwrap_or_default();
            let next_word: String = next.chars().take_while(|c| c.is_alphanumeric()).collect();
            let goes_on = opened.ends_with(',')
                && (is_noun(&fold_if_needed(&next_word))
                    || (next_word.chars().all(|c| c.is_ascii_digit())
                        && !next_word.is_empty()
                        && next
                            .split(' ')
                            .nth(1)
                            .is_some_and(|word| is_noun(&fold_if_needed(word)))));
            if !goes_on {
                break;
            }
        }
    }
    let place = text.get(..end)?.trim();
    (!place.is_empty()).then(|| (place.to_string(), end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_behind_a_date() {
        for (text, place) in [
            (" à Lens. Venez.", Some("Lens")),
            (" au Moulin-Vert Vallée. Cette", Some("Moulin-Vert Vallée")),
            (", salle des fêtes d'Arvigny", Some("salle des fêtes d'Arvigny")),
            (" (salle polyvalente)", Some("salle polyvalente")),
            (
                " à la Maison de l’Habitat, 5 rue des Lilas, pour",
                Some("Maison de l’Habitat, 5 rue des Lilas"),
            ),
            (" en visioconférence", Some("en visioconférence")),
            (" en mairie, avec vous", Some("mairie")),
            (" – place de la République", Some("place de la République")),
            (" : Fête du village", None),
            (" à tous les habitants", None),
            (" au Président", None),
            (" à partir de la rentrée", None),
            (" une journée consacrée", None),
            ("", None),
        ] {
            assert_eq!(behind(text).as_deref(), place, "{text}");
        }
    }

    #[test]
    fn places_before_a_date() {
        assert_eq!(before("La réunion aura lieu à Lens le ").as_deref(), Some("Lens"));
        assert_eq!(
            before("Rencontre à la salle des fêtes, ").as_deref(),
            Some("salle des fêtes")
        );
        assert_eq!(before("Elle a parlé à Lens de sa vie le "), None);
    }

    #[test]
    fn places_further_on() {
        assert_eq!(
            within("concert de la chorale à la salle des fêtes").as_deref(),
            Some("salle des fêtes")
        );
        assert_eq!(
            within("assemblée générale, salle Jean-Ferré").as_deref(),
            Some("salle Jean-Ferré")
        );
        assert_eq!(within("visite de la ferme avec les enfants"), None);
        assert_eq!(within("journée d'échanges à Valbois").as_deref(), Some("Valbois"));
    }
}
