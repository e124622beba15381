#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proves that each check can fail: trees with one planted fault each."""

import tempfile
import unittest
from pathlib import Path

import check_dependencies
import check_files
import check_manual
import check_versions
import sourcetree

SPDX = "// SPDX-License-Identifier: GPL-3.0-or-later\n"
TREE = {
    "lib/base/result.h": "",
    "lib/http/request.h": '#include "base/result.h"\n#include <QByteArrayView>\n',
    "lib/capture/listener.h": '#include "http/request.h"\n',
    "lib/session/journal.h": '#include "http/request.h"\n',
    "ui/models/tablemodel.h": '#include "session/journal.h"\n#include <QAbstractTableModel>\n',
    "ui/theme/tones.h": "#include <QColor>\n",
    "ui/theme/look.h": '#include "theme/tones.h"\n',
    "ui/theme/glyphs.h": "#include <QChar>\n",
    "ui/models/text.cpp": '#include "theme/glyphs.h"\n',
    "ui/panels/bodypanel.h": '#include "models/tablemodel.h"\n#include <QWidget>\n',
    "ui/windows/mainwindow.h": '#include "panels/bodypanel.h"\n',
    "app/wiring.h": '#include "windows/mainwindow.h"\n',
    "app/main.cpp": '#include "wiring.h"\n',
    "tests/unit/tst_request.cpp": '#include "http/request.h"\n#include "tst_request.moc"\n',
}


