//! Titles that are known by their siblings: where several titles of one look stand in a column or a box, a line of that
//! look that is nearly one is one too. A title between two of its kind should not depend on the white that a line
//! above happens to leave.
use super::flow::Piece;
use super::ranks::{Class, class_of};
use rustc_hash::FxHashMap;

/// Titles of one look on a page from which others are believed.
const TITLES: usize = 2;
/// The same within a box.
const TITLES_OF_A_BOX: usize = 1;
/// Sum of grounds from which a line is nearly a title.
const NEARLY: f32 = 2.0;
/// Most words of such a line.
const WORDS: usize = 12;

/// Makes titles of the lines that are nearly so and look like most titles around them.
pub(super) fn make(flow: &[Piece], is_title: &mut [bool], grounds: &[Vec<(&'static str, f32)>]) {
    let place = |piece: &Piece| (piece.page, piece.frame.map(|frame| frame.id), class_of(piece));
    let mut known: FxHashMap<(u32, Option<u32>, Class), (usize, usize)> = FxHashMap::default();
    let is_near = |piece: &Piece, grounds: &[(&'static str, f32)]| {
        let sum: f32 = grounds.iter().map(|(_, weight)| weight).sum();
        sum >= NEARLY && piece.words.len() <= WORDS && grounds.iter().all(|(_, weight)| *weight > -0.9)
    };
    for ((piece, title), grounds) in flow.iter().zip(is_title.iter()).zip(grounds) {
        let (titles, near) = known.entry(place(piece)).or_default();
        *titles += usize::from(*title);
        *near += usize::from(!*title && is_near(piece, grounds));
    }
    for ((piece, title), grounds) in flow.iter().zip(is_title.iter_mut()).zip(grounds) {
        let (titles, near) = known.get(&place(piece)).copied().unwrap_or_default();
        if !*title
            && titles
                >= (if piece.frame.is_some() {
                    TITLES_OF_A_BOX
                } else {
                    TITLES
                })
            && titles >= near
            && is_near(piece, grounds)
        {
            *title = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(grounds_of_third: Vec<(&'static str, f32)>) -> Vec<bool> {
        let flow: Vec<Piece> = ["Naissances", "Mariages", "Départs"]
            .iter()
            .map(|text| Piece::of_line(text, 1, true))
            .collect();
        let mut is_title = vec![true, true, false];
        let grounds = vec![vec![("bold", 3.0)], vec![("bold", 3.0)], grounds_of_third];
        make(&flow, &mut is_title, &grounds);
        is_title
    }

    #[test]
    fn a_line_like_the_titles_around_it_is_one() {
        assert_eq!(told(vec![("bold", 1.75), ("text below", 0.25)]), [true; 3]);
        assert_eq!(told(vec![("bold", 1.75)]), [true, true, false]);
        let spoken_against = vec![("bold", 3.5), ("ends like a sentence", -1.25)];
        assert_eq!(told(spoken_against), [true, true, false]);
    }
}
