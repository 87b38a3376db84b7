//! Plain text: the words of the issue as printed and no other, for grep, for counting words and for comparing readers.
//!
//! The masthead first; then the sections with their titles on lines of their own and a blank line between
//! paragraphs (none within a list); at the end, after a line of stars, what stands beside the text: running heads and
//! feet, folios. Markdown has the addresses of the links.
use super::reading::paragraphs;
use crate::model::{BlockKind, Furniture, FurnitureKind, Issue};
use std::io::{self, Write};

/// Writes one issue.
pub(super) fn write(issue: &Issue, out: &mut dyn Write) -> io::Result<()> {
    let is_masthead = |furniture: &&Furniture| furniture.kind == FurnitureKind::Masthead;
    for line in issue.furniture.iter().filter(is_masthead) {
        writeln!(out, "{}", line.text)?;
    }
    let has_masthead = issue.furniture.iter().any(|furniture| is_masthead(&furniture));
    for (index, section) in issue.sections.iter().enumerate() {
        if index > 0 || has_masthead {
            writeln!(out)?;
        }
        let title = Some(&section.title).filter(|title| !title.is_empty());
        for line in [title, section.subtitle.as_ref(), section.byline_beside_text()]
            .into_iter()
            .flatten()
        {
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
    }
    let beside: Vec<&Furniture> = issue
        .furniture
        .iter()
        .filter(|furniture| !is_masthead(furniture))
        .collect();
    if !beside.is_empty() {
        writeln!(out, "\n* * *")?;
    }
    for line in beside {
        writeln!(out, "{}", line.text)?;
    }
    Ok(())
}
