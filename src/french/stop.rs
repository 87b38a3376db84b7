//! Words too common to tell one text from another, question words included.
//!
//! They are left out of the stemmed keys, not of the exact ones: a question made of them alone is still answered.
use super::fold::fold;

/// Folded, sorted.
#[rustfmt::skip]
const STOP_WORDS: &[&str] = &[
    "a", "afin", "ai", "ainsi", "ait", "alors", "apres", "as", "au", "aucun", "aucune", "auquel", "aura",
    "aurai", "auraient", "aurait", "auras", "aurez", "aurions", "aurons", "auront", "aussi", "autre",
    "autres", "aux", "auxquelles", "auxquels", "avaient", "avais", "avait", "avant", "avec", "avez",
    "avoir", "avons", "ayant", "ayez", "ayons", "beaucoup", "c", "ca", "car", "ce", "ceci", "cela", "celle",
    "celles", "celui", "ces", "cet", "cette", "ceux", "chaque", "chez", "ci", "combien", "comme", "comment",
    "d", "dans", "de", "depuis", "des", "desquelles", "desquels", "doit", "doivent", "donc", "dont", "du",
    "duquel", "elle", "elles", "en", "encore", "entre", "es", "est", "et", "etaient", "etais", "etait",
    "etant", "etes", "etions", "etre", "eu", "eue", "eues", "eurent", "eus", "eut", "eux", "faire", "fais",
    "faisait", "faisant", "fait", "faites", "faut", "font", "furent", "fut", "hors", "ici", "il", "ils",
    "j", "je", "jusqu", "jusque", "l", "la", "laquelle", "le", "lequel", "les", "lesquelles", "lesquels",
    "leur", "leurs", "lors", "lorsqu", "lorsque", "lui", "m", "ma", "mais", "me", "meme", "memes", "mes",
    "moi", "moins", "mon", "n", "ne", "ni", "nos", "notre", "notres", "nous", "on", "ont", "ou", "par",
    "parce", "pas", "pendant", "peu", "peut", "peuvent", "peux", "plus", "pour", "pourquoi", "pourra",
    "pouvait", "pouvez", "pouvoir", "pouvons", "puis", "puisqu", "puisque", "qu", "quand", "que", "quel",
    "quelle", "quelles", "quels", "qui", "quoi", "quoiqu", "quoique", "s", "sa", "sans", "se", "sera",
    "serai", "seraient", "serait", "seras", "serez", "seriez", "serions", "serons", "seront", "ses", "si",
    "sien", "sienne", "soi", "soient", "sois", "soit", "sommes", "son", "sont", "soyez", "soyons", "suis",
    "sur", "t", "ta", "te", "tel", "telle", "telles", "tels", "tes", "toi", "ton", "tous", "tout", "toute",
    "toutes", "tres", "tu", "un", "une", "vers", "veut", "veux", "voici", "voila", "vont", "vos", "votre",
    "votres", "vous", "y",
];

/// Words that only their accents tell from a stop word: summer, sure, due, born, maize.
const WORDS_BY_THEIR_ACCENTS: &[&str] = &["été", "étés", "sûr", "dû", "né", "maïs", "mûr"];

/// Whether a word (lower case, accents as typed) is a stop word.
pub fn is_stop_word(word: &str) -> bool {
    if WORDS_BY_THEIR_ACCENTS.contains(&word) {
        return false;
    }
    if word.is_ascii() {
        return STOP_WORDS.binary_search(&word).is_ok();
    }
    STOP_WORDS.binary_search(&fold(word).as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_folded() {
        let mut sorted = STOP_WORDS.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted, STOP_WORDS);
        for word in STOP_WORDS {
            assert_eq!(&fold(word), word);
        }
    }

    #[test]
    fn accents_do_not_hide_a_stop_word() {
        for word in [
            "à", "a", "où", "ou", "même", "après", "très", "qui", "sommes", "nous",
        ] {
            assert!(is_stop_word(word), "{word}");
        }
    }

    #[test]
    fn words_are_no_stop_words() {
        for word in ["été", "sûr", "maïs", "né", "association", "marche", "est-il"] {
            assert!(!is_stop_word(word), "{word}");
        }
    }
}
