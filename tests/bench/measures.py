# SPDX-License-Identifier: GPL-3.0-or-later
"""The groups of measurements under load. Ratios are taken within a round and their median is reported."""

import math
import statistics
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from loads import CONNECTIONS, Loads
from report import Report
from subjects import BareQt, Capturing, Mockttp, Nginx, Serve, ServeNdjson, Subject, Unavailable, Window

WARM_UP_SECONDS = 1


@dataclass
class Bench:
    """What every group of measurements needs."""

    folder: Path
    loads: Loads
    report: Report
    rounds: int
    seconds: float
    scale: float  # below 1: a quick look
    kinds: list  # the servers that can be started here
    starts: int = field(default=0)

    def make(self, kind: type) -> Subject:
        """A server that has not been started, with an empty folder."""
        self.starts += 1
        return kind(self.folder / f"{self.starts:03}-{kind.__name__.lower()}")

    def has(self, kind: type) -> bool:
        return kind in self.kinds

    def scaled(self, count: int) -> int:
        return max(1, int(count * self.scale))

    def say(self, text: str) -> None:
        print(text, file=sys.stderr, flush=True)


class Samples:
    """Figures by server and round."""

    def __init__(self):
        self.values = {}

    def put(self, kind: type, name: str, value: float) -> None:
        self.values.setdefault((kind, name), []).append(value)

    def median(self, kind: type, name: str) -> float:
        return statistics.median(self.values[(kind, name)])

    def ratio(self, kind: type, other: type, name: str) -> float:
        pairs = zip(self.values[(kind, name)], self.values[(other, name)])
        return statistics.median(mine / theirs for mine, theirs in pairs)

    def spread(self, kind: type, other: type, name: str) -> str:
        ratios = [mine / theirs for mine, theirs in zip(self.values[(kind, name)], self.values[(other, name)])]
        return f"{min(ratios):.2f} to {max(ratios):.2f}"


def throughput(bench: Bench) -> None:
    samples = Samples()
    threads = {}
    for turn in range(bench.rounds):
        bench.say(f"deliveries per second, round {turn + 1} of {bench.rounds}")
        for kind in bench.kinds:
            with bench.make(kind) as subject:
                load_once(bench, subject, samples, threads)
    report_rates(bench, samples)
    report_cpu(bench, samples, threads)
    group = "delay at full load (64 connections, from the client's side)"
    for kind in bench.kinds:
        target = 10 if kind is Serve else None
        bench.report.add(group, f"{kind.label}: p99", samples.median(kind, "p99_ms"), "ms", target, at_least=False,
                         note=f"p50 {samples.median(kind, 'p50_ms'):.2f} ms; the load alone keeps both cores busy")


def load_once(bench: Bench, subject: Subject, samples: Samples, threads: dict) -> None:
    kind = type(subject)
    warm = bench.loads.wrk(subject.port, WARM_UP_SECONDS)
    used = subject.cpu_seconds()
    by_thread = subject.cpu_by_thread()
    counted = bench.loads.wrk(subject.port, bench.seconds)
    samples.put(kind, "cpu_us", (subject.cpu_seconds() - used) * 1e6 / counted["requests"])
    for name, seconds in subject.cpu_by_thread().items():
        spent = (seconds - by_thread.get(name, 0.0)) * 1e6 / counted["requests"]
        threads.setdefault((kind, name), []).append(spent)
    samples.put(kind, "per_second", counted["per_second"])
    samples.put(kind, "p50_ms", counted["p50_us"] / 1000)
    samples.put(kind, "p99_ms", counted["p99_us"] / 1000)
    if counted["not_2xx"] or counted["failed"]:
        raise RuntimeError(f"{kind.label}: {counted['not_2xx']} answers not 2xx, {counted['failed']} failed")
    if isinstance(subject, Capturing):
        answered = counted["requests"] + warm["requests"]
        captured = subject.captured()
        samples.put(kind, "kept", captured / answered)
        if captured < answered:
            raise RuntimeError(f"{kind.label}: {answered} answered but only {captured} in the session")


