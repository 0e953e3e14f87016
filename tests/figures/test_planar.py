"""`sliding` along two axes: the window on the input, the kernel beside it, the sum, and the outputs."""

import numpy as np
import pytest

from app.figures.planar import draw_narrow
from app.figures.sliding import step_texts
from tests.figures.drawing import corners, drawn, ids, moves, place, scene, select, subpaths, text_of, texts
from tests.oracles import pad_grid

IMAGE = [[2, 2, 2, 7, 7]] * 4 + [[2, 7, 7, 7, 7]]
SOBEL = [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]


def sobel(**options):
    """Sobel's kernel on an image of an edge."""
    return scene(IMAGE, SOBEL, **{"padding": "same", **options})


def shown(tree):
    """What is seen at the step: elements that are not hidden."""

    def walk(element):
        if element.get("display") != "none":
            yield element
            for child in element:
                yield from walk(child)

    return list(walk(tree))


def slots(tree):
    """What stands in the slots of the sum that is seen."""
    return [text_of(element).replace("\u00a0", " ") for element in shown(tree) if "data-slot" in element.attrib]


def grid_values(tree):
    """The numbers of the outputs that are seen, in C order."""
    group = next(e for e in shown(tree) if "data-outputs" in e.attrib)
    return [text_of(element) for element in group]


def marks(tree, channel=0):
    """Where the colour of each weight lies at the foot of the cells that the window reads, in window order."""
    found = [e for e in shown(tree) if e.tag == "path" and "data-weight" in e.attrib]
    return [(int(e.get("data-weight")), *corners(e.get("d"))[0]) for e in found]


def test_the_step_is_written_as_one_line_a_kernel_row():
    """Output 5 of Sobel's kernel with a ring of zeros: 2·0 + 2·1 + 2·0 + 2·2 + 2·0 + 2·1 = 8."""
    assert slots(drawn("sliding", sobel(step=5))) == ["0", "2", "2"] * 3 + ["5", "= 8"]


def test_taps_on_padding_are_crossed_out():
    """At the left edge the first of each three taps lies on the ring, and it is said what that means."""
    tree = drawn("sliding", sobel(step=5))
    strokes = select(tree, data_strikes="")[0]
    assert [stroke.get("display") for stroke in strokes] == [*[None, "none", "none"] * 3, None]
    assert texts(strokes[-1]) == ["crossed out: on padding,", "so not in the matrix"]


def test_where_nothing_is_crossed_out_nothing_is_said_of_it():
    """Output 6 of `same` reads inputs only: strokes and words are there for other steps, and hidden."""
    inside = select(drawn("sliding", sobel(step=6)), data_strikes="")[0]
    assert [part.get("display") for part in inside] == ["none"] * 10
    assert step_texts(sobel())(6)[1] == [False] * 10
    assert step_texts(sobel())(5)[1] == [*[True, False, False] * 3, True]


def test_a_layer_without_padding_crosses_nothing_out():
    """Every tap reads an input."""
    tree = drawn("sliding", sobel(padding="valid"))
    assert not select(tree, data_strikes="")
    assert not any("crossed out" in text for text in texts(tree))


@pytest.mark.parametrize(
    ("padding", "ring"), [("same", 7 * 7 - 25), ("full", 9 * 9 - 25), ([[2, 0], [0, 1]], 7 * 6 - 25)]
)
def test_padding_is_a_ring_of_dashed_cells(padding, ring):
    """Each of them an italic 0."""
    tree = drawn("sliding", sobel(padding=padding))
    dashed = select(tree, "path", stroke_dasharray=None)
    assert [subpaths(path.get("d")) for path in dashed] == [ring]
    assert [texts(group) for group in select(tree, "g", font_style="italic")] == [["0"] * ring]


