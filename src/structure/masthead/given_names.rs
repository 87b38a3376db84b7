//! What the names given to a file say: its information title and its file name.
use super::line::LineReading;
use super::number::find_number;
use super::words::{is_date_word, is_kind};
use crate::french::dates::{FoundDate, FoundPrecision, find_issue_date};
use crate::french::fold::fold_compatible as fold;

/// What programs write where nobody gave a title.
const NO_TITLES: &[&str] = &[
    "sans titre",
    "untitled",
    "document",
    "diapositive",
    "presentation powerpoint",
    "powerpoint presentation",
    "microsoft word",
    "microsoft powerpoint",
    "publication",
    "slide",
    "page",
    "title",
    "titre",
    "blank",
    "sans nom",
    "mise en page",
    "numeriser",
    "numerisation",
    "scan",
    "image",
    "img",
    "impression",
    "brochure",
    "depliant",
    "flyer",
    "affiche",
    "modele",
    "template",
    "presentation",
    "layout",
    "unbenannt",
    "dokument",
    "prasentation",
    "sin titulo",
    "documento",
    "dsc",
    "pdf",
    "none",
    "null",
];

const EXTENSIONS: &[&str] = &[
    ".pdf", ".docx", ".doc", ".odt", ".pub", ".indd", ".pptx", ".ppt", ".qxd", ".sla", ".rtf", ".txt",
];

/// What an information title says.
#[derive(Debug, Clone, Default)]
pub(super) struct InformationTitle {
    /// The words without date and number; nothing where they say nothing.
    pub(super) title: Option<String>,
    /// The date in it.
    pub(super) date: Option<FoundDate>,
    /// The number in it.
    pub(super) number: Option<String>,
    /// Whether its words were joined by hyphens or underscores, as in a file name.
    pub(super) is_slug: bool,
}

/// Reads an information title.
pub(super) fn read_information_title(raw: &str) -> InformationTitle {
    let raw = raw.trim();
    let raw = raw.strip_prefix("Microsoft Word - ").unwrap_or(raw);
    let raw = raw.strip_prefix("Microsoft PowerPoint - ").unwrap_or(raw);
    let text = without_extension(raw);
    // "Numériser 14 janv. 2021" says no more than "Numériser".
    let beside_date = LineReading::of(text).text_left;
    if says_nothing(text) || (!beside_date.is_empty() && beside_date != text && says_nothing(&beside_date)) {
        return InformationTitle::default();
    }
    let is_slug = !text.contains(' ') && text.contains(['-', '_']);
    let line = LineReading::of(&if is_slug {
        text.replace('_', "-")
    } else {
        text.to_string()
    });
    let mut title = line.text_left;
    if is_slug {
        title = without_kind_at_the_end(&title.replace(['-', '_'], " "));
    }
    let names_an_issue = line.date.is_some() || line.number.is_some();
    let is_only_kind = title.split_whitespace().all(is_kind);
    if is_only_kind && !names_an_issue {
        // "newsletter.docx" is what its writer called the file.
        title.clear();
    }
    InformationTitle {
        title: (title.chars().filter(|letter| letter.is_alphabetic()).count() >= 3).then_some(title),
        date: line.date,
        number: line.number.map(|number| number.number),
        is_slug,
    }
}

/// Whether a title is only a program's default, perhaps with a number or a letter: "Mise en page 1", "Diapositive 1".
fn says_nothing(text: &str) -> bool {
    let folded = fold(text);
    let mut words = folded
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>();
    words.retain(|word| word.chars().any(char::is_alphabetic) && word.chars().count() > 1);
    let joined = words.join(" ");
    let bare = joined.trim_end_matches(|letter: char| letter.is_ascii_digit());
    bare.is_empty() || NO_TITLES.contains(&bare)
}

