//! From a section to its index document, and to the passages that a hit quotes.
use super::copies;
use super::dates::first_day;
use super::keys::{KeyMaker, Keys};
use super::ready::{ReadyText, STRIDE};
use super::schema::{Fields, ISSUE_DOCUMENT, SECTION_DOCUMENT, TextFields};
use crate::french::fold::fold;
use crate::french::tokens::{Role, tokenize};
use crate::model::{Issue, Rect, Section, SectionKind};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::iter::Map;
use std::rc::Rc;
use std::slice::Iter;
use tantivy::schema::{Field, OwnedValue};

/// Empty places between two passages, so that no phrase runs from one into the other.
const PASSAGE_GAP: usize = STRIDE;

/// A stretch of a section's text that is quoted as a whole or in part, with its place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Passage<'a> {
    /// The text as the record has it.
    pub(crate) text: &'a str,
    /// Page, from 1.
    pub(crate) page: u32,
    /// Place on that page, where it is known.
    pub(crate) bbox: Option<Rect>,
}

/// The passages of a section's body, in order: subtitle, author's line, paragraphs.
pub(crate) fn passages(section: &Section) -> Vec<Passage<'_>> {
    let mut passages = Vec::new();
    for text in section.subtitle.iter().chain(section.byline_beside_text()) {
        passages.push(Passage {
            text,
            page: section.page_start,
            bbox: None,
        });
    }
    let block_bytes: usize = section.blocks.iter().map(|block| block.text.len() + 1).sum();
    // Imported records may have a text and no blocks, or blocks for a part of it.
    let blocks_cover_text = block_bytes + 1 >= section.text.len();
    if blocks_cover_text {
        for block in &section.blocks {
            passages.push(Passage {
                text: &block.text,
                page: block.page,
                bbox: block.bbox,
            });
        }
        return passages;
    }
    for line in section.text.split('\n').filter(|line| !line.is_empty()) {
        passages.push(Passage {
            text: line,
            page: section.page_start,
            bbox: None,
        });
    }
    passages
}

/// A document for the engine, as plain as it can be: fields with their values.
#[derive(Debug, Default)]
pub(crate) struct IndexDocument(Vec<(Field, OwnedValue)>);

impl tantivy::Document for IndexDocument {
    type Value<'a> = &'a OwnedValue;
    type FieldsValuesIter<'a> =
        Map<Iter<'a, (Field, OwnedValue)>, fn(&(Field, OwnedValue)) -> (Field, &OwnedValue)>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.0.iter().map(|(field, value)| (*field, value))
    }
}

impl IndexDocument {
    fn new() -> Self {
        Self::default()
    }

    fn add_text(&mut self, field: Field, text: impl Into<String>) {
        self.0.push((field, OwnedValue::Str(text.into())));
    }

    fn add_u64(&mut self, field: Field, value: u64) {
        self.0.push((field, OwnedValue::U64(value)));
    }

    /// Adds words to those fields of a part that take them.
    fn add_words(&mut self, fields: &TextFields, words: Words) {
        let of_fields = [
            (fields.light, words.light),
            (fields.snowball, words.snowball),
            (fields.accented, words.accented),
            (Some(fields.folded), words.folded),
        ];
        for (field, text) in of_fields {
            if let (Some(field), Some(text)) = (field, text) {
                self.add_text(field, text);
            }
        }
    }

    fn add_bytes(&mut self, field: Field, bytes: &[u8]) {
        self.0.push((field, OwnedValue::Bytes(bytes.to_vec())));
    }
}

/// Titles from the top of the section's branch down to the section, empty ones left out.
pub(crate) fn section_path(issue: &Issue, section: &Section) -> Vec<String> {
    let mut titles: Vec<String> = ancestors(issue, section)
        .iter()
        .map(|above| above.title.clone())
        .collect();
    titles.push(section.title.clone());
    titles.retain(|title| !title.is_empty());
    titles
}

/// The sections above a section, the highest first.
fn ancestors<'a>(issue: &'a Issue, section: &'a Section) -> Vec<&'a Section> {
    let mut above = Vec::new();
    let mut current = section;
    while let Some(parent) = &current.parent {
        let Some(found) = issue.sections.iter().find(|candidate| &candidate.id == parent) else {
            break;
        };
        // A record made by hand may go round in a circle.
        if above.len() > 16 {
            break;
        }
        above.push(found);
        current = found;
    }
    above.reverse();
    above
}

