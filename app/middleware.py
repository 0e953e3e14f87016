"""What surrounds every route, as plain ASGI: limits, headers, caching, preflights and the last resort."""

import hashlib
import logging
from collections.abc import Awaitable, Callable
from urllib.parse import quote

import orjson
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.problems import MEDIA_TYPE, Problem
from app.settings import Settings

log = logging.getLogger("convolens")

ErrorPage = Callable[[Scope, Problem], Response]

CACHE = "public, max-age=3600, stale-while-revalidate=86400"

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
OPEN = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors "
)
# A picture served alone is a document that could run script.
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Content-Type, Accept, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def route_path(scope: Scope) -> str:
    """The path as the routes see it, without the prefix that a proxy mounts the service under."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", "")) or "/"


def is_below(path: str, prefix: str) -> bool:
    """Whether `path` is `prefix` or lies under it.

    >>> is_below("/embed", "/embed"), is_below("/embed/x", "/embed"), is_below("/embedded", "/embed")
    (True, True, False)
    """
    return path == prefix or path.startswith(prefix + "/")


def wants_problem_json(scope: Scope) -> bool:
    """Programs get problems as JSON; only a browser that opens a page gets a page."""
    path = route_path(scope)
    if any(is_below(path, prefix) for prefix in ("/api", "/figure", "/oembed", "/openapi.json", "/static")):
        return True
    return "text/html" not in Headers(scope=scope).get("accept", "")


def instance(scope: Scope) -> str | None:
    """The path that was asked for, as an address; none when it is too long to be one of ours."""
    path = quote(scope["path"], safe="/", errors="replace")
    return path if len(path) <= 200 else None


def problem_response(scope: Scope, problem: Problem, error_page: ErrorPage) -> Response:
    """The answer that states `problem`, in the form that suits who asked."""
    if wants_problem_json(scope):
        content = orjson.dumps(problem.as_dict(instance=instance(scope)))
        response = Response(content, problem.status, media_type=MEDIA_TYPE)
    else:
        response = error_page(scope, problem)
    response.headers.update(problem.headers)
    return response


def plain_error_page(scope: Scope, problem: Problem) -> Response:
    """A page without styles or templates, for when those are what failed. Its words are all our own."""
    return HTMLResponse(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{problem.title}</title>'
        f"<h1>{problem.title}</h1><p>Error {problem.status}.</p>"
        '<p><a href="/">Back to the convolution</a></p></html>',
        problem.status,
    )


def is_http(scope: Scope) -> bool:
    """Whether there is a request here; a lifespan message passes through everything."""
    return bool(scope["type"] == "http")


class SecurityHeaders:
    """Adds the headers of the route, wherever the answer comes from; what a route set itself stays."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.embed_policy = PAGE_POLICY + settings.embed_frame_ancestors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer with its headers."""
        if not is_http(scope):
            return await self.app(scope, receive, send)
        additions = EVERYWHERE | self.of_route(route_path(scope))

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in additions.items():
                    headers.setdefault(name, value)
            await send(message)

        return await self.app(scope, receive, send_with_headers)

    def of_route(self, path: str) -> dict[str, str]:
        """The headers of a path, as the table in `docs/api.md` lists them."""
        if any(is_below(path, prefix) for prefix in ("/api", "/static", "/openapi.json")):
            return OPEN
        if is_below(path, "/figure"):
            return OPEN | {"Content-Security-Policy": PICTURE_POLICY}
        if is_below(path, "/embed"):
            return OPEN | {
                "Content-Security-Policy": self.embed_policy,
                "Cross-Origin-Embedder-Policy": "require-corp",
            }
        return {"Content-Security-Policy": PAGE_POLICY + "'self'"}


class LastResort:
    """Turns a fault that nobody foresaw into a plain 500 without a word about the inside."""

    def __init__(self, app: ASGIApp, error_page: ErrorPage) -> None:
        self.app = app
        self.error_page = error_page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or log the fault and answer 500; a fault in mid-answer can only cut the connection."""
        if not is_http(scope):
            return await self.app(scope, receive, send)
        started = False

        async def send_and_note(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, send_and_note)
        except Exception:
            log.exception("fault while answering %s %s", scope["method"], quote(scope["path"], errors="replace"))
            if started:
                raise
            await self.answer_fault(scope)(scope, receive, send)

    def answer_fault(self, scope: Scope) -> Response:
        """The 500; the page of errors may be what failed, so it is not relied on."""
        fault = Problem(500, "This is our fault, and it has been noted. Another request may well succeed.")
        try:
            return problem_response(scope, fault, self.error_page)
        except Exception:
            log.exception("fault in the error page")
            return plain_error_page(scope, fault)


class UrlLimit:
    """Answers 414 to an address longer than the limit, before anything reads it."""

    def __init__(self, app: ASGIApp, max_url_bytes: int, error_page: ErrorPage) -> None:
        self.app = app
        self.max_url_bytes = max_url_bytes
        self.error_page = error_page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is short enough."""
        if is_http(scope) and self.url_bytes(scope) > self.max_url_bytes:
            problem = Problem(
                414,
                f"An address may have {self.max_url_bytes:,} bytes. "
                "Send the fields as JSON with POST to the API instead.",
            )
            return await problem_response(scope, problem, self.error_page)(scope, receive, send)
        return await self.app(scope, receive, send)

    @staticmethod
    def url_bytes(scope: Scope) -> int:
        """Bytes of the path and the query, as they were sent."""
        path = scope.get("raw_path") or scope["path"].encode()
        return len(path) + len(scope["query_string"])


