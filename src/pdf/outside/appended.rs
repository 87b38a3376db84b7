//! A PDF file with changed objects after its own bytes, as the format's incremental update has it: all that was there stays
//! as it was, to the byte, and a reader of old revisions still finds it.
//!
//! lopdf keeps numbers as `f32`, and so would write a page of 595.0588235294117 points as one of 595.05884: enough for a
//! picture that fills the page to be drawn one pixel wider. The boxes of changed pages are therefore written with the
//! numbers that the file has.
use crate::error::{Error, Result};
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, Number, Object as Found, ObjectIdentifier};
use lopdf::{Document, IncrementalDocument, Object, StringFormat};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Entries of a page that are boxes.
const BOXES: [&[u8]; 5] = [b"ArtBox", b"BleedBox", b"CropBox", b"MediaBox", b"TrimBox"];

/// How the string begins that keeps the place of a box until lopdf has written: it is as long as the box.
const MARK: &[u8] = b"(box";

/// The strings that keep places, each with the box as the file writes it.
type KeptPlaces = FxHashMap<Vec<u8>, String>;

/// A file with changed objects.
pub(super) struct Appended {
    pub(super) bytes: Vec<u8>,
    /// Whether it was written anew, and not only added to.
    pub(super) is_rewritten: bool,
}

/// The bytes of a file with changed objects. A file whose table of objects is damaged is written anew, and so is one that
/// does not begin with its header: its table counts from there.
///
/// # Errors
/// Where it cannot be put together.
pub(super) fn appended(bytes: &Arc<Vec<u8>>, document: Document, mut changed: Document) -> Result<Appended> {
    let places = keep_places(bytes, &mut changed);
    let mut out = Vec::with_capacity(bytes.len());
    // lopdf found the objects of a file without a table by themselves: an update could not refer to it.
    let is_rewritten = document.xref_start == 0 || !bytes.starts_with(b"%PDF-");
    let saved = if is_rewritten {
        let mut document = document;
        document.max_id = document.max_id.max(changed.max_id);
        document.objects.extend(changed.objects);
        document.save_to(&mut out)
    } else {
        let mut update = IncrementalDocument::create_from(bytes.to_vec(), document);
        update.new_document = changed;
        update.save_to(&mut out)
    };
    let broken = |detail: String| Error::DamagedPdf { detail };
    saved.map_err(|error| broken(format!("it cannot be put together again: {error}")))?;
    let unchanged = if is_rewritten { 0 } else { bytes.len() };
    let count = places.len();
    let written = out.get_mut(unchanged..).unwrap_or_default();
    if fill(written, places) != count {
        return Err(broken("a box of a page was lost on the way".to_string()));
    }
    Ok(Appended {
        bytes: out,
        is_rewritten,
    })
}

/// Puts strings where changed pages have boxes that lopdf would not write as they are.
fn keep_places(bytes: &Arc<Vec<u8>>, changed: &mut Document) -> KeptPlaces {
    let mut places = KeptPlaces::default();
    let Ok(pdf) = Pdf::new(Arc::clone(bytes)) else {
        return places;
    };
    for (&(number, generation), object) in &mut changed.objects {
        let Ok(page) = object.as_dict_mut() else {
            continue;
        };
        let id = ObjectIdentifier::new(number, i32::from(generation));
        let Some(in_file) = pdf.xref().get::<Dict<'_>>(id) else {
            continue;
        };
        for key in BOXES {
            let Some(exact) = exact_box(&in_file, key) else {
                continue;
            };
            let room = exact.len().saturating_sub(MARK.len() + 1);
            let number = format!("{:x>1$}", places.len(), room);
            let held = [MARK, number.as_bytes(), b")"].concat();
            if held.len() != exact.len() {
                continue;
            }
            let string = held.get(1..held.len() - 1).unwrap_or_default().to_vec();
            page.set(key, Object::String(string, StringFormat::Literal));
            places.insert(held, exact);
        }
    }
    places
}

/// A box with its numbers as they are, where an `f32` would not hold one of them.
fn exact_box(page: &Dict<'_>, key: &[u8]) -> Option<String> {
    let MaybeRef::NotRef(Found::Array(corners)) = page.get_raw::<Found<'_>>(key)? else {
        return None;
    };
    let corners = numbers(&corners)?;
    let is_held = corners
        .iter()
        .all(|corner| corner.to_string() == (*corner as f32).to_string());
    if is_held {
        return None;
    }
    let corners: Vec<String> = corners.iter().map(f64::to_string).collect();
    Some(format!("[{}]", corners.join(" ")))
}

fn numbers(corners: &Array<'_>) -> Option<Vec<f64>> {
    let mut numbers = Vec::new();
    for corner in corners.raw_iter() {
        let MaybeRef::NotRef(Found::Number(number)) = corner else {
            return None;
        };
        numbers.push(Number::as_f64(&number));
    }
    let is_plain = numbers.len() == 4 && numbers.iter().all(|number| number.is_finite());
    is_plain.then_some(numbers)
}