/// Drops the last word where it is only the sort of paper: "Club de Valbois newsletter".
fn without_kind_at_the_end(title: &str) -> String {
    match title.rsplit_once(' ') {
        Some((start, last)) if is_kind(last) && start.contains(' ') => start.to_string(),
        _ => title.to_string(),
    }
}

/// What a file name says.
#[derive(Debug, Clone, Default)]
pub(super) struct FileName {
    /// The date in it.
    pub(super) date: Option<FoundDate>,
    /// The number that a marker tells in it.
    pub(super) number: Option<String>,
    /// All figures in it that are no part of its date: one of them may be the number.
    pub(super) figures: Vec<String>,
    /// The words before the first figure, month or season: the series, in lower case.
    pub(super) series: Vec<String>,
}

/// Reads a file name.
pub(super) fn read_file_name(file_name: &str) -> FileName {
    let stem = without_extension(file_name);
    let spaced = with_parted_figures(stem).replace(['_', ' ', '+'], "-");
    let mut date = find_issue_date(&spaced);
    if let Some(found) = &mut date
        && found.precision == FoundPrecision::Day
        && let Some(start) = spaced.get(found.start..found.end)
        && start.chars().any(char::is_alphabetic)
    {
        // "lettre-12-mars-2012" may be number 12 of March as well as the 12th: the month is what is sure.
        found.iso.truncate("2012-03".len());
        found.precision = FoundPrecision::Month;
    }
    let rest: String = match &date {
        Some(found) => {
            let before = spaced.get(..found.start).unwrap_or_default();
            let after = spaced.get(found.end..).unwrap_or_default();
            format!("{before}-{after}")
        }
        None => spaced.clone(),
    };
    let figures = rest
        .split(|letter: char| !letter.is_ascii_digit())
        .filter(|figures| !figures.is_empty());
    FileName {
        number: marked_number(&rest),
        figures: figures.map(str::to_string).collect(),
        series: series_of(&spaced),
        date,
    }
}

/// "n16", "no-16", "numero16", "num-3".
fn marked_number(spaced: &str) -> Option<String> {
    let mut parts = spaced.split('-').filter(|part| !part.is_empty()).peekable();
    while let Some(part) = parts.next() {
        let letters = part
            .find(|letter: char| letter.is_ascii_digit())
            .unwrap_or(part.len());
        let (marker, figures) = part.split_at(letters);
        let marker = fold(marker);
        let is_marker = matches!(
            marker.as_str(),
            "n" | "no" | "num" | "numero" | "nr" | "issue" | "n°"
        );
        if !is_marker {
            continue;
        }
        let figures = if figures.is_empty() {
            parts.peek().copied().unwrap_or_default()
        } else {
            figures
        };
        if let Some(found) = find_number(&format!("#{figures}")) {
            return Some(found.number);
        }
    }
    None
}

fn series_of(spaced: &str) -> Vec<String> {
    let mut series = Vec::new();
    for part in spaced.split('-').filter(|part| !part.is_empty()) {
        let folded = fold(part);
        let is_marker = matches!(folded.as_str(), "t" | "n" | "no" | "numero" | "num");
        if is_marker || is_date_word(&folded) || part.chars().any(|letter| letter.is_ascii_digit()) {
            break;
        }
        series.push(part.to_lowercase());
    }
    series
}

/// "20250315" as "2025-03-15" and "202503" as "2025-03"; "Hiver2018" as "Hiver-2018".
fn with_parted_figures(stem: &str) -> String {
    let mut parted = String::with_capacity(stem.len() + 4);
    let mut rest = stem;
    while let Some(start) = rest.find(|letter: char| letter.is_ascii_digit()) {
        let (before, figures_on) = rest.split_at(start);
        let end = figures_on
            .find(|letter: char| !letter.is_ascii_digit())
            .unwrap_or(figures_on.len());
        let (figures, after) = figures_on.split_at(end);
        parted.push_str(before);
        if figures.len() == 4 && before.ends_with(char::is_alphabetic) {
            parted.push('-');
        }
        parted.push_str(&parted_date(figures).unwrap_or_else(|| figures.to_string()));
        rest = after;
    }
    parted.push_str(rest);
    parted
}

