"""oEmbed 1.0 (https://oembed.com): what a page needs that is given only our address."""

from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import SplitResult, urlsplit

from app.pages.framing import COLUMN, frame_height
from app.pages.sharing import Shared
from app.problems import Problem
from app.settings import Settings

HERE = ("127.0.0.1", "localhost", "::1")
"""The names that a machine has for itself: whose service it is where no public address is set."""

PATHS = ("/", "/embed")
"""The pages that are embedded: the explorer as its frame, and the frame itself."""

CACHE_SECONDS = 3600

PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Asked:
    """What a consumer asks for: the query of one of our pages, where our addresses begin, and the room there is."""

    query: str
    site: str
    max_width: int | None
    max_height: int | None


def read_question(parameters: dict[str, str], settings: Settings) -> Asked:
    """The question. Raises a problem: 422 for what is missing or no number, 404 for what is not ours, 501 for XML.

    Parameters that oEmbed does not have are passed over: consumers send their own, such as WordPress' `dnt`.
    """
    if parameters.get("format", "json") != "json":
        raise Problem(501, "oEmbed is answered as JSON only: leave format out, or give format=json.")
    if not parameters.get("url"):
        raise refused("url", "missing", "give the address of a page of this service as url")
    site, query = ours(parameters["url"], settings)
    return Asked(query, site, pixels(parameters, "maxwidth"), pixels(parameters, "maxheight"))


def refused(parameter: str, code: str, message: str) -> Problem:
    """The problem of a parameter."""
    said = f"{message[:1].upper()}{message[1:]}."
    return Problem(422, said, errors=[{"parameter": parameter, "code": code, "message": message}])


def pixels(parameters: dict[str, str], name: str) -> int | None:
    """A size in pixels; None where none is given. Raises a problem."""
    text = parameters.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 6 and int(text) > 0):
        raise refused(name, "not-a-whole-number", f"{name} must be a whole number of pixels, at least 1")
    return int(text)


def ours(url: str, settings: Settings) -> tuple[str, str]:
    """Where our addresses begin, and the query of one of our pages. Raises Problem 404 for any other address.

    The header Host is never asked: it is whatever a client writes into it. Where no public address is set, only
    addresses without a host and those of this very machine are ours.
    """
    try:
        parts = urlsplit(url.strip())
        site = site_of(parts, settings)
    except ValueError:
        site = None
    base = urlsplit(settings.public_url or "").path
    if site is None or (parts.path.removeprefix(base) or "/") not in PATHS:
        raise Problem(404, "This address is not one of this service: oEmbed knows its pages / and /embed.")
    return site, parts.query


def site_of(parts: SplitResult, settings: Settings) -> str | None:
    """Where our addresses begin, if this is one of them. Raises ValueError for a port that is none."""
    if not parts.netloc and not parts.scheme:
        return settings.public_url or ""
    if parts.scheme not in PORTS or parts.username is not None or parts.port == 0:
        return None
    if settings.public_url is None:
        return f"{parts.scheme}://{parts.netloc}" if parts.hostname in HERE else None
    public = urlsplit(settings.public_url)
    return settings.public_url if place(parts) == place(public) else None


def place(parts: SplitResult) -> tuple[str | None, int]:
    """The host and the port of an address; that of the other scheme is the same place."""
    default = PORTS[parts.scheme]
    port = parts.port or default
    return parts.hostname, 0 if port == default else port


def answer(of: Shared, context: dict[str, Any], asked: Asked) -> dict[str, Any]:
    """The answer: exactly one frame behind a link, as large as there is room."""
    width = min(COLUMN, asked.max_width or COLUMN)
    needed = frame_height(context, width)
    height = min(needed, asked.max_height or needed)
    return {
        "type": "rich",
        "version": "1.0",
        "title": of.title,
        "provider_name": "Convolens",
        "provider_url": f"{of.site}/",
        "cache_age": CACHE_SECONDS,
        "width": width,
        "height": height,
        "html": html(of, width, height),
    }


def html(of: Shared, width: int, height: int) -> str:
    """The link and the frame. WordPress drops `style`, so the border is also taken away in the old way."""
    return (
        f'<blockquote><a href="{escape(of.page)}">{escape(of.title)}</a></blockquote>'
        f'<iframe src="{escape(of.frame)}" title="{escape(of.title)}" width="{width}" height="{height}" '
        'frameborder="0" style="max-width:100%;border:0"></iframe>'
    )
