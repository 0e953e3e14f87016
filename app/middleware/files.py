"""Compressing what is not computed: the files, and the pages that are only rendered."""

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import Receive, Scope, Send

from app.middleware.scope import is_below, is_http, route_path


class CompressFiles(GZipMiddleware):
    """Starlette's, but for the API: what that computes is compressed with the work (`app/compression.py`).

    The bytes of floats are not compressed at all: they barely shrink, and take longer to compress than to compute.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the API by."""
        if is_http(scope) and is_below(route_path(scope), "/api"):
            return await self.app(scope, receive, send)
        return await super().__call__(scope, receive, send)
