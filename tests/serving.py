"""The application on a socket of its own, in a thread; and requests that no client library would send."""

import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import uvicorn
from starlette.types import ASGIApp

from tests.calling import Answer, Headers


class Announcing(uvicorn.Server):
    """A server that says when it has started."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        self.ready.set()


@contextmanager
def served(app: ASGIApp) -> Iterator[tuple[str, int]]:
    """The host and the port at which `app` answers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = Announcing(uvicorn.Config(app, http="httptools", log_level="critical", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        assert server.ready.wait(30)
        try:
            yield listener.getsockname()
        finally:
            server.should_exit = True
            thread.join()


def send(address: tuple[str, int], method: str, url: str, headers: Headers = (), body: bytes | None = None) -> Answer:
    """One request, byte by byte as it is given, over a connection of its own; and the whole answer."""
    given = {name.lower() for name, _ in headers}
    lines = [f"{method} {url} HTTP/1.1", *(f"{name}: {value}" for name, value in headers)]
    lines += [] if "host" in given else ["Host: convolens.test"]
    lines += [] if body is None or "content-length" in given else [f"Content-Length: {len(body)}"]
    head = "\r\n".join([*lines, "Connection: close", "", ""])
    with socket.create_connection(address, timeout=30) as connection:
        # A server that has refused may close before it has read everything.
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(head.encode("latin-1") + (body or b""))
        response = http.client.HTTPResponse(connection, method=method)
        response.begin()
        return Answer(response.status, {key.lower(): value for key, value in response.getheaders()}, response.read())
