//! CSL-JSON, which citation managers and pandoc read: an array of items.
use super::citation::Citation;
use serde_json::{Value, json};
use std::io::{self, Write};

/// The item of a citation.
pub(super) fn item(citation: &Citation) -> Value {
    let kind = if citation.is_section {
        "article-magazine"
    } else {
        "periodical"
    };
    let mut item = json!({
        "id": citation.key,
        "type": kind,
        "title": citation.title,
        "archive_location": citation.place,
        "source": citation.file_name,
    });
    let pages = citation.page_range("-");
    let optional = [
        ("container-title", citation.container.as_ref()),
        ("issue", citation.number.as_ref()),
        ("page", pages.as_ref()),
        ("language", citation.language.as_ref()),
    ];
    for (name, value) in optional {
        if let Some(value) = value {
            set(&mut item, name, json!(value));
        }
    }
    if let Some(author) = &citation.author {
        set(&mut item, "author", json!([{ "literal": author }]));
    }
    let mut parts = citation.date_parts();
    if !parts.is_empty() {
        let issued = match citation.season() {
            Some(season) => {
                parts.truncate(1);
                json!({ "date-parts": [parts], "season": season })
            }
            None => json!({ "date-parts": [parts] }),
        };
        set(&mut item, "issued", issued);
    }
    item
}

fn set(item: &mut Value, name: &str, value: Value) {
    if let Some(item) = item.as_object_mut() {
        item.insert(name.to_string(), value);
    }
}

/// Writes an element of the array.
pub(super) fn write_element(citation: &Citation, is_first: bool, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(if is_first { b"[\n" } else { b",\n" })?;
    serde_json::to_writer_pretty(&mut *out, &item(citation))?;
    Ok(())
}