def report_rates(bench: Bench, samples: Samples) -> None:
    group = f"captured and durable deliveries per second ({CONNECTIONS} keep-alive connections, 1 KiB JSON, 12 headers)"

    def add(kind: type, other: type, target: float = None) -> None:
        if bench.has(kind) and bench.has(other):
            bench.report.add(group, f"{kind.label} ÷ {other.label}", samples.ratio(kind, other, "per_second"), "×", target,
                             note=samples.spread(kind, other, "per_second"))

    add(Serve, Nginx, 0.5)
    add(Serve, BareQt, 1.0)
    add(Serve, Mockttp)
    add(ServeNdjson, Serve)
    add(Window, Serve, 0.9)
    add(Window, BareQt)
    add(Nginx, BareQt)
    add(Mockttp, BareQt)
    for kind in bench.kinds:
        bench.report.add(group, f"{kind.label}: rate", samples.median(kind, "per_second"), "/s", note="moves with the machine")
        if issubclass(kind, Capturing):
            bench.report.add(group, f"{kind.label}: in the session ÷ answered", min(samples.values[(kind, "kept")]), "×", 1.0)


def report_cpu(bench: Bench, samples: Samples, threads: dict) -> None:
    group = "CPU time of the server process per request"
    for kind in bench.kinds:
        parts = [(statistics.median(values), name) for (owner, name), values in threads.items() if owner is kind]
        note = ", ".join(f"{name} {spent:.1f}" for spent, name in sorted(parts, reverse=True) if spent >= 0.3)
        bench.report.add(group, kind.label, samples.median(kind, "cpu_us"), "µs", note=note if issubclass(kind, Capturing) else "")


def delay(bench: Bench) -> None:
    """An open load well below what each can do; the delay counts from the moment a request was due."""
    per_second = 1000
    kinds = [kind for kind in bench.kinds if kind not in (ServeNdjson, Mockttp)]
    samples = Samples()
    for turn in range(bench.rounds):
        bench.say(f"delay at {per_second} requests a second, round {turn + 1} of {bench.rounds}")
        for kind in kinds:
            with bench.make(kind) as subject:
                bench.loads.rate(subject.port, per_second, 1)
                seen = bench.loads.rate(subject.port, per_second, max(1, round(bench.seconds)))
                for name in ("p50_ms", "p99_ms", "max_ms"):
                    samples.put(kind, name, seen[name])
    group = f"delay of a response at {per_second:,} requests a second (16 connections, open load)"
    for kind in kinds:
        bench.report.add(group, f"{kind.label}: p50", samples.median(kind, "p50_ms"), "ms")
        bench.report.add(group, f"{kind.label}: p99", samples.median(kind, "p99_ms"), "ms", note=f"max {samples.median(kind, 'max_ms'):.1f} ms")
    for kind in (Serve, Window):
        if not bench.has(kind):
            continue
        for name, target in (("p50_ms", None), ("p99_ms", 10)):
            added = samples.median(kind, name) - samples.median(BareQt, name)
            bench.report.add(group, f"{kind.label}: {name[:3]} added to the bare QHttpServer's", added, "ms", target, at_least=False)


def memory(bench: Bench) -> None:
    """RSS growth over many deliveries, once caches are full."""
    group = "memory and disk per delivery"
    first, more = bench.scaled(50_000), bench.scaled(200_000)
    for kind in (Serve, Window, Mockttp):
        if not bench.has(kind):
            continue
        bench.say(f"memory of {kind.label} over {more} deliveries")
        count = more if kind is not Mockttp else more // 10
        with bench.make(kind) as subject:
            bench.loads.count(subject.port, first if kind is not Mockttp else first // 10)
            settle(subject)
            before = subject.memory_kib()
            bench.loads.count(subject.port, count)
            settle(subject)
            grown = (subject.memory_kib() - before) * 1024 / count
            bench.report.add(group, f"{kind.label}: RSS growth per delivery", grown, "bytes", 150 if kind is Window else None, at_least=False,
                             note=f"over {count:,} deliveries; RSS at the end {subject.memory_kib() / 1024:.0f} MiB")
        if kind is Serve:
            total = first + count
            share = subject.session_bytes() / (total * bench.loads.request_bytes())
            bench.report.add(group, "session file ÷ raw bytes captured", share, "×", 1.2, at_least=False,
                             note=f"{total:,} deliveries of {bench.loads.request_bytes()} bytes; no text index")


def settle(subject: Subject, most_seconds: float = 6.0) -> None:
    """Waits until the process has nothing left to do, at most a while."""
    end = time.monotonic() + most_seconds
    used = math.inf
    while time.monotonic() < end and subject.cpu_seconds() != used:
        used = subject.cpu_seconds()
        time.sleep(0.3)


def skip_missing(bench: Bench, kinds: list) -> None:
    """Keeps those that start; says of the others why they do not."""
    for kind in kinds:
        try:
            with bench.make(kind):
                bench.kinds.append(kind)
        except (Unavailable, FileNotFoundError) as error:
            bench.report.skip(kind.label, error)
