//! Finding the records of a file: JSON Lines, an array, or one object over several lines.
use crate::error::{Error, Result};
use serde_json::Value;
use std::io::{BufRead, Read};
use std::path::Path;

/// The longest record, in bytes: a year of a daily paper is shorter.
const MAX_RECORD_BYTES: u64 = 64 << 20;
/// The longest file that must be held whole because it is no JSON Lines, in bytes.
const MAX_FILE_BYTES: u64 = 1 << 30;

/// A record as it came.
#[derive(Debug, Clone)]
pub(super) struct Received {
    /// Its text, without the space around it.
    pub(super) text: String,
    /// What the text says.
    pub(super) value: Value,
}

type Take<'a> = dyn FnMut(usize, Result<Received>) -> Result<()> + 'a;

/// Hands each record of a file on, with its line. Lines of a summary, as `export --json` ends with, are left out.
pub(super) fn each_record(path: &Path, input: &mut dyn BufRead, take: &mut Take<'_>) -> Result<()> {
    let mut line_number = 0;
    let mut is_first = true;
    loop {
        let mut line = Vec::new();
        let length = input
            .take(MAX_RECORD_BYTES + 1)
            .read_until(b'\n', &mut line)
            .map_err(|error| Error::io("read", path, error))?;
        if length == 0 {
            return Ok(());
        }
        line_number += 1;
        if line.len() as u64 > MAX_RECORD_BYTES {
            return Err(Error::LimitReached {
                detail: format!("line {line_number} is longer than {MAX_RECORD_BYTES} bytes"),
            });
        }
        let text = match String::from_utf8(line) {
            Ok(text) => text,
            Err(_) => {
                take(line_number, Err(invalid("it is not written in UTF-8")))?;
                continue;
            }
        };
        // Some programs begin a file with a byte order mark.
        let text = text.trim_start_matches('\u{FEFF}').trim();
        if text.is_empty() {
            continue;
        }
        match serde_json::from_str::<Value>(text) {
            Ok(Value::Array(values)) if is_first => {
                for (index, value) in values.into_iter().enumerate() {
                    take(index + 1, Ok(received(value)))?;
                }
            }
            Ok(value) => hand_on(line_number, text, value, take)?,
            Err(_) if is_first && text.starts_with(['[', '{']) && !text.ends_with('}') => {
                return whole(path, text, input, take);
            }
            Err(error) => take(line_number, Err(invalid(&error.to_string())))?,
        }
        is_first = false;
    }
}

/// The rest of a file whose first line is the beginning of a value: `export --format json` writes such files.
fn whole(path: &Path, begun: &str, input: &mut dyn BufRead, take: &mut Take<'_>) -> Result<()> {
    let mut text = begun.to_string();
    text.push('\n');
    input
        .take(MAX_FILE_BYTES + 1)
        .read_to_string(&mut text)
        .map_err(|error| Error::io("read", path, error))?;
    if text.len() as u64 > MAX_FILE_BYTES {
        return Err(Error::LimitReached {
            detail: format!("the file is longer than {MAX_FILE_BYTES} bytes and no JSON Lines"),
        });
    }
    match serde_json::from_str::<Value>(&text) {
        Ok(Value::Array(values)) => {
            for (index, value) in values.into_iter().enumerate() {
                take(index + 1, Ok(received(value)))?;
            }
            Ok(())
        }
        Ok(value) => hand_on(1, text.trim(), value, take),
        Err(error) => take(error.line(), Err(invalid(&error.to_string()))),
    }
}

fn hand_on(line: usize, text: &str, value: Value, take: &mut Take<'_>) -> Result<()> {
    let kind = value.get("type").and_then(Value::as_str).unwrap_or_default();
    match kind {
        "summary" => Ok(()),
        "record" => match value.get("record") {
            Some(record) => take(line, Ok(received(record.clone()))),
            None => take(line, Err(invalid("an object of type record wants a key record"))),
        },
        _ => take(
            line,
            Ok(Received {
                text: text.to_string(),
                value,
            }),
        ),
    }
}

fn received(value: Value) -> Received {
    Received {
        text: value.to_string(),
        value,
    }
}

pub(super) fn invalid(detail: &str) -> Error {
    Error::InvalidRecord {
        detail: detail.to_string(),
    }
}
