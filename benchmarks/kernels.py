"""The kernels of the core against NumPy, SciPy and, where it is installed, PyTorch, all with one thread."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy import ndimage, signal

from app.convolution import Layer
from app.convolution.kernels import METHODS, pick
from benchmarks.apart import apart
from benchmarks.memory import peak
from benchmarks.report import Row
from benchmarks.timing import compare_with_best

torch: Any = import_module("torch") if find_spec("torch") else None  # it is large, and nothing else here needs it

Array = NDArray[Any]
Peers = dict[str, Callable[[], Any]]
NUMPY, SCIPY = f"NumPy {np.__version__}", f"SciPy {scipy.__version__}"


@dataclass(frozen=True)
class Workload:
    """One row of the table: a layer by its shapes, and what its ratio should reach."""

    name: str
    input: tuple[int, ...]
    weight: tuple[int, ...]
    reach: float
    fields: tuple[tuple[str, int], ...] = ()
    groups: int = 1


WORKLOADS = (
    Workload("4 inputs, 3 taps", (4,), (3,), 0.3),
    Workload("1e5, 9 taps", (100_000,), (9,), 0.65),
    Workload("1e5, 64 taps", (100_000,), (64,), 0.30),
    Workload("1e6, 1,024 taps", (1_000_000,), (1_024,), 0.50),
    Workload("1e6, 1e5 taps", (1_000_000,), (100_000,), 0.65),
    Workload("16 to 32 channels, 4,096, 9 taps", (16, 4_104), (32, 16, 9), 0.65),
    Workload("512², 3×3", (514, 514), (3, 3), 0.60),
    Workload("512², 31×31", (542, 542), (31, 31), 0.60),
    Workload("64 to 64 channels, 56², 3×3", (64, 58, 58), (64, 64, 3, 3), 0.85),
    Workload("the same, stride 2", (64, 58, 58), (64, 64, 3, 3), 1.0, (("stride", 2),)),
    Workload("the same, dilation 2", (64, 58, 58), (64, 64, 3, 3), 1.0, (("dilation", 2),)),
    Workload("1e5, 9 taps, stride 3", (100_000,), (9,), 1.0, (("stride", 3),)),
    Workload("1e5, 9 taps, dilation 4", (100_000,), (9,), 1.0, (("dilation", 4),)),
    Workload("depthwise, 64 channels, 56², 3×3", (64, 58, 58), (64, 1, 3, 3), 1.0, (), 64),
)
SLOW = 3e9
"""PyTorch is left out above so many multiply–adds on one channel, where a call takes it seconds."""


def rows() -> Iterator[Row]:
    """The forward pass, each with the most memory that ours takes, and one whole call."""
    for workload in WORKLOADS:
        yield apart(kernel_row, workload)
    yield apart(forward_row)


def kernel_row(workload: Workload) -> Row:
    """The bare kernel that the rule picks, against every peer that can compute the same."""
    random = np.random.default_rng(0)
    x, w = random.standard_normal(workload.input), random.standard_normal(workload.weight)
    options: dict[str, Any] = dict(workload.fields)
    layer = Layer(w, groups=workload.groups, **options)
    plan = layer.plan(x.shape)
    values, weight = x.reshape(plan.in_channels, -1), layer.weight.ravel()
    method = pick(plan, values, weight)
    peers = numpy_and_scipy(workload, x, layer.weight) | torch_forward(workload, layer, x)
    expected = next(iter(peers.values()))()
    run = METHODS[method]
    assert np.allclose(run(values, weight, plan).ravel(), np.asarray(expected).ravel(), atol=1e-6)
    comparison, best = compare_with_best(lambda: run(values, weight, plan), peers)
    note = f"{method}, {peak(lambda: run(values, weight, plan), plan)}"
    return Row(workload.name, best, comparison, note, workload.reach)


def numpy_and_scipy(workload: Workload, x: Array, w: Array) -> Peers:
    """Their ways to compute the valid correlation, where there are any."""
    if workload.fields or w.ndim > 2:
        return {}
    flipped = w[tuple(slice(None, None, -1) for _ in w.shape)]
    peers: Peers = {}
    # what the rule picks for the smallest sizes is np.correlate itself, so it is no peer there
    if w.ndim == 1 and (torch is None or w.size > 3) and x.size * w.size < SLOW:
        peers[f"np.correlate, {NUMPY}"] = lambda: np.correlate(x, w)
    if w.size > 3:
        peers[f"oaconvolve, {SCIPY}"] = lambda: signal.oaconvolve(x, flipped, "valid")
        peers[f"fftconvolve, {SCIPY}"] = lambda: signal.fftconvolve(x, flipped, "valid")
    if w.ndim == 2 and w.size < 100:
        edge = tuple(slice(size // 2, -(size // 2)) for size in w.shape)
        peers[f"ndimage.correlate, {SCIPY}"] = lambda: ndimage.correlate(x, w, mode="constant")[edge]
    return peers


def torch_forward(workload: Workload, layer: Layer, x: Array) -> Peers:
    """PyTorch's convolution of the same numbers."""
    work = layer.multiply_adds(x.shape)
    if torch is None or (layer.weight.ndim < 3 and work > SLOW / 100):
        return {}
    given, weight, call = torch_parts(layer, x)
    return {torch_name(): lambda: call(given, weight, groups=workload.groups, **dict(workload.fields))}


def torch_parts(layer: Layer, x: Array) -> tuple[Any, Any, Any]:
    """Input and weight as tensors with a batch of one, and the function for them."""
    torch.set_num_threads(1)
    axes = layer.weight.ndim - 2 if layer.weight.ndim > 2 else layer.weight.ndim
    given = torch.from_numpy(x.reshape(1, -1, *x.shape[-axes:]))
    weight = torch.from_numpy(layer.weight if layer.weight.ndim > axes else layer.weight[None, None])
    return given, weight, torch.nn.functional.conv1d if axes == 1 else torch.nn.functional.conv2d


def torch_name() -> str:
    """PyTorch with its version."""
    return f"PyTorch {torch.__version__} float64"


def forward_row() -> Row:
    """The whole call for the question's sizes, checks included."""
    random = np.random.default_rng(0)
    x, w = random.standard_normal(4), random.standard_normal(3)
    layer = Layer(w)
    peers = torch_forward(WORKLOADS[0], layer, x) or {f"np.correlate, {NUMPY}": lambda: np.correlate(x, w)}
    comparison, best = compare_with_best(lambda: layer.forward(x), peers)
    return Row("forward of 4 inputs, 3 taps", best, comparison, "", 1.5)