@pytest.mark.parametrize("mode", ["circular", "reflect", "replicate"])
def test_copied_padding_shows_its_values_and_their_sources(mode):
    """The ring holds what is put there; above it and beside it stand the column and the row that it copies."""
    tree = drawn("sliding", sobel(padding_mode=mode))
    padded = pad_grid([[str(v) for v in row] for row in IMAGE], ((1, 1), (1, 1)), mode, "0")
    ring = [padded[i][j] for i in range(7) for j in range(7) if i in (0, 6) or j in (0, 6)]
    assert texts(select(tree, "g", font_style="italic")[0]) == ring
    (before, *_, after) = pad_grid([[0, 1, 2, 3, 4]], ((0, 0), (1, 1)), mode, None)[0]
    assert [text for text in texts(tree) if text.startswith("=")] == [f"={before}", f"={after}"] * 2


def test_the_window_has_a_place_for_each_output():
    """Stride (2, 1): two rows down, one column on, measured in cells."""
    shown_scene = sobel(padding="valid", stride=[2, 1], step=4)
    frame = select(drawn("sliding", shown_scene), data_frame="")[0]
    side = int(frame[0].get("width")) / 3
    assert [(x / side, y / side) for x, y in moves(frame)] == [(j, 2 * i) for i in range(2) for j in range(3)]
    assert place(frame) == (side, 2 * side)


def test_dilation_leaves_gaps_in_the_window():
    """2 × 2 taps at dilation 2: a frame of three cells a side, with marks in its four corners only."""
    tree = drawn("sliding", scene(IMAGE, [[1, 2], [3, 4]], dilation=2))
    side = int(select(tree, data_frame="")[0][0].get("width")) / 3
    (_, x, y), *others = marks(tree)
    assert [(round((b - x) / side), round((c - y) / side)) for _, b, c in others] == [(2, 0), (0, 2), (2, 2)]


def test_a_convolution_meets_the_window_with_the_kernel_turned_round():
    """At rest 1 2 / 3 4 as typed; on the window 4 3 / 2 1; colours follow the weight."""
    tree = drawn("sliding", scene(IMAGE, [[1, 2], [3, 4]], operation="convolution"))
    cells = [e for e in select(tree, "g", data_weight=None) if select(e, "rect")]
    stencil = [(e.get("data-weight"), texts(e)[0]) for e in cells if (e.get("id") or "").startswith("sli-w")]
    assert stencil == [("3", "4"), ("2", "3"), ("1", "2"), ("0", "1")]
    at_rest = [(e.get("data-weight"), texts(e)[0]) for e in cells if not e.get("id")][:4]
    assert at_rest == [("0", "1"), ("1", "2"), ("2", "3"), ("3", "4")]
    assert "reversed" in texts(tree)
    assert [weight for weight, _, _ in marks(tree)] == [3, 2, 1, 0]


def test_window_and_kernel_are_joined_by_two_lines_at_every_step():
    """They start at the corners of the window, wherever it is."""
    tree = drawn("sliding", sobel(step=7))
    path = select(tree, data_paths=None)[0]
    paths = path.get("data-paths").split(";")
    assert (len(paths), {subpaths(d) for d in paths}) == (25, {2})
    assert path.get("d") == paths[7]
    starts = [float(d[1:].split(" ")[0]) for d in paths[:5]]
    side = float(select(tree, data_frame="")[0][0].get("width")) / 3
    assert np.diff(starts).tolist() == [side] * 4


def test_the_outputs_stand_under_their_own_pixels():
    """With `same` padding output (i, j) lies in the column of input (i, j), whose value 5 rows up is its own."""
    tree = drawn("sliding", sobel())
    solid = [p for p in select(tree, "path", stroke="#8a8f98") if "stroke-dasharray" not in p.attrib]
    x, z = (corners(path.get("d")) for path in solid if subpaths(path.get("d")) == 25)
    assert [a for a, _ in x] == [a for a, _ in z]
    assert "5 × 5, each under its own pixel" in texts(tree)


