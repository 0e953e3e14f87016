"""Joins the parts: `app = create_app()`, so that `uvicorn app.main:app` serves the whole product."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Mount
from starlette.types import Scope

from app import __version__, one_thread  # noqa: F401, since importing it is what sets the variables
from app.api.docs import create_docs
from app.api.openapi import complete
from app.api.routes import create_api
from app.assets import VersionedStaticFiles, find_assets
from app.health import Stopping, create_health
from app.kept import Kept
from app.memory import keep_freed_memory
from app.metrics import Metrics, create_metrics
from app.middleware.caching import Caching
from app.middleware.closing import CloseWhenStopping
from app.middleware.faults import ErrorPage, LastResort, problem_response
from app.middleware.files import CompressFiles
from app.middleware.headers import SecurityHeaders
from app.middleware.limits import BodyLimit, UrlLimit
from app.middleware.methods import HeadAsGet, Options
from app.middleware.observing import Observe
from app.pages.embedding import create_embedding
from app.pages.known import MOST_KEPT
from app.pages.pictures import create_pictures
from app.pages.problems import create_problem_pages
from app.pages.routes import create_error_page, create_pages
from app.problems import Problem
from app.settings import Settings
from app.work import Slots


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application; raises at once for a setting that cannot be meant or files that are missing."""
    settings = settings or Settings()
    keep_freed_memory()
    assets = find_assets()
    error_page = create_error_page(assets)
    slots = Slots(settings.max_concurrent_computations, settings.max_queued_computations)
    picture_slots = Slots(1, settings.max_queued_pictures)  # one at a time: there is one painter
    stopping = Stopping(settings.drain_seconds)
    metrics = Metrics(slots, picture_slots)
    # What an answer depends on besides the request; the links in it follow the settings.
    build = f"{assets.build} {settings.model_dump_json()}"
    app = FastAPI(
        title="Convolens",
        summary="A convolutional layer as the matrix multiplication it is.",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        telemetry={"tracing": False, "metrics": False, "logs": False},  # ours is in app/middleware/observing.py
        redirect_slashes=False,  # it would build the address from the Host header
        lifespan=lifespan(stopping),
        middleware=[
            Middleware(Observe, record=metrics.record if settings.metrics else None),
            Middleware(CloseWhenStopping, stopping=stopping),
            *middleware(settings, build, error_page),
        ],
    )
    app.state.settings, app.state.slots, app.state.build = settings, slots, build
    app.state.pages = Kept[Response](MOST_KEPT)
    app.state.picture_slots = picture_slots
    handle_problems(app, error_page)
    # Not included, but taken over, and first: FastAPI looks twice for a route of a router that is included.
    app.router.routes.extend(create_api(settings).routes)
    app.include_router(create_health(stopping))
    app.include_router(create_docs(assets))
    app.include_router(create_pages(settings, assets))
    app.include_router(create_embedding(settings, assets))
    app.include_router(create_pictures(settings))
    app.include_router(create_problem_pages(assets))
    if settings.metrics:
        app.include_router(create_metrics(metrics))
    app.mount("/static", VersionedStaticFiles(assets))
    describe(app)
    return app


Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[dict[str, Any]]]


def lifespan(stopping: Stopping) -> Lifespan:
    """What the server runs around all requests: it gets the means to say that it stops."""

    @asynccontextmanager
    async def alive(app: FastAPI) -> AsyncIterator[dict[str, Any]]:
        yield {"stopping": stopping}

    return alive


def describe(app: FastAPI) -> None:
    """Complete the OpenAPI description once, when it is first asked for."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        return app.openapi_schema or complete(generate(), app.state.settings)

    app.openapi = openapi  # type: ignore[method-assign]  # how FastAPI has it replaced


def middleware(settings: Settings, build: str, error_page: ErrorPage) -> list[Middleware]:
    """What surrounds the routes and shapes their answers, the outermost first."""
    return [
        Middleware(SecurityHeaders, settings=settings),
        Middleware(LastResort, error_page=error_page),
        Middleware(HeadAsGet),
        Middleware(UrlLimit, max_url_bytes=settings.max_url_bytes, error_page=error_page),
        Middleware(Options, allowed_methods=offered_methods),
        Middleware(Caching, build=build),
        # What is computed or drawn is compressed with it (app/compression.py); these are the files, and the rest.
        # Level 6 is within a few per cent of 9 in size and takes a fraction of the time.
        Middleware(CompressFiles, minimum_size=500, compresslevel=6),
        Middleware(BodyLimit, max_body_bytes=settings.max_body_bytes, error_page=error_page),
    ]


def handle_problems(app: FastAPI, error_page: ErrorPage) -> None:
    """Answer every error that a route or the routing raises as a problem."""

    async def answer(request: Request, error: Exception) -> Response:
        problem = as_problem(error)
        if problem.status == 405:
            problem.headers["Allow"] = ", ".join(offered_methods(request.scope))
        return problem_response(request.scope, problem, error_page)

    for kind in (HTTPException, Problem):
        app.add_exception_handler(kind, answer)


def offered_methods(scope: Scope) -> list[str]:
    """The methods that some route takes at this path, none where there is nothing.

    The routing itself names those of the first route only. What is mounted sees a part of the path, here is the whole.
    """
    app: FastAPI = scope["app"]
    whole = {**scope, "root_path": scope.get("app_root_path", scope.get("root_path", ""))}
    found = [
        method for method in ("GET", "POST") if any(takes(route, {**whole, "method": method}) for route in app.routes)
    ]
    return [*found, *(["HEAD"] if "GET" in found else []), *(["OPTIONS"] if found else [])]


def takes(route: BaseRoute, scope: Scope) -> bool:
    """Whether a route takes this path with this method; what is mounted are files, which take GET only."""
    return route.matches(scope)[0] is Match.FULL and (scope["method"] == "GET" or not isinstance(route, Mount))


WORDS = {
    404: "There is nothing at this address. The API is described at /docs.",
    405: "This address does not take that method. The header Allow names those that it takes.",
}


def as_problem(error: Exception) -> Problem:
    """The problem that an error of the framework, or one of ours, stands for."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, HTTPException):
        return Problem(error.status_code, WORDS.get(error.status_code, error.detail), headers=error.headers)
    raise error


app = create_app()
