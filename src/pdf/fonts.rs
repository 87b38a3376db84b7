//! Fonts: from a character code to its text and its advance, cached by code.
mod codes;
mod told;

use super::collections::Collection;
use super::document::Font as FontInfo;
use super::guards::{charge_font, charge_map, settle};
use super::limits::Budget;
use super::symbols::SymbolFont;
use super::unicode;
use codes::{Code, Codes, KnownCodes, known_codes};
use hayro_cmap::{BfString, CMap};
use hayro_font::{CMapResolverFn, Font, FontCache, FontGlyph, FontQuery, FontResolverFn, StandardFont};
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier};
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use std::sync::{Arc, OnceLock};
use told::Told;

/// Words in a font's name that say that it is bold.
const BOLD_WORDS: [&str; 6] = ["bold", "black", "heavy", "demi", "extrabold", "ultra"];
/// Words in a font's name that say that it is slanted.
const ITALIC_WORDS: [&str; 3] = ["italic", "oblique", "kursiv"];
/// Words in a font's name that name a style and not a family.
const STYLE_WORDS: [&str; 14] = [
    "extrabold",
    "semibold",
    "demibold",
    "bold",
    "black",
    "heavy",
    "light",
    "medium",
    "regular",
    "roman",
    "italic",
    "oblique",
    "book",
    "thin",
];
/// Bit of the descriptor's flags for a slanted font (PDF 32000-1, table 123).
const FLAG_ITALIC: u32 = 1 << 6;
/// Bit of the descriptor's flags for a font drawn bold at small sizes.
const FLAG_FORCE_BOLD: u32 = 1 << 18;

/// Bytes charged to a font beyond which it is asked how long it really is.
const WORTH_SETTLING: usize = 1 << 20;

/// A font of the file, ready to read codes.
pub(super) struct LoadedFont<'a> {
    /// What its dictionary tells of its codes; they are asked of the library where this tells nothing.
    told: Option<Told>,
    /// The font as the library opens it, once a code is asked of it; nothing where that would pass a limit.
    opened: OnceCell<Option<Font<'a>>>,
    library: Rc<Library<'a>>,
    dict: Dict<'a>,
    /// Index into the document's fonts.
    pub(super) index: u32,
    /// Whether text runs level.
    pub(super) horizontal: bool,
    one_byte: bool,
    /// Height of the em in text space for a size of 1: 1, but for Type 3 fonts with their own scale.
    pub(super) em: f64,
    codes: RefCell<Codes>,
    /// What other files with this font have asked of the library, where the font is the same in all.
    common: Option<&'static KnownCodes>,
    characters_by_glyph: OnceCell<FxHashMap<u32, char>>,
    /// Set where the font draws signs and not letters, by its name in the file.
    symbols: Option<SymbolFont>,
    /// The same by the name in the font program, asked only where a character is of private use.
    symbols_of_program: OnceCell<Option<SymbolFont>>,
    collection: OnceCell<Option<Collection>>,
    /// Whether the file's own map gives one character to most codes.
    map_is_wrong: bool,
}

/// The library that opens fonts with their programs.
struct Library<'a> {
    cache: FontCache<'a>,
    resolve_font: FontResolverFn,
    resolve_cmap: CMapResolverFn,
}

/// What tells a font of a file from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    /// Its object.
    Object(ObjectIdentifier),
    /// Where the bytes of its dictionary stand in memory, and how many they are: a direct dictionary carries the identifier
    /// of the object around it, which may hold several fonts.
    Place(usize, usize),
}

impl Key {
    fn of(dict: &Dict<'_>, identity: Option<ObjectIdentifier>) -> Option<Self> {
        let bytes = dict.data();
        let place = (!bytes.is_empty()).then_some(Self::Place(bytes.as_ptr() as usize, bytes.len()));
        identity.map(Self::Object).or(place)
    }
}

/// The fonts of one file.
pub(super) struct Fonts<'a> {
    library: Rc<Library<'a>>,
    loaded: FxHashMap<Key, Rc<LoadedFont<'a>>>,
    /// Fonts that would unpack past a limit.
    refused: FxHashSet<Key>,
    /// What later stages see of each font.
    pub(super) infos: Vec<FontInfo>,
}