def test_an_input_that_no_window_reads_is_hatched():
    """2 × 2 windows 3 apart in 5 × 5: row 2 and column 2 are stepped over, 9 cells of three strokes each."""
    tree = drawn("sliding", scene(IMAGE, [[1, 1], [1, 1]], stride=3))
    hatch = next(path for path in tree.iter("path") if "hatch" in path.get("class", ""))
    assert subpaths(hatch.get("d")) == 9 * 3


def test_the_number_of_an_unread_input_is_muted_and_no_stroke_crosses_it():
    """Nine of 25, each on paper of its own that lies above the strokes."""
    tree = drawn("sliding", scene(IMAGE, [[1, 1], [1, 1]], stride=3))
    inputs = select(tree, "g", data_inputs="0")[0]
    assert [text.get("fill") for text in inputs].count("#5c6068") == 9
    paths = list(tree.iter("path"))
    hatch = next(place for place, path in enumerate(paths) if "hatch" in path.get("class", ""))
    assert (paths[hatch + 1].get("fill"), subpaths(paths[hatch + 1].get("d"))) == ("#fbfaf7", 9)


def test_the_size_of_the_outputs_is_said_in_the_width_of_the_figure():
    """`each under its own pixel` only where it has room: not behind the name of a filter in a slim figure."""
    said = texts(drawn("sliding", scene(IMAGE, [SOBEL, SOBEL], dims=2)))
    assert "3 × 3" in said
    assert not [text for text in said if text.endswith("under its own pixel")]


def test_the_name_of_a_kernel_stands_clear_of_that_of_its_channel():
    """1 × 1 kernels on 2 × 2 inputs: both names stand on one line."""
    tree = drawn("sliding", scene([[[1, 2], [3, 4]], [[5, 6], [7, 8]]], [[[[1]], [[10]]]]))
    size, kernel = (next(e for e in select(tree, "text") if text_of(e) == words) for words in ("2 × 2", "w"))
    assert float(size.get("x")) + 13 * 0.5 * len("2 × 2") < float(kernel.get("x"))


def test_the_bias_is_a_line_of_its_own():
    """+ (−3) above the rule, and in the sum."""
    tree = drawn("sliding", sobel(bias=-3, step=5))
    assert [texts(group) for group in select(tree, "g", data_bias="0")] == [["(−3)"]]
    assert slots(tree)[-1] == "= 5"


def test_several_channels_are_drawn_below_one_another_with_a_sum_for_each():
    """x₀ · w₀ = 1·1 + 2·2, x₁ · w₁ = 5·3 + 6·4, by hand: 5 + 39 = 44."""
    tree = drawn("sliding", scene([[[1, 2]], [[5, 6]]], [[[[1, 2]], [[3, 4]]]]))
    assert slots(tree) == ["5", "39", "0", "= 44"]
    assert {"channel 0", "channel 1"} <= set(texts(tree))
    assert len([e for e in shown(tree) if (e.get("id") or "").startswith("sli-w")]) == 4


def test_of_many_channels_one_is_drawn_and_the_others_are_summed():
    """Six channels of ones under kernels of ones, 2 × 2: 4 from the drawn one, 20 from the five others."""
    tree = drawn("sliding", scene(np.ones((6, 3, 3)).tolist(), np.ones((1, 6, 2, 2)).tolist()))
    assert slots(tree) == ["4", "20", "0", "= 24"]
    assert "5 others" in texts(tree)
    assert any("One of 6 channels is drawn, channel 0" in text for text in texts(tree))


def test_a_highlight_chooses_the_channel_that_is_drawn():
    """Weight 13 is the second of the fourth kernel."""
    tree = drawn("sliding", scene(np.ones((6, 3, 3)).tolist(), np.ones((1, 6, 2, 2)).tolist(), highlight=13))
    assert {e.get("data-weight") for e in select(tree, data_weight=None)} == {"12", "13", "14", "15"}


