"""Reads every export with other people's readers: exports.py FOLDER, as .ci/run fills it."""
import csv
import json
import sys
import xml.dom.minidom
from pathlib import Path

import bagit
import bibtexparser
import rispy

csv.field_size_limit(sys.maxsize)
folder = Path(sys.argv[1])
lines = [json.loads(line) for line in open(folder / "sections.jsonl", encoding="utf-8")]
links = [json.loads(line) for line in open(folder / "links.jsonl", encoding="utf-8")]


def table(name, encoding, delimiter):
    with open(folder / name, encoding=encoding, newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter, strict=True))


def as_text(cell):
    """A cell as `--spreadsheet` writes it."""
    return "'" + cell if cell[:1] in "\t\r" and cell or cell.lstrip()[:1] and cell.lstrip()[:1] in "=+-@＝＋－＠" else cell


for name, encoding, delimiter in [("sections.csv", "utf-8", ","), ("fr.csv", "utf-8-sig", ";"), ("sections.tsv", "utf-8", "\t")]:
    rows = table(name, encoding, delimiter)
    shown = as_text if name == "fr.csv" else str
    assert [row["text"] for row in rows] == [shown(line["section"]["text"]) for line in lines], name
    assert [row["title"] for row in rows] == [shown(line["section"]["title"]) for line in lines], name
assert [row["url"] for row in table("links.csv", "utf-8", ",")] == [line["link"]["url"] for line in links]

events = [json.loads(line) for line in open(folder / "events.jsonl", encoding="utf-8")]
rows = table("events.csv", "utf-8", ",")
assert [(row["start"], row["text"]) for row in rows] == [(line["event"]["start"], line["event"]["text"]) for line in events]
hits = [json.loads(line) for line in open(folder / "hits.jsonl", encoding="utf-8")]
hits = [line for line in hits if line["type"] == "hit"]
rows = table("hits.csv", "utf-8-sig", ";")
assert rows and [row["snippet"] for row in rows] == [as_text(hit["snippet"]) for hit in hits]

# The month is a figure and entries may be of any type: the parser is told not to drop any.
parser = bibtexparser.bparser.BibTexParser(ignore_nonstandard_types=False)
entries = bibtexparser.load(open(folder / "sections.bib", encoding="utf-8"), parser).entries
assert len(entries) == len(lines), (len(entries), len(lines))
assert len({entry["ID"] for entry in entries}) == len(lines)

references = rispy.load(open(folder / "sections.ris", encoding="utf-8", newline=None))
items = json.load(open(folder / "sections.csl", encoding="utf-8"))
assert len(references) == len(items) == len(lines), (len(references), len(items))
assert [reference["title"] for reference in references] == [item["title"] for item in items]

records = xml.dom.minidom.parse(str(folder / "sections.xml")).getElementsByTagName("oai_dc:dc")
assert len(records) == len(lines), len(records)
allowed = "title creator subject description publisher contributor date type format identifier source language relation coverage rights"
for record in records:
    for child in record.childNodes:
        assert child.nodeType != child.ELEMENT_NODE or child.localName in allowed.split(), child.nodeName

for bag in ["bag", "bag-of-one"]:
    bagit.Bag(str(folder / bag)).validate()
print(f"exports: {len(lines)} sections, {len(links)} links, {len(events)} events, {len(hits)} hits, 2 bags")
