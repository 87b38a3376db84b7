"""Checks the exports of libraries with other people's readers and schemas: xml_exports.py FOLDER SCHEMAS.

TEI against the published tei_all, Dublin Core against oai_dc.xsd, UNIMARC through pymarc, front matter through PyYAML,
CSL-JSON through citeproc-py. A schema that could not be had is named, and the structure alone is looked at.
"""
import json
import re
import sys
import warnings
from pathlib import Path

import pymarc
import yaml
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from lxml import etree

folder, schemas = Path(sys.argv[1]), Path(sys.argv[2])
records = [json.loads(line) for line in open(folder / "records.jsonl", encoding="utf-8")]
lines = [json.loads(line) for line in open(folder / "sections.jsonl", encoding="utf-8")]
TEI, OAI = "{http://www.tei-c.org/ns/1.0}", "{http://www.openarchives.org/OAI/2.0/}"
DC = "{http://www.openarchives.org/OAI/2.0/oai_dc/}dc"

# Only the attribute xml:lang is asked for, of a schema that would be fetched.
XML_NAMESPACE = """<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/XML/1998/namespace">
<attribute name="lang" type="language"/><attribute name="space" type="NCName"/>
<attributeGroup name="specialAttrs"><attribute ref="xml:lang" xmlns:xml="http://www.w3.org/XML/1998/namespace"/></attributeGroup></schema>"""


class Local(etree.Resolver):
    def resolve(self, url, public_id, context):
        if url.endswith("xml.xsd"):
            return self.resolve_string(XML_NAMESPACE, context)
        return self.resolve_filename(str(schemas / url.rsplit("/", 1)[-1]), context)


def huge(path):
    return etree.parse(str(path), etree.XMLParser(huge_tree=True))


def fail_where(bad, what):
    if bad:
        sys.exit(f"{what}: {len(bad)} bad: {bad[:5]}")


def check_tei():
    path = schemas / "tei.rng"
    schema = etree.RelaxNG(etree.parse(str(path))) if path.exists() else None
    bad, count = [], 0
    for file in sorted((folder / "tei").iterdir()):
        document = huge(file)
        count += 1
        assert document.getroot().tag == TEI + "TEI", file
        if schema is not None and not schema.validate(document):
            bad.append((file.name, str(schema.error_log.last_error)))
    fail_where(bad, "TEI")
    assert count == len(records), (count, len(records))
    corpus = huge(folder / "corpus.tei.xml").getroot()
    texts = corpus.findall(TEI + "TEI")
    assert corpus.tag == TEI + "teiCorpus" and len(texts) == len(records)
    for text, record in zip(texts, records):
        divisions = [div.get("n") for div in text.iter(TEI + "div") if div.get("n")]
        assert divisions == [re.sub(r"[\n\r\t]", " ", section["id"]) for section in record["sections"]], record["slug"]
    return f"{count} TEI files" + ("" if schema is not None else " (well-formed; no schema at hand)")


def check_dublin_core():
    paths = [schemas / name for name in ("oai_dc.xsd", "simpledc20021212.xsd")]
    schema = None
    if all(path.exists() for path in paths):
        parser = etree.XMLParser(no_network=True)
        parser.resolvers.add(Local())
        schema = etree.XMLSchema(etree.parse(str(paths[0]), parser))
    bad, counts = [], []
    for name in ("sections.xml", "repository.xml"):
        descriptions = list(huge(folder / name).iter(DC))
        counts.append(len(descriptions))
        for description in descriptions:
            # A schema looks at a document, not at a part of one.
            alone = etree.fromstring(etree.tostring(description))
            if schema is not None and not schema.validate(alone):
                bad.append((name, str(schema.error_log.last_error)))
    fail_where(bad, "Dublin Core")
    assert counts == [len(lines), len(lines)], (counts, len(lines))
    return f"{sum(counts)} Dublin Core descriptions" + ("" if schema is not None else " (no schema at hand)")


def check_repository():
    """The published schema of static repositories is in no package: the order that it asks for is looked at by hand."""
    root = huge(folder / "repository.xml").getroot()
    space = "{http://www.openarchives.org/OAI/2.0/static-repository}"
    assert [child.tag for child in root] == [space + name for name in ("Identify", "ListMetadataFormats", "ListRecords")]
    named = ["repositoryName", "baseURL", "protocolVersion", "adminEmail", "earliestDatestamp", "deletedRecord", "granularity"]
    assert [child.tag for child in root[0]] == [OAI + name for name in named]
    identifiers = [element.text for element in root.iter(OAI + "identifier")]
    assert len(set(identifiers)) == len(identifiers) == len(lines)
    wrong = [name for name in identifiers if not re.fullmatch(r"oai:[a-zA-Z][a-zA-Z0-9.-]*:[a-zA-Z0-9\-_.!~*'();/?:@&=+$,%]+", name)]
    fail_where(wrong, "identifiers of OAI")


def check_unimarc():
    notices = pymarc.parse_xml_to_array(str(folder / "sections.unimarc.xml"))
    assert len(notices) == len(lines), (len(notices), len(lines))
    for notice, line in zip(notices, lines):
        assert len(str(notice.leader)) == 24 and notice["100"]["a"] and len(notice["100"]["a"]) == 36
        assert notice["001"].value().endswith("#" + re.sub(r"[\n\r\t]", " ", line["section"]["id"]))
        assert notice["463"]["0"] == line["issue"]
        tags = [field.tag for field in notice.fields]
        assert tags == sorted(tags), tags
        if line["section"]["title"].strip():
            assert notice["200"]["a"] == " ".join(line["section"]["title"].split())
    # Once more as libraries carry it: ISO 2709 and back.
    for notice in notices[:200]:
        again = pymarc.Record(data=notice.as_marc(), force_utf8=True)
        assert [str(field) for field in again.fields] == [str(field) for field in notice.fields]
    return f"{len(notices)} UNIMARC notices"


def check_front_matter():
    by_slug = {record["slug"]: record for record in records}
    for file in (folder / "markdown").iterdir():
        _, front, text = file.read_text(encoding="utf-8").split("---\n", 2)
        front = yaml.safe_load(front)
        record = by_slug[front["slug"]]
        assert front["title"] == (record["title"] or record["slug"]), front
        assert front["id"] == record["id"] and front.get("number") == record["number"], front
        assert front.get("date") == (record["date"] or {}).get("iso"), front
        assert front.get("publication") == record["publication"] and text.startswith("\n# "), front
    return f"{len(by_slug)} front matters"


def check_csl():
    items = json.load(open(folder / "sections.csl", encoding="utf-8"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sample = items[:300]
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        bibliography = CitationStylesBibliography(style, CiteProcJSON(sample), formatter.plain)
        for item in sample:
            bibliography.register(Citation([CitationItem(item["id"])]))
        entries = [str(entry) for entry in bibliography.bibliography()]
    assert len(entries) == len(sample) and all(entries), len(entries)
    return f"{len(entries)} CSL items cited"


check_repository()
print("exports:", "; ".join([check_tei(), check_dublin_core(), check_unimarc(), check_front_matter(), check_csl()]))
