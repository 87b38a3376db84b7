//! Elided articles and pronouns: `l'eau` is found under `eau`, `aujourd'hui` is one word.
//!
//! The apostrophe is U+0027 here: [`super::characters`] has brought the others to it.

/// Words that keep their apostrophe.
const WHOLE_WORDS: &[&str] = &[
    "aujourd'hui",
    "prud'homme",
    "prud'hommes",
    "prud'homal",
    "prud'homale",
    "prud'homales",
    "prud'homaux",
    "prud'homie",
    "presqu'île",
    "presqu'îles",
    "presqu'ile",
    "presqu'iles",
    "quelqu'un",
    "quelqu'une",
    "entr'acte",
    "entr'actes",
    "entr'aide",
    "grand'rue",
    "grand'place",
    "grand'mère",
    "grand'mères",
    "rock'n'roll",
];

const ELIDED: &[&str] = &[
    "l", "d", "j", "m", "t", "s", "n", "c", "ç", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu",
];

/// Whether the word keeps its apostrophe: `aujourd'hui`.
pub fn is_whole_word(word: &str) -> bool {
    if !word.contains('\'') {
        return false;
    }
    let lower = word.to_lowercase();
    WHOLE_WORDS.contains(&lower.as_str())
}

/// Length in bytes of the elided beginning with its apostrophe: 2 for `l'eau`, 0 where there is none.
pub fn elided_length(word: &str) -> usize {
    let Some((beginning, rest)) = word.split_once('\'') else {
        return 0;
    };
    let begins_word = rest.chars().next().is_some_and(char::is_alphanumeric);
    if !begins_word || is_whole_word(word) {
        return 0;
    }
    if ELIDED.contains(&beginning.to_lowercase().as_str()) {
        return beginning.len() + 1;
    }
    0
}

/// Whether a word standing alone is the elided article of the word after it: people type `l eau`.
pub fn is_lone_article(word: &str, next: &str) -> bool {
    const VOWELS: &str = "aeiouyh";
    let folded_next = super::fold::fold(next);
    let begins_with_vowel = folded_next
        .chars()
        .next()
        .is_some_and(|first| VOWELS.contains(first));
    begins_with_vowel && matches!(word, "l" | "d" | "j" | "m" | "t" | "s" | "n" | "c" | "qu")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_and_pronouns_are_elided() {
        for (word, rest) in [
            ("l'avocat", "avocat"),
            ("L'Europe", "Europe"),
            ("d'un.e", "un.e"),
            ("qu'elle", "elle"),
            ("Jusqu'alors", "alors"),
            ("N'Djamena", "Djamena"),
        ] {
            assert_eq!(&word[elided_length(word)..], rest);
        }
    }

    #[test]
    fn other_apostrophes_are_no_elision() {
        for word in ["aujourd'hui", "Prud'hommes", "O'Connor", "l'", "eau", "quelqu'un"] {
            assert_eq!(elided_length(word), 0, "{word}");
        }
    }

    #[test]
    fn an_article_typed_apart_is_known() {
        assert!(is_lone_article("l", "école"));
        assert!(!is_lone_article("l", "maison"));
        assert!(!is_lone_article("la", "eau"));
    }
}
