//! A tagged newsletter: its titles, the words of its links, the name of a picture that is one, and what its tags mend
//! where the rectangles of links are off.
use super::links::{assert_links, record_of, told};
use crate::support::Sandbox;
use lopdf::{Document, Object, ObjectId};
use serde_json::{Value, json};
use std::path::Path;

const NAME: &str = "petit-lavoir-2024-10";

/// A link as the newsletter's tests look at it: the one with this address.
#[track_caller]
fn link_to<'a>(record: &'a Value, url: &str) -> &'a Value {
    let mut links = record["links"].as_array().unwrap().iter();
    links
        .find(|link| link["url"] == url)
        .unwrap_or_else(|| panic!("no link to {url}"))
}

#[test]
fn titles_links_and_pictures_are_as_the_source_says() {
    assert_links(NAME);
    let record = record_of(&format!("{NAME}.pdf"));
    let titles: Vec<(u64, &str)> = record["sections"]
        .as_array()
        .unwrap()
        .iter()
        .map(|section| {
            (
                section["level"].as_u64().unwrap(),
                section["title"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        titles,
        [
            (1, "Au village"),
            (2, "Le lavoir retrouve son toit"),
            (2, "Un nouveau fournil rue des Tanneurs"),
            (1, "Rendez-vous"),
            (2, "Le bal de la Saint-Martin"),
            (2, "Les semis d’automne"),
        ]
    );
    assert_eq!(record["title"], "Le Petit Lavoir");
    assert_eq!(
        (&record["number"], &record["date"]["iso"]),
        (&json!("7"), &json!("2024-10"))
    );
    let picture = link_to(&record, "https://lavoir.example/bal");
    assert_eq!(picture["alt"], "Affiche du bal de la Saint-Martin");
    assert_eq!(
        link_to(&record, "https://lavoir.example/chantier/carnet")["bboxes"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

#[test]
fn redirectors_are_told_and_their_addresses_kept() {
    let record = record_of(&format!("{NAME}.pdf"));
    let told = |url: &str| {
        let link = link_to(&record, url);
        assert_eq!(link["raw_url"], url);
        (link["redirector"].clone(), link["target_url"].clone())
    };
    assert_eq!(
        told("https://l.facebook.com/l.php?u=https%3A%2F%2Ftanneurs.example%2Fessais&h=AT0"),
        (json!("decoded"), json!("https://tanneurs.example/essais"))
    );
    assert_eq!(
        told("https://bit.ly/fournil-tanneurs"),
        (json!("opaque"), json!(null))
    );
    assert_eq!(told("https://lavoir.example/graines"), (json!(null), json!(null)));
}

/// The annotations of a page, in order.
fn annotations(document: &Document, page: u32) -> Vec<ObjectId> {
    let id = document.get_pages()[&page];
    let list = document.get_dictionary(id).unwrap().get(b"Annots").unwrap();
    let (_, list) = document.dereference(list).unwrap();
    let list = list.as_array().unwrap().iter();
    list.map(|annotation| annotation.as_reference().unwrap())
        .collect()
}

/// The links of the newsletter with some of its rectangles set wrongly, with or without its tags.
fn told_with_wrong_rectangles(with_tags: bool) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/links/newsletters");
    let bytes = std::fs::read(folder.join(format!("{NAME}.pdf"))).unwrap();
    let mut document = Document::load_mem(&bytes).unwrap();
    let first = annotations(&document, 1);
    let set = |document: &mut Document, id: ObjectId, key: &str, value: Object| {
        document
            .get_object_mut(id)
            .unwrap()
            .as_dict_mut()
            .unwrap()
            .set(key, value);
    };
    // The link over two lines is left with the rectangle of its first line, the other one being hidden.
    set(&mut document, first[1], "F", 2.into());
    // The mail address lies in the foot of the page, where nothing stands.
    let aside: Vec<Object> = [300, 150, 340, 162].into_iter().map(Object::from).collect();
    set(&mut document, first[2], "Rect", aside.into());
    if !with_tags {
        let root = document.trailer.get(b"Root").unwrap().as_reference().unwrap();
        document
            .get_object_mut(root)
            .unwrap()
            .as_dict_mut()
            .unwrap()
            .remove(b"StructTreeRoot");
    }
    let sandbox = Sandbox::new();
    let mut written = Vec::new();
    document.save_to(&mut written).unwrap();
    sandbox.write("lettre.pdf", written);
    let run = sandbox.run(&["extract", "lettre.pdf"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    told(&serde_json::from_str(&run.stdout).unwrap())
}

#[test]
fn tags_give_links_the_words_that_their_rectangles_miss() {
    let right = told(&record_of(&format!("{NAME}.pdf")));
    assert_eq!(told_with_wrong_rectangles(true), right);
    let by_sight = told_with_wrong_rectangles(false);
    assert!(
        by_sight[0].contains("\"le carnet que les apprentis ont tenu semaine\""),
        "{by_sight:#?}"
    );
    assert!(
        by_sight
            .iter()
            .any(|link| link.starts_with("mailto:") && link.contains("\"\""))
    );
}
