//! Personal data taken out of what is exported, the list of it beforehand, and the log of it afterwards.
use super::choice::Chosen;
use super::plan::refused;
use super::target::NewFile;
use crate::archive::{Archive, Entry};
use crate::cli::output::{Style, counted};
use crate::cli::{Context, Failure};
use crate::error::Error;
use crate::export::{Redaction, Redactor};
use crate::model::{Issue, RedactedKind, SCHEMA_VERSION};
use clap::Args;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What is taken out.
#[derive(Debug, Args)]
pub(super) struct RedactArgs {
    /// Take out what looks like it: email, phone, iban, nir, address, names:FILE; best effort
    #[arg(long, value_name = "KIND,…", value_delimiter = ',')]
    redact: Vec<String>,
    /// What may stay, a line each: contact@mairie.fr, contact@, @mairie.fr, a number, a postal address
    #[arg(long, value_name = "FILE", requires = "redact")]
    allow: Option<PathBuf>,
    /// List what would be taken out, with page and kind, and export nothing
    #[arg(long, requires = "redact")]
    pub(super) dry_run: bool,
    /// Write what was taken out where, without what it was, as JSON Lines
    #[arg(long, value_name = "FILE", requires = "redact", conflicts_with = "dry_run")]
    redaction_log: Option<PathBuf>,
}

impl RedactArgs {
    pub(super) fn is_asked(&self) -> bool {
        !self.redact.is_empty()
    }

    /// What takes it out.
    pub(super) fn redactor(&self) -> Result<Redactor, Error> {
        let mut kinds = BTreeSet::new();
        let mut lists = Vec::new();
        for word in &self.redact {
            kinds.insert(match word.as_str() {
                "email" => RedactedKind::Email,
                "phone" => RedactedKind::Phone,
                "iban" => RedactedKind::Iban,
                "nir" => RedactedKind::Nir,
                "address" => RedactedKind::Address,
                _ => match word.strip_prefix("names:").filter(|file| !file.is_empty()) {
                    Some(file) => {
                        lists.push(file);
                        RedactedKind::Name
                    }
                    None => {
                        return Err(refused(
                            &format!("{word} is nothing that can be taken out"),
                            "give some of email,phone,iban,nir,address,names:FILE",
                        ));
                    }
                },
            });
        }
        let mut redactor = Redactor::new(kinds);
        for file in lists {
            let path = Path::new(file);
            let mut count = 0;
            for line in read_lines(path)? {
                count += usize::from(redactor.add_name(&line));
            }
            if count == 0 {
                return Err(refused(&format!("no name in {file}"), "write a name a line"));
            }
        }
        if let Some(path) = &self.allow {
            read_lines(path)?.iter().for_each(|line| redactor.allow(line));
        }
        Ok(redactor)
    }
}

/// The lines of a list that say something.
fn read_lines(path: &Path) -> Result<Vec<String>, Error> {
    let text = std::fs::read_to_string(path).map_err(|error| Error::io("read", path, error))?;
    let lines = text.trim_start_matches('\u{FEFF}').lines().map(str::trim);
    Ok(lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_string)
        .collect())
}

/// A record on its way out, and the sections of it that are wanted.
pub(super) struct Taken {
    pub(super) issue: Issue,
    sections: Option<BTreeSet<String>>,
}

impl Taken {
    /// `None` where all sections are wanted.
    pub(super) fn sections(&self) -> Option<&BTreeSet<String>> {
        self.sections.as_ref()
    }
}

/// The records of an export, one after the other, with what is to be taken out of them gone.
pub(super) struct Records<'a> {
    archive: &'a Archive,
    redactor: Option<Redactor>,
    log: Option<(PathBuf, NewFile)>,
    /// How much was taken out.
    pub(super) redactions: usize,
}

/// A line of the log.
#[derive(Serialize)]
struct LogLine<'a> {
    r#type: &'static str,
    schema: u32,
    #[serde(flatten)]
    redaction: &'a Redaction,
}

