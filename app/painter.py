"""The process that turns SVG into pixels for a service, so that nothing else waits while it draws.

It is started when the first picture is asked for, and reads its jobs from a pipe: when the service is gone, however
it went, the pipe ends and so does the process.
"""

import atexit
import json
import os
import signal
import struct
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import IO, Any

from app import raster
from app.raster import Film

LENGTH = struct.Struct(">Q")
"""How many bytes follow."""


class PaintingError(RuntimeError):
    """What the process could not draw."""


class Painter:
    """The one process of a service; jobs that come together wait for each other."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.process: subprocess.Popen[bytes] | None = None

    def png(self, markup: str, zoom: float = 1) -> bytes:
        """As `raster.png`."""
        return self.paint({"markup": markup, "zoom": zoom})

    def gif(self, film: Film, zoom: float = 1) -> bytes:
        """As `raster.gif`."""
        return self.paint({"film": film, "zoom": zoom})

    def paint(self, job: dict[str, Any]) -> bytes:
        """The bytes of a picture. Raises PaintingError; a process that died meanwhile is replaced once."""
        with self.lock:
            try:
                return self.ask(job)
            except (OSError, EOFError):
                self.stop()
            return self.ask(job)

    def ask(self, job: dict[str, Any]) -> bytes:
        """Send a job and wait for its answer. Raises OSError or EOFError when the process is gone."""
        process = self.process or self.start()
        sending, receiving = pipes(process)
        write(sending, json.dumps(job).encode())
        answer = read(receiving)
        if answer[:1] == b"!":
            raise PaintingError(answer[1:].decode())
        return answer[1:]

    def start(self) -> subprocess.Popen[bytes]:
        """Begin the process; it ends with this one at the latest."""
        root = str(Path(__file__).parents[1])
        path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "app.painter"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": path},
        )
        atexit.register(self.stop)
        return self.process

    def stop(self) -> None:
        """End the process, if there is one."""
        process, self.process = self.process, None
        atexit.unregister(self.stop)
        if process is not None:
            process.kill()
            for pipe in pipes(process):
                with suppress(OSError):  # what was still to be written to a process that is gone
                    pipe.close()
            process.wait()


def pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    """What a process reads and what it writes."""
    if process.stdin is None or process.stdout is None:
        raise EOFError
    return process.stdin, process.stdout


def write(pipe: IO[bytes], content: bytes) -> None:
    """Send some bytes, their length before them."""
    pipe.write(LENGTH.pack(len(content)))
    pipe.write(content)
    pipe.flush()


def read(pipe: IO[bytes]) -> bytes:
    """Receive some bytes. Raises EOFError at the end."""
    head = pipe.read(LENGTH.size)
    content = pipe.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else b""
    if not content:
        raise EOFError
    return content


def drawn(job: dict[str, Any]) -> bytes:
    """The picture that a job asks for."""
    return raster.gif(Film(*job["film"]), job["zoom"]) if "film" in job else raster.png(**job)


def work() -> None:
    """Draw what is asked for until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the service, which ends the pipe
    while True:
        try:
            job = json.loads(read(sys.stdin.buffer))
        except EOFError:
            return
        try:
            answer = b"." + drawn(job)
        except Exception as fault:
            answer = b"!" + repr(fault).encode()
        write(sys.stdout.buffer, answer)


PAINTER = Painter()
"""That of this process."""


if __name__ == "__main__":
    work()
