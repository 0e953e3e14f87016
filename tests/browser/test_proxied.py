"""A picture in a README: behind the proxy of GitHub it shows, moves when asked to, and not for who wants no motion."""

import hashlib
import shutil
from collections.abc import Callable, Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, Playwright
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from tests.browser.conftest import FLAGS, serving

MARKDOWN = (
    '<!DOCTYPE html><html lang="en"><title>A README</title><link rel="icon" href="data:,"><p><img src="{}" alt="">'
)

PROXY = {
    "Content-Security-Policy": "default-src 'none'; img-src data:; style-src 'unsafe-inline'",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "public, max-age=3600",
}
"""What GitHub's proxy of pictures says itself; of ours it keeps the type only."""

FIGURE = "figure/network.svg?input=1,2,3,4&weight=5,6,7"

AFTER = 6
"""Seconds after which no picture moves any more, and a little."""


@pytest.fixture(scope="module")
def readme(site: str) -> Iterator[str]:
    """The address of a site that shows our pictures through its proxy."""

    async def proxy(request: Request) -> Response:
        async with httpx.AsyncClient() as client:
            found = await client.get(f"{site}/{request.path_params['path']}?{request.url.query}")
        assert len(found.content) < 5_000_000
        return Response(found.content, found.status_code, PROXY | {"Content-Type": found.headers["content-type"]})

    async def show(request: Request) -> HTMLResponse:
        return HTMLResponse(MARKDOWN.format(f"/proxy/{FIGURE}&{request.url.query}".replace("&", "&amp;")))

    with serving(Starlette(routes=[Route("/", show), Route("/proxy/{path:path}", proxy)])) as address:
        yield address


@pytest.fixture(scope="module")
def still_browser(playwright: Playwright) -> Iterator[Browser]:
    """A browser whose owner wants no motion: only a flag says so to pictures."""
    flags = [*FLAGS, "--force-prefers-reduced-motion"]
    chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
    yield chromium
    chromium.close()


def looks(page: Page) -> list[str]:
    """How the picture looks, as a digest each, four times a second: nothing tells when a picture rests."""
    seen: list[str] = []
    for _ in range(AFTER * 4):
        seen.append(hashlib.sha256(page.locator("img").screenshot()).hexdigest())
        page.wait_for_timeout(250)
    return seen


def shows(page: Page, address: str) -> None:
    """Open it, and wait for the picture."""
    page.goto(address)
    page.wait_for_function("() => { const [img] = document.images; return img.complete && img.naturalWidth > 200; }")


def test_a_picture_shows_behind_the_proxy(open_page: Callable[..., Page], readme: str) -> None:
    """With its colours: the policy of the proxy lets its own styles work, and nothing else is needed."""
    page = open_page("about:blank")
    shows(page, f"{readme}/?v=1")
    first = page.locator("img").screenshot()
    shows(page, f"{readme}/?theme=dark&v=1")
    assert page.locator("img").screenshot() != first


@pytest.mark.long
def test_an_animated_picture_moves_once_and_rests(open_page: Callable[..., Page], readme: str) -> None:
    """Several looks, and after at most five seconds always the same."""
    page = open_page("about:blank")
    shows(page, f"{readme}/?animate=1&v=1")
    seen = looks(page)
    assert len(set(seen)) > 1
    assert len(set(seen[-4:])) == 1


@pytest.mark.long
def test_it_stands_still_for_who_wants_no_motion(still_browser: Browser, readme: str) -> None:
    """One look from the first moment to the last."""
    page = still_browser.new_page()
    shows(page, f"{readme}/?animate=1&v=1")
    assert len(set(looks(page))) == 1
