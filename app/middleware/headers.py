"""The headers of every answer, by its route."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.middleware.scope import is_below, is_http, route_path
from app.settings import Settings

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Retry-After, X-Request-ID",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors "
)
# A picture served alone is a document that could run script.
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


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
