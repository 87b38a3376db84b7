//! Boxes that stand for themselves. Some newsletters are sheets of boxes, a notice in each, most of them without a
//! title: there a box is a section, and what stands outside of boxes goes on none of them. Elsewhere a box without a
//! title belongs to the article around it.
use super::flow::Piece;
use super::titles::Role;
use rustc_hash::{FxHashMap, FxHashSet};

/// Boxes on a page from which it may be a sheet of boxes.
const BOXES: usize = 3;
/// Share of the words of a page that stand in its boxes, from which it is a sheet of boxes.
const SHARE: f32 = 0.5;
/// The same, where another page is one.
const SHARE_BESIDE_A_SHEET: f32 = 0.3;
/// Words of a notice.
const WORDS: usize = 5;
/// Share of its page from which a box is the ground of the page.
const GROUND: f32 = 0.5;

/// For every piece the box that it stands in, by page and number, where that box is a section of its own.
pub(super) fn read(flow: &[Piece], roles: &[Role]) -> Vec<Option<(u32, u32)>> {
    let mut words_of_box: FxHashMap<(u32, u32), usize> = FxHashMap::default();
    let mut words_of_page: FxHashMap<u32, usize> = FxHashMap::default();
    let mut titled: FxHashSet<u32> = FxHashSet::default();
    for (piece, role) in flow.iter().zip(roles) {
        *words_of_page.entry(piece.page).or_default() += piece.words.len();
        match key(piece) {
            Some(key) => *words_of_box.entry(key).or_default() += piece.words.len(),
            None if matches!(role, Role::Title(_)) => {
                titled.insert(piece.page);
            }
            None => {}
        }
    }
    let is_sheet = |page: u32, share: f32| {
        let boxes: Vec<usize> = words_of_box
            .iter()
            .filter(|((on, _), words)| *on == page && **words >= WORDS)
            .map(|(_, words)| *words)
            .collect();
        let all = words_of_page.get(&page).copied().unwrap_or(0);
        boxes.len() >= BOXES
            && (share >= SHARE || !titled.contains(&page))
            && boxes.iter().sum::<usize>() as f32 >= share * all as f32
    };
    let pages = || words_of_page.keys().copied();
    let has_sheet = pages().any(|page| is_sheet(page, SHARE));
    let beside = |page: u32| has_sheet && is_sheet(page, SHARE_BESIDE_A_SHEET);
    let sheets: FxHashSet<u32> = pages()
        .filter(|page| is_sheet(*page, SHARE) || beside(*page))
        .collect();
    flow.iter()
        .map(|piece| key(piece).filter(|(page, _)| sheets.contains(page)))
        .collect()
}

/// The outlined box of a piece.
fn key(piece: &Piece) -> Option<(u32, u32)> {
    let frame = piece
        .frame
        .filter(|frame| frame.share < GROUND && frame.outlined)?;
    Some((piece.page, frame.id))
}
