"""Validates JSON Lines of records against a JSON Schema: validate.py SCHEMA RECORDS."""
import json
import sys

import jsonschema

schema = json.load(open(sys.argv[1], encoding="utf-8"))
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
count = bad = 0
for line in open(sys.argv[2], encoding="utf-8"):
    count += 1
    record = json.loads(line)
    for error in validator.iter_errors(record):
        bad += 1
        print(f"{record.get('slug')}: {error.json_path}: {error.message[:200]}")
print(f"{count} records, {bad} errors")
sys.exit(1 if bad or not count else 0)
