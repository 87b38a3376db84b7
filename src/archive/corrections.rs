//! What a person sets by hand: kept apart from the record, and laid over every reading of it.
//!
//! A new reading never touches it. The title or level of a section is set on the section's identifier; where a new
//! reading gives the section another one, it is found again by the title that it had, if one section alone has it.
//! What finds its section no more stays kept, and the record says so in a warning.
use crate::error::{Error, Result};
use crate::french::dates::{FoundPrecision, find_issue_date};
use crate::model::{
    CorrectedField, Correction, DateEvidence, DatePrecision, Issue, IssueDate, Section, Warning, WarningCode,
};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Version of the shape of a file of corrections.
const SHAPE: u32 = 1;

/// Deepest level that a section can be set to.
const DEEPEST_LEVEL: u8 = 6;

/// Longest value, in characters.
const LONGEST_VALUE: usize = 10_000;

/// Something that a person set by hand, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    /// What was set.
    pub field: CorrectedField,
    /// The section whose title or level was set.
    pub section: Option<Anchor>,
    /// What it was set to; `null` where a person said that there is none.
    pub value: Option<String>,
    /// When, in UTC.
    pub date: String,
    /// By whom, where that was told.
    pub by: Option<String>,
}

/// What finds a section again after a new reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Anchor {
    /// Its identifier when it was set.
    pub id: String,
    /// Its title as it was read then.
    pub title: String,
}

impl Kept {
    /// Something to set, now, if it can be set so. An empty value says that there is none.
    ///
    /// # Errors
    /// Where the value cannot stand there: a date that is none, a level out of bounds.
    pub fn new(
        field: CorrectedField,
        section: Option<&Section>,
        value: &str,
        by: Option<String>,
    ) -> Result<Self> {
        let value = checked(field, value.trim())?;
        let section = section.map(|section| Anchor {
            id: section.id.clone(),
            title: section.title.clone(),
        });
        Ok(Self {
            field,
            section,
            value,
            date: super::events::now(),
            by,
        })
    }

    /// Whether this sets the same thing as another.
    pub fn replaces(&self, other: &Kept) -> bool {
        let id = |kept: &Kept| kept.section.as_ref().map(|anchor| anchor.id.clone());
        self.field == other.field && id(self) == id(other)
    }
}

/// The value in the form in which it is kept.
fn checked(field: CorrectedField, value: &str) -> Result<Option<String>> {
    let refused = |message: String, hint: &str| Error::Usage {
        message,
        hint: hint.to_string(),
    };
    if value.chars().count() > LONGEST_VALUE {
        return Err(refused(
            format!("the {} is longer than {LONGEST_VALUE} characters", field.as_str()),
            "keep long texts in a file of their own",
        ));
    }
    if value.is_empty() {
        if field == CorrectedField::SectionLevel {
            return Err(refused("a level is missing".to_string(), "give 1 to 6"));
        }
        return Ok(None);
    }
    match field {
        CorrectedField::Date => match date_of(value) {
            Some(date) => Ok(Some(date.iso)),
            None => Err(refused(
                format!("cannot read the date {value}"),
                "give 2012, 2012-03, 2012-03-15 or a date in French: 'mars 2012'",
            )),
        },
        CorrectedField::SectionLevel => match level_of(value) {
            Some(level) => Ok(Some(level.to_string())),
            None => Err(refused(format!("{value} is no level"), "give 1 to 6")),
        },
        _ => Ok(Some(value.to_string())),
    }
}

fn level_of(value: &str) -> Option<u8> {
    let level = value.parse().ok()?;
    (1..=DEEPEST_LEVEL).contains(&level).then_some(level)
}

/// A date as it is typed: ISO, or as a masthead has it.
fn date_of(value: &str) -> Option<IssueDate> {
    let is_iso = value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let (iso, precision) = if is_iso {
        let pattern: Vec<usize> = value.split('-').map(str::len).collect();
        let precision = match pattern.as_slice() {
            [4] => DatePrecision::Year,
            [4, 2] => DatePrecision::Month,
            [4, 2, 2] => DatePrecision::Day,
            _ => return None,
        };
        // The first day of a month or year is a day like another: whether it exists is what matters.
        let day = match precision {
            DatePrecision::Year => format!("{value}-01-01"),
            DatePrecision::Month => format!("{value}-01"),
            _ => value.to_string(),
        };
        day.parse::<jiff::civil::Date>().ok()?;
        (value.to_string(), precision)
    } else {
        let found = find_issue_date(value).filter(|found| !found.order_is_ambiguous)?;
        let precision = match found.precision {
            FoundPrecision::Day => DatePrecision::Day,
            FoundPrecision::Month => DatePrecision::Month,
            FoundPrecision::Quarter => DatePrecision::Quarter,
            FoundPrecision::Season => DatePrecision::Season,
            FoundPrecision::Year => DatePrecision::Year,
        };
        (found.iso, precision)
    };
    Some(IssueDate {
        iso,
        precision,
        evidence: DateEvidence::Correction,
    })
}

