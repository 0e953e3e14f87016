"""The numeric core against NumPy."""

from collections.abc import Iterator

import numpy as np

from app.convolution import Layer
from benchmarks.report import Row
from benchmarks.timing import compare


def rows() -> Iterator[Row]:
    """The forward pass of the question's example: checking and shaping included, beside the bare kernel."""
    x, w = np.array([1.0, 2.0, 3.0, 4.0]), np.array([5.0, 6.0, 7.0])
    layer = Layer(w)
    assert layer.forward(x).tolist() == np.correlate(x, w).tolist()
    yield Row(
        "forward, 4 inputs, 3 taps",
        f"np.correlate, NumPy {np.__version__}",
        compare(lambda: layer.forward(x), lambda: np.correlate(x, w)),
    )
    x, w = np.arange(512.0), np.arange(31.0)
    wide = Layer(w)
    assert wide.forward(x).tolist() == np.correlate(x, w).tolist()
    yield Row(
        "forward, 512 inputs, 31 taps",
        f"np.correlate, NumPy {np.__version__}",
        compare(lambda: wide.forward(x), lambda: np.correlate(x, w)),
    )
