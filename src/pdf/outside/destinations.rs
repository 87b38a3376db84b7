//! Destinations within a file: an array that names page and place, or a name for one.
use super::objects;
use super::pages::Pages;
use lopdf::{Dictionary, Document, Object, ObjectId};
use std::collections::{HashMap, HashSet};

/// Most named destinations that are kept: one a paragraph of a long book.
const MOST_NAMES: usize = 65_536;

/// Depth of a tree of names or numbers after which its branches are left out.
const DEEPEST_TREE: usize = 64;

/// Most branches of a tree that are looked at. Branches may share one list of branches, which would multiply.
const MOST_BRANCHES: usize = 65_536;

/// Most times that one name may stand for another.
const LONGEST_CHAIN: usize = 8;

/// A place in the file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Place {
    /// Page, from 1.
    pub(super) page: u32,
    /// Distance from the top of the page as it is seen, where the file gives one.
    pub(super) top: Option<f32>,
}

/// The destinations of a file.
pub(super) struct Destinations<'a> {
    document: &'a Document,
    pages: &'a Pages<'a>,
    named: HashMap<&'a [u8], &'a Object>,
}

impl<'a> Destinations<'a> {
    /// Gathers the named destinations: those of the name tree, and those of the older dictionary.
    pub(super) fn gather(document: &'a Document, catalogue: &'a Dictionary, pages: &'a Pages<'a>) -> Self {
        let mut named = HashMap::new();
        if let Some(names) = objects::dictionary(document, catalogue, b"Names")
            && let Some(root) = objects::entry(document, names, b"Dests")
        {
            for (key, value) in tree_pairs(document, root, b"Names", MOST_NAMES) {
                if let Some(key) = objects::string_or_name(key) {
                    named.entry(key).or_insert(value);
                }
            }
        }
        if let Some(older) = objects::dictionary(document, catalogue, b"Dests") {
            for (key, value) in older.iter().take(MOST_NAMES) {
                named.entry(key.as_slice()).or_insert(value);
            }
        }
        Self {
            document,
            pages,
            named,
        }
    }

    /// The place that a destination means: an array, a dictionary that holds one, or a name.
    pub(super) fn place(&self, destination: &Object) -> Option<Place> {
        let mut destination = objects::resolve(self.document, destination)?;
        for _ in 0..LONGEST_CHAIN {
            destination = match destination {
                Object::Array(parts) => return self.place_of_array(parts),
                Object::Dictionary(holder) => objects::entry(self.document, holder, b"D")?,
                other => {
                    let name = objects::string_or_name(other)?;
                    objects::resolve(self.document, self.named.get(name)?)?
                }
            };
        }
        None
    }

    fn place_of_array(&self, parts: &[Object]) -> Option<Place> {
        let page = match parts.first()? {
            Object::Reference(id) => self.pages.number_of(*id)?,
            // A number counts pages from 0. It is meant for other files, yet some writers use it for their own.
            Object::Integer(index) => u32::try_from(index.checked_add(1)?).ok()?,
            _ => return None,
        };
        let frame = self.pages.get(page)?.frame;
        let kind = parts
            .get(1)
            .and_then(|object| objects::resolve(self.document, object));
        let kind = kind.and_then(|object| object.as_name().ok()).unwrap_or_default();
        let coordinate = |place: usize| {
            parts
                .get(place)
                .and_then(|object| objects::number(self.document, object))
        };
        let (x, y) = match kind {
            b"XYZ" => (coordinate(2), coordinate(3)),
            b"FitR" => (coordinate(2), coordinate(5)),
            b"FitH" | b"FitBH" => (None, coordinate(2)),
            b"FitV" | b"FitBV" => (coordinate(2), None),
            _ => (None, None),
        };
        // On a page that is turned on its side, the distance from the top as seen is the file's x.
        let known = if frame.is_on_its_side() { x } else { y };
        let top = known.map(|_| {
            let (_, down) = frame.point(x.unwrap_or(0.0), y.unwrap_or(0.0));
            down.clamp(0.0, frame.height())
        });
        Some(Place { page, top })
    }
}

