//! Measures what the PDF library is about to unpack by itself: object streams when it opens a file, font programs
//! and their maps when it loads a font. It has no limit of its own, and what it unpacks stays in memory.
//!
//! A stream that is too short to grow past its limit is not measured, so that common files pay next to nothing.
//! What this cannot see: object streams of encrypted files, which are enciphered until the library has them.
use super::limits::{Budget, FileLimits, MAX_WIDTHS};
use super::scan::{behind_space, is_space, number};
use super::unpack::{self, End, Packing, measure};
use crate::error::{Error, Result};
use hayro_syntax::object::{Array, Dict, Number, Object, Stream};
use memchr::{memchr_iter, memmem};
use std::borrow::Cow;

/// Filters of a stream that are looked at.
const MOST_FILTERS: usize = 16;

/// Whether a dictionary has a key that only object streams and cross-reference streams need, or a name that may hide one
/// by escapes.
fn is_opened_at_once(objects: &[u8]) -> bool {
    memchr_iter(b'/', objects).any(|place| {
        let name = objects.get(place + 1..).unwrap_or_default();
        let ends = |byte: &u8| is_space(*byte) || b"/<>[]()".contains(byte);
        name.starts_with(b"First")
            || matches!(name, [b'W', next, ..] if is_space(*next) || matches!(next, b'[' | b'0'..=b'9'))
            || name
                .iter()
                .take_while(|byte| !ends(byte))
                .any(|byte| *byte == b'#')
    })
}

/// The length that the last dictionary states itself, and not by a reference.
fn stated_length(objects: &[u8]) -> Option<usize> {
    let (length, behind) = memmem::rfind_iter(objects, b"/Length").find_map(|place| {
        let value = objects.get(place + 7..).and_then(|rest| behind_space(rest, 1))?;
        number(value, 12)
    })?;
    let is_reference = || {
        let (_, rest) = number(behind_space(behind, 1)?, 12)?;
        behind_space(rest, 1).filter(|rest| rest.starts_with(b"R"))
    };
    if is_reference().is_some() {
        return None;
    }
    usize::try_from(length).ok()
}

/// Checks the streams that opening a file unpacks.
///
/// # Errors
/// [`Error::LimitReached`] where one of them, or all together, unpack to more than a newsletter can need.
pub(super) fn check_object_streams(bytes: &[u8], limits: &FileLimits) -> Result<()> {
    let mut unpacked_together = 0usize;
    let mut not_measured = 0usize;
    // What stands since the last stream: the dictionary of the next one, and other objects.
    let mut before = 0usize;
    for start in memmem::find_iter(bytes, b"stream") {
        let end = start + b"stream".len();
        let ends_one = bytes.get(..start).is_some_and(|head| head.ends_with(b"end"));
        if ends_one {
            before = end;
            continue;
        }
        let objects = bytes.get(before..start).unwrap_or_default();
        if !is_opened_at_once(objects) {
            continue;
        }
        let packed = data_of(bytes, end, objects);
        let chain = chain_of(objects);
        let at_most = unpack::longest(packed.len(), &chain);
        if not_measured.saturating_add(at_most) <= limits.stream_bytes {
            not_measured += at_most;
            continue;
        }
        let (unpacked, end) = unpack::unpack(Cow::Borrowed(packed), &chain, limits.stream_bytes);
        unpacked_together = unpacked_together.saturating_add(unpacked.len());
        if end == End::Limit {
            return Err(limit_reached("an object stream", limits.stream_bytes));
        }
        if unpacked_together > limits.object_bytes {
            return Err(limit_reached("object streams", limits.object_bytes));
        }
    }
    Ok(())
}

fn limit_reached(what: &str, limit: usize) -> Error {
    Error::LimitReached {
        detail: format!("{what} of the file would unpack to more than {limit} bytes"),
    }
}

