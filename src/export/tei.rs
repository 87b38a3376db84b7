//! TEI P5: an issue as a text with its divisions, for those who edit and count texts. Several stand in a `teiCorpus`.
//!
//! A section is a `div` that holds those below it; pages begin with `pb`. Words that carry a link are a `ref`, links
//! whose words are not in the text stand in a list at the end of their section. Events and what stands on the pages
//! beside the text come in the `back`.
use super::reading::{description, links_beside, links_of, paragraphs, title};
use super::xml::{DECLARATION, escape, uri};
use crate::model::{Block, BlockKind, Issue, Link, Section};
use std::io::{self, Write};

const NAMESPACE: &str = "http://www.tei-c.org/ns/1.0";

/// Writes one issue as a document.
pub(super) fn write(issue: &Issue, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(DECLARATION.as_bytes())?;
    write_text(issue, out)
}

/// Opens a corpus.
pub(super) fn open(out: &mut dyn Write) -> io::Result<()> {
    out.write_all(DECLARATION.as_bytes())?;
    writeln!(out, "<teiCorpus xmlns=\"{NAMESPACE}\">\n<teiHeader><fileDesc>")?;
    writeln!(out, "<titleStmt><title>Newsletters</title></titleStmt>")?;
    writeln!(
        out,
        "<publicationStmt><p>Exported by gazette {}.</p></publicationStmt>",
        env!("CARGO_PKG_VERSION")
    )?;
    writeln!(
        out,
        "<sourceDesc><p>The issues say where they come from.</p></sourceDesc>\n</fileDesc></teiHeader>"
    )
}

/// Closes a corpus.
pub(super) fn close(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "</teiCorpus>")
}

/// Writes one issue as an element.
pub(super) fn write_text(issue: &Issue, out: &mut dyn Write) -> io::Result<()> {
    let language = issue
        .language
        .as_ref()
        .map(|language| format!(" xml:lang=\"{}\"", escape(language)));
    writeln!(out, "<TEI xmlns=\"{NAMESPACE}\"{}>", language.unwrap_or_default())?;
    write_header(issue, out)?;
    writeln!(out, "<text>\n<body>")?;
    let mut open: Vec<u8> = Vec::new();
    let mut page = 0;
    for section in &issue.sections {
        while open.last().is_some_and(|level| *level >= section.level) {
            writeln!(out, "</div>")?;
            open.pop();
        }
        open.push(section.level);
        write_section(issue, section, &mut page, out)?;
    }
    for _ in open {
        writeln!(out, "</div>")?;
    }
    if issue.sections.is_empty() {
        writeln!(out, "<div><p/></div>")?;
    }
    writeln!(out, "</body>")?;
    write_back(issue, out)?;
    writeln!(out, "</text>\n</TEI>")
}

fn write_header(issue: &Issue, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<teiHeader>\n<fileDesc>")?;
    writeln!(
        out,
        "<titleStmt><title>{}</title></titleStmt>",
        escape(title(issue))
    )?;
    write!(out, "<publicationStmt>")?;
    match &issue.rights {
        Some(rights) => writeln!(
            out,
            "<distributor>gazette {}</distributor><availability><p>{}</p></availability></publicationStmt>",
            env!("CARGO_PKG_VERSION"),
            escape(rights)
        )?,
        None => writeln!(
            out,
            "<p>Exported by gazette {}.</p></publicationStmt>",
            env!("CARGO_PKG_VERSION")
        )?,
    }
    let mut notes: Vec<String> = issue.note.iter().map(|note| escape(note)).collect();
    if !issue.redacted.is_empty() {
        let kinds: Vec<&str> = issue.redacted.iter().map(|kind| kind.as_str()).collect();
        notes.push(format!("Redacted, as far as found: {}.", kinds.join(", ")));
    }
    if !notes.is_empty() {
        let notes: Vec<String> = notes.iter().map(|note| format!("<note>{note}</note>")).collect();
        writeln!(out, "<notesStmt>{}</notesStmt>", notes.concat())?;
    }
    writeln!(out, "<sourceDesc><bibl>")?;
    writeln!(
        out,
        "<title level=\"j\">{}</title>",
        escape(issue.publication.as_deref().unwrap_or(title(issue)))
    )?;
    if let Some(number) = &issue.number {
        writeln!(out, "<biblScope unit=\"issue\">{}</biblScope>", escape(number))?;
    }
    if let Some(date) = &issue.date {
        let when = w3c_date(&date.iso)
            .map(|when| format!(" when=\"{when}\""))
            .unwrap_or_default();
        writeln!(out, "<date{when}>{}</date>", escape(&date.iso))?;
    }
    writeln!(out, "<idno type=\"gazette\">{}</idno>", escape(&issue.id))?;
    writeln!(
        out,
        "<idno type=\"sha256\">{}</idno>",
        escape(&issue.source.sha256)
    )?;
    if let Some(external) = &issue.external_id {
        writeln!(out, "<idno type=\"external\">{}</idno>", escape(external))?;
    }
    writeln!(out, "<note>{}</note>", escape(&description(issue)))?;
    writeln!(out, "</bibl></sourceDesc>\n</fileDesc>\n</teiHeader>")
}

