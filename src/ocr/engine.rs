//! The program that recognises: Tesseract, found at run time, a process a page.
use super::bitmap::Bitmap;
use crate::child::{Drain, limited};
use crate::error::{Error, Result};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// The program's name.
const PROGRAM: &str = "tesseract";

/// Names another program than the one on the path.
const VARIABLE: &str = "GAZETTE_TESSERACT";

/// Language of the newsletters, where the user names none.
const FRENCH: &str = "fra";

/// Time that a page may take. A dense page of a newspaper takes half a minute on a slow machine.
const TIME: Duration = Duration::from_secs(300);

/// Memory that the process may take, in kilobytes of address space.
const MEMORY_KB: u64 = 4 << 20;

/// How often it is looked whether the process has ended.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// How the engine looks at a bitmap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// As at a page of columns and paragraphs.
    Page,
    /// As at pieces of text here and there.
    Leftovers,
    /// It only tells which side is up.
    Orientation,
}

/// The program Tesseract on this machine.
#[derive(Debug, Clone)]
pub(super) struct Engine {
    program: PathBuf,
    version: String,
    languages: String,
    /// The languages that it could read.
    known: Vec<String>,
    /// Set for an engine of the past, of which only the answers are left: whether one was wanted that is not there.
    gone: Option<Arc<AtomicBool>>,
}

impl Engine {
    /// Finds the program, and checks that it knows the languages: codes of three letters joined by `+`, French where
    /// there is none.
    ///
    /// # Errors
    /// [`Error::OcrEngineMissing`] where there is no program, [`Error::OcrLanguageMissing`] where it lacks a language.
    pub(super) fn find(languages: Option<&str>) -> Result<Self> {
        let program = std::env::var_os(VARIABLE).map_or_else(|| PathBuf::from(PROGRAM), PathBuf::from);
        let version = output_of(&program, "--version").ok_or(Error::OcrEngineMissing)?;
        let version = version
            .lines()
            .next()
            .and_then(|line| line.split_whitespace().nth(1))
            .unwrap_or_default()
            .to_string();
        let known = output_of(&program, "--list-langs").unwrap_or_default();
        let known = known.lines().map(|line| line.trim().to_string()).collect();
        let engine = Self {
            program,
            version,
            languages: String::new(),
            known,
            gone: None,
        };
        engine.reading(languages.unwrap_or(FRENCH))
    }

    /// The engine of a reading before, by its version and languages: its answers may be known though it is on this machine
    /// no more, or another version of it.
    pub(super) fn of_the_past(version: &str, languages: &str) -> Self {
        Self {
            program: PathBuf::from(PROGRAM),
            version: version.to_string(),
            languages: languages.to_string(),
            known: languages.split('+').map(str::to_string).collect(),
            gone: Some(Arc::default()),
        }
    }

    /// Whether an answer of an engine of the past was wanted that is not known.
    pub(super) fn is_missed(&self) -> bool {
        self.gone.as_ref().is_some_and(|gone| gone.load(Ordering::SeqCst))
    }

    /// The program with other languages.
    ///
    /// # Errors
    /// [`Error::OcrLanguageMissing`] where it lacks one.
    pub(super) fn reading(&self, languages: &str) -> Result<Self> {
        let is_known = |language: &str| self.known.iter().any(|known| known == language);
        if let Some(missing) = languages.split('+').find(|language| !is_known(language)) {
            return Err(Error::OcrLanguageMissing {
                language: missing.to_string(),
            });
        }
        Ok(Self {
            languages: languages.to_string(),
            ..self.clone()
        })
    }

