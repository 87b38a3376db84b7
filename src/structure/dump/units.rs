//! Lines of a dump to units: a paragraph, a title with all its lines, a link phrase.
//!
//! A dump keeps no font and no place; what is left are letters and lengths. A line goes on with the next where the
//! sentence does (lower case, a hyphen, a small word or an open bracket at its end) or where the next word would
//! not have fitted on it.
use crate::french::hyphen::{Lexicon, join_lines};
use crate::plain::{Dump, Gap};
use crate::structure::link_phrases::is_phrase;

/// The gap above a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum UnitGap {
    /// As between most lines.
    Usual,
    /// Wider.
    Break,
    /// The unit opens a page.
    Page,
}

/// Lines that belong together.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    /// The lines, joined.
    pub(super) text: String,
    /// How many lines it takes.
    pub(super) lines: usize,
    /// Characters of its longest line.
    pub(super) longest_line: usize,
    /// Characters of the longest line near it.
    pub(super) width: usize,
    /// Whether it goes to a new line although the next word would have fitted: it is set larger than the text.
    pub(super) wraps_early: bool,
    /// The gap above it.
    pub(super) gap: UnitGap,
    /// Whether it is a link phrase and nothing else.
    pub(super) is_phrase: bool,
    /// Where in `text` its pages begin; at least one entry, the first at 0.
    pages: Vec<(usize, u32)>,
}

impl Unit {
    /// Page of the byte at `offset` of the text.
    pub(super) fn page_at(&self, offset: usize) -> u32 {
        let before = self.pages.iter().rev().find(|(start, _)| *start <= offset);
        before.or(self.pages.first()).map_or(1, |(_, page)| *page)
    }

    pub(super) fn first_page(&self) -> u32 {
        self.page_at(0)
    }

    pub(super) fn last_page(&self) -> u32 {
        self.page_at(self.text.len())
    }

    /// Whether it ends as a sentence does.
    pub(super) fn ends_sentence(&self) -> bool {
        ends_sentence(&self.text)
    }
}

/// A line with its place.
struct Line<'a> {
    text: &'a str,
    gap: UnitGap,
    page: u32,
    width: usize,
}

/// Share of the longest line that may be filled before a word that would still fit counts as pushed down: letters
/// differ in width, and a dump says nothing of it.
const FILLED: f64 = 0.92;

/// Lines above and below that tell how wide the text is set: columns and boxes of one page differ.
const LINES_FOR_WIDTH: usize = 8;

/// More lines than any paragraph has: keeps the work in proportion to the length of a hostile file.
const MOST_LINES: usize = 200;

/// Joins the lines of all pages into units.
pub(super) fn units(dump: &Dump) -> Vec<Unit> {
    let lines = placed_lines(dump);
    let mut lexicon = Lexicon::default();
    lines.iter().for_each(|line| lexicon.add_line(line.text));

    let mut units = Vec::new();
    let mut current: Vec<&Line> = Vec::new();
    let mut brackets = OpenBrackets::default();
    for (rank, line) in lines.iter().enumerate() {
        let after = lines.get(rank + 1);
        let has_room = current.len() < MOST_LINES;
        let goes_on = has_room
            && current
                .last()
                .is_some_and(|previous| continues(previous, line, after, brackets.are_open()));
        if !goes_on {
            push_unit(&current, &lexicon, &mut units);
            current.clear();
            brackets = OpenBrackets::default();
        }
        brackets.read(line.text);
        current.push(line);
    }
    push_unit(&current, &lexicon, &mut units);
    units
}

fn placed_lines(dump: &Dump) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let lengths: Vec<usize> = dump
        .pages
        .iter()
        .flat_map(|page| &page.lines)
        .map(|line| line.text.chars().count())
        .collect();
    let mut position = 0_usize;
    for (page, number) in dump.pages.iter().zip(1..) {
        for (rank, line) in page.lines.iter().enumerate() {
            let gap = match line.gap {
                _ if rank == 0 => UnitGap::Page,
                Gap::Break => UnitGap::Break,
                Gap::Tight | Gap::Usual => UnitGap::Usual,
            };
            let near =
                position.saturating_sub(LINES_FOR_WIDTH)..lengths.len().min(position + LINES_FOR_WIDTH + 1);
            let width = lengths
                .get(near)
                .unwrap_or_default()
                .iter()
                .copied()
                .max()
                .unwrap_or(0);
            position += 1;
            lines.push(Line {
                text: &line.text,
                gap,
                page: number,
                width,
            });
        }
    }
    lines
}

