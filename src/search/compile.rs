//! From a query to what the engine runs and to what is highlighted.
//!
//! A word counts by the sum of its keys: light stem, Snowball stem and the very word with its accents, in the text,
//! in the title and in what the section inherits. The weights were measured on French collections.
use super::Mode;
use super::dates::DateRange;
use super::document::number_key;
use super::index::{engine_error, io_error};
use super::keys::KeyMaker;
use super::needle::{Needle, NeedleKind, WordKeys};
use super::query::{Area, Clause, Node};
use super::readings::{phrase_readings, without_lone_articles, word_groups};
use super::repair::{Repair, nearest_word};
use super::schema::{Fields, SECTION_DOCUMENT, TextFields};
use crate::error::Result;
use crate::french::fold::fold;
use crate::french::stop::is_stop_word;
use crate::french::tokens::{Role, tokenize};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery, Query as EngineQuery,
    RangeQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

const LIGHT_WEIGHT: f32 = 0.6;
const SNOWBALL_WEIGHT: f32 = 0.4;
const ACCENTED_WEIGHT: f32 = 0.3;
const TITLE_WEIGHT: f32 = 0.4;
const INHERITED_WEIGHT: f32 = 0.15;
/// The most words that a prefix stands for: the most frequent ones.
const MAX_PREFIX_WORDS: usize = 256;

type BoxedQuery = Box<dyn EngineQuery>;

/// Builds engine queries over one state of the index.
pub(crate) struct Compiler<'a> {
    searcher: &'a Searcher,
    fields: &'a Fields,
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
}

