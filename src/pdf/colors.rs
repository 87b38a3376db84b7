//! Fill colours as RGB. Layout compares colours and tells light from dark; nobody prints with them, so device
//! formulas stand in for colour profiles.
use super::functions::Function;
use hayro_syntax::object::{Array, Dict, Name, Object, String as PdfString};
use hayro_syntax::page::Resources;

/// A colour space, as far as a colour can be told from its numbers.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum ColorSpace {
    /// One number: 0 black, 1 white.
    Gray,
    /// Red, green, blue.
    Rgb,
    /// Cyan, magenta, yellow, black.
    Cmyk,
    /// L*, a*, b* for a white point.
    Lab {
        /// The white of the paper in CIE XYZ.
        white: [f32; 3],
        /// Lowest and highest a*, then b*.
        range: [f32; 4],
    },
    /// A palette of `0xRRGGBB`.
    Indexed(Vec<u32>),
    /// Tints of inks, by the function that gives them in another space.
    Tint {
        /// Number of inks.
        inks: usize,
        /// From tints to numbers of the other space.
        function: Function,
        /// The other space.
        alternate: Box<ColorSpace>,
    },
    /// A pattern; the space is that of the colour with which an uncoloured one is painted.
    Pattern(Option<Box<ColorSpace>>),
}

/// Colour of a pattern or of a space that cannot be read: neither black nor white, so that it equals neither.
const UNKNOWN: u32 = 0x808080;

impl ColorSpace {
    /// The colour space of a name in `cs`, looked up in the resources where it is not a device space.
    pub(super) fn named(name: &Name<'_>, resources: &Resources<'_>) -> Self {
        Self::device(name.as_str())
            .or_else(|| Self::from_object(&resources.get_color_space(name)?, 0))
            .unwrap_or(Self::Gray)
    }

    fn device(name: &str) -> Option<Self> {
        match name {
            "DeviceGray" | "G" | "CalGray" => Some(Self::Gray),
            "DeviceRGB" | "RGB" | "CalRGB" => Some(Self::Rgb),
            "DeviceCMYK" | "CMYK" => Some(Self::Cmyk),
            "Pattern" => Some(Self::Pattern(None)),
            _ => None,
        }
    }

    fn from_object(object: &Object<'_>, depth: u8) -> Option<Self> {
        // A space may stand on another one; a cycle must end.
        if depth > 4 {
            return None;
        }
        match object {
            Object::Name(name) => Self::device(name.as_str()),
            Object::Array(array) => Self::from_array(array, depth),
            _ => None,
        }
    }

    fn from_array(array: &Array<'_>, depth: u8) -> Option<Self> {
        let mut items = array.iter::<Object<'_>>();
        let family = items.next()?.into_name()?;
        match family.as_str() {
            "CalGray" => Some(Self::Gray),
            "CalRGB" => Some(Self::Rgb),
            "Lab" => {
                let dict = items.next()?.into_dict()?;
                Some(Self::lab(&dict))
            }
            "Pattern" => {
                let under = items
                    .next()
                    .and_then(|under| Self::from_object(&under, depth + 1));
                Some(Self::Pattern(under.map(Box::new)))
            }
            "ICCBased" => {
                let stream = items.next()?.into_stream()?;
                let dict = stream.dict();
                // A profile of three numbers may be one of L*, a*, b*: only the alternate space tells.
                if let Some(Object::Array(alternate)) = dict.get::<Object<'_>>(b"Alternate".as_slice())
                    && let Some(space @ Self::Lab { .. }) = Self::from_array(&alternate, depth + 1)
                {
                    return Some(space);
                }
                match dict.get::<i32>(b"N".as_slice())? {
                    1 => Some(Self::Gray),
                    3 => Some(Self::Rgb),
                    4 => Some(Self::Cmyk),
                    _ => None,
                }
            }
            "Indexed" | "I" => {
                let base = Self::from_object(&items.next()?, depth + 1)?;
                let _highest = items.next()?;
                let table: Vec<u8> = match items.next()? {
                    Object::String(text) => PdfString::as_bytes(&text).to_vec(),
                    Object::Stream(stream) => stream.decoded_data().ok()?.into_owned(),
                    _ => return None,
                };
                Some(Self::Indexed(base.palette(&table)))
            }
            "Separation" | "DeviceN" => {
                let inks = match items.next()? {
                    Object::Array(names) => names.raw_iter().count(),
                    _ => 1,
                };
                let alternate = Self::from_object(&items.next()?, depth + 1)?;
                let function = Function::read(&items.next()?)?;
                let alternate = Box::new(alternate);
                Some(Self::Tint {
                    inks,
                    function,
                    alternate,
                })
            }
            _ => None,
        }
    }

