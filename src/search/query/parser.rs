//! From lexemes to a query.
use super::super::dates::parse_range;
use super::super::distance::osa_distance;
use super::lexer::{Kind, Lexeme, is_wildcard};
use super::{Area, Clause, Node, mistake};
use crate::error::Result;
use crate::french::fold::fold;
use crate::french::tokens::tokenize;

/// Parentheses deeper than this are no question that a person asks.
const MAX_DEPTH: usize = 32;

/// Reads lexemes; `length` is the number of characters of the query.
pub(super) fn parse(lexemes: &[Lexeme], length: usize) -> Result<Node> {
    let mut parser = Parser {
        lexemes,
        place: 0,
        end_column: length + 1,
    };
    if lexemes.is_empty() {
        return Err(empty_query(1));
    }
    let root = parser.sequence(Area::Anywhere, 0)?;
    if let Some(lexeme) = parser.peek() {
        return Err(mistake(
            lexeme.column,
            "this parenthesis was never opened",
            "open it, or leave it out",
        ));
    }
    let Some(root) = root else {
        return Err(empty_query(1));
    };
    if !has_positive(&root) {
        return Err(mistake(
            1,
            "the query only says what must not be there",
            "add a word to look for, or a date: -stage date:2024",
        ));
    }
    Ok(root)
}

fn empty_query(column: usize) -> crate::error::Error {
    mistake(
        column,
        "there is no word to look for",
        "type a word, or a \"phrase\"",
    )
}

struct Parser<'a> {
    lexemes: &'a [Lexeme],
    place: usize,
    end_column: usize,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a Lexeme> {
        self.lexemes.get(self.place)
    }

    fn column(&self) -> usize {
        self.peek().map_or(self.end_column, |lexeme| lexeme.column)
    }

    fn take(&mut self, kind: &Kind) -> bool {
        let found = self.peek().is_some_and(|lexeme| lexeme.kind == *kind);
        if found {
            self.place += 1;
        }
        found
    }

    /// Parts side by side, up to the end or a closing parenthesis. `None` where nothing in it is a word.
    fn sequence(&mut self, area: Area, depth: usize) -> Result<Option<Node>> {
        let mut clauses = Vec::new();
        while let Some(lexeme) = self.peek() {
            if lexeme.kind == Kind::Close {
                break;
            }
            let must = self.take(&Kind::Plus);
            if let Some(node) = self.disjunction(area, depth)? {
                clauses.push(Clause { must, node });
            }
        }
        match clauses.pop() {
            Some(Clause { must: false, node }) if clauses.is_empty() => Ok(Some(node)),
            Some(last) => {
                clauses.push(last);
                Ok(Some(Node::Sequence(clauses)))
            }
            None => Ok(None),
        }
    }

    fn disjunction(&mut self, area: Area, depth: usize) -> Result<Option<Node>> {
        let mut nodes = Vec::new();
        nodes.extend(self.conjunction(area, depth)?);
        while self.take(&Kind::Or) {
            self.want_operand()?;
            nodes.extend(self.conjunction(area, depth)?);
        }
        Ok(one_or(nodes, Node::Any))
    }

    fn conjunction(&mut self, area: Area, depth: usize) -> Result<Option<Node>> {
        let mut nodes = Vec::new();
        nodes.extend(self.negation(area, depth)?);
        loop {
            if self.take(&Kind::And) {
                self.want_operand()?;
                nodes.extend(self.negation(area, depth)?);
            } else if self.peek().is_some_and(|lexeme| lexeme.kind == Kind::Not) && !nodes.is_empty() {
                nodes.extend(self.negation(area, depth)?);
            } else {
                break;
            }
        }
        Ok(one_or(nodes, Node::All))
    }

    fn negation(&mut self, area: Area, depth: usize) -> Result<Option<Node>> {
        if self.take(&Kind::Not) || self.take(&Kind::Minus) {
            self.want_operand()?;
            let node = self.operand(area, depth)?;
            return Ok(node.map(|node| Node::Not(Box::new(node))));
        }
        // "a OU +b": the sign says nothing more there.
        self.take(&Kind::Plus);
        self.operand(area, depth)
    }

    /// Refuses an operator that nothing follows.
    fn want_operand(&self) -> Result<()> {
        let missing = match self.peek().map(|lexeme| &lexeme.kind) {
            None | Some(Kind::Close | Kind::And | Kind::Or) => true,
            Some(_) => false,
        };
        if missing {
            return Err(self.missing_operand());
        }
        Ok(())
    }

    fn missing_operand(&self) -> crate::error::Error {
        mistake(
            self.column(),
            "an operator wants a word here",
            "write et, ou, and, or in lower case to look for the words themselves",
        )
    }

    fn operand(&mut self, area: Area, depth: usize) -> Result<Option<Node>> {
        let Some(lexeme) = self.peek() else {
            return Err(self.missing_operand());
        };
        self.place += 1;
        match &lexeme.kind {
            Kind::Word(word) => word_node(area, word, lexeme.column),
            Kind::Quoted(text, near) => quoted_node(area, text, *near, lexeme.column).map(Some),
            Kind::Equals => self.exact(area, lexeme.column).map(Some),
            Kind::Field(name) => self.field(name, lexeme.column, depth),
            Kind::Open => self.group(area, lexeme.column, depth),
            Kind::And | Kind::Or | Kind::Not | Kind::Close | Kind::Plus | Kind::Minus => {
                self.place -= 1;
                Err(self.missing_operand())
            }
        }
    }

    fn exact(&mut self, area: Area, column: usize) -> Result<Node> {
        let Some(lexeme) = self.peek() else {
            return Err(self.missing_operand());
        };
        self.place += 1;
        let text = match &lexeme.kind {
            Kind::Word(word) if word.ends_with('*') => {
                return Err(mistake(
                    column,
                    "= wants the very word, and * its beginning only",
                    "write =marché, or march*",
                ));
            }
            Kind::Word(word) => word.clone(),
            Kind::Quoted(text, _) => text.clone(),
            _ => {
                return Err(mistake(
                    column,
                    "= wants a word",
                    "write =marché, without a space",
                ));
            }
        };
        if tokenize(&text).is_empty() {
            return Err(empty_query(column));
        }
        Ok(Node::Exact { area, text })
    }

    fn group(&mut self, area: Area, column: usize, depth: usize) -> Result<Option<Node>> {
        if depth >= MAX_DEPTH {
            return Err(mistake(
                column,
                "too many parentheses within each other",
                "leave some out",
            ));
        }
        let node = self.sequence(area, depth + 1)?;
        if !self.take(&Kind::Close) {
            return Err(mistake(
                column,
                "this parenthesis is never closed",
                "close it, or leave it out",
            ));
        }
        if node.is_none() {
            return Err(empty_query(column));
        }
        Ok(node)
    }

    fn field(&mut self, name: &str, column: usize, depth: usize) -> Result<Option<Node>> {
        match fold(name).as_str() {
            "titre" | "title" => self.operand(Area::Title, depth),
            "rubrique" | "rubric" | "section" => self.operand(Area::Rubric, depth),
            "texte" | "text" => self.operand(Area::Text, depth),
            "lien" | "link" => self.operand(Area::Link, depth),
            "publication" => self.operand(Area::Publication, depth),
            "numero" | "number" => self.value(column).map(|number| Some(Node::Number(number))),
            "date" => self.date(column).map(Some),
            _ => Err(unknown_field(name, column)),
        }
    }

    fn date(&mut self, column: usize) -> Result<Node> {
        let text = self.value(column)?;
        let range = parse_range(&text).map_err(|message| {
            mistake(
                column,
                message,
                "write date:2019, date:2019-06, date:2019..2021-06 or date:\"mai 2025\"",
            )
        })?;
        Ok(Node::Date { range, text })
    }

    fn value(&mut self, column: usize) -> Result<String> {
        match self.peek().map(|lexeme| &lexeme.kind) {
            Some(Kind::Word(value) | Kind::Quoted(value, None)) => {
                self.place += 1;
                Ok(value.clone())
            }
            _ => Err(mistake(
                column,
                "this field wants a value",
                "write it right after the colon: number:16",
            )),
        }
    }
}

