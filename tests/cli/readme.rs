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
    // Other programs need not be there.
    let alone = session.iter().filter(|(command, _)| !command.contains('|'));
    for (command, expected) in alone {
        let typed = format!("{} {command} 2>&1", env!("CARGO_BIN_EXE_gazette"));
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
