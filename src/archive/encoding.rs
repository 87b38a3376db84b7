//! Bytes of a text dump to text: UTF-8, UTF-16 with its mark, else Windows-1252 with a warning.
use crate::model::{Warning, WarningCode};

/// What Windows-1252 has where Latin-1 has control characters (0x80 to 0x9F); the gaps are its unused codes.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Decodes the bytes of a text file; `None` where they are no text at all.
pub(super) fn decode(bytes: &[u8]) -> Option<(String, Option<Warning>)> {
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        return decode_utf16(rest, u16::from_le_bytes).map(|text| (text, None));
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        return decode_utf16(rest, u16::from_be_bytes).map(|text| (text, None));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    // No text holds a zero byte; nearly every binary format does.
    if bytes.contains(&0) {
        return None;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some((text.to_string(), None));
    }
    let mut text = String::with_capacity(bytes.len());
    for byte in bytes {
        let character = match byte {
            0x80..=0x9F => WINDOWS_1252
                .get(usize::from(*byte) - 0x80)
                .copied()
                .unwrap_or(char::REPLACEMENT_CHARACTER),
            _ => char::from(*byte),
        };
        text.push(character);
    }
    let warning = Warning::new(
        WarningCode::EncodingGuessed,
        None,
        "the text is not valid UTF-8: it was read as Windows-1252",
    );
    Some((text, Some(warning)))
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let mut units = Vec::with_capacity(bytes.len() / 2);
    for pair in bytes.chunks_exact(2) {
        if let [first, second] = pair {
            units.push(unit([*first, *second]));
        }
    }
    String::from_utf16(&units).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> String {
        decode(bytes).unwrap().0
    }

    #[test]
    fn unicode_is_read_without_a_warning() {
        assert_eq!(text("été".as_bytes()), "été");
        assert_eq!(text(b"\xEF\xBB\xBFun"), "un");
        assert_eq!(text(b"\xFF\xFE\xE9\x00t\x00"), "ét");
        assert_eq!(text(b"\xFE\xFF\x00\xE9\x00t"), "ét");
        assert_eq!(decode("été".as_bytes()).unwrap().1, None);
    }

    #[test]
    fn old_windows_text_is_read_with_a_warning() {
        let (text, warning) = decode(b"l\x92\x9Cuvre d'\xE9t\xE9 \x80").unwrap();
        assert_eq!(text, "l’œuvre d'été €");
        assert_eq!(warning.unwrap().code, WarningCode::EncodingGuessed);
    }

    #[test]
    fn binary_is_not_text() {
        assert!(decode(b"\x89PNG\x0D\x0A\x1A\x0A\x00\x00\x00\x0D").is_none());
        assert!(decode(b"\xFF\xFE\x00\xD8").is_none());
    }
}
