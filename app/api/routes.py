"""The routes under `/api/v1`: each operation by POST with JSON and by GET with the same fields in the query."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Body
from starlette.requests import Request

from app.api import answers, compute, requests
from app.api.answers import Content
from app.api.costs import is_small
from app.api.examples import ANSWERS, REQUESTS
from app.api.openapi import GET_PROBLEMS, POST_PROBLEMS, problems, query_parameters
from app.api.route import ApiRoute, json_response
from app.query import READERS, Reader, decode, read_flag
from app.settings import Settings
from app.state import STATE_KEYS, LayerFields
from app.validation import validate
from app.work import Work


@dataclass(frozen=True)
class Operation:
    """One operation: its name in the path, what it takes, what it answers, and how it is computed.

    `detailed` says whether the answer to these fields has an entry for each tie, or for each cell of the matrix.
    """

    name: str
    request: type[LayerFields]
    answer: type[answers.Answer]
    compute: Callable[[Any, Settings], Content]
    summary: str
    detailed: Callable[[Any], bool] = lambda fields: True

    @property
    def operation_id(self) -> str:
        """The name of the operation for programs that are generated from the description.

        >>> OPERATIONS[1].operation_id
        'FeatureMaps'
        """
        return self.name.title().replace("-", "")


OPERATIONS = (
    Operation(
        "convolution",
        requests.ConvolutionRequest,
        answers.ConvolutionAnswer,
        compute.convolution,
        "The output, and every dot product that leads to it",
        detailed=lambda fields: fields.steps,
    ),
    Operation(
        "feature-maps",
        requests.FeatureMapsRequest,
        answers.FeatureMapsAnswer,
        compute.feature_maps,
        "The output before and after the non-linearity",
        detailed=lambda fields: False,
    ),
    Operation(
        "toeplitz",
        requests.ToeplitzRequest,
        answers.ToeplitzAnswer,
        compute.toeplitz,
        "The layer as a matrix with tied weights and structural zeros",
    ),
    Operation(
        "connectivity",
        requests.ConnectivityRequest,
        answers.ConnectivityAnswer,
        compute.connectivity,
        "The layer as a network: which weight joins which input to which output",
    ),
    Operation(
        "gradients",
        requests.GradientsRequest,
        answers.GradientsAnswer,
        compute.gradients,
        "The backward pass, and one learning step",
    ),
)

# How the fields that only the API has are read from a query.
API_READERS: Mapping[str, Reader] = READERS | {"steps": read_flag, "contributions": read_flag, "dense": read_flag}


def create_api(settings: Settings) -> APIRouter:
    """A router with all operations and `/meta`."""
    router = APIRouter(prefix="/api/v1", route_class=ApiRoute)
    for operation in OPERATIONS:
        add_post(router, operation, settings)
        add_get(router, operation, settings)
    add_meta(router, settings)
    return router


def work(operation: Operation, fields: LayerFields, settings: Settings) -> Work:
    """The work that the fields ask for. Raises ConvolutionError for what does not fit."""
    return Work(
        lambda: json_response(operation.compute(fields, settings)), is_small(fields, operation.detailed(fields))
    )


def add_post(router: APIRouter, operation: Operation, settings: Settings) -> None:
    """Add the operation by POST; FastAPI reads the declared body."""
    examples: Any = {name: {"summary": name, "value": value} for name, value in REQUESTS[operation.name].items()}
    body: Any = Annotated[operation.request, Body(openapi_examples=examples)]

    def post(fields: body) -> Work:
        return work(operation, fields, settings)

    router.add_api_route(
        f"/{operation.name}",
        post,
        methods=["POST"],
        tags=["Layer"],
        summary=operation.summary,
        operation_id=f"post{operation.operation_id}",
        response_model=operation.answer,
        responses=responses(operation, POST_PROBLEMS),
    )


def add_get(router: APIRouter, operation: Operation, settings: Settings) -> None:
    """Add the operation by GET; the query is read as every page reads it."""

    def get(request: Request) -> Work:
        return work(operation, read_fields(request, operation.request), settings)

    router.add_api_route(
        f"/{operation.name}",
        get,
        methods=["GET"],
        tags=["Layer"],
        summary=operation.summary,
        operation_id=f"get{operation.operation_id}",
        response_model=operation.answer,
        responses=responses(operation, GET_PROBLEMS),
        openapi_extra={"parameters": query_parameters(operation.request)},
    )


def read_fields(request: Request, model: type[LayerFields]) -> LayerFields:
    """The fields of a query. Keys of a view belong to a shared address and have no effect here.

    Raises QueryError and Problem.
    """
    unused = set(STATE_KEYS) - set(model.model_fields)
    items = [(key, text) for key, text in request.query_params.multi_items() if key not in unused]
    return validate(model, decode(items, API_READERS), "parameter")


def responses(operation: Operation, statuses: tuple[int, ...]) -> dict[int | str, dict[str, Any]]:
    """What the operation may answer, with the answer to its first example."""
    example = {"content": {"application/json": {"example": ANSWERS[operation.name]}}}
    return {200: {"description": "The numbers."} | example} | problems(statuses)


def add_meta(router: APIRouter, settings: Settings) -> None:
    """Add `/meta`."""

    def get_meta(request: Request) -> Work:
        return Work(lambda: json_response(compute.meta(settings)), is_small=True)

    router.add_api_route(
        "/meta",
        get_meta,
        methods=["GET"],
        tags=["Service"],
        summary="The version, the limits, and the words that the fields take",
        operation_id="getMeta",
        response_model=answers.MetaAnswer,
        responses=problems((404, 405, 406, 414, 500)),
    )
