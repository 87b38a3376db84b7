//! The frame of a page: from the file's coordinates to the page as it is seen.
//!
//! The visible page is the crop box within the media box, turned clockwise by `/Rotate` and enlarged by
//! `/UserUnit`; its origin is at the top left and y grows downwards. Every place that leaves the PDF stage is
//! told in these coordinates.
use crate::model::Rect;

/// Page size where the file gives none: A4, upright.
const DEFAULT_BOX: Rect = [0.0, 0.0, 595.0, 842.0];

/// How a page is seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::pdf) struct Frame {
    visible: Rect,
    quarter_turns: u8,
    unit: f32,
}

impl Frame {
    /// Makes the frame of a page from its boxes (smaller corner first), its rotation in degrees and its unit.
    pub(super) fn new(
        media_box: Option<Rect>,
        crop_box: Option<Rect>,
        rotation: i64,
        user_unit: Option<f32>,
    ) -> Self {
        let media_box = media_box.filter(has_area).unwrap_or(DEFAULT_BOX);
        // A crop box beside the media box would leave nothing to see: readers then show the whole page.
        let visible = crop_box
            .and_then(|crop_box| intersection(crop_box, media_box))
            .unwrap_or(media_box);
        let quarter_turns = match rotation.rem_euclid(360) {
            90 => 1,
            180 => 2,
            270 => 3,
            _ => 0,
        };
        Self {
            visible,
            quarter_turns,
            unit: user_unit.filter(|unit| *unit > 0.0).unwrap_or(1.0),
        }
    }

    /// Width of the page as it is seen.
    pub(super) fn width(&self) -> f32 {
        let [x0, y0, x1, y1] = self.visible;
        self.unit * if self.is_on_its_side() { y1 - y0 } else { x1 - x0 }
    }

    /// Height of the page as it is seen.
    pub(super) fn height(&self) -> f32 {
        let [x0, y0, x1, y1] = self.visible;
        self.unit * if self.is_on_its_side() { x1 - x0 } else { y1 - y0 }
    }

    /// Whether the page is turned by a quarter or three: the file's x then runs down or up the page.
    pub(super) fn is_on_its_side(&self) -> bool {
        self.quarter_turns % 2 == 1
    }

    /// A point of the file as it is seen; it may lie outside the page.
    pub(super) fn point(&self, x: f32, y: f32) -> (f32, f32) {
        let [x0, y0, x1, y1] = self.visible;
        let (across, down) = match self.quarter_turns {
            0 => (x - x0, y1 - y),
            1 => (y - y0, x - x0),
            2 => (x1 - x, y - y0),
            _ => (y1 - y, x1 - x),
        };
        (across * self.unit, down * self.unit)
    }

    /// Where in the file a point lies that is seen on the page, and which ways run along and up a line that is seen level:
    /// the six numbers of a text matrix.
    pub(in crate::pdf) fn text_matrix(&self, across: f32, down: f32) -> [f32; 6] {
        let [x0, y0, x1, y1] = self.visible;
        let (across, down) = (across / self.unit, down / self.unit);
        match self.quarter_turns {
            0 => [1.0, 0.0, 0.0, 1.0, x0 + across, y1 - down],
            1 => [0.0, 1.0, -1.0, 0.0, x0 + down, y0 + across],
            2 => [-1.0, 0.0, 0.0, -1.0, x1 - across, y0 + down],
            _ => [0.0, -1.0, 1.0, 0.0, x1 - down, y1 - across],
        }
    }

    /// The page turned to the right by a number of quarters more.
    pub(in crate::pdf) fn turned(self, quarters: u8) -> Self {
        Self {
            quarter_turns: (self.quarter_turns + quarters % 4) % 4,
            ..self
        }
    }

    /// How much larger than in the file the page is seen.
    pub(in crate::pdf) fn unit(&self) -> f32 {
        self.unit
    }

    /// The part of a rectangle of the file that can be seen; nothing where none of it can.
    pub(super) fn region(&self, rectangle: Rect) -> Option<Rect> {
        let [x0, y0, x1, y1] = rectangle;
        let (ax, ay) = self.point(x0, y0);
        let (bx, by) = self.point(x1, y1);
        let seen = [ax.min(bx), ay.min(by), ax.max(bx), ay.max(by)];
        intersection(seen, [0.0, 0.0, self.width(), self.height()])
    }
}

