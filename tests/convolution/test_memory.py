import tracemalloc
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest

from app.convolution import METHODS, Layer
from app.convolution.gradients import input_gradient, weight_gradient
from app.convolution.kernels import obstacle

MEGABYTES_64 = 64 << 20
QUICK = 3e8
"""Multiply–adds that end within a second; transforms do more, and the definition is slower."""


def peak(call: Callable[[], Any]) -> int:
    """The most bytes that are allocated at once while a call runs."""
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


# A copy of a window for each output, or a band or a spectrum for each weight, would break the bound at these sizes.
LARGE: list[tuple[tuple[int, ...], tuple[int, ...], dict[str, Any]]] = [
    ((3_000_000,), (9,), {}),
    ((1_500_000,), (1_500_000,), {}),
    ((1,), (1_500_000,), {"padding": [[1_499_999, 0]]}),
    ((1_000_000,), (3,), {"dilation": 400_000}),
    ((1, 1), (900, 900), {"padding": "full"}),
    ((4_000,), (1_500, 1, 40), {"stride": 40}),
    ((1_500, 4_000), (1, 1_500, 40), {"stride": 40}),
    ((60, 160, 160), (60, 1, 3, 3), {"groups": 60, "padding": "same", "padding_mode": "circular"}),
    ((10,), (2_000,), {"padding": 10_000_000, "stride": 10_000}),
]


@pytest.mark.slow
@pytest.mark.parametrize(("shape", "taps", "fields"), LARGE)
def test_no_kernel_needs_more_than_four_times_its_arrays_and_64_mb(
    shape: tuple[int, ...], taps: tuple[int, ...], fields: dict[str, Any]
) -> None:
    """Each method that computes the layer, and both gradients, beside the arrays they are given."""
    random = np.random.default_rng(0)
    x, layer = random.standard_normal(shape), Layer(random.standard_normal(taps), **fields)
    plan = layer.plan(shape)
    values, weight = x.reshape(plan.in_channels, -1), layer.weight.ravel()
    delta = random.standard_normal((plan.out_channels, plan.positions))
    few = np.where(np.arange(values.shape[1]) < 3, values, 0)  # the numbers that `scatter` is for
    calls: dict[str, Callable[[], Any]] = {
        name: partial(METHODS[name], few if name == "scatter" else values, weight, plan)
        for name in METHODS
        if not obstacle(plan, name) and (plan.multiply_adds <= QUICK or name in ("overlap-save", "fft"))
    }
    if plan.multiply_adds <= QUICK:
        calls |= {
            "dw": partial(weight_gradient, plan, values, delta),
            "dx": partial(input_gradient, plan, weight, delta),
        }
    allowed = 4 * (x.nbytes + weight.nbytes + delta.nbytes) + MEGABYTES_64
    assert calls
    assert {name: found for name, call in calls.items() if (found := peak(call)) > allowed} == {}
