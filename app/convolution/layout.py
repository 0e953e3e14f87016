"""The layer as the kernels see it: an input that is really padded, on two axes, under kernels in window order.

After this every layer is a valid cross-correlation: one axis is read as two, the first of them of size 1.
"""

from collections.abc import Iterator

import numpy as np
from numpy.lib.stride_tricks import as_strided

from .arrays import Floats, Integers
from .axis import OFF, Axis
from .plan import Plan

LINE = Axis(1, 1)
"""The axis that one-dimensional layers have above their own."""


def both_axes(plan: Plan) -> tuple[Axis, Axis]:
    """The rows and the columns of a layer.

    >>> both_axes(Plan((Axis(4, 3),), 1, 1, 1, reverses=False, bare=True))[0].kernel_size
    1
    """
    return (plan.axes[0], plan.axes[1]) if len(plan.axes) > 1 else (LINE, plan.axes[0])


def read_size(axis: Axis) -> int:
    """How many entries of the padded axis the windows reach across: (outputs − 1) · stride + span.

    >>> read_size(Axis(6, 3, stride=2))
    5
    """
    return (axis.output_size - 1) * axis.stride + axis.span


def padded_size(plan: Plan) -> int:
    """How many numbers `padded` gives, all channels together."""
    rows, columns = both_axes(plan)
    return plan.in_channels * read_size(rows) * read_size(columns)


def padded(values: Floats, plan: Plan) -> Floats:
    """The input with its padding, up to the last entry that is read, (channels, rows, columns).

    `values` is (channels, entries of a channel); without padding the result is a view of them.

    >>> padded(np.array([[1.0, 2.0]]), Plan((Axis(2, 2, before=1, after=1),), 1, 1, 1, False, True)).tolist()
    [[[0.0, 1.0, 2.0, 0.0]]]
    """
    rows, columns = both_axes(plan)
    shaped = values.reshape(len(values), rows.input_size, columns.input_size)
    if rows.padding_mode == "zeros" and columns.padding_mode == "zeros":
        return zero_padded(shaped, rows, columns)
    return copied(copied(shaped, rows, 1), columns, 2)


def zero_padded(values: Floats, rows: Axis, columns: Axis) -> Floats:
    """Padding of zeros on two axes at once: np.pad would take ten times as long on a small input."""
    height, width = read_size(rows), read_size(columns)
    if not rows.before and not columns.before and height <= values.shape[1] and width <= values.shape[2]:
        return values[:, :height, :width]
    buffer = np.zeros((len(values), height, width), dtype=values.dtype)
    inside = values[:, : max(height - rows.before, 0), : max(width - columns.before, 0)]
    top, left = min(rows.before, height), min(columns.before, width)
    buffer[:, top : top + inside.shape[1], left : left + inside.shape[2]] = inside
    return buffer


def copied(values: Floats, axis: Axis, place: int) -> Floats:
    """One axis of an array padded by `axis.sources`: entries of the input, or zeros where there are none."""
    sources = padding_sources(axis)
    found = np.take(values, np.maximum(sources, 0), axis=place)
    if sources.min() == OFF:
        off = np.expand_dims(sources == OFF, axis=tuple(range(1, values.ndim - place)))
        found[np.broadcast_to(off, found.shape)] = 0
    return found


def padding_sources(axis: Axis) -> Integers:
    """The input index at each entry of the padded axis that is read, (read_size,); −1 for a zero.

    >>> padding_sources(Axis(3, 3, before=1, after=1, padding_mode="reflect")).tolist()
    [1, 0, 1, 2, 1]
    """
    return axis.sources(np.arange(-axis.before, read_size(axis) - axis.before))


def kernels_in_window_order(weight: Floats, plan: Plan) -> Floats:
    """The kernels as they meet the windows, (filters, input channels of a group, rows, columns).

    A convolution's are reversed on both axes; `weight` is flat.

    >>> kernels_in_window_order(np.arange(2.0), Plan((Axis(2, 2),), 1, 1, 1, reverses=True, bare=True)).tolist()
    [[[[1.0, 0.0]]]]
    """
    rows, columns = both_axes(plan)
    kernels = weight.reshape(plan.out_channels, plan.group_inputs, rows.kernel_size, columns.kernel_size)
    return kernels[..., ::-1, ::-1] if plan.reverses else kernels


def spread_kernel(kernel: Floats, rows: Axis, columns: Axis) -> Floats:
    """A kernel with zeros in the gaps of its dilation, (span of the rows, span of the columns).

    >>> spread_kernel(np.array([[1.0, 2.0]]), Axis(1, 1), Axis(5, 2, dilation=3)).tolist()
    [[1.0, 0.0, 0.0, 2.0]]
    """
    if rows.dilation == columns.dilation == 1:
        return kernel
    spread = np.zeros((rows.span, columns.span), dtype=kernel.dtype)
    spread[:: rows.dilation, :: columns.dilation] = kernel
    return spread


def windows_along_rows(values: Floats, width: int) -> Floats:
    """The `width` entries from each place of the rows on, (channels or rows, places, width), as a view.

    NumPy's sliding_window_view is the same for any axes, and takes longer than a product of medium size.

    >>> windows_along_rows(np.array([[1.0, 2, 3, 4]]), 3).tolist()
    [[[1.0, 2.0, 3.0], [2.0, 3.0, 4.0]]]
    """
    shape = (*values.shape[:-1], values.shape[-1] - width + 1, width)
    return as_strided(values, shape, (*values.strides, values.strides[-1]), writeable=False)


def channel_of(filter_index: int, plan: Plan) -> int:
    """The input channel that a filter reads, where each reads one."""
    return filter_index // plan.group_outputs


def pairs(plan: Plan) -> Iterator[tuple[int, int]]:
    """Each filter with each input channel that it reads.

    >>> list(pairs(Plan((Axis(4, 3),), 4, 2, 2, reverses=False, bare=False)))
    [(0, 0), (0, 1), (1, 2), (1, 3)]
    """
    for index in range(plan.out_channels):
        first = index // plan.group_outputs * plan.group_inputs
        for channel in range(first, first + plan.group_inputs):
            yield index, channel
