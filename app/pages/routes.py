"""The routes for people: the explorer, the frame, and what belongs to them."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter
from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Scope as RequestScope

from app.assets import Assets
from app.figures import Scene
from app.middleware.scope import picture_format
from app.pages.discovery import discovery
from app.pages.downloads import ARRAYS, FORMATS, LARGEST, downloads
from app.pages.explorer import all_tables, explorer, some_parts
from app.pages.known import unless_had, unless_known
from app.pages.parts import PARTS
from app.pages.pictures import problem_picture
from app.pages.presets import drawn_presets
from app.pages.reading import Reading, fitting_scene, read
from app.pages.rendering import create_environment, render
from app.pages.spoken import near
from app.pages.stage import framed, writes_sum
from app.problems import Problem
from app.settings import Settings
from app.work import Slots


def create_pages(settings: Settings, assets: Assets) -> APIRouter:
    """A router with the explorer and the frame, what both ask for later, and the arrays as files."""
    router = APIRouter(include_in_schema=False)
    environment = create_environment(assets)

    def draw_explorer(request: Request) -> Response:
        reading = read(request.query_params.multi_items(), settings)

        def draw() -> Response:
            context = explorer(reading) | {"presets": drawn_presets(settings)} | addresses(reading, settings)
            return page(environment, "explorer.html", context, reading)

        return unless_known(request, reading, draw)

    def draw_parts(request: Request) -> Response:
        names = request.path_params["names"].split(",")
        unknown = [name for name in names if name not in PARTS]
        if unknown:
            raise Problem(404, f"There is no such part of the explorer: the parts are {', '.join(PARTS)}.")
        reading = read(request.query_params.multi_items(), settings)

        def draw() -> Response:
            context = some_parts(reading, names) | {"presets": drawn_presets(settings)} | names_of(reading, settings)
            return page(environment, "parts.html", context, reading)

        return unless_had(request, draw) or unless_known(request, reading, draw)

    def draw_embed(request: Request) -> Response:
        reading = read(request.query_params.multi_items(), settings)

        def draw() -> Response:
            context = framed(reading) | {"errors": reading.errors} | addresses(reading, settings)
            return page(environment, "embed.html", context, reading)

        return unless_known(request, reading, draw)

    def draw_words(request: Request) -> Response:
        reading = read(request.query_params.multi_items(), settings)
        scene = fitting_scene(reading)
        sums = reading.state is not None and writes_sum(reading.state, scene)
        return page(environment, "_words.html", {"scene": scene, "spoken": near(scene), "writes_sum": sums}, reading)

    def draw_tables(request: Request) -> Response:
        reading = read(request.query_params.multi_items(), settings)
        context = all_tables(reading) | {"notices": reading.notices} | addresses(reading, settings)
        return page(environment, "tables.html", context, reading)

    def send_array(request: Request) -> Response:
        name, form = request.path_params["name"], request.path_params["format"]
        if name not in ARRAYS or form not in FORMATS:
            raise Problem(404, f"There is no such file: the arrays are {', '.join(ARRAYS)}, as {', '.join(FORMATS)}.")
        return array_file(name, form, fitting_scene(read(request.query_params.multi_items(), settings)))

    router.add_api_route("/", in_slot(draw_explorer))
    router.add_api_route("/parts/{names}", in_slot(draw_parts))
    router.add_api_route("/embed", in_slot(draw_embed))
    router.add_api_route("/embed/words", in_slot(draw_words))
    router.add_api_route("/tables", in_slot(draw_tables))
    router.add_api_route("/array/{name}.{format}", in_slot(send_array))
    return router


def in_slot(draw: Callable[[Request], Response]) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint that draws in one of the threads for work: a page takes milliseconds, however small its layer."""

    async def endpoint(request: Request) -> Response:
        slots: Slots = request.app.state.slots
        return await slots.run(lambda: draw(request), request)

    return endpoint


def page(environment: Environment, template: str, context: dict[str, object], reading: Reading) -> HTMLResponse:
    """A page with its status: 422 when what was asked for does not fit."""
    return HTMLResponse(render(environment, template, context), status_code=422 if reading.errors else 200)


def array_file(name: str, form: str, scene: Scene) -> Response:
    """An array as a file to keep. Raises a problem for one that is too large."""
    if name not in [each.name for each in downloads(scene)]:
        raise Problem(
            422, f"This array has more than {LARGEST:,} cells: /api/v1/toeplitz gives the matrix in sparse form."
        )
    media_type, write = FORMATS[form]
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return Response(write(ARRAYS[name][1](scene)), media_type=media_type, headers=headers)


def addresses(reading: Reading, settings: Settings) -> dict[str, object]:
    """What a template needs to name addresses: the public one only from the setting, never from the Host header."""
    state, scene = reading.state, reading.scene
    found = None if state is None or scene is None else discovery(state, scene, settings)
    return names_of(reading, settings) | {"discovery": found}


def names_of(reading: Reading, settings: Settings) -> dict[str, object]:
    """The public address and the theme, which every template needs."""
    return {"public_url": settings.public_url or "", "theme": chosen_theme(reading)}


def chosen_theme(reading: Reading) -> str:
    """The theme of the state, `auto` when there is none."""
    return "auto" if reading.state is None else reading.state.theme


def create_error_page(assets: Assets) -> Callable[[RequestScope, Problem], Response]:
    """How an error looks to a person: as a page, or as a picture where one was asked for."""
    environment = create_environment(assets)

    def error_page(scope: RequestScope, problem: Problem) -> Response:
        if form := picture_format(scope):
            return problem_picture(scope, problem, form)
        context = {"problem": problem, "theme": "auto"}
        return HTMLResponse(render(environment, "error.html", context), problem.status)

    return error_page
