"""The one kind of route of the API: reads JSON strictly, and states every misfit as a problem."""

from collections.abc import Callable, Coroutine
from typing import Any

import numpy as np
import orjson
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from app.api.reader import check_accept, check_encoding, check_media_type, read_json, too_deep
from app.convolution import ConvolutionError
from app.problems import Place, problem_of_core
from app.query import QueryError
from app.settings import Settings
from app.validation import problem_of_query, problem_of_validation

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class JsonRequest(Request):
    """A request whose JSON has been read already."""

    value: Any = None

    async def json(self) -> Any:
        """The value of the body."""
        return self.value


class ApiRoute(APIRoute):
    """A route whose errors are all problems; FastAPI still declares and validates the body."""

    def get_route_handler(self) -> Handler:
        """The handler of FastAPI, with our reader before it and our problems behind it."""
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            check_accept(request.headers.get("accept", ""))
            place: Place = "pointer" if request.method == "POST" else "parameter"
            try:
                return await handler(await read(request) if request.method == "POST" else request)
            except RequestValidationError as fault:
                raise problem_of_validation(fault.errors(), place, self.field_names) from fault
            except QueryError as fault:
                raise problem_of_query(fault) from fault
            except ConvolutionError as fault:
                raise problem_of_core(fault, place) from fault
            except RecursionError as fault:
                raise too_deep() from fault

        return handle

    @property
    def field_names(self) -> list[str]:
        """The names of the fields of the declared body."""
        model: type[BaseModel] = self.body_field.field_info.annotation  # type: ignore[union-attr, assignment]  # POST always declares a model
        return list(model.model_fields)


async def read(request: Request) -> JsonRequest:
    """The request with its body read. Raises Problem."""
    check_encoding(request.headers.get("content-encoding", ""))
    check_media_type(request.headers.get("content-type", ""))
    settings: Settings = request.app.state.settings
    with_json = JsonRequest(request.scope, request.receive)
    with_json.value = read_json(await with_json.body(), settings.max_json_numbers)
    return with_json


def json_response(content: Any) -> Response:
    """The content as JSON; arrays are written without becoming lists first."""
    body = orjson.dumps(content, option=orjson.OPT_SERIALIZE_NUMPY, default=as_list)
    return Response(body, media_type="application/json")


def as_list(value: Any) -> Any:
    """An array that does not lie in one piece, as lists; raises TypeError for anything else."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    raise TypeError(f"no JSON for {type(value).__name__}")
