//! Glyphs to fragments: pieces of a line without a wide gap. A line of a column is one fragment or several; a
//! fragment never reaches over a gutter.
use super::Word;
use super::geometry::union_all;
use super::stacked;
use super::style::Styles;
use super::turned::Chains;
use super::words::{Placed, is_blank, sides, split_into_words};
use crate::model::Rect;
use crate::pdf::{Font, Page};
use std::borrow::Cow;

/// A piece of a line.
#[derive(Debug, Clone)]
pub(super) struct Fragment {
    pub(super) words: Vec<Word>,
    pub(super) rect: Rect,
    pub(super) baseline: f32,
    pub(super) size: f32,
    pub(super) turned: bool,
}

/// Share of the em that letters rise above the baseline, for boxes of words.
pub(super) const ASCENT: f32 = 0.75;
/// Share of the em that letters hang below the baseline.
pub(super) const DESCENT: f32 = 0.22;
/// Gap in ems over which glyphs that follow each other still belong to one run.
const RUN_GAP: f32 = 0.7;
/// The same, where a space stands between them: justified lines stretch their spaces.
const RUN_GAP_WITH_SPACE: f32 = 1.3;
/// Step back in ems that kerning and overprinting may take.
const RUN_STEP_BACK: f32 = 0.6;
/// Difference of baselines in ems within a run.
const SAME_BASELINE: f32 = 0.2;
/// Most glyphs of a superscript or subscript: "ième", a note's number. Longer ones are lines of their own.
const LONGEST_SCRIPT: usize = 6;
/// Size of a drop cap, in sizes of its text, from which it is one.
const DROP_CAP: f32 = 1.8;

/// Glyphs drawn one after the other on one baseline: as they stand in their page, or in a row of their own where the run
/// was put together from several.
struct Run<'p> {
    glyphs: Cow<'p, [Placed<'p>]>,
    x0: f32,
    x1: f32,
    baseline: f32,
    size: f32,
}

/// The fragments of a page: level ones, and turned ones read along their own way.
pub(super) fn of_page(page: &Page, fonts: &[Font], styles: &mut Styles) -> Vec<Fragment> {
    let mut turned = Chains::default();
    let level = page.glyphs.iter().filter_map(|glyph| {
        let style = styles.of(glyph, fonts);
        let link_element = glyph.mcid.and_then(|mcid| page.tags.links.get(&mcid)).copied();
        if turned.takes(glyph, style, link_element) {
            return None;
        }
        let text = glyph.text.as_str();
        Some(Placed {
            text,
            x: glyph.x,
            baseline: glyph.y,
            end: glyph.x + glyph.advance_x,
            size: glyph.size,
            style,
            link_element,
            is_blank: is_blank(text),
        })
    });
    let mut placed: Vec<Placed<'_>> = Vec::with_capacity(page.glyphs.len());
    let stretches = stretches_of(level, &mut placed);
    let mut fragments = fragments_of(runs_of(&stretches, &placed));
    fragments.extend(turned.into_fragments());
    stacked::join(fragments)
}

fn fragments_of(runs: Vec<Run<'_>>) -> Vec<Fragment> {
    let runs = joined_runs(runs);
    let mut fragments = Vec::with_capacity(runs.len());
    for run in runs {
        let Run {
            glyphs,
            baseline,
            size,
            ..
        } = run;
        let words = split_into_words(&glyphs, |glyph| glyph_rect(glyph, baseline));
        if words.is_empty() {
            continue;
        }
        let rect = union_all(words.iter().map(|word| word.rect));
        fragments.push(Fragment {
            words,
            rect,
            baseline,
            size,
            turned: false,
        });
    }
    fragments
}

fn glyph_rect(glyph: &Placed<'_>, line_baseline: f32) -> Rect {
    // Raised and lowered letters are as high as their line: otherwise they would part it.
    let baseline = if (glyph.baseline - line_baseline).abs() > glyph.size {
        glyph.baseline
    } else {
        line_baseline
    };
    let (left, right) = sides(glyph);
    [
        left,
        baseline - ASCENT * glyph.size,
        right,
        baseline + DESCENT * glyph.size,
    ]
}

/// A run before the glyphs of its page stand still: the place of its first glyph among them, and that behind its last.
struct Stretch {
    from: usize,
    to: usize,
    x0: f32,
    x1: f32,
    baseline: f32,
    size: f32,
}

