//! The contract with scripts, walked through every command: success, emptiness and failure.
//!
//! A command that is added and not walked fails the first test.
use crate::support::{Run, Sandbox};
use serde_json::Value;
use std::collections::BTreeSet;

/// How a command is walked. Arguments are separated by single spaces; `ID` stands for the identifier of an issue.
struct Walk {
    /// Its name, with that of its own command where it has some.
    command: &'static str,
    /// Arguments with which it has something to tell.
    success: &'static [&'static str],
    /// Arguments with which it has nothing to tell, in an archive without issues where these begin with `!`; and the
    /// exit code.
    empty: &'static [(&'static str, i32)],
    /// Arguments that fail, the exit code and the code of the error.
    failure: &'static [(&'static str, i32, &'static str)],
    /// What it wants of an archive.
    wants: Wants,
}

#[derive(Clone, Copy, PartialEq)]
enum Wants {
    Nothing,
    Archive,
    Index,
    /// To write to it.
    Lock,
    /// To write to one that it makes where there is none.
    Place,
}

const WALKS: &[Walk] = &[
    Walk {
        command: "ingest",
        success: &["in", "in --dry-run", "in/lettre-2013.txt --isolate"],
        empty: &[],
        failure: &[
            ("nowhere", 3, "path_not_found"),
            ("leer", 3, "nothing_to_ingest"),
            ("bad.pdf", 3, "not_a_pdf"),
        ],
        wants: Wants::Place,
    },
    Walk {
        command: "search",
        success: &[
            "assemblée",
            "assemblee --facet year",
            "--batch queries.tsv",
            "assemblée --explain",
        ],
        empty: &[("zygomorphe", 1), ("assemblée --from 2999", 1)],
        failure: &[
            ("(", 2, "query"),
            ("--batch nowhere", 3, "path_not_found"),
            ("a --from x", 2, "usage"),
        ],
        wants: Wants::Index,
    },
    Walk {
        command: "kwic",
        success: &["assemblée"],
        empty: &[("zygomorphe", 1)],
        failure: &[("(", 2, "query")],
        wants: Wants::Index,
    },
    Walk {
        command: "trend",
        success: &["assemblée"],
        // Without a date the periods of the archive come out, each with its nought.
        empty: &[("zygomorphe --from 2999", 1)],
        failure: &[("(", 2, "query")],
        wants: Wants::Index,
    },
    Walk {
        command: "analyze",
        success: &["l'animateur.trice"],
        empty: &[("…", 0)],
        failure: &[("", 2, "usage")],
        wants: Wants::Nothing,
    },
    Walk {
        command: "list",
        success: &[""],
        empty: &[("!", 0), ("--from 2999", 0)],
        failure: &[("--from x", 2, "usage")],
        wants: Wants::Archive,
    },
    Walk {
        command: "show",
        success: &["ID", "ID --section assemblée", "ID --titles", "ID --history"],
        empty: &[],
        failure: &[
            ("zzz", 2, "issue_not_found"),
            ("ID --section zzz", 2, "usage"),
            ("", 2, "usage"),
        ],
        wants: Wants::Archive,
    },
    Walk {
        command: "links",
        success: &["", "ID"],
        empty: &[("!", 0), ("--host nulle.example", 0)],
        failure: &[("zzz", 2, "issue_not_found")],
        wants: Wants::Archive,
    },
    Walk {
        command: "events",
        success: &["", "ID"],
        empty: &[("!", 0), ("--place nulle", 0)],
        failure: &[("zzz", 2, "issue_not_found"), ("--ics", 2, "usage")],
        wants: Wants::Archive,
    },
    Walk {
        command: "export",
        success: &[
            "",
            "ID --format jsonl",
            "--format markdown",
            "--format text",
            "--format ics",
            "--format csv",
            "--format tsv --of links",
            "--format bibtex",
            "--format ris --of sections",
            "--format csl",
            "--format dublin-core",
            "--format bagit --output sac",
            "--output out",
            "--format csv --query assemblée",
            "--of events --format csv",
            "--format tei",
            "--format unimarc",
            "--format oai --base-url https://relais.example/oai --admin-email a@relais.example --datestamp 2026-01-31",
            "--output tout.jsonl.gz",
            "--redact email,phone",
            "--redact names:names.txt --dry-run",
        ],
        empty: &[("!", 0), ("! --format csv", 0), ("--format ris --from 2999", 0)],
        failure: &[
            ("zzz", 2, "issue_not_found"),
            ("--bom", 2, "usage"),
            ("--query (", 2, "query"),
            ("--output bad.pdf/sous", 3, "io"),
            ("--format alto", 2, "usage"),
            ("ID --format alto", 2, "usage"),
            ("--output bad.pdf", 2, "usage"),
            ("--redact email --format alto --output mots", 2, "usage"),
            ("--redact email --format pdf --output mots", 2, "usage"),
            ("--format oai", 2, "usage"),
            ("--output a.xml", 2, "usage"),
            ("--format unimarc --of links", 2, "usage"),
            ("--redact email --format bagit --output sac2", 2, "usage"),
        ],
        wants: Wants::Archive,
    },
    Walk {
        command: "cite",
        success: &[
            "ID",
            "ID --format ris",
            "ID#une-assemblee-generale-reussie --format csl",
        ],
        empty: &[],
        failure: &[("zzz", 2, "issue_not_found"), ("ID#zzz", 2, "usage")],
        wants: Wants::Archive,
    },
    Walk {
        command: "extract",
        success: &["in/lettre-2013.txt", "in/lettre-2013.txt --format markdown"],
        empty: &[],
        failure: &[("nowhere", 3, "path_not_found"), ("bad.pdf", 3, "not_a_pdf")],
        wants: Wants::Nothing,
    },
    Walk {
        command: "index rebuild",
        success: &[],
        empty: &[("", 0), ("!", 0)],
        failure: &[("zzz", 2, "usage")],
        wants: Wants::Lock,
    },
    Walk {
        command: "index status",
        success: &[],
        empty: &[("", 0)],
        failure: &[("zzz", 2, "usage")],
        wants: Wants::Index,
    },
    Walk {
        command: "import",
        success: &["records.jsonl"],
        empty: &[("empty.jsonl", 0)],
        failure: &[("nowhere", 3, "path_not_found"), ("leer", 2, "usage")],
        wants: Wants::Place,
    },
    Walk {
        command: "correct",
        success: &["ID --title Lettre", "ID"],
        empty: &[("!", 0), ("ID", 0)],
        failure: &[
            ("zzz --title x", 2, "issue_not_found"),
            ("ID --date x", 2, "usage"),
        ],
        wants: Wants::Lock,
    },
    Walk {
        command: "reread",
        success: &["--all", "ID --dry-run"],
        empty: &[("! --all", 0)],
        failure: &[("zzz", 2, "issue_not_found")],
        wants: Wants::Lock,
    },
    Walk {
        command: "duplicates",
        success: &[""],
        empty: &[("!", 0)],
        failure: &[("zzz", 2, "issue_not_found")],
        wants: Wants::Archive,
    },
    Walk {
        command: "gaps",
        success: &[""],
        empty: &[("!", 0)],
        failure: &[("zzz", 2, "usage")],
        wants: Wants::Archive,
    },
    Walk {
        command: "verify",
        success: &[],
        empty: &[("", 0)],
        failure: &[("--sample x", 2, "usage"), ("--seed 1", 2, "usage")],
        wants: Wants::Archive,
    },
    Walk {
        command: "remove",
        success: &["ID --reason test", "lettre-2013 --dry-run", "--list"],
        empty: &[("! --list", 0)],
        failure: &[("zzz --reason x", 2, "issue_not_found"), ("ID", 2, "usage")],
        wants: Wants::Lock,
    },
    Walk {
        command: "schema",
        success: &["", "--doc", "--of links"],
        empty: &[],
        failure: &[("zzz", 2, "usage"), ("--of zzz", 2, "usage")],
        wants: Wants::Nothing,
    },
    Walk {
        command: "completions",
        success: &["bash"],
        empty: &[],
        failure: &[("zzz", 2, "usage")],
        wants: Wants::Nothing,
    },
];