fn write_section(issue: &Issue, section: &Section, page: &mut u32, out: &mut dyn Write) -> io::Result<()> {
    let kind = super::tables::name(&section.kind);
    writeln!(
        out,
        "<div type=\"{}\" n=\"{}\">",
        escape(&kind),
        escape(&section.id)
    )?;
    turn_to(section.page_start, page, out)?;
    let heads = [
        (None, Some(&section.title)),
        (Some("sub"), section.subtitle.as_ref()),
    ];
    for (kind, text) in heads {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            let kind = kind.map(|kind| format!(" type=\"{kind}\"")).unwrap_or_default();
            writeln!(out, "<head{kind}>{}</head>", escape(text))?;
        }
    }
    if let Some(byline) = section.byline_beside_text() {
        writeln!(out, "<byline>{}</byline>", escape(byline))?;
    }
    let mut links = links_of(issue, section);
    let mut open: Option<BlockKind> = None;
    let pages = section
        .blocks
        .iter()
        .map(|block: &Block| block.page)
        .map(Some)
        .chain(std::iter::repeat(None));
    for ((kind, text), on_page) in paragraphs(section).into_iter().zip(pages) {
        let group = matches!(kind, BlockKind::ListItem | BlockKind::TableRow).then_some(kind);
        if open != group {
            close_group(open, out)?;
            match group {
                Some(BlockKind::ListItem) => writeln!(out, "<list>")?,
                Some(_) => writeln!(out, "<table>")?,
                None => {}
            }
            open = group;
        }
        if let Some(on_page) = on_page {
            turn_to(on_page, page, out)?;
        }
        write_block(kind, text, &mut links, out)?;
    }
    close_group(open, out)?;
    write_links(&links, out)
}

fn close_group(open: Option<BlockKind>, out: &mut dyn Write) -> io::Result<()> {
    match open {
        Some(BlockKind::ListItem) => writeln!(out, "</list>"),
        Some(_) => writeln!(out, "</table>"),
        None => Ok(()),
    }
}

fn turn_to(page: u32, current: &mut u32, out: &mut dyn Write) -> io::Result<()> {
    if *current != page {
        *current = page;
        writeln!(out, "<pb n=\"{page}\"/>")?;
    }
    Ok(())
}

fn write_block(kind: BlockKind, text: &str, links: &mut Vec<&Link>, out: &mut dyn Write) -> io::Result<()> {
    match kind {
        BlockKind::Paragraph => writeln!(out, "<p>{}</p>", with_links(text, links)),
        BlockKind::ListItem => writeln!(out, "<item>{}</item>", with_links(text, links)),
        BlockKind::Caption => writeln!(out, "<figure><p>{}</p></figure>", with_links(text, links)),
        BlockKind::Quote => writeln!(out, "<quote><p>{}</p></quote>", with_links(text, links)),
        BlockKind::Verse => {
            let lines: Vec<String> = text
                .lines()
                .map(|line| format!("<l>{}</l>", escape(line)))
                .collect();
            if lines.is_empty() {
                return Ok(());
            }
            writeln!(out, "<lg>{}</lg>", lines.concat())
        }
        BlockKind::TableRow => {
            let cells: Vec<String> = text
                .split('\t')
                .map(|cell| format!("<cell>{}</cell>", with_links(cell, links)))
                .collect();
            writeln!(out, "<row>{}</row>", cells.concat())
        }
    }
}

