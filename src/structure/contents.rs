//! The printed table of contents: its entries ("Le budget ..... 4", "p. 4 Le budget") are links within the issue,
//! to the section that bears the entry's title or opens its page.
use crate::french::fold::fold;
use crate::model::{FurnitureKind, Issue, Link, LinkKind, LinkOrigin, Rect, Section, SectionKind};
use std::collections::HashSet;

/// Most entries of a table of contents.
const MOST_ENTRIES: usize = 200;

/// Share of an entry's words that a title must hold to be meant.
pub(super) const ALIKE: f32 = 0.6;

/// An entry as printed.
#[derive(Debug, PartialEq)]
struct Entry {
    title: String,
    /// The number as printed.
    number: u32,
}

/// Adds the links of printed contents, in reading order, and numbers all links anew. An entry that a link annotation
/// covers has its link already.
pub(super) fn add_links(issue: &mut Issue) {
    let mut added: Vec<(usize, Link)> = Vec::new();
    for (index, section) in issue.sections.iter().enumerate() {
        if section.kind != SectionKind::Toc {
            continue;
        }
        for block in &section.blocks {
            for entry in block.text.lines().flat_map(entries_of) {
                if added.len() >= MOST_ENTRIES {
                    break;
                }
                let place = (block.page, block.bbox);
                added.extend(link(issue, section, &entry, place).map(|link| (index, link)));
            }
        }
    }
    if added.is_empty() {
        return;
    }
    let rank_of = |link: &Link| {
        let id = link.section.as_ref();
        id.and_then(|id| issue.sections.iter().position(|section| section.id == *id))
    };
    for (section, link) in added {
        let place = issue
            .links
            .iter()
            .position(|other| rank_of(other).is_none_or(|rank| rank > section))
            .unwrap_or(issue.links.len());
        issue.links.insert(place, link);
    }
    for (link, rank) in issue.links.iter_mut().zip(1..) {
        link.id = format!("l{rank}");
    }
}

/// The entries of a line: words and the number behind them, or the number after "p." and the words behind it.
fn entries_of(line: &str) -> Vec<Entry> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let begins_with_page = words.first().is_some_and(|word| page_word(word).is_some());
    let mut entries = Vec::new();
    let mut title: Vec<&str> = Vec::new();
    let mut number = None;
    let mut place = 0;
    while let Some(word) = words.get(place) {
        place += 1;
        let (found, is_marked) = match page_word(word) {
            Some("") => {
                let next = words.get(place).and_then(|next| number_in(next));
                place += usize::from(next.is_some());
                (next, true)
            }
            Some(glued) => (number_in(glued), true),
            None => (number_in(word), false),
        };
        let Some(found) = found else {
            if !word.chars().all(|c| ".…·_-–".contains(c)) {
                title.push(word);
            }
            continue;
        };
        if begins_with_page {
            if is_marked {
                push(&mut entries, &mut title, number);
                number = Some(found);
            } else {
                title.push(word);
            }
            continue;
        }
        // "Les 20 ans du club 4": a number within a title has a small word behind it.
        let next = words.get(place).and_then(|next| next.chars().next());
        let ends_entry = next.is_none_or(|letter| letter.is_uppercase() || "«“\"•-–".contains(letter));
        if is_marked || ends_entry {
            push(&mut entries, &mut title, Some(found));
        } else {
            title.push(word);
        }
    }
    if begins_with_page {
        push(&mut entries, &mut title, number);
    }
    entries
}

fn push(entries: &mut Vec<Entry>, title: &mut Vec<&str>, number: Option<u32>) {
    let joined = title.join(" ");
    title.clear();
    let bare = joined.trim_matches(|c: char| c.is_whitespace() || ".…·_-–:•|".contains(c));
    if let Some(number) = number
        && bare.chars().any(char::is_alphabetic)
    {
        entries.push(Entry {
            title: bare.to_string(),
            number,
        });
    }
}

/// What stands behind "p." or "page" in the same word: nothing, or the number.
fn page_word(word: &str) -> Option<&str> {
    let bare = word.trim_start_matches(['(', '[']);
    [
        "pages", "Pages", "page", "Page", "PAGE", "pp.", "p.", "P.", "p", "P",
    ]
    .iter()
    .find_map(|begin| {
        bare.strip_prefix(begin)
            .filter(|rest| rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_digit()))
    })
}

fn number_in(word: &str) -> Option<u32> {
    let bare = word.trim_matches(|c: char| ".…·_()[]:,;-–".contains(c));
    let is_number = !bare.is_empty() && bare.len() <= 3 && bare.chars().all(|c| c.is_ascii_digit());
    is_number.then(|| bare.parse().ok())?.filter(|number| *number > 0)
}

fn link(issue: &Issue, contents: &Section, entry: &Entry, place: (u32, Option<Rect>)) -> Option<Link> {
    let page = page_of(issue, entry.number)?;
    let wanted = words_of(&entry.title);
    let is_covered = issue.links.iter().any(|link| {
        link.section.as_ref() == Some(&contents.id)
            && link.kind == LinkKind::Internal
            && alike(&wanted, &link.text) >= ALIKE
    });
    if is_covered {
        return None;
    }
    let url = format!("#page={page}");
    Some(Link {
        id: String::new(),
        text: entry.title.clone(),
        alt: None,
        raw_url: entry.number.to_string(),
        display_url: url.clone(),
        redirector: None,
        target_url: None,
        url,
        kind: LinkKind::Internal,
        page: place.0,
        bboxes: place.1.into_iter().collect(),
        section: Some(contents.id.clone()),
        origin: LinkOrigin::Printed,
        target_section: target(issue, contents, &wanted, page).map(|section| section.id.clone()),
    })
}

