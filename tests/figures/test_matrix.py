import pytest

from tests.figures.drawing import corners, drawn, moves, place, scene, select, sizes, subpaths, text_of, texts


def cells(tree):
    """The paths of the cells with a weight, by weight."""
    return {element.get("data-weight"): element for element in select(tree, "path", data_weight=None)}


def dots(tree):
    """The path of the structural zeros."""
    return select(tree, "path", stroke_linecap="round")


def test_each_weight_is_one_path_of_all_its_cells():
    """T = [[5 6 7 0], [0 5 6 7]]: each weight on its diagonal, one row down is one column on."""
    for path in cells(drawn("matrix")).values():
        (x0, y0), (x1, y1) = corners(path.get("d"))
        assert (x1 - x0, y1 - y0) == (44, 40)


def test_a_large_layer_has_one_path_a_weight_too():
    """512 inputs and 31 taps: 31 paths, each with its 482 cells."""
    found = cells(drawn("matrix", scene(list(range(512)), list(range(1, 32)))))
    assert [subpaths(path.get("d")) for path in found.values()] == [482] * 31


@pytest.mark.parametrize(
    ("options", "connections", "zeros"),
    [
        ({}, [2, 2, 2], 2),
        ({"padding": "full"}, [4, 4, 4], 12),
        ({"padding": "same"}, [3, 4, 3], 6),
        ({"operation": "convolution"}, [2, 2, 2], 2),
        ({"padding": "same", "padding_mode": "circular"}, [4, 4, 4], 4),
        ({"input": [1, 2, 3, 4, 5, 6, 7], "dilation": 3}, [1, 1, 1], 4),
        ({"input": [1, 2, 3, 4, 5, 6], "stride": 3}, [2, 2, 2], 6),
    ],
)
def test_every_tie_is_a_cell_and_every_other_cell_a_dot(options, connections, zeros):
    """Counted by hand: outputs × inputs − cells with a weight are dots."""
    tree = drawn("matrix", scene(**options))
    assert [subpaths(path.get("d")) for path in cells(tree).values()] == connections
    assert [subpaths(path.get("d")) for path in dots(tree)] == [zeros]


def test_a_pair_that_two_weights_share_is_a_cell_in_slices():
    """With replicate padding z0 reads x0 through w0 and w1: half a cell each."""
    tree = cells(drawn("matrix", scene(padding="same", padding_mode="replicate")))
    (left, _), (right, _) = corners(tree["0"].get("d"))[0], corners(tree["1"].get("d"))[0]
    assert right - left == 20
    assert "h20" in tree["0"].get("d")


def test_structural_zero_numeric_zero_and_dense_zero_are_drawn_differently():
    """No connection is a dot without box or digit, a weight of 0 a coloured box, a dense zero a neutral box."""
    convolutional = drawn("matrix", scene(weight=[5, 0, 7]))
    numeric = cells(convolutional)["1"]
    assert (numeric.get("fill"), numeric.get("stroke")) == ("#ffa90e", "#1b1d21")
    assert [text_of(element) for element in select(convolutional, "g", id="mat-t1")] == ["00"]
    structural = dots(convolutional)[0]
    assert (structural.get("fill"), structural.get("stroke")) == ("none", "#5c6068")
    assert "h0z" in structural.get("d")

    dense = drawn("matrix", scene(weight=[5, 0, 7], compare="dense"))
    assert not dots(dense)
    neutral = select(dense, "path", fill="#efece4", stroke="#8a8f98")
    assert [subpaths(path.get("d")) for path in neutral if path.get("data-weight") is None] == [2]
    assert texts(select(dense, data_base="")[0]).count("0") == 2 + 2


def test_locally_connected_keeps_the_dots_and_drops_the_hue():
    """The same zeros, nothing tied."""
    tree = drawn("matrix", scene(compare="locally-connected"))
    assert [subpaths(path.get("d")) for path in dots(tree)] == [2]
    assert {path.get("fill") for path in cells(tree).values()} == {"#efece4"}


def test_an_untied_weight_has_no_thread():
    """The thread joins copies of one number and says `×2`; untied numbers are not copies, and are still to be read."""
    for compare in ("dense", "locally-connected"):
        tree = drawn("matrix", scene(compare=compare))
        assert [texts(element) for element in select(tree, data_kin=None)] == [["5", "5"], ["6", "6"], ["7", "7"]]


def test_a_highlight_covers_no_number():
    """Above the repeated cells stand their digits again, of weights or of ties, tied or not."""
    for name, prefix in (("matrix", "mat"), ("gradients", "gra")):
        for compare in ("dense", "locally-connected", "convolutional"):
            (lit,) = select(drawn(name, scene(compare=compare, highlight=1)), data_kin="1")
            again = [place for place, e in enumerate(lit) if e.get("href") == f"#{prefix}-w1"]
            digits = [place for place, e in enumerate(lit) if e.get("href") == f"#{prefix}-t1" or texts(e)[:1] == ["6"]]
            assert digits, (name, compare)
            assert digits[-1] > again[-1]


def test_the_frame_has_a_place_for_each_row_and_starts_at_the_step():
    """Row o of T computes output o."""
    for step in (0, 2, 5):
        frame = select(drawn("matrix", scene(padding="full", step=step)), data_moves=None)[0]
        assert moves(frame) == [(0, 40 * row) for row in range(6)]
        assert place(frame) == (0, 40 * step)


