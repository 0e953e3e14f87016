"""Calling the application as a server does, request after request in one loop: quick enough for a million of them."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

import orjson
from starlette.types import ASGIApp, Message

Headers = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Answer:
    """A whole answer."""

    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.content.decode(errors="replace")

    def json(self) -> Any:
        """The body as JSON."""
        return orjson.loads(self.content)


class Caller:
    """One application and the loop in which it is called; a fault that it lets out is raised here."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.loop = asyncio.new_event_loop()

    def close(self) -> None:
        """End the loop."""
        self.loop.close()

    def ask(self, method: str, url: str, headers: Headers = (), body: bytes | None = None) -> Answer:
        """One request and its answer."""
        return self.loop.run_until_complete(self.send(method, url, headers, body or b""))

    async def send(self, method: str, url: str, headers: Headers, body: bytes) -> Answer:
        """The same within the loop."""
        sent: list[Message] = []
        waiting = [{"type": "http.request", "body": body, "more_body": False}]
        gone = asyncio.Event()

        async def receive() -> Message:
            if not waiting:
                await gone.wait()
                return {"type": "http.disconnect"}
            return waiting.pop()

        async def send(message: Message) -> None:
            sent.append(message)

        await self.app(scope(method, url, headers, body), receive, send)
        start, *rest = sent
        return Answer(
            start["status"],
            {name.decode("latin-1"): value.decode("latin-1") for name, value in start["headers"]},
            b"".join(message.get("body", b"") for message in rest),
        )


def scope(method: str, url: str, headers: Headers, body: bytes) -> dict[str, Any]:
    """A request as a server describes it; Content-Length is added where it is not given."""
    path, _, query = url.partition("?")
    raw = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    if body and not any(name == b"content-length" for name, _ in raw):
        raw.append((b"content-length", str(len(body)).encode()))
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote_to_bytes(path).decode(errors="replace"),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": raw,
        "client": ("127.0.0.1", 50_000),
        "server": ("convolens.test", 80),
        "state": {},
    }
