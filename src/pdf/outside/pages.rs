//! The pages of a file in order, each with its frame.
//!
//! The walk takes the same pages as the glyph reader does, so that page numbers agree: a node of type `/Pages` is
//! gone into, whatever else stands there is a page, and an object is met once.
use super::frame::Frame;
use super::objects;
use crate::model::Rect;
use lopdf::{Dictionary, Document, Object, ObjectId};
use std::collections::{HashMap, HashSet};

/// Depth of the page tree after which its branches are left out: trees are balanced in practice, 5 levels deep.
const DEEPEST_TREE: usize = 256;

/// Members of the tree that are looked at. Branches may share one list of pages, which would multiply.
const MOST_NODES: usize = 1_000_000;

/// The pages of a file.
#[derive(Debug, Default)]
pub(super) struct Pages<'a> {
    /// In order; the first is page 1.
    pub(super) list: Vec<PageNode<'a>>,
    numbers: HashMap<ObjectId, u32>,
}

/// A page with what it inherits.
#[derive(Debug)]
pub(super) struct PageNode<'a> {
    /// Number from 1.
    pub(super) number: u32,
    /// The object that the page is; none where it stands in its parent.
    pub(super) id: Option<ObjectId>,
    /// The page's own dictionary.
    pub(super) dictionary: &'a Dictionary,
    /// How the page is seen.
    pub(super) frame: Frame,
}

/// What a page takes from the nodes above it where it says nothing itself.
#[derive(Debug, Clone, Copy, Default)]
struct Inherited {
    media_box: Option<Rect>,
    crop_box: Option<Rect>,
    rotation: Option<i64>,
    user_unit: Option<f32>,
}

impl Inherited {
    fn with(self, document: &Document, node: &Dictionary) -> Self {
        let user_unit = objects::entry(document, node, b"UserUnit");
        Self {
            media_box: objects::rectangle(document, node, b"MediaBox").or(self.media_box),
            crop_box: objects::rectangle(document, node, b"CropBox").or(self.crop_box),
            rotation: objects::integer(document, node, b"Rotate").or(self.rotation),
            user_unit: user_unit
                .and_then(|object| objects::number(document, object))
                .or(self.user_unit),
        }
    }

    fn frame(self) -> Frame {
        Frame::new(
            self.media_box,
            self.crop_box,
            self.rotation.unwrap_or(0),
            self.user_unit,
        )
    }
}

impl<'a> Pages<'a> {
    /// Lists the pages below the catalogue; where it leads to none, those that lie about in the file.
    pub(super) fn list(document: &'a Document, catalogue: &'a Dictionary) -> Self {
        let mut pages = Self::default();
        if let Some(root) = objects::dictionary(document, catalogue, b"Pages") {
            let root_id = catalogue.get(b"Pages").and_then(Object::as_reference).ok();
            pages.walk(document, root, root_id);
        }
        if pages.list.is_empty() {
            pages.gather(document);
        }
        pages
    }

    /// The number of the page that an object is, from 1.
    pub(super) fn number_of(&self, id: ObjectId) -> Option<u32> {
        self.numbers.get(&id).copied()
    }

    /// The page of a number, from 1.
    pub(super) fn get(&self, number: u32) -> Option<&PageNode<'a>> {
        let place = usize::try_from(number).ok()?.checked_sub(1)?;
        self.list.get(place)
    }

    fn walk(&mut self, document: &'a Document, root: &'a Dictionary, root_id: Option<ObjectId>) {
        let mut visited: HashSet<ObjectId> = root_id.into_iter().collect();
        let kids_of =
            |node: &'a Dictionary| objects::array(document, node, b"Kids").unwrap_or_default().iter();
        let mut branches = vec![(kids_of(root), Inherited::default().with(document, root))];
        let mut nodes_left = MOST_NODES;
        while let Some((kids, inherited)) = branches.last_mut() {
            let Some(kid) = kids.next() else {
                branches.pop();
                continue;
            };
            if nodes_left == 0 {
                return;
            }
            nodes_left -= 1;
            let inherited = *inherited;
            let id = kid.as_reference().ok();
            if let Some(id) = id
                && !visited.insert(id)
            {
                continue;
            }
            let node = objects::resolve(document, kid).and_then(|object| object.as_dict().ok());
            let Some(node) = node else {
                continue;
            };
            let inherited = inherited.with(document, node);
            if objects::name(document, node, b"Type") != Some(b"Pages") {
                self.push(id, node, inherited);
            } else if branches.len() < DEEPEST_TREE {
                branches.push((kids_of(node), inherited));
            }
        }
    }

    /// Takes every page object of a file whose page tree is lost, in the order of their numbers.
    fn gather(&mut self, document: &'a Document) {
        for (id, object) in &document.objects {
            let Object::Dictionary(dictionary) = object else {
                continue;
            };
            if dictionary.has_type(b"Page") && dictionary.has(b"Contents") {
                self.push(
                    Some(*id),
                    dictionary,
                    Inherited::default().with(document, dictionary),
                );
            }
        }
    }

    fn push(&mut self, id: Option<ObjectId>, dictionary: &'a Dictionary, inherited: Inherited) {
        let Ok(number) = u32::try_from(self.list.len() + 1) else {
            return;
        };
        if let Some(id) = id {
            self.numbers.insert(id, number);
        }
        self.list.push(PageNode {
            number,
            id,
            dictionary,
            frame: inherited.frame(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::dictionary;

    #[test]
    fn attributes_are_inherited_and_circles_are_left() {
        let mut document = Document::new();
        let (root, branch, first, second) = ((1, 0), (2, 0), (3, 0), (4, 0));
        document.objects.insert(
            root,
            dictionary! {
                "Type" => "Pages", "Kids" => vec![branch.into(), second.into(), root.into()],
                "MediaBox" => vec![0.into(), 0.into(), 300.into(), 400.into()],
            }
            .into(),
        );
        document.objects.insert(
            branch,
            dictionary! { "Type" => "Pages", "Rotate" => 90, "Kids" => vec![first.into(), root.into(), branch.into()] }
                .into(),
        );
        document
            .objects
            .insert(first, dictionary! { "Type" => "Page" }.into());
        document
            .objects
            .insert(second, dictionary! { "Type" => "Page", "UserUnit" => 2 }.into());
        let catalogue = dictionary! { "Type" => "Catalog", "Pages" => root };
        let pages = Pages::list(&document, &catalogue);
        let sizes: Vec<_> = pages
            .list
            .iter()
            .map(|page| (page.frame.width(), page.frame.height()))
            .collect();
        assert_eq!(sizes, [(400.0, 300.0), (600.0, 800.0)]);
        assert_eq!(pages.number_of(second), Some(2));
    }

    #[test]
    fn pages_without_a_tree_are_gathered() {
        let mut document = Document::new();
        document.objects.insert(
            (7, 0),
            dictionary! { "Type" => "Page", "Contents" => (9, 0) }.into(),
        );
        let catalogue = dictionary! { "Type" => "Catalog" };
        assert_eq!(Pages::list(&document, &catalogue).number_of((7, 0)), Some(1));
    }
}
