//! Words that are underlined: a rule runs close under their letters. The underline is drawn apart from the text,
//! so that a style alone does not know of it.
use super::fragments::Fragment;
use super::geometry::{height, overlap, width};
use super::style::Styles;
use crate::model::Rect;
use crate::pdf::Page;

/// Places of an underline in ems of the letters, counted from the baseline downwards.
const REACH: (f32, f32) = (-0.02, 0.32);
/// Share of a word that its underline covers.
const COVERED: f32 = 0.8;
/// Length in ems by which an underline may be longer than the piece of a line over it: a longer one parts columns.
const LONGER: f32 = 1.5;

/// Gives underlined words a style of their own.
pub(super) fn mark(fragments: &mut [Fragment], page: &Page, styles: &mut Styles) {
    let mut rules: Vec<Rect> = page.rules.iter().map(|rule| rule.rect).collect();
    rules.retain(|rule| width(*rule) > height(*rule));
    if rules.is_empty() {
        return;
    }
    let rules = whole(rules);
    for fragment in fragments.iter_mut().filter(|fragment| !fragment.turned) {
        let em = fragment.size;
        let (top, bottom) = (fragment.baseline + REACH.0 * em, fragment.baseline + REACH.1 * em);
        let first = rules.partition_point(|rule| rule[1] < top);
        let near = rules.iter().skip(first).take_while(|rule| rule[1] <= bottom);
        let under: Vec<Rect> = near
            .filter(|rule| {
                let shared = overlap(rule[0], rule[2], fragment.rect[0], fragment.rect[2]);
                shared > 0.0 && width(**rule) <= width(fragment.rect) + LONGER * em
            })
            .copied()
            .collect();
        if under.is_empty() {
            continue;
        }
        for word in &mut fragment.words {
            let covered = under
                .iter()
                .map(|rule| overlap(rule[0], rule[2], word.rect[0], word.rect[2]))
                .fold(0.0, f32::max);
            if covered >= COVERED * width(word.rect) {
                word.style = styles.underlined(word.style);
            }
        }
    }
}

/// Level rules with their pieces put together, from top to bottom: the side of a row of cells is drawn cell by cell.
fn whole(mut rules: Vec<Rect>) -> Vec<Rect> {
    /// Distance in points up to which two pieces are one line.
    const JOINT: f32 = 1.0;
    rules.sort_by(|a, b| a[1].total_cmp(&b[1]).then(a[0].total_cmp(&b[0])));
    let mut whole: Vec<Rect> = Vec::new();
    for rule in rules {
        let known = whole.iter_mut().rev().take(30).find(|known| {
            (known[1] - rule[1]).abs() <= JOINT && overlap(known[0], known[2], rule[0], rule[2]) >= -JOINT
        });
        match known {
            Some(known) => *known = super::geometry::union(*known, rule),
            None => whole.push(rule),
        }
    }
    whole.sort_by(|a, b| a[1].total_cmp(&b[1]));
    whole
}

#[cfg(test)]
mod tests {
    use super::super::Word;
    use super::*;
    use crate::pdf::{Glyph, Rule};

    fn page(rules: &[Rect]) -> Page {
        Page {
            rules: rules.iter().map(|rect| Rule { rect: *rect }).collect(),
            ..Page::default()
        }
    }

    fn underlined(rules: &[Rect]) -> Vec<bool> {
        let mut styles = Styles::default();
        let glyph = Glyph {
            text: "a".into(),
            x: 0.0,
            y: 0.0,
            advance_x: 5.0,
            advance_y: 0.0,
            size: 10.0,
            font: 0,
            color: 0,
            render_mode: 0,
            mcid: None,
            artifact: false,
        };
        let style = styles.of(&glyph, &[]);
        let word = |x0: f32, x1: f32| Word {
            text: "mot".into(),
            rect: [x0, 92.0, x1, 102.0],
            style,
            link: None,
            link_element: None,
        };
        let mut fragments = [Fragment {
            words: vec![word(50.0, 70.0), word(73.0, 90.0)],
            rect: [50.0, 92.0, 90.0, 102.0],
            baseline: 100.0,
            size: 10.0,
            turned: false,
        }];
        mark(&mut fragments, &page(rules), &mut styles);
        let list = styles.into_list();
        let words = fragments[0].words.iter();
        words.map(|word| list[word.style as usize].underlined).collect()
    }

    #[test]
    fn a_rule_under_a_word_underlines_it() {
        assert_eq!(underlined(&[[50.0, 101.5, 70.0, 102.0]]), [true, false]);
        assert_eq!(underlined(&[[50.0, 101.5, 90.0, 102.0]]), [true, true]);
    }

    #[test]
    fn a_rule_over_the_column_or_through_the_word_does_not() {
        assert_eq!(underlined(&[[20.0, 101.5, 300.0, 102.0]]), [false, false]);
        assert_eq!(underlined(&[[50.0, 97.0, 90.0, 97.5]]), [false, false]);
    }
}
