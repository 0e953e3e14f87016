"""The layer as one matrix product: the windows as columns, some at a time, under the kernels as rows."""

from collections.abc import Iterator
from math import prod

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from .arrays import Floats
from .layout import both_axes, kernels_in_window_order, padded
from .plan import Plan

CHUNK = 1 << 17
"""Numbers that are copied at a time: they should stay in the cache."""
WIDE = 256
"""Positions that are taken at a time at least, if they are not more than FULL numbers: fewer make a slow product."""
FULL = 1 << 22


def im2col(values: Floats, weight: Floats, plan: Plan) -> Floats:
    """z = W · X, (filters, positions), with a column of X for each position, for any layer.

    `values` is (input channels, entries of a channel), `weight` flat.

    >>> from app.convolution import Axis
    >>> im2col(np.array([[1.0, 2, 3, 4]]), np.array([5.0, 6, 7]), Plan((Axis(4, 3),), 1, 1, 1, False, True)).tolist()
    [[38.0, 56.0]]
    """
    rows, columns = both_axes(plan)
    shape = (plan.groups, plan.group_outputs, rows.output_size, columns.output_size)
    output = np.empty(shape, dtype=np.result_type(values, weight))
    kernels = kernels_in_window_order(weight, plan).reshape(plan.groups, plan.group_outputs, -1)
    windows = windows_by_group(values, plan)
    for down, across in chunks(windows.shape):
        seen = windows[..., down, across]
        product = kernels @ seen.reshape(plan.groups, kernels.shape[2], -1)
        output[..., down, across] = product.reshape(*output.shape[:2], *seen.shape[4:])
    return output.reshape(plan.out_channels, -1)


def windows_by_group(values: Floats, plan: Plan) -> Floats:
    """What each tap reads at each position, without a copy.

    The shape is (groups, input channels of a group, kernel rows, kernel columns, output rows, output columns).
    """
    rows, columns = both_axes(plan)
    inputs = padded(values, plan)
    windows = sliding_window_view(inputs, (rows.span, columns.span), axis=(1, 2))
    taken = windows[:, :: rows.stride, :: columns.stride, :: rows.dilation, :: columns.dilation]
    return taken.transpose(0, 3, 4, 1, 2).reshape(plan.groups, plan.group_inputs, *taken.shape[3:], *taken.shape[1:3])


def chunks(shape: tuple[int, ...]) -> Iterator[tuple[slice, slice]]:
    """Rows and columns of outputs whose windows fit into a chunk; `shape` is that of `windows_by_group`.

    >>> list(chunks((1, 1, 1, 3, 1, 80_000)))
    [(slice(0, 1, None), slice(0, 43690, None)), (slice(0, 1, None), slice(43690, 87380, None))]
    """
    *reading, height, width = shape
    terms = prod(reading)
    positions = max(CHUNK // terms, min(WIDE, FULL // terms), 1)
    across = min(width, positions)
    down = max(1, positions // width)
    for top in range(0, height, down):
        for left in range(0, width, across):
            yield slice(top, top + down), slice(left, left + across)
