//! Which titles may hold others. A title with text of its own does, and one of a look that comes again, as rubrics
//! have. A line of display that stands once and heads no text is a cover's, a slogan or a name: it holds what is
//! plainly set under it on its page, two titles and more of one look, and nothing else.
use super::flow::Piece;
use super::ranks::{Class, RUBRIC, class_of, is_above, way_of_numbering};
use super::titles::Role;
use rustc_hash::FxHashMap;

/// What a title may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// Whatever is below it in rank.
    All,
    /// What is below it in rank on its page, and what looks like that.
    OnPage,
    /// Nothing.
    Nothing,
}

/// Titles of one look directly under a display on its page from which it is their parent.
const CHILDREN: usize = 2;
/// Words of its own from which a title holds all below it.
const WORDS: usize = 30;

/// For every piece what it may hold; for text `Nothing`.
pub(super) fn read(flow: &[Piece], roles: &[Role]) -> Vec<Holds> {
    let mut looks: FxHashMap<Class, usize> = FxHashMap::default();
    for (piece, role) in flow.iter().zip(roles) {
        if matches!(role, Role::Title(_)) {
            *looks.entry(class_of(piece)).or_default() += 1;
        }
    }
    let mut titles: Vec<Shown> = Vec::new();
    let mut places: Vec<Option<usize>> = Vec::with_capacity(flow.len());
    for (piece, role) in flow.iter().zip(roles) {
        let look = class_of(piece);
        places.push(None);
        match role {
            Role::Title(rank) => {
                places.pop();
                places.push(Some(titles.len()));
                titles.push(Shown {
                    rank: *rank,
                    page: piece.page,
                    look: way_of_numbering(&piece.text).map_or(Kind::Look(look), Kind::Numbered),
                    is_lone: *rank < RUBRIC && looks.get(&look) == Some(&1),
                    words: 0,
                });
            }
            Role::Text => {
                if let Some(title) = titles.last_mut() {
                    title.words += piece.words.len();
                }
            }
            _ => {}
        }
    }
    let held_by = |place: &Option<usize>| place.map_or(Holds::Nothing, |place| held(&titles, place));
    places.iter().map(held_by).collect()
}

/// What titles of one level have in common: how they are numbered, else how they look.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Kind {
    Numbered(String),
    Look(Class),
}

/// A title as far as this question goes.
#[derive(Clone)]
struct Shown {
    rank: f32,
    page: u32,
    /// What makes it one of several.
    look: Kind,
    /// Whether no other title looks like it.
    is_lone: bool,
    /// Words of its own text.
    words: usize,
}

fn held(titles: &[Shown], index: usize) -> Holds {
    let Some(title) = titles.get(index) else {
        return Holds::Nothing;
    };
    if !title.is_lone || title.words >= WORDS {
        return Holds::All;
    }
    let mut children: FxHashMap<&Kind, usize> = FxHashMap::default();
    let mut open: Option<f32> = None;
    let after = titles.iter().skip(index + 1);
    for inner in after.take_while(|inner| inner.page == title.page && is_above(title.rank, inner.rank)) {
        if open.is_none_or(|open| !is_above(open, inner.rank)) {
            *children.entry(&inner.look).or_default() += 1;
            open = Some(inner.rank);
        }
    }
    if children.into_values().any(|count| count >= CHILDREN) {
        Holds::OnPage
    } else {
        Holds::Nothing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(rank: f32, page: u32, is_lone: bool, words: usize) -> Shown {
        Shown {
            rank,
            page,
            look: Kind::Look(Class::of_size(rank)),
            is_lone,
            words,
        }
    }

    #[test]
    fn a_display_holds_what_is_plainly_under_it() {
        let under = [
            shown(24.0, 1, true, 0),
            shown(12.0, 1, false, 50),
            shown(12.0, 1, false, 50),
        ];
        assert_eq!(held(&under, 0), Holds::OnPage);
        assert_eq!(held(&under, 1), Holds::All);
        let over_leaf = [
            shown(24.0, 1, true, 0),
            shown(12.0, 2, false, 50),
            shown(12.0, 2, false, 50),
        ];
        assert_eq!(held(&over_leaf, 0), Holds::Nothing);
        let unlike = [
            shown(24.0, 1, true, 4),
            shown(12.0, 1, false, 50),
            shown(14.0, 1, false, 50),
        ];
        assert_eq!(held(&unlike, 0), Holds::Nothing);
    }

    #[test]
    fn a_title_with_text_or_of_a_look_that_comes_again_holds_all() {
        let list = [
            shown(24.0, 1, true, 60),
            shown(20.0, 2, false, 0),
            shown(12.0, 3, false, 50),
        ];
        assert_eq!(held(&list, 0), Holds::All);
        assert_eq!(held(&list, 1), Holds::All);
    }
}
