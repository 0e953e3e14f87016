"""Firefox, driven over Marionette, the protocol behind its WebDriver; so neither is a further dependency."""

import json
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

STARTING = 60
"""Seconds that Firefox may take to listen."""

SCRIPTS = 20_000
"""Milliseconds that a condition may take to hold."""

WAIT = """const [condition, done] = [new Function("return (" + arguments[0] + ")"), arguments[1]];
const look = () => { const found = condition(); if (found) done(found); else requestAnimationFrame(look); };
look();"""


class Firefox:
    """One session, in one window."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.asked = 0
        self.receive()  # the greeting
        self.ask("WebDriver:NewSession", {"capabilities": {"alwaysMatch": {"timeouts": {"script": SCRIPTS}}}})

    def receive(self) -> Any:
        """One message: its length, a colon, JSON."""
        length = b""
        while (byte := self.connection.recv(1)) != b":":
            assert byte, "Firefox has gone"
            length += byte
        text = b""
        while len(text) < int(length):
            text += self.connection.recv(int(length) - len(text))
        return json.loads(text)

    def ask(self, command: str, parameters: dict[str, Any]) -> Any:
        """What a command gives; an error is raised."""
        self.asked += 1
        text = json.dumps([0, self.asked, command, parameters]).encode()
        self.connection.sendall(b"%d:%b" % (len(text), text))
        _, _, error, result = self.receive()
        if error:
            raise AssertionError(f"{error['error']}: {error['message']}")
        return result.get("value") if isinstance(result, dict) else result

    def goto(self, url: str) -> None:
        """Open a page."""
        self.ask("WebDriver:Navigate", {"url": url})

    def run(self, script: str) -> Any:
        """What a script returns."""
        return self.ask("WebDriver:ExecuteScript", {"script": script, "args": [], "sandbox": None})

    def wait(self, condition: str) -> Any:
        """Wait until an expression holds."""
        return self.ask("WebDriver:ExecuteAsyncScript", {"script": WAIT, "args": [condition], "sandbox": None})

    def enter(self, frame: int | None) -> None:
        """Go into a frame of the page, or back to the page."""
        self.ask("WebDriver:SwitchToFrame", {"id": frame})


@contextmanager
def firefox() -> Iterator[Firefox]:
    """Firefox with a profile of its own, on a port of its own."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    assert program
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        (Path(profile) / "user.js").write_text(f'user_pref("marionette.port", {port});\n')
        process = subprocess.Popen(
            [program, "--headless", "--marionette", "--no-remote", "--profile", profile],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            with connected(port) as connection:
                yield Firefox(connection)
        finally:
            process.terminate()
            process.wait()


def connected(port: int) -> socket.socket:
    """A connection to a Firefox that starts; nothing tells when it listens, so it is tried."""
    end = time.monotonic() + STARTING
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=STARTING)
        except ConnectionRefusedError:
            assert time.monotonic() < end, "Firefox does not listen"
            time.sleep(0.1)
