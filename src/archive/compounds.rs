//! Words with a hyphen, by which the issues of an archive help each other at the ends of lines: what one issue cuts and shows
//! nowhere else, others print within a line.
use crate::french::hyphen::compounds;
use crate::model::Issue;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Issues that must print a word with its hyphen, for it to be believed in others: one may be a slip.
const ISSUES: usize = 2;

/// Most words that are kept of an issue: one with more is hostile.
const MOST_WORDS: usize = 2_000;

/// The words of an issue that matter here, in lower case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Compounds {
    /// Those that it prints with a hyphen by itself.
    shown: BTreeSet<String>,
    /// Those that a rule joined at the end of a line.
    joined: BTreeSet<String>,
    /// Those that keep their hyphen because others print them so.
    kept: BTreeSet<String>,
    /// Those of which it was told and that are joined all the same.
    tried: BTreeSet<String>,
}

impl Compounds {
    /// Looks at a record.
    pub(super) fn of(issue: &Issue) -> Self {
        let hyphens = &issue.reader.hyphens;
        let texts = issue
            .sections
            .iter()
            .flat_map(|section| [&section.title, &section.text]);
        let shown = texts.flat_map(|text| compounds(text));
        let first_of = |words: &BTreeSet<String>| words.iter().take(MOST_WORDS).cloned().collect();
        Self {
            // What it learnt from others teaches them nothing.
            shown: shown
                .filter(|word| !hyphens.kept.contains(word))
                .take(MOST_WORDS)
                .collect(),
            joined: first_of(&hyphens.joined),
            kept: first_of(&hyphens.kept),
            tried: BTreeSet::new(),
        }
    }

    /// What others know of the words that this issue cuts.
    pub(super) fn taught_by(&self, known: &BTreeSet<String>) -> BTreeSet<String> {
        let cut = self.joined.union(&self.kept);
        cut.filter(|word| known.contains(*word)).cloned().collect()
    }

    /// Whether the issue must be read again: a word that it joined is known with its hyphen, or one that keeps it is so no
    /// more.
    pub(super) fn must_be_read(&self, known: &BTreeSet<String>) -> bool {
        let is_new = |word: &String| known.contains(word) && !self.tried.contains(word);
        self.joined.iter().any(is_new) || !self.kept.is_subset(known)
    }

    /// Notes of which words the issue was told when it was read.
    pub(super) fn note_told(&mut self, told: &BTreeSet<String>) {
        self.tried = self.joined.intersection(told).cloned().collect();
    }
}

/// The words that several issues print with their hyphen.
pub(super) fn known_of<'a>(issues: impl Iterator<Item = &'a Compounds>) -> BTreeSet<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for word in issues.flat_map(|compounds| &compounds.shown) {
        *counts.entry(word).or_default() += 1;
    }
    let known = counts.into_iter().filter(|(_, count)| *count >= ISSUES);
    known.map(|(word, _)| word.to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(words: &[&str]) -> BTreeSet<String> {
        words.iter().map(|word| word.to_string()).collect()
    }

    fn shows(words: &[&str]) -> Compounds {
        Compounds {
            shown: set(words),
            ..Compounds::default()
        }
    }

    #[test]
    fn a_word_is_known_that_two_issues_show() {
        let issues = [shows(&["micro-crèche", "énergé-tique"]), shows(&["micro-crèche"])];
        assert_eq!(known_of(issues.iter()), set(&["micro-crèche"]));
    }

    #[test]
    fn an_issue_is_read_again_until_it_was_told_and_when_it_was_told_wrong() {
        let mut cut = Compounds {
            joined: set(&["micro-crèche", "énergé-tique"]),
            ..Compounds::default()
        };
        let known = set(&["micro-crèche", "week-end"]);
        assert!(cut.must_be_read(&known) && !cut.must_be_read(&set(&["week-end"])));
        assert_eq!(cut.taught_by(&known), set(&["micro-crèche"]));
        cut.note_told(&known);
        assert!(!cut.must_be_read(&known), "once");
        let keeps = Compounds {
            kept: set(&["micro-crèche"]),
            ..Compounds::default()
        };
        assert!(!keeps.must_be_read(&known) && keeps.must_be_read(&BTreeSet::new()));
    }

    #[test]
    fn what_was_learnt_from_others_is_no_evidence() {
        let source = crate::model::Source::new("a.pdf", crate::model::SourceFormat::Pdf, "00", 1);
        let mut issue = Issue::empty(source);
        issue.sections.push(crate::model::Section {
            id: "a".to_string(),
            parent: None,
            level: 1,
            kind: crate::model::SectionKind::Article,
            title: "Le week-end".to_string(),
            subtitle: None,
            byline: None,
            page_start: 1,
            page_end: 1,
            text: "La micro-crèche, l’éco-quartier (et le « Porte-Parole »)…".to_string(),
            language: None,
            blocks: Vec::new(),
            external_id: None,
        });
        issue.reader.hyphens.kept = set(&["micro-crèche"]);
        let compounds = Compounds::of(&issue);
        assert_eq!(
            compounds.shown,
            set(&["week-end", "éco-quartier", "porte-parole"])
        );
    }
}