/// The data of a stream behind its keyword: as long as its dictionary says, or up to the end of the file, since
/// the packings tell their own end.
fn data_of<'b>(bytes: &'b [u8], start: usize, objects: &[u8]) -> &'b [u8] {
    let data = bytes.get(start..).unwrap_or_default();
    let data = data
        .strip_prefix(b"\r\n")
        .or(data.strip_prefix(b"\n"))
        .unwrap_or(data);
    let length = stated_length(objects);
    // A length that is too small is not believed by readers either: they look for the end themselves.
    let ends_there = |length: usize| {
        let behind = data.get(length..).unwrap_or_default();
        let blank = behind
            .iter()
            .take(4)
            .take_while(|byte| byte.is_ascii_whitespace())
            .count();
        behind
            .get(blank..)
            .is_some_and(|behind| behind.starts_with(b"endstream"))
    };
    match length {
        Some(length) if ends_there(length) => data.get(..length).unwrap_or(data),
        _ => data,
    }
}

/// How a stream is packed, by the last filters that are named before it; Flate where none is, because a reference
/// may hide it.
fn chain_of(objects: &[u8]) -> Vec<Packing> {
    let filter = objects
        .windows(7)
        .rposition(|window| window == b"/Filter")
        .unwrap_or(0);
    let named = objects.get(filter..).unwrap_or_default();
    let mut chain = Vec::new();
    for place in memchr_iter(b'/', named) {
        let name = named.get(place + 1..).unwrap_or_default();
        let is_of_name = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
        let length = name.iter().take_while(is_of_name).count();
        if chain.len() == MOST_FILTERS {
            break;
        }
        chain.push(match name.get(..length).unwrap_or_default() {
            b"FlateDecode" | b"Fl" => Packing::Flate,
            b"LZWDecode" | b"LZW" => Packing::Lzw { early: true },
            b"ASCIIHexDecode" | b"AHx" => Packing::Hex,
            b"ASCII85Decode" | b"A85" => Packing::Ascii85,
            b"RunLengthDecode" | b"RL" => Packing::RunLength,
            _ => continue,
        });
    }
    if chain.is_empty() {
        chain.push(Packing::Flate);
    }
    chain
}

/// Whether a font may be loaded: its program and its maps stay within the limits. Gives what was charged for them
/// without measuring: the most that they can become. [`settle`] gives back what they did not.
pub(super) fn charge_font(font: &Dict<'_>, budget: &mut Budget) -> Option<usize> {
    if described_by(font).iter().any(has_endless_widths) {
        return None;
    }
    charge(font_streams(font), budget)
}

/// The same for a font's map to Unicode alone, its widths being such as a font can have.
pub(super) fn charge_map(font: &Dict<'_>, budget: &mut Budget) -> Option<usize> {
    if described_by(font).iter().any(has_endless_widths) {
        return None;
    }
    charge(font.get::<Stream<'_>>(b"ToUnicode".as_slice()), budget)
}

fn charge<'a>(streams: impl IntoIterator<Item = Stream<'a>>, budget: &mut Budget) -> Option<usize> {
    let mut not_measured = 0;
    for stream in streams {
        let limit = budget.limits.stream_bytes.min(budget.font_bytes);
        let (length, end) = measure(&stream, budget.unmeasured_font_bytes, limit);
        match end {
            End::Limit => return None,
            // No more than was measured, or than it may cost without being measured.
            End::Whole | End::Damaged if length <= budget.unmeasured_font_bytes => {
                budget.unmeasured_font_bytes -= length;
                not_measured += length;
            }
            End::Whole | End::Damaged => budget.font_bytes = budget.font_bytes.saturating_sub(length),
        }
    }
    Some(not_measured)
}

/// Gives back what a font was charged and did not need. `program` is the length of its program, or of its map, where it is
/// told; without it the charge stands. The maps beside it are some kilobytes, and counted as long as it.
pub(super) fn settle(charged: usize, program: Option<usize>, budget: &mut Budget) {
    if let Some(program) = program {
        budget.unmeasured_font_bytes += charged.saturating_sub(program.saturating_mul(2));
    }
}

