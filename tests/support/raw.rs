//! PDF files written byte by byte, for what no library would write.
use gazette::model::{Source, SourceFormat, WarningCode};
use gazette::pdf::{self, Document, ReadOptions};
use gazette::{layout, structure};
use miniz_oxide::deflate::compress_to_vec_zlib;

/// A PDF file of numbered objects, the first of which is the catalogue.
pub(crate) fn file_of(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        bytes.extend_from_slice(format!("{} 0 obj\n", index + 1).as_bytes());
        bytes.extend_from_slice(object);
        bytes.extend_from_slice(b"\nendobj\n");
    }
    let start = bytes.len();
    let count = places.len() + 1;
    bytes.extend_from_slice(format!("xref\n0 {count}\n0000000000 65535 f \n").as_bytes());
    for place in places {
        bytes.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
    }
    let trailer = format!("trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
    bytes.extend_from_slice(trailer.as_bytes());
    bytes
}

/// A stream object with some more entries of its dictionary.
pub(crate) fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    let mut object = format!("<< {entries} /Length {} >>\nstream\n", data.len()).into_bytes();
    object.extend_from_slice(data);
    object.extend_from_slice(b"\nendstream");
    object
}

/// A stream object packed with Flate.
pub(crate) fn flate_stream(entries: &str, data: &[u8]) -> Vec<u8> {
    stream(
        &format!("{entries} /Filter /FlateDecode"),
        &compress_to_vec_zlib(data, 6),
    )
}

/// A stream object packed with Flate twice: a few hundred bytes may say a hundred megabytes.
pub(crate) fn twice_packed(entries: &str, data: &[u8]) -> Vec<u8> {
    let packed = compress_to_vec_zlib(&compress_to_vec_zlib(data, 6), 6);
    stream(&format!("{entries} /Filter [/FlateDecode /FlateDecode]"), &packed)
}

/// A file of one page: `content` is its content stream, `more` are the objects from number 6 on. The page has the
/// font `F1`, Helvetica, and what `resources` adds.
pub(crate) fn one_page(content: Vec<u8>, resources: &str, font_entries: &str, more: &[Vec<u8>]) -> Vec<u8> {
    let fonts = format!("/F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> {font_entries}");
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 5 0 R >>".to_vec(),
        content,
        format!("<< /Font << {fonts} >> {resources} >>").into_bytes(),
    ];
    objects.extend_from_slice(more);
    file_of(&objects)
}

/// Content that shows a text in the font `F1`, at a height of the page.
pub(crate) fn showing(text: &str, height: u32) -> String {
    format!("BT /F1 12 Tf 1 0 0 1 60 {height} Tm ({text}) Tj ET\n")
}

/// Reads a file that must open.
#[track_caller]
pub(crate) fn read(bytes: &[u8]) -> Document {
    pdf::read(bytes, &ReadOptions::default()).unwrap()
}

/// Reads any bytes from file to issue, whatever comes of it.
pub(crate) fn read_to_issue(bytes: &[u8]) {
    if let Ok(document) = pdf::read(bytes, &ReadOptions::default()) {
        let source = Source::new("any.pdf", SourceFormat::Pdf, "00", bytes.len() as u64);
        let issue = structure::from_layout(&layout::lay_out(&document), source);
        assert_eq!(issue.schema, 1);
    }
}

/// The glyphs of the first page in the order in which it draws them.
pub(crate) fn text(document: &Document) -> String {
    let glyphs = &document.pages[0].glyphs;
    glyphs.iter().map(|glyph| glyph.text.as_str()).collect()
}

/// Whether a limit is said to have been reached on a page, or on the file.
pub(crate) fn has_limit_warning(document: &Document, page: Option<u32>) -> bool {
    document
        .warnings
        .iter()
        .any(|warning| warning.code == WarningCode::LimitReached && warning.page == page)
}
