"""HEAD and OPTIONS, which every route has and none need know of."""

from collections.abc import Callable

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.middleware.scope import is_below, is_http, route_path

OPEN_PATHS = ("/api", "/figure", "/static", "/openapi.json")

PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Content-Type, Accept, If-None-Match, X-Request-ID",
    "Access-Control-Max-Age": "86400",
}


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

        as_get = {**scope, "method": "GET"}
        try:
            await self.app(as_get, receive, send_without_body)
        finally:
            scope["route"] = as_get.get("route")  # for the log, which sees only its own scope


class Options:
    """Answers OPTIONS with the methods of an address; open ones may be called from any site, without credentials."""

    def __init__(self, app: ASGIApp, allowed_methods: Callable[[Scope], list[str]]) -> None:
        self.app = app
        self.allowed_methods = allowed_methods

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 204 where there is something, whether it is a browser that asks before a call or not."""
        methods = self.allowed_methods(scope) if is_http(scope) and scope["method"] == "OPTIONS" else []
        if not methods:
            return await self.app(scope, receive, send)
        is_open = any(is_below(route_path(scope), prefix) for prefix in OPEN_PATHS)
        headers = {"Allow": ", ".join(methods)} | (PREFLIGHT if is_open else {})
        return await Response(status_code=204, headers=headers)(scope, receive, send)
