"""Compressing an answer where it is computed."""

import gzip

import pytest
from starlette.datastructures import Headers
from starlette.responses import Response

from app.compression import LARGEST, SMALLEST, THOROUGH, compressed

GZIP = Headers({"accept-encoding": "gzip, br"})
DIGITS = b"0.12345678901234567,0.98765432109876543," * 1000


def answer(body: bytes, media_type: str = "application/json") -> Response:
    """An answer with this body."""
    return Response(body, media_type=media_type)


@pytest.mark.parametrize("size", [SMALLEST, THOROUGH, THOROUGH + 1, LARGEST])
@pytest.mark.parametrize("media_type", ["application/json", "text/html", "image/svg+xml"])
def test_what_comes_out_is_what_went_in(size: int, media_type: str) -> None:
    """At every size and level."""
    body = (DIGITS * (size // len(DIGITS) + 1))[:size]
    response = compressed(answer(body, media_type), GZIP)
    assert gzip.decompress(response.body) == body
    assert response.headers["content-encoding"] == "gzip"
    assert response.headers["vary"] == "Accept-Encoding"
    assert response.headers["content-length"] == str(len(response.body))
    assert len(response.body) < size


def test_what_nobody_keeps_is_compressed_quickly() -> None:
    """The answer to an edit is read once, by somebody who waits for it; the header of a gzip says how it was made."""
    kept, once = answer(DIGITS, "text/html"), answer(DIGITS, "text/html")
    once.headers["Cache-Control"] = "no-store"
    fastest, other = 4, 0  # the flags of RFC 1952, section 2.3.1
    assert compressed(kept, GZIP).body[8] == other
    assert compressed(once, GZIP).body[8] == fastest
    assert gzip.decompress(once.body) == DIGITS


@pytest.mark.parametrize("size", [0, SMALLEST - 1, LARGEST + 1])
def test_what_is_not_worth_the_time_is_sent_as_it_is(size: int) -> None:
    """Too small to gain, or too large to afford."""
    response = compressed(answer(b"1" * size), GZIP)
    assert response.body == b"1" * size
    assert "content-encoding" not in response.headers


@pytest.mark.parametrize("media_type", ["application/x-npy", "image/png", "image/gif"])
def test_what_hardly_shrinks_is_sent_as_it_is(media_type: str) -> None:
    """The bytes of floats, and pictures that are compressed already."""
    assert compressed(answer(DIGITS, media_type), GZIP).body == DIGITS


@pytest.mark.parametrize("header", ["", "br", "gzip;q=0", "identity"])
def test_a_client_that_does_not_take_gzip_gets_none(header: str) -> None:
    """The middleware tells caches that another might."""
    response = compressed(answer(DIGITS), Headers({"accept-encoding": header}))
    assert response.body == DIGITS
    assert "content-encoding" not in response.headers
