"""The JSON service against Starlette with orjson, and against FastAPI as its tutorial has it; the same work in each.

Every application is called in process, as a server calls it: the body goes in, the whole answer comes out. The
peers compute with the same core, and the leanest writes the very same bytes; neither knows limits, exact errors,
security headers, queues or a log. So the ratio says what all that costs.
"""

import asyncio
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import fastapi
import numpy as np
import orjson
import pydantic
import starlette
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message

from app.address import write_number
from app.convolution import Layer
from app.main import create_app
from app.serving import keep_the_loop_quick
from app.settings import Settings
from benchmarks.report import Row
from benchmarks.timing import Comparison, compare

PATH = "/api/v1/convolution"
TAPS = 9
SIZES = ((4, 64, 4.0), (1_000, 16, 1.9), (100_000, 1, 1.05))
"""How many inputs, how many requests are sent in one run of the loop, whose own time is not to count, and the reach."""


async def lean(request: Request) -> Response:
    """The least that a service can do for the same answer: read, check, compute, write."""
    fields = orjson.loads(await request.body())
    x, w = (np.asarray(fields[name], dtype=np.float64) for name in ("input", "weight"))
    if not (np.isfinite(x).all() and np.isfinite(w).all()):
        return JSONResponse({"detail": "not finite"}, 422)
    layer = Layer(w)
    output = layer.forward(x)
    content = {
        "output": output,
        "output_shape": output.shape,
        "padding": [[0, 0]],
        "method": layer.method(x),
        "links": addresses(fields),
    }
    return Response(orjson.dumps(content, option=orjson.OPT_SERIALIZE_NUMPY), media_type="application/json")


def addresses(fields: dict[str, list[float]]) -> dict[str, str]:
    """The links, as whoever knew nothing of other fields would write them."""
    if len(fields["input"]) > 500:
        return {}
    query = "&".join(f"{name}={','.join(map(write_number, fields[name]))}" for name in ("input", "weight"))
    return {"page": f"/?{query}", "embed": f"/embed?{query}", "figure": f"/figure/sliding.svg?{query}"}


class Fields(pydantic.BaseModel):
    """The fields as a tutorial declares them."""

    input: list[float]
    weight: list[float]


class Answer(pydantic.BaseModel):
    """The answer likewise."""

    output: list[float]
    output_shape: list[int]
    padding: list[list[int]]
    method: str


def idiomatic() -> FastAPI:
    """The application that the tutorial leads to."""
    app = FastAPI()

    @app.post(PATH)
    def convolution(fields: Fields) -> Answer:
        layer = Layer(fields.weight)
        output = layer.forward(fields.input)
        shape, method = list(output.shape), layer.method(fields.input)
        return Answer(output=output.tolist(), output_shape=shape, padding=[[0, 0]], method=method)

    return app


Caller = Callable[[ASGIApp, int], Callable[[], bytes]]


def caller(loop: asyncio.AbstractEventLoop, body: bytes, media: str, accept: str) -> Caller:
    """Makes of an application a call that sends it one request some times over, and returns the last answer."""
    headers = [
        (b"host", b"convolens.test"),
        (b"content-type", media.encode()),
        (b"accept", accept.encode()),
        (b"content-length", str(len(body)).encode()),
    ]

    async def ask(app: ASGIApp) -> bytes:
        sent: list[Message] = []
        received = iter([{"type": "http.request", "body": body, "more_body": False}])

        async def receive() -> Message:
            message = next(received, None)
            # A client that stays and says nothing more.
            return message if message is not None else await loop.create_future()

        async def send(message: Message) -> None:
            sent.append(message)

        await app(scope(headers), receive, send)
        assert sent[0]["status"] == 200, sent
        return b"".join(message.get("body", b"") for message in sent[1:])

    async def repeat(app: ASGIApp, times: int) -> bytes:
        for _ in range(times - 1):
            await ask(app)
        return await ask(app)

    return lambda app, times: lambda: loop.run_until_complete(repeat(app, times))


def scope(headers: list[tuple[bytes, bytes]]) -> dict[str, Any]:
    """A request as a server describes it."""
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": PATH,
        "raw_path": PATH.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": headers,
        "client": ("127.0.0.1", 50_000),
        "server": ("127.0.0.1", 8_000),
        "state": {},
    }


def each(times: int, comparison: Comparison) -> Comparison:
    """The comparison of calls of `times` requests, for one request."""
    return replace(comparison, ours=comparison.ours / times, peer=comparison.peer / times)


def rows() -> Iterator[Row]:
    """Each size against the leanest peer; the largest as bytes and against the tutorial's way too."""
    loop = asyncio.new_event_loop()
    ours, leanest = create_app(Settings()), Starlette(routes=[Route(PATH, lean, methods=["POST"])])
    keep_the_loop_quick()  # as the server does; the peers have the good of it too
    lean_name = f"Starlette {starlette.__version__} + orjson {orjson.__version__}"
    for size, times, reach in SIZES:
        x, w = np.sin(np.arange(size)), np.cos(np.arange(min(size, TAPS)))
        call = caller(loop, orjson.dumps({"input": x.tolist(), "weight": w.tolist()}), "application/json", "*/*")
        mine, theirs = call(ours, times), call(leanest, times)
        assert mine() == theirs()
        yield Row(f"JSON, n = {size:,}", lean_name, each(times, compare(mine, theirs)), reach=reach)
    stream = io.BytesIO()
    np.savez(stream, input=x, weight=w)
    binary = caller(loop, stream.getvalue(), "application/x-npz", "application/x-npy")(ours, times)
    assert np.allclose(np.load(io.BytesIO(binary())), orjson.loads(theirs())["output"])
    yield Row(f"npz to npy, n = {size:,}", f"{lean_name}, JSON", compare(binary, theirs), reach=0.10)
    tutorial = call(idiomatic(), times)
    assert np.allclose(orjson.loads(tutorial())["output"], orjson.loads(theirs())["output"])
    name = f"FastAPI {fastapi.__version__}, lists of floats"
    yield Row(f"JSON, n = {size:,}", name, compare(mine, tutorial), reach=0.27)
    loop.close()
