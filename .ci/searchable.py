#!/usr/bin/env python3
"""Looks at the searchable copies of scans with poppler: the words of the record, and the picture of before. Standard library
only; wants pdftotext and pdftoppm.

usage: searchable.py GAZETTE ARCHIVE
"""
import collections, json, re, subprocess, sys, tempfile
from pathlib import Path

gazette, archive = sys.argv[1:3]


def words(text):
    return collections.Counter(re.findall(r"\w+", text.replace("’", "'").lower()))


def pictures(path, folder):
    folder.mkdir()
    subprocess.run(["pdftoppm", "-r", "60", "-gray", path, folder / "p"], check=True)
    return [page.read_bytes() for page in sorted(folder.iterdir())]


run = [gazette, "--quiet", "--archive", archive, "export"]
records = subprocess.run([*run, "--format", "jsonl"], check=True, capture_output=True).stdout.splitlines()
for record in map(json.loads, records):
    if record["source"]["text"] != "ocr":
        continue
    with tempfile.TemporaryDirectory() as folder:
        folder, sha256 = Path(folder), record["source"]["sha256"]
        copy = folder / "copy.pdf"
        subprocess.run([*run, record["slug"], "--output", copy], check=True)
        (original,) = Path(archive).glob(f"originals/**/{sha256}.pdf")
        read = subprocess.run(["pdftotext", copy, "-"], check=True, capture_output=True).stdout.decode()
        texts = [section["title"] + " " + section["text"] for section in record["sections"]]
        texts += [furniture["text"] for furniture in record["furniture"]]
        has, wants = words(re.sub(r"[-\u00ad\u2010]\n", "", read)), words(" ".join(texts))
        f1 = 2 * sum((has & wants).values()) / max(1, sum(has.values()) + sum(wants.values()))
        before, after = pictures(original, folder / "before"), pictures(copy, folder / "after")
        assert len(before) == len(after), (len(before), len(after))
        differing = sum(abs(a - b) > 8 for x, y in zip(before, after) for a, b in zip(x, y)) / max(1, sum(map(len, before)))
        print(f"{record['slug']}: word F1 {f1:.3f}, {differing:.2%} of the pixels differ")
        assert differing < 0.01, "pixels"
        assert f1 >= 0.9, "words"
