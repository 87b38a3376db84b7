//! Titles set one letter under the other, as down a margin: the letters of such a stack are one line.
use super::Word;
use super::fragments::Fragment;
use super::geometry::union;
use crate::model::Rect;

/// Letters that make a stack: fewer are initials, or labels of a drawing.
const LEAST_LETTERS: usize = 4;
/// Letters of a page that are looked at. A page with more is a puzzle or a map.
const MOST_LETTERS: usize = 2_000;
/// Distance in ems between the middles of two letters of a stack, across.
const SAME_COLUMN: f32 = 0.35;
/// Distance in ems from one baseline to the next within a stack.
const PITCH: std::ops::RangeInclusive<f32> = 0.6..=2.2;
/// Difference of two pitches of a stack, as a share of the first.
const SAME_PITCH: f32 = 0.3;
/// Pitches that a space between two words of a stack takes.
const WORD_PITCH: std::ops::RangeInclusive<f32> = 1.5..=3.3;
/// Difference of sizes within a stack, as a share.
const SAME_SIZE: f32 = 0.15;
/// White in ems on both sides of a letter: labels of a list have their item beside them.
const ALONE: f32 = 1.5;
/// Size, in sizes of the letter, under which what stands beside it is no item that it labels but text that it runs along.
const SMALL_BESIDE: f32 = 0.6;

/// Joins the letters of every stack into one fragment, in the place of the first; leaves the others as they are.
pub(super) fn join(mut fragments: Vec<Fragment>) -> Vec<Fragment> {
    let mut letters: Vec<usize> = (0..fragments.len())
        .filter(|index| fragments.get(*index).is_some_and(is_letter))
        .collect();
    if letters.len() < LEAST_LETTERS || letters.len() > MOST_LETTERS {
        return fragments;
    }
    letters.retain(|index| stands_alone(&fragments, *index));
    let baseline = |index: &usize| fragments.get(*index).map_or(0.0, |letter| letter.baseline);
    letters.sort_by(|a, b| baseline(a).total_cmp(&baseline(b)));
    let mut taken = vec![false; fragments.len()];
    let mut stacks = Vec::new();
    for first in 0..letters.len() {
        let stack = stack_from(&fragments, &letters, first, &taken);
        if stack.letters.len() < LEAST_LETTERS {
            continue;
        }
        for index in &stack.letters {
            if let Some(taken) = taken.get_mut(*index) {
                *taken = true;
            }
        }
        stacks.push(stack);
    }
    for stack in stacks {
        let joined = stack.joined(&fragments);
        if let (Some(joined), Some(first)) = (joined, stack.letters.first())
            && let Some(place) = fragments.get_mut(*first)
        {
            *place = joined;
            if let Some(taken) = taken.get_mut(*first) {
                *taken = false;
            }
        }
    }
    let mut taken = taken.into_iter();
    fragments.retain(|_| !taken.next().unwrap_or(false));
    fragments
}

/// A stack of letters, and before which of them a word begins.
#[derive(Debug, Default)]
struct Stack {
    letters: Vec<usize>,
    spaces: Vec<bool>,
}

impl Stack {
    fn joined(&self, fragments: &[Fragment]) -> Option<Fragment> {
        let mut words: Vec<Word> = Vec::new();
        for (index, space) in self.letters.iter().zip(&self.spaces) {
            let letter = fragments.get(*index)?.words.first()?;
            match words.last_mut() {
                Some(word) if !space => {
                    word.push_text(&letter.text);
                    word.rect = union(word.rect, letter.rect);
                }
                _ => words.push(letter.clone()),
            }
        }
        let first = fragments.get(*self.letters.first()?)?;
        Some(Fragment {
            rect: words.iter().map(|word| word.rect).reduce(union)?,
            words,
            ..first.clone()
        })
    }
}

