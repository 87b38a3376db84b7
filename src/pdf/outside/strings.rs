//! Text strings and dates of PDF files.
//!
//! A text string is UTF-16 or UTF-8 where it begins with a byte order mark, else PDFDocEncoding: Latin-1 with
//! typographic signs in the places of its control codes.

/// What PDFDocEncoding has at 0x18 to 0x1F: accents that stand alone.
const FROM_18: [char; 8] = ['˘', 'ˇ', 'ˆ', '˙', '˝', '˛', '˚', '˜'];

/// What PDFDocEncoding has at 0x80 to 0xA0. 0x9F is not used.
const FROM_80: [char; 33] = [
    '•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚', '™', 'ﬁ', 'ﬂ',
    'Ł', 'Œ', 'Š', 'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š', 'ž', '\u{FFFD}', '€',
];

/// Reads a text string: language escapes and control characters are dropped, white space is made plain and
/// trimmed. Gives nothing where no text is left.
pub(super) fn text(bytes: &[u8]) -> Option<String> {
    tidy(&decode(bytes))
}

/// Makes the white space of a text plain; gives nothing where the text is empty.
pub(super) fn tidy(text: &str) -> Option<String> {
    let mut tidied = String::with_capacity(text.len());
    for word in text.split(|character: char| character.is_ascii_whitespace() || character == '\0') {
        let word: String = word.chars().filter(|character| !character.is_control()).collect();
        if word.is_empty() {
            continue;
        }
        if !tidied.is_empty() {
            tidied.push(' ');
        }
        tidied.push_str(&word);
    }
    (!tidied.trim().is_empty()).then_some(tidied)
}

/// Decodes a text string without changing it, language escapes apart.
pub(in crate::pdf) fn decode(bytes: &[u8]) -> String {
    if let Some(rest) = bytes.strip_prefix(&[0xFE, 0xFF]) {
        return without_language_escapes(&utf16(rest, u16::from_be_bytes));
    }
    // The specification knows only big-endian; little-endian is met in the wild.
    if let Some(rest) = bytes.strip_prefix(&[0xFF, 0xFE]) {
        return without_language_escapes(&utf16(rest, u16::from_le_bytes));
    }
    if let Some(rest) = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]) {
        return without_language_escapes(&String::from_utf8_lossy(rest));
    }
    // UTF-8 without a mark is against the specification and frequent. Accented Latin-1 text is practically never
    // valid UTF-8 by chance.
    if !bytes.is_ascii()
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return text.to_string();
    }
    bytes.iter().map(|byte| from_pdf_doc_encoding(*byte)).collect()
}

/// UTF-16 code units from bytes; a last odd byte is dropped.
pub(super) fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, _) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair));
    char::decode_utf16(units)
        .map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

fn from_pdf_doc_encoding(byte: u8) -> char {
    let table_place = match byte {
        0x18..=0x1F => FROM_18.get(usize::from(byte - 0x18)),
        0x80..=0xA0 => FROM_80.get(usize::from(byte - 0x80)),
        _ => None,
    };
    table_place.copied().unwrap_or(char::from(byte))
}

/// Drops `ESC language ESC`, which says in what language the text goes on.
fn without_language_escapes(text: &str) -> String {
    const ESCAPE: char = '\u{1B}';
    /// Two letters of language and two of country; a longer one is not an escape but a stray control code.
    const LONGEST_CODE: usize = 5;
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(ESCAPE) {
        kept.push_str(before);
        rest = match after.split_once(ESCAPE) {
            Some((code, behind)) if code.len() <= LONGEST_CODE => behind,
            _ => after,
        };
    }
    kept.push_str(rest);
    kept
}