/// Cuts the stream of glyphs into runs, whose glyphs are put into `placed` one run after the other.
fn stretches_of<'p>(glyphs: impl Iterator<Item = Placed<'p>>, placed: &mut Vec<Placed<'p>>) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut space_before = false;
    // A space that does not follow its run opens the next one: "1er mai" draws it on the line, after the raised "er".
    let mut opening_space: Option<Placed<'_>> = None;
    for glyph in glyphs {
        if let Some(run) = stretches.last_mut() {
            let (small, em) = if run.size == glyph.size {
                (run.size, run.size)
            } else {
                (run.size.min(glyph.size), run.size.max(glyph.size))
            };
            let gap = glyph.x - run.x1;
            let reach = if space_before { RUN_GAP_WITH_SPACE } else { RUN_GAP };
            let follows = (glyph.baseline - run.baseline).abs() <= SAME_BASELINE * small
                && gap <= reach * em
                && gap >= -RUN_STEP_BACK * em;
            if glyph.is_blank {
                if follows {
                    placed.push(glyph);
                    run.to = placed.len();
                    space_before = true;
                } else {
                    opening_space = Some(glyph);
                }
                continue;
            }
            if follows {
                if glyph.end > run.x1 {
                    run.x1 = glyph.end;
                }
                if glyph.x < run.x0 {
                    run.x0 = glyph.x;
                }
                run.size = em;
                placed.push(glyph);
                run.to = placed.len();
                space_before = false;
                continue;
            }
        } else if glyph.is_blank {
            continue;
        }
        space_before = false;
        let before = opening_space.take().filter(|space| {
            let near = glyph.x - space.end < RUN_GAP * glyph.size && glyph.x >= space.x;
            near && (space.baseline - glyph.baseline).abs() <= SAME_BASELINE * glyph.size
        });
        let from = placed.len();
        placed.extend(before);
        placed.push(glyph);
        stretches.push(Stretch {
            from,
            to: placed.len(),
            x0: glyph.x,
            x1: glyph.end,
            baseline: glyph.baseline,
            size: glyph.size,
        });
    }
    stretches
}

