//! The counts as a bar chart: a column a period, its height the occurrences for ten thousand words.
use super::{highest, name, rate};
use crate::search::Trend;
use std::io::{self, Write};

const COLUMN: usize = 28;
const HEIGHT: f64 = 220.0;
const MARGIN: usize = 56;

/// Writes the chart. Periods without an issue are hatched, so that they are not read as silence.
pub(super) fn write(out: &mut dyn Write, query: &str, trend: &Trend) -> io::Result<()> {
    let width = MARGIN + trend.periods.len() * COLUMN + 16;
    let bottom = HEIGHT as usize + 40;
    let height = bottom + 64;
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} \
         {height}\" font-family=\"sans-serif\" font-size=\"11\">"
    )?;
    writeln!(
        out,
        "<defs><pattern id=\"none\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\"><path d=\"M0 6L6 0\" \
         stroke=\"#bbb\"/></pattern></defs>"
    )?;
    writeln!(
        out,
        "<title>{}: occurrences for 10,000 words</title>",
        escaped(query)
    )?;
    writeln!(
        out,
        "<text x=\"{MARGIN}\" y=\"20\" font-size=\"13\">{} (for 10,000 words)</text>",
        escaped(query)
    )?;
    let highest = highest(trend);
    writeln!(
        out,
        "<text x=\"{}\" y=\"44\" text-anchor=\"end\">{highest:.1}</text>",
        MARGIN - 6
    )?;
    for (index, period) in trend.periods.iter().enumerate() {
        let left = MARGIN + index * COLUMN + 3;
        let is_empty = period.all_issues == 0 && period.all_sections == 0;
        let (tall, fill) = if is_empty {
            (HEIGHT, "url(#none)")
        } else {
            (
                period.per_10000_words.unwrap_or(0.0) / highest * HEIGHT,
                "#3b6ea5",
            )
        };
        writeln!(
            out,
            "<rect x=\"{left}\" y=\"{:.1}\" width=\"{}\" height=\"{tall:.1}\" fill=\"{fill}\"><title>{}: {}</title></rect>",
            bottom as f64 - tall,
            COLUMN - 6,
            name(period),
            if is_empty {
                "no issue".to_string()
            } else {
                rate(period)
            }
        )?;
        let middle = left + COLUMN / 2 - 3;
        writeln!(
            out,
            "<text x=\"{middle}\" y=\"{}\" text-anchor=\"end\" transform=\"rotate(-60 {middle} {})\">{}</text>",
            bottom + 14,
            bottom + 14,
            name(period)
        )?;
    }
    let end = width - 16;
    writeln!(out, "<path d=\"M{MARGIN} {bottom}H{end}\" stroke=\"#333\"/>")?;
    writeln!(out, "</svg>")
}

/// Text for XML. Control characters, which XML forbids, are left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars().filter(|character| !character.is_control()) {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            _ => escaped.push(character),
        }
    }
    escaped
}
