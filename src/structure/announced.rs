//! What an issue announces itself: the outline of the file and the table of contents that is printed. Both name titles;
//! the outline tells their levels too, where enough of its entries stand on the pages to be believed, and so do contents
//! whose entries are of two looks or set in.
use super::flow::{Piece, half_points};
use super::phrases::names_contents;
use crate::french::fold::fold;
use crate::layout::OutlineEntry;
use rustc_hash::FxHashMap;

/// What is announced of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Announced {
    /// Depth in the outline, from 1.
    pub(super) level: Option<u8>,
    /// Whether the printed contents name it.
    pub(super) in_contents: bool,
    /// Its level in the printed contents, 1 or 2, where these show two.
    pub(super) contents_level: Option<u8>,
}

/// Entries of an outline that stand on the pages, from which it is believed.
const ENTRIES: usize = 2;
/// Share of its entries that must stand there.
const SHARE: f32 = 0.6;
/// Entries of an outline that are looked for.
const MOST_ENTRIES: usize = 500;
/// Pieces behind the title of the printed contents that may be entries.
const MOST_LINES: usize = 60;
/// Words of an entry.
const WORDS: usize = 20;
/// Letters of an entry, and of a title that it names.
const LETTERS: usize = 4;
/// Entries of each level of printed contents, and titles that they name, from which the levels are believed.
const ENTRIES_OF_A_LEVEL: usize = 2;
/// How far an entry is set in, in ems, to be of the second level: at least, and at most.
const SET_IN: f32 = 0.8;
const FURTHEST_IN: f32 = 3.0;
/// How far left edges may lie apart, in ems, to be one.
const SAME_EDGE: f32 = 0.2;
/// Share of the longer of two titles that the shorter has, where one begins with the other.
const ALIKE: f32 = 0.7;

/// For every piece what is announced of it.
pub(super) fn read(flow: &[Piece], outline: &[OutlineEntry]) -> Vec<Announced> {
    let mut announced = vec![Announced::default(); flow.len()];
    let contents: Vec<usize> = (0..flow.len())
        .filter(|index| flow.get(*index).is_some_and(|piece| names_contents(&piece.text)))
        .collect();
    if outline.len() < ENTRIES && contents.is_empty() {
        return announced;
    }
    let keys: Vec<String> = flow.iter().map(|piece| key_of_title(&piece.text)).collect();
    if outline.len() >= ENTRIES {
        mark_outline(flow, &keys, outline, &mut announced);
    }
    for title in contents {
        mark_contents(flow, &keys, title, &mut announced);
    }
    announced
}

fn mark_outline(flow: &[Piece], keys: &[String], outline: &[OutlineEntry], announced: &mut [Announced]) {
    let mut found: Vec<(usize, u8)> = Vec::new();
    let mut by_page: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
    for (index, piece) in flow.iter().enumerate() {
        by_page.entry(piece.page).or_default().push(index);
    }
    let entries = outline.len().min(MOST_ENTRIES);
    for entry in outline.iter().take(MOST_ENTRIES) {
        let key = key_of_title(&entry.title);
        let on_page = entry.page.and_then(|page| by_page.get(&page));
        let place = on_page.into_iter().flatten().copied().find(|index| {
            let is_free = found.iter().all(|(taken, _)| taken != index);
            is_free && keys.get(*index).is_some_and(|other| are_alike(&key, other))
        });
        found.extend(place.map(|place| (place, entry.level)));
    }
    if found.len() < ENTRIES || (found.len() as f32) < SHARE * entries as f32 {
        return;
    }
    for (place, level) in found {
        if let Some(piece) = announced.get_mut(place) {
            piece.level = Some(level);
        }
    }
}

/// Marks what stands a second time: first as an entry below the title of the contents, then as a title.
fn mark_contents(flow: &[Piece], keys: &[String], title: usize, announced: &mut [Announced]) {
    let Some(page) = flow.get(title).map(|piece| piece.page) else {
        return;
    };
    let mut entries: FxHashMap<&str, usize> = FxHashMap::default();
    let mut in_order: Vec<usize> = Vec::new();
    for (index, piece) in flow.iter().enumerate().skip(title + 1).take(MOST_LINES) {
        if piece.page != page {
            break;
        }
        if piece.words.len() <= WORDS
            && let Some(key) = keys.get(index).filter(|key| key.len() >= LETTERS)
        {
            entries.entry(key.as_str()).or_insert(index);
            in_order.push(index);
        }
    }
    let mut named: Vec<(usize, usize)> = Vec::new();
    for (index, key) in keys.iter().enumerate() {
        let is_entry_before = entries.get(key.as_str()).is_some_and(|first| *first < index);
        let is_on_page_before =
            flow.get(index).is_some_and(|piece| piece.page < page) && entries.contains_key(key.as_str());
        if (is_entry_before || is_on_page_before)
            && let Some(piece) = announced.get_mut(index)
        {
            piece.in_contents = true;
            named.extend(entries.get(key.as_str()).map(|entry| (*entry, index)));
        }
    }
    let levels = levels_of_entries(flow, &in_order);
    let level_of = |entry: usize| {
        let place = in_order.iter().position(|other| *other == entry)?;
        levels.as_ref()?.get(place).copied()
    };
    let told: Vec<(usize, u8)> = named
        .into_iter()
        .filter_map(|(entry, title)| Some((title, level_of(entry)?)))
        .collect();
    let named_of = |level: u8| told.iter().filter(|(_, other)| *other == level).count();
    let begins_above = told.first().is_some_and(|(_, level)| *level == 1);
    if !begins_above || named_of(1) < ENTRIES_OF_A_LEVEL || named_of(2) < ENTRIES_OF_A_LEVEL {
        return;
    }
    for (title, level) in told {
        if let Some(piece) = announced.get_mut(title) {
            piece.contents_level = Some(level);
        }
    }
}

