//! Styles: what makes two words look alike. Every word has one; a document has a few dozen.
use crate::pdf::{Font, Glyph};
use rustc_hash::FxHashMap;
use serde::Serialize;

/// The look of a word.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Style {
    /// Family of the font.
    pub family: String,
    /// Size in points, to a quarter.
    pub size: f32,
    /// Whether it is bold.
    pub bold: bool,
    /// Whether it is slanted.
    pub italic: bool,
    /// Colour as `0xRRGGBB`.
    pub color: u32,
    /// Whether a rule runs close under it.
    pub underlined: bool,
}

/// The styles of a document, each once.
#[derive(Debug, Default)]
pub(super) struct Styles {
    list: Vec<Style>,
    by_look: FxHashMap<Key, u32>,
    /// The last look that was asked for, its size as it is drawn: mostly that of the next glyph.
    last: Option<((u32, f32, bool, u32), u32)>,
}

/// Font, size in quarters of a point, whether it is filled and stroked, and colour.
type Key = (u32, u32, bool, u32);

/// Render mode of text that is filled and stroked: bold made from a regular font.
const FILL_AND_STROKE: u8 = 2;

impl Styles {
    /// The index of a glyph's style.
    #[inline]
    pub(super) fn of(&mut self, glyph: &Glyph, fonts: &[Font]) -> u32 {
        let drawn = (
            glyph.font,
            glyph.size,
            glyph.render_mode == FILL_AND_STROKE,
            glyph.color,
        );
        match self.last {
            Some((last, index)) if last == drawn => index,
            _ => self.of_another(glyph, fonts),
        }
    }

    /// The same where the look is not that of the glyph before.
    fn of_another(&mut self, glyph: &Glyph, fonts: &[Font]) -> u32 {
        let stroked = glyph.render_mode == FILL_AND_STROKE;
        let drawn = (glyph.font, glyph.size, stroked, glyph.color);
        let quarters = (glyph.size * 4.0).round().max(0.0) as u32;
        let key = (glyph.font, quarters, stroked, glyph.color);
        if let Some(index) = self.by_look.get(&key) {
            self.last = Some((drawn, *index));
            return *index;
        }
        let font = fonts.get(glyph.font as usize);
        let style = Style {
            family: font.map(|font| font.family.clone()).unwrap_or_default(),
            size: quarters as f32 / 4.0,
            bold: stroked || font.is_some_and(|font| font.bold),
            italic: font.is_some_and(|font| font.italic),
            color: glyph.color,
            underlined: false,
        };
        let index = self.index_of(style);
        self.by_look.insert(key, index);
        index
    }

    /// The index of the style that differs from another one by its underline alone.
    pub(super) fn underlined(&mut self, index: u32) -> u32 {
        match self.list.get(index as usize).cloned() {
            Some(style) => self.index_of(Style {
                underlined: true,
                ..style
            }),
            None => index,
        }
    }

    /// The colour of a style, black where there is none.
    pub(super) fn color(&self, index: u32) -> u32 {
        self.list.get(index as usize).map_or(0, |style| style.color)
    }

    fn index_of(&mut self, style: Style) -> u32 {
        let index = match self.list.iter().position(|known| *known == style) {
            Some(index) => index,
            None => {
                self.list.push(style);
                self.list.len() - 1
            }
        };
        index as u32
    }

    /// Styles that differ in colour alone, for tests.
    #[cfg(test)]
    pub(super) fn of_colors(colors: &[u32]) -> Self {
        let style = |color: &u32| Style {
            family: String::new(),
            size: 10.0,
            bold: false,
            italic: false,
            color: *color,
            underlined: false,
        };
        Self {
            list: colors.iter().map(style).collect(),
            ..Self::default()
        }
    }

    pub(super) fn into_list(self) -> Vec<Style> {
        self.list
    }
}
