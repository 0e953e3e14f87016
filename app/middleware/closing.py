"""Letting every connection end well while the service stops."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.health import Stopping
from app.middleware.scope import is_http


class CloseWhenStopping:
    """Tells each client, with the answer it was waiting for, to open another connection for its next request.

    A server that closes an idle connection cannot know that a request is on its way there; this one is told.
    """

    def __init__(self, app: ASGIApp, stopping: Stopping) -> None:
        self.app = app
        self.stopping = stopping

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer, with `Connection: close` from the moment the service stops."""
        if not is_http(scope):
            return await self.app(scope, receive, send)

        async def send_and_close(message: Message) -> None:
            if message["type"] == "http.response.start" and self.stopping.has_begun:
                MutableHeaders(scope=message)["Connection"] = "close"
            await send(message)

        return await self.app(scope, receive, send_and_close)
