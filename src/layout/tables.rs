//! Tables: rows of cells that a reader reads across. Two kinds of evidence make one: lines or grounds that part its
//! cells (`grid`), and short cells that stand under each other row by row, figures among them (`aligned`).
//!
//! The blocks of a page are made as if there were no tables. The words of a table are then taken out of them, and its
//! rows stand where its first word stood (`rows`): a table that is found changes nothing around it.
mod aligned;
mod cells;
mod grid;
mod rows;

use super::geometry::union_all;
use super::{LaidPage, Word};
use crate::model::Rect;
use crate::pdf::Page;

/// Turns the blocks of tables into rows.
pub(super) fn keep(page: &mut LaidPage, drawn: &Page) {
    let grids = grid::of_page(drawn);
    let may_be_aligned = aligned::may_be_on(page);
    // Most pages of a newsletter have neither, and are not looked at any further.
    if grids.is_empty() && !may_be_aligned {
        return;
    }
    let mut tables = Vec::new();
    {
        let words = Words::of(page);
        let mut is_free = vec![true; words.list.len()];
        tables.extend(grid::find(&words, &grids, &mut is_free));
        if may_be_aligned {
            tables.extend(aligned::find(&words, &is_free));
        }
    }
    if !tables.is_empty() {
        rows::put(page, &tables);
    }
}

/// A word and the line that it stands on.
#[derive(Debug, Clone, Copy)]
struct PlacedWord<'a> {
    word: &'a Word,
    baseline: f32,
    size: f32,
}

/// The words of a page in reading order, those of turned lines left out.
#[derive(Debug, Default)]
struct Words<'a> {
    list: Vec<PlacedWord<'a>>,
    /// Where the words of each line begin and end in the list, one line after the other.
    lines: Vec<(usize, usize)>,
    /// Block, line and place in it of every word.
    places: Vec<(usize, usize, usize)>,
    /// Places of turned words.
    turned: Vec<Rect>,
}

impl<'a> Words<'a> {
    fn of(page: &'a LaidPage) -> Self {
        let mut words = Self::default();
        for (block_index, block) in page.blocks.iter().enumerate() {
            for (line_index, line) in block.lines.iter().enumerate() {
                if line.turned {
                    words.turned.push(line.rect);
                    continue;
                }
                let start = words.list.len();
                for (index, word) in line.words.iter().enumerate() {
                    words.list.push(PlacedWord {
                        word,
                        baseline: line.baseline,
                        size: line.size,
                    });
                    words.places.push((block_index, line_index, index));
                }
                words.lines.push((start, words.list.len()));
            }
        }
        words
    }

    fn rect(&self, word: usize) -> Rect {
        self.list.get(word).map_or([0.0; 4], |placed| placed.word.rect)
    }
}

/// Words of a cell, by index, from top to bottom and left to right.
type Cell = Vec<usize>;

/// A row: its cells from left to right, empty ones too.
#[derive(Debug, Clone, Default)]
struct Row {
    cells: Vec<Cell>,
}

impl Row {
    fn words(&self) -> impl Iterator<Item = usize> {
        self.cells.iter().flatten().copied()
    }

    fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.is_empty()).count()
    }
}

/// A table of a page.
#[derive(Debug, Clone, Default)]
struct Table {
    rows: Vec<Row>,
    rect: Rect,
}

impl Table {
    /// The table of rows, as large as their words; nothing of no words.
    fn of(rows: Vec<Row>, words: &Words<'_>) -> Option<Self> {
        let mut placed = rows
            .iter()
            .flat_map(Row::words)
            .map(|word| words.rect(word))
            .peekable();
        placed.peek()?;
        let rect = union_all(placed);
        Some(Self { rows, rect })
    }

    fn mark(&self, is_free: &mut [bool]) {
        for word in self.rows.iter().flat_map(Row::words) {
            if let Some(free) = is_free.get_mut(word) {
                *free = false;
            }
        }
    }

    /// Whether all of a place is inside it.
    fn holds(&self, rect: Rect) -> bool {
        /// Points by which letters may stand over the sides.
        const OVER: f32 = 4.0;
        let [x0, y0, x1, y1] = self.rect;
        rect[0] >= x0 - OVER && rect[1] >= y0 - OVER && rect[2] <= x1 + OVER && rect[3] <= y1 + OVER
    }
}

#[cfg(test)]
mod tests;
