//! Chinese, Japanese and Korean fonts whose codes stand for the numbers of Adobe's character collections: from a code
//! to its Unicode without the file's help.
use super::unicode;
use hayro_cmap::{BfString, CMap, CMapName, CidFamily};
use hayro_syntax::object::{Array, Dict, Name, Object, String as PdfString};
use smol_str::SmolStr;

/// Bytes of the longest code.
const LONGEST_CODE: u8 = 4;

/// The way from the codes of one font to text.
pub(super) struct Collection {
    /// From a code to the number of its character.
    encoding: CMap,
    /// From that number to Unicode.
    characters: CMap,
}

impl Collection {
    /// The collection of a composite font, where it names a known one.
    pub(super) fn of(font: &Dict<'_>) -> Option<Self> {
        let encoding = match font.get::<Object<'_>>(b"Encoding".as_slice())? {
            Object::Name(name) => predefined(&name)?,
            Object::Stream(stream) => parse(stream.decoded_data().ok()?.as_ref())?,
            _ => return None,
        };
        let family = match encoding.metadata().character_collection.as_ref() {
            Some(collection) if collection.family != CidFamily::AdobeIdentity => collection.family.clone(),
            _ if numbers_glyphs(font) => return None,
            _ => declared_family(font)?,
        };
        let data = hayro_cmap::load_embedded(family.ucs2_cmap()?)?;
        Some(Self {
            encoding,
            characters: parse(data)?,
        })
    }

    /// The text of a code.
    pub(super) fn text(&self, code: u32) -> Option<SmolStr> {
        let number = (1..=LONGEST_CODE).find_map(|length| self.encoding.lookup_cid_code(code, length))?;
        match self.characters.lookup_bf_string(number) {
            Some(BfString::Char(character)) if unicode::is_text(character) => {
                Some(unicode::printed(character))
            }
            Some(BfString::String(text)) if text.chars().all(unicode::is_text) => Some(text.into()),
            Some(_) => None,
            // Some maps name the code point as if it were a number of the collection.
            None => (1..=LONGEST_CODE)
                .find_map(|length| self.characters.lookup_cid_code(number, length))
                .and_then(char::from_u32)
                .filter(|character| unicode::is_text(*character))
                .map(unicode::printed),
        }
    }
}

fn predefined(name: &Name<'_>) -> Option<CMap> {
    match name.as_str() {
        "Identity-H" => Some(CMap::identity_h()),
        "Identity-V" => Some(CMap::identity_v()),
        _ => parse(hayro_cmap::load_embedded(CMapName::from_bytes(name.as_ref()))?),
    }
}

fn parse(data: &[u8]) -> Option<CMap> {
    CMap::parse(data, hayro_cmap::load_embedded)
}

/// Whether the codes of a font with the identity encoding number the glyphs of a TrueType program: then the collection
/// that it declares says nothing of them. Only a map of its own from numbers to glyphs makes it true.
fn numbers_glyphs(font: &Dict<'_>) -> bool {
    let Some(descendant) = font
        .get::<Array<'_>>(b"DescendantFonts".as_slice())
        .and_then(|fonts| fonts.iter::<Dict<'_>>().next())
    else {
        return true;
    };
    let is_true_type = descendant
        .get::<Name<'_>>(b"Subtype".as_slice())
        .is_some_and(|name| name.as_str() == "CIDFontType2");
    let has_map = matches!(
        descendant.get::<Object<'_>>(b"CIDToGIDMap".as_slice()),
        Some(Object::Stream(_))
    );
    is_true_type && !has_map
}

/// The family that the font's descendant declares.
fn declared_family(font: &Dict<'_>) -> Option<CidFamily> {
    let descendants = font.get::<Array<'_>>(b"DescendantFonts".as_slice())?;
    let descendant = descendants.iter::<Dict<'_>>().next()?;
    let system = descendant.get::<Dict<'_>>(b"CIDSystemInfo".as_slice())?;
    let registry = system.get::<PdfString<'_>>(b"Registry".as_slice())?;
    let ordering = system.get::<PdfString<'_>>(b"Ordering".as_slice())?;
    Some(CidFamily::from_registry_ordering(
        PdfString::as_bytes(&registry),
        PdfString::as_bytes(&ordering),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn collection(encoding: &str, family: &CidFamily) -> Collection {
        let data = hayro_cmap::load_embedded(family.ucs2_cmap().unwrap()).unwrap();
        let encoding = match encoding {
            "Identity-H" => CMap::identity_h(),
            name => parse(hayro_cmap::load_embedded(CMapName::from_bytes(name.as_bytes())).unwrap()).unwrap(),
        };
        Collection {
            encoding,
            characters: parse(data).unwrap(),
        }
    }

    #[test]
    fn numbers_of_a_collection_have_their_characters() {
        let japanese = collection("Identity-H", &CidFamily::AdobeJapan1);
        // Number 34 of Adobe-Japan1 is the capital A, 1 is the space.
        assert_eq!(japanese.text(34).as_deref(), Some("A"));
        assert_eq!(japanese.text(1).as_deref(), Some(" "));
    }

    #[test]
    fn codes_of_a_predefined_map_have_their_characters() {
        let shift_jis = collection("90ms-RKSJ-H", &CidFamily::AdobeJapan1);
        assert_eq!(shift_jis.text(0x93fa).as_deref(), Some("日"));
        let chinese = collection("GBK-EUC-H", &CidFamily::AdobeGB1);
        assert_eq!(chinese.text(0xd6d0).as_deref(), Some("中"));
    }
}