fn runs_of<'p>(stretches: &[Stretch], placed: &'p [Placed<'p>]) -> Vec<Run<'p>> {
    let run_of = |stretch: &Stretch| Run {
        glyphs: Cow::Borrowed(placed.get(stretch.from..stretch.to).unwrap_or_default()),
        x0: stretch.x0,
        x1: stretch.x1,
        baseline: stretch.baseline,
        size: stretch.size,
    };
    stretches.iter().map(run_of).collect()
}

/// Joins runs that stand side by side on one line: words drawn one by one, superscripts, changes of font.
fn joined_runs(runs: Vec<Run<'_>>) -> Vec<Run<'_>> {
    let mut runs = with_drop_caps(runs);
    runs.sort_by(|a, b| a.baseline.total_cmp(&b.baseline).then(a.x0.total_cmp(&b.x0)));
    let mut group: Vec<usize> = (0..runs.len()).collect();
    // No script stands lower than this below or above the line that it belongs to. Runs are sorted by baseline: each looks
    // as far as its own size reaches, down and up.
    let reaches = |run: &Run<'_>, other: &Run<'_>| (other.baseline - run.baseline).abs() <= 0.7 * run.size;
    let smallest = runs.iter().map(|run| run.size).fold(f32::MAX, f32::min);
    let mut join = |index: usize, offset: usize| {
        let (from, to) = (root(&group, index), root(&group, offset));
        if let Some(slot) = group.get_mut(to) {
            *slot = from;
        }
    };
    // The runs that stand so far above a run; those above the next one are as many at least.
    let mut above = 0;
    for (index, run) in runs.iter().enumerate() {
        for (offset, other) in runs.iter().enumerate().skip(index + 1) {
            if !reaches(run, other) {
                break;
            }
            if stand_side_by_side(run, other) {
                join(index, offset);
            }
        }
        // Those so near above that any size reaches down here have looked already.
        let is_above = |other: &Run<'_>| run.baseline - other.baseline > 0.7 * smallest;
        while runs.get(above).is_some_and(is_above) {
            above += 1;
        }
        for (offset, other) in runs.iter().enumerate().take(above).rev() {
            if !reaches(run, other) {
                break;
            }
            // Where the other one reaches too, it has looked already.
            if !reaches(other, run) && stand_side_by_side(other, run) {
                join(offset, index);
            }
        }
    }
    let roots: Vec<usize> = (0..runs.len()).map(|index| root(&group, index)).collect();
    let mut joined: Vec<(usize, Vec<Run<'_>>)> = Vec::new();
    let mut place_of_root = rustc_hash::FxHashMap::default();
    for (run, root) in runs.into_iter().zip(roots) {
        let place = *place_of_root.entry(root).or_insert_with(|| {
            joined.push((root, Vec::new()));
            joined.len() - 1
        });
        if let Some((_, members)) = joined.get_mut(place) {
            members.push(run);
        }
    }
    joined
        .into_iter()
        .filter_map(|(_, members)| merged(members))
        .collect()
}

/// Puts drop caps before the line that they open: one or two large letters whose top is that of a line beside them.
fn with_drop_caps(runs: Vec<Run<'_>>) -> Vec<Run<'_>> {
    let (caps, mut lines): (Vec<Run<'_>>, Vec<Run<'_>>) = runs.into_iter().partition(is_short_capital);
    for cap in caps {
        let opened = lines.iter_mut().find(|line| {
            let top_of_cap = cap.baseline - ASCENT * cap.size;
            let top_of_line = line.baseline - ASCENT * line.size;
            let gap = line.x0 - cap.x1;
            cap.size >= DROP_CAP * line.size
                && (top_of_cap - top_of_line).abs() <= 0.6 * line.size
                && gap >= -0.3 * line.size
                && gap <= 1.2 * line.size
                && line.glyphs.len() > LONGEST_SCRIPT
        });
        match opened {
            Some(line) => open_with(line, cap),
            None => lines.push(cap),
        }
    }
    lines
}

fn is_short_capital(run: &Run<'_>) -> bool {
    let inked = run.glyphs.iter().filter(|glyph| !glyph.is_blank);
    let mut letters = inked.flat_map(|glyph| glyph.text.chars());
    letters.next().is_some_and(char::is_uppercase) && letters.nth(1).is_none()
}

/// The cap takes the place, size and style of the line that it opens, so that it does not part or raise it.
fn open_with<'p>(line: &mut Run<'p>, cap: Run<'p>) {
    let Some(first) = line.glyphs.first() else { return };
    let (start, style, size) = (line.x0, first.style, line.size);
    let mut glyphs: Vec<Placed<'_>> = Vec::with_capacity(cap.glyphs.len() + line.glyphs.len());
    for glyph in cap.glyphs.iter().filter(|glyph| !glyph.is_blank) {
        glyphs.push(Placed {
            x: start - 0.01,
            end: start,
            baseline: line.baseline,
            size,
            style,
            ..*glyph
        });
    }
    glyphs.extend_from_slice(&line.glyphs);
    line.glyphs = Cow::Owned(glyphs);
}

/// The first of the group to which a member belongs; each names another one of it, or itself.
pub(super) fn root(group: &[usize], mut index: usize) -> usize {
    while let Some(parent) = group.get(index) {
        if *parent == index {
            break;
        }
        index = *parent;
    }
    index
}

fn stand_side_by_side<'p>(a: &Run<'p>, b: &Run<'p>) -> bool {
    let (left, right) = if a.x0 <= b.x0 { (a, b) } else { (b, a) };
    let em = a.size.max(b.size);
    let small = a.size.min(b.size);
    let gap = right.x0 - left.x1;
    let drop = (a.baseline - b.baseline).abs();
    if gap > RUN_GAP * em || gap < -RUN_STEP_BACK * em {
        // The same words twice at one place: fake bold or a shadow; words are compared when glyphs are.
        let lies_over = (a.x0 - b.x0).abs() < 0.15 * em && (a.x1 - b.x1).abs() < 0.15 * em;
        return lies_over && drop < 0.15 * em && small / em > 0.95;
    }
    if drop <= SAME_BASELINE * small && small / em >= 0.6 {
        return gap >= -0.35 * em;
    }
    // Superscripts and subscripts touch their word and are smaller than it.
    let smaller = if a.size < b.size { a } else { b };
    small / em < 0.85
        && smaller.glyphs.len() <= LONGEST_SCRIPT
        && drop <= 0.6 * em
        && gap <= 0.35 * em
        && gap >= -0.15 * em
}

/// One run of several: glyphs from left to right; those that lie over an equal one are left out.
fn merged(mut members: Vec<Run<'_>>) -> Option<Run<'_>> {
    if members.len() == 1 {
        return members.pop();
    }
    let tallest = members.iter().max_by(|a, b| {
        let weight = |run: &Run<'_>| run.size * run.glyphs.len() as f32;
        weight(a).total_cmp(&weight(b))
    })?;
    let (baseline, size) = (tallest.baseline, tallest.size);
    let x0 = members.iter().map(|run| run.x0).fold(f32::MAX, f32::min);
    let x1 = members.iter().map(|run| run.x1).fold(f32::MIN, f32::max);
    members.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let overlapping = members.windows(2).any(|pair| match pair {
        [left, right] => right.x0 < left.x1 - 0.05 * size,
        _ => false,
    });
    let mut glyphs: Vec<Placed<'_>> = Vec::with_capacity(members.iter().map(|run| run.glyphs.len()).sum());
    for run in &members {
        glyphs.extend_from_slice(&run.glyphs);
    }
    if overlapping {
        glyphs.sort_by(|a, b| a.x.total_cmp(&b.x));
        glyphs.dedup_by(|later, earlier| {
            later.text == earlier.text && (later.x - earlier.x).abs() < 0.12 * size
        });
    }
    Some(Run {
        glyphs: Cow::Owned(glyphs),
        x0,
        x1,
        baseline,
        size,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::Glyph;

    fn page(texts: &[(&str, f32, f32, f32)]) -> Page {
        let mut page = Page {
            width: 600.0,
            height: 800.0,
            ..Page::default()
        };
        for (text, x, y, size) in texts {
            for (index, character) in text.chars().enumerate() {
                page.glyphs.push(Glyph {
                    text: character.to_string().into(),
                    x: x + index as f32 * size * 0.5,
                    y: *y,
                    advance_x: size * 0.5,
                    advance_y: 0.0,
                    size: *size,
                    font: 0,
                    color: 0,
                    render_mode: 0,
                    mcid: None,
                    artifact: false,
                });
            }
        }
        page
    }

    fn texts(page: &Page) -> Vec<String> {
        let fragments = of_page(page, &[], &mut Styles::default());
        fragments
            .iter()
            .map(|fragment| {
                fragment
                    .words
                    .iter()
                    .map(|word| word.text.as_str())
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect()
    }

    #[test]
    fn a_gutter_parts_a_line() {
        let page = page(&[("gauche", 50.0, 100.0, 10.0), ("droite", 100.0, 100.0, 10.0)]);
        assert_eq!(texts(&page), ["gauche", "droite"]);
    }

    #[test]
    fn words_drawn_one_by_one_are_one_fragment() {
        let page = page(&[("deux", 73.0, 100.0, 10.0), ("mots", 50.0, 100.0, 10.0)]);
        assert_eq!(texts(&page), ["mots deux"]);
    }

    #[test]
    fn a_superscript_touches_its_word() {
        let page = page(&[
            ("1", 50.0, 100.0, 10.0),
            ("er", 55.0, 96.0, 6.0),
            ("mai", 64.0, 100.0, 10.0),
        ]);
        assert_eq!(texts(&page), ["1er mai"]);
    }

    #[test]
    fn a_drop_cap_opens_its_line() {
        let page = page(&[
            ("A", 50.0, 122.0, 40.0),
            ("près huit mois", 72.0, 100.0, 10.0),
            ("de travaux longs", 72.0, 112.0, 10.0),
        ]);
        assert_eq!(texts(&page), ["Après huit mois", "de travaux longs"]);
    }

    #[test]
    fn small_print_beside_a_large_letter_is_no_script() {
        let page = page(&[("N", 50.0, 100.0, 30.0), ("juillet 2023", 66.0, 105.0, 10.0)]);
        assert_eq!(texts(&page), ["N", "juillet 2023"]);
    }

    #[test]
    fn fake_bold_is_read_once() {
        let page = page(&[("titre", 50.0, 100.0, 10.0), ("titre", 50.3, 100.0, 10.0)]);
        assert_eq!(texts(&page), ["titre"]);
    }
}