    /// The program's name.
    pub(super) fn name(&self) -> &'static str {
        PROGRAM
    }

    /// The program's version.
    pub(super) fn version(&self) -> &str {
        &self.version
    }

    /// The languages that it reads.
    pub(super) fn languages(&self) -> &str {
        &self.languages
    }

    /// All that its answer to the same bitmap depends on.
    pub(super) fn identity(&self, look: Look) -> String {
        let name = match look {
            Look::Page => "",
            Look::Leftovers => " leftovers",
            Look::Orientation => " orientation",
        };
        format!("{PROGRAM} {} {}{name}", self.version, self.languages)
    }

    /// Recognises a bitmap; gives the words in the form hOCR, or of [`Look::Orientation`] what it says of it.
    pub(super) fn read(&self, bitmap: &Bitmap, look: Look, stop: &AtomicBool) -> Result<String> {
        if let Some(gone) = &self.gone {
            gone.store(true, Ordering::SeqCst);
            return Err(Error::OcrEngineMissing);
        }
        let failed = |action: &'static str| move |error| Error::io(action, Path::new(PROGRAM), error);
        let mut child = self
            .command(bitmap.resolution, look)
            .spawn()
            .map_err(failed("start"))?;
        let picture = bitmap.as_pgm();
        let feeding = child.stdin.take().map(|mut stdin| {
            // The process reads while it is read from; one that ends early wants no more.
            std::thread::spawn(move || {
                let _ = stdin.write_all(&picture);
            })
        });
        let output = Drain::of(child.stdout.take());
        let complaint = Drain::of(child.stderr.take());
        // After a kill nobody waits for the pipes: a program that the killed one had started may hold them.
        let is_well = wait(&mut child, stop)?;
        if let Some(feeding) = feeding {
            let _ = feeding.join();
        }
        let (output, complaint) = (output.text(), complaint.text());
        if is_well {
            return Ok(output);
        }
        let complaint = complaint
            .lines()
            .next()
            .unwrap_or("it gives no reason")
            .to_string();
        Err(Error::OcrFailed { detail: complaint })
    }

    fn command(&self, resolution: f32, look: Look) -> Command {
        let mut command = limited(&self.program, MEMORY_KB);
        command.args(["stdin", "stdout"]);
        match look {
            Look::Page | Look::Leftovers => command.args(["-l", &self.languages]),
            Look::Orientation => command.args(["--psm", "0", "-l", "osd"]),
        };
        command.args(["--dpi", &format!("{resolution:.0}")]);
        match look {
            Look::Page => command.args(["-c", "tessedit_create_hocr=1"]),
            // Pieces of text in no order; ink told from ground by what is around it (Sauvola). Versions before the
            // fifth do not know the second, and say so.
            Look::Leftovers => command.args(["--psm", "11"]).args([
                "-c",
                "thresholding_method=2",
                "-c",
                "tessedit_create_hocr=1",
            ]),
            Look::Orientation => &mut command,
        };
        command
            // A process a processor: threads of its own only get in each other's way.
            .env("OMP_THREAD_LIMIT", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }
}

fn output_of(program: &Path, argument: &str) -> Option<String> {
    let output = Command::new(program)
        .arg(argument)
        .stdin(Stdio::null())
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    // Older versions write to stderr.
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.push_str(&String::from_utf8_lossy(&output.stderr));
    Some(text)
}

/// Waits for the process only so long; tells whether it ended well.
fn wait(child: &mut Child, stop: &AtomicBool) -> Result<bool> {
    let begun = Instant::now();
    loop {
        let ended = child
            .try_wait()
            .map_err(|error| Error::io("wait for", Path::new(PROGRAM), error))?;
        if let Some(status) = ended {
            return Ok(status.success());
        }
        let is_stopped = stop.load(Ordering::SeqCst);
        if is_stopped || begun.elapsed() > TIME {
            let _ = child.kill();
            let _ = child.wait();
            return Err(if is_stopped {
                Error::Interrupted
            } else {
                Error::LimitReached {
                    detail: format!("the page was not recognised within {} seconds", TIME.as_secs()),
                }
            });
        }
        std::thread::sleep(LOOK_EVERY);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_engine_of_the_past_answers_nothing_anew() {
        let engine = Engine::of_the_past("5.3.0", "fra+bre");
        assert_eq!(
            engine.identity(Look::Leftovers),
            "tesseract 5.3.0 fra+bre leftovers"
        );
        assert_eq!(engine.reading("bre").unwrap().languages(), "bre");
        assert!(!engine.is_missed());
        let bitmap = Bitmap {
            width: 1,
            height: 1,
            grey: vec![0],
            resolution: 300.0,
        };
        let answer = engine.read(&bitmap, Look::Page, &AtomicBool::new(false));
        assert!(matches!(answer, Err(Error::OcrEngineMissing)));
        assert!(engine.is_missed());
    }
}
