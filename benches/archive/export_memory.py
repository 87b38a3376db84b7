#!/usr/bin/env python3
"""Exports an archive of 100,000 sections in every format and measures memory: `export_memory.py GAZETTE [SECTIONS]`.

Records of invented sentences are imported into an archive in a temporary folder; the peak of resident memory of each
export is the system's own count for that process. Above 300 MB the script fails. Wants generate.py beside it.
"""
import importlib.util
import json
import os
import random
import sys
import tempfile
import time
from pathlib import Path

CEILING = 300 << 20
SECTIONS_AN_ISSUE = 10

spec = importlib.util.spec_from_file_location("generate", Path(__file__).with_name("generate.py"))
generate = importlib.util.module_from_spec(spec)


def record(serial):
    chance = random.Random(serial)
    sections = []
    for index in range(SECTIONS_AN_ISSUE):
        text = "\n".join(
            " ".join(generate.sentence(chance) for _ in range(5)) + f" Tél. 06 {serial % 90 + 10} 34 56 {index + 10}."
            for _ in range(4)
        )
        sections.append({"title": chance.choice(generate.TITLES), "text": text, "page_start": index // 3 + 1})
    links = [{"url": f"https://lettre.example/{serial}/{index}", "text": "Lire la suite"} for index in range(3)]
    series, issue = serial % len(generate.SERIES), serial // len(generate.SERIES)
    return {
        "title": generate.SERIES[series],
        "number": issue + 1,
        "date": f"{1900 + issue // 12}-{issue % 12 + 1:02}",
        "slug": f"lettre-{serial:06}",
        "sections": sections,
        "links": links,
    }


def run(arguments, out=os.devnull):
    """Runs a program and gives its exit code, peak memory in bytes and seconds."""
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        target = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(target, 1)
        os.execvp(arguments[0], arguments)
    _, status, usage = os.wait4(child, 0)
    return os.waitstatus_to_exitcode(status), usage.ru_maxrss * 1024, time.monotonic() - began


def main():
    gazette = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    with tempfile.TemporaryDirectory(prefix="gazette-export-") as folder:
        worst = measure(gazette, count, Path(folder))
    print(f"worst: {worst / 2**20:.0f} MB")
    sys.exit(1 if worst > CEILING else 0)


def measure(gazette, count, folder):
    """Makes the archive, exports it in every way and gives the highest peak."""
    argv, sys.argv = sys.argv, ["generate.py", str(folder), "0"]
    spec.loader.exec_module(generate)
    sys.argv = argv
    with open(folder / "in.jsonl", "w", encoding="utf-8") as file:
        for serial in range(count // SECTIONS_AN_ISSUE):
            file.write(json.dumps(record(serial), ensure_ascii=False) + "\n")
    os.environ["GAZETTE_ARCHIVE"] = str(folder / "archive")
    code, peak, seconds = run([gazette, "--quiet", "import", str(folder / "in.jsonl")])
    print(f"{'import':40} {peak / 2**20:7.0f} MB {seconds:7.1f} s")
    assert code == 0, code
    oai = "--base-url https://a.example/oai --admin-email a@a.example --datestamp 2026-01-31"
    worst = 0
    for options in [
        "--format json",
        "--format jsonl",
        "--format markdown",
        "--format text",
        "--format ics",
        "--format tei",
        "--format csv",
        "--format csv --of links",
        "--format jsonl --of sections",
        "--format bibtex --of sections",
        "--format ris --of sections",
        "--format csl --of sections",
        "--format dublin-core --of sections",
        "--format unimarc",
        f"--format oai --of sections {oai}",
        "--format jsonl --json",
        "--format jsonl --query permanence",
        "--format jsonl --redact email,phone,iban,nir,address",
        f"--output {folder}/out.jsonl.gz",
        f"--output {folder}/out.jsonl.zst",
        f"--format markdown --output {folder}/out",
    ]:
        out = str(folder / "stdout")
        code, peak, seconds = run([gazette, "--quiet", "export", *options.split()], out)
        shown = options.replace(str(folder), "…").split(" --base-url")[0]
        print(f"{shown:55} {peak / 2**20:7.0f} MB {seconds:7.1f} s  {os.path.getsize(out) / 2**20:7.0f} MB out")
        assert code == 0, code
        worst = max(worst, peak)
    return worst


main()
