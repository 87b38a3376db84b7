//! Any bytes give a value or an error, in a time that can be waited for: files, contents, maps and single damages.
use crate::support::pdf::with_pages;
use crate::support::raw::{one_page, read_to_issue, showing, stream};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// Words of PDF that random bytes would never hit upon.
fn word() -> impl Strategy<Value = Vec<u8>> {
    let words = [
        "BT",
        "ET",
        "Tj",
        "TJ",
        "Tf",
        "Td",
        "Tm",
        "T*",
        "q",
        "Q",
        "cm",
        "re",
        "f",
        "W n",
        "Do",
        "gs",
        "BDC",
        "EMC",
        "BI",
        "ID",
        "EI",
        "/F1",
        "/X1",
        "/A",
        "[",
        "]",
        "<<",
        ">>",
        "(",
        ")",
        "<",
        ">",
        "0",
        "1",
        "-1",
        "12",
        "1e9",
        "99999999999",
        "0.0001",
        "(texte)",
        "<00E9>",
        "obj",
        "endobj",
        "stream",
        "endstream",
        "1 0 R",
        "%",
        "\n",
        "begincmap",
        "beginbfrange",
        "endbfrange",
        "beginbfchar",
        "endcmap",
        "<0000> <FFFF> <0041>",
        "usecmap",
    ];
    prop_oneof![
        4 => proptest::sample::select(words.to_vec()).prop_map(|word| word.as_bytes().to_vec()),
        1 => vec(any::<u8>(), 0..6),
    ]
}

fn words() -> impl Strategy<Value = Vec<u8>> {
    vec(word(), 0..80).prop_map(|words| words.join(&b' '))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, rng_seed: RngSeed::Fixed(20_261_124), ..ProptestConfig::default() })]

    #[test]
    fn bytes_behind_a_mark(words in words(), bytes in vec(any::<u8>(), 0..400)) {
        read_to_issue(&[b"%PDF-1.4\n".as_slice(), &words, &bytes].concat());
    }

    #[test]
    fn content_of_a_page(content in words()) {
        let form = stream("/Type /XObject /Subtype /Form /BBox [0 0 500 800] /Resources 5 0 R", &content);
        read_to_issue(&one_page(stream("", &content), "/XObject << /X1 6 0 R >>", "", &[form]));
    }

    #[test]
    fn maps_of_a_font(map in words()) {
        let fonts = "/F2 << /Subtype /Type0 /BaseFont /A /Encoding 6 0 R /ToUnicode 6 0 R /DescendantFonts \
            [<< /Subtype /CIDFontType2 /BaseFont /A /CIDToGIDMap 6 0 R >>] >>";
        let content = format!("{}BT /F2 12 Tf 60 500 Td <004100E9FFFF> Tj ET", showing("Vrai", 700));
        read_to_issue(&one_page(stream("", content.as_bytes()), "", fonts, &[stream("", &map)]));
    }

    #[test]
    fn a_file_with_some_bytes_overwritten(damages in vec((any::<proptest::sample::Index>(), any::<u8>()), 1..12)) {
        let mut file = with_pages(&["Une page\nde deux lignes", "Une autre"]);
        for (place, byte) in damages {
            let place = place.index(file.len());
            file[place] = byte;
        }
        read_to_issue(&file);
    }
}
