//! The query language: ours, small, refused with the column of the mistake.
//!
//! ```text
//! économie solidaire            all words, stemmed, accents free
//! "économie solidaire"          these words in this order
//! "emploi insertion"~5          near each other, five words between at most
//! agri*   *logie   m?re         beginning of a word; any letters, one letter
//! =marché                       the very word with its accents
//! +emploi -stage                must, must not
//! a ET b   a OU b   a SAUF b    also AND, OR, NOT; parentheses group
//! titre:fête  rubrique:emploi  texte:…  lien:…  publication:…  numero:16  date:2019..2021-06
//! ```
//!
//! Fields have English names too: `title: section: text: link: publication: number: date:`. `ET` binds tighter than
//! `OU`, and `OU` tighter than words side by side: `fête OU bal lille` wants Lille and one of the two.

mod lexer;
mod parser;

use super::dates::DateRange;
use crate::error::{Error, Result};
use crate::french::tokens::tokenize;
use std::fmt;

/// A query that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    pub(crate) root: Node,
}

/// Part of a section in which a word is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Area {
    /// Everywhere, by weight.
    Anywhere,
    /// The section's title.
    Title,
    /// The titles from the rubric down.
    Rubric,
    /// The text.
    Text,
    /// Links, their words and addresses.
    Link,
    /// The publication.
    Publication,
}

impl Area {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Anywhere => "",
            Self::Title => "title:",
            Self::Rubric => "section:",
            Self::Text => "text:",
            Self::Link => "link:",
            Self::Publication => "publication:",
        }
    }
}

/// A part of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    /// A word.
    Word { area: Area, text: String },
    /// The very word, or words in order, accents included.
    Exact { area: Area, text: String },
    /// The beginning of a word.
    Prefix { area: Area, text: String },
    /// A word with `*` for any letters and `?` for one.
    Wildcard { area: Area, text: String },
    /// Words in order, or near each other with at most so many words between.
    Phrase {
        area: Area,
        text: String,
        near: Option<u32>,
    },
    /// The issue's number.
    Number(String),
    /// The issue's date, with the words that give it.
    Date { range: DateRange, text: String },
    /// All of them.
    All(Vec<Node>),
    /// One of them at least.
    Any(Vec<Node>),
    /// What must not be there.
    Not(Box<Node>),
    /// Side by side, without operators: all or any, as the options of the search say.
    Sequence(Vec<Clause>),
}

/// One of several parts that stand side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Clause {
    /// Whether it is wanted even where any would do: `+word`.
    pub(crate) must: bool,
    /// What is wanted.
    pub(crate) node: Node,
}

/// A query longer than this is a text that was pasted by mistake.
const MAX_LENGTH: usize = 4_000;

/// Reads a query.
///
/// # Errors
/// [`Error::Query`] with the column of the mistake and what could be typed instead.
pub fn parse(text: &str) -> Result<Query> {
    if text.chars().count() > MAX_LENGTH {
        return Err(mistake(
            MAX_LENGTH + 1,
            format!("the query is longer than {MAX_LENGTH} characters"),
            "leave out the words that matter least",
        ));
    }
    let lexemes = lexer::read(text)?;
    let root = parser::parse(&lexemes, text.chars().count())?;
    Ok(Query { root })
}

/// Reads a text as words and nothing else: no character of it is an operator.
///
/// # Errors
/// [`Error::Query`] where there is no word.
pub fn parse_words(text: &str) -> Result<Query> {
    let mut clauses = Vec::new();
    for word in text.split_whitespace().take(MAX_LENGTH) {
        if !tokenize(word).is_empty() {
            let node = Node::Word {
                area: Area::Anywhere,
                text: word.to_string(),
            };
            clauses.push(Clause { must: false, node });
        }
    }
    if clauses.is_empty() {
        return Err(mistake(
            1,
            "there is no word to look for",
            "type a word, or a \"phrase\"",
        ));
    }
    Ok(Query {
        root: Node::Sequence(clauses),
    })
}

/// The query as it was read, in the same language.
impl fmt::Display for Query {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_node(formatter, &self.root, true)
    }
}

fn write_node(formatter: &mut fmt::Formatter<'_>, node: &Node, outermost: bool) -> fmt::Result {
    match node {
        Node::Word { area, text } => write!(formatter, "{}{text}", area.name()),
        Node::Exact { area, text } if text.contains(char::is_whitespace) => {
            write!(formatter, "{}=\"{text}\"", area.name())
        }
        Node::Exact { area, text } => write!(formatter, "{}={text}", area.name()),
        Node::Prefix { area, text } => write!(formatter, "{}{text}*", area.name()),
        Node::Wildcard { area, text } => write!(formatter, "{}{text}", area.name()),
        Node::Phrase {
            area,
            text,
            near: None,
        } => write!(formatter, "{}\"{text}\"", area.name()),
        Node::Phrase {
            area,
            text,
            near: Some(near),
        } => write!(formatter, "{}\"{text}\"~{near}", area.name()),
        Node::Number(number) => write!(formatter, "number:{number}"),
        Node::Date { text, .. } if text.contains(char::is_whitespace) => write!(formatter, "date:\"{text}\""),
        Node::Date { text, .. } => write!(formatter, "date:{text}"),
        Node::All(nodes) => write_list(formatter, nodes, " AND ", outermost),
        Node::Any(nodes) => write_list(formatter, nodes, " OR ", outermost),
        Node::Not(node) => {
            write!(formatter, "NOT ")?;
            write_node(formatter, node, false)
        }
        Node::Sequence(clauses) => {
            let brackets = !outermost && clauses.len() > 1;
            if brackets {
                write!(formatter, "(")?;
            }
            for (index, clause) in clauses.iter().enumerate() {
                if index > 0 {
                    write!(formatter, " ")?;
                }
                let node = match &clause.node {
                    Node::Not(inner) => {
                        write!(formatter, "-")?;
                        inner
                    }
                    node if clause.must => {
                        write!(formatter, "+")?;
                        node
                    }
                    node => node,
                };
                write_node(formatter, node, false)?;
            }
            if brackets {
                write!(formatter, ")")?;
            }
            Ok(())
        }
    }
}

fn write_list(
    formatter: &mut fmt::Formatter<'_>,
    nodes: &[Node],
    operator: &str,
    outermost: bool,
) -> fmt::Result {
    if !outermost {
        write!(formatter, "(")?;
    }
    for (index, node) in nodes.iter().enumerate() {
        if index > 0 {
            write!(formatter, "{operator}")?;
        }
        write_node(formatter, node, false)?;
    }
    if !outermost {
        write!(formatter, ")")?;
    }
    Ok(())
}

fn mistake(column: usize, message: impl Into<String>, hint: impl Into<String>) -> Error {
    Error::Query {
        column,
        message: message.into(),
        hint: hint.into(),
    }
}

#[cfg(test)]
mod tests;
