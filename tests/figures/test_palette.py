import re
from pathlib import Path

import pytest

from app.figures.palette import ROLES, TAPS, contrast, digit_colour, luminance
from tests.figures import drawing

STYLE = (Path(__file__).parents[2] / "static/css/convolens.css").read_text()

# `screen.md`: light, dark.
GROUND = {
    "page": ("#fbfaf7", "#16181c"),
    "ink": ("#1b1d21", "#eceae4"),
    "muted": ("#5c6068", "#a2a6ad"),
    "outline": ("#8a8f98", "#777c85"),
    "hair": ("#dedbd3", "#31343a"),
    "neutral": ("#efece4", "#2a2d33"),
    "wire": ("#c9c6bd", "#6a6e76"),
    "rim": ("#1b1d21", "#c4c2bb"),
}


def test_the_taps_have_their_colours_in_order():
    """Petroff 10, the two greys last so that none looks dimmed."""
    assert [colour.removeprefix("#") for colour in TAPS] == drawing.TAPS
    shown = drawing.scene(list(range(30)), list(range(24)))
    assert [shown.colour(k) for k in (0, 9, 10, 23)] == ["#3f90da", "#717581", "#3f90da", "#832db6"]


def test_the_roles_have_the_colours_of_the_screen():
    """Ink on paper, light and dark."""
    assert ROLES == GROUND


@pytest.mark.parametrize("theme", [0, 1])
def test_strokes_that_mean_something_stand_out(theme):
    """At least 3 : 1 (WCAG 2.2, 1.4.11): the outline of cells, which also hatches what no window reads."""
    assert contrast(ROLES["outline"][theme], ROLES["page"][theme]) >= 3
    hatch = next(
        path
        for path in drawing.drawn("sliding", drawing.scene([1, 2, 3, 4], [1], stride=3)).iter("path")
        if "hatch" in path.get("class", "")
    )
    assert "s-outline" in hatch.get("class", "")


def test_the_style_sheet_of_the_page_has_the_same_roles():
    """One palette, written down twice because a figure must also stand alone."""
    found = {
        name: (light, dark)
        for name, light, dark in re.findall(r"--(\w+): light-dark\((#\w+), (#\w+)\)", STYLE)
        if name in ROLES
    }
    assert found == ROLES


def test_the_style_sheet_colours_the_chips_as_the_figures_do():
    """The chip of a weight in the words has the hue and the digits of its cell in the matrix."""
    found = re.findall(r"\.tap-(\d) \{ background: (#\w+); color: (#\w+); \}", STYLE)
    assert found == [(str(k), colour, digit_colour(colour)) for k, colour in enumerate(TAPS)]


def test_the_style_sheet_refines_every_role_that_a_figure_names():
    """In dark, a class without a rule would keep its light colour."""
    names = {"f-page", "f-ink", "f-muted", "f-neutral", "s-ink", "s-muted", "s-outline", "s-wire", "s-rim", "s-page"}
    assert {name for name in names if not re.search(rf"\.{name}\b", STYLE)} == set()


@pytest.mark.parametrize("colour", ["#" + tap for tap in drawing.TAPS])
def test_digits_can_be_read_on_every_tap(colour):
    """At least 4.5 : 1 (WCAG 2.2, 1.4.3)."""
    assert contrast(digit_colour(colour), colour) >= 4.5


@pytest.mark.parametrize("theme", [0, 1])
def test_words_can_be_read_on_paper(theme):
    """Ink and muted words on the page, ink on neutral cells."""
    colours = {name: pair[theme] for name, pair in GROUND.items()}
    assert contrast(colours["ink"], colours["page"]) >= 7
    assert contrast(colours["muted"], colours["page"]) >= 4.5
    assert contrast(colours["ink"], colours["neutral"]) >= 7


@pytest.mark.parametrize("theme", [0, 1])
def test_every_mark_stands_out_from_the_paper(theme):
    """Graphics at least 3 : 1 (WCAG 2.2, 1.4.11): what has a pale fill or a pale line has one of these round it."""
    colours = {name: pair[theme] for name, pair in GROUND.items()}
    assert min(contrast(colours[role], colours["page"]) for role in ("ink", "muted", "outline", "rim")) >= 3


def test_contrast_is_that_of_the_standard():
    """Known values: black on white 21, #767676 on white 4.54."""
    assert luminance("#ffffff") == 1
    assert round(contrast("#ffffff", "#767676"), 2) == 4.54
