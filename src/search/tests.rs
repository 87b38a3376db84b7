//! Search from end to end, on invented issues.
mod any_query;
mod damaged;
mod french_forms;
mod pairs;
mod very_word;

use super::*;
use crate::error::{Error, Result};
use crate::model::{
    Block, BlockKind, DateEvidence, DatePrecision, Issue, IssueDate, Link, LinkKind, LinkOrigin, Section,
    SectionKind, Source, SourceFormat,
};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Records in memory.
#[derive(Default)]
struct Shelf(BTreeMap<String, Issue>);

impl Records for Shelf {
    fn issue(&self, id: &str) -> Result<Issue> {
        self.0
            .get(id)
            .cloned()
            .ok_or_else(|| Error::IssueNotFound { id: id.to_string() })
    }
}

struct Library {
    // Removed with its files when dropped.
    _folder: tempfile::TempDir,
    dir: PathBuf,
    shelf: Shelf,
}

impl Library {
    fn of(issues: Vec<Issue>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("index");
        let mut writer = IndexWriter::open_or_create(&dir).unwrap();
        let mut shelf = Shelf::default();
        for issue in issues {
            writer.add_issue(&issue).unwrap();
            shelf.0.insert(issue.id.clone(), issue);
        }
        writer.finish().unwrap();
        Self {
            _folder: folder,
            dir,
            shelf,
        }
    }

    fn ask(&self, query: &str) -> Answer {
        self.ask_with(query, &Options::default())
    }

    fn ask_with(&self, query: &str, options: &Options) -> Answer {
        search(&self.dir, &self.shelf, &parse(query).unwrap(), options).unwrap()
    }

    /// Identifiers of the sections found, best first.
    fn found(&self, query: &str) -> Vec<String> {
        self.ask(query).hits.into_iter().map(|hit| hit.section).collect()
    }
}

fn issue(name: &str, date: &str, sections: Vec<Section>) -> Issue {
    let mut issue = Issue::empty(Source::new(
        &format!("{name}.pdf"),
        SourceFormat::Pdf,
        &format!("{name:0<64}"),
        1,
    ));
    issue.slug = name.to_string();
    issue.title = Some("La Gazette du Canal".to_string());
    issue.publication = Some("La Gazette du Canal".to_string());
    issue.number = Some("016".to_string());
    issue.date = Some(IssueDate {
        iso: date.to_string(),
        precision: DatePrecision::Month,
        evidence: DateEvidence::Masthead,
    });
    issue.sections = sections;
    issue
}

fn section(id: &str, title: &str, paragraphs: &[(u32, &str)]) -> Section {
    let texts: Vec<&str> = paragraphs.iter().map(|(_, text)| *text).collect();
    Section {
        id: id.to_string(),
        parent: None,
        level: 1,
        kind: SectionKind::Article,
        title: title.to_string(),
        subtitle: None,
        byline: None,
        page_start: paragraphs.first().map_or(1, |(page, _)| *page),
        page_end: paragraphs.last().map_or(1, |(page, _)| *page),
        text: texts.join("\n"),
        language: None,
        blocks: paragraphs
            .iter()
            .map(|(page, text)| Block {
                kind: BlockKind::Paragraph,
                text: (*text).to_string(),
                page: *page,
                bbox: Some([10.0, 20.0, 30.0, 40.0]),
            })
            .collect(),
        external_id: None,
    }
}

