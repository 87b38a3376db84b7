#!/usr/bin/env python3
"""Compares what was recognised on a scan with the text of the newsletter that was scanned. Standard library only.

usage: scans.py GAZETTE SCAN.pdf NEWSLETTER.pdf
"""
import collections, json, re, subprocess, sys

gazette, scan, newsletter = sys.argv[1:4]


def record(path, *options):
    run = subprocess.run([gazette, "extract", path, *options], check=True, capture_output=True)
    return json.loads(run.stdout)


def words(record):
    texts = [section["title"] + " " + section["text"] for section in record["sections"]]
    texts += [furniture["text"] for furniture in record["furniture"]]
    return collections.Counter(re.findall(r"\w+", " ".join(texts).replace("’", "'").lower()))


def titles(record):
    return {re.sub(r"\W+", " ", section["title"].lower()).strip() for section in record["sections"]} - {""}


read, told = record(scan), record(newsletter, "--ocr", "never")
assert read["source"]["text"] == "ocr", read["source"]["text"]
ocr = read["reader"]["ocr"]
assert [page["page"] for page in ocr["pages"]] == [page["page"] for page in read["pages"]], ocr["pages"]
same = sum((words(read) & words(told)).values())
f1 = 2 * same / (sum(words(read).values()) + sum(words(told).values()))
kept = len(titles(read) & titles(told)) / len(titles(told))
print(f"scan: word F1 {f1:.3f}, {kept:.2f} of the titles, {ocr['engine']} {ocr['version']}, confidence {ocr['confidence']}")
assert f1 >= 0.93, "words"
assert kept >= 0.5, "titles"