def test_only_the_filter_of_the_step_and_its_group_are_seen():
    """Depthwise: filter 1 reads channel 1, and nothing of channel 0 is seen."""
    tree = drawn("sliding", scene([IMAGE, IMAGE], [[SOBEL], [SOBEL]], groups=2, step=9))
    seen = {text_of(e) for e in shown(tree) if e.tag == "text"}
    assert "x\u00a0channel\u00a01".replace("\u00a0", " ") in {text.replace("\u00a0", " ") for text in seen}
    assert "x channel 0" not in {text.replace("\u00a0", " ") for text in seen}
    assert {int(weight) // 9 for weight, _, _ in marks(tree)} == {1}


def test_the_outputs_of_each_filter_are_those_of_six_loops():
    """Cross-checked by hand-written loops over the padded image."""
    padded = pad_grid(IMAGE, ((1, 1), (1, 1)), "zeros", 0)
    expected = [
        sum(SOBEL[i][j] * padded[r + i][c + j] for i in range(3) for j in range(3)) for r in range(5) for c in range(5)
    ]
    assert [int(text.replace("−", "-")) for text in grid_values(drawn("sliding", sobel()))] == expected


def test_backward_each_tap_collects_its_product_with_delta():
    """At output 6 of `same` δ is 1, so x·δ is the window itself."""
    tree = drawn("sliding", sobel(backward=True, step=6))
    assert slots(tree) == ["2"] * 9
    assert "each tap collects x·δ" in {text.replace("\u00a0", " ") for text in texts(tree)}


@pytest.mark.parametrize(("bias", "least", "most"), [(-3, 200, 240), (-3000, 400, 888)])
def test_a_phone_has_a_drawing_of_its_own_where_the_usual_one_has_another_width(bias, least, most):
    """5 × 5 with a bias is squeezed beside T, with a long one takes the page; 343 px show the same numbers.

    By names of its own, in the same slots.
    """
    shown_scene = sobel(bias=bias, step=5)
    usual, narrow = drawn("sliding", shown_scene), drawn("sliding-narrow", shown_scene)
    assert least < int(usual.get("width")) <= most
    assert int(narrow.get("width")) <= 343
    assert slots(narrow) == slots(usual)
    assert grid_values(narrow) == grid_values(usual)
    assert not set(ids(narrow)) & set(ids(usual))
    references = {e.get("href") for e in narrow.iter("use")}
    assert references == {f"#slin-w{k}" for k in range(9)}


def test_a_phone_needs_none_where_the_usual_drawing_fits_or_shows_more():
    """4 × 4 under 2 × 2 fits; of 28 × 28 a phone has no room for the outputs."""
    assert draw_narrow(scene(np.ones((4, 4)).tolist(), [[1, 2], [3, 4]])) is None
    assert draw_narrow(scene(np.ones((28, 28)).tolist(), SOBEL)) is None


def test_a_picture_without_room_for_digits_is_shades_of_ink():
    """28 × 28 pixels: the more ink the larger, which is said; the sum is written out all the same."""
    values = [[(i * j) % 10 for j in range(28)] for i in range(28)]
    tree = drawn("sliding", scene(values, SOBEL, step=300))
    opacities = {path.get("fill-opacity") for path in select(tree, "path", fill_opacity=None)}
    assert len(opacities) > 5
    assert any("The more ink the larger: x from 0 to 9." in text for text in texts(tree))
    row, column = divmod(300, 26)
    window = [values[row + i][column + j] for i in range(3) for j in range(3)]
    assert slots(tree)[:9] == [str(value) for value in window]


def test_a_large_layer_has_the_steps_of_its_row_only():
    """26 windows in a row; others are asked for when they are wanted."""
    tree = drawn("sliding", scene(np.ones((28, 28)).tolist(), SOBEL, step=300))
    assert {len(moves(element)) for element in select(tree, data_moves=None)} == {26}
