from itertools import pairwise

import numpy as np

from tests.figures.drawing import TAPS, drawn, moves, place, scene, select, subpaths, text_of, texts


def test_each_tie_holds_x_times_delta():
    """∂T = [[1 2 3 ·], [· 2 3 4]] for an upstream gradient of ones."""
    tree = drawn("gradients")
    assert [texts(select(tree, id=f"gra-t{k}")[0]) for k in range(3)] == [["1", "2"], ["2", "3"], ["3", "4"]]


def test_each_weight_receives_the_sum_over_its_copies():
    """3 = 1 + 2, 5 = 2 + 3, 7 = 3 + 4."""
    found = texts(drawn("gradients"))
    assert [text for text in found if " + " in text] == ["1 + 2 = 3", "2 + 3 = 5", "3 + 4 = 7"]


def test_the_input_receives_the_transposed_matrix_times_delta():
    """5 11 13 7."""
    found = texts(drawn("gradients"))
    start = found.index("11")
    assert found[start - 1 : start + 3] == ["5", "11", "13", "7"]


def test_one_learning_step_goes_against_the_gradient():
    """5 − 0.1·3 = 4.7, 6 − 0.1·5 = 5.5, 7 − 0.1·7 = 6.3."""
    found = texts(drawn("gradients"))
    assert [text for text in found if "0.1·" in text] == ["5 − 0.1·3 = 4.7", "6 − 0.1·5 = 5.5", "7 − 0.1·7 = 6.3"]


def test_a_step_of_another_size_is_written_with_its_rate():
    """5 − 1·3 = 2."""
    assert "5 − 1·3 = 2" in texts(drawn("gradients", scene(learning_rate=1.0)))


def test_three_small_matrices_show_what_each_layer_learns():
    """Dense fills its zeros (−0.4, −0.1), local copies drift apart, tied copies stay equal."""
    found = texts(drawn("gradients"))
    dense, local, tied = (
        found.index(title) for title in ("Dense: zeros fill", "Local: copies drift", "Conv: copies stay equal")
    )
    assert found[dense - 8 : dense] == ["4.9", "5.8", "6.7", "−0.4", "−0.1", "4.8", "5.7", "6.6"]
    assert found[dense + 1 : local] == ["4.9", "5.8", "6.7", "4.8", "5.7", "6.6"]
    assert found[local + 1 : tied] == ["4.7", "4.7", "5.5", "5.5", "6.3", "6.3"]


def test_a_cell_without_a_connection_is_crossed_out():
    """The gradients 4·1 and 1·1 that a dense layer would have there are muted and struck through."""
    tree = drawn("gradients")
    muted = [texts(group) for group in select(tree, "g", fill="#5c6068", font_size="15")]
    assert muted == [["4", "1"]]
    assert any(subpaths(path.get("d", "")) == 2 for path in select(tree, "path", stroke="#5c6068"))


def test_a_dense_layer_learns_there_too():
    """The same numbers, not crossed out, and no sums: nothing is tied."""
    tree = drawn("gradients", scene(compare="dense"))
    assert not select(tree, "g", fill="#5c6068", font_size="15")
    assert not [text for text in texts(tree) if " + " in text]
    assert any(text.startswith("Nothing is tied here") for text in texts(tree))


def test_the_upstream_gradient_goes_through_f():
    """ReLU after a bias of −45 blocks z0 = −7: δ = 0 1, and only the second window learns: 2 3 4."""
    shown = scene(bias=-45, activation="relu", through_activation=True)
    found = texts(drawn("gradients", shown))
    assert [text for text in found if text.endswith((" = 2", " = 3", " = 4"))] == [
        "0 + 2 = 2",
        "0 + 3 = 3",
        "0 + 4 = 4",
    ]


def test_the_bias_receives_the_sum_of_delta():
    """1 + 1 = 2."""
    assert "1 + 1 = 2" in texts(drawn("gradients", scene(bias=-45)))


def test_negative_terms_stand_in_brackets():
    """Upstream 2 and −1 on 1 2 3: 1·2 + 2·(−1) for w0 and 2·2 + 3·(−1) for w1."""
    found = texts(drawn("gradients", scene([1, 2, 3], [1, 1], upstream=np.array([2.0, -1.0]))))
    assert "2 + (−2) = 0" in found
    assert "4 + (−3) = 1" in found


def test_a_rounded_sum_says_so():
    """1/3 + 1/3 is written 0.3333 + 0.3333 ≈ 0.6667."""
    third = 1 / 3
    found = texts(drawn("gradients", scene([third, third], [1], upstream=np.array([1.0, 1.0]))))
    assert "0.3333 + 0.3333 ≈ 0.6667" in found


