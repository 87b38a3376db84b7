//! The number of an issue as it is printed: "N° 16", "Numéro 2 /", "Issue #19", "Vol. 3 No 2".
use crate::french::dates::month_number;
use crate::french::fold::fold_compatible as fold;
use regex::Regex;
use std::sync::LazyLock;

/// A number found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FoundNumber {
    /// As printed, without the words before it: `009`, `4-5`.
    pub(super) number: String,
    /// First byte of its marker.
    pub(super) start: usize,
    /// Byte behind it.
    pub(super) end: usize,
}

/// A marker and one number or two joined ones. "n 4" without a sign is no marker: it may be any letter n.
static MARKED_NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let signs = r"\bn\s?[°ºᵒ˚]s?\.?|\bn[o˚]s?\.?|\bn\.[°º]?|\bn0(?:\s)|#";
    let words = r"\bnum(?:é|e\u{301}|e)ros?|\bn(?:ú|u\u{301})m(?:eros?)?\.?|\bnum\.|\bnr\.?|\bnumber|\bnummer|\bausgabe|\bheft|\btome";
    let issue = r"\bissue(?:\s+(?:no\.?|number|nr\.?))?";
    let figures = r"([0-9]{1,5}(?:\s?(?:bis|ter)\b)?(?:\s?(?:[-–/&]|et|à)\s?[0-9]{1,4})?|[IVXLC]{2,7}\b)";
    Regex::new(&format!(r"(?i:{signs}|{words}|{issue})\s*[:#°º]?\s*{figures}")).ok()
});

/// What newsletters call themselves, with a number and the end of the phrase behind it: "Bulletin 16", "Lettre d’info 4 – ".
static NUMBERED_KIND: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let kinds = "bulletin|lettre|newsletter|gazette|journal|revue|feuille|infolettre|flash|magazine|circulaire|édition|edition|hors[- ]s[ée]rie";
    let of_what = r"(?:\s+(?:d['’]infos?(?:rmations?)?|infos?|municipale?|communale?|paroissiale?))?";
    Regex::new(&format!(
        r"(?i)\b(?:{kinds}){of_what}\s+([0-9]{{1,3}})\s*(?:$|[-–—:|,/•·(])"
    ))
    .ok()
});

/// What stands before the number of something else: an address, an approval, a law, a line of buses.
const OTHER_NUMBERS: &[&str] = &[
    "agrement",
    "siret",
    "siren",
    "arrete",
    "loi",
    "decret",
    "article",
    "licence",
    "rna",
    "cppap",
    "commission",
    "paritaire",
    "tel",
    "telephone",
    "fax",
    "lot",
    "deliberation",
    "resolution",
    "circonscription",
    "district",
    "zone",
    "ligne",
    "bus",
    "route",
    "salle",
    "batiment",
    "local",
    "porte",
    "etape",
    "episode",
    "partie",
    "fiche",
    "annexe",
    "photo",
    "figure",
    "dessin",
    "collage",
    "tableau",
    "projet",
    "axe",
    "priorite",
    "objectif",
    "issn",
    "isbn",
    "question",
    "regle",
    "conseil",
    "compte",
    "convention",
    "collective",
    "habilitation",
    "declaration",
    "rcs",
    "tva",
    "page",
    "rue",
    "avenue",
    "chemin",
    "place",
    "bd",
    "boulevard",
    "impasse",
    "ape",
    "naf",
    "cour",
    "allee",
];

/// How many words before a marker tell what is numbered.
const WORDS_BEFORE: usize = 2;

/// The first number of a text that a marker tells to be one.
pub(super) fn find_number(text: &str) -> Option<FoundNumber> {
    marked_number(text).or_else(|| kind_with_number(text))
}

