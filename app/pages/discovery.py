"""How a page is found by programs: its oEmbed address, and what a link to it shows where it is posted."""

from dataclasses import dataclass
from urllib.parse import quote

from app.address import encode
from app.figures import Scene
from app.pages import words
from app.pages.framing import as_text
from app.pages.sharing import NO_PICTURE, TITLE, pictured
from app.settings import Settings
from app.state import State

PREVIEW = {"animate": False, "width": 1200, "height": 630}
"""The size at which most services show the picture of a link."""


@dataclass(frozen=True)
class Discovery:
    """What stands in the head of a page that shows a state; `oembed` is None where its address would be too long."""

    title: str
    description: str
    page: str
    picture: str
    oembed: str | None


def discovery(state: State, scene: Scene, settings: Settings) -> Discovery:
    """The addresses of a state for programs; they begin with the public one where that is set."""
    site = settings.public_url or ""
    query = f"{encode(state, **NO_PICTURE)}&v=1"
    page = f"{site}/?{query}"
    path = f"/oembed?url={quote(page, safe='/:,;')}"
    return Discovery(
        title=TITLE,
        description=as_text(words.lesson(scene)),
        page=page,
        picture=f"{site}/figure/{pictured(state)}.png?{encode(state, **PREVIEW)}&v=1",
        oembed=site + path if len(path) <= settings.max_url_bytes else None,
    )