    fn lab(dict: &Dict<'_>) -> Self {
        let white = dict.get::<[f32; 3]>(b"WhitePoint".as_slice());
        let range = dict.get::<[f32; 4]>(b"Range".as_slice());
        Self::Lab {
            white: white.unwrap_or([0.9505, 1.0, 1.089]),
            range: range.unwrap_or([-100.0, 100.0, -100.0, 100.0]),
        }
    }

    fn components(&self) -> usize {
        match self {
            Self::Rgb | Self::Lab { .. } => 3,
            Self::Cmyk => 4,
            Self::Tint { inks, .. } => *inks,
            _ => 1,
        }
    }

    fn palette(&self, table: &[u8]) -> Vec<u32> {
        let mut colors = Vec::new();
        for entry in table.chunks_exact(self.components().max(1)).take(256) {
            let mut numbers: Vec<f32> = entry.iter().map(|byte| f32::from(*byte) / 255.0).collect();
            if let (
                Self::Lab {
                    range: [a0, a1, b0, b1],
                    ..
                },
                [lightness, a, b],
            ) = (self, numbers.as_mut_slice())
            {
                *lightness *= 100.0;
                *a = a0 + *a * (a1 - a0);
                *b = b0 + *b * (b1 - b0);
            }
            colors.push(self.color(&numbers));
        }
        colors
    }

    /// The colour of the numbers of `sc` or `scn`, as `0xRRGGBB`.
    pub(super) fn color(&self, numbers: &[f32]) -> u32 {
        match (self, numbers) {
            (Self::Gray, [gray, ..]) => rgb(*gray, *gray, *gray),
            (Self::Rgb, [red, green, blue, ..]) => rgb(*red, *green, *blue),
            (Self::Cmyk, [cyan, magenta, yellow, black, ..]) => cmyk(*cyan, *magenta, *yellow, *black),
            (
                Self::Lab {
                    white,
                    range: [a0, a1, b0, b1],
                },
                [lightness, a, b, ..],
            ) => lab(*white, *lightness, a.max(*a0).min(*a1), b.max(*b0).min(*b1)),
            (Self::Indexed(colors), [index, ..]) => colors.get(*index as usize).copied().unwrap_or(UNKNOWN),
            (
                Self::Tint {
                    function, alternate, ..
                },
                [_, ..],
            ) => alternate.color(&function.value(numbers)),
            (Self::Pattern(Some(under)), [_, ..]) => under.color(numbers),
            _ => UNKNOWN,
        }
    }

    /// The colour of a pattern: that of an uncoloured one is in the numbers, that of a gradient is the colour of its
    /// middle; what a coloured tile shows is not known.
    pub(super) fn pattern_color(&self, numbers: &[f32], name: &Name<'_>, resources: &Resources<'_>) -> u32 {
        if !numbers.is_empty() {
            return self.color(numbers);
        }
        let Some(Object::Dict(pattern)) = resources.get_pattern(name) else {
            return UNKNOWN;
        };
        gradient_middle(&pattern).unwrap_or(UNKNOWN)
    }

    /// Whether a fill has one colour that is known, and covers what it fills.
    pub(super) fn is_known(&self) -> bool {
        !matches!(self, Self::Pattern(_))
    }

    /// The colour that `cs` sets by itself.
    pub(super) fn initial(&self) -> u32 {
        match self {
            Self::Pattern(_) => UNKNOWN,
            Self::Tint { inks, .. } => self.color(&vec![1.0; *inks]),
            Self::Indexed(colors) => colors.first().copied().unwrap_or(UNKNOWN),
            _ => 0,
        }
    }
}

