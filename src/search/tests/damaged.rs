//! An index whose files are not what was written: an answer or an error that says how to mend it, never a panic.
use super::*;

fn library() -> Library {
    let mut issues = Vec::new();
    for number in 0..40 {
        let text = format!("Le conseil municipal s'est réuni près du lavoir numéro {number}.");
        issues.push(issue(
            &format!("{number:02}"),
            "2019-06",
            vec![section("s1", "Le lavoir", &[(1, &text)])],
        ));
    }
    Library::of(issues)
}

/// Asks in all ways in which the index is read.
fn ask_everything(library: &Library) {
    let mut outcomes: Vec<Result<()>> = vec![indexed_ids(&library.dir).map(|_| ())];
    for query in [
        "lavoir",
        "\"conseil municipal\"",
        "lav*",
        "conseyl",
        "title:lavoir 2019",
    ] {
        let query = parse(query).unwrap();
        let options = Options::default();
        outcomes.push(search(&library.dir, &library.shelf, &query, &options).map(|_| ()));
        let Ok(reader) = Reader::open(&library.dir) else {
            continue;
        };
        let lines = reader.concordance(&library.shelf, &query, &options, 30, LineSort::Date);
        outcomes.push(lines.map(|_| ()));
        let trend = reader.trend(&library.shelf, &query, &options, Step::Year);
        outcomes.push(trend.map(|_| ()));
    }
    outcomes.push(damaged_files(&library.dir).map(|_| ()));
    for error in outcomes.into_iter().filter_map(Result::err) {
        assert!(error.code().starts_with("index"), "{error:?}");
    }
}

#[test]
fn damage_to_any_file_of_the_index_is_an_answer_or_an_error() {
    let library = library();
    let mut random = 7_u64;
    let mut paths: Vec<PathBuf> = std::fs::read_dir(&library.dir)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    paths.sort();
    for path in paths {
        let whole = std::fs::read(&path).unwrap();
        if whole.is_empty() {
            continue;
        }
        for round in 0..24 {
            // Numerical Recipes' linear congruential generator.
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let place = (random >> 16) as usize % whole.len();
            let mut damaged = whole.clone();
            match round % 3 {
                0 => damaged.truncate(place),
                1 => damaged[place] ^= 1 << (round % 8),
                _ => damaged[place] = 0xff,
            }
            std::fs::write(&path, &damaged).unwrap();
            ask_everything(&library);
        }
        std::fs::write(&path, &whole).unwrap();
    }
    assert_eq!(library.ask("lavoir").total, 40, "mended");
}
