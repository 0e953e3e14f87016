"""What docs/accessibility.md promises and no other test of this folder shows, in few pages with many looks at each."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.seen import step

OpenPage = Callable[..., Page]

EXAMPLE = "input=1,2,3,4&weight=5,6,7"
IMAGE = "input=1,2,3,4,5;6,7,8,9,1;2,3,4,5,6;7,8,9,1,2;3,4,5,6,7&weight=1,0,-1;2,0,-2;1,0,-1"
BACKWARD = f"{EXAMPLE}&view=sliding,network,gradients"
ADDRESSES = [f"/?{EXAMPLE}", f"/?{IMAGE}&padding=same", f"/?{BACKWARD}"]
ALL = [
    *ADDRESSES,
    f"/tables?{EXAMPLE}",
    f"/embed?{EXAMPLE}",
    f"/share?{EXAMPLE}",
    f"/worksheet?{EXAMPLE}",
    "/teachers",
    "/nothing",
    "/problems/unreadable",
]

UNFOLD = """document.querySelectorAll("details").forEach((each) => {
  each.removeAttribute("name"); // of those that share one, only one can be open
  each.setAttribute("open", "");
})"""
MOVING = "document.getAnimations().length"


def test_nothing_moves_until_somebody_asks_for_it(open_page: OpenPage) -> None:
    """A minute goes by: the same step, no animation, nothing announced. Then Play shows Pause in its place."""
    page = open_page("/?input=1,2,3,4,5,6,7,8&weight=1,1,1", clock=True)
    before = step(page)
    page.clock.run_for(60_000)
    assert step(page) == before
    assert page.evaluate(MOVING) == 0
    expect(page.locator("[data-announce]")).to_be_empty()
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Play", exact=True)).to_have_count(0)


@pytest.mark.parametrize("path", ADDRESSES)
def test_a_whole_run_under_reduced_motion_has_no_animation(open_page: OpenPage, path: str) -> None:
    """From the first step to the last, a highlight, the three layers and the other direction: all of it jumps."""
    page = open_page(path, reduced_motion="reduce")
    moving = []
    last = int(page.locator("[data-scrubber]").get_attribute("max") or 0)
    for key in [*["ArrowRight"] * min(last, 5), "End"]:
        page.locator("[data-stage]").press(key)
        moving.append(page.evaluate(MOVING))
    expect(page.locator("[data-place]")).to_have_text(f"output {last + 1} of {last + 1}")
    for link in ("a[data-compare=dense]", "a[data-compare=convolutional]", "a:not([data-compare], [aria-current])"):
        chosen = page.locator(f".switch {link}")
        name = chosen.inner_text()
        chosen.click()
        expect(page.locator(".switch [aria-current]", has_text=name.split()[0])).to_have_count(1)
        moving.append(page.evaluate(MOVING))
    page.locator("[data-go=play]").click()
    moving.append(page.evaluate(MOVING))
    assert set(moving) == {0}


PARTS = [
    ("button", "First", "button"),
    ("button", "Back", "button"),
    ("button", "Play", "button"),
    ("button", "Next", "button"),
    ("button", "Last", "button"),
    ("slider", "Output", "input"),
    ("combobox", "Speed", "select"),
]


def test_the_player_is_made_of_native_controls(open_page: OpenPage) -> None:
    """Buttons, a range and a select; the range says in words where it stands, and one polite region speaks."""
    page = open_page(f"/?{IMAGE}&padding=same&step=6")
    for role, name, element in PARTS:
        control: Any = page.get_by_role(role, name=name, exact=True)
        expect(control).to_be_visible()
        assert control.evaluate("each => each.localName") == element
    scrubber = page.get_by_role("slider", name="Output")
    expect(scrubber).to_have_attribute("aria-valuetext", "Step 7 of 25: output row 1, column 1")
    speaking = page.locator("[data-stage], [data-player]").locator("[aria-live], [role=status], [role=alert]")
    expect(speaking).to_have_count(1)
    expect(speaking).to_have_attribute("aria-live", "polite")


OUTLINE = """() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  const style = getComputedStyle(element);
  return [element.outerHTML.slice(0, 80), style.outlineStyle, Number.parseFloat(style.outlineWidth)];
}"""


def outlines(page: Page) -> list[tuple[str, str, float]]:
    """What the focus looks like at every stop of the Tab key, from the first to the end of the page."""
    found = []
    for _ in range(160):
        page.keyboard.press("Tab")
        here = page.evaluate(OUTLINE)
        if here is None:
            return found
        found.append(tuple(here))
    pytest.fail("the focus never left the page")


@pytest.mark.parametrize("path", ["/", "/tables", "/embed"])
def test_the_focus_is_seen_wherever_it_is(open_page: OpenPage, path: str) -> None:
    """A line of 2 px or more round every stop of the Tab key."""
    page = open_page(path)
    if path == "/":
        page.evaluate(UNFOLD)
    found = outlines(page)
    assert len(found) >= 5
    assert [each for each in found if each[1] != "solid" or each[2] < 2] == []


SMALL_TARGETS = """() => {
  const found = [];
  for (const element of document.querySelectorAll("a[href], button, input, select, textarea, summary")) {
    const target = element.closest("label") ?? element;
    const { width, height } = target.getBoundingClientRect();
    const within = getComputedStyle(target).display === "inline"; // of a sentence, which sets its height (2.5.8)
    if (!element.checkVisibility({ visibilityProperty: true }) || width === 0 || element.type === "hidden") continue;
    if (within && target.parentElement.textContent.trim() !== target.textContent.trim()) continue;
    if (Math.min(width, height) < 23.99) found.push(`${element.outerHTML.slice(0, 80)} ${width} x ${height}`);
  }
  return found;
}"""


SIDEWAYS = """() => [...document.querySelectorAll("*")].filter((each) =>
    ["auto", "scroll"].includes(getComputedStyle(each).overflowX) && each.scrollWidth > each.clientWidth
    && each.localName !== "textarea" && each.checkVisibility())
  .filter((each) => !(each.tabIndex === 0 && each.getAttribute("role") === "region" && each.getAttribute("aria-label")))
  .map((each) => each.outerHTML.slice(0, 80))"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TWO_FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.mark.parametrize("path", ALL)
