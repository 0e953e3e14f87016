"""The headers of every answer, by its route."""

import httpx
import pytest
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.middleware.headers import SecurityHeaders
from app.settings import Settings
from tests.asking import ask
from tests.middleware.inner import INNER

PAGE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)


def headers_of(path: str, **settings: str) -> httpx.Headers:
    """The headers that the middleware of headers gives an answer at `path`."""
    return ask(SecurityHeaders(INNER, Settings(**settings)), "GET", path).headers


@pytest.mark.parametrize("path", ["/", "/embed", "/figure/sliding.svg", "/static/x/y.js", "/api/v1/meta", "/none"])
def test_every_answer_forbids_guessing_and_telling(path: str) -> None:
    """The first row of the table."""
    headers = headers_of(path)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["permissions-policy"] == "camera=(), microphone=(), geolocation=()"
    assert "x-frame-options" not in headers
    assert "access-control-allow-credentials" not in headers


@pytest.mark.parametrize("path", ["/", "/none", "/embedded", "/apis", "/figures"])
def test_a_page_allows_its_own_files_only(path: str) -> None:
    """And may be framed by itself only; it frames nothing but our own previews."""
    headers = headers_of(path)
    assert headers["content-security-policy"] == f"{PAGE}; frame-src 'self'"
    assert "access-control-allow-origin" not in headers


def test_the_frame_may_be_shown_anywhere() -> None:
    """Even by a host that demands CORP and COEP of its frames."""
    headers = headers_of("/embed")
    assert headers["content-security-policy"] == PAGE.replace("frame-ancestors 'self'", "frame-ancestors *")
    assert headers["cross-origin-resource-policy"] == "cross-origin"
    assert headers["cross-origin-embedder-policy"] == "require-corp"
    assert headers["access-control-allow-origin"] == "*"


def test_a_setting_narrows_who_may_show_the_frame() -> None:
    """A school may want its own site only."""
    policy = headers_of("/embed", embed_frame_ancestors="https://school.example")["content-security-policy"]
    assert policy.endswith("frame-ancestors https://school.example")


@pytest.mark.parametrize(
    "path", ["/figure/sliding.svg", "/static/x/y.js", "/api/v1/meta", "/openapi.json", "/oembed", "/embed.js"]
)
def test_pictures_files_and_numbers_are_open_to_every_site(path: str) -> None:
    """Without credentials."""
    headers = headers_of(path)
    assert headers["access-control-allow-origin"] == "*"
    assert headers["cross-origin-resource-policy"] == "cross-origin"


def test_a_picture_can_run_nothing() -> None:
    """An SVG that is opened alone is a document."""
    policy = headers_of("/figure/sliding.svg")["content-security-policy"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def test_a_header_that_a_route_sets_itself_stays() -> None:
    """/docs has a policy of its own."""

    async def own(scope: Scope, receive: Receive, send: Send) -> None:
        await Response(headers={"Content-Security-Policy": "default-src 'self'"})(scope, receive, send)

    headers = ask(SecurityHeaders(own, Settings()), "GET", "/").headers
    assert headers["content-security-policy"] == "default-src 'self'"
