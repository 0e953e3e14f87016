"""What nobody should notice: an empty console, no other host, no sideways scrolling, nothing that axe objects to."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]


def column(length: int, factor: float) -> str:
    """Some measured values, with decimals and signs."""
    return ",".join(f"{10 * math.sin(factor * place):.2f}" for place in range(length))


STATES = {
    "the example": "/",
    "backward": "/?input=1,2,3,4&weight=5,6,7&view=sliding,network,gradients",
    "dense": "/?input=1,2,3,4&weight=5,6,7&compare=dense",
    "full and flipped": "/?input=1,2,3,4&weight=5,6,7&padding=full&operation=convolution",
    "200 values": f"/?input={column(200, 0.1)}&weight=1,1,1,1,1,1,1,1,1",
    "512 values": f"/?input={column(512, 0.1)}&weight={column(31, 0.7)}",
    "two filters": "/?input=1,2,3,4&weight=5,6,7;1,0,-1&bias=1,-2&activation=relu",
    "circular": "/?input=1,2,3,4&weight=5,6,7&padding=same&padding_mode=circular",
}
IMAGE = "input=1,2,3,4,5;6,7,8,9,1;2,3,4,5,6;7,8,9,1,2;3,4,5,6,7&weight=1,0,-1;2,0,-2;1,0,-1"
FOR_TEACHERS = {
    "the snippets": "/share?input=1,2,3,4&weight=5,6,7&step=1",
    "the lesson": "/teachers",
    "a worksheet": "/worksheet?input=1,2,3,4&weight=5,6,7&bias=-45&activation=relu",
}
PAGES = STATES | FOR_TEACHERS | {"a frame": "/embed?input=1,2,3,4&weight=5,6,7", "the documentation": "/docs"}
WIDTHS = (1280, 375, 320)

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_quiet_and_as_wide_as_its_window(open_page: OpenPage, name: str) -> None:
    """Nothing on the console, nothing refused, no other host; and nothing sticks out at 1280, 375 and 320 px."""
    page = open_page(PAGES[name])
    if name == "the documentation":
        page.locator("#operations-Layer-postConvolution").wait_for()
    too_wide = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        too_wide[width] = page.evaluate(OVERFLOW)
    assert too_wide == dict.fromkeys(WIDTHS, 0)
    if name in STATES:
        page.locator("[data-go=next]").click()
        expect(page.locator("[data-place] b")).to_have_text("2")


def findings(page: Page, *excluded: str) -> list[str]:
    """What axe objects to, one line each."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: Any = page.evaluate(
        "([rules, exclude]) => axe.run({ exclude }, { runOnly: rules, resultTypes: ['violations'], iframes: false })",
        [RULES, [[selector] for selector in excluded]],
    )
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


AUDITED = {
    "the example": "/",
    "backward": STATES["backward"],
    "an error": "/?input=1,2,3,4&weight=5,x,7&stride=0",
    "a wide state": STATES["200 values"],
    "a highlight": "/?input=1,2,3,4&weight=5,6,7&highlight=1",
    "a frame": "/embed?input=1,2,3,4&weight=5,6,7",
    "a frame backward": "/embed?input=1,2,3,4&weight=5,6,7&view=sliding,network,gradients",
    "a frame that does not fit": "/embed?input=1,2&weight=5,6,7",
    "two axes": f"/?{IMAGE}&padding=same",
    "two axes backward": f"/?{IMAGE}&view=sliding,network,gradients",
    "channels and pooling": "/?input=1,2,3,4;4,3,2,1&weight=[[[1,0]],[[1,1]]]&groups=2&pooling.kind=max&pooling.size=2",
    "all numbers": f"/tables?{IMAGE}",
    "all numbers of nothing": "/tables?input=1&weight=1,2",
    "no such page": "/nothing",
    "a problem explained": "/problems/does-not-fit",
} | FOR_TEACHERS


@pytest.mark.parametrize("name", AUDITED)
def test_axe_finds_nothing_in_either_theme(open_page: OpenPage, name: str, watch: Any) -> None:
    """WCAG 2.2 AA and what axe calls best practice, with every part unfolded, the menu too."""
    watch.expected = ("422", "404")
    page = open_page(AUDITED[name])
    if name != "a wide state":  # its tables have thousands of cells, all alike
        page.evaluate("document.querySelectorAll('details').forEach((each) => each.setAttribute('open', ''))")
    found = {}
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        found[theme] = findings(page)
    assert found == {"light": [], "dark": []}


def test_axe_finds_nothing_on_a_phone_and_in_the_share_dialog(open_page: OpenPage) -> None:
    """The narrow layout has parts of its own; the menu of examples and a dialog are further ones."""
    page = open_page("/", viewport={"width": 375, "height": 812})
    assert findings(page) == []
    page.get_by_text("Examples").click()
    assert findings(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Share").click()
    page.locator("dialog [data-snippets]").wait_for()
    page.evaluate("document.querySelectorAll('dialog details').forEach((each) => each.removeAttribute('name'))")
    page.evaluate("document.querySelectorAll('dialog details').forEach((each) => each.setAttribute('open', ''))")
    assert findings(page) == []


def test_axe_finds_nothing_of_ours_on_the_documentation(open_page: OpenPage) -> None:
    """Swagger UI draws what stands in #swagger-ui, with findings of its own that only its authors can mend."""
    page = open_page("/docs")
    page.locator("#operations-Layer-postConvolution").wait_for()
    assert findings(page, "#swagger-ui > *") == []


def test_the_first_page_is_small(open_page: OpenPage, site: str) -> None:
    """At most 50 kB as sent, headers included, in at most ten requests, with nothing in the cache."""
    page = open_page("about:blank", fresh=True)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(site)
    page.wait_for_load_state("networkidle")
    assert 5 < len(sizes) <= 10
    assert sum(sizes) <= 50_000
