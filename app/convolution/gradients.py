"""The backward pass: a tied weight receives the sum over its ties, and a zero that is no tie receives nothing."""

from dataclasses import dataclass

import numpy as np

from .arrays import Floats, finite, quiet, sum_by
from .axis import OFF
from .kernels import patches, stencils
from .matrix import Matrix
from .plan import Plan
from .ties import Ties


@dataclass(frozen=True)
class Gradients:
    """The gradients of a loss; `delta` is ∂loss/∂z, shaped as the output.

    `weight`, `bias` and `input` have the shapes of what they belong to.
    """

    weight: Floats
    bias: Floats
    input: Floats
    delta: Floats


@dataclass(frozen=True)
class LearningStep:
    """The matrices of three layers after one step of gradient descent, each (outputs, inputs)."""

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

    As a product: each filter's δ times the patches it read. `values` is (input channels, entries),
    `delta` (filters, positions).
    """
    rows = delta.reshape(plan.groups, plan.group_outputs, plan.positions)
    windowed = (rows @ patches(values, plan)).reshape(-1, plan.taps)
    found = np.empty_like(windowed)
    found[:, plan.order] = windowed
    return finite(found.ravel(), "a gradient")


@quiet
def input_gradient(plan: Plan, weight: Floats, delta: Floats) -> Floats:
    """∂loss/∂x = Tᵀ δ, (inputs,): Σ w[k] · δ[o] over the ties of input i, summed back window by window."""
    rows = delta.reshape(plan.groups, plan.group_outputs, plan.positions)
    columns = stencils(weight, plan).transpose(0, 2, 1) @ rows
    terms = columns.reshape(plan.in_channels, plan.taps, plan.positions)
    read = plan.windows.T != OFF
    entries = plan.windows.T[read]
    summed = [sum_by(entries, channel[read], plan.spatial_inputs) for channel in terms]
    return finite(np.concatenate(summed).astype(columns.dtype, copy=False), "a gradient")


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
