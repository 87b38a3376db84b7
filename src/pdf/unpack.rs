//! Unpacks streams up to a limit, and gives what a damaged one holds before its damage.
//!
//! The PDF library unpacks a stream whole or not at all; a megabyte of Flate may be a gigabyte of zeros. Everything
//! here stops at a given length and never fails: the worst that it gives is an empty list.
use flate2::{Decompress, FlushDecompress, Status};
use hayro_syntax::Filter;
use hayro_syntax::object::{Array, Dict, Object, Stream};
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::{
    TINFL_FLAG_IGNORE_ADLER32, TINFL_FLAG_PARSE_ZLIB_HEADER, TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF,
};
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};
use std::borrow::Cow;

/// Most bytes that one byte of Flate can stand for: a match of 258 bytes takes two bits at least.
const FLATE_RATIO: usize = 1_032;

/// Bytes that one byte of Flate stands for in most content.
const USUAL_RATIO: usize = 6;

/// Most bytes that one byte of LZW can stand for: a code of 12 bits names at most 3,839 bytes.
const LZW_RATIO: usize = 2_560;

/// Columns of a predictor beyond which no row is made for it: that row is reserved before any data is looked at.
const MOST_PREDICTOR_BYTES: u64 = 1 << 20;

/// How an unpacking ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// The stream is whole.
    Whole,
    /// The rest cannot be read.
    Damaged,
    /// The limit was reached.
    Limit,
}

/// A way in which a stream is packed that text and fonts use. Pictures have others, which nobody unpacks here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    /// Flate, with or without its zlib header.
    Flate,
    /// LZW; whether codes grow one code early.
    Lzw { early: bool },
    /// Bytes as pairs of hexadecimal digits.
    Hex,
    /// Four bytes as five printable characters.
    Ascii85,
    /// Runs of a byte as a count.
    RunLength,
}

impl Packing {
    /// Most bytes that one packed byte can stand for.
    fn ratio(self) -> usize {
        match self {
            Self::Flate => FLATE_RATIO,
            Self::Lzw { .. } => LZW_RATIO,
            Self::Hex => 1,
            Self::Ascii85 => 4,
            Self::RunLength => 64,
        }
    }

    fn unpack(self, packed: &[u8], limit: usize) -> (Vec<u8>, End) {
        match self {
            Self::Flate => flate(packed, limit),
            Self::Lzw { early } => lzw(packed, early, limit),
            Self::Hex => hex(packed, limit),
            Self::Ascii85 => ascii85(packed, limit),
            Self::RunLength => run_length(packed, limit),
        }
    }
}

/// Unpacks the data of a stream up to a limit. Where it is packed as pictures are, there is nothing.
pub(super) fn stream<'a>(stream: &Stream<'a>, limit: usize) -> (Cow<'a, [u8]>, End) {
    let raw = stream.raw_data();
    let Some((chain, predicted)) = packings(stream) else {
        return (Cow::Borrowed(&[]), End::Damaged);
    };
    let (unpacked, end) = unpack(raw, &chain, limit);
    let may_be_decoded_whole = end != End::Limit && (predicted || end == End::Damaged);
    if may_be_decoded_whole && predictors_are_plausible(stream) {
        // The library undoes predictors, and is lenient with some damage that the inflater stops at.
        if let Ok(decoded) = stream.decoded_data()
            && (predicted || decoded.len() > unpacked.len())
            && decoded.len() <= limit
        {
            return (decoded, end);
        }
    }
    (unpacked, end)
}

/// The length to which a stream unpacks, or a limit that it passes. `may_cost` is a length that is not worth
/// measuring: a stream that cannot become longer counts as that long at most.
pub(super) fn measure(stream: &Stream<'_>, may_cost: usize, limit: usize) -> (usize, End) {
    let Some((chain, _)) = packings(stream) else {
        return (0, End::Whole);
    };
    if !predictors_are_plausible(stream) {
        return (0, End::Limit);
    }
    let raw = stream.raw_data();
    let at_most = longest(raw.len(), &chain);
    if at_most <= may_cost {
        return (at_most, End::Whole);
    }
    let (unpacked, end) = unpack(raw, &chain, limit);
    (unpacked.len(), end)
}

