//! What issues teach each other of hyphens, on words and records made by hand.
use super::*;
use crate::model::{Hyphens, Section, SectionKind, Source};

fn set(words: &[&str]) -> BTreeSet<String> {
    words.iter().map(|word| word.to_string()).collect()
}

/// An issue with a text, and the words that its reading cut: joined, kept by what others print, kept by a rule.
fn issue(text: &str, joined: &[&str], kept: &[&str], ruled: &[&str]) -> Compounds {
    issue_from(SourceFormat::Pdf, text, joined, kept, ruled)
}

fn issue_from(format: SourceFormat, text: &str, joined: &[&str], kept: &[&str], ruled: &[&str]) -> Compounds {
    let source = Source::new("a", format, "00", 1);
    let mut issue = Issue::empty(source);
    issue.sections.push(Section {
        id: "a".to_string(),
        parent: None,
        level: 1,
        kind: SectionKind::Article,
        title: "Le week-end".to_string(),
        subtitle: None,
        byline: None,
        page_start: 1,
        page_end: 1,
        text: text.to_string(),
        language: None,
        blocks: Vec::new(),
        external_id: None,
    });
    issue.reader.hyphens = Hyphens {
        joined: set(joined),
        kept: set(kept),
        ruled: set(ruled),
    };
    Compounds::of(&issue)
}

fn known(issues: &[&Compounds]) -> BTreeSet<String> {
    known_of(issues)
}

#[test]
fn a_word_is_known_that_two_issues_show_and_one_cuts() {
    let shows = issue("La micro-crèche et l’éco-quartier.", &[], &[], &[]);
    let cuts = issue("La microcrèche", &["micro-crèche"], &[], &[]);
    assert_eq!(known(&[&shows, &shows, &cuts]), set(&["micro-crèche"]));
    assert_eq!(known(&[&shows, &cuts]), set(&[]), "one may be a slip");
    assert_eq!(known(&[&shows, &shows]), set(&[]), "nobody asks");
}

#[test]
fn an_issue_that_cuts_a_word_is_no_evidence_for_it_before_and_after_it_was_told() {
    let shows = issue("La micro-crèche", &[], &[], &[]);
    let before = issue("La microcrèche et la micro-crèche", &["micro-crèche"], &[], &[]);
    let after = issue("La micro-crèche et la micro-crèche", &[], &["micro-crèche"], &[]);
    for both in [&before, &after] {
        assert_eq!(known(&[&shows, both]), set(&[]));
        assert_eq!(known(&[&shows, &shows, both]), set(&["micro-crèche"]));
        assert_eq!(known(&[both, both, both]), set(&[]));
    }
}

#[test]
fn a_hyphen_that_a_rule_kept_at_a_lines_end_is_no_evidence() {
    let by_capitals = issue("VIE DE LA COMMU-NAUTÉ", &[], &[], &["commu-nauté"]);
    let cuts = issue("La communauté", &["commu-nauté"], &[], &[]);
    assert_eq!(known(&[&by_capitals, &by_capitals, &cuts]), set(&[]));
}

#[test]
fn a_slip_is_outweighed_by_those_who_print_the_word_in_one_piece() {
    let slip = issue("La restau-ration", &[], &[], &[]);
    let whole = issue("La restauration", &[], &[], &[]);
    let cuts = issue("La restauration", &["restau-ration"], &[], &[]);
    assert_eq!(known(&[&slip, &slip, &whole, &whole, &cuts]), set(&[]));
    assert_eq!(known(&[&slip, &slip, &whole, &cuts]), set(&["restau-ration"]));
}

#[test]
fn an_issue_is_read_again_until_it_was_told_and_when_it_was_told_wrong() {
    let mut cut = issue("", &["micro-crèche", "énergé-tique"], &[], &[]);
    let known = set(&["micro-crèche", "week-end"]);
    assert!(cut.must_be_read(&known) && !cut.must_be_read(&set(&["week-end"])));
    assert_eq!(cut.taught_by(&known), set(&["micro-crèche"]));
    cut.note_told(&known);
    assert!(!cut.must_be_read(&known), "once");
    let mut keeps = issue("", &[], &["micro-crèche"], &[]);
    assert!(!keeps.must_be_read(&known) && keeps.must_be_read(&BTreeSet::new()));
    keeps.note_told(&BTreeSet::new());
    assert!(!keeps.must_be_read(&BTreeSet::new()), "once");
}

#[test]
fn words_are_taken_out_of_their_marks_and_kept_as_hashes() {
    let one = issue(
        "La micro-crèche, l’éco-quartier (et le « Porte-Parole »)… commune",
        &[],
        &[],
        &[],
    );
    assert_eq!(
        one.shown,
        set(&["week-end", "micro-crèche", "éco-quartier", "porte-parole"])
    );
    assert!(one.plain.holds("commune") && !one.plain.holds("microcrèche"));
    let written = serde_json::to_string(&one).unwrap();
    assert_eq!(serde_json::from_str::<Compounds>(&written).unwrap(), one);
}

#[test]
fn a_text_dump_tells_nothing_of_hyphens_but_its_words_in_one_piece_count() {
    let dump = |text: &str| issue_from(SourceFormat::Text, text, &[], &[], &[]);
    let cuts = issue("La restauration", &["restau-ration"], &[], &[]);
    let slip = dump("La restau-ration");
    assert_eq!(known(&[&slip, &slip, &cuts]), set(&[]));
    assert!(dump("La restauration").plain.holds("restauration"));
}
