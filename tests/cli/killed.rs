//! Runs that are killed at random moments: nothing is lost, nothing is there twice, nothing is half-written.
//!
//! `benches/archive/kill.py` does the same some hundred times with PDF files, and with disks that fill up.
#![cfg(unix)]
use crate::support::Sandbox;
use std::process::Stdio;
use std::time::Duration;

const ISSUES: usize = 120;

/// Kills commands after pauses that cover a whole run, then lets one run end.
#[test]
fn after_kills_at_any_moment_the_archive_is_what_one_run_gives() {
    let sandbox = Sandbox::new();
    for number in 0..ISSUES {
        let text = format!(
            "Bulletin du canal\nn° {number} - mars 2012\n\nAgenda\nFête numéro{number} de l'écluse.\n"
        );
        sandbox.write(&format!("in/{number}.txt"), text);
    }
    for round in 0..12_u64 {
        let mut command = sandbox.command(&["ingest", "in"]);
        let mut child = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(5 + round * round * 3));
        let _ = child.kill();
        child.wait().unwrap();
    }
    let run = sandbox.run(&["ingest", "in"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(
        sandbox.run(&["verify", "--json"]).stdout.lines().count(),
        1,
        "no finding"
    );
    let listed = sandbox.run(&["list", "--json"]).objects();
    assert_eq!(listed.len(), ISSUES + 1);
    let slugs: std::collections::BTreeSet<String> =
        listed.iter().map(|line| line["slug"].to_string()).collect();
    assert_eq!(slugs.len(), ISSUES + 1, "each once, and the summary");
    let found = sandbox.run(&["search", "écluse", "--limit", "1000", "--json"]);
    let status = sandbox.run(&["index", "status"]);
    assert_eq!(status.code, 0, "{}", status.stdout);
    assert_eq!(sandbox.run(&["index", "rebuild"]).code, 0);
    let again = sandbox.run(&["search", "écluse", "--limit", "1000", "--json"]);
    assert_eq!(found.objects().len(), ISSUES + 1);
    assert_eq!(sorted(&found.stdout), sorted(&again.stdout), "as from a rebuild");
}

/// Hits of one score may come in another order, and scores differ in their last digits while deleted documents count.
fn sorted(stdout: &str) -> Vec<String> {
    let mut hits: Vec<String> = stdout
        .lines()
        .filter_map(|line| {
            let hit: serde_json::Value = serde_json::from_str(line).unwrap();
            Some(format!(
                "{} {} {}",
                hit["slug"].as_str()?,
                hit["section"],
                hit["snippet"]
            ))
        })
        .collect();
    hits.sort();
    hits
}
