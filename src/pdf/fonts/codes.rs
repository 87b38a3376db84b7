//! Codes of fonts that were asked for: of one font, and of the Latin fonts that every reader of PDF knows without their
//! program. What a code of one of these stands for is the same in all files that say no more of the font than its name,
//! and is asked of the library once.
use hayro_syntax::object::{Dict, Name};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use std::sync::OnceLock;

/// What a character code stands for.
#[derive(Debug, Clone)]
pub(in crate::pdf) struct Code {
    /// Its text; empty where the font does not tell.
    pub(in crate::pdf) text: SmolStr,
    /// Advance in thousandths of the em.
    pub(in crate::pdf) advance: (f32, f32),
    /// Shift of the origin in thousandths of the em (vertical writing).
    pub(in crate::pdf) origin: (f32, f32),
}

/// Codes that were asked for.
#[derive(Default)]
pub(super) struct Codes {
    /// Those of one byte, by their number.
    low: Vec<Option<Code>>,
    high: FxHashMap<u32, Code>,
}

impl Codes {
    /// Codes of one byte.
    const LOW: usize = 256;

    pub(super) fn get(&self, code: u32) -> Option<&Code> {
        match self.low.get(code as usize) {
            Some(known) => known.as_ref(),
            None => self.high.get(&code),
        }
    }

    pub(super) fn insert(&mut self, code: u32, resolved: Code) {
        let is_low = (code as usize) < Self::LOW;
        if is_low && self.low.is_empty() {
            self.low.resize_with(Self::LOW, || None);
        }
        match self.low.get_mut(code as usize) {
            Some(slot) => *slot = Some(resolved),
            None => {
                self.high.insert(code, resolved);
            }
        }
    }
}

/// The names of the fonts (PDF 32000-1, section 9.6.2.2), those of signs left aside.
const FONTS: [&str; 12] = [
    "Helvetica",
    "Helvetica-Bold",
    "Helvetica-Oblique",
    "Helvetica-BoldOblique",
    "Times-Roman",
    "Times-Bold",
    "Times-Italic",
    "Times-BoldItalic",
    "Courier",
    "Courier-Bold",
    "Courier-Oblique",
    "Courier-BoldOblique",
];

/// The encodings of such a font, none named being one of its own.
const ENCODINGS: [Option<&str>; 4] = [
    None,
    Some("StandardEncoding"),
    Some("WinAnsiEncoding"),
    Some("MacRomanEncoding"),
];

/// What the codes of a font stand for, as far as they were asked for.
pub(super) type KnownCodes = [OnceLock<Code>; 256];

/// The codes of each font in each encoding.
static KNOWN: [OnceLock<Box<KnownCodes>>; FONTS.len() * ENCODINGS.len()] =
    [const { OnceLock::new() }; FONTS.len() * ENCODINGS.len()];

/// The codes of a font of which nothing but its name and the name of its encoding is told; nothing of any other.
pub(super) fn known_codes(dict: &Dict<'_>) -> Option<&'static KnownCodes> {
    let name_of = |key: &[u8]| dict.get::<Name<'_>>(key);
    let name = name_of(b"BaseFont")?;
    let font = FONTS.iter().position(|font| *font == name.as_str())?;
    if name_of(b"Subtype")?.as_str() != "Type1" {
        return None;
    }
    let tells_more = |key: Name<'_>| {
        !matches!(
            key.as_str(),
            "Type" | "Subtype" | "BaseFont" | "Encoding" | "Name"
        )
    };
    if dict.keys().any(tells_more) {
        return None;
    }
    let encoding = name_of(b"Encoding");
    if encoding.is_none() && dict.contains_key(b"Encoding") {
        return None;
    }
    let encoding = encoding.as_ref().map(|encoding| encoding.as_str());
    let encoding = ENCODINGS.iter().position(|known| *known == encoding)?;
    let codes = KNOWN.get(font * ENCODINGS.len() + encoding)?;
    Some(codes.get_or_init(|| Box::new([const { OnceLock::new() }; 256])))
}
