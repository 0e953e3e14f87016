"""The layer as products with one small banded Toeplitz matrix: the fast way for kernels of medium size.

Outputs are taken in blocks of B. Each block reads B·stride − stride + span consecutive inputs, and one banded matrix
of that many rows and B columns serves all blocks, because the weights are tied. Consecutive blocks overlap, and
BLAS takes rows that overlap only where they start at least a row apart: so every P-th block is taken at a time.
Nothing is copied, and whole numbers stay exact.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from .arrays import Floats
from .axis import Axis
from .layout import both_axes, channel_of, kernels_in_window_order, padded
from .plan import Plan

CACHE = 1 << 16
"""Numbers of the input that are worked on at a time, so that all P products find them in the cache."""


def banded(values: Floats, weight: Floats, plan: Plan) -> Floats:
    """z = T x block by block, (filters, positions), where each filter reads one channel.

    `values` is (input channels, entries of a channel), `weight` flat.

    >>> banded(np.array([[1.0, 2, 3, 4]]), np.array([5.0, 6, 7]), Plan((Axis(4, 3),), 1, 1, 1, False, True)).tolist()
    [[38.0, 56.0]]
    """
    rows, columns = both_axes(plan)
    inputs, kernels = padded(values, plan), kernels_in_window_order(weight, plan)
    shape = (plan.out_channels, rows.output_size, columns.output_size)
    output = np.empty(shape, dtype=np.result_type(values, weight))
    block = block_size(columns)
    for index, kernel in enumerate(kernels[:, 0]):
        bands = band(kernel, block, columns).astype(output.dtype, copy=False)
        fill(inputs[channel_of(index, plan)], bands, output[index], rows, columns.stride)
    return output.reshape(plan.out_channels, -1)


def block_size(columns: Axis) -> int:
    """How many outputs a block has: few waste least of the band, more read a long kernel's inputs less often.

    >>> block_size(Axis(100_000, 64)), block_size(Axis(100_000, 1_000))
    (8, 32)
    """
    return 8 if columns.span <= 100 else 16 if columns.span <= 300 else 32


def band(kernel: Floats, block: int, columns: Axis) -> Floats:
    """The banded matrix of each kernel row, (kernel rows, inputs of a block, B): its weights down each diagonal.

    Output j of a block meets tap t at input j · stride + t · dilation.

    >>> band(np.array([[5.0, 6.0]]), 3, Axis(9, 2))[0].tolist()
    [[5.0, 0.0, 0.0], [6.0, 5.0, 0.0], [0.0, 6.0, 5.0], [0.0, 0.0, 6.0]]
    """
    width = (block - 1) * columns.stride + columns.span
    bands = np.zeros((len(kernel), width, block), dtype=kernel.dtype)
    outputs = np.arange(block)[:, None]
    bands[:, outputs * columns.stride + np.arange(columns.kernel_size) * columns.dilation, outputs] = kernel[:, None]
    return bands


def fill(inputs: Floats, bands: Floats, output: Floats, rows: Axis, stride: int) -> None:
    """Fill one feature map, (rows, columns), by whole groups of P blocks; the last group may overlap the one before.

    A map that is narrower than one group is filled from a copy of the input with zeros behind it.
    """
    _, width, block = bands.shape
    phases = -(-width // (block * stride))
    group = phases * block
    if output.shape[1] < group:
        wider = np.zeros((len(inputs), (group - 1) * stride + width - (block - 1) * stride), dtype=inputs.dtype)
        wider[:, : inputs.shape[1]] = inputs
        filled = np.empty((len(output), group), dtype=output.dtype)
        fill(wider, bands, filled, rows, stride)
        output[:] = filled[:, : output.shape[1]]
        return
    windows = sliding_window_view(inputs, width, axis=1)
    whole, rest = divmod(output.shape[1], group)
    grouped = (len(output), -1, phases, block)
    fill_groups(windows, bands, output[:, : whole * group].reshape(grouped), rows, stride)
    if rest:
        last = output.shape[1] - group
        fill_groups(windows[:, last * stride :], bands, output[:, last:].reshape(grouped), rows, stride)


def fill_groups(windows: Floats, bands: Floats, output: Floats, rows: Axis, stride: int) -> None:
    """Fill (rows, groups, P, B) from all windows, as many rows and groups at a time as stay in the cache."""
    height, groups, phases, block = output.shape
    blocks = windows[:, :: block * stride]
    reach = phases * block * stride
    # twice as much at once is quicker than a second round for the little that is left
    across = groups if groups * reach <= 2 * CACHE else max(1, CACHE // reach)
    down = max(1, CACHE // (min(groups, across) * reach * rows.stride))
    for top in range(0, height, down):
        for first in range(0, groups, across):
            some = output[top : top + down, first : first + across]
            reading = blocks[:, first * phases : (first + some.shape[1]) * phases]
            for phase in range(phases):
                fill_rows(reading[:, phase::phases], bands, some[:, :, phase], rows, top)


def fill_rows(blocks: Floats, bands: Floats, output: Floats, rows: Axis, top: int) -> None:
    """Σ over the kernel's rows of blocks · band, into (rows, blocks, B); the first output row is `top`."""
    stop = (len(output) - 1) * rows.stride + 1
    starts = [top * rows.stride + tap * rows.dilation for tap in range(len(bands))]
    if len(bands) == 1:
        np.matmul(blocks[starts[0] : starts[0] + stop : rows.stride], bands[0], out=output)
        return
    # summed in one piece and written once: adding to short rows that lie apart takes twice as long
    total, terms = np.empty((2, *output.shape), dtype=output.dtype)
    np.matmul(blocks[starts[0] : starts[0] + stop : rows.stride], bands[0], out=total)
    for start, one in zip(starts[1:], bands[1:], strict=True):
        total += np.matmul(blocks[start : start + stop : rows.stride], one, out=terms)
    output[:] = total
