import itertools

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import linalg, sparse

from app.convolution import Layer, OptionError
from tests.convolution.cases import Case, cases, exact, whole
from tests.oracles import flatten


def test_the_matrix_of_the_question() -> None:
    """Two rows, the same three weights in each, shifted by one."""
    matrix = Layer([5, 6, 7]).matrix((4,))
    assert matrix.dense().tolist() == [[5, 6, 7, 0], [0, 5, 6, 7]]
    assert matrix.mask().tolist() == [[1, 1, 1, 0], [0, 1, 1, 1]]
    assert matrix.shape == (2, 4)
    assert matrix.structure == "toeplitz"
    assert matrix.nonzeros == 6
    assert matrix.distinct_weights == 3


@exact
@given(cases())
def test_all_forms_of_the_matrix_are_the_one_that_the_loops_find(case: Case) -> None:
    """Column i is what the loops make of the i-th unit vector. Dense, rows, COO and CSR: ties of one cell add up."""
    expected = case.slow.matrix()
    matrix = case.layer.matrix(case.shape)
    assert matrix.dense().tolist() == expected
    found = matrix.coordinates()
    summed = sparse.coo_array((found.value, (found.row, found.column)), shape=matrix.shape).toarray()
    assert summed.tolist() == expected
    rows = matrix.compressed_rows()
    compressed = sparse.csr_array((rows.data, rows.indices, rows.indptr), shape=matrix.shape)
    compressed.check_format(full_check=True)
    assert compressed.has_canonical_format
    assert compressed.toarray().tolist() == expected
    assert compressed.nnz == matrix.nonzeros


@given(cases(), st.data())
def test_a_range_of_rows_is_cut_out_of_the_matrix(case: Case, data: st.DataObject) -> None:
    """From start up to, and not including, stop."""
    matrix = case.layer.matrix(case.shape)
    start = data.draw(st.integers(0, case.slow.outputs - 1))
    stop = data.draw(st.integers(start + 1, case.slow.outputs))
    assert matrix.rows(start, stop).tolist() == case.slow.matrix()[start:stop]


@pytest.mark.parametrize(("start", "stop"), [(0, 0), (1, 1), (1, 0), (0, 3), (-1, 1), (2, 3)])
def test_rows_that_the_matrix_does_not_have_are_an_error(start: int, stop: int) -> None:
    """Never an empty answer, and never one that was cut."""
    with pytest.raises(OptionError, match="rows"):
        Layer([5, 6, 7]).matrix((4,)).rows(start, stop)


@exact
@given(cases())
def test_the_mask_marks_the_cells_with_a_tie_whatever_their_value(case: Case) -> None:
    """A structural zero is a cell that no tie has, never a cell whose number is 0."""
    ties = {(output, i) for output, i, _ in case.slow.ties}
    matrix = case.layer.matrix(case.shape)
    rows, columns = matrix.shape
    assert matrix.mask().tolist() == [[int((o, i) in ties) for i in range(columns)] for o in range(rows)]
    assert matrix.nonzeros == len(ties)
    assert not matrix.dense()[matrix.mask() == 0].any()


@given(cases())
def test_the_coordinates_say_which_weight_each_tie_carries(case: Case) -> None:
    """One entry a tie, by row and by position in the window; the index is of the weight array as it was given."""
    found = case.layer.matrix(case.shape).coordinates()
    flat = flatten(case.slow.weight)
    ties = case.slow.ties
    assert found.row.tolist() == [output for output, _, _ in ties]
    assert found.column.tolist() == [i for _, i, _ in ties]
    assert found.weight_index.tolist() == [weight for _, _, weight in ties]
    assert found.value.tolist() == [flat[weight] for _, _, weight in ties]


@given(cases())
def test_the_distinct_weights_are_those_that_some_tie_carries(case: Case) -> None:
    """A tap that only ever meets padding does not stand in the matrix."""
    carried = {weight for _, _, weight in case.slow.ties}
    assert case.layer.matrix(case.shape).distinct_weights == len(carried)


