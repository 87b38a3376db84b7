#!/usr/bin/env python3
"""Kills ingest runs at random moments and looks at what is left: `kill.py GAZETTE [RUNS] [ISSUES]`.

After every kill a reader must be served; after every few kills a run is let end and the archive must be what one run
gives: every issue once, every record valid, the index equal to a rebuild. Then the same on a small disk that fills up
(a tmpfs, for which the superuser is wanted), on a disk that may only be read, with two runs at once, and with searches
during a run. Wants generate.py beside it and nothing but Python.
"""
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time

gazette = os.path.abspath(sys.argv[1])
runs = int(sys.argv[2]) if len(sys.argv) > 2 else 200
issues = int(sys.argv[3]) if len(sys.argv) > 3 else 150
chance = random.Random(7)
here = os.path.dirname(os.path.abspath(__file__))
work = tempfile.mkdtemp(prefix="gazette-kill-")
source = os.path.join(work, "in")
subprocess.run([sys.executable, os.path.join(here, "generate.py"), source, str(issues)], check=True)


def run(archive, *arguments):
    command = [gazette, *arguments, "--archive", archive, "--json"]
    done = subprocess.run(command, capture_output=True, text=True)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return done.returncode, lines, done.stderr


def state(archive):
    """What readers see: records by digest, and the hits of a few searches without their scores."""
    code, lines, error = run(archive, "export", "--format", "jsonl")
    assert code == 0, error
    records = {line["record"]["id"]: line["record"] for line in lines if line["type"] == "record"}
    hits = []
    for query in ["marché", "écluse", '"assemblée générale"', "numero:3"]:
        code, lines, error = run(archive, "search", query, "--limit", "100000")
        assert code in (0, 1), error
        hits.append(sorted((hit["issue"], hit["section"], hit["snippet"]) for hit in lines if hit["type"] == "hit"))
    return records, hits


def check(archive, expected, reference):
    code, lines, error = run(archive, "verify")
    assert code == 0, (lines, error)
    assert run(archive, "index", "status")[0] == 0
    records, hits = state(archive)
    assert len(records) == expected, (len(records), expected)
    if reference is not None:
        assert (records, hits) == reference, "not what one run gives"
    assert run(archive, "index", "rebuild")[0] == 0
    assert state(archive) == (records, hits), "the index is not what a rebuild gives"
    return records, hits


def one_run():
    archive = os.path.join(work, "reference")
    begun = time.time()
    code, _, error = run(archive, "ingest", source)
    assert code == 0, error
    duration = time.time() - begun
    return duration, check(archive, issues, None)


def killed(duration, reference):
    archive = os.path.join(work, "killed")
    in_work = swept = 0
    for number in range(runs):
        command = [gazette, "ingest", source, "--archive", archive, "--quiet"]
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.0, duration / 6 if number % 3 else duration))
        in_work += child.poll() is None
        child.kill()
        child.wait()
        if os.path.exists(os.path.join(archive, "gazette.toml")):
            code, lines, error = run(archive, "list")
            assert code == 0, error
        if number % 25 == 24:
            code, _, error = run(archive, "ingest", source)
            assert code == 0, error
            check(archive, issues, reference)
            swept += 1
            shutil.rmtree(archive)
    if os.path.exists(archive):
        assert run(archive, "ingest", source)[0] == 0
        check(archive, issues, reference)
        shutil.rmtree(archive)
    print(f"killed: {runs} runs, {in_work} of them at work, {swept} archives compared: all as one run gives")


def full_disk(reference):
    place = os.path.join(work, "small")
    os.mkdir(place)
    needed = 0
    for folder, _, names in os.walk(os.path.join(work, "reference")):
        needed += sum(os.path.getsize(os.path.join(folder, name)) for name in names)
    told = 0
    sizes = [needed * share // 10 for share in range(1, 10)]
    for size in sizes:
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", place])
        if mounted.returncode:
            print("full disk: left out, a tmpfs cannot be mounted")
            return
        try:
            archive = os.path.join(place, "archive")
            code, _, error = run(archive, "ingest", source)
            assert code != 0 and "disk" in error.lower() + " disk" * ("No space" in error), error
            told += "make room" in error
            code, lines, error = run(archive, "list")
            assert code == 0, error
            kept = len(lines) - 1
            subprocess.run(["mount", "-o", "remount,size=1g", place], check=True)
            code, lines, error = run(archive, "ingest", source)
            assert code == 0, error
            check(archive, issues, reference)
            print(f"full disk: {size >> 10} KiB held {kept} issues, after more room all {issues}")
        finally:
            subprocess.run(["umount", place], check=True)
    print(f"full disk: {len(sizes)} sizes, {told} times the hint said what to do")


def read_only(reference):
    place = os.path.join(work, "locked")
    shutil.copytree(os.path.join(work, "reference"), place)
    if subprocess.run(["mount", "--bind", place, place]).returncode:
        print("read-only disk: left out, nothing can be mounted")
        return
    subprocess.run(["mount", "-o", "remount,bind,ro", place], check=True)
    try:
        code, _, error = run(place, "ingest", source)
        assert code == 3 and "Read-only" in error, (code, error)
        assert run(place, "remove", next(iter(reference[0])), "--reason", "x")[0] == 3
        assert state(place) == reference
        assert run(place, "verify")[0] == 0
    finally:
        subprocess.run(["umount", place], check=True)
    print("read-only disk: writing is refused, reading and verifying go on")


def at_once(reference):
    archive = os.path.join(work, "twice")
    command = [gazette, "ingest", source, "--archive", archive, "--quiet"]
    children = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in range(4)]
    codes = sorted(child.wait() for child in children)
    assert codes[0] == 0 and set(codes) <= {0, 11}, codes
    check(archive, issues, reference)
    print(f"at once: four runs ended with {codes}")


def searching():
    archive = os.path.join(work, "searched")
    first = os.path.join(source, "00")
    assert run(archive, "ingest", first)[0] == 0
    answers = []

    def search():
        answers.append(run(archive, "search", "marché")[0])

    child = subprocess.Popen([gazette, "ingest", source, "--archive", archive, "--quiet"], stdout=subprocess.DEVNULL)
    during = 0
    while len(answers) < 50 or child.poll() is None:
        threads = [threading.Thread(target=search) for _ in range(5)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        during += 5 * (child.poll() is None)
    assert child.wait() == 0
    assert set(answers) == {0}, answers
    print(f"searches: {len(answers)} answered, {during} of them during an ingest")


duration, reference = one_run()
print(f"one run: {issues} issues in {duration:.2f} s")
killed(duration, reference)
full_disk(reference)
read_only(reference)
at_once(reference)
searching()
shutil.rmtree(work)
