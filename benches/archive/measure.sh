#!/bin/sh
# Measures an archive of many issues: `measure.sh GAZETTE FOLDER ARCHIVE`. FOLDER comes from generate.py.
# Wants pdftotext (poppler), GNU time and xargs. Cold starts drop the page cache where that is allowed.
set -eu
gazette=$1 folder=$2 archive=$3
timed() { label=$1; shift; /usr/bin/time -f "$label: %e s, %M kB at most" "$@"; }
cold() { sync; { echo 3 > /proc/sys/vm/drop_caches; } 2>/dev/null || true; }

cold
timed "pdftotext with xargs -P2" sh -c "find '$folder' -name '*.pdf' -print0 | xargs -0 -P2 -I{} pdftotext {} /dev/null"
cold
timed "first ingest" "$gazette" ingest "$folder" --archive "$archive" --quiet --no-progress
timed "second ingest" "$gazette" ingest "$folder" --archive "$archive" --quiet --no-progress
id=$("$gazette" list --archive "$archive" | sed -n '5000s/ .*//p')
for pass in cold warm; do
    for command in "list" "show $id" "search marche" "search 'assemblée générale'"; do
        [ $pass = warm ] || cold
        timed "$pass: $command" sh -c "exec '$gazette' $command --archive '$archive' >/dev/null 2>/dev/null"
    done
done
