"""Answers that need not be drawn: a client has them already, as a whole or in pieces, or another has just asked."""

from collections.abc import Callable
from http import HTTPStatus

import orjson
from starlette.requests import Request
from starlette.responses import Response

from app.address import encode
from app.compression import accepts_gzip, compressed
from app.figures.svg import without
from app.kept import Kept
from app.middleware.caching import client_has, not_modified, tag_of_state
from app.pages.outline import outlined
from app.pages.reading import Reading

MOST_KEPT = 8_000_000
"""So many bytes of pages are kept as they were sent: the question's example is 16,000."""


def unless_known(request: Request, reading: Reading, draw: Callable[[], Response], *more: str) -> Response:
    """What is drawn, with a tag by the canonical query and what is said of it; or 304 for a client that has it.

    `more` is what the answer depends on beside its state. Pages are kept by that tag, to be sent again as they are.
    """
    if reading.state is None:
        return draw()
    tag = tag_of_state(request, "\0".join((encode(reading.state), *reading.notices, *more)))
    if client_has(request.headers, tag):
        return not_modified(tag)
    pages: Kept[Response] = request.app.state.pages
    key = tag, accepts_gzip(request.headers.get("accept-encoding", ""))
    found = pages.get(key)
    if found is None:
        found = draw()
        found.headers["ETag"] = tag
        if found.media_type != "text/html":
            return found
        pages.put(key, compressed(found, request.headers), len(found.body))
    return again(found)


def again(sent: Response) -> Response:
    """An answer once more: what surrounds the routes writes into its headers."""
    response = Response(sent.body, sent.status_code, media_type=sent.media_type)
    response.raw_headers = list(sent.raw_headers)
    return response


HAS, OUTLINE = "convolens-has", "convolens-outline"
"""The headers in which a page names the pieces of figures that it has, and the outline of the answer that it shows."""


def unless_had(request: Request, draw: Callable[[], Response]) -> Response | None:
    """What is drawn, without the pieces that the page names; nothing for one that names none.

    Where the outline is the one that the page names, it is only what is said in it, as JSON. Either is of use to that
    page only, so nobody keeps it.
    """
    if HAS not in request.headers:
        return None
    response = draw()
    markup = bytes(response.body).decode()
    found = outlined(markup)
    if response.status_code == HTTPStatus.OK and request.headers.get(OUTLINE) == found.name:
        response = Response(orjson.dumps(found.said), media_type="application/json")
    else:
        response.body = without(set(request.headers[HAS].split(",")), markup).encode()
        response.headers["Content-Length"] = str(len(response.body))
        response.headers[OUTLINE] = found.name
    response.headers["Cache-Control"] = "no-store"
    return response
