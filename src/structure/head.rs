//! The head of the first page: gathers what tells the identity, and which lines are masthead and not text.
use super::masthead::{Evidence, HeadLine, Identity, Later, is_date_word, read_identity};
use crate::french::fold::fold_compatible as fold;
use crate::french::unicode::normalize;
use crate::layout::{LaidPage, Layout, Line};
use crate::model::{Furniture, FurnitureKind};
use std::collections::HashSet;

/// Pages at the start of an issue among which the imprint may stand.
const FIRST_PAGES: usize = 6;

/// Pages at its end among which it may.
const LAST_PAGES: usize = 2;

/// Lines of such a page that are looked at.
const MOST_INNER_LINES: usize = 300;

/// Different running lines that are counted.
const MOST_NAMES: usize = 200;

/// How much larger than they are the largest words on the cover of a folded sheet count.
const COVER: f32 = 1.3;

/// Most words of a newsletter's name in a running line.
const MOST_WORDS_OF_A_NAME: usize = 7;

/// Lines of the first page with text that are masthead: block and line, each counted from 0.
#[derive(Debug, Default)]
pub(super) struct MastheadLines {
    /// Number of the page, from 1.
    pub(super) page: u32,
    places: HashSet<(usize, usize)>,
}

impl MastheadLines {
    /// Whether a line of a page is masthead.
    pub(super) fn holds(&self, page: u32, block: usize, line: usize) -> bool {
        page == self.page && self.places.contains(&(block, line))
    }
}

/// What the head of the first page gives.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) identity: Identity,
    pub(super) lines: MastheadLines,
    pub(super) furniture: Vec<Furniture>,
}

/// Reads the identity of the issue from its first page with text, running lines, information and file name.
pub(super) fn read(layout: &Layout, file_name: &str, language: Option<String>) -> Head {
    let first = layout.pages.iter().find(|page| !page.blocks.is_empty());
    let mut places = Vec::new();
    let mut first_page_lines = Vec::new();
    let cover = first.filter(|_| layout.pages.len() > 1).and_then(cover_of_sheet);
    if let Some(page) = first {
        for (block_index, block) in page.blocks.iter().enumerate() {
            for (line_index, line) in block.lines.iter().enumerate() {
                places.push(Some((block_index, line_index)));
                first_page_lines.push(head_line(line, page, layout));
            }
        }
        for furniture in &page.furniture {
            places.push(None);
            first_page_lines.push(head_line(&furniture.line, page, layout));
        }
    }
    if let Some(left) = cover {
        raise_cover(&mut first_page_lines, left);
    }
    let evidence = Evidence {
        first_page_lines,
        running_lines: running_lines(layout),
        running_names: running_names(layout),
        inner_pages: Later::new(|| inner_pages(layout)),
        page_count: layout.pages.len(),
        given_words_printed: Later::new(|| given_words_printed(layout, file_name)),
        information_title: layout.information.title.clone(),
        file_name: file_name.to_string(),
        language,
    };
    let identity = read_identity(&evidence);
    let mut head = Head::default();
    if let Some(page) = first {
        head.lines.page = page.number;
        for index in with_straplines(&identity.title_lines, &evidence.first_page_lines) {
            // Furniture is beside the text already.
            let Some(Some((block, line))) = places.get(index).copied() else {
                continue;
            };
            head.lines.places.insert((block, line));
            if let Some(line) = page.blocks.get(block).and_then(|block| block.lines.get(line)) {
                let text = normalize(&line.text());
                head.furniture.push(Furniture {
                    kind: FurnitureKind::Masthead,
                    page: page.number,
                    text,
                });
            }
        }
    }
    head.identity = identity;
    head
}

