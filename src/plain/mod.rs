//! Stage 1c: a plain-text dump to pages of lines, with the link addresses at a page's end apart.
//!
//! Dumps differ in how they space their lines: some put an empty line after every line, so that a single empty line
//! says nothing. The file's own spacing is measured first, and every line then knows whether the gap above it is
//! narrower than usual, usual, or wider.

mod pages;
mod spacing;

/// A text dump, read.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct Dump {
    /// The pages.
    pub pages: Vec<DumpPage>,
}

/// A page of a text dump.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct DumpPage {
    /// Its lines, without the trailing addresses.
    pub lines: Vec<DumpLine>,
    /// The addresses that stood at its end, in order.
    pub addresses: Vec<String>,
}

/// A line of a text dump.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct DumpLine {
    /// Its text, in one spelling of Unicode, runs of blanks made one space; never empty.
    pub text: String,
    /// The gap above it. The first line of a page says [`Gap::Break`].
    pub gap: Gap,
}

/// The gap above a line, by the measure of the whole file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Gap {
    /// Narrower than between most lines: the dump went over to another piece of text.
    Tight,
    /// As between most lines.
    Usual,
    /// Wider than between most lines, or marked by a line of blanks.
    Break,
}

/// Reads a text dump. Pages end at form feeds; where there is none, at runs of addresses.
pub fn read(text: &str) -> Dump {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let sheets: Vec<Vec<spacing::RawLine>> = text.split('\u{c}').map(spacing::raw_lines).collect();
    let spacing = spacing::measure(&sheets);
    let mut pages = pages::split(&sheets, &spacing);
    // A form feed after the last page opens no other.
    while pages.len() > 1
        && pages
            .last()
            .is_some_and(|page| page.lines.is_empty() && page.addresses.is_empty())
    {
        pages.pop();
    }
    Dump { pages }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(dump: &Dump) -> Vec<Vec<(Gap, &str)>> {
        dump.pages
            .iter()
            .map(|page| {
                page.lines
                    .iter()
                    .map(|line| (line.gap, line.text.as_str()))
                    .collect()
            })
            .collect()
    }

    #[test]
    fn double_spacing_is_usual_and_blanks_are_breaks() {
        let text = "Le marché reprend\n\nau printemps, sur\n\nla place.\n\u{a0}\n14h > Ouverture\n\n \n\nInscription\net \
                    plus\n\nencore des mots\n\nici et là.\n";
        let dump = read(text);
        assert_eq!(
            shape(&dump),
            vec![vec![
                (Gap::Break, "Le marché reprend"),
                (Gap::Usual, "au printemps, sur"),
                (Gap::Usual, "la place."),
                (Gap::Break, "14h > Ouverture"),
                (Gap::Break, "Inscription"),
                (Gap::Tight, "et plus"),
                (Gap::Usual, "encore des mots"),
                (Gap::Usual, "ici et là."),
            ]]
        );
    }

    #[test]
    fn single_spacing_breaks_at_an_empty_line() {
        let dump = read("Un titre\r\n\r\nLe texte va\r\nà la ligne\r\net finit.\r\n");
        assert_eq!(
            shape(&dump),
            vec![vec![
                (Gap::Break, "Un titre"),
                (Gap::Break, "Le texte va"),
                (Gap::Usual, "à la ligne"),
                (Gap::Usual, "et finit."),
            ]]
        );
    }

    #[test]
    fn paragraphs_of_one_long_line_are_not_double_spaced() {
        let dump = read("Un titre\n\nLe texte.\n\nUn autre texte.\n\nEncore un.\n");
        assert!(dump.pages[0].lines.iter().all(|line| line.gap == Gap::Break));
    }

    #[test]
    fn runs_of_addresses_end_pages() {
        let text = "Un début de\n\ntexte qui\n\nhttps://a.example/1\nwww.a.example/2\n\n\nva plus loin\n\nLire la \
                    suite\n\nhttps://a.example/3\n";
        let dump = read(text);
        assert_eq!(dump.pages.len(), 2);
        assert_eq!(
            dump.pages[0].addresses,
            ["https://a.example/1", "www.a.example/2"]
        );
        assert_eq!(dump.pages[1].lines[0].text, "va plus loin");
        assert_eq!(dump.pages[1].addresses, ["https://a.example/3"]);
    }

    #[test]
    fn an_address_within_the_text_stays_there() {
        let dump = read("Voir\nhttps://a.example/1\n\nou écrire à\ncontact@a.example\n\n\nFin du texte.\n");
        assert_eq!(dump.pages.len(), 1);
        assert_eq!(dump.pages[0].lines.len(), 5);
        assert!(dump.pages[0].addresses.is_empty());
    }

    #[test]
    fn form_feeds_end_pages() {
        let dump = read("Page un\n\nhttps://a.example\n\n\n\u{c}Page deux\n\u{c}\u{c}Page quatre\n\u{c}");
        let counts: Vec<usize> = dump.pages.iter().map(|page| page.lines.len()).collect();
        assert_eq!(counts, [1, 1, 0, 1]);
        assert_eq!(dump.pages[0].addresses, ["https://a.example"]);
    }

    #[test]
    fn nothing_is_one_empty_page() {
        assert_eq!(read("").pages.len(), 1);
        assert_eq!(read("\u{feff}\n\n").pages.len(), 1);
    }
}
