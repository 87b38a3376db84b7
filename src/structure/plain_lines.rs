//! Lines that are no titles whatever they look like: addresses of the post, telephone numbers, forms to fill in, words
//! that only join two others, the opening and the end of a letter. Words are compared folded.

/// Words of a line beyond which it is no address of the post.
const POSTAL_WORDS: usize = 14;
/// Words of a line beyond which it neither opens nor closes a letter.
const LETTER_WORDS: usize = 7;
/// Figures of a telephone number.
const PHONE_FIGURES: usize = 9;

/// Whether a line that is not folded may be such a word: it has few letters that folding leaves in their place.
pub(super) fn may_be_conjunction(text: &str) -> bool {
    const MOST_LETTERS: usize = 4;
    let mut letters = text.bytes().filter(u8::is_ascii_alphabetic);
    letters.nth(MOST_LETTERS).is_none()
}

/// Whether a folded line is a word that only joins two others: `ou`, `– et –`.
pub(super) fn is_conjunction(folded: &str) -> bool {
    matches!(
        folded.trim_matches(|letter: char| !letter.is_alphanumeric()),
        "ou" | "et" | "or" | "and" | "oder" | "und" | "et/ou" | "ou/et"
    )
}

/// Whether a line holds boxes to write letters in: `Nom : I_I_I_I`.
pub(super) fn is_form_comb(text: &str) -> bool {
    text.contains("__") || text.bytes().filter(|letter| *letter == b'_').count() >= 3
}

/// Whether a folded line is an address of the post: a number in a street, a postal code before a town, a box.
pub(super) fn is_postal_line(folded: &str) -> bool {
    if folded.starts_with("p.o. box ") || folded.starts_with("po box ") {
        return true;
    }
    if !folded.bytes().any(|letter| letter.is_ascii_digit()) {
        return false;
    }
    let words: Vec<&str> = folded
        .split(|letter: char| !letter.is_alphanumeric() && letter != '\'')
        .filter(|word| !word.is_empty())
        .take(POSTAL_WORDS + 1)
        .collect();
    let is_number = |word: &str| word.chars().all(|digit| digit.is_ascii_digit());
    words.len() <= POSTAL_WORDS
        && words.windows(2).any(|pair| match pair {
            [number, next] if is_number(number) => {
                let is_street = matches!(
                    *next,
                    "rue" | "avenue" | "boulevard" | "chemin" | "impasse" | "allee" | "quai"
                );
                let is_town = number.len() == 5 && next.chars().all(char::is_alphabetic);
                (is_street && number.len() <= 4) || is_town
            }
            _ => false,
        })
}

/// Whether a text holds a telephone number: nine figures and more with nothing but spaces, stops, dashes and brackets
/// between them.
pub(super) fn holds_phone_number(text: &str) -> bool {
    if text
        .bytes()
        .filter(u8::is_ascii_digit)
        .nth(PHONE_FIGURES - 1)
        .is_none()
    {
        return false;
    }
    let mut figures = 0;
    for letter in text.chars() {
        if letter.is_ascii_digit() {
            figures += 1;
        } else if !matches!(letter, ' ' | '\u{a0}' | '\u{202f}' | '.' | '-' | '(' | ')' | '+') {
            figures = 0;
        }
        if figures >= PHONE_FIGURES {
            return true;
        }
    }
    false
}

/// Whether a line is a person's name with a title before it, as under a text: `Mme Anne AUBERT`.
pub(super) fn is_name_with_title(text: &str) -> bool {
    const TITLES: [&str; 8] = ["m", "mr", "mme", "mlle", "mrs", "ms", "dr", "pr"];
    let mut words = text.split_whitespace();
    let title = words.next().unwrap_or_default().trim_end_matches('.');
    // No letter but theirs has those of a title in lower case.
    if !TITLES.iter().any(|known| known.eq_ignore_ascii_case(title)) {
        return false;
    }
    let names: Vec<&str> = words.collect();
    (1..=4).contains(&names.len()) && names.iter().all(|name| name.starts_with(char::is_uppercase))
}

