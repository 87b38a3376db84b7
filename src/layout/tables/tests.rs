use super::super::{Block, LaidPage, Line, Word};
use super::keep;
use crate::model::Rect;
use crate::pdf::{FilledBox, Page, Rule};

/// A line of ten-point type: half an em a letter, a quarter of an em between words.
fn line(text: &str, x: f32, baseline: f32, size: f32) -> Line {
    let mut words = Vec::new();
    let mut at = x;
    for word in text.split(' ') {
        let end = at + 0.5 * size * word.chars().count() as f32;
        words.push(Word {
            text: word.into(),
            rect: [at, baseline - 0.75 * size, end, baseline + 0.22 * size],
            style: 0,
            link: None,
            link_element: None,
        });
        at = end + 0.25 * size;
    }
    Line {
        rect: [
            x,
            baseline - 0.75 * size,
            at - 0.25 * size,
            baseline + 0.22 * size,
        ],
        words,
        baseline,
        size,
        turned: false,
    }
}

fn block(lines: Vec<Line>) -> Block {
    let rect = super::union_all(lines.iter().map(|line| line.rect));
    Block {
        lines,
        rect,
        frame: None,
        cells: Vec::new(),
    }
}

/// A page of lines, each a block.
fn page(lines: &[(&str, f32, f32)]) -> LaidPage {
    LaidPage {
        number: 1,
        width: 600.0,
        height: 800.0,
        blocks: lines
            .iter()
            .map(|(text, x, y)| block(vec![line(text, *x, *y, 10.0)]))
            .collect(),
        ..LaidPage::default()
    }
}

/// What stands on a page once its tables are rows: cells are parted by a stroke.
fn told(mut page: LaidPage, drawn: &Page) -> Vec<String> {
    keep(&mut page, drawn);
    let mut told = Vec::new();
    for block in &page.blocks {
        if !block.is_row() {
            told.push(block.plain_text());
            continue;
        }
        let mut lines = block.lines.iter();
        let cells = block.cells.iter().map(|count| {
            let texts: Vec<String> = lines.by_ref().take(*count).map(Line::text).collect();
            texts.join(" ")
        });
        told.push(cells.collect::<Vec<_>>().join("|"));
    }
    told
}

/// Lines at places, from side to side.
fn ruled(xs: &[f32], ys: &[f32]) -> Page {
    let (left, right) = (
        xs.first().copied().unwrap_or(0.0),
        xs.last().copied().unwrap_or(0.0),
    );
    let (top, bottom) = (
        ys.first().copied().unwrap_or(0.0),
        ys.last().copied().unwrap_or(0.0),
    );
    let rule = |rect: Rect| Rule { rect };
    let mut rules: Vec<Rule> = xs.iter().map(|x| rule([*x, top, x + 0.5, bottom])).collect();
    rules.extend(ys.iter().map(|y| rule([left, *y, right, y + 0.5])));
    Page {
        rules,
        ..Page::default()
    }
}

const HOURS: [(&str, f32, f32); 8] = [
    ("Jour", 55.0, 115.0),
    ("Matin", 125.0, 115.0),
    ("Soir", 205.0, 115.0),
    ("Mardi", 55.0, 135.0),
    ("16h – 19h", 205.0, 135.0),
    ("Jeudi", 55.0, 155.0),
    ("9h – 12h", 125.0, 155.0),
    ("sur appel", 205.0, 155.0),
];

#[test]
fn a_grid_of_lines_is_a_table() {
    let drawn = ruled(&[50.0, 120.0, 200.0, 280.0], &[100.0, 120.0, 140.0, 160.0]);
    let mut lines = vec![("Les horaires", 50.0, 90.0)];
    lines.extend(HOURS);
    lines.push(("La salle est ouverte à tous", 50.0, 190.0));
    let expected = [
        "Les horaires",
        "Jour|Matin|Soir",
        "Mardi||16h – 19h",
        "Jeudi|9h – 12h|sur appel",
        "La salle est ouverte à tous",
    ];
    assert_eq!(told(page(&lines), &drawn), expected);
}

