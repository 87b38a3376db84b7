//! Any bytes as the maps of a font: the first says which of them, the rest is that map and the shown text.
#![no_main]
use gazette_fuzz::{file_of, read_whole, stream};
use libfuzzer_sys::fuzz_target;

fuzz_target!(
    init: gazette_fuzz::watch_for_our_panics(),
    |data: &[u8]| {
        let Some((&kind, map)) = data.split_first() else {
            return;
        };
        let (font, map) = match kind % 8 {
            0 => ("/Subtype /Type1 /BaseFont /Courier /ToUnicode 7 0 R", map),
            1 => ("/Subtype /Type0 /BaseFont /A /Encoding /Identity-H /ToUnicode 7 0 R /DescendantFonts [8 0 R]", map),
            2 => ("/Subtype /Type0 /BaseFont /A /Encoding 7 0 R /DescendantFonts [8 0 R]", map),
            3 => ("/Subtype /TrueType /BaseFont /A /FirstChar 0 /LastChar 255 /FontDescriptor << /FontFile2 7 0 R /Flags 4 >>", map),
            4 => ("/Subtype /Type1 /BaseFont /A /FontDescriptor << /FontFile 7 0 R /Flags 4 >>", map),
            // With widths the dictionary alone is read, and the program only for what the map leaves open.
            5 => ("/Subtype /TrueType /BaseFont /A /FirstChar 60 /LastChar 130 /Widths [500 600 -7] /ToUnicode 7 0 R", map),
            6 => ("/Subtype /Type0 /BaseFont /A /Encoding /Identity-H /ToUnicode 7 0 R /DescendantFonts [9 0 R]", map),
            _ => ("/Subtype /Type1 /BaseFont /A /FontDescriptor << /FontFile3 7 0 R /Flags 32 >>", map),
        };
        // An encoding's differences cannot hold parentheses unbalanced without ending the dictionary around them:
        // that too is a case to meet.
        let differences: Vec<u8> = map.iter().copied().take(200).filter(|byte| byte.is_ascii_graphic() || *byte == b' ').collect();
        let mut font = format!("<< /Type /Font {font} ").into_bytes();
        if kind >= 128 {
            font.extend_from_slice(b"/Encoding << /Differences [0 ");
            font.extend_from_slice(&differences);
            font.extend_from_slice(b"] >> ");
        }
        font.extend_from_slice(b">>");
        read_whole(&file_of(&[
            b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources 4 0 R /Contents 5 0 R >>".to_vec(),
            b"<< /Font << /F1 6 0 R >> >>".to_vec(),
            stream("", b"BT /F1 12 Tf 50 700 Td (\\000\\001\\002AZaz\\200\\351\\377) Tj <0041004200E9FFFF> Tj ET"),
            font,
            stream("/Type /CMap /CMapName /M", map),
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDSystemInfo << /Registry (Adobe) \
                /Ordering (Identity) /Supplement 0 >> /W [0 [500 600] 3 9 700] /DW 1000 >>"
                .to_vec(),
            // Widths of any bytes.
            [b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /W [".as_slice(), &differences, b"] >>"].concat(),
        ]));
    }
);
