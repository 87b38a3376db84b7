//! Lines of justified text whose words stand so far apart that they seem pieces: they are known by the lines around
//! them, which fill their column, and by white that no other row has at the same place.
use super::fragments::Fragment;
use super::geometry::overlap;

/// Indent in ems of such a line.
const INDENT: f32 = 3.0;
/// Words of a line that tells a column of justified text, and how many such lines do.
const WORDS_OF_A_LINE: usize = 4;
const FULL_LINES: usize = 2;
/// Rows above and below a stretched line that would show a gutter.
const ROWS_BESIDE: usize = 2;

/// For every row whether it is one line stretched to both sides of its column. `piece_gap` is the gap in ems that parts
/// the pieces of other rows.
pub(super) fn rows(rows: &[Vec<&Fragment>], piece_gap: f32) -> Vec<bool> {
    let column = justified_column(rows, piece_gap);
    (0..rows.len())
        .map(|place| column.is_some_and(|column| is_stretched(rows, place, column)))
        .collect()
}

/// Left and right side of a column of justified text: where lines of many words begin and end.
fn justified_column(rows: &[Vec<&Fragment>], piece_gap: f32) -> Option<(f32, f32)> {
    let sides = |row: &[&Fragment]| Some((row.first()?.rect[0], row.last()?.rect[2]));
    let left = rows
        .iter()
        .filter_map(|row| sides(row))
        .map(|(x0, _)| x0)
        .fold(f32::MAX, f32::min);
    let right = rows
        .iter()
        .filter_map(|row| sides(row))
        .map(|(_, x1)| x1)
        .fold(f32::MIN, f32::max);
    let is_full = |row: &&Vec<&Fragment>| {
        let words: usize = row.iter().map(|fragment| fragment.words.len()).sum();
        let is_whole = row.windows(2).all(|pair| match pair {
            [one, other] => other.rect[0] - one.rect[2] <= piece_gap * other.size,
            _ => true,
        });
        words >= WORDS_OF_A_LINE && is_whole && fills_column(row, (left, right))
    };
    (rows.iter().filter(is_full).count() >= FULL_LINES).then_some((left, right))
}

/// Whether a row is a line stretched to both sides of its column. Where the rows beside it have white at the same
/// place, that is a gutter.
fn is_stretched(rows: &[Vec<&Fragment>], place: usize, column: (f32, f32)) -> bool {
    let Some(row) = rows.get(place).filter(|row| fills_column(row, column)) else {
        return false;
    };
    let gaps = |row: &[&Fragment]| -> Vec<(f32, f32)> {
        let pairs = row.windows(2).filter_map(|pair| match pair {
            [one, other] => Some((one.rect[2], other.rect[0])),
            _ => None,
        });
        pairs.collect()
    };
    let own = gaps(row);
    let first = place.saturating_sub(ROWS_BESIDE);
    let near = rows.iter().enumerate().skip(first).take(2 * ROWS_BESIDE + 1);
    let near: Vec<_> = near.filter(|(other, _)| *other != place).collect();
    let has_gap = |row: &[&Fragment]| {
        gaps(row)
            .iter()
            .any(|(from, to)| own.iter().any(|(a, b)| overlap(*from, *to, *a, *b) > 0.0))
    };
    let with_gap = near.iter().filter(|(_, row)| has_gap(row)).count();
    with_gap * 4 < near.len() * 3
}

/// Whether a row reaches from one side of its column to the other in one size of type, an indent or a bullet aside.
fn fills_column(row: &[&Fragment], (left, right): (f32, f32)) -> bool {
    let (Some(first), Some(last)) = (row.first(), row.last()) else {
        return false;
    };
    let em = first.size;
    row.iter()
        .all(|fragment| (fragment.size - em).abs() <= 0.05 * em && !fragment.turned)
        && first.rect[0] <= left + INDENT * em
        && (last.rect[2] - right).abs() <= 0.3 * em
}

#[cfg(test)]
mod tests {
    use super::super::Word;
    use super::*;

    fn piece(x0: f32, x1: f32, words: usize) -> Fragment {
        let word = Word {
            text: "mot".into(),
            rect: [x0, 0.0, x1, 10.0],
            style: 0,
            link: None,
            link_element: None,
        };
        Fragment {
            words: vec![word; words],
            rect: [x0, 0.0, x1, 10.0],
            baseline: 8.0,
            size: 10.0,
            turned: false,
        }
    }

    fn told(list: &[&[(f32, f32, usize)]]) -> Vec<bool> {
        let pieces: Vec<Vec<Fragment>> = list
            .iter()
            .map(|row| {
                row.iter()
                    .map(|(x0, x1, words)| piece(*x0, *x1, *words))
                    .collect()
            })
            .collect();
        let borrowed: Vec<Vec<&Fragment>> = pieces.iter().map(|row| row.iter().collect()).collect();
        rows(&borrowed, 2.5)
    }

    #[test]
    fn a_line_stretched_among_full_ones_is_one() {
        let full: &[(f32, f32, usize)] = &[(0.0, 200.0, 6)];
        let stretched: &[(f32, f32, usize)] = &[(0.0, 60.0, 2), (110.0, 200.0, 2)];
        assert_eq!(told(&[full, full, stretched, full]), [true, true, true, true]);
    }

    #[test]
    fn white_that_goes_on_is_a_gutter() {
        let full: &[(f32, f32, usize)] = &[(0.0, 200.0, 6)];
        let parted: &[(f32, f32, usize)] = &[(0.0, 60.0, 2), (110.0, 200.0, 2)];
        let told = told(&[full, full, parted, parted, parted, parted]);
        assert_eq!(told.get(4), Some(&false));
    }
}
