"""A small application to put a middleware around."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, Router


async def echo(request: Request) -> Response:
    """Answers with the body it was sent, or with the method."""
    return PlainTextResponse(await request.body() or request.method)


async def fail(request: Request) -> Response:
    """Fails as nobody foresaw."""
    raise RuntimeError("secret")


INNER = Router(
    routes=[
        Route("/api/fail", fail, methods=["GET", "POST"]),
        Route("/fail", fail),
        Route("/{path:path}", echo, methods=["GET", "POST"]),
    ]
)
