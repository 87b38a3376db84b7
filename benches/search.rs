//! How fast the index is built and questions are answered, on sections made from word lists of our own:
//! `cargo bench --bench search`, or with another number of sections `cargo bench --bench search -- 20000`.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing
)]

use gazette::model::{
    DateEvidence, DatePrecision, Issue, IssueDate, Section, SectionKind, Source, SourceFormat,
};
use gazette::search::{IndexWriter, Mode, Options, Reader, Records, parse};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The allocator of the command.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SECTIONS_AN_ISSUE: usize = 20;
const WORDS_A_SECTION: usize = 110;

const ROOTS: &[&str] = &[
    "abri",
    "accueil",
    "achat",
    "agri",
    "alim",
    "anim",
    "appren",
    "archi",
    "associ",
    "ateli",
    "auto",
    "balad",
    "bénév",
    "biblio",
    "boulang",
    "bricol",
    "cant",
    "carrefour",
    "centr",
    "chant",
    "charp",
    "chemin",
    "choral",
    "citoy",
    "clim",
    "collect",
    "commun",
    "compost",
    "concert",
    "conseil",
    "coopér",
    "couleur",
    "cultur",
    "cycl",
    "danse",
    "découv",
    "dépens",
    "dessin",
    "distrib",
    "écol",
    "économ",
    "édit",
    "éduc",
    "électr",
    "emploi",
    "énerg",
    "entraid",
    "épic",
    "équip",
    "espac",
    "étud",
    "expos",
    "famill",
    "ferm",
    "festiv",
    "financ",
    "forêt",
    "form",
    "four",
    "fruit",
    "gard",
    "gérer",
    "gest",
    "gouvern",
    "graine",
    "habit",
    "hébergé",
    "histoir",
    "hôpit",
    "immeub",
    "insert",
    "invent",
    "jardin",
    "jeun",
    "journ",
    "langu",
    "lect",
    "librair",
    "lieu",
    "local",
    "log",
    "ludoth",
    "maraîch",
    "march",
    "médiath",
    "mobil",
    "montag",
    "musiqu",
    "natur",
    "naviga",
    "œuvr",
    "orchestr",
    "parent",
    "partag",
    "patrim",
    "paysan",
    "pêch",
    "photo",
    "piscin",
    "place",
    "plant",
    "poésie",
    "prêt",
    "prod",
    "projet",
    "quart",
    "ramass",
    "recycl",
    "rencontr",
    "répar",
    "réseau",
    "rivi",
    "santé",
    "scol",
    "semenc",
    "serv",
    "social",
    "solid",
    "sport",
    "tiers",
    "transit",
    "transport",
    "travail",
    "usag",
    "vélo",
    "vend",
    "verger",
    "village",
    "voyag",
    "zone",
];
const ENDINGS: &[&str] = &[
    "", "s", "e", "es", "ation", "ations", "ateur", "atrice", "ement", "eur", "euse", "eurs", "ier", "ière",
    "iste", "istes", "ique", "iques", "able", "age", "ages", "ance", "ant", "ants", "aire", "aires", "el",
    "elle", "els", "ité", "ités", "eux", "er", "ons", "ait", "ette", "oir", "erie", "al", "aux",
];
const SMALL: &[&str] = &[
    "le", "la", "les", "de", "des", "du", "un", "une", "et", "à", "en", "dans", "pour", "sur", "avec", "par",
    "qui", "que", "ce", "cette", "au", "aux", "est", "sont", "a", "l'", "d'",
];

/// A generator of the same numbers everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides
    }

    /// Small numbers far more often than great ones, as words are in a text.
    fn rank(&mut self, sides: usize) -> usize {
        let fraction = (self.roll(1 << 24) as f64 + 1.0) / f64::from(1 << 24);
        ((sides as f64).powf(fraction) as usize)
            .saturating_sub(1)
            .min(sides - 1)
    }

    fn word(&mut self) -> String {
        let number = self.rank(ROOTS.len() * ENDINGS.len());
        format!(
            "{}{}",
            ROOTS[number % ROOTS.len()],
            ENDINGS[(number / ROOTS.len() + number) % ENDINGS.len()]
        )
    }

    fn text(&mut self, words: usize) -> String {
        let mut text = String::new();
        for index in 0..words {
            let small = SMALL[self.roll(SMALL.len())];
            match self.roll(20) {
                0..=7 => text.push_str(small),
                8 => text.push_str(&format!("{}", 1900 + self.roll(130))),
                _ => text.push_str(&self.word()),
            }
            if index % 17 == 16 {
                text.push('.');
            }
            if !text.ends_with('\'') {
                text.push(' ');
            }
        }
        text
    }
}

fn issue(number: usize) -> Issue {
    let mut dice = Dice(number as u64 + 1);
    let sha256 = format!("{number:012x}{:0>52}", 0);
    let mut issue = Issue::empty(Source::new("bench.pdf", SourceFormat::Pdf, &sha256, 1));
    issue.slug = format!("numero-{number}");
    issue.title = Some("La Gazette du banc".to_string());
    issue.number = Some(number.to_string());
    issue.date = Some(IssueDate {
        iso: format!("{:04}-{:02}", 1950 + number % 75, number % 12 + 1),
        precision: DatePrecision::Month,
        evidence: DateEvidence::Masthead,
    });
    for index in 0..SECTIONS_AN_ISSUE {
        issue.sections.push(Section {
            id: format!("s{index}"),
            parent: None,
            level: 1,
            kind: SectionKind::Article,
            title: dice.text(6),
            subtitle: None,
            byline: None,
            page_start: 1,
            page_end: 1,
            text: dice.text(WORDS_A_SECTION),
            language: None,
            blocks: Vec::new(),
            external_id: None,
        });
    }
    issue
}

