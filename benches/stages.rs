//! Pages a second of reading and of what comes after it, layout and structure, in one thread.
//!
//!     cargo bench --bench stages [FILE.pdf...]
//!
//! reads the fixtures, or the files that are named, again and again, and gives the best time of each stage. Layout and structure should not take longer than reading.
#![allow(missing_docs, clippy::print_stdout, clippy::print_stderr)]
use gazette::model::{Source, SourceFormat};
use gazette::{layout, pdf, structure};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Least time that the stages are measured for.
const LEAST: Duration = Duration::from_secs(10);

/// The allocator of the command.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const STAGES: [&str; 4] = ["reading", "layout", "structure", "JSON"];

fn main() {
    let named: Vec<PathBuf> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .map(PathBuf::from)
        .collect();
    let paths = if named.is_empty() { fixtures() } else { named };
    let files: Vec<Vec<u8>> = paths.iter().filter_map(|path| std::fs::read(path).ok()).collect();
    let mut best = [Duration::MAX; STAGES.len()];
    let mut pages = 0;
    let start = Instant::now();
    while start.elapsed() < LEAST {
        let (times, pages_of_round) = read_all(&files);
        pages = pages_of_round;
        if pages == 0 {
            eprintln!("no file could be read");
            return;
        }
        // Other work on the machine only ever makes a round longer.
        for (kept, time) in best.iter_mut().zip(times) {
            *kept = time.min(*kept);
        }
    }
    println!("{} files, {pages} pages", files.len());
    let whole: Duration = best.iter().sum();
    for (stage, time) in STAGES.iter().zip(best).chain([(&"all", whole)]) {
        println!(
            "{stage:<10} {:>8.0} ms {:>8.0} pages/s",
            time.as_secs_f64() * 1000.0,
            pages as f64 / time.as_secs_f64()
        );
    }
}

/// Time in each stage over all files, and pages read.
fn read_all(files: &[Vec<u8>]) -> ([Duration; STAGES.len()], usize) {
    let mut times = [Duration::ZERO; STAGES.len()];
    let mut pages = 0;
    for bytes in files {
        let start = Instant::now();
        let Ok(document) = pdf::read(bytes, &pdf::ReadOptions::default()) else {
            continue;
        };
        let read = Instant::now();
        let layout = layout::lay_out(&document);
        let laid_out = Instant::now();
        let issue = structure::from_layout(&layout, Source::new("bench.pdf", SourceFormat::Pdf, "", 0));
        let structured = Instant::now();
        let json = serde_json::to_vec(&issue).unwrap_or_default();
        let written = Instant::now();
        assert!(!json.is_empty(), "a record is not empty");
        let ends = [read, laid_out, structured, written];
        let mut begin = start;
        for (time, end) in times.iter_mut().zip(ends) {
            *time += end - begin;
            begin = end;
        }
        pages += issue.pages.len();
    }
    (times, pages)
}

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/newsletters");
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "pdf"))
        .collect()
}
