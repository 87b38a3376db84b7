//! Running heads, feet and folios: lines at the edge of the page that repeat from page to page. They are set apart
//! and never dropped.
use super::geometry::height;
use super::{Block, FurnitureLine, LaidPage, Line};
use crate::french::fold::letters_key;
use crate::model::{FurnitureKind, Learnt, Rect};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Share of the page's height in which a number alone may be a folio.
const FOLIO_BAND: f32 = 0.1;
/// Share of the page's width, at its left and right, that is margin.
const SIDE: f32 = 0.07;
/// Share of the pages on which a running line stands.
const SHARE: f32 = 0.5;

/// Where a running line stands and what it says, figures aside.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    text: String,
    at_head: bool,
    height_on_page: i32,
}

/// How much larger than the text a line may be that only its series tells to be running: titles are larger.
const LARGEST: f32 = 1.2;

/// Moves running lines and folios from the blocks of the pages to their furniture: those that this issue tells, and those
/// that are known to run through its series.
pub(super) fn set_apart(pages: &mut [LaidPage], known: &Learnt) {
    let running = running_keys(pages);
    let offset = folio_offset(pages);
    let largest = LARGEST * text_size(pages, known);
    for page in pages.iter_mut() {
        let (number, page_size) = (page.number, (page.width, page.height));
        let mut furniture = Vec::new();
        for block in &mut page.blocks {
            let of_series = known_edge(block, page_size, known, largest);
            let lines = std::mem::take(&mut block.lines);
            for line in lines {
                let kind = kind_of(&line, page_size, number, &running, offset)
                    .or(of_series)
                    .or_else(|| known_line(&line, page_size, known, largest));
                match kind {
                    Some(kind) => furniture.push(FurnitureLine { kind, line }),
                    None => block.lines.push(line),
                }
            }
        }
        page.blocks.retain(|block| !block.lines.is_empty());
        for block in &mut page.blocks {
            refit(block);
        }
        page.furniture = furniture;
    }
}

fn refit(block: &mut Block) {
    block.rect = super::geometry::union_all(block.lines.iter().map(|line| line.rect));
}

fn kind_of(
    line: &Line,
    page_size: (f32, f32),
    number: u32,
    running: &FxHashMap<Key, usize>,
    offset: Option<i64>,
) -> Option<FurnitureKind> {
    if let (Some(offset), Some(folio)) = (offset, folio(line, page_size))
        && folio - i64::from(number) == offset
    {
        return Some(FurnitureKind::Folio);
    }
    if running.is_empty() {
        return None;
    }
    let key = key_of(line, page_size)?;
    if !running.contains_key(&key) {
        return None;
    }
    let has_letters = key.text.chars().any(char::is_alphabetic);
    Some(if has_letters {
        running_kind(key.at_head)
    } else {
        FurnitureKind::Folio
    })
}

/// The size of most letters of the issue; 0 where nothing is known of its series, and it is not asked for.
fn text_size(pages: &[LaidPage], known: &Learnt) -> f32 {
    if known.is_empty() {
        return 0.0;
    }
    let mut letters: BTreeMap<u32, usize> = BTreeMap::new();
    let blocks = pages.iter().flat_map(|page| &page.blocks);
    for line in blocks.flat_map(|block| &block.lines) {
        // A quarter of a point apart is one size.
        let size = (line.size * 4.0).round() as u32;
        let count: usize = line.words.iter().map(|word| word.text.len()).sum();
        *letters.entry(size).or_default() += count;
    }
    let most = letters.into_iter().max_by_key(|(_, count)| *count);
    most.map_or(0.0, |(size, _)| size as f32 / 4.0)
}

/// What a line is that its series knows as running.
fn known_line(line: &Line, page_size: (f32, f32), known: &Learnt, largest: f32) -> Option<FurnitureKind> {
    if known.is_empty() || line.size > largest {
        return None;
    }
    let is_at_head = edge_of(line.rect, page_size.1)?;
    known
        .holds(&letters_key(&line.text()), is_at_head)
        .then_some(running_kind(is_at_head))
}

