#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that CMake, the change log, the AppStream metainfo and the manual page name the same version.

Usage: check_versions.py ROOT
"""

import re
import sys
from pathlib import Path

import sourcetree

# What the file is, the file, and where its newest version stands.
PLACES = (
    ("the project", "CMakeLists.txt", r"project\(hookloupe VERSION (\d+\.\d+\.\d+)"),
    ("the change log", "CHANGELOG.md", r"^## \[?(\d+\.\d+\.\d+)\]?"),
    ("the metainfo", "packaging/io.github.hookloupe.Hookloupe.metainfo.xml", r'<release version="(\d+\.\d+\.\d+)"'),
    ("the manual page", "packaging/hookloupe.1", r'^\.TH HOOKLOUPE 1 \S+ "hookloupe (\d+\.\d+\.\d+)"'),
)


def check(root: Path) -> list:
    problems, versions = [], {}
    for what, name, pattern in PLACES:
        path = root / name
        match = re.search(pattern, path.read_text(encoding="utf-8"), re.M) if path.is_file() else None
        if match:
            versions[f"{what} ({name})"] = match.group(1)
        else:
            problems.append(f"{name}: has no version of the form 1.2.3 where {what} should name it")
    if len(set(versions.values())) > 1:
        problems.append("the versions differ: " + ", ".join(f"{what} {version}" for what, version in versions.items()))
    return problems


if __name__ == "__main__":
    sys.exit(sourcetree.report("versions", check(Path(sys.argv[1]).resolve())))
