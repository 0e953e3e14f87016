"""A worksheet: the exercises without their answers, and a key with them, worked by hand here."""

import pytest

from tests.pages.markup import Element
from tests.pages.states import QUESTION


def sheets(document):
    """The exercises as text, without and with their answers."""
    covered, key = document.all("ol", "exercises")
    return covered, key


def lines(sheet: Element):
    """The lines of the exercises as text; an empty place is `_`."""
    return [text_of(line) for line in sheet.walk() if "line" in line.classes()]


def text_of(element):
    """The text of a line with its empty places."""
    pieces = []
    for child in element.children:
        if isinstance(child, str):
            pieces.append(child)
        else:
            pieces.append(text_of(child) or "_" if "slot" in child.classes() else text_of(child))
    return "".join(pieces).strip()


def test_the_example_by_hand(page):
    """The numbers of the question, each with a place to fill in."""
    covered, key = sheets(page(f"/worksheet?{QUESTION}&bias=-45&activation=relu"))
    assert lines(key) == [
        "It has 2 entries.",
        "z₀ = 1 · 5 + 2 · 6 + 3 · 7 + (−45) = −7",
        "z₁ = 2 · 5 + 3 · 6 + 4 · 7 + (−45) = 11",
        "A dense layer: 8",
        "A locally connected one, with the same zeros and nothing tied: 6",
        "This convolutional layer: 3",
        "a₀ = 0",
        "a₁ = 11",
        "w₀ receives 3",
        "w₁ receives 5",
        "w₂ receives 7",
        "A place of T without a connection receives nothing.",
    ]
    assert lines(covered)[1] == "z₀ = _ · _ + _ · _ + _ · _ + (−45) = _"
    assert len(lines(covered)) == len(lines(key))


def test_no_answer_shows_before_the_key(page):
    """Every place is empty, and so is every cell of the matrix."""
    covered, key = sheets(page(f"/worksheet?{QUESTION}"))
    places = [each for each in covered.walk() if "slot" in each.classes() or each.tag == "td"]
    assert len(places) > 20
    assert {each.text for each in places} == {""}
    cells = [each.text for each in key.walk() if each.tag == "td"]
    assert cells == ["", "5", "6", "7", "·", "·", "5", "6", "7"]


def test_the_key_is_folded(page):
    """It opens on demand, and prints on a sheet of its own."""
    key = page("/worksheet").one("details", "key")
    assert "open" not in key.attributes


@pytest.mark.parametrize(
    ("query", "said", "grids"),
    [
        ("input=" + ",".join(["1"] * 40) + "&weight=1,2,3", "Take the first 8 of 38.", 0),
        ("input=1,2,3;4,5,6;7,8,9&weight=1,0;0,1", "Slide the kernel", 2),
        (f"{QUESTION}&padding=full", "Slide the kernel", 2),
    ],
)
def test_what_does_not_fit_on_paper_is_left_out_and_said(query, said, grids, page):
    """A long state asks for the first outputs only, and for no matrix."""
    shown = page(f"/worksheet?{query}")
    assert said in shown.text
    assert len(shown.all("table", "to-fill")) == grids


def test_a_tap_on_padding_is_a_zero(page):
    """Full padding: the first window reads two zeros and x₀."""
    _, key = sheets(page(f"/worksheet?{QUESTION}&padding=full"))
    assert lines(key)[1] == "z₀ = 0 · 5 + 0 · 6 + 1 · 7 = 7"


def test_what_does_not_fit_is_said(page):
    """In place of the exercises."""
    assert "does not fit" in page("/worksheet?input=1&weight=1,2", status=422).one("p", "error").text
