//! Sandboxes, PDF files made by hand, and the binary.

pub(crate) mod pdf;
pub(crate) mod raw;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder of its own for a test, and the binary run in it.
pub(crate) struct Sandbox {
    folder: tempfile::TempDir,
}

/// What a run of the binary gave, with the sandbox's folder replaced by `$SANDBOX`.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Sandbox {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// The binary, to be run in the sandbox without anything of the environment that changes what it does.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gazette"));
        command.current_dir(self.folder.path()).args(arguments);
        for variable in ["GAZETTE_ARCHIVE", "NO_COLOR", "CLICOLOR_FORCE", "RUST_BACKTRACE"] {
            command.env_remove(variable);
        }
        // What is on the machine does not change what a test sees.
        command.env("GAZETTE_TESSERACT", "no-such-program");
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.normalised(&self.command(arguments).output().unwrap())
    }

    pub(crate) fn normalised(&self, output: &Output) -> Run {
        let root = self.folder.path().to_str().unwrap();
        let text = |bytes: &[u8]| {
            String::from_utf8(bytes.to_vec())
                .unwrap()
                .replace(root, "$SANDBOX")
        };
        Run {
            code: output.status.code().unwrap_or(-1),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        }
    }

    /// Ingests a text dump and a second one, and gives the identifier of the first.
    pub(crate) fn with_two_issues(&self) -> String {
        self.write("in/lettre-2012-03.txt", DUMP);
        self.write(
            "in/lettre-2013.txt",
            "Bulletin municipal\n\nLa fête du village aura lieu en juin.\n",
        );
        let run = self.run(&["ingest", "in", "--json"]);
        assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
        let files = run.objects();
        files[0]["issue"].as_str().unwrap().to_string()
    }
}

impl Run {
    /// The lines of stdout, each a JSON object.
    pub(crate) fn objects(&self) -> Vec<serde_json::Value> {
        let parse = |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        self.stdout.lines().map(parse).collect()
    }

    /// The error object on stderr.
    pub(crate) fn error(&self) -> serde_json::Value {
        assert_eq!(self.stderr.lines().count(), 1, "{}", self.stderr);
        serde_json::from_str(&self.stderr).unwrap()
    }

    /// Exit code and stderr in one text, for snapshots.
    pub(crate) fn told(&self) -> String {
        format!("[{}]\n{}", self.code, self.stderr)
    }
}

/// A text dump of two pages, addresses at the end of a page.
pub(crate) const DUMP: &str = "\
La Lettre du canal
Lettre d'information n° 7 - mars 2012

Une assemblée générale réussie
L'assemblée générale s'est tenue le 14 février en présence de 62 adhérents.
Lire l'article

https://exemple.fr/assemblee
\u{c}
Agenda
Samedi 6 juin : fête de l'écluse, salle des fêtes.
";

/// Whether the tests run as the superuser, for whom no file is unreadable.
pub(crate) fn is_superuser(probe: &Path) -> bool {
    std::fs::read_dir(probe).is_ok()
}
