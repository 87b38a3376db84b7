//! Which of several reading orders is the right one? Where a column ends within a sentence or a word, what comes next
//! should go on with a small letter; where it ends a sentence, it should not. Pictures and bands of white that part
//! columns are believed unless the text runs better without them.
use super::cuts::{Atom, Item, Mattered, Page, ROW_GAP, columns, ends_of_white};
use super::fragments::Fragment;
use super::geometry::height;
use crate::model::Rect;

/// Difference of sizes, as a share, from which a text does not go on.
const SAME_SIZE: f32 = 0.08;

/// What parts columns.
#[derive(Debug, Clone, Copy)]
pub(super) struct Walls<'a> {
    /// Rules.
    pub(super) rules: &'a [Rect],
    /// Rules and pictures.
    pub(super) all: &'a [Rect],
}

/// The regions of one column each in the order in which the text runs best.
pub(super) fn best_columns(
    atoms: Vec<Atom>,
    em: f32,
    walls: Walls<'_>,
    fragments: &[Fragment],
) -> Vec<Vec<Atom>> {
    let page = Page {
        em,
        walls: walls.all,
        row_gap: ROW_GAP,
        trims: true,
    };
    let (first, mattered) = columns(atoms.clone(), &page);
    let mut known = Run::of(&first, fragments);
    if known.breaks == 0 {
        return first;
    }
    known.beside = pieces_beside_another(&first);
    let mut tried = vec![Way::of(&page, false, mattered)];
    let mut best: Option<(Run, Vec<Vec<Atom>>)> = None;
    let has_pictures = walls.all.len() != walls.rules.len();
    for without_pictures in [false, true] {
        for (row_gap, trims) in [
            (ROW_GAP, true),
            (ROW_GAP, false),
            (f32::INFINITY, true),
            (f32::INFINITY, false),
        ] {
            let page = Page {
                em,
                walls: if without_pictures { walls.rules } else { walls.all },
                row_gap,
                trims,
            };
            let gives_the_same = |way: &Way| way.gives_the_same(&page, without_pictures);
            if (without_pictures && !has_pictures) || tried.iter().any(gives_the_same) {
                continue;
            }
            let (other, mattered) = columns(atoms.clone(), &page);
            tried.push(Way::of(&page, without_pictures, mattered));
            let mut run = Run::of(&other, fragments);
            let to_beat = best.as_ref().map_or(known, |(best, _)| *best);
            if !run.goes_on_more_than(&to_beat) {
                continue;
            }
            run.beside = pieces_beside_another(&other);
            if run.is_better_than(&to_beat) {
                best = Some((run, other));
            }
        }
    }
    best.map_or(first, |(_, regions)| regions)
}

/// A way of cutting that was tried, and what of it mattered.
struct Way {
    without_pictures: bool,
    row_gap: f32,
    trims: bool,
    mattered: Mattered,
}

impl Way {
    fn of(page: &Page<'_>, without_pictures: bool, mattered: Mattered) -> Self {
        Self {
            without_pictures,
            row_gap: page.row_gap,
            trims: page.trims,
            mattered,
        }
    }

    /// Whether another way differs at most in what did not matter.
    fn gives_the_same(&self, page: &Page<'_>, without_pictures: bool) -> bool {
        // What is taken away can only matter where it was there.
        let walls =
            self.without_pictures == without_pictures || (!self.without_pictures && !self.mattered.walls);
        let bands = self.row_gap == page.row_gap || (self.row_gap < page.row_gap && !self.mattered.bands);
        let trims = self.trims == page.trims || (self.trims && !self.mattered.trims);
        walls && bands && trims
    }
}

/// How well the text runs from each region to the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Run {
    /// How often a sentence or a word goes on.
    joins: usize,
    /// How often one breaks off.
    breaks: usize,
    /// Pieces that have another one beside them in their region: columns that were not cut hide their breaks.
    beside: usize,
}

impl Run {
    /// `beside` is left at 0: it is counted where the rest makes a difference.
    fn of(regions: &[Vec<Atom>], fragments: &[Fragment]) -> Self {
        let mut run = Run::default();
        for pair in regions.windows(2) {
            let [region, next] = pair else { continue };
            let (Some(last), Some(first)) = (last_of(region, fragments), first_of(next, fragments)) else {
                continue;
            };
            match joint(last, first) {
                Joint::GoesOn => run.joins += 1,
                Joint::Breaks => run.breaks += 1,
                Joint::Open => {}
            }
        }
        run
    }

    /// Whether more sentences go on and fewer break off.
    fn goes_on_more_than(&self, other: &Run) -> bool {
        self.joins > other.joins && self.breaks < other.breaks
    }

    /// Fewer breaks alone may only mean that a line was cut off: more must go on too.
    fn is_better_than(&self, other: &Run) -> bool {
        self.goes_on_more_than(other) && self.beside <= other.beside
    }
}

