//! Trees written by lopdf in memory and read back.
use super::*;
use lopdf::{Dictionary, Document, ObjectId, dictionary};

const NO_LIMIT: usize = 20_000;

/// A file of two pages with a structure tree of these kids, which get the pages and an annotation.
fn tags_of(
    roles: Dictionary,
    kids: impl FnOnce(&mut Document, [ObjectId; 2], ObjectId) -> Vec<lopdf::Object>,
    most_values: usize,
) -> (Tags, ObjectIdentifier) {
    let mut document = Document::with_version("1.7");
    let pages_id = document.new_object_id();
    let annotation = document.add_object(dictionary! { "Type" => "Annot", "Subtype" => "Link" });
    let mut page = || document.add_object(dictionary! { "Type" => "Page", "Parent" => pages_id });
    let pages = [page(), page()];
    let list: Vec<lopdf::Object> = pages.iter().map(|page| (*page).into()).collect();
    let node = dictionary! {
        "Type" => "Pages", "Count" => 2, "Kids" => list,
        "MediaBox" => vec![0.into(), 0.into(), 600.into(), 800.into()],
    };
    document.objects.insert(pages_id, node.into());
    let kids = kids(&mut document, pages, annotation);
    let root = document.add_object(dictionary! {
        "Type" => "StructTreeRoot", "RoleMap" => roles, "K" => kids,
    });
    let catalogue = document.add_object(dictionary! {
        "Type" => "Catalog", "Pages" => pages_id, "StructTreeRoot" => root,
    });
    document.trailer.set("Root", catalogue);
    let mut bytes = Vec::new();
    document
        .save_to(&mut bytes)
        .expect("the file is written to memory");
    let pdf = Pdf::new(bytes).expect("the file opens");
    let id = ObjectIdentifier::new(annotation.0, i32::from(annotation.1));
    (read_within(&pdf, most_values), id)
}

fn text(words: &str) -> lopdf::Object {
    lopdf::Object::string_literal(words)
}

fn headings(tags: &Tags, page: u32) -> Vec<(i32, u8)> {
    let found = tags.pages.get(&page).map(|tags| &tags.headings);
    found
        .into_iter()
        .flatten()
        .map(|(mcid, level)| (*mcid, *level))
        .collect()
}

#[test]
fn headings_are_found_by_name_and_by_role_on_their_page() {
    let roles = dictionary! { "Titre" => "Chapeau", "Chapeau" => "H2", "Boucle" => "Boucle", "Corps" => "P" };
    let kids = |document: &mut Document, [first, second]: [ObjectId; 2], _| {
        let span = document.add_object(dictionary! { "S" => "Span", "K" => 5 });
        vec![
            // A number, inherited page, and a number within a span.
            dictionary! { "S" => "H1", "Pg" => first, "K" => vec![0.into(), span.into()] }.into(),
            // A reference to content of another page.
            dictionary! { "S" => "Titre", "Pg" => first, "K" => dictionary! {
                "Type" => "MCR", "Pg" => second, "MCID" => 3,
            } }
            .into(),
            dictionary! { "S" => "Corps", "Pg" => first, "K" => 1 }.into(),
            dictionary! { "S" => "Boucle", "Pg" => first, "K" => 2 }.into(),
            dictionary! { "S" => "Sect", "Pg" => second, "K" => vec![
                dictionary! { "S" => "H", "K" => 7 }.into(),
                dictionary! { "S" => "H9", "K" => 8 }.into(),
                dictionary! { "S" => "Title", "K" => 9 }.into(),
            ] }
            .into(),
            // Content of a form, an entry of a table of contents, a heading of no page.
            dictionary! { "S" => "H1", "Pg" => first, "K" => dictionary! {
                "Type" => "MCR", "Stm" => second, "MCID" => 11,
            } }
            .into(),
            dictionary! { "S" => "H1", "Pg" => first, "K" => dictionary! { "S" => "TOCI", "K" => 12 } }
                .into(),
            dictionary! { "S" => "H1", "K" => 13 }.into(),
        ]
    };
    let (tags, _) = tags_of(roles, kids, NO_LIMIT);
    assert_eq!(headings(&tags, 1), [(0, 1), (5, 1)]);
    assert_eq!(headings(&tags, 2), [(3, 2), (7, 0), (8, 6), (9, 1)]);
    assert!(!tags.is_cut);
}