/// A text with the links that it holds on their words; those links are taken out of the list.
fn with_links(text: &str, links: &mut Vec<&Link>) -> String {
    let mut marked = String::new();
    let mut rest = text;
    links.retain(|link| {
        let place = rest.find(link.text.as_str()).filter(|_| !link.text.is_empty());
        let parts = place.and_then(|place| Some((rest.get(..place)?, rest.get(place + link.text.len()..)?)));
        let Some((before, after)) = parts else { return true };
        marked.push_str(&escape(before));
        marked.push_str(&reference(link));
        rest = after;
        false
    });
    marked.push_str(&escape(rest));
    marked
}

fn reference(link: &Link) -> String {
    let words = if link.text.is_empty() {
        link.alt.as_ref().unwrap_or(&link.display_url)
    } else {
        &link.text
    };
    let target = match uri(&link.url) {
        uri if uri.is_empty() => String::new(),
        uri => format!(" target=\"{}\"", escape(&uri)),
    };
    let kind = super::tables::name(&link.kind);
    format!("<ref type=\"{kind}\"{target}>{}</ref>", escape(words))
}

fn write_links(links: &[&Link], out: &mut dyn Write) -> io::Result<()> {
    if links.is_empty() {
        return Ok(());
    }
    writeln!(out, "<list type=\"links\">")?;
    for link in links {
        writeln!(out, "<item>{}</item>", reference(link))?;
    }
    writeln!(out, "</list>")
}

fn write_back(issue: &Issue, out: &mut dyn Write) -> io::Result<()> {
    let beside = links_beside(issue);
    if issue.events.is_empty() && issue.furniture.is_empty() && beside.is_empty() {
        return Ok(());
    }
    writeln!(out, "<back>")?;
    if !issue.events.is_empty() {
        writeln!(out, "<div type=\"events\">\n<list type=\"events\">")?;
        for event in &issue.events {
            let attribute = |name: &str, iso: Option<&str>| {
                iso.and_then(w3c_date)
                    .map(|date| format!(" {name}=\"{date}\""))
                    .unwrap_or_default()
            };
            let when = match &event.end {
                Some(end) => format!(
                    "{}{}",
                    attribute("from", Some(&event.start)),
                    attribute("to", Some(end))
                ),
                None => attribute("when", Some(&event.start)),
            };
            let place = event
                .place
                .as_ref()
                .map(|place| format!(" <placeName>{}</placeName>", escape(place)));
            writeln!(
                out,
                "<item><date{when}>{}</date> {}{}</item>",
                escape(&event.start),
                escape(&event.text),
                place.unwrap_or_default()
            )?;
        }
        writeln!(out, "</list>\n</div>")?;
    }
    if !issue.furniture.is_empty() || !beside.is_empty() {
        writeln!(out, "<div type=\"furniture\">")?;
        for furniture in &issue.furniture {
            let kind = super::tables::name(&furniture.kind);
            writeln!(
                out,
                "<ab type=\"{kind}\" n=\"{}\">{}</ab>",
                furniture.page,
                escape(&furniture.text)
            )?;
        }
        write_links(&beside, out)?;
        writeln!(out, "</div>")?;
    }
    writeln!(out, "</back>")
}