#[test]
fn grounds_side_by_side_are_cells() {
    let mut drawn = Page::default();
    for row in 0..3 {
        for (x0, x1) in [(50.0, 120.0), (120.0, 200.0), (200.0, 280.0)] {
            let top = 100.0 + 20.0 * row as f32;
            drawn.boxes.push(FilledBox {
                rect: [x0, top, x1, top + 20.0],
                color: 0xd0e0b0,
                after_glyphs: 0,
            });
        }
    }
    let rows = told(page(&HOURS), &drawn);
    assert_eq!(
        rows,
        ["Jour|Matin|Soir", "Mardi||16h – 19h", "Jeudi|9h – 12h|sur appel"]
    );
}

#[test]
fn a_cell_over_two_lines_is_one() {
    let drawn = ruled(&[50.0, 120.0, 200.0, 280.0], &[100.0, 120.0, 160.0]);
    let mut lines = HOURS[..4].to_vec();
    lines.push(("15h – 20h", 205.0, 135.0));
    lines.push(("avec atelier", 205.0, 147.0));
    assert_eq!(
        told(page(&lines), &drawn),
        ["Jour|Matin|Soir", "Mardi||15h – 20h avec atelier"]
    );
}

#[test]
fn lines_on_shared_baselines_are_rows_where_no_line_parts_them() {
    let drawn = ruled(&[50.0, 80.0, 130.0, 280.0], &[100.0, 160.0]);
    let lines = [
        ("Lun", 55.0, 112.0),
        ("9h", 90.0, 112.0),
        ("Marché", 135.0, 112.0),
        ("11h", 90.0, 126.0),
        ("Lecture", 135.0, 126.0),
        ("15h", 90.0, 140.0),
        ("Jeux", 135.0, 140.0),
    ];
    assert_eq!(
        told(page(&lines), &drawn),
        ["Lun|9h|Marché", "|11h|Lecture", "|15h|Jeux"]
    );
}

#[test]
fn a_line_over_the_columns_stays_among_the_rows() {
    let mut drawn = ruled(&[50.0, 280.0], &[100.0, 120.0, 140.0, 160.0, 180.0]);
    for x in [120.0, 200.0] {
        for (y0, y1) in [(100.0, 140.0), (160.0, 180.0)] {
            drawn.rules.push(Rule {
                rect: [x, y0, x + 0.5, y1],
            });
        }
    }
    let mut lines = HOURS[..5].to_vec();
    lines.push(("Pendant les vacances", 55.0, 155.0));
    lines.extend([("Jeudi", 55.0, 175.0), ("9h – 12h", 125.0, 175.0)]);
    let expected = [
        "Jour|Matin|Soir",
        "Mardi||16h – 19h",
        "Pendant les vacances",
        "Jeudi|9h – 12h|",
    ];
    assert_eq!(told(page(&lines), &drawn), expected);
}

#[test]
fn texts_in_boxes_are_no_table() {
    let drawn = ruled(&[50.0, 300.0, 550.0], &[100.0, 160.0, 220.0, 280.0]);
    let text = "Depuis un an que le pont est fermé aux voitures on y passe à pied";
    let mut blocks = Vec::new();
    for x in [55.0, 305.0] {
        for top in [115.0, 175.0, 235.0] {
            blocks.push(block(
                (0..3)
                    .map(|row| line(text, x, top + 12.0 * row as f32, 7.0))
                    .collect(),
            ));
        }
    }
    let boxes = LaidPage { blocks, ..page(&[]) };
    assert!(told(boxes, &drawn).iter().all(|text| !text.contains('|')));
}

#[test]
fn a_title_in_a_cell_speaks_against_a_table() {
    let drawn = ruled(&[50.0, 120.0, 200.0, 280.0], &[100.0, 120.0, 140.0, 160.0]);
    let mut titled = page(&HOURS);
    titled
        .blocks
        .push(block(vec![line("Atelier", 125.0, 135.0, 16.0)]));
    assert!(told(titled, &drawn).iter().all(|text| !text.contains('|')));
}

const PRICES: [(&str, f32, f32); 12] = [
    ("Petit panier", 50.0, 100.0),
    ("une personne", 130.0, 100.0),
    ("9,50 €", 270.0, 100.0),
    ("Grand panier", 50.0, 114.0),
    ("famille", 130.0, 114.0),
    ("23,50 €", 265.0, 114.0),
    ("Œufs", 50.0, 128.0),
    ("la douzaine", 130.0, 128.0),
    ("4,20 €", 270.0, 128.0),
    ("Miel de tilleul", 50.0, 142.0),
    ("le pot", 130.0, 142.0),
    ("8 €", 285.0, 142.0),
];

