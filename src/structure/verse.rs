//! Verse: lines one under the other that begin large though the sentence goes on. Where they end long before their column
//! does, layout keeps them apart, and they are joined here to stanzas, a line a line; where they fill it, layout joins
//! them as it does running text, and their lines are parted again.
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
        && WORDS.contains(&text.split_whitespace().take(WORDS.end() + 1).count())
        && !has_figures(text)
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

/// What lines say that may be verse.
struct Evidence {
    lines: usize,
    /// Lines that begin with a capital.
    large: usize,
    /// Lines that end no sentence.
    open: usize,
    /// Lines that end in a comma or a semicolon.
    commas: usize,
}

impl Evidence {
    /// Nothing where the lines are few, or of lists, titles and names: short, or with capitals within.
    fn of<'a>(lines: impl Iterator<Item = &'a str> + Clone) -> Option<Self> {
        let count = |is: fn(&str) -> bool| lines.clone().filter(|line| is(line)).count();
        let inner = || lines.clone().flat_map(|line| line.split_whitespace().skip(1));
        let all = lines.clone().count();
        if all < FEWEST_LINES {
            return None;
        }
        let words = all + inner().count();
        if (words as f32) < MEAN_WORDS * all as f32 || words > WORDS.end() * all {
            return None;
        }
        let capitals = inner().filter(|word| word.starts_with(char::is_uppercase));
        if capitals.count() * 3 > inner().count() {
            return None;
        }
        Some(Self {
            lines: all,
            large: count(begins_large),
            open: count(|line| !line.ends_with(['.', '!', '?', '…', '»', '”', '"', ':', '-'])),
            commas: count(|line| line.ends_with([',', ';'])),
        })
    }
}

fn begins_large(line: &str) -> bool {
    let first = line.chars().find(|letter| letter.is_alphabetic());
    first.is_some_and(char::is_uppercase)
}

/// Whether figures or an address say that a line is of a list or a programme.
fn has_figures(line: &str) -> bool {
    line.contains(|letter: char| letter.is_ascii_digit() || letter == '@')
}

/// The lines of a block in which layout kept a stanza together, as running text would be.
pub(super) fn lines_of(lines: &[&str]) -> Option<String> {
    // Asked of every block, and told of nearly all by how their lines begin.
    if lines.len() < FEWEST_LINES {
        return None;
    }
    let large = lines.iter().filter(|line| begins_large(line)).count();
    if large * 10 < lines.len() * 9 || lines.iter().any(|line| has_figures(line)) {
        return None;
    }
    let told = Evidence::of(lines.iter().copied())?;
    (told.open * 2 >= told.lines && told.commas > 0).then(|| lines.join("\n"))
}

fn is_verse(run: &[Block]) -> bool {
    let Some(told) = Evidence::of(run.iter().map(|line| line.text.as_str())) else {
        return false;
    };
    // A list ends its items alike; verse has lines that end in nothing, or more than one stanza.
    let runs_on = run
        .iter()
        .any(|line| line.text.ends_with(|letter: char| letter.is_alphanumeric()));
    let height = row_height(run);
    let has_stanzas = run.windows(2).any(
        |pair| matches!(pair, [a, b] if white(a, b).is_some_and(|white| white > WHITE_IN_STANZA * height)),
    );
    (runs_on || has_stanzas)
        && told.large * 10 >= told.lines * 7
        && told.open * 2 >= told.lines
        && told.commas * 4 >= told.lines
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
