"""The backward pass: a tied weight receives the sum over its ties, and a zero that is no tie receives nothing."""

from dataclasses import dataclass

import numpy as np

from .adjoint import adjoint
from .arrays import Floats, finite, quiet
from .axis import OFF, Axis
from .im2col import chunks, windows_by_group
from .kernels import LONG_ROW, compute, padded_obstacle, parts, patches, pick, stencils, windows_of
from .layout import padded, pairs, read_size
from .matrix import Matrix
from .plan import Plan
from .ties import Ties


@dataclass(frozen=True)
class Gradients:
    """The gradients of a loss; `delta` is ∂loss/∂z, shaped as the output.

    `weight`, `bias` and `input` have the shapes of what they belong to.

    >>> from app.convolution import Layer
    >>> Layer([5, 6, 7], activation="relu").gradients([1, 2, 3, 4], [1, 1], through_activation=True).delta
    array([1., 1.])
    """

    weight: Floats
    bias: Floats
    input: Floats
    delta: Floats


@dataclass(frozen=True)
class LearningStep:
    """The matrices of three layers after one step of gradient descent, each (outputs, inputs).

    >>> from app.convolution import Layer
    >>> step = Layer([5, 6, 7]).learning_step([1, 2, 3, 4], rate=1)
    >>> for matrix in (step.convolutional, step.locally_connected, step.dense):
    ...     print(matrix.tolist())
    [[2.0, 1.0, 0.0, 0.0], [0.0, 2.0, 1.0, 0.0]]
    [[4.0, 4.0, 4.0, 0.0], [0.0, 3.0, 3.0, 3.0]]
    [[4.0, 4.0, 4.0, -4.0], [-1.0, 3.0, 3.0, 3.0]]
    """

    convolutional: Floats
    locally_connected: Floats
    dense: Floats


@quiet
def contributions(ties: Ties, values: Floats, delta: Floats) -> Floats:
    """x[i] · δ[o] for each tie, (ties,): what a connection adds to the gradient of its weight."""
    return finite(values[ties.input] * delta[ties.output], "a gradient")


@quiet
def weight_gradient(plan: Plan, values: Floats, delta: Floats) -> Floats:
    """∂loss/∂w[k] = Σ x[i] · δ[o] over the ties of weight k, (weights,).

    As a product: each filter's δ times the windows it read, some positions at a time. `values` is (input channels,
    entries), `delta` (filters, positions). Raises ResultOverflowError.
    """
    if padded_obstacle(plan):
        windowed = gathered_gradient(plan, values, delta)
    elif suits_one_kernel(plan, values, delta):
        windowed = slid_gradient(plan, values, delta)
    else:
        windowed = chunked_gradient(plan, values, delta)
    found = windowed.reshape(-1, plan.taps)
    return finite(found[:, :: -1 if plan.reverses else 1].ravel(), "a gradient")


def suits_one_kernel(plan: Plan, values: Floats, delta: Floats) -> bool:
    """Whether δ is best slid over the input as a kernel, filter by filter and channel by channel.

    Always on a line of one channel; else where the product of all windows would be mostly copies.
    """
    if plan.on_a_line:
        return True
    return plan.taps >= LONG_ROW * plan.group_outputs and pick(plan_of_delta(plan), values, delta) != "im2col"


def plan_of_delta(plan: Plan) -> Plan:
    """The layer whose kernel is the δ of one filter, on one padded input channel: its outputs are that pair's taps.

    dw[t] = Σ_o δ[o] · x[o · stride + t · dilation]: stride and dilation change places.
    """
    axes = tuple(Axis(read_size(axis), axis.output_size, axis.dilation, axis.stride) for axis in plan.axes)
    return Plan(axes, 1, 1, 1, reverses=False, bare=True)


