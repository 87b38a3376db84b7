//! How prominent each title is. Titles nest by comparison with the ones that are open: a title belongs under the last
//! one that is clearly more prominent. Rubrics are the exception: a title that stands at the head of page after page
//! is above all others, whatever its size.
use super::announced::Announced;
use super::flow::{Look, Piece, half_points};
use super::phrases::{names_rubric, without_number};
use super::titles::is_far;
use crate::french::dates::month_number;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Prominence of a rubric, above that of any size of type.
pub(super) const RUBRIC: f32 = 10_000.0;
/// Ratio of prominence from which one title stands above another one.
const ABOVE: f32 = 1.07;
/// Pages at whose head a look stands, from which it is that of rubrics.
const PAGES_OF_RUBRICS: usize = 3;
/// Share of the titles of a look that stand at the head of a page, from which it is that of rubrics.
const HEAD_SHARE: f32 = 0.6;

/// Titles of a look up to which it is that of one rubric.
const RARE: usize = 2;
/// How much more prominent than its type the name of a rubric is, where hardly another title looks like it.
const NAMED: f32 = 1.1;

/// What makes two titles of one class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Class {
    half_points: u32,
    bold: bool,
    capitals: bool,
    band: bool,
    color: u32,
}

#[cfg(test)]
impl Class {
    /// Black regular type of a size, for tests.
    pub(super) fn of_size(size: f32) -> Self {
        Class {
            half_points: half_points(size),
            bold: false,
            capitals: false,
            band: false,
            color: 0,
        }
    }
}

/// The class of a piece.
pub(super) fn class_of(piece: &Piece) -> Class {
    Class {
        half_points: half_points(piece.look.size),
        bold: piece.look.bold,
        capitals: piece.look.capitals,
        band: is_band(piece),
        // Colours that look alike are one.
        color: piece.look.color & 0xc0c0c0,
    }
}

/// Whether a piece stands alone on a coloured band, as rubrics do.
fn is_band(piece: &Piece) -> bool {
    piece.alone_in_frame && piece.frame.is_some_and(|frame| !frame.outlined)
}

/// Whether a title of one rank stands above a title of another.
pub(super) fn is_above(outer: f32, inner: f32) -> bool {
    outer > ABOVE * inner
}

/// The rank of every title; the greater stands above the smaller.
pub(super) fn ranks(
    flow: &[Piece],
    is_title: &[bool],
    body: &Look,
    announced: &[Announced],
    in_tree: &[Option<u8>],
) -> Vec<Option<f32>> {
    let rubrics = rubric_looks(flow, is_title, body);
    let scales = page_scales(flow, body);
    let looks = looks_of_titles(flow, is_title);
    let pairs = flow.iter().zip(is_title);
    let mut ranks: Vec<Option<f32>> = pairs
        .map(|(piece, title)| {
            title.then(|| {
                let rubric = rubrics.iter().find(|rubric| rubric.holds(piece));
                match rubric {
                    Some(rubric) => RUBRIC * rubric.prominence,
                    None => {
                        let scale = scales.get(&piece.page).copied().unwrap_or(1.0);
                        let is_rare = looks.get(&class_of(piece)).is_some_and(|titles| *titles <= RARE);
                        let named = if is_rare && names_rubric(&piece.text) {
                            NAMED
                        } else {
                            1.0
                        };
                        prominence(piece, body) * scale * named
                    }
                }
            })
        })
        .collect();
    level_numbers(flow, &mut ranks);
    lower_cover(flow, &mut ranks);
    part_columns(flow, &mut ranks);
    // Least to most to be believed: what comes later has the last word.
    let contents: Vec<Option<u8>> = announced
        .iter()
        .map(|announced| announced.contents_level)
        .collect();
    if tells_levels(&contents, &ranks) {
        follow_levels(&contents, &mut ranks);
    }
    let outline: Vec<Option<u8>> = announced.iter().map(|announced| announced.level).collect();
    follow_levels(&outline, &mut ranks);
    // Headings without a level, and trees that call all headings alike, leave the word to what is seen.
    let levels: Vec<Option<u8>> = in_tree
        .iter()
        .map(|level| level.filter(|level| *level > 0))
        .collect();
    if tells_levels(&levels, &ranks) {
        follow_levels(&levels, &mut ranks);
    }
    ranks
}

