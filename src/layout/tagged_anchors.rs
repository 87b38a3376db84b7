//! The words of links as the structure tree of a tagged file tells them. Rectangles are what a reader clicks, and
//! decide; the tree is heard where a rectangle leaves a doubt: it holds no word, it lies over several lines or cuts
//! into words that are not meant, or it was drawn round the first line of a link alone. A tree that contradicts
//! a rectangle elsewhere is not believed, because many programs tag badly.
use super::fragments::Fragment;
use super::geometry::area;
use super::style::Styles;
use crate::model::Rect;
use crate::pdf::LinkAnnotation;
use rustc_hash::{FxHashMap, FxHashSet};

/// Words that a link may have by the tree alone. Longer ones are articles that a program tagged as a link.
const MOST_WORDS: usize = 40;

/// Words up to which the tree may add to those under a rectangle: it bounds the work.
const MOST_NAMED: usize = 200;

/// How many times the words under a rectangle the tree may name.
const MOST_TIMES: usize = 3;

/// Share of a word's width from which a rectangle means it without doubt.
const SURELY_COVERED: f32 = 0.9;

/// Share of a word's width from which a rectangle touches it.
const TOUCHED: f32 = 0.1;

/// Share of the height under which a word is covered by less than those that are meant: the neighbouring line.
const LESS_HIGH: f32 = 0.75;

/// Height of a region, in sizes of its letters, from which it lies over several lines.
const SEVERAL_LINES: f32 = 2.0;

/// Difference of baselines within a line, in points.
const SAME_LINE: f32 = 2.0;

/// Distance of the baselines of two lines of one link, in sizes of their letters.
const NEXT_LINE: f32 = 2.0;

/// A word of the page: its fragment, and its place in it.
type Place = (usize, usize);

/// What tree and rectangles say of one link.
#[derive(Debug, Default)]
struct Element {
    /// Its annotations, as indices into the links of the page.
    links: Vec<u32>,
    /// Words that the tree names.
    named: Vec<Place>,
    /// Words under its rectangles.
    caught: Vec<Place>,
}

/// Mends the words of the links of a page, which were given by rectangles.
pub(super) fn mend(fragments: &mut [Fragment], links: &[LinkAnnotation], styles: &Styles) {
    let elements = elements_of(fragments, links);
    // What one link gives up may be what another has too little of.
    for element in &elements {
        give_up_doubtful(fragments, links, element);
    }
    for element in elements {
        take_named(fragments, links, styles, element);
    }
}

/// The elements that have annotations on the page and words on it, in the order of the annotations.
fn elements_of(fragments: &[Fragment], links: &[LinkAnnotation]) -> Vec<Element> {
    let mut elements: Vec<Element> = Vec::new();
    let mut index_of: FxHashMap<u32, usize> = FxHashMap::default();
    for (link, number) in links.iter().zip(0_u32..) {
        let Some(element) = link.element else { continue };
        let index = *index_of.entry(element).or_insert_with(|| {
            elements.push(Element::default());
            elements.len() - 1
        });
        if let Some(element) = elements.get_mut(index) {
            element.links.push(number);
        }
    }
    if elements.is_empty() {
        return elements;
    }
    for (row, fragment) in fragments.iter().enumerate() {
        for (column, word) in fragment.words.iter().enumerate() {
            let by_tree = word.link_element.and_then(|element| index_of.get(&element));
            if let Some(element) = by_tree.and_then(|index| elements.get_mut(*index)) {
                element.named.push((row, column));
            }
            let annotation = word.link.and_then(|link| links.get(link as usize));
            let by_sight = annotation.and_then(|link| index_of.get(&link.element?));
            if let Some(element) = by_sight.and_then(|index| elements.get_mut(*index)) {
                element.caught.push((row, column));
            }
        }
    }
    elements.retain(|element| !element.named.is_empty());
    elements
}

/// Takes out of a link what its rectangle covers doubtfully and the tree does not name.
fn give_up_doubtful(fragments: &mut [Fragment], links: &[LinkAnnotation], element: &Element) {
    let named: FxHashSet<Place> = element.named.iter().copied().collect();
    let covered = |place: &Place, fragments: &[Fragment]| {
        let (fragment, word) = word_at(fragments, *place)?;
        let link = links.get(word.link? as usize)?;
        let region = link
            .regions
            .iter()
            .max_by(|a, b| shared(**a, word.rect).total_cmp(&shared(**b, word.rect)))?;
        Some(Covered {
            across: across(*region, word.rect),
            down: down(*region, word.rect),
            is_tall: region[3] - region[1] >= SEVERAL_LINES * fragment.size,
        })
    };
    let words = element.caught.iter().chain(&element.named);
    let lines = words.filter_map(|place| fragments.get(place.0));
    let (mut highest, mut lowest) = (f32::MAX, f32::MIN);
    for line in lines {
        highest = highest.min(line.baseline);
        lowest = lowest.max(line.baseline);
    }
    // A button is tall too, round one line.
    let has_lines = lowest - highest > SAME_LINE;
    let agreed = element.caught.iter().filter(|place| named.contains(place));
    let Some(height) = agreed
        .filter_map(|place| covered(place, fragments))
        .map(|covered| covered.down)
        .max_by(f32::total_cmp)
    else {
        return;
    };
    for place in element.caught.iter().filter(|place| !named.contains(place)) {
        let is_doubtful = covered(place, fragments).is_some_and(|covered| {
            (covered.is_tall && has_lines)
                || covered.across < SURELY_COVERED
                || covered.down < LESS_HIGH * height
        });
        if is_doubtful && let Some(word) = word_mut(fragments, *place) {
            word.link = None;
        }
    }
}

