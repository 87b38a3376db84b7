//! Light stemming of French nouns and adjectives after J. Savoy ("Light stemming approaches for the French,
//! Portuguese, German and Hungarian languages", 2006), for words that are folded already.
//!
//! It brings plural, feminine and a few families of endings to one key: a key is no word and is never shown. Known
//! faults are those of the method: `organiser` and `organisons` stay apart, `actif` and `active` may.

/// What follows a rule that fits.
enum Next {
    /// The ending is found: only the finishing touches remain.
    Finish,
    /// Rules further down may fit what is left.
    Continue,
}

/// A word longer than `longer_than` letters that ends in `ending` gets `replacement` instead.
struct Rule {
    longer_than: usize,
    ending: &'static str,
    replacement: &'static str,
    next: Next,
}

const fn finish(longer_than: usize, ending: &'static str, replacement: &'static str) -> Rule {
    Rule {
        longer_than,
        ending,
        replacement,
        next: Next::Finish,
    }
}

const fn go_on(longer_than: usize, ending: &'static str, replacement: &'static str) -> Rule {
    Rule {
        longer_than,
        ending,
        replacement,
        next: Next::Continue,
    }
}

/// In the order in which they are tried.
const RULES: &[Rule] = &[
    finish(9, "issement", "ir"),
    finish(8, "issant", "ir"),
    finish(8, "ivement", "if"),
    finish(6, "ement", "e"),
    finish(11, "ficatrice", "fier"),
    finish(10, "ficateur", "fier"),
    finish(9, "catrice", "quer"),
    finish(8, "cateur", "quer"),
    finish(8, "atrice", "er"),
    finish(7, "ateur", "er"),
    go_on(6, "trice", "teur"),
    finish(5, "ieme", ""),
    finish(7, "teuse", "ter"),
    finish(6, "teur", "ter"),
    finish(5, "euse", "eu"),
    // One letter shorter than in the paper, so that "première" and "ouvrière" meet their masculines.
    finish(7, "ere", "er"),
    finish(7, "ive", "if"),
    finish(4, "folle", "fou"),
    finish(4, "molle", "mou"),
    finish(9, "nnelle", "n"),
    finish(9, "nnel", "n"),
    go_on(4, "ete", "et"),
    go_on(8, "ique", ""),
    finish(8, "esse", "e"),
    finish(7, "inage", "in"),
    finish(9, "ualisation", "uel"),
    finish(9, "isation", ""),
    finish(8, "ation", ""),
    finish(8, "ition", ""),
];

/// The key of a folded word. Words with a digit keep their form.
pub fn stem(folded: &str) -> String {
    if folded.bytes().any(|byte| byte.is_ascii_digit()) {
        return folded.to_string();
    }
    let mut word = without_plural(folded);
    for rule in RULES {
        if word.chars().count() <= rule.longer_than {
            continue;
        }
        let Some(beginning) = word.strip_suffix(rule.ending) else {
            continue;
        };
        word = format!("{beginning}{}", rule.replacement);
        if matches!(rule.next, Next::Finish) {
            break;
        }
    }
    finishing_touches(word)
}

/// `journaux` to `journal`, `lieux` to `lieu`, `mots` to `mot`.
fn without_plural(folded: &str) -> String {
    let mut word = folded.to_string();
    let length = word.chars().count();
    if length > 5 && word.ends_with("aux") && !word.ends_with("eaux") {
        word.truncate(word.len() - 2);
        word.push('l');
    }
    for mark in ['x', 's'] {
        if word.chars().count() > 3 && word.ends_with(mark) {
            word.pop();
        }
    }
    word
}

/// Double letters become single, a final `ie`, `r` and `e` go.
fn finishing_touches(word: String) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() <= 4 {
        return word;
    }
    letters.dedup_by(|second, first| second == first && second.is_alphabetic());
    if letters.len() > 4 && letters.ends_with(&['i', 'e']) {
        letters.truncate(letters.len() - 2);
    }
    if letters.len() > 4 {
        for mark in ['r', 'e', 'e'] {
            if letters.last() == Some(&mark) {
                letters.pop();
            }
        }
        letters.dedup_by(|second, first| second == first && second.is_alphabetic());
    }
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same_key(words: &[&str]) {
        let first = stem(words[0]);
        for word in words {
            assert_eq!(stem(word), first, "{word} beside {}", words[0]);
        }
    }

    #[test]
    fn plural_and_feminine_meet() {
        same_key(&["animateur", "animatrice", "animateurs", "animatrices"]);
        same_key(&["agriculteur", "agricultrice", "agriculteurs"]);
        same_key(&["journal", "journaux"]);
        same_key(&["association", "associations"]);
        same_key(&["solidaire", "solidaires"]);
        same_key(&["chargee", "chargees", "charge"]);
        same_key(&["bateau", "bateaux"]);
        same_key(&["premier", "premiere"]);
        same_key(&["citoyen", "citoyens"]);
        same_key(&["economie", "economies"]);
        same_key(&["utilisateur", "utilisatrice"]);
    }

    #[test]
    fn keys_are_those_of_the_method() {
        for (word, key) in [
            ("accomplissement", "acompli"),
            ("activement", "actif"),
            ("qualificateur", "qualifi"),
            ("communicateur", "comuniqu"),
            ("chanteuse", "chant"),
            ("constitutionnel", "constitution"),
            ("professionnelle", "profesion"),
            ("chat", "chat"),
            ("jeux", "jeu"),
            ("os", "os"),
        ] {
            assert_eq!(stem(word), key, "{word}");
        }
    }

    #[test]
    fn different_words_stay_apart() {
        assert_ne!(stem("marche"), stem("marchand"));
        assert_ne!(stem("commune"), stem("communication"));
        assert_ne!(stem("tour"), stem("tourisme"));
    }

    #[test]
    fn words_with_digits_keep_their_form() {
        assert_eq!(stem("9h00"), "9h00");
        assert_eq!(stem("2024s"), "2024s");
    }
}
