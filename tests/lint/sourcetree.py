# SPDX-License-Identifier: GPL-3.0-or-later
"""The project's own files, and C++ text without what is not code."""

import re
from pathlib import Path

FOLDERS = ("app", "lib", "ui", "resources", "tests", "packaging", ".ci", "LICENSES")
SKIPPED_FOLDERS = {"node_modules", "__pycache__", ".git", ".cache"}
NOT_CODE = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"([^()\\\s]{0,16})\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<!\w)\'(?:\\.|[^\'\\\n])+\'', re.S)


def files(root: Path):
    """Every file of the tree, as paths relative to \\p root, sorted; no build output."""
    found = [path.relative_to(root) for path in root.iterdir() if path.is_file()]
    for folder in FOLDERS:
        for path in (root / folder).rglob("*"):
            relative = path.relative_to(root)
            if path.is_file() and not SKIPPED_FOLDERS.intersection(relative.parts):
                found.append(relative)
    return sorted(found)


def is_cpp(path: Path) -> bool:
    return path.suffix in (".cpp", ".h")


def is_script(root: Path, path: Path) -> bool:
    """A program text with a #! line, whatever its name."""
    if path.suffix in (".py", ".sh"):
        return True
    with (root / path).open("rb") as file:
        return path.suffix in ("", ".mjs", ".js") and file.read(2) == b"#!"


def is_source(root: Path, path: Path) -> bool:
    """What people write and review as code."""
    return is_cpp(path) or path.name == "CMakeLists.txt" or path.suffix in (".cmake", ".js", ".mjs") or is_script(root, path)


def code_only(text: str) -> str:
    """C++ text with comments and literals blanked out; the lines keep their numbers."""
    return NOT_CODE.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def report(name: str, problems: list) -> int:
    """Prints the problems; the exit status of the check."""
    for problem in problems:
        print(problem)
    print(f"{name}: {len(problems)} problem(s)" if problems else f"{name}: fine")
    return 1 if problems else 0