def test_the_row_of_the_step_is_bold_in_z_and_a():
    """38 stands out at step 0, 56 at step 1."""
    for step, value in ((0, "38"), (1, "56")):
        assert [text.text for text in select(drawn("matrix", scene(step=step)), "text", font_weight="600")] == [
            value
        ] * 2


def test_only_the_chosen_highlight_is_shown():
    """The rest is dimmed in one layer."""
    tree = drawn("matrix", scene(highlight=2))
    assert [e.get("display") for e in select(tree, data_kin=None)] == ["none", "none", None]
    assert [e.get("opacity") for e in select(tree, data_base="")] == ["0.45"]


def test_a_thread_says_how_many_copies_there_are():
    """Full padding: each weight stands in four rows."""
    tree = drawn("matrix", scene(padding="full"))
    assert [texts(element) for element in select(tree, data_kin=None)] == [["×4"]] * 3


def test_x_z_and_a_stand_beside_the_matrix():
    """T·x = 38 56, with bias −45 −7 and 11, and ReLU makes 0 and 11 of them: T × x + b = z → f → a."""
    found = texts(drawn("matrix", scene(bias=-45, activation="relu")))
    assert found[found.index("4") :][:9] == ["4", "+", "(−45)", "−7", "11", "0", "11", "×", "="]


def test_without_a_bias_none_is_drawn():
    """T × x = z."""
    found = texts(drawn("matrix"))
    assert found[found.index("4") :][:7] == ["4", "38", "56", "38", "56", "×", "="]
    assert "b" not in found


def test_each_filter_has_its_bias_at_the_middle_of_its_rows():
    """Two filters of two outputs in rows of 40: the middles lie 80 apart, and each number is edited as its own."""
    tree = drawn("matrix", scene(weight=[[5, 6, 7], [1, 0, -1]], bias=[3, -4]))
    (group,) = select(tree, "g", data_bias="0")
    assert texts(group) == ["3", "(−4)"]
    first, second = (float(text.get("y")) for text in group)
    assert second - first == 80


@pytest.mark.parametrize(
    "options",
    [{}, {"bias": -45}, {"padding": "full"}, {"weight": [[5, 6, 7], [1, 0, -1]], "bias": [1, 2]}],
)
def test_beside_the_other_figure_and_on_a_phone_everything_has_room(options):
    """488 px at a desk and 343 on a phone, with a bias too."""
    assert int(drawn("matrix", scene(**options)).get("width")) <= 490
    assert int(drawn("matrix-narrow", scene(**options)).get("width")) <= 343 + 2


def test_filters_are_stacked_in_blocks_with_a_rule_between():
    """Two filters on four inputs: four rows, a rule above the third."""
    tree = drawn("matrix", scene(weight=[[5, 6, 7], [1, 0, -1]]))
    tops = [corners(path.get("d"))[0][1] for path in cells(tree).values()]
    assert tops[3] - tops[0] == 80
    assert "T has 4 rows" in text_of(tree.find("desc"))


def test_the_description_names_the_structure():
    """The structure comes from the tables, never from the values."""
    assert "structure: toeplitz" in text_of(drawn("matrix").find("desc"))
    strided = drawn("matrix", scene([1, 2, 3, 4, 5], stride=2))
    assert "structure: strided-toeplitz" in text_of(strided.find("desc"))


def test_a_large_matrix_is_drawn_whole_and_says_what_is_left_out():
    """200 inputs and 9 taps: 192 × 200 cells without numbers."""
    found = texts(drawn("matrix", scene(list(range(200)), [1] * 9)))
    assert "192 × 200" in found
    assert any("All 38,400 cells to scale; numbers and vectors are left out" in text for text in found)


def test_more_than_ten_weights_share_colours_and_it_is_said():
    """Ten colours come round again."""
    tree = drawn("matrix", scene(list(range(12)), list(range(1, 12))))
    found = cells(tree)
    assert found["0"].get("fill") == found["10"].get("fill") != found["9"].get("fill")
    assert any("Ten colours come round again" in text for text in texts(tree))


@pytest.mark.parametrize("inputs", [8, 9, 10])
def test_up_to_ten_columns_stand_beside_the_other_figure_and_whole_on_a_phone(inputs):
    """With x, z and a: 490 px are left for them, and a phone has 343."""
    shown = scene(list(range(inputs)), [1, 3, -2])
    for name, room in (("matrix", 490), ("matrix-narrow", 343), ("gradients-narrow", 343)):
        tree = drawn(name, scene(list(range(inputs)), [1, 3, -2], backward="gradients" in name))
        assert int(tree.get("width")) <= room
        assert len(cells(tree)) == 3
        assert min(sizes(tree)) >= 11
    assert int(drawn("sliding", shown).get("width")) <= 376 + 8  # shrunk by a fiftieth at most


def test_the_narrow_matrix_has_the_same_cells_and_names_of_its_own():
    """Both widths stand on one page, so their ids differ."""
    wide, narrow = drawn("matrix"), drawn("matrix-narrow")
    assert [subpaths(p.get("d")) for p in cells(narrow).values()] == [
        subpaths(p.get("d")) for p in cells(wide).values()
    ]
    assert int(narrow.get("width")) <= 343 < int(wide.get("width"))
    assert not {e.get("id") for e in wide.iter()} & {e.get("id") for e in narrow.iter()} - {None}