def test_a_weight_of_zero_keeps_its_place() -> None:
    """The number is 0, the connection is there."""
    matrix = Layer([5, 0, 7]).matrix((4,))
    assert matrix.dense()[0].tolist() == [5, 0, 7, 0]
    assert matrix.mask()[0].tolist() == [1, 1, 1, 0]
    assert matrix.nonzeros == 6


@pytest.mark.parametrize("padding", ["full", "valid"])
def test_the_matrix_of_a_convolution_is_that_of_scipy(padding: str) -> None:
    """scipy.linalg.convolution_matrix, which knows neither stride nor dilation nor padding modes."""
    theirs = linalg.convolution_matrix([5, 6, 7], 4, mode=padding)
    ours = Layer([5, 6, 7], operation="convolution", padding=padding).matrix((4,))
    assert ours.dense().tolist() == theirs.tolist()


@given(st.lists(whole, min_size=1, max_size=8), st.integers(1, 12), st.sampled_from(["full", "same_lower", "valid"]))
def test_every_matrix_of_a_convolution_is_that_of_scipy(w: list[float], size: int, padding: str) -> None:
    """Its `same` is the SAME_LOWER layout, and like NumPy it sizes by the longer one, so ours is the shorter."""
    assume(len(w) <= size)
    theirs = linalg.convolution_matrix(w, size, mode=padding.removesuffix("_lower"))
    assert Layer(w, operation="convolution", padding=padding).matrix((size,)).dense().tolist() == theirs.tolist()


def test_same_and_same_lower_are_the_same_matrix_shifted_by_one() -> None:
    """For an even kernel the word is ambiguous, and this is all it is about."""
    upper = Layer([1, 2], padding="same").matrix((4,)).dense()
    lower = Layer([1, 2], padding="same_lower").matrix((4,)).dense()
    assert upper.tolist() == [[1, 2, 0, 0], [0, 1, 2, 0], [0, 0, 1, 2], [0, 0, 0, 1]]
    assert lower.tolist() == [[2, 0, 0, 0], [1, 2, 0, 0], [0, 1, 2, 0], [0, 0, 1, 2]]
    assert lower[1:].tolist() == upper[:-1].tolist()


STRUCTURES = [
    # inputs, taps, fields -> name, as design.md has it
    (4, 3, {}, "toeplitz"),
    (4, 3, {"padding": "full"}, "toeplitz"),
    (4, 3, {"padding": "same"}, "toeplitz"),
    (9, 3, {"dilation": 2}, "toeplitz"),
    (5, 3, {"stride": 2}, "strided-toeplitz"),
    (6, 3, {"stride": 2, "padding": "same"}, "strided-toeplitz"),
    (4, 3, {"padding": "same", "padding_mode": "circular"}, "circulant"),
    (5, 2, {"padding": "same", "padding_mode": "circular", "dilation": 2}, "circulant"),
    (4, 1, {"padding_mode": "circular"}, "circulant"),
    (4, 3, {"padding": "full", "padding_mode": "circular"}, "toeplitz"),
    (4, 3, {"padding_mode": "circular"}, "toeplitz"),
    (6, 3, {"stride": 2, "padding": "same", "padding_mode": "circular"}, "strided-circulant"),
    (5, 3, {"padding": "same", "padding_mode": "reflect"}, "structured"),
    (5, 3, {"padding": "same", "padding_mode": "replicate"}, "structured"),
    (6, 3, {"stride": 2, "padding": "full", "padding_mode": "replicate"}, "structured"),
    # a mode that no window sees changes nothing
    (5, 3, {"padding_mode": "reflect"}, "toeplitz"),
    (5, 3, {"padding_mode": "replicate", "stride": 2}, "strided-toeplitz"),
    (4, 2, {"padding": [[0, 1]], "padding_mode": "reflect", "stride": 2}, "strided-toeplitz"),
    (5, 3, {"padding_mode": "circular", "stride": 2}, "strided-toeplitz"),
    # one row is not a stride
    (3, 3, {"stride": 2}, "toeplitz"),
    (1, 1, {"stride": 2, "padding_mode": "circular"}, "toeplitz"),
]


