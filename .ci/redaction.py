"""Looks for personal data in exports that were made without it, in all their bytes:
redaction.py FOLDER PERSONAL WHOLE.

WHOLE is an export with all of it, which shows that the search finds it.

Packed files are unpacked by other programs; a text is squeezed to its letters and figures, so that no way of writing a
value hides it.
"""
import gzip
import sys
import unicodedata
from pathlib import Path
from urllib.parse import unquote

import zstandard

folder = Path(sys.argv[1])
lines = open(sys.argv[2], encoding="utf-8").read().splitlines()
personal = [line for line in lines if line and not line.startswith("#")]


def squeezed(text):
    for _ in range(4):
        text = unquote(text)
    text = unicodedata.normalize("NFKD", text).lower()
    return "".join(c for c in text if c.isalnum() and not unicodedata.combining(c))


bad, files = [], 0
for path in sorted(folder.rglob("*")):
    texts = [str(path.relative_to(folder))]
    if path.is_file():
        data = path.read_bytes()
        if path.suffix == ".gz":
            data = gzip.decompress(data)
        elif path.suffix == ".zst":
            data = zstandard.ZstdDecompressor().decompressobj().decompress(data)
        texts.append(data.decode("utf-8"))
        files += 1
    for text in map(squeezed, texts):
        bad += [(path.name, value) for value in personal if value in text]
whole = squeezed(Path(sys.argv[3]).read_text(encoding="utf-8"))
missing = [value for value in personal if value not in whole]
print(f"redaction: {files} files, {len(personal)} values, {len(bad)} left")
sys.exit(1 if bad or missing or files < 20 else 0)
