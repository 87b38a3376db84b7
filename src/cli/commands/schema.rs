//! `gazette schema`: the JSON Schema of the issue record, and its fields one by one.
//!
//! The schema itself is what validators read; with `--json` it stands in an object, as everything does.
use super::super::{Context, Exit, Failure};
use super::export::OfArg;
use crate::export::{FieldDoc, Of, documented_fields, line_schema};
use clap::Args;
use serde::Serialize;
use serde_json::Value;
use std::io;

/// Print the JSON Schema of the issue record, or its fields one by one
///
/// With --of, that of a line of `gazette export --format jsonl --of sections`, links or events.
#[derive(Debug, Args)]
pub(in super::super) struct SchemaArgs {
    /// Print the fields one by one, each with its type and what it says, in Markdown
    #[arg(long)]
    doc: bool,
    /// What the line is about
    #[arg(long, value_enum, value_name = "WHAT", default_value = "issues")]
    of: OfArg,
}

#[derive(Serialize)]
struct SchemaObject {
    value: Value,
}

#[derive(Serialize)]
struct FieldObject<'a> {
    path: &'a str,
    value: &'a str,
    values: Vec<FieldValue<'a>>,
    description: &'a str,
}

#[derive(Serialize)]
struct FieldValue<'a> {
    value: &'a str,
    description: &'a str,
}

#[derive(Serialize)]
struct Summary {
    command: &'static str,
    /// How many fields were told, where that was asked for.
    fields: Option<usize>,
}

pub(in super::super) fn run(args: &SchemaArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let value = match args.of.of() {
        Of::Issues => crate::export::record_schema(),
        of => line_schema(of),
    };
    let fields = args.doc.then(|| documented_fields(&value));
    match &fields {
        Some(fields) if context.out.is_json() => {
            for field in fields {
                print_object(field, context)?;
            }
        }
        Some(fields) => {
            let title = value.get("title").and_then(Value::as_str).unwrap_or_default();
            context.out.line(&format!("# {title}\n"))?;
            for field in fields {
                print(field, context)?;
            }
        }
        None if context.out.is_json() => context.out.object("schema", &SchemaObject { value })?,
        None => {
            let schema = serde_json::to_string_pretty(&value).map_err(io::Error::from)?;
            writeln!(context.out.raw(), "{schema}")?;
        }
    }
    if context.out.is_json() {
        let summary = Summary {
            command: "schema",
            fields: fields.as_ref().map(Vec::len),
        };
        context.out.object("summary", &summary)?;
    }
    Ok(Exit::Done)
}

fn print_object(field: &FieldDoc, context: &mut Context<'_>) -> io::Result<()> {
    let object = FieldObject {
        path: &field.path,
        value: &field.value,
        values: field
            .values
            .iter()
            .map(|(value, description)| FieldValue { value, description })
            .collect(),
        description: &field.description,
    };
    context.out.object("field", &object)
}

fn print(field: &FieldDoc, context: &mut Context<'_>) -> io::Result<()> {
    context.out.line(&format!(
        "- `{}` ({}): {}",
        field.path, field.value, field.description
    ))?;
    for (value, description) in &field.values {
        let description = if description.is_empty() {
            String::new()
        } else {
            format!(": {description}")
        };
        context.out.line(&format!("  - `{value}`{description}"))?;
    }
    Ok(())
}