/// Reads a date (`D:20120315102030+01'00'`) as ISO 8601, as precise as it is given; nothing where its form is
/// another or no such date exists.
pub(super) fn date(text: &str) -> Option<String> {
    let text = text.trim();
    let text = text.strip_prefix("D:").unwrap_or(text);
    let digits_end = text
        .find(|character: char| !character.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, zone) = text.split_at(digits_end);
    if !matches!(digits.len(), 4 | 6 | 8 | 10 | 12 | 14) {
        return None;
    }
    let (year, mut rest) = digits.split_at(4);
    let mut iso = year.to_string();
    let parts = [
        ('-', 1, 12),
        ('-', 1, 31),
        ('T', 0, 23),
        (':', 0, 59),
        (':', 0, 60),
    ];
    for (separator, lowest, highest) in parts {
        let Some((part, behind)) = rest.split_at_checked(2) else {
            break;
        };
        let value: u8 = part.parse().ok()?;
        if !(lowest..=highest).contains(&value) {
            return None;
        }
        iso.push(separator);
        iso.push_str(part);
        rest = behind;
    }
    if digits.len() == 10 {
        // ISO 8601 has no hour without minutes.
        iso.push_str(":00");
    }
    if digits.len() >= 10
        && let Some(zone) = time_zone(zone)
    {
        iso.push_str(&zone);
    }
    Some(iso)
}

/// Reads `Z`, `+01'00'`, `+01'00`, `+0100` or `+01`.
fn time_zone(text: &str) -> Option<String> {
    let sign = text.chars().next()?;
    if sign == 'Z' {
        return Some("Z".to_string());
    }
    if sign != '+' && sign != '-' {
        return None;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).take(4).collect();
    let (hours, minutes) = digits.split_at_checked(2)?;
    let minutes = if minutes.len() == 2 { minutes } else { "00" };
    Some(format!("{sign}{hours}:{minutes}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pdf_doc_encoding_has_its_own_signs() {
        assert_eq!(
            decode(b"L\x90\xE9t\xE9 \x84 \x9Cuvre \xA0 \x1A"),
            "L’été — œuvre € ˆ"
        );
    }

    #[test]
    fn utf_16_of_both_orders_and_utf_8_are_read() {
        assert_eq!(decode(&[0xFE, 0xFF, 0x00, 0xC9, 0x00, b't']), "Ét");
        assert_eq!(decode(&[0xFF, 0xFE, 0xC9, 0x00, b't', 0x00]), "Ét");
        assert_eq!(decode("\u{FEFF}Été".as_bytes()), "Été");
        assert_eq!(decode("Été".as_bytes()), "Été");
        // An odd byte and half a pair do no harm.
        assert_eq!(decode(&[0xFE, 0xFF, 0xD8, 0x00, 0x41]), "\u{FFFD}");
    }

    #[test]
    fn language_escapes_are_removed() {
        let marked: Vec<u8> = "\u{FEFF}\u{1B}frFR\u{1B}Été"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        assert_eq!(decode(&marked), "Été");
        assert_eq!(without_language_escapes("a\u{1B}b"), "ab");
    }

    #[test]
    fn text_is_tidied_and_nothing_is_no_text() {
        assert_eq!(
            text(b"  La\r\nlettre \x00\x07 d'ici "),
            Some("La lettre d'ici".to_string())
        );
        assert_eq!(text(b" \x00 "), None);
    }

    #[test]
    fn dates_become_iso_8601_as_precise_as_they_are() {
        let cases = [
            ("D:20120315102030+01'00'", "2012-03-15T10:20:30+01:00"),
            ("D:20120315102030+01'00", "2012-03-15T10:20:30+01:00"),
            ("D:20120315102030Z", "2012-03-15T10:20:30Z"),
            ("D:20120315102030Z00'00'", "2012-03-15T10:20:30Z"),
            ("20120315102030", "2012-03-15T10:20:30"),
            ("D:2012031510", "2012-03-15T10:00"),
            ("D:20120315", "2012-03-15"),
            ("D:201203", "2012-03"),
            ("D:2012", "2012"),
        ];
        for (raw, iso) in cases {
            assert_eq!(date(raw).as_deref(), Some(iso), "{raw}");
        }
        for wrong in [
            "",
            "D:",
            "D:20121315",
            "15/03/2012",
            "D:19112031",
            "D:20120230240000",
            "Thu Mar 15",
        ] {
            assert_eq!(date(wrong), None, "{wrong}");
        }
    }
}