fn marked_number(text: &str) -> Option<FoundNumber> {
    if !may_be_marked(text) {
        return None;
    }
    let expression = MARKED_NUMBER.as_ref()?;
    for captures in expression.captures_iter(text) {
        let (Some(whole), Some(figures)) = (captures.get(0), captures.get(1)) else {
            continue;
        };
        let next = text.get(whole.end()..).and_then(|rest| rest.chars().next());
        let is_hashtag = whole.as_str().starts_with('#') && next.is_some_and(char::is_alphanumeric);
        let goes_on = next.is_some_and(|next| next.is_ascii_digit()) || is_hashtag;
        if goes_on || numbers_something_else(text.get(..whole.start()).unwrap_or_default()) {
            continue;
        }
        let first_end = figures
            .as_str()
            .find(|letter: char| !letter.is_alphanumeric() || letter == 'à');
        let first_end = first_end.unwrap_or(figures.len());
        let digits = figures.as_str().find(|letter: char| !letter.is_ascii_digit());
        // "N° XIV" is whole; "12bis" and "4et 5" part after their figures.
        let first_end = digits.filter(|end| *end > 0).unwrap_or(first_end);
        let (first, rest) = figures.as_str().split_at(first_end);
        if first.len() > 4 && first.starts_with(|letter: char| letter.is_ascii_digit()) {
            continue;
        }
        // "n° 12 - 13 mars 2020" is number 12 of the 13th.
        let behind = fold(text.get(figures.end()..).unwrap_or_default());
        let next_word = behind
            .trim_start()
            .split(|letter: char| !letter.is_alphanumeric())
            .next();
        let is_day = next_word.is_some_and(|word| month_number(word).is_some());
        let joined = joined_number(first, rest).filter(|_| !is_day);
        let end = figures.start()
            + if joined.is_some() {
                figures.len()
            } else {
                first.len()
            };
        return Some(FoundNumber {
            number: joined.unwrap_or_else(|| first.to_string()),
            start: whole.start(),
            end,
        });
    }
    None
}

/// Whether figures, or two letters in a row that may be Roman ones, stand behind what may be a marker. The expression has to
/// try each place of a line anew, and few lines hold a marker.
fn may_be_marked(text: &str) -> bool {
    let is_roman = |letter: &u8| matches!(letter, b'I' | b'V' | b'X' | b'L' | b'C');
    let bytes = text.as_bytes();
    let mut before = b' ';
    for (at, letter) in bytes.iter().enumerate() {
        // A marker ends in no figure and in no letter of Roman ones: what it marks begins their row.
        let begins = if letter.is_ascii_digit() {
            !before.is_ascii_digit()
        } else {
            is_roman(letter) && !is_roman(&before) && bytes.get(at + 1).is_some_and(is_roman)
        };
        if begins && may_end_in_marker(text.get(..at).unwrap_or_default()) {
            return true;
        }
        before = *letter;
    }
    false
}

/// Whether a text may end in a marker, spaces and a sign behind it aside. Signs and accents are let pass.
fn may_end_in_marker(before: &str) -> bool {
    let before =
        before.trim_end_matches(|letter: char| letter.is_whitespace() || matches!(letter, '.' | ':'));
    if before.ends_with('#') {
        return true;
    }
    let word = last_word(before);
    let markers: &[&str] = match word.len() {
        1 => &["n"],
        2 => &["no", "n0", "nr"],
        3 => &["nos", "num"],
        4 => &["heft", "tome"],
        5 => &["issue"],
        6 => &["numero", "number", "nummer"],
        7 => &["numeros", "ausgabe"],
        _ => &[],
    };
    !word.is_ascii() || markers.iter().any(|marker| word.eq_ignore_ascii_case(marker))
}

/// The letters and figures at the end of a text, with all that is not ASCII among them.
fn last_word(text: &str) -> &str {
    let is_between = |letter: char| letter.is_ascii() && !letter.is_ascii_alphanumeric();
    text.rsplit(is_between).next().unwrap_or_default()
}

