//! How many lines stand at either side of an edge between two heights: asked for every edge and every zone of a region,
//! and counted once an edge.
use super::cuts::{Atom, is_right, middle, score};

/// Atoms by the height at which their middles stand: edges are many, and zones for each of them.
pub(super) struct Heights {
    /// Places of the atoms, from the highest down.
    order: Vec<usize>,
    /// The heights of their middles, in that order.
    middles: Vec<f32>,
}

impl Heights {
    pub(super) fn of(atoms: &[Atom]) -> Self {
        let mut places: Vec<(f32, usize)> = atoms.iter().map(middle).zip(0..).collect();
        places.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (middles, order) = places.into_iter().unzip();
        Self { order, middles }
    }

    /// Counts the lines at either side of an edge.
    pub(super) fn lines_beside(&self, atoms: &[Atom], reaching: &[bool], edge: f32) -> LinesBeside<'_> {
        let mut above = Vec::with_capacity(self.order.len() + 1);
        let (mut left, mut right) = (0, 0);
        above.push((left, right));
        for place in &self.order {
            if let (Some(atom), Some(reaches)) = (atoms.get(*place), reaching.get(*place)) {
                if is_right(atom, edge) {
                    right += atom.lines;
                } else if !reaches {
                    left += atom.lines;
                }
            }
            above.push((left, right));
        }
        LinesBeside {
            middles: &self.middles,
            above,
        }
    }
}

/// The lines left and right of an edge that stand above each height.
pub(super) struct LinesBeside<'a> {
    middles: &'a [f32],
    above: Vec<(usize, usize)>,
}

impl LinesBeside<'_> {
    /// The lines at the left and at the right within a zone, where a cut of them may score more than `to_beat`.
    pub(super) fn may_score_more(&self, (top, bottom): (f32, f32), to_beat: f32) -> Option<(usize, usize)> {
        let from = self.middles.partition_point(|middle| *middle < top);
        let to = self.middles.partition_point(|middle| *middle <= bottom);
        let (left_above, right_above) = self.above.get(from)?;
        let (left, right) = self.above.get(to)?;
        let (left, right) = (left.checked_sub(*left_above)?, right.checked_sub(*right_above)?);
        (left > 0 && right > 0 && score(left + right, f32::MAX) > to_beat).then_some((left, right))
    }
}
