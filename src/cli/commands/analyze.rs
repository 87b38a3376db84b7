//! `gazette analyze`: under which keys the words of a text are found.
use super::super::output::Style;
use super::super::{Context, Exit, Failure};
use crate::error::Error;
use crate::search::{ANALYSIS_VERSION, Analysed, analyse};
use clap::Args;
use serde::Serialize;
use std::io::Read;
use std::path::Path;
use unicode_width::UnicodeWidthStr;

/// Show the words of a text and the keys under which they are found
///
/// Columns: place, bytes, word as printed, token, light stem, Snowball stem. Tokens at the same place are alternatives
/// of each other; a stop word has no stems. With --json, one object of type "token" a token.
#[derive(Debug, Args)]
pub(in super::super) struct AnalyzeArgs {
    /// The text; `-` reads it on stdin
    #[arg(value_name = "TEXT", required = true)]
    text: Vec<String>,
}

#[derive(Serialize)]
struct Summary {
    command: &'static str,
    analysis: u32,
    tokens: usize,
}

pub(in super::super) fn run(args: &AnalyzeArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let mut text = args.text.join(" ");
    if text == "-" {
        text.clear();
        std::io::stdin()
            .read_to_string(&mut text)
            .map_err(|error| Error::io("read", Path::new("standard input"), error))?;
    }
    let tokens = analyse(&text);
    if context.out.is_json() {
        for token in &tokens {
            context.out.object("token", token)?;
        }
        let summary = Summary {
            command: "analyze",
            analysis: ANALYSIS_VERSION,
            tokens: tokens.len(),
        };
        context.out.object("summary", &summary)?;
        return Ok(Exit::Done);
    }
    print_table(&tokens, context)?;
    Ok(Exit::Done)
}

fn print_table(tokens: &[Analysed], context: &mut Context<'_>) -> Result<(), Failure> {
    let mut rows = Vec::new();
    for token in tokens {
        rows.push([
            token.position.to_string(),
            format!("{}-{}", token.start, token.end),
            token.printed.replace(['\n', '\t'], " "),
            token.token.clone(),
            token.light.clone().unwrap_or_else(|| "-".to_string()),
            token.snowball.clone().unwrap_or_else(|| "-".to_string()),
        ]);
    }
    let mut widths = [0; 6];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.width().max(*width);
        }
    }
    for (row, token) in rows.iter().zip(tokens) {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width.saturating_sub(cell.width()) + 2));
        }
        let role = match (token.role, token.stop) {
            ("word", true) => "stop word",
            ("word", false) => "",
            (role, _) => role,
        };
        context.out.styled(&[
            (
                Style::Plain,
                if role.is_empty() { line.trim_end() } else { &line },
            ),
            (Style::Faint, role),
        ])?;
    }
    Ok(())
}