#[test]
fn links_are_named_by_themselves_or_by_their_figure() {
    let named = |of_link: Option<&'static str>, around: bool| {
        let kids = move |_: &mut Document, [first, _]: [ObjectId; 2], annotation: ObjectId| {
            let figure = |kids: Vec<lopdf::Object>| {
                dictionary! { "S" => "Figure", "Pg" => first, "Alt" => text("Affiche\n du bal"), "K" => kids }
            };
            let reference: lopdf::Object = dictionary! { "Type" => "OBJR", "Obj" => annotation }.into();
            let mut link = dictionary! { "S" => "Link" };
            if let Some(words) = of_link {
                link.set("Alt", text(words));
            }
            if around {
                link.set("K", vec![reference]);
                return vec![figure(vec![4.into(), link.into()]).into()];
            }
            link.set("K", vec![reference, figure(vec![4.into()]).into()]);
            vec![link.into()]
        };
        let (tags, annotation) = tags_of(Dictionary::new(), kids, NO_LIMIT);
        let figures = &tags.pages.get(&1).expect("the page").figures;
        assert_eq!(figures.get(&4).map(SmolStr::as_str), Some("Affiche du bal"));
        tags.links.get(&annotation)?.text.as_ref().map(SmolStr::to_string)
    };
    assert_eq!(named(Some("S'inscrire"), false).as_deref(), Some("S'inscrire"));
    assert_eq!(named(None, false).as_deref(), Some("Affiche du bal"));
    assert_eq!(named(None, true).as_deref(), Some("Affiche du bal"));
    // Words without a letter name nothing.
    assert_eq!(named(Some(" - "), false).as_deref(), Some("Affiche du bal"));
}

#[test]
fn trees_that_go_round_or_down_without_end_are_bounded() {
    let round = |document: &mut Document, [first, _]: [ObjectId; 2], _| {
        let id = document.new_object_id();
        let element = dictionary! { "S" => "H1", "Pg" => first, "K" => vec![0.into(), id.into()] };
        document.objects.insert(id, element.into());
        vec![id.into()]
    };
    let (tags, _) = tags_of(Dictionary::new(), round, NO_LIMIT);
    assert_eq!(headings(&tags, 1), [(0, 1)]);
    assert!(!tags.is_cut);

    let deep = |document: &mut Document, [first, _]: [ObjectId; 2], _| {
        let mut inner = document.add_object(dictionary! { "S" => "H1", "Pg" => first, "K" => 0 });
        for _ in 0..DEEPEST {
            inner = document.add_object(dictionary! { "S" => "Div", "K" => inner });
        }
        vec![inner.into()]
    };
    let (tags, _) = tags_of(Dictionary::new(), deep, NO_LIMIT);
    assert_eq!(headings(&tags, 1), []);

    let wide = |_: &mut Document, [first, _]: [ObjectId; 2], _| {
        let numbers: Vec<lopdf::Object> = (0..50).map(lopdf::Object::from).collect();
        vec![dictionary! { "S" => "H1", "Pg" => first, "K" => numbers }.into()]
    };
    let (tags, _) = tags_of(Dictionary::new(), wide, 20);
    assert!(tags.is_cut);
    assert!(headings(&tags, 1).len() < 20);
}

