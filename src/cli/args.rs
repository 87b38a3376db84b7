//! The command line: the commands are the table of contents of the program.
use super::commands;
use super::exit::Exit;
use super::output::print_error_object;
use clap::error::ErrorKind;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// The archive where none is named.
const DEFAULT_ARCHIVE: &str = "gazette-archive";

/// Variable of the environment that names the archive.
const ARCHIVE_VARIABLE: &str = "GAZETTE_ARCHIVE";

const TEMPLATE: &str = "\
{about-with-newline}
{usage-heading} {usage}

  gazette ingest ./bulletins/            add the PDF files of a folder (again is safe and quick)
  gazette search 'assemblée générale'    find passages, with issue, section and page
  gazette export --format json -o out/   write one JSON file an issue

{all-args}{after-help}";

/// Keep, search and export past newsletters
#[derive(Debug, Parser)]
#[command(name = "gazette", version, help_template = TEMPLATE, arg_required_else_help = true)]
#[command(disable_help_subcommand = false, infer_long_args = true)]
#[command(after_help = EXIT_CODES)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Command,
}

const EXIT_CODES: &str = "\
Exit codes:
    0  done                                 10  there is no archive
    1  search found nothing                 11  the archive is locked
    2  wrong arguments                      12  the archive is of a newer version
    3  some inputs could not be read        13  there is no index that can be used
    4  the archive is damaged              130  interrupted";

/// What every command takes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub(super) struct Global {
    /// Folder of the archive [default: $GAZETTE_ARCHIVE, else ./gazette-archive]
    #[arg(long, global = true, value_name = "DIR")]
    archive: Option<PathBuf>,
    /// Write JSON Lines: an object with a "type" a line, the last a summary
    #[arg(long, global = true)]
    pub(super) json: bool,
    /// Print nothing on stderr but errors
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,
}

impl Global {
    /// The archive: as named, else of the environment, else the default one.
    pub(super) fn archive_folder(&self) -> PathBuf {
        if let Some(folder) = &self.archive {
            return folder.clone();
        }
        match std::env::var_os(ARCHIVE_VARIABLE) {
            Some(folder) if !folder.is_empty() => PathBuf::from(folder),
            _ => PathBuf::from(DEFAULT_ARCHIVE),
        }
    }

    /// What names the same archive in the next command that the user types.
    pub(super) fn archive_option(&self) -> String {
        match &self.archive {
            Some(folder) => format!(" --archive {}", shell_word(&folder.to_string_lossy())),
            None => String::new(),
        }
    }
}

/// Quotes a word for a shell, where it needs it.
pub(super) fn shell_word(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+,:@%".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_string();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Ingest(commands::ingest::IngestArgs),
    Search(commands::search::SearchArgs),
    Kwic(commands::kwic::KwicArgs),
    Trend(commands::trend::TrendArgs),
    Analyze(commands::analyze::AnalyzeArgs),
    List(commands::list::ListArgs),
    Show(commands::show::ShowArgs),
    Links(commands::links::LinksArgs),
    Events(commands::events::EventsArgs),
    Export(commands::export::ExportArgs),
    Cite(commands::cite::CiteArgs),
    Extract(commands::extract::ExtractArgs),
    Index(commands::index::IndexArgs),
    Import(commands::import::ImportArgs),
    Correct(commands::correct::CorrectArgs),
    Reread(commands::reread::RereadArgs),
    Duplicates(commands::duplicates::DuplicatesArgs),
    Gaps(commands::gaps::GapsArgs),
    Verify(commands::verify::VerifyArgs),
    Remove(commands::remove::RemoveArgs),
    Schema(commands::schema::SchemaArgs),
    Completions(commands::completions::CompletionsArgs),
}

/// Prints what the parser of arguments says: help that was asked for, or what is wrong.
pub(super) fn explain(error: &clap::Error) -> Exit {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        // A pipe that was closed early is no error: the reader has had enough.
        let _ = error.print();
        return Exit::Done;
    }
    // The arguments could not be parsed, so whether they ask for JSON is looked up by hand.
    let wants_json = std::env::args_os().any(|argument| argument == "--json");
    if wants_json {
        let message = match error.kind() {
            ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => "a command is missing".to_string(),
            _ => first_paragraph(&error.render().to_string()),
        };
        print_error_object("usage", &message, None, Some("see `gazette --help`"));
    } else {
        let _ = error.print();
    }
    Exit::Usage
}

/// The first paragraph of what the parser of arguments says, on one line: what is wrong, without usage and tips.
fn first_paragraph(rendered: &str) -> String {
    let lines = rendered.lines().map(str::trim);
    let paragraph = lines.take_while(|line| !line.is_empty()).collect::<Vec<&str>>();
    let message = paragraph.join(" ");
    message.strip_prefix("error: ").unwrap_or(&message).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn what_is_wrong_is_the_first_paragraph() {
        let rendered = "error: these are missing:\n  <QUERY>...\n\nUsage: gazette search <QUERY>...\n";
        assert_eq!(first_paragraph(rendered), "these are missing: <QUERY>...");
    }

    #[test]
    fn the_definition_of_the_arguments_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_and_option_has_a_help_line_without_a_final_stop() {
        for command in Cli::command().get_subcommands() {
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            assert!(
                !about.is_empty() && !about.ends_with('.'),
                "{}: {about:?}",
                command.get_name()
            );
            for argument in command.get_arguments() {
                let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
                assert!(
                    !help.is_empty() && !help.ends_with('.'),
                    "{} {}",
                    command.get_name(),
                    argument.get_id()
                );
            }
        }
    }

    #[test]
    fn words_are_quoted_where_a_shell_would_split_them() {
        assert_eq!(shell_word("/srv/archive-1"), "/srv/archive-1");
        assert_eq!(shell_word("mes archives"), "'mes archives'");
        assert_eq!(shell_word("l'été"), "'l'\\''été'");
        assert_eq!(shell_word(""), "''");
    }
}
