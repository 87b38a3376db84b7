//! Fill colours as RGB. Layout compares colours and tells light from dark; nobody prints with them, so device
//! formulas stand in for colour profiles.
use hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as PdfString};
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
    /// L*, a*, b*.
    Lab,
    /// A palette of `0xRRGGBB`.
    Indexed(Vec<u32>),
    /// Tints of inks: the colours of no ink and of full ink, when their function tells.
    Tint {
        /// Colour at tint 0.
        none: u32,
        /// Colour at tint 1.
        full: u32,
    },
    /// A pattern: its colour is not known.
    Pattern,
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
            "Pattern" => Some(Self::Pattern),
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
            "Lab" => Some(Self::Lab),
            "Pattern" => Some(Self::Pattern),
            "ICCBased" => {
                let stream = items.next()?.into_stream()?;
                match stream.dict().get::<i32>(b"N".as_slice())? {
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
                let _names = items.next()?;
                let alternate = Self::from_object(&items.next()?, depth + 1)?;
                let function = items.next()?;
                let (none, full) = tint_ends(&function, &alternate)?;
                Some(Self::Tint { none, full })
            }
            _ => None,
        }
    }

    fn components(&self) -> usize {
        match self {
            Self::Rgb | Self::Lab => 3,
            Self::Cmyk => 4,
            _ => 1,
        }
    }

    fn palette(&self, table: &[u8]) -> Vec<u32> {
        let mut colors = Vec::new();
        for entry in table.chunks_exact(self.components()).take(256) {
            let numbers: Vec<f32> = entry.iter().map(|byte| f32::from(*byte) / 255.0).collect();
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
            // Only the lightness: enough to tell light from dark.
            (Self::Lab, [lightness, ..]) => rgb(lightness / 100.0, lightness / 100.0, lightness / 100.0),
            (Self::Indexed(colors), [index, ..]) => colors.get(*index as usize).copied().unwrap_or(UNKNOWN),
            (Self::Tint { none, full }, [first, rest @ ..]) => {
                let tint = rest.iter().fold(*first, |most, tint| most.max(*tint));
                mix(*none, *full, tint)
            }
            _ => UNKNOWN,
        }
    }

    /// The colour that `cs` sets by itself.
    pub(super) fn initial(&self) -> u32 {
        match self {
            Self::Pattern => UNKNOWN,
            Self::Tint { full, .. } => *full,
            Self::Indexed(colors) => colors.first().copied().unwrap_or(UNKNOWN),
            _ => 0,
        }
    }
}

/// The colours at both ends of a tint function: exponential (type 2) or sampled (type 0) with one input.
fn tint_ends(function: &Object<'_>, alternate: &ColorSpace) -> Option<(u32, u32)> {
    let count = alternate.components();
    match function {
        Object::Dict(dict) => {
            let none = numbers(dict, b"C0").unwrap_or_else(|| vec![0.0; count]);
            let full = numbers(dict, b"C1").unwrap_or_else(|| vec![1.0; count]);
            Some((alternate.color(&none), alternate.color(&full)))
        }
        Object::Stream(stream) => sampled_ends(stream, alternate, count).or(Some((0xffffff, UNKNOWN))),
        _ => None,
    }
}

fn sampled_ends(stream: &Stream<'_>, alternate: &ColorSpace, count: usize) -> Option<(u32, u32)> {
    let dict = stream.dict();
    if dict.get::<i32>(b"FunctionType".as_slice())? != 0 || dict.get::<i32>(b"BitsPerSample".as_slice())? != 8
    {
        return None;
    }
    let data = stream.decoded_data().ok()?;
    let to_numbers = |bytes: &[u8]| {
        bytes
            .iter()
            .map(|byte| f32::from(*byte) / 255.0)
            .collect::<Vec<f32>>()
    };
    let first = to_numbers(data.get(..count)?);
    let last = to_numbers(data.get(data.len().checked_sub(count)?..)?);
    Some((alternate.color(&first), alternate.color(&last)))
}

fn numbers(dict: &Dict<'_>, key: &[u8]) -> Option<Vec<f32>> {
    Some(dict.get::<Array<'_>>(key)?.iter::<f32>().collect())
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

fn mix(none: u32, full: u32, tint: f32) -> u32 {
    let tint = tint.clamp(0.0, 1.0);
    let channel = |shift: u32| {
        let from = (none >> shift & 0xff) as f32;
        let to = (full >> shift & 0xff) as f32;
        (from + (to - from) * tint) / 255.0
    };
    rgb(channel(16), channel(8), channel(0))
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
        assert_eq!(
            ColorSpace::Tint {
                none: 0xffffff,
                full: 0
            }
            .color(&[1.0]),
            0
        );
        assert_eq!(ColorSpace::Rgb.color(&[1.0]), UNKNOWN);
    }
}
