//! Every place of a record in which a text can stand.
//!
//! The record is taken apart without a `..`: a field that is added to it must be thought of here.
use super::view::View;
use super::{Found, Redaction, Redactor, urls};
use crate::model::{
    CorrectedField, Correction, Event, Furniture, Hyphens, Issue, IssueDate, Link, LinkKind, Ocr, OcrPage,
    Page, Reader, RedactedKind, Section, Source, Warning, WarningCode,
};
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

/// A record without the personal data that was found in it.
#[derive(Debug)]
pub struct RedactedIssue {
    /// The record.
    pub issue: Issue,
    /// What was taken out, in the order of the record.
    pub redactions: Vec<Redaction>,
    /// Identifiers of sections that told something, with those in their place.
    pub renamed: BTreeMap<String, String>,
}

/// Where a text stands.
#[derive(Clone, Copy)]
struct Place<'a> {
    field: &'static str,
    section: Option<&'a str>,
    page: Option<u32>,
}

impl Place<'_> {
    fn of(field: &'static str) -> Self {
        Self {
            field,
            section: None,
            page: None,
        }
    }
}

impl Redactor {
    /// Takes personal data out of a record.
    pub fn redact(&mut self, mut issue: Issue) -> RedactedIssue {
        let renamed = self.new_section_ids(&issue);
        let hides_slug = self.hides_slug(&issue);
        let mut work = Work {
            redactor: self,
            redactions: Vec::new(),
        };
        work.issue(&mut issue, &renamed);
        let mut redactions = work.redactions;
        if hides_slug {
            issue.slug = format!("issue-{}", issue.id);
        }
        issue.redacted = self.kinds();
        for redaction in &mut redactions {
            redaction.issue.clone_from(&issue.id);
            redaction.slug.clone_from(&issue.slug);
        }
        RedactedIssue {
            issue,
            redactions,
            renamed,
        }
    }

    /// A text without the personal data that was found in it.
    pub fn redact_text(&mut self, text: &str) -> String {
        let mut text = text.to_string();
        let mut work = Work {
            redactor: self,
            redactions: Vec::new(),
        };
        work.text(&mut text, Place::of("text"));
        text
    }

    fn tells(&self, text: &str) -> bool {
        !self.found(&View::of(text)).is_empty() || !self.found_in_url(text, None).is_empty()
    }

    /// The short name is made of the file's name, or of a title.
    fn hides_slug(&self, issue: &Issue) -> bool {
        let read = issue
            .corrections
            .iter()
            .flat_map(|one| [&one.read, &one.value])
            .flatten();
        let texts = [&issue.slug, &issue.source.file_name].into_iter();
        let texts = texts.chain(&issue.title).chain(&issue.publication).chain(read);
        texts.into_iter().any(|text| self.tells(text))
    }

    /// Identifiers are made of titles, so that those of titles that tell something are replaced, with what stands below
    /// them.
    fn new_section_ids(&self, issue: &Issue) -> BTreeMap<String, String> {
        let mut renamed: BTreeMap<String, String> = BTreeMap::new();
        let mut taken: HashSet<String> = issue.sections.iter().map(|section| section.id.clone()).collect();
        // Those above come first, wherever they stand.
        let mut sections: Vec<(usize, &Section)> = issue.sections.iter().enumerate().collect();
        sections.sort_by_key(|(_, section)| section.id.matches('/').count());
        for (index, section) in sections {
            let of_section = |one: &&Correction| one.section.as_ref() == Some(&section.id);
            let read = issue
                .corrections
                .iter()
                .filter(of_section)
                .filter_map(|one| one.read.as_deref());
            // The last part is made of the title; those before it are the section above.
            let (above, own) = section.id.rsplit_once('/').unwrap_or(("", &section.id));
            let new_above = match (above, renamed.get(above)) {
                ("", _) => None,
                (_, Some(new)) => Some(new.clone()),
                (above, None) if self.tells(above) => Some("masked".to_string()),
                (above, None) => Some(above.to_string()),
            };
            let path = |own: &str| match &new_above {
                Some(above) => format!("{above}/{own}"),
                None => own.to_string(),
            };
            // Words on both sides of a slash may be a name together.
            let tells = self.tells(own)
                || self.tells(&path(own))
                || self.tells(&section.title)
                || read.into_iter().any(|read| self.tells(read));
            let mut own = if tells {
                format!("masked-{}", index + 1)
            } else {
                own.to_string()
            };
            if path(&own) != section.id {
                while !taken.insert(path(&own)) {
                    own.push_str("-2");
                }
                renamed.insert(section.id.clone(), path(&own));
            }
        }
        renamed
    }
}

