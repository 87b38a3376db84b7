//! A static OAI-PMH repository: one file with all descriptions, which a gateway serves to harvesters.
use super::xml::{DECLARATION, escape};
use std::io::{self, Write};

/// What a repository says of itself. Nobody but the institution knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OaiRepository {
    /// Its name.
    pub name: String,
    /// The address under which the gateway serves it.
    pub base_url: String,
    /// Who answers for it.
    pub admin_email: String,
    /// When its records last changed: `2026-01-31`.
    pub datestamp: String,
}

const NAMESPACES: &str = "xmlns=\"http://www.openarchives.org/OAI/2.0/static-repository\" \
xmlns:oai=\"http://www.openarchives.org/OAI/2.0/\" \
xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
xsi:schemaLocation=\"http://www.openarchives.org/OAI/2.0/static-repository http://www.openarchives.org/OAI/2.0/static-repository.xsd\"";

impl OaiRepository {
    /// The part of the address that identifiers begin with.
    fn domain(&self) -> &str {
        let rest = self
            .base_url
            .split_once("://")
            .map_or(self.base_url.as_str(), |(_, rest)| rest);
        let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
        host.split(':').next().unwrap_or(host)
    }

    /// Writes what comes before the first record.
    pub(super) fn open(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(DECLARATION.as_bytes())?;
        writeln!(out, "<Repository {NAMESPACES}>\n<Identify>")?;
        for (name, value) in [
            ("repositoryName", self.name.as_str()),
            ("baseURL", &self.base_url),
            ("protocolVersion", "2.0"),
            ("adminEmail", &self.admin_email),
            ("earliestDatestamp", &self.datestamp),
            ("deletedRecord", "no"),
            ("granularity", "YYYY-MM-DD"),
        ] {
            writeln!(out, "  <oai:{name}>{}</oai:{name}>", escape(value))?;
        }
        writeln!(out, "</Identify>\n<ListMetadataFormats>\n  <oai:metadataFormat>")?;
        writeln!(out, "    <oai:metadataPrefix>oai_dc</oai:metadataPrefix>")?;
        writeln!(
            out,
            "    <oai:schema>http://www.openarchives.org/OAI/2.0/oai_dc.xsd</oai:schema>"
        )?;
        writeln!(
            out,
            "    <oai:metadataNamespace>http://www.openarchives.org/OAI/2.0/oai_dc/</oai:metadataNamespace>"
        )?;
        writeln!(
            out,
            "  </oai:metadataFormat>\n</ListMetadataFormats>\n<ListRecords metadataPrefix=\"oai_dc\">"
        )
    }

    /// Writes what comes before a description. `place` is `ID` or `ID#SECTION`.
    pub(super) fn open_record(&self, place: &str, out: &mut dyn Write) -> io::Result<()> {
        let local = super::xml::uri(&place.replacen('#', "/", 1)).replace('#', "%23");
        writeln!(out, "<oai:record>\n<oai:header>")?;
        writeln!(
            out,
            "  <oai:identifier>oai:{}:{}</oai:identifier>",
            escape(self.domain()),
            escape(&local)
        )?;
        writeln!(
            out,
            "  <oai:datestamp>{}</oai:datestamp>\n</oai:header>",
            escape(&self.datestamp)
        )?;
        writeln!(out, "<oai:metadata>")
    }

    /// Writes what comes behind a description.
    pub(super) fn close_record(out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "</oai:metadata>\n</oai:record>")
    }

    /// Writes what comes behind the last record.
    pub(super) fn close(out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "</ListRecords>\n</Repository>")
    }
}
