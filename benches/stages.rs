//! Pages a second of reading and of what comes after it, layout and structure, in one thread.
//!
//!     cargo bench --bench stages [FILE.pdf...]
//!
//! reads the fixtures, or the files that are named. Layout and structure should not take longer than reading.
#![allow(missing_docs, clippy::print_stdout, clippy::print_stderr)]
use gazette::model::{Source, SourceFormat};
use gazette::{layout, pdf, structure};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Least time that the stages are measured for.
const LEAST: Duration = Duration::from_secs(3);

fn main() {
    let named: Vec<PathBuf> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .map(PathBuf::from)
        .collect();
    let paths = if named.is_empty() { fixtures() } else { named };
    let files: Vec<Vec<u8>> = paths.iter().filter_map(|path| std::fs::read(path).ok()).collect();
    let (mut reading, mut laying, mut structuring) = (Duration::ZERO, Duration::ZERO, Duration::ZERO);
    let mut pages = 0;
    let start = Instant::now();
    while start.elapsed() < LEAST {
        for bytes in &files {
            let before = Instant::now();
            let Ok(document) = pdf::read(bytes, &pdf::ReadOptions::default()) else {
                continue;
            };
            reading += before.elapsed();
            let before = Instant::now();
            let layout = layout::lay_out(&document);
            laying += before.elapsed();
            let before = Instant::now();
            let issue = structure::from_layout(&layout, Source::new("bench.pdf", SourceFormat::Pdf, "", 0));
            structuring += before.elapsed();
            pages += issue.pages.len();
        }
        if pages == 0 {
            eprintln!("no file could be read");
            return;
        }
    }
    println!("{} files, {pages} pages read in all", files.len());
    for (stage, time) in [
        ("reading", reading),
        ("layout", laying),
        ("structure", structuring),
    ] {
        println!("{stage:<10} {:>8.0} pages/s", pages as f64 / time.as_secs_f64());
    }
}

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/newsletters");
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "pdf"))
        .collect()
}
