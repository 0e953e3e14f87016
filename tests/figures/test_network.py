from itertools import pairwise

import pytest

from tests.figures.drawing import corners, drawn, moves, place, scene, segments, select, subpaths, texts


def test_grouped_units_stay_within_the_width_of_the_page():
    """Two rows of 25 units: 888 px, and not two more that make it scroll."""
    image = [[1, 2, 3, 4, 5]] * 5
    assert int(drawn("network", scene(image, [[1, 0], [0, 1]])).get("width")) <= 888


def wires(tree):
    """The paths of the connections, by weight."""
    return {element.get("data-weight"): element.get("d", "") for element in select(tree, "path", data_weight=None)}


def test_each_weight_is_one_path():
    """One weight, one path: weight sharing is visible in the markup itself."""
    assert [path.get("data-weight") for path in select(drawn("network"), "path", data_weight=None)] == ["0", "1", "2"]


def test_a_large_layer_has_one_path_a_weight_too():
    """512 inputs and 31 taps are 31 paths instead of 14,942 elements."""
    shown = scene(list(range(512)), list(range(1, 32)))
    paths = wires(drawn("network", shown))
    assert len(paths) == 31
    assert {subpaths(d) for d in paths.values()} == {482}


def test_each_connection_is_one_subpath_from_its_input_to_its_output():
    """Weight 0 joins x0 to z0 and x1 to z1, weight 2 joins x2 to z0 and x3 to z1, in output order."""
    found = {weight: segments(d) for weight, d in wires(drawn("network")).items()}
    (x0, x1), (x2, x3) = ([line[0] for line in found[weight]] for weight in ("0", "2"))
    assert x1 - x0 == x3 - x2 == (x3 - x0) / 3
    z0, z1 = (line[2] for line in found["0"])
    assert [line[2] for line in found["1"]] == [line[2] for line in found["2"]] == [z0, z1]
    assert all(line[1] < line[3] for lines in found.values() for line in lines)


@pytest.mark.parametrize(
    ("options", "connections"),
    [
        ({}, [2, 2, 2]),
        ({"padding": "full"}, [4, 4, 4]),
        ({"padding": "same"}, [3, 4, 3]),
        ({"stride": 2, "padding": "full"}, [2, 2, 2]),
        ({"padding": "same", "padding_mode": "circular"}, [4, 4, 4]),
        ({"padding": "same", "padding_mode": "replicate"}, [4, 4, 4]),
        ({"padding": "same", "padding_mode": "reflect"}, [4, 4, 4]),
        ({"operation": "convolution", "padding": "same"}, [3, 4, 3]),
    ],
)
def test_taps_on_zero_padding_have_no_connection(options, connections):
    """A subpath for each connection: a tap on zeros has none, one on a copied input has."""
    paths = wires(drawn("network", scene(**options)))
    assert [subpaths(paths[weight]) for weight in ("0", "1", "2")] == connections


def test_outputs_of_a_weight_are_said_with_runs_folded():
    """A script finds the subpath of an output by its place in `data-outputs`."""
    assert select(drawn("network"), "path", data_weight="1")[0].get("data-outputs") == "0-1"
    first = select(drawn("network", scene(padding="full")), "path", data_weight="0")[0]
    assert first.get("data-outputs") == "2-5"


def test_a_weight_that_meets_only_padding_has_an_empty_path():
    """With one input and padding on both sides only the middle tap meets it."""
    paths = wires(drawn("network", scene([3], [5, 6, 7], padding=1)))
    assert [subpaths(paths[weight]) for weight in ("0", "1", "2")] == [0, 1, 0]


def test_a_weight_of_zero_keeps_its_lines_and_its_label():
    """A numeric zero is a connection; only a structural zero is absent."""
    tree = drawn("network", scene(weight=[5, 0, 7]))
    assert [subpaths(d) for d in wires(tree).values()] == [2, 2, 2]
    label = select(tree, "g", id="net-m1")[0]
    assert texts(label) == ["0", "0"]
    assert label[0].get("fill") == "#ffa90e"


def test_the_step_lights_the_connections_of_its_output_only():
    """Output 1 reads x1, x2 and x3: one thick line each."""
    tree = drawn("network", scene(step=1))
    lit = {element.get("data-step-weight"): element.get("d", "") for element in select(tree, data_step_weight=None)}
    whole = {weight: segments(d) for weight, d in wires(tree).items()}
    assert {weight: segments(d) for weight, d in lit.items()} == {weight: lines[1:] for weight, lines in whole.items()}
    assert subpaths(select(tree, data_step_casing=None)[0].get("d", "")) == 3


def test_the_frame_has_a_place_for_each_output_and_starts_at_the_step():
    """`data-moves` lets a script step without computing a coordinate."""
    for step in (0, 3, 5):
        frame = select(drawn("network", scene(padding="full", step=step)), data_frame="")[0]
        assert len(moves(frame)) == 6
        assert place(frame) == moves(frame)[step]


