//! Link annotations: the places of a page that can be clicked, and where they lead.
use super::addresses;
use super::destinations::Destinations;
use super::frame::Frame;
use super::objects;
use super::pages::PageNode;
use super::strings;
use super::tagged::{self, LinkTags};
use crate::model::Rect;
use crate::pdf::document::{LinkAnnotation, LinkTarget};
use hayro_syntax::object::ObjectIdentifier;
use lopdf::{Dictionary, Document};
use rustc_hash::FxHashMap;
use std::collections::HashSet;

/// Annotation flags of the PDF specification: the annotation is not shown.
const HIDDEN: i64 = 1 << 1;
const NO_VIEW: i64 = 1 << 5;

/// How far a quadrilateral may leave its annotation's rectangle, in points: writers round.
const QUAD_TOLERANCE: f32 = 1.0;

/// Lines that one link may run over; an annotation with more quadrilaterals is taken by its rectangle.
const MOST_QUADS: usize = 256;

/// What an annotation costs of [`LinkLimits::bytes_per_file`] beside its address.
const COST_OF_ANNOTATION: usize = 64;

/// Bounds against files made to exhaust the reader.
#[derive(Debug, Clone, Copy)]
pub(super) struct LinkLimits {
    /// Annotations looked at on a page. The busiest page of a catalogue has some hundreds.
    pub(super) annotations_per_page: usize,
    /// Bytes of an address. Browsers refuse longer ones too.
    pub(super) address_bytes: usize,
    /// Memory for the links of a file. Pages may share one list of annotations and annotations one address, so that
    /// a small file can ask for gigabytes; this is enough for 200,000 links.
    pub(super) bytes_per_file: usize,
}

impl Default for LinkLimits {
    fn default() -> Self {
        Self {
            annotations_per_page: 4_096,
            address_bytes: 8 * 1_024,
            bytes_per_file: 32 * 1_024 * 1_024,
        }
    }
}

/// The links of a page, and what was left out.
#[derive(Debug, Default)]
pub(super) struct PageLinks {
    /// In the order of the file.
    pub(super) links: Vec<LinkAnnotation>,
    /// Links of which nothing lies on the visible page.
    pub(super) out_of_sight: usize,
    /// Annotations beyond the limit.
    pub(super) annotations_left_out: usize,
    /// Links whose address is too long.
    pub(super) addresses_left_out: usize,
}

/// Reads the links of pages.
pub(super) struct LinkReader<'a> {
    document: &'a Document,
    destinations: &'a Destinations<'a>,
    base_address: Option<String>,
    /// What the structure tree says of annotations, by their object.
    tags: FxHashMap<ObjectIdentifier, LinkTags>,
    limits: LinkLimits,
    bytes_left: usize,
}

/// Why an annotation gives no target.
enum NoTarget {
    /// It does something else than lead somewhere, or its target is lost.
    None,
    /// Its address is longer than the limit.
    TooLong,
}

impl<'a> LinkReader<'a> {
    /// Prepares to read the links of a file.
    pub(super) fn new(
        document: &'a Document,
        catalogue: &'a Dictionary,
        destinations: &'a Destinations<'a>,
        limits: LinkLimits,
    ) -> Self {
        let base_address = objects::dictionary(document, catalogue, b"URI")
            .and_then(|uri| objects::bytes(document, uri, b"Base"))
            .filter(|base| base.len() <= limits.address_bytes)
            .map(strings::decode);
        Self {
            document,
            destinations,
            base_address,
            tags: FxHashMap::default(),
            limits,
            bytes_left: limits.bytes_per_file,
        }
    }

    /// Gives what the structure tree says of annotations.
    pub(super) fn tag_by(&mut self, tags: FxHashMap<ObjectIdentifier, LinkTags>) {
        self.tags = tags;
    }