#[test]
fn a_tree_without_end_or_use_is_left_early() {
    let headings_after = |paragraphs: i64, opening: &'static str| {
        let kids = move |_: &mut Document, [first, _]: [ObjectId; 2], _| {
            let numbers: Vec<lopdf::Object> = (2..paragraphs).map(lopdf::Object::from).collect();
            vec![
                dictionary! { "S" => opening, "Pg" => first, "K" => 0 }.into(),
                dictionary! { "S" => "P", "Pg" => first, "K" => numbers }.into(),
                dictionary! { "S" => "H1", "Pg" => first, "K" => 1 }.into(),
            ]
        };
        let (tags, _) = tags_of(Dictionary::new(), kids, NO_LIMIT);
        assert!(!tags.is_cut);
        headings(&tags, 1)
    };
    assert_eq!(headings_after(100, "P"), [(1, 1)]);
    assert_eq!(headings_after(6_000, "P"), []);
    assert_eq!(headings_after(6_000, "H2"), [(0, 2), (1, 1)]);
}

/// The words of links of a page: marked content with the number of its element.
fn words(tags: &Tags, page: u32) -> Vec<(i32, u32)> {
    let found = tags.pages.get(&page).map(|tags| &tags.links);
    found
        .into_iter()
        .flatten()
        .map(|(mcid, element)| (*mcid, *element))
        .collect()
}

#[test]
fn words_of_links_are_told_with_their_annotation() {
    let reference = |annotation: ObjectId| -> lopdf::Object {
        dictionary! { "Type" => "OBJR", "Obj" => annotation }.into()
    };
    let kids = |_: &mut Document, [first, second]: [ObjectId; 2], annotation: ObjectId| {
        vec![
            // Words without an annotation are no link that can be clicked.
            dictionary! { "S" => "Link", "Pg" => first, "K" => 1 }.into(),
            // Words around the annotation, in a span, and on the next page.
            dictionary! { "S" => "P", "Pg" => first, "K" => vec![2.into(), dictionary! {
                "S" => "Lien", "K" => vec![
                    3.into(),
                    reference(annotation),
                    dictionary! { "S" => "Span", "K" => 4 }.into(),
                    dictionary! { "Type" => "MCR", "Pg" => second, "MCID" => 0 }.into(),
                ],
            }.into(), 5.into()] }
            .into(),
        ]
    };
    let (tags, annotation) = tags_of(dictionary! { "Lien" => "Link" }, kids, NO_LIMIT);
    assert_eq!(words(&tags, 1), [(3, 1), (4, 1)]);
    assert_eq!(words(&tags, 2), [(0, 1)]);
    assert_eq!(
        tags.links.get(&annotation),
        Some(&LinkTags {
            text: None,
            element: Some(1)
        })
    );

    // A part of its words stands in a form, whose content the page's glyphs do not tell apart.
    let kids = |_: &mut Document, [first, second]: [ObjectId; 2], annotation: ObjectId| {
        let of_form = dictionary! { "Type" => "MCR", "Stm" => second, "MCID" => 4 };
        vec![
            dictionary! { "S" => "Link", "Pg" => first, "K" => vec![3.into(), of_form.into(), reference(annotation)] }
                .into(),
        ]
    };
    let (tags, annotation) = tags_of(Dictionary::new(), kids, NO_LIMIT);
    assert_eq!(words(&tags, 1), []);
    assert_eq!(tags.links.get(&annotation), None);
}

#[test]
fn words_of_links_without_end_are_bounded() {
    let kids = |_: &mut Document, [first, _]: [ObjectId; 2], annotation: ObjectId| {
        let mut kids: Vec<lopdf::Object> = vec![dictionary! { "Type" => "OBJR", "Obj" => annotation }.into()];
        kids.extend((0..50_000).map(lopdf::Object::from));
        vec![dictionary! { "S" => "Link", "Pg" => first, "K" => kids }.into()]
    };
    let (tags, _) = tags_of(Dictionary::new(), kids, NO_LIMIT);
    assert!(tags.is_cut);
    let found = words(&tags, 1).len();
    assert!(found > 1_000 && found < NO_LIMIT, "{found}");
}
