//! Texts as XML 1.0 may hold them.

/// First line of a document.
pub(super) const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// A text between tags or quotation marks, on one line. Characters that XML knows no way to write are left out.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\r' | '\t' => escaped.push(' '),
            '\u{0}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => {}
            _ => escaped.push(character),
        }
    }
    escaped
}

/// An address that a schema takes for one: what may not stand in a URI is written as its bytes.
pub(super) fn uri(address: &str) -> String {
    let mut uri = String::with_capacity(address.len());
    let mut has_fragment = false;
    let head = address.split(['/', '?', '#']).next().unwrap_or_default();
    // What stands before a colon in the first part is taken for a scheme.
    let wrong_colons = match head.split_once(':') {
        Some((scheme, _)) if !is_scheme(scheme) => head.len(),
        _ => 0,
    };
    for (place, character) in address.char_indices() {
        let rest = address.as_bytes().get(place + 1..place + 3);
        let is_escape = rest.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        // A second number sign would begin a second fragment.
        let is_plain = match character {
            '%' => is_escape,
            ':' => place >= wrong_colons,
            '#' => !std::mem::replace(&mut has_fragment, true),
            _ => character.is_ascii_alphanumeric() || "-._~:/?@!$&'()*+,;=".contains(character),
        };
        if is_plain {
            uri.push(character);
        } else {
            let mut bytes = [0; 4];
            for byte in character.encode_utf8(&mut bytes).bytes() {
                uri.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    uri
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_xml_reads_as_its_own_is_left() {
        assert_eq!(
            escape("a < b & \"c\"\u{1}\n> d"),
            "a &lt; b &amp; &quot;c&quot; &gt; d"
        );
    }

    #[test]
    fn addresses_become_such_that_a_schema_takes() {
        assert_eq!(
            uri("https://a.example/é b%C3%A9%zz#x#y"),
            "https://a.example/%C3%A9%20b%C3%A9%25zz#x%23y"
        );
        assert_eq!(uri("\"https://a.example/b:c"), "%22https%3A//a.example/b:c");
        assert_eq!(uri("[courriel masqué 1]"), "%5Bcourriel%20masqu%C3%A9%201%5D");
    }
}
