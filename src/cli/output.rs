//! Where and how things are printed.
//!
//! Data goes to stdout, all else to stderr. On a terminal, what comes from files is made harmless and the important
//! words are set off; in a pipe, data stays as it is.
use super::exit::Exit;
use super::failure::Failure;
use super::harmless::{harmless, harmless_line};
use crate::model::SCHEMA_VERSION;
use serde::Serialize;
use std::borrow::Cow;
use std::io::{self, BufWriter, IsTerminal, Stdout, Write};
use std::path::Path;

/// The two streams of the process.
#[derive(Debug)]
pub(super) struct Output {
    stdout: BufWriter<Stdout>,
    is_json: bool,
    is_quiet: bool,
    is_terminal: bool,
    has_colours: bool,
    /// How a command that is proposed names the archive: empty where it is the default one.
    archive_option: String,
}

/// A line of JSON: its type, the version of its shape, then its own keys.
#[derive(Serialize)]
struct Line<'a, T: Serialize> {
    r#type: &'a str,
    schema: u32,
    #[serde(flatten)]
    body: &'a T,
}

/// An error as an object.
#[derive(Serialize)]
struct ErrorObject<'a> {
    r#type: &'static str,
    code: &'a str,
    message: &'a str,
    path: Option<&'a str>,
    page: Option<u32>,
    hint: Option<&'a str>,
}

/// Bytes of stdout that are held back, to be written together.
const WRITTEN_AT_ONCE: usize = 1 << 16;

impl Output {
    pub(super) fn new(is_json: bool, is_quiet: bool, archive_option: String) -> Self {
        let is_terminal = io::stdout().is_terminal();
        let refuses_colours = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let is_dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        Self {
            stdout: BufWriter::with_capacity(WRITTEN_AT_ONCE, io::stdout()),
            is_json,
            is_quiet,
            is_terminal,
            has_colours: is_terminal && !refuses_colours && !is_dumb,
            archive_option,
        }
    }

    pub(super) fn is_json(&self) -> bool {
        self.is_json
    }

    pub(super) fn is_quiet(&self) -> bool {
        self.is_quiet
    }

    /// Stdout as it is, for formats that have their own rules.
    pub(super) fn raw(&mut self) -> &mut dyn Write {
        &mut self.stdout
    }

    /// Prints a line of data.
    pub(super) fn line(&mut self, text: &str) -> io::Result<()> {
        if self.is_terminal {
            writeln!(self.stdout, "{}", harmless(text))
        } else {
            writeln!(self.stdout, "{text}")
        }
    }

    /// Prints a line of data made of pieces, some of them set off.
    pub(super) fn styled(&mut self, pieces: &[(Style, &str)]) -> io::Result<()> {
        for (style, text) in pieces {
            // Scripts read line by line: whatever the text holds, a line stays one line.
            let text = if self.is_terminal {
                harmless_line(text)
            } else if text.bytes().any(|byte| matches!(byte, b'\n' | b'\r')) {
                Cow::Owned(text.replace(['\n', '\r'], " "))
            } else {
                Cow::Borrowed(*text)
            };
            match style.code().filter(|_| self.has_colours) {
                Some(code) => write!(self.stdout, "\x1b[{code}m{text}\x1b[0m")?,
                None => write!(self.stdout, "{text}")?,
            }
        }
        writeln!(self.stdout)
    }

    /// Prints a JSON object on a line of its own.
    pub(super) fn object(&mut self, kind: &str, body: &impl Serialize) -> io::Result<()> {
        let line = Line {
            r#type: kind,
            schema: SCHEMA_VERSION,
            body,
        };
        serde_json::to_writer(&mut self.stdout, &line)?;
        self.stdout.write_all(b"\n")
    }

