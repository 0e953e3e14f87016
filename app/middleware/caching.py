"""Entity tags for GET answers, 304 for a client that has them, and no storing of anything else.

A route that knows in canonical form what its answer depends on makes the tag itself, and answers 304 before any
work is done: two spellings of one state have one tag. For the others the address is what they depend on.
"""

import hashlib

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.compression import vary_by_encoding
from app.middleware.scope import is_http

CACHE = "public, max-age=3600, stale-while-revalidate=86400"

NOT_STORED = (b"cache-control", b"no-store")

NOT_MODIFIED_DROPS = ("content-length", "content-type", "content-encoding")


def weak_tag(*parts: str | bytes) -> str:
    """The weak entity tag of an answer that depends on these parts only, the build among them.

    >>> weak_tag("build", "a") == weak_tag("build", b"a"), weak_tag("build", "a") == weak_tag("builda")
    (True, False)
    """
    encoded = (part.encode(errors="replace") if isinstance(part, str) else part for part in parts)
    digest = hashlib.sha256()
    for part in encoded:
        digest.update(len(part).to_bytes(8, "big") + part)
    return f'W/"{digest.hexdigest()[:24]}"'


def tag_of_state(request: Request, *state: str | bytes) -> str:
    """The tag of the answer at this path to a state in canonical form, its format included where there are several."""
    return weak_tag(request.app.state.build, request.url.path, *state)


def client_has(headers: Headers, tag: str) -> bool:
    """Whether If-None-Match names this very tag; the comparison is weak (RFC 9110, section 13.1.2)."""
    named = headers.get("if-none-match", "")
    return tag.removeprefix("W/") in [one.strip().removeprefix("W/") for one in named.split(",")]


def not_modified(tag: str, vary: str | None = None) -> Response:
    """The answer to a client that has the answer already; `vary` as in that, or a cache would forget it."""
    return Response(status_code=304, headers={"ETag": tag} | ({"Vary": vary} if vary else {}))


class Caching:
    """The headers of caching, wherever the answer comes from; one that brings its own Cache-Control is left alone."""

    def __init__(self, app: ASGIApp, build: str) -> None:
        self.app = app
        self.build = build

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer with its headers, or 304 in its place."""
        if not is_http(scope):
            return await self.app(scope, receive, send)
        is_known = False

        async def send_with_caching(message: Message) -> None:
            nonlocal is_known
            if message["type"] == "http.response.start" and scope["method"] != "GET":
                names = [name for name, _ in message["headers"]]
                if b"cache-control" not in names:
                    message["headers"].append(NOT_STORED)
            elif message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                self.add_headers(scope, message["status"], headers)
                is_known = message["status"] == 200 and self.is_known(scope, headers)
                if is_known:
                    message["status"] = 304
                    for name in NOT_MODIFIED_DROPS:
                        del headers[name]
            elif is_known:
                message = {**message, "body": b""}
            await send(message)

        return await self.app(scope, receive, send_with_caching)

    def add_headers(self, scope: Scope, status: int, headers: MutableHeaders) -> None:
        """Say how long the answer may be kept."""
        if "cache-control" in headers:
            return
        if status not in (200, 304):
            headers["Cache-Control"] = "no-store"
            return
        headers.setdefault("ETag", weak_tag(self.build, scope["path"], scope["query_string"]))
        headers["Cache-Control"] = CACHE
        vary_by_encoding(headers)

    @staticmethod
    def is_known(scope: Scope, headers: MutableHeaders) -> bool:
        """Whether the client has the answer that is about to be sent; `*` stands for any."""
        asked, tag = Headers(scope=scope), headers.get("etag", "")
        if not tag.startswith("W/"):
            return False
        return client_has(asked, tag) or asked.get("if-none-match", "").strip() == "*"
