//! Small streams that unpack to much: what is read beside them is kept, and no file costs more than its limits.
use crate::support::raw::{
    file_of, flate_stream, has_limit_warning, one_page, read, showing, stream, text, twice_packed,
};
use gazette::pdf::{self, ReadOptions};
use miniz_oxide::deflate::compress_to_vec_zlib;

/// More than one stream may unpack to.
const TOO_MUCH: usize = 96 << 20;

fn padded(start: &str) -> Vec<u8> {
    let mut content = start.as_bytes().to_vec();
    content.resize(TOO_MUCH, b' ');
    content
}

#[test]
fn a_page_whose_content_is_a_bomb_keeps_its_beginning() {
    let mut content = padded(&showing("Avant", 700));
    content.extend_from_slice(showing("Apres", 600).as_bytes());
    let document = read(&one_page(flate_stream("", &content), "", "", &[]));
    assert_eq!(text(&document), "Avant");
    assert!(has_limit_warning(&document, Some(1)), "{:?}", document.warnings);
}

#[test]
fn packings_within_packings_are_bounded_between_too() {
    let content = padded(&showing("Avant", 700));
    let document = read(&one_page(twice_packed("", &content), "", "", &[]));
    assert_eq!(text(&document), "Avant");
    assert!(has_limit_warning(&document, Some(1)));
}

#[test]
fn a_form_that_is_a_bomb_costs_itself_only() {
    let content = format!("{}/X1 Do\n{}", showing("Avant", 700), showing("Apres", 600));
    let form = flate_stream("/Type /XObject /Subtype /Form /BBox [0 0 500 800]", &padded(""));
    let file = one_page(
        stream("", content.as_bytes()),
        "/XObject << /X1 6 0 R >>",
        "",
        &[form],
    );
    let document = read(&file);
    assert_eq!(text(&document), "AvantApres");
    assert!(has_limit_warning(&document, Some(1)));
}

#[test]
fn a_font_that_is_a_bomb_loses_its_text_and_no_other() {
    let content = format!("{}BT /F2 12 Tf 60 500 Td (Perdu) Tj ET\n", showing("Garde", 700));
    let bomb = twice_packed("", &vec![0; TOO_MUCH]);
    let fonts = [
        "/F2 << /Type /Font /Subtype /TrueType /BaseFont /A /FontDescriptor << /Flags 4 /FontFile2 6 0 R >> >>",
        "/F2 << /Type /Font /Subtype /Type1 /BaseFont /Courier /ToUnicode 6 0 R >>",
        "/F2 << /Type /Font /Subtype /Type0 /BaseFont /A /Encoding 6 0 R /DescendantFonts [<< /Subtype \
            /CIDFontType2 /BaseFont /A >>] >>",
        "/F2 << /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [<< /Subtype \
            /CIDFontType2 /BaseFont /A /CIDToGIDMap 6 0 R >>] >>",
    ];
    for font in fonts {
        let file = one_page(
            stream("", content.as_bytes()),
            "",
            font,
            std::slice::from_ref(&bomb),
        );
        let document = read(&file);
        assert_eq!(text(&document), "Garde", "{font}");
        assert!(has_limit_warning(&document, Some(1)), "{font}");
    }
}

#[test]
fn an_object_stream_that_is_a_bomb_is_refused() {
    let bomb = flate_stream("/Type /ObjStm /N 1 /First 4", &padded("7 0 "));
    let file = one_page(stream("", b""), "", "", &[bomb]);
    let error = pdf::read(&file, &ReadOptions::default()).unwrap_err();
    assert_eq!(error.code(), "limit_reached");
    assert!(error.to_string().contains("67108864 bytes"), "{error}");
}

#[test]
fn a_cross_reference_stream_that_is_a_bomb_is_refused() {
    let packed = compress_to_vec_zlib(&vec![0; TOO_MUCH], 6);
    let mut file = b"%PDF-1.5\n".to_vec();
    let start = file.len();
    file.extend_from_slice(b"1 0 obj\n");
    let entries = "/Type /XRef /Size 100000000 /W [1 2 1] /Root 2 0 R /Filter /FlateDecode";
    file.extend_from_slice(&stream(entries, &packed));
    file.extend_from_slice(format!("\nendobj\nstartxref\n{start}\n%%EOF\n").as_bytes());
    let error = pdf::read(&file, &ReadOptions::default()).unwrap_err();
    assert_eq!(error.code(), "limit_reached");
}

#[test]
fn a_predictor_of_endless_rows_reserves_no_memory() {
    let packed = compress_to_vec_zlib(showing("Perdu", 700).as_bytes(), 6);
    for columns in ["4000000000", "1000000000000000", "-5", "0"] {
        let entries = format!(
            "/Filter /FlateDecode /DecodeParms << /Predictor 2 /BitsPerComponent 16 /Colors 4 /Columns {columns} >>"
        );
        let document = read(&one_page(stream(&entries, &packed), "", "", &[]));
        assert_eq!(document.page_count, 1, "{columns}");
    }
}

#[test]
fn a_picture_is_not_unpacked() {
    let picture = flate_stream(
        "/Type /XObject /Subtype /Image /Width 10000 /Height 10000 /ColorSpace /DeviceGray /BitsPerComponent 8",
        &vec![0; TOO_MUCH],
    );
    let content = format!("q 500 0 0 500 0 0 cm /X1 Do Q {}", showing("Texte", 700));
    let file = one_page(
        stream("", content.as_bytes()),
        "/XObject << /X1 6 0 R >>",
        "",
        &[picture],
    );
    let document = read(&file);
    assert_eq!(text(&document), "Texte");
    assert_eq!(document.pages[0].images.len(), 1);
    assert_eq!(document.warnings, []);
}

#[test]
fn common_object_streams_are_read() {
    // More than is passed without being measured, and less than the limit.
    let members: String = (0..20_000)
        .map(|index| format!("{} {} ", 100 + index, index * 2))
        .collect();
    let values = "1 ".repeat(20_000);
    let mut noise: u64 = 7;
    let padding: String = (0..200_000)
        .map(|_| {
            noise = noise.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            char::from(b'a' + (noise >> 60) as u8)
        })
        .collect();
    let entries = format!("/Type /ObjStm /N 20000 /First {}", members.len());
    let data = format!("{members}{values}{padding}");
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>".to_vec(),
    ];
    objects.push(flate_stream(&entries, data.as_bytes()));
    assert_eq!(read(&file_of(&objects)).page_count, 1);
}
