//! Search and its index as a user meets them.
use crate::support::Sandbox;
use insta::assert_snapshot;

#[test]
fn passages_are_shown_by_issue_with_page_and_section() {
    let sandbox = Sandbox::new();
    let id = sandbox.with_two_issues();
    let run = sandbox.run(&["search", "assemblee generale"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert!(
        lines[0].contains("lettre-2012-03") && lines[0].contains(&id),
        "{}",
        run.stdout
    );
    assert!(lines[1].starts_with("  p. 1  "), "{}", run.stdout);
    assert!(
        lines[1].ends_with("Une assemblée générale réussie"),
        "{}",
        run.stdout
    );
    assert!(
        lines[2].contains("L'assemblée générale s'est tenue"),
        "accents as printed: {}",
        run.stdout
    );
    assert!(
        run.stderr
            .starts_with("1 passage in 1 issue      query read as: "),
        "{}",
        run.stderr
    );
}

#[test]
fn with_json_every_hit_is_an_object_and_the_last_line_a_summary() {
    let sandbox = Sandbox::new();
    let id = sandbox.with_two_issues();
    let objects = sandbox.run(&["search", "écluse", "--json"]).objects();
    assert_eq!(objects[0]["type"], "hit");
    assert_eq!(objects[0]["issue"], id.as_str());
    assert_eq!(objects[0]["page"], 2);
    assert_eq!(objects[1]["type"], "summary");
    assert_eq!(
        (objects[1]["total"].as_u64(), objects[1]["shown"].as_u64()),
        (Some(1), Some(1))
    );
}

#[test]
fn finding_nothing_is_exit_code_1() {
    let sandbox = Sandbox::new();
    sandbox.with_two_issues();
    let run = sandbox.run(&["search", "hippopotame"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(
        run.stderr.starts_with("nothing found for hippopotame"),
        "{}",
        run.stderr
    );
    let objects = sandbox.run(&["search", "hippopotame", "--json"]).objects();
    assert_eq!(objects.len(), 1);
    assert_eq!(
        (objects[0]["type"].as_str(), objects[0]["total"].as_u64()),
        (Some("summary"), Some(0))
    );
}

#[test]
fn an_unbalanced_quotation_mark() {
    let sandbox = Sandbox::new();
    sandbox.with_two_issues();
    let run = sandbox.run(&["search", "fête \"du village"]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr
            .starts_with("error: cannot read the query at column 6: "),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("\n\nhint: "), "{}", run.stderr);
    assert_eq!(
        sandbox.run(&["search", "\"fête", "--json"]).error()["code"],
        "query"
    );
}

#[test]
fn dates_and_limits_are_wired() {
    let sandbox = Sandbox::new();
    sandbox.with_two_issues();
    let total = |arguments: &[&str]| {
        let mut all = vec!["search", "fête", "--json"];
        all.extend(arguments);
        let summary = sandbox.run(&all).objects().pop().unwrap();
        (
            summary["total"].as_u64().unwrap(),
            summary["shown"].as_u64().unwrap(),
        )
    };
    assert_eq!(total(&[]), (2, 2));
    assert_eq!(total(&["--limit", "1"]), (2, 1));
    assert_eq!(total(&["--offset", "1"]), (2, 1));
    assert_eq!(total(&["--from", "2012", "--to", "2012"]), (1, 1));
    let objects = sandbox
        .run(&["search", "fête", "--json", "--sort", "newest"])
        .objects();
    assert_eq!(objects[0]["slug"], "lettre-2013");
    assert_eq!(sandbox.run(&["search", "fête", "--from", "hier"]).code, 2);
}

#[test]
fn no_archive_and_no_index_are_told_apart() {
    let sandbox = Sandbox::new();
    assert_snapshot!(sandbox.run(&["search", "fête"]).told(), @"
    [10]
    error: no archive at gazette-archive

    hint: make one with `gazette ingest FOLDER`, or name one with --archive DIR
    ");
    sandbox.with_two_issues();
    std::fs::remove_dir_all(sandbox.path("gazette-archive/index")).unwrap();
    assert_snapshot!(sandbox.run(&["search", "fête"]).told(), @"
    [13]
    error: the search index of gazette-archive is missing

    hint: run `gazette index rebuild`: the index is made again from the records
    ");
    assert_eq!(sandbox.run(&["index", "status"]).code, 13);
    let rebuilt = sandbox.run(&["index", "rebuild"]);
    assert_eq!((rebuilt.code, rebuilt.stdout.as_str()), (0, "indexed 2 issues\n"));
    assert_eq!(sandbox.run(&["search", "fête"]).code, 0);
    assert_eq!(
        sandbox.run(&["index", "status"]).stdout.lines().last(),
        Some("the index is up to date")
    );
}

#[test]
fn the_next_run_brings_the_index_up_to_date() {
    let sandbox = Sandbox::new();
    let id = sandbox.with_two_issues();
    // As after a kill between the records and the index: the index is that of an archive of one issue.
    let index = sandbox.path("gazette-archive/index");
    std::fs::remove_dir_all(&index).unwrap();
    let one = sandbox
        .command(&["ingest", "in/lettre-2012-03.txt", "--archive", "autre"])
        .status()
        .unwrap();
    assert!(one.success());
    std::fs::rename(sandbox.path("autre/index"), &index).unwrap();
    let status = sandbox.run(&["index", "status", "--json"]);
    assert_eq!(
        (status.code, status.objects()[0]["behind"].as_u64()),
        (13, Some(1))
    );
    assert_eq!(sandbox.run(&["search", "village"]).code, 1);

    assert_eq!(sandbox.run(&["ingest", "in"]).code, 0);
    assert_eq!(sandbox.run(&["search", "village"]).code, 0);

    // A record that was taken away is taken out of the index.
    let shard = sandbox.path("gazette-archive/records").join(&id[..2]);
    std::fs::remove_dir_all(shard).unwrap();
    std::fs::remove_file(sandbox.path("in/lettre-2012-03.txt")).unwrap();
    assert_eq!(sandbox.run(&["ingest", "in"]).code, 0);
    assert_eq!(sandbox.run(&["search", "écluse"]).code, 1);
}

#[test]
fn a_query_is_explained_without_an_archive() {
    let run = Sandbox::new().run(&["search", "fête", "OU", "bal", "--explain"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("fête"), "{}", run.stdout);
}

#[test]
fn of_many_passages_it_says_how_many_are_shown() {
    let sandbox = Sandbox::new();
    sandbox.with_two_issues();
    let run = sandbox.run(&["search", "fête", "--limit", "1"]);
    assert!(
        run.stderr.starts_with("2 passages, 1 shown (--limit, --offset)"),
        "{}",
        run.stderr
    );
}

#[cfg(unix)]
#[test]
fn an_archive_that_may_not_be_written_to_can_be_searched() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::new();
    sandbox.with_two_issues();
    let index = sandbox.path("gazette-archive/index");
    // As on a read-only disk: the lock file that the engine would make anew cannot be made (but by the superuser).
    for entry in std::fs::read_dir(&index).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "lock") {
            std::fs::remove_file(path).unwrap();
        }
    }
    std::fs::set_permissions(&index, std::fs::Permissions::from_mode(0o555)).unwrap();
    let run = sandbox.run(&["search", "fête"]);
    let status = sandbox.run(&["index", "status"]);
    std::fs::set_permissions(&index, std::fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!((run.code, status.code), (0, 0), "{}{}", run.stderr, status.stderr);
}