fn stack_from(fragments: &[Fragment], letters: &[usize], first: usize, taken: &[bool]) -> Stack {
    let mut stack = Stack::default();
    let is_free = |index: usize| !taken.get(index).copied().unwrap_or(true);
    let Some(start) = letters.get(first).copied().filter(|index| is_free(*index)) else {
        return stack;
    };
    stack.letters.push(start);
    stack.spaces.push(false);
    let mut last = start;
    let mut usual: Option<f32> = None;
    for index in letters
        .iter()
        .copied()
        .skip(first + 1)
        .filter(|index| is_free(*index))
    {
        let (Some(above), Some(below)) = (fragments.get(last), fragments.get(index)) else {
            continue;
        };
        let pitch = (below.baseline - above.baseline) / above.size.max(1.0);
        if pitch > PITCH.end() * 2.0 {
            break;
        }
        if !is_of_one_column(above, below) {
            continue;
        }
        let in_pitches = pitch / usual.unwrap_or(pitch);
        let is_next = PITCH.contains(&pitch) && (in_pitches - 1.0).abs() <= SAME_PITCH;
        let is_behind_space = usual.is_some() && WORD_PITCH.contains(&in_pitches);
        if !is_next && !is_behind_space {
            break;
        }
        if usual.is_none() {
            usual = Some(pitch);
        }
        stack.letters.push(index);
        stack.spaces.push(!is_next);
        last = index;
    }
    stack
}

fn is_of_one_column(above: &Fragment, below: &Fragment) -> bool {
    let across = (middle(above.rect) - middle(below.rect)).abs();
    across <= SAME_COLUMN * above.size && (above.size - below.size).abs() <= SAME_SIZE * above.size
}

fn middle([x0, _, x1, _]: Rect) -> f32 {
    f32::midpoint(x0, x1)
}

fn is_letter(fragment: &Fragment) -> bool {
    let [word] = fragment.words.as_slice() else {
        return false;
    };
    let mut characters = word.text.chars();
    let first = characters.next().is_some_and(char::is_alphabetic);
    first && characters.next().is_none() && !fragment.turned
}

/// Whether nothing stands close on either side of a letter.
fn stands_alone(fragments: &[Fragment], index: usize) -> bool {
    let Some(letter) = fragments.get(index) else {
        return false;
    };
    let [x0, y0, x1, y1] = letter.rect;
    let reach = ALONE * letter.size;
    !fragments.iter().enumerate().any(|(other, fragment)| {
        let [ox0, oy0, ox1, oy1] = fragment.rect;
        let shared = y1.min(oy1) - y0.max(oy0);
        let level = shared > 0.5 * (y1 - y0).min(oy1 - oy0);
        other != index
            && level
            && fragment.size >= SMALL_BESIDE * letter.size
            && ox0 < x1 + reach
            && ox1 > x0 - reach
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fragment(text: &str, x: f32, baseline: f32) -> Fragment {
        let width = 6.0 * text.chars().count() as f32;
        let rect = [x, baseline - 8.0, x + width, baseline + 2.0];
        Fragment {
            words: vec![Word {
                text: text.into(),
                rect,
                style: 0,
                link: None,
                link_element: None,
            }],
            rect,
            baseline,
            size: 10.0,
            turned: false,
        }
    }

    fn texts(fragments: Vec<Fragment>) -> Vec<String> {
        let text = |fragment: &Fragment| {
            let words: Vec<&str> = fragment.words.iter().map(|word| word.text.as_str()).collect();
            words.join(" ")
        };
        join(fragments).iter().map(text).collect()
    }

    #[test]
    fn letters_under_each_other_are_a_title() {
        let mut page = vec![fragment("Le marché ouvre", 60.0, 20.0)];
        for (place, letter) in ["A", "G", "E", "N", "D", "A"].iter().enumerate() {
            page.push(fragment(letter, 10.0, 20.0 + 12.0 * place as f32));
        }
        assert_eq!(texts(page), ["Le marché ouvre", "AGENDA"]);
    }

    #[test]
    fn a_wider_step_parts_the_words_of_a_stack() {
        let steps = [("L", 0.0), ("E", 12.0), ("B", 36.0), ("A", 48.0), ("L", 60.0)];
        let page = steps.iter().map(|(letter, y)| fragment(letter, 10.0, 20.0 + y));
        assert_eq!(texts(page.collect()), ["LE BAL"]);
    }

    #[test]
    fn labels_of_a_list_and_initials_stay_apart() {
        let mut list = Vec::new();
        for (place, letter) in ["a", "b", "c", "d"].iter().enumerate() {
            let baseline = 20.0 + 12.0 * place as f32;
            list.push(fragment(letter, 10.0, baseline));
            list.push(fragment("une entrée", 22.0, baseline));
        }
        assert_eq!(texts(list).len(), 8);
        let initials = vec![
            fragment("J", 10.0, 20.0),
            fragment("M", 10.0, 32.0),
            fragment("P", 10.0, 44.0),
        ];
        assert_eq!(texts(initials).len(), 3);
    }
}
