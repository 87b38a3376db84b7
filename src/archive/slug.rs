//! Short names of issues, for people and file names.
use std::collections::HashSet;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longest slug: leaves room for `-2` and an extension in any file system.
const MAX_LENGTH: usize = 100;

/// The slug of a file name: its stem in lower-case ASCII letters and digits, words joined by `-`.
pub fn slug_of(file_name: &str) -> String {
    let stem = match file_name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => file_name,
    };
    let mut slug = String::new();
    let mut gap = false;
    for character in stem.nfkd().flat_map(char::to_lowercase) {
        if is_combining_mark(character) {
            continue;
        }
        let folded = match character {
            'œ' => "oe",
            'æ' => "ae",
            'ß' => "ss",
            'ø' => "o",
            'ł' => "l",
            // The degree sign is how people type the ordinal sign of `n°`.
            '°' => "o",
            'a'..='z' | '0'..='9' => "",
            // An apostrophe parts words as a space does: `l'écho` is `l-echo`.
            _ => {
                gap = true;
                continue;
            }
        };
        if slug.len() >= MAX_LENGTH {
            break;
        }
        if gap && !slug.is_empty() {
            slug.push('-');
        }
        gap = false;
        if folded.is_empty() {
            slug.push(character);
        } else {
            slug.push_str(folded);
        }
    }
    if slug.is_empty() {
        slug.push_str("issue");
    }
    slug
}

/// Makes a slug unlike any that is taken, by a suffix from `-2` on.
pub(super) fn make_unique(slug: String, taken: &HashSet<String>) -> String {
    if !taken.contains(&slug) {
        return slug;
    }
    let mut suffix = 2_u64;
    loop {
        let candidate = format!("{slug}-{suffix}");
        if !taken.contains(&candidate) {
            return candidate;
        }
        suffix += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_folded_to_ascii() {
        assert_eq!(slug_of("L'Écho du Vœu n°12 (été).PDF"), "l-echo-du-voeu-no12-ete");
        assert_eq!(slug_of("lettre_2004-02.pdf"), "lettre-2004-02");
        assert_eq!(slug_of("e\u{301}te\u{301}.txt"), "ete");
        assert_eq!(slug_of("notes"), "notes");
    }

    #[test]
    fn a_name_without_letters_still_gives_a_slug() {
        assert_eq!(slug_of("———.pdf"), "issue");
        assert_eq!(slug_of(""), "issue");
        assert_eq!(slug_of(".pdf"), "pdf");
    }

    #[test]
    fn a_long_name_is_cut() {
        assert_eq!(slug_of(&"a".repeat(400)).len(), MAX_LENGTH);
    }

    #[test]
    fn a_taken_slug_gets_a_suffix() {
        let taken = HashSet::from(["lettre".to_string(), "lettre-2".to_string()]);
        assert_eq!(make_unique("lettre".to_string(), &taken), "lettre-3");
        assert_eq!(make_unique("autre".to_string(), &taken), "autre");
    }
}
