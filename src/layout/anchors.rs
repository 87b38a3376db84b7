//! Which words a link annotation covers. A word belongs to the link that covers most of it, the smaller one of
//! two: whole words, because a reader clicks words. Where one rectangle lies over several lines, as old programs draw
//! it round a link that begins and ends within lines, the colour of links tells its words from their neighbours.
use super::fragments::Fragment;
use super::geometry::area;
use super::style::Styles;
use crate::model::Rect;
use crate::pdf::LinkAnnotation;
use rustc_hash::FxHashMap;

/// Share of a word that an annotation must cover.
const COVERED: f32 = 0.5;

/// Height of a region, in sizes of its letters, from which it lies over several lines.
const SEVERAL_LINES: f32 = 2.0;

/// Difference of baselines within a line, in points.
const SAME_LINE: f32 = 2.0;

/// Gives each word its link.
pub(super) fn assign(
    mut fragments: Vec<Fragment>,
    links: &[LinkAnnotation],
    styles: &Styles,
) -> Vec<Fragment> {
    if links.is_empty() {
        return fragments;
    }
    for fragment in &mut fragments {
        for word in &mut fragment.words {
            let mut best: Option<(u32, f32)> = None;
            for (index, link) in links.iter().enumerate() {
                for region in &link.regions {
                    // A later annotation lies over an earlier one, but a small one is meant before a large one.
                    let size = area(*region);
                    if covers(*region, word.rect) && best.is_none_or(|(_, known)| size <= known) {
                        best = Some((index as u32, size));
                    }
                }
            }
            word.link = best.map(|(index, _)| index);
        }
    }
    let Some(plain) = colour_of_text(&fragments, styles) else {
        return fragments;
    };
    let smallest = fragments
        .iter()
        .map(|fragment| fragment.size)
        .fold(f32::MAX, f32::min);
    for (index, link) in links.iter().enumerate() {
        if let [region] = link.regions.as_slice()
            && region[3] - region[1] >= SEVERAL_LINES * smallest
        {
            keep_coloured(&mut fragments, index as u32, *region, plain, styles);
        }
    }
    fragments
}

/// Takes out of a link over several lines what stands beside its words on the same lines in the colour of the text.
fn keep_coloured(fragments: &mut [Fragment], link: u32, region: Rect, plain: u32, styles: &Styles) {
    let height = region[3] - region[1];
    let is_of_link = |fragment: &Fragment| fragment.words.iter().any(|word| word.link == Some(link));
    let lines: Vec<f32> = fragments
        .iter()
        .filter(|fragment| is_of_link(fragment) && height >= SEVERAL_LINES * fragment.size)
        .map(|fragment| fragment.baseline)
        .collect();
    let (Some(first), true) = (lines.first(), lines.len() > 1) else {
        return;
    };
    if lines.iter().all(|line| (line - first).abs() < SAME_LINE) {
        return;
    }
    let is_coloured = |style: u32| styles.color(style) != plain;
    let coloured_lines: Vec<f32> = fragments
        .iter()
        .filter(|fragment| {
            let mut words = fragment.words.iter();
            words.any(|word| word.link == Some(link) && is_coloured(word.style))
        })
        .map(|fragment| fragment.baseline)
        .collect();
    for fragment in fragments.iter_mut() {
        let baseline = fragment.baseline;
        if !coloured_lines
            .iter()
            .any(|line| (line - baseline).abs() < SAME_LINE)
        {
            continue;
        }
        for word in &mut fragment.words {
            if word.link == Some(link) && !is_coloured(word.style) {
                word.link = None;
            }
        }
    }
}

/// The colour of most words of a page that are under no link.
fn colour_of_text(fragments: &[Fragment], styles: &Styles) -> Option<u32> {
    let mut words_of: FxHashMap<u32, usize> = FxHashMap::default();
    let words = fragments.iter().flat_map(|fragment| fragment.words.iter());
    for word in words.filter(|word| word.link.is_none()) {
        *words_of.entry(styles.color(word.style)).or_default() += 1;
    }
    words_of
        .into_iter()
        .max_by_key(|(color, words)| (*words, u32::MAX - color))
        .map(|(color, _)| color)
}

