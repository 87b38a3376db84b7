//! `gazette verify`: is everything in the archive what it was.
use super::super::indexing;
use super::super::output::counted;
use super::super::progress::Bar;
use super::super::{Context, Exit, Failure, index_digests};
use super::ingest::stop_on_interrupt;
use crate::archive::{Archive, Catalogue, Finding, FindingKind, Verified, VerifyOptions, verify};
use crate::error::Error;
use clap::Args;
use serde::Serialize;
use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::sync::atomic::AtomicBool;

/// Compare every file of the archive with what was written
///
/// Originals, records, what was set by hand, notes of removal, logs and index are compared with their digests; what is
/// missing, foreign or without its other is named. What was found goes into the log. Exit code 4 where anything is
/// not as it should be. With --json, one object of type "finding" each.
#[derive(Debug, Args)]
pub(in super::super) struct VerifyArgs {
    /// Read only a share of the files: 10%; that every file is there is looked at in any case
    #[arg(long, value_name = "SHARE", value_parser = parse_share)]
    sample: Option<f64>,
    /// Take the same sample again: the number that a run has printed
    #[arg(long, value_name = "N", requires = "sample")]
    seed: Option<u64>,
}

#[derive(Serialize)]
struct Summary<'a> {
    command: &'static str,
    #[serde(flatten)]
    verified: &'a Verified,
    findings: usize,
    sample: Option<f64>,
    seed: Option<u64>,
    /// Whether the check stands in the log: not where the disk may only be read.
    logged: bool,
}

fn parse_share(text: &str) -> Result<f64, String> {
    let digits = text
        .trim()
        .strip_suffix('%')
        .ok_or("give a share in percent: 10%")?;
    let percent: f64 = digits
        .trim()
        .parse()
        .map_err(|_| "give a share in percent: 10%")?;
    if percent > 0.0 && percent <= 100.0 {
        Ok(percent / 100.0)
    } else {
        Err("give a share between 0% and 100%".to_string())
    }
}

pub(in super::super) fn run(args: &VerifyArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let archive = Archive::open(&context.archive)?;
    let lock = match archive.lock() {
        Ok(lock) => Some(lock),
        // An archive that may only be read can be verified all the same.
        Err(Error::Io { source, .. })
            if matches!(
                source.kind(),
                ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem
            ) =>
        {
            None
        }
        Err(error) => return Err(error.into()),
    };
    let options = VerifyOptions {
        sample: args.sample,
        seed: args.seed.unwrap_or_else(new_seed),
    };
    let stop = stop_on_interrupt();
    let bar = Bar::new(!context.out.is_quiet() && !context.out.is_json());
    let step = |total: usize| {
        if total > 0 {
            bar.begin("verifying", total);
        } else {
            bar.step();
        }
    };
    let mut verified = verify(&archive, lock.as_ref(), &options, &step, &stop)?;
    bar.clear();
    let has_damaged_record = verified.findings.iter().any(|finding| {
        matches!(
            finding.kind,
            FindingKind::DamagedRecord | FindingKind::DamagedCorrections
        )
    });
    if !verified.interrupted {
        let found = look_at_index(&archive, has_damaged_record)?;
        verified.findings.extend(found);
    }
    print(&verified, &options, lock.is_some(), context)?;
    if verified.interrupted || is_set(&stop) {
        return Err(Error::Interrupted.into());
    }
    Ok(if verified.findings.is_empty() {
        Exit::Done
    } else {
        Exit::Damage
    })
}

fn is_set(stop: &AtomicBool) -> bool {
    stop.load(std::sync::atomic::Ordering::SeqCst)
}

/// A seed that nobody can know before.
fn new_seed() -> u64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    now.map_or(0, |age| u64::from(age.subsec_nanos()) ^ age.as_secs()) % 1_000_000
}

/// What is wrong with the index. It is not compared with records of which one is damaged: it would only say the same.
fn look_at_index(archive: &Archive, has_damaged_record: bool) -> Result<Vec<Finding>, Error> {
    let finding = |kind, file: String, message: String| Finding {
        kind,
        file,
        issue: None,
        expected: None,
        found: None,
        message,
    };
    let catalogue = Catalogue::load(archive)?;
    let mut found = Vec::new();
    match index_digests::compare(archive) {
        Ok(damaged) => {
            for file in damaged {
                found.push(Finding {
                    expected: file.expected,
                    found: file.found,
                    ..finding(
                        FindingKind::DamagedIndex,
                        format!("index/{}", file.name),
                        "the file is not what was written".to_string(),
                    )
                });
            }
        }
        Err(error) => {
            found.push(index_failure(&error));
            return Ok(found);
        }
    }
    if !found.is_empty() || has_damaged_record {
        return Ok(found);
    }
    match indexing::compare(archive, &catalogue) {
        Ok(difference) => {
            let (behind, surplus) = (difference.to_add.len(), difference.to_remove.len());
            if behind + surplus > 0 {
                let message = format!(
                    "the index lacks {behind} records as they are, and holds {surplus} that are gone"
                );
                found.push(finding(FindingKind::IndexDisagrees, "index".to_string(), message));
            }
        }
        Err(error) => found.push(index_failure(&error)),
    }
    Ok(found)
}

