//! BibTeX in UTF-8. A section is an `@article`, an issue a `@misc`.
use super::citation::Citation;
use std::io::{self, Write};

/// Writes an entry.
pub(super) fn write(citation: &Citation, out: &mut dyn Write) -> io::Result<()> {
    let kind = if citation.is_section { "article" } else { "misc" };
    writeln!(out, "@{kind}{{{},", citation.key)?;
    let mut field = |name: &str, value: &str| writeln!(out, "  {name} = {{{value}}},");
    if let Some(author) = &citation.author {
        // A second pair of braces keeps the line whole: it may name an association, or several people.
        field("author", &format!("{{{}}}", escape(author)))?;
    }
    field("title", &format!("{{{}}}", escape(&citation.title)))?;
    if let Some(container) = &citation.container {
        field(
            if citation.is_section {
                "journal"
            } else {
                "howpublished"
            },
            &escape(container),
        )?;
    }
    if let Some(number) = &citation.number {
        field("number", &escape(number))?;
    }
    for (name, part) in ["year", "month", "day"].into_iter().zip(citation.date_parts()) {
        field(name, &part.to_string())?;
    }
    if let Some(pages) = citation.page_range("--") {
        field("pages", &escape(&pages))?;
    }
    if let Some(language) = &citation.language {
        field("language", &escape(language))?;
    }
    field(
        "note",
        &escape(&format!("{}, gazette {}", citation.file_name, citation.place)),
    )?;
    writeln!(out, "}}")
}

/// Braces must stand in pairs in BibTeX, even those behind a backslash, so that they are spelled out.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' => escaped.push_str("\\textbackslash{}"),
            '{' => escaped.push_str("\\textbraceleft{}"),
            '}' => escaped.push_str("\\textbraceright{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '&' | '%' | '$' | '#' | '_' => {
                escaped.push('\\');
                escaped.push(character);
            }
            _ => escaped.push(character),
        }
    }
    escaped
}