impl<'a> Compiler<'a> {
    pub(crate) fn new(searcher: &'a Searcher, fields: &'a Fields, mode: Mode) -> Self {
        Self {
            searcher,
            fields,
            maker: KeyMaker::new(),
            mode,
            keeps_stop_words: false,
            needles: Vec::new(),
            repairs: Vec::new(),
            negated: false,
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
            Node::Phrase {
                area,
                text,
                near: None,
            } => self.phrase(*area, text).map(Some),
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
                let query = self.node(inner);
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
            let Some(query) = self.node(&clause.node)? else {
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

    /// A word as typed: several where it is a compound.
    fn word(&mut self, area: Area, text: &str) -> Result<Option<BoxedQuery>> {
        let mut wanted = Vec::new();
        for forms in word_groups(&tokenize(text)) {
            let is_stop = forms.iter().all(|form| is_stop_word(form));
            if is_stop && !self.keeps_stop_words {
                continue;
            }
            wanted.push(self.word_group(area, &forms, is_stop)?);
        }
        if self.mode == Mode::Any {
            return Ok(union(wanted));
        }
        Ok(intersection(wanted))
    }

    /// One word with its alternatives.
    fn word_group(&mut self, area: Area, forms: &[String], is_stop: bool) -> Result<BoxedQuery> {
        let mut keys = WordKeys::default();
        for form in forms {
            self.add_keys(&mut keys, form, is_stop);
        }
        let mut alternatives = Vec::new();
        self.add_word_terms(&mut alternatives, area, &keys, 1.0);
        let repair = if self.negated || is_stop {
            None
        } else {
            self.repair(area, forms)?
        };
        if let Some(repair) = repair {
            let mut repaired = WordKeys::default();
            self.add_keys(&mut repaired, &repair.used, false);
            // The archive may write it with accents: the folded word finds it whatever they are.
            repaired.folded.insert(repair.used.clone());
            self.add_word_terms(&mut alternatives, area, &repaired, repair.weight());
            self.add_needle(area, NeedleKind::Word(repaired));
            // "associations" where the archive has "association" is another form of the word and no error.
            let is_other_form = keys.light.contains(&self.maker.stems(&repair.used).light);
            if !is_other_form && !self.repairs.contains(&repair) {
                self.repairs.push(repair);
            }
        }
        self.add_needle(area, NeedleKind::Word(keys));
        Ok(union(alternatives).unwrap_or_else(|| Box::new(EmptyQuery)))
    }

    fn add_keys(&mut self, keys: &mut WordKeys, form: &str, is_stop: bool) {
        let made = self.maker.keys_of_word(form);
        keys.accented.insert(made.accented);
        match made.stems {
            Some(stems) => {
                keys.light.insert(stems.light);
                keys.snowball.insert(stems.snowball);
            }
            // Only whole words know a stop word; typed without its accents it is still found.
            None if is_stop => {
                keys.folded.insert(made.folded);
            }
            None => {}
        }
    }

    fn add_word_terms(&self, queries: &mut Vec<BoxedQuery>, area: Area, keys: &WordKeys, factor: f32) {
        for (fields, area_weight) in self.areas(area) {
            let weight = area_weight * factor;
            add_terms(queries, fields.light, &keys.light, LIGHT_WEIGHT * weight);
            add_terms(queries, fields.snowball, &keys.snowball, SNOWBALL_WEIGHT * weight);
            add_terms(queries, fields.accented, &keys.accented, ACCENTED_WEIGHT * weight);
            add_terms(
                queries,
                Some(fields.folded),
                &keys.folded,
                ACCENTED_WEIGHT * weight,
            );
        }
    }

    /// The nearest word of the archive, where the archive does not know the word.
    fn repair(&self, area: Area, forms: &[String]) -> Result<Option<Repair>> {
        let [typed] = forms else {
            return Ok(None);
        };
        let folded = fold(typed);
        for (fields, _) in self.areas(area) {
            if self.is_known(fields.folded, &folded)? {
                return Ok(None);
            }
        }
        let vocabulary: Vec<Field> = self.areas(area).iter().map(|(fields, _)| fields.folded).collect();
        let Some(repair) = nearest_word(self.searcher, &vocabulary, &folded)? else {
            return Ok(None);
        };
        Ok(Some(Repair {
            typed: typed.clone(),
            ..repair
        }))
    }

    fn is_known(&self, field: Field, word: &str) -> Result<bool> {
        let term = Term::from_field_text(field, word);
        Ok(self.searcher.doc_freq(&term).map_err(engine_error)? > 0)
    }

    fn exact(&mut self, area: Area, text: &str) -> Result<BoxedQuery> {
        let words: Vec<(u32, String)> = tokenize(text)
            .into_iter()
            .filter(|token| token.role == Role::Word)
            .map(|token| (token.position, token.text))
            .collect();
        let mut alternatives = Vec::new();
        for (fields, weight) in self.areas(area) {
            match fields.accented {
                Some(field) => alternatives.extend(sequence_query(field, &words, weight)),
                None => {
                    let folded: Vec<(u32, String)> =
                        words.iter().map(|(place, word)| (*place, fold(word))).collect();
                    alternatives.extend(sequence_query(fields.folded, &folded, weight));
                }
            }
        }
        let knows_accents = self
            .areas(area)
            .iter()
            .any(|(fields, _)| fields.accented.is_some());
        let words = if knows_accents {
            words
        } else {
            words
                .into_iter()
                .map(|(place, word)| (place, fold(&word)))
                .collect()
        };
        self.add_needle(
            area,
            NeedleKind::Sequence {
                accented: knows_accents,
                words,
            },
        );
        Ok(union(alternatives).unwrap_or_else(|| Box::new(EmptyQuery)))
    }

    fn phrase(&mut self, area: Area, text: &str) -> Result<BoxedQuery> {
        let mut alternatives = Vec::new();
        for words in phrase_readings(text) {
            for (fields, weight) in self.areas(area) {
                alternatives.extend(sequence_query(fields.folded, &words, weight));
            }
            self.add_needle(
                area,
                NeedleKind::Sequence {
                    accented: false,
                    words,
                },
            );
        }
        Ok(union(alternatives).unwrap_or_else(|| Box::new(EmptyQuery)))
    }

    /// Each word near the one after it, in any order.
    fn near(&mut self, area: Area, text: &str, between: u32) -> Result<BoxedQuery> {
        let groups: Vec<Vec<String>> = word_groups(&without_lone_articles(tokenize(text)))
            .into_iter()
            .map(|forms| forms.iter().map(|form| fold(form)).collect())
            .collect();
        if groups.len() < 2 {
            return self.phrase(area, text);
        }
        let mut pairs = Vec::new();
        for (firsts, seconds) in groups.iter().zip(groups.iter().skip(1)) {
            let mut readings = Vec::new();
            for first in firsts {
                for second in seconds {
                    for (fields, weight) in self.areas(area) {
                        readings.extend(near_query(fields.folded, first, second, between, weight));
                    }
                    self.add_needle(
                        area,
                        NeedleKind::Near {
                            first: first.clone(),
                            second: second.clone(),
                            between,
                        },
                    );
                }
            }
            pairs.push(union(readings).unwrap_or_else(|| Box::new(EmptyQuery)));
        }
        Ok(intersection(pairs).unwrap_or_else(|| Box::new(EmptyQuery)))
    }

    fn prefix(&mut self, area: Area, text: &str) -> Result<BoxedQuery> {
        let mut words: Vec<String> = tokenize(text)
            .into_iter()
            .filter(|token| token.role == Role::Word)
            .map(|token| token.text)
            .collect();
        let Some(beginning) = words.pop() else {
            return Ok(Box::new(EmptyQuery));
        };
        let mut wanted = Vec::new();
        for word in words {
            wanted.extend(self.word(area, &word)?);
        }
        let beginning = fold(&beginning);
        let mut alternatives = Vec::new();
        for (fields, weight) in self.areas(area) {
            let words = self.words_beginning(fields.folded, &beginning)?;
            add_terms(
                &mut alternatives,
                Some(fields.folded),
                &words,
                LIGHT_WEIGHT * weight,
            );
        }
        self.add_needle(area, NeedleKind::Prefix(beginning));
        wanted.push(union(alternatives).unwrap_or_else(|| Box::new(EmptyQuery)));
        Ok(intersection(wanted).unwrap_or_else(|| Box::new(EmptyQuery)))
    }

    /// The words of a field that begin so; the most frequent ones where they are many.
    fn words_beginning(&self, field: Field, beginning: &str) -> Result<BTreeSet<String>> {
        let mut frequencies: BTreeMap<String, u64> = BTreeMap::new();
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(field).map_err(engine_error)?;
            let mut terms = inverted
                .terms()
                .range()
                .ge(beginning)
                .into_stream()
                .map_err(io_error)?;
            while let Some((term, info)) = terms.next() {
                if !term.starts_with(beginning.as_bytes()) {
                    break;
                }
                if let Ok(word) = std::str::from_utf8(term) {
                    *frequencies.entry(word.to_string()).or_insert(0) += u64::from(info.doc_freq);
                }
            }
        }
        let mut words: Vec<(String, u64)> = frequencies.into_iter().collect();
        words.sort_by(|(left, often), (right, rarely)| rarely.cmp(often).then(left.cmp(right)));
        words.truncate(MAX_PREFIX_WORDS);
        Ok(words.into_iter().map(|(word, _)| word).collect())
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

/// The engine's query for a stretch of time.
pub(crate) fn date_query(fields: &Fields, range: DateRange) -> BoxedQuery {
    // 0 stands for "without a date" and is in no range.
    let from = Term::from_field_u64(fields.date, range.from.max(1));
    let to = Term::from_field_u64(fields.date, range.to);
    without_score(Box::new(RangeQuery::new(
        Bound::Included(from),
        Bound::Included(to),
    )))
}

/// Whether the query looks for anything else than stop words.
fn has_content(node: &Node) -> bool {
    match node {
        Node::Word { text, .. } => tokenize(text).iter().any(|token| !is_stop_word(&token.text)),
        Node::Exact { .. } | Node::Prefix { .. } | Node::Phrase { .. } => true,
        Node::Number(_) | Node::Date { .. } | Node::Not(_) => false,
        Node::All(nodes) | Node::Any(nodes) => nodes.iter().any(has_content),
        Node::Sequence(clauses) => clauses.iter().any(|clause| has_content(&clause.node)),
    }
}

fn sequence_query(field: Field, words: &[(u32, String)], weight: f32) -> Option<BoxedQuery> {
    let terms: Vec<(usize, Term)> = words
        .iter()
        .map(|(place, word)| (*place as usize, Term::from_field_text(field, word)))
        .collect();
    let query: BoxedQuery = match terms.as_slice() {
        [] => return None,
        [(_, term)] => Box::new(TermQuery::new(term.clone(), IndexRecordOption::WithFreqs)),
        _ => Box::new(PhraseQuery::new_with_offset(terms)),
    };
    Some(Box::new(BoostQuery::new(query, weight)))
}

/// Two words with at most `between` others between them, in both orders.
fn near_query(field: Field, first: &str, second: &str, between: u32, weight: f32) -> Vec<BoxedQuery> {
    let mut queries: Vec<BoxedQuery> = Vec::new();
    for (left, right) in [(first, second), (second, first)] {
        let terms = vec![
            (0, Term::from_field_text(field, left)),
            (1, Term::from_field_text(field, right)),
        ];
        let query = PhraseQuery::new_with_offset_and_slop(terms, between);
        queries.push(Box::new(BoostQuery::new(Box::new(query), weight)));
        if first == second {
            break;
        }
    }
    queries
}

fn add_terms(queries: &mut Vec<BoxedQuery>, field: Option<Field>, words: &BTreeSet<String>, weight: f32) {
    let Some(field) = field else {
        return;
    };
    for word in words {
        let query = TermQuery::new(Term::from_field_text(field, word), IndexRecordOption::WithFreqs);
        queries.push(Box::new(BoostQuery::new(Box::new(query), weight)));
    }
}

fn union(mut queries: Vec<BoxedQuery>) -> Option<BoxedQuery> {
    match queries.len() {
        0 => None,
        1 => queries.pop(),
        _ => Some(Box::new(BooleanQuery::union(queries))),
    }
}

fn intersection(mut queries: Vec<BoxedQuery>) -> Option<BoxedQuery> {
    match queries.len() {
        0 => None,
        1 => queries.pop(),
        _ => Some(Box::new(BooleanQuery::intersection(queries))),
    }
}

fn without_score(query: BoxedQuery) -> BoxedQuery {
    Box::new(ConstScoreQuery::new(query, 0.0))
}
