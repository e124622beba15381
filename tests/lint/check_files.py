#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the form of every file: licence line, length, line ends, tabs, and that CMake knows each C++ file.

Usage: check_files.py ROOT
"""

import re
import sys
from pathlib import Path

import sourcetree

MOST_LINES = 400
LICENCE = "SPDX-License-Identifier: GPL-3.0-or-later"
LISTED_FILE = re.compile(r"#.*|set_source_files_properties\([^)]*\)|(?<![\w/.])([\w-]+\.(?:cpp|h))\b")
TEXT_SUFFIXES = {".md", ".txt", ".json", ".toml", ".xml", ".desktop", ".svg", ".qrc", ".1", ".fish", ".yml", ".yaml"}
# Inputs of tests may be as broken as they like.
DATA_FOLDERS = (("tests", "data"), ("tests", "fuzz", "corpus"))


def is_data(path: Path) -> bool:
    return any(path.parts[: len(folder)] == folder for folder in DATA_FOLDERS)


def check_text(path: Path, content: bytes, is_code: bool) -> list:
    problems = []
    if b"\r\n" in content:
        problems.append(f"{path}: has CRLF line ends; LF is used everywhere")
    if content and not content.endswith(b"\n"):
        problems.append(f"{path}: does not end with a line end")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        problems.append(f"{path}: is not UTF-8 (byte {error.start})")
    if not is_code:
        return problems
    lines = content.split(b"\n")
    if len(lines) - 1 > MOST_LINES:
        problems.append(f"{path}: has {len(lines) - 1} lines; at most {MOST_LINES}, so split it")
    if LICENCE.encode() not in b"\n".join(lines[:3]):
        problems.append(f"{path}: the line '{LICENCE}' is missing at the top")
    for number, line in enumerate(lines, 1):
        if b"\t" in line:
            problems.append(f"{path}:{number}: has a tab")
        if line.rstrip() != line.rstrip(b"\r"):
            problems.append(f"{path}:{number}: ends in white space")
    return problems


def check_listed(root: Path, paths: list) -> list:
    """A folder of lib, ui or app lists each of its C++ files once in its CMakeLists.txt."""
    problems = []
    for listing in paths:
        if listing.name != "CMakeLists.txt" or listing.parts[0] not in ("app", "lib", "ui"):
            continue
        listed = [name for name in LISTED_FILE.findall((root / listing).read_text(encoding="utf-8")) if name]
        there = [path.name for path in paths if path.parent == listing.parent and sourcetree.is_cpp(path)]
        problems += [f"{listing}: {name} stands beside it but not in it" for name in there if name not in listed]
        problems += [f"{listing}: {name} is listed twice" for name in sorted(set(listed)) if listed.count(name) > 1]
    return problems


def check(root: Path) -> list:
    paths = [path for path in sourcetree.files(root) if not is_data(path)]
    problems = check_listed(root, paths)
    for path in paths:
        is_code = sourcetree.is_source(root, path)
        if is_code or path.suffix in TEXT_SUFFIXES:
            problems += check_text(path, (root / path).read_bytes(), is_code)
    return problems


if __name__ == "__main__":
    sys.exit(sourcetree.report("files", check(Path(sys.argv[1]).resolve())))
