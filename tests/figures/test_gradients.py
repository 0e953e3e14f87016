import numpy as np

from tests.figures.drawing import drawn, moves, place, scene, select, subpaths, text_of, texts


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
    found = texts(drawn("gradients", scene(list(range(71)), list(range(1, 13)))))
    assert "The first 10 of 12 weights; all stand in the tables." in found
    assert any(text.startswith("The three matrices after one step are too large") for text in found)
