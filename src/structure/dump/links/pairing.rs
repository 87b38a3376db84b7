//! Pairs two rows of things by weight and likeness: what is clearly alike first, whatever the order; the rest in
//! order, so that the sum of weights and likenesses is greatest.

/// Beyond this many cells, order alone decides: no page has so many links.
const MOST_CELLS: usize = 250_000;

/// From this likeness on, and this far above every rival, a pair is clear.
const CLEARLY_LIKE: f32 = 0.6;
const CLEARLY_ABOVE: f32 = 0.2;

/// How much likeness counts beside weight.
const LIKENESS_FACTOR: f32 = 3.0;

/// Weight and likeness of every pair.
pub(super) struct Table {
    rows: usize,
    columns: usize,
    cells: Vec<(f32, f32)>,
}

impl Table {
    pub(super) fn new(rows: usize, columns: usize) -> Self {
        let fits = rows.saturating_mul(columns) <= MOST_CELLS;
        let cells = if fits {
            vec![(0.0, 0.0); rows * columns]
        } else {
            Vec::new()
        };
        Self { rows, columns, cells }
    }

    /// Whether weights and likenesses count: not where the table would be too large.
    pub(super) fn is_filled(&self) -> bool {
        self.cells.len() >= self.rows.saturating_mul(self.columns)
    }

    pub(super) fn set(&mut self, row: usize, column: usize, weight: f32, likeness: f32) {
        if let Some(cell) = self.cells.get_mut(row * self.columns + column) {
            *cell = (weight, likeness);
        }
    }

    /// The pairs of row and column, rows in order.
    pub(super) fn pairs(&self) -> Vec<(usize, usize)> {
        if !self.is_filled() {
            return (0..self.rows.min(self.columns))
                .map(|rank| (rank, rank))
                .collect();
        }
        let mut pairs = self.clear_pairs();
        let rows: Vec<usize> = (0..self.rows)
            .filter(|row| pairs.iter().all(|pair| pair.0 != *row))
            .collect();
        let columns: Vec<usize> = (0..self.columns)
            .filter(|column| pairs.iter().all(|pair| pair.1 != *column))
            .collect();
        pairs.extend(self.in_order(&rows, &columns));
        pairs.sort_unstable();
        pairs
    }

    fn cell(&self, row: usize, column: usize) -> (f32, f32) {
        self.cells
            .get(row * self.columns + column)
            .copied()
            .unwrap_or_default()
    }

    fn clear_pairs(&self) -> Vec<(usize, usize)> {
        let mut pairs = Vec::new();
        for row in 0..self.rows {
            for column in 0..self.columns {
                let (_, likeness) = self.cell(row, column);
                let bar = likeness - CLEARLY_ABOVE;
                if likeness < CLEARLY_LIKE {
                    continue;
                }
                let no_rival_column =
                    (0..self.columns).all(|other| other == column || self.cell(row, other).1 <= bar);
                let no_rival_row =
                    (0..self.rows).all(|other| other == row || self.cell(other, column).1 <= bar);
                if no_rival_column && no_rival_row {
                    pairs.push((row, column));
                }
            }
        }
        pairs
    }

    /// The greatest sum over pairs that do not cross, by dynamic programming from the ends.
    fn in_order(&self, rows: &[usize], columns: &[usize]) -> Vec<(usize, usize)> {
        let stride = columns.len() + 1;
        let mut best = vec![0.0_f32; (rows.len() + 1) * stride];
        let at =
            |best: &[f32], row: usize, column: usize| best.get(row * stride + column).copied().unwrap_or(0.0);
        let gain = |row: usize, column: usize| {
            let (weight, likeness) = self.cell(row, column);
            weight + LIKENESS_FACTOR * likeness
        };
        for (i, row) in rows.iter().enumerate().rev() {
            for (j, column) in columns.iter().enumerate().rev() {
                let paired = gain(*row, *column) + at(&best, i + 1, j + 1);
                let value = paired.max(at(&best, i + 1, j)).max(at(&best, i, j + 1));
                if let Some(cell) = best.get_mut(i * stride + j) {
                    *cell = value;
                }
            }
        }
        let mut pairs = Vec::new();
        let (mut i, mut j) = (0, 0);
        while let (Some(row), Some(column)) = (rows.get(i), columns.get(j)) {
            let here = at(&best, i, j);
            // Equal sums: the earlier pair wins, so that order decides.
            let gained = gain(*row, *column);
            if gained > 0.0 && gained + at(&best, i + 1, j + 1) >= here {
                pairs.push((*row, *column));
                i += 1;
                j += 1;
            } else if at(&best, i + 1, j) >= here {
                i += 1;
            } else {
                j += 1;
            }
        }
        pairs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[(f32, f32)]]) -> Table {
        let columns = rows.first().map_or(0, |row| row.len());
        let mut table = Table::new(rows.len(), columns);
        for (row, cells) in rows.iter().enumerate() {
            for (column, (weight, likeness)) in cells.iter().enumerate() {
                table.set(row, column, *weight, *likeness);
            }
        }
        table
    }

    #[test]
    fn order_decides_where_nothing_is_alike() {
        let table = table(&[&[(1.0, 0.0), (1.0, 0.0)], &[(1.0, 0.0), (1.0, 0.0)]]);
        assert_eq!(table.pairs(), [(0, 0), (1, 1)]);
    }

    #[test]
    fn clear_likeness_crosses_the_order() {
        let table = table(&[&[(1.0, 0.1), (1.0, 0.9)], &[(1.0, 0.95), (1.0, 0.0)]]);
        assert_eq!(table.pairs(), [(0, 1), (1, 0)]);
    }

    #[test]
    fn the_less_certain_phrase_stays_alone() {
        let table = table(&[&[(0.5, 0.1)], &[(1.0, 0.1)]]);
        assert_eq!(table.pairs(), [(1, 0)]);
    }

    #[test]
    fn many_links_are_paired_in_order() {
        let table = Table::new(1_000_000, 1_000_001);
        assert_eq!(table.pairs().len(), 1_000_000);
        assert!(Table::new(0, 5).pairs().is_empty());
    }
}
