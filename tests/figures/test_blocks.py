"""`matrix` and `network` of layers along two axes or over channels: blocks, their names, and what is too large."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.figures import FIGURES, Scene
from tests.convolution.cases import cases
from tests.figures.drawing import corners, drawn, moves, scene, segments, select, subpaths, text_of, texts
from tests.figures.test_figures import IMAGE, SOBEL


def wide(size, taps=3, channels=1, filters=1):
    """A square layer of some size, all of ones."""
    weight = np.ones((filters, channels, taps, taps)).tolist()
    return {"input": np.ones((channels, size, size)).tolist(), "weight": weight}


def cells(tree):
    """The path of each weight's cells."""
    return {int(element.get("data-weight")): element.get("d", "") for element in select(tree, "path", data_weight=None)}


def plain_texts(tree):
    """What stands in a figure, with plain blanks."""
    return [text.replace("\u00a0", " ") for text in texts(tree)]


def places(d, corner, side):
    """The rows and columns of the cells of a path."""
    return [(round((y - corner[1]) / side[1]), round((x - corner[0]) / side[0])) for x, y in corners(d)]


def test_every_cell_of_a_doubly_block_toeplitz_matrix_is_in_its_place():
    """Row 3·2+1 of T, output (2, 1) of 3 × 3 windows in 5 × 5, reads x at rows 2…4 and columns 1…3."""
    tree = drawn("matrix", scene(IMAGE, SOBEL))
    found = cells(tree)
    (x, y), *_ = corners(found[0])
    (across, _), (_, down) = corners(found[1])[0], corners(found[0])[1]
    side = across - x, down - y
    expected = {
        3 * i + j: [(3 * r + c, 5 * (r + i) + c + j) for r in range(3) for c in range(3)]
        for i in range(3)
        for j in range(3)
    }
    assert {weight: places(d, (x, y), side) for weight, d in found.items()} == expected


@settings(deadline=None)
@given(case=cases(), place=st.floats(0, 0.999))
def test_matrix_and_network_have_a_subpath_for_each_tie_and_no_other(case, place):
    """For every layer along one axis or two, against six loops: one path a weight, one subpath a connection."""
    shown = Scene(
        case.layer, np.array(case.input, dtype=float), upstream=case.delta, step=int(place * case.slow.outputs)
    )
    counted = np.bincount([weight for _, _, weight in case.slow.ties], minlength=case.slow.weights).tolist()
    assert shown.section.whole
    for name in ("matrix", "network"):
        paths = cells(drawn(name, shown))
        assert [subpaths(paths[weight]) for weight in range(case.slow.weights)] == counted


