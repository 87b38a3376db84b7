//! What the fuzz targets share: the whole way from bytes to an issue, and PDF files around fuzzed parts.
use gazette::model::{Source, SourceFormat};
use gazette::{layout, pdf, structure};

/// Lets a panic pass that the reader catches from a library, and ends the process on one of our own code: the
/// reader catches those too, and they would stay unseen.
pub fn watch_for_our_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let Some(place) = panic.location() else {
            std::process::abort();
        };
        if !place.file().contains("/registry/") && !place.file().starts_with("/rustc/") {
            eprintln!("{panic}");
            std::process::abort();
        }
    }));
}

/// Reads bytes as the program does, from glyphs to the sections of an issue.
pub fn read_whole(bytes: &[u8]) {
    let Ok(document) = pdf::read(bytes, &pdf::ReadOptions::default()) else {
        return;
    };
    let laid_out = layout::lay_out(&document);
    let source = Source::new("fuzz.pdf", SourceFormat::Pdf, "00", bytes.len() as u64);
    let issue = structure::from_layout(&laid_out, source);
    assert_eq!(issue.schema, 1);
}

/// A PDF file of numbered objects, the first of which is the catalogue.
pub fn file_of(objects: &[Vec<u8>]) -> Vec<u8> {
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
    bytes.extend_from_slice(
        format!("trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").as_bytes(),
    );
    bytes
}

/// A stream object with some more entries of its dictionary.
pub fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    let mut object = format!("<< {entries} /Length {} >>\nstream\n", data.len()).into_bytes();
    object.extend_from_slice(data);
    object.extend_from_slice(b"\nendstream");
    object
}
