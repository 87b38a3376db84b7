//! Tables without lines: figures, hours or prices that stand under each other, with short texts beside them that do so
//! too. A stack of figures is looked for first, and columns are added at its sides as long as they are aligned.
mod pieces;

use super::{Row, Table, Words, cells};
pub(super) use pieces::may_be_on;
use pieces::{Piece, Side, pieces_of};

/// Rows of the smallest table of two columns, and of more.
const ROWS_OF_TWO: usize = 4;
const ROWS_OF_MORE: usize = 3;
/// Most figures of a page among which stacks are looked for.
const MOST_FIGURES: usize = 600;
/// Distance in ems up to which edges are aligned.
const ALIGNED: f32 = 0.4;
/// Pitch in ems of the rows of a stack, at least and at most.
const PITCH: (f32, f32) = (0.8, 3.2);
/// Difference between the widest and the narrowest pitch, as a factor.
const ONE_PITCH: f32 = 1.5;
/// Distance in ems from one column to the next, at least and at most.
const GUTTER: (f32, f32) = (0.45, 14.0);
/// Share of the rows that must have a cell in a column, and share of the cells that must be aligned.
const SHARE: f32 = 0.7;
/// Words of the cells of a column: on the mean, and at most.
const WORDS_OF_CELLS: f32 = 4.5;
const MOST_WORDS: usize = 9;
/// Columns of the largest table.
const MOST_COLUMNS: usize = 40;
/// Share of the cells that may begin small: more are lines of running text.
const SMALL_BEGINNINGS: f32 = 0.3;

/// A column: its pieces, by row.
#[derive(Debug, Clone)]
struct Column {
    cells: Vec<Option<usize>>,
    left: f32,
    right: f32,
    is_data: bool,
}

impl Column {
    /// The pieces that fill it.
    fn pieces<'p>(&self, pieces: &'p [Piece]) -> impl Iterator<Item = &'p Piece> {
        self.cells.iter().flatten().filter_map(|index| pieces.get(*index))
    }
}

/// The aligned tables among words that are free.
pub(super) fn find(words: &Words<'_>, is_free: &[bool]) -> Vec<Table> {
    let pieces = pieces_of(words, is_free);
    let figures: Vec<usize> = (0..pieces.len())
        .filter(|index| pieces.get(*index).is_some_and(|piece| piece.is_data))
        .collect();
    if figures.len() < ROWS_OF_MORE || figures.len() > MOST_FIGURES {
        return Vec::new();
    }
    let mut is_used = vec![false; pieces.len()];
    let mut tables = Vec::new();
    for stack in stacks(&pieces, &figures) {
        if stack.iter().any(|piece| is_used.get(*piece) == Some(&true)) {
            continue;
        }
        let Some(columns) = columns_of(&stack, &pieces, words) else {
            continue;
        };
        let rows = rows_of(&columns, &pieces);
        let mut all: Vec<usize> = columns
            .iter()
            .flat_map(|column| column.cells.iter().flatten().copied())
            .collect();
        all.sort_unstable();
        let is_apart = all.iter().all(|piece| is_used.get(*piece) == Some(&false));
        if !is_apart || !cells::are_of_a_table(&rows, words) {
            continue;
        }
        let Some(table) = Table::of(rows, words) else {
            continue;
        };
        if is_broken(&table, &all, &pieces, words) || goes_on(&table, &all, &pieces, words) {
            continue;
        }
        for piece in all {
            if let Some(used) = is_used.get_mut(piece) {
                *used = true;
            }
        }
        tables.push(table);
    }
    tables
}

/// Figures that stand under each other, the longest stacks first.
fn stacks(pieces: &[Piece], figures: &[usize]) -> Vec<Vec<usize>> {
    let mut stacks: Vec<Vec<usize>> = Vec::new();
    let mut order = figures.to_vec();
    let baseline = |piece: usize| pieces.get(piece).map_or(0.0, |piece| piece.baseline);
    order.sort_by(|a, b| baseline(*a).total_cmp(&baseline(*b)));
    for side in [Side::Right, Side::Left, Side::Middle] {
        let mut open: Vec<Vec<usize>> = Vec::new();
        for index in &order {
            let Some(piece) = pieces.get(*index) else { continue };
            let above = open.iter_mut().find(|stack| {
                let last = stack.last().and_then(|last| pieces.get(*last));
                last.is_some_and(|last| stands_under(piece, last, side))
            });
            match above {
                Some(stack) => stack.push(*index),
                None => open.push(vec![*index]),
            }
        }
        stacks.extend(open.into_iter().filter(|stack| stack.len() >= ROWS_OF_MORE));
    }
    stacks.sort_by_key(|stack| std::cmp::Reverse(stack.len()));
    stacks
}

