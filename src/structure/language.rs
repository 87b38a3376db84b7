//! The language of a text, by its commonest small words. Newsletters are long enough for that; a short text gives
//! nothing rather than a guess.

use crate::french::unicode::is_letter;

/// The languages that are told.
const LANGUAGES: [&str; 4] = ["fr", "en", "de", "es"];

/// The place of a language among them of which a word in lower case is a small word: one that is common in it and rare in the
/// others.
fn language_of(word: &[u8]) -> Option<usize> {
    match word {
        b"le" | b"la" | b"les" | b"des" | b"et" | b"du" | b"une" | b"est" | b"pour" | b"dans" | b"sur"
        | b"vous" | b"nous" | b"au" | b"qui" | b"avec" => Some(0),
        b"the" | b"and" | b"of" | b"to" | b"is" | b"for" | b"with" | b"you" | b"our" | b"are" | b"that"
        | b"this" | b"will" | b"be" | b"at" | b"from" => Some(1),
        b"der" | b"die" | b"und" | b"das" | b"ist" | b"den" | b"von" | b"mit" | b"f\xc3\xbcr" | b"auf"
        | b"ein" | b"eine" | b"wir" | b"nicht" | b"zu" | b"im" => Some(2),
        b"el" | b"los" | b"las" | b"una" | b"por" | b"con" | b"para" | b"del" | b"que" | b"su" | b"y"
        | b"m\xc3\xa1s" | b"pero" | b"como" | b"muy" | b"al" => Some(3),
        _ => None,
    }
}

/// Bytes of the longest of them.
const LONGEST: usize = 5;

/// Small words that a text must hold before a language is told.
const ENOUGH: usize = 8;

/// The language of a text: `fr`, `en`, `de` or `es`, or nothing where it is short or none of them.
pub(super) fn guess<'a>(texts: impl Iterator<Item = &'a str>) -> Option<&'static str> {
    let mut counts = [0usize; LANGUAGES.len()];
    for text in texts {
        for word in text.split(|letter: char| !is_letter(letter)) {
            if word.len() > LONGEST {
                continue;
            }
            let language = match (word.is_ascii(), [0; LONGEST].get_mut(..word.len())) {
                (true, Some(lower)) => {
                    lower.copy_from_slice(word.as_bytes());
                    lower.make_ascii_lowercase();
                    language_of(lower)
                }
                _ => language_of(word.to_lowercase().as_bytes()),
            };
            if let Some(count) = language.and_then(|language| counts.get_mut(language)) {
                *count += 1;
            }
        }
    }
    let most = counts.iter().copied().max().unwrap_or(0);
    let second = counts
        .iter()
        .copied()
        .filter(|count| *count < most)
        .max()
        .unwrap_or(0);
    if most < ENOUGH || second * 2 > most {
        return None;
    }
    let place = counts.iter().position(|count| *count == most)?;
    LANGUAGES.get(place).copied()
}

#[cfg(test)]
mod tests {
    use super::guess;

    #[test]
    fn languages_by_their_small_words() {
        let french = "Le maire et les élus vous invitent dans la salle des fêtes pour la soirée du 3 mai, avec une tombola.";
        let english =
            "The mayor and the council are glad to invite you to the hall for an evening with music.";
        assert_eq!(guess([french].into_iter()), Some("fr"));
        assert_eq!(guess([english].into_iter()), Some("en"));
        let german = "Für die Kinder ist das Fest und der Umzug";
        assert_eq!(guess([german].into_iter()), None);
        assert_eq!(guess([german, "für wir MIT"].into_iter()), Some("de"));
        assert_eq!(guess(["Sommaire"].into_iter()), None);
    }
}
