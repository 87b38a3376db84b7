//! What the dictionary of a font tells by itself: the text of its codes and their widths. A font that tells all that is
//! shown in it is read without its program, whose unpacking and indexing is most of what opening a font costs.
use crate::pdf::limits::Budget;
use hayro_cmap::{BfString, CMap};
use hayro_syntax::object::{Array, Dict, Name, Object, Stream};
use rustc_hash::FxHashMap;

/// The maps of a font.
#[derive(Debug)]
pub(super) struct Told {
    to_unicode: Option<CMap>,
    /// Whether codes that the map does not know are those of Windows.
    is_win_ansi: bool,
    widths: Widths,
}

/// Advances of codes, in thousandths of the em.
#[derive(Debug)]
enum Widths {
    /// Of one-byte codes, from the first one on.
    Simple { first: u32, widths: Vec<f32> },
    /// Of the two-byte codes of a composite font, and of all that it does not name.
    Composite {
        widths: FxHashMap<u32, f32>,
        default: f32,
    },
}

impl Told {
    /// What a font tells, with its map to Unicode where it has one; nothing where its codes or widths are not plain: a
    /// composite font with a map of codes of its own, a simple one without widths, one that is drawn by operators.
    ///
    /// What the widths of a composite font take is charged to the budget: a font without an identity is read each time.
    pub(super) fn of(dict: &Dict<'_>, to_unicode: Option<CMap>, budget: &mut Budget) -> Option<Self> {
        let subtype = dict.get::<Name<'_>>(b"Subtype".as_slice())?;
        let widths = match subtype.as_str() {
            "Type0" => composite_widths(dict, budget)?,
            "TrueType" | "OpenType" | "Type1" | "MMType1" => simple_widths(dict)?,
            _ => return None,
        };
        let encoding = dict.get::<Name<'_>>(b"Encoding".as_slice());
        let is_win_ansi = encoding.is_some_and(|encoding| encoding.as_str() == "WinAnsiEncoding");
        // In fonts of signs without a program an encoding of letters is not believed.
        let name = dict.get::<Name<'_>>(b"BaseFont".as_slice());
        let draws_signs = name.is_some_and(|name| name.as_str().to_ascii_lowercase().contains("dingbats"));
        let is_win_ansi = is_win_ansi && !draws_signs;
        (to_unicode.is_some() || is_win_ansi).then_some(Self {
            to_unicode,
            is_win_ansi,
            widths,
        })
    }

    /// The text that the file's own map or encoding gives to a code.
    pub(super) fn text(&self, code: u32) -> Option<BfString> {
        let mapped = self
            .to_unicode
            .as_ref()
            .and_then(|map| map.lookup_bf_string(code));
        mapped.or_else(|| {
            let code = u8::try_from(code).ok().filter(|_| self.is_win_ansi)?;
            win_ansi(code).map(BfString::Char)
        })
    }

    /// The advance of a code, where the file tells it.
    pub(super) fn advance(&self, code: u32) -> Option<f32> {
        match &self.widths {
            Widths::Simple { first, widths } => widths.get(code.checked_sub(*first)? as usize).copied(),
            Widths::Composite { widths, default } => Some(widths.get(&code).copied().unwrap_or(*default)),
        }
    }
}

/// What a code of Windows' encoding stands for (PDF 32000-1, annex D.2); nothing for those that stand for none.
fn win_ansi(code: u8) -> Option<char> {
    /// From 0x80 on, where the encoding differs from Latin-1; a space for what is not given away.
    const FROM_80: &str = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";
    match code {
        0x20..=0x7e | 0xa0.. => Some(char::from(code)),
        0x80..=0x9f => FROM_80
            .chars()
            .nth(usize::from(code - 0x80))
            .filter(|character| *character != ' '),
        _ => None,
    }
}

/// The code at an offset of a string shown in a composite font, and its length in bytes: two, but for a last odd byte,
/// which stands for nothing.
pub(super) fn two_byte_code(bytes: &[u8], offset: usize) -> (u32, usize) {
    match bytes.get(offset..).unwrap_or_default() {
        [high, low, ..] => (u32::from(*high) << 8 | u32::from(*low), 2),
        _ => (0, 1),
    }
}

/// The map to Unicode of a font, and its unpacked length in bytes.
pub(super) fn to_unicode(dict: &Dict<'_>) -> Option<(CMap, usize)> {
    let stream = dict.get::<Stream<'_>>(b"ToUnicode".as_slice())?;
    let data = stream.decoded_data().ok()?;
    let map = CMap::parse(data.as_ref(), hayro_cmap::load_embedded)?;
    Some((map, data.len()))
}

fn simple_widths(dict: &Dict<'_>) -> Option<Widths> {
    let first = dict.get::<u32>(b"FirstChar".as_slice())?;
    let last = dict.get::<u32>(b"LastChar".as_slice())?;
    let count = last.checked_sub(first)?.checked_add(1)?.min(256);
    let widths = dict.get::<Array<'_>>(b"Widths".as_slice())?;
    let widths = widths.iter::<f32>().take(count as usize).collect();
    Some(Widths::Simple { first, widths })
}