/// Gives a link the words that the tree names and its rectangles leave out, where nothing speaks against it.
fn take_named(fragments: &mut [Fragment], links: &[LinkAnnotation], styles: &Styles, element: Element) {
    let mut missing: Vec<Place> = Vec::new();
    let mut agreed: Vec<Place> = Vec::new();
    for place in &element.named {
        match word_at(fragments, *place).map(|(_, word)| word.link) {
            Some(None) => missing.push(*place),
            Some(Some(link)) if element.links.contains(&link) => agreed.push(*place),
            // The words of another annotation: the tree is not that of the rectangles.
            _ => return,
        }
    }
    let still_caught: Vec<Place> = element
        .caught
        .iter()
        .copied()
        .filter(|place| word_at(fragments, *place).is_some_and(|(_, word)| word.link.is_some()))
        .collect();
    let is_believed = if still_caught.is_empty() {
        element.named.len() <= MOST_WORDS && are_lines_of_one_text(fragments, &element.named)
    } else {
        element.named.len() <= (MOST_TIMES * agreed.len()).min(MOST_NAMED)
            && are_lines_of_one_text(fragments, &element.named)
            && missing.iter().all(|place| {
                goes_on(
                    *place,
                    &agreed,
                    &still_caught,
                    fragments,
                    links,
                    &element.links,
                    styles,
                )
            })
    };
    if !is_believed {
        return;
    }
    for place in missing {
        let Some((_, word)) = word_at(fragments, place) else {
            continue;
        };
        let nearest = nearest_link(word.rect, links, &element.links);
        if let Some(word) = word_mut(fragments, place) {
            word.link = nearest;
        }
    }
}

/// Whether a word that the tree names may go on a link: it looks like the link's words, and the rectangle cuts
/// into it or left its whole line out. A rectangle that ends before it on its line was drawn so.
fn goes_on(
    place: Place,
    agreed: &[Place],
    caught: &[Place],
    fragments: &[Fragment],
    links: &[LinkAnnotation],
    own: &[u32],
    styles: &Styles,
) -> bool {
    let Some((fragment, word)) = word_at(fragments, place) else {
        return false;
    };
    let color = styles.color(word.style);
    let looks_like_it = agreed
        .iter()
        .filter_map(|place| word_at(fragments, *place))
        .any(|(_, known)| styles.color(known.style) == color);
    let on_a_caught_line = caught
        .iter()
        .filter_map(|place| word_at(fragments, *place))
        .any(|(known, _)| (known.baseline - fragment.baseline).abs() < SAME_LINE);
    let is_touched = || {
        own.iter()
            .filter_map(|link| links.get(*link as usize))
            .flat_map(|link| &link.regions)
            .any(|region| across(*region, word.rect) >= TOUCHED && down(*region, word.rect) > 0.3)
    };
    looks_like_it && (!on_a_caught_line || is_touched())
}

/// Whether words stand on lines that follow each other closely.
fn are_lines_of_one_text(fragments: &[Fragment], words: &[Place]) -> bool {
    let mut lines: Vec<(f32, f32)> = words
        .iter()
        .filter_map(|(row, _)| fragments.get(*row))
        .map(|fragment| (fragment.baseline, fragment.size))
        .collect();
    lines.sort_by(|a, b| a.0.total_cmp(&b.0));
    lines.windows(2).all(|pair| match pair {
        [above, below] => below.0 - above.0 <= NEXT_LINE * above.1.max(below.1),
        _ => true,
    })
}

fn nearest_link(word: Rect, links: &[LinkAnnotation], own: &[u32]) -> Option<u32> {
    let distance = |link: u32| {
        let regions = links.get(link as usize).map(|link| link.regions.as_slice());
        let of_regions = regions.unwrap_or_default().iter().map(|region| {
            let beside = (region[0] - word[2]).max(word[0] - region[2]).max(0.0);
            let apart = (region[1] - word[3]).max(word[1] - region[3]).max(0.0);
            beside + apart
        });
        of_regions.fold(f32::MAX, f32::min)
    };
    own.iter()
        .copied()
        .min_by(|a, b| distance(*a).total_cmp(&distance(*b)))
}

/// How a region covers a word.
struct Covered {
    across: f32,
    down: f32,
    is_tall: bool,
}

/// Share of a word's width that a region covers; nothing where they do not meet.
fn across(region: Rect, word: Rect) -> f32 {
    let across = region[2].min(word[2]) - region[0].max(word[0]);
    (across / (word[2] - word[0]).max(0.1)).max(0.0)
}

/// Share of a word's height that a region covers.
fn down(region: Rect, word: Rect) -> f32 {
    let down = region[3].min(word[3]) - region[1].max(word[1]);
    (down / (word[3] - word[1]).max(0.1)).max(0.0)
}

fn shared(region: Rect, word: Rect) -> f32 {
    across(region, word) * down(region, word) * area(word)
}

fn word_at(fragments: &[Fragment], place: Place) -> Option<(&Fragment, &super::Word)> {
    let fragment = fragments.get(place.0)?;
    Some((fragment, fragment.words.get(place.1)?))
}

fn word_mut(fragments: &mut [Fragment], place: Place) -> Option<&mut super::Word> {
    fragments.get_mut(place.0)?.words.get_mut(place.1)
}

#[cfg(test)]
mod tests;
