"""The routes for who puts a state somewhere else: snippets, oEmbed, the script of our element, and for teachers."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl

import orjson
from fastapi import APIRouter
from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import Response

from app.address import encode
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
from app.settings import Settings

SCRIPT = "js/parent.js"
"""What is served at /embed.js: it imports nothing, so that its address may be any."""

NO_PARAMETERS = "This page has no parameters: what its address has behind the question mark is not used."


def create_embedding(settings: Settings, assets: Assets) -> APIRouter:
    """A router with the snippets of a state, its oEmbed answer, the script of our element, lesson and worksheets."""
    router = APIRouter(include_in_schema=False)
    pages = Pages(settings, create_environment(assets))

    async def send_script() -> Response:
        return Response((assets.static / SCRIPT).read_bytes(), media_type="text/javascript")

    router.add_api_route("/share", in_slot(pages.share))
    router.add_api_route("/worksheet", in_slot(pages.worksheet))
    router.add_api_route("/teachers", in_slot(pages.teachers))
    router.add_api_route("/oembed", in_slot(pages.oembed))
    router.add_api_route("/embed.js", send_script)
    return router


@dataclass(frozen=True)
class Pages:
    """What is drawn at each address, under some settings."""

    settings: Settings
    environment: Environment

    @property
    def site(self) -> str:
        """What the snippets' addresses begin with."""
        return self.settings.public_url or UNKNOWN_SITE

    def share(self, request: Request) -> Response:
        """The snippets of a state."""
        reading = self.reading(request)
        return unless_known(
            request, reading, lambda: self.page("share.html", reading, reading.notices, sharing(reading, self.site))
        )

    def worksheet(self, request: Request) -> Response:
        """The exercises of a state."""
        reading = self.reading(request)
        return unless_known(
            request, reading, lambda: self.page("worksheet.html", reading, reading.notices, sheet(reading))
        )

    def teachers(self, request: Request) -> Response:
        """The lesson."""
        notices = (NO_PARAMETERS,) if request.query_params else ()
        return self.page("teachers.html", read((), self.settings), notices, teaching(self.settings, self.site))

    def oembed(self, request: Request) -> Response:
        """What a program is to show for an address."""
        asked = oembed.read_question(dict(request.query_params), self.settings)
        reading = read(parse_qsl(asked.query, keep_blank_values=True), self.settings)
        # what a page only remarks on, such as a parameter of a campaign, does not keep it from being embedded
        scene = fitting_scene(replace(reading, remarks=()))
        context = framed(reading)
        of = addressed(context["state"], scene, context, asked.site)
        return Response(orjson.dumps(oembed.answer(of, context, asked)), media_type="application/json")

    def reading(self, request: Request) -> Reading:
        """What an address says."""
        return read(request.query_params.multi_items(), self.settings)

    def page(self, template: str, reading: Reading, notices: tuple[str, ...], context: dict[str, Any]) -> Response:
        """A page with what all of these need."""
        common = {"site": self.site, "errors": reading.errors, "notices": notices}
        return page(self.environment, template, context | common | addresses(reading, self.settings), reading)


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
