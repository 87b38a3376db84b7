//! How many slips of the keyboard lie between two words.

/// Optimal string alignment distance: letters added, left out, replaced, or two neighbours exchanged.
pub(crate) fn osa_distance(left: &str, right: &str) -> usize {
    let left: Vec<char> = left.chars().collect();
    let right: Vec<char> = right.chars().collect();
    let mut two_before: Vec<usize> = Vec::new();
    let mut before: Vec<usize> = (0..=right.len()).collect();
    let mut left_previous: Option<char> = None;
    for (row, left_letter) in left.iter().enumerate() {
        let mut current = Vec::with_capacity(right.len() + 1);
        current.push(row + 1);
        let mut right_previous: Option<char> = None;
        for (column, right_letter) in right.iter().enumerate() {
            let at = |line: &[usize], index: usize| line.get(index).copied().unwrap_or(usize::MAX - 1);
            let substitution = at(&before, column) + usize::from(left_letter != right_letter);
            let insertion = at(&current, column) + 1;
            let deletion = at(&before, column + 1) + 1;
            let mut best = substitution.min(insertion).min(deletion);
            let exchanged = left_previous == Some(*right_letter) && right_previous == Some(*left_letter);
            if exchanged && column > 0 {
                best = best.min(at(&two_before, column - 1) + 1);
            }
            current.push(best);
            right_previous = Some(*right_letter);
        }
        left_previous = Some(*left_letter);
        two_before = std::mem::replace(&mut before, current);
    }
    before.last().copied().unwrap_or(left.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted() {
        for (left, right, distance) in [
            ("solidaire", "solidaire", 0),
            ("solidaire", "solidiare", 1),
            ("solidaire", "soldaire", 1),
            ("solidaire", "solidairre", 1),
            ("asociation", "association", 1),
            ("assosiatoin", "association", 2),
            ("", "abc", 3),
            ("abc", "", 3),
            ("ab", "ba", 1),
            ("", "", 0),
        ] {
            assert_eq!(osa_distance(left, right), distance, "{left} {right}");
        }
    }
}
