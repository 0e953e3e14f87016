"""Padding as a matrix of its own, T = C · P, and the rows that `same` and `valid` keep of `full`.

Padding copies entries of the input, so it is a matrix P of zeros and ones; what is left is a valid layer C.
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from .arrays import Floats, Integers
from .axis import Axis, along
from .errors import PaddingError
from .layer import Layer
from .matrix import Matrix, structure_name
from .plan import Plan, Shape
from .ties import find_ties


class Factors(NamedTuple):
    """T = valid · padding, both matrices; the entries between them are the padded input, flattened in C order.

    >>> found = factor(Layer([5, 6, 7], padding=1, padding_mode="reflect"), (2,))
    >>> found.valid.dense().tolist(), found.padding.dense().tolist()
    ([[5.0, 6.0, 7.0, 0.0], [0.0, 5.0, 6.0, 7.0]], [[0.0, 1.0], [1.0, 0.0], [0.0, 1.0], [1.0, 0.0]])
    """

    valid: Matrix
    padding: Matrix


def factor(layer: Layer, input_shape: Shape) -> Factors:
    """The two factors of a layer's matrix: C on the padded input, and P that pads it.

    >>> found = factor(Layer([5, 6, 7], padding="same", padding_mode="replicate"), (3,))
    >>> found.valid.dense().tolist()
    [[5.0, 6.0, 7.0, 0.0, 0.0], [0.0, 5.0, 6.0, 7.0, 0.0], [0.0, 0.0, 5.0, 6.0, 7.0]]
    >>> found.padding.dense().tolist()
    [[1.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 1.0]]
    """
    plan = layer.plan(input_shape)
    return Factors(valid_matrix(plan, layer.weight), padding_matrix(plan))


def padding_matrix(plan: Plan) -> Matrix:
    """P, (padded entries, inputs): row r has its one 1 at the input that stands at r, or no tie on padding of zeros.

    It is the matrix of a layer too: one with a kernel of a single 1 for each channel, and the same padding.

    >>> padding_matrix(Layer([5, 6, 7], padding="same", padding_mode="circular").plan((3,))).dense().tolist()
    [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]
    """
    axes = tuple(replace(axis, kernel_size=1, stride=1, dilation=1) for axis in plan.axes)
    padding = replace(plan, axes=axes, out_channels=plan.in_channels, groups=plan.in_channels)
    return Matrix(find_ties(padding), np.ones(plan.in_channels), structure_name(padding))


def valid_matrix(plan: Plan, weight: Floats) -> Matrix:
    """C, (outputs, padded entries): the layer without padding, on the input that was padded before.

    >>> valid_matrix(Layer([5, 6, 7], padding="full").plan((2,)), Layer([5, 6, 7]).weight).shape
    (4, 6)
    """
    axes = tuple(Axis(a.before + a.input_size + a.after, a.kernel_size, a.stride, a.dilation) for a in plan.axes)
    valid = replace(plan, axes=axes)
    return Matrix(find_ties(valid), weight.ravel(), structure_name(valid))


def full_plan(plan: Plan) -> Plan:
    """The same layer with full padding and stride 1: every row that padding with zeros can have.

    >>> full_plan(Layer([5, 6, 7], stride=2).plan((4,))).output_shape
    (6,)
    """
    axes = tuple(Axis(a.input_size, a.kernel_size, 1, a.dilation, a.span - 1, a.span - 1) for a in plan.axes)
    return replace(plan, axes=axes)


def trimmed_rows(plan: Plan) -> Integers:
    """Which rows of the full matrix (stride 1, padding of zeros) are this layer's rows, (outputs,), rising.

    Along one axis output o is row span − 1 − before + stride·o of full. Raises PaddingError for another mode, and
    for padding wider than full, whose outer rows read nothing and are no rows of full.

    >>> trimmed_rows(Layer([5, 6, 7], padding="same").plan((4,))).tolist()
    [1, 2, 3, 4]
    >>> trimmed_rows(Layer([5, 6, 7], stride=2).plan((5,))).tolist()
    [2, 4]
    """
    kept = []
    for place, axis in enumerate(plan.axes):
        with along(place, len(plan.axes)):
            kept.append(rows_along(axis))
    sizes = (plan.out_channels, *(axis.output_size for axis in full_plan(plan).axes))
    return np.ravel_multi_index(np.ix_(np.arange(plan.out_channels), *kept), sizes).ravel()


def rows_along(axis: Axis) -> Integers:
    """The positions of full padding that one axis keeps, (outputs,). Raises PaddingError.

    >>> rows_along(Axis(4, 2, before=0, after=1)).tolist()
    [1, 2, 3, 4]
    """
    if axis.reads_padding and axis.padding_mode != "zeros":
        raise PaddingError(
            f"{axis.padding_mode} padding copies inputs, so its rows are not rows of the full matrix: "
            "use padding mode 'zeros'",
            "padding_mode",
        )
    rows: Integers = axis.span - 1 - axis.before + axis.stride * np.arange(axis.output_size)
    last = axis.input_size + axis.span - 2
    if rows[0] < 0 or rows[-1] > last:
        raise PaddingError(
            f"padding {axis.before} and {axis.after} is wider than full padding, which is {axis.span - 1} for a kernel "
            f"that spans {axis.span}: its outermost rows read no input, so use at most {axis.span - 1} on a side",
            "padding",
        )
    return rows


def shifts(plan: Plan) -> tuple[int, ...]:
    """By how many rows of the full matrix the first row lies below its start, one number an axis.

    `same` and `same_lower` differ by one along each axis with an even kernel: the same matrix, shifted.

    >>> shifts(Layer([1, 2], padding="same").plan((4,))), shifts(Layer([1, 2], padding="same_lower").plan((4,)))
    ((1,), (0,))
    """
    return tuple(int(rows_along(axis)[0]) for axis in plan.axes)
