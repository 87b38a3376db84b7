//! Files that go round in circles or on for ever: each is read to a limit, which is said.
use crate::support::raw::{file_of, has_limit_warning, one_page, read, showing, stream, text};

const FORM: &str = "/Type /XObject /Subtype /Form /BBox [0 0 595 842]";

#[test]
fn a_form_that_calls_itself_is_drawn_a_few_times() {
    let content = format!("{}/X1 Do", showing("Page", 700));
    let form = stream(
        &format!("{FORM} /Resources 5 0 R"),
        format!("{}/X1 Do", showing("Forme", 600)).as_bytes(),
    );
    let document = read(&one_page(
        stream("", content.as_bytes()),
        "/XObject << /X1 6 0 R >>",
        "",
        &[form],
    ));
    assert!(text(&document).starts_with("PageForme"));
    assert!(has_limit_warning(&document, Some(1)));
}

#[test]
fn forms_that_fan_out_share_one_budget() {
    // Ten calls in each of sixteen forms: drawn out, 10^15 operators.
    let mut forms = Vec::new();
    for level in 0..16 {
        let calls = format!("/X{} Do ", level + 1).repeat(10);
        let content = if level < 15 { calls } else { "0 g ".repeat(10) };
        forms.push(stream(&format!("{FORM} /Resources 5 0 R"), content.as_bytes()));
    }
    let names: String = (0..16)
        .map(|level| format!("/X{level} {} 0 R ", 6 + level))
        .collect();
    let content = format!("{}/X0 Do", showing("Page", 700));
    let document = read(&one_page(
        stream("", content.as_bytes()),
        &format!("/XObject << {names} >>"),
        "",
        &forms,
    ));
    assert_eq!(text(&document), "Page");
    assert!(has_limit_warning(&document, Some(1)));
}

#[test]
fn a_page_tree_that_holds_itself_gives_its_pages_once() {
    let file = file_of(&[
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R 2 0 R 4 0 R 3 0 R] /Count 4 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>".to_vec(),
        b"<< /Type /Pages /Kids [2 0 R 4 0 R] /Parent 4 0 R /Count 2 >>".to_vec(),
    ]);
    assert_eq!(read(&file).page_count, 1);
}

#[test]
fn more_pages_than_the_limit_are_counted_and_not_read() {
    let kids: String = (0..5_010).map(|page| format!("{} 0 R ", page + 3)).collect();
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!("<< /Type /Pages /Kids [{kids}] /Count 5010 >>").into_bytes(),
    ];
    let page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>".to_vec();
    objects.extend(std::iter::repeat_n(page, 5_010));
    let document = read(&file_of(&objects));
    assert_eq!((document.page_count, document.pages.len()), (5_010, 5_000));
    assert!(has_limit_warning(&document, None));
}

#[test]
fn values_nested_without_end_are_read_by_a_thread_of_common_size() {
    let deep = 200_000;
    let nests = [
        "[".repeat(deep),
        "<< /A ".repeat(deep),
        format!("{}{}", "[".repeat(deep), "]".repeat(deep)),
        "(".repeat(deep),
        "q ".repeat(deep),
        "BT /Span << /MCID 1 >> BDC ".repeat(deep),
        "<".repeat(deep),
        "{".repeat(deep),
        "BI ".repeat(1_000),
    ];
    for nest in nests {
        let begins = nest.get(..12).unwrap_or(&nest).to_string();
        let content = format!("{}{nest}\n{}", showing("Avant", 700), showing("Apres", 600));
        let in_content = read(&one_page(stream("", content.as_bytes()), "", "", &[]));
        assert!(text(&in_content).starts_with("Avant"), "{begins}");
        let page = stream("", showing("Texte", 700).as_bytes());
        let in_resources = one_page(page.clone(), &format!("/ColorSpace {nest}"), "", &[]);
        let as_object = one_page(page, "", "", &[nest.into_bytes()]);
        for file in [in_resources, as_object] {
            // It may be too damaged to be read: what counts is that it ends with a word.
            let outcome = gazette::pdf::read(&file, &gazette::pdf::ReadOptions::default());
            assert!(outcome.is_ok() || outcome.is_err_and(|error| error.code() == "damaged_pdf"));
        }
    }
}

