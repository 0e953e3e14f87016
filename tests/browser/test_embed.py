"""The frame on a page of another origin: it shows, steps, tells its height, and leaves that page alone."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Frame, Page, expect
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from tests.browser.conftest import serving
from tests.browser.seen import kin, lit, step, sum_of

OpenPage = Callable[..., Page]

HOST = """<!DOCTYPE html>
<html lang="en"><head><title>A course</title><link rel="icon" href="data:,"></head><body>
<p><a href="#here">A page of somebody else</a></p>
<iframe src="{source}" title="A layer" width="{width}" height="300" style="border:0" {sandbox}></iframe>
<div style="height:3000px"></div>
<script>
window.heard = [];
window.addEventListener("message", (event) => {{
  heard.push(event.data);
  if (event.data.type === "convolens:resize") document.querySelector("iframe").height = event.data.height;
}});
</script></body></html>"""

SANDBOXES = {"plain": "", "sandboxed": 'sandbox="allow-scripts"'}


async def host(request: Request) -> HTMLResponse:
    """A course page with one frame."""
    return HTMLResponse(HOST.format(**request.query_params))


@pytest.fixture(scope="package")
def course() -> Iterator[str]:
    """The address of a site that is not ours."""
    with serving(Starlette(routes=[Route("/", host)])) as address:
        yield address


@pytest.fixture
def embed(open_page: OpenPage, site: str, course: str) -> Callable[..., tuple[Page, Frame]]:
    """Opens a course page with a frame of ours, ready to be used."""

    def embed(kind: str = "plain", query: str = "input=1,2,3,4&weight=5,6,7", width: int = 700) -> tuple[Page, Frame]:
        source = f"{site}/embed?{query}".replace("&", "%26").replace("#", "%23")
        page = open_page(f"{course}/?source={source}&width={width}&sandbox={SANDBOXES[kind]}")
        frame = page.frames[1]
        frame.locator("[data-stage]").wait_for()
        return page, frame

    return embed


def heard(page: Page, key: str, value: str) -> list[dict[str, Any]]:
    """The messages of one dialect that the parent has heard, at least one."""
    page.wait_for_function("([key, value]) => heard.some((one) => one[key] === value)", arg=[key, value])
    return [message for message in page.evaluate("heard") if message.get(key) == value]


def wait_until_it_fits(page: Page, frame: Frame) -> None:
    """Wait until the parent has given the frame the height that it told last, and look whether that is enough."""
    page.wait_for_function(
        "() => heard.findLast((one) => one.type === 'convolens:resize')?.height"
        " === document.querySelector('iframe').clientHeight"
    )
    assert frame.evaluate("innerHeight - Math.ceil(document.body.getBoundingClientRect().height)") == 0


@pytest.mark.parametrize("kind", SANDBOXES)
def test_the_frame_shows_and_steps(embed: Callable[..., tuple[Page, Frame]], kind: str) -> None:
    """All figures move at once, by button and by key, and a weight lights its copies."""
    _, frame = embed(kind)
    assert sum_of(frame).endswith("= 38")
    frame.get_by_role("button", name="Next").click()
    found = step(frame)
    assert found["network"] == ["2-56", "3-56", "4-56"]
    assert found["matrix"] == ["5", "6", "7", "56"]
    frame.locator("[data-stage]").press("ArrowLeft")
    assert sum_of(frame).endswith("= 38")
    frame.locator("[data-arithmetic] .chip").nth(1).hover()
    assert kin(frame) == lit("1", "sliding", "network", "matrix")


@pytest.mark.parametrize("kind", SANDBOXES)
def test_the_height_is_told_in_every_dialect(embed: Callable[..., tuple[Page, Frame]], kind: str) -> None:
    """Our own, LTI, H5P, embedly's, AMP's, and WordPress' with its secret; each gives the height that is needed."""
    page, frame = embed(kind, query="input=1,2,3,4&weight=5,6,7#?secret=abc123")
    height = heard(page, "type", "convolens:resize")[-1]["height"]
    needed = frame.evaluate("Math.ceil(document.body.getBoundingClientRect().height)")
    assert height == needed
    assert heard(page, "type", "convolens:resize")[-1] == {"type": "convolens:resize", "version": 1, "height": needed}
    assert heard(page, "subject", "lti.frameResize")[-1]["height"] == needed
    assert {"context": "h5p", "action": "hello"} in heard(page, "context", "h5p")
    assert heard(page, "action", "resize")[-1]["height"] == needed
    assert heard(page, "context", "iframe.resize")[-1]["height"] == needed
    assert heard(page, "sentinel", "amp")[-1] == {"sentinel": "amp", "type": "embed-size", "height": needed}
    assert heard(page, "message", "height")[-1] == {"message": "height", "value": needed, "secret": "abc123"}


