//! A font that draws nothing: it carries the words of a text layer. A code is the UTF-16 unit of its character, so that
//! one font holds every text.
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

/// Width of every glyph in thousandths of the em.
pub(super) const ADVANCE: f32 = 500.0;

const ASCENT: i16 = 800;
const DESCENT: i16 = -200;

/// Adds the font to a document.
pub(super) fn add_to(document: &mut Document) -> ObjectId {
    let program = font_program();
    let length = program.len() as i64;
    let program = document.add_object(packed(dictionary! { "Length1" => length }, program));
    let descriptor = document.add_object(dictionary! {
        "Type" => "FontDescriptor",
        "FontName" => "GlyphLessFont",
        // Fixed pitch, and none of the standard alphabets.
        "Flags" => 5,
        "FontBBox" => vec![0.into(), DESCENT.into(), (ADVANCE as i64).into(), ASCENT.into()],
        "ItalicAngle" => 0,
        "Ascent" => ASCENT,
        "Descent" => DESCENT,
        "CapHeight" => ASCENT,
        "StemV" => 80,
        "FontFile2" => program,
    });
    // Every code shows the one glyph that the font has.
    let to_glyphs = document.add_object(packed(Dictionary::new(), vec![0; 2 * 65_536]));
    let descendant = document.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "CIDFontType2",
        "BaseFont" => "GlyphLessFont",
        "CIDSystemInfo" => dictionary! {
            "Registry" => Object::string_literal("Adobe"),
            "Ordering" => Object::string_literal("Identity"),
            "Supplement" => 0,
        },
        "FontDescriptor" => descriptor,
        "DW" => ADVANCE as i64,
        "CIDToGIDMap" => to_glyphs,
    });
    let to_unicode = document.add_object(packed(Dictionary::new(), to_unicode().into_bytes()));
    document.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "Type0",
        "BaseFont" => "GlyphLessFont",
        "Encoding" => "Identity-H",
        "DescendantFonts" => vec![descendant.into()],
        "ToUnicode" => to_unicode,
    })
}

/// The codes of a text, and how many they are. A character beyond the first plane is written as one that is unknown.
pub(super) fn codes(text: &str) -> (String, usize) {
    let mut codes = String::new();
    let mut count = 0;
    for character in text.chars() {
        let code = u16::try_from(u32::from(character)).unwrap_or(0xFFFD);
        codes.push_str(&format!("{code:04X}"));
        count += 1;
    }
    (codes, count)
}

/// A stream, packed.
pub(super) fn packed(dictionary: Dictionary, bytes: Vec<u8>) -> Stream {
    let mut stream = Stream::new(dictionary, bytes);
    // Unpacked it is as good, only larger.
    let _ = stream.compress();
    stream
}

/// The map from codes to characters. A range may only run through its last byte, and a list holds 100 of them.
fn to_unicode() -> String {
    let rows: Vec<u8> = (0..=255).filter(|row| !(0xD8..=0xDF).contains(row)).collect();
    let mut map = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) \
                   /Ordering (UCS) /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 \
                   begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        .to_string();
    for list in rows.chunks(100) {
        map.push_str(&format!("{} beginbfrange\n", list.len()));
        for row in list {
            map.push_str(&format!("<{row:02X}00> <{row:02X}FF> <{row:02X}00>\n"));
        }
        map.push_str("endbfrange\n");
    }
    map.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    map
}

/// A TrueType font of one empty glyph: the tables that a font within a PDF file must have.
fn font_program() -> Vec<u8> {
    let words = |values: &[i16]| values.iter().flat_map(|value| value.to_be_bytes()).collect();
    let advance = ADVANCE as i16;
    let head: Vec<u8> = words(&[
        1, 0, 1, 0, 0, 0, 0x5F0F, 0x3CF5, 0, 1000, 0, 0, 0, 0, 0, 0, 0, 0, 0, DESCENT, advance, ASCENT, 0, 8,
        2, 0, 0,
    ]);
    let hhea = words(&[
        1, 0, ASCENT, DESCENT, 0, advance, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1,
    ]);
    let maxp = words(&[1, 0, 1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0]);
    let tables: [(&[u8; 4], Vec<u8>); 6] = [
        (b"glyf", vec![0; 4]),
        (b"head", head),
        (b"hhea", hhea),
        (b"hmtx", words(&[advance, 0])),
        (b"loca", words(&[0, 0])),
        (b"maxp", maxp),
    ];
    // Version, and how many tables there are, for a search by halves.
    let mut font: Vec<u8> = words(&[1, 0, 6, 64, 2, 32]);
    let mut offset = font.len() + 16 * tables.len();
    let mut body = Vec::new();
    for (name, mut table) in tables {
        font.extend_from_slice(name);
        let length = table.len();
        table.resize(length.next_multiple_of(4), 0);
        for number in [sum(&table), offset as u32, length as u32] {
            font.extend_from_slice(&number.to_be_bytes());
        }
        offset += table.len();
        body.extend(table);
    }
    font.extend(body);
    font
}

fn sum(table: &[u8]) -> u32 {
    let words = table.chunks_exact(4).map(|word| {
        word.iter()
            .fold(0_u32, |number, byte| (number << 8) | u32::from(*byte))
    });
    words.fold(0, u32::wrapping_add)
}

#[cfg(test)]
mod tests {
    use super::*;
    use skrifa::raw::{FontRef, TableProvider};

    #[test]
    fn the_font_has_one_glyph_that_is_half_an_em_wide() {
        let program = font_program();
        let font = FontRef::new(&program).unwrap();
        assert_eq!(font.maxp().unwrap().num_glyphs(), 1);
        assert_eq!(font.head().unwrap().units_per_em(), 1000);
        assert_eq!(font.hhea().unwrap().number_of_h_metrics(), 1);
        assert_eq!(font.hmtx().unwrap().advance(skrifa::GlyphId::new(0)), Some(500));
    }

    #[test]
    fn codes_are_those_of_utf_16() {
        assert_eq!(codes("œ€’"), ("015320AC2019".to_string(), 3));
        assert_eq!(codes("\u{1F600}a"), ("FFFD0061".to_string(), 2));
        assert!(to_unicode().contains("<2000> <20FF> <2000>"));
    }
}
