"""Whether the service lives and whether it takes work: `/livez` and `/readyz`, as orchestrators ask for them."""

from fastapi import APIRouter
from starlette.responses import PlainTextResponse, Response

NEVER_STORED = {"Cache-Control": "no-store"}


class Stopping:
    """Whether the service has been told to stop, and how long its port stays open then.

    The server finds this in the state of the lifespan and sets it; `/readyz` and the middleware read it.
    """

    def __init__(self, drain_seconds: float = 0) -> None:
        self.drain_seconds = drain_seconds
        self.has_begun = False

    def begin(self) -> None:
        """From here on no new client should come."""
        self.has_begun = True


def create_health(stopping: Stopping) -> APIRouter:
    """A router with both. They touch nothing that can wait: no thread, no file, no lock.

    A full queue does not make a worker unready. It lasts for a second, small requests are still answered, and
    the refusals say when to come again; taking the only worker out of service would refuse everybody.
    """
    router = APIRouter(include_in_schema=False)

    @router.get("/livez")
    async def live() -> Response:
        return PlainTextResponse("alive\n", headers=NEVER_STORED)

    @router.get("/readyz")
    async def ready() -> Response:
        if stopping.has_begun:
            return PlainTextResponse("stopping\n", 503, headers=NEVER_STORED)
        return PlainTextResponse("ready\n", headers=NEVER_STORED)

    return router
