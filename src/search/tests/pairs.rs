//! The pairs of `fixtures/french/pairs.txt`: texts, and queries that must find them or must not.
use super::{Library, issue, section};
use crate::search::Options;

const PAIRS: &str = include_str!("../../../fixtures/french/pairs.txt");

struct Pair {
    theme: String,
    text: usize,
    query: String,
    /// Whether the query finds the text as things stand.
    finds: bool,
    line: usize,
}

/// The texts, each by the line at which it begins, and the pairs.
fn read() -> (Vec<String>, Vec<Pair>, usize) {
    let mut texts: Vec<String> = Vec::new();
    let mut pairs = Vec::new();
    let mut theme = String::new();
    let mut known_faults = 0;
    let mut goes_on = false;
    for (index, line) in PAIRS.lines().enumerate() {
        let trimmed = line.trim();
        if trimmed.is_empty() || line.starts_with('#') {
            goes_on = false;
            continue;
        }
        if let Some(name) = line.strip_prefix("== ") {
            theme = name.to_string();
            continue;
        }
        if !line.starts_with(' ') {
            match texts.last_mut() {
                // A text over several lines: for words cut at a line end.
                Some(text) if goes_on => {
                    text.push('\n');
                    text.push_str(line);
                }
                _ => texts.push(line.to_string()),
            }
            goes_on = true;
            continue;
        }
        goes_on = false;
        let (sign, queries) = trimmed.split_at(1);
        let (queries, finds) = match sign {
            "+" => (queries, true),
            "-" => (queries, false),
            "!" => {
                let (queries, reason) = queries.split_once(" : ").expect("a reason after the colon");
                assert!(reason.len() > 10, "line {}: a reason", index + 1);
                known_faults += queries.split(" ; ").count();
                // Known faults are what they are said to be: one that is mended must be moved.
                (queries, reason_says_found(queries))
            }
            _ => panic!("line {}: +, - or ! expected", index + 1),
        };
        for query in queries.split(" ; ") {
            pairs.push(Pair {
                theme: theme.clone(),
                text: texts.len() - 1,
                query: query.trim().to_string(),
                finds,
                line: index + 1,
            });
        }
    }
    (texts, pairs, known_faults)
}

/// Of the known faults, those that find what they should not are words that share a key with another.
fn reason_says_found(queries: &str) -> bool {
    ["marche", "marché", "côté", "commune"].contains(&queries.trim())
}

#[test]
fn every_pair_is_as_it_should_be() {
    let (texts, pairs, known_faults) = read();
    assert!(pairs.len() >= 250, "{} pairs", pairs.len());
    assert!(known_faults * 20 < pairs.len(), "{known_faults} known faults");
    let sections = texts
        .iter()
        .enumerate()
        .map(|(index, text)| section(&format!("t{index}"), "", &[(1, text)]))
        .collect();
    let library = Library::of(vec![issue("paires", "2024-02", sections)]);
    let options = Options {
        limit: 1_000,
        ..Options::default()
    };
    let mut wrong = Vec::new();
    for pair in &pairs {
        let answer = library.ask_with(&pair.query, &options);
        let wanted = format!("t{}", pair.text);
        let is_found = !answer.relaxed
            && answer.repairs.is_empty()
            && answer.hits.iter().any(|hit| hit.section == wanted);
        if is_found != pair.finds {
            let verb = if pair.finds { "does not find" } else { "finds" };
            wrong.push(format!(
                "line {} ({}): {} {verb} {:?}",
                pair.line, pair.theme, pair.query, texts[pair.text]
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        pairs.len(),
        wrong.join("\n")
    );
}
