//! Reading a file in a process of its own: its time and memory can be taken back, and its end is not ours.
use super::recognising::OcrArgs;
use crate::archive::read_issue_with;
use crate::child::{Drain, limited};
use crate::error::{Error, Result};
use crate::model::Issue;
use crate::ocr::Recogniser;
use crate::pdf::ReadOptions;
use serde::Deserialize;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Time that a file may take. The reader gives up by itself before.
const TIME: Duration = Duration::from_secs(150);

/// The same where its pages may be pictures: each page has a clock of its own.
const TIME_WITH_PICTURES: Duration = Duration::from_secs(4 * 3600);

/// Memory that a file may take, in kilobytes of address space. The reader's own limits stay far below.
const MEMORY_KB: u64 = 4 << 20;

/// How often it is looked whether the process has ended.
const LOOK_EVERY: Duration = Duration::from_millis(5);

#[derive(Deserialize)]
struct Line {
    record: Option<Issue>,
}

/// An error object: whatever else it says, it has a code.
#[derive(Deserialize)]
struct ErrorLine {
    #[serde(rename = "code")]
    _code: String,
}

/// Reads the bytes of a file with a name.
///
/// # Errors
/// Where the file cannot be read, or its process ends otherwise than it should.
pub(super) fn read_apart(
    bytes: &Arc<Vec<u8>>,
    file_name: &str,
    options: &ReadOptions,
    ocr: &OcrArgs,
    recogniser: Option<&Recogniser>,
) -> Result<Issue> {
    let failed = |action: &'static str| move |error| Error::io(action, Path::new("a temporary file"), error);
    let folder = tempfile::tempdir().map_err(failed("make"))?;
    // The name tells title and date: it is kept, in a folder of its own.
    let name = Path::new(file_name)
        .file_name()
        .unwrap_or_else(|| "file".as_ref());
    let path = folder.path().join(name);
    std::fs::write(&path, bytes.as_slice()).map_err(failed("write"))?;
    // In a folder that the file's name cannot meet.
    let beside = tempfile::tempdir().map_err(failed("make"))?;
    let learnt = (!options.learnt.is_empty()).then(|| beside.path().join("learnt.json"));
    if let Some(learnt) = &learnt {
        let lines = serde_json::to_vec(&*options.learnt).map_err(|error| failed("write")(error.into()))?;
        std::fs::write(learnt, lines).map_err(failed("write"))?;
    }
    let mut child = command(&path, options, learnt.as_deref(), ocr)?
        .spawn()
        .map_err(failed("start"))?;
    let time = if recogniser.is_some() {
        TIME_WITH_PICTURES
    } else {
        TIME
    };
    let outcome = wait(&mut child, time, recogniser);
    let (output, complaint) = outcome?;
    let first = output.lines().next().unwrap_or_default();
    if let Ok(Line { record: Some(issue) }) = serde_json::from_str(first) {
        if let Some(recogniser) = recogniser.filter(|_| complaint.contains("\"code\":\"ocr_")) {
            recogniser.note_missed();
        }
        return Ok(issue);
    }
    let has_complained = complaint
        .lines()
        .any(|line| serde_json::from_str::<ErrorLine>(line).is_ok());
    if has_complained {
        // The file cannot be read, and saying so does no harm: it is said here, with all that is known.
        return read_issue_with(bytes, file_name, options, recogniser);
    }
    Err(Error::ReaderPanicked {
        detail: "its process was ended".to_string(),
    })
}

/// `gazette extract FILE --json`, within the limit of memory where the system has one.
fn command(path: &Path, options: &ReadOptions, learnt: Option<&Path>, ocr: &OcrArgs) -> Result<Command> {
    let program = std::env::current_exe().map_err(|error| Error::io("start", Path::new("gazette"), error))?;
    let mut command = limited(&program, MEMORY_KB);
    command.args(["extract", "--json", "--ocr", ocr.ocr.name()]);
    // In the languages of the reading before, unless others were asked for.
    if let Some(languages) = ocr.ocr_language.as_ref().or(options.languages.as_ref()) {
        command.arg("--ocr-language").arg(languages);
    }
    if let Some(password) = &options.password {
        command.arg("--password").arg(password);
    }
    if let Some((first, last)) = options.pages {
        command.arg("--pages").arg(format!("{first}-{last}"));
    }
    if let Some(learnt) = learnt {
        command.arg("--learnt").arg(learnt);
    }
    command.arg("--").arg(path);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    Ok(command)
}

/// Waits for the process only so long, and gives what it printed on stdout and stderr.
fn wait(child: &mut Child, time: Duration, recogniser: Option<&Recogniser>) -> Result<(String, String)> {
    let output = Drain::of(child.stdout.take());
    let complaint = Drain::of(child.stderr.take());
    let begun = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(_)) => break,
            Ok(None) if recogniser.is_some_and(Recogniser::is_stopped) => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(Error::Interrupted);
            }
            Ok(None) if begun.elapsed() > time => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(Error::LimitReached {
                    detail: format!("the file was not read within {} seconds", time.as_secs()),
                });
            }
            Ok(None) => std::thread::sleep(LOOK_EVERY),
            Err(error) => return Err(Error::io("wait for", Path::new("the reader"), error)),
        }
    }
    Ok((output.text(), complaint.text()))
}
