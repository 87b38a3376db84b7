//! Affine maps of the plane, as the PDF specification writes them: six numbers, row vectors.

/// The map `(x, y) -> (a x + c y + e, b x + d y + f)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Matrix {
    pub(super) a: f64,
    pub(super) b: f64,
    pub(super) c: f64,
    pub(super) d: f64,
    pub(super) e: f64,
    pub(super) f: f64,
}

impl Matrix {
    /// The map that changes nothing.
    pub(super) const IDENTITY: Matrix = Matrix::new([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// Makes a map from the six numbers of a `cm` or `Tm` operator.
    pub(super) const fn new([a, b, c, d, e, f]: [f64; 6]) -> Self {
        Self { a, b, c, d, e, f }
    }

    /// A shift.
    pub(super) const fn shift(x: f64, y: f64) -> Self {
        Self::new([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// Applies `self` first, then `outer`.
    pub(super) fn then(self, outer: Matrix) -> Matrix {
        Matrix {
            a: self.a * outer.a + self.b * outer.c,
            b: self.a * outer.b + self.b * outer.d,
            c: self.c * outer.a + self.d * outer.c,
            d: self.c * outer.b + self.d * outer.d,
            e: self.e * outer.a + self.f * outer.c + outer.e,
            f: self.e * outer.b + self.f * outer.d + outer.f,
        }
    }

    /// As `Matrix::shift(x, y).then(self)`: the place changes, and nothing else.
    pub(super) fn shifted(self, x: f64, y: f64) -> Matrix {
        let (e, f) = self.point(x, y);
        Matrix { e, f, ..self }
    }

    /// Whether level lines stay level or become upright.
    pub(super) fn keeps_upright(self) -> bool {
        let size = self.a.abs() + self.b.abs() + self.c.abs() + self.d.abs();
        let none = 1e-4 * size;
        (self.b.abs() <= none && self.c.abs() <= none) || (self.a.abs() <= none && self.d.abs() <= none)
    }

    /// Maps a direction: the shift is left aside.
    pub(super) fn direction(self, x: f64, y: f64) -> (f64, f64) {
        (x * self.a + y * self.c, x * self.b + y * self.d)
    }

    /// Maps a point.
    pub(super) fn point(self, x: f64, y: f64) -> (f64, f64) {
        let (x, y) = self.direction(x, y);
        (x + self.e, y + self.f)
    }

    /// The upright box around a mapped rectangle, as `[x0, y0, x1, y1]`.
    pub(super) fn bounds(self, x0: f64, y0: f64, x1: f64, y1: f64) -> [f64; 4] {
        let corners = [
            self.point(x0, y0),
            self.point(x1, y0),
            self.point(x0, y1),
            self.point(x1, y1),
        ];
        let mut bounds = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
        for (x, y) in corners {
            bounds = [
                bounds[0].min(x),
                bounds[1].min(y),
                bounds[2].max(x),
                bounds[3].max(y),
            ];
        }
        bounds
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inner_map_applies_first() {
        let scale = Matrix::new([2.0, 0.0, 0.0, 2.0, 0.0, 0.0]);
        assert_eq!(Matrix::shift(1.0, 0.0).then(scale).point(0.0, 0.0), (2.0, 0.0));
        assert_eq!(scale.then(Matrix::shift(1.0, 0.0)).point(0.0, 0.0), (1.0, 0.0));
    }

    #[test]
    fn quarter_turns_keep_upright_and_others_do_not() {
        assert!(Matrix::new([0.0, 2.0, -2.0, 0.0, 5.0, 5.0]).keeps_upright());
        assert!(Matrix::new([3.0, 0.0, 0.0, -2.0, 5.0, 5.0]).keeps_upright());
        assert!(!Matrix::new([1.0, 0.2, -0.2, 1.0, 0.0, 0.0]).keeps_upright());
    }

    #[test]
    fn bounds_of_a_turned_rectangle_are_upright() {
        let quarter_turn = Matrix::new([0.0, 1.0, -1.0, 0.0, 0.0, 0.0]);
        assert_eq!(quarter_turn.bounds(0.0, 0.0, 3.0, 1.0), [-1.0, 0.0, 0.0, 3.0]);
    }
}