fn push_unit(lines: &[&Line], lexicon: &Lexicon, units: &mut Vec<Unit>) {
    let Some(first) = lines.first() else { return };
    let knows = |word: &str| lexicon.knows(word);
    let texts: Vec<&str> = lines.iter().map(|line| line.text).collect();
    let mut pages = vec![(0, first.page)];
    for (rank, pair) in lines.windows(2).enumerate() {
        if let [before, after] = pair
            && before.page != after.page
        {
            let head = join_lines(texts.get(..=rank).unwrap_or_default(), &knows);
            pages.push((head.len(), after.page));
        }
    }
    let text = join_lines(&texts, &knows);
    units.push(Unit {
        lines: lines.len(),
        longest_line: lines
            .iter()
            .map(|line| line.text.chars().count())
            .max()
            .unwrap_or(0),
        width: first.width,
        wraps_early: lines
            .windows(2)
            .any(|pair| matches!(pair, [before, after] if next_word_fits(before, after))),
        gap: first.gap,
        is_phrase: is_phrase(&text),
        text,
        pages,
    });
}

/// Whether `next` goes on with what `previous` says; `after` is the line below.
fn continues(previous: &Line, next: &Line, after: Option<&Line>, in_brackets: bool) -> bool {
    if is_phrase(previous.text) || begins_item(next.text) {
        return false;
    }
    let Some(first) = next.text.chars().next() else {
        return false;
    };
    let fits = next_word_fits(previous, next);
    let ends_sentence = ends_sentence(previous.text);
    if is_phrase(next.text) && (first.is_uppercase() || ends_sentence || next.gap == UnitGap::Break) {
        return false;
    }
    let ends_with_hyphen = previous.text.ends_with(['-', '\u{ad}']) && first.is_alphanumeric();
    if next.gap == UnitGap::Break {
        // A new column begins in mid-sentence: only a full line goes on there.
        return first.is_lowercase() && !ends_sentence && (ends_with_hyphen || !fits);
    }
    if previous.text.ends_with(';') {
        return false;
    }
    if next.text.ends_with(';') && fits_before(previous, next) {
        // A list without marks, under its title.
        return false;
    }
    if ends_with_hyphen
        || first.is_lowercase()
        || matches!(first, '&' | ')' | '»' | ':' | ';' | '!' | '?' | '…')
    {
        return true;
    }
    if ends_sentence {
        // The sentence ends at the right edge: the paragraph may go on, but not over a page.
        let is_title = after.is_some_and(|after| {
            next_word_fits(next, after)
                && after.text.starts_with(char::is_uppercase)
                && !self::ends_sentence(next.text)
        });
        return !fits && next.gap == UnitGap::Usual && !is_title;
    }
    ends_with_small_word(previous.text) || previous.text.ends_with(',') || in_brackets || !fits
}

/// Whether the next line is so long that its first word would have fitted on this one.
fn fits_before(previous: &Line, next: &Line) -> bool {
    let word = next.text.split(' ').next().unwrap_or_default();
    let needed = previous.text.chars().count() + 1 + word.chars().count();
    needed as f64 <= FILLED * next.text.chars().count() as f64
}

fn next_word_fits(previous: &Line, next: &Line) -> bool {
    let word = next.text.split([' ', '-']).next().unwrap_or_default();
    let needed = previous.text.chars().count() + 1 + word.chars().count();
    needed as f64 <= FILLED * previous.width as f64
}

/// Whether a text ends as a sentence does, closing marks aside.
pub(super) fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches([' ', '»', '”', '"', ')', ']']);
    bare.ends_with(['.', '!', '?', '…'])
}

/// Marks that open an item of a list.
const BULLETS: &[char] = &[
    '-', '–', '—', '•', '◦', '▪', '■', '●', '*', '→', '➢', '➤', '►', '✓', '✔', '·',
];

/// Whether a line opens an item of a list or of a programme: a mark, or an hour.
pub(super) fn begins_item(text: &str) -> bool {
    let mut letters = text.chars();
    let marked = letters.next().is_some_and(|first| BULLETS.contains(&first));
    marked && letters.next().is_none_or(char::is_whitespace) || begins_with_hour(text)
}

/// Whether a text begins with a mark of [`BULLETS`].
pub(super) fn begins_with_bullet(text: &str) -> bool {
    begins_item(text) && !begins_with_hour(text)
}