class Planted(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        for name, text in TREE.items():
            self.plant(name, SPDX + text)

    def plant(self, name: str, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())


class Dependencies(Planted):
    def problems(self) -> list:
        return check_dependencies.Checker(self.root).run()

    def test_a_tree_in_order_is_fine(self):
        self.assertEqual(self.problems(), [])

    def test_faults(self):
        faults = (
            ("lib/base/error.h", '#include "http/request.h"', "lib/base must not include lib/http"),
            ("lib/session/file.h", '#include "capture/listener.h"', "lib/session must not include lib/capture"),
            ("lib/capture/wire.h", '#include "session/journal.h"', "lib/capture must not include lib/session"),
            ("lib/http/body.h", '#include "panels/bodypanel.h"', "lib must not include ui"),
            ("lib/http/body.h", '#include "wiring.h"', "lib must not include app"),
            ("lib/http/body.h", '#include "request.h"', "is no FOLDER/FILE"),
            ("lib/http/body.h", '#include "../base/result.h"', "relative path"),
            ("lib/http/body.h", "#include <base/result.h>", "is our own"),
            ("lib/http/body.h", "#include <QColor>", "no Gui and no Widgets"),
            ("lib/http/body.h", "#include <QtGui/qevent.h>", "no Gui and no Widgets"),
            ("lib/http/body.h", "  #  include <QPlainTextEdit>", "no Gui and no Widgets"),
            ("lib/http/body.cpp", 'auto s = tr("text");', "no translated text"),
            ("lib/http/body.cpp", 'auto s = QCoreApplication::translate("c", "t");', "no translated text"),
            ("ui/models/other.h", "#include <QIcon>", "ui/models has no Gui"),
            ("ui/models/other.h", '#include "panels/bodypanel.h"', "ui/models must not include ui/panels"),
            ("ui/models/other.cpp", '#include "theme/tones.h"', "theme/tones.h includes <QColor>"),
            ("ui/models/other.cpp", '#include "theme/look.h"', "theme/tones.h includes <QColor>"),
            ("ui/theme/other.h", '#include "models/tablemodel.h"', "ui/theme must not include ui/models"),
            ("ui/panels/other.h", '#include "windows/mainwindow.h"', "ui/panels must not include ui/windows"),
            ("ui/panels/other.h", '#include "wiring.h"', "ui must not include app"),
        )
        for name, line, expected in faults:
            with self.subTest(name=name, line=line):
                self.plant(name, f"{SPDX}{line}\n")
                found = self.problems()
                (self.root / name).unlink()
                self.assertEqual(len(found), 1, found)
                self.assertIn(expected, found[0])
                self.assertTrue(found[0].startswith(f"{name}:2:"), found[0])

    def test_comments_and_literals_are_no_code(self):
        self.plant("lib/http/body.cpp", SPDX + '// tr(x)\n/* tr(\n */ auto a = "tr(";\nauto b = R"(tr("x"))";\nptr(1);\n')
        self.assertEqual(self.problems(), [])


class Files(Planted):
    def problems(self) -> list:
        return check_files.check(self.root)

    def test_a_tree_in_order_is_fine(self):
        self.plant("lib/http/body.cpp", SPDX + "\n" * 399)
        self.plant("packaging/setup", "#!/bin/sh\n# SPDX-License-Identifier: GPL-3.0-or-later\n")
        self.plant("tests/data/raw.txt", b"\xff\r\n\t")
        self.assertEqual(self.problems(), [])

    def test_faults(self):
        faults = (
            ("lib/http/a.h", "#pragma once\n", "is missing at the top"),
            ("packaging/setup", "#!/bin/sh\n", "is missing at the top"),
            ("lib/CMakeLists.txt", "add_library(x)\n", "is missing at the top"),
            ("lib/http/a.h", SPDX + "\n" * 400, "has 401 lines"),
            ("lib/http/a.h", SPDX + "\tint a;\n", "has a tab"),
            ("lib/http/a.h", SPDX + "int a; \n", "ends in white space"),
            ("lib/http/a.h", SPDX + "int a;\r\n", "CRLF"),
            ("README.md", "text\r\n", "CRLF"),
            ("README.md", "text", "does not end with a line end"),
            ("README.md", b"\xff\n", "is not UTF-8"),
        )
        for name, content, expected in faults:
            with self.subTest(name=name, expected=expected):
                self.plant(name, content)
                found = self.problems()
                (self.root / name).unlink()
                self.assertEqual(len(found), 1, found)
                self.assertIn(expected, found[0])

    def test_a_source_that_cmake_does_not_know(self):
        listing = "# SPDX-License-Identifier: GPL-3.0-or-later\ntarget_sources(x PRIVATE\n    request.h)\n"
        listing += "set_source_files_properties(request.h\n    PROPERTIES LANGUAGE CXX)\n"
        self.plant("lib/http/CMakeLists.txt", listing)
        self.assertEqual(self.problems(), [])
        self.plant("lib/http/forgotten.cpp", SPDX)
        self.assertIn("forgotten.cpp stands beside it", self.problems()[0])

    def test_a_source_listed_twice(self):
        listing = "# SPDX-License-Identifier: GPL-3.0-or-later\ntarget_sources(x PRIVATE\n    request.h\n    request.h)\n"
        self.plant("lib/http/CMakeLists.txt", listing)
        self.assertIn("request.h is listed twice", self.problems()[0])


class Versions(Planted):
    def setUp(self):
        super().setUp()
        self.plant("CMakeLists.txt", "project(hookloupe VERSION 1.2.3 LANGUAGES CXX)\n")
        self.plant("CHANGELOG.md", "## [Unreleased]\n## [1.2.3] - 2030-01-01\n## [1.2.2] - 2029-01-01\n")
        self.plant("packaging/io.github.hookloupe.Hookloupe.metainfo.xml", '<release version="1.2.3" date="2030-01-01"/>\n')
        self.plant("packaging/hookloupe.1", '.TH HOOKLOUPE 1 2030-01-01 "hookloupe 1.2.3" "User Commands"\n')

    def test_equal_versions_are_fine(self):
        self.assertEqual(check_versions.check(self.root), [])

    def test_each_place_is_compared(self):
        for _, name, _ in check_versions.PLACES:
            with self.subTest(name=name):
                before = (self.root / name).read_text()
                self.plant(name, before.replace("1.2.3", "1.2.4"))
                self.assertIn("the versions differ", check_versions.check(self.root)[0])
                self.plant(name, "nothing\n")
                self.assertIn("has no version", check_versions.check(self.root)[0])
                self.plant(name, before)


class Manual(Planted):
    PAPERS = {
        "app/serveoptions.cpp": 'parser.add_option("--max-body", text);\nparser\n    .add_flag(\n        "--json", isJson);\n',
        "lib/http/anomaly.cpp": 'constexpr std::array Codes {\n    "bare-lf",\n    "bad-method",\n};\n',
        "packaging/hookloupe.1": ".BI \\-\\-max\\-body\n.B \\-\\-json\n",
        "packaging/completions/hookloupe.bash": "--max-body --json\n",
        "packaging/completions/_hookloupe": "--max-body[x] --json[y]\n",
        "packaging/completions/hookloupe.fish": "-l max-body\n-l json\n",
        "resources/manual/command-line.md": "| `--max-body SIZE` |\n`show [--json]`\n",
        "resources/manual/limits-and-faults.md": "| `bare-lf` | x |\n| `bad-method` | y | 400 |\n[a](command-line.md#b)\n",
    }

    def setUp(self):
        super().setUp()
        for name, text in self.PAPERS.items():
            self.plant(name, text)

    def test_papers_that_tell_everything_are_fine(self):
        self.assertEqual(check_manual.check(self.root), [])

    def test_each_place_is_looked_at(self):
        for name in list(self.PAPERS)[2:7]:
            for option in ("max-body", "json"):
                with self.subTest(name=name, option=option):
                    text = self.PAPERS[name]
                    self.plant(name, text.replace(option, "else").replace(option.replace("-", "\\-"), "else"))
                    self.assertIn(f"{name}: says nothing of --{option}", check_manual.check(self.root))
                    self.plant(name, text)

    def test_anomalies_are_compared_both_ways(self):
        self.plant("resources/manual/limits-and-faults.md", "| `bare-lf` | x |\n| `bare-ff` | y |\n")
        problems = check_manual.check(self.root)
        self.assertEqual(len(problems), 2, problems)

    def test_a_link_that_leads_nowhere(self):
        self.plant("README.md", "[a](https://example.org/) [b](app/main.cpp) [c](nothing.md) ![d](none.png)\n")
        problems = check_manual.check(self.root)
        self.assertEqual(len(problems), 2, problems)
        self.assertIn("README.md: the link to nothing.md leads nowhere", problems)


class Literals(unittest.TestCase):
    def test_lines_keep_their_numbers(self):
        text = 'a("x\\"y") // c\n/* 1\n2 */ 1\'000 R"-(\n)")-" b\n'
        self.assertEqual(sourcetree.code_only(text).count("\n"), text.count("\n"))
        self.assertNotIn("c", sourcetree.code_only(text))
        self.assertIn("b", sourcetree.code_only(text))


if __name__ == "__main__":
    unittest.main()
