//! Short ways into a file's objects that follow references and give nothing where the file is wrong.
//!
//! lopdf bounds chains of references; everything here is one step deep, so nothing can go round in circles.
use crate::model::Rect;
use lopdf::{Dictionary, Document, Object};

/// The object under a key, references followed; nothing where it is absent, lost or `null`.
pub(super) fn entry<'a>(
    document: &'a Document,
    dictionary: &'a Dictionary,
    key: &[u8],
) -> Option<&'a Object> {
    resolve(document, dictionary.get(key).ok()?)
}

/// The object itself, references followed; nothing where it is lost or `null`.
pub(super) fn resolve<'a>(document: &'a Document, object: &'a Object) -> Option<&'a Object> {
    let (_, object) = document.dereference(object).ok()?;
    (!object.is_null()).then_some(object)
}

/// The dictionary under a key.
pub(super) fn dictionary<'a>(
    document: &'a Document,
    holder: &'a Dictionary,
    key: &[u8],
) -> Option<&'a Dictionary> {
    entry(document, holder, key)?.as_dict().ok()
}

/// The array under a key.
pub(super) fn array<'a>(document: &'a Document, holder: &'a Dictionary, key: &[u8]) -> Option<&'a [Object]> {
    Some(entry(document, holder, key)?.as_array().ok()?.as_slice())
}

/// The name under a key.
pub(super) fn name<'a>(document: &'a Document, holder: &'a Dictionary, key: &[u8]) -> Option<&'a [u8]> {
    entry(document, holder, key)?.as_name().ok()
}

/// The string under a key; a name is taken for one, as some writers do.
pub(super) fn bytes<'a>(document: &'a Document, holder: &'a Dictionary, key: &[u8]) -> Option<&'a [u8]> {
    string_or_name(entry(document, holder, key)?)
}

/// The bytes of a string or of a name.
pub(super) fn string_or_name(object: &Object) -> Option<&[u8]> {
    object.as_str().or_else(|_| object.as_name()).ok()
}

/// The whole number under a key; a real number is cut.
pub(super) fn integer(document: &Document, holder: &Dictionary, key: &[u8]) -> Option<i64> {
    match entry(document, holder, key)? {
        Object::Integer(value) => Some(*value),
        // The cast saturates: no number that a file can hold wraps round.
        Object::Real(value) if value.is_finite() => Some(*value as i64),
        _ => None,
    }
}

/// A finite number.
pub(super) fn number(document: &Document, object: &Object) -> Option<f32> {
    let value = resolve(document, object)?.as_float().ok()?;
    value.is_finite().then_some(value)
}

/// All numbers of an array; nothing where one of its members is none.
pub(super) fn numbers(document: &Document, objects: &[Object]) -> Option<Vec<f32>> {
    let mut values = Vec::with_capacity(objects.len().min(1_024));
    for object in objects {
        values.push(number(document, object)?);
    }
    Some(values)
}

/// The rectangle under a key, in the file's coordinates, smaller corner first whatever the file's order.
pub(super) fn rectangle(document: &Document, holder: &Dictionary, key: &[u8]) -> Option<Rect> {
    let corners = array(document, holder, key)?;
    let values = numbers(document, corners.get(..4)?)?;
    let &[x0, y0, x1, y1] = values.as_slice() else {
        return None;
    };
    Some([x0.min(x1), y0.min(y1), x0.max(x1), y0.max(y1)])
}