/// The longest that packed data of a length can become.
pub(super) fn longest(packed: usize, chain: &[Packing]) -> usize {
    let grown = |length: usize, packing: &Packing| length.saturating_mul(packing.ratio());
    chain.iter().fold(packed, grown)
}

/// Undoes a chain of packings up to a limit, which holds for what stands between them too.
pub(super) fn unpack<'a>(packed: Cow<'a, [u8]>, chain: &[Packing], limit: usize) -> (Cow<'a, [u8]>, End) {
    let mut data = packed;
    let mut end = End::Whole;
    for packing in chain {
        let (unpacked, how) = packing.unpack(&data, limit);
        data = Cow::Owned(unpacked);
        if how != End::Whole && end != End::Limit {
            end = how;
        }
    }
    if data.len() > limit {
        let kept = data.get(..limit).unwrap_or_default().to_vec();
        return (Cow::Owned(kept), End::Limit);
    }
    (data, end)
}

/// How a stream is packed, and whether predictors come after; nothing where it is packed as pictures are.
fn packings(stream: &Stream<'_>) -> Option<(Vec<Packing>, bool)> {
    let mut chain = Vec::new();
    let mut predicted = false;
    let mut early = true;
    for parameters in parameters_of(stream) {
        predicted |= parameters.get::<u8>(b"Predictor".as_slice()).unwrap_or(1) > 1;
        early &= parameters.get::<u8>(b"EarlyChange".as_slice()).unwrap_or(1) != 0;
    }
    for filter in stream.filters() {
        match filter {
            Filter::FlateDecode => chain.push(Packing::Flate),
            Filter::LzwDecode => chain.push(Packing::Lzw { early }),
            Filter::AsciiHexDecode => chain.push(Packing::Hex),
            Filter::Ascii85Decode => chain.push(Packing::Ascii85),
            Filter::RunLengthDecode => chain.push(Packing::RunLength),
            // The library deciphers before it gives the data.
            Filter::Crypt => {}
            Filter::CcittFaxDecode | Filter::Jbig2Decode | Filter::DctDecode | Filter::JpxDecode => {
                return None;
            }
        }
    }
    Some((chain, predicted))
}

fn parameters_of<'a>(stream: &Stream<'a>) -> Vec<Dict<'a>> {
    let dict = stream.dict();
    let mut found = Vec::new();
    for key in [b"DecodeParms".as_slice(), b"DP".as_slice()] {
        if let Some(parameters) = dict.get::<Dict<'a>>(key) {
            found.push(parameters);
        } else if let Some(list) = dict.get::<Array<'a>>(key) {
            found.extend(list.iter::<Object<'a>>().filter_map(Object::into_dict));
        }
    }
    found
}

/// Whether the rows that predictors ask for are such as a file can have.
fn predictors_are_plausible(stream: &Stream<'_>) -> bool {
    parameters_of(stream).iter().all(|parameters| {
        let number = |key: &[u8]| u64::from(parameters.get::<u32>(key).unwrap_or(1));
        let has = |key: &[u8]| parameters.contains_key(key);
        let is_read = |key: &[u8]| !has(key) || parameters.get::<u32>(key).is_some();
        let row = number(b"Columns")
            .saturating_mul(number(b"Colors"))
            .saturating_mul(number(b"BitsPerComponent"));
        let all_read = [
            b"Columns".as_slice(),
            b"Colors".as_slice(),
            b"BitsPerComponent".as_slice(),
        ]
        .iter()
        .all(|key| is_read(key));
        all_read && row > 0 && row <= MOST_PREDICTOR_BYTES * 8
    })
}

