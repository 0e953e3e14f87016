"""The backward pass: a tied weight receives the sum over its ties, and a zero that is no tie receives nothing."""

from dataclasses import dataclass

import numpy as np

from .arrays import Floats, finite, quiet, sum_by
from .matrix import Matrix
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
def weight_gradient(ties: Ties, values: Floats, delta: Floats) -> Floats:
    """∂loss/∂w[k] = Σ x[i] · δ[o] over the ties of weight k, (weights,)."""
    terms = contributions(ties, values, delta)
    return finite(sum_by(ties.weight, terms, ties.weights), "a gradient")


@quiet
def input_gradient(matrix: Matrix, delta: Floats) -> Floats:
    """∂loss/∂x = Tᵀ δ, (inputs,): Σ w[k] · δ[o] over the ties of input i."""
    ties = matrix.ties
    terms = matrix.values * delta[ties.output]
    return finite(sum_by(ties.input, terms, ties.inputs), "a gradient")


@quiet
def dense_gradient(values: Floats, delta: Floats) -> Floats:
    """∂loss/∂W = δ xᵀ of a dense layer on the same data, (outputs, inputs): every cell learns."""
    return finite(np.outer(delta, values), "a gradient")


@quiet
def learning_step(matrix: Matrix, values: Floats, delta: Floats, rate: float) -> LearningStep:
    """One step of size `rate` down the gradient from the same T, for the three kinds of layer.

    The convolutional layer moves its weights, so tied copies stay equal; the locally connected layer moves
    each connected cell by itself; the dense layer moves every cell, its zeros too.
    """
    start, full = matrix.dense(), dense_gradient(values, delta)
    moved = finite(matrix.weight - rate * weight_gradient(matrix.ties, values, delta), "a weight after the step")
    return LearningStep(
        convolutional=Matrix(matrix.ties, moved, matrix.structure).dense(),
        locally_connected=finite(start - rate * full * matrix.mask(), "a weight after the step"),
        dense=finite(start - rate * full, "a weight after the step"),
    )
