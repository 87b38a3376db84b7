//! What the structure tree of a tagged file says: which marked content is a heading or the words of a link, and what
//! pictures and links are called.
//!
//! The tree is read from the glyph reader's library, element by element, and nothing of it is kept but this: big
//! files have 100,000 elements, of which some hundreds are headings, figures or links.
use super::strings;
use crate::pdf::document::PageTags;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier, String as PdfString};
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

/// Elements and contents looked at in a file.
const MOST_VALUES: usize = 400_000;

/// Elements and contents after which a tree that told nothing yet is left: some programs write one element for every
/// word, and none that is a heading. Nobody would call a newsletter's first heading the 4,000th thing in it.
const FRUITLESS: usize = 4_000;

/// Elements inside elements. Word nests ten deep, browsers as deep as the web page does.
const DEEPEST: usize = 256;

/// Steps from a name of the producer's to one of the specification's.
const MOST_ROLES: usize = 8;

/// Letters kept of an alternative text; some hold the text of a whole picture.
const LONGEST_TEXT: usize = 500;

/// Deepest heading; deeper ones count as this.
const DEEPEST_HEADING: u8 = 6;

/// What the tree says, by page and by annotation.
#[derive(Debug, Default)]
pub(super) struct Tags {
    /// By number of the page.
    pub(super) pages: FxHashMap<u32, PageTags>,
    /// What the tree says of link annotations, by the annotation's object.
    pub(super) links: FxHashMap<ObjectIdentifier, LinkTags>,
    /// Whether a limit left something out.
    pub(super) is_cut: bool,
}

/// What the tree says of a link annotation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct LinkTags {
    /// Its alternative text.
    pub(super) text: Option<SmolStr>,
    /// Number of its element, where that has words.
    pub(super) element: Option<u32>,
}

/// What an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Its level from 1; 0 for a heading without one.
    Heading(u8),
    Figure,
    Link,
    /// An entry of a table of contents: what it holds is no heading.
    Entry,
    Other,
}

/// What holds for what stands in an element.
#[derive(Debug, Clone, Copy, Default)]
struct Around {
    depth: usize,
    page: Option<u32>,
    heading: Option<u8>,
    /// Index into [`Walk::figures`].
    figure: Option<usize>,
    /// Index into [`Walk::links`].
    link: Option<usize>,
}

/// A link element: its own alternative text, or that of a figure in or around it, and its annotations.
#[derive(Debug, Default)]
struct LinkElement {
    text: Option<SmolStr>,
    annotations: Vec<ObjectIdentifier>,
    has_words: bool,
    /// Whether some of its content stands where the page's glyphs do not tell it apart.
    is_partly_known: bool,
}

impl LinkElement {
    /// Whether its words say which words a reader clicks.
    fn tells_words(&self) -> bool {
        self.has_words && !self.is_partly_known && !self.annotations.is_empty()
    }
}

struct Walk<'a> {
    pages: FxHashMap<ObjectIdentifier, u32>,
    roles: Option<Dict<'a>>,
    waiting: Vec<(MaybeRef<Object<'a>>, Around)>,
    seen: FxHashSet<ObjectIdentifier>,
    values_left: usize,
    figures: Vec<SmolStr>,
    links: Vec<LinkElement>,
    tags: Tags,
}

/// Reads the tree of an open file; nothing where it has none.
pub(super) fn read(pdf: &Pdf) -> Tags {
    read_within(pdf, MOST_VALUES)
}

