"""An exported folder on a host that only sends files: the figures step, and nothing is missing."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from app import cli
from tests.browser.conftest import serving
from tests.browser.seen import sum_of

OpenPage = Callable[..., Page]
LAYER = "input=1,2,3,4&weight=5,6,7&padding=full"


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a static host that has the folder below a path of its own."""
    folder: Path = tmp_path_factory.mktemp("site")
    cli.main(["export", str(folder), f"/?{LAYER}"])
    with serving(Starlette(routes=[Mount("/course", StaticFiles(directory=folder, html=True))])) as address:
        yield f"{address}/course"


@pytest.mark.browser
@pytest.mark.parametrize("file", ["index.html", "embed.html"])
def test_an_exported_page_steps_without_a_service(host: str, open_page: OpenPage, file: str) -> None:
    """Row 1 of full padding: 0·5 + 1·6 + 2·7 = 20; every file that is asked for is there."""
    page = open_page("/embed")
    missing: list[str] = []
    page.on("response", lambda answer: missing.append(answer.url) if answer.status >= 400 else None)
    page.goto(f"{host}/state-1/{file}")
    page.get_by_role("button", name="Next").click()
    expect(page.locator("[data-place]")).to_have_text("output 2 of 6")
    assert "= 20" in sum_of(page)
    assert missing == []


@pytest.mark.browser
def test_the_list_of_states_shows_their_pictures(host: str, open_page: OpenPage) -> None:
    """On a phone too, where they become narrower."""
    page = open_page("/embed", viewport={"width": 375, "height": 800})
    page.goto(f"{host}/index.html")
    picture = page.get_by_role("img")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.complete && image.naturalWidth > 300")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
