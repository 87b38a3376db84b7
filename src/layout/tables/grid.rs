//! Ruled tables: cells that are parted by upright lines, or that are grounds side by side. Level lines part the rows;
//! where they do not, as between the hours of one day, lines of text on shared baselines are rows.
mod strokes;

use super::super::geometry::{center, holds, union_all};
use super::{Cell, Row, Table, Words, cells};
use crate::pdf::Page;
pub(super) use strokes::Grid;
use strokes::grids;

/// Columns and level bands of the largest table: a page with more is a drawing.
const MOST_COLUMNS: usize = 40;
/// See [`MOST_COLUMNS`].
const MOST_BANDS: usize = 200;
/// Share of the width of a table from which a cell at its left is a line over the columns.
const OVER_COLUMNS: f32 = 0.5;
/// Share of the rows that may be parted otherwise than most.
const IRREGULAR: f32 = 0.2;
/// Share of the words that may stand over an upright line.
const CROSSING: f32 = 0.05;
/// Height of a band in lines of its text beyond which its cells are no cells of words.
const AIR: f32 = 6.0;
/// Bands of one line from which those of a table are told to be so.
const SINGLE_BANDS: usize = 4;
/// Lines of a band that stand on shared baselines, as a share, from which they are rows.
const SHARED: f32 = 0.7;

/// Share of the cells of a column that are figures, where the lines of a band are rows.
const FIGURES: f32 = 0.6;

/// A band between two level lines.
struct Band {
    /// For every upright line of the grid, but the outer ones, whether it parts cells here.
    parted: Vec<bool>,
    /// Words by index, from top to bottom and left to right.
    words: Vec<usize>,
    height: f32,
}

/// The grids of a page that may be tables.
pub(super) fn of_page(drawn: &Page) -> Vec<Grid> {
    let mut grids = grids(drawn);
    grids.retain(|grid| {
        let (columns, bands) = (grid.xs.len().saturating_sub(1), grid.ys.len().saturating_sub(1));
        (2..=MOST_COLUMNS).contains(&columns) && (1..=MOST_BANDS).contains(&bands)
    });
    grids
}

/// The ruled tables of a page. A word is in one of them at most, and is then no longer free: of two grids over each other
/// the larger is the table.
pub(super) fn find(words: &Words<'_>, grids: &[Grid], is_free: &mut [bool]) -> Vec<Table> {
    let mut found: Vec<Table> = grids.iter().filter_map(|grid| table_of(grid, words)).collect();
    let count = |table: &Table| table.rows.iter().flat_map(Row::words).count();
    found.sort_by_key(|table| std::cmp::Reverse(count(table)));
    let mut tables: Vec<Table> = Vec::new();
    for table in found {
        let is_word_free = |word: usize| is_free.get(word) == Some(&true);
        let is_new = tables.iter().all(|known| !known.holds(table.rect));
        if is_new && table.rows.iter().flat_map(Row::words).all(is_word_free) {
            table.mark(is_free);
            tables.push(table);
        }
    }
    tables
}

fn table_of(grid: &Grid, words: &Words<'_>) -> Option<Table> {
    let rect = grid.rect()?;
    if words.turned.iter().any(|turned| holds(rect, center(*turned))) {
        return None;
    }
    let bands = bands_of(grid, words);
    let in_columns: Vec<&Band> = bands.iter().filter(|band| !is_over_columns(band, grid)).collect();
    let pattern = commonest_pattern(&in_columns)?;
    let table_bands = between_regular(&in_columns, &pattern);
    if pattern.iter().all(|parted| !parted)
        || crossing(&table_bands, grid, words)
        || are_airy(&table_bands, words)
    {
        return None;
    }
    let adds_parts = |band: &&&Band| {
        band.parted
            .iter()
            .zip(&pattern)
            .any(|(own, common)| *own && !common)
    };
    let irregular = table_bands.iter().filter(adds_parts).count();
    if irregular as f32 > IRREGULAR * table_bands.len() as f32 {
        return None;
    }
    let edges: Vec<f32> = grid
        .inner()
        .zip(&pattern)
        .filter(|(_, parted)| **parted)
        .map(|(x, _)| x)
        .collect();
    let single = table_bands
        .iter()
        .filter(|band| lines_of(&band.words, words).len() == 1)
        .count();
    let are_single = single >= SINGLE_BANDS && single * 5 >= table_bands.len() * 4;
    let mut rows = Vec::new();
    for band in table_bands {
        rows.extend(rows_of(band, &edges, grid, are_single, words));
    }
    let rows = without_empty_columns(rows);
    if !cells::are_of_a_table(&rows, words) {
        return None;
    }
    Table::of(rows, words)
}