/// Writes boxes over the strings that kept their places, and says how many were found.
fn fill(out: &mut [u8], mut places: KeptPlaces) -> usize {
    let longest = places.keys().map(Vec::len).max().unwrap_or(0);
    let mut found = 0;
    let mut at = 0;
    while !places.is_empty() && at < out.len() {
        let Some(offset) = next_mark(out.get(at..).unwrap_or_default()) else {
            break;
        };
        let start = at + offset;
        at = start + MARK.len();
        let rest = out.get(start..out.len().min(start + longest)).unwrap_or_default();
        let end = rest
            .iter()
            .position(|byte| *byte == b')')
            .map_or(0, |end| end + 1);
        let Some(exact) = rest.get(..end).and_then(|held| places.remove(held)) else {
            continue;
        };
        if let Some(target) = out.get_mut(start..start + end) {
            target.copy_from_slice(exact.as_bytes());
            found += 1;
        }
    }
    found
}

fn next_mark(bytes: &[u8]) -> Option<usize> {
    bytes.windows(MARK.len()).position(|window| window == MARK)
}

#[cfg(test)]
mod tests {
    use super::super::objects;
    use super::*;
    use lopdf::{Dictionary, dictionary};

    /// A file of one page with these boxes.
    fn file(media: &str) -> Arc<Vec<u8>> {
        let body = [
            "<</Type/Catalog/Pages 2 0 R>>".to_string(),
            "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_string(),
            format!("<</Type/Page/Parent 2 0 R/MediaBox {media}/CropBox[0 0 100 200.5]>>"),
        ];
        let mut file = "%PDF-1.4\n".to_string();
        let mut table = "xref\n0 4\n0000000000 65535 f \n".to_string();
        for (number, object) in body.iter().enumerate() {
            table.push_str(&format!("{:010} 00000 n \n", file.len()));
            file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", number + 1));
        }
        let start = file.len();
        file.push_str(&table);
        file.push_str(&format!(
            "trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
        ));
        Arc::new(file.into_bytes())
    }

    /// The file with a rotated page, once appended.
    fn with_turned_page(bytes: &Arc<Vec<u8>>) -> Vec<u8> {
        let document = Document::load_mem(bytes).unwrap();
        let mut changed = Document::new_from_prev(&document);
        let mut page: Dictionary = document.get_dictionary((3, 0)).unwrap().clone();
        page.set("Rotate", 90);
        changed.objects.insert((3, 0), page.into());
        changed.add_object(dictionary! { "Type" => "Font" });
        appended(bytes, document, changed).unwrap().bytes
    }

    #[test]
    fn the_file_stays_as_it_was_and_changes_follow_it() {
        let bytes = file("[0 0 595.0588235294117 841.9]");
        let out = with_turned_page(&bytes);
        assert_eq!(out.get(..bytes.len()), Some(bytes.as_slice()));
        let again = Document::load_mem(&out).unwrap();
        let page = again.get_dictionary((3, 0)).unwrap();
        assert_eq!(
            objects::entry(&again, page, b"Rotate"),
            Some(&Object::Integer(90))
        );
        assert_eq!(again.objects.len(), 4);
    }

    #[test]
    fn a_box_keeps_the_numbers_that_the_file_has() {
        let out = with_turned_page(&file("[0 0 595.0588235294117 841.9]"));
        let text = String::from_utf8_lossy(&out);
        assert_eq!(text.matches("[0 0 595.0588235294117 841.9]").count(), 2);
        assert!(text.contains("/CropBox[0 0 100 200.5]"), "{text}");
    }

    #[test]
    fn a_file_with_something_before_its_header_is_written_anew() {
        let mut bytes = b"HTTP/1.1 200 OK\n".to_vec();
        bytes.extend_from_slice(&file("[0 0 595.0588235294117 841.9]"));
        let out = with_turned_page(&Arc::new(bytes));
        assert!(out.starts_with(b"%PDF-"));
        let again = Document::load_mem(&out).unwrap();
        assert!(again.xref_start > 0);
        assert_eq!(again.get_pages().len(), 1);
    }

    #[test]
    fn a_file_without_a_table_is_written_anew() {
        let bytes = file("[0 0 595.0588235294117 841.9]");
        let cut = bytes.windows(4).position(|window| window == b"xref").unwrap();
        let mut torn = bytes.get(..cut).unwrap().to_vec();
        torn.extend_from_slice(b"trailer\n<</Size 4/Root 1 0 R>>\n");
        let out = with_turned_page(&Arc::new(torn));
        let text = String::from_utf8_lossy(&out);
        assert_eq!(text.matches("[0 0 595.0588235294117 841.9]").count(), 1);
        assert_eq!(Document::load_mem(&out).unwrap().get_pages().len(), 1);
    }
}