/// "Bulletin 16": the number alone is taken out, the word belongs to the title.
fn kind_with_number(text: &str) -> Option<FoundNumber> {
    if !may_number_kind(text) {
        return None;
    }
    let captures = NUMBERED_KIND.as_ref()?.captures(text)?;
    let figures = captures.get(1)?;
    Some(FoundNumber {
        number: figures.as_str().to_string(),
        start: figures.start(),
        end: figures.end(),
    })
}

/// Whether figures stand behind a space and a word that may be the last of what newsletters call themselves, or of what
/// follows it. Words with an accent are let pass.
fn may_number_kind(text: &str) -> bool {
    let mut before = b' ';
    for (at, letter) in text.bytes().enumerate() {
        if letter.is_ascii_digit() && !before.is_ascii_digit() {
            let head = text.get(..at).unwrap_or_default();
            let named = head.trim_end();
            if named.len() < head.len() && may_end_kind(last_word(named)) {
                return true;
            }
        }
        before = letter;
    }
    false
}

fn may_end_kind(word: &str) -> bool {
    let kinds: &[&str] = match word.len() {
        5 => &["revue", "flash", "serie"],
        6 => &["lettre"],
        7 => &["gazette", "journal", "feuille", "edition"],
        8 => &["bulletin", "magazine", "communal"],
        9 => &["municipal", "communale"],
        10 => &[
            "newsletter",
            "infolettre",
            "circulaire",
            "municipale",
            "paroissial",
        ],
        11 => &["paroissiale"],
        _ => &[],
    };
    let is_information = || {
        word.get(..4)
            .is_some_and(|start| start.eq_ignore_ascii_case("info"))
    };
    !word.is_ascii() || kinds.iter().any(|kind| word.eq_ignore_ascii_case(kind)) || is_information()
}

/// Whether the words before a marker say that something else than the issue is numbered.
fn numbers_something_else(before: &str) -> bool {
    let folded = fold(before);
    folded
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .rev()
        .take(WORDS_BEFORE)
        .any(|word| OTHER_NUMBERS.contains(&word))
}

/// "4-5" or "12 bis", where the second part belongs to the number: "4/2021" and "16 - 03" are number and date.
fn joined_number(first: &str, rest: &str) -> Option<String> {
    let rest = rest.trim();
    if rest.eq_ignore_ascii_case("bis") || rest.eq_ignore_ascii_case("ter") {
        return Some(format!("{first} {}", rest.to_lowercase()));
    }
    let second_at = rest.find(|letter: char| letter.is_ascii_digit())?;
    let (sign, second) = rest.split_at(second_at);
    let (one, other): (u32, u32) = (first.parse().ok()?, second.parse().ok()?);
    let sign = sign.trim();
    // "N° 2021-03" is the third of that year; "n° 12 à 14" are three in one.
    let is_of_year = first.len() == 4 && (1900..2100).contains(&one) && second.len() <= 2 && sign.len() == 1;
    let is_range = sign == "à" && other > one;
    let spaces = if sign.chars().all(char::is_alphabetic) {
        " "
    } else {
        ""
    };
    (other == one + 1 || is_of_year || is_range).then(|| format!("{first}{spaces}{sign}{spaces}{second}"))
}

#[cfg(test)]
mod tests {
    use super::find_number;