/// Where the cover begins on the first page of the file, if that is a sheet to be folded in two or three: the outer side
/// of a leaflet has its cover at the right. Nothing stands over the folds.
fn cover_of_sheet(page: &LaidPage) -> Option<f32> {
    const WIDE: f32 = 1.2;
    if page.width < WIDE * page.height {
        return None;
    }
    [3, 2].into_iter().find_map(|parts| {
        let part = page.width / parts as f32;
        let is_clean = |fold: usize| {
            let at = part * fold as f32;
            let over = |rect: [f32; 4]| rect[0] < at - 1.0 && rect[2] > at + 1.0;
            page.blocks.iter().all(|block| !over(block.rect))
        };
        let left = part * (parts - 1) as f32;
        let has_text = page.blocks.iter().any(|block| block.rect[0] >= left);
        ((1..parts).all(is_clean) && has_text).then_some(left)
    })
}

/// Lets the largest lines of a cover, which begins at `left`, count for more than the back beside it.
fn raise_cover(lines: &mut [HeadLine], left: f32) {
    let of_cover = lines.iter().filter(|line| line.x0 >= left);
    let largest = of_cover.map(|line| line.size).fold(0.0, f32::max);
    for line in lines.iter_mut().filter(|line| line.x0 >= left) {
        if line.size >= 0.99 * largest {
            line.size *= COVER;
        }
    }
}

/// The lines of the masthead, and the short one between two of them, as a name's motto stands between it and the date.
fn with_straplines(lines: &[usize], all: &[HeadLine]) -> Vec<usize> {
    const WORDS: usize = 6;
    let mut sorted = lines.to_vec();
    sorted.sort_unstable();
    let between = sorted.windows(2).filter_map(|pair| match pair {
        [above, below] if above + 2 == *below => Some(above + 1),
        _ => None,
    });
    let short: Vec<usize> = between
        .filter(|line| {
            all.get(*line)
                .is_some_and(|line| line.text.split_whitespace().count() <= WORDS)
        })
        .collect();
    sorted.extend(short);
    sorted.sort_unstable();
    sorted
}

fn head_line(line: &Line, page: &LaidPage, layout: &Layout) -> HeadLine {
    let (mut total, mut bold) = (0, 0);
    for word in &line.words {
        let letters = word.text.chars().count();
        let style = layout.styles.get(word.style as usize);
        total += letters;
        if style.is_some_and(|style| style.bold) {
            bold += letters;
        }
    }
    HeadLine {
        text: normalize(&line.text()),
        size: line.size,
        x0: line.rect[0],
        x1: line.rect[2],
        y: line.rect[1],
        page_height: page.height,
        bold: total > 0 && bold * 2 > total,
    }
}

fn running_lines(layout: &Layout) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for page in &layout.pages {
        for furniture in &page.furniture {
            let text = normalize(&furniture.line.text());
            if furniture.kind != FurnitureKind::Folio && !lines.contains(&text) {
                lines.push(text);
            }
        }
    }
    lines
}

/// The lines that stand at head or foot over the whole issue, without their folio, most frequent first.
fn running_names(layout: &Layout) -> Vec<String> {
    // Text, pages on which it stands, first and last of them.
    let mut names: Vec<(String, usize, u32, u32)> = Vec::new();
    for page in &layout.pages {
        for furniture in &page.furniture {
            let text = without_folio(&normalize(&furniture.line.text()));
            if furniture.kind == FurnitureKind::Folio || !may_be_name(&text) {
                continue;
            }
            let may_add = names.len() < MOST_NAMES;
            match names.iter_mut().find(|(name, ..)| *name == text) {
                Some((_, count, _, last)) if *last < page.number => {
                    *count += 1;
                    *last = page.number;
                }
                Some(_) => {}
                None if may_add => names.push((text, 1, page.number, page.number)),
                None => {}
            }
        }
    }
    let pages = layout.pages.len();
    names.retain(|(_, count, first, last)| {
        let reach = (last - first + 1) as usize;
        *count >= 2 && *count * 3 >= pages && reach * 2 >= pages
    });
    names.sort_by_key(|(_, count, ..)| std::cmp::Reverse(*count));
    names.into_iter().map(|(name, ..)| name).collect()
}

