import numpy as np
import pytest

from tests.figures.drawing import corners, drawn, moves, place, scene, segments, select, subpaths, text_of, texts


def moving(tree):
    """The group that moves with the window: the innermost that moves."""
    return select(tree, "g", data_moves=None)[-1]


def stencil(tree):
    """The weights of the stencil in window order, as shown."""
    return [(e.get("data-weight"), texts(e)[-1]) for e in select(tree, "g", data_weight=None) if e.get("id")]


def products(tree):
    """The products as shown."""
    return [text.text for text in select(tree, "text", data_slot=None)]


def test_the_first_step_is_the_written_sum_of_the_question():
    """1·5 + 2·6 + 3·7: the products 5, 12 and 21 stand under the stencil, 38 in the tape of z."""
    tree = drawn("sliding")
    assert stencil(tree) == [("0", "5"), ("1", "6"), ("2", "7")]
    assert products(tree) == ["5", "12", "21"]
    assert [text.text for text in select(tree, "text", font_weight="600")] == ["38"]


def test_the_second_step_moves_the_window_by_one():
    """2·5 + 3·6 + 4·7 = 10 + 18 + 28 = 56."""
    tree = drawn("sliding", scene(step=1))
    assert products(tree) == ["10", "18", "28"]
    assert [text.text for text in select(tree, "text", font_weight="600")] == ["56"]


def test_the_window_has_a_place_for_each_output():
    """Stride 2 moves it by two columns at a time."""
    group = moving(drawn("sliding", scene(list(range(8)), stride=2, step=1)))
    places = moves(group)
    assert len(places) == 3
    assert place(group) == places[1]
    pitch = places[1][0] / 2
    assert places == [(0, 0), (2 * pitch, 0), (4 * pitch, 0)]


def test_a_convolution_shows_the_kernel_at_rest_and_reversed():
    """The kernel as typed stays above, the stencil reads 7 6 5, and colours follow the weight."""
    tree = drawn("sliding", scene(operation="convolution"))
    assert stencil(tree) == [("2", "7"), ("1", "6"), ("0", "5")]
    at_rest = [element for element in select(tree, "g", data_weight=None) if not element.get("id")]
    assert [(e.get("data-weight"), text_of(e)) for e in at_rest] == [("0", "5"), ("1", "6"), ("2", "7")]
    assert "reversed" in texts(tree)
    fills = {e.get("data-weight"): e[0].get("fill") for e in select(tree, "g", data_weight=None)}
    assert fills == {"0": "#3f90da", "1": "#ffa90e", "2": "#bd1f01"}


def test_over_channels_each_kernel_rests_above_its_strip():
    """Two channels: 1 2 3 and 4 5 6 as typed, each above its stencil 3 2 1 and 6 5 4."""
    state = {"input": [[1, 2, 3, 4], [5, 6, 7, 8]], "weight": [[[1, 2, 3], [4, 5, 6]]], "operation": "convolution"}
    tree = drawn("sliding", scene(**state))
    assert stencil(tree) == [(str(k), str(k + 1)) for k in (2, 1, 0, 5, 4, 3)]
    at_rest = [element for element in select(tree, "g", data_weight=None) if not element.get("id")]
    assert [(e.get("data-weight"), text_of(e)) for e in at_rest] == [(str(k), str(k + 1)) for k in range(6)]
    assert texts(tree).count("reversed") == 2
    moved = [element for element in select(tree, "g", data_weight=None) if element.get("id")]
    rest, window = ([float(select(e, "rect")[0].get("y")) for e in cells] for cells in (at_rest, moved))
    assert rest[0] < window[0] < rest[3] < window[3]


def test_a_weight_of_another_filter_is_said_to_be_elsewhere():
    """Weight 3 belongs to filter 1, whose outputs are the steps 2 and 3."""
    state = {"input": [[1, 2], [3, 4]], "weight": [[[5], [6]], [[7], [8]]]}
    said = "The highlighted weight belongs to filter 1: it is seen at the steps 2 to 3."
    assert said in " ".join(texts(drawn("sliding", scene(**state, highlight=3))))
    assert said not in " ".join(texts(drawn("sliding", scene(**state, highlight=3, step=2))))


def test_a_cross_correlation_is_not_reversed():
    """Deep learning's convolution does not flip."""
    assert "reversed" not in texts(drawn("sliding"))


def test_padding_is_dashed_and_italic():
    """Two cells of padding on each side, each an italic 0, unlike any zero that is a number."""
    tree = drawn("sliding", scene(padding="full"))
    dashed = [element for element in tree.iter("path") if element.get("stroke-dasharray")]
    assert [subpaths(path.get("d", "")) for path in dashed] == [4]
    assert [texts(element) for element in select(tree, "g", font_style="italic")] == [["0"] * 4]