    #[test]
    fn numbers_are_found_as_printed() {
        let cases = [
            ("N° 16", "16"),
            ("n°16 - mars 2012", "16"),
            ("Nº 009", "009"),
            ("#2", "2"),
            ("Numéro 2 / été", "2"),
            ("Bulletin N° 3", "3"),
            ("No. 5", "5"),
            ("Nr 4", "4"),
            ("Issue 12", "12"),
            ("Issue #19, 2018-2019", "19"),
            ("L'ISSUE NO. 3", "3"),
            ("n0 noXIV", "XIV"),
            ("NUMEROS : 12", "12"),
            ("Bulletin d'infos 5", "5"),
            ("Hors-serie 3", "3"),
            ("Vol. 3 No 2", "2"),
            ("NUMÉRO SPÉCIAL n° 45-46", "45-46"),
            ("N° 4/2021", "4"),
            ("N° 16 - 03/2012", "16"),
            ("n° 12 bis", "12 bis"),
            ("N°7Hiver", "7"),
            ("n°12-13", "12-13"),
            ("N° 12 et 13 - juin 2020", "12 et 13"),
            ("n° 12 à 14", "12 à 14"),
            ("Lettre d’info n. 4", "4"),
            ("Hors-série n° 2", "2"),
            ("Tome 3", "3"),
            ("Nummer 5", "5"),
            ("Ausgabe 2/2019", "2"),
            ("Vol. 3 No. 4", "4"),
            ("Número 8", "8"),
            ("Núm. 8", "8"),
            ("N° XIV", "XIV"),
            ("N0 16", "16"),
            ("12e année, N ° 183", "183"),
            ("N° 2021-03", "2021-03"),
            ("n° 12 - 13 mars 2020", "12"),
            ("N° 12 et demi", "12"),
            ("Bulletin 16", "16"),
            ("Lettre d’information 4 – mai 2019", "4"),
            ("Newsletter 7 | Mai 2020", "7"),
        ];
        for (text, number) in cases {
            let found = find_number(text).map(|found| found.number);
            assert_eq!(found.as_deref(), Some(number), "{text}");
        }
    }

    #[test]
    fn figures_without_a_marker_are_no_number() {
        for text in [
            "16",
            "Vol. 3",
            "mano 5",
            "n 4",
            "N° de téléphone 06",
            "n° 30700123",
            "piano 2",
            "Arrêté préfectoral n° 12",
            "Agrément n°45",
            "Ligne n° 4",
            "#20ans",
            "Bulletin 12 mars 2012",
            "Journal 2020",
            "Lettre de 3 amis",
            "no I",
            "",
        ] {
            assert_eq!(find_number(text), None, "{text}");
        }
    }

    #[test]
    fn the_place_covers_marker_and_number() {
        let text = "Lettre n° 16 - mars 2012";
        let found = find_number(text).expect("a number");
        assert_eq!(&text[found.start..found.end], "n° 16");
    }

    #[test]
    fn every_marker_is_looked_for() {
        let markers = [
            "n°",
            "N °",
            "nº",
            "nᵒ",
            "n˚",
            "n°s",
            "no",
            "nos",
            "n.",
            "n.°",
            "n0",
            "#",
            "numéro",
            "numéros",
            "numero",
            "NUMÉRO",
            "nume\u{301}ro",
            "núm.",
            "números",
            "numeros",
            "num.",
            "nr",
            "nr.",
            "number",
            "nummer",
            "Ausgabe",
            "Heft",
            "tome",
            "issue",
            "issue no.",
            "issue number",
            "issue nr.",
        ];
        for marker in markers {
            let text = format!("La Gazette {marker} 12");
            let found = find_number(&text).map(|found| found.number);
            assert_eq!(found.as_deref(), Some("12"), "{text}");
        }
        let kinds = [
            "bulletin",
            "lettre",
            "newsletter",
            "gazette",
            "journal",
            "revue",
            "feuille",
            "infolettre",
            "flash",
            "magazine",
            "circulaire",
            "édition",
            "edition",
            "hors-série",
            "hors serie",
        ];
        let of_what = [
            "",
            " d'info",
            " d’informations",
            " info",
            " infos",
            " municipal",
            " municipale",
            " communal",
            " communale",
            " paroissial",
            " paroissiale",
        ];
        for kind in kinds {
            for of_what in of_what {
                let text = format!("{kind}{of_what} 12");
                let found = find_number(&text).map(|found| found.number);
                assert_eq!(found.as_deref(), Some("12"), "{text}");
            }
        }
    }
}