    /// Reads the links of a page.
    pub(super) fn links_of(&mut self, page: &PageNode<'_>) -> PageLinks {
        let mut found = PageLinks::default();
        let annotations = objects::array(self.document, page.dictionary, b"Annots").unwrap_or_default();
        let mut already_read = HashSet::new();
        for (place, annotation) in annotations.iter().enumerate() {
            if place >= self.limits.annotations_per_page || self.bytes_left == 0 {
                found.annotations_left_out = annotations.len() - place;
                break;
            }
            self.bytes_left = self.bytes_left.saturating_sub(COST_OF_ANNOTATION);
            let tags = annotation.as_reference().ok().and_then(|(number, generation)| {
                let id = ObjectIdentifier::new(number, i32::from(generation));
                self.tags.get(&id).cloned()
            });
            let LinkTags { text, element } = tags.unwrap_or_default();
            let alt = text.map(String::from);
            let annotation =
                objects::resolve(self.document, annotation).and_then(|object| object.as_dict().ok());
            let Some(annotation) = annotation.filter(|annotation| self.is_shown_link(annotation)) else {
                continue;
            };
            let target = match self.target_of(annotation) {
                Ok(target) => target,
                Err(NoTarget::None) => continue,
                Err(NoTarget::TooLong) => {
                    found.addresses_left_out += 1;
                    continue;
                }
            };
            let regions = self.regions_of(annotation, &page.frame);
            if regions.is_empty() {
                found.out_of_sight += 1;
                continue;
            }
            if let LinkTarget::Uri(address) | LinkTarget::File(address) = &target {
                self.bytes_left = self.bytes_left.saturating_sub(address.len());
            }
            let contents = self.own_words(annotation);
            for words in [&alt, &contents].into_iter().flatten() {
                self.bytes_left = self.bytes_left.saturating_sub(words.len());
            }
            let link = LinkAnnotation {
                regions,
                target,
                alt,
                element,
                contents,
            };
            // Some writers write every link twice.
            if already_read.insert(identity(&link)) {
                found.links.push(link);
            }
        }
        found
    }

    /// What an annotation says of itself: the caption of a button, else its description, else the name of its field.
    fn own_words(&self, annotation: &Dictionary) -> Option<String> {
        let caption = objects::dictionary(self.document, annotation, b"MK")
            .and_then(|look| objects::bytes(self.document, look, b"CA"));
        let contents = objects::bytes(self.document, annotation, b"Contents");
        let field = objects::bytes(self.document, annotation, b"TU");
        [caption, contents, field]
            .into_iter()
            .flatten()
            .filter(|words| words.len() <= self.limits.address_bytes)
            .find_map(|words| tagged::one_line(&strings::decode(words)))
    }

    /// Whether an annotation is a link, or a form's button, that the reader of the page sees.
    fn is_shown_link(&self, annotation: &Dictionary) -> bool {
        let flags = objects::integer(self.document, annotation, b"F").unwrap_or(0);
        if flags & (HIDDEN | NO_VIEW) != 0 {
            return false;
        }
        matches!(
            objects::name(self.document, annotation, b"Subtype"),
            Some(b"Link" | b"Widget")
        )
    }

    /// The target of an annotation: its action, else its destination.
    fn target_of(&self, annotation: &Dictionary) -> Result<LinkTarget, NoTarget> {
        if let Some(action) = objects::dictionary(self.document, annotation, b"A") {
            match self.target_of_action(action) {
                Err(NoTarget::None) => {}
                decided => return decided,
            }
        }
        let destination = objects::entry(self.document, annotation, b"Dest").ok_or(NoTarget::None)?;
        let place = self.destinations.place(destination).ok_or(NoTarget::None)?;
        Ok(LinkTarget::Page {
            page: place.page,
            top: place.top,
        })
    }

    fn target_of_action(&self, action: &Dictionary) -> Result<LinkTarget, NoTarget> {
        match objects::name(self.document, action, b"S") {
            Some(b"URI") => {
                let raw = objects::bytes(self.document, action, b"URI").ok_or(NoTarget::None)?;
                if raw.len() > self.limits.address_bytes {
                    return Err(NoTarget::TooLong);
                }
                let address = strings::decode(raw);
                let address = address.trim_matches(|letter: char| letter.is_whitespace() || letter == '\0');
                if address.is_empty() {
                    return Err(NoTarget::None);
                }
                Ok(LinkTarget::Uri(match &self.base_address {
                    Some(base) => addresses::join(base, address),
                    None => address.to_string(),
                }))
            }
            Some(b"GoTo") => {
                let destination = objects::entry(self.document, action, b"D").ok_or(NoTarget::None)?;
                let place = self.destinations.place(destination).ok_or(NoTarget::None)?;
                Ok(LinkTarget::Page {
                    page: place.page,
                    top: place.top,
                })
            }
            Some(b"GoToR" | b"Launch") => {
                let name = self.file_name_of(action).ok_or(NoTarget::None)?;
                if name.len() > self.limits.address_bytes {
                    return Err(NoTarget::TooLong);
                }
                strings::text(name).map(LinkTarget::File).ok_or(NoTarget::None)
            }
            _ => Err(NoTarget::None),
        }
    }

