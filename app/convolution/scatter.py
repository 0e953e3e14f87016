"""The layer as a copy of its kernel for each input that is not zero: exact, and quick where almost all are zero.

A transform would leave noise where there is nothing, and every other kernel multiplies the zeros too.
"""

import numpy as np

from .arrays import Floats
from .axis import Axis
from .layout import both_axes, kernels_in_window_order, padded, pairs, spread_kernel
from .plan import Plan

FEW = 16
"""One product of a copy takes about as long as so many of a band."""


def suits_scatter(values: Floats, plan: Plan) -> bool:
    """Whether few enough inputs are not zero; padding that copies them could make many of them.

    >>> from app.convolution import Axis
    >>> suits_scatter(np.eye(1, 100), Plan((Axis(100, 50),), 1, 1, 1, reverses=False, bare=True))
    True
    """
    if any(axis.padding_mode != "zeros" for axis in plan.axes):
        return False
    return FEW * int(np.count_nonzero(values)) <= plan.positions * plan.in_channels


def scatter(values: Floats, weight: Floats, plan: Plan) -> Floats:
    """z[o] = Σ x[i] · w[i − o] over the inputs i that are not zero, (filters, positions), at stride 1.

    >>> from app.convolution import Axis
    >>> scatter(np.array([[0.0, 2, 0, 0]]), np.array([5.0, 6, 7]), Plan((Axis(4, 3),), 1, 1, 1, False, True)).tolist()
    [[12.0, 10.0]]
    """
    rows, columns = both_axes(plan)
    inputs, kernels = padded(values, plan), kernels_in_window_order(weight, plan)
    output = np.zeros((plan.out_channels, rows.output_size, columns.output_size), np.result_type(values, weight))
    for index, channel in pairs(plan):
        plane, found = inputs[channel], output[index]
        kernel = spread_kernel(kernels[index, channel % plan.group_inputs], rows, columns)[::-1, ::-1]
        for place in np.flatnonzero(plane):
            row, column = divmod(int(place), plane.shape[1])
            (down, taps_down), (across, taps_across) = reached(rows, row), reached(columns, column)
            found[down, across] += plane[row, column] * kernel[taps_down, taps_across]
    return output.reshape(plan.out_channels, -1)


def reached(axis: Axis, place: int) -> tuple[slice, slice]:
    """The outputs that read a place of a padded axis, and the taps of the reversed kernel by which they do.

    >>> from app.convolution import Axis
    >>> reached(Axis(4, 3), 1), reached(Axis(4, 3), 3)
    ((slice(0, 2, None), slice(1, 3, None)), (slice(1, 2, None), slice(0, 1, None)))
    """
    first = place - axis.span + 1
    outputs = slice(max(first, 0), min(place + 1, axis.output_size))
    return outputs, slice(outputs.start - first, outputs.stop - first)
