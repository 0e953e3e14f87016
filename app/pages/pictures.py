"""Pictures by URL: figures of a state as SVG, PNG and GIF, and pictures of what does not fit."""

import math
from collections.abc import Awaitable, Callable
from functools import lru_cache
from urllib.parse import parse_qs

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope as RequestScope

from app import raster
from app.figures import FIGURES, Figure, Look, notice
from app.figures.arrangement import Size
from app.figures.numbers import count
from app.figures.sheet import lay_out, picture
from app.middleware.faults import wants_problem_json
from app.pages.known import unless_known
from app.pages.reading import Reading, fitting_scene, look_of, read
from app.painter import PAINTER
from app.problems import Problem
from app.raster import Film
from app.settings import Settings
from app.work import Slots

MEDIA_TYPES = {"svg": "image/svg+xml", "png": "image/png", "gif": "image/gif"}


def create_pictures(settings: Settings) -> APIRouter:
    """A router with every figure in every format."""
    router = APIRouter(include_in_schema=False)
    for form in MEDIA_TYPES:
        router.add_api_route(f"/figure/{{name}}.{form}", in_its_slot(form, settings))
    return router


def in_its_slot(form: str, settings: Settings) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint of a format. What takes long has a slot of its own, so that it holds up no page."""

    async def endpoint(request: Request) -> Response:
        is_quick = form == "svg" and request.query_params.get("animate", "") in ("", "0")
        slots: Slots = request.app.state.slots if is_quick else request.app.state.picture_slots
        return await slots.run(lambda: answer(request, form, settings), request)

    return endpoint


def answer(request: Request, form: str, settings: Settings) -> Response:
    """The picture, or a picture of why there is none; raises that problem for a program that asks for JSON."""
    try:
        return draw(request, form, settings)
    except Problem as problem:
        if wants_problem_json(request.scope):
            raise
        markup = sentence(problem, theme_of(request.scope))
        return problem_response(problem, form, painted(markup, form))


def draw(request: Request, form: str, settings: Settings) -> Response:
    """The picture of a state. Raises the problem of what does not fit."""
    name = request.path_params["name"]
    if name not in FIGURES:
        raise Problem(404, f"There is no figure of that name: the figures are {', '.join(FIGURES)}.")
    reading = read(request.query_params.multi_items(), settings)
    scene, names = fitting_scene(reading), named(name, reading)
    figure = Figure(names, scene, look_of(reading))

    def paint() -> Response:
        if form == "svg":
            return Response(figure.svg(), media_type=MEDIA_TYPES[form])
        return Response(pixels(figure, form, zoom_of(form, figure, settings)), media_type=MEDIA_TYPES[form])

    return unless_known(request, reading, paint, *names)


def pixels(figure: Figure, form: str, zoom: float) -> bytes:
    """A figure as PNG or as GIF, which may move."""
    return PAINTER.png(figure.still_svg(), zoom) if form == "png" else PAINTER.gif(figure.film(zoom), zoom)


def painted(markup: str, form: str) -> str | bytes:
    """A picture that is text so far, in its format."""
    if form == "svg":
        return markup
    return PAINTER.png(markup) if form == "png" else PAINTER.gif(Film(markup))


def named(name: str, reading: Reading) -> tuple[str, ...]:
    """The figures of a picture: that of its name; or, where the address has a `view` with it, all of those."""
    view = () if reading.state is None or not reading.typed.get("view", "").strip() else reading.state.view
    return tuple(dict.fromkeys(view)) if name in view else (name,)


def zoom_of(form: str, figure: Figure, settings: Settings) -> float:
    """Pixels for each of a drawing's. Raises a problem where more are asked for than are drawn."""
    sheets = (figure.moving if form == "gif" else figure.still).sheets
    size = figure.look.size(sheets[0].size)
    most = min(settings.max_picture_pixels, settings.max_animation_pixels // len(sheets))
    pixels = size.width * size.height
    if not figure.look.has_size:
        return min(figure.zoom(form), math.sqrt(most / pixels))
    if pixels > most:
        raise too_many_pixels("height" if figure.look.width is None else "width", size, len(sheets), most)
    return 1


def too_many_pixels(parameter: str, size: Size, frames: int, most: int) -> Problem:
    """The problem of a size that is not drawn, with one that would be."""
    each = f" in each of {frames} frames" if frames > 1 else ""
    said = (
        f"A picture of {count(size.width)} × {count(size.height)} pixels has {count(size.width * size.height)} of "
        f"them{each}, and up to {count(most)} are drawn: ask for a smaller one, or for SVG, which has any size."
    )
    return Problem(422, said, errors=[{"parameter": parameter, "code": "too-large", "message": said}])


def sentence(problem: Problem, theme: str) -> str:
    """What a problem says, as SVG text."""
    drawn = notice.draw(f"{problem.title} ({problem.status})", [problem.detail])
    return picture(lay_out({"notice": drawn}), Look(theme))


def problem_response(problem: Problem, form: str, content: str | bytes) -> Response:
    """A picture of a problem, with its status."""
    return Response(content, problem.status, problem.headers, MEDIA_TYPES[form])


def problem_picture(scope: RequestScope, problem: Problem, form: str) -> Response:
    """The same where no slot may be waited for."""
    return problem_response(problem, form, as_pixels(sentence(problem, theme_of(scope)), form))


@lru_cache(maxsize=64)
def as_pixels(markup: str, form: str) -> str | bytes:
    """A short picture in its format, drawn here and now; the sentences of a busy service are few and kept."""
    if form == "svg":
        return markup
    return raster.png(markup) if form == "png" else raster.gif(Film(markup))


def theme_of(scope: RequestScope) -> str:
    """The theme that an address asks for, whatever else may be wrong with it."""
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("theme", [""])[-1]
    return asked if asked in ("light", "dark") else "auto"
