"""The one kind of route of the API: reads strictly, lets the work run where it belongs, states every misfit."""

from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import orjson
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import request_response
from starlette.types import Scope

from app.api.answers import Content
from app.api.arrays import read_npz, write_npy
from app.api.media import JSON, NPY, Accepted, BodyFormat, body_format, check_encoding, not_acceptable
from app.api.query import read_options
from app.api.reader import read_json, too_deep
from app.convolution import ConvolutionError
from app.middleware.caching import client_has, not_modified
from app.middleware.scope import header
from app.problems import Place, PlaceOf, problem_of_core
from app.query import QueryError
from app.settings import Settings
from app.validation import in_query, problem_of_query, validate
from app.work import Slots, Work

Handler = Callable[[Request], Coroutine[Any, Any, Response]]

SMALL_BODIES: dict[BodyFormat, int] = {"json": 32_768, "npz": 1_048_576}
"""Bytes up to which a body is read at once: some thousand numbers as text, many as bytes, well under a millisecond."""


class ApiRoute(APIRoute):
    """A route whose endpoint plans and does not work: it is given the request, and the fields of a POST.

    FastAPI declares it. The endpoint is a plain function that returns Work, and raises what does not fit.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        # Without the stacks in which FastAPI closes what dependencies opened: there are none.
        self.app = request_response(self.get_route_handler())

    def get_route_handler(self) -> Handler:
        """The handler, which finds out where the work runs; FastAPI's own knows no such choice."""
        arrays = self.body_field is not None and takes_arrays(self.model)

        async def handle(request: Request) -> Response:
            slots: Slots = request.app.state.slots
            if self.body_field is None:
                with problems(in_query):
                    return await answer_unless_known(self.endpoint(request), request)
            media = body_media(request.scope, arrays)
            body = await whole_body(request)
            with problems(place_in(request)):
                if len(body) <= SMALL_BODIES[media]:
                    return await slots.perform(self.plan(request, media, body), request)
                return await slots.run(lambda: self.plan(request, media, body).run(), request)

        return handle

    def plan(self, request: Request, media: BodyFormat, body: bytes) -> Work:
        """The work that a body asks for. Raises Problem, QueryError and ConvolutionError."""
        fields = read_fields(request, self.model, media, body)
        settings: Settings = request.app.state.settings
        work: Work = self.endpoint(request, validate(self.model, fields, place_in(request), settings))
        return work

    @property
    def model(self) -> type[BaseModel]:
        """The model of the declared body."""
        return self.body_field.field_info.annotation  # type: ignore[union-attr, return-value]  # POST always declares one


async def whole_body(request: Request) -> bytes:
    """The body, which comes in one piece (`BodyLimit`); joining the pieces of others would copy it."""
    message = await request.receive()
    body: bytes = message["body"]
    return body


def body_media(scope: Scope, arrays: bool) -> BodyFormat:
    """What the body is said to be, when it is read here; an archive only where `arrays` are taken. Raises Problem."""
    check_encoding(header(scope, b"content-encoding"))
    return body_format(header(scope, b"content-type"), arrays=arrays)


def takes_arrays(model: type[BaseModel]) -> bool:
    """Whether the fields of a model can come as an archive of arrays: a layer with its input."""
    return {"input", "weight"} <= model.model_fields.keys()


def place_in(request: Request) -> PlaceOf:
    """Where a field of a POST stands: in the query when it is named there, or a field of it is, else in the body."""

    def place_of(field: str) -> Place:
        named = {key.partition(".")[0] for key in request.query_params} | set(request.query_params)
        return "parameter" if field in named else "pointer"

    return place_of


async def answer_unless_known(work: Work, request: Request) -> Response:
    """The answer with its tag, or 304 before any work is done for a client that has it."""
    slots: Slots = request.app.state.slots
    if work.tag is not None and client_has(request.headers, work.tag):
        return not_modified(work.tag, vary="Accept")
    response = await slots.perform(work, request)
    if work.tag is not None:
        response.headers["ETag"] = work.tag
    return response


@contextmanager
def problems(place_of: PlaceOf) -> Iterator[None]:
    """Whatever does not fit is raised as a problem that says where."""
    try:
        yield
    except QueryError as fault:
        raise problem_of_query(fault) from fault
    except ConvolutionError as fault:
        raise problem_of_core(fault, place_of) from fault
    except RecursionError as fault:
        raise too_deep() from fault


def read_fields(request: Request, model: type[BaseModel], media: BodyFormat, body: bytes) -> Any:
    """The fields of a body and, beside them, options of the query. Raises Problem and QueryError."""
    settings: Settings = request.app.state.settings
    if media == "npz":
        fields: Any = read_npz(body, settings.max_binary_numbers)
    else:
        fields = read_json(body, settings.max_json_numbers)
    if not request.scope["query_string"] or not isinstance(fields, dict):
        return fields
    options = read_options(request)
    twice = next((key for key in options if key in fields), None)
    if twice is not None:
        raise QueryError(twice, "repeated-parameter", "this is given in the query and in the body: give it once")
    return fields | options


def respond(content: Content, array: tuple[str, ...], wanted: Accepted) -> Response:
    """The content as JSON, or the array that stands for it: the first of these names that holds one.

    Raises Problem 406 when only an array is accepted and there is none.
    """
    headers = {"Vary": "Accept"} if array else {}
    if wanted.prefers_npy:
        found = next((content[name] for name in array if isinstance(content.get(name), np.ndarray)), None)
        if found is not None:
            return Response(write_npy(found), media_type=NPY, headers=headers)
        if wanted.json == 0:
            raise not_acceptable("No single array stands for this answer")
    return Response(encode_json(content), media_type=JSON, headers=headers)


def encode_json(content: Any) -> bytes:
    """The content as JSON; arrays are written without becoming lists first."""
    return orjson.dumps(content, option=orjson.OPT_SERIALIZE_NUMPY, default=as_list)


def as_list(value: Any) -> Any:
    """An array that does not lie in one piece, as lists; raises TypeError for anything else."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    raise TypeError(f"no JSON for {type(value).__name__}")