/// How many titles each look has.
fn looks_of_titles(flow: &[Piece], is_title: &[bool]) -> FxHashMap<Class, usize> {
    let mut looks: FxHashMap<Class, usize> = FxHashMap::default();
    let titles = flow.iter().zip(is_title).filter(|(_, title)| **title);
    for (piece, _) in titles {
        *looks.entry(class_of(piece)).or_default() += 1;
    }
    looks
}

/// How much larger or smaller than elsewhere a page is set, its titles with its text: the size of the document's text
/// by that of the page.
fn page_scales(flow: &[Piece], body: &Look) -> FxHashMap<u32, f32> {
    const WORDS: usize = 60;
    let mut words: FxHashMap<u32, FxHashMap<u32, usize>> = FxHashMap::default();
    for piece in flow {
        let sizes = words.entry(piece.page).or_default();
        *sizes.entry(half_points(piece.look.size)).or_default() += piece.words.len();
    }
    words
        .into_iter()
        .filter(|(_, sizes)| sizes.values().sum::<usize>() >= WORDS)
        .filter_map(|(page, sizes)| {
            let commonest = sizes.into_iter().max_by_key(|(size, words)| (*words, *size))?;
            let size = (commonest.0 as f32 / 2.0).max(1.0);
            Some((page, (body.size / size).clamp(0.8, 1.25)))
        })
        .collect()
}

/// Whether titles have more than one level.
fn tells_levels(levels: &[Option<u8>], ranks: &[Option<f32>]) -> bool {
    let titles = levels.iter().zip(ranks).filter(|(_, rank)| rank.is_some());
    let mut used = titles.filter_map(|(level, _)| *level);
    let first = used.next();
    first.is_some_and(|first| used.any(|other| other != first))
}

/// Titles of one level, of the printed contents, the outline or the structure tree, have one rank, above that of the next level.
fn follow_levels(levels: &[Option<u8>], ranks: &mut [Option<f32>]) {
    let mut highest: BTreeMap<u8, f32> = BTreeMap::new();
    for (level, rank) in levels.iter().zip(ranks.iter()) {
        if let (Some(level), Some(rank)) = (level, rank) {
            let known = highest.entry(*level).or_default();
            *known = known.max(*rank);
        }
    }
    let mut below = 0.0_f32;
    for rank in highest.values_mut().rev() {
        *rank = rank.max(below * ABOVE * 1.01);
        below = *rank;
    }
    for (level, rank) in levels.iter().zip(ranks.iter_mut()) {
        let level = level.and_then(|level| highest.get(&level));
        if let (Some(level), Some(rank)) = (level, rank) {
            *rank = *level;
        }
    }
}

/// A title with nothing below it in its column holds no title of the next column.
fn part_columns(flow: &[Piece], ranks: &mut [Option<f32>]) {
    for index in 1..flow.len() {
        let (Some(piece), Some(next)) = (flow.get(index - 1), flow.get(index)) else {
            continue;
        };
        let (Some(Some(rank)), Some(Some(following))) =
            (ranks.get(index - 1).copied(), ranks.get(index).copied())
        else {
            continue;
        };
        let apart = piece.rect[2] < next.rect[0];
        let is_higher = next.rect[1] + next.look.size < piece.rect[1];
        if piece.page == next.page && apart && is_higher && rank < RUBRIC && rank > following {
            for rank in ranks.iter_mut().skip(index - 1).take(1) {
                *rank = Some(following);
            }
        }
    }
}

/// Titles that are numbered in one way have one rank, whatever their style: that of the highest.
fn level_numbers(flow: &[Piece], ranks: &mut [Option<f32>]) {
    /// Largest ratio of prominence among titles that are numbered in one way.
    const ALIKE: f32 = 1.4;
    let mut highest: FxHashMap<String, f32> = FxHashMap::default();
    for (piece, rank) in flow.iter().zip(ranks.iter()) {
        if let Some(rank) = rank
            && let Some(way) = way_of_numbering(&piece.text)
        {
            let known = highest.entry(way).or_default();
            *known = known.max(*rank);
        }
    }
    for (piece, rank) in flow.iter().zip(ranks.iter_mut()) {
        if rank.is_none() || highest.is_empty() {
            continue;
        }
        let way = way_of_numbering(&piece.text);
        let Some(top) = way.and_then(|way| highest.get(&way)).copied() else {
            continue;
        };
        *rank = rank.map(|rank| if top <= ALIKE * rank { top } else { rank });
    }
}

