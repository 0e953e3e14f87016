"""Ten states in both themes and two widths, and without colours, look as when somebody last looked at each of them."""

import json
from itertools import cycle

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser

from tests.browser.pictures import (
    FONTS,
    ROUNDED,
    SHOTS,
    STATES,
    THEMES,
    WIDTHS,
    Shot,
    differences,
    fonts,
    take,
    with_few_colours,
)

DAILY = {
    Shot(state, theme, width)
    for state, (theme, width) in zip(
        STATES, cycle([(theme, width) for width in WIDTHS for theme in THEMES]), strict=False
    )
}
"""One picture of each state, in turns of themes and widths: the others take a minute, in `make test-long`."""


@pytest.fixture(scope="package")
def same_fonts(browser: Browser, site: str) -> None:
    """Skip where letters have other widths than where the pictures were taken."""
    page = browser.new_page()
    page.goto(site)
    here, recorded = fonts(page), json.loads(FONTS.read_text(encoding="utf-8"))
    page.close()
    if here != recorded:
        pytest.skip(f"this machine's fonts are others than the pictures': {here} instead of {recorded}")


@pytest.mark.parametrize(
    "shot", [pytest.param(shot, id=shot.name, marks=() if shot in DAILY else pytest.mark.long) for shot in SHOTS]
)
@pytest.mark.usefixtures("same_fonts")
def test_a_page_looks_as_it_was_recorded(browser: Browser, site: str, shot: Shot) -> None:
    """Pixel by pixel, but for one pixel's shift and the smoothing of edges; `make record` takes a new picture."""
    assert differences(take(browser, site, shot), Image.open(shot.recorded)) == []


def test_everything_recorded_is_compared() -> None:
    """No picture of a state that is gone."""
    assert {path.name for path in FONTS.parent.glob("*.png")} == {shot.recorded.name for shot in SHOTS}


def painted(*, label: bool = True, right: int = 0, fill: str = "#3f90da") -> Image.Image:
    """A cell with its number and its small index."""
    picture = Image.new("RGB", (96, 96), "#fbfaf7")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((20 + right, 20, 60 + right, 56), fill=fill, outline="#1b1d21")
    pen.text((36, 32), "5", fill="#1b1d21")
    if label:
        pen.text((70, 70), "0", fill="#5c6068")
    return picture


def test_a_recorded_picture_keeps_its_hues() -> None:
    """Two weights, brown and orange, in a page of many greys; each may be rounded, and they stay two."""
    picture = Image.linear_gradient("L").convert("RGB")
    pen = ImageDraw.Draw(picture)
    for x, fill in ((20, "#a96b59"), (60, "#e76300")):
        pen.rectangle((x, 20, x + 12, 32), fill=fill)
    few = with_few_colours(picture).convert("RGB")
    assert few.getpixel((26, 26)) == pytest.approx((169, 107, 89), abs=ROUNDED)
    assert few.getpixel((66, 26)) == pytest.approx((231, 99, 0), abs=ROUNDED)


def test_what_a_person_would_notice_is_a_difference() -> None:
    """A label that is missing, a box that is 2 px from its place, another hue; not a shift by one pixel."""
    assert differences(painted(), painted()) == []
    assert differences(painted(right=1), painted()) == []
    assert differences(painted(label=False), painted()) != []
    assert differences(painted(right=2), painted()) != []
    assert differences(painted(fill="#efece4"), painted()) != []
    assert differences(painted().resize((96, 97)), painted()) != []
