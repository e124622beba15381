#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks who includes whom: app -> ui -> lib, and the layers inside lib and ui.

Usage: check_dependencies.py ROOT
"""

import re
import sys
from pathlib import Path

import sourcetree

# Each folder of lib, and which others of lib it may include.
LIB = {
    "base": (),
    "http": ("base",),
    "profile": ("base", "http"),
    "signature": ("base", "http", "profile"),
    "delivery": ("base", "http", "profile", "signature"),
    "query": ("base", "http", "profile", "signature", "delivery"),
    "response": ("base", "http", "delivery"),
    "endpoint": ("base", "http", "profile", "signature", "delivery", "response"),
    "capture": ("base", "http", "response"),
    "session": ("base", "http", "profile", "signature", "delivery", "query", "response", "endpoint"),
    "engine": (
        "base", "http", "profile", "signature", "delivery", "query", "response", "endpoint", "capture", "session"),
    "exchange": (
        "base", "http", "profile", "signature", "delivery", "response", "endpoint", "capture", "session", "engine"),
}
# The same for ui.
UI = {
    "messages": (),
    "theme": (),
    "settings": (),
    "bytes": ("messages", "settings", "theme"),
    "models": ("bytes", "messages", "settings", "theme"),
    "widgets": ("bytes", "messages", "models", "settings", "theme"),
    "filter": ("messages", "models", "settings", "theme", "widgets"),
    "response": ("bytes", "messages", "models", "settings", "theme", "widgets"),
    "signature": ("bytes", "messages", "models", "settings", "theme", "widgets"),
    "message": ("bytes", "messages", "models", "settings", "theme", "widgets"),
    "panels": ("bytes", "message", "messages", "models", "response", "settings", "signature", "theme", "widgets"),
    "endpoints": ("bytes", "messages", "models", "response", "settings", "theme", "widgets"),
    "profiles": ("bytes", "messages", "models", "settings", "signature", "theme", "widgets"),
    "windows": (
        "bytes", "endpoints", "filter", "message", "messages", "models", "panels", "profiles", "response", "settings",
        "signature", "theme", "widgets"),
}
GUI_MODULES = ("QtGui", "QtWidgets", "QtSvg", "QtSvgWidgets", "QtPrintSupport", "QtOpenGL", "Qsci")
GUI_CLASS = re.compile(
    r"Q(Gui\w*|Application|Widget\w*|Color\w*|Icon\w*|Pixmap\w*|Image\w*|Font\w*|Brush|Pen|Painter\w*|Palette|Bitmap|Cursor|"
    r"Picture|KeySequence|Shortcut|Clipboard|Window|Screen|StyleHints|Style\w*|Action\w*|Text(Document|Cursor|Format|Layout|"
    r"Edit|Browser|Option|CharFormat)\w*|Standard(Item|ItemModel)|Validator|\w*Validator|Desktop\w*|Drag|MouseEvent|KeyEvent|"
    r"Accessible\w*|\w*(Widget|View|Button|Box|Edit|Layout|Dialog|Delegate|Menu|Bar|Label|Slider|Splitter|Header|Action)|"
    r"Menu|Label|Frame|Svg\w*|Matrix4x4|Vector[234]D|Transform|Region|Polygon\w*|Sci\w*)")
NOT_GUI = {"QByteArrayView", "QStringView", "QUtf8StringView", "QLatin1StringView", "QAnyStringView", "QMimeType"}
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(["<])([^">\n]+)[">]', re.M)
TRANSLATION = re.compile(r"\b(?:tr|translate|qsTr|qtTrId)\s*\(|\bQ_DECLARE_TR_FUNCTIONS\b")


def is_gui(included: str) -> bool:
    name = included.rsplit("/", 1)[-1]
    return included.split("/")[0] in GUI_MODULES or (name not in NOT_GUI and bool(GUI_CLASS.fullmatch(name)))


class Checker:
    def __init__(self, root: Path):
        self.root = root
        self.problems = []

    def run(self) -> list:
        for path in sourcetree.files(self.root):
            if sourcetree.is_cpp(path) and path.parts[0] in ("app", "lib", "ui", "tests"):
                self.check(path)
        return self.problems

    def check(self, path: Path) -> None:
        text = (self.root / path).read_text(encoding="utf-8", errors="replace")
        for match in INCLUDE.finditer(text):
            place = f"{path}:{text.count(chr(10), 0, match.start()) + 1}"
            if match.group(1) == '"':
                self.check_own(place, path, match.group(2))
            else:
                self.check_foreign(place, path, match.group(2))
        if path.parts[0] == "lib":
            code = sourcetree.code_only(text)
            for match in TRANSLATION.finditer(code):
                line = code.count("\n", 0, match.start()) + 1
                self.problems.append(f"{path}:{line}: lib has no translated text; return a code, ui/messages says it")

    def check_own(self, place: str, path: Path, included: str) -> None:
        """An include of the project's own, in quotes."""
        part, folder = path.parts[0], path.parts[1]
        target = Path(included)
        if ".." in target.parts or "." in target.parts:
            self.problems.append(f'{place}: "{included}" goes by a relative path; write FOLDER/FILE')
            return
        if included == path.stem + ".moc" or part == "tests" and self.is_beside(path, included):
            return
        if part == "app" and self.is_beside(path, included):
            return
        roots = {"lib": ("lib",), "ui": ("ui", "lib"), "app": ("ui", "lib", "app"), "tests": ("ui", "lib", "tests", "app")}[part]
        home = next((Path(root) for root in roots if len(target.parts) > 1 and (self.root / root / target).is_file()), None)
        if home is None:
            self.problems.append(self.unresolved(place, part, target))
            return
        layers = {"lib": LIB, "ui": UI}.get(part)
        if str(home) == part and layers and target.parts[0] not in (folder, *layers.get(folder, ())):
            self.problems.append(f"{place}: {part}/{folder} must not include {part}/{target.parts[0]}")
        elif folder == "models" and str(home) == "ui" and target.parts[0] != folder and (through := self.gui_behind(home / target)):
            self.problems.append(f"{place}: ui/models has no Gui and no Widgets ({through})")

    def is_beside(self, path: Path, included: str) -> bool:
        return (self.root / path.parent / included).is_file()

    def gui_behind(self, header: Path, seen=()) -> str:
        """The way from a header of ui to a Gui or Widgets header; empty where there is none."""
        if header in seen or not (self.root / header).is_file():
            return ""
        for match in INCLUDE.finditer((self.root / header).read_text(encoding="utf-8", errors="replace")):
            included = match.group(2)
            if match.group(1) == "<" and is_gui(included):
                return f"{header} includes <{included}>"
            if match.group(1) == '"' and (through := self.gui_behind(Path("ui") / included, (*seen, header))):
                return through
        return ""

    def unresolved(self, place: str, part: str, target: Path) -> str:
        for other in ("ui", "app"):
            if (self.root / other / target).is_file():
                return f"{place}: {part} must not include {other} ({target})"
        return f'{place}: "{target}" is no FOLDER/FILE of lib or ui'

    def check_foreign(self, place: str, path: Path, included: str) -> None:
        """An include of Qt, std or another library, in angle brackets."""
        if (self.root / "lib" / included).is_file() or (self.root / "ui" / included).is_file():
            self.problems.append(f"{place}: <{included}> is our own; write it in quotes")
        folder = "/".join(path.parts[:2])
        if path.parts[0] == "lib" or folder == "ui/models":
            if is_gui(included):
                self.problems.append(f"{place}: {folder} has no Gui and no Widgets (<{included}>)")


def main() -> int:
    root = Path(sys.argv[1]).resolve()
    checker = Checker(root)
    problems = checker.run()
    for part, known in (("lib", LIB), ("ui", UI)):
        for folder in sorted(path.name for path in (root / part).iterdir() if path.is_dir()):
            if folder not in known and folder not in sourcetree.SKIPPED_FOLDERS:
                problems.append(f"{part}/{folder}: an unknown layer; give it its place in {Path(__file__).name}")
    return sourcetree.report("dependencies", problems)


if __name__ == "__main__":
    sys.exit(main())
