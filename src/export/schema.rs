//! The published JSON Schemas, made from the types themselves, and their fields one by one.
use super::pieces::{EventOf, LinkOf, Of, SectionOf};
use crate::model::{Issue, SCHEMA_VERSION};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// The JSON Schema (draft 2020-12) of the issue record. Every key is required, even where its value may be `null`,
/// and no other key is allowed: what the program writes is known whole.
pub fn record_schema() -> Value {
    let mut schema = schema_of::<Issue>("record", "issue record");
    let version = schema
        .pointer_mut("/properties/schema")
        .and_then(Value::as_object_mut);
    if let Some(version) = version {
        // The number is the promise: a record of another schema is another document.
        version.insert("const".to_string(), json!(SCHEMA_VERSION));
    }
    schema
}

/// The JSON Schema of a line of an export: of a record, or of a piece with its `type`.
pub fn line_schema(of: Of) -> Value {
    let (kind, mut schema) = match of {
        Of::Issues => return record_schema(),
        Of::Sections => ("section", schema_of::<SectionOf<'_>>("section", "section line")),
        Of::Links => ("link", schema_of::<LinkOf<'_>>("link", "link line")),
        Of::Events => ("event", schema_of::<EventOf<'_>>("event", "event line")),
    };
    let own = [
        (
            "type",
            json!({"type": "string", "const": kind, "description": "What the line is."}),
        ),
        (
            "schema",
            json!({"type": "integer", "const": SCHEMA_VERSION, "description": "Version of this shape."}),
        ),
    ];
    for (name, property) in own {
        if let Some(properties) = schema.pointer_mut("/properties").and_then(Value::as_object_mut) {
            properties.insert(name.to_string(), property);
        }
        if let Some(required) = schema.pointer_mut("/required").and_then(Value::as_array_mut) {
            required.push(json!(name));
        }
    }
    schema
}

fn schema_of<T: JsonSchema>(name: &str, title: &str) -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let mut schema = settings.into_generator().into_root_schema_for::<T>().to_value();
    if let Some(root) = schema.as_object_mut() {
        root.insert(
            "$id".to_string(),
            json!(format!("urn:gazette:{name}:{SCHEMA_VERSION}")),
        );
        root.insert(
            "title".to_string(),
            json!(format!("gazette {title}, schema {SCHEMA_VERSION}")),
        );
    }
    close_objects(&mut schema);
    schema
}

/// Requires every property of every object and forbids others.
fn close_objects(value: &mut Value) {
    match value {
        Value::Object(object) => {
            let keys = object
                .get("properties")
                .and_then(Value::as_object)
                .map(|properties| properties.keys().cloned().collect::<Vec<_>>());
            let is_object_schema = object.get("type") == Some(&json!("object"));
            if let Some(keys) = keys.filter(|_| is_object_schema) {
                object.insert("required".to_string(), json!(keys));
                object.insert("additionalProperties".to_string(), json!(false));
            }
            object.values_mut().for_each(close_objects);
        }
        Value::Array(values) => values.iter_mut().for_each(close_objects),
        _ => {}
    }
}

/// One field of a schema, for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldDoc {
    /// Where it stands: `sections[].blocks[].text`.
    pub path: String,
    /// What its value is: `string`, `integer or null`…
    pub value: String,
    /// The values that it can have, each with what it means, where they are a closed list.
    pub values: Vec<(String, String)>,
    /// What it says.
    pub description: String,
}

/// The fields of a schema one by one, in the order of their names, each before those that it holds.
pub fn documented_fields(schema: &Value) -> Vec<FieldDoc> {
    let mut fields = Vec::new();
    document(schema, schema, "", &mut fields);
    fields
}

/// Documents the fields of an object, and of what stands in them. Records do not nest in themselves.
fn document(root: &Value, object: &Value, path: &str, fields: &mut Vec<FieldDoc>) {
    let properties = object.get("properties").and_then(Value::as_object);
    for (name, property) in properties.into_iter().flatten() {
        let path = if path.is_empty() {
            name.clone()
        } else {
            format!("{path}.{name}")
        };
        let mut field = FieldDoc {
            path: path.clone(),
            value: String::new(),
            values: Vec::new(),
            description: text(property, "description"),
        };
        let described = describe(root, property, &mut field);
        field.value = described.types.join(" or ");
        fields.push(field);
        if let Some(inner) = described.inner {
            let path = format!("{path}{}", "[]".repeat(described.depth));
            document(root, inner, &path, fields);
        }
    }
}

/// What a property is.
#[derive(Default)]
struct Described<'a> {
    types: Vec<String>,
    /// The object that it holds, and in how many lists.
    inner: Option<&'a Value>,
    depth: usize,
}