/// `9h30`, `14 h`, `18:15`.
pub(super) fn begins_with_hour(text: &str) -> bool {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    if !(1..=2).contains(&digits) {
        return false;
    }
    let rest = text.get(digits..).unwrap_or_default();
    let mut after = rest.strip_prefix(' ').unwrap_or(rest).chars();
    match after.next() {
        Some('h' | 'H') => !after.next().is_some_and(char::is_alphabetic),
        Some(':') => after.next().is_some_and(|c| c.is_ascii_digit()),
        _ => false,
    }
}

/// Words that no line of French ends a thought with.
const SMALL_WORDS: &[&str] = &[
    "à", "au", "aux", "avec", "ce", "ces", "cette", "chez", "dans", "de", "des", "dont", "du", "en", "entre",
    "et", "la", "le", "les", "leur", "leurs", "nos", "notre", "ou", "par", "pour", "que", "sa", "sans",
    "ses", "son", "sous", "sur", "vers", "vos", "votre", "&",
];

fn ends_with_small_word(text: &str) -> bool {
    let last = text.rsplit([' ', '\'', '’']).next().unwrap_or_default();
    let bare = last.trim_matches(['“', '«', '"', '(']).to_lowercase();
    SMALL_WORDS.contains(&bare.as_str())
}

/// Brackets that a unit has opened and not closed.
#[derive(Default)]
struct OpenBrackets {
    depth: usize,
    letters_inside: usize,
}

impl OpenBrackets {
    /// After this many letters, the closing bracket was forgotten.
    const LONGEST: usize = 200;

    fn read(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '(' => self.depth += 1,
                ')' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
            self.letters_inside = if self.depth == 0 {
                0
            } else {
                self.letters_inside + 1
            };
        }
    }

    fn are_open(&self) -> bool {
        self.depth > 0 && self.letters_inside <= Self::LONGEST
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(dump: &str) -> Vec<String> {
        units(&crate::plain::read(dump))
            .into_iter()
            .map(|unit| unit.text)
            .collect()
    }

    #[test]
    fn sentences_go_on_and_paragraphs_end() {
        let dump = "Les jardinières de la vallée ont rendez-\nvous samedi avec les membres de la Ligue (section de\n\
                    Bellerive) pour un\ntour des parcelles.\nLe dimanche, repos.\n9h30 > Café\n14 h > Visite\n";
        assert_eq!(
            texts(dump),
            [
                "Les jardinières de la vallée ont rendez-vous samedi avec les membres de la Ligue (section de \
                 Bellerive) pour un tour des parcelles.",
                "Le dimanche, repos.",
                "9h30 > Café",
                "14 h > Visite",
            ]
        );
    }

    #[test]
    fn phrases_stand_alone() {
        let dump = "Un texte assez long pour que sa ligne soit pleine et que la\nsuite vienne\nLire l'article\n\nUn \
                    autre titre\n";
        assert_eq!(texts(dump).get(1).map(String::as_str), Some("Lire l'article"));
        assert_eq!(texts(dump).len(), 3);
    }

    #[test]
    fn a_text_goes_on_over_a_page_and_knows_it() {
        let dump =
            "Il pleuvait sur les\nétangs, et les grenouilles chantaient sous la\n\u{c}lune rousse.\n\u{c}";
        let units = units(&crate::plain::read(dump));
        assert_eq!(units.len(), 1);
        let position = units[0].text.find("lune").unwrap();
        assert_eq!(units[0].page_at(position), 2);
        assert_eq!(units[0].page_at(3), 1);
        assert_eq!((units[0].first_page(), units[0].last_page()), (1, 2));
    }

    #[test]
    fn titles_wrap_early() {
        let dump = "La fanfare de la vallée\ncherche un tuba\nL’instrument est fourni, le souffle non ; les \
                    répétitions ont lieu le jeudi\nsous la halle.\n";
        let units = units(&crate::plain::read(dump));
        assert_eq!(units[0].text, "La fanfare de la vallée cherche un tuba");
        assert!(units[0].wraps_early);
        assert!(!units[1].wraps_early);
    }

    #[test]
    fn hours_open_items() {
        assert!(begins_with_hour("9h") && begins_with_hour("14 h 30") && begins_with_hour("18:15"));
        assert!(!begins_with_hour("14 hommes") && !begins_with_hour("2024") && !begins_with_hour("3 : fin"));
    }
}