/// Records in files, read anew each time they are asked for, as an archive's are.
struct Files(PathBuf);

impl Files {
    fn path(&self, id: &str) -> PathBuf {
        self.0.join(format!("{id}.json"))
    }
}

impl Records for Files {
    fn issue(&self, id: &str) -> gazette::error::Result<Issue> {
        let bytes = std::fs::read(self.path(id)).unwrap();
        Ok(serde_json::from_slice(&bytes).unwrap())
    }
}

fn percentile(times: &mut [Duration], share: f64) -> f64 {
    times.sort();
    let index = ((times.len() - 1) as f64 * share).round() as usize;
    times[index].as_secs_f64() * 1000.0
}

fn folder_size(folder: &Path) -> u64 {
    let files = std::fs::read_dir(folder).unwrap().flatten();
    files
        .filter_map(|file| file.metadata().ok())
        .map(|file| file.len())
        .sum()
}

fn main() {
    let wanted = std::env::args()
        .skip(1)
        .find_map(|argument| argument.parse().ok());
    let sections: usize = wanted.unwrap_or(100_000);
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("index");
    let mut text_bytes = 0;
    let mut building = Duration::ZERO;
    let files = Files(folder.path().to_path_buf());
    let mut writer = IndexWriter::open_or_create(&dir).unwrap();
    for number in 0..sections / SECTIONS_AN_ISSUE {
        let issue = issue(number);
        text_bytes += issue
            .sections
            .iter()
            .map(|section| section.text.len() + section.title.len())
            .sum::<usize>();
        std::fs::write(files.path(&issue.id), serde_json::to_vec(&issue).unwrap()).unwrap();
        let start = Instant::now();
        writer.add_issue(&issue).unwrap();
        building += start.elapsed();
    }
    let start = Instant::now();
    writer.finish().unwrap();
    building += start.elapsed();
    let megabytes = text_bytes as f64 / 1e6;
    let index_bytes = folder_size(&dir);
    println!("sections {sections}, text {megabytes:.1} MB");
    println!(
        "build {:.1} s, {:.2} MB/s",
        building.as_secs_f64(),
        megabytes / building.as_secs_f64()
    );
    println!(
        "index {:.1} MB, {:.2} of the text",
        index_bytes as f64 / 1e6,
        index_bytes as f64 / text_bytes as f64
    );

    let start = Instant::now();
    let reader = Reader::open(&dir).unwrap();
    println!("open {:.1} ms", start.elapsed().as_secs_f64() * 1000.0);
    println!(
        "{:<28} {:>8} {:>8} {:>9}",
        "kind of query", "p50 ms", "p95 ms", "matches"
    );
    let any = |dice: &mut Dice| format!("{} {} {}", dice.word(), dice.word(), dice.word());
    type Make<'a> = &'a dyn Fn(&mut Dice) -> String;
    let kinds: [(&str, Mode, usize, Make<'_>); 9] = [
        ("one word", Mode::All, 20, &Dice::word),
        ("two words", Mode::All, 20, &|dice| {
            format!("{} {}", dice.word(), dice.word())
        }),
        ("three words, any", Mode::Any, 20, &any),
        ("three words, any, no hit read", Mode::Any, 0, &any),
        ("phrase", Mode::All, 20, &|dice| {
            format!("\"{} de {}\"", dice.word(), dice.word())
        }),
        ("near", Mode::All, 20, &|dice| {
            format!("\"{} {}\"~5", dice.word(), dice.word())
        }),
        ("prefix", Mode::All, 20, &|dice| {
            format!("{}*", ROOTS[dice.roll(ROOTS.len())])
        }),
        ("typing error", Mode::All, 20, &|dice| {
            let mut letters: Vec<char> = dice.word().chars().collect();
            let place = 1 + dice.roll(letters.len() - 1);
            letters.insert(place, 'w');
            letters.into_iter().collect()
        }),
        ("field and date", Mode::All, 20, &|dice| {
            format!("titre:{} date:{}..2025", dice.word(), 1990 + dice.roll(30))
        }),
    ];
    for (name, mode, limit, make) in kinds {
        let mut dice = Dice(7);
        let mut times = Vec::new();
        let mut matches = 0;
        for _ in 0..300 {
            let query = parse(&make(&mut dice)).unwrap();
            let options = Options {
                limit,
                mode,
                ..Options::default()
            };
            let start = Instant::now();
            let answer = reader.search(&files, &query, &options).unwrap();
            times.push(start.elapsed());
            matches += answer.total;
        }
        println!(
            "{name:<28} {:>8.2} {:>8.2} {:>9}",
            percentile(&mut times, 0.5),
            percentile(&mut times, 0.95),
            matches / 300
        );
    }
}
