# SPDX-License-Identifier: GPL-3.0-or-later
"""What was measured, as a table for people and as JSON."""

import json
import sys
from dataclasses import asdict, dataclass, field
from typing import Optional


@dataclass
class Row:
    """One figure. With a target it is met or missed, and by how much."""

    group: str
    what: str
    figure: float
    unit: str
    target: Optional[float] = None
    at_least: bool = True
    note: str = ""

    def verdict(self) -> str:
        if self.target is None:
            return ""
        if self.is_met():
            return "met"
        if self.target == 0:
            return "missed"
        return f"missed by {abs(self.figure / self.target - 1) * 100:.0f} %"

    def is_met(self) -> bool:
        return self.figure >= self.target if self.at_least else self.figure <= self.target


@dataclass
class Report:
    rows: list = field(default_factory=list)
    skipped: list = field(default_factory=list)

    def add(self, *values, **named) -> None:
        self.rows.append(Row(*values, **named))

    def skip(self, what: str, why: object) -> None:
        self.skipped.append(f"{what}: {why}")
        print(f"  skipped: {what}: {why}", file=sys.stderr, flush=True)

    def table(self) -> str:
        lines = [["what", "figure", "target", "", "note"]]
        groups = []
        for row in self.rows:
            if row.group not in groups:
                groups.append(row.group)
        for group in groups:
            lines.append([group])
            for row in self.rows:
                if row.group != group:
                    continue
                target = "" if row.target is None else ("≥ " if row.at_least else "≤ ") + number(row.target)
                lines.append(["  " + row.what, f"{number(row.figure)} {row.unit}".strip(), target, row.verdict(), row.note])
        widths = [max(len(line[column]) for line in lines if len(line) > 1) for column in range(4)]
        texts = []
        for line in lines:
            if len(line) == 1:
                texts.append(line[0])
                continue
            cells = [line[0].ljust(widths[0]), line[1].rjust(widths[1]), line[2].rjust(widths[2]), line[3].ljust(widths[3]), line[4]]
            texts.append("  ".join(cells).rstrip())
        texts += [f"skipped: {text}" for text in self.skipped]
        return "\n".join(texts)

    def json(self, facts: dict) -> str:
        rows = [dict(asdict(row), verdict=row.verdict()) for row in self.rows]
        return json.dumps({"facts": facts, "rows": rows, "skipped": self.skipped}, indent=1, ensure_ascii=False)


def number(value: float) -> str:
    if value is None:
        return "-"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    if abs(value) >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}"