    /// Writes out what is held back.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.stdout.flush()
    }

    /// Prints something that is not data; kept back by `--quiet` and `--json`.
    pub(super) fn note(&mut self, text: &str) -> io::Result<()> {
        if self.is_quiet || self.is_json {
            return Ok(());
        }
        // What was printed before must be seen before.
        self.stdout.flush()?;
        print_to_stderr(text);
        Ok(())
    }

    /// Prints an error that does not end the command.
    pub(super) fn error(
        &mut self,
        code: &str,
        message: &str,
        path: Option<&Path>,
        hint: Option<&str>,
    ) -> io::Result<()> {
        self.stdout.flush()?;
        self.tell_error(code, message, path, hint);
        Ok(())
    }

    fn tell_error(&self, code: &str, message: &str, path: Option<&Path>, hint: Option<&str>) {
        let path = path.map(|path| path.to_string_lossy().into_owned());
        if self.is_json {
            print_error_object(code, message, path.as_deref(), hint);
            return;
        }
        match path.filter(|path| !message.contains(path.as_str())) {
            Some(path) => print_to_stderr(&format!("error: {path}: {message}")),
            None => print_to_stderr(&format!("error: {message}")),
        }
        if let Some(hint) = hint {
            print_to_stderr(&format!("\nhint: {hint}"));
        }
    }

    /// Prints hints after errors that share them: a blank line, then one a line.
    pub(super) fn hint_lines<'a>(&mut self, hints: impl Iterator<Item = &'a str>) -> io::Result<()> {
        self.stdout.flush()?;
        print_to_stderr("");
        for hint in hints {
            print_to_stderr(&format!("hint: {hint}"));
        }
        Ok(())
    }

    /// Prints what ended the command and gives the exit code for it.
    pub(super) fn fail(&mut self, failure: &Failure) -> Exit {
        match failure {
            // Whoever read the output has had enough.
            Failure::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Done,
            Failure::Output(error) => {
                let message = format!("cannot write to standard output: {error}");
                // What could not be written before cannot be written now: stdout is left alone.
                self.tell_error("io", &message, None, None);
                Exit::SomeUnread
            }
            Failure::Library { error, path } => {
                let path = error.path().or(path.as_deref());
                let hint = error.hint().map(|hint| with_archive(&hint, &self.archive_option));
                let _ = self.error(error.code(), &error.to_string(), path, hint.as_deref());
                Exit::from(error)
            }
        }
    }
}

/// Names the archive in the commands of a hint, which stand between grave accents, so that they can be typed as they
/// are.
fn with_archive(hint: &str, archive_option: &str) -> String {
    let mut named = String::new();
    for (index, piece) in hint.split('`').enumerate() {
        if index > 0 {
            named.push('`');
        }
        named.push_str(piece);
        // Every second piece stands between accents.
        if index % 2 == 1 && piece.starts_with("gazette ") {
            named.push_str(archive_option);
        }
    }
    named
}

/// A number of things: `1 issue`, `2 issues`.
pub(super) fn counted(number: usize, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{ending}")
}

/// How a piece of a line is set off. Colour carries no meaning alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// As the rest.
    Plain,
    /// Titles.
    Bold,
    /// What matters less.
    Faint,
    /// Words that were searched for.
    Match,
}

impl Style {
    fn code(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Bold => Some("1"),
            Self::Faint => Some("2"),
            Self::Match => Some("1;31"),
        }
    }
}

/// Prints an error as an object on stderr.
pub(super) fn print_error_object(code: &str, message: &str, path: Option<&str>, hint: Option<&str>) {
    let object = ErrorObject {
        r#type: "error",
        code,
        message,
        path,
        page: None,
        hint,
    };
    if let Ok(line) = serde_json::to_string(&object) {
        let _ = writeln!(io::stderr(), "{line}");
    }
}

/// Stderr is for people, so that it is always made harmless. Where it is closed nothing can be said.
fn print_to_stderr(text: &str) {
    let _ = writeln!(io::stderr(), "{}", harmless(text));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_of_a_hint_name_the_archive() {
        assert_eq!(
            with_archive(
                "run `gazette list`, not `qpdf a`: then `gazette show x`",
                " --archive b"
            ),
            "run `gazette list --archive b`, not `qpdf a`: then `gazette show x --archive b`"
        );
        assert_eq!(with_archive("run `gazette list`", ""), "run `gazette list`");
    }
}
