//! RIS: a tag a line, lines that end in CR LF. A section is a magazine article, an issue a serial.
use super::citation::Citation;
use std::io::{self, Write};

/// Writes a reference.
pub(super) fn write(citation: &Citation, out: &mut dyn Write) -> io::Result<()> {
    let mut line = |tag: &str, value: &str| write!(out, "{tag}  - {value}\r\n");
    line("TY", if citation.is_section { "MGZN" } else { "SER" })?;
    line("ID", &citation.key)?;
    if let Some(author) = &citation.author {
        line("AU", author)?;
    }
    line("TI", &citation.title)?;
    if let Some(container) = &citation.container {
        line("T2", container)?;
    }
    if let Some(number) = &citation.number {
        line("IS", number)?;
    }
    let parts = citation.date_parts();
    if let Some(year) = parts.first() {
        line("PY", &format!("{year:04}"))?;
        let two = |index: usize| {
            parts
                .get(index)
                .map(|part| format!("{part:02}"))
                .unwrap_or_default()
        };
        line("DA", &format!("{year:04}/{}/{}/", two(1), two(2)))?;
    }
    if let Some((first, last)) = &citation.pages {
        line("SP", first)?;
        line("EP", last)?;
    }
    if let Some(language) = &citation.language {
        line("LA", language)?;
    }
    line("AN", &citation.place)?;
    line("N1", &citation.file_name)?;
    line("ER", "")
}