fn pieces_beside_another(regions: &[Vec<Atom>]) -> usize {
    let in_region = |region: &Vec<Atom>| {
        let ends = ends_of_white(region);
        ends.iter().filter(|end| end.is_finite()).count()
    };
    regions.iter().map(in_region).sum()
}

fn first_of<'f>(region: &[Atom], fragments: &'f [Fragment]) -> Option<&'f Fragment> {
    let top = region.iter().min_by(|a, b| a.text_top.total_cmp(&b.text_top))?;
    let line = |atom: &&Atom| atom.text_top - top.text_top < 0.5 * height(top.rect);
    fragment_of(
        region
            .iter()
            .filter(line)
            .min_by(|a, b| a.rect[0].total_cmp(&b.rect[0]))?,
        fragments,
    )
}

fn last_of<'f>(region: &[Atom], fragments: &'f [Fragment]) -> Option<&'f Fragment> {
    let bottom = region.iter().max_by(|a, b| a.rect[3].total_cmp(&b.rect[3]))?;
    let line = |atom: &&Atom| bottom.rect[3] - atom.rect[3] < 0.5 * height(bottom.rect);
    fragment_of(
        region
            .iter()
            .filter(line)
            .max_by(|a, b| a.rect[2].total_cmp(&b.rect[2]))?,
        fragments,
    )
}

fn fragment_of<'f>(atom: &Atom, fragments: &'f [Fragment]) -> Option<&'f Fragment> {
    match atom.item {
        Item::Fragment(index) => fragments.get(index),
        Item::Frame(_) => None,
    }
}

/// What one line does after another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    /// A sentence or a word goes on.
    GoesOn,
    /// It breaks off, or begins in its middle.
    Breaks,
    /// Nothing can be said.
    Open,
}

fn joint(last: &Fragment, first: &Fragment) -> Joint {
    let (Some(end), Some(begin)) = (last.words.last(), first.words.first()) else {
        return Joint::Open;
    };
    if (last.size - first.size).abs() > SAME_SIZE * last.size {
        return Joint::Open;
    }
    let is_small = begin.text.starts_with(char::is_lowercase);
    let ends_word = end.text.ends_with(['-', '\u{2010}', '\u{ad}']);
    let ends_sentence = end.text.ends_with(['.', '!', '?', '…', ':', '»', '”', '"']);
    match (is_small, ends_sentence) {
        (true, true) => Joint::Breaks,
        (true, false) => Joint::GoesOn,
        (false, _) if ends_word => Joint::Breaks,
        (false, _) => Joint::Open,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Word;
    use super::*;

    fn told(last: &str, first: &str) -> Joint {
        joint(&fragment(last), &fragment(first))
    }

    #[test]
    fn a_way_that_differs_in_nothing_that_mattered_is_not_tried() {
        let page = |row_gap, trims| Page {
            em: 10.0,
            walls: &[],
            row_gap,
            trims,
        };
        let way = |mattered| Way::of(&page(ROW_GAP, true), false, mattered);
        let nothing = way(Mattered::default());
        assert!(nothing.gives_the_same(&page(f32::INFINITY, false), true));
        let bands = way(Mattered {
            bands: true,
            ..Mattered::default()
        });
        assert!(bands.gives_the_same(&page(ROW_GAP, false), true));
        assert!(!bands.gives_the_same(&page(f32::INFINITY, true), false));
        let walls = way(Mattered {
            walls: true,
            ..Mattered::default()
        });
        assert!(!walls.gives_the_same(&page(ROW_GAP, true), true));
        let trims = way(Mattered {
            trims: true,
            ..Mattered::default()
        });
        assert!(!trims.gives_the_same(&page(ROW_GAP, false), false));
    }

    fn fragment(text: &str) -> Fragment {
        Fragment {
            words: vec![Word {
                text: text.into(),
                rect: [0.0; 4],
                style: 0,
                link: None,
                link_element: None,
            }],
            rect: [0.0; 4],
            baseline: 0.0,
            size: 10.0,
            turned: false,
        }
    }

    #[test]
    fn sentences_and_words_go_on_small() {
        assert_eq!(told("amélio-", "ration"), Joint::GoesOn);
        assert_eq!(told("de", "la"), Joint::GoesOn);
        assert_eq!(told("fin.", "la"), Joint::Breaks);
        assert_eq!(told("amélio-", "La"), Joint::Breaks);
        assert_eq!(told("fin.", "La"), Joint::Open);
        let large = Fragment {
            size: 18.0,
            ..fragment("titre")
        };
        assert_eq!(joint(&fragment("de"), &large), Joint::Open);
    }

    #[test]
    fn fewer_breaks_alone_are_not_better() {
        let run = |joins, breaks| Run {
            joins,
            breaks,
            beside: 0,
        };
        assert!(run(2, 0).is_better_than(&run(1, 1)));
        assert!(!run(1, 0).is_better_than(&run(1, 1)));
        assert!(!run(3, 1).is_better_than(&run(1, 1)));
        let uncut = Run {
            beside: 4,
            ..run(2, 0)
        };
        assert!(!uncut.is_better_than(&run(1, 1)));
    }
}
