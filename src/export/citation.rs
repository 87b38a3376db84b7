//! What a citation says of an issue or of a section, before it takes the form of a citation manager.
use super::reading;
use crate::model::{DatePrecision, Issue, IssueDate, Section};

/// A citation of an issue, or of one of its sections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// Key, unique in the archive where short names are: ASCII letters, digits, `-` and `:`.
    pub key: String,
    /// Whether a section is cited; else the whole issue.
    pub is_section: bool,
    /// Title of the section, or of the issue.
    pub title: String,
    /// Name of the newsletter: its publication, else its title.
    pub container: Option<String>,
    /// The author's line as printed: names are not taken apart.
    pub author: Option<String>,
    /// Number of the issue.
    pub number: Option<String>,
    /// Date of the issue.
    pub date: Option<IssueDate>,
    /// First and last page, as printed where that is known.
    pub pages: Option<(String, String)>,
    /// Language.
    pub language: Option<String>,
    /// Place in the archive: `ID` or `ID#SECTION`.
    pub place: String,
    /// Name of the file that was read.
    pub file_name: String,
}

impl Citation {
    /// Cites a whole issue.
    pub fn of_issue(issue: &Issue) -> Self {
        Self {
            key: key(&issue.slug, &issue.id, None),
            is_section: false,
            title: one_line(reading::title(issue)),
            container: container(issue),
            author: None,
            number: issue.number.as_deref().map(one_line),
            date: issue.date.clone(),
            pages: None,
            language: issue.language.clone(),
            place: issue.id.clone(),
            file_name: one_line(&issue.source.file_name),
        }
    }

    /// Cites a section. A text without a title goes by the title of its issue.
    pub fn of_section(issue: &Issue, section: &Section) -> Self {
        let title = if section.title.trim().is_empty() {
            reading::title(issue)
        } else {
            &section.title
        };
        let author = section.byline.as_deref().map(one_line);
        Self {
            key: key(&issue.slug, &issue.id, Some(&section.id)),
            is_section: true,
            title: one_line(title),
            author: author.filter(|author| !author.is_empty()),
            pages: Some((
                printed_page(issue, section.page_start),
                printed_page(issue, section.page_end.max(section.page_start)),
            )),
            language: section.language.clone().or_else(|| issue.language.clone()),
            place: format!("{}#{}", issue.id, section.id),
            ..Self::of_issue(issue)
        }
    }

    /// `3` or `3-4`, with what stands between two pages.
    pub(super) fn page_range(&self, between: &str) -> Option<String> {
        let (first, last) = self.pages.as_ref()?;
        Some(if first == last {
            first.clone()
        } else {
            format!("{first}{between}{last}")
        })
    }

    /// Year, month and day as far as the printed date goes. A season or quarter is known by its first month.
    pub(super) fn date_parts(&self) -> Vec<u32> {
        let parts = self.date.iter().flat_map(|date| date.iso.split('-'));
        parts.map_while(|part| part.parse().ok()).collect()
    }

    /// Season from 1 (spring) to 4 (winter), where the issue is dated by one.
    pub(super) fn season(&self) -> Option<u32> {
        let date = self.date.as_ref()?;
        match (date.precision, self.date_parts().get(1)) {
            (DatePrecision::Season, Some(month @ (3 | 6 | 9 | 12))) => Some(month / 3),
            _ => None,
        }
    }
}

fn container(issue: &Issue) -> Option<String> {
    let name = issue.publication.as_ref().or(issue.title.as_ref());
    name.map(|name| one_line(name)).filter(|name| !name.is_empty())
}

/// The page as the reader finds it on paper, else its number in the file.
fn printed_page(issue: &Issue, page: u32) -> String {
    let label = issue
        .pages
        .iter()
        .find(|known| known.page == page)
        .and_then(|known| known.label.as_deref())
        .map(one_line);
    label
        .filter(|label| !label.is_empty())
        .unwrap_or_else(|| page.to_string())
}

fn key(slug: &str, id: &str, section: Option<&str>) -> String {
    let mut key = if slug.is_empty() { safe(id) } else { safe(slug) };
    if let Some(section) = section {
        key.push(':');
        key.push_str(&safe(section));
    }
    key
}

/// Identifiers are slugs, of which only `/` is changed; what else a record made elsewhere holds is told apart by its
/// code.
fn safe(name: &str) -> String {
    let mut safe = String::new();
    for character in name.chars() {
        match character {
            '/' => safe.push(':'),
            '-' => safe.push('-'),
            _ if character.is_ascii_alphanumeric() => safe.push(character),
            _ => safe.push_str(&format!("-{:x}", u32::from(character))),
        }
    }
    safe
}

/// A text on one line: what breaks lines or moves the cursor becomes a space.
pub(super) fn one_line(text: &str) -> String {
    let words = text.split(|character: char| character.is_whitespace() || character.is_control());
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<&str>>()
        .join(" ")
}