/// What the lines of a block are that its series knows as running together.
fn known_edge(block: &Block, page_size: (f32, f32), known: &Learnt, largest: f32) -> Option<FurnitureKind> {
    if known.is_empty() || block.lines.len() < 2 || block.lines.iter().any(|line| line.size > largest) {
        return None;
    }
    let is_at_head = edge_of(block.rect, page_size.1)?;
    known
        .holds(&letters_key(&block.plain_text()), is_at_head)
        .then_some(running_kind(is_at_head))
}

fn running_kind(is_at_head: bool) -> FurnitureKind {
    if is_at_head {
        FurnitureKind::RunningHead
    } else {
        FurnitureKind::RunningFoot
    }
}

/// Whether a place is in the band of running lines at the head of the page, or in that at its foot; `None` in neither.
fn edge_of(rect: Rect, page_height: f32) -> Option<bool> {
    let at_head = rect[3] <= Learnt::BAND * page_height;
    let at_foot = rect[1] >= (1.0 - Learnt::BAND) * page_height;
    (at_head || at_foot).then_some(at_head)
}

/// The key of a line that stands in the band of running lines.
fn key_of(line: &Line, (page_width, page_height): (f32, f32)) -> Option<Key> {
    let edge = edge_of(line.rect, page_height);
    if edge.is_none() && !is_at_side(line, page_width) {
        return None;
    }
    let at_head = edge == Some(true);
    let mut text = String::new();
    for character in line.text().to_lowercase().chars() {
        if character.is_ascii_digit() {
            // Figures count as one: page 9 and page 10 carry the same line.
            if !text.ends_with('#') {
                text.push('#');
            }
        } else {
            text.push(character);
        }
    }
    let height_on_page = (line.baseline / page_height.max(1.0) * 50.0).round() as i32;
    Some(Key {
        text,
        at_head,
        height_on_page,
    })
}

/// Whether a line stands in the margin at the left or right.
fn is_at_side(line: &Line, page_width: f32) -> bool {
    line.rect[2] <= SIDE * page_width || line.rect[0] >= (1.0 - SIDE) * page_width
}

/// The keys that stand on enough pages: half of all, or of those on one side of a spread.
fn running_keys(pages: &[LaidPage]) -> FxHashMap<Key, usize> {
    let mut pages_of: FxHashMap<Key, Vec<u32>> = FxHashMap::default();
    for page in pages {
        for block in &page.blocks {
            for line in &block.lines {
                let Some(key) = key_of(line, (page.width, page.height)) else {
                    continue;
                };
                let seen = pages_of.entry(key).or_default();
                if seen.last() != Some(&page.number) {
                    seen.push(page.number);
                }
            }
        }
    }
    let total = pages.len() as f32;
    pages_of
        .into_iter()
        .filter_map(|(key, seen)| {
            let count = seen.len();
            let one_side = seen
                .windows(2)
                .all(|pair| matches!(pair, [a, b] if (b - a) % 2 == 0));
            let among = if one_side && count >= 3 {
                total / 2.0
            } else {
                total
            };
            (count >= 2 && count as f32 >= SHARE * among).then_some((key, count))
        })
        .collect()
}

/// The number that a line alone at the edge of the page prints: `12`, `- 12 -`, `Page 12`, `12/16`.
fn folio(line: &Line, (page_width, page_height): (f32, f32)) -> Option<i64> {
    let near_edge = line.rect[3] <= FOLIO_BAND * page_height
        || line.rect[1] >= (1.0 - FOLIO_BAND) * page_height
        || is_at_side(line, page_width);
    if !near_edge || height(line.rect) > 0.08 * page_height {
        return None;
    }
    let text = line.text().to_lowercase();
    let bare = text.trim_matches(|letter: char| !letter.is_alphanumeric());
    let bare = bare.strip_prefix("page").unwrap_or(bare).trim();
    let bare = bare.split(['/', ' ']).next().unwrap_or(bare);
    let is_bare_number = text.split_whitespace().count() <= 3
        && text
            .chars()
            .all(|letter| letter.is_ascii_digit() || "-–—/|·•. ".contains(letter) || "page".contains(letter));
    if is_bare_number { bare.parse().ok() } else { None }
}

