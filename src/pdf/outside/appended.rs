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
use std::sync::Arc;

/// Entries of a page that are boxes.
const BOXES: [&[u8]; 5] = [b"ArtBox", b"BleedBox", b"CropBox", b"MediaBox", b"TrimBox"];

/// A box as the file writes it, and the string of the same length that keeps its place until lopdf has written.
struct KeptPlace {
    written: String,
    exact: String,
}

/// The bytes of a file with changed objects. A file whose table of objects is damaged is written anew.
///
/// # Errors
/// Where it cannot be put together.
pub(super) fn appended(bytes: &Arc<Vec<u8>>, document: Document, mut changed: Document) -> Result<Vec<u8>> {
    let places = keep_places(bytes, &mut changed);
    let mut out = Vec::with_capacity(bytes.len());
    let mut unchanged = 0;
    // lopdf found the objects of a file without a table by themselves: an update could not refer to it.
    let saved = if document.xref_start == 0 {
        let mut document = document;
        document.max_id = document.max_id.max(changed.max_id);
        document.objects.extend(changed.objects);
        document.save_to(&mut out)
    } else {
        let mut update = IncrementalDocument::create_from(bytes.to_vec(), document);
        update.new_document = changed;
        unchanged = bytes.len();
        update.save_to(&mut out)
    };
    let broken = |detail: String| Error::DamagedPdf { detail };
    saved.map_err(|error| broken(format!("it cannot be put together again: {error}")))?;
    for place in places {
        let written = out.get_mut(unchanged..).unwrap_or_default();
        if !fill(written, &place) {
            return Err(broken("a box of a page was lost on the way".to_string()));
        }
    }
    Ok(out)
}

/// Puts strings where changed pages have boxes that lopdf would not write as they are.
fn keep_places(bytes: &Arc<Vec<u8>>, changed: &mut Document) -> Vec<KeptPlace> {
    let mut places = Vec::new();
    let Ok(pdf) = Pdf::new(Arc::clone(bytes)) else {
        return places;
    };
    for (&(number, generation), object) in &mut changed.objects {
        let Ok(page) = object.as_dict_mut() else {
            continue;
        };
        if !page.has_type(b"Page") {
            continue;
        }
        let id = ObjectIdentifier::new(number, i32::from(generation));
        let Some(in_file) = pdf.xref().get::<Dict<'_>>(id) else {
            continue;
        };
        for key in BOXES {
            let Some(exact) = exact_box(&in_file, key) else {
                continue;
            };
            let held = format!("{:x>1$}", places.len(), exact.len() - 2);
            page.set(
                key,
                Object::String(held.clone().into_bytes(), StringFormat::Literal),
            );
            places.push(KeptPlace {
                written: format!("({held})"),
                exact,
            });
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

/// Writes a box over the string that kept its place. False where it is not there once.
fn fill(out: &mut [u8], place: &KeptPlace) -> bool {
    let written = place.written.as_bytes();
    let windows = out.windows(written.len()).enumerate();
    let mut found = windows.filter_map(|(start, window)| (window == written).then_some(start));
    let (Some(start), None) = (found.next(), found.next()) else {
        return false;
    };
    let Some(target) = out.get_mut(start..start + written.len()) else {
        return false;
    };
    target.copy_from_slice(place.exact.as_bytes());
    true
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
        appended(bytes, document, changed).unwrap()
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
