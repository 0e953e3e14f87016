from app.convolution import Pooling
from tests.figures.drawing import corners, drawn, moves, place, scene, segments, select, text_of, texts


def test_z_and_a_stand_one_above_the_other():
    """Bias −45 and ReLU: 38 → −7 → 0 and 56 → 11."""
    found = texts(drawn("feature-maps", scene(bias=-45, activation="relu")))
    assert found[found.index("z") :] == ["z", "−7", "11", "f\u00a0relu", "a", "0", "11"]
    assert found[found.index("b\u00a0=") + 1] == "−45"


def test_each_filter_gives_one_map():
    """Two filters, four rows of two numbers: 38 56 and 1 − 3 = −2, 2 − 4 = −2."""
    found = texts(drawn("feature-maps", scene(weight=[[5, 6, 7], [1, 0, -1]])))
    assert found.count("filter 0") == found.count("filter 1") == 1
    assert [text for text in found if text in ("38", "56", "−2")] == ["38", "56"] * 2 + ["−2"] * 4


def test_each_weight_is_a_chip_of_its_own_colour():
    """Six weights, six hues."""
    tree = drawn("feature-maps", scene(weight=[[5, 6, 7], [1, 0, -1]]))
    chips = select(tree, "g", data_weight=None)
    assert [chip[0].get("fill") for chip in chips] == [
        "#3f90da",
        "#ffa90e",
        "#bd1f01",
        "#832db6",
        "#a96b59",
        "#e76300",
    ]
    assert [text_of(chip) for chip in chips] == ["5", "6", "7", "1", "0", "−1"]


def test_the_frame_goes_through_each_entry_of_each_map():
    """Four outputs in two maps: two columns, two heights."""
    tree = drawn("feature-maps", scene(weight=[[5, 6, 7], [1, 0, -1]], step=3))
    frame = select(tree, "g", data_moves=None)[0]
    places = moves(frame)
    assert [x for x, _ in places] == [0, places[1][0], 0, places[1][0]]
    assert places[0][1] == places[1][1] < places[2][1] == places[3][1]
    assert place(frame) == places[3]


def test_more_than_eight_maps_are_counted():
    """Nothing disappears without a word."""
    tree = drawn("feature-maps", scene(weight=[[k, 1, 1] for k in range(12)]))
    assert "The first 8 of 12 maps; all stand in the tables." in texts(tree)


def test_long_maps_are_bars_and_say_so():
    """480 entries have no room for digits."""
    found = texts(drawn("feature-maps", scene(list(range(482)), [1, 2, 3])))
    assert any(text.startswith("Bars are to scale") for text in found)


IMAGE = [[1, 2, 5, 4], [3, 9, 6, 2], [0, 1, 2, 8], [4, 3, 7, 1]]


def winners(tree):
    """Where the marks of the winners stand, without the size of their cells."""
    return [select(tree, "path", data_winners="")[0].get("d", "")]


def test_pooling_stands_below_and_marks_its_winners():
    """Full: 7 20 38 56 39 20; the larger of each two: 20, 56 and 39."""
    tree = drawn("feature-maps", scene(padding="full", pooling=Pooling("max", 2)))
    found = texts(tree)
    assert found[found.index("p") + 1 :][:3] == ["20", "56", "39"]
    assert [len(segments(d)) for d in winners(tree)] == [3]
    assert "the winners are marked" in " ".join(found)


def test_an_average_has_no_winners():
    """Valid: (38 + 56) / 2 = 47."""
    tree = drawn("feature-maps", scene(pooling=Pooling("average", 2)))
    assert "47" in texts(tree)
    assert not select(tree, data_winners="")


def test_along_two_axes_maps_are_grids_and_so_is_what_is_pooled():
    """A kernel of a single 1 gives the image back; of each 2 × 2 the largest: 9 6 / 4 8."""
    tree = drawn("feature-maps", scene(IMAGE, [[1]], pooling=Pooling("max", 2)))
    found = texts(tree)
    assert found[found.index("p") + 1 :][:4] == ["9", "6", "4", "8"]
    marks = corners(winners(tree)[0])
    assert len(marks) == 4


def test_along_two_axes_z_and_a_stand_side_by_side():
    """ReLU under a bias of −4: what is below 4 becomes 0."""
    tree = drawn("feature-maps", scene(IMAGE, [[1]], bias=-4, activation="relu"))
    z, a = ([text_of(e) for e in group] for group in select(tree, "g", data_outputs="0"))
    assert z == [str(v - 4).replace("-", "−") for row in IMAGE for v in row]
    assert a == [str(max(v - 4, 0)) for row in IMAGE for v in row]
