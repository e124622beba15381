# SPDX-License-Identifier: GPL-3.0-or-later
"""The request that every measurement sends, and the clients that send it."""

import json
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
BODY_BYTES = 1024
CONNECTIONS = 64


def make_request(body_bytes: int = BODY_BYTES, connection: str = "keep-alive") -> bytes:
    """POST of a JSON body with 12 headers, as providers send it."""
    start = ('{"id":"evt_0f3d5b9a7c2e4816","type":"transaction.processed","created":"2024-05-06T07:08:09.120Z","attempt":1,'
             '"data":{"object":{"id":"dab8da2c-5f6e-4a1f-9d6c-3b7a6f0e2c11","amount":1250,"currency":"EUR","status":"settled","lines":[')
    end = "]}}}"
    line = '{"sku":"A-1007","quantity":2,"price":625,"description":"one of several lines"}'
    lines = ",".join([line] * max(1, (body_bytes - len(start) - len(end) + 1) // (len(line) + 1)))
    body = start + lines + end
    body += " " * (body_bytes - len(body))
    headers = [
        ("Host", "hooks.example.test"), ("User-Agent", "Webhooks/1.0"), ("Accept", "*/*"), ("Accept-Encoding", "gzip, deflate"),
        ("Content-Type", "application/json; charset=utf-8"), ("Content-Length", str(len(body))), ("Connection", connection),
        ("X-Event-Id", "evt_0f3d5b9a7c2e4816"), ("X-Event-Type", "transaction.processed"), ("X-Attempt", "1"),
        ("X-Timestamp", "1714979289"), ("X-Signature", "sha256=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
    ]
    head = "POST /hooks HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers) + "\r\n"
    return (head + body).encode()


class Loads:
    """Runs the clients; each call ends by itself."""

    def __init__(self, folder: Path, client: Path):
        self.client = client
        self.request = folder / "request.http"
        self.request.write_bytes(make_request())
        self.closing_request = folder / "closing.http"
        self.closing_request.write_bytes(make_request(connection="close"))

    def request_bytes(self) -> int:
        return self.request.stat().st_size

    def wrk(self, port: int, seconds: float, connections: int = CONNECTIONS) -> dict:
        """Keep-alive connections that ask again at once: requests, microseconds, p50_us, p99_us, not_2xx, failed."""
        output = subprocess.run(
            ["wrk", "-t", "1", "-c", str(connections), "-d", f"{max(1, round(seconds))}s", "--timeout", "10s", "-s", HERE / "post.lua",
             f"http://127.0.0.1:{port}/", "--", self.request],
            capture_output=True, text=True, timeout=seconds + 30, check=True).stdout
        counted = json.loads(next(line for line in output.splitlines() if line.startswith("JSON "))[5:])
        counted["per_second"] = counted["requests"] / (counted["microseconds"] / 1e6)
        return counted

    def client_command(self, mode: str, port: int, **options) -> list:
        command = [str(self.client), mode, "--port", str(port)]
        for name, value in options.items():
            command += ["--" + name.replace("_", "-"), str(value)]
        return command

    def run_client(self, mode: str, port: int, most_seconds: float, **options) -> dict:
        options.setdefault("request", self.request)
        output = subprocess.run(
            self.client_command(mode, port, **options), capture_output=True, text=True, timeout=most_seconds + 30, check=True).stdout
        return json.loads(output)

    def rate(self, port: int, per_second: int, seconds: int, connections: int = 16) -> dict:
        return self.run_client("rate", port, seconds, per_second=per_second, seconds=seconds, connections=connections)

    def count(self, port: int, requests: int, connections: int = CONNECTIONS) -> dict:
        return self.run_client("count", port, 120, requests=requests, connections=connections)

    def storm(self, port: int, connections: int, seconds: int) -> dict:
        return self.run_client("storm", port, seconds, connections=connections, seconds=seconds, request=self.closing_request)

    def hold(self, port: int, connections: int) -> "Held":
        return Held(self.client_command("hold", port, connections=connections))

    def start_rate(self, port: int, per_second: int, seconds: int, connections: int) -> subprocess.Popen:
        return subprocess.Popen(
            self.client_command("rate", port, per_second=per_second, seconds=seconds, connections=connections, request=self.request),
            stdout=subprocess.PIPE, text=True)


class Held:
    """Connections that stay open and say nothing, until the block ends."""

    def __init__(self, command: list):
        self.command = command

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if "held" not in json.loads(self.process.stdout.readline() or "{}"):
            raise RuntimeError("the idle connections could not be opened")
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(20)
