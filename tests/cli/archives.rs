//! Archives that cannot be opened, and issues that are not in them.
use crate::support::Sandbox;
use insta::assert_snapshot;

#[test]
fn no_archive_there() {
    let sandbox = Sandbox::new();
    for arguments in [&["list"][..], &["show", "x"], &["links"], &["export"]] {
        let told = "\
[10]
error: no archive at gazette-archive

hint: make one with `gazette ingest FOLDER`, or name one with --archive DIR
";
        assert_eq!(sandbox.run(arguments).told(), told);
    }
}

#[test]
fn the_commands_of_a_hint_name_the_archive() {
    let sandbox = Sandbox::new();
    sandbox.write("mes archives/gazette.toml", "format = 1\nname = \"a\"\n");
    let run = sandbox.run(&["search", "fête", "--archive", "mes archives"]);
    assert_eq!(run.code, 13);
    let hint = "hint: run `gazette index rebuild --archive 'mes archives'`";
    assert!(run.stderr.contains(hint), "{}", run.stderr);
}

#[test]
fn an_archive_of_a_newer_format() {
    let sandbox = Sandbox::new();
    sandbox.write("gazette-archive/gazette.toml", "format = 9\n");
    sandbox.write("a.txt", "Bonjour");
    for arguments in [&["list"][..], &["ingest", "a.txt"]] {
        let told = "\
[12]
error: the archive gazette-archive has format 9; this version knows formats up to 1

hint: install a newer gazette to open it
";
        assert_eq!(sandbox.run(arguments).told(), told);
    }
}

#[test]
fn an_archive_that_another_process_writes_to() {
    let sandbox = Sandbox::new();
    sandbox.with_two_issues();
    let lock = std::fs::File::options()
        .write(true)
        .open(sandbox.path("gazette-archive/lock"))
        .unwrap();
    lock.lock().unwrap();
    assert_snapshot!(sandbox.run(&["ingest", "in"]).told(), @"
    [11]
    error: the archive gazette-archive is being written by another process

    hint: wait until the other run ends, then try again
    ");
    let reader = sandbox.run(&["list"]);
    assert_eq!(reader.code, 0, "readers never wait: {}", reader.stderr);
    drop(lock);
    assert_eq!(sandbox.run(&["ingest", "in"]).code, 0);
}

#[test]
fn a_damaged_manifest() {
    let sandbox = Sandbox::new();
    sandbox.write("gazette-archive/gazette.toml", "format = [");
    let run = sandbox.run(&["list"]);
    assert_eq!(run.code, 4);
    assert!(
        run.stderr
            .starts_with("error: gazette-archive/gazette.toml is damaged: "),
        "{}",
        run.stderr
    );
}

#[test]
fn a_damaged_record_is_named_and_the_others_are_listed() {
    let sandbox = Sandbox::new();
    let id = sandbox.with_two_issues();
    let shard = sandbox.path("gazette-archive/records").join(&id[..2]);
    let record = std::fs::read_dir(shard).unwrap().next().unwrap().unwrap().path();
    std::fs::remove_file(&record).unwrap();
    std::fs::write(record, "{").unwrap();
    for command in [&["list"][..], &["export", "--format", "jsonl"]] {
        let run = sandbox.run(command);
        assert_eq!(run.code, 4, "{command:?}");
        assert_eq!(run.stdout.lines().count(), 1, "{command:?}");
        assert!(
            run.stderr.contains("is damaged: the record cannot be read"),
            "{}",
            run.stderr
        );
    }
    assert_eq!(sandbox.run(&["links"]).code, 4);
    let asked_for = ["export", "lettre-2013"];
    assert_eq!(sandbox.run(&asked_for).code, 0, "what was asked for is whole");
}

#[test]
fn an_issue_that_is_not_there() {
    let sandbox = Sandbox::new();
    sandbox.with_two_issues();
    assert_snapshot!(sandbox.run(&["show", "lettre-1999"]).told(), @"
    [2]
    error: no issue lettre-1999 in the archive

    hint: `gazette list` shows the issues of the archive
    ");
    let run = sandbox.run(&["show", "lettre-1999", "--json"]);
    assert_eq!(run.error()["code"], "issue_not_found");
}

#[test]
fn the_archive_is_that_of_the_option_else_of_the_environment() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", "Bonjour");
    let ingest = |variable: &str, arguments: &[&str]| {
        let mut command = sandbox.command(&["ingest", "a.txt"]);
        command.args(arguments).env("GAZETTE_ARCHIVE", variable);
        assert!(command.status().unwrap().success());
    };
    ingest("par-variable", &[]);
    assert!(sandbox.path("par-variable/gazette.toml").is_file());
    ingest("par-variable", &["--archive", "par-option"]);
    assert!(sandbox.path("par-option/gazette.toml").is_file());
    ingest("", &[]);
    assert!(sandbox.path("gazette-archive/gazette.toml").is_file());
}
