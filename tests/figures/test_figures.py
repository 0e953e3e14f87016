"""What holds for every figure: well-formed, deterministic, legible, and the same colour for the same weight."""

import gzip
import re
from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.convolution import ConvolutionError, Layer
from app.figures import FIGURES, Scene
from tests.figures.drawing import NAMES, TAPS, drawn, ids, scene, select, sizes, svg, text_of, texts

DRAWINGS = (*NAMES, "matrix-narrow", "gradients-narrow")
wave = [round(float(value), 3) for value in np.sin(np.arange(200))]

IMAGE = [[2, 2, 2, 7, 7]] * 4 + [[2, 7, 7, 7, 7]]
SOBEL = [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]
PADDED = {"input": IMAGE, "weight": SOBEL, "padding": "same"}
COLOUR = {
    "input": [[[(c + i * j) % 7 for j in range(20)] for i in range(20)] for c in range(3)],
    "weight": [[[[(f + c + i - j) % 5 for j in range(5)] for i in range(5)] for c in range(3)] for f in range(4)],
}

STATES = {
    "the question": {},
    "full": {"padding": "full", "step": 3},
    "same, flipped": {"padding": "same", "operation": "convolution", "highlight": 1},
    "same_lower, even kernel": {"weight": [1, 2], "padding": "same_lower"},
    "bias and relu": {"bias": -45, "activation": "relu"},
    "zero weight": {"weight": [5, 0, 7], "highlight": 1},
    "dense": {"compare": "dense", "padding": "full"},
    "locally connected": {"compare": "locally-connected"},
    "stride": {"input": [1, 2, 3, 4, 5, 6, 7, 8], "stride": 3},
    "dilation": {"input": [1, 2, 3, 4, 5, 6, 7, 8], "dilation": 3},
    "reflect": {"padding": 2, "padding_mode": "reflect"},
    "replicate": {"padding": 3, "padding_mode": "replicate", "highlight": 0},
    "circular": {"padding": 2, "padding_mode": "circular", "compare": "dense"},
    "filters": {"weight": [[5, 6, 7], [1, 0, -1], [0.5, 0.25, 0]], "bias": [1, 2, 3], "step": 4},
    "one input": {"input": [3], "weight": [2]},
    "only padding": {"input": [3], "weight": [1, 2, 3], "padding": 2},
    "one tap": {"weight": [2], "stride": 2},
    "long numbers": {"input": [123456, -0.00001, 2.5e9, 1 / 3], "weight": [1e-7, 22 / 7, -1234.5]},
    "32 inputs": {"input": list(range(32)), "weight": [1, 2, 3, 4, 5], "step": 9, "highlight": 2},
    "200 measured values": {"input": wave, "weight": [1 / 9] * 9, "step": 100},
    "512 inputs": {"input": list(range(512)), "weight": list(range(31)), "highlight": 11},
    "two axes": {"input": IMAGE, "weight": SOBEL, "step": 4},
    "two axes, same, flipped": {**PADDED, "operation": "convolution", "step": 6, "highlight": 5},
    "two axes, circular": {**PADDED, "padding_mode": "circular", "step": 24},
    "two axes, dense": {**PADDED, "compare": "dense", "step": 3},
    "two axes, reflect, locally connected": {**PADDED, "padding_mode": "reflect", "compare": "locally-connected"},
    "two axes, stride and bias": {"input": IMAGE, "weight": SOBEL, "stride": 2, "bias": -3, "activation": "relu"},
    "two axes, dilation, one side padded": {
        "input": IMAGE,
        "weight": [[1, 2]],
        "dilation": 2,
        "padding": [[2, 0], [0, 1]],
    },
    "two axes, filters": {"input": IMAGE, "weight": [SOBEL, SOBEL], "dims": 2, "bias": [1, 2], "step": 11},
    "25 taps": {"input": IMAGE, "weight": [[1, 0, 2, 0, 1]] * 5, "padding": "same", "step": 12, "highlight": 7},
    "channels": {"input": [[1, 2, 3, 4], [5, 6, 7, 8]], "weight": [[[1, 2], [3, 4]], [[0, 1], [1, 0]]], "step": 4},
    "depthwise": {"input": [IMAGE, IMAGE], "weight": [[SOBEL], [SOBEL]], "groups": 2, "step": 12, "highlight": 13},
    "1 × 1": {"input": [IMAGE, IMAGE], "weight": [[[[1]], [[2]]], [[[3]], [[4]]]], "step": 30},
    "28 × 28": {"input": [[(3 * i + j) % 9 for j in range(28)] for i in range(28)], "weight": SOBEL, "step": 300},
    "three channels to four": {**COLOUR, "step": 700, "highlight": 180},
}


