from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import signal

from app.convolution import (
    ACTIVATIONS,
    Layer,
    TransposedLayer,
)
from tests.convolution.transposed_cases import Case, cases


@given(cases())
def test_each_input_stamps_the_kernel_onto_the_output(case: Case) -> None:
    """z = b + Σ x · w, each product added where it falls: walked input by input and tap by tap, exactly."""
    found = case.layer.forward(case.input)
    assert found.tolist() == case.slow().tolist()
    assert case.layer.output_shape(case.input.shape) == found.shape


@given(cases())
def test_the_matrix_gives_the_same_output_as_stamping(case: Case) -> None:
    """z = Tᵀ x + b, from the dense matrix, from its ties, and from its compressed rows."""
    matrix = case.layer.matrix(case.input.shape)
    expected = (case.slow() - np.reshape(case.bias, (-1, *(1 for _ in case.sizes)))).ravel()
    assert (matrix.dense() @ case.input.ravel()).tolist() == expected.tolist()
    assert matrix.multiply(case.input.ravel()).tolist() == expected.tolist()
    assert matrix.rows(0, 1).tolist() == matrix.dense()[:1].tolist()
    assert matrix.shape == (expected.size, case.input.size)


@given(cases())
def test_it_is_the_adjoint_of_the_layer_with_the_same_fields(case: Case) -> None:
    """⟨T x, y⟩ = ⟨x, Tᵀ y⟩, exactly, T x by sliding and Tᵀ y by stamping."""
    assume(all(extra < stride for extra, stride in zip(case.output_padding, case.stride, strict=True)))
    layer = Layer(case.weight, **case.fields)
    transposed = TransposedLayer(case.weight, output_padding=list(case.output_padding), **case.fields)
    x = case.slow() % 7
    assert float((layer.forward(x) * case.input).sum()) == float((x * transposed.forward(case.input)).sum())
    assert layer.gradients(x, case.input).input.tolist() == transposed.forward(case.input).tolist()


@given(cases())
def test_its_matrix_is_the_transpose_of_the_layers_matrix(case: Case) -> None:
    """Row for column; where it has a name, the same one."""
    assume(all(extra < stride for extra, stride in zip(case.output_padding, case.stride, strict=True)))
    layer = Layer(case.weight, **case.fields).matrix(case.slow().shape)
    turned = case.layer.matrix(case.input.shape)
    assert turned.dense().tolist() == layer.dense().T.tolist()
    assert turned.mask().tolist() == layer.mask().T.tolist()
    assert turned.structure == ("transposed-" if "strided" in layer.structure else "") + layer.structure
    assert turned.distinct_weights == layer.distinct_weights


@given(cases())
def test_the_rows_of_its_ties_rise(case: Case) -> None:
    """As everywhere: by output, so that a range of rows is a range of ties."""
    assert (np.diff(case.layer.matrix(case.input.shape).ties.output) >= 0).all()


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=9), st.lists(st.integers(-9, 9), min_size=1, max_size=9))
def test_with_one_kernel_and_no_options_it_is_a_full_convolution(x: list[float], w: list[float]) -> None:
    """scipy.signal.convolve, which puts w · x[i] at i … i + k − 1."""
    assert TransposedLayer(w).forward(x).tolist() == signal.convolve(x, w, mode="full", method="direct").tolist()


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=6), st.lists(st.integers(-9, 9), min_size=1, max_size=6))
def test_with_a_stride_it_is_upsampling_and_then_a_filter(x: list[float], w: list[float]) -> None:
    """scipy.signal.upfirdn with up = stride, which ends with the last kernel as we do."""
    assert TransposedLayer(w, stride=3).forward(x).tolist() == signal.upfirdn(w, x, up=3).tolist()


