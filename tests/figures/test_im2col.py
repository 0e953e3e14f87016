"""`im2col` and `counts`: patches times weights, and what three layers learn."""

import numpy as np
import pytest
from hypothesis import given, settings

from app.figures import Scene
from tests.convolution.cases import cases
from tests.figures.drawing import drawn, moves, scene, select, text_of, texts

IMAGE = [[2, 2, 2, 7, 7]] * 4 + [[2, 7, 7, 7, 7]]
SOBEL = [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]


def numbers(tree):
    """The numbers in the three matrices, without the zeros of the padding: patches, weights, outputs."""
    groups = [e for e in select(tree, "g") if e.get("class") == "n" and e.get("font-style") is None]
    patches = [text_of(text) for text in groups[0] if text.tag == "text"] if groups else []
    weights = [text_of(e) for e in select(tree, "g", data_weight=None)]
    outputs = [text_of(text) for e in select(tree, "g", data_outputs=None) for text in e]
    return patches, weights, outputs


def test_the_question_is_two_patches_times_one_column():
    """[1 2 3; 2 3 4] · [5 6 7]ᵀ = [38 56]ᵀ."""
    assert numbers(drawn("im2col")) == (["1", "2", "3", "2", "3", "4"], ["5", "6", "7"], ["38", "56"])


def test_a_convolution_has_its_weights_in_reverse():
    """The patches stay, the column is 7 6 5, and it is said."""
    tree = drawn("im2col", scene(operation="convolution"))
    assert numbers(tree)[1:] == (["7", "6", "5"], ["34", "52"])
    assert any("The kernel is reversed" in text for text in texts(tree))


def test_a_patch_on_padding_has_dashed_zeros():
    """Same padding: one at the start of the first patch, one at the end of the last."""
    tree = drawn("im2col", scene(padding="same"))
    zeros = select(tree, "g", font_style="italic")[0]
    assert [text_of(text) for text in zeros] == ["0", "0"]
    assert numbers(tree)[0] == ["1", "2", "1", "2", "3", "2", "3", "4", "3", "4"]


@settings(deadline=None)
@given(case=cases())
def test_patches_times_weights_are_the_outputs(case):
    """As written in the figure, for whatever fits with its numbers; against six loops."""
    shown = Scene(case.layer, np.array(case.input, dtype=float))
    tree = drawn("im2col", shown)
    outputs = [float(text.replace("−", "-")) for text in numbers(tree)[2]]
    if select(tree, data_outputs=None):
        assert outputs == case.slow.flat(case.input)


def test_the_frames_mark_a_patch_a_column_and_an_entry():
    """Two filters on two positions: the patch follows the position, the column the filter, the entry both."""
    tree = drawn("im2col", scene(weight=[[5, 6, 7], [1, 0, -1]], step=2))
    patch, column, entry = (moves(element) for element in select(tree, data_moves=None))
    assert [y > 0 for _, y in patch] == [False, True, False, True]
    assert [x > 0 for x, _ in column] == [False, False, True, True]
    assert [(x > 0, y > 0) for x, y in entry] == [(False, False), (False, True), (True, False), (True, True)]


def test_copies_are_counted():
    """25 inputs fill 9 · 9 cells of 3 × 3 windows: 3.24 times each, on average."""
    found = texts(drawn("im2col", scene(IMAGE, SOBEL)))
    assert "25 inputs fill 81 cells of patches: each is written 3.24 times on average." in " ".join(found)


def test_what_is_written_once_is_not_written_1_times():
    """A kernel as long as the input: every input stands in one patch."""
    found = texts(drawn("im2col", scene(weight=[5, 6, 7, 8])))
    assert "4 inputs fill 4 cells of patches: each is written once on average." in " ".join(found)


def test_groups_are_products_of_their_own():
    """Depthwise: two products, of which one is seen."""
    tree = drawn("im2col", scene([IMAGE, IMAGE], [[SOBEL], [SOBEL]], groups=2, step=9))
    assert any("One product for each of 2 groups" in text for text in texts(tree))
    seen = {e.get("data-filter"): e.get("display") for e in tree if "data-filter" in e.attrib}
    assert seen in ({}, {"0": "none", "1": None})


@pytest.mark.parametrize(
    ("state", "counts"),
    [
        ({}, ["8", "6", "3"]),
        ({"padding": "full"}, ["24", "12", "3"]),
        ({"input": IMAGE, "weight": SOBEL, "padding": "same"}, ["625", "169", "9"]),
    ],
)
def test_the_counts_are_those_of_the_question(state, counts):
    """Dense, locally connected, convolutional: outputs × inputs, connected pairs, the kernel."""
    tree = drawn("counts", scene(**state))
    assert [text_of(e) for e in select(tree, "text", font_size="18")] == counts
    assert [text_of(e) for e in select(tree, "text", font_size="16")] == counts


@pytest.mark.parametrize("state", [{}, {"input": IMAGE, "weight": SOBEL, "padding": "same"}])
def test_the_counts_fit_on_a_phone(state):
    """343 px, and no two columns touch."""
    tree = drawn("counts", scene(**state))
    assert int(tree.get("width")) <= 343
    names = [e for e in select(tree, "text", font_size="13") if text_of(e) in ("dense", "locally connected")]
    assert float(names[1].get("x")) - float(names[0].get("x")) >= 110


def test_a_bias_is_added_to_the_product():
    """Patches times weights gives z only with b."""
    assert "+\u00a0b\u00a0=" in texts(drawn("im2col", scene(bias=-45)))
    assert "=" in texts(drawn("im2col"))


def test_the_areas_are_to_scale():
    """8, 6 and 3: the squares' sides are as their roots."""
    tree = drawn("counts")
    sides = [float(rect.get("width")) for rect in select(tree, "rect", stroke_width="1")]
    assert [round(8 * side**2 / sides[0] ** 2, 2) for side in sides] == [8, 6, 3]


def test_what_is_too_small_to_see_is_drawn_larger_and_it_is_said():
    """9,633,792 against 300 weights."""
    weight = np.ones((4, 3, 5, 5)).tolist()
    found = texts(drawn("counts", scene(np.ones((3, 32, 32)).tolist(), weight)))
    assert "9,633,792" in found
    assert any("drawn larger than to scale" in text for text in found)


def test_only_tied_weights_have_a_hue():
    """In the other layers of the switch all three squares are neutral."""
    colours = {rect.get("fill") for rect in select(drawn("counts", scene(compare="dense")), "rect")}
    assert colours == {"#efece4"}
    assert "#3f90da" in {rect.get("fill") for rect in select(drawn("counts"), "rect")}
