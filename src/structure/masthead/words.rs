//! The words of a masthead's lines: those that say nothing beside a date, those by which newsletters call themselves, and
//! the rubrics that open them.
use crate::french::dates::month_number;
use crate::french::fold::fold_compatible as fold;
use crate::french::unicode::is_letter;
use unicode_normalization::char::is_combining_mark;

/// Bytes of the longest word of the lists below.
const LONGEST_WORD: usize = 16;

/// What newsletters call themselves.
const KINDS: &[&str] = &[
    "newsletter",
    "bulletin",
    "lettre",
    "journal",
    "magazine",
    "gazette",
    "infos",
    "info",
    "revue",
    "feuille",
    "circulaire",
    "letter",
    "news",
    "infolettre",
    "mitteilungsblatt",
    "gemeindebrief",
    "rundbrief",
    "boletin",
    "hoja",
    "weekly",
];

/// Titles of rubrics that open a newsletter in large type and are never its name.
const OPENING_RUBRICS: &[&str] = &[
    "edito",
    "editorial",
    "sommaire",
    "agenda",
    "contents",
    "mot",
    "au programme",
    "a la une",
    "dans ce numero",
    "in this issue",
    "au sommaire",
];

/// The words of a text beside the covered places, in order: `d’Ici` is two words, of which the first keeps its apostrophe.
pub(super) struct Words<'t, 'c> {
    text: &'t str,
    covered: &'c [(usize, usize)],
    at: usize,
}

/// The words of a text that hold a letter, without those at the covered places.
pub(super) fn words_outside<'t, 'c>(text: &'t str, covered: &'c [(usize, usize)]) -> Words<'t, 'c> {
    Words { text, covered, at: 0 }
}

impl<'t> Iterator for Words<'t, '_> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        loop {
            let from = self.at;
            let rest = self.text.get(from..).filter(|rest| !rest.is_empty())?;
            self.at = self.text.len();
            let mut word: Option<(usize, usize)> = None;
            let mut has_letters = false;
            for (offset, letter) in rest.char_indices() {
                let at = from + offset;
                let behind = at + letter.len_utf8();
                let is_covered = self.covered.iter().any(|(start, end)| at >= *start && at < *end);
                if is_covered || !is_part(letter) {
                    if word.is_some() {
                        self.at = behind;
                        break;
                    }
                    continue;
                }
                word = Some((word.map_or(at, |(start, _)| start), behind));
                has_letters = has_letters || is_letter(letter);
                if matches!(letter, '\'' | '’') {
                    self.at = behind;
                    break;
                }
            }
            let (start, end) = word?;
            if has_letters {
                return self.text.get(start..end);
            }
        }
    }
}

/// Whether a character is one of a word. Most are ASCII: the tables of Unicode are asked of the others alone.
fn is_part(letter: char) -> bool {
    if letter.is_ascii() {
        return letter.is_ascii_alphanumeric() || letter == '\'';
    }
    letter == '’' || is_letter(letter) || letter.is_numeric() || is_combining_mark(letter)
}

/// Asks something of a word once it is folded, without a copy on the heap for nearly all of them. Of ASCII words that are
/// longer than all of the lists the answer is no.
fn ask_folded(word: &str, ask: impl Fn(&[u8]) -> bool) -> bool {
    if !word.is_ascii() {
        return ask(fold(word).as_bytes());
    }
    let mut lower = [0; LONGEST_WORD];
    let Some(lower) = lower.get_mut(..word.len()) else {
        return false;
    };
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    ask(lower)
}

