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
