//! The language of a text, by its commonest small words. Newsletters are long enough for that; a short text gives
//! nothing rather than a guess.

/// Small words that are common in one of these languages and rare in the others.
const SMALL_WORDS: [(&str, &[&str]); 4] = [
    (
        "fr",
        &[
            "le", "la", "les", "des", "et", "du", "une", "est", "pour", "dans", "sur", "vous", "nous", "au",
            "qui", "avec",
        ],
    ),
    (
        "en",
        &[
            "the", "and", "of", "to", "is", "for", "with", "you", "our", "are", "that", "this", "will", "be",
            "at", "from",
        ],
    ),
    (
        "de",
        &[
            "der", "die", "und", "das", "ist", "den", "von", "mit", "für", "auf", "ein", "eine", "wir",
            "nicht", "zu", "im",
        ],
    ),
    (
        "es",
        &[
            "el", "los", "las", "una", "por", "con", "para", "del", "que", "su", "y", "más", "pero", "como",
            "muy", "al",
        ],
    ),
];

/// Bytes of the longest of them.
const LONGEST: usize = 5;

/// Small words that a text must hold before a language is told.
const ENOUGH: usize = 8;

/// The language of a text: `fr`, `en`, `de` or `es`, or nothing where it is short or none of them.
pub(super) fn guess<'a>(texts: impl Iterator<Item = &'a str>) -> Option<&'static str> {
    let mut counts = [0usize; SMALL_WORDS.len()];
    for text in texts {
        for word in text.split(|letter: char| !letter.is_alphabetic()) {
            if word.len() > LONGEST {
                continue;
            }
            let word = word.to_lowercase();
            for (count, (_, words)) in counts.iter_mut().zip(SMALL_WORDS) {
                *count += usize::from(words.contains(&word.as_str()));
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
    SMALL_WORDS.get(place).map(|(language, _)| *language)
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
        assert_eq!(guess(["Sommaire"].into_iter()), None);
    }
}
