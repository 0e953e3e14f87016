"""The routes for who puts a state somewhere else: snippets, oEmbed, the script of our element, and for teachers."""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.assets import Assets
from app.pages import oembed
from app.pages.known import unless_known
from app.pages.paragraph import layer_sentence
from app.pages.reading import Reading, fitting_scene, read
from app.pages.rendering import create_environment
from app.pages.routes import addresses, in_slot, page
from app.pages.sharing import LONGEST, UNKNOWN_SITE, addressed, moments, selections, snippets
from app.pages.stage import framed
from app.pages.teaching import teaching
from app.pages.worksheet import facts, worksheet
from app.query import encode
from app.settings import Settings

SCRIPT = "js/parent.js"
"""What is served at /embed.js: it imports nothing, so that its address may be any."""


def create_embedding(settings: Settings, assets: Assets) -> APIRouter:
    """A router with the snippets of a state, its oEmbed answer, the script of our element, lesson and worksheets."""
    router = APIRouter(include_in_schema=False)
    environment = create_environment(assets)
    site = settings.public_url or UNKNOWN_SITE

    def common(reading: Reading) -> dict[str, Any]:
        """What all these pages need."""
        return {"site": site, "errors": reading.errors} | addresses(reading, settings)

    def draw_share(request: Request) -> Response:
        reading = read(request.query_params.multi_items(), settings)

        def draw() -> Response:
            return page(environment, "share.html", sharing(reading, site) | common(reading), reading)

        return unless_known(request, reading, draw)

    def draw_worksheet(request: Request) -> Response:
        reading = read(request.query_params.multi_items(), settings)

        def draw() -> Response:
            return page(environment, "worksheet.html", sheet(reading) | common(reading), reading)

        return unless_known(request, reading, draw)

    def draw_teachers(request: Request) -> Response:
        reading = read((), settings)
        return page(environment, "teachers.html", teaching(settings, site) | common(reading), reading)

    def answer_oembed(request: Request) -> Response:
        asked = oembed.read_question(dict(request.query_params), settings)
        reading = read(parse_qsl(asked.query, keep_blank_values=True), settings)
        # what a page only remarks on, such as a parameter of a campaign, does not keep it from being embedded
        scene = fitting_scene(replace(reading, remarks=()))
        context = framed(reading)
        of = addressed(context["state"], scene, context, asked.site)
        found = oembed.answer(of, context, asked)
        return Response(orjson.dumps(found), media_type="application/json")

    async def send_script() -> Response:
        return Response((assets.static / SCRIPT).read_bytes(), media_type="text/javascript")

    router.add_api_route("/share", in_slot(draw_share))
    router.add_api_route("/worksheet", in_slot(draw_worksheet))
    router.add_api_route("/teachers", in_slot(draw_teachers))
    router.add_api_route("/oembed", in_slot(answer_oembed))
    router.add_api_route("/embed.js", send_script)
    return router


def sharing(reading: Reading, site: str) -> dict[str, Any]:
    """The snippets of a state, and the states beside it that can be shared instead."""
    state, scene = reading.state, reading.scene
    if state is None or scene is None:
        return {"shared": None}
    context = framed(reading)
    of = addressed(state, scene, context, site)
    return {
        "shared": of,
        "snippets": snippets(of),
        "moments": moments(state),
        "selections": selections(state),
        "canonical": context["canonical"],
        "too_long": len(of.frame) if len(of.frame) > LONGEST else None,
    }


def sheet(reading: Reading) -> dict[str, Any]:
    """The exercises of a state."""
    if reading.state is None or reading.scene is None:
        return {"exercises": None}
    return {
        "exercises": worksheet(reading.scene),
        "facts": facts(reading.scene),
        "paragraph": layer_sentence(reading.scene),
        "canonical": encode(reading.state),
    }