fn gazette() -> Library {
    let mut offer = section(
        "emploi/animation",
        "Animateur.trice de quartier",
        &[
            (
                5,
                "Le centre social recrute. Envoyez votre candidature avant le 12 juin.",
            ),
            (6, "Salaire : 1 500 € brut."),
        ],
    );
    offer.parent = Some("emploi".to_string());
    offer.level = 2;
    let mut jobs = section("emploi", "Offres d’emploi", &[]);
    jobs.kind = SectionKind::Rubric;
    jobs.page_start = 5;
    let mut first = issue(
        "canal-2025-05",
        "2025-05",
        vec![
            section(
                "economie",
                "Une économie pour tous",
                &[
                    (2, "Le réseau grandit. Il réunit trente membres."),
                    (
                        3,
                        "L’économie solidaire crée des emplois. Le marché du jeudi y gagne.",
                    ),
                ],
            ),
            section(
                "terre",
                "Semer",
                &[(
                    4,
                    "Pour lʼagriculture locale, rendez-vous à 9 h 30 au week-end des semis.",
                )],
            ),
            jobs,
            offer,
            section(
                "qui",
                "Bureau",
                &[
                    (8, "Qui sommes-nous ? Une équipe."),
                    (8, "Les élu·e·s de la S.C.I.C. marchent."),
                ],
            ),
        ],
    );
    first.links.push(Link {
        id: "l1".to_string(),
        text: "Inscription ici".to_string(),
        alt: None,
        url: "https://billets.exemple.org/semis".to_string(),
        raw_url: "https://billets.exemple.org/semis".to_string(),
        display_url: "https://billets.exemple.org/semis".to_string(),
        redirector: None,
        target_url: None,
        kind: LinkKind::Web,
        page: 5,
        bboxes: vec![[1.0, 2.0, 3.0, 4.0]],
        section: Some("terre".to_string()),
        origin: LinkOrigin::Annotation,
        target_section: None,
    });
    let second = issue(
        "canal-2019-11",
        "2019-11",
        vec![
            section(
                "fete",
                "La fête du port",
                &[(1, "La marche aux lanternes part du port. La fête dure tard.")],
            ),
            section(
                "terre",
                "Jardins",
                &[(
                    2,
                    "Le jardin partagé cherche des bras, une association le soutient.",
                )],
            ),
        ],
    );
    Library::of(vec![first, second])
}

#[test]
fn words_are_found_without_accents_and_quoted_with_them() {
    let answer = gazette().ask("economie solidaire");
    assert_eq!(answer.total, 1);
    let hit = &answer.hits[0];
    assert_eq!((hit.section.as_str(), hit.page), ("economie", 3));
    assert_eq!(
        hit.snippet,
        "L’économie solidaire crée des emplois. Le marché du jeudi y gagne."
    );
    let highlighted: Vec<&str> = hit
        .highlights
        .iter()
        .map(|range| &hit.snippet[range.clone()])
        .collect();
    assert_eq!(highlighted, ["économie", "solidaire"]);
    assert_eq!(hit.bbox, Some([10.0, 20.0, 30.0, 40.0]));
    assert!(!answer.relaxed);
}

#[test]
fn the_feminine_finds_the_inclusive_form() {
    let library = gazette();
    for query in [
        "animatrice",
        "animateurs",
        "=animatrice",
        "anim*",
        "\"animatrice de quartier\"",
    ] {
        let answer = library.ask(query);
        assert_eq!(answer.total, 1, "{query}");
        let hit = &answer.hits[0];
        assert_eq!(
            (hit.section.as_str(), hit.page),
            ("emploi/animation", 5),
            "{query}"
        );
        assert_eq!(
            hit.section_path,
            ["Offres d’emploi", "Animateur.trice de quartier"]
        );
        let first = hit.title_highlights[0].clone();
        assert!(hit.title[first].starts_with("Animateur.trice"), "{query}");
        assert_eq!(hit.snippet, "Animateur.trice de quartier");
    }
    assert_eq!(library.found("élue"), ["qui"]);
}

#[test]
fn a_phrase_with_an_elided_article_finds_any_apostrophe() {
    let answer = gazette().ask("\"l'agriculture\"");
    let hit = &answer.hits[0];
    assert_eq!((answer.total, hit.section.as_str(), hit.page), (1, "terre", 4));
    assert_eq!(&hit.snippet[hit.highlights[0].clone()], "agriculture");
    assert!(hit.snippet.contains("lʼagriculture"));
}

