//! Stage 7: arguments, printing and exit codes. Nothing imports this module; only it prints.
//!
//! The contract with scripts: data on stdout and all else on stderr; with `--json` every command writes JSON Lines,
//! each an object with a `"type"`, the last one a `summary`; an error is one object on stderr, whose `code` is
//! never translated; the exit code is one of a closed list. Keys may be added, never renamed.

mod args;
mod commands;
mod csv;
mod damage;
mod exit;
mod failure;
mod harmless;
mod index_digests;
mod indexing;
mod isolated;
mod kinds;
mod output;
mod progress;
mod recognising;
mod warnings;

use args::{Cli, Command};
use clap::Parser;
use exit::Exit;
use failure::Failure;
use output::Output;
use std::path::PathBuf;
use std::process::ExitCode;

/// Runs the program on the arguments of the process.
pub fn main() -> ExitCode {
    silence_readers();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return args::explain(&error).into(),
    };
    let mut out = Output::new(cli.global.json, cli.global.quiet, cli.global.archive_option());
    let result = run(cli, &mut out).and_then(|exit| {
        out.flush()?;
        Ok(exit)
    });
    match result {
        Ok(exit) => exit,
        Err(failure) => out.fail(&failure),
    }
    .into()
}

/// A panic on the thread of a reader, of files or of the index, is caught and reported as an error: the standard message
/// would only frighten beside it.
fn silence_readers() {
    let standard = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let thread = std::thread::current();
        let name = thread.name().unwrap_or_default();
        if name != crate::archive::READER_THREAD && !name.starts_with(crate::search::SEARCH_THREAD) {
            standard(panic);
        }
    }));
}

/// What every command is given.
struct Context<'a> {
    archive: PathBuf,
    /// How to name the archive in a command that is shown: empty where it is the default one.
    archive_option: String,
    out: &'a mut Output,
}

/// Who works with the archive: as told, else the user of the system.
fn agent(told: Option<&str>) -> Option<String> {
    let told = told.map(str::to_string);
    told.or_else(|| std::env::var("USER").ok())
        .filter(|name| !name.trim().is_empty())
}

fn run(cli: Cli, out: &mut Output) -> Result<Exit, Failure> {
    let mut context = Context {
        archive: cli.global.archive_folder(),
        archive_option: cli.global.archive_option(),
        out,
    };
    match cli.command {
        Command::Ingest(args) => commands::ingest::run(&args, &mut context),
        Command::List(args) => commands::list::run(&args, &mut context),
        Command::Correct(args) => commands::correct::run(&args, &mut context),
        Command::Reread(args) => commands::reread::run(&args, &mut context),
        Command::Duplicates(args) => commands::duplicates::run(&args, &mut context),
        Command::Gaps(args) => commands::gaps::run(&args, &mut context),
        Command::Verify(args) => commands::verify::run(&args, &mut context),
        Command::Remove(args) => commands::remove::run(&args, &mut context),
        Command::Search(args) => commands::search::run(&args, &mut context),
        Command::Kwic(args) => commands::kwic::run(&args, &mut context),
        Command::Trend(args) => commands::trend::run(&args, &mut context),
        Command::Analyze(args) => commands::analyze::run(&args, &mut context),
        Command::Show(args) => commands::show::run(&args, &mut context),
        Command::Links(args) => commands::links::run(&args, &mut context),
        Command::Events(args) => commands::events::run(&args, &mut context),
        Command::Extract(args) => commands::extract::run(&args, &mut context),
        Command::Export(args) => commands::export::run(&args, &mut context),
        Command::Cite(args) => commands::cite::run(&args, &mut context),
        Command::Index(args) => commands::index::run(&args, &mut context),
        Command::Import(args) => commands::import::run(&args, &mut context),
        Command::Schema(args) => commands::schema::run(&args, &mut context),
        Command::Completions(args) => commands::completions::run(&args, &mut context),
    }
}
