//! What a file says of itself: information dictionary, XMP, language, tags, version.
//!
//! Where both tell, XMP wins over the dictionary, as the specification wants; dates are taken from the dictionary
//! first, because tools that change a file keep that one up to date.
use super::objects;
use super::strings;
use super::xmp;
use crate::pdf::document::Information;
use lopdf::{Dictionary, Document, Object};

/// Bytes to which a metadata packet may unpack: large ones, with an edit history and a preview, have some hundred
/// kilobytes.
const LARGEST_PACKET: usize = 4 * 1_024 * 1_024;

/// Reads what a file says of itself, but for its encryption.
pub(super) fn read(document: &Document, catalogue: &Dictionary) -> Information {
    let packet = packet_of(document, catalogue);
    let dictionary = objects::dictionary(document, &document.trailer, b"Info");
    let in_dictionary = |key: &[u8]| {
        let bytes = objects::bytes(document, dictionary?, key)?;
        strings::text(bytes)
    };
    let date = |key: &[u8], of_packet: Option<String>| {
        let raw = in_dictionary(key);
        raw.as_deref().and_then(strings::date).or(of_packet).or(raw)
    };
    Information {
        title: packet.title.or_else(|| in_dictionary(b"Title")),
        author: packet.authors.or_else(|| in_dictionary(b"Author")),
        subject: packet.description.or_else(|| in_dictionary(b"Subject")),
        keywords: packet.keywords.or_else(|| in_dictionary(b"Keywords")),
        producer: packet.producer.or_else(|| in_dictionary(b"Producer")),
        creator: packet.creator_tool.or_else(|| in_dictionary(b"Creator")),
        created: date(b"CreationDate", packet.created),
        modified: date(b"ModDate", packet.modified),
        language: objects::bytes(document, catalogue, b"Lang")
            .and_then(strings::text)
            .or(packet.language),
        pdf_version: version_of(document, catalogue),
        encrypted: false,
        tagged: is_tagged(document, catalogue),
    }
}

fn packet_of(document: &Document, catalogue: &Dictionary) -> xmp::Packet {
    let Some(Object::Stream(stream)) = objects::entry(document, catalogue, b"Metadata") else {
        return xmp::Packet::default();
    };
    match stream.get_plain_content_with_limit(LARGEST_PACKET) {
        Ok(bytes) => xmp::read(&bytes),
        Err(_) => xmp::Packet::default(),
    }
}

/// The newer of the version in the header and the one in the catalogue: an update cannot rewrite the header.
fn version_of(document: &Document, catalogue: &Dictionary) -> Option<String> {
    let in_header = Some(document.version.trim()).filter(|version| is_version(version));
    let in_catalogue = objects::bytes(document, catalogue, b"Version")
        .and_then(|bytes| std::str::from_utf8(bytes).ok())
        .filter(|version| is_version(version));
    // `1.4` to `2.0`: one figure on each side of the stop, so that they sort as text.
    in_header.max(in_catalogue).map(str::to_string)
}

fn is_version(text: &str) -> bool {
    matches!(text.as_bytes(), [major, b'.', minor] if major.is_ascii_digit() && minor.is_ascii_digit())
}

fn is_tagged(document: &Document, catalogue: &Dictionary) -> bool {
    if objects::dictionary(document, catalogue, b"StructTreeRoot").is_some() {
        return true;
    }
    let marks = objects::dictionary(document, catalogue, b"MarkInfo");
    let marked = marks.and_then(|marks| objects::entry(document, marks, b"Marked"));
    matches!(marked, Some(Object::Boolean(true)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::{Stream, dictionary};

    fn packet(title: &str) -> Object {
        let xml = format!(
            "<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><r:Description \
             xmlns:d='http://purl.org/dc/elements/1.1/' xmlns:x='http://ns.adobe.com/xap/1.0/' \
             x:CreateDate='2001-01-01' x:ModifyDate='2002-02-02' d:title='{title}'/></r:RDF>"
        );
        Stream::new(Dictionary::new(), xml.into_bytes()).into()
    }

    #[test]
    fn both_sources_are_joined() {
        let mut document = Document::with_version("1.4");
        document.trailer.set(
            "Info",
            dictionary! {
                "Title" => Object::string_literal("Sans titre"),
                "Author" => Object::string_literal("La mairie"),
                "CreationDate" => Object::string_literal("D:20120315"),
                "ModDate" => Object::string_literal("hier"),
            },
        );
        document.objects.insert((5, 0), packet("La lettre"));
        let catalogue = dictionary! {
            "Metadata" => (5, 0), "Version" => "1.7", "Lang" => Object::string_literal("fr-FR"),
            "MarkInfo" => dictionary! { "Marked" => true },
        };
        let information = read(&document, &catalogue);
        assert_eq!(information.title.as_deref(), Some("La lettre"));
        assert_eq!(information.author.as_deref(), Some("La mairie"));
        assert_eq!(information.created.as_deref(), Some("2012-03-15"));
        assert_eq!(information.modified.as_deref(), Some("2002-02-02"));
        assert_eq!(information.language.as_deref(), Some("fr-FR"));
        assert_eq!(information.pdf_version.as_deref(), Some("1.7"));
        assert!(information.tagged && !information.encrypted);
    }

    #[test]
    fn a_date_of_unknown_form_stands_as_it_is() {
        let mut document = Document::with_version("1.4");
        document.trailer.set(
            "Info",
            dictionary! { "ModDate" => Object::string_literal("hier") },
        );
        let information = read(&document, &Dictionary::new());
        assert_eq!(information.modified.as_deref(), Some("hier"));
        assert_eq!(information.pdf_version.as_deref(), Some("1.4"));
        assert!(!information.tagged);
    }
}
