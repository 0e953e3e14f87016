"""The switch between the three layers moves: zeros go, hue floods in, threads tie. Or it does not, for who asks."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]
COUNT_MOVEMENTS = """() => {
  window.movements = 0;
  const animate = Element.prototype.animate;
  Element.prototype.animate = function (...how) { window.movements += 1; return animate.apply(this, how); };
}"""
HOLD_MOVEMENTS = """() => {
  window.held = [];
  const animate = Element.prototype.animate;
  Element.prototype.animate = function (...how) {
    const made = animate.apply(this, how);
    made.pause();
    window.held.push(made);
    return made;
  };
}"""
"""Movements wait where they start, so that a slow machine sees them too."""

MOVING = "document.getAnimations().length"


def until(page: Page, condition: str) -> None:
    """Wait until a condition holds; the policy of the page forbids Playwright's own way."""
    page.evaluate(f"async () => {{ while (!({condition})) await new Promise(requestAnimationFrame); }}")


def choose(page: Page, name: str) -> None:
    """One of the three layers."""
    page.locator(f".switch [data-compare={name}]").click()


def test_the_three_layers_pass_into_one_another(page: Page) -> None:
    """There and back: while it moves something is animated, and then the page is that of the address."""
    page.evaluate(COUNT_MOVEMENTS)
    for name, count in (
        ("dense", 2),
        ("locally-connected", 0),
        ("convolutional", 0),
        ("dense", 2),
        ("convolutional", 0),
    ):
        choose(page, name)
        expect(page.locator(f".switch [data-compare={name}]")).to_have_attribute("aria-current", "true")
        until(page, f"{MOVING} === 0")
        expect(page.locator("[data-figure=matrix] [data-absent] text")).to_have_count(count)
    assert page.evaluate("window.movements") > 20
    shapes = "[...document.querySelectorAll('[data-stage] svg *')].map((each) => each.localName).join(' ')"
    moved = page.evaluate(shapes)
    page.reload()
    assert page.evaluate(shapes) == moved


def test_the_hue_floods_in_over_the_neutral_cells(page: Page) -> None:
    """In the middle of the movement a cell is neither neutral nor yet its hue; its place stays."""
    choose(page, "dense")
    until(page, f"{MOVING} === 0 && document.querySelector('[data-absent]')")
    cell = page.locator("#mat-w0")
    place = cell.bounding_box()
    choose(page, "convolutional")
    until(page, "document.querySelector('#mat-w0').getAnimations().length > 0")
    page.evaluate("document.getAnimations().forEach((each) => { each.pause(); each.currentTime = 250; })")
    between = cell.evaluate("(cell) => getComputedStyle(cell).fill")
    assert between not in ("rgb(239, 236, 228)", "rgb(63, 144, 218)")
    assert cell.bounding_box() == place


def test_very_many_parts_fade_as_whole_figures(open_page: OpenPage) -> None:
    """Three channels of 8 × 8 to four: the old figures lie over the new ones where they stood, fade, and are gone."""
    plane = ";".join(",".join(str(i * j % 10) for j in range(8)) for i in range(8))
    rows = "[" + ",".join(f"[{row}]" for row in plane.split(";")) + "]"
    kernel = "[[1,2,3],[4,5,6],[7,8,9]]"
    weight = ",".join(["[" + ",".join([kernel] * 3) + "]"] * 4)
    page = open_page(f"/?input=[{','.join([rows] * 3)}]&weight=[{weight}]")
    page.evaluate(HOLD_MOVEMENTS)
    place = page.locator("[data-figure=sliding]").bounding_box()
    choose(page, "dense")
    page.locator(".earlier").first.wait_for(state="attached")
    assert page.locator(".earlier svg").first.bounding_box() == place
    assert page.locator(".earlier [id], .earlier[data-figure]").count() == 0
    assert page.evaluate("window.held.length") == page.locator(".earlier").count()
    page.evaluate("window.held.forEach((each) => each.finish())")
    expect(page.locator(".earlier")).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 375])
def test_the_switch_stays_where_it_is(open_page: OpenPage, width: int) -> None:
    """Under the pointer that presses it: neither a longer caption nor the line of a question moves it."""
    page = open_page("/", reduced_motion="reduce", viewport={"width": width, "height": 900})
    place = page.locator(".switch").first.bounding_box()
    for name in ("dense", "locally-connected", "convolutional"):
        choose(page, name)
        expect(page.locator(f".switch [data-compare={name}]")).to_have_attribute("aria-current", "true")
        assert page.locator(".switch").first.bounding_box() == place
    if width == 1280:  # on a phone other figures stand above it
        page.get_by_role("link", name="Backward").click()
        expect(page.locator(".hint:visible")).to_have_count(1)
        assert page.locator(".switch").first.bounding_box() == place


def test_under_reduced_motion_it_switches_without_movement(open_page: OpenPage) -> None:
    """The information is the same, at once."""
    page = open_page("/", reduced_motion="reduce")
    choose(page, "dense")
    expect(page.locator("[data-figure=matrix] [data-absent] text")).to_have_count(2)
    assert page.evaluate(MOVING) == 0
    choose(page, "convolutional")
    expect(page.locator("[data-absent]")).to_have_count(0)
    assert page.evaluate(MOVING) == 0
