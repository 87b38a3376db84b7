//! Which of several reading orders is the right one? Where a column ends within a sentence or a word, what comes next
//! should go on with a small letter; where it ends a sentence, it should not. Pictures and bands of white that part
//! columns are believed unless the text runs better without them.
use super::cuts::{Atom, Item, ROW_GAP, columns};
use super::fragments::Fragment;
use super::geometry::height;
use crate::model::Rect;

/// By how much another order must run better than the first one; it must break less often too.
const BETTER: f32 = 1.0;
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
    let first = columns(atoms.clone(), em, walls.all, ROW_GAP);
    if first.len() < 2 {
        return first;
    }
    let (known, broken) = score(&first, fragments);
    if broken == 0 {
        return first;
    }
    let mut best = (known + BETTER, broken, None);
    let others = [
        (walls.rules, ROW_GAP),
        (walls.all, f32::INFINITY),
        (walls.rules, f32::INFINITY),
    ];
    for (walls, row_gap) in others {
        let other = columns(atoms.clone(), em, walls, row_gap);
        let (found, breaks) = score(&other, fragments);
        if found >= best.0 && breaks < best.1 {
            best = (found, breaks, Some(other));
        }
    }
    best.2.unwrap_or(first)
}

/// How well the text runs from each region to the next one, and how often it breaks.
fn score(regions: &[Vec<Atom>], fragments: &[Fragment]) -> (f32, usize) {
    let mut sum = 0.0;
    let mut broken = 0;
    for pair in regions.windows(2) {
        let [region, next] = pair else { continue };
        let (Some(last), Some(first)) = (last_of(region, fragments), first_of(next, fragments)) else {
            continue;
        };
        let joint = joint(last, first);
        broken += usize::from(joint < 0.0);
        sum += joint;
    }
    (sum, broken)
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

/// How well one line goes on another.
fn joint(last: &Fragment, first: &Fragment) -> f32 {
    let (Some(end), Some(begin)) = (last.words.last(), first.words.first()) else {
        return 0.0;
    };
    if (last.size - first.size).abs() > SAME_SIZE * last.size {
        return 0.0;
    }
    let is_small = begin.text.starts_with(char::is_lowercase);
    let is_capital = begin.text.starts_with(char::is_uppercase);
    if end.text.ends_with(['-', '\u{2010}', '\u{ad}']) {
        return if is_small { 2.0 } else { -1.0 };
    }
    if end.text.ends_with(['.', '!', '?', '…', ':', '»', '”', '"']) {
        return if is_small { -1.5 } else { 0.25 };
    }
    match (is_small, is_capital) {
        (true, _) => 1.0,
        (_, true) => -0.5,
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Word;
    use super::*;

    fn fragment(text: &str) -> Fragment {
        Fragment {
            words: vec![Word {
                text: text.to_string(),
                rect: [0.0; 4],
                style: 0,
                link: None,
            }],
            rect: [0.0; 4],
            baseline: 0.0,
            size: 10.0,
            turned: false,
        }
    }

    #[test]
    fn sentences_and_words_go_on_small() {
        assert!(joint(&fragment("amélio-"), &fragment("ration")) > joint(&fragment("de"), &fragment("la")));
        assert!(joint(&fragment("de"), &fragment("la")) > 0.0);
        assert!(joint(&fragment("fin."), &fragment("la")) < 0.0);
        assert!(joint(&fragment("fin."), &fragment("La")) > 0.0);
        assert!(joint(&fragment("de"), &fragment("Une")) < 0.0);
        let large = Fragment {
            size: 18.0,
            ..fragment("Titre")
        };
        assert_eq!(joint(&fragment("de"), &large), 0.0);
    }
}
