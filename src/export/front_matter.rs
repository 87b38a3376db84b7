//! What a Markdown file says of its issue before the text: YAML between two lines of hyphens, as site generators read
//! it. Every text is a double-quoted scalar, so that none can be taken for a date, a number or a tag.
use super::reading::title;
use crate::model::Issue;
use std::io::{self, Write};

/// Writes the front matter of an issue.
pub(super) fn write(issue: &Issue, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "---")?;
    writeln!(out, "title: {}", quoted(title(issue)))?;
    let texts = [
        ("publication", issue.publication.as_deref()),
        ("number", issue.number.as_deref()),
        ("date", issue.date.as_ref().map(|date| date.iso.as_str())),
        ("language", issue.language.as_deref()),
        ("rights", issue.rights.as_deref()),
        ("note", issue.note.as_deref()),
        ("external_id", issue.external_id.as_deref()),
    ];
    for (key, value) in texts {
        if let Some(value) = value {
            writeln!(out, "{key}: {}", quoted(value))?;
        }
    }
    writeln!(out, "id: {}", quoted(&issue.id))?;
    writeln!(out, "slug: {}", quoted(&issue.slug))?;
    writeln!(out, "file_name: {}", quoted(&issue.source.file_name))?;
    writeln!(out, "sha256: {}", quoted(&issue.source.sha256))?;
    writeln!(out, "pages: {}", issue.source.pages)?;
    if !issue.redacted.is_empty() {
        let kinds: Vec<&str> = issue.redacted.iter().map(|kind| kind.as_str()).collect();
        writeln!(out, "redacted: [{}]", kinds.join(", "))?;
    }
    writeln!(out, "---\n")
}

/// A double-quoted scalar. What YAML 1.1 or 1.2 does not take as it is, or takes for the end of a line, is written by
/// its number.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\u{0}'..='\u{1F}' | '\u{7F}'..='\u{9F}' => {
                quoted.push_str(&format!("\\x{:02X}", u32::from(character)))
            }
            '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}' => {
                quoted.push_str(&format!("\\u{:04X}", u32::from(character)));
            }
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_its_quotation_or_its_line() {
        assert_eq!(
            quoted("L'été: \"#1\" \\ \n\u{85}\u{2028}---"),
            "\"L'été: \\\"#1\\\" \\\\ \\n\\x85\\u2028---\""
        );
    }
}
