"""The non-linearities f, entry by entry, with their derivatives f′ with respect to the pre-activation."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .arrays import Floats

LEAKY_SLOPE = 0.01
"""Slope of `leaky_relu` for negative entries, as in PyTorch."""


@dataclass(frozen=True)
class Activation:
    """A non-linearity: `function(z)` and `derivative(z)`, both arrays of the shape of z."""

    function: Callable[[Floats], Floats]
    derivative: Callable[[Floats], Floats]
    formula: str


def sigmoid(z: Floats) -> Floats:
    """1 / (1 + e^−z), without overflow for large negative z.

    >>> sigmoid(np.array([0.0, -1000.0])).tolist()
    [0.5, 0.0]
    """
    decayed: Floats = np.exp(-np.abs(z))
    halves: Floats = np.where(z >= 0, z.dtype.type(1), decayed) / (1 + decayed)
    return halves


def normal_cdf(z: Floats) -> Floats:
    """Φ(z), the distribution function of the standard normal."""
    erf = np.frompyfunc(math.erf, 1, 1)
    return 0.5 * (1 + np.asarray(erf(z / math.sqrt(2)), dtype=z.dtype))


def normal_density(z: Floats) -> Floats:
    """φ(z), the density of the standard normal."""
    return np.exp(-0.5 * np.square(np.clip(z, -1e3, 1e3))) / math.sqrt(2 * math.pi)


def silu_derivative(z: Floats) -> Floats:
    """σ(z) · (1 + z · (1 − σ(z)))."""
    return sigmoid(z) * (1 + z * sigmoid(-z))


ACTIVATIONS = {
    "identity": Activation(lambda z: z, np.ones_like, "z"),
    "relu": Activation(lambda z: np.maximum(z, 0), lambda z: (z > 0).astype(z.dtype), "max(z, 0)"),
    "leaky_relu": Activation(
        lambda z: np.where(z > 0, z, LEAKY_SLOPE * z),
        lambda z: np.where(z > 0, z.dtype.type(1), z.dtype.type(LEAKY_SLOPE)),
        f"z if z > 0 else {LEAKY_SLOPE}·z",
    ),
    "sigmoid": Activation(sigmoid, lambda z: sigmoid(z) * sigmoid(-z), "1 / (1 + e^−z)"),
    "tanh": Activation(np.tanh, lambda z: 1 - np.tanh(z) ** 2, "tanh z"),
    "softplus": Activation(lambda z: np.logaddexp(0, z), sigmoid, "ln(1 + e^z)"),
    "silu": Activation(lambda z: z * sigmoid(z), silu_derivative, "z / (1 + e^−z)"),
    "gelu": Activation(lambda z: z * normal_cdf(z), lambda z: normal_cdf(z) + z * normal_density(z), "z · Φ(z)"),
}
