//! The outline: bookmarks in the order in which a reader lists them.
use super::destinations::{Destinations, Place};
use super::objects;
use super::strings;
use crate::pdf::document::OutlineEntry;
use lopdf::{Dictionary, Document, ObjectId};
use std::collections::HashSet;

/// Most bookmarks that are kept: an issue has some dozens.
pub(super) const MOST_ENTRIES: usize = 10_000;

/// Depth after which bookmarks are left out.
pub(super) const DEEPEST_LEVEL: u8 = 32;

/// Bytes of a title that are read: many bookmarks may share one long string.
const LONGEST_TITLE: usize = 4_096;

/// The bookmarks of a file, and whether a limit cut them short.
pub(super) fn read(
    document: &Document,
    catalogue: &Dictionary,
    destinations: &Destinations<'_>,
) -> (Vec<OutlineEntry>, bool) {
    let mut entries = Vec::new();
    let mut limit_reached = false;
    let root = objects::dictionary(document, catalogue, b"Outlines");
    let Some(first) = root.and_then(|root| root.get(b"First").ok()) else {
        return (entries, limit_reached);
    };
    let mut visited: HashSet<ObjectId> = HashSet::new();
    let mut waiting = vec![(first, 1_u8)];
    while let Some((object, level)) = waiting.pop() {
        if let Ok(id) = object.as_reference()
            && !visited.insert(id)
        {
            continue;
        }
        let item = objects::resolve(document, object).and_then(|object| object.as_dict().ok());
        let Some(item) = item else {
            continue;
        };
        if entries.len() >= MOST_ENTRIES {
            limit_reached = true;
            break;
        }
        let title = objects::bytes(document, item, b"Title");
        let title = title.map(|title| title.get(..LONGEST_TITLE).unwrap_or(title));
        if let Some(title) = title.and_then(strings::text) {
            let place = place_of(document, item, destinations);
            entries.push(OutlineEntry {
                title,
                level,
                page: place.map(|place| place.page),
                top: place.and_then(|place| place.top),
            });
        }
        // The next of the same level waits below the first child: children come first.
        if let Ok(next) = item.get(b"Next") {
            waiting.push((next, level));
        }
        if let Ok(child) = item.get(b"First") {
            if level < DEEPEST_LEVEL {
                waiting.push((child, level + 1));
            } else {
                limit_reached = true;
            }
        }
    }
    (entries, limit_reached)
}

fn place_of(document: &Document, item: &Dictionary, destinations: &Destinations<'_>) -> Option<Place> {
    if let Some(destination) = objects::entry(document, item, b"Dest") {
        return destinations.place(destination);
    }
    let action = objects::dictionary(document, item, b"A")?;
    if objects::name(document, action, b"S") != Some(b"GoTo") {
        return None;
    }
    destinations.place(objects::entry(document, action, b"D")?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::outside::pages::Pages;
    use lopdf::{Object, dictionary};

    fn outline_of(items: Vec<(u32, Dictionary)>) -> (Vec<OutlineEntry>, bool) {
        let mut document = Document::new();
        for (number, item) in items {
            document.objects.insert((number, 0), item.into());
        }
        let media_box = vec![0.into(), 0.into(), 600.into(), 800.into()];
        document.objects.insert(
            (1, 0),
            dictionary! { "Type" => "Page", "MediaBox" => media_box }.into(),
        );
        let catalogue = dictionary! {
            "Pages" => dictionary! { "Type" => "Pages", "Kids" => vec![(1, 0).into()] },
            "Outlines" => dictionary! { "First" => (10, 0) },
        };
        let pages = Pages::list(&document, &catalogue);
        let destinations = Destinations::gather(&document, &catalogue, &pages);
        read(&document, &catalogue, &destinations)
    }

    fn titled(title: &str) -> Dictionary {
        dictionary! { "Title" => Object::string_literal(title) }
    }

    #[test]
    fn children_come_before_the_next_of_their_parent() {
        let goto = dictionary! { "S" => "GoTo", "D" => vec![(1, 0).into(), "FitH".into(), 600.into()] };
        let mut first = titled("Un");
        first.set("First", (11, 0));
        first.set("Next", (12, 0));
        let mut child = titled("Un un");
        child.set("A", goto);
        let mut second = titled("Deux");
        second.set("Dest", vec![(1, 0).into(), "Fit".into()]);
        let (entries, limit_reached) = outline_of(vec![(10, first), (11, child), (12, second)]);
        let seen: Vec<_> = entries
            .iter()
            .map(|entry| (entry.title.as_str(), entry.level, entry.page, entry.top))
            .collect();
        assert_eq!(
            seen,
            [
                ("Un", 1, None, None),
                ("Un un", 2, Some(1), Some(200.0)),
                ("Deux", 1, Some(1), None)
            ]
        );
        assert!(!limit_reached);
    }

    #[test]
    fn circles_end() {
        let mut first = titled("Un");
        first.set("First", (10, 0));
        first.set("Next", (11, 0));
        let mut second = titled("Deux");
        second.set("Next", (10, 0));
        second.set("First", (11, 0));
        let (entries, _) = outline_of(vec![(10, first), (11, second)]);
        assert_eq!(entries.len(), 2);
    }

    #[test]
    fn depth_and_number_are_bounded_and_said() {
        let deep = (10..100).map(|number| {
            let mut item = titled("x");
            item.set("First", (number + 1, 0));
            (number, item)
        });
        let (entries, limit_reached) = outline_of(deep.collect());
        assert_eq!((entries.len(), limit_reached), (32, true));
        let long = (10..10_050).map(|number| {
            let mut item = titled("x");
            item.set("Next", (number + 1, 0));
            (number, item)
        });
        let (entries, limit_reached) = outline_of(long.collect());
        assert_eq!((entries.len(), limit_reached), (MOST_ENTRIES, true));
    }
}