/// Whether a short line says a day of the year: `Dimanche 18 janvier`.
pub(super) fn names_day(text: &str) -> bool {
    if !text.bytes().any(|letter| letter.is_ascii_digit()) {
        return false;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_day = |word: &str| {
        let digits = word.trim_end_matches(|letter: char| letter.is_alphabetic());
        !digits.is_empty() && digits.len() <= 2 && digits.chars().all(|digit| digit.is_ascii_digit())
    };
    let is_month =
        |word: &str| month_number(word.trim_matches(|letter: char| !letter.is_alphanumeric())).is_some();
    words.len() <= 7
        && words.windows(2).any(|pair| match pair {
            [one, other] => (is_day(one) && is_month(other)) || (is_month(one) && is_day(other)),
            _ => false,
        })
}

/// How a title is numbered, its figures aside: `article # -`, `#)`, `#.#`.
pub(super) fn way_of_numbering(text: &str) -> Option<String> {
    let rest = without_number(text);
    let number = text.strip_suffix(rest).filter(|number| !number.is_empty())?;
    let mut way = String::new();
    for letter in number.trim().to_lowercase().chars() {
        if letter.is_ascii_digit() {
            if !way.ends_with('#') {
                way.push('#');
            }
        } else if matches!(letter, '–' | '—') {
            way.push('-');
        } else if !letter.is_whitespace() {
            way.push(letter);
        }
    }
    if way.ends_with(')')
        && way.chars().count() == 2
        && number.starts_with(|letter: char| letter.is_ascii_uppercase())
    {
        return Some("letter)".to_string());
    }
    // Roman figures are of many letters: only those in digits are told apart by their signs.
    way.contains('#').then_some(way)
}

/// The titles of a cover hold no sections: those of a first page that has nothing below them, and the date of the issue.
fn lower_cover(flow: &[Piece], ranks: &mut [Option<f32>]) {
    const WORDS_OF_A_COVER: usize = 40;
    let Some(first_page) = flow.first().map(|piece| piece.page) else {
        return;
    };
    let on_cover = flow.iter().take_while(|piece| piece.page == first_page).count();
    let last_title = ranks.iter().take(on_cover).rposition(Option::is_some);
    let pairs = flow.iter().zip(ranks.iter()).take(on_cover);
    let words: usize = pairs
        .filter(|(_, rank)| rank.is_none())
        .map(|(piece, _)| piece.words.len())
        .sum();
    if on_cover < flow.len() && on_cover > 0 && last_title == Some(on_cover - 1) && words <= WORDS_OF_A_COVER
    {
        for rank in ranks.iter_mut().take(on_cover) {
            *rank = rank.map(|_| 0.0);
        }
        return;
    }
    // The date of the issue is no rubric.
    for (piece, rank) in flow.iter().zip(ranks.iter_mut()).take(on_cover) {
        if piece.at_head && rank.is_some() && names_day(&piece.text) {
            *rank = rank.map(|_| 0.0);
        }
    }
}

fn prominence(piece: &Piece, body: &Look) -> f32 {
    let mut prominence = piece.look.size;
    if is_band(piece) {
        prominence *= 1.35;
    }
    if piece.look.bold {
        prominence *= 1.06;
    }
    if piece.look.capitals {
        prominence *= 1.15;
    }
    if piece.look.underlined {
        prominence *= 1.04;
    }
    if is_far(piece.look.color, body.color) {
        prominence *= 1.02;
    }
    prominence
}

/// The look of the rubrics of a document.
#[derive(Debug)]
struct RubricLook {
    half_points: u32,
    band: bool,
    bold: bool,
    capitals: bool,
    color: u32,
    prominence: f32,
}

impl RubricLook {
    fn holds(&self, piece: &Piece) -> bool {
        let class = class_of(piece);
        if class.band != self.band || class.bold != self.bold {
            // A band is one whatever the weight of its letters.
            if !(class.band && self.band && class.capitals && self.capitals) {
                return false;
            }
        }
        if piece.at_head && class.half_points.abs_diff(self.half_points) <= 1 {
            return true;
        }
        // Rubrics within pages are drawn like those at their heads, sometimes larger.
        let alike = class.capitals == self.capitals && (class.capitals || class.color == self.color);
        alike && class.half_points + 1 >= self.half_points
    }
}

fn rubric_looks(flow: &[Piece], is_title: &[bool], body: &Look) -> Vec<RubricLook> {
    /// What is known of the titles of one size, ground and weight.
    #[derive(Default)]
    struct Seen<'a> {
        titles: usize,
        at_head: Vec<&'a Piece>,
        pages: Vec<u32>,
    }
    let mut seen: FxHashMap<(u32, bool, bool), Seen<'_>> = FxHashMap::default();
    let titles = flow.iter().zip(is_title).filter(|(_, title)| **title);
    for (piece, _) in titles {
        let class = class_of(piece);
        let entry = seen
            .entry((class.half_points, class.band, class.bold))
            .or_default();
        entry.titles += 1;
        if piece.at_head {
            entry.at_head.push(piece);
            if entry.pages.last() != Some(&piece.page) {
                entry.pages.push(piece.page);
            }
        }
    }
    let mut looks = Vec::new();
    for ((half_points, band, bold), entry) in seen {
        let at_head = entry.at_head.len() as f32;
        if entry.pages.len() < PAGES_OF_RUBRICS || at_head < HEAD_SHARE * entry.titles as f32 {
            continue;
        }
        // The commonest colour and case of the titles at page heads.
        let mut kinds: FxHashMap<(u32, bool), usize> = FxHashMap::default();
        for piece in &entry.at_head {
            let class = class_of(piece);
            *kinds.entry((class.color, class.capitals)).or_default() += 1;
        }
        let commonest = kinds
            .into_iter()
            .max_by_key(|((color, capitals), count)| (*count, *color, *capitals));
        let Some(((color, capitals), _)) = commonest else {
            continue;
        };
        let prominences = entry.at_head.iter().map(|piece| prominence(piece, body));
        looks.push(RubricLook {
            half_points,
            band,
            bold,
            capitals,
            color,
            prominence: prominences.fold(0.0, f32::max),
        });
    }
    looks.sort_by(|a, b| b.prominence.total_cmp(&a.prominence));
    looks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_apart_by_their_way() {
        assert_eq!(
            way_of_numbering("Article 4 – OBJET"),
            way_of_numbering("Article 12 - Suite")
        );
        assert_ne!(
            way_of_numbering("2) Références"),
            way_of_numbering("2. Références")
        );
        assert_eq!(way_of_numbering("Références"), None);
    }

    #[test]
    fn letters_number_in_one_way() {
        let of_letter = way_of_numbering("A) Les arbres");
        assert_eq!(of_letter, way_of_numbering("G) Les haies"));
        assert_ne!(of_letter, way_of_numbering("1) Les haies"));
    }

    #[test]
    fn levels_rank_titles() {
        let levels = [Some(1), Some(2), None, Some(1), Some(2)];
        let mut ranks = [Some(14.0), Some(14.0), Some(9.0), Some(12.0), None];
        assert!(tells_levels(&levels, &ranks));
        assert!(
            !tells_levels(&[Some(2), Some(2)], &[Some(14.0), Some(12.0)]),
            "all alike"
        );
        assert!(
            !tells_levels(&[Some(1), Some(2)], &[Some(14.0), None]),
            "one is no title"
        );
        follow_levels(&levels, &mut ranks);
        let [one, two, other, again, text] = ranks;
        assert_eq!(one, again);
        assert!(one > two && is_above(one.unwrap_or(0.0), two.unwrap_or(0.0)));
        assert_eq!((other, text), (Some(9.0), None));
    }

    #[test]
    fn days_of_the_year() {
        assert!(names_day("Dimanche 18 janvier"));
        assert!(names_day("Sunday January 18th"));
        assert!(!names_day("Les 20 ans du club"));
    }

    #[test]
    fn a_title_stands_above_clearly_smaller_ones_alone() {
        assert!(is_above(20.0, 16.0));
        assert!(!is_above(20.0, 19.5));
        assert!(!is_above(0.0, 0.0));
    }
}
