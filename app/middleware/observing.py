"""One line in the log for each request, under an id that the answer carries; and its place in the metrics."""

import logging
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.middleware.scope import header, is_http

log = logging.getLogger("convolens.request")

HEADER = b"x-request-id"
WELL_FORMED = re.compile(r"[A-Za-z0-9._:+/=-]{1,64}")
LONGEST_PATH = 200
METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE")

CUT_OFF = 0
"""The status of a request that was not answered to the end of its headers."""


@dataclass(frozen=True)
class Observation:
    """What is known of a request once it is over: nothing that was sent but its id, method and path.

    The path is percent-encoded, so it holds no blank, quote or line break. The query and the body stay out of
    every log, because they are other people's numbers.
    """

    id: str
    method: str
    path: str
    route: str
    status: int
    seconds: float
    bytes: int

    def fields(self) -> dict[str, str | int | float]:
        """The fields of the line in the log."""
        return {
            "id": self.id,
            "method": self.method,
            "path": self.path,
            "status": self.status,
            "ms": round(self.seconds * 1000, 2),
            "bytes": self.bytes,
        }


class Observe:
    """Times each request, logs it, and hands what was observed to `record`."""

    def __init__(self, app: ASGIApp, record: Callable[[Observation], None] | None = None) -> None:
        self.app = app
        self.record = record

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the id; the line is written even when the answer is cut off."""
        if not is_http(scope):
            return await self.app(scope, receive, send)
        began, status, size = time.perf_counter(), CUT_OFF, 0
        scope["convolens.id"] = request_id(scope)

        async def send_with_id(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"].append((HEADER, scope["convolens.id"].encode()))
            else:
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, send_with_id)
        finally:
            self.observe(scope, status, time.perf_counter() - began, size)

    def observe(self, scope: Scope, status: int, seconds: float, size: int) -> None:
        """Write the line and record the numbers, where anybody wants them."""
        if self.record is None and not log.isEnabledFor(logging.INFO):
            return
        observation = Observation(
            id=scope["convolens.id"],
            method=scope["method"] if scope["method"] in METHODS else "OTHER",
            path=quote(scope["path"][:LONGEST_PATH], errors="replace"),
            route=route_label(scope),
            status=status,
            seconds=seconds,
            bytes=size,
        )
        log.info("request", extra={"fields": observation.fields()})
        if self.record is not None:
            self.record(observation)


def request_id(scope: Scope) -> str:
    """The id that came with the request, so that one runs through all logs; a new one where it is not well-formed."""
    given = header(scope, HEADER)
    return given if WELL_FORMED.fullmatch(given) else secrets.token_hex(8)


def route_label(scope: Scope) -> str:
    """The pattern of the route that took the request: addresses that nobody serves share one label.

    >>> route_label({"path": "/static/1a2b/js/docs.js"}), route_label({"path": "/wp-admin"})
    ('/static', 'none')
    """
    path = getattr(scope.get("route"), "path", None)
    if path is not None:
        return str(path)
    return "/static" if scope["path"].startswith("/static/") else "none"
