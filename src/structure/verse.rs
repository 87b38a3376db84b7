//! Verse: lines that end long before their column does, one under the other, and begin large though the sentence goes on.
//! Layout keeps such lines apart from each other; here they become stanzas, a line a line.
use super::flow::union;
use crate::model::{Block, BlockKind};

/// Lines from which a run is verse.
const FEWEST_LINES: usize = 4;

/// Words of a line of verse.
const WORDS: std::ops::RangeInclusive<usize> = 2..=14;

/// Words of most lines together, over their number, from which they are no list of names or things.
const MEAN_WORDS: f32 = 3.5;

/// White between two lines of a stanza, in heights of a line.
const WHITE_IN_STANZA: f32 = 0.6;

/// White between two stanzas, in heights of a line.
const WHITE_BETWEEN: f32 = 2.5;

/// Rows over which one line of verse may run.
const MOST_ROWS: f32 = 2.6;

/// Joins the lines of stanzas. The text of the section stays as it is: lines and paragraphs are both parted by a newline.
pub(super) fn join_stanzas(blocks: &mut Vec<Block>) {
    let mut joined: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut run: Vec<Block> = Vec::new();
    for block in std::mem::take(blocks) {
        if !run.last().is_some_and(|above| goes_on(above, &block)) {
            close(&mut run, &mut joined);
        }
        if may_be_line(&block) {
            run.push(block);
        } else {
            close(&mut run, &mut joined);
            joined.push(block);
        }
    }
    close(&mut run, &mut joined);
    *blocks = joined;
}

/// Moves a run to what is done, as stanzas where it is verse.
fn close(run: &mut Vec<Block>, joined: &mut Vec<Block>) {
    if !is_verse(run) {
        joined.append(run);
        return;
    }
    let height = row_height(run);
    let mut stanza: Option<Block> = None;
    for line in run.drain(..) {
        match &mut stanza {
            Some(open) if white(open, &line).is_some_and(|white| white <= WHITE_IN_STANZA * height) => {
                open.text.push('\n');
                open.text.push_str(&line.text);
                open.bbox = open.bbox.zip(line.bbox).map(|(a, b)| union(a, b));
            }
            _ => {
                joined.extend(stanza.replace(Block {
                    kind: BlockKind::Verse,
                    ..line
                }));
            }
        }
    }
    joined.extend(stanza);
}

/// Whether a block may be a line of verse: figures and addresses are of lists and programmes.
fn may_be_line(block: &Block) -> bool {
    let text = block.text.as_str();
    block.kind == BlockKind::Paragraph
        && block.bbox.is_some()
        && WORDS.contains(&text.split_whitespace().count())
        && !text.contains(|letter: char| letter.is_ascii_digit() || letter == '@')
        && !text.ends_with(':')
        && !text.contains("www.")
}

/// Whether a block stands under a line, close enough for the next stanza.
fn goes_on(above: &Block, block: &Block) -> bool {
    let (Some(upper), Some(lower)) = (above.bbox, block.bbox) else {
        return false;
    };
    let row = (upper[3] - upper[1]).min(lower[3] - lower[1]);
    let beside = upper[2].min(lower[2]) - upper[0].max(lower[0]);
    above.page == block.page
        && beside > 0.0
        && lower[3] - lower[1] <= MOST_ROWS * row
        && white(above, block).is_some_and(|white| white > -0.5 * row && white <= WHITE_BETWEEN * row)
}

fn white(above: &Block, block: &Block) -> Option<f32> {
    Some(block.bbox?[1] - above.bbox?[3])
}

fn row_height(run: &[Block]) -> f32 {
    let heights = run
        .iter()
        .filter_map(|line| line.bbox)
        .map(|rect| rect[3] - rect[1]);
    heights.fold(f32::MAX, f32::min)
}

/// The lines of a block in which layout kept a stanza together, as running text would be: lines begin large, line after
/// line, though most do not end a sentence.
pub(super) fn lines_of(lines: &[&str]) -> Option<String> {
    let begins_large = |line: &&&str| {
        let first = line.chars().find(|letter| letter.is_alphabetic());
        first.is_some_and(char::is_uppercase) && !line.starts_with(|first: char| first.is_ascii_digit())
    };
    let is_open =
        |line: &&&str| line.ends_with(|last: char| last.is_alphanumeric() || matches!(last, ',' | ';'));
    let all = lines.len();
    if all < FEWEST_LINES || lines.iter().filter(begins_large).count() * 10 < all * 9 {
        return None;
    }
    let words: usize = lines.iter().map(|line| line.split_whitespace().count()).sum();
    let open = lines.iter().filter(is_open).count();
    let commas = lines.iter().filter(|line| line.ends_with([',', ';'])).count();
    let has_figures = lines
        .iter()
        .any(|line| line.contains(|letter: char| letter.is_ascii_digit() || letter == '@'));
    let inner = || lines.iter().flat_map(|line| line.split_whitespace().skip(1));
    let capitals = inner()
        .filter(|word| word.starts_with(char::is_uppercase))
        .count();
    let is_verse = words as f32 >= MEAN_WORDS * all as f32
        && words <= WORDS.end() * all
        && open * 2 >= all
        && commas > 0
        && capitals * 3 <= inner().count()
        && !has_figures;
    is_verse.then(|| lines.join("\n"))
}

