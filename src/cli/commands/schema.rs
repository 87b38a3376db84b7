//! `gazette schema`: the JSON Schema of the issue record.
//!
//! The schema itself is what validators read; with `--json` it stands in an object, as everything does.
use super::super::{Context, Exit, Failure};
use crate::export::record_schema;
use serde::Serialize;
use serde_json::Value;

#[derive(Serialize)]
struct SchemaObject {
    value: Value,
}

#[derive(Serialize)]
struct Summary {
    command: &'static str,
}

pub(in super::super) fn run(context: &mut Context<'_>) -> Result<Exit, Failure> {
    let value = record_schema();
    if context.out.is_json() {
        context.out.object("schema", &SchemaObject { value })?;
        context.out.object("summary", &Summary { command: "schema" })?;
        return Ok(Exit::Done);
    }
    let schema = serde_json::to_string_pretty(&value).map_err(std::io::Error::from)?;
    writeln!(context.out.raw(), "{schema}")?;
    Ok(Exit::Done)
}
