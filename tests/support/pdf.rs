//! PDF files for tests, whole and hostile, made in memory.
use lopdf::content::{Content, Operation};
use lopdf::{
    Document, EncryptionState, EncryptionVersion, Object, ObjectId, Permissions, Stream, dictionary,
};

/// A file with a page for each text, each line of it set in Helvetica.
pub(crate) fn with_pages(pages: &[&str]) -> Vec<u8> {
    saved(document(pages))
}

/// A file of pages without any text, as a scanner makes them: a page is one picture.
pub(crate) fn of_pictures(pages: usize) -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let picture = document.add_object(Stream::new(
        dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => 2, "Height" => 2,
            "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8,
        },
        vec![0, 255, 255, 0],
    ));
    let resources = document.add_object(dictionary! { "XObject" => dictionary! { "Im0" => picture } });
    let drawing = vec![
        Operation::new(
            "cm",
            vec![595.into(), 0.into(), 0.into(), 842.into(), 0.into(), 0.into()],
        ),
        Operation::new("Do", vec!["Im0".into()]),
    ];
    saved(finish(document, resources, vec![drawing; pages]))
}

/// A file that nobody reads without its password.
pub(crate) fn encrypted(password: &str) -> Vec<u8> {
    let mut document = document(&["Un texte secret"]);
    let identifier = Object::string_literal(b"0123456789abcdef".to_vec());
    document
        .trailer
        .set("ID", Object::Array(vec![identifier.clone(), identifier]));
    let version = EncryptionVersion::V2 {
        document: &document,
        owner_password: "owner",
        user_password: password,
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).unwrap();
    document.encrypt(&state).unwrap();
    saved(document)
}

fn document(pages: &[&str]) -> Document {
    let mut document = Document::with_version("1.5");
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "Encoding" => "WinAnsiEncoding",
    });
    let resources = document.add_object(dictionary! { "Font" => dictionary! { "F1" => font } });
    let mut drawings = Vec::new();
    for page in pages {
        let mut drawing = vec![
            Operation::new("BT", vec![]),
            Operation::new("Tf", vec!["F1".into(), 12.into()]),
            Operation::new("TL", vec![16.into()]),
            Operation::new("Td", vec![60.into(), 760.into()]),
        ];
        for line in page.lines() {
            // Latin-1 is what WinAnsiEncoding has for the letters of these texts.
            let bytes: Vec<u8> = line
                .chars()
                .map(|character| u8::try_from(u32::from(character)).unwrap())
                .collect();
            drawing.push(Operation::new("Tj", vec![Object::string_literal(bytes)]));
            drawing.push(Operation::new("T*", vec![]));
        }
        drawing.push(Operation::new("ET", vec![]));
        drawings.push(drawing);
    }
    finish(document, resources, drawings)
}

/// Adds a page for each drawing, the page tree and the catalogue.
fn finish(mut document: Document, resources: ObjectId, drawings: Vec<Vec<Operation>>) -> Document {
    let tree = document.new_object_id();
    let mut pages: Vec<Object> = Vec::new();
    for operations in drawings {
        let content = Content { operations }.encode().unwrap();
        let content = document.add_object(Stream::new(dictionary! {}, content));
        let page = document.add_object(dictionary! {
            "Type" => "Page", "Parent" => tree, "Contents" => content, "Resources" => resources,
            "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        });
        pages.push(page.into());
    }
    let count = i64::try_from(pages.len()).unwrap();
    let root = dictionary! { "Type" => "Pages", "Kids" => pages, "Count" => count };
    document.objects.insert(tree, Object::Dictionary(root));
    let catalogue = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalogue);
    document
}

fn saved(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}
