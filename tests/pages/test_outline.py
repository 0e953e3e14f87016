"""An answer of which a page has the outline is only what it says."""

import re
from itertools import pairwise

import pytest

from app.assets import find_assets
from app.pages.outline import SAYING
from tests.asking import ask
from tests.pages.markup import Element, parse

PARTS = "/parts/lesson,notices,stage,player,maps,im2col,counts"
LONG = "input=" + ",".join(str(n % 7 - 3) for n in range(64)) + "&weight=1,-2,3,-4,5"

# states whose drawings are alike from one to the next, or are not
ALIKE = [
    [f"{LONG}&bias={bias}" for bias in (1, 2, 3)],
    ["input=1,2,3,4&weight=5,6,7&bias=1", "input=1,2,3,4&weight=5,8,7&bias=1", "input=1,2,3,5&weight=5,8,7&bias=1"],
]
OTHERS = [
    [f"{LONG}&bias=1", f"{LONG}&bias=1&step=1"],
    [f"{LONG}&bias=1", f"{LONG}&bias=1000"],
    [f"{LONG}&bias=1", f"{LONG}&bias=1&theme=dark"],
    [f"{LONG}&bias=1", f"{LONG}&bias=1&highlight=2"],
    ["input=1,2,3,4&weight=5,6,7", "input=1,2,3,4&weight=5,6"],
]


def answer(app, query, outline=""):
    """The answer to a page that has no piece, and perhaps an outline."""
    return ask(app, "GET", f"{PARTS}?{query}", headers={"Convolens-Has": "", "Convolens-Outline": outline})


def said_in(element: Element) -> list[tuple[str, str]]:
    """What is said in an element, kind by kind as it comes, by a parser of the standard library."""
    found = [(name, value) for name, value in element.attributes.items() if name in SAYING and value]
    if "data-heights" in element.attributes:
        found.append(("d", element.attributes["d"] or ""))
    for child in element.children:
        if isinstance(child, Element):
            found += said_in(child)
        elif child.strip():
            found.append(("text", child))
    return found


@pytest.mark.parametrize("queries", ALIKE)
def test_what_is_said_is_all_that_a_like_answer_has(app, queries):
    """In the order of the page, each kind by itself; nobody keeps it."""
    for one, other in pairwise(queries):
        outline, whole = answer(app, one).headers["convolens-outline"], answer(app, other)
        told = answer(app, other, outline)
        assert told.headers["content-type"] == "application/json"
        assert told.headers["cache-control"] == "no-store"
        expected = {kind: [] for kind in ("d", "text", *SAYING)}
        for kind, value in said_in(parse(whole.text).one(data_answer=None)):
            expected[kind].append(value)
        assert told.json() == expected
        assert len(told.content) < 0.3 * len(whole.content)


@pytest.mark.parametrize("queries", OTHERS)
def test_what_is_drawn_otherwise_has_another_outline(app, queries):
    """Another step, column width, theme, highlight, drawing: the answer is markup."""
    one, other = (answer(app, query) for query in queries)
    assert one.headers["convolens-outline"] != other.headers["convolens-outline"]
    told = answer(app, queries[1], one.headers["convolens-outline"])
    assert told.headers["content-type"].startswith("text/html")
    assert told.text == other.text


def test_a_state_that_does_not_fit_brings_its_errors(app):
    """Also to a page that names the outline of just that answer."""
    misfit = "input=1,2&weight=5,6,7"
    outline = answer(app, misfit).headers.get("convolens-outline", "")
    told = answer(app, misfit, outline)
    assert told.status_code == 422
    assert "data-error" in told.text


def test_the_page_looks_for_the_same_attributes():
    """All but the address of the answer, which stands in no part."""
    script = (find_assets().static / "js" / "texts.js").read_text()
    listed = re.search(r"const SAYING = \[(.*?)\]", script)
    assert listed
    assert {*re.findall(r'"([^"]+)"', listed[1]), "data-address"} == set(SAYING)
