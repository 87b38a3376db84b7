//! Personal data taken out of what is exported: a view of the records, which themselves stay as they are.
//!
//! Mail addresses, telephone numbers, accounts, social security numbers, postal addresses and the names of a list are
//! replaced by placeholders that say what stood there; the same value has the same placeholder all through an export.
//! It is best effort: what is written in a way that no pattern knows stays, and somebody has to look.

mod allowed;
mod mail;
mod names;
mod numbers;
mod postal;
mod record;
mod urls;
mod view;
#[cfg(test)]
mod tests;

use crate::model::RedactedKind;
use allowed::Allowed;
use names::Names;
use regex::Regex;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use view::View;

pub use record::RedactedIssue;

/// Something that looks like personal data, in a folded text.
#[derive(Debug, Clone)]
struct Found {
    kind: RedactedKind,
    range: Range<usize>,
    /// What it is, however it is written: two of one value are one.
    value: String,
}

impl Found {
    fn new(kind: RedactedKind, range: Range<usize>, value: String) -> Self {
        Self { kind, range, value }
    }
}

/// Something that was taken out. Only [`Redaction::text`] says what it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Redaction {
    /// Identifier of the issue.
    pub issue: String,
    /// Short name of the issue, as it is exported.
    pub slug: String,
    /// What kind of data it was.
    pub kind: RedactedKind,
    /// What stands in its place: the same for the same value.
    pub placeholder: String,
    /// Where in the record it stood: `section.text`, `link.url`…
    pub field: &'static str,
    /// Identifier of the section, as it is exported.
    pub section: Option<String>,
    /// The page, from 1, where one is known.
    pub page: Option<u32>,
    /// What it was: never part of a log.
    #[serde(skip)]
    pub text: String,
}

/// Takes personal data out of records, one after the other.
#[derive(Debug, Default)]
pub struct Redactor {
    kinds: BTreeSet<RedactedKind>,
    names: Names,
    allowed: Allowed,
    /// The number of each value that was met.
    numbers: HashMap<(RedactedKind, String), usize>,
    counts: HashMap<RedactedKind, usize>,
}

impl Redactor {
    /// Takes out data of these kinds.
    pub fn new(kinds: impl IntoIterator<Item = RedactedKind>) -> Self {
        Self {
            kinds: kinds.into_iter().collect(),
            ..Self::default()
        }
    }

    /// Adds a name that is to be taken out, with [`RedactedKind::Name`]; whether it has a letter or figure.
    pub fn add_name(&mut self, name: &str) -> bool {
        self.kinds.insert(RedactedKind::Name);
        self.names.add(name)
    }

    /// Adds a line of the list of what may stay: a mail address, `contact@`, `@host`, a number or a postal address.
    pub fn allow(&mut self, line: &str) {
        self.allowed.add(line);
    }

    /// The kinds that are taken out.
    pub fn kinds(&self) -> Vec<RedactedKind> {
        self.kinds.iter().copied().collect()
    }

    /// What is to be taken out of a folded text, from left to right, nothing twice.
    fn found(&self, view: &View<'_>) -> Vec<Found> {
        let mut all = Vec::new();
        numbers::accounts(view, &mut all);
        numbers::social_numbers(view, &mut all);
        mail::addresses(view, &mut all);
        numbers::phones(view, &mut all);
        postal::addresses(view, &mut all);
        self.names.find(view, &mut all);
        let mut kept = Spans::default();
        // Accounts and the like that may stay: their figures are no telephone number.
        let mut staying = Spans::default();
        for found in all {
            let stays = !self.kinds.contains(&found.kind) || self.allowed.allows(found.kind, &found.value);
            let is_number = matches!(
                found.kind,
                RedactedKind::Iban | RedactedKind::Nir | RedactedKind::Phone
            );
            if !stays {
                if !is_number || !staying.touches(&found.range) {
                    kept.add(found, view);
                }
            } else if is_number {
                staying.add(found, view);
            }
        }
        kept.0.into_values().collect()
    }

    /// The number of a value among those of its kind.
    fn number(&mut self, kind: RedactedKind, value: &str) -> usize {
        if let Some(number) = self.numbers.get(&(kind, value.to_string())) {
            return *number;
        }
        let count = self.counts.entry(kind).or_default();
        *count += 1;
        self.numbers.insert((kind, value.to_string()), *count);
        *count
    }

    fn placeholder(&mut self, kind: RedactedKind, value: &str) -> String {
        let number = self.number(kind, value);
        format!("[{} {number}]", masked(kind))
    }
}

/// What a placeholder says, in the language of the texts.
fn masked(kind: RedactedKind) -> &'static str {
    match kind {
        RedactedKind::Email => "courriel masqué",
        RedactedKind::Phone => "téléphone masqué",
        RedactedKind::Iban => "IBAN masqué",
        RedactedKind::Nir => "NIR masqué",
        RedactedKind::Address => "adresse masquée",
        RedactedKind::Name => "nom masqué",
    }
}

/// Parts of a text that do not overlap, by where they begin.
#[derive(Default)]
struct Spans(BTreeMap<usize, Found>);

impl Spans {
    /// Those that overlap with a range, the last one first.
    fn over(&self, range: &Range<usize>) -> impl Iterator<Item = &Range<usize>> {
        let start = range.start;
        let before = self.0.range(..range.end).rev().map(|(_, found)| &found.range);
        before.take_while(move |other| other.end > start)
    }

    fn touches(&self, range: &Range<usize>) -> bool {
        self.over(range).next().is_some()
    }

    /// Adds what nothing covers of a find, as far as it holds a letter or a figure.
    fn add(&mut self, found: Found, view: &View<'_>) {
        let mut parts = Vec::new();
        let mut end = found.range.end;
        for other in self.over(&found.range) {
            parts.push(other.end..end);
            end = other.start;
        }
        parts.push(found.range.start..end);
        for range in parts {
            let text = view.text.get(range.clone()).unwrap_or_default();
            if text.chars().any(char::is_alphanumeric) {
                self.0.insert(
                    range.start,
                    Found {
                        range,
                        ..found.clone()
                    },
                );
            }
        }
    }
}

/// A pattern of this module.
#[allow(clippy::expect_used)]
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is a constant, and the tests run it")
}