fn read_within(pdf: &Pdf, most_values: usize) -> Tags {
    let xref = pdf.xref();
    let root = xref
        .get::<Dict<'_>>(xref.root_id())
        .and_then(|catalogue| catalogue.get::<Dict<'_>>(b"StructTreeRoot".as_slice()));
    let Some(root) = root else {
        return Tags::default();
    };
    let mut pages = FxHashMap::default();
    for (page, number) in pdf.pages().iter().zip(1_u32..) {
        if let Some(id) = page.raw().obj_id() {
            pages.insert(id, number);
        }
    }
    let mut walk = Walk {
        pages,
        roles: root.get::<Dict<'_>>(b"RoleMap".as_slice()),
        waiting: Vec::new(),
        seen: FxHashSet::default(),
        values_left: most_values,
        figures: Vec::new(),
        links: Vec::new(),
        tags: Tags::default(),
    };
    if let Some(kids) = root.get_raw::<Object<'_>>(b"K".as_slice()) {
        walk.waiting.push((kids, Around::default()));
    }
    while let Some((found, around)) = walk.waiting.pop() {
        if walk.values_left == 0 {
            walk.tags.is_cut = true;
            break;
        }
        if most_values - walk.values_left == FRUITLESS && walk.has_nothing() {
            break;
        }
        walk.values_left -= 1;
        let object = match found {
            MaybeRef::NotRef(object) => object,
            MaybeRef::Ref(reference) => {
                let id = ObjectIdentifier::from(reference);
                if !walk.seen.insert(id) {
                    continue;
                }
                let Some(object) = xref.get::<Object<'_>>(id) else {
                    continue;
                };
                object
            }
        };
        walk.take(object, around);
    }
    walk.finished()
}

impl<'a> Walk<'a> {
    /// What was found, without words of links that have no annotation.
    fn finished(self) -> Tags {
        let mut tags = self.tags;
        for page in tags.pages.values_mut() {
            let element = |number: u32| self.links.get(number as usize);
            page.links
                .retain(|_, number| element(*number).is_some_and(LinkElement::tells_words));
        }
        tags.pages.retain(|_, page| !page.is_empty());
        for (link, number) in self.links.into_iter().zip(0_u32..) {
            let element = link.tells_words().then_some(number);
            if link.text.is_none() && element.is_none() {
                continue;
            }
            for annotation in link.annotations {
                let found = LinkTags {
                    text: link.text.clone(),
                    element,
                };
                tags.links.entry(annotation).or_insert(found);
            }
        }
        tags
    }

    /// Whether neither a heading nor a link's words nor an alternative text were met.
    fn has_nothing(&self) -> bool {
        self.tags.pages.is_empty() && self.links.iter().all(|link| link.text.is_none())
    }

