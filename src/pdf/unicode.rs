//! Text of glyphs where the file's own map does not tell, and of strings outside the page.
use crate::french::unicode::{is_space, ligature};
use rustc_hash::FxHashMap;
use skrifa::MetadataProvider;
use smol_str::SmolStr;

/// Whether a character may stand in text: no control character, no private use, no sign of a failed decoding.
pub(super) fn is_text(character: char) -> bool {
    !is_control(character) && !is_private(character) && character != '\u{fffd}' && character != '\u{feff}'
}

fn is_control(character: char) -> bool {
    character.is_control() && !matches!(character, '\t' | '\n' | '\r')
}

fn is_private(character: char) -> bool {
    ('\u{e000}'..='\u{f8ff}').contains(&character) || character >= '\u{f0000}'
}

/// A character as it is printed: ligature letters written out, spaces of any width as spaces.
pub(super) fn printed(character: char) -> SmolStr {
    if let Some(letters) = ligature(character) {
        return SmolStr::new_static(letters);
    }
    match character {
        // OT1 fonts of TeX name their guillemets as comparisons.
        '\u{226a}' => SmolStr::new_static("«"),
        '\u{226b}' => SmolStr::new_static("»"),
        // Some producers map their space glyph to the tabulator that the author typed.
        '\t' | '\n' | '\r' => SmolStr::new_static(" "),
        '\u{200b}' | '\u{2060}' => SmolStr::default(),
        _ if is_space(character) => SmolStr::new_static(" "),
        other => SmolStr::from_iter([other]),
    }
}

/// The characters of a font program by glyph, from its own map.
pub(super) fn characters_by_glyph(data: &[u8]) -> FxHashMap<u32, char> {
    let mut characters = FxHashMap::default();
    let Ok(font) = skrifa::FontRef::from_index(data, 0) else {
        return characters;
    };
    for (code, glyph) in font.charmap().mappings() {
        if let Some(character) = char::from_u32(code)
            && is_text(character)
        {
            // The first mapping is the lowest code point: a letter before its compatibility forms.
            characters.entry(glyph.to_u32()).or_insert(character);
        }
    }
    characters
}

/// The family that a font program names itself.
pub(super) fn family_name(data: &[u8]) -> Option<String> {
    let font = skrifa::FontRef::from_index(data, 0).ok()?;
    let names = font.localized_strings(skrifa::string::StringId::FAMILY_NAME);
    names.english_or_first().map(|name| name.to_string())
}

/// The character of a glyph name outside the standard list: `a233`, `c65`, `C0041`, `uni00E9`, `u00E9`. The number
/// is the code in Latin-1, or the code point in hexadecimal. `g123` numbers a glyph and tells nothing.
pub(super) fn from_odd_name(name: &str) -> Option<char> {
    let base = name.split('.').next().unwrap_or(name);
    let hexadecimal = base.strip_prefix("uni").or_else(|| base.strip_prefix('u'));
    if let Some(digits) = hexadecimal
        && digits.len() >= 4
        && let Ok(code) = u32::from_str_radix(digits.get(..digits.len().min(6))?, 16)
    {
        return char::from_u32(code).filter(|character| is_text(*character));
    }
    let digits = base.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    let prefix = base.len() - digits.len();
    if prefix == 0 || prefix > 2 || base.starts_with(['g', 'G']) {
        return None;
    }
    if base.starts_with('C') && digits.len() == 4 {
        let code = u32::from_str_radix(digits, 16).ok()?;
        return char::from_u32(code).filter(|character| is_text(*character));
    }
    let code = digits.parse::<u8>().ok()?;
    Some(char::from(code)).filter(|character| code >= 32 && is_text(*character))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_names() {
        assert_eq!(from_odd_name("a233"), Some('é'));
        assert_eq!(from_odd_name("uni00E9"), Some('é'));
        assert_eq!(from_odd_name("C0041"), Some('A'));
        assert_eq!(from_odd_name("g123"), None);
        assert_eq!(from_odd_name("a7"), None);
        assert_eq!(from_odd_name("alpha"), None);
    }

    #[test]
    fn ligatures_are_written_out_and_spaces_are_spaces() {
        assert_eq!(printed('\u{fb01}'), "fi");
        assert_eq!(printed('\u{202f}'), " ");
        assert_eq!(printed('\t'), " ");
        assert_eq!(printed('\u{226a}'), "«");
        assert!(!is_text('\u{7}') && !is_text('\u{f0b7}') && is_text('é'));
        assert_eq!(printed('œ'), "œ");
    }
}
