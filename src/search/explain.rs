//! How a query was read, part by part: what is wanted, where, and under which keys.
use super::keys::KeyMaker;
use super::query::{Area, Node, Query};
use super::readings::word_groups;
use crate::french::tokens::tokenize;
use serde::Serialize;

/// One part of a query as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// How deep it lies in the query, from 0.
    pub depth: usize,
    /// What it is: `word`, `phrase`, `all`, `not`…
    pub kind: &'static str,
    /// Its text in the query language; empty for groups.
    pub text: String,
    /// The field in which it is looked for; empty for everywhere.
    pub field: String,
    /// The keys under which it is looked for, each with its field of the index.
    pub keys: Vec<String>,
}

impl Query {
    /// The parts of the query in order, each under the group that holds it.
    pub fn readings(&self) -> Vec<Reading> {
        let mut readings = Vec::new();
        read(&self.root, 0, &mut KeyMaker::new(), &mut readings);
        readings
    }
}

fn read(node: &Node, depth: usize, maker: &mut KeyMaker, readings: &mut Vec<Reading>) {
    let mut add = |kind, text: String, field: String, keys| {
        readings.push(Reading {
            depth,
            kind,
            text,
            field,
            keys,
        });
    };
    let field = |area: &Area| area.name().trim_end_matches(':').to_string();
    match node {
        Node::Word { area, text } => add("word", text.clone(), field(area), keys_of(text, maker)),
        Node::Exact { area, text } => add("exact", text.clone(), field(area), Vec::new()),
        Node::Prefix { area, text } => add("prefix", text.clone(), field(area), Vec::new()),
        Node::Wildcard { area, text } => add("wildcard", text.clone(), field(area), Vec::new()),
        Node::Phrase { area, text, near } => {
            let kind = if near.is_some() { "near" } else { "phrase" };
            let keys = near.map(|between| format!("at most {between} words between"));
            add(kind, text.clone(), field(area), keys.into_iter().collect());
        }
        Node::Number(number) => add("number", number.clone(), "number".to_string(), Vec::new()),
        Node::Date { range, text } => {
            let days = format!("days {:08} to {:08}", range.from, range.to);
            add("date", text.clone(), "date".to_string(), vec![days]);
        }
        Node::All(nodes) => {
            add("all", String::new(), String::new(), Vec::new());
            for node in nodes {
                read(node, depth + 1, maker, readings);
            }
        }
        Node::Any(nodes) => {
            add("any", String::new(), String::new(), Vec::new());
            for node in nodes {
                read(node, depth + 1, maker, readings);
            }
        }
        Node::Not(inner) => {
            add("not", String::new(), String::new(), Vec::new());
            read(inner, depth + 1, maker, readings);
        }
        Node::Sequence(clauses) => {
            add("side by side", String::new(), String::new(), Vec::new());
            for clause in clauses {
                if clause.must {
                    readings.push(Reading {
                        depth: depth + 1,
                        kind: "must",
                        text: String::new(),
                        field: String::new(),
                        keys: Vec::new(),
                    });
                }
                read(
                    &clause.node,
                    depth + 1 + usize::from(clause.must),
                    maker,
                    readings,
                );
            }
        }
    }
}

/// The keys of each word that was typed, alternatives included.
fn keys_of(text: &str, maker: &mut KeyMaker) -> Vec<String> {
    let mut keys = Vec::new();
    for form in word_groups(&tokenize(text)).concat() {
        let made = maker.keys_of_word(&form);
        keys.push(match made.stems {
            Some(stems) => format!(
                "{form}: light {}, snowball {}, exact {}",
                stems.light, stems.snowball, made.accented
            ),
            None => format!("{form}: too common, looked for only where nothing else is"),
        });
    }
    keys.dedup();
    keys
}
