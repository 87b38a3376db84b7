//! Measures what the PDF library is about to unpack by itself: object streams when it opens a file, font programs
//! and their maps when it loads a font. It has no limit of its own, and what it unpacks stays in memory.
//!
//! A stream that is too short to grow past its limit is not measured, so that common files pay next to nothing.
//! What this cannot see: object streams of encrypted files, which are enciphered until the library has them.
use super::limits::{Budget, FileLimits, MAX_WIDTHS};
use super::unpack::{self, End, Packing, measure};
use crate::error::{Error, Result};
use hayro_syntax::object::{Array, Dict, Object, Stream};
use regex::bytes::Regex;
use std::borrow::Cow;
use std::sync::LazyLock;

static STREAM: LazyLock<Regex> = LazyLock::new(|| regex(r"(?-u)stream"));

/// Keys that only object streams and cross-reference streams need, and names that may hide one by escapes.
static OPENED_AT_ONCE: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?-u)/First|/W[\s\[0-9]|/[^\s/<>\[\]()]*#"));

static FILTER: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?-u)/(FlateDecode|Fl|LZWDecode|LZW|ASCIIHexDecode|AHx|ASCII85Decode|A85|RunLengthDecode|RL)\b")
});

static LENGTH: LazyLock<Regex> = LazyLock::new(|| regex(r"(?-u)/Length\s+([0-9]{1,12})(\s+[0-9]+\s+R)?"));

#[allow(clippy::expect_used)]
fn regex(pattern: &'static str) -> Regex {
    Regex::new(pattern).expect("the pattern is a constant, and the tests run it")
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
    for found in STREAM.find_iter(bytes) {
        let ends_one = bytes
            .get(..found.start())
            .is_some_and(|head| head.ends_with(b"end"));
        if ends_one {
            before = found.end();
            continue;
        }
        let objects = bytes.get(before..found.start()).unwrap_or_default();
        if !OPENED_AT_ONCE.is_match(objects) {
            continue;
        }
        let packed = data_of(bytes, found.end(), objects);
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
    let length = LENGTH.captures_iter(objects).last().and_then(|captures| {
        let is_reference = captures.get(2).is_some();
        let digits = captures
            .get(1)
            .and_then(|digits| str::from_utf8(digits.as_bytes()).ok());
        digits
            .filter(|_| !is_reference)
            .and_then(|digits| digits.parse::<usize>().ok())
    });
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
    for name in FILTER
        .captures_iter(named)
        .filter_map(|captures| captures.get(1))
        .take(16)
    {
        chain.push(match name.as_bytes() {
            b"FlateDecode" | b"Fl" => Packing::Flate,
            b"LZWDecode" | b"LZW" => Packing::Lzw { early: true },
            b"ASCIIHexDecode" | b"AHx" => Packing::Hex,
            b"ASCII85Decode" | b"A85" => Packing::Ascii85,
            _ => Packing::RunLength,
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
    let mut not_measured = 0;
    for stream in font_streams(font) {
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

/// Gives back what a font was charged and did not need. `program` is the length of its program, where the library
/// tells; without it the charge stands. The maps beside it are some kilobytes, and counted as long as it.
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
    // A range is followed by one number in `W`, and by three in `W2`.
    for (key, numbers_behind) in [(b"W".as_slice(), 1), (b"W2".as_slice(), 3)] {
        let Some(widths) = font.get::<Array<'_>>(key) else {
            continue;
        };
        let mut codes = 0i64;
        let mut items = widths.iter::<Object<'_>>();
        while let Some(Object::Number(first)) = items.next() {
            match items.next() {
                Some(Object::Array(_)) => {}
                Some(Object::Number(last)) => {
                    let range = last.as_i64().saturating_sub(first.as_i64()).max(0);
                    codes = codes.saturating_add(range);
                    for _ in 0..numbers_behind {
                        items.next();
                    }
                }
                _ => break,
            }
        }
        if codes > MAX_WIDTHS {
            return true;
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
