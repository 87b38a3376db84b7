//! Takes over from the glyph reader's library the few objects that stand around the text, as lopdf's objects.
//!
//! The one library has opened, mended and deciphered the file already, and parses an object when it is asked for;
//! the other would parse every object of the file a second time, for a page's drawings and tags as well. So what
//! leads to links, outline, labels and information is copied, and nothing else: no content, fonts or pictures.
use crate::pdf::scan::{behind_space, reference};
use crate::pdf::unpack;
use hayro_syntax::Pdf;
use hayro_syntax::object::{
    Array, DateTime, Dict, MaybeRef, Number, ObjRef, Object as Found, ObjectIdentifier,
};
use hayro_syntax::page::Rotation;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat};
use memchr::memmem;
use std::collections::HashSet;

/// Values that are taken over of one file, at some 100 bytes each. A bulletin of a hundred pages with an outline
/// has 50,000.
const MOST_VALUES: usize = 1_000_000;

/// Values inside values; beyond it stands `null`. Producers nest five or six deep.
const DEEPEST: usize = 64;

/// Bytes to which a metadata packet may unpack: large ones, with an edit history and a preview, have some hundred
/// kilobytes.
const LARGEST_PACKET: usize = 4 * 1_024 * 1_024;

/// Entries that lead to the drawn page, to form fields, or back to what is reached from above.
const NOT_FOLLOWED: [&[u8]; 7] = [
    b"AP",
    b"EF",
    b"P",
    b"Parent",
    b"PieceInfo",
    b"Popup",
    b"Resources",
];

/// Entries of a page that lead to what is drawn on it. An annotation has its words under one of these names.
const OF_DRAWN_PAGE: [&[u8]; 3] = [b"B", b"Contents", b"Thumb"];

/// Entries of the catalogue that are taken over.
const OF_CATALOGUE: [&[u8]; 7] = [
    b"Dests",
    b"Lang",
    b"MarkInfo",
    b"Outlines",
    b"PageLabels",
    b"URI",
    b"Version",
];

/// Bytes at the head of a file among which its header may stand.
const HEADER_WITHIN: usize = 1_024;

/// The version in the header of a file: `1.7`.
fn version_in(head: &[u8]) -> Option<&str> {
    memmem::find_iter(head, b"%PDF-").find_map(|place| match head.get(place + 5..place + 8) {
        Some(version @ [b'0'..=b'9', b'.', b'0'..=b'9']) => str::from_utf8(version).ok(),
        _ => None,
    })
}

/// The reference to the information dictionary in the last trailer. The library tells what it holds, but not dates that
/// are written in another form than the specification's.
fn information_of(bytes: &[u8]) -> Option<ObjectIdentifier> {
    let mut last = None;
    for place in memmem::find_iter(bytes, b"/Info") {
        let value = bytes.get(place + 5..).and_then(|rest| behind_space(rest, 1));
        last = value.and_then(reference).or(last);
    }
    let (object, generation) = last?;
    Some(ObjectIdentifier::new(
        object.try_into().ok()?,
        generation.try_into().ok()?,
    ))
}

/// Whether the mark of an encrypted file is in it, as trailers have it. The library does not tell.
fn is_encrypted(bytes: &[u8]) -> bool {
    memmem::find_iter(bytes, b"/Encrypt").any(|place| {
        let behind = bytes.get(place + 8..).and_then(|rest| behind_space(rest, 0));
        behind.is_some_and(|behind| behind.starts_with(b"<<") || reference(behind).is_some())
    })
}

/// What is taken over of a file.
#[derive(Debug, Default)]
pub(super) struct Graft {
    /// Catalogue, pages (in one list, with what they inherit), and what both lead to.
    pub(super) document: Document,
    /// Whether the file is encrypted.
    pub(super) encrypted: bool,
    /// Whether [`MOST_VALUES`] was reached.
    pub(super) is_cut: bool,
}

impl Graft {
    /// Takes over what stands around the text of an open file. `bytes` are the file's.
    pub(super) fn of(pdf: &Pdf, bytes: &[u8]) -> Self {
        let mut grafter = Grafter {
            pdf,
            document: Document::new(),
            waiting: Vec::new(),
            seen: HashSet::new(),
            values_left: MOST_VALUES,
        };
        grafter.add_version(bytes);
        grafter.add_information(bytes);
        grafter.add_catalogue();
        grafter.follow();
        Self {
            encrypted: is_encrypted(bytes),
            is_cut: grafter.values_left == 0,
            document: grafter.document,
        }
    }
}

struct Grafter<'a> {
    pdf: &'a Pdf,
    document: Document,
    /// Objects that something already taken over refers to.
    waiting: Vec<ObjRef>,
    seen: HashSet<ObjectId>,
    values_left: usize,
}