/// The pairs of a name tree or number tree, in order: the members of its leaves two by two.
pub(super) fn tree_pairs<'a>(
    document: &'a Document,
    root: &'a Object,
    leaf_key: &[u8],
    most: usize,
) -> Vec<(&'a Object, &'a Object)> {
    let mut pairs = Vec::new();
    let mut visited: HashSet<ObjectId> = HashSet::new();
    let mut branches = vec![(root, 0_usize)];
    let mut branches_left = MOST_BRANCHES;
    while let Some((object, depth)) = branches.pop() {
        if let Ok(id) = object.as_reference()
            && !visited.insert(id)
        {
            continue;
        }
        let node = objects::resolve(document, object).and_then(|object| object.as_dict().ok());
        let Some(node) = node else {
            continue;
        };
        let members = objects::array(document, node, leaf_key).unwrap_or_default();
        let (couples, _) = members.as_chunks::<2>();
        for [key, value] in couples {
            if pairs.len() >= most {
                return pairs;
            }
            if let Some(key) = objects::resolve(document, key) {
                pairs.push((key, value));
            }
        }
        if depth < DEEPEST_TREE {
            let kids = objects::array(document, node, b"Kids").unwrap_or_default();
            let kids = kids.get(..branches_left).unwrap_or(kids);
            branches_left -= kids.len();
            // Last first, so that the first is taken from the stack next.
            branches.extend(kids.iter().rev().map(|kid| (kid, depth + 1)));
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::dictionary;

    fn page(document: &mut Document, number: u32, rotation: i64) {
        let media_box = vec![0.into(), 0.into(), 600.into(), 800.into()];
        let page = dictionary! { "Type" => "Page", "MediaBox" => media_box, "Rotate" => rotation };
        document.objects.insert((number, 0), page.into());
    }

    fn with_destinations(rest: Dictionary, check: impl Fn(&Destinations<'_>)) {
        let mut document = Document::new();
        page(&mut document, 1, 0);
        page(&mut document, 2, 90);
        // The middle node names itself: a circle.
        let leaf = dictionary! { "Names" => vec![
            Object::string_literal("deux"),
            dictionary! { "D" => vec![(2, 0).into(), "Fit".into()] }.into(),
            Object::string_literal("alias"),
            Object::string_literal("deux"),
            Object::string_literal("noeud"),
            Object::string_literal("noeud"),
        ] };
        document.objects.insert((11, 0), leaf.into());
        document.objects.insert(
            (10, 0),
            dictionary! { "Kids" => vec![(10, 0).into(), (11, 0).into()] }.into(),
        );
        let kids = vec![(1, 0).into(), (2, 0).into()];
        let mut catalogue = dictionary! {
            "Pages" => dictionary! { "Type" => "Pages", "Kids" => kids },
            "Names" => dictionary! { "Dests" => (10, 0) },
        };
        catalogue.extend(&rest);
        let pages = Pages::list(&document, &catalogue);
        check(&Destinations::gather(&document, &catalogue, &pages));
    }

    #[test]
    fn an_array_gives_page_and_distance_from_the_top() {
        with_destinations(Dictionary::new(), |destinations| {
            let at = |parts: Vec<Object>| destinations.place(&parts.into());
            let first = |top| Some(Place { page: 1, top });
            let xyz = vec![(1, 0).into(), "XYZ".into(), 50.into(), 700.into(), 0.into()];
            assert_eq!(at(xyz), first(Some(100.0)));
            assert_eq!(
                at(vec![(1, 0).into(), "FitH".into(), 900.into()]),
                first(Some(0.0))
            );
            assert_eq!(
                at(vec![0.into(), "XYZ".into(), Object::Null, Object::Null]),
                first(None)
            );
            assert_eq!(at(vec![(1, 0).into()]), first(None));
            let turned = vec![(2, 0).into(), "XYZ".into(), 50.into(), 700.into()];
            assert_eq!(
                at(turned),
                Some(Place {
                    page: 2,
                    top: Some(50.0)
                })
            );
            assert_eq!(
                at(vec![(2, 0).into(), "FitH".into(), 700.into()]),
                Some(Place { page: 2, top: None })
            );
            assert_eq!(at(vec![(99, 0).into(), "Fit".into()]), None);
            assert_eq!(at(vec![7.into(), "Fit".into()]), None);
            assert_eq!(at(vec![i64::MAX.into()]), None);
        });
    }

    #[test]
    fn names_are_found_in_tree_and_dictionary_and_circles_end() {
        let older = dictionary! { "un" => vec![(1, 0).into(), "FitH".into(), 790.into()] };
        with_destinations(dictionary! { "Dests" => older }, |destinations| {
            let named = |name: &str| destinations.place(&Object::string_literal(name));
            assert_eq!(named("deux"), Some(Place { page: 2, top: None }));
            assert_eq!(named("alias"), Some(Place { page: 2, top: None }));
            assert_eq!(named("noeud"), None);
            assert_eq!(named("absent"), None);
            assert_eq!(
                destinations.place(&"un".into()),
                Some(Place {
                    page: 1,
                    top: Some(10.0)
                })
            );
        });
    }
}
