"""The routes under `/api/v1`: each operation by POST with JSON and by GET with the same fields in the query."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Body
from starlette.requests import Request

from app.api.answers import MetaAnswer
from app.api.media import JSON, NPY, accepted, check_accepted
from app.api.meta import MetaRequest, meta
from app.api.openapi import (
    BINARY,
    GET_PROBLEMS,
    POST_PROBLEMS,
    archive_body,
    option_parameters,
    problems,
    query_parameters,
)
from app.api.operation import Operation
from app.api.operations import OPERATIONS
from app.api.query import read_options
from app.api.route import ApiRoute, respond
from app.api.tags import written
from app.middleware.caching import tag_of_state
from app.settings import Settings
from app.state import Fields
from app.validation import validate
from app.work import Work


def create_api(settings: Settings) -> APIRouter:
    """A router with all operations and `/meta`."""
    router = APIRouter(prefix="/api/v1", route_class=ApiRoute)
    for operation in OPERATIONS:
        add_post(router, operation, settings)
        add_get(router, operation, settings)
    add_meta(router, settings)
    return router


def work(request: Request, operation: Operation, fields: Fields, settings: Settings) -> Work:
    """The work that the fields ask for, in the format that is accepted. Raises Problem and ConvolutionError."""
    wanted = accepted(request.headers.get("accept", ""))
    check_accepted(wanted, arrays=bool(operation.array))
    if wanted.prefers_npy:
        # Bytes instead of text: only the bound on all answers remains.
        settings = settings.model_copy(update={"max_matrix_cells": settings.max_answer_numbers})
    job = operation.prepare(fields, settings)
    return Work(lambda: respond(job.run(), operation.array, wanted), job.cost.is_small(wanted.prefers_npy))


def add_post(router: APIRouter, operation: Operation, settings: Settings) -> None:
    """Add the operation by POST; the route reads the declared body."""
    examples: Any = {name: {"summary": name, "value": value} for name, value in operation.examples.items()}
    body: Any = Annotated[operation.request, Body(openapi_examples=examples)]

    def post(request: Request, fields: body) -> Work:
        return work(request, operation, fields, settings)

    router.add_api_route(
        f"/{operation.name}",
        post,
        methods=["POST"],
        tags=["Layer"],
        summary=operation.summary,
        operation_id=f"post{operation.operation_id}",
        response_model=operation.answer,
        responses=responses(operation, POST_PROBLEMS),
        openapi_extra=archive_body(operation.request) | {"parameters": option_parameters(operation.request)},
    )


def add_get(router: APIRouter, operation: Operation, settings: Settings) -> None:
    """Add the operation by GET; the query is read as every page reads it."""

    def get(request: Request) -> Work:
        fields = validate(operation.request, read_options(request), limits=settings)
        wanted = accepted(request.headers.get("accept", ""))
        tag = tag_of_state(request, written(fields), str(wanted.prefers_npy))
        return replace(work(request, operation, fields, settings), tag=tag)

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


def responses(operation: Operation, statuses: tuple[int, ...]) -> dict[int | str, dict[str, Any]]:
    """What the operation may answer, with the answer to its first example."""
    content: dict[str, Any] = {JSON: {"example": operation.answered}}
    if operation.array:
        content[NPY] = {"schema": BINARY}
    return {200: {"description": "The numbers.", "content": content}} | problems(statuses)


def add_meta(router: APIRouter, settings: Settings) -> None:
    """Add `/meta`."""

    def get_meta(request: Request) -> Work:
        wanted = accepted(request.headers.get("accept", ""))
        check_accepted(wanted, arrays=False)
        validate(MetaRequest, dict(request.query_params))
        return Work(lambda: respond(meta(settings), (), wanted), is_small=True)

    router.add_api_route(
        "/meta",
        get_meta,
        methods=["GET"],
        tags=["Service"],
        summary="The version, the limits, and the words that the fields take",
        operation_id="getMeta",
        response_model=MetaAnswer,
        responses=problems((404, 405, 406, 414, 422, 500)),
    )