impl<'a> Grafter<'a> {
    /// The version in the file's header; the library knows only the catalogue's where that has one.
    fn add_version(&mut self, bytes: &[u8]) {
        let head = bytes.get(..bytes.len().min(HEADER_WITHIN)).unwrap_or_default();
        self.document.version = version_in(head).unwrap_or_default().to_string();
    }

    fn add_information(&mut self, bytes: &[u8]) {
        let information = self
            .information_in(bytes)
            .unwrap_or_else(|| self.information_of_library());
        self.document.trailer.set("Info", information);
    }

    /// The information dictionary that the last trailer of the file names.
    fn information_in(&mut self, bytes: &[u8]) -> Option<Dictionary> {
        let id = information_of(bytes)?;
        let dict = self.pdf.xref().get::<Dict<'a>>(id)?;
        let is_information = ["Producer", "Creator", "Title", "CreationDate"]
            .iter()
            .any(|key| dict.contains_key(key.as_bytes()));
        is_information.then(|| self.dictionary(&dict, 0))
    }

    fn information_of_library(&self) -> Dictionary {
        let told = self.pdf.metadata();
        let mut information = Dictionary::new();
        let texts = [
            ("Title", &told.title),
            ("Author", &told.author),
            ("Subject", &told.subject),
            ("Keywords", &told.keywords),
            ("Creator", &told.creator),
            ("Producer", &told.producer),
        ];
        for (key, text) in texts {
            if let Some(text) = text {
                information.set(key, Object::String(text.to_vec(), StringFormat::Literal));
            }
        }
        let dates = [
            ("CreationDate", told.creation_date),
            ("ModDate", told.modification_date),
        ];
        for (key, date) in dates {
            if let Some(date) = date {
                information.set(key, Object::string_literal(date_as_written(date)));
            }
        }
        information
    }

