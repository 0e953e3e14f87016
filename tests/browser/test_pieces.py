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


TEXTS = "application/json"
"""The type of an answer that is only what is said."""


def settled(page: Page) -> None:
    """Wait until all parts are those of the state."""
    expect(page.locator("main:not([aria-busy])")).to_be_attached()


def same_as_fresh(page: Page, open_page: OpenPage) -> None:
    """Hold every part against that of the page at the address that is shown."""
    edited = page.evaluate(PARTS, [OWN, STILL])
    address = page.locator("[data-part=address]").inner_text()
    fresh = open_page(address).evaluate(PARTS, [OWN, STILL])
    assert {name for name in fresh if edited[name] != fresh[name]} == set()


def fill(page: Page, name: str, text: str) -> str:
    """Write into a field of the form, and wait for the figures. Returns the type of the answer that brought them."""
    with page.expect_response("**/parts/*stage*") as found:
        page.locator(f"[data-form] [name={name}]").fill(text)
    settled(page)
    return found.value.headers["content-type"].split(";")[0]


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


# all parts are in it wherever the page is scrolled to, so that each edit asks for the same
TALL = {"width": 1280, "height": 3000}

# a state, and edits after the first of which the texts are all that changes
TOLD = [
    (LONG, [("bias", "5"), ("bias", "6"), ("bias", "3"), ("bias", "7")]),
    ("input=1,2,3,4,5,6,7,8&weight=1,-2,3", [("weight", "1,-2,4"), ("weight", "1,-2,5"), ("weight", "2,-2,5")]),
    ("input=1,2,3,4&weight=5,6,7&step=1&highlight=1", [("bias", "1"), ("bias", "2"), ("weight", "5,8,7")]),
    ("input=1,2,3,4&weight=5,6,7&view=gradients,network", [("bias", "1"), ("bias", "2")]),
    ("input=1,2,3;4,5,6;7,8,9&weight=1,0;0,1", [("bias", "1"), ("bias", "2")]),
    ("input=1,2,3,4&weight=5,6,7;1,0,2&compare=dense", [("bias", "1,2"), ("bias", "2,2"), ("bias", "2,3")]),
]


@pytest.mark.parametrize(("query", "edits"), TOLD)
def test_where_only_texts_change_the_answer_is_the_texts(
    open_page: OpenPage, query: str, edits: list[tuple[str, str]]
) -> None:
    """And the page is the one at its address all the same, element by element."""
    page = open_page(f"/?{query}", viewport=TALL)
    types = []
    for name, text in edits:
        types.append(fill(page, name, text))
        same_as_fresh(page, open_page)
    assert types[0] == "text/html"
    assert types[1:] == [TEXTS] * (len(edits) - 1)


def says_the_same_as_fresh(page: Page, open_page: OpenPage) -> None:
    """Hold the sum and the sentence of the second step against those of the page at the address of that step."""
    page.wait_for_url("**step=1*")
    fresh = open_page(page.url)
    for place in ("[data-arithmetic]", "[data-said]", "[data-expanded]"):
        expect(page.locator(place)).to_have_text(fresh.locator(place).text_content() or "")


def test_texts_come_where_the_words_of_another_step_were_put(open_page: OpenPage) -> None:
    """A step there and back puts other elements into the sum: these are written anew, and so is each later step."""
    page = open_page(f"/?{LONG}", viewport=TALL)
    fill(page, "bias", "1")
    page.locator("[data-go=next]").click()
    page.locator("[data-go=back]").click()
    expect(page.locator("[data-player] [data-announce]")).to_contain_text("output 0 is ")
    assert fill(page, "bias", "2") == TEXTS
    expect(page.locator("[data-arithmetic]")).to_contain_text("+ 2")
    same_as_fresh(page, open_page)
    page.locator("[data-go=next]").click()
    says_the_same_as_fresh(page, open_page)


def test_a_weight_that_is_pointed_at_stays_lit_and_its_sentence_follows(open_page: OpenPage) -> None:
    """What is said of it has the new number."""
    page = open_page("/?input=1,2,3,4&weight=5,6,7&bias=0", viewport=TALL)
    fill(page, "weight", "5,8,7")
    page.locator(".chip[data-weight='1']").first.hover()
    said = page.locator("[data-said]")
    expect(said).to_contain_text("= 8 is one number")
    assert fill(page, "weight", "5,9,7") == TEXTS
    expect(said).to_contain_text("= 9 is one number")
    expect(page.locator("[data-stage]")).to_have_attribute("data-highlight", "1")


def test_a_step_that_is_made_while_texts_are_under_way_is_kept(open_page: OpenPage) -> None:
    """They are of the step before; the page says those of its own."""
    page = open_page(f"/?{LONG}", viewport=TALL)
    fill(page, "bias", "1")

    def step(route: Any) -> None:
        page.locator("[data-go=next]").click()
        route.continue_()

    page.route("**/parts/*stage*", step, times=1)
    assert fill(page, "bias", "2") == TEXTS
    says_the_same_as_fresh(page, open_page)


@pytest.mark.parametrize("body", ["{}", '{"text": ["5"]}'])
def test_texts_that_belong_elsewhere_are_not_taken(open_page: OpenPage, body: str) -> None:
    """The answer is asked for again, whole."""
    page = open_page(f"/?{LONG}", viewport=TALL)
    fill(page, "bias", "1")
    page.route("**/parts/*stage*", lambda route: route.fulfill(body=body, content_type=TEXTS), times=1)
    fill(page, "bias", "2")
    expect(page.locator("[data-arithmetic]")).to_contain_text("+ 2")
    same_as_fresh(page, open_page)


def test_texts_of_a_drawing_that_was_replaced_meanwhile_are_not_taken(open_page: OpenPage) -> None:
    """The next number is sent before the answer to the last is shown, which has wider columns."""
    page = open_page(f"/?{LONG}", viewport=TALL)
    fill(page, "bias", "1")

    def type_on(route: Any) -> None:
        page.locator("[data-form] [name=bias]").fill("2")
        route.continue_()

    page.route("**/parts/*stage*", type_on, times=1)
    page.locator("[data-form] [name=bias]").fill("1000000")
    expect(page.locator("[data-arithmetic]")).to_contain_text("+ 2")
    settled(page)
    same_as_fresh(page, open_page)