#[test]
fn prices_under_each_other_are_a_table() {
    let mut lines = vec![("On paie à la livraison de chaque panier", 50.0, 80.0)];
    lines.extend(PRICES);
    let expected = [
        "On paie à la livraison de chaque panier",
        "Petit panier|une personne|9,50 €",
        "Grand panier|famille|23,50 €",
        "Œufs|la douzaine|4,20 €",
        "Miel de tilleul|le pot|8 €",
    ];
    assert_eq!(told(page(&lines), &Page::default()), expected);
}

#[test]
fn the_order_of_columns_does_not_matter() {
    let mut by_column: Vec<(&str, f32, f32)> = PRICES.to_vec();
    by_column.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.2.total_cmp(&b.2)));
    let rows = told(page(&by_column), &Page::default());
    assert_eq!(
        rows.first().map(String::as_str),
        Some("Petit panier|une personne|9,50 €")
    );
    assert_eq!(rows.len(), 4);
}

#[test]
fn pages_of_a_contents_list_are_no_table() {
    let list = [
        ("Le mot du maire", 50.0, 100.0),
        ("2", 300.0, 100.0),
        ("Les travaux", 50.0, 114.0),
        ("4", 300.0, 114.0),
        ("La fête du pont", 50.0, 128.0),
        ("7", 300.0, 128.0),
        ("Carnet", 50.0, 142.0),
        ("8", 300.0, 142.0),
    ];
    assert_eq!(told(page(&list), &Page::default()).len(), 8);
}

#[test]
fn hours_before_what_happens_are_a_programme() {
    let list = [
        ("9h", 50.0, 100.0),
        ("Ouverture du marché", 90.0, 100.0),
        ("11h", 50.0, 114.0),
        ("Fanfare sur le pont", 90.0, 114.0),
        ("12h", 50.0, 128.0),
        ("Repas sous la halle", 90.0, 128.0),
        ("15h", 50.0, 142.0),
        ("Jeux pour les enfants", 90.0, 142.0),
    ];
    assert_eq!(told(page(&list), &Page::default()).len(), 8);
}

#[test]
fn figures_of_a_diagram_are_no_table() {
    let mut axis = Vec::new();
    for (row, value) in ["600", "500", "400", "300"].iter().enumerate() {
        let y = 100.0 + 20.0 * row as f32;
        axis.push((*value, 50.0, y));
        axis.push((*value, 120.0, y));
        axis.push((*value, 200.0, y));
    }
    assert_eq!(told(page(&axis), &Page::default()).len(), 12);
}

#[test]
fn a_text_among_the_rows_speaks_against_a_table() {
    let mut lines = PRICES.to_vec();
    lines.push(("et pour tous les autres il faut demander au guichet", 60.0, 121.0));
    let told = told(page(&lines), &Page::default());
    assert!(told.iter().all(|text| !text.contains('|')));
}

/// The words of a layout, sorted.
fn words_of(layout: &super::super::Layout) -> Vec<String> {
    let blocks = layout.pages.iter().flat_map(|page| &page.blocks);
    let mut words: Vec<String> = blocks
        .flat_map(Block::words)
        .map(|word| word.text.to_string())
        .collect();
    words.sort();
    words
}

#[test]
fn no_word_is_lost_or_doubled() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut tables = 0;
    for kind in ["newsletters", "links/newsletters", "tables/newsletters"] {
        for entry in std::fs::read_dir(folder.join(kind)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "pdf") {
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            let document = crate::pdf::read(&bytes, &crate::pdf::ReadOptions::default()).unwrap();
            let without = super::super::lay_out_without_tables(&document, &crate::model::Learnt::default());
            let with = super::super::lay_out(&document);
            assert_eq!(words_of(&with), words_of(&without), "{}", path.display());
            let blocks = with.pages.iter().flat_map(|page| &page.blocks);
            tables += blocks.filter(|block| block.is_row()).count();
        }
    }
    assert!(tables >= 14, "{tables}");
}
