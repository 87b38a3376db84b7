//! Reading order by cuts, on atoms made by hand.
use super::*;

const PAGE: Page<'_> = Page {
    em: 10.0,
    walls: &[],
    row_gap: ROW_GAP,
    trims: true,
};

fn line(index: usize, x0: f32, y: f32, x1: f32) -> Atom {
    Atom {
        rect: [x0, y - 8.0, x1, y + 2.0],
        item: Item::Fragment(index),
        lines: 1,
        words: 8,
        text_top: y - 8.0,
    }
}

fn order(atoms: Vec<Atom>) -> Vec<usize> {
    let mut order = Vec::new();
    for mut region in columns(atoms, &PAGE).0 {
        region.sort_by(|a, b| a.rect[1].total_cmp(&b.rect[1]));
        for atom in region {
            if let Item::Fragment(index) = atom.item {
                order.push(index);
            }
        }
    }
    order
}

#[test]
fn two_columns_are_read_one_after_the_other() {
    let mut atoms = Vec::new();
    for row in 0..5 {
        let y = 100.0 + 12.0 * row as f32;
        atoms.push(line(row, 50.0, y, 280.0));
        atoms.push(line(10 + row, 300.0, y, 530.0));
    }
    assert_eq!(order(atoms), [0, 1, 2, 3, 4, 10, 11, 12, 13, 14]);
}

#[test]
fn a_title_over_both_columns_parts_them() {
    let mut atoms = Vec::new();
    for row in 0..4 {
        let y = 100.0 + 12.0 * row as f32;
        atoms.push(line(row, 50.0, y, 280.0));
        atoms.push(line(10 + row, 300.0, y, 530.0));
        atoms.push(line(30 + row, 50.0, y + 80.0, 280.0));
        atoms.push(line(40 + row, 300.0, y + 80.0, 530.0));
    }
    atoms.push(line(20, 50.0, 160.0, 500.0));
    assert_eq!(
        order(atoms),
        [0, 1, 2, 3, 10, 11, 12, 13, 20, 30, 31, 32, 33, 40, 41, 42, 43]
    );
}

#[test]
fn a_left_column_that_is_longer_is_read_to_its_end() {
    let mut atoms = Vec::new();
    for row in 0..8 {
        let y = 100.0 + 13.0 * row as f32;
        atoms.push(line(row, 50.0, y, 280.0));
        if row < 5 {
            atoms.push(line(10 + row, 300.0, y, 530.0));
        }
    }
    // What stands away from both columns comes after them.
    atoms.push(line(20, 50.0, 240.0, 200.0));
    assert_eq!(order(atoms), [0, 1, 2, 3, 4, 5, 6, 7, 10, 11, 12, 13, 14, 20]);
}

#[test]
fn stretched_lines_of_a_paragraph_are_no_columns() {
    let mut atoms = Vec::new();
    for row in 0..7 {
        let y = 100.0 + 12.0 * row as f32;
        if (2..5).contains(&row) {
            atoms.push(line(2 * row, 50.0, y, 150.0));
            atoms.push(line(2 * row + 1, 180.0, y, 280.0));
        } else {
            atoms.push(line(2 * row, 50.0, y, 280.0));
        }
    }
    assert_eq!(columns(atoms, &PAGE).0.len(), 1);
}

#[test]
fn a_caption_may_reach_into_the_next_column() {
    let mut atoms = Vec::new();
    for row in 0..12 {
        let y = 100.0 + 12.0 * row as f32;
        if row == 5 {
            atoms.push(line(row, 50.0, y, 330.0));
            atoms.push(line(20 + row, 350.0, y, 530.0));
        } else {
            atoms.push(line(row, 50.0, y, 280.0));
            atoms.push(line(20 + row, 300.0, y, 530.0));
        }
    }
    let left: Vec<usize> = (0..12).collect();
    assert_eq!(order(atoms)[..12], left);
}

#[test]
fn hours_and_their_events_stay_on_one_row() {
    let mut atoms = Vec::new();
    for row in 0..5 {
        let y = 100.0 + 14.0 * row as f32;
        atoms.push(Atom {
            words: 1,
            ..line(row, 50.0, y, 80.0)
        });
        atoms.push(line(10 + row, 110.0, y, 400.0));
    }
    let regions = columns(atoms, &PAGE).0;
    assert_eq!(regions.len(), 1);
}
