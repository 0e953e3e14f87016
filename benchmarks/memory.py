"""The most memory that each kernel takes, at sizes where a copy too many would show."""

import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.convolution import METHODS, Layer
from app.convolution.cost import NUMBER, WORK
from app.convolution.gradients import input_gradient, weight_gradient
from app.convolution.kernels import obstacle
from app.convolution.plan import Plan

Array = NDArray[Any]

LARGEST: tuple[tuple[str, tuple[int, ...], tuple[int, ...], dict[str, Any], tuple[str, ...]], ...] = (
    ("1e7 inputs, 9 taps", (10**7,), (9,), {}, ("correlate", "banded", "im2col", "overlap-save", "fft")),
    ("4e6 inputs, 2e6 taps", (4 * 10**6,), (2 * 10**6,), {}, ("overlap-save", "fft")),
    ("1 input, 3e6 taps, full", (1,), (3 * 10**6,), {"padding": "full"}, ("overlap-save", "fft")),
    ("5e6 inputs, 5e6 taps", (5 * 10**6,), (5 * 10**6,), {}, ("direct", "banded", "im2col")),
    ("4e6 inputs, 3 taps, dilation 1e6", (4 * 10**6,), (3,), {"dilation": 10**6}, ("direct", "banded", "fft")),
    ("2,000², 400×400", (2_000, 2_000), (400, 400), {}, ("fft",)),
    ("64 to 64 channels, 512², 3×3", (64, 512, 512), (64, 64, 3, 3), {}, ("im2col",)),
    ("3,000², 3×3", (3_000, 3_000), (3, 3), {}, ("banded", "im2col", "fft")),
)
"""Input, weight, fields, and the methods that end within seconds."""


def rows() -> Iterator[str]:
    """The peak of each method, and of the gradients where those are quick too."""
    random = np.random.default_rng(0)
    for name, shape, taps, fields, methods in LARGEST:
        x, layer = random.standard_normal(shape), Layer(random.standard_normal(taps), **fields)
        for method, call in calls(layer, x, methods).items():
            yield f"{name + ', ' + method:<52} {peak(call, layer.plan(shape))}"


def calls(layer: Layer, x: Array, methods: tuple[str, ...]) -> dict[str, Callable[[], Any]]:
    """Each method, and both gradients where several methods are quick."""
    plan = layer.plan(x.shape)
    values, weight = x.reshape(plan.in_channels, -1), layer.weight.ravel()
    assert not any(obstacle(plan, method) for method in methods)
    found: dict[str, Callable[[], Any]] = {method: partial(METHODS[method], values, weight, plan) for method in methods}
    if len(methods) < 3:
        return found
    delta = np.random.default_rng(0).standard_normal((plan.out_channels, plan.positions))
    gradients = {
        "dw": partial(weight_gradient, plan, values, delta),
        "dx": partial(input_gradient, plan, weight, delta),
    }
    return found | gradients


def peak(call: Callable[[], Any], plan: Plan) -> str:
    """The most memory a call takes beside its arguments, and what 4 × (input + output + weight) + 64 MB allows."""
    tracemalloc.start()
    call()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    allowed = 4 * NUMBER * (plan.inputs + plan.outputs + plan.weights) + WORK
    return f"peak {most / 2**20:.1f} of {allowed / 2**20:.0f} MB{'' if most <= allowed else ' EXCEEDED'}"
