//! `gazette schema`: the JSON Schema of the issue record.
use super::super::{Context, Exit, Failure};
use crate::export::record_schema;

pub(in super::super) fn run(context: &mut Context<'_>) -> Result<Exit, Failure> {
    let schema = serde_json::to_string_pretty(&record_schema()).map_err(std::io::Error::from)?;
    writeln!(context.out.raw(), "{schema}")?;
    Ok(Exit::Done)
}