/// A short digest of the record: tells whether the index was built from this very record.
pub fn fingerprint(issue: &Issue) -> String {
    let record = serde_json::to_vec(issue).unwrap_or_default();
    let mut digest = String::with_capacity(16);
    for byte in Sha256::digest(&record).iter().take(8) {
        // Writing to a string cannot fail.
        let _ = write!(digest, "{byte:02x}");
    }
    digest
}

/// The mark that an issue is indexed.
pub(crate) fn issue_mark(fields: &Fields, issue: &Issue) -> IndexDocument {
    let mut document = IndexDocument::new();
    document.add_text(fields.document, ISSUE_DOCUMENT);
    document.add_text(fields.issue, &issue.id);
    document.add_u64(fields.issue_date, issue_day(issue));
    document.add_text(fields.mark, format!("{} {}", issue.id, fingerprint(issue)));
    document
}

/// The issue's date as the index has it; 0 without a date.
fn issue_day(issue: &Issue) -> u64 {
    issue
        .date
        .as_ref()
        .and_then(|date| first_day(&date.iso))
        .unwrap_or(0)
}

/// The hosts of a section's links, each once, without `www.`; of a redirector also that to which it leads.
fn hosts(issue: &Issue, section: &Section) -> BTreeSet<String> {
    issue
        .links
        .iter()
        .filter(|link| link.section.as_deref() == Some(section.id.as_str()))
        .flat_map(|link| [Some(&link.url), link.target_url.as_ref()])
        .flatten()
        .filter_map(|url| host_of(url))
        .collect()
}

fn host_of(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    (!host.is_empty()).then(|| host.to_string())
}

/// Makes the index documents of the sections of one issue: what several of them have in common is read once.
pub(crate) struct SectionDocuments<'a> {
    fields: &'a Fields,
    maker: &'a mut KeyMaker,
    issue: &'a Issue,
    publication: Words,
    /// What the last section inherited, and the section above it.
    inherited: Option<(Option<&'a str>, Words)>,
}

impl<'a> SectionDocuments<'a> {
    pub(crate) fn new(fields: &'a Fields, maker: &'a mut KeyMaker, issue: &'a Issue) -> Self {
        let publication = issue.publication.as_deref().or(issue.title.as_deref());
        let publication = words_of(maker, &fields.publication, publication.as_slice());
        Self {
            fields,
            maker,
            issue,
            publication,
            inherited: None,
        }
    }

    /// The index document of a section, which is the `ordinal`th of its issue, from 0.
    pub(crate) fn of(&mut self, section: &'a Section, ordinal: usize) -> IndexDocument {
        let (fields, issue) = (self.fields, self.issue);
        let mut document = IndexDocument::new();
        document.add_text(fields.document, SECTION_DOCUMENT);
        document.add_text(fields.issue, &issue.id);
        document.add_text(fields.section, &section.id);
        document.add_u64(fields.ordinal, ordinal as u64);
        document.add_text(fields.kind, kind_name(section.kind));
        document.add_u64(fields.date, issue_day(issue));
        if let Some(number) = &issue.number {
            document.add_text(fields.number, number_key(number));
        }
        if let Some(publication) = &issue.publication {
            document.add_text(fields.publication_key, fold(publication));
        }

        if let Some(name) = issue.publication.as_deref().or(issue.title.as_deref()) {
            document.add_text(fields.publication_name, name);
        }
        for host in hosts(issue, section) {
            document.add_text(fields.host, host);
        }

        let body: Vec<&str> = passages(section).iter().map(|passage| passage.text).collect();
        let body = words_of(self.maker, &fields.body, &body);
        let title = words_of(self.maker, &fields.title, &[&section.title]);
        document.add_u64(fields.words, (body.words.len() + title.words.len()) as u64);
        let body_words: Vec<&str> = body.words.iter().map(|keys| keys.folded.as_str()).collect();
        if let Some(signature) = copies::signature(&body_words) {
            document.add_bytes(fields.signature, &signature);
        }
        document.add_words(&fields.body, body);
        let path = section_path(issue, section);
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        if let Some(rubric) = path.first() {
            document.add_text(fields.rubric_name, *rubric);
        }
        // The fields of a title take all that those of a rubric take.
        let rubric = if path == [section.title.as_str()] {
            title.clone()
        } else {
            words_of(self.maker, &fields.rubric, &path)
        };
        document.add_words(&fields.title, title);
        document.add_words(&fields.rubric, rubric);
        document.add_words(&fields.inherited, self.inherited_by(section));
        let links: Vec<&str> = issue
            .links
            .iter()
            .filter(|link| link.section.as_deref() == Some(section.id.as_str()))
            .flat_map(|link| [link.text.as_str(), link.display_url.as_str()])
            .collect();
        document.add_words(&fields.link, words_of(self.maker, &fields.link, &links));
        document.add_words(&fields.publication, self.publication.clone());
        document
    }

