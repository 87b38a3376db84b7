//! From a query to what the engine runs and to what is highlighted.
//!
//! This file reads the operators: what must be there, what may and what must not. Words are in `word` and
//! `presence`, words in their places in `phrase`, beginnings of words in `prefix`.
mod engine;
mod phrase;
mod prefix;
mod presence;
mod word;

use super::Mode;
use super::dates::DateRange;
use super::document::number_key;
use super::keys::KeyMaker;
use super::needle::{Needle, NeedleKind};
use super::query::{Area, Clause, Node};
use super::repair::Repair;
use super::schema::{Fields, SECTION_DOCUMENT, TextFields};
use crate::error::Result;
use crate::french::stop::is_stop_word;
use crate::french::tokens::tokenize;
pub(crate) use engine::date_query;
use engine::{BoxedQuery, union, without_score};
pub(crate) use prefix::fits;
use tantivy::query::{BooleanQuery, EmptyQuery, Occur, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, Term};

/// How much the title counts by its keys, beside 1 for the text.
const TITLE_WEIGHT: f32 = 0.4;
/// How much what stands above the section counts.
const INHERITED_WEIGHT: f32 = 0.15;

/// Builds engine queries over one state of the index.
pub(crate) struct Compiler<'a> {
    searcher: &'a Searcher,
    fields: &'a Fields,
    /// Number of sections in the index.
    sections: u64,
    maker: KeyMaker,
    mode: Mode,
    /// Set where the query holds stop words only: they are then looked for.
    keeps_stop_words: bool,
    /// What is highlighted.
    pub(crate) needles: Vec<Needle>,
    /// Words that were also looked for in another spelling.
    pub(crate) repairs: Vec<Repair>,
    /// Within a negation nothing is highlighted or repaired.
    negated: bool,
    /// Within what must be there, a phrase stays whole even where any of the words would do.
    is_wanted_whole: bool,
}

impl<'a> Compiler<'a> {
    pub(crate) fn new(searcher: &'a Searcher, fields: &'a Fields, sections: u64, mode: Mode) -> Self {
        Self {
            searcher,
            fields,
            sections,
            maker: KeyMaker::new(),
            mode,
            keeps_stop_words: false,
            needles: Vec::new(),
            repairs: Vec::new(),
            negated: false,
            is_wanted_whole: false,
        }
    }

    /// The engine's query for a whole query.
    pub(crate) fn compile(&mut self, root: &Node) -> Result<BoxedQuery> {
        self.keeps_stop_words = !has_content(root);
        let query = self.node(root)?.unwrap_or_else(|| Box::new(EmptyQuery));
        if matches!(root, Node::Not(_)) {
            return Ok(Box::new(BooleanQuery::new(vec![
                (Occur::Must, self.all_sections()),
                (Occur::MustNot, query),
            ])));
        }
        Ok(query)
    }

    /// The key maker, for highlighting with the same keys.
    pub(crate) fn into_parts(self) -> (KeyMaker, Vec<Needle>, Vec<Repair>) {
        (self.maker, self.needles, self.repairs)
    }

    /// `None` where nothing of the node is looked for: stop words beside other words.
    fn node(&mut self, node: &Node) -> Result<Option<BoxedQuery>> {
        match node {
            Node::Word { area, text } => self.word(*area, text),
            Node::Exact { area, text } => self.exact(*area, text).map(Some),
            Node::Prefix { area, text } => self.prefix(*area, text).map(Some),
            Node::Wildcard { area, text } => self.wildcard(*area, text).map(Some),
            Node::Phrase {
                area,
                text,
                near: None,
            } => self.phrase_or_words(*area, text).map(Some),
            Node::Phrase {
                area,
                text,
                near: Some(between),
            } => self.near(*area, text, *between).map(Some),
            Node::Number(number) => {
                let term = Term::from_field_text(self.fields.number, &number_key(number));
                Ok(Some(without_score(Box::new(TermQuery::new(
                    term,
                    IndexRecordOption::Basic,
                )))))
            }
            Node::Date { range, .. } => Ok(Some(date_query(self.fields, *range))),
            Node::Not(inner) => {
                let was_negated = std::mem::replace(&mut self.negated, true);
                let query = self.wanted_whole(inner);
                self.negated = was_negated;
                query
            }
            Node::All(nodes) => {
                let clauses: Vec<Clause> = nodes
                    .iter()
                    .map(|node| Clause {
                        must: true,
                        node: node.clone(),
                    })
                    .collect();
                self.clauses(&clauses)
            }
            Node::Any(nodes) => self.any(nodes),
            Node::Sequence(clauses) => self.clauses(clauses),
        }
    }

