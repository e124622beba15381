# SPDX-License-Identifier: GPL-3.0-or-later
"""Start-up, a large body, idle connections and a storm of new ones."""

import socket
import statistics
import subprocess
import time

from loads import make_request
from measures import WARM_UP_SECONDS, Bench, Samples
from screen import MapWatch
from subjects import BareQt, Nginx, Serve, Subject, Window, read_json_line

LARGE_BODY = 100 << 20
IDLE_CONNECTIONS = 1000


def start_up(bench: Bench, bare_window: list) -> None:
    starts = max(3, bench.scaled(10))
    samples = Samples()
    for turn in range(starts):
        for kind in (Serve, BareQt):
            subject = bench.make(kind)
            samples.put(kind, "ms", (time_to_listening(subject)) * 1000)
        if bench.has(Window):
            samples.put(Window, "ms", time_to_window(bench, None) * 1000)
            samples.put(MapWatch, "ms", time_to_window(bench, bare_window) * 1000)
    group = f"start-up, median of {starts}"
    bench.report.add(group, "serve: start to listening", samples.median(Serve, "ms"), "ms", 100, at_least=False)
    bench.report.add(group, "bare QHttpServer: start to listening", samples.median(BareQt, "ms"), "ms")
    bench.report.add(group, "serve ÷ bare QHttpServer", samples.ratio(Serve, BareQt, "ms"), "×", note=samples.spread(Serve, BareQt, "ms"))
    if bench.has(Window):
        bench.report.add(group, "start to window shown", samples.median(Window, "ms"), "ms", 500, at_least=False)
        bench.report.add(group, "empty Qt window: start to shown", samples.median(MapWatch, "ms"), "ms")
        bench.report.add(group, "window ÷ empty Qt window", samples.ratio(Window, MapWatch, "ms"), "×")


def time_to_listening(subject) -> float:
    """Until the process itself says that it listens."""
    with subject_on_a_pipe(subject) as (process, begin):
        read_json_line(process)
        return time.monotonic() - begin


class subject_on_a_pipe:
    """A server whose first line of output is the sign that it listens."""

    def __init__(self, subject):
        self.subject = subject

    def __enter__(self):
        if isinstance(self.subject, Serve):
            command = [self.subject.program, "serve", "--listen", "127.0.0.1:0", "--session", self.subject.session, "--format", "ndjson"]
            options = {"env": self.subject.environment()}
        else:
            command, options = [self.subject.program], {}
        begin = time.monotonic()
        return self.subject.spawn(command, stdout=subprocess.PIPE, **options), begin

    def __exit__(self, *_):
        self.subject.process.stdout.close()
        self.subject.stop()


def time_to_window(bench: Bench, command: list) -> float:
    subject = bench.make(Window)
    watch = MapWatch(subject.display)
    try:
        begin_command = command or subject.command()
        environment = subject.environment()
        begin = time.monotonic()
        subject.spawn(begin_command, env=environment)
        return watch.wait(20) - begin
    finally:
        subject.stop()
        watch.close()


def large_body(bench: Bench) -> None:
    group = "a body of 100 MiB"
    body = make_request(LARGE_BODY)
    for kind in (Serve, Window, BareQt, Nginx):
        if not bench.has(kind):
            continue
        bench.say(f"a body of 100 MiB to {kind.label}")
        with bench.make(kind) as subject:
            bench.loads.count(subject.port, 2000, 4)
            time.sleep(0.5)
            idle = subject.memory_kib()
            subject.forget_peak()
            small = bench.loads.start_rate(subject.port, 200, 5, 4)
            time.sleep(1)
            taken = send(subject.port, body)
            seen = read_json_line(small)
            small.stdout.close()
            small.wait(20)
            peak = max(0, subject.memory_kib("VmHWM") - idle) / 1024
        is_ours = kind in (Serve, Window)
        bench.report.add(group, f"{kind.label}: peak memory over idle", peak, "MiB", 40 if is_ours else None, at_least=False, note=f"answered after {taken:.2f} s")
        bench.report.add(group, f"{kind.label}: longest delay of small requests beside it", seen["max_ms"], "ms", 100 if is_ours else None, at_least=False,
                         note=f"p50 {seen['p50_ms']:.2f} ms, p99 {seen['p99_ms']:.2f} ms at 200 a second")


def send(port: int, request: bytes) -> float:
    """Sends one request and waits for the first byte of its answer; the seconds it took."""
    begin = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), 30) as connection:
        connection.settimeout(30)
        connection.sendall(request)
        status = connection.recv(65536)
        if b" 200 " not in status[:16]:
            raise RuntimeError(f"the large body was answered {status[:40]!r}")
    return time.monotonic() - begin


def idle_connections(bench: Bench) -> None:
    group = f"{IDLE_CONNECTIONS:,} idle connections beside the load"
    kinds = [kind for kind in (Serve, BareQt, Nginx) if bench.has(kind)]
    samples = Samples()
    for turn in range(bench.rounds):
        bench.say(f"idle connections, round {turn + 1} of {bench.rounds}")
        for kind in kinds:
            subject = bench.make(kind)
            if kind is Serve:
                subject.options = ("--max-connections", "2000")
            with subject:
                bench.loads.wrk(subject.port, WARM_UP_SECONDS)
                alone = loaded(bench, subject)
                with bench.loads.hold(subject.port, IDLE_CONNECTIONS):
                    beside = loaded(bench, subject)
                samples.put(kind, "rate", beside[0] / alone[0])
                samples.put(kind, "cpu", beside[1] / alone[1])
    for kind in kinds:
        bench.report.add(group, f"{kind.label}: rate ÷ rate without them", samples.median(kind, "rate"), "×", 0.7 if kind is Serve else None,
                         note=f"CPU time per request ÷ without them {samples.median(kind, 'cpu'):.2f}")


def loaded(bench: Bench, subject: Subject) -> tuple:
    """Requests a second, and CPU seconds of the server for each."""
    used = subject.cpu_seconds()
    counted = bench.loads.wrk(subject.port, bench.seconds / 2)
    return counted["per_second"], (subject.cpu_seconds() - used) / counted["requests"]


def storm(bench: Bench) -> None:
    count = 10_000
    group = f"{count:,} connections at once, one request each"
    for kind in (Serve, BareQt, Nginx):
        if not bench.has(kind):
            continue
        bench.say(f"{count} connections at once to {kind.label}")
        with bench.make(kind) as subject:
            bench.loads.count(subject.port, 1000)
            seen = bench.loads.storm(subject.port, count, 3)
        settled = (seen["good"] + seen["other"] + seen["refused"]) / count
        bench.report.add(group, f"{kind.label}: answered or refused within 3 s", settled * 100, "%", 100 if kind is Serve else None,
                         note=f"{seen['good']:,} answered 2xx, {seen['other']} otherwise, {seen['refused']} refused, {seen['unanswered']} waiting; {seen['seconds']:.1f} s")