/// Lays what a person set by hand over a record, and tells in the record what that was.
pub(super) fn apply(kept: &[Kept], issue: &mut Issue) {
    let mut has_new_level = false;
    for kept in kept {
        let Some(read) = set(kept, issue) else {
            issue.warnings.push(Warning::new(
                WarningCode::CorrectionNotApplied,
                None,
                format!(
                    "the {} that was set by hand finds no section {}",
                    kept.field.as_str(),
                    kept.section.as_ref().map_or("", |anchor| anchor.id.as_str())
                ),
            ));
            continue;
        };
        has_new_level |= kept.field == CorrectedField::SectionLevel;
        issue.corrections.push(Correction {
            field: kept.field,
            section: read.section,
            value: kept.value.clone(),
            read: read.value,
            date: kept.date.clone(),
            by: kept.by.clone(),
        });
    }
    if has_new_level {
        set_parents(&mut issue.sections);
    }
}

/// Parts a record that was exported into what was read and what was set by hand over it, so that laid over each other
/// they are the record again. Of a date that was read, only what is printed in the correction is known: its
/// precision is that of its figures. `None` where the record is not what they give.
pub(super) fn part(issue: &Issue) -> Option<(Issue, Vec<Kept>)> {
    let mut read = issue.clone();
    let mut kept = Vec::new();
    let mut has_level = false;
    for correction in read.corrections.split_off(0).into_iter().rev() {
        let section = match &correction.section {
            Some(id) => Some(read.sections.iter_mut().find(|section| section.id == *id)?),
            None => None,
        };
        let anchor = section.as_ref().map(|section| Anchor {
            id: section.id.clone(),
            title: match correction.field {
                CorrectedField::SectionTitle => correction.read.clone().unwrap_or_default(),
                _ => section.title.clone(),
            },
        });
        let was = correction.read;
        match (correction.field, section) {
            (CorrectedField::Title, None) => read.title = was,
            (CorrectedField::Number, None) => read.number = was,
            (CorrectedField::Publication, None) => read.publication = was,
            (CorrectedField::Rights, None) => read.rights = was,
            (CorrectedField::Note, None) => read.note = was,
            (CorrectedField::Date, None) => {
                read.date = was.map(|iso| IssueDate {
                    precision: match iso.len() {
                        4 => DatePrecision::Year,
                        7 => DatePrecision::Month,
                        _ => DatePrecision::Day,
                    },
                    iso,
                    evidence: DateEvidence::Record,
                });
            }
            (CorrectedField::SectionTitle, Some(section)) => section.title = was.unwrap_or_default(),
            (CorrectedField::SectionLevel, Some(section)) => {
                section.level = was?.parse().ok()?;
                has_level = true;
            }
            _ => return None,
        }
        kept.push(Kept {
            field: correction.field,
            section: anchor,
            value: correction.value,
            date: correction.date,
            by: correction.by,
        });
    }
    kept.reverse();
    if has_level {
        set_parents(&mut read.sections);
    }
    let mut again = read.clone();
    apply(&kept, &mut again);
    (again == *issue).then_some((read, kept))
}

/// What the record said before, and of which section.
struct Read {
    value: Option<String>,
    section: Option<String>,
}

