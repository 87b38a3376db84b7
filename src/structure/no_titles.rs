//! What looks like titles one by one, and together is something else: lists, cells of a table, directories of names,
//! emphasis within text.
use super::flow::Piece;
use super::plain_lines::holds_phone_number;
use super::ranks::{Class, class_of, names_day};
use rustc_hash::FxHashMap;

/// Runs of many titles of one style with no text between them are a list or a display, not titles of sections.
pub(super) fn unmake_runs(flow: &[Piece], is_title: &mut [bool]) {
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
        if end - start >= RUN {
            let under_title = start > 0 && is_title.get(start - 1) == Some(&true);
            let kept = usize::from(!under_title);
            for title in is_title.iter_mut().take(end).skip(start + kept) {
                *title = false;
            }
        }
        start = end.max(start + 1);
    }
}

/// Cells of a table, each on a ground of its own: three or more of one look in a row, or one under the other.
pub(super) fn unmake_cells(flow: &[Piece], is_title: &mut [bool]) {
    const CELLS: usize = 3;
    const TOUCH: f32 = 5.0;
    const APART: f32 = 40.0;
    let cells: Vec<usize> = (0..flow.len())
        .filter(|index| is_title.get(*index) == Some(&true))
        .filter(|index| flow.get(*index).is_some_and(|piece| piece.alone_in_frame))
        .collect();
    let touches = |a: &Piece, b: &Piece, follows: bool| {
        let (Some(one), Some(other)) = (a.frame, b.frame) else {
            return false;
        };
        let across = one.rect[2].min(other.rect[2]) - one.rect[0].max(other.rect[0]);
        let down = one.rect[3].min(other.rect[3]) - one.rect[1].max(other.rect[1]);
        let near = |one: f32, other: f32| (one - other).abs() < TOUCH;
        let same_height = near(one.rect[1], other.rect[1]) && near(one.rect[3], other.rect[3]);
        let same_width = near(one.rect[0], other.rect[0]) && near(one.rect[2], other.rect[2]);
        let in_row = same_height && across > -APART;
        let in_column = same_width && follows && down > -APART;
        a.page == b.page && one.id != other.id && (in_row || in_column)
    };
    let mut group: Vec<usize> = (0..cells.len()).collect();
    for (place, index) in cells.iter().enumerate() {
        for (earlier, other) in cells.iter().enumerate().take(place) {
            let (Some(a), Some(b)) = (flow.get(*index), flow.get(*other)) else {
                continue;
            };
            if a.page == b.page && class_of(a) == class_of(b) && touches(a, b, other + 1 == *index) {
                let (from, to) = (
                    group.get(place).copied().unwrap_or(0),
                    group.get(earlier).copied().unwrap_or(0),
                );
                for slot in &mut group {
                    if *slot == from {
                        *slot = to;
                    }
                }
            }
        }
    }
    for (place, index) in cells.iter().enumerate() {
        let own = group.get(place);
        let members = group.iter().filter(|other| Some(*other) == own).count();
        if members >= CELLS
            && let Some(title) = is_title.get_mut(*index)
        {
            *title = false;
        }
    }
}

/// Names over functions, one after the other: five or more titles of one look in one column, each with a few words
/// below it and no more; or four names of persons and more, each with a few lines.
pub(super) fn unmake_directories(flow: &[Piece], is_title: &mut [bool]) {
    unmake_entries(flow, is_title, 5, 8, |_| true);
    unmake_entries(flow, is_title, 4, 25, is_name_of_person);
}

fn unmake_entries(
    flow: &[Piece],
    is_title: &mut [bool],
    fewest: usize,
    most_words: usize,
    is_entry: impl Fn(&str) -> bool,
) {
    let mut start = 0;
    while start < flow.len() {
        let mut entries: Vec<usize> = Vec::new();
        let mut index = start;
        while is_title.get(index) == Some(&true)
            && same_look(flow.get(start), flow.get(index))
            && flow.get(index).is_some_and(|piece| is_entry(&piece.text))
        {
            let mut after = index + 1;
            let mut words = 0;
            while is_title.get(after) == Some(&false) {
                words += flow.get(after).map_or(0, |piece| piece.words.len());
                after += 1;
            }
            let is_last = !same_look(flow.get(start), flow.get(after)) || is_title.get(after).is_none();
            if words > most_words && !is_last {
                break;
            }
            entries.push(index);
            index = after;
            if is_last {
                break;
            }
        }
        if entries.len() >= fewest {
            for entry in &entries {
                if let Some(title) = is_title.get_mut(*entry) {
                    *title = false;
                }
            }
        }
        start = entries.last().map_or(start + 1, |last| last + 1);
    }
}

/// Whether a title may be the name of a person: two to four words of letters, each with a capital, particles aside.
fn is_name_of_person(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_particle = |word: &str| {
        matches!(
            word,
            "de" | "du" | "des" | "le" | "la" | "von" | "van" | "da" | "di"
        )
    };
    let is_name = |word: &str| {
        word.starts_with(char::is_uppercase)
            && word
                .chars()
                .all(|letter| letter.is_alphabetic() || matches!(letter, '-' | '\'' | '’' | '.'))
    };
    (2..=4).contains(&words.len()) && words.iter().all(|word| is_name(word) || is_particle(word))
}

