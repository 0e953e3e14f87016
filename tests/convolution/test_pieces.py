"""All work is done in pieces that stay in the cache: here they are so small that every loop goes round many times."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given

from app.convolution import METHODS, Layer, OptionError, banded, fourier, gradients, im2col, kernels, separable
from tests.convolution import pooling_cases
from tests.convolution.cases import Case, cases

PIECES = [
    (kernels, {"CHUNK": 7, "TINY": 0}),
    (banded, {"BLOCK": 3, "PIECE": 4, "TAPS": 3, "CACHE": 8}),
    (im2col, {"CHUNK": 16, "WIDE": 2, "FULL": 32}),
    (fourier, {"BLOCK": 8, "BATCH": 16, "TILE": 2}),
    (separable, {"CACHE": 5}),
]


@pytest.fixture(scope="module", autouse=True)
def _small_pieces() -> Iterator[None]:
    """Every measure of a piece is a handful of numbers."""
    with pytest.MonkeyPatch.context() as patch:
        for module, sizes in PIECES:
            for name, size in sizes.items():
                patch.setattr(module, name, size)
        yield


@pytest.mark.parametrize("method", sorted(METHODS))
@given(case=cases())
def test_pieces_fit_together(method: str, case: Case) -> None:
    """Each method gives what the six loops give: exactly, but for transforms, which round."""
    try:
        found = case.layer.forward(case.input, method=method).ravel()
    except OptionError:
        return  # the method cannot compute this layer
    expected = np.array(case.slow.flat(case.input))
    if method in ("fft", "overlap-save"):
        assert np.abs(found - expected).max() <= 1e-12 * (1 + np.abs(expected).max()) * 100
    else:
        assert found.tolist() == expected.tolist()


@pytest.mark.parametrize("method", sorted(METHODS))
def test_a_window_larger_than_every_piece_is_still_read_whole(method: str) -> None:
    """Sixty taps, where a piece holds 32 numbers at most."""
    x, w = np.arange(70.0), np.arange(60.0) % 7
    found = Layer(w).forward(x, method=method)
    assert np.abs(found - np.correlate(x, w)).max() <= (1e-9 if method in ("fft", "overlap-save") else 0)


@pytest.mark.parametrize("by_table", [False, True])
@given(case=cases())
def test_pieces_of_gradients_fit_together(by_table: bool, case: Case) -> None:
    """Those of the weights and of the input, also from the table of windows, as where padding is enormous."""
    with pytest.MonkeyPatch.context() as patch:
        if by_table:
            patch.setattr(gradients, "padded_obstacle", lambda plan: "the padding is enormous")
        found = case.layer.gradients(case.input, case.delta)
    assert found.weight.ravel().tolist() == case.slow.weight_gradient(case.input, case.upstream)
    assert found.input.ravel().tolist() == case.slow.input_gradient(case.upstream)


@pytest.mark.parametrize("kind", ["float32", "float64"])
def test_gradients_from_the_table_keep_the_kind_of_number(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """float32 in, float32 out; the finer one where input and weight differ."""
    monkeypatch.setattr(gradients, "padded_obstacle", lambda plan: "the padding is enormous")
    x, weight = np.ones(4, kind), np.ones(2, kind)
    for given_x, given_weight in ((x, weight), (x, weight.astype("float64")), (x.astype("float64"), weight)):
        found = Layer(given_weight).gradients(given_x)
        wanted = np.result_type(given_x, given_weight)
        assert (found.weight.dtype, found.input.dtype) == (wanted, wanted)


@given(pooling_cases.cases())
def test_pieces_of_maps_fit_together(case: pooling_cases.Case) -> None:
    """Pooling, forward and back."""
    values, places = case.pooled()
    assert case.pooling.forward(case.maps).reshape(len(case.maps), -1).tolist() == values
    if case.kind == "max":
        assert case.pooling.argmax(case.maps).reshape(len(case.maps), -1).tolist() == places
    upstream = case.upstream().reshape(case.pooling.output_shape(case.maps.shape))
    back = case.pooling.backward(case.maps, upstream)
    if case.kind == "average":
        forward = (case.pooling.forward(case.maps) * upstream).sum()
        assert float(forward) == pytest.approx(float((case.maps * back).sum()), rel=1e-12, abs=1e-9)
    else:
        assert back.sum() == upstream.sum()