/// Sets one thing; `None` where its section is not there.
fn set(kept: &Kept, issue: &mut Issue) -> Option<Read> {
    let value = kept.value.clone();
    let of_issue = |value| Some(Read { value, section: None });
    match kept.field {
        CorrectedField::Title => of_issue(std::mem::replace(&mut issue.title, value)),
        CorrectedField::Number => of_issue(std::mem::replace(&mut issue.number, value)),
        CorrectedField::Publication => of_issue(std::mem::replace(&mut issue.publication, value)),
        CorrectedField::Rights => of_issue(std::mem::replace(&mut issue.rights, value)),
        CorrectedField::Note => of_issue(std::mem::replace(&mut issue.note, value)),
        CorrectedField::Date => {
            let date = value.as_deref().and_then(date_of);
            // What was said about the date that was read is no longer true.
            issue.warnings.retain(|warning| {
                !matches!(warning.code, WarningCode::NoDate | WarningCode::DateFromFileName)
            });
            of_issue(std::mem::replace(&mut issue.date, date).map(|date| date.iso))
        }
        CorrectedField::SectionTitle => {
            let section = find_section(kept.section.as_ref()?, &mut issue.sections)?;
            let read = std::mem::replace(&mut section.title, value.unwrap_or_default());
            Some(Read {
                value: Some(read),
                section: Some(section.id.clone()),
            })
        }
        CorrectedField::SectionLevel => {
            let section = find_section(kept.section.as_ref()?, &mut issue.sections)?;
            let level = value.as_deref().and_then(level_of)?;
            let read = std::mem::replace(&mut section.level, level);
            Some(Read {
                value: Some(read.to_string()),
                section: Some(section.id.clone()),
            })
        }
    }
}

/// The section with the identifier of the anchor; else the one section that has its title.
fn find_section<'a>(anchor: &Anchor, sections: &'a mut [Section]) -> Option<&'a mut Section> {
    let place = match sections.iter().position(|section| section.id == anchor.id) {
        Some(place) => place,
        None => {
            let mut with_title = sections
                .iter()
                .enumerate()
                .filter(|(_, section)| !anchor.title.is_empty() && section.title == anchor.title);
            let (place, _) = with_title.next()?;
            if with_title.next().is_some() {
                return None;
            }
            place
        }
    };
    sections.get_mut(place)
}

/// Gives each section the nearest section before it that stands higher as its parent.
fn set_parents(sections: &mut [Section]) {
    let mut above: Vec<(u8, String)> = Vec::new();
    for section in sections {
        above.retain(|(level, _)| *level < section.level);
        section.parent = above.last().map(|(_, id)| id.clone());
        above.push((section.level, section.id.clone()));
    }
}

/// A file of corrections.
#[derive(Serialize, Deserialize)]
struct KeptFile {
    schema: u32,
    sha256: String,
    corrections: Vec<Kept>,
}

#[derive(Deserialize)]
struct ShapeOnly {
    schema: u32,
}

pub(super) fn read(path: &Path) -> Result<Vec<Kept>> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Error::io("read", path, error)),
    };
    let shape = serde_json::from_slice::<ShapeOnly>(&bytes).map(|stated| stated.schema);
    if let Some(found) = shape.ok().filter(|found| *found > SHAPE) {
        return Err(Error::ArchiveNewer {
            path: path.to_path_buf(),
            found,
            known: SHAPE,
        });
    }
    let file: KeptFile = serde_json::from_slice(&bytes).map_err(|error| Error::ArchiveDamaged {
        path: path.to_path_buf(),
        detail: error.to_string(),
    })?;
    Ok(file.corrections)
}