impl<'a> Library<'a> {
    fn new() -> Self {
        Self {
            cache: FontCache::new(),
            resolve_font: Arc::new(|query| match query {
                FontQuery::Standard(font) => Some(font.get_font_data()),
                FontQuery::Fallback(wanted) => Some(wanted.pick_standard_font().get_font_data()),
            }),
            resolve_cmap: Arc::new(hayro_cmap::load_embedded),
        }
    }

    /// Opens a font with its program, or a common one in its place; nothing where it would unpack past a limit.
    fn open(&self, dict: &Dict<'a>, budget: &mut Budget) -> Option<Font<'a>> {
        let charged = charge_font(dict, budget)?;
        let font = self
            .cache
            .font(dict, &self.resolve_font, &self.resolve_cmap)
            .or_else(|| {
                self.cache
                    .standard_font(StandardFont::Helvetica, &self.resolve_font)
            })?;
        if charged > WORTH_SETTLING {
            settle(charged, program_length(&font), budget);
        }
        Some(font)
    }
}

impl<'a> Fonts<'a> {
    pub(super) fn new() -> Self {
        Self {
            library: Rc::new(Library::new()),
            loaded: FxHashMap::default(),
            refused: FxHashSet::default(),
            infos: Vec::new(),
        }
    }

    /// Forgets what was loaded, but not the fonts that glyphs already count into.
    pub(super) fn forget_loaded(&mut self) {
        self.library = Rc::new(Library::new());
        self.loaded.clear();
    }

    /// Loads the font of a dictionary; `identity` is that of the dictionary itself where it is an indirect object.
    pub(super) fn load(
        &mut self,
        dict: &Dict<'a>,
        identity: Option<ObjectIdentifier>,
        budget: &mut Budget,
    ) -> Option<Rc<LoadedFont<'a>>> {
        let key = Key::of(dict, identity);
        if let Some(font) = key.and_then(|key| self.loaded.get(&key)) {
            // Codes of it were left out before: so they are on this page.
            budget.fonts_left_out += usize::from(matches!(font.opened.get(), Some(None)));
            return Some(font.clone());
        }
        let is_refused = key.is_some_and(|key| self.refused.contains(&key));
        let read = if is_refused { None } else { self.read(dict, budget) };
        let Some(read) = read else {
            budget.fonts_left_out += 1;
            self.refused.extend(key);
            return None;
        };
        let loaded = Rc::new(read);
        if let Some(key) = key {
            self.loaded.insert(key, loaded.clone());
        }
        Some(loaded)
    }

    /// Reads a font: from its dictionary alone where that tells enough. Nothing where it would unpack past a limit.
    fn read(&mut self, dict: &Dict<'a>, budget: &mut Budget) -> Option<LoadedFont<'a>> {
        let charged = charge_map(dict, budget)?;
        let map = told::to_unicode(dict);
        settle(charged, map.as_ref().map(|(_, length)| *length), budget);
        let map = map.map(|(map, _)| map);
        let map_is_wrong = map.as_ref().is_some_and(map_is_wrong);
        let told = if map_is_wrong {
            None
        } else {
            Told::of(dict, map, budget)
        };
        let subtype = dict.get::<Name<'_>>(b"Subtype".as_slice());
        let subtype = subtype.as_ref().map_or("", |name| name.as_str());
        let mut info = describe(dict, subtype);
        let name = info.name.clone();
        let opened = OnceCell::new();
        let mut horizontal = true;
        let common = known_codes(dict);
        let is_told = told.is_some() || common.is_some();
        if !is_told || is_nameless(&name) {
            let font = self.library.open(dict, budget)?;
            horizontal = font.is_horizontal();
            if is_nameless(&name) {
                describe_by_program(&font, &mut info);
            }
            opened.get_or_init(|| Some(font));
        }
        let index = match self.infos.iter().position(|known| *known == info) {
            Some(index) => index,
            None => {
                self.infos.push(info);
                self.infos.len() - 1
            }
        };
        Some(LoadedFont {
            told,
            opened,
            library: self.library.clone(),
            dict: dict.clone(),
            index: index as u32,
            horizontal,
            one_byte: subtype != "Type0",
            em: if subtype == "Type3" { type3_em(dict) } else { 1.0 },
            codes: RefCell::default(),
            common,
            characters_by_glyph: OnceCell::new(),
            symbols: SymbolFont::from_name(&name),
            symbols_of_program: OnceCell::new(),
            collection: OnceCell::new(),
            map_is_wrong,
        })
    }
}

impl LoadedFont<'_> {
    /// Reads the code at an offset of a shown string: the code and its length in bytes, at least 1.
    pub(super) fn read_code(&self, bytes: &[u8], offset: usize) -> (u32, usize) {
        if self.one_byte {
            return (u32::from(bytes.get(offset).copied().unwrap_or(0)), 1);
        }
        // What is told of a composite font is so of codes of two bytes; any other was opened when it was read.
        match self.opened.get() {
            Some(Some(font)) if self.told.is_none() => {
                let (code, length) = font.read_code(bytes, offset);
                (code, length.max(1))
            }
            _ => told::two_byte_code(bytes, offset),
        }
    }