/// Whether a folded line is the number of an issue and little more: `n° 27 hiver 2014`.
pub(super) fn is_issue_number(folded: &str) -> bool {
    const WORDS: usize = 6;
    let number = ["n°", "nº", "numero ", "no. ", "issue #"]
        .iter()
        .find_map(|sign| folded.strip_prefix(sign));
    number.is_some_and(|number| {
        number
            .trim_start()
            .starts_with(|letter: char| letter.is_ascii_digit())
    }) && folded.split_whitespace().count() <= WORDS
}

/// Whether a line that is not folded may open or close a letter: by its last mark, an accent without a letter aside.
pub(super) fn may_be_of_letter(text: &str) -> bool {
    let is_accent = |letter: char| ('\u{300}'..='\u{36f}').contains(&letter);
    let text = text.trim_end_matches(|letter: char| letter.is_whitespace() || is_accent(letter));
    text.ends_with([',', '!', ':'])
}

/// Whether a folded line opens or closes a letter: `Chers amis !`, `Best wishes,`.
pub(super) fn is_of_letter(folded: &str) -> bool {
    const CLOSINGS: [&str; 9] = [
        "cordialement",
        "bien a vous",
        "amicalement",
        "kind regards",
        "best wishes",
        "yours sincerely",
        "mit freundlichen",
        "herzliche gru",
        "liebe gru",
    ];
    const OPENINGS: [&str; 8] = [
        "dear ",
        "liebe ",
        "lieber ",
        "sehr geehrte",
        "cher ",
        "chers ",
        "chere ",
        "cheres ",
    ];
    let begins = |words: &[&str]| words.iter().any(|word| folded.starts_with(word));
    folded.trim_end().ends_with([',', '!', ':'])
        && folded.split_whitespace().count() <= LETTER_WORDS
        && (begins(&OPENINGS) || begins(&CLOSINGS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conjunctions_and_forms() {
        assert!(is_conjunction("– ou –"));
        assert!(!is_conjunction("ou et quand"));
        assert!(is_form_comb("Nom : I_I_I_I_I"));
        assert!(!is_form_comb("Le nom_de_plume"));
    }

    #[test]
    fn addresses_of_the_post() {
        assert!(is_postal_line("12 bis, 3 rue des tilleuls"));
        assert!(is_postal_line("mairie, 99123 valbrune"));
        assert!(is_postal_line("p.o. box 17 - smalltown"));
        assert!(!is_postal_line("la rue des tilleuls en travaux"));
        assert!(!is_postal_line("budget 2024 vote"));
    }

    #[test]
    fn telephone_numbers() {
        assert!(holds_phone_number("Appelez le 01 99 00 11 22"));
        assert!(holds_phone_number("(555) 010-9999"));
        assert!(!holds_phone_number("Du 12.03.2024 au 31"));
        assert!(!holds_phone_number("Saison 2018-2019"));
        assert!(!holds_phone_number("En 2018, 2019 et 2020"));
    }

    #[test]
    fn names_under_texts() {
        assert!(is_name_with_title("Mme Anne AUBERT"));
        assert!(is_name_with_title("M. Collin"));
        assert!(!is_name_with_title("M. le maire vous répond"));
        assert!(!is_name_with_title("Anne Aubert"));
    }

    #[test]
    fn numbers_of_issues() {
        assert!(is_issue_number("n° 27 hiver 2014"));
        assert!(is_issue_number("numero 3"));
        assert!(!is_issue_number("numero vert pour les familles"));
    }

    #[test]
    fn openings_and_ends_of_letters() {
        assert!(is_of_letter("chers amis,"));
        assert!(is_of_letter("herzliche grusse,"));
        assert!(!is_of_letter("chers disparus"));
        assert!(may_be_of_letter("Chers amis,\u{301} ") && !may_be_of_letter("Chers disparus"));
    }
}
