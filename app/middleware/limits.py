"""The limits on what is sent, before anything reads it."""

from collections.abc import Awaitable, Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.middleware.faults import ErrorPage, problem_response
from app.middleware.scope import header, is_http
from app.problems import Problem


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
        chunks, size = [], 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            chunks.append(message.get("body", b""))
            size += len(chunks[-1])
            if size > self.max_body_bytes:
                return await self.refuse(scope, receive, send)
            if not message.get("more_body", False):
                return await self.app(scope, self.replay(b"".join(chunks), receive), send)

    @staticmethod
    def declared_bytes(scope: Scope) -> int:
        """What Content-Length says; 0 when it says nothing that can be read."""
        declared = header(scope, b"content-length")
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