/// Inflates. A damaged header is passed over: the blocks behind it tell for themselves.
fn flate(packed: &[u8], limit: usize) -> (Vec<u8>, End) {
    if let Some(sound) = inflate_sound(packed, limit) {
        return sound;
    }
    let (found, end) = inflate(packed, TINFL_FLAG_PARSE_ZLIB_HEADER, limit);
    if end != End::Damaged || !found.is_empty() {
        return (found, end);
    }
    let behind_header = packed.get(2..).unwrap_or_default();
    let mut best = (found, end);
    for start in [behind_header, packed] {
        let candidate = inflate(start, 0, limit);
        if candidate.0.len() > best.0.len() {
            best = candidate;
        }
    }
    best
}

/// Inflates a stream without a fault, several times faster than what copes with one; nothing where it has a fault.
fn inflate_sound(packed: &[u8], limit: usize) -> Option<(Vec<u8>, End)> {
    let mut inflater = Decompress::new(true);
    let mut unpacked = Vec::with_capacity(
        packed
            .len()
            .saturating_mul(USUAL_RATIO)
            .clamp(1_024, limit.max(1_024)),
    );
    loop {
        let read = usize::try_from(inflater.total_in()).ok()?;
        let rest = packed.get(read..).unwrap_or_default();
        let status = inflater
            .decompress_vec(rest, &mut unpacked, FlushDecompress::None)
            .ok()?;
        if unpacked.len() > limit {
            unpacked.truncate(limit);
            return Some((unpacked, End::Limit));
        }
        if status == Status::StreamEnd {
            return Some((unpacked, End::Whole));
        }
        if unpacked.len() < unpacked.capacity() {
            // It waits for more of a stream that is cut off.
            return None;
        }
        unpacked.reserve(unpacked.len());
    }
}

fn inflate(packed: &[u8], header: u32, limit: usize) -> (Vec<u8>, End) {
    let flags = header | TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF | TINFL_FLAG_IGNORE_ADLER32;
    let mut state = Box::<DecompressorOxide>::default();
    let mut rest = packed;
    let mut unpacked = vec![0; packed.len().saturating_mul(4).clamp(1_024, limit.max(1_024))];
    let mut length = 0;
    loop {
        let (status, read, written) = decompress(&mut state, rest, &mut unpacked, length, flags);
        length += written;
        rest = rest.get(read..).unwrap_or_default();
        let end = match status {
            TINFLStatus::Done => End::Whole,
            TINFLStatus::HasMoreOutput if length >= limit => End::Limit,
            TINFLStatus::HasMoreOutput => {
                unpacked.resize(unpacked.len().saturating_mul(2), 0);
                continue;
            }
            _ => End::Damaged,
        };
        unpacked.truncate(length.min(limit));
        return (unpacked, if length > limit { End::Limit } else { end });
    }
}

/// LZW as PDF has it: codes of 9 to 12 bits, 256 clears the table, 257 ends.
fn lzw(packed: &[u8], early: bool, limit: usize) -> (Vec<u8>, End) {
    const CLEAR: usize = 256;
    const STOP: usize = 257;
    const MOST_CODES: usize = 4_096;
    let mut unpacked: Vec<u8> = Vec::new();
    // An entry is a place in what is already unpacked: where it begins and how long it is.
    let mut table: Vec<(usize, usize)> = Vec::new();
    let mut previous: Option<(usize, usize)> = None;
    let (mut buffer, mut bits) = (0u32, 0u32);
    let mut bytes = packed.iter();
    loop {
        let known = 258 + table.len() + usize::from(early);
        let width = match known {
            0..512 => 9,
            512..1_024 => 10,
            1_024..2_048 => 11,
            _ => 12,
        };
        while bits < width {
            let Some(byte) = bytes.next() else {
                return (unpacked, End::Whole);
            };
            buffer = (buffer << 8) | u32::from(*byte);
            bits += 8;
        }
        bits -= width;
        let code = ((buffer >> bits) & ((1 << width) - 1)) as usize;
        let start = unpacked.len();
        match code {
            CLEAR => {
                table.clear();
                previous = None;
                continue;
            }
            STOP => return (unpacked, End::Whole),
            0..CLEAR => unpacked.push(code as u8),
            _ => {
                let entry = match (table.get(code - 258), previous) {
                    (Some(entry), _) => *entry,
                    // The code that is about to be made: the last text and its own first byte.
                    (None, Some((from, length))) if code - 258 == table.len() => (from, length + 1),
                    _ => return (unpacked, End::Damaged),
                };
                // Byte by byte: an entry may reach into what it writes.
                for place in entry.0..entry.0 + entry.1 {
                    let byte = unpacked.get(place).copied().unwrap_or(0);
                    unpacked.push(byte);
                }
            }
        }
        if let Some((from, length)) = previous
            && 258 + table.len() < MOST_CODES
        {
            table.push((from, length + 1));
        }
        previous = Some((start, unpacked.len() - start));
        if unpacked.len() > limit {
            unpacked.truncate(limit);
            return (unpacked, End::Limit);
        }
    }
}