/// Whether a line names a rubric that opens newsletters.
pub(super) fn is_opening_rubric(text: &str) -> bool {
    /// Words that the longest of them has, with an article and marks around it.
    const FIRST_WORDS: usize = 6;
    // Asked of every line: the first word tells of most that they name none.
    let first = words_outside(text, &[]).next().unwrap_or_default();
    if !may_begin_rubric(first) {
        return false;
    }
    let beginning: Vec<&str> = text.split_whitespace().take(FIRST_WORDS).collect();
    let beginning = beginning.join(" ");
    let words: Vec<String> = words_outside(&beginning, &[]).map(fold).collect();
    let joined = words
        .iter()
        .map(|word| word.trim_end_matches(['\'', '’']))
        .collect::<Vec<_>>()
        .join(" ");
    OPENING_RUBRICS.iter().any(|rubric| {
        let with_article = |article: &str| {
            joined
                .strip_prefix(article)
                .is_some_and(|rest| starts_with_word(rest, rubric))
        };
        starts_with_word(&joined, rubric) || with_article("l ") || with_article("le ") || with_article("l")
    })
}

/// Whether a line whose first word is given may name one of the rubrics: it is an article, or the first word of one with or
/// without an `l` before it. A word that folding changes in more than its case is let pass.
fn may_begin_rubric(first: &str) -> bool {
    let bare = first.trim_end_matches(['\'', '’']);
    let begins = |word: &[u8]| {
        OPENING_RUBRICS.iter().any(|rubric| {
            let behind = rubric.as_bytes().strip_prefix(word);
            behind.is_some_and(|behind| behind.first().is_none_or(|next| *next == b' '))
        })
    };
    !bare.is_ascii()
        || ask_folded(bare, |word| {
            matches!(word, b"l" | b"le") || begins(word) || word.strip_prefix(b"l").is_some_and(begins)
        })
}

fn starts_with_word(text: &str, start: &str) -> bool {
    text.strip_prefix(start)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// Whether a line only says what sort of paper it is and whose: "Le magazine d'Ici", "Lettre d'information".
pub(super) fn is_tag_line(text: &str) -> bool {
    let mut words = words_outside(text, &[]).skip_while(|word| is_article(word));
    let first_is_kind = words.next().is_some_and(is_kind);
    if !first_is_kind {
        return false;
    }
    let describes = |word: &str| {
        matches!(
            word.trim_end_matches(['\'', '’', 'ʼ']),
            "de" | "d"
                | "du"
                | "des"
                | "of"
                | "municipal"
                | "municipale"
                | "communal"
                | "communale"
                | "paroissial"
                | "paroissiale"
                | "interne"
                | "trimestriel"
                | "trimestrielle"
                | "mensuel"
                | "mensuelle"
        )
    };
    words.next().is_some_and(|second| describes(&fold(second)))
}

/// Whether a word is an article, or says whose something is.
pub(super) fn is_article(word: &str) -> bool {
    matches!(
        fold(word).trim_end_matches(['\'', '’', 'ʼ']),
        "le" | "la" | "les" | "l" | "the" | "notre" | "votre" | "our" | "your"
    )
}

/// Whether a word says nothing beside a date or a number.
pub(super) fn is_connector(word: &str) -> bool {
    let bare = word.trim_end_matches(['\'', '’', 'ʼ']);
    if bare.is_ascii() {
        // Folding changes the case of such a word alone, and nothing of the apostrophes behind it.
        let is_sign = bare.len() == 1 && !bare.bytes().all(|letter| letter.is_ascii_alphabetic());
        return is_sign || ask_folded(bare, joins);
    }
    let folded = fold(word);
    let bare = folded.trim_end_matches(['\'', '’', 'ʼ']);
    joins(bare.as_bytes()) || bare.chars().count() == 1 && !bare.chars().any(char::is_alphabetic)
}

/// Whether a folded word is one of those that say nothing beside a date or a number.
fn joins(folded: &[u8]) -> bool {
    matches!(
        folded,
        b"le"
            | b"la"
            | b"les"
            | b"l"
            | b"du"
            | b"de"
            | b"d"
            | b"des"
            | b"et"
            | b"of"
            | b"the"
            | b"for"
            | b"au"
            | b"en"
            | b"annee"
            | b"week"
            | b"beginning"
            | b"ending"
            | b"semaine"
            | b"edition"
            | b"parution"
            | b"paru"
            | b"date"
            | b"mois"
            | b"mensuel"
            | b"bimestriel"
            | b"trimestriel"
            | b"semestriel"
            | b"hebdomadaire"
            | b"vol"
            | b"volume"
            | b"special"
            | b"numero"
            | b"no"
            | b"n"
            | b"nummer"
            | b"ausgabe"
            | b"del"
            | b"vom"
            | b"der"
            | b"die"
            | b"das"
            | b"hors"
            | b"serie"
            | b"hs"
            | b"saison"
            | b"scolaire"
            | b"publication"
    )
}

/// Whether a line breaks off within a phrase.
pub(super) fn ends_in_preposition(text: &str) -> bool {
    let last = text.split_whitespace().next_back().map(fold);
    last.is_some_and(|last| {
        matches!(
            last.as_str(),
            "le" | "la"
                | "du"
                | "de"
                | "des"
                | "au"
                | "a"
                | "en"
                | "jusqu'au"
                | "the"
                | "of"
                | "from"
                | "until"
        )
    })
}

/// Whether a folded word names a month, a season or a feast that dates issues.
pub(in crate::structure) fn is_date_word(folded: &str) -> bool {
    month_number(folded).is_some()
        || matches!(
            folded,
            "printemps"
                | "ete"
                | "automne"
                | "hiver"
                | "spring"
                | "summer"
                | "autumn"
                | "winter"
                | "noel"
                | "paques"
                | "trimestre"
                | "semestre"
        )
}

/// What newsletters call themselves, folded.
pub(super) fn kinds() -> impl Iterator<Item = &'static str> {
    KINDS.iter().copied()
}