    fn wanted_whole(&mut self, node: &Node) -> Result<Option<BoxedQuery>> {
        let was_wanted_whole = std::mem::replace(&mut self.is_wanted_whole, true);
        let query = self.node(node);
        self.is_wanted_whole = was_wanted_whole;
        query
    }

    /// Where any of the words would do, those of a phrase do too; the phrase as typed counts beside them.
    fn phrase_or_words(&mut self, area: Area, text: &str) -> Result<BoxedQuery> {
        let phrase = self.phrase(area, text)?;
        if self.mode == Mode::All || self.is_wanted_whole || area != Area::Anywhere {
            return Ok(phrase);
        }
        let mut alternatives = vec![phrase];
        for word in text.split_whitespace() {
            alternatives.extend(self.word(area, word)?);
        }
        Ok(union(alternatives).unwrap_or_else(|| Box::new(EmptyQuery)))
    }

    fn any(&mut self, nodes: &[Node]) -> Result<Option<BoxedQuery>> {
        let mut alternatives = Vec::new();
        for node in nodes {
            let Some(query) = self.node(node)? else {
                continue;
            };
            let query = if matches!(node, Node::Not(_)) {
                let clauses = vec![(Occur::Must, self.all_sections()), (Occur::MustNot, query)];
                Box::new(BooleanQuery::new(clauses))
            } else {
                query
            };
            alternatives.push(query);
        }
        Ok(union(alternatives))
    }

    fn clauses(&mut self, clauses: &[Clause]) -> Result<Option<BoxedQuery>> {
        let mut engine_clauses: Vec<(Occur, BoxedQuery)> = Vec::new();
        let mut optional: Vec<BoxedQuery> = Vec::new();
        let mut has_must = false;
        let mut has_filter = false;
        for clause in clauses {
            let query = if clause.must {
                self.wanted_whole(&clause.node)?
            } else {
                self.node(&clause.node)?
            };
            let Some(query) = query else {
                continue;
            };
            let is_filter = matches!(clause.node, Node::Date { .. } | Node::Number(_));
            if matches!(clause.node, Node::Not(_)) {
                engine_clauses.push((Occur::MustNot, query));
            } else if is_filter {
                has_filter = true;
                engine_clauses.push((Occur::Must, query));
            } else if clause.must || self.mode == Mode::All {
                has_must = true;
                engine_clauses.push((Occur::Must, query));
            } else {
                optional.push(query);
            }
        }
        if let Some(query) = union(optional) {
            // Beside words that must be there the others only add to the score.
            let occur = if has_must { Occur::Should } else { Occur::Must };
            engine_clauses.push((occur, query));
        } else if !has_must && !has_filter && !engine_clauses.is_empty() {
            engine_clauses.push((Occur::Must, self.all_sections()));
        }
        if engine_clauses.is_empty() {
            return Ok(None);
        }
        Ok(Some(Box::new(BooleanQuery::new(engine_clauses))))
    }

    fn areas(&self, area: Area) -> Vec<(TextFields, f32)> {
        match area {
            Area::Anywhere => vec![
                (self.fields.body, 1.0),
                (self.fields.title, TITLE_WEIGHT),
                (self.fields.inherited, INHERITED_WEIGHT),
            ],
            Area::Title => vec![(self.fields.title, 1.0)],
            Area::Rubric => vec![(self.fields.rubric, 1.0)],
            Area::Text => vec![(self.fields.body, 1.0)],
            Area::Link => vec![(self.fields.link, 1.0)],
            Area::Publication => vec![(self.fields.publication, 1.0)],
        }
    }

    fn add_needle(&mut self, area: Area, kind: NeedleKind) {
        if !self.negated {
            self.needles.push(Needle { area, kind });
        }
    }

    fn all_sections(&self) -> BoxedQuery {
        let term = Term::from_field_text(self.fields.document, SECTION_DOCUMENT);
        without_score(Box::new(TermQuery::new(term, IndexRecordOption::Basic)))
    }
}

/// Whether the query looks for anything else than stop words.
fn has_content(node: &Node) -> bool {
    match node {
        Node::Word { text, .. } => tokenize(text).iter().any(|token| !is_stop_word(&token.text)),
        Node::Exact { .. } | Node::Prefix { .. } | Node::Wildcard { .. } | Node::Phrase { .. } => true,
        Node::Number(_) | Node::Date { .. } | Node::Not(_) => false,
        Node::All(nodes) | Node::Any(nodes) => nodes.iter().any(has_content),
        Node::Sequence(clauses) => clauses.iter().any(|clause| has_content(&clause.node)),
    }
}