fn stands_under(piece: &Piece, above: &Piece, side: Side) -> bool {
    let em = above.size.max(1.0);
    let pitch = (piece.baseline - above.baseline) / em;
    pitch >= PITCH.0
        && pitch <= PITCH.1
        && (side.of(piece) - side.of(above)).abs() <= ALIGNED * em
        && (piece.size - above.size).abs() <= 0.15 * em
}

/// The columns of the table around a stack of figures.
fn columns_of(stack: &[usize], pieces: &[Piece], words: &Words<'_>) -> Option<Vec<Column>> {
    let stacked: Vec<&Piece> = stack.iter().filter_map(|index| pieces.get(*index)).collect();
    if !has_one_pitch(&stacked) {
        return None;
    }
    let rows: Vec<Vec<usize>> = stacked.iter().map(|piece| on_row(piece, pieces)).collect();
    let mut columns = vec![column_of(stack.iter().copied().map(Some).collect(), pieces)?];
    for to_left in [true, false] {
        while let Some(column) = next_column(&columns, &rows, pieces, to_left) {
            if to_left {
                columns.insert(0, column);
            } else {
                columns.push(column);
            }
            // A page with more is a drawing.
            if columns.len() > MOST_COLUMNS {
                return None;
            }
        }
    }
    is_plausible(&columns, &rows, pieces, words).then_some(columns)
}

fn has_one_pitch(stacked: &[&Piece]) -> bool {
    let pitches = stacked.windows(2).filter_map(|pair| match pair {
        [above, below] => Some(below.baseline - above.baseline),
        _ => None,
    });
    let (least, most) = pitches.fold((f32::MAX, 0.0_f32), |(least, most), pitch| {
        (least.min(pitch), most.max(pitch))
    });
    most <= ONE_PITCH * least
}

/// The pieces on the baseline of a piece, from left to right.
fn on_row(piece: &Piece, pieces: &[Piece]) -> Vec<usize> {
    let is_beside = |other: &Piece| (other.baseline - piece.baseline).abs() <= 0.3 * piece.size;
    let mut row: Vec<usize> = (0..pieces.len())
        .filter(|index| pieces.get(*index).is_some_and(is_beside))
        .collect();
    let left = |index: usize| pieces.get(index).map_or(0.0, |piece| piece.rect[0]);
    row.sort_by(|a, b| left(*a).total_cmp(&left(*b)));
    row
}

fn column_of(cells: Vec<Option<usize>>, pieces: &[Piece]) -> Option<Column> {
    let filled: Vec<&Piece> = cells
        .iter()
        .flatten()
        .filter_map(|index| pieces.get(*index))
        .collect();
    let first = filled.first()?;
    let (mut left, mut right) = (first.rect[0], first.rect[2]);
    for piece in &filled {
        left = left.min(piece.rect[0]);
        right = right.max(piece.rect[2]);
    }
    let data = filled.iter().filter(|piece| piece.is_data).count();
    Some(Column {
        left,
        right,
        is_data: data as f32 >= SHARE * filled.len() as f32,
        cells,
    })
}