#[test]
fn phrases_keep_order_and_near_does_not() {
    let library = gazette();
    assert_eq!(library.found("\"economie solidaire cree\""), ["economie"]);
    assert!(library.found("\"solidaire économie\"").is_empty());
    assert_eq!(library.found("\"solidaire économie\"~0"), ["economie"]);
    assert!(library.found("\"emplois économie\"~2").is_empty());
    assert_eq!(library.found("\"emplois économie\"~3"), ["economie"]);
    assert!(
        library.found("\"membres économie\"~5").is_empty(),
        "phrases do not run over paragraphs"
    );
}

#[test]
fn a_phrase_is_highlighted_whole() {
    let hit = gazette().ask("\"marche aux lanternes\"").hits.remove(0);
    let highlighted: Vec<&str> = hit
        .highlights
        .iter()
        .map(|range| &hit.snippet[range.clone()])
        .collect();
    assert_eq!(highlighted, ["marche aux lanternes"]);
}

#[test]
fn exact_words_keep_their_accents_and_endings() {
    let library = gazette();
    assert_eq!(library.found("=marché"), ["economie"]);
    assert_eq!(library.found("=marche"), ["fete"]);
    assert!(library.found("=marchés").is_empty());
    assert_eq!(library.found("=\"fête du port\""), ["fete"]);
    assert!(library.found("=\"fete du port\"").is_empty());
}

#[test]
fn typed_with_accents_the_accented_form_comes_first() {
    let library = gazette();
    assert_eq!(library.found("marché")[0], "economie");
    assert_eq!(library.found("marche")[0], "fete");
}

#[test]
fn numbers_hours_compounds_and_acronyms_have_one_key() {
    let library = gazette();
    for query in [
        "9h30",
        "09h30",
        "\"9 h 30\"",
        "weekend",
        "week-end",
        "\"weekend\"",
        "rendez-vous",
    ] {
        assert_eq!(library.found(query), ["terre"], "{query}");
    }
    assert_eq!(library.found("1500"), ["emploi/animation"]);
    assert_eq!(library.found("scic"), ["qui"]);
}

#[test]
fn questions_of_stop_words_are_answered() {
    let library = gazette();
    let answer = library.ask("Qui sommes-nous ?");
    assert_eq!(answer.hits[0].section, "qui");
    assert!(answer.hits[0].snippet.contains("Qui sommes-nous ?"));
    assert!(!answer.hits[0].highlights.is_empty());
}

#[test]
fn without_all_words_some_are_enough_and_the_answer_says_so() {
    let library = gazette();
    let answer = library.ask("lanternes agriculture");
    assert!(answer.relaxed);
    assert_eq!(answer.total, 2);
    let explicit = library.ask("lanternes ET agriculture");
    assert_eq!((explicit.total, explicit.relaxed), (0, false));
    let must = library.ask("+lanternes agriculture");
    assert_eq!((must.total, must.relaxed), (1, true));
}

#[test]
fn any_mode_wants_one_word() {
    let options = Options {
        mode: Mode::Any,
        ..Options::default()
    };
    let answer = gazette().ask_with("lanternes agriculture introuvable", &options);
    assert_eq!((answer.total, answer.relaxed), (2, false));
}

#[test]
fn operators_combine() {
    let library = gazette();
    assert_eq!(library.ask("lanternes OU agriculture").total, 2);
    assert_eq!(library.found("port -jardin"), ["fete"]);
    assert_eq!(library.found("(lanternes OU agriculture) SAUF port"), ["terre"]);
    assert_eq!(library.ask("lanternes OR (agriculture NOT semis)").total, 1);
    assert_eq!(library.found("fête lanternes OU agriculture"), ["fete"]);
}

