//! The README's session is what the program prints: it is typed again here, command by command.
use crate::support::Sandbox;
use std::path::Path;
use std::process::Command;

/// The commands of the first session, each with what it is said to print.
fn session() -> Vec<(String, String)> {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(readme).unwrap();
    let (_, session) = readme.split_once("## A first session").unwrap();
    let mut commands: Vec<(String, String)> = Vec::new();
    let mut is_console = false;
    for line in session.lines() {
        if line.starts_with("```") {
            is_console = line == "```console";
        } else if !is_console {
            continue;
        } else if let Some(command) = line.strip_prefix("$ gazette ") {
            commands.push((command.to_string(), String::new()));
        } else if let Some((_, output)) = commands.last_mut() {
            output.push_str(line);
            output.push('\n');
        }
    }
    commands
}

#[test]
fn the_first_session_is_what_the_program_prints() {
    let sandbox = Sandbox::new();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/newsletters");
    for entry in std::fs::read_dir(fixtures).unwrap() {
        let path = entry.unwrap().path();
        let name = format!(
            "fixtures/newsletters/{}",
            path.file_name().unwrap().to_str().unwrap()
        );
        sandbox.write(&name, std::fs::read(&path).unwrap());
    }
    let session = session();
    assert!(session.len() >= 5, "the README has a session");
    // Other programs need not be there; where it is said that they are, they are used.
    let has_jq = Command::new("jq").arg("--version").output().is_ok();
    assert!(
        has_jq || std::env::var_os("GAZETTE_WITH_JQ").is_none(),
        "jq is missing"
    );
    let is_piped = |command: &str| command.contains(" | ");
    let piped = session.iter().filter(|(command, _)| is_piped(command)).count();
    assert!(piped >= 5, "{piped} lines for scripts");
    for (command, expected) in session.iter().filter(|(command, _)| has_jq || !is_piped(command)) {
        let program = env!("CARGO_BIN_EXE_gazette");
        let typed = match is_piped(command) {
            true => format!("{program} {command}"),
            false => format!("{program} {command} 2>&1"),
        };
        let output = Command::new("sh")
            .args(["-c", &typed])
            .current_dir(sandbox.path(""))
            .env_remove("GAZETTE_ARCHIVE")
            .output()
            .unwrap();
        let printed = String::from_utf8(output.stdout).unwrap();
        assert_eq!(printed.trim_end(), expected.trim_end(), "gazette {command}");
    }
}
