//! Any bytes as the content of a page that has fonts, forms, pictures and marked content to refer to.
#![no_main]
use gazette_fuzz::{file_of, read_whole, stream};
use libfuzzer_sys::fuzz_target;

fuzz_target!(
    init: gazette_fuzz::watch_for_our_panics(),
    |data: &[u8]| {
        let resources = "<< /Font << /F1 7 0 R /F2 8 0 R >> /XObject << /X1 6 0 R /X2 9 0 R >> \
            /ExtGState << /G1 << /ca 0 /LW 3 /Font [7 0 R 12] >> >> \
            /Properties << /P1 << /ActualText (texte) /MCID 2 >> >> \
            /ColorSpace << /C1 [/Separation /Noir /DeviceGray << /FunctionType 2 /N 1 /Domain [0 1] >>] >> >>";
        read_whole(&file_of(&[
            b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources 4 0 R /Contents 5 0 R >>".to_vec(),
            resources.as_bytes().to_vec(),
            stream("", data),
            // The form runs the same content again: forms within forms.
            stream("/Type /XObject /Subtype /Form /BBox [0 0 400 400] /Resources 4 0 R", data),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_vec(),
            b"<< /Type /Font /Subtype /Type0 /BaseFont /Times /Encoding /Identity-H /DescendantFonts \
                [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Times /CIDSystemInfo \
                << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>] >>"
                .to_vec(),
            stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", b"x"),
        ]));
    }
);
