"""The one kind of route of the API: reads strictly, lets the work run where it belongs, and states every misfit."""

from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import orjson
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from app.api.reader import check_accept, check_encoding, check_media_type, read_json, too_deep
from app.convolution import ConvolutionError
from app.problems import Place, problem_of_core
from app.query import QueryError
from app.settings import Settings
from app.validation import problem_of_query, validate
from app.work import Slots, Work

Handler = Callable[[Request], Coroutine[Any, Any, Response]]

SMALL_BODY = 16_384
"""Bytes up to which a body is read at once: some thousand numbers, well under a millisecond."""


class ApiRoute(APIRoute):
    """A route whose endpoint plans and does not work: it is given the request, or the fields of a POST.

    FastAPI declares it. The endpoint is a plain function that returns Work, and raises what does not fit.
    """

    def get_route_handler(self) -> Handler:
        """The handler, which finds out where the work runs; FastAPI's own knows no such choice."""

        async def handle(request: Request) -> Response:
            check_accept(request.headers.get("accept", ""))
            slots: Slots = request.app.state.slots
            with problems("pointer" if request.method == "POST" else "parameter"):
                if request.method != "POST":
                    return await slots.perform(self.endpoint(request), request)
                body = await read_body(request)
                if len(body) <= SMALL_BODY:
                    return await slots.perform(self.plan(body, request), request)
                return await slots.run(lambda: self.plan(body, request).run(), request)

        return handle

    def plan(self, body: bytes, request: Request) -> Work:
        """The work that a body asks for. Raises Problem and ConvolutionError."""
        settings: Settings = request.app.state.settings
        model: type[BaseModel] = self.body_field.field_info.annotation  # type: ignore[union-attr, assignment]  # POST always declares a model
        work: Work = self.endpoint(validate(model, read_json(body, settings.max_json_numbers), "pointer"))
        return work


@contextmanager
def problems(place: Place) -> Iterator[None]:
    """Whatever does not fit is raised as a problem that says where."""
    try:
        yield
    except QueryError as fault:
        raise problem_of_query(fault) from fault
    except ConvolutionError as fault:
        raise problem_of_core(fault, place) from fault
    except RecursionError as fault:
        raise too_deep() from fault


async def read_body(request: Request) -> bytes:
    """The body, said to be what is read here. Raises Problem."""
    check_encoding(request.headers.get("content-encoding", ""))
    check_media_type(request.headers.get("content-type", ""))
    return await request.body()


def json_response(content: Any) -> Response:
    """The content as JSON; arrays are written without becoming lists first."""
    body = orjson.dumps(content, option=orjson.OPT_SERIALIZE_NUMPY, default=as_list)
    return Response(body, media_type="application/json")


def as_list(value: Any) -> Any:
    """An array that does not lie in one piece, as lists; raises TypeError for anything else."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    raise TypeError(f"no JSON for {type(value).__name__}")
