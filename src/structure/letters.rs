//! Letters, without the tables of Unicode for those of French.

/// Whether a character is a letter, as [`char::is_alphabetic`] tells: the accented ones of Latin-1, which are nearly all
/// that newsletters print beside ASCII, are told by their range.
pub(super) fn is_letter(letter: char) -> bool {
    matches!(letter, 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ÿ') || letter.is_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::is_letter;

    #[test]
    fn it_is_what_the_tables_tell() {
        for letter in '\0'..='\u{3000}' {
            assert_eq!(is_letter(letter), letter.is_alphabetic(), "{letter:?}");
        }
    }
}