    /// What a code stands for.
    pub(super) fn code(&self, code: u32, budget: &mut Budget) -> Code {
        if let Some(known) = self.codes.borrow().get(code) {
            return known.clone();
        }
        let resolved = self
            .told_code(code)
            .or_else(|| self.common_code(code).cloned())
            .unwrap_or_else(|| self.resolve(code, budget));
        if let (Some(slot), Some(Some(_))) = (self.common_slot(code), self.opened.get()) {
            slot.get_or_init(|| resolved.clone());
        }
        self.codes.borrow_mut().insert(code, resolved.clone());
        resolved
    }

    fn common_slot(&self, code: u32) -> Option<&'static OnceLock<Code>> {
        self.common?.get(code as usize)
    }

    /// What another file has found a code of this font to stand for.
    fn common_code(&self, code: u32) -> Option<&'static Code> {
        self.common_slot(code)?.get()
    }

    /// What the font's dictionary tells of a code, where that is its text and its advance.
    fn told_code(&self, code: u32) -> Option<Code> {
        let told = self.told.as_ref().filter(|_| self.symbols.is_none())?;
        Some(Code {
            advance: (told.advance(code)?, 0.0),
            text: printed_text(&told.text(code)?)?,
            origin: (0.0, 0.0),
        })
    }

    fn resolve(&self, code: u32, budget: &mut Budget) -> Code {
        let opened = self.opened.get_or_init(|| {
            let font = self.library.open(&self.dict, budget);
            budget.fonts_left_out += usize::from(font.is_none());
            font
        });
        let Some(font) = opened else {
            let advance = self.told.as_ref().and_then(|told| told.advance(code));
            return Code {
                text: SmolStr::default(),
                advance: (advance.unwrap_or(0.0), 0.0),
                origin: (0.0, 0.0),
            };
        };
        let advance = font.code_advance(code);
        let origin = font.origin_displacement(code);
        Code {
            text: self.text(font, code),
            advance: (advance.x as f32, advance.y as f32),
            origin: (origin.x as f32, origin.y as f32),
        }
    }

    /// The text of a code, in the order of trust: the file's own map, encoding and glyph name (all three known
    /// to the font library), the map of the embedded font program, odd glyph names, the code itself.
    fn text(&self, font: &Font<'_>, code: u32) -> SmolStr {
        let glyph_id = font.map_code(code);
        let glyph = font.glyph(glyph_id, code);
        let told = match &glyph {
            FontGlyph::Outline(outline) => outline.as_unicode(),
            FontGlyph::Type3(drawn) => drawn.as_unicode(),
        };
        if let Some(sign) = self.sign(code, told.as_ref(), &glyph) {
            return sign;
        }
        let told = told.filter(|_| !self.map_is_wrong);
        if let Some(text) = told.as_ref().and_then(printed_text) {
            return text;
        }
        let by_glyph = self.characters_by_glyph.get_or_init(|| match &glyph {
            FontGlyph::Outline(outline) => outline
                .font_data()
                .map(|data| unicode::characters_by_glyph((*data.data).as_ref()))
                .unwrap_or_default(),
            FontGlyph::Type3(_) => FxHashMap::default(),
        });
        if let Some(character) = by_glyph.get(&glyph_id.to_u32()) {
            return unicode::printed(*character);
        }
        if !self.one_byte {
            let collection = self.collection.get_or_init(|| Collection::of(&self.dict));
            return collection
                .as_ref()
                .and_then(|collection| collection.text(code))
                .unwrap_or_default();
        }
        if let Some(character) = self
            .glyph_name(code)
            .and_then(|name| unicode::from_odd_name(&name))
        {
            return unicode::printed(character);
        }
        match u8::try_from(code) {
            Ok(byte) if (0x20..0x7f).contains(&byte) => unicode::printed(char::from(byte)),
            _ => SmolStr::default(),
        }
    }

    /// The sign of a code in a font of signs. What the file says of it names a letter at best.
    fn sign(&self, code: u32, told: Option<&BfString>, glyph: &FontGlyph<'_>) -> Option<SmolStr> {
        let told = match told {
            Some(BfString::Char(character)) => Some(*character),
            Some(BfString::String(_)) => return None,
            None => None,
        };
        // Private use outside a font of signs may still be one whose name the producer dropped.
        let nameless = told.is_some_and(|character| !unicode::is_text(character));
        let symbols = self.symbols.or_else(|| {
            let of_program = || match glyph {
                FontGlyph::Outline(outline) => {
                    let data = outline.font_data()?;
                    SymbolFont::from_name(&unicode::family_name((*data.data).as_ref())?)
                }
                FontGlyph::Type3(_) => None,
            };
            nameless
                .then(|| *self.symbols_of_program.get_or_init(of_program))
                .flatten()
        })?;
        let sign = match told {
            Some(character) => symbols.sign(character),
            None if self.one_byte && symbols != SymbolFont::Symbol => symbols.draw(u8::try_from(code).ok()?),
            None => None,
        };
        sign.map(|sign| SmolStr::from_iter([sign]))
    }

    /// The glyph name that the encoding's differences give a code.
    fn glyph_name(&self, code: u32) -> Option<String> {
        let encoding = self.dict.get::<Dict<'_>>(b"Encoding".as_slice())?;
        let differences = encoding.get::<Array<'_>>(b"Differences".as_slice())?;
        let mut at = 0i64;
        for item in differences.iter::<Object<'_>>() {
            match item {
                Object::Number(number) => at = number.as_i64(),
                Object::Name(name) => {
                    if at == i64::from(code) {
                        return Some(name.as_str().to_string());
                    }
                    at += 1;
                }
                _ => {}
            }
        }
        None
    }
}