def test_a_tap_on_zero_padding_is_crossed_out():
    """At the first window of full padding two of three taps are off the input."""
    tree = drawn("sliding", scene(padding="full"))
    assert [stroke.get("display") for stroke in select(tree, data_strikes="")[0]] == [None, None, "none"]
    inside = drawn("sliding", scene(padding="full", step=2))
    assert [stroke.get("display") for stroke in select(inside, data_strikes="")[0]] == ["none"] * 3


@pytest.mark.parametrize(
    ("mode", "values", "sources"),
    [
        ("replicate", ["1", "1", "4", "4"], ["x0", "x0", "x3", "x3"]),
        ("reflect", ["3", "2", "3", "2"], ["x2", "x1", "x2", "x1"]),
        ("circular", ["3", "4", "1", "2"], ["x2", "x3", "x0", "x1"]),
    ],
)
def test_other_padding_shows_the_copied_value_and_its_source(mode, values, sources):
    """For 1 2 3 4, padded by two: what stands there and where it comes from."""
    tree = drawn("sliding", scene(padding=2, padding_mode=mode))
    assert texts(select(tree, "g", font_style="italic")[0]) == values
    assert [text for text in texts(tree) if text.startswith("=")] == [f"=\u00a0{source}" for source in sources]
    assert not select(tree, data_strikes="")


def test_each_output_stands_under_the_centre_of_its_window():
    """The tape of z is offset by half a window less half a cell."""
    tree = drawn("sliding")
    tapes = [corners(path.get("d", "")) for path in select(tree, "path", stroke="#8a8f98")]
    (first_input, _), (first_output, _) = tapes[0][0], tapes[1][0]
    (second_input, _) = tapes[0][1]
    assert first_output == second_input > first_input


def test_the_bias_has_a_row_of_its_own():
    """+ (−45) under the products, as the arithmetic has it."""
    tree = drawn("sliding", scene(bias=-45))
    assert "b" in texts(tree)
    assert [texts(group) for group in select(tree, "g", data_bias="0")] == [["(−45)"]]


def test_an_input_that_no_window_reaches_is_hatched():
    """Six inputs, two taps, stride 4: x2 and x3 are stepped over."""
    tree = drawn("sliding", scene([1, 2, 3, 4, 5, 6], [1, 2], stride=4))
    hatch = next(path for path in tree.iter("path") if "hatch" in path.get("class", ""))
    pitch = int(corners(select(tree, "path", stroke="#8a8f98")[0].get("d", ""))[1][0])
    assert {int(x0 // pitch) for x0, _, _, _ in segments(hatch.get("d", ""))} == {2, 3}


def test_backward_each_tap_collects_its_product_with_delta():
    """Upstream 2 and 3, step 1: x·δ = 2·3, 3·3, 4·3."""
    tree = drawn("sliding", scene(backward=True, upstream=np.array([2.0, 3.0]), step=1))
    assert [value for _, value in stencil(tree)] == ["6", "9", "12"]


def test_only_the_filter_of_the_step_is_seen():
    """Two filters: the stencil and the outputs of the other are there but hidden."""
    tree = drawn("sliding", scene(weight=[[5, 6, 7], [1, 0, -1]], step=2))
    seen = {(element.get("data-filter"), element.get("display")) for element in select(tree, data_filter=None)}
    assert seen == {("0", "none"), ("1", None)}


def test_a_long_tape_follows_the_step_and_says_so():
    """200 inputs are not squeezed into the width of a page."""
    tree = drawn("sliding", scene(list(range(200)), [1] * 9, step=150))
    strip = select(tree, "g", data_moves=None)[0]
    assert len(moves(strip)) == 192
    assert place(strip) == moves(strip)[150]
    assert any("of 200 columns at a time: the view follows the step." in text for text in texts(tree))
    assert int(tree.get("width", 0)) <= 890


def test_numbers_become_bars_where_the_window_has_no_room_for_them():
    """31 taps: bars to scale, and the caption says where the numbers are."""
    found = texts(drawn("sliding", scene(list(range(512)), [1] * 31)))
    assert "31 products" in found
    assert any("Bars are to scale; the numbers are in the tables." in text for text in found)


@pytest.mark.parametrize("inputs", [3, 5, 7, 8, 9])
def test_long_numbers_are_written_as_large_as_short_ones_may_be(inputs):
    """z of six characters at 12 px or more, whether the figure is half as wide as the page or wider."""
    tree = drawn("sliding", scene([8.41, -7.57, 9.09] * (inputs // 3) + [1.25] * (inputs % 3), [0.5, -1.25]))
    assert max(len(text.text) for text in select(tree, "text", data_slot=None)) >= 5
    sizes = [float(group.get("font-size")) for group in select(tree, "g", data_outputs=None)]
    assert min(sizes) >= 12
