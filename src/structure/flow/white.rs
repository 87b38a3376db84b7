//! The white around the pieces of a page.
use super::Piece;
use crate::model::Rect;

/// Share of the page's height, from its top, in which the title of a page stands.
const HEAD_OF_PAGE: f32 = 0.22;

/// Whether a place is that of letters set one under the other.
fn is_stack(rect: Rect, size: f32) -> bool {
    rect[2] - rect[0] <= 1.5 * size && rect[3] - rect[1] >= 4.0 * size
}

/// Measures the white above and below each piece of one page, to what overlaps it from side to side.
pub(super) fn measure_white(pieces: &mut [Piece]) {
    let rects: Vec<Rect> = pieces.iter().map(|piece| piece.rect).collect();
    let sizes: Vec<f32> = pieces.iter().map(|piece| piece.look.size).collect();
    for (index, piece) in pieces.iter_mut().enumerate() {
        // Titles of two columns stand on one line: a little above is not above.
        let limit = piece.rect[1] - 0.2 * piece.look.size;
        // A title down the margin is beside all of its page.
        let is_down_margin = piece.words.len() <= 6 && is_stack(piece.rect, piece.look.size);
        piece.at_head = piece.rect[1] <= HEAD_OF_PAGE * piece.page_height
            && (is_down_margin
                || rects
                    .iter()
                    .all(|other| other[3] > limit || other[1] >= piece.rect[1]));
        for (other_index, other) in rects.iter().enumerate() {
            let beside = piece.rect[2].min(other[2]) - piece.rect[0].max(other[0]);
            if other_index == index || beside <= 0.0 {
                continue;
            }
            let above = piece.rect[1] - other[3];
            if above > -2.0 && above.max(0.0) < piece.white_above {
                piece.white_above = above.max(0.0);
                piece.size_above = sizes.get(other_index).copied().unwrap_or(0.0);
            }
            let below = other[1] - piece.rect[3];
            // What begins beside it and goes on under it touches it.
            let goes_under = other[1] > piece.rect[1] - 2.0 && other[3] > piece.rect[3] + 2.0;
            if below > -2.0 || goes_under {
                piece.white_below = piece.white_below.min(below.max(0.0));
            }
        }
    }
}
