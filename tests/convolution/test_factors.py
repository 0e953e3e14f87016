from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.linalg import convolution_matrix

from app.convolution import Layer, PaddingError, factor, padding_matrix, shifts, trimmed_rows
from app.convolution.factors import full_plan, valid_matrix
from tests.convolution.cases import Case, cases, exact
from tests.oracles import flatten

NUMPY_PAD = {"zeros": "constant", "reflect": "reflect", "replicate": "edge", "circular": "wrap"}


@exact
@given(cases())
def test_a_layers_matrix_is_a_valid_layer_times_its_padding(case: Case) -> None:
    """T = C · P, exactly, for every mode: T from the ties, C and P each by itself."""
    found = factor(case.layer, case.shape)
    assert (found.valid.dense() @ found.padding.dense()).tolist() == case.layer.matrix(case.shape).dense().tolist()


@given(cases())
def test_the_padding_matrix_pads_as_numpy_does(case: Case) -> None:
    """P · vec(x) is numpy.pad of x, each channel by itself."""
    plan = case.plan
    maps = case.values.reshape(plan.in_channels, *(axis.input_size for axis in plan.axes))
    widths = [(0, 0), *((axis.before, axis.after) for axis in plan.axes)]
    expected = np.pad(maps, widths, mode=NUMPY_PAD[case.fields["padding_mode"]])
    matrix = padding_matrix(plan)
    assert matrix.multiply(case.values).tolist() == expected.ravel().tolist()
    assert matrix.shape == (expected.size, case.values.size)


def test_the_factors_are_named_as_any_matrix_is() -> None:
    """A valid layer is Toeplitz whatever the padding was; copies of a reflection have no such structure."""
    found = factor(Layer([5, 6, 7], padding=1, padding_mode="reflect"), (4,))
    assert (found.valid.structure, found.padding.structure) == ("toeplitz", "structured")
    strided = factor(Layer([[5, 6], [7, 8]], padding=1, stride=2), (4, 4))
    assert (strided.valid.structure, strided.padding.structure) == (
        "doubly-block-strided-toeplitz",
        "doubly-block-toeplitz",
    )


@given(cases())
def test_the_padding_matrix_has_one_one_in_a_row_or_nothing(case: Case) -> None:
    """It copies; only on padding of zeros a row is empty, and no column is ever empty."""
    dense = padding_matrix(case.plan).dense()
    assert set(np.unique(dense)) <= {0, 1}
    assert (dense.sum(axis=1) <= 1).all()
    assert (dense.sum(axis=0) >= 1).all()
    if case.fields["padding_mode"] != "zeros":
        assert (dense.sum(axis=1) == 1).all()


@given(cases())
def test_the_valid_factor_is_a_layer_on_the_padded_input(case: Case) -> None:
    """The six loops on an input that really is padded give the same rows."""
    plan = case.plan
    matrix = valid_matrix(plan, np.array(flatten(case.fields["weight"])))
    bias = np.repeat(case.slow.bias, plan.positions)
    padded = padding_matrix(plan).multiply(case.values)
    assert (matrix.multiply(padded) + bias).tolist() == case.slow.flat(case.input)


@exact
@given(cases())
def test_padding_and_stride_choose_rows_of_the_full_matrix(case: Case) -> None:
    """For zeros: the kept rows of the full matrix with stride 1 are the layer's rows."""
    assume(case.fields["padding_mode"] == "zeros")
    plan = case.plan
    try:
        rows = trimmed_rows(plan)
    except PaddingError:
        assert any(axis.before >= axis.span or axis.after >= axis.span for axis in plan.axes)
        return
    full = case.changed(padding="full", stride=1).matrix(case.shape)
    assert astuple(full_plan(plan)) == astuple(case.changed(padding="full", stride=1).plan(case.shape))
    assert full.dense()[rows].tolist() == case.layer.matrix(case.shape).dense().tolist()
    assert (np.diff(rows) > 0).all()


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=6), st.integers(1, 9))
def test_same_lower_and_valid_keep_the_rows_that_scipy_keeps(w: list[int], size: int) -> None:
    """scipy.linalg.convolution_matrix: its `same` is our same_lower, its `valid` ours."""
    assume(size >= len(w))
    full = convolution_matrix(w, size, mode="full")
    for name, mode in (("same_lower", "same"), ("valid", "valid")):
        layer = Layer(w, operation="convolution", padding=name)
        assert full[trimmed_rows(layer.plan((size,)))].tolist() == convolution_matrix(w, size, mode=mode).tolist()


def test_the_rows_that_same_and_valid_trim_in_the_question() -> None:
    """Full has 6 rows; same drops the first and the last, valid two at either end."""
    rows = {name: Layer([5, 6, 7], padding=name).plan((4,)) for name in ("full", "same", "valid")}
    assert {name: trimmed_rows(plan).tolist() for name, plan in rows.items()} == {
        "full": [0, 1, 2, 3, 4, 5],
        "same": [1, 2, 3, 4],
        "valid": [2, 3],
    }


def test_same_and_same_lower_are_one_matrix_shifted_by_one() -> None:
    """An even kernel leaves one padding over; it goes to the end or to the start."""
    same, lower = (Layer([1, 2, 3, 4], padding=name).plan((5,)) for name in ("same", "same_lower"))
    assert (trimmed_rows(same) - trimmed_rows(lower)).tolist() == [1] * 5
    assert (shifts(same), shifts(lower)) == ((2,), (1,))
    square = Layer([[1, 2], [3, 4]], padding="same").plan((3, 3))
    assert shifts(square) == (1, 1)
    assert trimmed_rows(square).tolist() == [5, 6, 7, 9, 10, 11, 13, 14, 15]


def test_several_filters_each_keep_their_rows() -> None:
    """The full matrix has 6 rows a filter."""
    assert trimmed_rows(Layer([[5, 6, 7], [1, 2, 3]]).plan((4,))).tolist() == [2, 3, 8, 9]


def test_the_structure_of_the_padding_is_named() -> None:
    """Zeros and circular padding lie on diagonals; a mirror and a repeated edge do not."""
    names = {
        mode: padding_matrix(Layer([5, 6, 7], padding=1, padding_mode=mode).plan((4,))).structure
        for mode in ("zeros", "circular", "reflect", "replicate")
    }
    assert names == {"zeros": "toeplitz", "circular": "toeplitz", "reflect": "structured", "replicate": "structured"}


@pytest.mark.parametrize("mode", ["reflect", "replicate", "circular"])
def test_copied_padding_has_no_rows_of_the_full_matrix(mode: str) -> None:
    """Unless no window reads it."""
    plan = Layer([5, 6, 7], padding=1, padding_mode=mode).plan((4,))
    with pytest.raises(PaddingError, match=f"{mode} padding copies inputs, so its rows are not rows of the full matr"):
        trimmed_rows(plan)
    assert trimmed_rows(Layer([5, 6, 7], padding_mode=mode).plan((4,))).tolist() == [2, 3]


@pytest.mark.parametrize("padding", [[[3, 0]], [[0, 3]], 3])
def test_padding_wider_than_full_is_said_to_be(padding: object) -> None:
    """Such rows read nothing at all."""
    with pytest.raises(PaddingError, match="wider than full padding, which is 2 for a kernel that spans 3: its outer"):
        trimmed_rows(Layer([5, 6, 7], padding=padding).plan((4,)))
