//! Any string as a query: an answer, or an error that names a column of the query. Never a panic, never an error of
//! the engine.
use super::{Library, gazette};
use crate::error::Error;
use crate::search::{LineSort, Options, Reader, Step, parse, parse_words, search};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// Cases in an ordinary run; `GAZETTE_QUERY_CASES` asks for more.
const CASES: u32 = 400;

/// Parts that mean something to the language, and words of the library.
const PARTS: &[&str] = &[
    "économie",
    "marche",
    "l'",
    "’",
    "\"",
    "«",
    "»",
    "“",
    "(",
    ")",
    "+",
    "-",
    "=",
    "*",
    "?",
    "~",
    "~5",
    ":",
    "titre:",
    "date:",
    "date:2019..2021",
    "numero:16",
    "lien:",
    "auteur:",
    "ET",
    "OU",
    "SAUF",
    "AND",
    "OR",
    "NOT",
    " ",
    "  ",
    "\u{a0}",
    "\n",
    "\t",
    "agri*",
    "*logie",
    "m?re",
    "un·e",
    "élu·e·s",
    "9 h 30",
    "1 500",
    "\u{301}",
    "\u{200b}",
    "\u{0}",
    "\u{202e}",
    "..",
    "2019-13",
    "99999999999999999999",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "œ",
    "ﬁ",
    "İ",
    "ß",
    "𝔘",
    "—",
    "/",
    "\\",
    "^",
    "[",
    "]",
    "{",
    "}",
    "&",
    "|",
    "!",
    ";",
    ",",
    ".",
];

fn queries() -> impl Strategy<Value = String> {
    let parts = prop::collection::vec(prop::sample::select(PARTS), 0..14).prop_map(|parts| parts.concat());
    prop_oneof![
        4 => parts,
        2 => any::<String>(),
        1 => "[ a-zéèà\"*?()+=:~'-]{0,40}",
    ]
}

fn check(library: &Library, text: &str) {
    for (query, is_strict) in [(parse(text), true), (parse_words(text), false)] {
        let query = match query {
            Ok(query) => query,
            Err(Error::Query {
                column,
                message,
                hint,
            }) => {
                let last = if is_strict { text.chars().count() + 1 } else { 1 };
                assert!((1..=last).contains(&column), "{text:?}: column {column}");
                assert!(!message.is_empty() && !hint.is_empty());
                continue;
            }
            Err(error) => panic!("{text:?}: {error}"),
        };
        let options = Options {
            limit: 3,
            folds_copies: true,
            ..Options::default()
        };
        let answer = search(&library.dir, &library.shelf, &query, &options);
        let answer = answer.unwrap_or_else(|error| panic!("{text:?}: {error}"));
        for hit in &answer.hits {
            for range in &hit.highlights {
                assert!(hit.snippet.get(range.clone()).is_some(), "{text:?}");
            }
        }
        // How it was read can be typed again, with whatever end.
        let _ = parse(&answer.read_as);
        let reader = Reader::open(&library.dir).unwrap();
        reader
            .concordance(&library.shelf, &query, &options, 20, LineSort::Left)
            .unwrap();
        reader
            .trend(&library.shelf, &query, &options, Step::Month)
            .unwrap();
        assert!(!query.readings().is_empty());
    }
}

#[test]
fn any_string_is_answered_or_refused_with_a_column() {
    let cases = std::env::var("GAZETTE_QUERY_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(CASES);
    let library = gazette();
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let result = TestRunner::new_with_rng(config, rng).run(&queries(), |text| {
        check(&library, &text);
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}