/// The unpacked length of the program of a font, where the library tells.
fn program_length(font: &Font<'_>) -> Option<usize> {
    match font.glyph(font.map_code(0), 0) {
        FontGlyph::Outline(outline) => Some((*outline.font_data()?.data).as_ref().len()),
        FontGlyph::Type3(_) => None,
    }
}

/// What a map gives to a code, as it is printed; nothing where that cannot stand in text.
fn printed_text(told: &BfString) -> Option<SmolStr> {
    match told {
        BfString::Char(character) => unicode::is_text(*character).then(|| unicode::printed(*character)),
        BfString::String(text) => {
            if !text.chars().all(unicode::is_text) {
                return None;
            }
            let parts = text.chars().map(unicode::printed);
            Some(parts.map(|part| part.to_string()).collect::<String>().into())
        }
    }
}

/// Whether a font's map to Unicode is plainly wrong: most of its codes have the same character.
fn map_is_wrong(map: &CMap) -> bool {
    /// Codes that are looked at; subsets number their glyphs from below.
    const LOOKED_AT: u32 = 512;
    /// A font of fewer glyphs may well repeat one.
    const ENOUGH: usize = 8;
    let mut mapped = 0usize;
    let mut counts: FxHashMap<char, usize> = FxHashMap::default();
    for code in 0..LOOKED_AT {
        if let Some(BfString::Char(character)) = map.lookup_bf_string(code) {
            mapped += 1;
            *counts.entry(character).or_default() += 1;
        }
    }
    // Unused codes are often mapped to a space.
    counts.remove(&' ');
    let most = counts.values().max().copied().unwrap_or(0);
    mapped >= ENOUGH && most * 2 > mapped
}

/// The em of a Type 3 font in text space: its bounding box through its matrix, where that is plausible.
fn type3_em(dict: &Dict<'_>) -> f64 {
    let matrix = dict
        .get::<[f64; 6]>(b"FontMatrix".as_slice())
        .unwrap_or([0.001, 0.0, 0.0, 0.001, 0.0, 0.0]);
    let bounds = dict.get::<[f64; 4]>(b"FontBBox".as_slice()).unwrap_or([0.0; 4]);
    let [_, _, _, vertical, _, _] = matrix;
    let [_, low, _, high] = bounds;
    let height = ((high - low) * vertical).abs();
    // Outside this range the box is not that of letters: an em of 1 is the better guess.
    if (0.2..1.0).contains(&height) || (1.6..400.0).contains(&height) {
        height / 1.2
    } else {
        1.0
    }
}