fn index_failure(error: &Error) -> Finding {
    let kind = match error {
        Error::IndexMissing { .. } => FindingKind::MissingIndex,
        Error::Io { source, .. } if source.kind() == ErrorKind::NotFound => FindingKind::MissingIndex,
        Error::IndexStale { .. } => FindingKind::IndexDisagrees,
        _ => FindingKind::DamagedIndex,
    };
    Finding {
        kind,
        file: "index".to_string(),
        issue: None,
        expected: None,
        found: None,
        message: error.to_string(),
    }
}

fn print(
    verified: &Verified,
    options: &VerifyOptions,
    is_logged: bool,
    context: &mut Context<'_>,
) -> Result<(), Failure> {
    if context.out.is_json() {
        for finding in &verified.findings {
            context.out.object("finding", finding)?;
        }
        let summary = Summary {
            command: "verify",
            verified,
            findings: verified.findings.len(),
            sample: options.sample,
            seed: options.sample.map(|_| options.seed),
            logged: is_logged,
        };
        context.out.object("summary", &summary)?;
        return Ok(());
    }
    let mut hints = BTreeSet::new();
    for finding in &verified.findings {
        let issue = finding
            .issue
            .as_ref()
            .map_or(String::new(), |id| format!("  (issue {id})"));
        context
            .out
            .line(&format!("{}: {}{issue}", finding.file, finding.message))?;
        hints.insert(hint(finding.kind));
    }
    let mut line = format!(
        "verified {} and {}, {} files read ({} bytes): ",
        counted(verified.originals, "original"),
        counted(verified.records, "record"),
        verified.read,
        verified.bytes
    );
    match verified.findings.len() {
        0 => line.push_str("all is as it was written"),
        count => line.push_str(&counted(count, "finding")),
    }
    context.out.line(&line)?;
    if options.sample.is_some() {
        context
            .out
            .note(&format!("a sample: --seed {} takes it again", options.seed))?;
    }
    if verified.adopted > 0 {
        let files = counted(verified.adopted, "file");
        context.out.note(&format!(
            "{files} of an early version had no digest: it was taken now"
        ))?;
    }
    if !is_logged {
        context
            .out
            .note("the archive may only be read: this check is not in its log")?;
    }
    if !hints.is_empty() {
        context.out.hint_lines(hints.into_iter())?;
    }
    Ok(())
}

/// What can be done.
fn hint(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::DamagedOriginal => {
            "remove the damaged original, then `gazette ingest` a good copy of it: it is put back in its place"
        }
        FindingKind::MissingOriginal => {
            "`gazette ingest` a copy of the original: it is put back in its place"
        }
        FindingKind::DamagedRecord | FindingKind::MissingRecord | FindingKind::OrphanOriginal => {
            "`gazette reread` makes the record anew from its original; with --all also one that can still be read"
        }
        FindingKind::DamagedCorrections
        | FindingKind::MissingCorrections
        | FindingKind::OrphanCorrections => {
            "restore the file of corrections from a backup, or remove it and set the values again: the log tells them"
        }
        FindingKind::DamagedTombstone | FindingKind::MissingTombstone => {
            "restore the note of the removal from a backup: the log tells what it said"
        }
        FindingKind::DamagedLog => "compare the log with that of a backup",
        FindingKind::ForeignFile => "move files that are not gazette's out of the archive",
        FindingKind::Unreadable => "check the disk and the permissions of the file",
        FindingKind::DamagedIndex | FindingKind::MissingIndex | FindingKind::IndexDisagrees => {
            "`gazette index rebuild` makes the index anew from the records"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_given_in_percent() {
        assert_eq!(parse_share("10%"), Ok(0.1));
        assert_eq!(parse_share("100 %"), Ok(1.0));
        for wrong in ["10", "0%", "101%", "x%", "NaN%"] {
            assert!(parse_share(wrong).is_err(), "{wrong}");
        }
    }
}
