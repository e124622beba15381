# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures that bench_journal prints of the session store alone, as rows of the same table."""

import os
import re
import subprocess
from pathlib import Path

from measures import Bench
from subjects import Unavailable

FIGURES = (
    (r"deliveries per second\s+([\d.]+)", "rate", "/s", None),
    (r"CPU microseconds each\s+([\d.]+)", "CPU time of a delivery", "µs", None),
    (r"deliveries per commit\s+([\d.]+)", "deliveries in a commit", "", None),
    (r"wait for the commit, ms\s+p50 ([\d.]+)", "wait for the commit, p50", "ms", None),
    (r"wait for the commit, ms.* p99 ([\d.]+)", "wait for the commit, p99", "ms", None),
    (r"file / raw bytes\s+([\d.]+)", "session file ÷ raw bytes", "×", 1.2),
    (r"open and \d+ newest ([\d.]+) ms", "open and list the newest 200", "ms", 500),
    (r"all \d+ summaries ([\d.]+) ms", "read all summaries", "ms", None),
)


def measure(bench: Bench, program: Path) -> None:
    if not program.is_file():
        raise Unavailable(f"{program} is not built")
    deliveries = bench.scaled(200_000)
    bench.say(f"the journal alone, {deliveries} deliveries")
    output = subprocess.run([str(program), str(deliveries)], env=dict(os.environ, TMPDIR=str(bench.folder)), capture_output=True,
                            text=True, timeout=180, check=True).stdout
    group = f"the journal alone (bench_journal, {deliveries:,} deliveries, 64 under way)"
    for pattern, what, unit, target in FIGURES:
        found = re.search(pattern, output)
        if found:
            bench.report.add(group, what, float(found.group(1)), unit, target, at_least=False)
