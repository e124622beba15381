#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the shipped profiles, and the cases that the strict reader is tested with, against the JSON Schema.

Usage: check_profiles.py ROOT
"""

import json
import sys
from pathlib import Path

import jsonschema

SCHEMA = "resources/profiles/profile.schema.json"
CASES = "tests/data/profiles/cases.json"


def validator(root: Path):
    schema = json.loads((root / SCHEMA).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def place(error) -> str:
    return "/" + "/".join(str(step) for step in error.absolute_path)


def check_shipped(root: Path, schema) -> list:
    problems = []
    files = sorted(path for path in (root / "resources/profiles").glob("*.json") if not path.name.endswith(".schema.json"))
    if not files:
        problems.append("resources/profiles: holds no profiles")
    for path in files:
        for error in schema.iter_errors(json.loads(path.read_text(encoding="utf-8"))):
            problems.append(f"{path.relative_to(root)}: {place(error)}: {error.message[:200]}")
    return problems


def check_cases(root: Path, schema) -> list:
    """What the reader takes the schema must take, too; of what it refuses, all but what only it can see."""
    problems = []
    cases = json.loads((root / CASES).read_text(encoding="utf-8"))
    for case in cases["cases"]:
        profile = {key: value for key, value in {**cases["base"], **case["with"]}.items() if value is not None}
        wanted = case["good"] or case.get("beyond_schema", False)
        if schema.is_valid(profile) != wanted:
            problems.append(f"{CASES}: {case['name']}: the schema {'refuses' if wanted else 'takes'} it")
    return problems


def main() -> int:
    root = Path(sys.argv[1])
    schema = validator(root)
    problems = check_shipped(root, schema) + check_cases(root, schema)
    for problem in problems:
        print(problem)
    print(f"profiles: {len(problems)} problem(s)" if problems else "profiles: fine")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