#[test]
fn fields_limit_where_words_count() {
    let library = gazette();
    assert_eq!(library.found("titre:fête"), ["fete"]);
    assert!(library.found("title:lanternes").is_empty());
    assert_eq!(library.found("texte:lanternes"), ["fete"]);
    let mut jobs = library.found("rubrique:emploi");
    jobs.sort();
    assert_eq!(jobs, ["emploi", "emploi/animation"]);
    assert_eq!(library.found("rubrique:emploi candidature"), ["emploi/animation"]);
    assert_eq!(library.ask("publication:canal numero:16").total, 7);
    assert_eq!(library.ask("numéro:17").total, 0);
    assert_eq!(library.found("titre:(fête OU semer)").len(), 2);
}

#[test]
fn links_are_found_by_words_and_address() {
    let hit = gazette().ask("lien:billets.exemple.org").hits.remove(0);
    assert_eq!((hit.section.as_str(), hit.page), ("terre", 5));
    assert!(
        hit.snippet
            .starts_with("Inscription ici https://billets.exemple.org")
    );
    assert!(!hit.highlights.is_empty());
    assert_eq!(gazette().found("lien:inscription"), ["terre"]);
}

#[test]
fn dates_limit_and_sort() {
    let library = gazette();
    assert_eq!(library.ask("date:2019").total, 2);
    assert_eq!(library.ask("date:2019..2025-04").total, 2);
    assert_eq!(library.ask("date:\"mai 2025\"").total, 5);
    assert_eq!(library.found("jardin date:2019"), ["terre"]);
    assert!(library.ask("jardin date:2025").hits.is_empty());
    let options = |sort| Options {
        from: Some("2019".to_string()),
        to: Some("2025-05".to_string()),
        mode: Mode::Any,
        sort,
        ..Options::default()
    };
    let slugs = |sort| -> Vec<String> {
        library
            .ask_with("lanternes agriculture", &options(sort))
            .hits
            .into_iter()
            .map(|hit| hit.slug)
            .collect()
    };
    assert_eq!(slugs(Sort::Newest), ["canal-2025-05", "canal-2019-11"]);
    assert_eq!(slugs(Sort::Oldest), ["canal-2019-11", "canal-2025-05"]);
}

#[test]
fn limits_and_offsets_page_through_the_hits() {
    let library = gazette();
    let page = |offset| {
        let options = Options {
            limit: 2,
            offset,
            ..Options::default()
        };
        library.ask_with("date:2025", &options)
    };
    assert_eq!(page(0).total, 5);
    assert_eq!(
        [page(0).hits.len(), page(4).hits.len(), page(6).hits.len()],
        [2, 1, 0]
    );
}

#[test]
fn paging_is_the_same_whether_documents_are_counted_apart_or_not() {
    let library = gazette();
    // One word is counted in a pass of its own; two that must both be there are counted while they are collected.
    for query in ["association", "centre social", "\"centre social\""] {
        let all = library.found(query);
        assert!(!all.is_empty(), "{query}");
        let ask = |limit, offset| {
            let options = Options {
                limit,
                offset,
                ..Options::default()
            };
            library.ask_with(query, &options)
        };
        for (limit, offset) in [(usize::MAX, 0), (1, 0), (0, 0), (5, usize::MAX), (usize::MAX, 1)] {
            let answer = ask(limit, offset);
            let sections: Vec<String> = answer.hits.into_iter().map(|hit| hit.section).collect();
            let expected: Vec<String> = all.iter().skip(offset).take(limit).cloned().collect();
            assert_eq!(sections, expected, "{query} {limit} {offset}");
            assert_eq!(answer.total, all.len(), "{query} {limit} {offset}");
        }
    }
}

#[test]
fn typing_errors_are_repaired_and_told() {
    let library = gazette();
    let answer = library.ask("assocation");
    assert_eq!(answer.hits[0].section, "terre");
    assert_eq!(
        &answer.hits[0].snippet[answer.hits[0].highlights[0].clone()],
        "association"
    );
    assert_eq!(
        answer.repairs,
        [Repair {
            typed: "assocation".to_string(),
            used: "association".to_string(),
            distance: 1
        }]
    );
    assert_eq!(library.ask("agrciultrue").repairs[0].used, "agriculture");
    assert!(
        library.ask("associations").repairs.is_empty(),
        "another form of a known word is no error"
    );
    assert!(library.ask("prot").repairs.len() == 1);
    assert!(library.ask("xyz").repairs.is_empty());
    assert!(library.ask("=assocation").hits.is_empty());
    assert!(library.ask("lanternes -assocation").repairs.is_empty());
}

