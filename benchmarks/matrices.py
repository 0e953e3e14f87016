"""Matrices and pooling against SciPy and PyTorch."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy import linalg, signal

from app.convolution import Layer, Pooling
from app.convolution.separable import slide
from benchmarks.kernels import SCIPY, torch, torch_name
from benchmarks.memory import peak
from benchmarks.report import Row
from benchmarks.timing import compare

INPUTS, TAPS = 2_048, 9


def rows() -> Iterator[Row]:
    """Dense in one dimension and in two, compressed rows without a dense detour, and max pooling."""
    random = np.random.default_rng(0)
    yield toeplitz_row(random)
    yield probing_row(random)
    yield compressed_row(random)
    if torch is not None:
        yield pooling_row("512², 2×2", Pooling("max", 2, dims=2), random.standard_normal((1, 512, 512)))
        yield pooling_row("64 maps of 56², 3×3, stride 1", Pooling("max", 3, 1), random.standard_normal((64, 56, 56)))
        yield pooling_row("64 maps of 112², 2×2", Pooling("max", 2), random.standard_normal((64, 112, 112)))


def toeplitz_row(random: np.random.Generator) -> Row:
    """From the layer to its dense matrix, ties included."""
    layer = Layer(random.standard_normal(TAPS))
    column, row = np.zeros(INPUTS - TAPS + 1), np.zeros(INPUTS)
    column[0], row[:TAPS] = layer.weight[0], layer.weight
    assert (layer.matrix((INPUTS,)).dense() == linalg.toeplitz(column, row)).all()
    comparison = compare(lambda: layer.matrix((INPUTS,)).dense(), lambda: linalg.toeplitz(column, row))
    return Row("dense matrix, 2,048 inputs, 9 taps", f"linalg.toeplitz, {SCIPY}", comparison, "", 0.8)


def probing_row(random: np.random.Generator) -> Row:
    """Each column of the peer's matrix is what it makes of one impulse."""
    layer = Layer(random.standard_normal((3, 3)))

    def probed() -> NDArray[np.float64]:
        impulses = np.eye(256).reshape(256, 16, 16)
        return np.stack([signal.correlate2d(each, layer.weight, "valid").ravel() for each in impulses], axis=1)

    assert np.allclose(layer.matrix((16, 16)).dense(), probed())
    comparison = compare(lambda: layer.matrix((16, 16)).dense(), probed)
    return Row("dense matrix, 16×16 inputs, 3×3", f"correlate2d of impulses, {SCIPY}", comparison, "", 0.02)


def compressed_row(random: np.random.Generator) -> Row:
    """The peer makes compressed rows of a dense matrix; ours never has one, as its peak of memory shows."""
    layer = Layer(random.standard_normal((3, 3)))

    def ours() -> NDArray[np.floating[Any]]:
        return layer.matrix((64, 64)).compressed_rows().data

    def theirs() -> scipy.sparse.csr_array:
        return scipy.sparse.csr_array(layer.matrix((64, 64)).dense())

    assert (ours() == theirs().data).all()
    dense = layer.matrix((64, 64)).dense().nbytes >> 20
    note = f"{peak(ours, layer.plan((64, 64)))}, dense {dense} MB"
    return Row(
        "compressed rows, 64×64 inputs, 3×3", f"csr_array of the dense one, {SCIPY}", compare(ours, theirs), note
    )


def pooling_row(name: str, pooling: Pooling, x: NDArray[np.float64]) -> Row:
    """The bare windows, without checks and without positions, in both."""
    plan, given, options = pooling.plan(x.shape), torch.from_numpy(x)[None], (pooling.size, pooling.stride)
    torch.set_num_threads(1)

    def ours() -> NDArray[np.floating[Any]]:
        return slide(x, plan, np.maximum, -np.inf)

    def theirs() -> Any:
        return torch.nn.functional.max_pool2d(given, *options)

    assert (ours() == theirs()[0].numpy()).all()
    return Row(f"max pooling, {name}", torch_name(), compare(ours, theirs), peak(ours, plan), 0.35)