/// The difference of printed and counted page numbers, where at least two pages agree on it.
fn folio_offset(pages: &[LaidPage]) -> Option<i64> {
    let mut votes: FxHashMap<i64, usize> = FxHashMap::default();
    for page in pages {
        let mut offsets: Vec<i64> = page
            .blocks
            .iter()
            .flat_map(|block| block.lines.iter())
            .filter_map(|line| folio(line, (page.width, page.height)))
            .map(|folio| folio - i64::from(page.number))
            .collect();
        offsets.sort_unstable();
        offsets.dedup();
        for offset in offsets {
            *votes.entry(offset).or_default() += 1;
        }
    }
    let best = votes
        .into_iter()
        .max_by_key(|(offset, count)| (*count, -offset.abs()))?;
    (best.1 >= 2).then_some(best.0)
}

#[cfg(test)]
mod tests {
    use super::super::Word;
    use super::*;

    fn page(number: u32, lines: &[(&str, f32)]) -> LaidPage {
        let mut page = LaidPage {
            number,
            width: 600.0,
            height: 800.0,
            ..LaidPage::default()
        };
        for (text, baseline) in lines {
            let rect = [50.0, baseline - 8.0, 300.0, baseline + 2.0];
            let word = Word {
                text: (*text).into(),
                rect,
                style: 0,
                link: None,
                link_element: None,
            };
            let line = Line {
                words: vec![word],
                rect,
                baseline: *baseline,
                size: 10.0,
                turned: false,
            };
            page.blocks.push(Block {
                lines: vec![line],
                rect,
                frame: None,
                cells: Vec::new(),
            });
        }
        page
    }

    #[test]
    fn running_lines_and_folios_are_set_apart() {
        let mut pages = vec![
            page(
                1,
                &[("Le Lien n° 4", 40.0), ("Premier texte", 400.0), ("1", 780.0)],
            ),
            page(2, &[("Le Lien n° 4", 40.0), ("Autre texte", 400.0), ("2", 780.0)]),
        ];
        set_apart(&mut pages, &Learnt::default());
        assert_eq!(pages[0].blocks.len(), 1);
        let kinds: Vec<FurnitureKind> = pages[1].furniture.iter().map(|line| line.kind).collect();
        assert_eq!(kinds, [FurnitureKind::RunningHead, FurnitureKind::Folio]);
    }

    #[test]
    fn a_number_that_does_not_count_stays() {
        let mut pages = vec![page(1, &[("2024", 780.0)]), page(2, &[("Texte", 400.0)])];
        set_apart(&mut pages, &Learnt::default());
        assert_eq!(pages[0].blocks.len(), 1);
    }

    #[test]
    fn a_line_that_the_series_knows_is_set_apart_at_its_edge_and_in_the_size_of_text() {
        let known = Learnt {
            heads: ["lacourdesnoyers".to_string()].into(),
            feet: ["salledesfetes#ruehaute".to_string()].into(),
            ..Learnt::default()
        };
        let lines = [
            ("La Cour des Noyers", 40.0),
            ("Un texte assez long pour donner sa taille", 300.0),
            ("Salle des fêtes, 12 rue Haute", 400.0),
            ("Salle des fêtes, 3 rue Haute", 780.0),
        ];
        let mut pages = vec![page(1, &lines)];
        set_apart(&mut pages, &known);
        let kinds: Vec<FurnitureKind> = pages[0].furniture.iter().map(|line| line.kind).collect();
        assert_eq!(kinds, [FurnitureKind::RunningHead, FurnitureKind::RunningFoot]);
        assert_eq!(pages[0].blocks.len(), 2);

        let mut pages = vec![page(1, &lines)];
        pages[0].blocks[0].lines[0].size = 20.0;
        set_apart(&mut pages, &known);
        assert_eq!(pages[0].furniture.len(), 1, "a title of that name stays");
    }

    #[test]
    fn lines_that_the_series_knows_together_are_set_apart_together() {
        let known = Learnt {
            feet: ["salledesfetes#ruehaute".to_string()].into(),
            ..Learnt::default()
        };
        let mut pages = vec![page(1, &[("Texte", 400.0), ("Salle des fêtes", 760.0)])];
        let second = page(1, &[("12 rue Haute", 775.0)])
            .blocks
            .remove(0)
            .lines
            .remove(0);
        pages[0].blocks[1].lines.push(second);
        refit(&mut pages[0].blocks[1]);
        set_apart(&mut pages, &known);
        assert_eq!(pages[0].furniture.len(), 2);
        assert_eq!(pages[0].blocks.len(), 1);
    }
}