/// The page of the file that bears a number: by its label, its folio, else by counting.
fn page_of(issue: &Issue, number: u32) -> Option<u32> {
    let by_label = issue
        .pages
        .iter()
        .find(|page| page.label.as_deref() == Some(number.to_string().as_str()));
    if let Some(page) = by_label {
        return Some(page.page);
    }
    let folios = issue
        .furniture
        .iter()
        .filter(|furniture| furniture.kind == FurnitureKind::Folio);
    for folio in folios {
        let digits: String = folio
            .text
            .chars()
            .skip_while(|c| !c.is_ascii_digit())
            .take_while(char::is_ascii_digit)
            .collect();
        if digits.parse() == Ok(number) {
            return Some(folio.page);
        }
    }
    issue
        .pages
        .iter()
        .any(|page| page.page == number)
        .then_some(number)
}

/// The section that an entry means: the one of the likest title, near its page first; else the first that opens on
/// its page.
fn target<'i>(
    issue: &'i Issue,
    contents: &Section,
    wanted: &HashSet<String>,
    page: u32,
) -> Option<&'i Section> {
    let others = || {
        issue
            .sections
            .iter()
            .filter(|section| section.id != contents.id && !section.title.is_empty())
    };
    let scored = others().map(|section| {
        let distance = section.page_start.abs_diff(page);
        (
            alike(wanted, &section.title) - 0.05 * distance.min(6) as f32,
            section,
        )
    });
    let mut best: Option<(f32, &Section)> = None;
    for (score, section) in scored {
        if best.is_none_or(|(known, _)| score > known) {
            best = Some((score, section));
        }
    }
    let by_title =
        best.filter(|(score, section)| *score >= ALIKE - 0.1 && alike(wanted, &section.title) >= ALIKE);
    by_title
        .map(|(_, section)| section)
        .or_else(|| others().find(|section| section.page_start == page))
}

/// The words of a title that tell it from others.
pub(super) fn words_of(text: &str) -> HashSet<String> {
    let folded = fold(text);
    folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 2)
        .map(str::to_string)
        .collect()
}

/// The share of the words of the shorter that both hold, one word in two of the longer at least.
pub(super) fn alike(wanted: &HashSet<String>, title: &str) -> f32 {
    let words = words_of(title);
    let both = wanted.intersection(&words).count() as f32;
    let (shorter, longer) = (wanted.len().min(words.len()), wanted.len().max(words.len()));
    if shorter == 0 || both * 3.0 < longer as f32 {
        return 0.0;
    }
    both / shorter as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Block, BlockKind, Page, PageText, Source, SourceFormat};

    fn entries(line: &str) -> Vec<(String, u32)> {
        entries_of(line)
            .into_iter()
            .map(|entry| (entry.title, entry.number))
            .collect()
    }

    #[test]
    fn entries_are_told_apart() {
        let of = |title: &str, number| (title.to_string(), number);
        assert_eq!(entries("Le budget ........ 4"), [of("Le budget", 4)]);
        assert_eq!(entries("Le budget p. 4"), [of("Le budget", 4)]);
        assert_eq!(entries("Le budget (page 4)"), [of("Le budget", 4)]);
        assert_eq!(entries("P.4 Le budget"), [of("Le budget", 4)]);
        assert_eq!(
            entries("Page 2 : Le budget Page 3 : Les 20 ans du club"),
            [of("Le budget", 2), of("Les 20 ans du club", 3)]
        );
        assert_eq!(
            entries("Le budget 2 Les 20 ans du club 3"),
            [of("Le budget", 2), of("Les 20 ans du club", 3)]
        );
        assert!(entries("Sommaire").is_empty());
        assert!(entries("4").is_empty());
        assert!(entries("Tirage : 1200 exemplaires").is_empty());
    }

    fn section(title: &str, kind: SectionKind, page: u32, text: &str) -> Section {
        Section {
            id: fold(title).replace(' ', "-"),
            parent: None,
            level: 1,
            kind,
            title: title.to_string(),
            subtitle: None,
            byline: None,
            page_start: page,
            page_end: page,
            text: text.to_string(),
            language: None,
            blocks: vec![Block {
                kind: BlockKind::Paragraph,
                text: text.to_string(),
                page,
                bbox: None,
            }],
            external_id: None,
        }
    }

    #[test]
    fn entries_lead_to_their_section() {
        let mut issue = Issue::empty(Source::new("a.pdf", SourceFormat::Pdf, "00", 1));
        issue.pages = (1..=4)
            .map(|page| Page {
                page,
                label: None,
                width: None,
                height: None,
                text: PageText::Native,
            })
            .collect();
        issue.sections = vec![
            section(
                "Sommaire",
                SectionKind::Toc,
                1,
                "Budget de la commune 3\nDu côté de l'école 4\nTrésors 9",
            ),
            section("L'école en fête", SectionKind::Article, 4, ""),
            section("Le budget de la commune", SectionKind::Article, 3, ""),
        ];
        add_links(&mut issue);
        let told: Vec<(&str, &str, Option<&str>)> = issue
            .links
            .iter()
            .map(|link| {
                (
                    link.text.as_str(),
                    link.url.as_str(),
                    link.target_section.as_deref(),
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                ("Budget de la commune", "#page=3", Some("le-budget-de-la-commune")),
                ("Du côté de l'école", "#page=4", Some("l'ecole-en-fete")),
            ]
        );
        assert_eq!(issue.links[1].id, "l2");
        // Read again, nothing is added twice.
        add_links(&mut issue);
        assert_eq!(issue.links.len(), 2);
    }
}