/// A sandbox with an archive, and what the walks name.
struct Ground {
    sandbox: Sandbox,
    id: String,
}

impl Ground {
    fn new() -> Self {
        let sandbox = Sandbox::new();
        let id = sandbox.with_two_issues();
        sandbox.write(
            "copie/lettre.txt",
            std::fs::read(sandbox.path("in/lettre-2013.txt")).unwrap(),
        );
        assert_eq!(sandbox.run(&["ingest", "copie"]).code, 0);
        sandbox.write("bad.pdf", b"\0\x01\x02\xff\xfe");
        sandbox.write("queries.tsv", "a\tassemblée\n");
        sandbox.write("records.jsonl", "{\"sections\":[{\"text\":\"Un\"}]}\n");
        sandbox.write("empty.jsonl", "\n");
        sandbox.write("names.txt", "adhérents\n");
        sandbox.write("none/gazette.toml", "format = 1\nname = \"vide\"\n");
        sandbox.write("newer/gazette.toml", "format = 99\nname = \"neuf\"\n");
        std::fs::create_dir(sandbox.path("leer")).unwrap();
        Self { sandbox, id }
    }

    fn run(&self, command: &str, arguments: &str) -> Run {
        let (arguments, archive) = match arguments.strip_prefix('!') {
            Some(arguments) => (arguments.trim_start(), Some("none")),
            None => (arguments, None),
        };
        self.run_on(command, arguments, archive)
    }