@pytest.mark.parametrize(("inputs", "taps", "fields", "name"), STRUCTURES)
def test_the_matrix_is_named_by_its_table(inputs: int, taps: int, fields: dict[str, object], name: str) -> None:
    """Circulant, Toeplitz, every s-th row of one, or just structured: said honestly, every time."""
    weight = list(range(1, taps + 1))
    assert Layer(weight, **fields).matrix((inputs,)).structure == name
    assert Layer([weight, weight], **fields).matrix((inputs,)).structure == f"{name}-blocks"


TWO_AXES = [
    # fields -> the names of a 3 × 3 kernel on a 5 × 6 input
    ({}, "doubly-block-toeplitz"),
    ({"padding": "full"}, "doubly-block-toeplitz"),
    ({"padding": "same", "dilation": [2, 1]}, "doubly-block-toeplitz"),
    ({"stride": 2}, "doubly-block-strided-toeplitz"),
    ({"stride": [2, 1]}, "block-strided-toeplitz-with-toeplitz-blocks"),
    ({"stride": [1, 2]}, "block-toeplitz-with-strided-toeplitz-blocks"),
    ({"stride": [5, 1]}, "doubly-block-toeplitz"),
    ({"padding": "same", "padding_mode": "circular"}, "doubly-block-circulant"),
    ({"padding": [1, 0], "padding_mode": "circular"}, "block-circulant-with-toeplitz-blocks"),
    ({"padding": [0, 1], "padding_mode": "circular"}, "block-toeplitz-with-circulant-blocks"),
    ({"padding": "full", "padding_mode": "circular"}, "doubly-block-toeplitz"),
    ({"padding": 1, "padding_mode": "circular", "stride": 2}, "doubly-block-strided-circulant"),
    ({"padding": 1, "padding_mode": "circular", "stride": [1, 2]}, "block-circulant-with-strided-circulant-blocks"),
    ({"padding": [0, 1], "padding_mode": "reflect"}, "structured"),
    ({"padding": [1, 0], "padding_mode": "replicate"}, "structured"),
    ({"padding": 1, "padding_mode": "reflect"}, "structured"),
    ({"padding": 0, "padding_mode": "reflect"}, "doubly-block-toeplitz"),
]


@pytest.mark.parametrize(("fields", "name"), TWO_AXES)
def test_the_matrix_of_two_axes_is_named_by_its_two_tables(fields: dict[str, object], name: str) -> None:
    """Never Toeplitz alone: doubly block, blocks of unlike structure, or just structured; channels make it blocks."""
    kernel = np.arange(9.0).reshape(3, 3)
    assert Layer(kernel, **fields).matrix((5, 6)).structure == name
    one = Layer(kernel.reshape(1, 1, 3, 3), **fields)
    assert one.matrix((1, 5, 6)).structure == name
    filters = Layer(np.stack([kernel, kernel]), dims=2, **fields)
    assert filters.matrix((5, 6)).structure == f"{name}-blocks"
    channels = Layer(np.stack([kernel, kernel])[None], **fields)
    assert channels.matrix((2, 5, 6)).structure == f"{name}-blocks"
    depthwise = Layer(np.stack([kernel, kernel])[:, None], groups=2, **fields)
    assert depthwise.matrix((2, 5, 6)).structure == f"{name}-blocks"


def test_several_channels_along_one_axis_are_blocks_too() -> None:
    """One filter over two channels: two Toeplitz blocks beside each other."""
    matrix = Layer([[[5, 6, 7], [1, 2, 3]]]).matrix((2, 4))
    assert matrix.structure == "toeplitz-blocks"
    assert matrix.dense().tolist() == [[5, 6, 7, 0, 1, 2, 3, 0], [0, 5, 6, 7, 0, 1, 2, 3]]