fn describe(dict: &Dict<'_>, subtype: &str) -> FontInfo {
    let described = if subtype == "Type0" {
        dict.get::<Array<'_>>(b"DescendantFonts".as_slice())
            .and_then(|fonts| fonts.iter::<Dict<'_>>().next())
    } else {
        Some(dict.clone())
    };
    let descriptor = described.and_then(|font| font.get::<Dict<'_>>(b"FontDescriptor".as_slice()));
    let mut name = dict
        .get::<Name<'_>>(b"BaseFont".as_slice())
        .or_else(|| dict.get::<Name<'_>>(b"Name".as_slice()))
        .map(|name| name.as_str().to_string())
        .unwrap_or_default();
    if let Some((prefix, rest)) = name.split_once('+')
        && prefix.len() == 6
    {
        name = rest.to_string();
    }
    let number = |key: &[u8]| descriptor.as_ref().and_then(|dict| dict.get::<f32>(key));
    let flags = number(b"Flags").unwrap_or(0.0) as u32;
    let lower = name.to_lowercase();
    let has_word = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let bold = number(b"FontWeight").is_some_and(|weight| weight >= 600.0)
        || flags & FLAG_FORCE_BOLD != 0
        || has_word(&BOLD_WORDS);
    let italic = flags & FLAG_ITALIC != 0
        || number(b"ItalicAngle").is_some_and(|angle| angle.abs() > 0.5)
        || has_word(&ITALIC_WORDS);
    FontInfo {
        family: family(&name),
        bold,
        italic,
        name,
    }
}

/// Whether a producer gave a font a running number for a name, as printing to a file does: nothing of its style
/// stands in the file but in the font program.
fn is_nameless(name: &str) -> bool {
    let number = name.strip_prefix("CIDFont+").unwrap_or(name);
    let digits =
        number.trim_start_matches(|character: char| character.is_ascii_alphabetic() || character == '_');
    number.len() - digits.len() <= 3 && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_')
}

/// Weight and slant as the font program tells them, and the family that it names.
fn describe_by_program(font: &Font<'_>, info: &mut FontInfo) {
    let FontGlyph::Outline(outline) = font.glyph(font.map_code(0), 0) else {
        return;
    };
    let Some(data) = outline.font_data() else {
        return;
    };
    info.bold |= data.weight.is_some_and(|weight| weight >= 600);
    info.italic |= data.is_italic;
    if let Some(name) = &data.postscript_name {
        let lower = name.to_lowercase();
        info.bold |= BOLD_WORDS.iter().any(|word| lower.contains(word));
        info.italic |= ITALIC_WORDS.iter().any(|word| lower.contains(word));
        info.family = family(name);
    }
}

/// The name without its style: the part before the first comma or hyphen, without style words at its end.
fn family(name: &str) -> String {
    let base = name.split([',', '-']).next().unwrap_or(name);
    let mut family = base
        .trim_end_matches("PSMT")
        .trim_end_matches("MT")
        .trim_end_matches("PS")
        .to_string();
    loop {
        let lower = family.to_lowercase();
        let Some(word) = STYLE_WORDS
            .iter()
            .find(|word| lower.ends_with(*word) && lower.len() > word.len())
        else {
            return family;
        };
        let keep = family.len().saturating_sub(word.len());
        // Lower-casing may change lengths outside ASCII: then the name stays whole.
        match family.get(..keep) {
            Some(kept) => family = kept.trim_end_matches([' ', '_']).to_string(),
            None => return family,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{family, is_nameless};

    #[test]
    fn running_numbers_are_no_names() {
        for nameless in ["CIDFont+F1", "F12", "T1_0", "TT2", "", "C2_1"] {
            assert!(is_nameless(nameless), "{nameless}");
        }
        for named in [
            "Arial",
            "Helvetica-Bold",
            "Univers55",
            "CIDFont+Garamond",
            "Lato3",
        ] {
            assert!(!is_nameless(named), "{named}");
        }
    }

    #[test]
    fn family_is_the_name_without_its_style() {
        assert_eq!(family("LiberationSans-Bold"), "LiberationSans");
        assert_eq!(family("Arial,BoldItalic"), "Arial");
        assert_eq!(family("ArialMT"), "Arial");
        assert_eq!(family("CalibriLight"), "Calibri");
        assert_eq!(family("Bold"), "Bold");
    }
}
