//! The published JSON Schema of the record, made from the types themselves.
use crate::model::{Issue, SCHEMA_VERSION};
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

/// The JSON Schema (draft 2020-12) of the issue record. Every key is required, even where its value may be `null`,
/// and no other key is allowed: what the program writes is known whole.
pub fn record_schema() -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let schema = settings.into_generator().into_root_schema_for::<Issue>();
    let mut schema = schema.to_value();
    if let Some(root) = schema.as_object_mut() {
        root.insert(
            "$id".to_string(),
            json!(format!("urn:gazette:record:{SCHEMA_VERSION}")),
        );
        root.insert(
            "title".to_string(),
            json!(format!("gazette issue record, schema {SCHEMA_VERSION}")),
        );
        if let Some(version) = root
            .get_mut("properties")
            .and_then(|properties| properties.get_mut("schema"))
        {
            // The number is the promise: a record of another schema is another document.
            if let Some(version) = version.as_object_mut() {
                version.insert("const".to_string(), json!(SCHEMA_VERSION));
            }
        }
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
