"""`show=trimmed`: the rows of full padding that a layer leaves out, so that same and valid are seen as fewer rows."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from app.convolution import ConvolutionError, Layer, Matrix, Plan, trimmed_rows
from app.convolution.arrays import Floats, Integers

FULL_ONLY, ALSO_SAME = "full only", "full, same"


@dataclass(frozen=True)
class Trim:
    """All rows of full padding; `kept` are those that the layer has, (outputs,)."""

    full: Layer
    input: Floats
    kept: Integers
    same: Integers

    @cached_property
    def plan(self) -> Plan:
        """The layer with full padding."""
        return self.full.plan(self.input.shape)

    @cached_property
    def matrix(self) -> Matrix:
        """The matrix of full padding."""
        return self.full.matrix(self.input.shape)

    @cached_property
    def outputs(self) -> Floats:
        """What full padding gives, (rows,)."""
        return self.full.forward(self.input).ravel()

    @cached_property
    def rows(self) -> Integers:
        """The rows that are left out, rising."""
        return np.setdiff1d(np.arange(self.plan.outputs), self.kept)

    def name(self, row: int) -> str:
        """Which paddings have a row that is left out."""
        return ALSO_SAME if row in self.same else FULL_ONLY


def find_trim(layer: Layer, values: Floats) -> Trim:
    """What full padding has besides the rows of a layer. Raises PaddingError where its rows are no rows of full.

    >>> found = find_trim(Layer([5, 6, 7]), np.array([1.0, 2, 3, 4]))
    >>> found.rows.tolist(), [found.name(row) for row in found.rows.tolist()]
    ([0, 1, 4, 5], ['full only', 'full, same', 'full, same', 'full only'])
    """
    plan = layer.plan(values.shape)
    full, same = with_padding(layer, "full", 1), with_padding(layer, "same", layer.stride)
    return Trim(full, values, trimmed_rows(plan), trimmed_rows(same.plan(values.shape)))


def with_padding(layer: Layer, padding: str, stride: int | tuple[int, ...]) -> Layer:
    """The layer with another padding, of zeros."""
    return Layer(
        layer.weight,
        layer.bias,
        operation=layer.operation,
        padding=padding,
        stride=stride,
        dilation=layer.dilation,
        groups=layer.groups,
        dims=layer.dims,
    )


def why_not(layer: Layer, values: Floats) -> str | None:
    """Why the rows of a layer cannot be shown among those of full padding."""
    try:
        find_trim(layer, values)
    except ConvolutionError as error:
        return str(error)
    return None