    /// The name in a file specification: a string, or a dictionary that holds it for one system or another.
    fn file_name_of(&self, action: &'a Dictionary) -> Option<&'a [u8]> {
        let specification = match objects::entry(self.document, action, b"F") {
            Some(specification) => specification,
            None => objects::entry(self.document, action, b"Win")?,
        };
        let Ok(holder) = specification.as_dict() else {
            return objects::string_or_name(specification);
        };
        objects::bytes(self.document, holder, b"UF").or_else(|| objects::bytes(self.document, holder, b"F"))
    }

    /// The places that can be clicked, as they are seen: the quadrilaterals where they can be trusted, else the
    /// rectangle.
    fn regions_of(&self, annotation: &Dictionary, frame: &Frame) -> Vec<Rect> {
        let Some(rectangle) = objects::rectangle(self.document, annotation, b"Rect") else {
            return Vec::new();
        };
        let quads = objects::array(self.document, annotation, b"QuadPoints")
            .filter(|quads| quads.len() <= 8 * MOST_QUADS)
            .and_then(|quads| objects::numbers(self.document, quads))
            .and_then(|numbers| boxes_of_quads(&numbers, rectangle));
        if let Some(quads) = quads {
            let regions: Vec<Rect> = quads.into_iter().filter_map(|quad| frame.region(quad)).collect();
            if !regions.is_empty() {
                return regions;
            }
        }
        frame.region(rectangle).into_iter().collect()
    }
}

/// The boxes round quadrilaterals. Writers disagree on the order of the corners, so only their box counts; numbers
/// that are not eight a quadrilateral, or that leave the annotation's rectangle, are not to be trusted.
fn boxes_of_quads(numbers: &[f32], rectangle: Rect) -> Option<Vec<Rect>> {
    let (quads, rest) = numbers.as_chunks::<8>();
    if quads.is_empty() || !rest.is_empty() {
        return None;
    }
    let [left, bottom, right, top] = rectangle;
    let mut boxes = Vec::with_capacity(quads.len());
    for quad in quads {
        let (points, _) = quad.as_chunks::<2>();
        let mut bounds = [f32::MAX, f32::MAX, f32::MIN, f32::MIN];
        for &[x, y] in points {
            let inside_across = x >= left - QUAD_TOLERANCE && x <= right + QUAD_TOLERANCE;
            let inside_down = y >= bottom - QUAD_TOLERANCE && y <= top + QUAD_TOLERANCE;
            if !inside_across || !inside_down {
                return None;
            }
            let [x0, y0, x1, y1] = bounds;
            bounds = [x0.min(x), y0.min(y), x1.max(x), y1.max(y)];
        }
        boxes.push(bounds);
    }
    Some(boxes)
}

/// Target and places (to the point) of a link: what two annotations share that are one link.
fn identity(link: &LinkAnnotation) -> (String, Vec<i64>) {
    let target = match &link.target {
        LinkTarget::Uri(address) => format!("u{address}"),
        LinkTarget::File(name) => format!("f{name}"),
        LinkTarget::Page { page, top } => format!("p{page} {top:?}"),
    };
    let places = link
        .regions
        .iter()
        .flatten()
        .map(|coordinate| coordinate.round() as i64);
    (target, places.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::outside::pages::Pages;
    use lopdf::{Object, dictionary};

    fn numbers(values: &[i64]) -> Object {
        values
            .iter()
            .map(|value| Object::from(*value))
            .collect::<Vec<_>>()
            .into()
    }

    fn link(rectangle: [i64; 4], address: &str) -> Dictionary {
        dictionary! {
            "Subtype" => "Link", "Rect" => numbers(&rectangle),
            "A" => dictionary! { "S" => "URI", "URI" => Object::string_literal(address) },
        }
    }

    fn read_page(page: Dictionary, annotations: Vec<Dictionary>, catalogue: Dictionary) -> PageLinks {
        let mut page = page;
        page.set("Type", "Page");
        page.set("MediaBox", numbers(&[0, 0, 600, 800]));
        page.set(
            "Annots",
            annotations.into_iter().map(Object::from).collect::<Vec<_>>(),
        );
        let mut document = Document::new();
        document.objects.insert((1, 0), page.into());
        let mut catalogue = catalogue;
        catalogue.set(
            "Pages",
            dictionary! { "Type" => "Pages", "Kids" => vec![(1, 0).into()] },
        );
        let pages = Pages::list(&document, &catalogue);
        let destinations = Destinations::gather(&document, &catalogue, &pages);
        let limits = LinkLimits {
            annotations_per_page: 8,
            address_bytes: 64,
            bytes_per_file: 4_096,
        };
        let mut reader = LinkReader::new(&document, &catalogue, &destinations, limits);
        reader.links_of(pages.get(1).expect("the page"))
    }

    fn read_links(annotations: Vec<Dictionary>) -> PageLinks {
        read_page(Dictionary::new(), annotations, Dictionary::new())
    }

    const PLACE: [i64; 4] = [100, 700, 200, 720];
    const ADDRESS: &str = "https://exemple.fr/a";

    #[test]
    fn a_rectangle_of_any_corner_order_is_mapped_to_the_page_as_seen() {
        let found = read_links(vec![link([200, 720, 100, 700], ADDRESS)]);
        assert_eq!(
            found.links,
            [LinkAnnotation {
                regions: vec![[100.0, 80.0, 200.0, 100.0]],
                target: LinkTarget::Uri(ADDRESS.to_string()),
                alt: None,
                element: None,
                contents: None,
            }]
        );
    }

    #[test]
    fn quadrilaterals_are_taken_in_any_vertex_order_and_refused_outside_the_rectangle() {
        let mut two_lines = link([100, 700, 300, 740], ADDRESS);
        // The first in the order of the specification, the second in that which most writers use.
        let quads = [
            200, 720, 300, 720, 300, 740, 200, 740, 100, 720, 160, 720, 100, 700, 160, 700,
        ];
        two_lines.set("QuadPoints", numbers(&quads));
        let regions = &read_links(vec![two_lines.clone()]).links[0].regions;
        assert_eq!(
            regions,
            &[[200.0, 60.0, 300.0, 80.0], [100.0, 80.0, 160.0, 100.0]]
        );
        for wrong in [&[0, 0, 10, 0, 10, 10, 0, 10][..], &quads[..7]] {
            two_lines.set("QuadPoints", numbers(wrong));
            let regions = &read_links(vec![two_lines.clone()]).links[0].regions;
            assert_eq!(regions, &[[100.0, 60.0, 300.0, 100.0]]);
        }
    }

    #[test]
    fn rotation_and_crop_box_move_the_place() {
        let page = dictionary! { "Rotate" => 90, "CropBox" => numbers(&[50, 50, 550, 750]) };
        let found = read_page(page, vec![link(PLACE, ADDRESS)], Dictionary::new());
        assert_eq!(found.links[0].regions, [[650.0, 50.0, 670.0, 150.0]]);
    }

    #[test]
    fn what_cannot_be_seen_is_left_out_and_counted() {
        let page = dictionary! { "CropBox" => numbers(&[0, 0, 600, 690]) };
        let found = read_page(page, vec![link(PLACE, ADDRESS)], Dictionary::new());
        assert_eq!((found.links.len(), found.out_of_sight), (0, 1));
        let mut hidden = link(PLACE, ADDRESS);
        hidden.set("F", 2);
        let mut not_viewed = link(PLACE, ADDRESS);
        not_viewed.set("F", 32 + 4);
        let mut note = link(PLACE, ADDRESS);
        note.set("Subtype", "Text");
        let found = read_links(vec![hidden, not_viewed, note]);
        assert_eq!((found.links.len(), found.out_of_sight), (0, 0));
    }

    #[test]
    fn a_link_written_twice_is_one_and_neighbours_stay_two() {
        let found = read_links(vec![
            link(PLACE, ADDRESS),
            link(PLACE, ADDRESS),
            link([100, 680, 200, 700], ADDRESS),
            link(PLACE, "https://exemple.fr/b"),
        ]);
        assert_eq!(found.links.len(), 3);
    }

    #[test]
    fn targets_of_all_kinds_are_read() {
        let with_action = |action: Dictionary| {
            dictionary! { "Subtype" => "Link", "Rect" => numbers(&PLACE), "A" => action }
        };
        let goto = dictionary! { "S" => "GoTo", "D" => vec![(1, 0).into(), "FitH".into(), 500.into()] };
        let remote = dictionary! { "S" => "GoToR", "F" => Object::string_literal("annexe.pdf") };
        let specification = dictionary! { "F" => Object::string_literal("a"), "UF" => Object::string_literal(b"b\xE9".to_vec()) };
        let launch = dictionary! { "S" => "Launch", "F" => specification };
        let script = dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)") };
        let mut by_destination = with_action(script);
        by_destination.set("Dest", Object::string_literal("ici"));
        let named = dictionary! { "ici" => vec![(1, 0).into(), "Fit".into()] };
        let annotations = vec![
            with_action(goto),
            with_action(remote),
            with_action(launch),
            by_destination,
        ];
        let found = read_page(Dictionary::new(), annotations, dictionary! { "Dests" => named });
        let targets: Vec<_> = found.links.into_iter().map(|link| link.target).collect();
        assert_eq!(
            targets,
            [
                LinkTarget::Page {
                    page: 1,
                    top: Some(300.0)
                },
                LinkTarget::File("annexe.pdf".to_string()),
                LinkTarget::File("bé".to_string()),
                LinkTarget::Page { page: 1, top: None },
            ]
        );
    }

    #[test]
    fn buttons_bear_their_caption() {
        let button = |caption: Option<&str>, contents: Option<&str>, field: Option<&str>| {
            let mut button = dictionary! {
                "Subtype" => "Widget", "Rect" => numbers(&PLACE),
                "A" => dictionary! { "S" => "URI", "URI" => Object::string_literal("https://halles.example") },
            };
            if let Some(caption) = caption {
                button.set("MK", dictionary! { "CA" => Object::string_literal(caption) });
            }
            for (key, words) in [("Contents", contents), ("TU", field)] {
                if let Some(words) = words {
                    button.set(key, Object::string_literal(words));
                }
            }
            let mut found = read_page(Dictionary::new(), vec![button], Dictionary::new());
            found.links.pop().expect("the button leads to a page").contents
        };
        let told = Some("S'inscrire".to_string());
        assert_eq!(button(Some("S'inscrire"), Some("Bouton"), Some("bouton1")), told);
        // A caption without a letter is an icon.
        assert_eq!(button(Some(">"), Some("S'inscrire"), None), told);
        assert_eq!(button(None, None, Some("S'inscrire")), told);
        assert_eq!(button(None, None, None), None);
    }

    #[test]
    fn addresses_are_decoded_and_joined_to_the_base() {
        let catalogue = dictionary! {
            "URI" => dictionary! { "Base" => Object::string_literal("https://exemple.fr/lettre/") },
        };
        let mut latin = link(PLACE, "");
        let raw = Object::string_literal(b" https://exemple.fr/\xE9t\xE9\0".to_vec());
        latin.set("A", dictionary! { "S" => "URI", "URI" => raw });
        let found = read_page(Dictionary::new(), vec![link(PLACE, "n2.html"), latin], catalogue);
        let targets: Vec<_> = found.links.into_iter().map(|link| link.target).collect();
        assert_eq!(
            targets,
            [
                LinkTarget::Uri("https://exemple.fr/lettre/n2.html".to_string()),
                LinkTarget::Uri("https://exemple.fr/été".to_string()),
            ]
        );
    }

    #[test]
    fn limits_leave_out_and_count() {
        let long = format!("https://exemple.fr/{}", "a".repeat(64));
        let found = read_links(vec![link(PLACE, &long)]);
        assert_eq!((found.links.len(), found.addresses_left_out), (0, 1));
        let many = (0..10)
            .map(|row| link([100, row * 20, 200, row * 20 + 10], ADDRESS))
            .collect();
        let found = read_links(many);
        assert_eq!((found.links.len(), found.annotations_left_out), (8, 2));
    }

    #[test]
    fn a_shared_address_does_not_multiply_without_end() {
        let annotation = |row: i64| link([100, row * 20, 200, row * 20 + 10], ADDRESS);
        let media_box = numbers(&[0, 0, 600, 800]);
        let annotations: Vec<Object> = (0..8).map(|row| annotation(row).into()).collect();
        let mut document = Document::new();
        document.objects.insert((2, 0), annotations.into());
        let page = dictionary! { "Type" => "Page", "MediaBox" => media_box, "Annots" => (2, 0) };
        let kids: Vec<Object> = (0..100).map(|_| page.clone().into()).collect();
        let catalogue = dictionary! { "Pages" => dictionary! { "Type" => "Pages", "Kids" => kids } };
        let pages = Pages::list(&document, &catalogue);
        let destinations = Destinations::gather(&document, &catalogue, &pages);
        let limits = LinkLimits {
            bytes_per_file: 2_000,
            ..LinkLimits::default()
        };
        let mut reader = LinkReader::new(&document, &catalogue, &destinations, limits);
        let found: Vec<PageLinks> = pages.list.iter().map(|page| reader.links_of(page)).collect();
        assert_eq!(found.len(), 100);
        let kept: usize = found.iter().map(|page| page.links.len()).sum();
        assert!((8..40).contains(&kept), "{kept} links");
        assert_eq!(found[99].annotations_left_out, 8);
    }
}
