# SPDX-License-Identifier: GPL-3.0-or-later
"""The servers that are measured: how each is started, what its process uses, and how it ends."""

import json
import os
import resource
import select
import signal
import socket
import sqlite3
import subprocess
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
TICKS = os.sysconf("SC_CLK_TCK")
START_SECONDS = 20
STOP_SECONDS = 20

NGINX_CONFIGURATION = """
daemon off; master_process off; worker_processes 1; worker_rlimit_nofile {files}; pid {folder}/nginx.pid; error_log {folder}/error.log crit;
events {{ worker_connections 16384; }}
http {{
    access_log off; keepalive_requests 1000000000; client_max_body_size 0; client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    server {{ listen 127.0.0.1:{port} backlog=4096; location / {{ return 200; }} }}
}}
"""


class Unavailable(Exception):
    """A server or a tool that this machine does not have; the text says what is missing."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port: int, process: subprocess.Popen) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            return
        except OSError:
            time.sleep(0.01)
    raise Unavailable(f"it does not listen on port {port} after {START_SECONDS} s")


def read_json_line(process: subprocess.Popen) -> dict:
    """The first line of its output; stops waiting when it ends or takes too long."""
    ready, _, _ = select.select([process.stdout], [], [], START_SECONDS)
    line = process.stdout.readline() if ready else b""
    if not line:
        raise Unavailable(f"it said nothing (exit status {process.poll()})")
    return json.loads(line)


class Subject:
    """One server process. A context manager: what it started has ended behind it."""

    label = ""

    def __init__(self, folder: Path):
        self.folder = folder
        self.process = None
        self.port = 0

    def start(self) -> None:
        raise NotImplementedError

    def spawn(self, command: list, **options) -> subprocess.Popen:
        self.folder.mkdir(parents=True, exist_ok=True)
        log = open(self.folder / "stderr.txt", "ab")
        options.setdefault("stdout", subprocess.DEVNULL)
        self.process = subprocess.Popen(
            [str(part) for part in command], stdin=subprocess.DEVNULL, stderr=log, preexec_fn=raise_file_limit, **options)
        log.close()
        return self.process

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def cpu_seconds(self) -> float:
        return cpu_of(Path(f"/proc/{self.process.pid}/stat"))

    def cpu_by_thread(self) -> dict:
        """Seconds by thread name; threads of one name are added. The first thread is called main."""
        sums = {}
        for task in Path(f"/proc/{self.process.pid}/task").iterdir():
            name = "main" if task.name == str(self.process.pid) else (task / "comm").read_text().strip()
            sums[name] = sums.get(name, 0.0) + cpu_of(task / "stat")
        return sums

    def memory_kib(self, field: str = "VmRSS") -> int:
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(field + ":"):
                return int(line.split()[1])
        raise KeyError(field)

    def forget_peak(self) -> None:
        """From now on VmHWM is the peak since this moment."""
        Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")


def raise_file_limit() -> None:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def cpu_of(stat: Path) -> float:
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


class Nginx(Subject):
    label = "nginx"

    def start(self) -> None:
        self.port = free_port()
        self.folder.mkdir(parents=True, exist_ok=True)
        configuration = self.folder / "nginx.conf"
        files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        configuration.write_text(NGINX_CONFIGURATION.format(folder=self.folder, port=self.port, files=files))
        wait_for_port(self.port, self.spawn(["nginx", "-p", self.folder, "-c", configuration]))


class BareQt(Subject):
    label = "bare QHttpServer"
    program: Path

    def start(self) -> None:
        self.port = read_json_line(self.spawn([self.program], stdout=subprocess.PIPE))["port"]


class Mockttp(Subject):
    label = "mockttp"
    modules: Path

    def start(self) -> None:
        command = ["node", HERE / "mockttpserver.cjs", self.modules]
        self.port = read_json_line(self.spawn(command, stdout=subprocess.PIPE))["port"]


class Capturing(Subject):
    """A process of the program, with a session of its own."""

    program: Path

    @property
    def session(self) -> Path:
        return self.folder / "bench.hookloupe"

    def environment(self) -> dict:
        home = self.folder / "home"
        home.mkdir(parents=True, exist_ok=True)
        return dict(os.environ, HOME=str(home), XDG_CONFIG_HOME=str(home), XDG_DATA_HOME=str(home), XDG_CACHE_HOME=str(home),
                    XDG_STATE_HOME=str(home), TMPDIR=str(self.folder))

    def captured(self) -> int:
        """Deliveries in the session file, as anybody reads it."""
        connection = sqlite3.connect(f"file:{self.session}?mode=ro", uri=True, timeout=10)
        try:
            return connection.execute("SELECT count(*) FROM delivery").fetchone()[0]
        finally:
            connection.close()

    def session_bytes(self) -> int:
        return sum(path.stat().st_size for path in self.folder.glob("bench.hookloupe*") if path.is_file())


class Serve(Capturing):
    label = "serve"
    format = "text"
    options: tuple = ()

    def start(self) -> None:
        self.port = free_port()
        process = self.spawn(
            [self.program, "serve", "--listen", f"127.0.0.1:{self.port}", "--session", self.session, "--format", self.format, *self.options],
            env=self.environment())
        wait_for_port(self.port, process)


class ServeNdjson(Serve):
    label = "serve, ndjson"
    format = "ndjson"


class Window(Capturing):
    """The program with its window, following what comes, on a display of its own."""

    label = "window"
    display = ""

    def command(self) -> list:
        self.port = free_port()
        settings = Path(self.environment()["XDG_CONFIG_HOME"]) / "hookloupe"
        settings.mkdir(parents=True, exist_ok=True)
        (settings / "hookloupe.conf").write_text(f"[capture]\naddresses=127.0.0.1:{self.port}\n\n[settings]\nversion=1\n")
        return [self.program, self.session]

    def environment(self) -> dict:
        return dict(super().environment(), DISPLAY=self.display, QT_QPA_PLATFORM="xcb")

    def start(self) -> None:
        command = self.command()
        wait_for_port(self.port, self.spawn(command, env=self.environment()))
