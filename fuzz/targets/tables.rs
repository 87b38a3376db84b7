//! Any bytes as a drawing of rules, grounds and words in a grid: pages full of tables, half tables and what only looks like
//! one. Six bytes are one thing: what it is, its place in steps of a grid, its extent, and a letter.
#![no_main]
use gazette_fuzz::{file_of, read_whole, stream};
use libfuzzer_sys::fuzz_target;

fuzz_target!(
    init: gazette_fuzz::watch_for_our_panics(),
    |data: &[u8]| {
        let mut content = String::new();
        for thing in data.chunks_exact(6) {
            let &[kind, column, row, width, height, letter] = thing else {
                continue;
            };
            let (x, y) = (f32::from(column) * 2.5 - 20.0, f32::from(row) * 3.5 - 20.0);
            let (width, height) = (f32::from(width), f32::from(height));
            let letter = char::from(b'0' + letter % 75).to_string().replace('\\', "a");
            let drawn = match kind % 8 {
                0 => format!("{x} {y} m {} {y} l S", x + 2.0 * width),
                1 => format!("{x} {y} m {x} {} l S", y + 2.0 * height),
                2 => format!("{x} {y} {width} {height} re S"),
                3 => format!("0.9 g {x} {y} {width} {height} re f 0 g"),
                4 => format!("{x} {y} {width} 0.5 re f"),
                5 => format!("BT /F1 10 Tf {x} {y} Td ({}) Tj ET", letter.repeat(1 + usize::from(kind / 8))),
                6 => format!("BT /F1 10 Tf {x} {y} Td (1{letter},00) Tj {width} 0 Td (2{letter}) Tj ET"),
                _ => format!("BT /F1 8 Tf 0 1 -1 0 {x} {y} Tm ({letter} {letter}) Tj ET"),
            };
            content.push_str(&drawn);
            content.push('\n');
        }
        read_whole(&file_of(&[
            b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources 4 0 R /Contents 5 0 R >>".to_vec(),
            b"<< /Font << /F1 6 0 R >> >>".to_vec(),
            stream("", content.as_bytes()),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_vec(),
        ]));
    }
);