/// The levels of the entries of printed contents: those of two looks, or of one look and set in. Nothing where they do not
/// show two levels, the first of them the higher.
fn levels_of_entries(flow: &[Piece], entries: &[usize]) -> Option<Vec<u8>> {
    let pieces: Vec<&Piece> = entries.iter().filter_map(|index| flow.get(*index)).collect();
    let look = |piece: &Piece| (half_points(piece.look.size), piece.look.bold, piece.look.capitals);
    let mut looks: Vec<(u32, bool, bool)> = pieces.iter().map(|piece| look(piece)).collect();
    looks.sort_unstable();
    looks.dedup();
    let levels: Vec<u8> = match looks.as_slice() {
        [lower, _] => {
            let level = |piece: &&Piece| if look(piece) == *lower { 2 } else { 1 };
            pieces.iter().map(level).collect()
        }
        [_] => levels_by_indent(&pieces)?,
        _ => return None,
    };
    let count = |level: u8| levels.iter().filter(|other| **other == level).count();
    let shows_two = count(1) >= ENTRIES_OF_A_LEVEL && count(2) >= ENTRIES_OF_A_LEVEL;
    (shows_two && levels.first() == Some(&1)).then_some(levels)
}

/// The levels of entries of one look, the lower ones set in: two left edges no further apart than an indent, and each lower
/// entry under the one that it belongs to. Two columns, or centred lines, have edges that tell nothing.
fn levels_by_indent(pieces: &[&Piece]) -> Option<Vec<u8>> {
    let em = pieces.first()?.look.size;
    let left = pieces.iter().map(|piece| piece.rect[0]).fold(f32::MAX, f32::min);
    let right = pieces.iter().map(|piece| piece.rect[0]).fold(f32::MIN, f32::max);
    let indent = right - left;
    if !(SET_IN * em..=FURTHEST_IN * em).contains(&indent) {
        return None;
    }
    let mut above: Option<&Piece> = None;
    let mut levels = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let edge = piece.rect[0] - left;
        let (is_out, is_in) = (edge <= SAME_EDGE * em, indent - edge <= SAME_EDGE * em);
        if is_out == is_in {
            return None;
        }
        let is_under = above.is_none_or(|above| {
            let (same_page, lower) = (piece.page == above.page, piece.rect[1] >= above.rect[1]);
            same_page && lower && piece.rect[0] < above.rect[2]
        });
        if !is_under {
            return None;
        }
        above = Some(piece);
        levels.push(if is_in { 2 } else { 1 });
    }
    Some(levels)
}

/// The letters of a title or an entry without case, accents, marks, and figures at its ends.
fn key_of_title(text: &str) -> String {
    let bare = text.trim_matches(|letter: char| !letter.is_alphabetic());
    let bare = bare
        .strip_suffix(" p")
        .or_else(|| bare.strip_suffix(" page"))
        .unwrap_or(bare);
    fold(bare)
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .collect()
}

fn are_alike(one: &str, other: &str) -> bool {
    let (shorter, longer) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    shorter.len() >= LETTERS
        && longer.starts_with(shorter)
        && shorter.len() as f32 >= ALIKE * longer.len() as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_leave_marks_and_pages_aside() {
        assert_eq!(key_of_title("• L’École en fête ..... 4"), "lecoleenfete");
        assert_eq!(key_of_title("L'école en fête p. 4"), "lecoleenfete");
        assert_eq!(key_of_title("12"), "");
    }

    #[test]
    fn titles_may_be_cut_short() {
        assert!(are_alike("lesjardinsdelagare", "lesjardinsdela"));
        assert!(!are_alike("lesjardinsdelagare", "lesjardins"));
        assert!(!are_alike("a", "a"));
    }

    #[test]
    fn contents_of_two_looks_or_set_in_tell_levels() {
        let titles = ["Vie locale", "Le marché", "La fontaine", "Jeunesse", "La crèche"];
        let is_above = |title: &str| matches!(title, "Vie locale" | "Jeunesse");
        let levels = |entry: &dyn Fn(&str) -> Piece| -> Vec<Option<u8>> {
            let mut flow = vec![Piece::of_line("Sommaire", 1, true)];
            flow.extend(titles.iter().map(|title| entry(title)));
            flow.extend(titles.iter().map(|title| Piece::of_line(title, 2, true)));
            let announced = read(&flow, &[]);
            announced[6..].iter().map(|piece| piece.contents_level).collect()
        };
        let told = [Some(1), Some(2), Some(2), Some(1), Some(2)];
        let by_weight = levels(&|title| Piece::of_line(&format!("{title} 4"), 1, is_above(title)));
        assert_eq!(by_weight, told);
        let at = |title: &str, left: f32| {
            let mut piece = Piece::of_line(title, 1, false);
            piece.rect[0] = left;
            piece
        };
        let set_in = levels(&|title| at(title, if is_above(title) { 0.0 } else { 12.0 }));
        assert_eq!(set_in, told);
        let two_columns = levels(&|title| at(title, if is_above(title) { 0.0 } else { 60.0 }));
        assert_eq!(two_columns, [None; 5]);
        let centred = levels(&|title| at(title, 50.0 - 2.0 * title.len() as f32));
        assert_eq!(centred, [None; 5]);
        assert_eq!(levels(&|title| Piece::of_line(title, 1, false)), [None; 5]);
        let first_is_lower = levels(&|title| Piece::of_line(title, 1, !is_above(title)));
        assert_eq!(first_is_lower, [None; 5]);
    }
}