    fn add_catalogue(&mut self) {
        let mut catalogue = Dictionary::new();
        let found = self.pdf.xref().get::<Dict<'a>>(self.pdf.xref().root_id());
        if let Some(found) = found {
            for key in OF_CATALOGUE {
                if let Some(value) = self.entry(&found, key) {
                    catalogue.set(key, value);
                }
            }
            // Of the name trees only that of destinations; of the tags only that there are some.
            if let Some(names) = found.get::<Dict<'a>>(b"Names".as_slice())
                && let Some(destinations) = self.entry(&names, b"Dests")
            {
                let mut taken = Dictionary::new();
                taken.set("Dests", destinations);
                catalogue.set("Names", taken);
            }
            if found.get::<Dict<'a>>(b"StructTreeRoot".as_slice()).is_some() {
                catalogue.set("StructTreeRoot", Dictionary::new());
            }
            if let Some(packet) = found.get::<hayro_syntax::object::Stream<'a>>(b"Metadata".as_slice()) {
                let (unpacked, _) = unpack::stream(&packet, LARGEST_PACKET);
                let taken = Stream::new(Dictionary::new(), unpacked.into_owned());
                catalogue.set("Metadata", Object::Stream(taken));
            }
        }
        let kids = self.pages();
        let mut pages = Dictionary::new();
        pages.set("Type", "Pages");
        pages.set("Kids", kids);
        catalogue.set("Pages", pages);
        self.document.trailer.set("Root", catalogue);
    }

    /// The pages in order, each with its boxes as they are, wherever the file says them.
    fn pages(&mut self) -> Vec<Object> {
        let mut kids = Vec::new();
        for page in self.pdf.pages().iter() {
            let raw = page.raw();
            let mut taken = self.dictionary_without(raw, &OF_DRAWN_PAGE, 0);
            taken.set("Type", "Page");
            for (key, bounds) in [("MediaBox", page.media_box()), ("CropBox", page.crop_box())] {
                let corners = [bounds.x0, bounds.y0, bounds.x1, bounds.y1];
                taken.set(key, corners.map(|corner| Object::Real(corner as f32)).to_vec());
            }
            let turned = match page.rotation() {
                Rotation::None => 0,
                Rotation::Horizontal => 90,
                Rotation::Flipped => 180,
                Rotation::FlippedHorizontal => 270,
            };
            taken.set("Rotate", turned);
            match raw.obj_id().and_then(id_of) {
                Some(id) => {
                    self.seen.insert(id);
                    self.document.objects.insert(id, taken.into());
                    kids.push(id.into());
                }
                None => kids.push(taken.into()),
            }
        }
        kids
    }

    /// Takes over what is referred to, object by object, each once.
    fn follow(&mut self) {
        while let Some(reference) = self.waiting.pop() {
            let identifier = ObjectIdentifier::new(reference.obj_number, reference.gen_number);
            let Some(id) = id_of(identifier) else {
                continue;
            };
            if let Some(found) = self.pdf.xref().get::<Found<'a>>(identifier) {
                let taken = self.value(found, 0);
                self.document.objects.insert(id, taken);
            }
        }
    }

    fn entry(&mut self, dict: &Dict<'a>, key: &[u8]) -> Option<Object> {
        let found = dict.get_raw::<Found<'a>>(key)?;
        Some(self.taken(found, 0))
    }

    fn taken(&mut self, found: MaybeRef<Found<'a>>, depth: usize) -> Object {
        let reference = match found {
            MaybeRef::Ref(reference) => reference,
            MaybeRef::NotRef(found) => return self.value(found, depth),
        };
        let identifier = ObjectIdentifier::new(reference.obj_number, reference.gen_number);
        let Some(id) = id_of(identifier) else {
            return Object::Null;
        };
        if self.seen.insert(id) {
            self.waiting.push(reference);
        }
        id.into()
    }

    fn value(&mut self, found: Found<'a>, depth: usize) -> Object {
        if self.values_left == 0 || depth > DEEPEST {
            return Object::Null;
        }
        self.values_left -= 1;
        match found {
            Found::Null(_) => Object::Null,
            Found::Boolean(value) => Object::Boolean(value),
            Found::Number(number) => number_of(number),
            Found::String(text) => Object::String(text.as_bytes().to_vec(), StringFormat::Literal),
            Found::Name(name) => Object::Name(name.as_ref().to_vec()),
            Found::Dict(dict) => self.dictionary(&dict, depth + 1).into(),
            Found::Array(array) => self.array(&array, depth + 1).into(),
            // A script or an attached file: that there is something is all that matters here.
            Found::Stream(stream) => self.dictionary(stream.dict(), depth + 1).into(),
        }
    }

    fn dictionary(&mut self, dict: &Dict<'a>, depth: usize) -> Dictionary {
        self.dictionary_without(dict, &[], depth)
    }

    fn dictionary_without(&mut self, dict: &Dict<'a>, left_out: &[&[u8]], depth: usize) -> Dictionary {
        let mut taken = Dictionary::new();
        for (key, found) in dict.entries() {
            let key: &[u8] = key.as_ref();
            if self.values_left == 0 {
                break;
            }
            // A string under such a name is something else: the prefix of page labels is a `P`.
            let is_drawn = !matches!(found, MaybeRef::NotRef(Found::String(_)));
            if is_drawn && (NOT_FOLLOWED.contains(&key) || left_out.contains(&key)) {
                continue;
            }
            taken.set(key, self.taken(found, depth));
        }
        taken
    }

    fn array(&mut self, array: &Array<'a>, depth: usize) -> Vec<Object> {
        let mut taken = Vec::new();
        for found in array.raw_iter() {
            if self.values_left == 0 {
                break;
            }
            taken.push(self.taken(found, depth));
        }
        taken
    }
}

fn id_of(identifier: ObjectIdentifier) -> Option<ObjectId> {
    let generation = u16::try_from(identifier.gen_number).ok()?;
    Some((identifier.obj_number, generation))
}

fn number_of(number: Number) -> Object {
    let value = number.as_f64();
    if value.fract() == 0.0 && value.abs() < 9e15 {
        Object::Integer(value as i64)
    } else {
        Object::Real(value as f32)
    }
}

fn date_as_written(date: DateTime) -> String {
    let sign = if date.utc_offset_hour < 0 { '-' } else { '+' };
    format!(
        "D:{:04}{:02}{:02}{:02}{:02}{:02}{sign}{:02}'{:02}'",
        date.year,
        date.month,
        date.day,
        date.hour,
        date.minute,
        date.second,
        date.utc_offset_hour.unsigned_abs(),
        date.utc_offset_minute
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_trailer_names_the_information() {
        let bytes = b"/Info 3 0 R ... /Info 12 0 R /Info(none) /Infos 4 0 R";
        assert_eq!(information_of(bytes), Some(ObjectIdentifier::new(12, 0)));
        assert_eq!(information_of(b"/Info<< >>"), None);
    }

    #[test]
    fn the_header_tells_the_version() {
        assert_eq!(version_in(b"junk %PDF- %PDF-1.7\n"), Some("1.7"));
        assert_eq!(version_in(b"%PDF-1."), None);
    }

    #[test]
    fn encrypted_files_are_told_by_their_trailer() {
        assert!(is_encrypted(b"<< /Encrypt 12 0 R >>"));
        assert!(is_encrypted(b"<< /Encrypt<< /V 1 >> >>"));
        assert!(!is_encrypted(b"/EncryptMetadata true"));
        assert!(!is_encrypted(b"/Encrypt"));
    }
}