/// What two rectangles share; nothing where that has no area.
fn intersection(a: Rect, b: Rect) -> Option<Rect> {
    let [ax0, ay0, ax1, ay1] = a;
    let [bx0, by0, bx1, by1] = b;
    let shared = [ax0.max(bx0), ay0.max(by0), ax1.min(bx1), ay1.min(by1)];
    has_area(&shared).then_some(shared)
}

fn has_area(rectangle: &Rect) -> bool {
    let [x0, y0, x1, y1] = rectangle;
    x1 > x0 && y1 > y0
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEDIA: Rect = [0.0, 0.0, 600.0, 800.0];

    #[test]
    fn the_origin_moves_to_the_top_left_of_the_crop_box() {
        let frame = Frame::new(Some(MEDIA), Some([100.0, 50.0, 500.0, 750.0]), 0, None);
        assert_eq!((frame.width(), frame.height()), (400.0, 700.0));
        assert_eq!(frame.point(100.0, 750.0), (0.0, 0.0));
        assert_eq!(frame.point(150.0, 700.0), (50.0, 50.0));
    }

    #[test]
    fn each_rotation_brings_the_right_corner_to_the_top_left() {
        let corner_seen_at_top_left = [
            (0, (0.0, 800.0)),
            (90, (0.0, 0.0)),
            (180, (600.0, 0.0)),
            (270, (600.0, 800.0)),
        ];
        for (rotation, (x, y)) in corner_seen_at_top_left {
            let frame = Frame::new(Some(MEDIA), None, rotation, None);
            assert_eq!(frame.point(x, y), (0.0, 0.0), "rotation {rotation}");
        }
        let turned = Frame::new(Some(MEDIA), None, -90, None);
        assert_eq!(turned, Frame::new(Some(MEDIA), None, 270, None));
        assert_eq!((turned.width(), turned.height()), (800.0, 600.0));
    }

    #[test]
    fn a_text_matrix_leads_back_into_the_file() {
        for rotation in [0, 90, 180, 270] {
            let frame = Frame::new(
                Some(MEDIA),
                Some([100.0, 50.0, 500.0, 750.0]),
                rotation,
                Some(2.0),
            );
            let [along_x, along_y, up_x, up_y, x, y] = frame.text_matrix(30.0, 70.0);
            assert_eq!(frame.point(x, y), (30.0, 70.0), "rotation {rotation}");
            assert_eq!(
                frame.point(x + along_x, y + along_y),
                (32.0, 70.0),
                "rotation {rotation}"
            );
            assert_eq!(
                frame.point(x + up_x, y + up_y),
                (30.0, 68.0),
                "rotation {rotation}"
            );
        }
    }

    #[test]
    fn the_unit_enlarges() {
        let frame = Frame::new(Some(MEDIA), None, 0, Some(2.0));
        assert_eq!((frame.width(), frame.height()), (1200.0, 1600.0));
        assert_eq!(
            frame.region([0.0, 700.0, 100.0, 800.0]),
            Some([0.0, 0.0, 200.0, 200.0])
        );
    }

    #[test]
    fn a_region_is_cut_at_the_edge_of_the_page_and_lost_beyond_it() {
        let frame = Frame::new(Some(MEDIA), Some([100.0, 0.0, 600.0, 800.0]), 0, None);
        assert_eq!(
            frame.region([50.0, 790.0, 150.0, 800.0]),
            Some([0.0, 0.0, 50.0, 10.0])
        );
        assert_eq!(frame.region([20.0, 790.0, 100.0, 800.0]), None);
    }

    #[test]
    fn boxes_without_area_are_passed_over() {
        let frame = Frame::new(Some([5.0, 5.0, 5.0, 5.0]), None, 0, Some(0.0));
        assert_eq!((frame.width(), frame.height()), (595.0, 842.0));
        let beside = Frame::new(Some(MEDIA), Some([900.0, 0.0, 1000.0, 10.0]), 0, None);
        assert_eq!((beside.width(), beside.height()), (600.0, 800.0));
    }
}
