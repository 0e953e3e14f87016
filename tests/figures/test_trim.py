"""`show=trimmed` and `show=padding`: the rows that trimming leaves out, and the taps that lie on padding."""

import numpy as np
import pytest

from tests.figures.drawing import drawn, moves, scene, select, subpaths, texts
from tests.oracles import SlowLayer


def dashed(tree):
    """How many cells have a dashed outline, path by path."""
    return [subpaths(path.get("d")) for path in select(tree, "path", stroke_dasharray=None)]


def matrix(*show, **options):
    """T of the question with what is shown besides."""
    return drawn("matrix", scene(show=show, **options))


def names(tree):
    """The names of the rows that are left out."""
    return [text for text in texts(tree) if text in ("full only", "full, same")]


def test_nothing_is_dashed_unless_it_is_asked_for():
    """T is T."""
    assert dashed(matrix(padding="same")) == []


def test_valid_padding_leaves_out_four_rows_of_full():
    """7 / 6 7 above and 5 6 / 5 below: six dashed cells; the second and the fifth are rows of same too."""
    tree = matrix("trimmed")
    assert dashed(tree) == [6]
    assert names(tree) == ["full only", "full, same", "full, same", "full only"]


def test_same_padding_leaves_out_the_first_row_and_the_last():
    """Full is 7 20 38 56 39 20, same without the two ends; they stand muted in z."""
    tree = matrix("trimmed", padding="same")
    assert dashed(tree) == [2]
    assert names(tree) == ["full only"] * 2
    found = texts(tree)
    assert [found.count(text) for text in ("20", "38", "56", "39")] == [3, 2, 2, 2]


def test_the_rows_keep_their_places_among_those_of_full():
    """The frame of the step goes to the third and fourth line; with stride 2 over six inputs to every other one."""
    assert moves(select(matrix("trimmed"), data_moves=None)[0]) == [(0, 80), (0, 120)]
    strided = matrix("trimmed", input=[1, 2, 3, 4, 5, 6], stride=2)
    heights = {y for _, y in moves(select(strided, data_moves=None)[0])}
    assert heights == {80, 160}


def test_full_padding_says_that_nothing_is_trimmed():
    """All rows are there."""
    tree = matrix("trimmed", padding="full")
    assert dashed(tree) == []
    assert "No trimmed rows: these are all rows of full padding." in texts(tree)


def test_copied_padding_has_no_rows_of_full_and_says_why():
    """The sentence is the core's."""
    tree = matrix("trimmed", padding=1, padding_mode="circular")
    assert any("circular padding copies inputs, so its rows are not rows of the full matrix" in t for t in texts(tree))


def test_along_two_axes_the_rows_are_counted_by_six_loops():
    """2 × 2 windows on 3 × 3: what full has more connections than valid is dashed."""
    weight, size = [[[[1, 2], [3, 4]]]], (3, 3)
    options = {"bias": [0], "operation": "cross-correlation", "channels": 1, "size": size, "mode": "zeros"}
    steps = {"stride": (1, 1), "dilation": (1, 1)}
    full = SlowLayer(weight, padding=((1, 1), (1, 1)), **options, **steps)
    valid = SlowLayer(weight, padding=((0, 0), (0, 0)), **options, **steps)
    tree = drawn("matrix", scene(np.ones(size).tolist(), weight[0][0], show=("trimmed",)))
    assert dashed(tree) == [len(full.ties) - len(valid.ties)]
    assert len(names(tree)) == full.outputs - valid.outputs


def test_taps_on_padding_stand_in_dashed_columns_outside_the_brackets():
    """Full padding: 5 6 / 5 before and 7 / 6 7 behind, under heads of 0."""
    tree = matrix("padding", padding="full")
    assert dashed(tree) == [6]
    assert sum(1 for text in select(tree, "text", font_style="italic") if "".join(text.itertext()) == "0") == 4
    assert any("Dashed columns outside the brackets" in text for text in texts(tree))


def test_copied_columns_say_where_they_come_from():
    """Circular padding by two: before x₀ stand x₂ and x₃, behind x₃ stand x₀ and x₁."""
    tree = matrix("padding", padding=2, padding_mode="circular")
    heads = [text.replace("\u00a0", " ") for text in texts(tree) if text.startswith("=\u00a0x")]
    assert heads == ["= x2", "= x3", "= x0", "= x1"]


@pytest.mark.parametrize("show", ["padding", "trimmed"])
def test_what_has_no_room_is_said(show):
    """30 inputs: T stands without numbers."""
    tree = drawn("matrix", scene(list(range(30)), [1, 2, 3], padding="same", show=(show,)))
    assert dashed(tree) == []
    assert any("no room" in text or "up to 22" in text for text in texts(tree))
