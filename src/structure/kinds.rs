//! Kinds of sections that their text tells, where their title does not: the imprint, which often has none, and the table
//! of contents ("Au programme de ce trimestre", "Dans votre bulletin").
use super::imprint_words::{
    begins_as_contents, begins_imprint, begins_with_mark, count_marks, may_begin_imprint, may_begin_with_mark,
};
use crate::french::fold::fold;
use crate::model::{Section, SectionKind};

/// So many different ones make an imprint of an untitled section.
const MARKS_UNTITLED: usize = 2;

/// And so many that of a titled one, which may be an article on printing.
const MARKS_TITLED: usize = 3;

/// An imprint is no longer than this, in characters.
const LONGEST_IMPRINT: usize = 2_000;

/// A table of contents has so many entries.
const FEWEST_ENTRIES: usize = 3;

/// Longest entry, in characters.
const LONGEST_ENTRY: usize = 120;

/// The kind that title and text of a section tell; nothing where they tell none.
pub(super) fn kind_by_text(section: &Section) -> Option<SectionKind> {
    let is_open = matches!(
        section.kind,
        SectionKind::Article | SectionKind::Front | SectionKind::Box | SectionKind::Agenda
    );
    if !is_open {
        return None;
    }
    if is_contents(section) {
        return Some(SectionKind::Toc);
    }
    (section.kind != SectionKind::Agenda && is_imprint(section)).then_some(SectionKind::Imprint)
}

fn is_imprint(section: &Section) -> bool {
    if section.text.is_empty() || section.text.chars().nth(LONGEST_IMPRINT).is_some() {
        return false;
    }
    // An article that only ends in an imprint is none.
    let first_line = section.text.lines().next().unwrap_or_default().trim_start();
    let opens = section.title.is_empty()
        || (may_begin_with_mark(first_line) && begins_with_mark(folded(first_line).trim_start()));
    if !opens {
        return false;
    }
    let text = folded(&section.text);
    let lines: Vec<&str> = text.lines().map(str::trim_start).collect();
    let pieces: Vec<&str> = lines
        .iter()
        .flat_map(|line| line.split([',', ';', '–', '—', '•', '|', '.']))
        .map(str::trim_start)
        .collect();
    let begins = |mark: &str| pieces.iter().any(|piece| piece.starts_with(mark));
    let enough = if section.title.is_empty() {
        MARKS_UNTITLED
    } else {
        MARKS_TITLED
    };
    count_marks(begins) >= enough
}

fn folded(text: &str) -> String {
    fold(text).replace('\u{2019}', "'")
}

/// Whether a paragraph opens an imprint, which often stands without a title behind an article.
pub(super) fn opens_imprint(text: &str) -> bool {
    const CHARACTERS: usize = 60;
    let text = text.trim_start_matches(|letter: char| !letter.is_alphanumeric());
    if !may_begin_imprint(text) {
        return false;
    }
    let end = text
        .char_indices()
        .nth(CHARACTERS)
        .map_or(text.len(), |(end, _)| end);
    begins_imprint(&fold(text.get(..end).unwrap_or(text)))
}

/// By its title, with entries below; or by entries that all name their page.
fn is_contents(section: &Section) -> bool {
    let entries = section.text.lines().filter(|line| !line.trim().is_empty());
    let are_short = entries
        .clone()
        .all(|entry| entry.chars().nth(LONGEST_ENTRY).is_none());
    if !are_short {
        return false;
    }
    let title = folded(&section.title);
    let title = title.trim_start_matches(|letter: char| !letter.is_alphanumeric());
    if begins_as_contents(title) {
        return title.split_whitespace().count() <= 7;
    }
    let mut pages: Vec<u32> = Vec::new();
    for entry in entries {
        let Some(page) = page_of(entry) else { return false };
        pages.push(page);
    }
    let is_rising = pages
        .windows(2)
        .all(|pair| matches!(pair, [one, next] if one <= next));
    let spread = pages
        .last()
        .zip(pages.first())
        .is_some_and(|(last, first)| last > first);
    pages.len() >= FEWEST_ENTRIES && is_rising && spread
}

/// The page that an entry of a table of contents names at its end: "Le budget ..... 4", "L’école p. 6".
fn page_of(entry: &str) -> Option<u32> {
    let (words, figures) = entry.trim_end().rsplit_once([' ', '.', '\u{a0}', '\t', '…'])?;
    let page: u32 = figures.parse().ok()?;
    let has_words = words.chars().filter(|letter| letter.is_alphabetic()).count() >= 3;
    let is_led = words.ends_with(['.', '…', '_', ' '])
        || words.ends_with(" p")
        || fold(words).ends_with(" page")
        || !words.contains(|letter: char| letter.is_ascii_digit());
    (has_words && is_led && figures.len() <= 3).then_some(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(title: &str, text: &str) -> Option<SectionKind> {
        let section = Section {
            id: String::new(),
            parent: None,
            level: 1,
            kind: SectionKind::Article,
            title: title.to_string(),
            subtitle: None,
            byline: None,
            page_start: 1,
            page_end: 1,
            text: text.to_string(),
            language: None,
            blocks: Vec::new(),
            external_id: None,
        };
        kind_by_text(&section)
    }

    #[test]
    fn imprints_are_known_by_what_they_say() {
        let imprint = "Mairie de Valbois\nRédaction : Anne Aubert\nImpression : Le Canal, 300 exemplaires";
        assert_eq!(kind("", imprint), Some(SectionKind::Imprint));
        assert_eq!(kind("La mairie", imprint), None);
        let more = format!("Dépôt légal : mars 2012\n{imprint}");
        assert_eq!(kind("La Passerelle", &more), Some(SectionKind::Imprint));
        let one_line =
            "Comité de rédaction : A. Aubert, B. Blanc – Conception : la mairie – Tirage : 400 ex.";
        assert_eq!(kind("", one_line), Some(SectionKind::Imprint));
        assert_eq!(
            kind("", "Nous cherchons une imprimerie.\nLe tirage au sort aura lieu."),
            None
        );
    }

    #[test]
    fn an_article_that_ends_in_an_imprint_is_none() {
        let text =
            "Le conseil a voté.\nRédaction : A. Aubert\nImpression : Le Canal\nTirage : 300\nISSN 0000-0000";
        assert_eq!(kind("Le budget", text), None);
        assert!(opens_imprint("Directrice de la publication : Anne Aubert"));
        assert!(!opens_imprint("La directrice de la publication a parlé."));
    }

    #[test]
    fn contents_are_known_by_title_or_by_pages() {
        assert_eq!(
            kind("Au programme de ce trimestre", "Budget\nÉcole"),
            Some(SectionKind::Toc)
        );
        assert_eq!(kind("Sommaire du n° 12", "Budget\nÉcole"), Some(SectionKind::Toc));
        let pages = "Le budget ..... 2\nL’école p. 4\nLes fêtes 7";
        assert_eq!(kind("", pages), Some(SectionKind::Toc));
        assert_eq!(kind("", "Le budget 2\nL’école 9\nLes fêtes 4"), None);
        assert_eq!(kind("Programme", "Lundi piscine\nMardi cinéma\nJeudi 12"), None);
        assert_eq!(kind("Résultats", "Aubert 12\nBlanc 12\nCollin 12"), None);
    }
}