@pytest.fixture(scope="module", params=[*STATES, *(f"{name}, backward" for name in STATES)])
def shown(request):
    """Each state, forward and backward."""
    name = request.param.removesuffix(", backward")
    return scene(**STATES[name], backward=name != request.param)


@pytest.fixture(scope="module")
def trees(shown):
    """All figures of a state."""
    return {name: drawn(name, shown) for name in DRAWINGS}


def test_every_state_is_well_formed(trees):
    """Each figure parses and has its size, its name, a title and a description."""
    for name, tree in trees.items():
        assert [tree.get(key) for key in ("role", "data-figure")] == ["img", name]
        assert tree.get("viewBox") == f"0 0 {tree.get('width')} {tree.get('height')}"
        assert text_of(tree.find("title")).strip()
        assert text_of(tree.find("desc")).strip()


def test_no_number_is_none_and_no_object_is_written_by_mistake(trees):
    """No NaN, no None, no array in any attribute or text."""
    trace = re.compile(r"\b(nan|NaN|inf|None|True|False|array|np\.)")
    for name, tree in trees.items():
        found = [text for e in tree.iter() for text in (e.text or "", *e.attrib.values()) if trace.search(text)]
        assert not found, name


def test_no_text_is_under_eleven_pixels(trees):
    """Indices too."""
    assert {name: min(sizes(tree)) for name, tree in trees.items() if min(sizes(tree), default=11) < 11} == {}


def test_ids_are_unique_over_all_figures_of_a_page(trees):
    """All of them stand in one document, for narrow screens too; every reference has its target."""
    named = Counter(name for tree in trees.values() for name in ids(tree))
    assert [name for name, times in named.items() if times > 1] == []
    for tree in trees.values():
        references = {use.get("href", "").removeprefix("#") for use in select(tree, "use")}
        labels = {tree.get("aria-labelledby"), tree.get("aria-describedby")}
        assert (references | labels) - set(ids(tree)) == set()


def connections(group):
    """The connections of weights that a group shows again."""
    return [use for use in group.iter("use") if use.get("href").startswith("#net-w")]


def test_lit_connections_lie_below_the_units_and_their_numbers(shown, trees):
    """However many units there are, each number of a unit is drawn after all connections."""
    drawn = list(trees["network"].iter())
    wires = [place for place, e in enumerate(drawn) if e.tag == "use" and e.get("href").startswith("#net-w")]
    digits = [place for place, e in enumerate(drawn) if e.tag == "g" and e.get("data-outputs") is not None]
    assert wires
    assert max(wires) < min(digits, default=len(drawn))


def test_a_weight_has_one_highlight_and_only_the_chosen_is_shown(shown, trees):
    """One group a weight, in every figure that draws it."""
    weights = [str(k) for k in shown.section.weights]
    for name, tree in trees.items():
        groups = select(tree, data_kin=None)
        if name == "counts":  # numbers of weights, and no weight by itself
            assert not groups
            continue
        if name == "network":  # connections below the units and their numbers, and what is lit besides above them
            above = [e.get("data-kin") for e in groups if not connections(e)]
            assert len(above) == len(set(above))
            kin = sorted((e.get("data-kin") for e in groups if connections(e)), key=int)
        else:
            kin = sorted((e.get("data-kin") for e in groups), key=int)
        if not shown.plain and name in (
            "sliding",
            "feature-maps",
            "im2col",
        ):  # on the window too, and only what has room
            kin = sorted(set(kin), key=int)
            assert kin
            assert shown.highlight is None or str(shown.highlight) in kin
        else:
            assert kin == (weights if name != "feature-maps" else weights[: len(kin)])
        lit = {e.get("data-kin") for e in groups if e.get("display") is None}
        assert lit == (set() if shown.highlight is None else {str(shown.highlight)})


