//! Markdown (CommonMark): front matter, a heading a section, links on their own words, what Markdown would read as a mark escaped.
use super::front_matter;
use super::reading::{description, links_beside, links_of, pages, paragraphs, title};
use crate::model::{BlockKind, Issue, Link, LinkKind, Section};
use std::io::{self, Write};

/// Marks of a list item, as newsletters print them.
const BULLETS: [char; 10] = ['•', '-', '–', '—', '*', '▪', '◦', '·', '►', '➢'];

/// Deepest heading that Markdown knows.
const DEEPEST_HEADING: usize = 6;

/// Writes one issue.
pub(super) fn write(issue: &Issue, out: &mut dyn Write) -> io::Result<()> {
    front_matter::write(issue, out)?;
    writeln!(
        out,
        "# {}\n\n*{}*",
        escape_line(title(issue)),
        escape(&description(issue))
    )?;
    for section in &issue.sections {
        write_section(issue, section, out)?;
    }
    write_list_of_links(&links_beside(issue), out)
}

fn write_section(issue: &Issue, section: &Section, out: &mut dyn Write) -> io::Result<()> {
    if !section.title.is_empty() {
        let marks = "#".repeat((usize::from(section.level) + 1).clamp(2, DEEPEST_HEADING));
        writeln!(out, "\n{marks} {} *({})*", escape(&section.title), pages(section))?;
    }
    if let Some(subtitle) = &section.subtitle {
        writeln!(out, "\n**{}**", escape(subtitle))?;
    }
    if let Some(byline) = section.byline_beside_text() {
        writeln!(out, "\n*{}*", escape(byline))?;
    }
    let mut links = links_of(issue, section);
    let mut previous = None;
    for (kind, text) in paragraphs(section) {
        let is_same_list =
            previous == Some(kind) && matches!(kind, BlockKind::ListItem | BlockKind::TableRow);
        if !is_same_list {
            writeln!(out)?;
        }
        match kind {
            BlockKind::Paragraph => writeln!(out, "{}", with_links(text, &mut links))?,
            BlockKind::ListItem => write_item(text, &mut links, out)?,
            BlockKind::Caption => writeln!(out, "*{}*", escape(text))?,
            BlockKind::Quote => writeln!(out, "> {}", with_links(text, &mut links))?,
            BlockKind::Verse => {
                let lines: Vec<String> = text.lines().map(escape_line).collect();
                writeln!(out, "{}", lines.join("  \n"))?;
            }
            BlockKind::TableRow => write_row(text, !is_same_list, out)?,
        }
        previous = Some(kind);
    }
    write_list_of_links(&links, out)
}

fn write_item(text: &str, links: &mut Vec<&Link>, out: &mut dyn Write) -> io::Result<()> {
    let is_numbered = text.starts_with(|first: char| first.is_ascii_digit());
    if is_numbered {
        // The number is the list's own mark: it is not escaped.
        return writeln!(out, "{}", with_links_in_line(text, links));
    }
    let item = text.trim_start_matches(BULLETS).trim_start();
    writeln!(out, "- {}", with_links(item, links))
}

/// Markdown wants a head for every table: the first row serves, unless a figure in it tells that it is one of the others.
fn write_row(text: &str, is_first: bool, out: &mut dyn Write) -> io::Result<()> {
    let cells: Vec<String> = text
        .split('\t')
        .map(|cell| escape(cell).replace('|', "\\|"))
        .collect();
    let is_head = !text.contains(|letter: char| letter.is_ascii_digit());
    let rule = || format!("|{}", " --- |".repeat(cells.len()));
    if is_first && !is_head {
        writeln!(out, "|{}\n{}", "  |".repeat(cells.len()), rule())?;
    }
    writeln!(out, "| {} |", cells.join(" | "))?;
    if is_first && is_head {
        writeln!(out, "{}", rule())?;
    }
    Ok(())
}

fn write_list_of_links(links: &[&Link], out: &mut dyn Write) -> io::Result<()> {
    if !links.is_empty() {
        writeln!(out)?;
    }
    for link in links {
        let text = if link.text.is_empty() {
            link.alt.as_ref().unwrap_or(&link.display_url)
        } else {
            &link.text
        };
        writeln!(out, "- {}", anchor(text, link))?;
    }
    Ok(())
}

/// A paragraph with the links that it holds on their words; those links are taken out of the list.
fn with_links(text: &str, links: &mut Vec<&Link>) -> String {
    let marked = with_links_in_line(text, links);
    escape_start(&marked)
}

fn with_links_in_line(text: &str, links: &mut Vec<&Link>) -> String {
    let mut marked = String::new();
    let mut rest = text;
    // Links stand in reading order, so the next link is looked for after the one before it.
    links.retain(|link| {
        let place = rest.find(link.text.as_str()).filter(|_| !link.text.is_empty());
        let Some((before, after)) =
            place.and_then(|place| Some((rest.get(..place)?, rest.get(place + link.text.len()..)?)))
        else {
            return true;
        };
        marked.push_str(&escape(before));
        marked.push_str(&anchor(&link.text, link));
        rest = after;
        false
    });
    marked.push_str(&escape(rest));
    marked
}

/// The words of a link with its address. What leads to no page (`javascript:`, a file of some disk) is written to be
/// read, not to be followed.
fn anchor(text: &str, link: &Link) -> String {
    if link.kind == LinkKind::File {
        let shown: String = link
            .display_url
            .chars()
            .filter(|c| !c.is_control() && *c != '`')
            .collect();
        return format!("{} (`{shown}`)", escape(text));
    }
    let url = link.url.as_str();
    let is_plain = !url.contains(|c: char| c.is_whitespace() || c.is_control() || "<>()".contains(c));
    let target = if is_plain {
        url.to_string()
    } else {
        let escaped: String = url.chars().filter(|c| !c.is_control()).collect();
        format!("<{}>", escaped.replace('<', "%3C").replace('>', "%3E"))
    };
    format!("[{}]({target})", escape(text))
}

/// Escapes what Markdown reads as a mark anywhere in a line.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>') {
            escaped.push('\\');
        }
        escaped.push(if character == '\n' { ' ' } else { character });
    }
    escaped
}

/// Escapes what Markdown reads as a mark at the beginning of a line.
fn escape_start(line: &str) -> String {
    let mark = line
        .chars()
        .next()
        .filter(|first| matches!(first, '#' | '+' | '-' | '=' | '~' | '|'));
    if mark.is_some() {
        return format!("\\{line}");
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    match (line.get(..digits), line.get(digits..)) {
        (Some(number), Some(rest)) if digits > 0 && rest.starts_with(['.', ')']) => {
            format!("{number}\\{rest}")
        }
        _ => line.to_string(),
    }
}

fn escape_line(line: &str) -> String {
    escape_start(&escape(line))
}
