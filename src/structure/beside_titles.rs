//! What stands beside titles and belongs to them: the line over one, the lines under one, its date, and the title of a
//! page that is printed again on the next.
use super::flow::{Look, Piece, half_points};
use super::link_phrases::is_phrase;
use super::phrases::begins_with_hour;
use super::ranks::{Class, class_of, names_day};
use super::titles::{Role, begins_item, has_sentence_inside};
use crate::french::fold::fold;
use rustc_hash::{FxHashMap, FxHashSet};

/// Longest subtitle in characters.
const LONGEST_SUBTITLE: usize = 160;
/// Pieces behind a line among which another one of its look makes it one of a list.
const LINES_OF_A_LIST: usize = 4;

/// Whether a title at the head of a page says what the page before said there: the rubric goes on.
pub(super) fn repeats_page_before(index: usize, flow: &[Piece], roles: &[Role]) -> bool {
    let Some(piece) = flow.get(index) else {
        return false;
    };
    if !piece.at_head {
        return false;
    }
    let words = letters_of(&piece.text);
    flow.iter().zip(roles).rev().any(|(earlier, role)| {
        earlier.page + 1 == piece.page
            && matches!(role, Role::Title(_) | Role::RunningHead)
            && earlier.at_head
            && (earlier.look.size - piece.look.size).abs() < 0.6
            && letters_of(&earlier.text) == words
    })
}

/// The letters and figures of a text, without case and accents.
fn letters_of(text: &str) -> String {
    fold(text)
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .collect()
}

/// Whether a title stands close over a larger one of the same ground, with nothing between: it announces it.
pub(super) fn is_kicker(index: usize, flow: &[Piece], is_title: &[bool]) -> bool {
    let (Some(piece), Some(next)) = (flow.get(index), flow.get(index + 1)) else {
        return false;
    };
    let white = next.rect[1] - piece.rect[3];
    let ground = |piece: &Piece| piece.frame.map(|frame| frame.id);
    is_title.get(index + 1) == Some(&true)
        && piece.page == next.page
        && ground(piece) == ground(next)
        && piece.lines == 1
        && piece.look.size <= 0.87 * next.look.size
        && white > -0.3 * next.look.size
        && white <= 0.75 * next.look.size
        && piece.rect[0] < next.rect[2]
        && piece.rect[2] > next.rect[0]
}

/// The looks in which one title alone says a day: where several do, they are those of a programme.
pub(super) fn lone_days(flow: &[Piece], is_title: &[bool]) -> FxHashSet<Class> {
    let mut days: FxHashMap<Class, usize> = FxHashMap::default();
    let titles = flow.iter().zip(is_title).filter(|(_, title)| **title);
    for (piece, _) in titles.filter(|(piece, _)| names_day(&piece.text)) {
        *days.entry(class_of(piece)).or_default() += 1;
    }
    days.into_iter()
        .filter(|(_, count)| *count == 1)
        .map(|(class, _)| class)
        .collect()
}

/// Whether a title is the date of the title directly before it: `Fête d'été`, `Samedi 4 juillet`.
pub(super) fn is_date_of_title(index: usize, flow: &[Piece], roles: &[Role]) -> bool {
    let (Some(piece), Some(title)) = (
        flow.get(index),
        index.checked_sub(1).and_then(|before| flow.get(before)),
    ) else {
        return false;
    };
    matches!(roles.last(), Some(Role::Title(_))) && title.page == piece.page && names_day(&piece.text)
}

/// Whether a piece set apart under a title is its subtitle: short, in a look of its own, with text after it.
pub(super) fn is_subtitle(index: usize, piece: &Piece, flow: &[Piece], roles: &[Role], body: &Look) -> bool {
    // Asked of every piece, of which few stand under a title.
    if index == 0 || !matches!(roles.last(), Some(Role::Title(_))) {
        return false;
    }
    let differs = piece.look.italic != body.italic
        || (piece.look.bold && !body.bold)
        || half_points(piece.look.size) > half_points(body.size) + 1;
    let length = piece.text.chars().count();
    if !differs || piece.lines > 2 || length > LONGEST_SUBTITLE || is_phrase(&piece.text) {
        return false;
    }
    let ends_within = piece.text.ends_with([',', ';', '.']) || has_sentence_inside(&piece.text);
    if begins_with_hour(&piece.text) || begins_item(&piece.text) || ends_within {
        return false;
    }
    let title = flow.get(index - 1);
    if piece.alone_in_frame {
        return false;
    }
    // A line of a list looks like the lines that follow.
    let is_of_list = flow.iter().skip(index + 1).take(LINES_OF_A_LIST).any(|other| {
        other.page == piece.page
            && other.lines == 1
            && other.look == piece.look
            && other.frame.map(|f| f.id) == piece.frame.map(|f| f.id)
    });
    if is_of_list && piece.look.size <= 1.1 * body.size {
        return false;
    }
    let near = title.is_some_and(|title| {
        title.page != piece.page || (piece.rect[1] - title.rect[3]).abs() <= 2.5 * title.look.size
    });
    let is_half = flow.get(index + 1).is_some_and(|next| {
        next.page == piece.page && next.text.chars().next().is_some_and(char::is_lowercase)
    });
    if is_half && !piece.text.ends_with(['!', '?', ':', '…', '»']) {
        return false;
    }
    let next_is_text = flow
        .get(index + 1)
        .is_some_and(|next| next.look != piece.look || next.page != piece.page);
    near && next_is_text
}