/// The bands of a grid that hold words.
fn bands_of(grid: &Grid, words: &Words<'_>) -> Vec<Band> {
    let mut bands = Vec::new();
    let Some([left, _, right, _]) = grid.rect() else {
        return bands;
    };
    for pair in grid.ys.windows(2) {
        let [top, bottom] = pair else { continue };
        let is_inside = |word: &usize| holds([left, *top, right, *bottom], center(words.rect(*word)));
        let mut inside: Vec<usize> = (0..words.list.len()).filter(is_inside).collect();
        if inside.is_empty() {
            continue;
        }
        sort(&mut inside, words);
        bands.push(Band {
            parted: grid.inner().map(|x| grid.is_parted(x, *top, *bottom)).collect(),
            words: inside,
            height: bottom - top,
        });
    }
    bands
}

/// Puts words in order: line by line, from left to right.
fn sort(list: &mut [usize], words: &Words<'_>) {
    let place = |word: usize| {
        let baseline = words.list.get(word).map_or(0.0, |placed| placed.baseline);
        (baseline, words.rect(word)[0])
    };
    list.sort_by(|a, b| place(*a).0.total_cmp(&place(*b).0));
    // Baselines of one line differ by fractions of a point.
    let mut start = 0;
    while let Some(first) = list.get(start) {
        let limit = place(*first).0 + 0.3 * words.list.get(*first).map_or(10.0, |placed| placed.size);
        let end = start
            + list
                .iter()
                .skip(start)
                .take_while(|word| place(**word).0 <= limit)
                .count();
        if let Some(line) = list.get_mut(start..end) {
            line.sort_by(|a, b| place(*a).1.total_cmp(&place(*b).1));
        }
        start = end.max(start + 1);
    }
}

/// Whether a band is a line over the columns: it is not parted, or its first cell reaches over several columns and
/// half of the table.
fn is_over_columns(band: &Band, grid: &Grid) -> bool {
    let Some(first) = band.parted.iter().position(|parted| *parted) else {
        return true;
    };
    let (Some([left, _, right, _]), Some(end)) = (grid.rect(), grid.inner().nth(first)) else {
        return true;
    };
    first > 0 && end - left >= OVER_COLUMNS * (right - left)
}

/// How most bands are parted, those with more lines of text counting for more.
fn commonest_pattern(bands: &[&Band]) -> Option<Vec<bool>> {
    let mut patterns: Vec<(&Vec<bool>, usize)> = Vec::new();
    for band in bands {
        let weight = band.words.len();
        match patterns.iter_mut().find(|(pattern, _)| **pattern == band.parted) {
            Some((_, known)) => *known += weight,
            None => patterns.push((&band.parted, weight)),
        }
    }
    let commonest = patterns.into_iter().max_by_key(|(_, weight)| *weight);
    commonest.map(|(pattern, _)| pattern.clone())
}

/// The bands from the first to the last that are parted as most are, or nearly so: other boxes may touch a table.
fn between_regular<'b>(bands: &[&'b Band], pattern: &[bool]) -> Vec<&'b Band> {
    let all = pattern.iter().filter(|parted| **parted).count();
    let is_regular = |band: &&Band| {
        let pairs = || band.parted.iter().zip(pattern);
        let shared = pairs().filter(|(own, common)| **own && **common).count();
        shared * 2 >= all && pairs().all(|(own, common)| *common || !*own)
    };
    let first = bands.iter().position(is_regular).unwrap_or(0);
    let last = bands.iter().rposition(is_regular).map_or(0, |last| last + 1);
    bands.get(first..last).unwrap_or_default().to_vec()
}

/// Whether more than a few words stand over lines that part cells: the lines are no table's.
fn crossing(bands: &[&Band], grid: &Grid, words: &Words<'_>) -> bool {
    let (mut over, mut all) = (0_usize, 0_usize);
    for band in bands {
        for word in &band.words {
            let [x0, _, x1, _] = words.rect(*word);
            let slack = words.list.get(*word).map_or(0.0, |placed| 0.3 * placed.size);
            let mut edges = grid.inner().zip(&band.parted).filter(|(_, parted)| **parted);
            all += 1;
            over += usize::from(edges.any(|(edge, _)| x0 < edge - slack && x1 > edge + slack));
        }
    }
    over as f32 > CROSSING * all as f32
}