def slid_gradient(plan: Plan, values: Floats, delta: Floats) -> Floats:
    """δ as a kernel over the padded input, (filters · channels of a group, taps), in window order."""
    inputs, over = padded(values, plan).reshape(plan.in_channels, 1, -1), plan_of_delta(plan)
    found = [compute(inputs[channel], delta[index], over) for index, channel in pairs(plan)]
    return np.concatenate(found)


def chunked_gradient(plan: Plan, values: Floats, delta: Floats) -> Floats:
    """Σ over chunks of positions of δ · windowsᵀ, (groups, filters of a group, terms), in window order."""
    windows = windows_by_group(values, plan)
    rows = delta.reshape(plan.groups, plan.group_outputs, *windows.shape[-2:])
    shape = (plan.groups, plan.group_outputs, plan.group_inputs * plan.taps)
    found = np.zeros(shape, dtype=np.result_type(values, delta))
    for down, across in chunks(windows.shape):
        seen = windows[..., down, across].reshape(plan.groups, shape[2], -1)
        found += rows[..., down, across].reshape(*shape[:2], -1) @ seen.swapaxes(1, 2)
    return found


def gathered_gradient(plan: Plan, values: Floats, delta: Floats) -> Floats:
    """The same from the table of windows, for a padding that is too wide to be written down."""
    rows = delta.reshape(plan.groups, plan.group_outputs, plan.positions)
    shape = (plan.groups, plan.group_outputs, plan.group_inputs, plan.taps)
    found = np.zeros(shape, dtype=np.result_type(values, delta))
    for positions, taps in parts(plan):
        product = rows[..., positions] @ patches(values, plan, positions, taps)
        found[..., taps] += product.reshape(*shape[:3], -1)
    return found


@quiet
def input_gradient(plan: Plan, weight: Floats, delta: Floats) -> Floats:
    """∂loss/∂x = Tᵀ δ, (inputs,): Σ w[k] · δ[o] over the ties of input i. Raises ResultOverflowError."""
    found = scattered_gradient(plan, weight, delta) if padded_obstacle(plan) else adjoint(plan, weight, delta)
    return finite(found.ravel(), "a gradient")


def scattered_gradient(plan: Plan, weight: Floats, delta: Floats) -> Floats:
    """The same from the table of windows, for a padding that is too wide to be written down."""
    rows = delta.reshape(plan.groups, plan.group_outputs, plan.positions)
    found = np.zeros((plan.in_channels, plan.spatial_inputs), dtype=np.result_type(weight, delta))
    for positions, taps in parts(plan):
        windows = windows_of(plan, positions, taps).T
        read = windows != OFF
        columns = stencils(weight, plan, taps).swapaxes(1, 2) @ rows[..., positions]
        for sums, terms in zip(found, columns.reshape(plan.in_channels, *read.shape), strict=True):
            np.add.at(sums, windows[read], terms[read])
    return found


@quiet
def dense_gradient(values: Floats, delta: Floats) -> Floats:
    """∂loss/∂W = δ xᵀ of a dense layer on the same data, (outputs, inputs): every cell learns."""
    return finite(np.outer(delta, values), "a gradient")


@quiet
def learning_step(matrix: Matrix, gradient: Floats, values: Floats, delta: Floats, rate: float) -> LearningStep:
    """One step of size `rate` down the gradient from the same T, for the three kinds of layer.

    The convolutional layer moves its weights by `gradient`, (weights,), so tied copies stay equal; the locally
    connected layer moves each connected cell by itself; the dense layer moves every cell, its zeros too.
    """
    start, full = matrix.dense(), dense_gradient(values, delta)
    moved = finite(matrix.weight - rate * gradient, "a weight after the step")
    return LearningStep(
        convolutional=Matrix(matrix.ties, moved, matrix.structure).dense(),
        locally_connected=finite(
            start - rate * np.where(matrix.mask() == 1, full, full.dtype.type(0)), "a weight after the step"
        ),
        dense=finite(start - rate * full, "a weight after the step"),
    )
