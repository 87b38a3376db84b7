//! Puts the rows of tables among the blocks of their page: every word once, at one place or the other.
use super::super::geometry::{height, union_all, width};
use super::super::{Block, Frame, LaidPage, Line, Word};
use super::{Cell, Row, Table, Words};

/// What stands on a page, in reading order.
enum Entry {
    Block(Block),
    /// Where the first word of a table stood.
    Table(usize),
}

/// Takes the words of tables out of the blocks of a page, and puts their rows where the first of them stood.
pub(super) fn put(page: &mut LaidPage, tables: &[Table]) {
    let made: Vec<Vec<Block>> = {
        let words = Words::of(page);
        let frames = frames_of(page);
        tables
            .iter()
            .map(|table| blocks_of(table, &words, &frames))
            .collect()
    };
    let owners = owners(page, tables);
    let mut entries: Vec<Entry> = Vec::new();
    let mut is_placed = vec![false; tables.len()];
    for (block_index, block) in std::mem::take(&mut page.blocks).into_iter().enumerate() {
        match owners.get(block_index) {
            Some(owners) if owners.iter().flatten().any(Option::is_some) => {
                split(block, owners, &mut is_placed, &mut entries);
            }
            _ => entries.push(Entry::Block(block)),
        }
    }
    page.blocks = in_order(entries, tables, made);
}

/// For every word of every line of every block the table that it belongs to.
fn owners(page: &LaidPage, tables: &[Table]) -> Vec<Vec<Vec<Option<usize>>>> {
    let mut owners: Vec<Vec<Vec<Option<usize>>>> = Vec::with_capacity(page.blocks.len());
    for block in &page.blocks {
        owners.push(
            block
                .lines
                .iter()
                .map(|line| vec![None; line.words.len()])
                .collect(),
        );
    }
    let words = Words::of(page);
    for (number, table) in tables.iter().enumerate() {
        for word in table.rows.iter().flat_map(Row::words) {
            let Some((block, line, index)) = words.places.get(word).copied() else {
                continue;
            };
            let line = owners.get_mut(block).and_then(|lines| lines.get_mut(line));
            if let Some(owner) = line.and_then(|owners| owners.get_mut(index)) {
                *owner = Some(number);
            }
        }
    }
    owners
}

/// A block without the words of tables: what stands before and behind them are two blocks.
fn split(block: Block, owners: &[Vec<Option<usize>>], is_placed: &mut [bool], entries: &mut Vec<Entry>) {
    let frame = block.frame;
    let mut kept: Vec<Line> = Vec::new();
    let close = |kept: &mut Vec<Line>, entries: &mut Vec<Entry>| {
        if !kept.is_empty() {
            let lines = std::mem::take(kept);
            entries.push(Entry::Block(Block {
                rect: union_all(lines.iter().map(|line| line.rect)),
                lines,
                frame,
                cells: Vec::new(),
            }));
        }
    };
    for (line, owners) in block.lines.into_iter().zip(owners) {
        let taken: Vec<usize> = owners.iter().flatten().copied().collect();
        if taken.is_empty() {
            kept.push(line);
            continue;
        }
        let pairs = line.words.iter().zip(owners);
        let rest: Vec<Word> = pairs
            .filter(|(_, owner)| owner.is_none())
            .map(|(word, _)| word.clone())
            .collect();
        let line = (!rest.is_empty()).then(|| Line {
            rect: union_all(rest.iter().map(|word| word.rect)),
            words: rest,
            ..line
        });
        // What is left of a line stands before the cells at its right, and behind those at its left.
        let is_before = owners.first().is_some_and(Option::is_none);
        let (before, after) = if is_before { (line, None) } else { (None, line) };
        kept.extend(before);
        close(&mut kept, entries);
        for table in taken {
            if let Some(placed) = is_placed.get_mut(table).filter(|placed| !**placed) {
                *placed = true;
                entries.push(Entry::Table(table));
            }
        }
        kept.extend(after);
    }
    close(&mut kept, entries);
}

/// The blocks with rows at the places of tables. A line between two rows of a table stands between them.
fn in_order(entries: Vec<Entry>, tables: &[Table], made: Vec<Vec<Block>>) -> Vec<Block> {
    let mut within: Vec<Vec<Block>> = made;
    let mut rest: Vec<Entry> = Vec::with_capacity(entries.len());
    for entry in entries {
        match entry {
            Entry::Block(block) => match tables.iter().position(|table| table.holds(block.rect)) {
                Some(table) => {
                    if let Some(blocks) = within.get_mut(table) {
                        blocks.push(block);
                    }
                }
                None => rest.push(Entry::Block(block)),
            },
            Entry::Table(_) => rest.push(entry),
        }
    }
    let mut blocks = Vec::new();
    for entry in rest {
        match entry {
            Entry::Block(block) => blocks.push(block),
            Entry::Table(table) => {
                let mut rows = within.get_mut(table).map(std::mem::take).unwrap_or_default();
                rows.sort_by(|a, b| middle(a).total_cmp(&middle(b)));
                blocks.append(&mut rows);
            }
        }
    }
    blocks
}

fn middle(block: &Block) -> f32 {
    f32::midpoint(block.rect[1], block.rect[3])
}

/// The boxes of a page that hold blocks.
fn frames_of(page: &LaidPage) -> Vec<Frame> {
    let mut frames: Vec<Frame> = Vec::new();
    for frame in page.blocks.iter().filter_map(|block| block.frame) {
        if frames.iter().all(|known| known.id != frame.id) {
            frames.push(frame);
        }
    }
    frames
}

/// The rows of a table, in the smallest box around all of it.
fn blocks_of(table: &Table, words: &Words<'_>, frames: &[Frame]) -> Vec<Block> {
    const OVER: f32 = 2.0;
    let is_around = |frame: &&Frame| {
        let [x0, y0, x1, y1] = frame.rect;
        x0 <= table.rect[0] + OVER
            && y0 <= table.rect[1] + OVER
            && x1 >= table.rect[2] - OVER
            && y1 >= table.rect[3] - OVER
    };
    let size = |frame: &Frame| width(frame.rect) * height(frame.rect);
    let around = frames.iter().filter(is_around);
    let frame = around.min_by(|a, b| size(a).total_cmp(&size(b))).copied();
    let mut blocks = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        let mut lines = Vec::new();
        let mut cells = Vec::with_capacity(row.cells.len());
        for cell in &row.cells {
            let of_cell = lines_of(cell, words);
            cells.push(of_cell.len());
            lines.extend(of_cell);
        }
        if !lines.is_empty() {
            blocks.push(Block {
                rect: union_all(lines.iter().map(|line: &Line| line.rect)),
                lines,
                frame,
                cells,
            });
        }
    }
    blocks
}

/// The lines of a cell, from top to bottom.
fn lines_of(cell: &Cell, words: &Words<'_>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for placed in cell.iter().filter_map(|word| words.list.get(*word)) {
        let word = placed.word.clone();
        match lines.last_mut() {
            Some(line) if (line.baseline - placed.baseline).abs() <= 0.3 * placed.size => {
                line.rect = super::super::geometry::union(line.rect, word.rect);
                line.size = line.size.max(placed.size);
                line.words.push(word);
            }
            _ => lines.push(Line {
                rect: word.rect,
                words: vec![word],
                baseline: placed.baseline,
                size: placed.size,
                turned: false,
            }),
        }
    }
    lines
}