    /// Titles above the section, title, number and date of its issue. Sections under one title inherit the same.
    fn inherited_by(&mut self, section: &'a Section) -> Words {
        let issue = self.issue;
        let above = section.parent.as_deref();
        if let Some((of, words)) = &self.inherited
            && *of == above
        {
            return words.clone();
        }
        let mut inherited: Vec<&str> = ancestors(issue, section)
            .iter()
            .map(|above| above.title.as_str())
            .collect();
        inherited.extend(issue.title.as_deref());
        inherited.extend(issue.publication.as_deref());
        inherited.extend(issue.number.as_deref());
        let date_words = issue
            .date
            .as_ref()
            .map(|date| super::dates::in_words(&date.iso))
            .unwrap_or_default();
        inherited.push(&date_words);
        let words = words_of(self.maker, &self.fields.inherited, &inherited);
        self.inherited = Some((above, words.clone()));
        words
    }
}

/// An issue's number as it is looked for: `016` and `16` are the same.
pub(crate) fn number_key(number: &str) -> String {
    let folded = fold(number.trim());
    let without_zeros = folded.trim_start_matches('0');
    if without_zeros.is_empty() {
        folded
    } else {
        without_zeros.to_string()
    }
}

/// The kind as it stands in a record.
pub(crate) fn kind_name(kind: SectionKind) -> &'static str {
    match kind {
        SectionKind::Rubric => "rubric",
        SectionKind::Article => "article",
        SectionKind::Brief => "brief",
        SectionKind::Agenda => "agenda",
        SectionKind::Toc => "toc",
        SectionKind::Imprint => "imprint",
        SectionKind::Box => "box",
        SectionKind::Front => "front",
    }
}

/// The words of some texts, ready for the fields of one part of a section.
#[derive(Debug, Clone, Default)]
struct Words {
    light: Option<String>,
    snowball: Option<String>,
    accented: Option<String>,
    folded: Option<String>,
    /// The words, alternatives left out.
    words: Vec<Rc<Keys>>,
}

/// Reads the words of texts; only what the fields take is made ready.
fn words_of(maker: &mut KeyMaker, fields: &TextFields, texts: &[&str]) -> Words {
    let mut words = Vec::new();
    let bytes: usize = texts.iter().map(|text| text.len() + 2).sum();
    let room = |is_wanted: bool| ReadyText::with_room(if is_wanted { bytes } else { 0 });
    let mut light = room(fields.light.is_some());
    let mut snowball = room(fields.snowball.is_some());
    let mut accented = room(fields.accented.is_some());
    let mut folded = room(true);
    let mut first_position = 0;
    for text in texts {
        let mut next_position = first_position;
        for token in tokenize(text) {
            let position = first_position + token.position as usize;
            next_position = position + 1;
            let keys = maker.keys(&token);
            if let Some(stems) = &keys.stems {
                if fields.light.is_some() {
                    light.push(&stems.light, position);
                }
                if fields.snowball.is_some() {
                    snowball.push(&stems.snowball, position);
                }
            }
            if fields.accented.is_some() {
                accented.push(&keys.accented, position);
            }
            folded.push(&keys.folded, position);
            if token.role == Role::Word {
                words.push(keys);
            }
        }
        first_position = next_position + PASSAGE_GAP;
    }
    Words {
        light: light.finish(),
        snowball: snowball.finish(),
        accented: accented.finish(),
        folded: folded.finish(),
        words,
    }
}
