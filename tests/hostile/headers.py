"""Hostile headers and methods."""

import gzip

from tests.hostile.requests import JSON, OK, Hostile, layer

BINARY = bytes(range(256))
HEADERS = [
    Hostile("binary as plain text", 415, "unsupported-media-type", BINARY, headers={"Content-Type": "text/plain"}),
    Hostile(
        "binary as a form",
        415,
        "unsupported-media-type",
        BINARY,
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    ),
    Hostile(
        "binary as a form in parts",
        415,
        "unsupported-media-type",
        BINARY,
        headers={"Content-Type": "multipart/form-data; boundary=a"},
    ),
    Hostile("binary without a type", 415, "unsupported-media-type", BINARY, headers={}),
    Hostile("binary as JSON", 400, "not-utf-8", BINARY),
    Hostile("JSON as XML", 415, "unsupported-media-type", layer(), headers={"Content-Type": "application/xml"}),
    Hostile(
        "JSON in another character set",
        415,
        "unsupported-media-type",
        layer(),
        headers={"Content-Type": "application/json; charset=utf-7"},
    ),
    Hostile(
        "a compressed body",
        415,
        "unsupported-media-type",
        gzip.compress(layer()),
        headers=JSON | {"Content-Encoding": "gzip"},
    ),
    Hostile("a compressed body that does not say so", 400, "not-utf-8", gzip.compress(layer())),
    Hostile("a type of noise", 415, "unsupported-media-type", layer(), headers={"Content-Type": "\xff/\xfe; ="}),
    Hostile("a length that lies", 413, "body-too-large", layer(), headers=JSON | {"Content-Length": "99999999999"}),
    Hostile("a length that is no number", 200, OK, layer(), headers=JSON | {"Content-Length": "many"}, wire=400),
    Hostile("a negative length", 200, OK, layer(), headers=JSON | {"Content-Length": "-5"}, wire=400),
    Hostile("an Accept of noise", 406, "not-acceptable", layer(), headers=JSON | {"Accept": ";=,\xff;;q=q,,"}),
    Hostile(
        "an Accept of 100,000 entries", 406, "not-acceptable", layer(), headers=JSON | {"Accept": "a/b," * 100_000}
    ),
    Hostile("an If-None-Match of noise", 200, OK, query="input=1&weight=1", headers={"If-None-Match": '"\xff", W/, *'}),
    Hostile("a Host of noise", 200, OK, query="input=1&weight=1", headers={"Host": "evil.example:99999/<script>"}),
    Hostile("another method", 405, "method-not-allowed", layer(), method="PUT"),
    Hostile("a method that does not exist", 405, "method-not-allowed", layer(), method="QUATSCH", wire=400),
    Hostile("a method of noise", 405, "method-not-allowed", layer(), method="GET/1.1", wire=400),
    Hostile("TRACE", 405, "method-not-allowed", method="TRACE"),
]

ENCODED = [
    Hostile(
        f"a body encoded as {coding}",
        415,
        "unsupported-media-type",
        layer(),
        headers=JSON | {"Content-Encoding": coding},
    )
    for coding in ("deflate", "br", "zstd", "gzip, gzip", "identity, gzip", "\xff", "x" * 1_000)
]

TYPED = [
    Hostile(f"a body typed {number}", 415, "unsupported-media-type", layer(), headers={"Content-Type": media})
    for number, media in enumerate(
        (
            "application/json; charset=utf-16",
            "application/json; charset=",
            "application/jsonp",
            "application/x-json",
            "application/problem+json",
            "application/vnd.api+json",
            "text/json",
            "text/html",
            "*/*",
            "application/*",
            "json",
            "application/json, text/plain",
            "application /json",
            "\t",
            ";",
            "x" * 5_000,
        )
    )
    if media != "application/json; charset="
]

ACCEPTING = [
    Hostile(f"accepting {number}", 406, "not-acceptable", query="input=1,2&weight=1", headers={"Accept": accept})
    for number, accept in enumerate(
        (
            "text/html",
            "image/*",
            "application/jsonp",
            "application/json;q=0",
            "application/json;q=-1",
            "application/json;q=nan",
            "application/json;q=1e9",
            "*/*;q=0",
            "application/*;q=0.0",
            "application/json;q=0, */*;q=0",
            "\xff",
            ",",
            "application/json/x",
            "json",
        )
    )
]

OTHERS = [
    Hostile("a range of bytes", 200, OK, query="input=1,2&weight=1", headers={"Range": "bytes=0-1"}),
    Hostile("a method in a header", 200, OK, query="input=1,2&weight=1", headers={"X-HTTP-Method-Override": "DELETE"}),
    Hostile("another address in a header", 200, OK, query="input=1,2&weight=1", headers={"X-Original-URL": "/admin"}),
    Hostile("a proxy that lies", 200, OK, query="input=1,2&weight=1", headers={"X-Forwarded-Host": "evil.example"}),
    Hostile("a proxy of noise", 200, OK, query="input=1,2&weight=1", headers={"X-Forwarded-For": "\xff,,;" * 100}),
    Hostile("a cookie of noise", 200, OK, query="input=1,2&weight=1", headers={"Cookie": "=;=\xff;" * 500}),
    Hostile("a language of noise", 200, OK, query="input=1,2&weight=1", headers={"Accept-Language": "\xff;q=q"}),
    Hostile("a coding of noise", 200, OK, query="input=1,2&weight=1", headers={"Accept-Encoding": "gzip;q=x, \xff"}),
    Hostile(
        "a request id with line breaks escaped", 200, OK, query="input=1&weight=1", headers={"X-Request-ID": "%0d%0aa"}
    ),
    Hostile("a thousand headers", 200, OK, query="input=1&weight=1", headers={f"X-{n}": "1" for n in range(90)}),
    Hostile("an Origin that is null", 200, OK, query="input=1&weight=1", headers={"Origin": "null"}),
    Hostile("an If-None-Match of everything", 304, OK, query="input=1&weight=1", headers={"If-None-Match": "*"}),
    Hostile("an If-Match", 200, OK, query="input=1&weight=1", headers={"If-Match": '"a"'}),
    Hostile("a date of noise", 200, OK, query="input=1&weight=1", headers={"If-Modified-Since": "yesterday"}),
]

METHODS = [
    Hostile(f"{method} at {path}", 405, "method-not-allowed", method=method, path=path, headers={})
    for method, path in (
        ("DELETE", "/api/v1/convolution"),
        ("PATCH", "/api/v1/toeplitz"),
        ("PUT", "/api/v1/meta"),
        ("POST", "/"),
        ("DELETE", "/embed"),
        ("PUT", "/figure/sliding.svg"),
        ("POST", "/docs"),
        ("POST", "/openapi.json"),
        ("PATCH", "/problems/fault"),
        ("PROPFIND", "/"),
    )
]

HEADER_REQUESTS = [*HEADERS, *ENCODED, *TYPED, *ACCEPTING, *OTHERS, *METHODS]