@settings(max_examples=settings().max_examples * 2 // 5, deadline=None)
@given(
    case=cases(), place=st.floats(0, 0.999), compare=st.sampled_from(["dense", "locally-connected", "convolutional"])
)
def test_every_figure_draws_every_layer(case, place, compare):
    """Along one axis or two, forward and backward, tied or not: well-formed, and no number that is none."""
    for backward in (False, True):
        shown = Scene(
            case.layer,
            np.array(case.input, dtype=float),
            upstream=case.delta,
            step=int(place * case.slow.outputs),
            highlight=int(place * case.slow.weights),
            compare=compare,
            backward=backward,
        )
        for name in FIGURES:
            assert "nan" not in FIGURES[name](shown)
            drawn(name, shown)


def test_rules_stand_between_block_columns_and_stronger_ones_between_block_rows():
    """5 × 5 with `same`: four of each."""
    tree = drawn("matrix", scene(IMAGE, SOBEL, padding="same"))
    rules = [
        path
        for path in select(tree, "path", fill="none")
        if set("MVH") & set(path.get("d")) and "z" not in path.get("d")
    ]
    upright = [path for path in rules if path.get("d").count("V") == 4 and "H" not in path.get("d")]
    lying = [path for path in rules if path.get("d").count("H") == 4 and "V" not in path.get("d")]
    assert len(upright) == len(lying) == 1
    assert float(lying[0].get("stroke-width")) > float(upright[0].get("stroke-width"))


@pytest.mark.parametrize(
    ("state", "names"),
    [
        ({"input": IMAGE, "weight": SOBEL}, [f"x row {i}" for i in range(5)] + [f"z row {i}" for i in range(3)]),
        (
            {
                "input": [[1, 2, 3, 4, 5, 6], [7, 8, 9, 1, 2, 3]],
                "weight": [[[1, 2, 3], [4, 5, 6]], [[1, 2, 3], [4, 5, 6]]],
            },
            ["x channel 0", "x channel 1", "filter 0", "filter 1"],
        ),
    ],
)
def test_blocks_have_names(state, names):
    """Rows of the image, or channels and filters."""
    for name in ("matrix", "network"):
        assert set(names) <= set(plain_texts(drawn(name, scene(**state))))


def test_the_network_names_rows_and_what_they_are_rows_of():
    """Two filters on an image give two rows 0; below each stands whose it is."""
    shown = plain_texts(drawn("network", scene(IMAGE, [SOBEL, SOBEL], dims=2)))
    assert [name for name in shown if name[:5] in ("z row", "filte")] == [
        *(f"z row {i}" for i in (0, 1, 2, 0, 1, 2)),
        "filter 0",
        "filter 1",
    ]


def test_a_network_of_few_groups_stands_beside_the_matrix():
    """Two channels of four inputs have room in the left half; two of twenty take the page."""
    depthwise = [[[1, 0, -1]], [[1, 1, 1]]]
    few = drawn("network", scene([[1, 2, 3, 4], [4, 3, 2, 1]], depthwise, groups=2))
    assert int(few.get("width")) <= 376
    many = drawn("network", scene(np.ones((2, 20)).tolist(), depthwise, groups=2))
    assert 376 < int(many.get("width")) <= 888


def test_a_thread_runs_along_each_diagonal_and_counts_all_copies():
    """A weight of 3 × 3 windows in 5 × 5 stands nine times, on three diagonals of three."""
    tree = drawn("matrix", scene(IMAGE, SOBEL))
    kin = select(tree, data_kin="4")[0]
    assert texts(kin) == ["×9"]
    assert subpaths(kin[0].get("d")) == 3


def test_vectors_stand_beside_a_matrix_where_there_is_room():
    """4 × 4 with 2 × 2 in 490 px, 5 × 5 in what a slim other figure leaves: T, x, z and a."""
    small = drawn("matrix", scene(np.ones((4, 4)).tolist(), [[1, 2], [3, 4]]))
    assert plain_texts(small).count("10") == 2 * 9
    assert int(small.get("width")) <= 490
    shown = scene(IMAGE, SOBEL, padding="same")
    large, other = drawn("matrix", shown), drawn("sliding", shown)
    assert {"x", "z", "a", "f", "×", "="} <= set(texts(large))
    assert plain_texts(large).count("20") >= 2 * 2  # in z and in a
    assert int(large.get("width")) + int(other.get("width")) + 24 <= 888


def test_an_image_with_a_bias_has_its_matrix_beside_it():
    """5 × 5 with `same`: the left figure gives way, so that T, x, b, z and a stand beside the window."""
    for bias in (3, -2):
        shown = scene(IMAGE, SOBEL, padding="same", bias=bias)
        large, other = drawn("matrix", shown), drawn("sliding", shown)
        assert {"x", "b", "z", "a", "f", "×", "+", "="} <= set(texts(large))
        assert int(large.get("width")) + int(other.get("width")) + 24 <= 888


def test_forty_eight_columns_have_their_numbers_in_the_width_of_the_page():
    """Depthwise, three channels of 4 × 4: 12 rows of nine ties, and no room for vectors; 49 columns stand to scale."""
    images = np.ones((3, 4, 4)).tolist()
    tree = drawn("matrix", scene(images, [[SOBEL]] * 3, groups=3))
    assert texts(tree).count("−2") == 12
    assert not {"x", "z", "a"} & set(texts(tree))
    assert int(tree.get("width")) <= 888
    assert "−2" not in texts(drawn("matrix", scene(np.ones((7, 7)).tolist(), SOBEL)))


def test_on_a_phone_block_rows_have_no_names_beside_them():
    """Nothing is drawn left of the figure."""
    shown = scene([[1, 2, 3], [4, 5, 6]], [[1, 2], [3, 4]], padding="same")
    for name in ("matrix-narrow", "gradients-narrow"):
        assert not [text for text in select(drawn(name, shown), "text") if "rotate" in text.get("transform", "")]


def test_a_part_of_a_matrix_has_no_vectors():
    """20 channels of 10 inputs: eight rows on ten of 200 columns are no product with x, so none is drawn."""
    weight = np.ones((2, 20, 3)).tolist()
    assert not {"x", "z", "a"} & set(texts(drawn("matrix", scene(np.ones((20, 10)).tolist(), weight))))


def test_a_matrix_that_is_too_large_is_drawn_in_part_and_it_is_said():
    """32 × 32, three channels to four, 5 × 5 taps: 235,200 connections, of which 28·25 in one row of blocks."""
    tree = drawn("matrix", scene(**wide(32, 5, 3, 4), step=1000))
    found = cells(tree)
    assert list(found) == list(range(75, 100))
    assert [subpaths(d) for d in found.values()] == [28] * 25
    said = " ".join(plain_texts(tree))
    assert "700 of 235,200 connections" in said
    assert "One of 12 pairs of filter and channel" in said
    assert "x row 7" in said
    assert {len(moves(element)) for element in select(tree, data_moves=None)} == {28}


def test_all_of_t_is_shown_by_its_blocks_that_can_be_non_zero():
    """28 rows of z in each of four filters read 5 rows of x in each of three channels."""
    tree = drawn("matrix", scene(**wide(32, 5, 3, 4)))
    blocks = select(tree, "path", fill="#8a8f98")
    assert [subpaths(path.get("d")) for path in blocks] == [28 * 5 * 4 * 3]


def test_the_network_of_a_large_layer_shows_the_same_connections():
    """The 28 outputs in the row of the step, and the 160 inputs that they read."""
    tree = drawn("network", scene(**wide(32, 5, 3, 4), step=1000))
    assert [subpaths(d) for d in cells(tree).values()] == [28] * 25
    assert any("700 of 235,200 connections" in text for text in texts(tree))


def test_scripts_find_the_outputs_of_a_part_by_their_own_index():
    """data-outputs counts from the first output of the layer, not of the part."""
    tree = drawn("network", scene(**wide(28), step=300))
    assert {path.get("data-outputs") for path in select(tree, "path", data_wire=None)} == {"286-311"}


def test_units_are_grouped_by_row_with_room_between():
    """Five inputs a row: within a row they stand closer than across rows."""
    tree = drawn("network", scene(IMAGE, SOBEL))
    line = segments(cells(tree)[0])
    starts = sorted({x0 for x0, _, _, _ in line})
    steps = {round(b - a, 2) for a, b in pairwise(starts)}
    assert len(steps) == 2


def test_the_row_of_the_step_lights_its_own_connections():
    """Output 4 is the middle one: all nine taps."""
    tree = drawn("network", scene(IMAGE, SOBEL, step=4))
    lit = [path for path in select(tree, "path", data_step_weight=None) if path.get("d")]
    assert len(lit) == 9
    assert len({round(segments(path.get("d"))[0][2], 2) for path in lit}) == 1


def test_colours_go_by_kernel_row_beyond_ten_taps():
    """5 × 5: five hues, and the column of each tap printed."""
    tree = drawn("matrix", scene(np.ones((6, 6)).tolist(), np.ones((5, 5)).tolist()))
    fills = {int(e.get("data-weight")): e.get("fill") for e in select(tree, "path", data_weight=None)}
    assert len(set(fills.values())) == 5
    assert len({fills[weight] for weight in range(5)}) == 1
    assert text_of(select(tree, "g", id="mat-t7")[0]) == "12" * 4
    assert any("Colours go by kernel row" in text for text in texts(tree))


def test_kernels_share_their_colours_tap_by_tap_where_weights_are_many():
    """Two filters of nine taps: the same nine hues in both blocks."""
    shown = scene(IMAGE, [SOBEL, SOBEL], dims=2)
    assert [shown.hue(weight) for weight in range(18)] == [*range(9), *range(9)]


def grid_under(tree, name):
    """The numbers of the grid whose name starts so."""
    elements = list(tree.iter())
    place = next(
        k
        for k, e in enumerate(elements)
        if e.tag == "text" and text_of(e).startswith(name) and e.get("font-size") == "16"
    )
    group = next(e for e in elements[place:] if e.tag == "g" and e.get("class") == "n")
    return [int(text_of(text).replace("−", "-")) for text in group]


def test_backward_delta_and_the_input_gradient_stand_as_grids():
    """Each pixel of `same` receives the sum of the weights whose windows read it: 0 inside, since Sobel sums to 0."""
    tree = drawn("gradients", scene(IMAGE, SOBEL, padding="same", backward=True))
    assert grid_under(tree, "δ") == [1] * 25
    edge, inner = [-3, 0, 0, 0, 3], [-4, 0, 0, 0, 4]
    assert grid_under(tree, "TTδ") == [*edge, *inner, *inner, *inner, *edge]


def test_backward_each_tie_holds_its_product():
    """x·δ of the middle output is the middle window, in the row of the step."""
    tree = drawn("gradients", scene(IMAGE, SOBEL, backward=True, step=4))
    found = [select(tree, "g", id=f"gra-t{weight}")[0] for weight in range(9)]
    assert [text_of(list(group)[4]) for group in found] == ["2", "2", "7"] * 3