fn is_verse(run: &[Block]) -> bool {
    let words: usize = run.iter().map(|line| line.text.split_whitespace().count()).sum();
    if run.len() < FEWEST_LINES || (words as f32) < MEAN_WORDS * run.len() as f32 {
        return false;
    }
    let begins_large = |line: &Block| {
        let first = line.text.chars().find(|letter| letter.is_alphabetic());
        first.is_some_and(char::is_uppercase)
    };
    let ends_sentence = |line: &Block| line.text.ends_with(['.', '!', '?', '…', '»', '”', '"']);
    // Titles and names are set in capitals within their lines too.
    let inner = || run.iter().flat_map(|line| line.text.split_whitespace().skip(1));
    let capitals = inner()
        .filter(|word| word.starts_with(char::is_uppercase))
        .count();
    if capitals * 3 > inner().count() {
        return false;
    }
    // The sentence goes on over the end of the line, or the line is one of several short ones that end together.
    let large = run.iter().filter(|line| begins_large(line)).count();
    let open = run.iter().filter(|line| !ends_sentence(line)).count();
    // A list ends its items alike; verse has lines that end in nothing, or more than one stanza.
    let runs_on = run
        .iter()
        .any(|line| line.text.ends_with(|letter: char| letter.is_alphanumeric()));
    let height = row_height(run);
    let has_stanzas = run.windows(2).any(
        |pair| matches!(pair, [a, b] if white(a, b).is_some_and(|white| white > WHITE_IN_STANZA * height)),
    );
    if !runs_on && !has_stanzas {
        return false;
    }
    let commas = run.iter().filter(|line| line.text.ends_with([',', ';'])).count();
    large * 10 >= run.len() * 7 && open * 2 >= run.len() && commas * 4 >= run.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, top: f32) -> Block {
        Block {
            kind: BlockKind::Paragraph,
            text: text.to_string(),
            page: 1,
            bbox: Some([50.0, top, 200.0, top + 10.0]),
        }
    }

    #[test]
    fn stanzas_are_joined_line_by_line() {
        let mut blocks = vec![
            line(
                "Voici un poème de notre voisine, que nous avons lu à la fête.",
                0.0,
            ),
            line("Le vent se lève sur la grève,", 50.0),
            line("Les barques dansent au ponton,", 62.0),
            line("Et la lumière, comme un rêve,", 74.0),
            line("S’endort au bout de l’horizon.", 86.0),
            line("Demain le jour viendra nous dire", 110.0),
            line("Que rien ne meurt de nos chansons.", 122.0),
        ];
        join_stanzas(&mut blocks);
        let kinds: Vec<BlockKind> = blocks.iter().map(|block| block.kind).collect();
        assert_eq!(kinds, [BlockKind::Paragraph, BlockKind::Verse, BlockKind::Verse]);
        assert_eq!(blocks[1].text.lines().count(), 4);
        assert_eq!(blocks[1].bbox, Some([50.0, 50.0, 200.0, 96.0]));
        assert_eq!(blocks[2].text.lines().count(), 2);
    }

    #[test]
    fn lines_that_layout_kept_together() {
        let poem = [
            "J’ai semé dans la cour un carré de silence,",
            "Un rang de marjolaine et deux de patience,",
            "Le merle y vient chercher ce que j’ai oublié",
            "Et la pluie en passant finit de le plier.",
        ];
        assert_eq!(lines_of(&poem).map(|text| text.lines().count()), Some(4));
        let prose = [
            "Le conseil a voté le budget, et",
            "La commune pourra rénover la",
            "salle des fêtes, le préau et les",
            "abords de l’école dès cet été.",
        ];
        assert_eq!(lines_of(&prose), None);
    }

    #[test]
    fn lists_and_programmes_are_no_verse() {
        for texts in [
            ["Anne Morel", "Louis Le Goff", "Marie Kerdoncuff", "Yann Tanguy"],
            [
                "Actions Éducatives et Culturelles,",
                "Projets Solidaires et Échanges,",
                "Ateliers Vélo et Réparation,",
                "Soirées Jeux et Musique.",
            ],
            [
                "Une salle pour les réunions.",
                "Un atelier pour les vélos.",
                "Une cuisine pour tous.",
                "Un jardin sur le toit.",
            ],
            [
                "Une belle botte de poireaux,",
                "Deux grosses pommes de terre,",
                "Un demi-litre de lait,",
                "Une noix de beurre salé.",
            ],
            [
                "Accueil à 9 h, café,",
                "Atelier à 10 h, salle verte,",
                "Repas à 12 h, préau,",
                "Bilan à 16 h, salle verte.",
            ],
        ] {
            let rows = texts.iter().zip(0..);
            let mut blocks: Vec<Block> = rows.map(|(text, row)| line(text, 12.0 * row as f32)).collect();
            join_stanzas(&mut blocks);
            assert!(blocks.iter().all(|block| block.kind == BlockKind::Paragraph));
        }
    }
}