    fn run_on(&self, command: &str, arguments: &str, archive: Option<&str>) -> Run {
        let id_of = |word: &str| match word.strip_prefix("ID") {
            Some(rest) if rest.is_empty() || rest.starts_with('#') => format!("{}{rest}", self.id),
            _ => word.to_string(),
        };
        let mut words: Vec<String> = command.split(' ').map(str::to_string).collect();
        words.extend(arguments.split(' ').filter(|word| !word.is_empty()).map(id_of));
        words.push("--json".to_string());
        if let Some(archive) = archive {
            words.extend(["--archive".to_string(), archive.to_string()]);
        }
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        self.sandbox.run(&words)
    }

    /// The commands that the program's own help names, those of a command after its name.
    fn commands(&self) -> BTreeSet<String> {
        let mut commands = BTreeSet::new();
        for name in listed(&self.sandbox.run(&["--help"]).stdout) {
            let own = listed(&self.sandbox.run(&["help", &name]).stdout);
            if own.is_empty() {
                commands.insert(name);
            } else {
                commands.extend(own.into_iter().map(|own| format!("{name} {own}")));
            }
        }
        commands
    }
}

/// The commands in a page of help, `help` itself left out.
fn listed(help: &str) -> Vec<String> {
    let Some((_, list)) = help.split_once("\nCommands:\n") else {
        return Vec::new();
    };
    let lines = list.lines().take_while(|line| !line.is_empty());
    let names = lines.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    names
        .filter(|name| !name.is_empty() && *name != "help")
        .map(str::to_string)
        .collect()
}

/// The faults of a walk, told together: one run of the test shows all of them.
#[derive(Default)]
struct Faults(Vec<String>);

impl Faults {
    fn note(&mut self, is_right: bool, told: &str, detail: impl std::fmt::Display) {
        if !is_right {
            self.0.push(format!("{told}\n    {detail}"));
        }
    }

    fn objects(&mut self, text: &str, told: &str) -> Vec<Value> {
        let mut objects = Vec::new();
        for line in text.lines() {
            match serde_json::from_str::<Value>(line) {
                Ok(object) => objects.push(object),
                Err(error) => self.note(false, told, format!("{error}: {line}")),
            }
        }
        for object in &objects {
            self.note(object["type"].is_string(), told, format!("no type: {object}"));
        }
        objects
    }

    /// What every run that ends well keeps to. Gives how many objects came before the summary.
    fn check_stdout(&mut self, run: &Run, command: &str, told: &str) -> usize {
        self.note(run.stderr.is_empty(), told, &run.stderr);
        let objects = self.objects(&run.stdout, told);
        for object in &objects {
            self.note(object["schema"] == 1, told, format!("no schema: {object}"));
        }
        let is_summary = |object: &&Value| object["type"] == "summary";
        let summaries = objects.iter().filter(is_summary).count();
        self.note(
            summaries == 1,
            told,
            format!("{summaries} summaries: {}", run.stdout),
        );
        let Some(last) = objects.last() else {
            return 0;
        };
        self.note(is_summary(&last), told, format!("the last is no summary: {last}"));
        self.note(
            last["command"] == command,
            told,
            format!("another command: {last}"),
        );
        objects.len() - 1
    }

    /// What every run that fails keeps to.
    fn check_stderr(&mut self, run: &Run, exit: i32, code: &str, told: &str) {
        self.note(
            run.code == exit,
            told,
            format!("exit {}: {}{}", run.code, run.stdout, run.stderr),
        );
        let errors = self.objects(&run.stderr, told);
        self.note(
            errors.len() == 1,
            told,
            format!("{} errors: {}", errors.len(), run.stderr),
        );
        for error in &errors {
            self.note(
                error["type"] == "error" && error["code"] == code,
                told,
                format!("not {code}: {error}"),
            );
            let keys: BTreeSet<&str> = error.as_object().unwrap().keys().map(String::as_str).collect();
            let wanted = BTreeSet::from(["type", "code", "message", "path", "page", "hint"]);
            self.note(keys == wanted, told, format!("other keys: {error}"));
            let message = error["message"].as_str().unwrap_or_default();
            let is_line = !message.is_empty() && !message.contains('\n');
            self.note(is_line, told, format!("a message is a line: {error}"));
        }
        // What was told beside the failure keeps to the contract too.
        for object in self.objects(&run.stdout, told) {
            self.note(object["schema"] == 1, told, format!("no schema: {object}"));
        }
    }
}