fn without_folio(text: &str) -> String {
    let is_folio = |word: &&&str| {
        let bare = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        bare.chars().all(|letter| letter.is_ascii_digit()) || matches!(bare, "page" | "Page" | "p" | "PAGE")
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    let start = words.iter().take_while(is_folio).count();
    let end = words.iter().rev().take_while(is_folio).count();
    let kept = words
        .get(start..words.len().saturating_sub(end))
        .unwrap_or_default();
    kept.join(" ")
}

/// Whether a running line may be a newsletter's name: few words, no address, no figures, not its publisher.
fn may_be_name(text: &str) -> bool {
    if text.bytes().any(|letter| letter.is_ascii_digit())
        || text.split_whitespace().nth(MOST_WORDS_OF_A_NAME).is_some()
    {
        return false;
    }
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    let is_dated = text.split_whitespace().any(|word| is_date_word(&fold(word)));
    let folded = fold(text);
    let is_address = folded.contains(['@', '|']) || folded.contains("www.") || folded.contains("http");
    let publishers = [
        "mairie",
        "commune",
        "ville",
        "association",
        "paroisse",
        "diocese",
        "syndicat",
        "communaute",
    ];
    let is_publisher = folded
        .split_whitespace()
        .next()
        .is_some_and(|first| publishers.contains(&first));
    (3..=60).contains(&letters) && !is_dated && !is_address && !is_publisher
}

/// The lines of the first and the last pages, among which the imprint stands.
fn inner_pages(layout: &Layout) -> Vec<Vec<String>> {
    let count = layout.pages.len();
    let mut pages = Vec::new();
    for (rank, page) in layout.pages.iter().enumerate() {
        if rank >= FIRST_PAGES && rank + LAST_PAGES < count {
            continue;
        }
        let lines = page.blocks.iter().flat_map(|block| &block.lines);
        pages.push(
            lines
                .take(MOST_INNER_LINES)
                .map(|line| normalize(&line.text()))
                .collect(),
        );
    }
    pages
}

/// The words of information title and file name that the first pages print, folded.
fn given_words_printed(layout: &Layout, file_name: &str) -> HashSet<String> {
    let title = layout.information.title.as_deref().unwrap_or_default();
    let given = fold(&format!("{title} {file_name}"));
    let given: HashSet<&str> = given
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| word.chars().any(char::is_alphabetic) && *word != "pdf")
        .collect();
    if given.is_empty() {
        return HashSet::new();
    }
    // Folding every word costs more than it brings: most begin with another letter.
    let mut begins_given = [false; 128];
    for word in &given {
        let first = word.bytes().next().map(usize::from);
        if let Some(begins) = first.and_then(|first| begins_given.get_mut(first)) {
            *begins = true;
        }
    }
    let may_be_given = |word: &str| {
        let first = word.chars().find(|letter| letter.is_alphanumeric());
        first.is_some_and(|first| {
            let begins = begins_given.get(first.to_ascii_lowercase() as usize);
            begins.is_none_or(|begins| *begins)
        })
    };
    let may_hold_given = |word: &str| {
        // The sign of a curly apostrophe is of three bytes, of which other signs share the first.
        let is_joint = |letter: u8| matches!(letter, b'\'' | b'-' | 0xE2);
        may_be_given(word) || (word.bytes().any(is_joint) && word.contains(['\'', '’', '-']))
    };
    let mut printed = HashSet::new();
    for page in layout.pages.iter().take(FIRST_PAGES) {
        let words = page.blocks.iter().flat_map(|block| block.words());
        for word in words.filter(|word| may_hold_given(&word.text)) {
            for piece in fold(&word.text).split(|letter: char| !letter.is_alphanumeric()) {
                if given.contains(piece) {
                    printed.insert(piece.to_string());
                }
            }
        }
    }
    printed
}
