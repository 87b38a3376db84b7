#!/usr/bin/env python3
"""Compares the words that gazette reads with those of three C readers.

usage: fidelity.py GAZETTE FILE.pdf...      (GAZETTE: the binary)

Needs pdftotext (Debian: poppler-utils), mutool (Debian: mupdf-tools) and pypdfium2 (PyPI). Only files on which the three
agree pairwise to a word F1 of 0.95 are scored; the reference is the median count of each word over the three.

Words are runs of letters and figures after NFKC. A hyphen between letters is dropped on all sides, with the line end
after it: whether it belongs to the word is another question. Runs of three single letters and more are joined on all
sides, because the references cut letter-spaced titles into letters (`--letters` leaves them cut). Words of pictures are not
read on any side.
"""
import collections
import re
import subprocess
import sys
import unicodedata

import pypdfium2

AGREEMENT = 0.95


def words(text, join_letters):
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"(?<=\w)[-\u2010\u2011\u00ad]\s*(?=\w)", "", text).replace("\u00ad", "")
    if join_letters:
        text = re.sub(r"(?<!\w)(?:[^\W\d_]\s+){2,}[^\W\d_](?!\w)", lambda run: re.sub(r"\s+", "", run.group()), text)
    return collections.Counter(re.findall(r"\w+", text))


def f1(one, other):
    total = sum(one.values()) + sum(other.values())
    return 2 * sum((one & other).values()) / total if total else 1.0


def median(counters):
    keys = set().union(*counters)
    return collections.Counter({key: sorted(counter[key] for counter in counters)[1] for key in keys})


def accented(counter):
    has_accent = lambda word: any(map(unicodedata.combining, unicodedata.normalize("NFD", word))) or set(word) & set("œæŒÆ")
    return collections.Counter({word: count for word, count in counter.items() if has_accent(word)})


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, errors="replace").stdout


def pdfium(path):
    document = pypdfium2.PdfDocument(path)
    return "\n".join(document[index].get_textpage().get_text_bounded() for index in range(len(document)))


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--letters"]
    join_letters = "--letters" not in sys.argv
    if len(arguments) < 2:
        sys.exit(__doc__)
    gazette, *paths = arguments
    rows = []
    for path in paths:
        readers = [output("pdftotext", "-raw", path, "-"), output("mutool", "draw", "-q", "-F", "txt", path), pdfium(path)]
        references = [words(text, join_letters) for text in readers]
        pairs = [(0, 1), (0, 2), (1, 2)]
        if min(f1(references[a], references[b]) for a, b in pairs) < AGREEMENT or sum(references[0].values()) < 20:
            continue
        ours = words(output(gazette, "extract", path, "--format", "text", "--ocr", "never"), join_letters)
        reference = median(references)
        rows.append((f1(ours, reference), f1(accented(ours), accented(reference)), path, ours, reference))
    rows.sort(key=lambda row: row[0])
    for score, accents, path, ours, reference in rows[:12]:
        missing = [word for word, _ in (reference - ours).most_common(6)]
        more = [word for word, _ in (ours - reference).most_common(6)]
        print(f"{score:.4f} {accents:.4f} {path}\n    missing {missing}\n    more {more}")
    count = len(rows)
    if not count:
        sys.exit("no file on which the references agree")
    mean = sum(row[0] for row in rows) / count
    print(f"{count} files: words {mean:.4f}, accented words {sum(row[1] for row in rows) / count:.4f}, lowest {rows[0][0]:.4f}")


if __name__ == "__main__":
    main()