impl Drop for Faults {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            assert!(
                self.0.is_empty(),
                "{} faults:\n{}",
                self.0.len(),
                self.0.join("\n")
            );
        }
    }
}

#[test]
fn every_command_is_walked() {
    let walked: BTreeSet<String> = WALKS.iter().map(|walk| walk.command.to_string()).collect();
    assert_eq!(walked.len(), WALKS.len(), "a command is walked twice");
    assert_eq!(walked, Ground::new().commands());
}

#[test]
fn success_is_objects_and_a_summary() {
    let mut faults = Faults::default();
    for walk in WALKS {
        let ground = Ground::new();
        for arguments in walk.success {
            let told = format!("gazette {} {arguments} --json", walk.command);
            let run = ground.run(walk.command, arguments);
            faults.note(run.code == 0, &told, format!("exit {}: {}", run.code, run.stderr));
            let count = faults.check_stdout(&run, walk.command, &told);
            faults.note(count > 0, &told, format!("nothing but {}", run.stdout));
        }
        let ends_well = !walk.success.is_empty() || !walk.empty.is_empty();
        faults.note(ends_well, walk.command, "no run that ends well");
    }
}

#[test]
fn emptiness_is_a_summary_alone() {
    let mut faults = Faults::default();
    for walk in WALKS {
        let ground = Ground::new();
        for (arguments, code) in walk.empty {
            let told = format!("gazette {} {arguments} --json", walk.command);
            let run = ground.run(walk.command, arguments);
            faults.note(
                run.code == *code,
                &told,
                format!("exit {}: {}", run.code, run.stderr),
            );
            let count = faults.check_stdout(&run, walk.command, &told);
            faults.note(count == 0, &told, format!("more than a summary: {}", run.stdout));
        }
    }
}

#[test]
fn failure_is_one_object_on_stderr() {
    let mut faults = Faults::default();
    for walk in WALKS {
        let ground = Ground::new();
        faults.note(!walk.failure.is_empty(), walk.command, "no failure");
        for (arguments, exit, code) in walk.failure {
            let told = format!("gazette {} {arguments} --json", walk.command);
            let run = ground.run(walk.command, arguments);
            faults.check_stderr(&run, *exit, code, &told);
        }
        let told = format!("gazette {} --zzz --json", walk.command);
        let run = ground.run(walk.command, "--zzz");
        faults.check_stderr(&run, 2, "usage", &told);
        faults.note(run.stdout.is_empty(), &told, &run.stdout);
    }
}

#[test]
fn archives_that_cannot_be_used_have_codes_of_their_own() {
    let mut faults = Faults::default();
    for walk in WALKS.iter().filter(|walk| walk.wants != Wants::Nothing) {
        let ground = Ground::new();
        let usual = walk
            .success
            .first()
            .or(walk.empty.first().map(|(arguments, _)| arguments));
        let arguments = usual.unwrap();
        let told = format!("gazette {} {arguments} --json", walk.command);
        if walk.wants != Wants::Place {
            let run = ground.run_on(walk.command, arguments, Some("nowhere"));
            faults.check_stderr(&run, 10, "archive_not_found", &told);
        }
        let run = ground.run_on(walk.command, arguments, Some("newer"));
        faults.check_stderr(&run, 12, "archive_newer", &told);
        if matches!(walk.wants, Wants::Lock | Wants::Place) {
            let lock = std::fs::File::options()
                .write(true)
                .create(true)
                .truncate(false)
                .open(ground.sandbox.path("gazette-archive/lock"))
                .unwrap();
            lock.lock().unwrap();
            let run = ground.run(walk.command, arguments);
            faults.check_stderr(&run, 11, "archive_locked", &told);
        }
        if walk.wants == Wants::Index {
            std::fs::remove_dir_all(ground.sandbox.path("gazette-archive/index")).unwrap();
            let run = ground.run(walk.command, arguments);
            faults.check_stderr(&run, 13, "index_missing", &told);
        }
    }
}