def test_groups_leave_whole_blocks_without_a_connection() -> None:
    """Depthwise: each filter reads its own channel, the other block is structurally zero."""
    matrix = Layer([[[5, 6, 7]], [[1, 2, 3]]], groups=2).matrix((2, 4))
    assert matrix.dense().tolist() == [
        [5, 6, 7, 0, 0, 0, 0, 0],
        [0, 5, 6, 7, 0, 0, 0, 0],
        [0, 0, 0, 0, 1, 2, 3, 0],
        [0, 0, 0, 0, 0, 1, 2, 3],
    ]
    assert matrix.nonzeros == 12


def test_the_doubly_block_toeplitz_matrix_by_hand() -> None:
    """A 2 × 2 kernel on 3 × 3: blocks of the first kernel row, then of the second, each Toeplitz."""
    assert Layer([[1, 2], [3, 4]]).matrix((3, 3)).dense().tolist() == [
        [1, 2, 0, 3, 4, 0, 0, 0, 0],
        [0, 1, 2, 0, 3, 4, 0, 0, 0],
        [0, 0, 0, 1, 2, 0, 3, 4, 0],
        [0, 0, 0, 0, 1, 2, 0, 3, 4],
    ]


def is_shifted(above: np.ndarray, below: np.ndarray, name: str, stride: int) -> bool:
    """Whether the second of two rows (of numbers or of blocks) is the first, moved on by the stride."""
    if name.endswith("circulant"):
        return below.tolist() == np.roll(above, stride, axis=0).tolist()
    return below[stride:].tolist() == above[: max(0, len(above) - stride)].tolist()


@exact
@given(cases())
def test_the_name_is_true_of_the_matrix(case: Case) -> None:
    """A name is a claim about the numbers, whatever they are: along each axis, a row is the one above it, shifted."""
    plan, slow = case.plan, case.slow
    matrix = case.layer.matrix(case.shape)
    assert matrix.structure.endswith("-blocks") == (
        slow.filters > 1 or slow.channels > 1 or "-with-" in matrix.structure
    )
    name = matrix.structure if slow.filters == slow.channels == 1 else matrix.structure.removesuffix("-blocks")
    if name == "structured":
        assert slow.mode in {"reflect", "replicate"}
        return
    doubly = name.removeprefix("doubly-block-")
    if len(plan.axes) == 1:
        names = [name]
    elif doubly != name:
        names = [doubly, doubly]
    else:
        assert name.startswith("block-")
        names = name.removeprefix("block-").removesuffix("-blocks").split("-with-")
        assert len(set(names)) == 2
    # filter, output of each axis, channel, input of each axis
    sizes = [axis.output_size for axis in plan.axes], [axis.input_size for axis in plan.axes]
    table = matrix.dense().reshape(slow.filters, *sizes[0], slow.channels, *sizes[1])
    for place, (axis, claim) in enumerate(zip(plan.axes, names, strict=True)):
        outputs, inputs = 1 + place, 2 + len(plan.axes) + place
        along = np.moveaxis(table, (outputs, inputs), (0, 1))
        stride = axis.stride if claim.startswith("strided") else 1
        assert claim.removeprefix("strided-") in {"toeplitz", "circulant"}
        assert claim.startswith("strided") == (axis.stride > 1 and axis.output_size > 1)
        assert all(is_shifted(above, below, claim, stride) for above, below in itertools.pairwise(along))
        if claim == "circulant":
            assert axis.output_size == axis.input_size
            assert axis.stride == 1


@given(cases())
def test_the_name_does_not_depend_on_the_values(case: Case) -> None:
    """All weights equal, all weights zero: the table is the same, and so is the name."""
    name = case.layer.matrix(case.shape).structure
    for value in (0, 1):
        weight = np.full(case.layer.weight.shape, value)
        assert case.changed(weight=weight).matrix(case.shape).structure == name
