//! Singular and plural of a word by its ending, for words that are folded already.
//!
//! It does not know words: `cour` is taken for a singular of `cours`. What it gives is looked for in an archive and
//! counts for less than the word as typed.
use super::stop::is_stop_word;
use super::variants::usual_form;

/// Shorter words are left alone: their last letter belongs to them.
const SHORTEST_WORD: usize = 4;

/// The forms that the word may have in the other number: `associations` of `association`, `journal` of `journaux`.
/// Never the word itself, never a stop word.
pub fn other_numbers(folded: &str) -> Vec<String> {
    let is_word = folded.chars().all(char::is_alphabetic);
    if !is_word || folded.chars().count() < SHORTEST_WORD {
        return Vec::new();
    }
    let mut forms = Vec::new();
    let usual = usual_form(folded);
    if usual != folded {
        forms.push(usual.to_string());
    }
    if let Some(singular) = folded.strip_suffix(['s', 'x']) {
        forms.push(singular.to_string());
        if let Some(stem) = singular.strip_suffix("au")
            && folded.ends_with('x')
            && !stem.ends_with('e')
        {
            forms.push(format!("{stem}al"));
        }
    } else if !folded.ends_with('z') {
        forms.push(format!("{folded}s"));
        if ["au", "eu", "ou"].iter().any(|ending| folded.ends_with(ending)) {
            forms.push(format!("{folded}x"));
        }
        if let Some(stem) = folded.strip_suffix("al") {
            forms.push(format!("{stem}aux"));
        }
    }
    forms.retain(|form| form != folded && !is_stop_word(form));
    forms.dedup();
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_gives_the_other() {
        for (word, expected) in [
            ("association", &["associations"][..]),
            ("associations", &["association"]),
            ("journal", &["journals", "journaux"]),
            ("journaux", &["journau", "journal"]),
            ("bateau", &["bateaus", "bateaux"]),
            ("bateaux", &["bateau"]),
            ("travaux", &["travail", "travau", "traval"]),
            ("heureux", &["heureu"]),
        ] {
            assert_eq!(other_numbers(word), expected, "{word}");
        }
    }

    #[test]
    fn what_has_no_other_number_gives_none() {
        for word in ["riz", "gaz", "nez", "assez", "9h00", "2024", "bus", "ess", "mois"] {
            assert!(other_numbers(word).is_empty(), "{word}");
        }
    }
}