/// The column beside those that are known, where there is one: aligned cells with a clean gutter to the table.
fn next_column(columns: &[Column], rows: &[Vec<usize>], pieces: &[Piece], to_left: bool) -> Option<Column> {
    let outer = if to_left {
        columns.first()?
    } else {
        columns.last()?
    };
    let em = typical_size(outer, pieces);
    let mut found: Vec<Option<usize>> = Vec::with_capacity(rows.len());
    for row in rows {
        let is_beyond = |index: &&usize| {
            pieces.get(**index).is_some_and(|piece| {
                if to_left {
                    piece.rect[2] < outer.left && outer.left - piece.rect[2] <= GUTTER.1 * em
                } else {
                    piece.rect[0] > outer.right && piece.rect[0] - outer.right <= GUTTER.1 * em
                }
            })
        };
        let nearest = if to_left {
            row.iter().rev().find(is_beyond)
        } else {
            row.iter().find(is_beyond)
        };
        found.push(nearest.copied());
    }
    // The nearest piece of a row without a cell in this column is one of the column behind it.
    let aligned = aligned_cells(&found, pieces, em)?;
    let column = column_of(aligned, pieces)?;
    let gutter = if to_left {
        outer.left - column.right
    } else {
        column.left - outer.right
    };
    let filled = column.cells.iter().flatten().count();
    let is_wide_enough = gutter >= GUTTER.0 * em;
    let lengths = column.pieces(pieces).map(|piece| piece.words.len());
    let (words, most) = lengths.fold((0, 0), |(words, most), length| (words + length, most.max(length)));
    let is_short = words as f32 <= WORDS_OF_CELLS * filled as f32 && most <= MOST_WORDS;
    let is_full = filled >= ROWS_OF_MORE && filled as f32 >= SHARE * rows.len() as f32;
    (is_wide_enough && is_short && is_full && !is_prose(&column, pieces, em)).then_some(column)
}

/// The cells that are aligned with most others at their left, right or middle; nothing where these are too few.
fn aligned_cells(found: &[Option<usize>], pieces: &[Piece], em: f32) -> Option<Vec<Option<usize>>> {
    let filled = found.iter().flatten().count();
    for side in [Side::Left, Side::Right, Side::Middle] {
        let mut places: Vec<f32> = found
            .iter()
            .flatten()
            .filter_map(|index| pieces.get(*index))
            .map(|piece| side.of(piece))
            .collect();
        let typical = super::super::geometry::median(&mut places)?;
        let is_aligned = |index: &usize| {
            pieces
                .get(*index)
                .is_some_and(|piece| (side.of(piece) - typical).abs() <= ALIGNED * em)
        };
        let aligned = found.iter().flatten().filter(|index| is_aligned(index)).count();
        if filled > 0 && aligned as f32 >= SHARE * filled as f32 {
            let cells = found.iter().map(|cell| cell.filter(is_aligned));
            return Some(cells.collect());
        }
    }
    None
}

/// Whether the cells of a column are lines of running text: from side to side of it, or beginning small.
fn is_prose(column: &Column, pieces: &[Piece], em: f32) -> bool {
    let cells: Vec<&Piece> = column.pieces(pieces).collect();
    let count = |test: &dyn Fn(&Piece) -> bool| cells.iter().filter(|piece| test(piece)).count() as f32;
    let all = cells.len() as f32;
    let fills = |piece: &Piece| {
        piece.words.len() >= 3
            && piece.rect[0] - column.left <= ALIGNED * em
            && column.right - piece.rect[2] <= ALIGNED * em
    };
    let words: usize = cells.iter().map(|piece| piece.words.len()).sum();
    // A line of a narrow column of text has three words and more.
    let goes_on = words as f32 >= 3.0 * all && count(&|piece| piece.begins_small) > SMALL_BEGINNINGS * all;
    !column.is_data && (count(&fills) >= SHARE * all || goes_on)
}

fn typical_size(column: &Column, pieces: &[Piece]) -> f32 {
    let mut sizes: Vec<f32> = column.pieces(pieces).map(|piece| piece.size).collect();
    super::super::geometry::median(&mut sizes)
        .unwrap_or(10.0)
        .max(1.0)
}

