//! Which pieces of the flow are titles, and of which rank.
//!
//! A piece is a title by what it looks like beside the running text: size, weight, colour, capitals, a band behind
//! it, white around it; and by what it says: a title is short, does not end like a sentence, is no entry of a
//! programme and no link phrase. Ranks come from style: the larger above the smaller, corrected by which style is
//! followed by which without text between them.
use super::flow::{Look, Piece, half_points};
use super::link_phrases::is_phrase;
use super::phrases::begins_with_hour;
use rustc_hash::FxHashMap;

/// What a piece is in the structure.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Role {
    /// The title of a section, of a rank counted from 0, the highest.
    Title(usize),
    /// A subtitle of the title before it.
    Subtitle,
    /// Text.
    Text,
}

/// Longest title in characters.
const LONGEST_TITLE: usize = 200;
/// Most lines of a title.
const MOST_LINES: usize = 5;
/// Sum of evidence from which a piece is a title.
const TITLE: f32 = 2.5;
/// Longest subtitle in characters.
const LONGEST_SUBTITLE: usize = 160;

/// Tells the role of every piece.
pub(super) fn roles(flow: &[Piece], body: &Look) -> Vec<Role> {
    let mut is_title: Vec<bool> = Vec::with_capacity(flow.len());
    for (index, piece) in flow.iter().enumerate() {
        is_title.push(evidence(piece, flow.get(index + 1), body) >= TITLE);
    }
    unmake_runs(flow, &mut is_title, body);
    let classes = classes(flow, &is_title);
    let ranks = ranks(flow, &is_title, &classes, body);
    let mut roles = Vec::with_capacity(flow.len());
    for (index, piece) in flow.iter().enumerate() {
        let class = classes.get(index).copied().flatten();
        let role = match class.and_then(|class| ranks.get(&class)) {
            Some(rank) => Role::Title(*rank),
            None if is_subtitle(index, piece, flow, &roles, body) => Role::Subtitle,
            None => Role::Text,
        };
        roles.push(role);
    }
    roles
}

/// Weighs what speaks for a title. Sizes count most: 1.15 is the ratio from which readers see a title at once.
fn evidence(piece: &Piece, next: Option<&Piece>, body: &Look) -> f32 {
    let letters = piece.text.chars().filter(|letter| letter.is_alphabetic()).count();
    let length = piece.text.chars().count();
    let is_button = piece.alone_in_frame && piece.all_linked;
    if letters < 2 || letters * 2 < length || length > LONGEST_TITLE || piece.lines > MOST_LINES {
        return 0.0;
    }
    if is_button || is_phrase(&piece.text) {
        return 0.0;
    }
    let look = &piece.look;
    let ratio = look.size / body.size.max(1.0);
    let mut sum = 0.0;
    if ratio >= 1.4 {
        sum += 3.5;
    } else if ratio >= 1.15 {
        sum += 2.5;
    } else if ratio >= 1.05 {
        sum += 1.0;
    } else if ratio < 0.93 {
        sum -= 2.0;
    }
    if look.bold && !body.bold {
        sum += 1.5;
    }
    if look.color != body.color && is_far(look.color, body.color) {
        sum += 0.75;
    }
    if look.capitals {
        sum += 1.0;
    }
    if piece.alone_in_frame && piece.frame.is_some() {
        sum += 1.25;
    }
    if look.family != body.family {
        sum += 0.25;
    }
    let pitch = 1.3 * look.size;
    if piece.white_above > 0.6 * pitch && piece.white_above >= piece.white_below {
        sum += 0.5;
    }
    let heads_text = next.is_some_and(|next| next.look.size <= look.size && !is_phrase(&next.text));
    if heads_text {
        sum += 0.25;
    }
    sum - against(piece, length)
}

/// Weighs what speaks against a title in the words themselves.
fn against(piece: &Piece, length: usize) -> f32 {
    let text = piece.text.trim_end();
    let mut sum = 0.0;
    if begins_with_hour(text) {
        sum += 2.5;
    }
    if begins_item(text) {
        // Some newsletters set a bullet before their titles: then weight and colour must say so.
        sum += 0.5;
    }
    if text.ends_with([',', ';']) {
        sum += 2.0;
    }
    if text.ends_with('.') && !text.ends_with("...") && text.contains(' ') {
        sum += 1.25;
    }
    if text
        .chars()
        .find(|letter| letter.is_alphanumeric())
        .is_some_and(char::is_lowercase)
    {
        sum += 1.0;
    }
    if length > 110 {
        sum += 1.0;
    }
    if piece.look.italic && !piece.look.bold {
        sum += 0.5;
    }
    if text.contains('@') || text.contains("://") || text.starts_with("www.") {
        sum += 2.0;
    }
    sum
}

fn begins_item(text: &str) -> bool {
    let mut characters = text.chars();
    let mark = characters.next().unwrap_or(' ');
    matches!(mark, '•' | '●' | '▪' | '■' | '◦' | '‣' | '➢' | '➤' | '✓' | '✔')
        || (matches!(mark, '-' | '–' | '—') && characters.next() == Some(' '))
}

/// Whether two colours differ as readers see it: some channel by a fifth of its range.
fn is_far(a: u32, b: u32) -> bool {
    [16, 8, 0]
        .iter()
        .any(|shift| (a >> shift & 0xff).abs_diff(b >> shift & 0xff) > 50)
}

