"""The layer as a matrix multiplication: T with its tied weights, its structural zeros and its honest name."""

from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import ArrayLike

from .affordable import check_cells
from .arrays import Floats, Integers, finite, numbers, quiet, sum_by, whole_number
from .axis import Axis
from .errors import OptionError, ShapeError
from .plan import Plan, written_shape
from .ties import Ties


@dataclass(frozen=True)
class Coordinates:
    """T in coordinate form, one entry a tie; entries that share a cell add up."""

    row: Integers
    column: Integers
    value: Floats
    weight_index: Integers


@dataclass(frozen=True)
class CompressedRows:
    """T in compressed sparse row form: entries of one cell summed, columns rising in each row."""

    indptr: Integers
    indices: Integers
    data: Floats


@dataclass(frozen=True)
class Matrix:
    """The matrix T of a layer, (outputs, inputs): each tie adds its weight at (output, input).

    `weight` is the flat weight array that the ties index; `structure` names T by how its ties lie.

    >>> from app.convolution import Layer
    >>> matrix = Layer([5, 6, 7]).matrix((4,))
    >>> matrix.shape, matrix.structure, matrix.nonzeros, matrix.distinct_weights
    ((2, 4), 'toeplitz', 6, 3)
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
        """T as a full array; a cell without a tie is 0. Raises ResultOverflowError.

        >>> from app.convolution import Layer
        >>> Layer([5, 6, 7]).matrix((4,)).dense().tolist()
        [[5.0, 6.0, 7.0, 0.0], [0.0, 5.0, 6.0, 7.0]]
        """
        return self.filled(self.ties.cells, self.values, self.shape)

    @quiet
    def rows(self, start: int, stop: int) -> Floats:
        """The rows start…stop−1 of T as a full array. Raises OptionError and ResultOverflowError.

        >>> from app.convolution import Layer
        >>> Layer([5, 6, 7]).matrix((4,)).rows(1, 2).tolist()
        [[0.0, 5.0, 6.0, 7.0]]
        """
        start, stop = self.checked_rows(start, stop)
        some = slice(*np.searchsorted(self.ties.output, (start, stop)))
        cells = self.ties.cells[some] - start * self.ties.inputs
        return self.filled(cells, self.values[some], (stop - start, self.ties.inputs))

    def filled(self, cells: Integers, values: Floats, shape: tuple[int, int]) -> Floats:
        """An array of zeros with values at its cells, which are flat indices.

        Raises ResultOverflowError and TooLargeError.

        >>> from app.convolution import Layer
        >>> Layer([5, 6]).matrix((2,)).filled(np.array([0, 3]), np.array([5.0, 6.0]), (2, 2)).tolist()
        [[5.0, 0.0], [0.0, 6.0]]
        """
        check_cells(prod(shape), "the full matrix", "take a few of its rows, its coordinates or its compressed rows")
        if self.ties.copied:
            return self.summed(cells, values, prod(shape)).reshape(shape)
        found = np.zeros(shape, dtype=self.weight.dtype)
        found.ravel()[cells] = values  # each cell has one tie, and writing is quicker than summing
        return found

    def summed(self, cells: Integers, values: Floats, size: int) -> Floats:
        """The values that share a cell added up, (size,). Raises ResultOverflowError.

        >>> from app.convolution import Layer
        >>> Layer([5, 6]).matrix((2,)).summed(np.array([1, 1]), np.array([5.0, 6.0]), 2).tolist()
        [0.0, 11.0]
        """
        return finite(sum_by(cells, values, size).astype(self.weight.dtype, copy=False), "a cell of the matrix")

    def checked_rows(self, start: int, stop: int) -> tuple[int, int]:
        """A range of rows that T has. Raises OptionError.

        >>> from app.convolution import Layer
        >>> Layer([5, 6, 7]).matrix((4,)).checked_rows(0, 2)
        (0, 2)
        """
        start, stop = whole_number(start, "rows", 0), whole_number(stop, "rows", 0)
        if not start < stop <= self.shape[0]:
            raise OptionError(
                f"rows {start} to {stop} are not in a matrix of {self.shape[0]} rows: "
                f"give [start, stop] with 0 ≤ start < stop ≤ {self.shape[0]}",
                "rows",
            )
        return start, stop

    def mask(self) -> Integers:
        """1 where a cell has a tie and 0 where it is a structural zero, (outputs, inputs). Raises TooLargeError.

        >>> from app.convolution import Layer
        >>> Layer([5, 0, 7]).matrix((4,)).mask().tolist()
        [[1, 1, 1, 0], [0, 1, 1, 1]]
        """
        check_cells(prod(self.shape), "the mask of the matrix", "take its coordinates")
        mask = np.zeros(self.shape, dtype=np.int64)
        mask.ravel()[self.ties.cells] = 1
        return mask

    def coordinates(self) -> Coordinates:
        """T as one entry a tie, ordered by row and by position in the window.

        >>> from app.convolution import Layer
        >>> found = Layer([5, 6]).matrix((2,)).coordinates()
        >>> found.row.tolist(), found.column.tolist(), found.value.tolist(), found.weight_index.tolist()
        ([0, 0], [0, 1], [5.0, 6.0], [0, 1])
        """
        return Coordinates(self.ties.output, self.ties.input, self.values, self.ties.weight)

    @quiet
    def compressed_rows(self) -> CompressedRows:
        """T in compressed sparse row form (SciPy's `csr_array((data, indices, indptr))`), never dense.

        >>> from app.convolution import Layer
        >>> found = Layer([5, 6, 7]).matrix((4,)).compressed_rows()
        >>> found.indptr.tolist(), found.indices.tolist(), found.data.tolist()
        ([0, 3, 6], [0, 1, 2, 1, 2, 3], [5.0, 6.0, 7.0, 5.0, 6.0, 7.0])
        """
        cells, data = self.ties.cells, self.values
        if not (cells[1:] > cells[:-1]).all():
            cells, place = np.unique(cells, return_inverse=True)
            data = self.summed(place, data, len(cells))
        starts = np.arange(self.shape[0] + 1) * self.ties.inputs
        return CompressedRows(np.searchsorted(cells, starts), cells % self.ties.inputs, data)

    @quiet
    def multiply(self, vector: ArrayLike) -> Floats:
        """T · vector, (outputs,), from the ties: each adds its weight times its input to its output.

        Raises ShapeError unless the vector is (inputs,), NotFiniteError and ResultOverflowError.

        >>> from app.convolution import Layer
        >>> Layer([5, 6, 7]).matrix((4,)).multiply([1, 2, 3, 4]).tolist()
        [38.0, 56.0]
        """
        values = numbers(vector, "vector")
        if values.shape != (self.ties.inputs,):
            given = written_shape(values.shape)
            raise ShapeError(f"vector has shape {given}, but the matrix has {self.ties.inputs} columns", "vector")
        terms = self.values * values[self.ties.input]
        summed = sum_by(self.ties.output, terms, self.ties.outputs)
        return finite(summed.astype(terms.dtype, copy=False), "the product")


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


def axes_structure(axes: tuple[Axis, ...]) -> str:
    """The name for one kernel over all axes: two axes alike are doubly block, unlike ones block of blocks.

    >>> axes_structure((Axis(4, 3), Axis(5, 2))), axes_structure((Axis(4, 3, stride=1), Axis(5, 2, stride=2)))
    ('doubly-block-toeplitz', 'block-toeplitz-with-strided-toeplitz-blocks')
    """
    names = [axis_structure(axis) for axis in axes]
    if len(names) == 1 or "structured" in names:
        return names[0] if len(names) == 1 else "structured"
    outer, inner = names
    return f"doubly-block-{outer}" if outer == inner else f"block-{outer}-with-{inner}-blocks"


def structure_name(plan: Plan) -> str:
    """The name of the whole matrix: with several channels or filters, blocks of one name."""
    name = axes_structure(plan.axes)
    return f"{name}-blocks" if plan.in_channels > 1 or plan.out_channels > 1 else name
