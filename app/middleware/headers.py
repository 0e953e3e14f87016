"""The headers of every answer, by its route."""

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
# Beside a snippet stands the frame that it becomes.
FRAMING = "; frame-src 'self'"

OPEN_PATHS = ("/api", "/static", "/openapi.json", "/oembed", "/embed.js")
# A picture served alone is a document that could run script.
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def encoded(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    """Headers as a server takes them."""
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


class SecurityHeaders:
    """Adds the headers of the route, wherever the answer comes from; what a route set itself stays."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        policy = "Content-Security-Policy"
        self.open = encoded(EVERYWHERE | OPEN)
        self.picture = encoded(EVERYWHERE | OPEN | {policy: PICTURE_POLICY})
        self.embed = encoded(
            EVERYWHERE
            | OPEN
            | {policy: PAGE_POLICY + settings.embed_frame_ancestors, "Cross-Origin-Embedder-Policy": "require-corp"}
        )
        self.page = encoded(EVERYWHERE | {policy: PAGE_POLICY + "'self'" + FRAMING})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer with its headers."""
        if not is_http(scope):
            return await self.app(scope, receive, send)
        additions = self.of_route(route_path(scope))

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name for name, _ in message["headers"]}
                message["headers"].extend(pair for pair in additions if pair[0] not in given)
            await send(message)

        return await self.app(scope, receive, send_with_headers)

    def of_route(self, path: str) -> list[tuple[bytes, bytes]]:
        """The headers of a path, as the table in `docs/api.md` lists them."""
        if any(is_below(path, prefix) for prefix in OPEN_PATHS):
            return self.open
        if is_below(path, "/figure"):
            return self.picture
        return self.embed if is_below(path, "/embed") else self.page
