//! What stands on the pages of a dump beside its text: running heads and feet, folios, and the masthead.
use crate::french::fold::fold;
use crate::model::{Furniture, FurnitureKind};
use crate::plain::{Dump, DumpLine, Gap};
use std::collections::HashMap;

use crate::structure::link_phrases::is_phrase;

/// Lines at the head and at the foot of a page that may be furniture.
const EDGE_LINES: usize = 2;

/// Takes running heads, feet and folios off the pages of a dump.
pub(super) fn take(dump: &mut Dump) -> Vec<Furniture> {
    let repeated = repeated_edge_lines(dump);
    let mut furniture = Vec::new();
    for (page, number) in dump.pages.iter_mut().zip(1..) {
        let count = page.lines.len();
        let mut rank = 0;
        page.lines.retain(|line| {
            let is_head = rank < EDGE_LINES;
            let is_foot = rank + EDGE_LINES >= count;
            rank += 1;
            if !is_head && !is_foot {
                return true;
            }
            let kind = match () {
                () if is_folio(&line.text, number) => FurnitureKind::Folio,
                () if !repeated.contains_key(&key(&line.text)) => return true,
                () if is_head => FurnitureKind::RunningHead,
                () => FurnitureKind::RunningFoot,
            };
            furniture.push(Furniture {
                kind,
                page: number,
                text: line.text.clone(),
            });
            false
        });
        if let Some(first) = page.lines.first_mut() {
            first.gap = Gap::Break;
        }
    }
    furniture
}

/// Lines that stand at the edges of at least half the pages and of two, figures aside. Link phrases come again and
/// again and are text.
fn repeated_edge_lines(dump: &Dump) -> HashMap<String, usize> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for page in &dump.pages {
        let mut keys: Vec<String> = edge_lines(&page.lines).map(|line| key(&line.text)).collect();
        keys.sort();
        keys.dedup();
        for key in keys {
            *counts.entry(key).or_default() += 1;
        }
    }
    let least = dump.pages.len().div_ceil(2).max(2);
    counts.retain(|key, count| *count >= least && key.chars().any(char::is_alphabetic) && !is_phrase(key));
    counts
}

fn edge_lines(lines: &[DumpLine]) -> impl Iterator<Item = &DumpLine> {
    let count = lines.len();
    let is_edge = move |rank: usize| rank < EDGE_LINES || rank + EDGE_LINES >= count;
    lines
        .iter()
        .enumerate()
        .filter(move |(rank, _)| is_edge(*rank))
        .map(|(_, line)| line)
}

fn key(text: &str) -> String {
    fold(text)
        .chars()
        .map(|c| if c.is_ascii_digit() { '#' } else { c })
        .collect()
}

/// The page's own number, alone or as `- 3 -`, `page 3`, `3/8`.
fn is_folio(text: &str, page: u32) -> bool {
    let folded = fold(text);
    let bare = folded.trim_matches(|c: char| !c.is_alphanumeric());
    let bare = bare
        .strip_prefix("page")
        .or(bare.strip_prefix('p'))
        .unwrap_or(bare);
    let number = bare
        .trim_matches(|c: char| !c.is_alphanumeric())
        .split(['/', ' '])
        .next()
        .unwrap_or_default();
    bare.chars().count() <= 8
        && bare
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '/' | ' ' | '.'))
        && number == page.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_feet_and_folios_are_set_apart() {
        let text = "La Feuille – n° 8\n\nUn texte\n\nva son chemin\n\net finit.\n\n1\n\u{c}La Feuille – n° 8\n\nAutre \
                    chose\n\net encore\n\nune ligne.\n\nLire l'article\n\n- 2 -\n";
        let mut dump = crate::plain::read(text);
        let furniture = take(&mut dump);
        let kinds: Vec<(FurnitureKind, u32)> = furniture.iter().map(|item| (item.kind, item.page)).collect();
        assert_eq!(
            kinds,
            [
                (FurnitureKind::RunningHead, 1),
                (FurnitureKind::Folio, 1),
                (FurnitureKind::RunningHead, 2),
                (FurnitureKind::Folio, 2),
            ]
        );
        assert_eq!(
            dump.pages[0].lines.first().map(|line| line.text.as_str()),
            Some("Un texte")
        );
        assert_eq!(
            dump.pages[1].lines.last().map(|line| line.text.as_str()),
            Some("Lire l'article")
        );
    }

    #[test]
    fn a_number_that_is_not_the_page_is_text() {
        assert!(is_folio("Page 12", 12) && is_folio("3/8", 3) && is_folio("– 4 –", 4));
        assert!(!is_folio("2012", 3) && !is_folio("3 euros", 3) && !is_folio("", 1));
    }
}