/// Whether a word is what newsletters call themselves.
pub(super) fn is_kind(word: &str) -> bool {
    ask_folded(word, |folded| KINDS.iter().any(|kind| kind.as_bytes() == folded))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rubrics_and_tag_lines_are_known() {
        for text in [
            "L’éditorial du Maire",
            "ÉDITO",
            "Ledito",
            "Le mot de la présidente",
            "Au sommaire",
            "Sommaire",
        ] {
            assert!(is_opening_rubric(text), "{text}");
        }
        assert!(!is_opening_rubric("Motocultures") && !is_opening_rubric("La Gazette"));
        for text in [
            "Le magazine d’Ici",
            "Lettre d'information",
            "Bulletin municipal",
            "The newsletter of Valbois",
        ] {
            assert!(is_tag_line(text), "{text}");
        }
        assert!(!is_tag_line("Newsletter") && !is_tag_line("La Gazette"));
    }

    #[test]
    fn words_keep_their_apostrophe_and_need_a_letter() {
        let text = "L’Écho d'Ici, n° 12 – 5 e\u{301}te\u{301}";
        let words: Vec<&str> = words_outside(text, &[]).collect();
        assert_eq!(words, ["L’", "Écho", "d'", "Ici", "n", "e\u{301}te\u{301}"]);
        let beside: Vec<&str> = words_outside("abcdef ghi", &[(2, 4), (6, 9)]).collect();
        assert_eq!(beside, ["ab", "ef", "i"]);
    }

    #[test]
    fn every_opening_rubric_passes_by_its_first_word() {
        for rubric in OPENING_RUBRICS {
            for text in [rubric.to_uppercase(), format!("L'{rubric}"), format!("l{rubric}")] {
                assert!(is_opening_rubric(&text), "{text}");
            }
        }
        assert!(
            KINDS
                .iter()
                .all(|kind| kind.len() <= LONGEST_WORD && !is_connector(kind))
        );
    }

    #[test]
    fn connectors_are_known_however_they_are_written() {
        for word in ["L’", "DE", "Année", "d'", "Hebdomadaire", "n", "Nº"] {
            assert!(is_connector(word), "{word}");
        }
        assert!(!is_connector("Lettre") && !is_connector("x"));
    }
}
