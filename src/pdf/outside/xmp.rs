//! XMP: the metadata packet that stands beside the older information dictionary.
use super::strings;
use roxmltree::{Document, Node, ParsingOptions};

/// Nodes of a packet after which it is not read: packets hold some hundreds, edit histories some thousands.
const MOST_NODES: u32 = 100_000;

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const DUBLIN_CORE: &str = "http://purl.org/dc/elements/1.1/";
const XMP: &str = "http://ns.adobe.com/xap/1.0/";
const PDF: &str = "http://ns.adobe.com/pdf/1.3/";

/// What a packet says of the document.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Packet {
    pub(super) title: Option<String>,
    pub(super) authors: Option<String>,
    pub(super) description: Option<String>,
    pub(super) keywords: Option<String>,
    pub(super) language: Option<String>,
    pub(super) producer: Option<String>,
    pub(super) creator_tool: Option<String>,
    pub(super) created: Option<String>,
    pub(super) modified: Option<String>,
}

/// Reads a packet; one that is not well formed says nothing.
pub(super) fn read(bytes: &[u8]) -> Packet {
    let text = decode(bytes);
    let options = ParsingOptions {
        // A packet needs no entities of its own; those that define some do so to blow up their reader.
        allow_dtd: false,
        nodes_limit: MOST_NODES,
        ..ParsingOptions::default()
    };
    let Ok(xml) = Document::parse_with_options(
        text.trim_matches(['\u{FEFF}', '\0', ' ', '\r', '\n', '\t']),
        options,
    ) else {
        return Packet::default();
    };
    Packet {
        title: first_value(&xml, DUBLIN_CORE, "title"),
        authors: all_values(&xml, DUBLIN_CORE, "creator"),
        description: first_value(&xml, DUBLIN_CORE, "description"),
        keywords: first_value(&xml, PDF, "Keywords").or_else(|| all_values(&xml, DUBLIN_CORE, "subject")),
        language: first_value(&xml, DUBLIN_CORE, "language"),
        producer: first_value(&xml, PDF, "Producer"),
        creator_tool: first_value(&xml, XMP, "CreatorTool"),
        created: first_value(&xml, XMP, "CreateDate"),
        modified: first_value(&xml, XMP, "ModifyDate"),
    }
}

fn decode(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => strings::utf16(rest, u16::from_be_bytes),
        [0xFF, 0xFE, rest @ ..] => strings::utf16(rest, u16::from_le_bytes),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn first_value(xml: &Document<'_>, namespace: &str, property: &str) -> Option<String> {
    values(xml, namespace, property).into_iter().next()
}

fn all_values(xml: &Document<'_>, namespace: &str, property: &str) -> Option<String> {
    let values = values(xml, namespace, property);
    (!values.is_empty()).then(|| values.join(", "))
}

/// The values of a property of the document itself: those of its edit history and of its parts lie deeper.
fn values(xml: &Document<'_>, namespace: &str, property: &str) -> Vec<String> {
    let mut values = Vec::new();
    let descriptions = xml
        .descendants()
        .filter(|node| node.has_tag_name((RDF, "Description")))
        .filter(|node| {
            node.parent()
                .is_some_and(|parent| parent.has_tag_name((RDF, "RDF")))
        });
    for description in descriptions {
        if let Some(value) = description.attribute((namespace, property)) {
            values.extend(strings::tidy(value));
        }
        for child in description
            .children()
            .filter(|node| node.has_tag_name((namespace, property)))
        {
            let mut has_items = false;
            for item in child.descendants().filter(|node| node.has_tag_name((RDF, "li"))) {
                has_items = true;
                values.extend(text_of(item));
            }
            if !has_items {
                values.extend(text_of(child));
            }
        }
    }
    values
}

fn text_of(node: Node<'_, '_>) -> Option<String> {
    let text: String = node
        .descendants()
        .filter(Node::is_text)
        .filter_map(|node| node.text())
        .collect();
    strings::tidy(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACKET: &str = r#"<?xpacket begin="" id="x"?>
        <x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <r:Description r:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
            xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:m="http://ns.adobe.com/xap/1.0/mm/"
            xmp:CreatorTool="Atelier 3" pdf:Producer="Presse">
          <dc:title><r:Alt><r:li xml:lang="x-default">La lettre
              d&#8217;ici</r:li><r:li xml:lang="en">The letter</r:li></r:Alt></dc:title>
          <dc:creator><r:Seq><r:li>Une mairie</r:li><r:li>Une école</r:li></r:Seq></dc:creator>
          <dc:language><r:Bag><r:li>fr-FR</r:li></r:Bag></dc:language>
          <dc:subject><r:Bag><r:li>fête</r:li><r:li>voirie</r:li></r:Bag></dc:subject>
          <xmp:CreateDate>2012-03-15T10:20:30+01:00</xmp:CreateDate>
          <m:DerivedFrom><r:Description><xmp:ModifyDate>1999-01-01</xmp:ModifyDate></r:Description></m:DerivedFrom>
        </r:Description></r:RDF></x:xmpmeta><?xpacket end="w"?>"#;

    fn owned(text: &str) -> Option<String> {
        Some(text.to_string())
    }

    #[test]
    fn a_packet_is_read_and_its_history_is_not() {
        let expected = Packet {
            title: owned("La lettre d’ici"),
            authors: owned("Une mairie, Une école"),
            description: None,
            keywords: owned("fête, voirie"),
            language: owned("fr-FR"),
            producer: owned("Presse"),
            creator_tool: owned("Atelier 3"),
            created: owned("2012-03-15T10:20:30+01:00"),
            modified: None,
        };
        assert_eq!(read(PACKET.as_bytes()), expected);
        let wide: Vec<u8> = format!("\u{FEFF}{PACKET}")
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(read(&wide), expected);
    }

    #[test]
    fn packets_that_are_cut_deep_or_full_of_entities_say_nothing() {
        let half = &PACKET.as_bytes()[..PACKET.len() / 2];
        let deep = "<a>".repeat(50_000);
        let closed = format!("{deep}{}", "</a>".repeat(50_000));
        let entities = "<!DOCTYPE a [<!ENTITY b 'cccccccccc'>]><a>&b;&b;</a>";
        for packet in [
            half,
            deep.as_bytes(),
            closed.as_bytes(),
            entities.as_bytes(),
            b"",
            b"\xFF\xFE\x00",
        ] {
            assert_eq!(read(packet), Packet::default());
        }
    }
}
