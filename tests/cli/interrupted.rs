//! Runs that are stopped: the archive stays whole and the next run does the rest.
#![cfg(unix)]
use crate::support::Sandbox;
use std::process::{Command, Stdio};
use std::time::Duration;

fn send(signal: &str, process: u32) {
    let status = Command::new("kill")
        .args([signal, &process.to_string()])
        .status()
        .unwrap();
    assert!(status.success());
}

#[test]
fn ctrl_c_ends_the_run_with_130_and_the_next_run_goes_on() {
    let sandbox = Sandbox::new();
    sandbox.write("in/a.txt", "un");
    sandbox.write("in/c.txt", "trois");
    let pipe = sandbox.path("b.txt");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let mut command = sandbox.command(&["ingest", "in", "b.txt", "in/c.txt"]);
    let child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Opening the pipe waits until the program reads it: the run is then under way.
    let held = std::fs::File::options().write(true).open(&pipe).unwrap();
    send("-INT", child.id());
    std::thread::sleep(Duration::from_millis(300));
    drop(held);
    let run = sandbox.normalised(&child.wait_with_output().unwrap());
    assert_eq!(run.code, 130, "{}", run.stderr);
    let told = "error: interrupted; what was done is kept\n\nhint: run the same command again to go on\n";
    assert!(run.stderr.ends_with(told), "{}", run.stderr);
    // What was taken in until then is whole, the index too.
    let verified = sandbox.run(&["verify"]);
    assert_eq!(verified.code, 0, "{}{}", verified.stdout, verified.stderr);

    std::fs::remove_file(&pipe).unwrap();
    let next = sandbox.run(&["ingest", "in"]);
    assert_eq!(next.code, 0, "{}", next.stderr);
    assert_eq!(sandbox.run(&["list", "--json"]).objects().len(), 3);
}

#[test]
fn a_run_that_is_killed_leaves_whole_records_and_the_next_run_finds_the_rest() {
    let sandbox = Sandbox::new();
    for number in 0..300 {
        sandbox.write(
            &format!("in/{number}.txt"),
            format!("Bulletin {number}\n\nUn texte.\n"),
        );
    }
    for pause in [15, 40, 80] {
        let mut command = sandbox.command(&["ingest", "in"]);
        let mut child = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(pause));
        let _ = child.kill();
        child.wait().unwrap();
        if sandbox.path("gazette-archive/gazette.toml").exists() {
            let listed = sandbox.run(&["list", "--json"]);
            assert_eq!(listed.code, 0, "{}", listed.stderr);
        }
    }
    let run = sandbox.run(&["ingest", "in"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let summary = sandbox.run(&["list", "--json"]).objects().pop().unwrap();
    assert_eq!(
        (summary["issues"].as_u64(), summary["damaged"].as_u64()),
        (Some(300), Some(0))
    );
    let left = walk(&sandbox.path("gazette-archive/records"));
    assert_eq!(
        left.iter().filter(|name| !name.ends_with(".json")).count(),
        0,
        "{left:?}"
    );
}

fn walk(folder: &std::path::Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            names.extend(walk(&path));
        } else {
            names.push(path.file_name().unwrap().to_string_lossy().into_owned());
        }
    }
    names
}
