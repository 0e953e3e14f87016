"""Requests as people and programs send them: mostly small, some large, a few that do not fit."""

import orjson

from tests.faults.load import Ask

JSON = (("Content-Type", "application/json"),)
PLAIN = (("Accept-Encoding", "identity"),)
SQUEEZED = (("Accept-Encoding", "gzip"),)
QUESTION = "input=1,2,3,4&weight=5,6,7"


def get(path: str, status: int = 200, begins: bytes = b"", **headers: str) -> Ask:
    """A GET."""
    return Ask("GET", path, status=status, begins=begins, headers=tuple(headers.items()) or SQUEEZED)


def post(operation: str, status: int = 200, begins: bytes = b"{", **fields: object) -> Ask:
    """A POST with JSON."""
    return Ask("POST", f"/api/v1/{operation}", orjson.dumps(fields), status, begins, JSON)


def numbers(count: int) -> list[float]:
    """Numbers as they are measured: not whole, not alike."""
    return [(index * 7919 % 1000) / 8 for index in range(count)]


def rows(height: int, width: int) -> list[list[float]]:
    """The same in two dimensions."""
    values = numbers(height * width)
    return [values[start : start + width] for start in range(0, height * width, width)]


SMALL = (
    get(f"/api/v1/convolution?{QUESTION}", begins=b'{"output":[38.0,56.0]'),
    post("convolution", begins=b'{"output":[38.0,56.0]', input=[1, 2, 3, 4], weight=[5, 6, 7]),
    post("convolution", input=numbers(1_000), weight=numbers(9), padding="same"),
    get(f"/api/v1/toeplitz?{QUESTION}&padding=full", begins=b'{"shape":[6,4]'),
    post("gradients", begins=b'{"weight":[3.0,5.0,7.0]', input=[1, 2, 3, 4], weight=[5, 6, 7]),
    get(f"/api/v1/feature-maps?{QUESTION}&bias=-45&activation=relu", begins=b'{"pre_activation":[-7.0,11.0]'),
    get(f"/api/v1/connectivity?{QUESTION}", begins=b'{"inputs"'),
    get("/api/v1/convolution?input=1,2&weight=5,6,7", 422, b'{"type":"/problems/does-not-fit"'),
    get("/api/v1/meta", begins=b'{"version"'),
    get("/livez", begins=b"alive"),
    Ask("HEAD", f"/api/v1/convolution?{QUESTION}"),
    Ask("OPTIONS", "/api/v1/convolution", status=204),
    get("/none", 404, b'{"type":"/problems/not-found"'),
)
LARGER = (
    get(f"/figure/sliding.svg?{QUESTION}"),
    get("/figure/network.svg?input=" + ",".join(map(str, range(64))) + "&weight=1,2,3,4,5"),
    post("convolution", input=numbers(10_000), weight=numbers(9)),
    post("toeplitz", input=rows(8, 8), weight=rows(3, 3)),
    post("convolution", input=rows(64, 64), weight=rows(5, 5), padding="same"),
    get("/"),
)
HEAVY = (
    post("convolution", input=numbers(100_000), weight=numbers(9)),
    post("connectivity", input=numbers(3_000), weight=numbers(20)),
    post("convolution", input=numbers(1_500), weight=numbers(20), steps=True),
    post("toeplitz", input=numbers(256), weight=numbers(9), padding="same"),
    get("/?input=" + ",".join(map(str, range(256))) + "&weight=1,2,3,4,5"),
)
"""Requests that take a thread for tens of milliseconds each, each in its own way."""
MIXTURE = (*SMALL, *SMALL, *LARGER[:3], *SMALL, *SMALL, *LARGER[3:])
"""One in ten takes a thread."""
