"""Checks ALTO files against the published schema, and that they hold the words of their record: alto.py GAZETTE SCHEMAS ARCHIVE.

Where the schema could not be had, it says so, and the words alone are looked at.
"""
import collections
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from lxml import etree

gazette, schemas, archive = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
ALTO = "{http://www.loc.gov/standards/alto/ns-v4#}"


def find(folder, *marks):
    for path in sorted(folder.glob("*.xsd")):
        if all(mark in path.read_text(encoding="utf-8") for mark in marks):
            return path
    return None


def schema():
    own = find(schemas / "alto", 'targetNamespace="http://www.loc.gov/standards/alto/ns-v4#"', 'version="4.3"')
    xlink = find(schemas / "alto", 'targetNamespace="http://www.w3.org/1999/xlink"')
    if own is None or xlink is None:
        return None

    class Local(etree.Resolver):
        def resolve(self, url, public_id, context):
            return self.resolve_filename(str(xlink), context) if url.endswith("xlink.xsd") else None

    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Local())
    return etree.XMLSchema(etree.parse(str(own), parser))


def words(text):
    return collections.Counter(re.findall(r"\w+", re.sub(r"[-\u00ad]\n", "", text).lower()))


schema, count = schema(), 0
with tempfile.TemporaryDirectory() as folder:
    run = [gazette, "--archive", archive, "export", "--format"]
    records = subprocess.run([*run, "jsonl"], check=True, capture_output=True).stdout.splitlines()
    subprocess.run([*run, "alto", "--output", folder], capture_output=True)
    for record in map(json.loads, records):
        path = Path(folder) / (record["slug"] + ".alto.xml")
        if record["source"]["format"] != "pdf" or not path.exists():
            continue
        count += 1
        document = etree.parse(str(path), etree.XMLParser(huge_tree=True))
        if schema is not None and not schema.validate(document):
            sys.exit(f"{path.name}: {schema.error_log.last_error}")
        lines = [" ".join(s.get("CONTENT") for s in line.iter(ALTO + "String")) for line in document.iter(ALTO + "TextLine")]
        has = words("\n".join(lines))
        wants = words(" ".join(section["text"] for section in record["sections"]))
        share = sum((has & wants).values()) / max(1, sum(wants.values()))
        assert share >= 0.95, (path.name, share)
        recognised = {page["page"] for page in record["pages"] if page["text"] == "ocr"}
        for page in document.iter(ALTO + "Page"):
            has_confidence = any(string.get("WC") for string in page.iter(ALTO + "String"))
            assert has_confidence == (int(page.get("PHYSICAL_IMG_NR")) in recognised), (path.name, page.get("ID"))
print(f"{count} ALTO files" + ("" if schema is not None else " (no schema at hand)"))
assert count > 0