fn describe<'a>(root: &'a Value, property: &'a Value, field: &mut FieldDoc) -> Described<'a> {
    let property = resolved(root, property);
    let mut described = Described::default();
    let options = ["anyOf", "oneOf"]
        .iter()
        .find_map(|key| property.get(*key)?.as_array());
    for option in options.into_iter().flatten() {
        if let Some(value) = option.get("const").and_then(Value::as_str) {
            field
                .values
                .push((value.to_string(), text(option, "description")));
            push_new(&mut described.types, "string");
            continue;
        }
        let part = describe(root, option, field);
        part.types
            .iter()
            .for_each(|name| push_new(&mut described.types, name));
        if part.inner.is_some() {
            described.inner = part.inner;
            described.depth = part.depth;
        }
    }
    for value in property
        .get("enum")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        field
            .values
            .extend(value.as_str().map(|value| (value.to_string(), String::new())));
    }
    let types = match property.get("type") {
        Some(Value::String(name)) => vec![name.as_str()],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    for name in types {
        if let ("array", Some(items)) = (name, property.get("items")) {
            let part = describe(root, items, field);
            push_new(
                &mut described.types,
                &format!("list of {}", part.types.join(" or ")),
            );
            described.inner = part.inner;
            described.depth = part.depth + 1;
        } else {
            push_new(&mut described.types, name);
        }
    }
    if property.get("properties").is_some() {
        described.inner = Some(property);
    }
    described
}

fn push_new(types: &mut Vec<String>, name: &str) {
    if !types.iter().any(|known| known == name) {
        types.push(name.to_string());
    }
}

/// The schema that a reference leads to.
fn resolved<'a>(root: &'a Value, schema: &'a Value) -> &'a Value {
    let reference = schema
        .as_object()
        .map(|object: &Map<String, Value>| object.get("$ref"));
    let name = reference
        .flatten()
        .and_then(Value::as_str)
        .and_then(|path| path.strip_prefix("#/$defs/"));
    let found = name.and_then(|name| root.get("$defs")?.get(name));
    found.unwrap_or(schema)
}

fn text(schema: &Value, key: &str) -> String {
    let text = schema.get(key).and_then(Value::as_str).unwrap_or_default();
    text.split_whitespace().collect::<Vec<&str>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_every_line_says_what_it_is() {
        for of in [Of::Issues, Of::Sections, Of::Links, Of::Events] {
            let fields = documented_fields(&line_schema(of));
            for field in &fields {
                assert!(
                    !field.description.is_empty(),
                    "{of:?}: {} says nothing",
                    field.path
                );
                assert!(!field.value.is_empty(), "{of:?}: {} has no type", field.path);
            }
            assert!(fields.iter().any(|field| field.path == "schema"), "{of:?}");
        }
        let fields = documented_fields(&record_schema());
        let field = |path: &str| fields.iter().find(|field| field.path == path).unwrap();
        assert_eq!(field("sections[].blocks[].bbox").value, "list of number or null");
        assert_eq!(field("source.format").values.len(), 2);
        assert_eq!(field("date.iso").value, "string");
        assert_eq!(field("date").value, "object or null");
        assert_eq!(field("redacted").value, "list of string");
        assert_eq!(field("redacted").values[0].0, "email");
        let line = documented_fields(&line_schema(Of::Links));
        assert!(line.iter().any(|field| field.path == "link.raw_url"));
    }
}
