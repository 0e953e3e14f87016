"""Ties: the triples (output, input, weight) that a convolutional layer is, and what they count."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .arrays import Integers
from .axis import OFF, Axis


@dataclass(frozen=True)
class Counts:
    """How many weights three layers with the same inputs and outputs learn; biases are not counted."""

    dense: int
    locally_connected: int
    convolutional: int


@dataclass(frozen=True)
class Ties:
    """Parallel arrays: output `output[i]` reads input `input[i]` through weight `weight[i]`.

    All three are flat indices in C order, ordered by output and then by position in its window.
    """

    output: Integers
    input: Integers
    weight: Integers
    outputs: int
    inputs: int
    weights: int

    def __len__(self) -> int:
        """How many ties there are."""
        return len(self.output)

    @cached_property
    def cells(self) -> Integers:
        """The flat index of each tie's cell in the matrix of shape (outputs, inputs)."""
        return self.output * self.inputs + self.input

    @cached_property
    def pairs(self) -> int:
        """How many (output, input) pairs have a tie; two ties may share one under non-zero padding."""
        # Without copies of inputs the cells rise from tie to tie, and looking is twenty times quicker than sorting.
        rising = bool((self.cells[1:] > self.cells[:-1]).all())
        return len(self.cells) if rising else len(np.unique(self.cells))

    @cached_property
    def connections(self) -> Integers:
        """How many ties each weight has, (weights,)."""
        return np.bincount(self.weight, minlength=self.weights)

    @property
    def counts(self) -> Counts:
        """The weights of a dense, a locally connected and this convolutional layer."""
        return Counts(self.outputs * self.inputs, self.pairs, self.weights)


def tap_weights(kernel_size: int, reverse: bool) -> Integers:
    """The tap that meets each position of a window: t for cross-correlation, K−1−t for convolution.

    >>> tap_weights(3, reverse=True).tolist()
    [2, 1, 0]
    """
    taps = np.arange(kernel_size)
    return taps[::-1] if reverse else taps


def find_ties(axis: Axis, filters: int, reverse: bool) -> Ties:
    """The ties of `filters` kernels that share one input channel along one axis.

    >>> ties = find_ties(Axis(4, 3), filters=1, reverse=False)
    >>> ties.output.tolist(), ties.input.tolist(), ties.weight.tolist()
    ([0, 0, 0, 1, 1, 1], [0, 1, 2, 1, 2, 3], [0, 1, 2, 0, 1, 2])
    """
    position, tap = np.nonzero(axis.windows != OFF)
    channel = np.arange(filters)[:, None]
    return Ties(
        output=(channel * axis.output_size + position).ravel(),
        input=np.tile(axis.windows[position, tap], filters),
        weight=(channel * axis.kernel_size + tap_weights(axis.kernel_size, reverse)[tap]).ravel(),
        outputs=filters * axis.output_size,
        inputs=axis.input_size,
        weights=filters * axis.kernel_size,
    )
