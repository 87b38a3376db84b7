//! Links made to harm or to exhaust: bounded, marked, and harmless where they are shown.
use crate::support::Sandbox;
use crate::support::raw::{file_of, showing};
use serde_json::Value;

/// A page that shows a text and bears these annotations.
fn page_with(annotations: &[Vec<u8>]) -> Vec<u8> {
    let mut references = String::new();
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
    ];
    for number in 0..annotations.len() {
        references += &format!("{} 0 R ", number + 6);
    }
    objects.push(
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 5 0 R /Annots [{references}] >>"
        )
        .into_bytes(),
    );
    let content = showing("Voici le lien", 700);
    objects.push(crate::support::raw::stream("", content.as_bytes()));
    objects.push(b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>".to_vec());
    objects.extend(annotations.iter().cloned());
    file_of(&objects)
}

/// A link annotation; the address as a string of hexadecimal digits, so that any byte may stand in it.
fn link(rectangle: [usize; 4], address: &[u8]) -> Vec<u8> {
    let [x0, y0, x1, y1] = rectangle;
    let digits: String = address.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("<< /Type /Annot /Subtype /Link /Rect [{x0} {y0} {x1} {y1}] /A << /S /URI /URI <{digits}> >> >>")
        .into_bytes()
}

fn record(file: &[u8]) -> Value {
    let sandbox = Sandbox::new();
    let path = sandbox.write("a.pdf", file);
    let run = sandbox.run(&["extract", path.to_str().unwrap()]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    serde_json::from_str(&run.stdout).unwrap()
}

fn codes(record: &Value) -> Vec<&str> {
    let warnings = record["warnings"].as_array().unwrap();
    warnings
        .iter()
        .map(|warning| warning["code"].as_str().unwrap())
        .collect()
}

#[test]
fn four_thousand_links_on_a_page_are_kept_and_told_in_one_line() {
    let annotations: Vec<Vec<u8>> = (0..4_000)
        .map(|n| {
            let (x, y) = (n % 50 * 10 + 20, n / 50 * 7 + 20);
            link([x, y, x + 9, y + 6], format!("https://a.example/{n}").as_bytes())
        })
        .collect();
    let record = record(&page_with(&annotations));
    assert_eq!(record["links"].as_array().unwrap().len(), 4_000);
    let without_text = codes(&record)
        .iter()
        .filter(|code| **code == "link_without_text")
        .count();
    assert_eq!(without_text, 1);
}

#[test]
fn annotations_beyond_the_limit_are_counted() {
    let annotations: Vec<Vec<u8>> = (0..4_200)
        .map(|n| link([20, 20, 29, 26], format!("https://a.example/{n}").as_bytes()))
        .collect();
    let record = record(&page_with(&annotations));
    assert!(record["links"].as_array().unwrap().len() <= 4_096);
    assert!(codes(&record).contains(&"limit_reached"), "{:?}", codes(&record));
}

#[test]
fn an_address_of_a_megabyte_is_left_out_and_said() {
    let long = format!("https://a.example/{}", "a".repeat(1 << 20));
    let record = record(&page_with(&[
        link([20, 20, 90, 40], long.as_bytes()),
        link([20, 50, 90, 70], b"https://a.example/b"),
    ]));
    let links = record["links"].as_array().unwrap();
    assert_eq!(links.len(), 1);
    assert_eq!(links[0]["url"], "https://a.example/b");
    assert!(codes(&record).contains(&"limit_reached"), "{:?}", codes(&record));
}

#[test]
fn a_printed_word_of_a_megabyte_is_text() {
    let sandbox = Sandbox::new();
    let text = format!(
        "Lettre\n\nVoir http://www.a.example/{} ici.\n",
        "a,".repeat(1 << 19)
    );
    let path = sandbox.write("a.txt", text);
    let run = sandbox.run(&["extract", path.to_str().unwrap()]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let record: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(record["links"].as_array().unwrap().len(), 0);
}

#[test]
fn what_is_no_page_is_marked_and_cannot_be_followed() {
    let addresses: [&[u8]; 4] = [
        b"javascript:alert(document.cookie)",
        b"JaVaScRiPt:alert(1)",
        b"file:///etc/passwd",
        b"data:text/html,<script>alert(1)</script>",
    ];
    let annotations: Vec<Vec<u8>> = (20..)
        .step_by(30)
        .zip(addresses)
        .map(|(y, address)| link([20, y, 90, y + 20], address))
        .collect();
    let file = page_with(&annotations);
    let record = record(&file);
    let links = record["links"].as_array().unwrap();
    assert_eq!(links.len(), 4);
    assert!(links.iter().all(|link| link["kind"] == "file"), "{links:?}");

    let sandbox = Sandbox::new();
    let path = sandbox.write("a.pdf", &file);
    let run = sandbox.run(&["extract", "--format", "markdown", path.to_str().unwrap()]);
    assert!(run.stdout.contains("`javascript:alert"), "{}", run.stdout);
    assert!(
        !run.stdout.to_lowercase().contains("](javascript"),
        "{}",
        run.stdout
    );
    assert!(
        !run.stdout.contains("](file") && !run.stdout.contains("](data"),
        "{}",
        run.stdout
    );
}

#[test]
fn control_and_direction_characters_do_not_reach_the_reader() {
    let mut utf16 = vec![0xFE, 0xFF];
    for unit in "https://a.example/\u{202e}fdp.exe".encode_utf16() {
        utf16.extend(unit.to_be_bytes());
    }
    let record = record(&page_with(&[
        link(
            [20, 20, 90, 40],
            b"https://a.example/\x1b[31m\x07\r\nSet-Cookie:x",
        ),
        link([20, 50, 90, 70], &utf16),
    ]));
    let links = record["links"].as_array().unwrap();
    assert_eq!(links.len(), 2);
    for link in links {
        for key in ["url", "display_url"] {
            let shown = link[key].as_str().unwrap();
            assert!(!shown.chars().any(char::is_control), "{shown:?}");
        }
        let shown = link["display_url"].as_str().unwrap();
        assert!(!shown.contains('\u{202e}'), "{shown:?}");
    }
}