pub(super) fn to_bytes(path: &Path, sha256: &str, kept: &[Kept]) -> Result<Vec<u8>> {
    let file = KeptFile {
        schema: SHAPE,
        sha256: sha256.to_string(),
        corrections: kept.to_vec(),
    };
    let mut bytes = serde_json::to_vec_pretty(&file).map_err(|error| Error::ArchiveDamaged {
        path: path.to_path_buf(),
        detail: error.to_string(),
    })?;
    bytes.push(b'\n');
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{SectionKind, Source, SourceFormat};

    fn section(id: &str, level: u8, parent: Option<&str>, title: &str) -> Section {
        Section {
            id: id.to_string(),
            parent: parent.map(str::to_string),
            level,
            kind: SectionKind::Article,
            title: title.to_string(),
            subtitle: None,
            byline: None,
            page_start: 1,
            page_end: 1,
            text: String::new(),
            language: None,
            blocks: Vec::new(),
            external_id: None,
        }
    }

    fn issue() -> Issue {
        let mut issue = Issue::empty(Source::new("a.pdf", SourceFormat::Pdf, "3f2a", 1));
        issue.title = Some("La Letre".to_string());
        issue.sections = vec![
            section("a", 1, None, "Vie locale"),
            section("b", 1, None, "La fête"),
            section("b/c", 2, Some("b"), "Le repas"),
        ];
        issue
    }

    fn kept(field: CorrectedField, section: Option<&Section>, value: &str) -> Kept {
        Kept::new(field, section, value, Some("Ana".to_string())).unwrap()
    }

    #[test]
    fn what_was_set_stands_in_the_record_with_what_was_read() {
        let mut issue = issue();
        apply(
            &[
                kept(CorrectedField::Title, None, "La Lettre"),
                kept(CorrectedField::Date, None, "mars 2012"),
                kept(CorrectedField::Number, None, ""),
            ],
            &mut issue,
        );
        assert_eq!(issue.title.as_deref(), Some("La Lettre"));
        let date = issue.date.unwrap();
        assert_eq!(
            (date.iso.as_str(), date.evidence),
            ("2012-03", DateEvidence::Correction)
        );
        assert_eq!(issue.corrections[0].read.as_deref(), Some("La Letre"));
        assert_eq!(issue.corrections[0].by.as_deref(), Some("Ana"));
        assert_eq!(issue.corrections[2].value, None);
    }

    #[test]
    fn a_section_gets_its_level_and_those_below_their_parents() {
        let mut issue = issue();
        let b = issue.sections[1].clone();
        apply(&[kept(CorrectedField::SectionLevel, Some(&b), "2")], &mut issue);
        let parents: Vec<Option<&str>> = issue
            .sections
            .iter()
            .map(|section| section.parent.as_deref())
            .collect();
        assert_eq!(parents, [None, Some("a"), Some("a")]);
    }

    #[test]
    fn after_a_new_reading_a_section_is_found_by_its_title_or_the_record_says_so() {
        let set = kept(
            CorrectedField::SectionTitle,
            Some(&issue().sections[1]),
            "La Fête",
        );
        let mut moved = issue();
        moved.sections[1].id = "a/la-fete".to_string();
        apply(std::slice::from_ref(&set), &mut moved);
        assert_eq!(moved.sections[1].title, "La Fête");
        assert_eq!(moved.corrections[0].section.as_deref(), Some("a/la-fete"));

        let mut twice = issue();
        twice.sections[1].id = "x".to_string();
        twice.sections[0].title = "La fête".to_string();
        apply(std::slice::from_ref(&set), &mut twice);
        assert!(twice.corrections.is_empty());
        assert_eq!(twice.warnings[0].code, WarningCode::CorrectionNotApplied);
    }

    #[test]
    fn a_corrected_record_is_parted_and_put_together_again() {
        let mut read = issue();
        read.date = date_of("2012-03-15");
        read.warnings.push(Warning::new(
            WarningCode::CorrectionNotApplied,
            None,
            "an older one",
        ));
        let b = read.sections[1].clone();
        let all = [
            kept(CorrectedField::Title, None, "La Lettre"),
            kept(CorrectedField::Date, None, "printemps 2012"),
            kept(CorrectedField::Number, None, ""),
            kept(CorrectedField::Rights, None, "CC BY"),
            kept(CorrectedField::SectionTitle, Some(&b), "La Fête"),
            kept(CorrectedField::SectionLevel, Some(&b), "2"),
        ];
        let mut whole = read.clone();
        apply(&all, &mut whole);
        let (parted, again) = part(&whole).unwrap();
        assert_eq!(parted.title.as_deref(), Some("La Letre"));
        assert_eq!(parted.date.unwrap().iso, "2012-03-15");
        assert_eq!(
            (parted.sections[1].title.as_str(), parted.sections[1].level),
            ("La fête", 1)
        );
        assert_eq!(again.len(), all.len());
        assert!(parted.corrections.is_empty());

        // What somebody wrote into a record by hand need not fit.
        whole.title = Some("Autre".to_string());
        assert!(part(&whole).is_none());
    }

    #[test]
    fn values_that_cannot_stand_there_are_refused() {
        for (field, value) in [
            (CorrectedField::Date, "2012-13"),
            (CorrectedField::Date, "2012-02-30"),
            (CorrectedField::Date, "12-03-2012"),
            (CorrectedField::SectionLevel, "0"),
            (CorrectedField::SectionLevel, "seven"),
        ] {
            assert_eq!(
                Kept::new(field, None, value, None).unwrap_err().code(),
                "usage",
                "{value}"
            );
        }
        assert_eq!(
            kept(CorrectedField::Date, None, "2012-03-15").value.as_deref(),
            Some("2012-03-15")
        );
    }
}