fn covers(region: Rect, word: Rect) -> bool {
    let across = region[2].min(word[2]) - region[0].max(word[0]);
    // Annotations are often drawn for another height than that of the letters: half of them is enough.
    let down = region[3].min(word[3]) - region[1].max(word[1]);
    let (wide, high) = (word[2] - word[0], word[3] - word[1]);
    across > 0.0 && down > 0.0 && across >= COVERED * wide && down >= 0.4 * high
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Word;
    use crate::pdf::LinkTarget;

    /// The styles of the tests, by their index.
    const BLACK: u32 = 0;
    const BLUE: u32 = 1;

    fn line(baseline: f32, words: &[(&str, f32, u32)]) -> Fragment {
        let words: Vec<Word> = words
            .iter()
            .map(|(text, x, style)| Word {
                text: (*text).into(),
                rect: [*x, baseline - 8.0, *x + 40.0, baseline + 2.0],
                style: *style,
                link: None,
                link_element: None,
            })
            .collect();
        Fragment {
            rect: [0.0, baseline - 8.0, 300.0, baseline + 2.0],
            words,
            baseline,
            size: 10.0,
            turned: false,
        }
    }

    fn linked(regions: Vec<Rect>, fragments: Vec<Fragment>) -> Vec<String> {
        let styles = Styles::of_colors(&[0x000000, 0x0000cc]);
        let links: Vec<LinkAnnotation> = regions
            .into_iter()
            .map(|region| LinkAnnotation {
                regions: vec![region],
                target: LinkTarget::Uri("https://a.example".to_string()),
                alt: None,
                element: None,
                contents: None,
            })
            .collect();
        let fragments = assign(fragments, &links, &styles);
        let words = fragments.iter().flat_map(|fragment| fragment.words.iter());
        words
            .filter(|word| word.link.is_some())
            .map(|word| word.text.to_string())
            .collect()
    }

    #[test]
    fn one_rectangle_over_two_lines_holds_its_coloured_words() {
        let words = linked(
            vec![[0.0, 92.0, 300.0, 117.0]],
            vec![
                line(
                    85.0,
                    &[
                        ("Voici", 0.0, BLACK),
                        ("donc", 50.0, BLACK),
                        ("oui", 100.0, BLACK),
                    ],
                ),
                line(
                    100.0,
                    &[
                        ("voir", 0.0, BLACK),
                        ("notre", 50.0, BLUE),
                        ("guide", 100.0, BLUE),
                    ],
                ),
                line(
                    115.0,
                    &[
                        ("complet", 0.0, BLUE),
                        ("du", 50.0, BLACK),
                        ("mois", 100.0, BLACK),
                    ],
                ),
            ],
        );
        assert_eq!(words, ["notre", "guide", "complet"]);
    }

    #[test]
    fn a_card_keeps_all_its_lines() {
        let words = linked(
            vec![[0.0, 92.0, 300.0, 117.0]],
            vec![
                line(100.0, &[("Titre", 0.0, BLUE)]),
                line(115.0, &[("texte", 0.0, BLACK), ("noir", 50.0, BLACK)]),
                line(200.0, &[("ailleurs", 0.0, BLACK)]),
            ],
        );
        assert_eq!(words, ["Titre", "texte", "noir"]);
    }

    #[test]
    fn the_smaller_of_two_regions_and_half_a_word_decide() {
        let words = linked(
            vec![[0.0, 90.0, 65.0, 102.0]],
            vec![line(100.0, &[("un", 0.0, BLUE), ("deux", 50.0, BLUE)])],
        );
        assert_eq!(words, ["un"]);
    }
}