/// The days of a programme: four titles and more of a page that are a day and nothing else, each with a few words below.
pub(super) fn unmake_days(flow: &[Piece], is_title: &mut [bool]) {
    const DAYS: usize = 4;
    const WORDS: usize = 25;
    const WORDS_OF_A_DAY: usize = 4;
    let mut of_page: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
    for (index, piece) in flow.iter().enumerate() {
        if is_title.get(index) != Some(&true) || piece.words.len() > WORDS_OF_A_DAY || !names_day(&piece.text)
        {
            continue;
        }
        let below = flow
            .iter()
            .zip(is_title.iter())
            .skip(index + 1)
            .take_while(|(_, title)| !**title);
        if below.map(|(piece, _)| piece.words.len()).sum::<usize>() <= WORDS {
            of_page.entry(piece.page).or_default().push(index);
        }
    }
    for index in of_page.into_values().filter(|days| days.len() >= DAYS).flatten() {
        if let Some(title) = is_title.get_mut(index) {
            *title = false;
        }
    }
}

/// Names over their addresses: three titles and more of one look, each with a few words below it and a telephone
/// number or a mail address among them. The last one's text may go on.
pub(super) fn unmake_contacts(flow: &[Piece], is_title: &mut [bool]) {
    const ENTRIES: usize = 3;
    const WORDS: usize = 20;
    let mut index = 0;
    while index < flow.len() {
        let mut entries: Vec<usize> = Vec::new();
        let mut next = index;
        while is_title.get(next) == Some(&true) && same_look(flow.get(index), flow.get(next)) {
            let below = flow
                .iter()
                .zip(is_title.iter())
                .skip(next + 1)
                .take_while(|(_, title)| !**title);
            let below: Vec<&Piece> = below.map(|(piece, _)| piece).collect();
            let mut words = 0;
            let near = below.iter().take_while(|piece| {
                words += piece.words.len();
                words <= WORDS
            });
            let is_contact = near
                .into_iter()
                .any(|piece| piece.text.contains('@') || holds_phone_number(&piece.text));
            let is_short = below.iter().map(|piece| piece.words.len()).sum::<usize>() <= WORDS;
            if !is_contact {
                break;
            }
            entries.push(next);
            next += below.len() + 1;
            if !is_short {
                break;
            }
        }
        if entries.len() >= ENTRIES {
            for entry in &entries {
                if let Some(title) = is_title.get_mut(*entry) {
                    *title = false;
                }
            }
        }
        index = entries.last().map_or(index + 1, |last| last + 1);
    }
}

/// Looks in which most pieces of a page are text: the few that seem titles are not, unless their size says so.
pub(super) fn unmake_minorities(
    flow: &[Piece],
    is_title: &mut [bool],
    grounds: &[Vec<(&'static str, f32)>],
    size_beside: impl Fn(&Piece) -> f32,
) {
    const PIECES: usize = 8;
    const PLAINLY: f32 = 3.0;
    let mut pieces: FxHashMap<(u32, Class), (usize, usize)> = FxHashMap::default();
    for (piece, title) in flow.iter().zip(is_title.iter()) {
        let (titles, all) = pieces.entry((piece.page, class_of(piece))).or_default();
        *titles += usize::from(*title);
        *all += 1;
    }
    for ((piece, title), grounds) in flow.iter().zip(is_title.iter_mut()).zip(grounds) {
        if grounds.iter().map(|(_, weight)| weight).sum::<f32>() >= PLAINLY {
            continue;
        }
        let (titles, all) = pieces
            .get(&(piece.page, class_of(piece)))
            .copied()
            .unwrap_or((0, 0));
        let is_large = piece.look.size >= 1.15 * size_beside(piece);
        if *title && !is_large && !piece.look.underlined && all >= PIECES && titles * 5 < all * 2 {
            *title = false;
        }
    }
}

fn same_look(a: Option<&Piece>, b: Option<&Piece>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if class_of(a) == class_of(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_persons() {
        for name in [
            "Anne Aubert",
            "Jean-Pierre Le Floc’h",
            "COLLIN Marc",
            "Ludwig van Berg",
        ] {
            assert!(is_name_of_person(name), "{name}");
        }
        for title in [
            "Art et couture",
            "Téléthon 2009",
            "Bibliothèque",
            "Le mot du maire",
        ] {
            assert!(!is_name_of_person(title), "{title}");
        }
    }

    fn unmade(lines: &[(&str, bool)], unmake: impl Fn(&[Piece], &mut [bool])) -> Vec<bool> {
        let flow: Vec<Piece> = lines
            .iter()
            .map(|(text, bold)| Piece::of_line(text, 1, *bold))
            .collect();
        let mut is_title: Vec<bool> = lines.iter().map(|(_, bold)| *bold).collect();
        unmake(&flow, &mut is_title);
        is_title
    }

    #[test]
    fn names_over_addresses_are_no_titles() {
        let mut lines = vec![
            ("Anne Aubert", true),
            ("Catéchiste, 01 99 00 11 22", false),
            ("Marc Collin", true),
            ("marc@valbois.example", false),
            ("Zoé Durand", true),
            ("zoe@valbois.example", false),
        ];
        assert_eq!(unmade(&lines, unmake_contacts), [false; 6]);
        lines.truncate(4);
        assert_eq!(unmade(&lines, unmake_contacts), [true, false, true, false]);
    }

    #[test]
    fn days_of_a_programme_are_no_titles() {
        let days = ["20 juillet", "27 juillet", "3 août", "Samedi 10 août"];
        let lines: Vec<(&str, bool)> = days
            .iter()
            .flat_map(|day| [(*day, true), ("Concert sur la place, gratuit", false)])
            .collect();
        assert_eq!(unmade(&lines, unmake_days), [false; 8]);
        let few: Vec<(&str, bool)> = lines.iter().copied().take(6).collect();
        assert_eq!(unmade(&few, unmake_days), [true, false, true, false, true, false]);
    }
}
