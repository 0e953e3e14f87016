"""The service as it runs: a process with its workers, on a free port of this machine, and what it says in its log."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

ROOT = Path(__file__).parents[2]

LONGEST_START = 60.0
"""Seconds after which a service that is not ready never will be. Nothing waits so long when all is well."""


class Service:
    """A running service. `host` and `port` are where it answers; its log is read as it grows."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self.process = process
        self.host = "127.0.0.1"
        self.port = port
        self.log = log
        self.read = 0
        self.started: list[int] = []
        self.first_answers: dict[int, float] = {}
        self.requests = 0

    @property
    def pid(self) -> int:
        """The process that was started: the parent where there are several workers."""
        return self.process.pid

    def workers(self) -> list[int]:
        """The processes that serve, as far as they have said so and still live."""
        self.read_log()
        return [pid for pid in self.started if lives(pid)]

    def read_log(self) -> None:
        """Note what was said since the last time: who serves, who has answered since when, and how many requests."""
        with self.log.open("rb") as stream:
            stream.seek(self.read)
            for line in stream:
                if not line.endswith(b"\n"):
                    break
                self.read += len(line)
                if line.startswith(b"{"):
                    self.note(orjson.loads(line))

    def note(self, record: dict[str, Any]) -> None:
        """Note one record."""
        if record["message"] == "Application startup complete.":
            self.started.append(record["worker"])
        if record["message"] == "request":
            self.requests += 1
            self.first_answers.setdefault(record["worker"], datetime.fromisoformat(record["time"]).timestamp())

    def signal(self, number: int) -> None:
        """Send a signal to the process that was started."""
        os.kill(self.pid, number)

    def ended(self) -> int:
        """The status with which it ends."""
        return self.process.wait(LONGEST_START)


@contextmanager
def service(workers: int = 1, command: tuple[str, ...] = (), **settings: object) -> Iterator[Service]:
    """A service for as long as the block runs; it writes its log as JSON. `command` runs another one in its place."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    given = {f"CONVOLENS_{name.upper()}": str(value) for name, value in settings.items()}
    ours = (sys.executable, "-m", "app.cli", "serve", "--port", str(port), "--workers", str(workers))
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with log.open("wb") as stream:
            process = subprocess.Popen(
                [*command, "--port", str(port)] if command else ours,
                cwd=ROOT,
                env=os.environ | {"CONVOLENS_LOG_FORMAT": "json"} | given,
                stdout=stream,
                stderr=stream,
            )
        running = Service(process, port, log)
        try:
            wait_until(lambda: process.poll() is not None or is_listening(port), "the service listens")
            if not command:
                wait_until(lambda: len(running.workers()) == workers, "every worker serves")
            yield running
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            process.wait(LONGEST_START)


def is_listening(port: int) -> bool:
    """Whether somebody accepts connections there."""
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def wait_until(condition: Callable[[], bool], what: str, seconds: float = LONGEST_START) -> float:
    """Wait for a condition, and answer how long it took; one that never holds is a failure that says which."""
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > seconds:
            raise AssertionError(f"{what}: not within {seconds} seconds")
        time.sleep(0.01)
    return time.monotonic() - began


def lives(pid: int) -> bool:
    """Whether a process is there and has not ended: one that nobody has waited for yet is no longer."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def files_of(pid: int) -> int:
    """How many files and sockets a process has open."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def connections_of(pid: int) -> int:
    """How many sockets a process has open, the one it listens on among them."""
    entries = Path(f"/proc/{pid}/fd").iterdir()
    return sum(str(entry.readlink()).startswith("socket:") for entry in entries if entry.is_symlink())


def threads_of(pid: int) -> int:
    """How many threads a process has."""
    return len(list(Path(f"/proc/{pid}/task").iterdir()))


def resident(pid: int) -> int:
    """How many bytes of memory a process holds."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s*(\d+) kB", status)[1]) * 1024
