//! Plain text: titles on lines of their own, a blank line between paragraphs (none within a list), the links of a section at its end.
use super::reading::{description, links_beside, links_of, pages, paragraphs, title};
use crate::model::{BlockKind, Issue, Link};
use std::io::{self, Write};

/// Writes one issue.
pub(super) fn write(issue: &Issue, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}\n{}", title(issue), description(issue))?;
    for section in &issue.sections {
        writeln!(out)?;
        if !section.title.is_empty() {
            writeln!(out, "{} ({})", section.title, pages(section))?;
        }
        for line in [&section.subtitle, &section.byline].into_iter().flatten() {
            writeln!(out, "{line}")?;
        }
        let mut previous = None;
        for (kind, paragraph) in paragraphs(section) {
            let is_same_list =
                previous == Some(kind) && matches!(kind, BlockKind::ListItem | BlockKind::TableRow);
            if !is_same_list {
                writeln!(out)?;
            }
            writeln!(out, "{paragraph}")?;
            previous = Some(kind);
        }
        write_links(&links_of(issue, section), out)?;
    }
    write_links(&links_beside(issue), out)
}

fn write_links(links: &[&Link], out: &mut dyn Write) -> io::Result<()> {
    if links.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    for link in links {
        match link.text.as_str() {
            "" => writeln!(out, "<{}>", link.url)?,
            text if text == link.url => writeln!(out, "<{}>", link.url)?,
            text => writeln!(out, "{text} <{}>", link.url)?,
        }
    }
    Ok(())
}
