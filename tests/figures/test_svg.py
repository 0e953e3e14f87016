import xml.etree.ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.figures.palette import Paint, fills
from app.figures.svg import (
    box,
    copies,
    dots,
    escape,
    formula,
    group,
    label,
    labels,
    lines,
    math_text,
    number,
    numbers,
    piece,
    tag,
    translate,
    translations,
    without,
)
from tests.figures.drawing import corners, segments

characters = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)
places = st.lists(st.tuples(*[st.integers(-999, 999)] * 4), min_size=1, max_size=9)


def parsed(markup):
    """A piece of markup as a tree."""
    return ET.fromstring(markup)  # noqa: S314  # our own text


@given(characters)
def test_any_text_comes_back_from_an_element_and_from_an_attribute(text):
    """Nothing that is written can close an element or an attribute."""
    assert "".join(parsed(label(0, 0, text)).itertext()) == text
    assert parsed(tag("g", data_text=text)).get("data-text") == text


def test_markup_is_escaped():
    """`<script>` in a text is a text."""
    assert escape("<script>\"&'") == "&lt;script&gt;&quot;&amp;'"
    assert "<script" not in labels([0], [0], ["<script>"]) + math_text("x_0<script>", 12)


@pytest.mark.parametrize(
    ("value", "text"),
    [(22.0, "22"), (0.456, "0.46"), (-0.001, "0"), (-0.0, "0"), (1.5, "1.5"), (-7.25, "-7.25"), (1e7, "10000000")],
)
def test_a_coordinate_has_at_most_two_decimals(value, text):
    """The same written alone and among others."""
    assert number(value) == text
    assert numbers([value, 0.5]) == [text, "0.5"]


def test_names_of_attributes_are_written_with_hyphens():
    """`class_` and `stroke_width` are Python's spelling; None is no attribute."""
    assert tag("g", class_="n", stroke_width=2, opacity=None) == '<g class="n" stroke-width="2"/>'


def test_a_paint_brings_literal_colours_and_a_class():
    """Converters know literal colours, the page's style sheet the class of the role."""
    ink = parsed(tag("path", paint=Paint("none", "ink", 2.5)))
    assert ink.attrib == {"fill": "none", "stroke": "#1b1d21", "stroke-width": "2.5", "class": "s-ink"}
    assert parsed(tag("text", paint=fills("muted"), class_="n")).get("class") == "n f-muted"
    assert parsed(tag("rect", paint=fills("#3f90da"))).attrib == {"fill": "#3f90da"}


def test_a_group_of_nothing_is_nothing():
    """No empty elements."""
    assert group("", "", data_base="") == ""


@given(places)
def test_relative_lines_lie_where_they_were_asked_for(points):
    """Repeated strings are only a shorter way to write the same lines."""
    x0, y0, x1, y1 = np.array(points, dtype=np.float64).T
    assert segments(lines(x0, y0, x1, y1)) == [tuple(map(float, point)) for point in points]


@given(places, st.integers(1, 50))
def test_copies_lie_where_they_were_asked_for(points, times):
    """One box at each point, equal steps or not."""
    x, y = np.array(points * times, dtype=np.float64).T[:2] / 4
    assert corners(copies(x, y, box(3, 2))) == list(zip(x.tolist(), y.tolist(), strict=True))


def test_equal_steps_repeat_to_the_letter():
    """Which is what makes a large drawing small when it is compressed."""
    along = np.arange(4.0)
    assert lines(along, along, along + 2, along + 5) == "M0 0l2 5" + "m-1 -4l2 5" * 3
    assert copies(along, along, box(1, 1)) == "M0 0h1v1h-1z" + "m1 1h1v1h-1z" * 3


def test_nothing_is_an_empty_path():
    """A weight without connections has no line."""
    empty = np.empty(0)
    assert lines(empty, empty, empty, empty) == copies(empty, empty, "z") == dots(empty, empty) == ""


def test_one_line_has_no_step():
    """The first is the last."""
    one = np.ones(1)
    assert lines(one, one, one + 1, one + 2) == "M1 1l1 2"
    assert copies(one, one, "h0z") == "M1 1h0z"


def test_places_of_a_step_and_the_transform_agree():
    """`data-moves` and `transform` are written alike."""
    assert translations(np.array([0, 12.5]), np.array([0, 0])) == "0,0 12.5,0"
    assert translate(12.5, 0) == "translate(12.5 0)"


def test_variables_are_italic_and_indices_lowered():
    """x₀ in serif italics with an index of at least 11 px, and the line goes on at its height."""
    text = parsed(formula(0, 0, "x_0 + T^T δ", 14))
    assert "".join(text.itertext()) == "x0+ TTδ"
    italic = ["".join(span.itertext()) for span in text if span.get("font-style") == "italic"]
    assert italic == ["x", "T", "δ"]
    shifts = [float(span.get("dy", 0)) for span in text]
    assert abs(sum(shifts)) < 0.02
    assert min(float(span.get("font-size", 14)) for span in text) >= 11


def test_a_piece_is_named_after_what_is_in_it():
    """The same content has the same name, other content another; a little content is not worth a name."""
    one, same, other = (piece(tag("path", d=f"M0 0{line * 400}")) for line in ("h1v1", "h1v1", "h1v2"))
    assert one == same
    assert parsed(one).get("data-piece") != parsed(other).get("data-piece")
    assert piece(tag("path", d="M0 0h1")) == tag("path", d="M0 0h1")


def test_pieces_are_left_out_and_nothing_beside_them():
    """Where a piece stands in another element, and where it stands twice; what is not named stays to the letter."""
    one, other = (piece(group(tag("path", d=f"M0 0{line * 400}"))) for line in ("h1v1", "h1v2"))
    name = str(parsed(one).get("data-piece"))
    drawn = tag("svg", tag("g", one, "<rect/>"), other, one)
    cut = without({name, "unknown"}, drawn)
    assert [len(each) for each in parsed(cut).iter("g") if each.get("data-piece") == name] == [0, 0]
    assert cut.replace(f'<g data-piece="{name}"></g >', one) == drawn