fn hex(packed: &[u8], limit: usize) -> (Vec<u8>, End) {
    let mut unpacked = Vec::new();
    let mut high: Option<u8> = None;
    for byte in packed {
        let digit = match byte {
            b'0'..=b'9' => byte - b'0',
            b'a'..=b'f' => byte - b'a' + 10,
            b'A'..=b'F' => byte - b'A' + 10,
            b'>' => break,
            // White space, and what a damaged byte made of a digit.
            _ => continue,
        };
        match high.take() {
            None => high = Some(digit << 4),
            Some(_) if unpacked.len() >= limit => return (unpacked, End::Limit),
            Some(high) => unpacked.push(high | digit),
        }
    }
    unpacked.extend(high);
    (unpacked, End::Whole)
}

fn ascii85(packed: &[u8], limit: usize) -> (Vec<u8>, End) {
    let mut unpacked = Vec::new();
    let mut group: Vec<u8> = Vec::with_capacity(5);
    for byte in packed {
        match byte {
            b'!'..=b'u' => group.push(byte - b'!'),
            b'z' if group.is_empty() => unpacked.extend_from_slice(&[0; 4]),
            b'~' => break,
            _ => continue,
        }
        if group.len() == 5 {
            push_group(&mut unpacked, &group, 4);
            group.clear();
        }
        if unpacked.len() > limit {
            unpacked.truncate(limit);
            return (unpacked, End::Limit);
        }
    }
    if group.len() > 1 {
        let wanted = group.len() - 1;
        group.resize(5, 84);
        push_group(&mut unpacked, &group, wanted);
    }
    (unpacked, End::Whole)
}

fn push_group(unpacked: &mut Vec<u8>, group: &[u8], wanted: usize) {
    let value = group
        .iter()
        .fold(0u64, |value, digit| value * 85 + u64::from(*digit));
    let bytes = (value as u32).to_be_bytes();
    unpacked.extend(bytes.iter().take(wanted));
}

fn run_length(packed: &[u8], limit: usize) -> (Vec<u8>, End) {
    let mut unpacked = Vec::new();
    let mut rest = packed;
    while let Some((&count, tail)) = rest.split_first() {
        let count = usize::from(count);
        match count {
            128 => break,
            0..128 => {
                let copied = tail.get(..=count).unwrap_or(tail);
                unpacked.extend_from_slice(copied);
                rest = tail.get(copied.len()..).unwrap_or_default();
            }
            _ => {
                let Some((&byte, tail)) = tail.split_first() else {
                    break;
                };
                unpacked.resize(unpacked.len() + 257 - count, byte);
                rest = tail;
            }
        }
        if unpacked.len() > limit {
            unpacked.truncate(limit);
            return (unpacked, End::Limit);
        }
    }
    (unpacked, End::Whole)
}