const FIELD_NAMES: &[&str] = &[
    "titre",
    "title",
    "rubrique",
    "rubric",
    "section",
    "texte",
    "text",
    "lien",
    "link",
    "publication",
    "numero",
    "number",
    "date",
];

pub(super) fn is_known_field(name: &str) -> bool {
    FIELD_NAMES.contains(&fold(name).as_str())
}

fn unknown_field(name: &str, column: usize) -> crate::error::Error {
    let folded = fold(name);
    let nearest = FIELD_NAMES
        .iter()
        .min_by_key(|known| osa_distance(&folded, known));
    let hint = match nearest {
        Some(known) if osa_distance(&folded, known) <= 2 => {
            format!("did you mean {known}: ? to look for the text itself, put it in quotation marks")
        }
        _ => "fields are titre: rubrique: texte: lien: publication: numero: date:; to look for the text itself, put \
              it in quotation marks"
            .to_string(),
    };
    mistake(column, format!("there is no field {name}:"), hint)
}

fn word_node(area: Area, word: &str, column: usize) -> Result<Option<Node>> {
    if is_wildcard(word) {
        let text = word.trim_end_matches('?').to_string();
        if text
            .chars()
            .filter(|character| character.is_alphanumeric())
            .count()
            < 2
        {
            return Err(mistake(
                column,
                "* and ? want two letters at least beside them",
                "type more of the word: *logie, m?re",
            ));
        }
        return Ok(Some(Node::Wildcard { area, text }));
    }
    if let Some(beginning) = word.strip_suffix('*') {
        let text = beginning.trim_end_matches('*').to_string();
        let letters = text
            .chars()
            .filter(|character| character.is_alphanumeric())
            .count();
        if letters < 2 {
            return Err(mistake(
                column,
                "* wants two letters at least before it",
                "type more of the word: ag*",
            ));
        }
        return Ok(Some(Node::Prefix { area, text }));
    }
    if tokenize(word).is_empty() {
        return Ok(None);
    }
    Ok(Some(Node::Word {
        area,
        text: word.to_string(),
    }))
}

fn quoted_node(area: Area, text: &str, near: Option<u32>, column: usize) -> Result<Node> {
    if tokenize(text).is_empty() {
        return Err(mistake(
            column,
            "there is no word between the quotation marks",
            "put the words of the phrase between them",
        ));
    }
    Ok(Node::Phrase {
        area,
        text: text.to_string(),
        near,
    })
}

fn one_or(mut nodes: Vec<Node>, several: impl FnOnce(Vec<Node>) -> Node) -> Option<Node> {
    match nodes.len() {
        0 => None,
        1 => nodes.pop(),
        _ => Some(several(nodes)),
    }
}

/// Whether the query says something that is to be there.
fn has_positive(node: &Node) -> bool {
    match node {
        Node::Not(_) => false,
        Node::All(nodes) | Node::Any(nodes) => nodes.iter().any(has_positive),
        Node::Sequence(clauses) => clauses.iter().any(|clause| has_positive(&clause.node)),
        _ => true,
    }
}