/// A record in the works.
struct Work<'r> {
    redactor: &'r mut Redactor,
    redactions: Vec<Redaction>,
}

impl Work<'_> {
    fn issue(&mut self, issue: &mut Issue, renamed: &BTreeMap<String, String>) {
        let Issue {
            schema: _,
            id: _,
            slug: _,
            title,
            title_evidence: _,
            publication,
            number,
            number_evidence: _,
            date,
            language,
            source,
            pages,
            sections,
            links,
            events,
            furniture,
            external_id,
            warnings,
            reader,
            rights,
            note,
            corrections,
            redacted: _,
        } = issue;
        self.option(title, Place::of("title"));
        self.option(publication, Place::of("publication"));
        self.option(number, Place::of("number"));
        self.date(date.as_mut());
        self.option(language, Place::of("language"));
        self.option(external_id, Place::of("external_id"));
        self.option(rights, Place::of("rights"));
        self.option(note, Place::of("note"));
        self.source(source);
        for Page {
            page,
            label,
            width: _,
            height: _,
            text: _,
        } in pages
        {
            self.option(
                label,
                Place {
                    page: Some(*page),
                    ..Place::of("page.label")
                },
            );
        }
        let Reader {
            gazette,
            pipeline: _,
            ocr,
            hyphens,
        } = reader;
        // Cut words may be those of a name, and nobody reads them there.
        *hyphens = Hyphens::default();
        self.text(gazette, Place::of("reader.gazette"));
        if let Some(ocr) = ocr {
            self.recognised(ocr);
        }
        for section in sections.iter_mut() {
            self.section(section, renamed);
        }
        for (rank, link) in links.iter_mut().enumerate() {
            self.own_id(&mut link.id, rank);
            self.link(link, renamed);
        }
        for (rank, event) in events.iter_mut().enumerate() {
            self.own_id(&mut event.id, rank);
            self.event(event, renamed);
        }
        for Furniture { kind: _, page, text } in furniture {
            self.text(
                text,
                Place {
                    page: Some(*page),
                    ..Place::of("furniture")
                },
            );
        }
        for Warning { code, page, message } in warnings {
            if *code == WarningCode::CorrectionNotApplied {
                // It names a section that is gone, whose title nobody knows.
                *message = "something that was set by hand finds its section no more".to_string();
            }
            self.text(
                message,
                Place {
                    page: *page,
                    ..Place::of("warning")
                },
            );
        }
        for correction in corrections {
            self.correction(correction, renamed);
        }
    }

    fn date(&mut self, date: Option<&mut IssueDate>) {
        if let Some(IssueDate {
            iso,
            precision: _,
            evidence: _,
        }) = date
        {
            self.text(iso, Place::of("date"));
        }
    }

    fn source(&mut self, source: &mut Source) {
        let Source {
            file_name,
            format: _,
            media_type,
            sha256: _,
            bytes: _,
            pages: _,
            producer,
            creator,
            created,
            modified,
            pdf_version,
            encrypted: _,
            tagged: _,
            text: _,
        } = source;
        self.file_name(file_name);
        self.text(media_type, Place::of("source.media_type"));
        self.option(producer, Place::of("source.producer"));
        self.option(creator, Place::of("source.creator"));
        self.option(created, Place::of("source.created"));
        self.option(modified, Place::of("source.modified"));
        self.option(pdf_version, Place::of("source.pdf_version"));
    }

    /// Words of a file name are joined by signs that join the words of an address, too.
    fn file_name(&mut self, name: &mut String) {
        let place = Place::of("source.file_name");
        self.text(name, place);
        let spaced = urls::decoded(name).replace(['_', '-', '+', '.'], " ");
        let found = self.redactor.found(&View::of(&spaced));
        if let Some(first) = found.first() {
            let placeholder = self.redactor.placeholder(first.kind, &first.value);
            self.note(first.kind, &placeholder, name.clone(), place);
            let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_string());
            let extension =
                extension.filter(|extension| matches!(extension.as_str(), "pdf" | "txt" | "json" | "jsonl"));
            *name = match extension {
                Some(extension) => format!("{placeholder}.{extension}"),
                None => placeholder,
            };
        }
    }

    fn recognised(&mut self, ocr: &mut Ocr) {
        let Ocr {
            engine,
            version,
            languages,
            confidence: _,
            pages,
        } = ocr;
        for told in [engine, version, languages] {
            self.text(told, Place::of("reader.ocr"));
        }
        for OcrPage {
            page: _,
            resolution: _,
            words: _,
            confidence: _,
            doubtful,
        } in pages
        {
            // Single words of the text: a part of a number or of a name says nothing of what it is a part of.
            doubtful.clear();
        }
    }

    fn section(&mut self, section: &mut Section, renamed: &BTreeMap<String, String>) {
        let Section {
            id,
            parent,
            level: _,
            kind: _,
            title,
            subtitle,
            byline,
            page_start,
            page_end: _,
            text,
            language,
            blocks,
            external_id,
        } = section;
        self.rename(id, renamed);
        if let Some(parent) = parent {
            self.rename(parent, renamed);
        }
        let id = id.clone();
        let place = |field| Place {
            field,
            section: Some(&id),
            page: Some(*page_start),
        };
        self.text(title, place("section.title"));
        self.option(subtitle, place("section.subtitle"));
        self.option(byline, place("section.byline"));
        self.option(language, place("section.language"));
        self.option(external_id, place("section.external_id"));
        let is_of_blocks =
            !blocks.is_empty() && joined(blocks.iter().map(|block| block.text.as_str())) == *text;
        let mut pieces: Vec<(&mut String, Place<'_>)> = Vec::new();
        for block in blocks.iter_mut() {
            pieces.push((
                &mut block.text,
                Place {
                    page: Some(block.page),
                    ..place("section.text")
                },
            ));
        }
        self.pieces(&mut pieces);
        if is_of_blocks {
            *text = joined(blocks.iter().map(|block| block.text.as_str()));
        } else {
            self.text(text, place("section.text"));
        }
    }

    fn link(&mut self, link: &mut Link, renamed: &BTreeMap<String, String>) {
        let Link {
            id: _,
            text,
            alt,
            url,
            raw_url,
            display_url,
            redirector: _,
            target_url,
            kind,
            page,
            bboxes: _,
            section,
            origin: _,
            target_section,
        } = link;
        for section in [section.as_mut(), target_section.as_mut()].into_iter().flatten() {
            self.rename(section, renamed);
        }
        let section = section.clone();
        let place = |field| Place {
            field,
            section: section.as_deref(),
            page: Some(*page),
        };
        self.text(text, place("link.text"));
        self.option(alt, place("link.alt"));
        let was = urls::decoded(url);
        let mut hidden = None;
        for (field, address) in [
            ("link.url", url),
            ("link.raw_url", raw_url),
            ("link.display_url", display_url),
        ] {
            if let Some(found) = self.url(address, Some(*kind), place(field)) {
                hidden.get_or_insert(found);
            }
        }
        if let Some(target) = target_url
            && let Some(found) = self.url(target, Some(*kind), place("link.target_url"))
        {
            hidden.get_or_insert(found);
        }
        // The words of a link are often a part of its address.
        if let Some(first) = hidden.as_ref().filter(|_| tells_part_of(text, &was, *kind)) {
            let placeholder = self.redactor.placeholder(first.kind, &first.value);
            self.note(first.kind, &placeholder, text.clone(), place("link.text"));
            *text = placeholder;
        }
        if let (Some(first), Some(alt)) = (&hidden, alt)
            && tells_part_of(alt, &was, *kind)
        {
            let placeholder = self.redactor.placeholder(first.kind, &first.value);
            self.note(first.kind, &placeholder, alt.clone(), place("link.alt"));
            *alt = placeholder;
        }
    }

    fn event(&mut self, event: &mut Event, renamed: &BTreeMap<String, String>) {
        let Event {
            id: _,
            section,
            text,
            kind: _,
            start,
            end,
            rule,
            place: location,
            precision: _,
            page,
        } = event;
        if let Some(section) = section {
            self.rename(section, renamed);
        }
        let section = section.clone();
        let place = |field| Place {
            field,
            section: section.as_deref(),
            page: Some(*page),
        };
        self.text(text, place("event.text"));
        self.option(location, place("event.place"));
        self.text(start, place("event.start"));
        self.option(end, place("event.end"));
        self.option(rule, place("event.rule"));
    }

    fn correction(&mut self, correction: &mut Correction, renamed: &BTreeMap<String, String>) {
        let Correction {
            field,
            section,
            value,
            read,
            date: _,
            by,
        } = correction;
        if let Some(section) = section {
            self.rename(section, renamed);
        }
        let section = section.clone();
        let place = |field| Place {
            field,
            section: section.as_deref(),
            page: None,
        };
        if *field != CorrectedField::SectionLevel {
            self.option(value, place("correction.value"));
            self.option(read, place("correction.read"));
        }
        // Who worked in the archive is nobody else's business.
        *by = None;
    }

    /// Names a section as it is named now. What names no section of the record may tell something all the same.
    fn rename(&self, id: &mut String, renamed: &BTreeMap<String, String>) {
        if let Some(new) = renamed.get(id) {
            id.clone_from(new);
        } else if self.redactor.tells(id) {
            *id = "masked".to_string();
        }
    }

    /// The name of a link or an event, which only records made elsewhere give themselves.
    fn own_id(&self, id: &mut String, rank: usize) {
        if self.redactor.tells(id) {
            *id = format!("masked-{}", rank + 1);
        }
    }

    fn option(&mut self, text: &mut Option<String>, place: Place<'_>) {
        if let Some(text) = text {
            self.text(text, place);
        }
    }

    fn text(&mut self, text: &mut String, place: Place<'_>) {
        self.pieces(&mut [(text, place)]);
    }

    /// Texts that go on in one another: what begins in one and ends in the next is one.
    fn pieces(&mut self, pieces: &mut [(&mut String, Place<'_>)]) {
        let whole = joined(pieces.iter().map(|(text, _)| text.as_str()));
        if whole.is_empty() {
            return;
        }
        let view = View::of(&whole);
        let found: Vec<(Range<usize>, Found)> = self
            .redactor
            .found(&view)
            .into_iter()
            .map(|one| (view.original_range(&one.range), one))
            .collect();
        let mut start = 0;
        for (text, place) in pieces {
            let end = start + text.len();
            let mut out = String::new();
            let mut at = start;
            let first = found.partition_point(|(range, _)| range.end <= start);
            let those_here = found
                .iter()
                .skip(first)
                .take_while(|(range, _)| range.start < end);
            for (range, one) in those_here {
                let placeholder = self.redactor.placeholder(one.kind, &one.value);
                out.push_str(whole.get(at..range.start.max(at)).unwrap_or_default());
                out.push_str(&placeholder);
                at = range.end.min(end).max(at);
                let was = whole
                    .get(range.start.max(start)..range.end.min(end))
                    .unwrap_or_default();
                self.note(one.kind, &placeholder, was.to_string(), *place);
            }
            out.push_str(whole.get(at..end).unwrap_or_default());
            **text = out;
            self.encoded_words(text, *place);
            start = end + 1;
        }
    }

    /// Addresses that are printed in a text, with letters as figures (`%40`): a word that tells something when it is
    /// decoded goes whole.
    fn encoded_words(&mut self, text: &mut String, place: Place<'_>) {
        if !text.contains('%') {
            return;
        }
        let mut out = String::new();
        for piece in text.split_inclusive(char::is_whitespace) {
            let word = piece.trim_end();
            let is_encoded = word.contains('%') && urls::decoded(word) != word;
            match is_encoded.then(|| self.redactor.redact_url(word, None)).flatten() {
                Some((left, found)) => {
                    for one in &found {
                        self.note(one.kind, &left, word.to_string(), place);
                    }
                    out.push_str(&left);
                    out.push_str(piece.get(word.len()..).unwrap_or_default());
                }
                None => out.push_str(piece),
            }
        }
        *text = out;
    }

    fn url(&mut self, url: &mut String, kind: Option<LinkKind>, place: Place<'_>) -> Option<Found> {
        let (left, found) = self.redactor.redact_url(url, kind)?;
        let mut values: Vec<&str> = Vec::new();
        for one in &found {
            if !values.contains(&one.value.as_str()) {
                values.push(&one.value);
                let placeholder = self.redactor.placeholder(one.kind, &one.value);
                self.note(one.kind, &placeholder, url.clone(), place);
            }
        }
        *url = left;
        found.into_iter().next()
    }

    fn note(&mut self, kind: RedactedKind, placeholder: &str, text: String, place: Place<'_>) {
        self.redactions.push(Redaction {
            issue: String::new(),
            slug: String::new(),
            kind,
            placeholder: placeholder.to_string(),
            field: place.field,
            section: place.section.map(str::to_string),
            page: place.page,
            text,
        });
    }
}

fn joined<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    texts.collect::<Vec<&str>>().join("\n")
}

/// Whether the words of a link tell a part of its address, which was taken out: a mailbox without its host, half of a
/// number.
fn tells_part_of(words: &str, address: &str, kind: LinkKind) -> bool {
    let words = View::of(words).text;
    let address = View::of(address).text;
    let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    match kind {
        LinkKind::Tel => words.chars().filter(char::is_ascii_digit).count() >= 4,
        LinkKind::Mail => {
            let mailbox = address.split_once(':').map_or(address.as_str(), |(_, rest)| rest);
            let mailbox = bare(mailbox.split('@').next().unwrap_or(mailbox));
            words.contains('@') || (mailbox.len() >= 3 && bare(&words).contains(&mailbox))
        }
        _ => {
            // An address of the web as its own words.
            let words = bare(&words);
            words.len() >= 8 && bare(&address).contains(&words)
        }
    }
}