def test_the_frame_fits_its_content_once_the_parent_obeys(embed: Callable[..., tuple[Page, Frame]]) -> None:
    """No second scroll bar, at the width of a course page and at that of a phone, and the talk comes to an end."""
    page, frame = embed()
    wait_until_it_fits(page, frame)
    for width in (340, 800):
        page.evaluate("width => { heard.length = 0; document.querySelector('iframe').width = width; }", width)
        wait_until_it_fits(page, frame)
        assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert len(page.evaluate("heard")) < 60


def test_a_greeting_is_answered_with_the_height(embed: Callable[..., tuple[Page, Frame]]) -> None:
    """A parent that was not listening at first says hello and is told."""
    page, _ = embed()
    heard(page, "type", "convolens:resize")
    for hello in ({"context": "h5p", "action": "hello"}, {"type": "convolens:hello"}):
        page.evaluate("heard.length = 0")
        page.evaluate("hello => document.querySelector('iframe').contentWindow.postMessage(hello, '*')", hello)
        assert heard(page, "type", "convolens:resize")


@pytest.mark.parametrize("kind", SANDBOXES)
def test_the_frame_takes_neither_focus_nor_wheel(embed: Callable[..., tuple[Page, Frame]], kind: str) -> None:
    """The page does not jump to it, and scrolls on when the pointer is over it."""
    page, frame = embed(kind)
    wait_until_it_fits(page, frame)
    assert page.evaluate("document.activeElement === document.body")
    assert page.evaluate("scrollY") == 0
    box = page.locator("iframe").bounding_box()
    wait_until_it_fits(page, frame)
    page.mouse.move(box["x"] + 200, box["y"] + 200)
    page.mouse.wheel(0, 400)
    page.wait_for_function("scrollY > 0")


def test_a_frame_by_itself_has_a_heading_a_language_and_a_way_out(open_page: OpenPage, site: str) -> None:
    """Screen readers find the lesson, and everybody the full version, in a window of its own."""
    page = open_page("/embed?input=1,2,3,4&weight=5,6,7&step=1")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    link = page.get_by_role("link", name="Open the full version")
    expect(link).to_have_attribute("target", "_blank")
    assert link.evaluate("link => link.href") == f"{site}/?input=1,2,3,4&weight=5,6,7&step=1"


def test_the_chosen_figures_and_no_controls(open_page: OpenPage) -> None:
    """`view` says which figures, `controls=0` leaves the player out; keys still step."""
    page = open_page("/embed?input=1,2,3,4&weight=5,6,7&view=matrix&controls=0")
    expect(page.locator("[data-stage] [data-figure]:visible")).to_have_count(1)
    expect(page.locator("[data-player]")).to_have_count(0)
    page.locator("[data-stage]").press("End")
    assert sum_of(page).endswith("= 56")


def test_a_low_frame_has_its_height_for_the_figures(open_page: OpenPage) -> None:
    """MyST makes one of 351 × 211 pixels on a phone: there the player stands below them and covers none."""
    page = open_page("/embed?input=1,2,3,4&weight=5,6,7", viewport={"width": 351, "height": 211})
    page.locator("[data-figure=sliding]").evaluate("figure => figure.scrollIntoView()")
    assert page.evaluate("document.elementFromPoint(175, innerHeight - 8).closest('.player')") is None
    page.get_by_role("button", name="Next").click()
    expect(page.locator("[data-place] b")).to_have_text("2")