#[test]
fn prefixes_find_whole_words() {
    let library = gazette();
    assert_eq!(library.found("agri*"), ["terre"]);
    assert_eq!(library.found("l'agri*"), ["terre"]);
    assert_eq!(library.found("lant* port"), ["fete"]);
    assert!(library.found("agrix*").is_empty());
}

#[test]
fn an_issue_takes_the_place_of_its_older_self() {
    let library = gazette();
    let mut changed = library
        .shelf
        .issue(&"canal-2019-11000".chars().take(12).collect::<String>())
        .unwrap();
    let before = indexed_ids(&library.dir).unwrap();
    assert_eq!(before.len(), 2);
    assert!(is_current(&before, &changed));
    changed.sections.truncate(1);
    assert!(!is_current(&before, &changed));
    let mut writer = IndexWriter::open_or_create(&library.dir).unwrap();
    writer.add_issue(&changed).unwrap();
    writer.commit().unwrap();
    assert!(is_current(&indexed_ids(&library.dir).unwrap(), &changed));
    assert!(library.found("jardin").is_empty());
    assert_eq!(library.found("lanternes"), ["fete"]);
    writer.remove_issue(&changed.id).unwrap();
    writer.commit().unwrap();
    assert_eq!(indexed_ids(&library.dir).unwrap().len(), 1);
    assert!(library.found("lanternes").is_empty());
}

#[test]
fn a_missing_index_and_one_of_another_analysis_are_refused() {
    let library = gazette();
    let query = parse("port").unwrap();
    let elsewhere = library.dir.with_file_name("nowhere");
    let missing = search(&elsewhere, &library.shelf, &query, &Options::default()).unwrap_err();
    assert_eq!(missing.code(), "index_missing");
    std::fs::write(library.dir.join("gazette-index.json"), "{\"analysis\": 999}").unwrap();
    let stale = search(&library.dir, &library.shelf, &query, &Options::default()).unwrap_err();
    assert_eq!(stale.code(), "index_stale");
    assert_eq!(
        IndexWriter::open_or_create(&library.dir)
            .err()
            .map(|error| error.code()),
        Some("index_stale")
    );
    let issues: Vec<Issue> = library.shelf.0.values().cloned().collect();
    assert_eq!(rebuild(&library.dir, issues.into_iter().map(Ok)).unwrap(), 2);
    assert_eq!(library.found("lanternes"), ["fete"]);
    assert_eq!(
        std::fs::read_dir(library.dir.parent().unwrap()).unwrap().count(),
        1,
        "nothing is left beside it"
    );
}

#[test]
fn a_rebuild_that_fails_leaves_the_old_index() {
    let library = gazette();
    let failing = vec![Err(Error::EmptyFile)];
    assert!(rebuild(&library.dir, failing.into_iter()).is_err());
    assert_eq!(library.found("lanternes"), ["fete"]);
}

#[test]
fn a_folder_of_other_files_is_never_cleared() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("precious.txt"), "kept").unwrap();
    assert!(IndexWriter::open_or_create(folder.path()).is_err());
    assert!(rebuild(folder.path(), std::iter::empty()).is_err());
    assert!(folder.path().join("precious.txt").exists());
}

#[test]
fn a_record_that_changed_behind_the_index_is_told() {
    let mut library = gazette();
    for issue in library.shelf.0.values_mut() {
        issue.sections.clear();
    }
    let error = search(
        &library.dir,
        &library.shelf,
        &parse("port").unwrap(),
        &Options::default(),
    )
    .unwrap_err();
    assert_eq!(error.code(), "index");
}