/// Whether columns are those of a table: one says what the figures are, nothing touches them from outside, and two of them
/// are words and then figures that are no pages of a contents list.
fn is_plausible(columns: &[Column], rows: &[Vec<usize>], pieces: &[Piece], words: &Words<'_>) -> bool {
    let has_words = |column: &Column| {
        let cells = column.pieces(pieces);
        let (said, all) = cells.fold((0, 0), |(said, all), piece| {
            (said + usize::from(piece.has_words(words)), all + 1)
        });
        said as f32 >= SHARE * all as f32 && !column.is_data
    };
    let names = columns.iter().position(has_words);
    let (Some(names), Some(first), Some(last)) = (names, columns.first(), columns.last()) else {
        return false;
    };
    let least = if columns.len() == 2 {
        ROWS_OF_TWO
    } else {
        ROWS_OF_MORE
    };
    if rows.len() < least || (columns.len() == 2 && names != 0) || is_contents(columns, pieces, words) {
        return false;
    }
    let em = typical_size(first, pieces);
    let touches = |row: &&Vec<usize>| {
        row.iter().filter_map(|index| pieces.get(*index)).any(|piece| {
            let [x0, _, x1, _] = piece.rect;
            let is_cell = x0 >= first.left - 0.1 && x1 <= last.right + 0.1;
            !is_cell && x1 > first.left - 2.0 * em && x0 < last.right + 2.0 * em
        })
    };
    let touched = rows.iter().filter(touches).count();
    let led = columns
        .iter()
        .flat_map(|column| column.cells.iter().flatten())
        .filter_map(|index| pieces.get(*index))
        .any(|piece| piece.is_led(words));
    touched as f32 <= (1.0 - SHARE) * rows.len() as f32 && !led
}

/// Whether the figures are pages: the only figures, plain numbers that never fall.
fn is_contents(columns: &[Column], pieces: &[Piece], words: &Words<'_>) -> bool {
    let mut data = columns.iter().filter(|column| column.is_data);
    let (Some(column), None) = (data.next(), data.next()) else {
        return false;
    };
    let numbers: Vec<Option<u32>> = column.pieces(pieces).map(|piece| piece.number(words)).collect();
    let all_plain = numbers.iter().all(Option::is_some);
    all_plain && numbers.windows(2).all(|pair| pair.first() <= pair.last())
}

/// The rows of columns.
fn rows_of(columns: &[Column], pieces: &[Piece]) -> Vec<Row> {
    let count = columns.iter().map(|column| column.cells.len()).max().unwrap_or(0);
    let cell = |column: &Column, row: usize| {
        let piece = column.cells.get(row).copied().flatten();
        piece
            .and_then(|piece| pieces.get(piece))
            .map(|piece| piece.words.clone())
            .unwrap_or_default()
    };
    (0..count)
        .map(|row| Row {
            cells: columns.iter().map(|column| cell(column, row)).collect(),
        })
        .collect()
}

/// Whether figures stand a row above or below a table, whose pieces are sorted: it would be a part of something larger that was
/// not understood.
fn goes_on(table: &Table, own: &[usize], pieces: &[Piece], words: &Words<'_>) -> bool {
    let Some(row_height) = own
        .first()
        .and_then(|piece| pieces.get(*piece))
        .map(|piece| piece.rect[3] - piece.rect[1])
    else {
        return false;
    };
    let [x0, y0, x1, y1] = table.rect;
    pieces
        .iter()
        .enumerate()
        .filter(|(index, _)| own.binary_search(index).is_err())
        .any(|(_, piece)| {
            let rect = piece.rect;
            let is_next = (rect[1] >= y1 - 1.0 && rect[1] <= y1 + row_height)
                || (rect[3] <= y0 + 1.0 && rect[3] >= y0 - row_height);
            is_next
                && piece.has_figures(words)
                && rect[2] > x0
                && rect[0] < x1
                && rect[0] >= x0 - 2.0
                && rect[2] <= x1 + 2.0
        })
}

/// Whether other text stands among the cells of a table, whose pieces are sorted.
fn is_broken(table: &Table, own: &[usize], pieces: &[Piece], words: &Words<'_>) -> bool {
    let [x0, y0, x1, y1] = table.rect;
    let reaches_in = |rect: crate::model::Rect| {
        let middle = f32::midpoint(rect[1], rect[3]);
        middle > y0 && middle < y1 && rect[2] > x0 && rect[0] < x1
    };
    let others = pieces
        .iter()
        .enumerate()
        .filter(|(index, _)| own.binary_search(index).is_err());
    others.into_iter().any(|(_, piece)| reaches_in(piece.rect))
        || words.turned.iter().any(|rect| reaches_in(*rect))
}