def test_the_backward_pass_of_the_question_is_a_transposed_layer() -> None:
    """Upstream 1 1 through 5 6 7 gives 5 11 13 7."""
    layer = TransposedLayer([5, 6, 7])
    assert layer.forward([1, 1]).tolist() == [5, 11, 13, 7]
    assert layer.matrix((2,)).dense().tolist() == [[5, 0], [6, 5], [7, 6], [0, 7]]
    assert layer.matrix((2,)).structure == "toeplitz"


FROM_PYTORCH = [
    ({}, [5, 16, 34, 32, 21]),
    ({"stride": 2}, [5, 6, 17, 12, 29, 18, 21]),
    ({"stride": 2, "padding": 1, "output_padding": 1}, [6, 17, 12, 29, 18, 21]),
    ({"dilation": 2, "output_padding": 1}, [5, 10, 21, 12, 25, 14, 21, 0]),
    ({"stride": 1, "dilation": 3, "output_padding": 2, "padding": 2}, [15, 6, 12, 18, 7, 14, 21]),
]


@pytest.mark.parametrize(("options", "expected"), FROM_PYTORCH)
def test_the_options_mean_what_they_mean_in_pytorch(options: dict[str, Any], expected: list[float]) -> None:
    """torch.nn.functional.conv_transpose1d of PyTorch 2.13 on 1 2 3 with 5 6 7."""
    assert TransposedLayer([5, 6, 7], **options).forward([1, 2, 3]).tolist() == expected


def test_float32_stays_float32() -> None:
    """As everywhere in the core."""
    layer = TransposedLayer(np.array([5, 6, 7], dtype=np.float32))
    assert layer.forward(np.array([1, 1], dtype=np.float32)).dtype == np.float32
    assert layer.matrix((2,)).dense().dtype == np.float32
    assert layer.forward([1, 1]).dtype == np.float64


def test_it_has_a_bias_and_a_non_linearity_of_its_own() -> None:
    """One number for each output channel, and f entry by entry."""
    layer = TransposedLayer([5, 6, 7], bias=-6, activation="relu")
    assert layer.forward([1, 1]).tolist() == [-1, 5, 7, 1]
    assert layer.activate(layer.forward([1, 1])).tolist() == [0, 5, 7, 1]
    assert set(ACTIVATIONS) >= {layer.activation}


SHAPES = [
    ((4,), (3,), 1, (6,)),
    ((4,), (1, 2, 3), 1, (2, 6)),
    ((2, 4), (2, 3, 3), 1, (3, 6)),
    ((2, 4), (2, 3, 3), 2, (6, 6)),
    ((4, 5), (3, 2), 1, (6, 6)),
    ((4, 5), (1, 2, 3, 2), 1, (2, 6, 6)),
    ((2, 4, 5), (2, 3, 3, 2), 2, (6, 6, 6)),
]


@pytest.mark.parametrize(("input_shape", "weight_shape", "groups", "shape"), SHAPES)
def test_the_shapes_are_those_of_a_layer_with_inputs_and_outputs_exchanged(
    input_shape: tuple[int, ...], weight_shape: tuple[int, ...], groups: int, shape: tuple[int, ...]
) -> None:
    """The weight is (C_in, C_out/groups, K…), or one bare kernel."""
    layer = TransposedLayer(np.ones(weight_shape), groups=groups)
    assert layer.output_shape(input_shape) == layer.forward(np.ones(input_shape)).shape == shape


def test_within_a_row_the_ties_keep_the_order_of_the_inputs() -> None:
    """Thousands of them, so that a sort that is not stable would show."""
    ties = TransposedLayer(np.ones(60)).matrix((100,)).ties
    assert (np.lexsort((ties.input, ties.output)) == np.arange(len(ties))).all()


@pytest.mark.parametrize(("weight", "values"), [("float64", "float32"), ("float32", "float64"), ("float32", "float32")])
def test_the_finer_of_two_kinds_of_number_is_kept(weight: str, values: str) -> None:
    """0.1 · 0.1 in float64 unless both are float32."""
    found = TransposedLayer(np.array([0.1], weight)).forward(np.array([0.1], values))
    assert found.dtype == np.result_type(weight, values)