/// Whether most bands are far higher than their text: a drawing, a plan, boxes to write in.
fn are_airy(bands: &[&Band], words: &Words<'_>) -> bool {
    let is_airy = |band: &&&Band| {
        let size = band
            .words
            .first()
            .and_then(|word| words.list.get(*word))
            .map_or(10.0, |placed| placed.size);
        band.height > AIR * size * lines_of(&band.words, words).len() as f32
    };
    bands.iter().filter(is_airy).count() * 2 > bands.len()
}

/// The rows of a band: one, or one a baseline. `are_single` says that nearly all bands of the table have one line.
fn rows_of(band: &Band, edges: &[f32], grid: &Grid, are_single: bool, words: &Words<'_>) -> Vec<Row> {
    let row = |list: &[usize]| {
        let [_, top, _, bottom] = union_all(list.iter().map(|word| words.rect(*word)));
        let parting: Vec<bool> = edges.iter().map(|x| grid.is_parted(*x, top, bottom)).collect();
        row_of(list, edges, &parting, words)
    };
    let lines = lines_of(&band.words, words);
    let by_line: Vec<Row> = lines.iter().map(|line| row(line)).collect();
    if are_rows(&by_line, are_single, words) {
        by_line
    } else {
        vec![row(&band.words)]
    }
}

/// Words in order, line by line.
fn lines_of(list: &[usize], words: &Words<'_>) -> Vec<Vec<usize>> {
    let mut lines: Vec<Vec<usize>> = Vec::new();
    let mut last: Option<f32> = None;
    for word in list {
        let Some(placed) = words.list.get(*word) else {
            continue;
        };
        match lines.last_mut() {
            Some(line) if last.is_some_and(|last| (last - placed.baseline).abs() <= 0.3 * placed.size) => {
                line.push(*word)
            }
            _ => {
                lines.push(vec![*word]);
                last = Some(placed.baseline);
            }
        }
    }
    lines
}

/// The row of words; what stands over several columns is in the first of them.
fn row_of(list: &[usize], edges: &[f32], parting: &[bool], words: &Words<'_>) -> Row {
    let mut cells: Vec<Cell> = vec![Vec::new(); edges.len() + 1];
    for word in list {
        let middle = center(words.rect(*word)).0;
        let mut column = edges.iter().filter(|edge| middle > **edge).count();
        while column > 0 && parting.get(column - 1) == Some(&false) {
            column -= 1;
        }
        if let Some(cell) = cells.get_mut(column) {
            cell.push(*word);
        }
    }
    Row { cells }
}

/// Whether the lines of a band are rows: two columns and more have words on nearly all of them, of which one is
/// figures. Two lines are no more than a cell that is broken over two, unless three columns have both, or all other rows
/// are of one line.
fn are_rows(lines: &[Row], are_single: bool, words: &Words<'_>) -> bool {
    if lines.len() < 2 {
        return false;
    }
    let columns = lines.first().map_or(0, |row| row.cells.len());
    let least = (SHARED * lines.len() as f32).ceil() as usize;
    let mut regular = 0;
    let mut figures = 0;
    for column in 0..columns {
        let cells = lines.iter().filter_map(|row| row.cells.get(column));
        let filled: Vec<&Cell> = cells.filter(|cell| !cell.is_empty()).collect();
        if filled.len() < least.max(2) {
            continue;
        }
        regular += 1;
        let data = filled.iter().filter(|cell| is_data(cell, words)).count();
        figures += usize::from(data as f32 >= FIGURES * filled.len() as f32);
    }
    figures >= 1 && regular >= (if lines.len() == 2 && !are_single { 3 } else { 2 })
}

fn is_data(cell: &Cell, words: &Words<'_>) -> bool {
    let texts = cell.iter().filter_map(|word| words.list.get(*word));
    cells::is_data(texts.map(|placed| placed.word.text.as_str()))
}

/// Rows without the columns in which nothing stands.
fn without_empty_columns(rows: Vec<Row>) -> Vec<Row> {
    let columns = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let has_words = |column: usize| {
        rows.iter()
            .any(|row| row.cells.get(column).is_some_and(|cell| !cell.is_empty()))
    };
    let kept: Vec<bool> = (0..columns).map(has_words).collect();
    let shrunk = rows.into_iter().map(|row| Row {
        cells: row
            .cells
            .into_iter()
            .zip(&kept)
            .filter(|(_, kept)| **kept)
            .map(|(cell, _)| cell)
            .collect(),
    });
    shrunk.filter(|row| row.filled() > 0).collect()
}
