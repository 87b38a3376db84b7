//! What stands in the cells of tables: short texts, many of them figures. Sentences make no table.
use super::{Cell, Row, Words};
use crate::french::dates::month_number;

/// Words of a cell from which it is long.
const LONG: usize = 12;
/// Words of a cell from which it is a text, of which a table has none.
const TEXT: usize = 40;
/// Share of the cells that may be long.
const LONG_CELLS: f32 = 0.2;
/// Words of the middle cell, in order of length, beyond which the cells are texts.
const MIDDLE: usize = 6;
/// Cells, empty ones counted, of the smallest table.
const FEWEST_CELLS: usize = 6;
/// Share of the rows that must have two filled cells.
const FILLED_ROWS: f32 = 0.6;
/// Type in sizes of the other cells from which a line below the first row is a title.
const TITLE: f32 = 1.3;

/// Whether rows are those of a table, by what their cells say.
pub(super) fn are_of_a_table(rows: &[Row], words: &Words<'_>) -> bool {
    let columns = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let filled = rows.iter().filter(|row| row.filled() >= 2).count();
    if rows.len() < 2 || columns < 2 || rows.len() * columns < FEWEST_CELLS {
        return false;
    }
    if filled < 2 || (filled as f32) < FILLED_ROWS * rows.len() as f32 {
        return false;
    }
    let mut lengths: Vec<usize> = Vec::new();
    for row in rows {
        let cells = row.cells.iter().filter(|cell| !cell.is_empty());
        lengths.extend(cells.map(|cell| length(cell, words)));
    }
    lengths.sort_unstable();
    let long = lengths.iter().filter(|length| **length > LONG).count();
    let middle = lengths.get(lengths.len() / 2).copied().unwrap_or(0);
    let most = lengths.last().copied().unwrap_or(0);
    most <= TEXT
        && middle <= MIDDLE
        && long as f32 <= LONG_CELLS * lengths.len() as f32
        && !has_title(rows, words)
}

/// Words of a cell: what holds a letter or a figure.
fn length(cell: &Cell, words: &Words<'_>) -> usize {
    let says = |word: &&usize| {
        let placed = words.list.get(**word);
        placed.is_some_and(|placed| placed.word.text.chars().any(char::is_alphanumeric))
    };
    cell.iter().filter(says).count()
}

/// Whether cells under the first row are set in larger type than the others, and are not what their rows are called: in
/// the first column, with cells beside them.
fn has_title(rows: &[Row], words: &Words<'_>) -> bool {
    let size = |word: usize| words.list.get(word).map_or(0.0, |placed| placed.size);
    let mut sizes: Vec<f32> = rows.iter().flat_map(Row::words).map(size).collect();
    let Some(typical) = super::super::geometry::median(&mut sizes) else {
        return false;
    };
    let is_large = |cell: &Cell| cell.iter().any(|word| size(*word) > TITLE * typical.max(1.0));
    let mut below = rows.iter().skip(1);
    below.any(|row| {
        let mut large = row.cells.iter().enumerate().filter(|(_, cell)| is_large(cell));
        large.any(|(column, _)| column > 0 || row.filled() < 2)
    })
}

/// Whether the words of a piece are data: figures, prices, hours, dates, numbers of telephones, mail addresses, and
/// the small words that stand between them.
pub(super) fn is_data<'w>(texts: impl Iterator<Item = &'w str>) -> bool {
    const MOST_WORDS: usize = 6;
    let (mut telling, mut joining, mut others) = (0_usize, 0_usize, 0_usize);
    for text in texts {
        let bare = text.trim_matches(|letter: char| matches!(letter, ',' | ';' | ':' | '(' | ')'));
        let begins = bare.chars().find(|letter| letter.is_alphanumeric());
        let letters = bare.chars().filter(|letter| letter.is_alphabetic()).count();
        if begins.is_some_and(|letter| letter.is_ascii_digit()) && letters <= 4
            || (bare.contains('@') && letters > 2)
        {
            telling += 1;
        } else if is_unit(bare) || is_weekday(bare) || month_number(bare).is_some() {
            joining += 1;
        } else {
            others += 1;
        }
    }
    telling > 0 && telling + joining + others <= MOST_WORDS && others * 2 <= telling && joining <= 3 * telling
}

fn is_weekday(word: &str) -> bool {
    let lower = word.to_lowercase();
    matches!(
        lower.as_str(),
        "lundi" | "mardi" | "mercredi" | "jeudi" | "vendredi" | "samedi" | "dimanche"
    )
}

/// Words that stand beside figures: units, and what joins two of them.
fn is_unit(word: &str) -> bool {
    matches!(
        word,
        "€" | "$"
            | "%"
            | "£"
            | "-"
            | "–"
            | "—"
            | "/"
            | "à"
            | "et"
            | "ou"
            | "de"
            | "h"
            | "H"
            | "ans"
            | "an"
            | "euros"
            | "euro"
            | "cm"
            | "m"
            | "km"
            | "kg"
            | "g"
            | "min"
            | "p."
            | "pts"
            | "F"
            | "CHF"
            | "am"
            | "pm"
            | "to"
            | "and"
            | "le"
            | "du"
            | "au"
            | "+"
            | "x"
            | "×"
            | "☎"
            | "mn"
    )
}

/// Whether a piece says something in words: a run of letters that is no unit.
pub(super) fn has_words<'w>(mut texts: impl Iterator<Item = &'w str>) -> bool {
    texts.any(|text| !is_unit(text) && text.chars().filter(|letter| letter.is_alphabetic()).count() >= 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data(text: &str) -> bool {
        is_data(text.split(' '))
    }

    #[test]
    fn figures_prices_hours_and_dates_are_data() {
        for text in [
            "12 €",
            "9h30 à 12h",
            "08:50",
            "12 mai",
            "de 7 à 9 ans",
            "01 99 00 12 34",
            "a.b@c.example",
            "1 250,00",
        ] {
            assert!(data(text), "{text}");
        }
        for text in [
            "Mairie",
            "Place du 8 mai",
            "La salle 3 du bas",
            "–",
            "Adultes",
            "le samedi matin",
        ] {
            assert!(!data(text), "{text}");
        }
    }
}