fn composite_widths(dict: &Dict<'_>, budget: &mut Budget) -> Option<Widths> {
    /// Bytes that one width takes.
    const OF_ONE: usize = 8;
    let mut charge = |count: usize| -> Option<()> {
        let left = budget
            .unmeasured_font_bytes
            .checked_sub(count.saturating_mul(OF_ONE))?;
        budget.unmeasured_font_bytes = left;
        Some(())
    };
    let encoding = dict.get::<Name<'_>>(b"Encoding".as_slice())?;
    if encoding.as_str() != "Identity-H" {
        return None;
    }
    let descendants = dict.get::<Array<'_>>(b"DescendantFonts".as_slice())?;
    let descendant = descendants.iter::<Dict<'_>>().next()?;
    let default = descendant.get::<f32>(b"DW".as_slice()).unwrap_or(1000.0);
    let mut widths = FxHashMap::default();
    if let Some(told) = descendant.get::<Array<'_>>(b"W".as_slice()) {
        let mut items = told.iter::<Object<'_>>();
        while let Some(item) = items.next() {
            let Object::Number(first) = item else {
                return None;
            };
            let first = u32::try_from(first.as_i64()).ok()?;
            match items.next()? {
                Object::Array(each) => {
                    charge(each.raw_iter().count())?;
                    widths.extend((first..=u32::from(u16::MAX)).zip(each.iter::<f32>()));
                }
                Object::Number(last) => {
                    let last = u32::try_from(last.as_i64()).ok()?.min(u32::from(u16::MAX));
                    let Some(Object::Number(width)) = items.next() else {
                        return None;
                    };
                    charge((last as usize + 1).saturating_sub(first as usize))?;
                    widths.extend((first..=last).map(|code| (code, width.as_f32())));
                }
                _ => return None,
            }
        }
    }
    Some(Widths::Composite { widths, default })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::ReadOptions;
    use crate::pdf::hayro::{GlyphReader, HayroReader};
    use lopdf::{Object as Written, Stream as WrittenStream, dictionary};

    /// What a page reads that shows all codes of Windows in a font, with or without widths of its own.
    fn read_in(font: &str, with_widths: bool) -> Vec<String> {
        let mut file = lopdf::Document::with_version("1.5");
        let codes: Vec<u8> = (0x20..=0xff).collect();
        let shown = Written::String(codes, lopdf::StringFormat::Hexadecimal);
        let operations = [
            lopdf::content::Operation::new("BT", vec![]),
            lopdf::content::Operation::new("Tf", vec!["F1".into(), 2.into()]),
            lopdf::content::Operation::new("Td", vec![10.into(), 700.into()]),
            lopdf::content::Operation::new("Tj", vec![shown]),
        ];
        let operations = operations.to_vec();
        let bytes = lopdf::content::Content { operations }.encode().unwrap();
        let content = file.add_object(WrittenStream::new(dictionary! {}, bytes));
        let mut described = dictionary! {
            "Type" => "Font", "Subtype" => "Type1", "BaseFont" => font, "Encoding" => "WinAnsiEncoding",
        };
        if with_widths {
            described.set("FirstChar", 0x20);
            described.set("LastChar", 0xff);
            described.set("Widths", vec![Written::from(500); 0xe0]);
        }
        let tree = file.new_object_id();
        let page = file.add_object(dictionary! {
            "Type" => "Page", "Parent" => tree, "Contents" => content,
            "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
            "Resources" => dictionary! { "Font" => dictionary! { "F1" => described } },
        });
        let root = dictionary! { "Type" => "Pages", "Kids" => vec![Written::from(page)], "Count" => 1 };
        file.objects.insert(tree, root.into());
        let catalogue = file.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
        file.trailer.set("Root", catalogue);
        let mut written = Vec::new();
        file.save_to(&mut written).unwrap();
        let (document, _) = HayroReader::default()
            .read(written.into(), &ReadOptions::default())
            .unwrap();
        let glyphs = document.pages.iter().flat_map(|page| &page.glyphs);
        glyphs.map(|glyph| glyph.text.to_string()).collect()
    }

    #[test]
    fn a_font_is_read_alike_with_its_program_and_without() {
        let by_library = read_in("Helvetica", false);
        assert!(by_library.len() > 200, "{by_library:?}");
        assert_eq!(read_in("Helvetica", true), by_library);
        // Known from the first file.
        assert_eq!(read_in("Helvetica", false), by_library);
    }

    #[test]
    fn codes_of_windows() {
        for (code, character) in [
            (0x80, '€'),
            (0x85, '…'),
            (0x92, '’'),
            (0x9c, 'œ'),
            (0x9f, 'Ÿ'),
            (0xe9, 'é'),
            (0x41, 'A'),
        ] {
            assert_eq!(win_ansi(code), Some(character), "{code:x}");
        }
        for code in [0x81, 0x8d, 0x8f, 0x90, 0x9d, 0x7f, 0x0a] {
            assert_eq!(win_ansi(code), None, "{code:x}");
        }
    }

    #[test]
    fn codes_of_composite_fonts_have_two_bytes() {
        assert_eq!(two_byte_code(&[0, 1, 2, 3], 2), (0x0203, 2));
        assert_eq!(two_byte_code(&[0, 1, 2], 2), (0, 1));
        assert_eq!(two_byte_code(&[], 4), (0, 1));
    }
}