/// The colour in the middle of a gradient along a line or between circles.
fn gradient_middle(pattern: &Dict<'_>) -> Option<u32> {
    let shading = match pattern.get::<Object<'_>>(b"Shading".as_slice())? {
        Object::Dict(dict) => dict,
        _ => return None,
    };
    if !matches!(shading.get::<i32>(b"ShadingType".as_slice())?, 2 | 3) {
        return None;
    }
    let space = ColorSpace::from_object(&shading.get::<Object<'_>>(b"ColorSpace".as_slice())?, 0)?;
    let function = Function::read(&shading.get::<Object<'_>>(b"Function".as_slice())?)?;
    Some(space.color(&function.value(&[function.middle()])))
}

/// L*, a*, b* as `0xRRGGBB`. The white point is taken for white: eyes adapt to the paper.
fn lab(white: [f32; 3], lightness: f32, a: f32, b: f32) -> u32 {
    let middle = (lightness + 16.0) / 116.0;
    let stretch = |share: f32| {
        if share >= 6.0 / 29.0 {
            share * share * share
        } else {
            108.0 / 841.0 * (share - 4.0 / 29.0)
        }
    };
    // Relative to the white point, then to that of sRGB (D65).
    let [_, white_y, _] = white;
    let x = 0.9505 * stretch(middle + a / 500.0);
    let y = white_y * stretch(middle);
    let z = 1.089 * stretch(middle - b / 200.0);
    let gamma = |linear: f32| {
        if linear <= 0.003_130_8 {
            12.92 * linear
        } else {
            1.055 * linear.powf(1.0 / 2.4) - 0.055
        }
    };
    rgb(
        gamma(3.2406 * x - 1.5372 * y - 0.4986 * z),
        gamma(-0.9689 * x + 1.8758 * y + 0.0415 * z),
        gamma(0.0557 * x - 0.2040 * y + 1.0570 * z),
    )
}

/// Red, green and blue from 0 to 1, as `0xRRGGBB`.
pub(super) fn rgb(red: f32, green: f32, blue: f32) -> u32 {
    let byte = |value: f32| (value.clamp(0.0, 1.0) * 255.0 + 0.5) as u32;
    byte(red) << 16 | byte(green) << 8 | byte(blue)
}

/// Inks from 0 to 1, as `0xRRGGBB`, by the device formula.
pub(super) fn cmyk(cyan: f32, magenta: f32, yellow: f32, black: f32) -> u32 {
    let paper = 1.0 - black;
    rgb(
        (1.0 - cyan) * paper,
        (1.0 - magenta) * paper,
        (1.0 - yellow) * paper,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn device_formulas() {
        assert_eq!(rgb(1.0, 0.0, 0.5), 0xff0080);
        assert_eq!(cmyk(0.0, 0.0, 0.0, 1.0), 0x000000);
        assert_eq!(cmyk(1.0, 0.0, 0.0, 0.0), 0x00ffff);
    }

    #[test]
    fn numbers_are_read_by_their_space() {
        assert_eq!(ColorSpace::Gray.color(&[1.0]), 0xffffff);
        assert_eq!(ColorSpace::Indexed(vec![0x112233]).color(&[0.0]), 0x112233);
        assert_eq!(ColorSpace::Indexed(vec![0x112233]).color(&[9.0]), UNKNOWN);
        assert_eq!(ColorSpace::Rgb.color(&[1.0]), UNKNOWN);
    }

    #[test]
    fn lab_is_a_colour_and_not_only_its_lightness() {
        let space = ColorSpace::Lab {
            white: [0.9642, 1.0, 0.8249],
            range: [-128.0, 127.0, -128.0, 127.0],
        };
        let near = |color: u32, expected: u32| {
            let off = |shift: u32| (color >> shift & 0xff).abs_diff(expected >> shift & 0xff);
            off(16) <= 2 && off(8) <= 2 && off(0) <= 2
        };
        assert!(
            near(space.color(&[100.0, 0.0, 0.0]), 0xffffff),
            "{:x}",
            space.color(&[100.0, 0.0, 0.0])
        );
        assert!(near(space.color(&[0.0, 0.0, 0.0]), 0x000000));
        assert!(
            near(space.color(&[53.24, 80.09, 67.2]), 0xff0000),
            "{:x}",
            space.color(&[53.24, 80.09, 67.2])
        );
        assert!(
            near(space.color(&[32.3, 79.2, -107.86]), 0x0000ff),
            "{:x}",
            space.color(&[32.3, 79.2, -107.86])
        );
        // A palette gives bytes for the whole range.
        assert!(near(space.palette(&[255, 128, 128])[0], 0xffffff));
    }

    /// The colour spaces of a file made for the purpose.
    fn colors_of_page(resources: &str, content: &str) -> Vec<u32> {
        let file = one_page(resources, content);
        let document = crate::pdf::read(&file, &crate::pdf::ReadOptions::default()).unwrap();
        document.pages[0].glyphs.iter().map(|glyph| glyph.color).collect()
    }

    /// A file of one page; the cross-reference table is left to the reader's repair.
    fn one_page(resources: &str, content: &str) -> Vec<u8> {
        format!(
            "%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n\
             2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n\
             3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources <<\n\
             /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> {resources} >> >>\nendobj\n\
             4 0 obj\n<< /Length {} >>\nstream\n{content}\nendstream\nendobj\n\
             5 0 obj\n<< /FunctionType 4 /Domain [0 1 0 1] /Range [0 1 0 1 0 1] /Length 25 >>\nstream\n\
             {{ exch 0 3 1 roll       }}\nendstream\nendobj\n\
             6 0 obj\n<< /FunctionType 0 /Domain [0 1] /Range [0 1 0 1 0 1] /Size [2] /BitsPerSample 8 /Length 6 >>\n\
             stream\n@@@@AA\nendstream\nendobj\n\
             trailer\n<< /Root 1 0 R >>\n%%EOF\n",
            content.len()
        )
        .into_bytes()
    }

    #[test]
    fn inks_are_read_by_their_function() {
        let spaces = "/ColorSpace <<
            /Spot [/Separation /Blue /DeviceCMYK << /FunctionType 2 /Domain [0 1] /C0 [0 0 0 0] /C1 [1 1 0 0] /N 1 >>]
            /Two [/DeviceN [/A /B] /DeviceRGB 5 0 R]
            /Table [/Separation /Grey /DeviceRGB 6 0 R]
            /Steps [/Separation /S /DeviceGray << /FunctionType 3 /Domain [0 1] /Bounds [0.5] /Encode [0 1 0 1]
                /Functions [<< /FunctionType 2 /Domain [0 1] /C0 [1] /C1 [1] /N 1 >>
                            << /FunctionType 2 /Domain [0 1] /C0 [0] /C1 [0] /N 1 >>] >>]
            /Palette [/Indexed /DeviceRGB 1 <112233445566>]
            /Cie [/Lab << /WhitePoint [0.9642 1 0.8249] >>] >>";
        let content = "BT /F 12 Tf 50 700 Td
            /Spot cs (a) Tj 0 scn (b) Tj 0.5 scn (c) Tj
            /Two cs 1 0.2 scn (d) Tj
            /Table cs 0 scn (e) Tj 1 scn (f) Tj
            /Steps cs 0.2 scn (g) Tj 0.8 scn (h) Tj
            /Palette cs 1 sc (i) Tj
            /Cie cs 100 0 0 sc (j) Tj ET";
        let colors = colors_of_page(spaces, content);
        let expected = [
            0x0000ff, 0xffffff, 0x8080ff, 0x0033ff, 0x404040, 0x404141, 0xffffff, 0x000000, 0x445566,
            0xffffff,
        ];
        assert_eq!(colors, expected, "{colors:06x?}");
    }

    #[test]
    fn patterns_have_the_colour_that_can_be_known() {
        let resources = "/ColorSpace << /Under [/Pattern /DeviceRGB] >>
            /Pattern << /Fade << /PatternType 2 /Shading << /ShadingType 2 /ColorSpace /DeviceRGB /Coords [0 0 1 0]
                /Function << /FunctionType 2 /Domain [0 1] /C0 [1 0 0] /C1 [0 0 1] /N 1 >> >> >> >>";
        let content = "BT /F 12 Tf 50 700 Td /Pattern cs /Fade scn (a) Tj /None scn (b) Tj
            /Under cs 0 1 0 /Tile scn (c) Tj ET";
        assert_eq!(colors_of_page(resources, content), [0x800080, UNKNOWN, 0x00ff00]);
    }
}