class BodyLimit:
    """Reads the body up to the limit, then replays it to the application; a longer one is 413.

    Raising inside `receive` instead would come out as "cannot parse the body", 400.
    """

    def __init__(self, app: ASGIApp, max_body_bytes: int, error_page: ErrorPage) -> None:
        self.app = app
        self.max_body_bytes = max_body_bytes
        self.error_page = error_page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a body that is short enough."""
        if not is_http(scope) or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            return await self.app(scope, receive, send)
        if self.declared_bytes(scope) > self.max_body_bytes:
            return await self.refuse(scope, receive, send)
        body = bytearray()
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            body += message.get("body", b"")
            if len(body) > self.max_body_bytes:
                return await self.refuse(scope, receive, send)
            if not message.get("more_body", False):
                return await self.app(scope, self.replay(bytes(body), receive), send)

    @staticmethod
    def declared_bytes(scope: Scope) -> int:
        """What Content-Length says; 0 when it says nothing that can be read."""
        declared = Headers(scope=scope).get("content-length", "")
        return int(declared) if declared.isascii() and declared.isdigit() and len(declared) < 20 else 0

    async def refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 413 and close, since the rest of the body is still on its way."""
        problem = Problem(
            413,
            f"A body may have {self.max_body_bytes:,} bytes. Send fewer numbers, or fewer digits of each.",
            headers={"Connection": "close"},
        )
        await problem_response(scope, problem, self.error_page)(scope, receive, send)

    @staticmethod
    def replay(body: bytes, receive: Receive) -> Callable[[], Awaitable[Message]]:
        """A `receive` that first gives the whole body, then whatever the client does next."""
        messages = iter([{"type": "http.request", "body": body, "more_body": False}])

        async def replayed() -> Message:
            return next(messages, None) or await receive()

        return replayed


class HeadAsGet:
    """Answers HEAD with the headers of GET, on every route."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the GET and keep its body back."""
        if not is_http(scope) or scope["method"] != "HEAD":
            return await self.app(scope, receive, send)

        async def send_without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        return await self.app({**scope, "method": "GET"}, receive, send_without_body)


class Preflight:
    """Answers OPTIONS: the open routes may be called from any site, without credentials."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 204 to OPTIONS below the API and the figures, whether from a browser or not."""
        path = route_path(scope) if is_http(scope) else ""
        is_open = any(is_below(path, prefix) for prefix in ("/api", "/figure", "/static", "/openapi.json"))
        if is_open and scope["method"] == "OPTIONS":
            headers = PREFLIGHT | {"Allow": PREFLIGHT["Access-Control-Allow-Methods"]}
            return await Response(status_code=204, headers=headers)(scope, receive, send)
        return await self.app(scope, receive, send)


class Caching:
    """Entity tags for GET answers, 304 for a client that has them, and no storing of anything else.

    The tag is a hash of the path, the query, the build and whether an array is accepted, since an answer depends
    on nothing else; so a 304 costs no work at all. An answer that brings its own Cache-Control is left alone.
    """

    def __init__(self, app: ASGIApp, build: str) -> None:
        self.app = app
        self.build = build

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 304 at once, or send the answer with its headers of caching."""
        if not is_http(scope):
            return await self.app(scope, receive, send)
        is_get = scope["method"] == "GET"
        reusable = {"ETag": self.tag(scope), "Cache-Control": CACHE}
        if is_get and self.client_has(scope, reusable["ETag"]):
            headers = reusable | {"Vary": "Accept-Encoding"}
            return await Response(status_code=304, headers=headers)(scope, receive, send)

        async def send_with_caching(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if "cache-control" not in headers:
                    fresh = is_get and message["status"] == 200
                    headers.update(reusable if fresh else {"Cache-Control": "no-store"})
            await send(message)

        return await self.app(scope, receive, send_with_caching)

    def tag(self, scope: Scope) -> str:
        """The weak entity tag of what this request asks for."""
        form = b"npy" if "application/x-npy" in Headers(scope=scope).get("accept", "") else b""
        path = scope["path"].encode(errors="replace")
        asked = b"\0".join((self.build.encode(), path, scope["query_string"], form))
        return f'W/"{hashlib.sha256(asked).hexdigest()[:24]}"'

    @staticmethod
    def client_has(scope: Scope, tag: str) -> bool:
        """Whether If-None-Match names this very tag; `*` would need the answer to be known first."""
        named = Headers(scope=scope).get("if-none-match", "")
        return tag.removeprefix("W/") in [one.strip().removeprefix("W/") for one in named.split(",")]