#[test]
fn a_string_of_millions_of_characters_is_shown_to_the_limit() {
    let content = format!("BT /F1 1 Tf 9 700 Td 0.00001 Tz ({}) Tj ET", "a".repeat(6 << 20));
    let document = read(&one_page(stream("", content.as_bytes()), "", "", &[]));
    assert_eq!(document.pages[0].glyphs.len(), 400_000);
    assert!(has_limit_warning(&document, Some(1)));
}

#[test]
fn an_array_of_millions_of_shifts_is_run_to_the_limit() {
    let content = format!("BT /F1 12 Tf 60 700 Td [(Avant) {}] TJ ET", "0 ".repeat(6 << 20));
    let document = read(&one_page(stream("", content.as_bytes()), "", "", &[]));
    assert_eq!(text(&document), "Avant");
    assert!(has_limit_warning(&document, Some(1)));
}

#[test]
fn fonts_that_lie_about_themselves_are_read_by_what_they_hold() {
    let map = stream(
        "",
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange \
          2147483647 beginbfrange <00> <FFFFFFFF> <0000> <41> <41> <0042> endbfrange endcmap",
    );
    let program = stream(
        "/Length1 2000000000 /Length2 -1 /Length3 7",
        b"%!PS-AdobeFont-1.0: A",
    );
    let fonts = [
        "/F2 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar -2147483648 /LastChar 2147483647 \
            /Widths [99999999999999999999 -99999999999999999999 (x)] >>",
        "/F2 << /Type /Font /Subtype /Type1 /BaseFont /A /FontDescriptor << /Flags 32 /FontFile 7 0 R >> >>",
        "/F2 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Differences \
            [4294967295 /A -7 /B 99999999999 /C] >> >>",
        "/F2 << /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /ToUnicode 6 0 R /DescendantFonts \
            [<< /Subtype /CIDFontType2 /BaseFont /A /W [0 4294967295 500 7 [1 2] 9] /DW -99999999999999999999 >>] >>",
        "/F2 << /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [5 0 R] >>",
        "/F2 << /Type /Font /Subtype /Type3 /FontMatrix [0 0 0 0 0 0] /FontBBox [0 0 0 0] >>",
    ];
    for font in fonts {
        let content = format!("BT /F2 12 Tf 60 500 Td (Lie) Tj ET\n{}", showing("Vrai", 700));
        let file = one_page(
            stream("", content.as_bytes()),
            "",
            font,
            &[map.clone(), program.clone()],
        );
        let found = text(&read(&file));
        assert!(found.ends_with("Vrai"), "{font}: {found}");
    }
}

#[test]
fn fonts_that_count_codes_without_end_are_left_out() {
    let widths = format!("[{}]", "500 ".repeat(1_000)).into_bytes();
    let many = "0 6 0 R ".repeat(3_000);
    let fonts = [
        "/Subtype /TrueType /BaseFont /A /FirstChar 4000000000 /LastChar 4000000001 /Widths [500]"
            .to_string(),
        format!("/Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [<< /W [{many}] >>]"),
    ];
    for font in fonts {
        let content = format!("{}BT /F2 12 Tf (x) Tj ET", showing("Page", 700));
        let document = read(&one_page(
            stream("", content.as_bytes()),
            "",
            &format!("/F2 << /Type /Font {font} >>"),
            std::slice::from_ref(&widths),
        ));
        assert_eq!(text(&document), "Page", "{font:.60}");
        assert!(has_limit_warning(&document, Some(1)), "{font:.60}");
    }
}

#[test]
fn a_font_without_a_name_that_is_set_again_and_again_spends_its_budget() {
    let map = b"1 beginbfchar <0041> <0042> endbfchar".to_vec();
    let ranges = "0 65535 500 ".repeat(15);
    let font = format!(
        "<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /ToUnicode 6 0 R \
         /DescendantFonts [<< /Subtype /CIDFontType2 /BaseFont /A /W [{ranges}] >>] >>"
    );
    let content = format!("{}{}", showing("Page", 700), "/G1 gs ".repeat(1_000));
    let document = read(&one_page(
        stream("", content.as_bytes()),
        &format!("/ExtGState << /G1 << /Font [{font} 12] >> >>"),
        "",
        &[stream("", &map)],
    ));
    assert_eq!(text(&document), "Page");
}