/// The dictionary of a font, and that of its descendant.
fn described_by<'a>(font: &Dict<'a>) -> Vec<Dict<'a>> {
    let mut described = vec![font.clone()];
    if let Some(descendants) = font.get::<Array<'a>>(b"DescendantFonts".as_slice()) {
        let fonts = descendants.iter::<Object<'a>>().take(1);
        described.extend(fonts.filter_map(Object::into_dict));
    }
    described
}

/// Whether a font gives widths to more codes than there are: the library keeps one for each, so that a range of
/// twenty bytes would fill the memory.
fn has_endless_widths(font: &Dict<'_>) -> bool {
    /// Codes of simple fonts are bytes; some producers count a few more.
    const LAST_CODE: i64 = 0xffff;
    for key in [b"FirstChar".as_slice(), b"LastChar"] {
        let code = font.get::<Number>(key).map_or(0, |code| code.as_i64());
        if code > LAST_CODE {
            return true;
        }
    }
    // A range is followed by one number in `W`, and by three in `W2`.
    for (key, numbers_behind) in [(b"W".as_slice(), 1), (b"W2".as_slice(), 3)] {
        let Some(widths) = font.get::<Array<'_>>(key) else {
            continue;
        };
        let mut codes = 0i64;
        let mut items = widths.iter::<Object<'_>>();
        while let Some(Object::Number(first)) = items.next() {
            match items.next() {
                Some(Object::Array(each)) => {
                    codes = codes.saturating_add(each.raw_iter().count() as i64);
                }
                Some(Object::Number(last)) => {
                    let range = last.as_i64().saturating_sub(first.as_i64()).max(0);
                    codes = codes.saturating_add(range);
                    for _ in 0..numbers_behind {
                        items.next();
                    }
                }
                _ => break,
            }
            // One array may be named many times: it is not read to the end of them.
            if codes > MAX_WIDTHS {
                return true;
            }
        }
    }
    false
}

fn font_streams<'a>(font: &Dict<'a>) -> Vec<Stream<'a>> {
    let mut streams = Vec::new();
    for dict in described_by(font) {
        for key in [b"ToUnicode".as_slice(), b"Encoding", b"CIDToGIDMap"] {
            streams.extend(dict.get::<Stream<'a>>(key));
        }
        let Some(descriptor) = dict.get::<Dict<'a>>(b"FontDescriptor".as_slice()) else {
            continue;
        };
        for key in [b"FontFile".as_slice(), b"FontFile2", b"FontFile3"] {
            streams.extend(descriptor.get::<Stream<'a>>(key));
        }
    }
    streams
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dictionaries_that_are_opened_at_once_are_told() {
        for opened in [
            &b"/First 12"[..],
            b"/W [1 2 1]",
            b"/W[1 2 1]",
            b"/Fi#72st 4",
            b"/N 3/W 1",
        ] {
            assert!(is_opened_at_once(opened), "{opened:?}");
        }
        for other in [
            &b"/Widths [1]"[..],
            b"/Filter /FlateDecode",
            b"/Width 12",
            b"(/ #)",
            b"/W",
            b"",
        ] {
            assert!(!is_opened_at_once(other), "{other:?}");
        }
    }

    #[test]
    fn the_last_stated_length_counts() {
        assert_eq!(stated_length(b"/Length 9 >> /Length  120>>"), Some(120));
        assert_eq!(stated_length(b"/Length 12 0 R"), None);
        assert_eq!(stated_length(b"/Length 12 0 obj"), Some(12));
        assert_eq!(stated_length(b"/Length1 12"), None);
    }

    #[test]
    fn the_last_filters_are_the_chain() {
        let chain = chain_of(b"/Filter /LZW >> /Filter [ /ASCIIHexDecode /Fl ] /DL 3");
        assert_eq!(chain, [Packing::Hex, Packing::Flate]);
        assert_eq!(
            chain_of(b"/FlateDecoder"),
            [Packing::Flate],
            "where none is named"
        );
        assert_eq!(chain_of(b"/A85/RL"), [Packing::Ascii85, Packing::RunLength]);
    }
}
