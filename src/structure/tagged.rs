//! Headings of the structure tree, where they can be believed. Programs tag what their user called a heading: some
//! users call a paragraph so for its size, or a whole page; some tools guess. So the tree is asked what a reader
//! would ask: are its headings few beside the text, short, and unlike it?
use super::flow::{Look, Piece};
use super::titles::is_far;

/// Share of the letters of a text that headings may have.
const SHARE_OF_TEXT: f32 = 0.2;
/// Letters of a piece from which it is a paragraph.
const PARAGRAPH: usize = 150;
/// Share of the headings that may be paragraphs.
const PARAGRAPHS: f32 = 0.15;
/// Share of the headings that must look unlike the running text.
const UNLIKE_TEXT: f32 = 0.75;
/// How much smaller the headings of a level may be than those of the next.
const SMALLER: f32 = 0.95;

/// Why headings are believed, level by level.
#[derive(Debug, Default)]
struct Level {
    pieces: usize,
    paragraphs: usize,
    unlike_text: usize,
    sizes: f32,
}

/// The levels of the pieces that the structure tree calls headings, where it can be believed: from 1, or 0 for a heading
/// without one.
pub(super) fn read(flow: &[Piece], body: &Look) -> Vec<Option<u8>> {
    let nothing = vec![None; flow.len()];
    if flow.iter().all(|piece| piece.tagged.is_none()) {
        return nothing;
    }
    let mut levels: [Level; 8] = Default::default();
    let (mut tagged, mut all) = (0_usize, 0_usize);
    for piece in flow {
        let letters = piece.text.chars().count();
        all += letters;
        let Some(level) = piece.tagged else { continue };
        tagged += letters;
        if let Some(level) = levels.get_mut(usize::from(level)) {
            level.pieces += 1;
            level.paragraphs += usize::from(letters > PARAGRAPH);
            level.unlike_text += usize::from(is_unlike(&piece.look, body));
            level.sizes += piece.look.size;
        }
    }
    if tagged == 0 || tagged as f32 > SHARE_OF_TEXT * all as f32 {
        return nothing;
    }
    let used: Vec<&Level> = levels.iter().filter(|level| level.pieces > 0).collect();
    let share = |part: usize, level: &Level| part as f32 / level.pieces as f32;
    let are_headings = used.iter().all(|level| {
        share(level.paragraphs, level) <= PARAGRAPHS && share(level.unlike_text, level) >= UNLIKE_TEXT
    });
    // Levels that contradict what is seen were not chosen for what they mean.
    let are_in_order = used.windows(2).all(|pair| match pair {
        [upper, lower] => {
            let size = |level: &Level| level.sizes / level.pieces as f32;
            size(upper) >= SMALLER * size(lower)
        }
        _ => true,
    });
    if !are_headings || !are_in_order {
        return nothing;
    }
    flow.iter().map(|piece| piece.tagged).collect()
}

/// Whether a look is seen to differ from that of the running text.
fn is_unlike(look: &Look, body: &Look) -> bool {
    look.size >= 1.05 * body.size
        || (look.bold && !body.bold)
        || look.capitals
        || look.underlined
        || is_far(look.color, body.color)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::structure::flow::body_look;

    /// A piece of a size, tagged with a level.
    fn piece(text: &str, size: f32, tagged: Option<u8>) -> Piece {
        let mut piece = Piece::of_line(text, 1, false);
        piece.look.size = size;
        piece.tagged = tagged;
        piece
    }

    fn paragraph(tagged: Option<u8>) -> Piece {
        piece(&"Le jardin partagé ouvre ses portes. ".repeat(12), 10.0, tagged)
    }

    fn believed(flow: &[Piece]) -> usize {
        let body = body_look(flow);
        read(flow, &body).into_iter().filter(Option::is_some).count()
    }

    #[test]
    fn short_large_headings_are_believed() {
        let flow = [
            piece("Vie du village", 18.0, Some(1)),
            piece("Le jardin", 12.0, Some(2)),
            paragraph(None),
            piece("La fête", 12.0, Some(2)),
            paragraph(None),
        ];
        assert_eq!(believed(&flow), 3);
    }

    #[test]
    fn tagged_paragraphs_are_not() {
        let flow = [
            piece("Le jardin", 12.0, Some(1)),
            paragraph(Some(1)),
            paragraph(None),
        ];
        assert_eq!(believed(&flow), 0);
        // One paragraph in ten is too much too, where it is a level of its own.
        let mut flow = vec![piece("Le jardin", 12.0, Some(1)), paragraph(Some(2))];
        flow.extend(std::iter::repeat_with(|| paragraph(None)).take(9));
        assert_eq!(believed(&flow), 0);
    }

    #[test]
    fn headings_that_look_like_text_are_not() {
        let flow = [
            piece("Le jardin", 10.0, Some(1)),
            paragraph(None),
            piece("La fête", 10.0, Some(1)),
            paragraph(None),
        ];
        assert_eq!(believed(&flow), 0);
    }

    #[test]
    fn levels_against_the_sizes_are_not() {
        let flow = [
            piece("Le jardin", 12.0, Some(1)),
            paragraph(None),
            piece("La fête", 18.0, Some(4)),
            paragraph(None),
        ];
        assert_eq!(believed(&flow), 0);
    }
}
