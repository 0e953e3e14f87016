"""Answers that a client has already, as a whole or in pieces."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from app.figures.svg import without
from app.middleware.caching import client_has, not_modified, tag_of_state
from app.pages.reading import Reading
from app.query import encode


def unless_known(request: Request, reading: Reading, draw: Callable[[], Response], *more: str) -> Response:
    """What is drawn, with a tag by the canonical query and what is said of it; or 304 for a client that has it.

    `more` is what the answer depends on beside its state.
    """
    if reading.state is None:
        return draw()
    tag = tag_of_state(request, "\0".join((encode(reading.state), *reading.notices, *more)))
    if client_has(request.headers, tag):
        return not_modified(tag)
    response = draw()
    response.headers["ETag"] = tag
    return response


HAS = "convolens-has"
"""The header in which a page names the pieces of figures that it has."""


def unless_had(request: Request, draw: Callable[[], Response]) -> Response | None:
    """What is drawn, without the pieces that the page names; nothing for one that names none.

    It is of use to that page only, so nobody keeps it.
    """
    if HAS not in request.headers:
        return None
    response = draw()
    response.body = without(set(request.headers[HAS].split(",")), bytes(response.body).decode()).encode()
    response.headers["Content-Length"] = str(len(response.body))
    response.headers["Cache-Control"] = "no-store"
    return response
