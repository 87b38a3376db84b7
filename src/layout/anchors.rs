//! Which words a link annotation covers. A word belongs to the link that covers most of it, the smaller one of
//! two: whole words, because a reader clicks words.
use super::fragments::Fragment;
use super::geometry::area;
use crate::model::Rect;
use crate::pdf::LinkAnnotation;

/// Share of a word that an annotation must cover.
const COVERED: f32 = 0.5;

/// Gives each word its link.
pub(super) fn assign(mut fragments: Vec<Fragment>, links: &[LinkAnnotation]) -> Vec<Fragment> {
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
    fragments
}

fn covers(region: Rect, word: Rect) -> bool {
    let across = region[2].min(word[2]) - region[0].max(word[0]);
    // Annotations are often drawn for another height than that of the letters: half of them is enough.
    let down = region[3].min(word[3]) - region[1].max(word[1]);
    let (wide, high) = (word[2] - word[0], word[3] - word[1]);
    across > 0.0 && down > 0.0 && across >= COVERED * wide && down >= 0.4 * high
}
