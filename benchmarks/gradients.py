"""The gradients of the core against those of PyTorch, where it is installed."""

from collections.abc import Iterator

import numpy as np

from app.convolution import Layer
from app.convolution.gradients import input_gradient, weight_gradient
from benchmarks.apart import apart
from benchmarks.kernels import Array, Peers, torch, torch_name, torch_parts
from benchmarks.memory import peak
from benchmarks.report import Row
from benchmarks.timing import compare_with_best

GRADIENTS: tuple[tuple[str, tuple[int, ...], tuple[int, ...]], ...] = (
    ("16 to 32 channels, 4,096, 9 taps", (16, 4_104), (32, 16, 9)),
    ("64 to 64 channels, 56², 3×3", (64, 58, 58), (64, 64, 3, 3)),
    ("1e5, 9 taps", (100_000,), (9,)),
    ("512², 3×3", (514, 514), (3, 3)),
)


def rows() -> Iterator[Row]:
    """Both gradients of each layer, with the most memory that ours takes."""
    for name, shape, weight in GRADIENTS if torch is not None else ():
        yield from apart(gradient_rows, name, shape, weight)


def gradient_rows(name: str, shape: tuple[int, ...], weights: tuple[int, ...]) -> list[Row]:
    """Both gradients against those of PyTorch, which computes them without the forward pass too."""
    random = np.random.default_rng(0)
    x, layer = random.standard_normal(shape), Layer(random.standard_normal(weights))
    plan = layer.plan(x.shape)
    delta = random.standard_normal(plan.output_shape)
    values, rows, weight = x.reshape(plan.in_channels, -1), delta.reshape(plan.out_channels, -1), layer.weight.ravel()
    given, filters, _ = torch_parts(layer, x)
    upstream = torch.from_numpy(delta.reshape(1, plan.out_channels, *delta.shape[-len(plan.axes) :]))
    suffix = f"conv{len(plan.axes)}d"
    theirs_weight = getattr(torch.nn.grad, f"{suffix}_weight")
    theirs_input = getattr(torch.nn.grad, f"{suffix}_input")

    def ours_weight() -> Array:
        return weight_gradient(plan, values, rows)

    def ours_input() -> Array:
        return input_gradient(plan, weight, rows)

    assert np.allclose(ours_weight(), theirs_weight(given, filters.shape, upstream).numpy().ravel())
    assert np.allclose(ours_input(), theirs_input(given.shape, filters, upstream).numpy().ravel())
    peer: Peers = {torch_name(): lambda: theirs_weight(given, filters.shape, upstream)}
    comparison, best = compare_with_best(ours_weight, peer)
    found = [Row(f"dw, {name}", best, comparison, peak(ours_weight, plan), 1.0)]
    peer = {torch_name(): lambda: theirs_input(given.shape, filters, upstream)}
    comparison, best = compare_with_best(ours_input, peer)
    return [*found, Row(f"dx, {name}", best, comparison, peak(ours_input, plan), 1.1)]