/// A line of the list before an export: it says what would be taken out.
#[derive(Serialize)]
struct Planned<'a> {
    #[serde(flatten)]
    redaction: &'a Redaction,
    text: &'a str,
}

impl<'a> Records<'a> {
    pub(super) fn new(archive: &'a Archive, args: &RedactArgs) -> Result<Self, Error> {
        let redactor = args.is_asked().then(|| args.redactor()).transpose()?;
        let log = match &args.redaction_log {
            Some(path) => {
                let file = NewFile::create(path).map_err(|error| Error::io("write", path, error))?;
                Some((path.clone(), file))
            }
            None => None,
        };
        Ok(Self {
            archive,
            redactor,
            log,
            redactions: 0,
        })
    }

    /// Takes a record.
    pub(super) fn take(&mut self, chosen: &Chosen<'_>, entry: &Entry) -> Result<Taken, Failure> {
        Ok(self.take_with_redactions(chosen, entry)?.0)
    }

    fn take_with_redactions(
        &mut self,
        chosen: &Chosen<'_>,
        entry: &Entry,
    ) -> Result<(Taken, Vec<Redaction>), Failure> {
        let issue = self.archive.record(&entry.sha256)?;
        let sections = chosen.sections(entry).cloned();
        let Some(redactor) = &mut self.redactor else {
            return Ok((Taken { issue, sections }, Vec::new()));
        };
        let redacted = redactor.redact(issue);
        self.redactions += redacted.redactions.len();
        if let Some((path, log)) = &mut self.log {
            for redaction in &redacted.redactions {
                write_log_line(log, redaction).map_err(|error| Error::io("write", path, error))?;
            }
        }
        let taken = Taken {
            issue: redacted.issue,
            sections: sections.map(|sections| renamed(sections, &redacted.renamed)),
        };
        Ok((taken, redacted.redactions))
    }

    /// Lists what would be taken out.
    pub(super) fn list(&mut self, chosen: &Chosen<'_>, context: &mut Context<'_>) -> Result<(), Failure> {
        for entry in &chosen.entries {
            let (_, redactions) = self.take_with_redactions(chosen, entry)?;
            for redaction in &redactions {
                if context.out.is_json() {
                    let text = redaction.text.as_str();
                    context.out.object("redaction", &Planned { redaction, text })?;
                    continue;
                }
                let page = redaction.page.map_or("-".to_string(), |page| page.to_string());
                let place = format!("{}  p. {page:<4}", entry.slug);
                let kind = format!("{:<8}", redaction.kind.as_str());
                let field = format!("  ({}, {})", redaction.field, redaction.placeholder);
                context.out.styled(&[
                    (Style::Faint, &place),
                    (Style::Plain, &kind),
                    (Style::Bold, &redaction.text),
                    (Style::Faint, &field),
                ])?;
            }
        }
        context.out.note(&format!(
            "{} would be taken out of {}; what is written in another way than the patterns know is not seen",
            counted(self.redactions, "passage"),
            counted(chosen.entries.len(), "issue")
        ))?;
        Ok(())
    }

    /// Ends the log, and says how much was taken out: `None` where nothing was to be.
    pub(super) fn finish(self) -> Result<Option<usize>, Error> {
        if let Some((path, log)) = self.log {
            log.finish().map_err(|error| Error::io("write", &path, error))?;
        }
        Ok(self.redactor.map(|_| self.redactions))
    }
}

fn write_log_line(log: &mut NewFile, redaction: &Redaction) -> io::Result<()> {
    let line = LogLine {
        r#type: "redaction",
        schema: SCHEMA_VERSION,
        redaction,
    };
    serde_json::to_writer(&mut *log, &line)?;
    log.write_all(b"\n")
}

fn renamed(sections: BTreeSet<String>, renamed: &BTreeMap<String, String>) -> BTreeSet<String> {
    let new = |id: String| renamed.get(&id).cloned().unwrap_or(id);
    sections.into_iter().map(new).collect()
}