def test_what_moves_has_a_place_for_each_output_and_starts_at_the_step(shown, trees):
    """A script steps by reading places, and what the server drew is one of them.

    Of a layer that is drawn in part there are only the steps in the row of the step.
    """
    for tree in trees.values():
        for element in select(tree, data_moves=None):
            places = element.get("data-moves", "").split()
            assert len(places) == len(shown.steps)
            assert element.get("transform") == f"translate({places[shown.step - shown.steps[0]].replace(',', ' ')})"
        for element in select(tree, data_paths=None):
            paths = element.get("data-paths", "").split(";")
            assert len(paths) == len(shown.steps)
            assert element.get("d") == paths[shown.step - shown.steps[0]]


def test_the_same_state_gives_the_same_bytes(shown):
    """Pictures can be cached and compared."""
    again = Scene(**{field: getattr(shown, field) for field in shown.__dataclass_fields__})
    assert [svg(name, again) for name in DRAWINGS] == [svg(name, shown) for name in DRAWINGS]


def weight_colours(tree):
    """The colours in which each weight is painted, whatever draws it."""
    found = {}
    for element in select(tree, data_weight=None):
        weight = element.get("data-weight")
        painted = [element, *select(element, "rect"), *select(element, "path")]
        hues = {part.get("fill") for part in painted if part.tag != "g"} - {None, "none"}
        found.setdefault(weight, set()).update(hues)
    for use in select(tree, "use", stroke=None):
        weight = use.get("href", "").removeprefix("#net-w")
        if weight.isdigit() and use.get("stroke") not in ("#1b1d21", "#fbfaf7"):
            found.setdefault(weight, set()).add(use.get("stroke"))
    return found


@pytest.mark.parametrize("operation", ["cross-correlation", "convolution"])
@pytest.mark.parametrize("taps", [3, 10])
def test_one_colour_a_weight_in_all_figures(operation, taps):
    """The colour follows the weight, not the place, the figure or the direction."""
    state = {"input": list(range(12)), "weight": list(range(1, taps + 1)), "operation": operation}
    for backward in (False, True):
        shown = scene(**state, backward=backward)
        for name in set(DRAWINGS) - {"counts"}:
            expected = {str(k): {f"#{TAPS[k]}"} for k in range(taps)}
            assert weight_colours(drawn(name, shown)) == expected, name


@pytest.mark.parametrize("compare", ["dense", "locally-connected"])
def test_hue_belongs_to_tied_weights_alone(compare):
    """Forward, an untied layer shows no tap colour at all."""
    for name in ("sliding", "network", "matrix", "feature-maps"):
        assert not [tap for tap in TAPS if tap in svg(name, scene(compare=compare))]


def test_four_kinds_of_zero_are_four_drawings():
    """No connection, a dense zero, a weight of zero and zero padding never look the same."""
    absent = select(drawn("matrix"), "path", stroke_linecap="round")[0].attrib
    neutral = select(drawn("matrix", scene(compare="dense")), "path", fill="#efece4", stroke="#8a8f98")
    dense = next(path.attrib for path in neutral if "data-weight" not in path.attrib)
    weight = select(drawn("matrix", scene(weight=[0, 6, 7])), "path", data_weight="0")[0].attrib
    padding = select(drawn("sliding", scene(padding="full")), "path", stroke_dasharray=None)[0].attrib
    looks = [
        {key: kind.get(key) for key in ("fill", "stroke", "stroke-width", "stroke-linecap", "stroke-dasharray")}
        for kind in (absent, dense, weight, padding)
    ]
    assert all(one != other for one, other in combinations(looks, 2))


@pytest.mark.parametrize("name", DRAWINGS)
def test_the_question_is_at_most_six_kilobytes(name):
    """Compressed, as it is sent."""
    assert len(gzip.compress(svg(name, scene()).encode())) <= 6_000


@pytest.mark.parametrize("name", ["network", "matrix"])
def test_512_inputs_and_31_taps_are_at_most_fifteen_kilobytes(name):
    """Equal steps repeat to the letter, which is what compresses."""
    shown = scene([float(value) for value in np.sin(np.arange(512))], list(range(1, 32)))
    assert len(gzip.compress(svg(name, shown).encode())) <= 15_000