/// A date as W3C schemas write it: `2025`, `2025-06`, `2025-06-12` or with seconds; nothing where it is none.
fn w3c_date(iso: &str) -> Option<String> {
    let (day, time) = iso
        .split_once('T')
        .map_or((iso, None), |(day, time)| (day, Some(time)));
    let whole = match day.len() {
        4 => format!("{day}-01-01"),
        7 => format!("{day}-01"),
        _ => day.to_string(),
    };
    whole.parse::<jiff::civil::Date>().ok()?;
    match time {
        None => Some(day.to_string()),
        Some(time) => {
            let time = time.parse::<jiff::civil::Time>().ok()?;
            Some(format!("{day}T{}", time.strftime("%H:%M:%S")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        Event, EventKind, EventPrecision, Furniture, FurnitureKind, LinkKind, LinkOrigin, SectionKind,
        Source, SourceFormat,
    };

    fn section(id: &str, level: u8, kinds: &[(BlockKind, &str, u32)]) -> Section {
        let block = |(kind, text, page): &(BlockKind, &str, u32)| Block {
            kind: *kind,
            text: (*text).to_string(),
            page: *page,
            bbox: None,
        };
        Section {
            id: id.to_string(),
            parent: None,
            level,
            kind: SectionKind::Article,
            title: format!("<{id}>"),
            subtitle: Some("Sous-titre".to_string()),
            byline: Some("Anne & Paul".to_string()),
            page_start: 1,
            page_end: 2,
            text: String::new(),
            language: None,
            blocks: kinds.iter().map(block).collect(),
            external_id: None,
        }
    }

    fn written(issue: &Issue) -> String {
        let mut out = Vec::new();
        write(issue, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn divisions_nest_by_level_and_every_kind_of_block_has_its_element() {
        let mut issue = Issue::empty(Source::new("a.pdf", SourceFormat::Pdf, "ab", 1));
        let kinds = [
            (BlockKind::Paragraph, "Lire la suite & fin", 1),
            (BlockKind::ListItem, "un", 1),
            (BlockKind::ListItem, "deux", 2),
            (BlockKind::TableRow, "a\tb", 2),
            (BlockKind::Verse, "un\ndeux", 2),
            (BlockKind::Quote, "dit", 2),
            (BlockKind::Caption, "vu", 2),
        ];
        issue.sections = vec![
            section("a", 1, &kinds),
            section("a/b", 3, &[]),
            section("c", 2, &[]),
            section("d", 1, &[]),
        ];
        let link = |text: &str, section: Option<&str>| Link {
            id: "l1".to_string(),
            text: text.to_string(),
            alt: None,
            url: "https://a.example/é".to_string(),
            raw_url: String::new(),
            display_url: "a.example".to_string(),
            redirector: None,
            target_url: None,
            kind: LinkKind::Web,
            page: 1,
            bboxes: Vec::new(),
            section: section.map(str::to_string),
            origin: LinkOrigin::Printed,
            target_section: None,
        };
        issue.links = vec![
            link("la suite", Some("a")),
            link("", Some("a")),
            link("pied", None),
        ];
        issue.events = vec![Event {
            id: "e1".to_string(),
            section: None,
            text: "Fête".to_string(),
            kind: EventKind::Date,
            start: "2025-06-12T18:30".to_string(),
            end: Some("jamais".to_string()),
            rule: None,
            place: Some("Place".to_string()),
            precision: EventPrecision::Minute,
            page: 1,
        }];
        issue.furniture = vec![Furniture {
            kind: FurnitureKind::Folio,
            page: 2,
            text: "2".to_string(),
        }];
        let text = written(&issue);
        let document = roxmltree::Document::parse(&text).unwrap();
        let named = |name: &str| {
            document
                .descendants()
                .filter(|node| node.tag_name().name() == name)
                .collect::<Vec<_>>()
        };
        let depth = |id: &str| {
            let division = named("div")
                .into_iter()
                .find(|div| div.attribute("n") == Some(id))
                .unwrap();
            division
                .ancestors()
                .filter(|node| node.tag_name().name() == "div")
                .count()
        };
        assert_eq!([depth("a"), depth("a/b"), depth("c"), depth("d")], [1, 2, 2, 1]);
        for (name, count) in [
            ("list", 4),
            ("table", 1),
            ("lg", 1),
            ("l", 2),
            ("quote", 1),
            ("figure", 1),
            ("cell", 2),
            ("pb", 3),
        ] {
            assert_eq!(named(name).len(), count, "{name}: {text}");
        }
        let references: Vec<&str> = named("ref").iter().filter_map(|node| node.text()).collect();
        assert_eq!(references, ["la suite", "a.example", "pied"]);
        assert!(text.contains("<date from=\"2025-06-12T18:30:00\">"), "{text}");
        assert!(text.contains("target=\"https://a.example/%C3%A9\""), "{text}");
    }

    #[test]
    fn an_issue_without_sections_is_a_text_all_the_same() {
        let issue = Issue::empty(Source::new("a.pdf", SourceFormat::Pdf, "ab", 1));
        assert!(written(&issue).contains("<body>\n<div><p/></div>\n</body>"));
    }

    #[test]
    fn dates_are_those_that_schemas_take() {
        assert_eq!(w3c_date("2025-06").as_deref(), Some("2025-06"));
        assert_eq!(
            w3c_date("2025-06-12T08:05").as_deref(),
            Some("2025-06-12T08:05:00")
        );
        assert_eq!(w3c_date("2025-13"), None);
        assert_eq!(w3c_date("printemps"), None);
    }
}