/// Runs of many titles of one style with no text between them are a list or a display, not titles of sections:
/// only the first stays one, and only where its style is that of a title elsewhere.
fn unmake_runs(flow: &[Piece], is_title: &mut [bool], body: &Look) {
    const RUN: usize = 4;
    let mut start = 0;
    while start < flow.len() {
        let mut end = start;
        while end < flow.len()
            && is_title.get(end) == Some(&true)
            && same_look(flow.get(start), flow.get(end))
        {
            end += 1;
        }
        let large = flow
            .get(start)
            .is_some_and(|piece| piece.look.size >= 1.3 * body.size);
        if end - start >= RUN && !large {
            for title in is_title.iter_mut().take(end).skip(start + 1) {
                *title = false;
            }
        }
        start = end.max(start + 1);
    }
}

fn same_look(a: Option<&Piece>, b: Option<&Piece>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if class_of(a) == class_of(b))
}

/// What makes two titles of one class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Class {
    half_points: u32,
    bold: bool,
    capitals: bool,
    band: bool,
    color: u32,
}

fn class_of(piece: &Piece) -> Class {
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
    piece.alone_in_frame && piece.frame.is_some()
}

fn classes(flow: &[Piece], is_title: &[bool]) -> Vec<Option<Class>> {
    flow.iter()
        .zip(is_title)
        .map(|(piece, title)| title.then(|| class_of(piece)))
        .collect()
}

/// Ranks the classes: 0 is the highest.
fn ranks(
    flow: &[Piece],
    is_title: &[bool],
    classes: &[Option<Class>],
    body: &Look,
) -> FxHashMap<Class, usize> {
    let mut order: Vec<Class> = Vec::new();
    for class in classes.iter().flatten() {
        if !order.contains(class) {
            order.push(*class);
        }
    }
    order.sort_by(|a, b| prominence(b).total_cmp(&prominence(a)));
    // A class that stands directly over another one, title on title, is above it.
    let mut over: FxHashMap<(Class, Class), usize> = FxHashMap::default();
    for (index, window) in classes.windows(2).enumerate() {
        if let [Some(upper), Some(lower)] = window
            && upper != lower
            && is_title.get(index) == Some(&true)
            && same_column(flow.get(index), flow.get(index + 1))
        {
            *over.entry((*upper, *lower)).or_default() += 1;
        }
    }
    let votes = |a: Class, b: Class| over.get(&(a, b)).copied().unwrap_or(0);
    for _ in 0..order.len() {
        for place in 1..order.len() {
            let (Some(above), Some(below)) = (order.get(place - 1).copied(), order.get(place).copied())
            else {
                break;
            };
            if votes(below, above) >= 2 && votes(below, above) > 2 * votes(above, below) {
                order.swap(place - 1, place);
            }
        }
    }
    let mut ranks = FxHashMap::default();
    let mut rank = 0;
    let mut last: Option<Class> = None;
    for class in order {
        if let Some(known) = last
            && !is_same_rank(known, class, votes(known, class) + votes(class, known), body)
        {
            rank += 1;
        }
        ranks.insert(class, rank);
        last = Some(class);
    }
    ranks
}

fn prominence(class: &Class) -> f32 {
    let mut size = class.half_points as f32 / 2.0;
    if class.band {
        size *= 1.35;
    }
    if class.bold {
        size *= 1.06;
    }
    if class.capitals {
        size *= 1.08;
    }
    size
}

/// Whether two classes next to each other in order are one rank: nearly one size, and never title over title.
fn is_same_rank(a: Class, b: Class, votes: usize, body: &Look) -> bool {
    let (a_size, b_size) = (prominence(&a), prominence(&b));
    let near = (a_size - b_size).abs() <= (0.06 * body.size).max(0.5);
    near && votes == 0 && a.band == b.band
}

fn same_column(a: Option<&Piece>, b: Option<&Piece>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return false };
    // From the foot of one page to the head of the next, a title may stand over another one too.
    a.page != b.page || (a.rect[2].min(b.rect[2]) > a.rect[0].max(b.rect[0]) && b.rect[1] >= a.rect[1])
}

/// Whether a piece set apart under a title is its subtitle: short, in a look of its own, with text after it.
fn is_subtitle(index: usize, piece: &Piece, flow: &[Piece], roles: &[Role], body: &Look) -> bool {
    let after_title = index > 0 && matches!(roles.last(), Some(Role::Title(_)));
    let differs = piece.look.italic != body.italic
        || (piece.look.bold && !body.bold)
        || half_points(piece.look.size) > half_points(body.size) + 1;
    let length = piece.text.chars().count();
    if !after_title || !differs || piece.lines > 2 || length > LONGEST_SUBTITLE || is_phrase(&piece.text) {
        return false;
    }
    if begins_with_hour(&piece.text) || begins_item(&piece.text) || piece.text.ends_with([',', ';', '.']) {
        return false;
    }
    let title = flow.get(index - 1);
    let near = title.is_some_and(|title| {
        title.page != piece.page || (piece.rect[1] - title.rect[3]).abs() <= 2.5 * title.look.size
    });
    let next_is_text = flow
        .get(index + 1)
        .is_some_and(|next| next.look != piece.look || next.page != piece.page);
    near && next_is_text
}
