from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given

from app.convolution import ACTIVATIONS, Layer, ResultOverflowError
from app.convolution.adjoint import adjoint, by_taps
from app.convolution.gradients import chunked_gradient, gathered_gradient, scattered_gradient, slid_gradient
from tests.convolution.cases import Case, cases


def everything(layer: Layer, x: np.ndarray, upstream: np.ndarray | None) -> dict[str, np.ndarray]:
    """Every array that a layer makes of an input."""
    z = layer.forward(x)
    found = layer.gradients(x, upstream, through_activation=True)
    step = layer.learning_step(x, upstream, through_activation=True, rate=0.5)
    matrix = layer.matrix(x.shape)
    slide = layer.slide(x)
    return {
        "output": z,
        "activation": layer.activate(z),
        "weight gradient": found.weight,
        "bias gradient": found.bias,
        "input gradient": found.input,
        "delta": found.delta,
        "convolutional step": step.convolutional,
        "locally connected step": step.locally_connected,
        "dense step": step.dense,
        "dense": matrix.dense(),
        "coordinates": matrix.coordinates().value,
        "compressed rows": matrix.compressed_rows().data,
        "product": matrix.multiply(x.ravel()),
        "values": slide.values,
        "taps": slide.taps,
        "sums": slide.sums,
        "products": slide.step(0).products,
    }


def kinds(arrays: dict[str, np.ndarray]) -> dict[str, str]:
    """What each array holds."""
    return {name: array.dtype.name for name, array in arrays.items()}


LAYERS = [
    # input, weight, filters, fields
    ((5,), (3,), 1, {}),
    ((5,), (2, 3), 2, {"padding": "same", "padding_mode": "reflect"}),
    ((4, 5), (2, 2, 3), 2, {"groups": 2, "stride": 2}),
    ((2, 4, 5), (3, 2, 2, 2), 3, {"padding": 1, "padding_mode": "circular"}),
]


@pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
@pytest.mark.parametrize(("shape", "weight", "filters", "fields"), LAYERS)
def test_float32_stays_float32_and_float64_float64(
    activation: str, shape: tuple[int, ...], weight: tuple[int, ...], filters: int, fields: dict[str, object]
) -> None:
    """In every array of every step, with an upstream gradient and without."""
    for kind in ("float32", "float64"):
        layer = Layer(np.ones(weight, kind), np.ones(filters, kind), activation=activation, **fields)
        x = np.ones(shape, kind)
        for upstream in (None, np.ones(layer.output_shape(shape), kind)):
            assert set(kinds(everything(layer, x, upstream)).values()) == {kind}


@pytest.mark.parametrize("wide", ["input", "weight", "bias"])
def test_one_array_of_float64_makes_the_output_float64(wide: str) -> None:
    """Nothing is cut to float32 because something else is: 2²⁴ + 1 survives."""
    kind = {name: "float64" if name == wide else "float32" for name in ("input", "weight", "bias")}
    layer = Layer(np.array([1, 0], kind["weight"]), np.array([1], kind["bias"]))
    found = layer.forward(np.array([2**24, 0, 0], kind["input"]))
    assert found.tolist() == [2**24 + (wide != "float32"), 1]
    assert found.dtype == np.float64


def test_the_gradient_of_a_float32_input_keeps_the_digits_of_a_float64_weight() -> None:
    """No upstream is all ones, in the wider kind of the two."""
    found = Layer([2**24 + 1]).gradients(np.array([1], np.float32))
    assert found.input.tolist() == [2**24 + 1]
    found = Layer([2**24 + 1]).gradients(np.array([1], np.float32), np.array([1], np.float32))
    assert found.input.tolist() == [2**24 + 1]


BACKWARD = [
    (chunked_gradient, "values"),
    (gathered_gradient, "values"),
    (slid_gradient, "values"),
    (by_taps, "weight"),
    (scattered_gradient, "weight"),
    (adjoint, "weight"),
]


@pytest.mark.parametrize(("way", "beside"), BACKWARD)
@pytest.mark.parametrize(("kind", "kind_of_delta"), [("float32", "float64"), ("float64", "float32")])
def test_each_way_back_keeps_the_finer_of_two_kinds_of_number(
    way: Callable[..., np.ndarray], beside: str, kind: str, kind_of_delta: str
) -> None:
    """As if both were float64: what float32 would round away is still there."""
    plan = Layer(np.ones((2, 2, 3)), stride=2).plan((2, 9))
    shape = (2, 9) if beside == "values" else (plan.weights,)
    given = np.arange(1, 1 + np.prod(shape), dtype=kind).reshape(shape) / 3
    delta = np.arange(1, 9, dtype=kind_of_delta).reshape(2, 4) / 7
    found = way(plan, given, delta)
    assert found.dtype == np.float64
    assert np.abs(found - way(plan, given.astype(float), delta.astype(float))).max() < 1e-13


@given(cases())
def test_float32_is_exact_on_small_whole_numbers_too(case: Case) -> None:
    """Below 2²⁴, which none of these sums reaches, it gives what the loops give."""
    narrow = {
        name: None if case.fields[name] is None else np.array(case.fields[name], np.float32)
        for name in ("weight", "bias")
    }
    found = case.changed(**narrow).forward(np.array(case.input, np.float32))
    assert found.dtype == np.float32
    assert found.ravel().tolist() == case.slow.flat(case.input)


def test_what_is_too_large_for_float32_is_an_error_that_says_so() -> None:
    """Never an infinity, wherever it comes about."""
    layer = Layer(np.array([1e30], np.float32))
    x = np.array([1e30], np.float32)
    for compute in (lambda: layer.forward(x), lambda: layer.gradients(x, x), lambda: layer.matrix((1,)).multiply(x)):
        with pytest.raises(ResultOverflowError, match=r"too large for float32 \(above 3\.4e\+38\)"):
            compute()
