//! What the dictionary of a font tells by itself: the text of its codes and their widths. A font that tells all that is
//! shown in it is read without its program, whose unpacking and indexing is most of what opening a font costs.
use hayro_cmap::{BfString, CMap};
use hayro_syntax::object::{Array, Dict, Name, Object, Stream};
use rustc_hash::FxHashMap;

/// The maps of a font.
#[derive(Debug)]
pub(super) struct Told {
    to_unicode: CMap,
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
    /// What a font tells with its map to Unicode; nothing where its codes or widths are not plain: a composite font with
    /// a map of codes of its own, a simple one without widths, one that is drawn by operators.
    pub(super) fn of(dict: &Dict<'_>, to_unicode: CMap) -> Option<Self> {
        let subtype = dict.get::<Name<'_>>(b"Subtype".as_slice())?;
        let widths = match subtype.as_str() {
            "Type0" => composite_widths(dict)?,
            "TrueType" | "OpenType" | "Type1" | "MMType1" => simple_widths(dict)?,
            _ => return None,
        };
        Some(Self { to_unicode, widths })
    }

    /// The text that the file's own map gives to a code.
    pub(super) fn text(&self, code: u32) -> Option<BfString> {
        self.to_unicode.lookup_bf_string(code)
    }

    /// The advance of a code, where the file tells it.
    pub(super) fn advance(&self, code: u32) -> Option<f32> {
        match &self.widths {
            Widths::Simple { first, widths } => widths.get(code.checked_sub(*first)? as usize).copied(),
            Widths::Composite { widths, default } => Some(widths.get(&code).copied().unwrap_or(*default)),
        }
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

fn composite_widths(dict: &Dict<'_>) -> Option<Widths> {
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
                    widths.extend((first..=u32::from(u16::MAX)).zip(each.iter::<f32>()));
                }
                Object::Number(last) => {
                    let last = u32::try_from(last.as_i64()).ok()?.min(u32::from(u16::MAX));
                    let Some(Object::Number(width)) = items.next() else {
                        return None;
                    };
                    widths.extend((first..=last).map(|code| (code, width.as_f32())));
                }
                _ => return None,
            }
        }
    }
    Some(Widths::Composite { widths, default })
}
