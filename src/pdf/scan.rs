//! Words of a file's bytes, read without parsing it: for what must be known before the library opens it, or that it does
//! not tell.

/// What stands behind white space; nothing where `least` bytes of it are not there.
pub(super) fn behind_space(bytes: &[u8], least: usize) -> Option<&[u8]> {
    let space = bytes.iter().take_while(|byte| is_space(**byte)).count();
    bytes.get(space..).filter(|_| space >= least)
}

/// A whole number of at most so many digits, and what stands behind it.
pub(super) fn number(bytes: &[u8], most_digits: usize) -> Option<(u64, &[u8])> {
    let digits = bytes
        .iter()
        .take(most_digits)
        .take_while(|byte| byte.is_ascii_digit());
    let (digits, rest) = bytes.split_at_checked(digits.count())?;
    Some((str::from_utf8(digits).ok()?.parse().ok()?, rest))
}

/// The two numbers of a reference, `12 0 R`.
pub(super) fn reference(bytes: &[u8]) -> Option<(u64, u64)> {
    let (object, rest) = number(bytes, 9)?;
    let (generation, rest) = number(behind_space(rest, 1)?, 5)?;
    behind_space(rest, 1)?
        .starts_with(b"R")
        .then_some((object, generation))
}

/// White space as regular expressions have it: PDF's without the null byte, with the vertical tab.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0B | 0x0C)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read_with_their_spaces() {
        assert_eq!(reference(b"12 0 R"), Some((12, 0)));
        assert_eq!(reference(b"7\n 65535\tR/Size"), Some((7, 65_535)));
        for no_reference in [
            &b"12 0 obj"[..],
            b"12 R",
            b"120 R",
            b"R",
            b"",
            b"1234567890 0 R",
            b"12 0R",
        ] {
            assert_eq!(reference(no_reference), None, "{no_reference:?}");
        }
    }

    #[test]
    fn numbers_end_where_their_digits_do() {
        assert_eq!(number(b"42>>", 12), Some((42, &b">>"[..])));
        assert_eq!(number(b"4242", 2), Some((42, &b"42"[..])));
        assert_eq!(number(b"x", 2), None);
        assert_eq!(behind_space(b"x", 0), Some(&b"x"[..]));
        assert_eq!(behind_space(b"x", 1), None);
    }
}