fn parted_date(figures: &str) -> Option<String> {
    let (year, rest) = figures.split_at_checked(4)?;
    let (month, day) = rest.split_at_checked(2)?;
    let is_century = year.starts_with("19") || year.starts_with("20");
    let candidate = match day.len() {
        0 => format!("{year}-{month}"),
        2 => format!("{year}-{month}-{day}"),
        _ => return None,
    };
    let is_date = is_century && find_issue_date(&candidate).is_some_and(|date| date.iso == candidate);
    is_date.then_some(candidate)
}

fn without_extension(name: &str) -> &str {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    for extension in EXTENSIONS {
        let Some(cut) = name.len().checked_sub(extension.len()) else {
            continue;
        };
        if name
            .get(cut..)
            .is_some_and(|end| end.eq_ignore_ascii_case(extension))
        {
            return without_extension(name.get(..cut).unwrap_or(name));
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file_date(name: &str) -> Option<String> {
        read_file_name(name).date.map(|date| date.iso)
    }

    #[test]
    fn dates_of_file_names_are_read() {
        let cases = [
            ("lettre-2025-05.pdf", "2025-05"),
            ("bulletin-mai-2026.pdf", "2026-05"),
            ("infos_ete_2022.PDF", "2022-06"),
            ("gazette-t1-2025.pdf", "2025-01"),
            ("gazette 202503.pdf", "2025-03"),
            ("20250315_lettre.pdf", "2025-03-15"),
            ("lettre-12-mars-2012.pdf", "2012-03"),
            ("Hiver2018.pdf", "2018-12"),
            ("echo-16-printemps-2012.docx.pdf", "2012-03"),
            ("rentree-2020.pdf", "2020"),
        ];
        for (name, iso) in cases {
            assert_eq!(file_date(name).as_deref(), Some(iso), "{name}");
        }
        for name in [
            "scan0012.pdf",
            "lettre-2025-2026.pdf",
            "lettre.pdf",
            "12345678.pdf",
            "",
        ] {
            assert_eq!(file_date(name), None, "{name}");
        }
    }

    #[test]
    fn series_and_number_of_file_names_are_read() {
        let name = read_file_name("echo-valbois-16-printemps-2012.pdf");
        assert_eq!(name.series, ["echo", "valbois"]);
        assert_eq!(name.figures, ["16"]);
        assert_eq!(name.number, None);
        assert_eq!(
            read_file_name("lettre-2023-07-n2.pdf").number.as_deref(),
            Some("2")
        );
        assert_eq!(read_file_name("lettre_no_016.pdf").number.as_deref(), Some("016"));
    }

    #[test]
    fn information_titles_are_cleaned() {
        let title = |raw: &str| read_information_title(raw).title;
        assert_eq!(
            title("L’Écho de Valbois été 2008").as_deref(),
            Some("L’Écho de Valbois")
        );
        assert_eq!(title("NEWSLETTER 2024  - 1").as_deref(), Some("NEWSLETTER"));
        assert_eq!(title("Newsletter d'Août 2024").as_deref(), Some("Newsletter"));
        assert_eq!(
            title("Club-de-Valbois-newsletter-2018-11-08").as_deref(),
            Some("Club de Valbois")
        );
        for nothing in [
            "Sans titre - 1",
            "Diapositive 1",
            "Microsoft Word - Document1",
            "",
            "2012",
            "Untitled.indd",
        ] {
            assert_eq!(title(nothing), None, "{nothing}");
        }
        let dated = read_information_title("Microsoft Word - Jan 25th 2026.docx");
        assert_eq!(dated.date.map(|date| date.iso).as_deref(), Some("2026-01-25"));
    }
}
