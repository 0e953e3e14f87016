"""`show=padding` along two axes and over channels: T among the columns of the padded input."""

import numpy as np
import pytest

from tests.figures.drawing import corners, drawn, scene, select, subpaths, texts
from tests.figures.test_figures import IMAGE, SOBEL

NINE = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]


def cells(tree):
    """The corners of each weight's cells."""
    return {int(e.get("data-weight")): corners(e.get("d")) for e in select(tree, "path", data_weight=None)}


def dashed(tree):
    """How many dashed cells there are, and the numbers in them."""
    (path,) = select(tree, "path", stroke_dasharray="3 3")
    return subpaths(path.get("d"))


@pytest.mark.parametrize(
    ("state", "taps"),
    [
        ({"input": IMAGE, "weight": SOBEL, "padding": "same"}, 25 * 9 - 169),
        ({"input": [[1, 2], [3, 4]], "weight": [[1, 2], [3, 4]], "padding": "full"}, 9 * 4 - 16),
        ({"input": [[1, 2, 3], [4, 5, 6]], "weight": [[[1, 2, 3], [4, 5, 6]]], "padding": 1}, 4),
        ({"input": [[1, 2], [3, 4]], "weight": [[1, 2]], "padding": [[0, 0], [1, 0]]}, 2),
    ],
)
def test_every_tap_on_padding_is_a_dashed_cell(state, taps):
    """Outputs × taps − ties, by hand."""
    assert dashed(drawn("matrix", scene(**state, show=("padding",)))) == taps


def test_the_columns_of_t_stand_at_their_places_in_the_padded_input():
    """5 × 5 in a ring is 7 × 7: x (r, c) is column 7(r + 1) + c + 1, so T's first column is the ninth.

    The middle weight ties output (r, c) to input (r, c): from the end of one row to the next it skips two columns.
    """
    found = cells(drawn("matrix", scene(IMAGE, SOBEL, padding="same", show=("padding",))))
    x = np.array([a for a, _ in found[4]])
    side = x[1] - x[0]
    places = np.rint((x - x[0]) / side).astype(int)
    assert places.tolist() == [7 * r + c for r in range(5) for c in range(5)]


def test_trimmed_rows_stand_in_the_same_columns():
    """3 × 3 under 2 × 2: every left-out row of full has its taps on columns of x or between them, never beside.

    The first, output (−1, −1) of `full`, reads x (0, 0) through the last weight, 4: in the column where T reads it.
    """
    tree = drawn("matrix", scene(NINE, [[1, 2], [3, 4]], padding="same", show=("trimmed", "padding")))
    left_out, _ = select(tree, "path", stroke_dasharray="3 3")
    columns = {round(x) for d in cells(tree).values() for x, _ in d}
    assert {round(x) for x, _ in corners(left_out.get("d"))} <= {x + dx for x in columns for dx in (-1, 0, 1)}


def test_a_highlight_joins_the_cells_where_they_stand():
    """The thread of the middle weight starts in the middle of its first cell."""
    tree = drawn("matrix", scene(IMAGE, SOBEL, padding="same", show=("padding",), highlight=4))
    (x, y), *_ = cells(tree)[4]
    thread = select(tree, data_kin="4")[0][0].get("d")
    a, b = map(float, thread[1:].split("L")[0].split())
    assert x < a < x + 17
    assert y < b < y + 19


def test_the_rows_of_the_padding_are_named():
    """One above, one below, five of x between."""
    names = [
        text.replace("\u00a0", " ")
        for text in texts(drawn("matrix", scene(IMAGE, SOBEL, padding="same", show=("padding",))))
    ]
    heads = [name for name in names if name == "padding" or name.startswith("x row")]
    assert heads == ["padding", *(f"x row {row}" for row in range(5)), "padding"]


def test_it_takes_the_width_of_the_page_and_not_more():
    """49 columns in 888 px."""
    assert int(drawn("matrix", scene(IMAGE, SOBEL, padding="same", show=("padding",))).get("width")) <= 888


def test_what_has_no_room_is_said():
    """6 × 6 in a ring is 64 columns."""
    shown = scene(np.ones((6, 6)).tolist(), SOBEL, padding="same", show=("padding",))
    tree = drawn("matrix", shown)
    assert "With the padding there are 64 columns: up to 51 have room here." in " ".join(texts(tree))
    assert not select(tree, "path", stroke_dasharray="3 3")


def test_without_padding_there_is_none_to_show():
    """Valid."""
    assert "There is no padding here." in texts(drawn("matrix", scene(IMAGE, SOBEL, show=("padding",))))
