"""The routes for people: the explorer, the frame, and what belongs to them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

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
    pages = Pages(settings, create_environment(assets))
    router.add_api_route("/", in_slot(pages.explorer))
    router.add_api_route("/parts/{names}", in_slot(pages.parts))
    router.add_api_route("/embed", in_slot(pages.embed))
    router.add_api_route("/embed/words", in_slot(pages.words))
    router.add_api_route("/tables", in_slot(pages.tables))
    router.add_api_route("/array/{name}.{format}", in_slot(pages.array))
    return router


@dataclass(frozen=True)
class Pages:
    """What is drawn at each address, under some settings."""

    settings: Settings
    environment: Environment

    def read(self, request: Request) -> Reading:
        """What the query of a request says."""
        return read(request.query_params.multi_items(), self.settings)

    def explorer(self, request: Request) -> Response:
        """The whole page."""
        reading = self.read(request)

        def draw() -> Response:
            presets = {"presets": drawn_presets(self.settings)}
            return page(
                self.environment,
                "explorer.html",
                explorer(reading) | presets | addresses(reading, self.settings),
                reading,
            )

        return unless_known(request, reading, draw)

    def parts(self, request: Request) -> Response:
        """Some parts of the explorer by their names. Raises Problem 404 for one that there is not."""
        names = request.path_params["names"].split(",")
        if any(name not in PARTS for name in names):
            raise Problem(404, f"There is no such part of the explorer: the parts are {', '.join(PARTS)}.")
        reading = self.read(request)

        def draw() -> Response:
            presets = {"presets": drawn_presets(self.settings)}
            context = some_parts(reading, names) | presets | names_of(reading, self.settings)
            return page(self.environment, "parts.html", context, reading)

        return unless_had(request, draw) or unless_known(request, reading, draw)

    def embed(self, request: Request) -> Response:
        """The frame."""
        reading = self.read(request)

        def draw() -> Response:
            context = framed(reading) | {"errors": reading.errors} | addresses(reading, self.settings)
            return page(self.environment, "embed.html", context, reading)

        return unless_known(request, reading, draw)

    def words(self, request: Request) -> Response:
        """What is said of the steps near that of a state, for a page that does not carry them all."""
        reading = self.read(request)
        scene = fitting_scene(reading)
        sums = reading.state is not None and writes_sum(reading.state, scene)
        return page(
            self.environment, "_words.html", {"scene": scene, "spoken": near(scene), "writes_sum": sums}, reading
        )

    def tables(self, request: Request) -> Response:
        """The page with all numbers of a state."""
        reading = self.read(request)
        context = all_tables(reading) | {"notices": reading.notices} | addresses(reading, self.settings)
        return page(self.environment, "tables.html", context, reading)

    def array(self, request: Request) -> Response:
        """One array of a state as a file. Raises Problem 404 for one that there is not."""
        name, form = request.path_params["name"], request.path_params["format"]
        if name not in ARRAYS or form not in FORMATS:
            raise Problem(404, f"There is no such file: the arrays are {', '.join(ARRAYS)}, as {', '.join(FORMATS)}.")
        return array_file(name, form, fitting_scene(self.read(request)))


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
