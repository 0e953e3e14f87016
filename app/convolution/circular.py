"""The circular case: a circulant matrix is diagonal in the Fourier basis, which is the convolution theorem.

Along two axes the same holds for a doubly block circulant matrix and the Fourier transform along both.
"""

from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .arrays import Floats, numbers, spread
from .errors import OptionError
from .layer import Layer
from .matrix import structure_name
from .plan import Plan, Shape

Complexes = NDArray[np.complexfloating[Any, Any]]


@dataclass(frozen=True)
class Theorem:
    """Both sides of DFT(T x) = λ · DFT(x), entry by entry, shaped as the input; equal up to rounding.

    >>> found = convolution_theorem(Layer([5, 6, 7], padding="same", padding_mode="circular"), [1, 2, 3, 4])
    >>> found.difference < 1e-12, found.holds
    (True, True)
    """

    left: Complexes
    right: Complexes

    @property
    def difference(self) -> float:
        """The largest |left − right|: a few roundings of the largest entry, never more."""
        return float(np.abs(self.left - self.right).max())

    @property
    def holds(self) -> bool:
        """Whether the sides agree to within 10⁻⁹ of their largest entry."""
        return self.difference <= 1e-9 * max(1.0, float(np.abs(self.right).max()))


CIRCULANTS = ("circulant", "doubly-block-circulant")
"""The names of the matrices that the Fourier transform makes diagonal."""


def first_column(layer: Layer, input_shape: Shape) -> Floats:
    """The first column of the circulant T, shaped as the input: what the layer makes of a 1 at the start.

    Raises OptionError unless T is circulant: one channel, one filter, circular padding, stride 1 and as many outputs
    as inputs.

    >>> first_column(Layer([5, 6, 7], padding="same", padding_mode="circular"), (4,)).tolist()
    [6.0, 5.0, 0.0, 7.0]
    """
    plan = layer.plan(input_shape)
    check_circulant(plan)
    impulse = np.zeros(plan.inputs, dtype=layer.weight.dtype)
    impulse[0] = 1
    column = layer.matrix(input_shape).multiply(impulse)
    return column.reshape([axis.input_size for axis in plan.axes])


def eigenvalues(layer: Layer, input_shape: Shape) -> Complexes:
    """The eigenvalues λ of the circulant T: the DFT of its first column, shaped as the input.

    λ[f] = Σ_i column[i] · e^(−2πi·f·i/n); its eigenvector is `eigenvector(f, …)`. Raises OptionError as
    `first_column` does.

    >>> layer = Layer([5, 6, 7], padding="same", padding_mode="circular")
    >>> eigenvalues(layer, (4,)).round(12).tolist()
    [(18+0j), (6+2j), (-6+0j), (6-2j)]
    """
    return np.fft.fftn(first_column(layer, input_shape))


def eigenvector(frequency: tuple[int, ...], sizes: tuple[int, ...]) -> Complexes:
    """The wave e^(2πi·f·i/n), shaped as the input: every circulant of this size only scales it, by λ[f].

    Raises OptionError unless there is one frequency for each size.

    >>> eigenvector((1,), (4,)).round(12).tolist()
    [(1+0j), 1j, (-1+0j), (-0-1j)]
    """
    waves = [
        np.exp(2j * np.pi * f * np.arange(n) / n)
        for f, n in zip(spread(frequency, len(sizes), "frequency"), sizes, strict=True)
    ]
    return reduce(np.multiply.outer, waves)


def convolution_theorem(layer: Layer, input: ArrayLike) -> Theorem:
    """Both sides of the theorem for this layer and input: DFT(T x) by sliding, and DFT(first column) · DFT(x).

    The bias is left out, since the theorem is about T. Raises OptionError as `first_column` does.

    >>> found = convolution_theorem(Layer([5, 6, 7], padding="same", padding_mode="circular"), [1, 2, 3, 4])
    >>> found.left.round(9).tolist()
    [(180+0j), (-16+8j), (12+0j), (-16-8j)]
    >>> found.holds
    True
    """
    values = numbers(input, "input")
    plan = layer.plan(values.shape)
    check_circulant(plan)
    sizes = tuple(axis.input_size for axis in plan.axes)
    slid = layer.forward(values).reshape(sizes) - (0 if layer.bias is None else layer.bias.item())
    return Theorem(np.fft.fftn(slid), eigenvalues(layer, values.shape) * np.fft.fftn(values.reshape(sizes)))


def check_circulant(plan: Plan) -> None:
    """Raise OptionError, saying what is missing, unless the matrix of the plan is circulant along every axis."""
    name = structure_name(plan)
    if name in CIRCULANTS:
        return
    if name.removesuffix("-blocks") in CIRCULANTS:
        raise OptionError("with several channels or filters each pair has a circulant of its own: take one", "weight")
    raise OptionError(
        f"the matrix is {name}, not circulant: use padding mode 'circular' with padding 'same' and stride 1",
        "padding_mode",
    )