    /// One kid of an element: content, an annotation, an element, or several of them.
    fn take(&mut self, object: Object<'a>, around: Around) {
        match object {
            Object::Number(number) => self.content(number.as_i64().try_into().ok(), around),
            Object::Array(array) => self.push_all(&array, around),
            // Elements are most of a tree, and all of them have a role.
            Object::Dict(dict) if dict.contains_key(b"S".as_slice()) => self.element(&dict, around),
            Object::Dict(dict) => match dict.get::<Name<'a>>(b"Type".as_slice()).as_deref() {
                Some(b"MCR") => {
                    // Content of a form has identifiers of its own, which the page's glyphs do not tell apart.
                    if dict.contains_key(b"Stm".as_slice()) {
                        if let Some(link) = around.link.and_then(|index| self.links.get_mut(index)) {
                            link.is_partly_known = true;
                        }
                    } else {
                        let page = self.page_of(&dict).or(around.page);
                        let around = Around { page, ..around };
                        self.content(dict.get::<i32>(b"MCID".as_slice()), around);
                    }
                }
                Some(b"OBJR") => {
                    let annotation = dict.get_ref(b"Obj".as_slice()).map(ObjectIdentifier::from);
                    let link = around.link.and_then(|index| self.links.get_mut(index));
                    if let (Some(annotation), Some(link)) = (annotation, link) {
                        link.annotations.push(annotation);
                    }
                }
                _ => self.element(&dict, around),
            },
            _ => {}
        }
    }

    /// Puts kids before what waits, first one first; no more of them than may be looked at.
    fn push_all(&mut self, array: &Array<'a>, around: Around) {
        if around.depth >= DEEPEST {
            return;
        }
        let around = Around {
            depth: around.depth + 1,
            ..around
        };
        let start = self.waiting.len();
        let room = self.values_left.saturating_sub(start).saturating_add(1);
        self.waiting
            .extend(array.raw_iter().take(room).map(|kid| (kid, around)));
        if let Some(kids) = self.waiting.get_mut(start..) {
            kids.reverse();
        }
    }

    fn content(&mut self, mcid: Option<i32>, around: Around) {
        let (Some(mcid), Some(page)) = (mcid, around.page) else {
            return;
        };
        if let Some(level) = around.heading {
            let tags = self.tags.pages.entry(page).or_default();
            tags.headings.insert(mcid, level);
        }
        if let Some(text) = around.figure.and_then(|figure| self.figures.get(figure)) {
            let tags = self.tags.pages.entry(page).or_default();
            tags.figures.insert(mcid, text.clone());
        } else if let Some(index) = around.link
            && let Some(link) = self.links.get_mut(index)
            && let Ok(number) = u32::try_from(index)
        {
            link.has_words = true;
            let tags = self.tags.pages.entry(page).or_default();
            tags.links.insert(mcid, number);
        }
    }

    fn element(&mut self, dict: &Dict<'a>, around: Around) {
        if around.depth >= DEEPEST {
            return;
        }
        let mut inner = Around {
            depth: around.depth + 1,
            page: self.page_of(dict).or(around.page),
            ..around
        };
        match self.role_of(dict) {
            Role::Heading(level) => inner.heading = Some(level),
            Role::Entry => inner.heading = None,
            Role::Figure => {
                let text = alternative_text(dict);
                if let (Some(text), Some(link)) =
                    (&text, around.link.and_then(|index| self.links.get_mut(index)))
                {
                    link.text.get_or_insert_with(|| text.clone());
                }
                if let Some(text) = text {
                    self.figures.push(text);
                    inner.figure = Some(self.figures.len() - 1);
                }
            }
            Role::Link => {
                let of_figure = || around.figure.and_then(|figure| self.figures.get(figure)).cloned();
                let text = alternative_text(dict).or_else(of_figure);
                self.links.push(LinkElement {
                    text,
                    ..LinkElement::default()
                });
                inner.link = Some(self.links.len() - 1);
            }
            Role::Other => {}
        }
        if let Some(kids) = dict.get_raw::<Object<'a>>(b"K".as_slice()) {
            self.waiting.push((kids, inner));
        }
    }

    fn page_of(&self, dict: &Dict<'a>) -> Option<u32> {
        let page = ObjectIdentifier::from(dict.get_ref(b"Pg".as_slice())?);
        self.pages.get(&page).copied()
    }

    /// The role of an element: its own name, or what the producer says that name stands for.
    fn role_of(&self, dict: &Dict<'a>) -> Role {
        let mut name = dict.get::<Name<'a>>(b"S".as_slice());
        for _ in 0..MOST_ROLES {
            let Some(known) = name else { break };
            match &*known {
                b"H" => return Role::Heading(0),
                b"Title" => return Role::Heading(1),
                b"Figure" => return Role::Figure,
                b"Link" => return Role::Link,
                b"TOC" | b"TOCI" => return Role::Entry,
                [b'H', level @ b'1'..=b'9'] => {
                    return Role::Heading((level - b'0').min(DEEPEST_HEADING));
                }
                _ => {}
            }
            name = self.roles.as_ref().and_then(|roles| roles.get(&*known));
        }
        Role::Other
    }
}

fn alternative_text(dict: &Dict<'_>) -> Option<SmolStr> {
    let text = dict.get::<PdfString<'_>>(b"Alt".as_slice())?;
    one_line(&strings::decode(PdfString::as_bytes(&text))).map(SmolStr::from)
}

/// A text in one line, cut where it is very long; nothing where it holds no letter.
pub(super) fn one_line(text: &str) -> Option<String> {
    let words: Vec<&str> = text
        .split(|letter: char| letter.is_whitespace() || letter.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    let line: String = words.join(" ").chars().take(LONGEST_TEXT).collect();
    line.chars().any(char::is_alphanumeric).then_some(line)
}

#[cfg(test)]
mod tests;
