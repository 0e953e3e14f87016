"""The layer as a matrix multiplication: T with its tied weights, its structural zeros and its honest name."""

from dataclasses import dataclass

import numpy as np

from .arrays import Floats, Integers, finite, quiet, sum_by
from .axis import Axis
from .ties import Ties


@dataclass(frozen=True)
class Coordinates:
    """T in coordinate form, one entry a tie; entries that share a cell add up."""

    row: Integers
    column: Integers
    value: Floats
    weight_index: Integers


@dataclass(frozen=True)
class Matrix:
    """The matrix T of a layer, (outputs, inputs): each tie adds its weight at (output, input).

    `weight` is the flat weight array that the ties index; `structure` names T by how its ties lie.
    """

    ties: Ties
    weight: Floats
    structure: str

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns: (outputs, inputs)."""
        return self.ties.outputs, self.ties.inputs

    @property
    def nonzeros(self) -> int:
        """How many cells have a tie, whatever the value of their weight."""
        return self.ties.pairs

    @property
    def distinct_weights(self) -> int:
        """How many weights stand in T at all."""
        return int(np.count_nonzero(self.ties.connections))

    @property
    def values(self) -> Floats:
        """The weight of each tie, (ties,)."""
        return self.weight[self.ties.weight]

    @quiet
    def dense(self) -> Floats:
        """T as a full array; a cell without a tie is 0. Raises ResultOverflowError."""
        cells = sum_by(self.ties.cells, self.values, self.ties.outputs * self.ties.inputs)
        return finite(cells.reshape(self.shape), "a cell of the matrix")

    def mask(self) -> Integers:
        """1 where a cell has a tie and 0 where it is a structural zero, (outputs, inputs)."""
        mask = np.zeros(self.shape, dtype=np.int64)
        mask.ravel()[self.ties.cells] = 1
        return mask

    def coordinates(self) -> Coordinates:
        """T as one entry a tie, ordered by row and by position in the window."""
        return Coordinates(self.ties.output, self.ties.input, self.values, self.ties.weight)

    @quiet
    def multiply(self, vector: Floats) -> Floats:
        """T · vector, (outputs,), from the ties: each adds its weight times its input to its output."""
        terms = self.values * vector[self.ties.input]
        return finite(sum_by(self.ties.output, terms, self.ties.outputs), "the product")


def axis_structure(axis: Axis) -> str:
    """The name of the matrix along one axis, from its table and never from the values of its weights.

    One row has no next row to be shifted against, so its stride does not count.

    >>> axis_structure(Axis(4, 3)), axis_structure(Axis(5, 3, stride=2))
    ('toeplitz', 'strided-toeplitz')
    >>> axis_structure(Axis(4, 3, before=1, after=1, padding_mode="circular"))
    'circulant'
    """
    padded = axis.reads_padding
    circular = axis.padding_mode == "circular"
    if padded and not circular and axis.padding_mode != "zeros":
        return "structured"
    if axis.stride > 1 and axis.output_size > 1:
        return "strided-circulant" if circular and padded else "strided-toeplitz"
    square = axis.stride == 1 and axis.output_size == axis.input_size
    return "circulant" if circular and square else "toeplitz"


def structure_name(axis: Axis, filters: int) -> str:
    """The name of the whole matrix: with several filters, one block of that name a filter."""
    name = axis_structure(axis)
    return f"{name}-blocks" if filters > 1 else name