def test_every_figure_has_its_name():
    """The names of the contract."""
    assert tuple(FIGURES) == NAMES


@settings(max_examples=settings().max_examples * 2 // 5)
@given(
    inputs=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=24),
    taps=st.integers(1, 12),
    filters=st.integers(1, 3),
    stride=st.integers(1, 5),
    dilation=st.integers(1, 4),
    padding=st.sampled_from(["valid", "same", "same_lower", "full", 1, [[2, 0]]]),
    mode=st.sampled_from(["zeros", "reflect", "replicate", "circular"]),
    operation=st.sampled_from(["cross-correlation", "convolution"]),
    compare=st.sampled_from(["dense", "locally-connected", "convolutional"]),
    backward=st.booleans(),
    place=st.floats(0, 0.999),
    value=st.floats(-1e3, 1e3),
)
def test_whatever_the_layer_accepts_can_be_drawn(
    inputs, taps, filters, stride, dilation, padding, mode, operation, compare, backward, place, value
):
    """Every size, stride, dilation, padding and mode parses; network and matrix have one path for each weight."""
    weight = np.full((filters, taps), value) + np.arange(filters * taps).reshape(filters, taps)
    options = {"stride": stride, "dilation": dilation, "padding": padding, "padding_mode": mode, "operation": operation}
    layer = Layer(weight, **options)
    try:
        outputs = layer.ties((len(inputs),)).outputs
    except ConvolutionError:
        return
    shown = Scene(
        layer,
        np.array(inputs),
        compare=compare,
        backward=backward,
        step=int(place * outputs),
        highlight=int(place * weight.size),
    )
    for name in NAMES:
        tree = drawn(name, shown)
        assert "nan" not in svg(name, shown)
        if name in ("network", "matrix"):
            paths = select(tree, "path", data_weight=None)
            subpaths = sum(len(re.findall("[Mm]", path.get("d", ""))) for path in paths)
            assert (len(paths), subpaths) == (weight.size, len(shown.ties))


NARROW_LETTERS = "fijlrt .,:;\u00a0"
"""About half as wide as the others in the sans."""


def boxes(element, x=0.0, y=0.0, size=16.0, anchor="middle"):
    """About where each text lies: (left, right, y, size, text), for what is shown and does not scroll."""
    if element.get("display") == "none":
        return
    size = float(element.get("font-size", size))
    anchor = element.get("text-anchor", anchor)
    if "transform" in element.attrib:
        dx, dy = map(float, element.attrib["transform"][10:-1].split())
        x, y = x + dx, y + dy
    if element.tag == "text" and text_of(element).strip():
        text = text_of(element)
        width = size * sum(0.28 if letter in NARROW_LETTERS else 0.55 for letter in text)
        left = x + float(element.attrib["x"]) - {"start": 0, "middle": width / 2, "end": width}[anchor]
        yield left, left + width, y + float(element.attrib["y"]), size, text
    for child in element:
        moved = (x + float(child.get("x", 0)), y + float(child.get("y", 0))) if child.tag == "svg" else (x, y)
        yield from boxes(child, *moved, size, anchor)


@pytest.mark.parametrize("name", DRAWINGS)
@pytest.mark.parametrize(
    "state", ["the question", "full", "same, flipped", "bias and relu", "filters", "reflect", "dense", "dilation"]
)
def test_texts_do_not_lie_on_one_another(name, state):
    """A cheap check by an estimate of each text's width; badges of a highlight may cover what they mark."""
    options = {**STATES[state], "highlight": None}
    for backward in (False, True):
        found = list(boxes(drawn(name, scene(**options, backward=backward))))
        for one, other in combinations(found, 2):
            beside = one[1] <= other[0] or other[1] <= one[0]
            below = abs(one[2] - other[2]) >= 0.62 * min(one[3], other[3])
            assert beside or below, (one, other)


def test_texts_of_the_question_lie_in_the_picture():
    """Nothing is cut off at the right or the bottom."""
    for name in DRAWINGS:
        tree = drawn(name)
        for _, right, y, _, text in boxes(tree):
            assert right <= int(tree.get("width")) + 2, (name, text)
            assert y <= int(tree.get("height")), (name, text)
    assert texts(drawn("sliding"))
