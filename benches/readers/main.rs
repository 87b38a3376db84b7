//! Pages a second of three readers on the same files, in processor time and one thread, opening included.
//!
//!     cargo run --release --manifest-path benches/readers/Cargo.toml
//!
//! reads the fixtures, or the files and folders that GAZETTE_BENCH_FILES names, parted as in PATH. Ours does more
//! than the others: positions, fonts, colours and links, laid out and put into sections.
use gazette::model::{Source, SourceFormat};
use gazette::{layout, pdf, structure};
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Least time that a reader is measured for: the clock of processor time ticks a hundred times a second.
const LEAST: Duration = Duration::from_secs(3);

/// A way to read a file: the number of letters and digits of its text, or nothing where it cannot.
type Reader = fn(&[u8]) -> Option<usize>;

const READERS: [(&str, Reader); 4] = [
    ("gazette: glyphs and links", glyphs),
    ("gazette: whole issue", whole_issue),
    ("pdf-extract 0.12: text", pdf_extract_text),
    ("lopdf 0.47: text", lopdf_text),
];

fn main() {
    // pdf-extract panics on some files: that counts as not read, and needs no trace.
    std::panic::set_hook(Box::new(|_| {}));
    let files: Vec<Vec<u8>> = paths()
        .iter()
        .filter_map(|path| std::fs::read(path).ok())
        .collect();
    let pages: Vec<usize> = files.iter().map(|bytes| page_count(bytes)).collect();
    println!("{} files, {} pages\n", files.len(), pages.iter().sum::<usize>());
    println!("| reader | files read | pages/s | letters and digits |");
    println!("|---|---|---|---|");
    for (name, reader) in READERS {
        let (mut files_read, mut letters, mut pages_read) = (0, 0, 0);
        let mut rounds = 0u32;
        let start = processor_time();
        while rounds == 0 || processor_time() - start < LEAST {
            rounds += 1;
            for (bytes, pages) in files.iter().zip(&pages) {
                let Ok(Some(found)) = catch_unwind(|| reader(bytes)) else {
                    continue;
                };
                pages_read += pages;
                if rounds == 1 {
                    files_read += 1;
                    letters += found;
                }
            }
        }
        let seconds = (processor_time() - start).as_secs_f64();
        let speed = pages_read as f64 / seconds;
        println!("| {name} | {files_read} | {speed:.0} | {letters} |");
    }
}

fn paths() -> Vec<PathBuf> {
    let named: Vec<PathBuf> = match std::env::var_os("GAZETTE_BENCH_FILES") {
        Some(named) => std::env::split_paths(&named).collect(),
        None => vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/newsletters")],
    };
    let mut paths = Vec::new();
    for path in named {
        match std::fs::read_dir(&path) {
            Ok(entries) => paths.extend(entries.flatten().map(|entry| entry.path())),
            Err(_) => paths.push(path),
        }
    }
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "pdf"));
    paths.sort();
    paths
}

fn page_count(bytes: &[u8]) -> usize {
    pdf::read(bytes, &pdf::ReadOptions::default()).map_or(0, |document| document.page_count as usize)
}

fn count(text: &str) -> usize {
    text.chars()
        .filter(|character| character.is_alphanumeric())
        .count()
}

fn glyphs(bytes: &[u8]) -> Option<usize> {
    let document = pdf::read(bytes, &pdf::ReadOptions::default()).ok()?;
    let glyphs = document.pages.iter().flat_map(|page| &page.glyphs);
    Some(glyphs.map(|glyph| count(&glyph.text)).sum())
}

fn whole_issue(bytes: &[u8]) -> Option<usize> {
    let document = pdf::read(bytes, &pdf::ReadOptions::default()).ok()?;
    let source = Source::new("bench.pdf", SourceFormat::Pdf, "00", bytes.len() as u64);
    let issue = structure::from_layout(&layout::lay_out(&document), source);
    Some(issue.sections.iter().map(|section| count(&section.text)).sum())
}

fn pdf_extract_text(bytes: &[u8]) -> Option<usize> {
    pdf_extract::extract_text_from_mem(bytes)
        .ok()
        .map(|text| count(&text))
}

fn lopdf_text(bytes: &[u8]) -> Option<usize> {
    let document = lopdf::Document::load_mem(bytes).ok()?;
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    document.extract_text(&pages).ok().map(|text| count(&text))
}

/// Processor time of this process, all threads; the time of day where the system does not tell.
fn processor_time() -> Duration {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    let start = START.get_or_init(Instant::now);
    let ticks = std::fs::read_to_string("/proc/self/stat").ok().and_then(|stat| {
        let behind_name = stat.rsplit_once(')')?.1;
        let mut fields = behind_name.split_whitespace().skip(11);
        let user: u64 = fields.next()?.parse().ok()?;
        let system: u64 = fields.next()?.parse().ok()?;
        Some(user + system)
    });
    ticks.map_or_else(|| start.elapsed(), |ticks| Duration::from_millis(ticks * 10))
}
