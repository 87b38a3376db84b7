//! Damaged files give what they hold: what stands before the damage, and behind it where it can be found again.
use crate::support::raw::{one_page, read, showing, stream, text};
use gazette::model::WarningCode;
use gazette::pdf::Document;
use miniz_oxide::deflate::compress_to_vec_zlib;

/// A page of lines that do not pack into one match.
fn lines() -> String {
    (0..200u32)
        .map(|line| {
            showing(
                &format!("ligne {line} {:x}", line.wrapping_mul(2_654_435_761)),
                800 - 3 * line,
            )
        })
        .collect()
}

fn page_of(packed: &[u8]) -> Document {
    read(&one_page(stream("/Filter /FlateDecode", packed), "", "", &[]))
}

#[track_caller]
fn assert_is_said(document: &Document) {
    let said = document
        .warnings
        .iter()
        .any(|warning| warning.code == WarningCode::DamagedPage && warning.page == Some(1));
    assert!(said, "{:?}", document.warnings);
}

#[test]
fn a_flate_stream_keeps_what_comes_before_its_damage() {
    let packed = compress_to_vec_zlib(lines().as_bytes(), 6);
    let whole = text(&page_of(&packed));
    assert!(whole.contains("ligne 199"));
    let cut = page_of(&packed[..packed.len() / 2]);
    assert!(text(&cut).len() > whole.len() / 4);
    assert!(whole.starts_with(text(&cut).get(..whole.len() / 4).unwrap()));
    assert_is_said(&cut);
    let mut overwritten = packed.clone();
    let middle = packed.len() / 2;
    overwritten[middle..middle + 40].fill(0xFF);
    let found = text(&page_of(&overwritten));
    assert!(
        found.len() > whole.len() / 4,
        "{} of {}",
        found.len(),
        whole.len()
    );
}

#[test]
fn a_flate_stream_is_read_without_its_header_and_checksum() {
    let packed = compress_to_vec_zlib(lines().as_bytes(), 6);
    let whole = text(&page_of(&packed));
    let mut without_header = packed.clone();
    without_header[..2].copy_from_slice(b"\xFF\xFF");
    assert_eq!(text(&page_of(&without_header)), whole);
    let mut wrong_sum = packed.clone();
    let end = wrong_sum.len() - 1;
    wrong_sum[end] ^= 0xFF;
    assert_eq!(text(&page_of(&wrong_sum)), whole);
    assert_eq!(text(&page_of(&packed[2..])), whole);
}

#[test]
fn a_fault_in_the_content_costs_its_line() {
    let faults = [
        "BT /F1 12 Tf (jamais ferm(ee) Tj",
        "3 l",
        "[ (un (deux ] TJ",
        "1 0 0 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 cm",
        "<< /MCID (3 BDC",
    ];
    for fault in faults {
        let content = format!("{}{fault}\n{}", showing("Avant", 700), showing("Apres", 600));
        let document = read(&one_page(stream("", content.as_bytes()), "", "", &[]));
        assert_eq!(text(&document), "AvantApres", "{fault}");
        assert_is_said(&document);
    }
}

#[test]
fn old_packings_are_unpacked() {
    let plain = showing("Ancien", 700);
    let hex: String = plain.bytes().map(|byte| format!("{byte:02x} ")).collect();
    let runs: Vec<u8> = plain.bytes().flat_map(|byte| [0, byte]).chain([128]).collect();
    // LZW with the table cleared before each letter: nine bits a code.
    let mut bits = String::new();
    for byte in plain.bytes() {
        bits.push_str(&format!("100000000{byte:09b}"));
    }
    bits.push_str("100000001");
    let lzw: Vec<u8> = bits
        .as_bytes()
        .chunks(8)
        .map(|chunk| {
            let digits = format!("{:0<8}", std::str::from_utf8(chunk).unwrap());
            u8::from_str_radix(&digits, 2).unwrap()
        })
        .collect();
    let cases: [(&str, &[u8]); 3] = [
        ("/Filter /ASCIIHexDecode", hex.as_bytes()),
        ("/Filter [/RunLengthDecode]", &runs),
        ("/Filter /LZWDecode", &lzw),
    ];
    for (filter, data) in cases {
        let document = read(&one_page(stream(filter, data), "", "", &[]));
        assert_eq!(text(&document), "Ancien", "{filter}");
        assert_eq!(document.warnings, [], "{filter}");
    }
}