def test_the_frame_has_a_place_for_each_output():
    """The row of ∂T and the entry of δ of the step."""
    frame = select(drawn("gradients", scene(padding="full", step=4)), data_moves=None)[0]
    assert len(moves(frame)) == 6
    assert place(frame) == moves(frame)[4]


def test_the_description_says_the_gradient():
    """Those who do not see the figure hear 3, 5, 7."""
    assert "3, 5, 7" in text_of(drawn("gradients").find("desc"))


def test_large_layers_say_what_is_not_drawn():
    """Twelve taps: ten lines; sixty outputs: no small matrices."""
    found = " ".join(texts(drawn("gradients", scene(list(range(71)), list(range(1, 13))))))
    assert "The first 10 of 12 weights; all stand in the tables." in found
    assert "The three matrices after one step (60 × 71) are too large to draw" in found


IMAGE = [[1, 2, 3, 4, 5], [0, 1, 0, 2, 0], [3, 1, 2, 1, 0], [1, 0, 0, 0, 2], [5, 4, 3, 2, 1]]


def inked(tree):
    """How many cells of the matrices after one step have ink, whatever its shade."""
    shades = [sum(subpaths(path.get("d")) for path in group) for group in tree.iter("g") if shaded(group)]
    assert len(shades) == 2
    return shades


def shaded(group):
    """Whether a group is a matrix of shades."""
    return len(group) > 0 and all(path.get("fill-opacity") for path in group)


def test_matrices_whose_numbers_have_no_room_are_shades_after_one_step():
    """5 × 5 `same`, δ of ones: the 169 ties have ink, and of the dense layer's zeros those whose x is not 0.

    No weight of 0.55 comes to 0 by a step of 0.1 times a whole number. A column has as many
    ties as its pixel has neighbours, itself included: 4 in a corner, 6 at an edge, 9 inside.
    """
    shown = scene(IMAGE, [[0.55] * 3] * 3, padding="same")
    neighbours = np.outer([2, 3, 3, 3, 2], [2, 3, 3, 3, 2])
    zeros = int((25 - neighbours)[np.array(IMAGE) != 0].sum())
    assert inked(drawn("gradients", shown)) == [169 + zeros, 169]
    assert "the more ink the further from 0" in " ".join(texts(drawn("gradients", shown)))


def test_tied_copies_keep_one_colour_after_one_step():
    """Nine weights, nine hues: the same subpaths as in T."""
    shown = scene(IMAGE, [[1, 2, 3], [4, 5, 6], [7, 8, 9]], padding="same")
    tree = drawn("gradients", shown)
    plain = [p for p in select(tree, "path") if p.get("fill", "").lstrip("#") in TAPS and not p.get("id")]
    assert [subpaths(path.get("d")) for path in plain] == [16, 20, 16, 20, 25, 20, 16, 20, 16]


LONG = {"input": [1, 2, 3, 4, 5], "upstream": np.array([1, -2, 0.5]), "learning_rate": 0.01}


def test_on_a_phone_the_step_stands_below_a_long_sum():
    """343 px hold `1 + (−4) + 1.5 = −1.5` or `5 − 0.01·(−1.5) = 5.015`, not both on one line; short ones stay."""
    for state, apart in ((LONG, True), ({}, False)):
        tree = drawn("gradients-narrow", scene(**state))
        (total, after), *_ = [
            (a, b) for a, b in pairwise(select(tree, "text", text_anchor="start")) if "·" in text_of(b)
        ]
        assert (float(after.get("y")) > float(total.get("y"))) == apart
        assert (after.get("x") == total.get("x")) == apart
        right = float(after.get("x")) + 0.5 * 16 * len(text_of(after))
        assert right <= int(tree.get("width"))


def test_that_nothing_is_tied_is_said_within_the_figure():
    """Two lines at a desk and on a phone."""
    for name in ("gradients", "gradients-narrow"):
        tree = drawn(name, scene(compare="dense"))
        said = [text for text in select(tree, "text", font_size="13") if text_of(text).startswith(("Nothing", "own"))]
        assert all(16 + 6.5 * len(text_of(line)) <= int(tree.get("width")) for line in said)
        assert "and nothing is summed" in " ".join(texts(tree)).replace("\n", " ")


def test_the_bias_after_one_step_stands_on_its_line():
    """−45 − 0.1·2 = −45.2, and the −45 is edited in place."""
    tree = drawn("gradients", scene(bias=-45))
    assert "−45 − 0.1·2 = −45.2" in texts(tree)
    assert [texts(group) for group in select(tree, "g", data_bias="0")] == [["−45"]]
