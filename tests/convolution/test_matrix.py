import numpy as np
import pytest
from hypothesis import given
from scipy import linalg, sparse

from app.convolution import Layer
from tests.convolution.cases import Case, cases


def test_the_matrix_of_the_question() -> None:
    """Two rows, the same three weights in each, shifted by one."""
    matrix = Layer([5, 6, 7]).matrix((4,))
    assert matrix.dense().tolist() == [[5, 6, 7, 0], [0, 5, 6, 7]]
    assert matrix.mask().tolist() == [[1, 1, 1, 0], [0, 1, 1, 1]]
    assert matrix.shape == (2, 4)
    assert matrix.structure == "toeplitz"
    assert matrix.nonzeros == 6
    assert matrix.distinct_weights == 3


@given(cases())
def test_the_matrix_gives_the_same_output_as_sliding(case: Case) -> None:
    """z = T x + b is the whole answer to the question, exactly for whole numbers."""
    layer = case.layer
    x = np.array(case.input, dtype=float)
    bias = np.repeat(case.slow.bias, len(case.slow.windows(case.size)))
    matrix = layer.matrix((case.size,))
    sliding = layer.forward(x).ravel().tolist()
    assert (matrix.dense() @ x + bias).tolist() == sliding
    assert (matrix.multiply(x) + bias).tolist() == sliding


@given(cases())
def test_each_column_is_what_the_loops_make_of_a_unit_vector(case: Case) -> None:
    """That is what the matrix of a linear map is; ties that share a cell add up."""
    assert case.layer.matrix((case.size,)).dense().tolist() == case.slow.matrix(case.size)


@given(cases())
def test_the_mask_marks_the_cells_with_a_tie_whatever_their_value(case: Case) -> None:
    """A structural zero is a cell that no tie has, never a cell whose number is 0."""
    ties = {(output, i) for output, i, _ in case.slow.ties(case.size)}
    matrix = case.layer.matrix((case.size,))
    rows, columns = matrix.shape
    assert matrix.mask().tolist() == [[int((o, i) in ties) for i in range(columns)] for o in range(rows)]
    assert matrix.nonzeros == len(ties)


@given(cases())
def test_the_coordinates_sum_to_the_matrix(case: Case) -> None:
    """One entry a tie, with the weight it carries; SciPy sums the duplicates."""
    matrix = case.layer.matrix((case.size,))
    found = matrix.coordinates()
    summed = sparse.coo_array((found.value, (found.row, found.column)), shape=matrix.shape).toarray()
    assert summed.tolist() == case.slow.matrix(case.size)
    flat = [tap for taps in case.slow.filters for tap in taps]
    ties = case.slow.ties(case.size)
    assert found.weight_index.tolist() == [weight for _, _, weight in ties]
    assert found.value.tolist() == [flat[weight] for _, _, weight in ties]


@given(cases())
def test_the_distinct_weights_are_those_that_some_tie_carries(case: Case) -> None:
    """A tap that only ever meets padding does not stand in the matrix."""
    carried = {weight for _, _, weight in case.slow.ties(case.size)}
    assert case.layer.matrix((case.size,)).distinct_weights == len(carried)


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


@given(cases())
def test_the_name_is_true_of_the_matrix(case: Case) -> None:
    """A name is a claim about the numbers, whatever they are: each row is the one above it, shifted."""
    matrix = case.layer.matrix((case.size,))
    blocks = np.split(matrix.dense(), len(case.slow.filters))
    name = matrix.structure.removesuffix("-blocks")
    assert matrix.structure.endswith("-blocks") == (len(blocks) > 1)
    stride = case.slow.stride if name.startswith("strided") else 1
    for block in blocks:
        above, below = block[:-1], block[1:]
        if name in {"circulant", "strided-circulant"}:
            assert below.tolist() == np.roll(above, stride, axis=1).tolist()
        elif name in {"toeplitz", "strided-toeplitz"}:
            assert below[:, stride:].tolist() == above[:, : -stride or None][:, : below.shape[1] - stride].tolist()
        else:
            assert name == "structured"
            assert case.slow.mode in {"reflect", "replicate"}
    if name == "circulant":
        assert matrix.dense()[: case.size].shape == (case.size, case.size)


@given(cases())
def test_the_name_does_not_depend_on_the_values(case: Case) -> None:
    """All weights equal, all weights zero: the table is the same, and so is the name."""
    names = {
        Layer(**{**case.fields, "weight": np.full_like(np.array(case.fields["weight"]), value)})
        .matrix((case.size,))
        .structure
        for value in (0, 1)
    }
    assert names == {case.layer.matrix((case.size,)).structure}