def test_each_weight_has_one_highlight_and_only_the_chosen_is_shown():
    """Highlights are drawn with the rest, so that hovering only shows one."""
    tree = drawn("network", scene(highlight=1))
    kin = {element.get("data-kin"): element.get("display") for element in select(tree, data_kin=None)}
    assert kin == {"0": "none", "1": None, "2": "none"}
    assert all(element.get("opacity") == "0.45" for element in select(tree, data_base=""))


def test_a_highlight_says_how_many_copies_a_weight_has():
    """`×2` under the lozenges: the same number in two places."""
    tree = drawn("network", scene(highlight=0))
    assert [said for element in select(tree, data_kin=None) if (said := texts(element))] == [["×2"]] * 3


@pytest.mark.parametrize("weight", [[17, 6, 7], [1, 0, -1], [-10, 2]])
def test_numbers_on_connections_do_not_touch(weight):
    """Their boxes have round ends of 11 px and a rim; where these would meet, no number is written."""
    groups = [group for group in select(drawn("network", scene(weight=weight)), "g", data_weight=None) if texts(group)]
    boxes = [box.get("d", "") for group in groups for box in select(group, "path")]
    starts = sorted(x for d in boxes for x, _ in corners(d))
    assert len(starts) == len(weight) * (5 - len(weight)), "as many numbers as connections"
    straight = float(boxes[0].split("h")[1].split("a")[0])
    assert all(after - before >= straight + 2 * 11 + 1 for before, after in pairwise(starts))


def test_each_filter_has_lines_of_its_own_and_only_those_of_the_step_are_seen():
    """Two filters read the same inputs: six weights, of which three are looked at."""
    tree = drawn("network", scene(weight=[[5, 6, 7], [1, 0, -1]], step=3))
    assert len(wires(tree)) == 6
    shown = {element.get("data-filter"): element.get("display") for element in select(tree, data_filter=None)}
    assert shown == {"0": "none", "1": None}
    assert "2 filters" in " ".join(texts(tree))


def test_each_connection_path_is_shown_with_its_filter():
    """A path in `defs` is not seen by itself: each filter shows its own, once as a casing and once as a hue."""
    tree = drawn("network", scene(weight=[[5, 6, 7], [1, 0, -1]]))
    groups = [
        select(element, "use") for element in select(tree, "g", data_filter=None) if not select(element, data_kin=None)
    ]
    shown = [[use.get("href") for use in uses if "net-w" in use.get("href", "")] for uses in groups]
    assert [names for names in shown if names] == [
        ["#net-w0", "#net-w1", "#net-w2"] * 2,
        ["#net-w3", "#net-w4", "#net-w5"] * 2,
    ]


def test_a_dense_layer_has_the_absent_connections_as_one_grey_path():
    """8 − 6 = 2 connections more, each labelled with a neutral 0."""
    tree = drawn("network", scene(compare="dense"))
    absent = select(tree, "path", data_wire="none")
    assert [subpaths(path.get("d", "")) for path in absent] == [2]
    assert texts(tree).count("0") == 2


@pytest.mark.parametrize("compare", ["dense", "locally-connected"])
def test_untied_weights_have_no_hue(compare):
    """Hue belongs to what is shared."""
    assert "3f90da" not in str([element.attrib for element in drawn("network", scene(compare=compare)).iter()])


def test_more_than_a_thousand_absent_connections_become_a_labelled_band():
    """60 inputs, 3 taps: 60·58 − 3·58 = 3,306 connections are counted instead of drawn."""
    tree = drawn("network", scene(list(range(60)), [1, 2, 3], compare="dense"))
    assert not select(tree, "path", data_wire="none")
    assert "The band stands for 3,306 more connections of a dense layer." in " ".join(texts(tree))


def test_the_backward_pass_shows_what_each_unit_receives():
    """Gradient of the input 5 11 13 7, upstream all ones, the weights still on the lines."""
    tree = drawn("network", scene(backward=True))
    assert [text for text in texts(tree) if text.isdigit()] == [*"556677", "5", "11", "13", "7", "1", "1"]
    assert texts(tree)[:2] == ["TTδ", "δ"]


def test_a_long_input_is_a_strip_that_follows_the_step_and_says_so():
    """What is not in view is said, and the strip has a place for each output."""
    tree = drawn("network", scene(list(range(200)), [1] * 9, step=100))
    strip = next(element for element in select(tree, "g", data_moves=None) if element.get("data-frame") is None)
    assert len(moves(strip)) == 192
    assert place(strip) == moves(strip)[100] != (0, 0)
    assert "1,728 connections in all; the view follows the step." in texts(tree)


def test_numbers_on_the_lines_do_not_touch():
    """Lozenges stand in one row, at least their own width apart, or are left out."""
    for taps in range(2, 8):
        tree = drawn("network", scene(list(range(8)), list(range(1, taps + 1))))
        labels = [text for k in range(taps) for group in select(tree, id=f"net-m{k}") for text in group.iter("text")]
        xs = sorted(float(text.attrib["x"]) for text in labels)
        assert all(b - a >= 24 for a, b in pairwise(xs)), taps
