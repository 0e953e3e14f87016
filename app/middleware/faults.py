"""How a problem is answered, and the last resort for a fault that nobody foresaw."""

import logging
from collections.abc import Callable
from urllib.parse import quote

import orjson
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.middleware.scope import is_below, is_http, picture_format, route_path
from app.problems import MEDIA_TYPE, Problem

log = logging.getLogger("convolens")

ErrorPage = Callable[[Scope, Problem], Response]


def wants_problem_json(scope: Scope) -> bool:
    """Programs get problems as JSON, a browser that opens a page a page, and whatever shows a picture a picture."""
    path = route_path(scope)
    if picture_format(scope):
        return "json" in Headers(scope=scope).get("accept", "")
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
