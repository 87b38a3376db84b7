//! Ceilings against hostile files. Reaching one keeps what was read and says so with the page.
//!
//! None of them is a clock: the same file gives the same text on a slow machine. What one page may cost is bounded
//! by the constants, what one file may cost by `FileLimits`; the archive watches a clock beside them for what
//! nobody has thought of. Links, outline and information have bounds of their own in `outside`.

/// Pages that are read of one file. The longest newsletter met has 100; a directory of members may have 2,000.
pub(super) const MAX_PAGES: usize = 5_000;

/// Operators that are run on one page, its forms included. A dense map draws some 500,000.
pub(super) const MAX_OPERATORS: usize = 4_000_000;

/// Character codes and shifts between them that are shown on one page, seen or not: one string may hold a million.
pub(super) const MAX_CODES: usize = 4_000_000;

/// Glyphs that are kept of one page. A page of small print holds 15,000.
pub(super) const MAX_GLYPHS: usize = 400_000;

/// Streams that one page's content may be cut into. Some producers cut at each operator.
pub(super) const MAX_CONTENT_STREAMS: usize = 100_000;

/// Forms inside forms. Producers nest three or four deep; a form that calls itself never ends.
pub(super) const MAX_FORM_DEPTH: usize = 16;

/// Saved graphics states. The specification recommends 28.
pub(super) const MAX_SAVED_STATES: usize = 512;

/// Codes to which the ranges of a font give widths. A font has 65,536 at most; some files give ranges twice.
pub(super) const MAX_WIDTHS: i64 = 1 << 20;

/// Boxes, and rules, that are kept of one page: beyond it the page is a drawing, and they separate no text.
pub(super) const MAX_SHAPES: usize = 20_000;

/// What one file may cost beyond the bounds of its pages.
#[derive(Debug, Clone, Copy)]
pub(super) struct FileLimits {
    /// Bytes to which one stream may unpack. The content of a dense map has 30 MB, the largest CJK fonts 25 MB; a
    /// megabyte of Flate may say that it is a gigabyte.
    pub(super) stream_bytes: usize,
    /// Bytes to which the contents of all pages and forms may unpack together, those that are drawn again counted
    /// again. A book of 2,000 pages has 200 MB.
    pub(super) content_bytes: usize,
    /// Bytes to which fonts and their maps may unpack together: they stay in memory until the file is read. As much
    /// again is granted to those whose packed length alone shows that they stay within it.
    pub(super) font_bytes: usize,
    /// Bytes to which object and cross-reference streams may unpack together: they stay in memory too. A file of
    /// 100 MB with a structure tree has 50 MB of them.
    pub(super) object_bytes: usize,
    /// Operators and character codes on all pages together. A book of 2,000 pages has 20 million.
    pub(super) steps: usize,
    /// Glyphs that are kept of all pages together, at some 80 bytes each. A book of 2,000 pages has 6 million.
    pub(super) glyphs: usize,
}

impl Default for FileLimits {
    fn default() -> Self {
        Self {
            stream_bytes: 64 << 20,
            content_bytes: 1 << 30,
            font_bytes: 256 << 20,
            object_bytes: 256 << 20,
            steps: 100_000_000,
            glyphs: 8_000_000,
        }
    }
}

/// What is left of the limits of a file while it is read.
#[derive(Debug)]
pub(super) struct Budget {
    /// The limits themselves.
    pub(super) limits: FileLimits,
    /// Bytes of content that may still be unpacked.
    pub(super) content_bytes: usize,
    /// Bytes of fonts that may still be unpacked.
    pub(super) font_bytes: usize,
    /// Bytes of fonts that may still be unpacked without being measured first.
    pub(super) unmeasured_font_bytes: usize,
    /// Times that a font was asked for and left out, because it would unpack past its limit.
    pub(super) fonts_left_out: usize,
    /// Operators and codes that may still be run.
    pub(super) steps: usize,
    /// Glyphs that may still be kept.
    pub(super) glyphs: usize,
}

impl Budget {
    pub(super) fn new(limits: FileLimits) -> Self {
        Self {
            limits,
            content_bytes: limits.content_bytes,
            font_bytes: limits.font_bytes,
            unmeasured_font_bytes: limits.font_bytes,
            fonts_left_out: 0,
            steps: limits.steps,
            glyphs: limits.glyphs,
        }
    }

    /// Takes one step; false where none is left.
    pub(super) fn step(&mut self) -> bool {
        match self.steps.checked_sub(1) {
            Some(left) => {
                self.steps = left;
                true
            }
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::WarningCode;
    use crate::pdf::ReadOptions;
    use crate::pdf::document::Document;
    use crate::pdf::hayro::{GlyphReader, HayroReader};
    use lopdf::{Object, Stream, dictionary};

    /// A file whose pages all show the same ten letters.
    fn ten_letters_on(pages: usize) -> Vec<u8> {
        let mut file = lopdf::Document::with_version("1.5");
        let tree = file.new_object_id();
        let content = file.add_object(Stream::new(
            dictionary! {},
            b"BT /F1 12 Tf 50 700 Td (abcdefghij) Tj ET".to_vec(),
        ));
        let mut kids: Vec<Object> = Vec::new();
        for _ in 0..pages {
            let font = dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" };
            let page = file.add_object(dictionary! {
                "Type" => "Page", "Parent" => tree, "Contents" => content,
                "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
                "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
            });
            kids.push(page.into());
        }
        let root = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => pages as i64 };
        file.objects.insert(tree, root.into());
        let catalogue = file.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
        file.trailer.set("Root", catalogue);
        let mut bytes = Vec::new();
        file.save_to(&mut bytes).unwrap();
        bytes
    }

    fn read_within(limits: FileLimits) -> Document {
        HayroReader { limits }
            .read(ten_letters_on(4).into(), &ReadOptions::default())
            .unwrap()
            .0
    }

    fn letters(document: &Document) -> Vec<usize> {
        document.pages.iter().map(|page| page.glyphs.len()).collect()
    }

    fn pages_with_a_limit(document: &Document) -> Vec<Option<u32>> {
        let reached = |warning: &&crate::model::Warning| warning.code == WarningCode::LimitReached;
        document
            .warnings
            .iter()
            .filter(reached)
            .map(|warning| warning.page)
            .collect()
    }

    #[test]
    fn a_common_file_reaches_no_limit() {
        let document = read_within(FileLimits::default());
        assert_eq!(letters(&document), [10, 10, 10, 10]);
        assert_eq!(document.warnings, []);
    }

    #[test]
    fn pages_share_the_glyphs_of_a_file() {
        let document = read_within(FileLimits {
            glyphs: 25,
            ..FileLimits::default()
        });
        assert_eq!(letters(&document), [10, 10, 5, 0]);
        assert_eq!(pages_with_a_limit(&document), [Some(3), Some(4)]);
    }

    #[test]
    fn pages_share_the_steps_of_a_file() {
        // A page takes five operators and ten codes.
        let document = read_within(FileLimits {
            steps: 15 + 9,
            ..FileLimits::default()
        });
        assert_eq!(letters(&document), [10, 5, 0, 0]);
        assert_eq!(pages_with_a_limit(&document), [Some(2), Some(3), Some(4)]);
    }

    #[test]
    fn pages_share_the_unpacked_bytes_of_a_file() {
        let document = read_within(FileLimits {
            content_bytes: 100,
            ..FileLimits::default()
        });
        assert_eq!(letters(&document), [10, 10, 0, 0]);
        assert_eq!(pages_with_a_limit(&document), [Some(3), Some(4)]);
    }
}
