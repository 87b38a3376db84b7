//! Identifiers of sections: a path of plain slugs, unique in the issue.
//!
//! The same titles in the same order always give the same identifiers, so that a citation made from one reading
//! still leads to its section after the next.
use std::collections::HashSet;
use unicode_normalization::UnicodeNormalization;

/// Longest slug, in characters: long enough to tell titles apart, short enough for an address.
const LONGEST_SLUG: usize = 60;

/// The slug of a section without a title, or whose title has no Latin letter and no figure.
const UNTITLED: &str = "sans-titre";

/// Gives a section its identifier and remembers it in `taken`. A second section of the same name under the same
/// parent is `…-2`, the third `…-3`.
pub(crate) fn section_id(parent: Option<&str>, title: &str, taken: &mut HashSet<String>) -> String {
    let name = match slug(title) {
        name if name.is_empty() => UNTITLED.to_string(),
        name => name,
    };
    let path = match parent {
        Some(parent) => format!("{parent}/{name}"),
        None => name,
    };
    let id = match taken.contains(&path) {
        true => first_free(&path, taken),
        false => path,
    };
    taken.insert(id.clone());
    id
}

/// The first free `path-2`, `path-3`…; by doubling and halving, as a hostile file may repeat one title for ever.
fn first_free(path: &str, taken: &HashSet<String>) -> String {
    let numbered = |rank: u64| format!("{path}-{rank}");
    let (mut last_taken, mut free) = (1, 2);
    while taken.contains(&numbered(free)) {
        last_taken = free;
        free *= 2;
    }
    while free - last_taken > 1 {
        let middle = last_taken + (free - last_taken) / 2;
        match taken.contains(&numbered(middle)) {
            true => last_taken = middle,
            false => free = middle,
        }
    }
    numbered(free)
}

/// A character decomposed, in lower case.
fn in_small_letters(character: char) -> impl Iterator<Item = char> {
    let plain = character.is_ascii().then(|| character.to_ascii_lowercase());
    let other = (!character.is_ascii()).then_some(character);
    let decomposed = other.into_iter().flat_map(|other| std::iter::once(other).nfkd());
    plain.into_iter().chain(decomposed.flat_map(char::to_lowercase))
}

/// Words in ASCII letters and figures, in lower case and without accents, joined by hyphens; cut between two words
/// where it would be too long.
pub(crate) fn slug(text: &str) -> String {
    let mut slug = String::new();
    let mut length_at_last_hyphen = 0;
    // Letter by letter, and those of ASCII without the tables of Unicode: marks, which alone change places when a whole text
    // is decomposed, leave nothing or a hyphen whatever their order.
    for character in text.chars().flat_map(in_small_letters) {
        let letters = match character {
            'a'..='z' | '0'..='9' => {
                slug.push(character);
                ""
            }
            'œ' => "oe",
            'æ' => "ae",
            'ß' => "ss",
            'ø' => "o",
            'ł' => "l",
            // Marks that NFKD has set apart from their letter, and soft hyphens, leave no gap.
            '\u{0300}'..='\u{036f}' | '\u{00ad}' => "",
            _ => {
                if !slug.is_empty() && !slug.ends_with('-') {
                    length_at_last_hyphen = slug.len();
                    slug.push('-');
                }
                ""
            }
        };
        slug.push_str(letters);
        if slug.len() > LONGEST_SLUG && slug.trim_end_matches('-').len() > LONGEST_SLUG {
            let cut = if length_at_last_hyphen > 0 {
                length_at_last_hyphen
            } else {
                LONGEST_SLUG
            };
            slug.truncate(cut);
            break;
        }
    }
    slug.trim_end_matches('-').to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_plain_ascii() {
        assert_eq!(
            slug("Cœur d'été : l\u{02bc}Œuvre (suite) !"),
            "coeur-d-ete-l-oeuvre-suite"
        );
        assert_eq!(slug("e\u{0301}te\u{0301} ﬁn n° 12"), "ete-fin-n-12");
        assert_eq!(slug("chargé·e de mission"), "charge-e-de-mission");
        assert_eq!(slug(" … "), "");
    }

    #[test]
    fn long_slugs_are_cut_between_words() {
        let long = slug(&"abcdefgh ".repeat(20));
        assert_eq!(long, "abcdefgh-abcdefgh-abcdefgh-abcdefgh-abcdefgh-abcdefgh");
        assert_eq!(slug(&"x".repeat(200)).len(), LONGEST_SLUG);
        assert!(slug(&format!("{}œœœœ", "x".repeat(59))).len() <= LONGEST_SLUG);
    }

    #[test]
    fn identifiers_are_unique_paths() {
        let mut taken = HashSet::new();
        assert_eq!(section_id(None, "Formations", &mut taken), "formations");
        assert_eq!(
            section_id(Some("formations"), "Brèves", &mut taken),
            "formations/breves"
        );
        assert_eq!(
            section_id(Some("formations"), "Brèves !", &mut taken),
            "formations/breves-2"
        );
        assert_eq!(
            section_id(Some("formations"), "Brèves 2", &mut taken),
            "formations/breves-2-2"
        );
        assert_eq!(section_id(None, "Brèves", &mut taken), "breves");
        assert_eq!(section_id(None, "", &mut taken), "sans-titre");
        for rank in 2..40 {
            assert_eq!(section_id(None, "Brèves", &mut taken), format!("breves-{rank}"));
        }
        assert_eq!(section_id(None, "***", &mut taken), "sans-titre-2");
    }
}