def test_a_page_fits_every_width_and_every_finger(open_page: OpenPage, path: str, watch: Any) -> None:
    """Targets of 24 px in both directions, with every part unfolded; and at 320 px, which is 1280 at 400 %, one column.

    What is wider than that column scrolls by itself, and only in a region that has a name and takes the focus.
    """
    watch.expected = ("404",)
    page = open_page(path)
    page.evaluate(UNFOLD)
    found = {}
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 812})
        found[f"small at {width}"] = page.evaluate(SMALL_TARGETS)
    page.set_viewport_size({"width": 320, "height": 256})
    page.evaluate(TWO_FRAMES)
    found["scrolls without a name"] = page.evaluate(SIDEWAYS)
    found["sticks out"] = page.evaluate(OVERFLOW)
    assert found == {"small at 1280": [], "small at 375": [], "scrolls without a name": [], "sticks out": 0}


FORCED = """() => {
  const figure = document.querySelector("[data-figure=sliding]");
  const paint = (element, what) => getComputedStyle(element)[what];
  const probe = document.createElement("p");
  probe.style.cssText = "color: CanvasText; background: Canvas"; // set by script, which the policy allows
  document.body.append(probe);
  const [ink, paper] = [paint(probe, "color"), paint(probe, "backgroundColor")];
  probe.remove();
  const frames = [...figure.querySelectorAll("[data-frame] *, [data-frame]")];
  return {
    ink: paint(document.querySelector(".s-ink"), "stroke") === ink,
    digits: paint(document.querySelector(".f-ink"), "fill") === ink,
    paper: paint(document.body, "backgroundColor") === paper,
    dashed: [...figure.querySelectorAll("[stroke-dasharray]")].length > 0,
    framed: frames.some((each) => paint(each, "strokeWidth") === "3px"),
    chosen: [...document.querySelectorAll(".switch [aria-current], .answer[aria-current]")]
      .map((each) => paint(each, "outlineStyle") + paint(each, "outlineWidth")),
  };
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_forced_colours_outline_and_dash_say_what_colour_said(open_page: OpenPage, scheme: str) -> None:
    """Figures take the reader's ink and paper; padding is dashed, the step framed, the choice outlined."""
    page = open_page(f"/?{EXAMPLE}&padding=full", forced_colors="active", color_scheme=scheme)
    assert page.evaluate(FORCED) == {
        "ink": True,
        "digits": True,
        "paper": True,
        "dashed": True,
        "framed": True,
        "chosen": ["solid3px"] * 3,
    }
