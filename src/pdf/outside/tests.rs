//! Whole files, written by lopdf in memory and read back.
use super::*;
use crate::pdf::ReadOptions;
use crate::pdf::document::LinkTarget;
use lopdf::encryption::{EncryptionState, EncryptionVersion, Permissions};
use lopdf::{Object, StringFormat, dictionary};

/// A file of two pages: a link on the first, an outline entry to the second, labels, a title.
fn newsletter() -> Document {
    let mut document = Document::with_version("1.5");
    let pages_id = document.new_object_id();
    let link = document.add_object(dictionary! {
        "Type" => "Annot", "Subtype" => "Link",
        "Rect" => vec![100.into(), 700.into(), 200.into(), 720.into()],
        "A" => dictionary! { "S" => "URI", "URI" => Object::string_literal("https://exemple.fr/") },
    });
    let first = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages_id, "Annots" => vec![link.into()],
    });
    let second = document.add_object(dictionary! { "Type" => "Page", "Parent" => pages_id });
    let pages = dictionary! {
        "Type" => "Pages", "Count" => 2, "Kids" => vec![first.into(), second.into()],
        "MediaBox" => vec![0.into(), 0.into(), 600.into(), 800.into()],
    };
    document.objects.insert(pages_id, pages.into());
    let bookmark = document.add_object(dictionary! {
        "Title" => Object::string_literal("Agenda"),
        "Dest" => vec![second.into(), "FitH".into(), 750.into()],
    });
    let outlines = document.add_object(dictionary! { "First" => bookmark, "Last" => bookmark });
    let catalogue = document.add_object(dictionary! {
        "Type" => "Catalog", "Pages" => pages_id, "Outlines" => outlines,
        "PageLabels" => dictionary! { "Nums" => vec![0.into(), dictionary! { "S" => "r" }.into()] },
    });
    let information = document.add_object(dictionary! { "Title" => Object::string_literal("La lettre") });
    document.trailer.set("Root", catalogue);
    document.trailer.set("Info", information);
    let id = Object::String(b"0123456789abcdef".to_vec(), StringFormat::Literal);
    document.trailer.set("ID", vec![id.clone(), id]);
    document
}

fn saved(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document
        .save_to(&mut bytes)
        .expect("the file is written to memory");
    bytes
}

fn encrypted(user_password: &str) -> Document {
    let mut document = newsletter();
    let version = EncryptionVersion::V2 {
        document: &document,
        owner_password: "proprietaire",
        user_password,
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).expect("the encryption is known");
    document.encrypt(&state).expect("the file is encrypted");
    document
}

fn read_within(bytes: &[u8], password: Option<&str>, limits: &Limits) -> Result<Outside> {
    let options = ReadOptions {
        password: password.map(str::to_string),
        ..ReadOptions::default()
    };
    // The error of a file that does not open is that of the whole reader.
    crate::pdf::read(bytes, &options)?;
    let pdf = Pdf::new_with_password(bytes.to_vec(), password.unwrap_or_default()).expect("it is open");
    read(&pdf, bytes, limits)
}

fn read_plainly(bytes: &[u8], password: Option<&str>) -> Result<Outside> {
    read_within(bytes, password, &Limits::default())
}

#[track_caller]
fn assert_is_the_newsletter(outside: &Outside) {
    let targets: Vec<_> = outside
        .pages
        .iter()
        .map(|page| (page.number, page.links.len()))
        .collect();
    assert_eq!(targets, [(1, 1), (2, 0)]);
    assert_eq!(
        outside.pages[0].links[0].target,
        LinkTarget::Uri("https://exemple.fr/".to_string())
    );
    assert_eq!(outside.pages[1].label.as_deref(), Some("ii"));
    assert_eq!(outside.outline.len(), 1);
    assert_eq!(
        (outside.outline[0].page, outside.outline[0].top),
        (Some(2), Some(50.0))
    );
    assert_eq!(outside.information.title.as_deref(), Some("La lettre"));
    assert_eq!(outside.warnings, []);
}

#[test]
fn a_whole_file_is_read() {
    let outside = read_plainly(&saved(newsletter()), None).expect("the file is read");
    assert_is_the_newsletter(&outside);
    assert!(!outside.information.encrypted);
    assert_eq!(outside.information.pdf_version.as_deref(), Some("1.5"));
}

#[test]
fn a_file_encrypted_with_the_empty_password_is_read() {
    let outside = read_plainly(&saved(encrypted("")), None).expect("the file is read");
    assert_is_the_newsletter(&outside);
    assert!(outside.information.encrypted);
}

#[test]
fn passwords_are_asked_for_and_checked() {
    let bytes = saved(encrypted("sesame"));
    assert!(matches!(read_plainly(&bytes, None), Err(Error::EncryptedPdf)));
    assert!(matches!(
        read_plainly(&bytes, Some("rate")),
        Err(Error::WrongPassword)
    ));
    let outside = read_plainly(&bytes, Some("sesame")).expect("the password opens the file");
    assert_is_the_newsletter(&outside);
}

#[test]
fn an_unknown_encryption_is_told_apart() {
    let mut document = encrypted("sesame");
    let id = document
        .trailer
        .get(b"Encrypt")
        .and_then(Object::as_reference)
        .expect("it is encrypted");
    document
        .get_dictionary_mut(id)
        .expect("the dictionary")
        .set("Filter", "Coffre");
    let bytes = saved(document);
    assert!(matches!(
        read_plainly(&bytes, None),
        Err(Error::UnknownEncryption)
    ));
    assert!(matches!(
        read_plainly(&bytes, Some("sesame")),
        Err(Error::UnknownEncryption)
    ));
}

#[test]
fn any_damage_gives_a_result_or_an_error() {
    let whole = saved(newsletter());
    for length in 0..whole.len() {
        let _ = read_plainly(&whole[..length], None);
    }
    for place in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[place] ^= 0x15;
        let outcome = read_plainly(&bytes, None);
        assert!(
            !matches!(outcome, Err(Error::ReaderPanicked { .. })),
            "byte {place}"
        );
    }
}

#[test]
fn a_limit_is_said() {
    let limits = Limits {
        pages: 1,
        links: LinkLimits {
            annotations_per_page: 0,
            ..LinkLimits::default()
        },
    };
    let outside = read_within(&saved(newsletter()), None, &limits).expect("the file is read");
    let said: Vec<_> = outside
        .warnings
        .iter()
        .map(|warning| (warning.code, warning.page))
        .collect();
    assert_eq!(
        said,
        [
            (WarningCode::LimitReached, None),
            (WarningCode::LimitReached, Some(1))
        ]
    );
    assert_eq!(outside.pages.len(), 1);
}
