//! UNIMARC in XML (ISO 25577, MarcXchange): a notice for each article, as libraries share them when they go through
//! periodicals ("dépouillement"). The issue is the host, in 463.
use super::citation::Citation;
use super::reading::paragraphs;
use super::xml::escape;
use crate::model::{BlockKind, Issue, LinkKind, Section};
use std::io::{self, Write};

/// Opens the collection.
pub(super) const OPEN: &str = "<collection xmlns=\"info:lc/xmlns/marcxchange-v2\">\n";

/// Closes it.
pub(super) const CLOSE: &str = "</collection>\n";

/// New record, language material, analytic, below the highest level; the lengths are nought, as in XML they say
/// nothing.
const LEADER: &str = "00000naa2 2200000   450 ";

/// Languages of newsletters: ISO 639-1 as the record has it, ISO 639-2 as libraries do.
const LANGUAGES: [(&str, &str); 12] = [
    ("fr", "fre"),
    ("en", "eng"),
    ("de", "ger"),
    ("es", "spa"),
    ("it", "ita"),
    ("nl", "dut"),
    ("pt", "por"),
    ("br", "bre"),
    ("oc", "oci"),
    ("ca", "cat"),
    ("eu", "baq"),
    ("co", "cos"),
];

/// Writes the notice of a section.
pub(super) fn write(issue: &Issue, section: &Section, out: &mut dyn Write) -> io::Result<()> {
    let citation = Citation::of_section(issue, section);
    writeln!(
        out,
        "<record format=\"UNIMARC\" type=\"Bibliographic\">\n<leader>{LEADER}</leader>"
    )?;
    writeln!(
        out,
        "<controlfield tag=\"001\">{}</controlfield>",
        escape(&citation.place)
    )?;
    let language = language(citation.language.as_deref());
    let year = citation.date_parts().first().map(|year| format!("{year:04}"));
    let mut field = |tag: &str, indicators: [char; 2], subfields: &[(char, Option<&str>)]| {
        let subfields: Vec<String> = subfields
            .iter()
            .filter_map(|(code, value)| value.filter(|value| !value.is_empty()).map(|value| (code, value)))
            .map(|(code, value)| format!("<subfield code=\"{code}\">{}</subfield>", escape(value)))
            .collect();
        if subfields.is_empty() {
            return Ok(());
        }
        let [first, second] = indicators;
        writeln!(
            out,
            "<datafield tag=\"{tag}\" ind1=\"{first}\" ind2=\"{second}\">{}</datafield>",
            subfields.concat()
        )
    };
    field("100", [' ', ' '], &[('a', Some(&general_data(year.as_deref())))])?;
    field("101", ['0', ' '], &[('a', Some(language))])?;
    let subtitle = section.subtitle.as_deref();
    field(
        "200",
        ['1', ' '],
        &[
            ('a', Some(&citation.title)),
            ('e', subtitle),
            ('f', citation.author.as_deref()),
        ],
    )?;
    let pages = citation.page_range("-").map(|pages| format!("p. {pages}"));
    field("215", [' ', ' '], &[('a', pages.as_deref())])?;
    field("300", [' ', ' '], &[('a', Some(&citation.file_name))])?;
    if let Some(rights) = &issue.rights {
        field("300", [' ', ' '], &[('a', Some(rights))])?;
    }
    if !issue.redacted.is_empty() {
        let kinds: Vec<&str> = issue.redacted.iter().map(|kind| kind.as_str()).collect();
        let note = format!(
            "Données personnelles masquées, autant que trouvées : {}",
            kinds.join(", ")
        );
        field("300", [' ', ' '], &[('a', Some(&note))])?;
    }
    // The first paragraph stands for a summary: nobody has written one.
    let texts = paragraphs(section);
    let first = texts
        .iter()
        .find(|(kind, _)| *kind == BlockKind::Paragraph)
        .map(|(_, text)| *text);
    field("330", [' ', ' '], &[('a', first)])?;
    let number = citation.number.as_ref().map(|number| format!("no {number}"));
    let date = citation.date.as_ref().map(|date| date.iso.as_str());
    let host = citation.container.as_deref().or(Some(issue.slug.as_str()));
    field(
        "463",
        [' ', '1'],
        &[
            ('0', Some(&issue.id)),
            ('t', host),
            ('v', number.as_deref()),
            ('d', date),
        ],
    )?;
    field("801", [' ', '0'], &[('b', Some("gazette"))])?;
    for link in super::reading::links_of(issue, section) {
        if link.kind == LinkKind::Web {
            field(
                "856",
                ['4', ' '],
                &[('u', Some(&link.url)), ('z', Some(&link.text))],
            )?;
        }
    }
    writeln!(out, "</record>")
}

/// Field 100: 36 characters by their place. What is not known is filled up, the day of entry among it: the same record
/// gives the same notice.
fn general_data(year: Option<&str>) -> String {
    let (kind, year) = match year.filter(|year| year.len() == 4) {
        Some(year) => ('d', year),
        None => ('u', "    "),
    };
    // Day of entry, kind of date, date, readers, official, changed, language of the notice, transliteration, UTF-8,
    // Latin letters.
    format!("||||||||{kind}{year}    u  y0frey50      ba")
}

fn language(code: Option<&str>) -> &'static str {
    let known = LANGUAGES.iter().find(|(short, _)| Some(*short) == code);
    known.map_or("und", |(_, long)| *long)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coded_data_has_its_length() {
        assert_eq!(LEADER.len(), 24);
        for year in [Some("2012"), None, Some("20122")] {
            assert_eq!(general_data(year).len(), 36);
        }
        assert_eq!(&general_data(Some("2012"))[22..25], "fre");
        assert_eq!(&general_data(Some("2012"))[26..28], "50");
        assert_eq!(&general_data(Some("2012"))[34..], "ba");
        assert_eq!((language(Some("fr")), language(None)), ("fre", "und"));
    }
}
