//! Hyphens at the ends of lines over an issue: the words of the issue decide, then those that other issues of the
//! archive print with their hyphen, then the rules of French. What only a rule decided is kept in the record, so that an
//! archive that grows can decide better.
use crate::french::hyphen::{Join, decide, join_lines_by};
use crate::model::Hyphens;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// What is asked at each line's end, and what it decided without the words of the issue.
pub(super) struct LineEnds<'a> {
    /// Words that other issues print with their hyphen within a line.
    compounds: &'a BTreeSet<String>,
    decided: RefCell<Hyphens>,
}

impl<'a> LineEnds<'a> {
    pub(super) fn new(compounds: &'a BTreeSet<String>) -> Self {
        Self {
            compounds,
            decided: RefCell::default(),
        }
    }

    /// What to do between two lines; `knows` tells the words of the issue.
    pub(super) fn join(&self, left: &str, right: &str, knows: &dyn Fn(&str) -> bool) -> Join {
        let decision = decide(left, right, knows);
        let Some(word) = decision.by_rule else {
            return decision.join;
        };
        let mut decided = self.decided.borrow_mut();
        if decision.join == Join::KeepHyphen {
            decided.ruled.insert(word);
            return Join::KeepHyphen;
        }
        if self.compounds.contains(&word) {
            decided.kept.insert(word);
            return Join::KeepHyphen;
        }
        decided.joined.insert(word);
        Join::Joined
    }

    /// The lines of a title as one text, by rules alone. What is joined is not noted: the words of the issue were not asked.
    pub(super) fn join_title(&self, lines: &[&str]) -> String {
        join_lines_by(lines, &mut |left, right| {
            let decision = decide(left, right, &|_| false);
            if decision.join == Join::KeepHyphen {
                self.decided.borrow_mut().ruled.extend(decision.by_rule);
            }
            decision.join
        })
    }

    /// Lines as one text.
    pub(super) fn join_lines(&self, lines: &[&str], knows: &dyn Fn(&str) -> bool) -> String {
        join_lines_by(lines, &mut |left, right| self.join(left, right, knows))
    }

    /// What was decided by a rule, or by other issues.
    pub(super) fn into_decided(self) -> Hyphens {
        self.decided.into_inner()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_issue_decides_before_the_archive_and_that_before_the_rules() {
        let compounds = BTreeSet::from(["micro-crèche".to_string(), "week-end".to_string()]);
        let ends = LineEnds::new(&compounds);
        let knows = |word: &str| word == "weekend";
        assert_eq!(ends.join("une micro-", "crèche ouvre", &knows), Join::KeepHyphen);
        assert_eq!(ends.join("le week-", "end prochain", &knows), Join::Joined);
        assert_eq!(ends.join("la transition énergé-", "tique", &knows), Join::Joined);
        assert_eq!(ends.join("un rendez-", "vous", &knows), Join::KeepHyphen);
        let decided = ends.into_decided();
        assert_eq!(decided.kept, BTreeSet::from(["micro-crèche".to_string()]));
        assert_eq!(decided.joined, BTreeSet::from(["énergé-tique".to_string()]));
        assert_eq!(decided.ruled, BTreeSet::from(["rendez-vous".to_string()]));
    }

    #[test]
    fn what_a_title_keeps_by_rule_is_noted() {
        let nothing = BTreeSet::new();
        let ends = LineEnds::new(&nothing);
        assert_eq!(
            ends.join_title(&["Vie de la COMMU-", "NAUTÉ"]),
            "Vie de la COMMU-NAUTÉ"
        );
        assert_eq!(ends.join_title(&["Les forma-", "tions"]), "Les formations");
        let decided = ends.into_decided();
        assert_eq!(decided.ruled, BTreeSet::from(["commu-nauté".to_string()]));
        assert!(decided.joined.is_empty());
    }
}
