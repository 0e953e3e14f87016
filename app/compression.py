"""Compressing an answer where it is computed: a large one takes as long as the computation."""

import zlib

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response

SHRINK = ("text/", "application/json", "application/problem+json", "image/svg+xml")
"""What shrinks at all: the bytes of floats and of other pictures hardly do."""
SMALLEST = 500
"""Bytes below which compression costs more than it saves."""
LARGEST = 2_000_000
"""Bytes above which an answer is sent as it is. Digits shrink to half at 75 MB/s: more work than all the rest."""
THOROUGH = 131_072
"""Bytes up to which text is compressed well; beyond, the quick level is six times as fast and a tenth larger."""

AS_GZIP = 16 + zlib.MAX_WBITS


def compressed(response: Response, asked: Headers) -> Response:
    """The answer with its body as gzip, where the client takes that and it is worth the time and not done yet."""
    media_type = response.media_type or ""
    shrinks = media_type.startswith(SHRINK) and SMALLEST <= len(response.body) <= LARGEST
    if not shrinks or "content-encoding" in response.headers or not accepts_gzip(asked.get("accept-encoding", "")):
        return response
    response.body = gzip(bytes(response.body), media_type, is_kept=response.headers.get("cache-control") != "no-store")
    vary_by_encoding(response.headers)
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(response.body))
    return response


def vary_by_encoding(headers: MutableHeaders) -> None:
    """Say once that the answer depends on what the client decompresses."""
    if "accept-encoding" not in headers.get("vary", "").lower():
        headers.add_vary_header("Accept-Encoding")


def gzip(body: bytes, media_type: str, is_kept: bool = True) -> bytes:
    """The bytes as gzip: numbers quickly, since digits hardly shrink further, and so what is sent once."""
    thorough = is_kept and len(body) <= THOROUGH and not media_type.startswith("application/")
    compressor = zlib.compressobj(6 if thorough else 1, zlib.DEFLATED, AS_GZIP)
    return compressor.compress(body) + compressor.flush()


def accepts_gzip(header: str) -> bool:
    """Whether an Accept-Encoding names gzip and does not refuse it.

    >>> accepts_gzip("br, gzip;q=0.5"), accepts_gzip("gzip;q=0"), accepts_gzip("")
    (True, False, False)
    """
    for coding in header.lower().split(","):
        name, _, quality = (part.strip() for part in coding.partition(";"))
        if name in ("gzip", "*"):
            return quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
