"""After an edit the page is the one that its address gives, though the answer left out what was there already."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

OpenPage = Callable[..., Page]

LONG = "input=" + ",".join(str(n % 7 - 3) for n in range(64)) + "&weight=1,-2,3,-4,5&bias=0"
LONGEST = "input=" + ",".join(str(n % 7) for n in range(200)) + "&weight=" + ",".join(["1", "2"] * 10)

# as the reader left it, or as wide as the window says
OWN = ["open", "tabindex", "aria-pressed"]
# what stands where it was drawn: the script says so when it has looked, a moment after the answer
STILL = "transform=translate(0 0)"

PARTS = """([own, still]) => {
  const plain = (node) => (node instanceof Text ? node.data.trim() : [
    node.localName,
    [...node.attributes].filter(({ name }) => !own.includes(name)).map(({ name, value }) => `${name}=${value}`)
      .filter((attribute) => attribute !== still).sort(),
    [...(node.content ?? node).childNodes].map(plain).filter((child) => child !== ""),
  ]);
  const parts = [...document.querySelectorAll("[data-part]")];
  return Object.fromEntries(parts.map((part) => [part.dataset.part, plain(part)]));
}"""


def settled(page: Page) -> None:
    """Wait until all parts are those of the state."""
    expect(page.locator("main:not([aria-busy])")).to_be_attached()


def same_as_fresh(page: Page, open_page: OpenPage) -> None:
    """Hold every part against that of the page at the address that is shown."""
    edited = page.evaluate(PARTS, [OWN, STILL])
    address = page.locator("[data-part=address]").inner_text()
    fresh = open_page(address).evaluate(PARTS, [OWN, STILL])
    assert {name for name in fresh if edited[name] != fresh[name]} == set()


def fill(page: Page, name: str, text: str) -> None:
    """Write into a field of the form, and wait for the figures."""
    with page.expect_response("**/parts/*stage*"):
        page.locator(f"[data-form] [name={name}]").fill(text)
    settled(page)


# a state, and what is written into which field, one after the other
EDITS = [
    (LONG, [("bias", "5"), ("weight", "1,-2,3,-4,6"), ("bias", "")]),
    (LONG, [("bias", "1000000"), ("bias", "1"), ("stride", "2"), ("bias", "3")]),
    (LONGEST, [("bias", "2"), ("weight", "2,2,2"), ("bias", "1")]),
    ("input=1,2,3,4&weight=5,6,7", [("bias", "1"), ("bias", ""), ("weight", "5,6,7;1,2,3"), ("weight", "5,6")]),
]


@pytest.mark.parametrize(("query", "edits"), EDITS)
def test_an_edited_page_is_that_at_its_address(open_page: OpenPage, query: str, edits: list[tuple[str, str]]) -> None:
    """Element by element, whatever was left out of the answers in between."""
    page = open_page(f"/?{query}")
    for name, text in edits:
        fill(page, name, text)
        same_as_fresh(page, open_page)


def test_an_edit_after_a_step_is_drawn_at_that_step(open_page: OpenPage) -> None:
    """The pieces that are on the page do not depend on the step."""
    page = open_page(f"/?{LONG}")
    page.locator("[data-go=last]").click()
    fill(page, "bias", "7")
    same_as_fresh(page, open_page)
    page.locator("[data-go=first]").click()
    page.wait_for_url(lambda url: "step=" not in url)
    fill(page, "bias", "8")
    same_as_fresh(page, open_page)


def test_what_is_written_into_a_figure_by_hand_is_drawn_anew(open_page: OpenPage) -> None:
    """A number that is dragged to and fro ends as the server writes it, although its piece has the old name again."""
    page = open_page(f"/?{LONG.replace('input=-3,', 'input=1.50,')}")
    page.locator("[data-stage]").hover()
    page.locator("main[data-editable]").wait_for()
    number = page.locator("[data-figure=sliding] [data-inputs] text").first
    box = number.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    for far in (8, 16, 8, 0):
        with page.expect_response("**/parts/*stage*"):
            page.mouse.move(box["x"] + box["width"] / 2 + (far or 1), box["y"] + box["height"] / 2)
        settled(page)
    page.mouse.up()
    assert number.text_content() == "1.5"
    same_as_fresh(page, open_page)


def test_an_answer_whose_pieces_are_gone_is_asked_for_again_in_full(open_page: OpenPage) -> None:
    """What an answer left out may have been changed by hand while it was under way."""
    page = open_page(f"/?{LONG}")
    fill(page, "bias", "1")
    asked: list[dict[str, str]] = []

    def note(request: Request) -> None:
        if "stage" in request.url:
            asked.append(request.headers)

    def change(route: Any) -> None:
        page.evaluate("document.querySelector('[data-stage] [data-piece]').removeAttribute('data-piece')")
        route.continue_()

    page.on("request", note)
    page.route("**/parts/*stage*", change, times=1)
    page.locator("[data-form] [name=bias]").fill("2")
    expect(page.locator("[data-arithmetic]")).to_contain_text("+ 2")
    settled(page)
    assert ["convolens-has" in headers for headers in asked] == [True, False]
    same_as_fresh(page, open_page)
