//! Help, version, completions: what the program says of itself.
use crate::support::Sandbox;

#[test]
fn no_arguments_show_three_examples() {
    let run = Sandbox::new().run(&[]);
    assert_eq!(run.code, 2);
    let examples: Vec<&str> = run
        .stderr
        .lines()
        .filter(|line| line.starts_with("  gazette "))
        .collect();
    assert_eq!(examples.len(), 3, "{}", run.stderr);
}

#[test]
fn help_that_is_asked_for_is_data() {
    let sandbox = Sandbox::new();
    for arguments in [&["--help"][..], &["help"], &["ingest", "--help"], &["--version"]] {
        let run = sandbox.run(arguments);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{arguments:?}");
        assert!(!run.stdout.is_empty());
    }
}

#[test]
fn a_typing_error_is_a_usage_error_and_the_word_is_guessed() {
    let run = Sandbox::new().run(&["ingets", "x"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("'ingest'"), "{}", run.stderr);
}

#[test]
fn every_shell_gets_a_completion_script() {
    let sandbox = Sandbox::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = sandbox.run(&["completions", shell]);
        assert_eq!(run.code, 0);
        assert!(run.stdout.contains("ingest"), "{shell}");
    }
}

#[test]
fn no_line_of_help_is_broken_twice() {
    // A text that is wrapped in the source and again by the help leaves a word or two on a line of their own.
    let sandbox = Sandbox::new();
    for name in [
        "ingest",
        "search",
        "kwic",
        "trend",
        "analyze",
        "import",
        "list",
        "show",
        "links",
        "export",
        "extract",
        "index",
        "correct",
        "reread",
        "duplicates",
        "gaps",
        "verify",
        "remove",
        "events",
        "cite",
        "schema",
        "completions",
    ] {
        let help = sandbox.run(&["help", name]).stdout;
        let description = help.split("Usage:").next().unwrap_or_default();
        let lines: Vec<&str> = description.lines().collect();
        for pair in lines.windows(2) {
            let is_prose = |line: &str| !line.is_empty() && !line.starts_with(' ');
            if is_prose(pair[0]) && is_prose(pair[1]) {
                assert!(pair[0].chars().count() >= 80, "{name}: {:?}", pair[0]);
            }
        }
    }
}

#[test]
fn with_json_what_programs_read_stands_in_an_object_too() {
    let sandbox = Sandbox::new();
    for (arguments, kind) in [
        (&["schema", "--json"][..], "schema"),
        (&["completions", "bash", "--json"], "completions"),
    ] {
        let objects = sandbox.run(arguments).objects();
        let types: Vec<&str> = objects
            .iter()
            .filter_map(|object| object["type"].as_str())
            .collect();
        assert_eq!(types, [kind, "summary"]);
    }
    let schema: serde_json::Value = serde_json::from_str(&sandbox.run(&["schema"]).stdout).unwrap();
    assert_eq!(sandbox.run(&["schema", "--json"]).objects()[0]["value"], schema);
}

#[test]
fn with_json_a_usage_error_says_what_is_missing() {
    let sandbox = Sandbox::new();
    let message = |arguments: &[&str]| {
        let error = sandbox.run(arguments).error();
        error["message"].as_str().unwrap().to_string()
    };
    assert!(message(&["search", "--json"]).contains("<QUERY>"));
    assert!(message(&["index", "--json"]).contains("rebuild"));
    assert_eq!(message(&["--json", "index"]), "a command is missing");
}
