#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that the papers tell what the program has: each option, each anomaly, and links that lead somewhere.

Usage: check_manual.py ROOT
"""

import re
import sys
from pathlib import Path

import sourcetree

OPTION = re.compile(r'add_(?:option|flag)\(\s*"--([a-z][a-z-]*)"')
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
FOREIGN = re.compile(r"[a-z]+:")


def options(root: Path) -> set:
    found = set()
    for path in sorted((root / "app").rglob("*.cpp")):
        found.update(OPTION.findall(path.read_text(encoding="utf-8")))
    return found


def check_options(root: Path) -> list:
    places = {
        "resources/manual/command-line.md": r"`[^`]*--{}\b[^`]*`|^hookloupe .*--{}\b",
        "packaging/hookloupe.1": r"\\-\\-{}\b",
        "packaging/completions/hookloupe.bash": r"--{}\b",
        "packaging/completions/_hookloupe": r"--{}\b",
        "packaging/completions/hookloupe.fish": r"-l {}\b",
    }
    problems = []
    for name, pattern in places.items():
        text = (root / name).read_text(encoding="utf-8")
        for option in sorted(options(root)):
            spelling = option.replace("-", r"\\-") if name.endswith(".1") else option
            if not re.search(pattern.replace("{}", spelling), text, re.M):
                problems.append(f"{name}: says nothing of --{option}")
    return problems


def check_anomalies(root: Path) -> list:
    source = (root / "lib/http/anomaly.cpp").read_text(encoding="utf-8")
    codes = set(re.findall(r'^\s+"([a-z0-9-]+)",', source, re.M))
    told = set(re.findall(r"^\| `([a-z0-9-]+)` \|", (root / "resources/manual/limits-and-faults.md").read_text(), re.M))
    problems = [f"resources/manual/limits-and-faults.md: says nothing of {code}" for code in sorted(codes - told)]
    problems += [f"resources/manual/limits-and-faults.md: there is no {code} in the program" for code in sorted(told - codes)]
    return problems if codes else ["lib/http/anomaly.cpp: no anomaly codes found"]


def check_causes(root: Path) -> list:
    """Each cause of a mismatch that the program names has its section in the manual."""
    folder = root / "lib/signature/explanation"
    if not folder.is_dir():
        return []
    source = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.cpp")))
    kinds = "body|hash|previous|scheme|secret|signature|timestamp|url|wrong"
    codes = set(re.findall(rf'"((?:{kinds})(?:-[a-z]+)+)"', source))
    told = set(re.findall(r"^## ([a-z-]+)$", (root / "resources/manual/signature-causes.md").read_text(encoding="utf-8"), re.M))
    problems = [f"resources/manual/signature-causes.md: says nothing of {code}" for code in sorted(codes - told)]
    problems += [f"resources/manual/signature-causes.md: there is no {code} in the program" for code in sorted(told - codes)]
    return problems if codes else ["lib/signature/explanation: no cause codes found"]


def check_filter(root: Path) -> list:
    """Each field of the filter language has its row in the manual, and no other is told of."""
    source = root / "lib/query/filterfield.cpp"
    if not source.is_file():
        return []
    fields = dict(re.findall(r'FilterField::\w+,\s*"([a-z]+)"_L1[^"]*"([^"]+)"_L1', source.read_text(encoding="utf-8")))
    page = "resources/manual/filter.md"
    rows = re.findall(r"^\| `([a-z]+)[^|]*\|[^|]*\| `-?([^`]+)` \|$", (root / page).read_text(encoding="utf-8"), re.M)
    problems = [f"{page}: says nothing of {field}" for field in sorted(fields.keys() - dict(rows).keys())]
    problems += [f"{page}: there is no {field} in the program" for field in sorted(dict(rows).keys() - fields.keys())]
    return problems if fields else ["lib/query/filterfield.cpp: no fields found"]


def check_links(root: Path) -> list:
    problems = []
    for path in sourcetree.files(root):
        if path.suffix != ".md":
            continue
        for link in LINK.findall((root / path).read_text(encoding="utf-8")):
            if not FOREIGN.match(link) and not (root / path.parent / link).exists():
                problems.append(f"{path}: the link to {link} leads nowhere")
    return problems


def check(root: Path) -> list:
    return check_options(root) + check_anomalies(root) + check_causes(root) + check_filter(root) + check_links(root)


if __name__ == "__main__":
    sys.exit(sourcetree.report("manual", check(Path(sys.argv[1]).resolve())))
