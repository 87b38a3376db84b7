//! ALTO 4: where each word stands on the pages of an original, for libraries. A document holds the pages of one issue.
//!
//! Places are told in 1/1200 inch, in whole numbers: finer than any scan, and the same for files without pixels.
use super::xml::{DECLARATION, escape};
use crate::model::{FurnitureKind, Issue, Ocr, PlacedBlock, PlacedLine, PlacedPage, Rect};
use std::io::{self, Write};

const NAMESPACE: &str = "http://www.loc.gov/standards/alto/ns-v4#";
const SCHEMA: &str = "http://www.loc.gov/standards/alto/v4/alto-4-3.xsd";

/// Units of the document in a point.
const UNITS: f32 = 1200.0 / 72.0;

/// Kinds of lines beside the text, by the name of their tag.
const BESIDE_THE_TEXT: [(FurnitureKind, &str, &str); 5] = [
    (FurnitureKind::RunningHead, "running_head", "running head"),
    (FurnitureKind::RunningFoot, "running_foot", "running foot"),
    (FurnitureKind::Folio, "folio", "page number"),
    (FurnitureKind::Masthead, "masthead", "masthead"),
    (FurnitureKind::JumpLine, "jump_line", "jump line"),
];

/// Writes the words of an issue with their places, as they stand in its original.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write_alto(
    issue: &Issue,
    pages: &[PlacedPage],
    recognised: Option<&Ocr>,
    out: &mut dyn Write,
) -> io::Result<()> {
    out.write_all(DECLARATION.as_bytes())?;
    writeln!(
        out,
        "<alto xmlns=\"{NAMESPACE}\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:schemaLocation=\"{NAMESPACE} {SCHEMA}\" SCHEMAVERSION=\"4.3\">"
    )?;
    write_description(issue, recognised, out)?;
    writeln!(out, "<Tags>")?;
    for (_, id, label) in BESIDE_THE_TEXT {
        writeln!(out, "<LayoutTag ID=\"{id}\" LABEL=\"{label}\"/>")?;
    }
    writeln!(out, "</Tags>\n<Layout>")?;
    for page in pages {
        write_page(page, out)?;
    }
    writeln!(out, "</Layout>\n</alto>")
}

fn write_description(issue: &Issue, recognised: Option<&Ocr>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "<Description>\n<MeasurementUnit>inch1200</MeasurementUnit>\n<sourceImageInformation>\n\
         <fileName>{}</fileName>\n<fileIdentifier fileIdentifierLocation=\"SHA-256\">{}</fileIdentifier>\n\
         </sourceImageInformation>",
        escape(&issue.source.file_name),
        escape(&issue.source.sha256)
    )?;
    if let Some(ocr) = recognised {
        let settings = format!("languages: {}", ocr.languages);
        let category = "contentGeneration";
        write_processing(
            "recognition",
            category,
            Some(&settings),
            &ocr.engine,
            &ocr.version,
            out,
        )?;
    }
    let version = env!("CARGO_PKG_VERSION");
    write_processing("reading", "contentGeneration", None, "gazette", version, out)?;
    writeln!(out, "</Description>")
}

fn write_processing(
    id: &str,
    category: &str,
    settings: Option<&str>,
    name: &str,
    version: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(
        out,
        "<Processing ID=\"{id}\">\n<processingCategory>{category}</processingCategory>"
    )?;
    if let Some(settings) = settings {
        writeln!(
            out,
            "<processingStepSettings>{}</processingStepSettings>",
            escape(settings)
        )?;
    }
    writeln!(
        out,
        "<processingSoftware>\n<softwareName>{}</softwareName>\n<softwareVersion>{}</softwareVersion>\n\
         </processingSoftware>\n</Processing>",
        escape(name),
        escape(version)
    )
}

fn write_page(page: &PlacedPage, out: &mut dyn Write) -> io::Result<()> {
    let number = page.number;
    write!(
        out,
        "<Page ID=\"page_{number}\" PHYSICAL_IMG_NR=\"{number}\" WIDTH=\"{}\" HEIGHT=\"{}\"",
        units(page.width),
        units(page.height)
    )?;
    if let Some(label) = &page.label {
        write!(out, " PRINTED_IMG_NR=\"{}\"", escape(label))?;
    }
    let processing = match page.confidence {
        Some(sure) => {
            write!(out, " PC=\"{sure:.2}\"")?;
            "recognition reading"
        }
        None => "reading",
    };
    writeln!(out, " PROCESSINGREFS=\"{processing}\">")?;
    writeln!(out, "<PrintSpace{}>", place([0.0, 0.0, page.width, page.height]))?;
    for (index, block) in page.blocks.iter().enumerate() {
        write_block(block, &format!("page_{number}_block_{}", index + 1), out)?;
    }
    writeln!(out, "</PrintSpace>\n</Page>")
}

fn write_block(block: &PlacedBlock, id: &str, out: &mut dyn Write) -> io::Result<()> {
    // The form wants a word in each line.
    if block.lines.iter().all(|line| line.words.is_empty()) {
        return Ok(());
    }
    let tag = BESIDE_THE_TEXT
        .iter()
        .find(|(kind, _, _)| Some(*kind) == block.furniture)
        .map(|(_, tag, _)| format!(" TAGREFS=\"{tag}\""));
    writeln!(
        out,
        "<TextBlock ID=\"{id}\"{}{}>",
        place(block.rect),
        tag.unwrap_or_default()
    )?;
    for line in block.lines.iter().filter(|line| !line.words.is_empty()) {
        write_line(line, out)?;
    }
    writeln!(out, "</TextBlock>")
}

fn write_line(line: &PlacedLine, out: &mut dyn Write) -> io::Result<()> {
    let [left, _, right, _] = line.rect;
    let baseline = units(line.baseline);
    writeln!(
        out,
        "<TextLine{} BASELINE=\"{},{baseline} {},{baseline}\">",
        place(line.rect),
        units(left),
        units(right)
    )?;
    let mut before: Option<Rect> = None;
    for word in &line.words {
        if let Some([_, top, end, bottom]) = before {
            let gap = [end, top, word.rect[0].max(end), bottom];
            writeln!(
                out,
                "<SP HPOS=\"{}\" VPOS=\"{}\" WIDTH=\"{}\"/>",
                units(gap[0]),
                units(gap[1]),
                units(gap[2]) - units(gap[0])
            )?;
        }
        let sure = word
            .recognised
            .map(|told| format!(" WC=\"{:.2}\"", told.confidence.clamp(0.0, 1.0)));
        writeln!(
            out,
            "<String{} CONTENT=\"{}\"{}/>",
            place(word.rect),
            escape(&word.text),
            sure.unwrap_or_default()
        )?;
        before = Some(word.rect);
    }
    writeln!(out, "</TextLine>")
}

fn units(points: f32) -> i32 {
    // The cast saturates.
    (points * UNITS).round() as i32
}

/// A place as four attributes.
fn place([left, top, right, bottom]: Rect) -> String {
    let (left, top, right, bottom) = (units(left), units(top), units(right), units(bottom));
    format!(
        " HPOS=\"{left}\" VPOS=\"{top}\" WIDTH=\"{}\" HEIGHT=\"{}\"",
        right.saturating_sub(left),
        bottom.saturating_sub(top)
    )
}
