"""The layer as products with small banded Toeplitz matrices: the fast way for kernels of medium size.

Outputs are taken in blocks of B. Each block reads B·stride − stride + span consecutive inputs, and one banded matrix
of that many rows and B columns serves all blocks, because the weights are tied. Consecutive blocks overlap, and
BLAS takes rows that overlap only where they start at least a row apart: so every P-th block is taken at a time.
Nothing is copied, and whole numbers stay exact. Every channel, kernel row and piece of a long row has a banded matrix
of its own, and their products are summed.
"""

from collections.abc import Iterator
from itertools import islice, product

import numpy as np

from .arrays import Floats
from .axis import Axis
from .layout import both_axes, kernels_in_window_order, padded, windows_along_rows
from .plan import Plan

BLOCK = 8
"""Outputs of a block: fewer waste least of a band, more make quicker products."""
PIECE = 1_024
"""The span of a banded matrix at most: that of a longer row would not stay in the cache, nor be small in memory."""
TAPS = 1 << 13
"""Taps whose banded matrices are made at a time, for the same reasons."""
CACHE = 1 << 16
"""Numbers of the input that are worked on at a time, so that all products find them in the cache."""

Term = tuple[Floats, Floats]
"""What blocks read, (rows, blocks, inputs of a block), and the banded matrix for it, (inputs of a block, B)."""


def banded(values: Floats, weight: Floats, plan: Plan) -> Floats:
    """z = T x block by block, (filters, positions), for any layer.

    `values` is (input channels, entries of a channel), `weight` flat.

    >>> banded(np.array([[1.0, 2, 3, 4]]), np.array([5.0, 6, 7]), Plan((Axis(4, 3),), 1, 1, 1, False, True)).tolist()
    [[38.0, 56.0]]
    """
    rows, columns = both_axes(plan)
    output = np.empty((plan.out_channels, rows.output_size, columns.output_size), np.result_type(values, weight))
    inputs = padded(values, plan).astype(output.dtype, copy=False)
    kernels = kernels_in_window_order(weight, plan).astype(output.dtype, copy=False)
    for index, kernel in enumerate(kernels):
        first = index // plan.group_outputs * plan.group_inputs
        fill(output[index], inputs[first : first + plan.group_inputs], kernel, rows, columns)
    return output.reshape(plan.out_channels, -1)


def fill(output: Floats, inputs: Floats, kernel: Floats, rows: Axis, columns: Axis) -> None:
    """Fill one feature map, (rows, columns), from inputs and kernels, (channels, rows, columns) both.

    Whole blocks first; the outputs that are left are the last ones of a block that overlaps those before.
    """
    height, length = output.shape
    block = max(1, min(BLOCK, length, PIECE // columns.stride))
    whole, rest = divmod(length, block)
    for number, places in enumerate(batches(kernel.shape, columns.dilation)):
        terms = [term(inputs, kernel, place, height, block, rows, columns) for place in places]
        fill_blocks(output[:, : length - rest].reshape(height, whole, block), terms, columns.stride, number > 0)
        if rest:
            start = (length - block) * columns.stride
            ends = [(windows[:, start:], bands[:, block - rest :]) for windows, bands in terms]
            fill_blocks(output[:, None, length - rest :], ends, columns.stride, number > 0)


def batches(shape: tuple[int, ...], dilation: int) -> Iterator[list[tuple[int, int, slice]]]:
    """Channel, row and piece of a row of kernels, (channels, rows, columns), some at a time.

    >>> [(channel, row, taps.start, taps.stop) for channel, row, taps in next(batches((2, 1, 1_200), dilation=1))]
    [(0, 0, 0, 600), (0, 0, 600, 1200), (1, 0, 0, 600), (1, 0, 600, 1200)]
    """
    channels, rows, columns = shape
    count = min(columns, -(-columns * dilation // PIECE))
    pieces = [slice(columns * place // count, columns * (place + 1) // count) for place in range(count)]
    places = product(range(channels), range(rows), pieces)
    while some := list(islice(places, max(1, TAPS * count // columns))):
        yield some


def term(
    inputs: Floats, kernel: Floats, place: tuple[int, int, slice], height: int, block: int, rows: Axis, columns: Axis
) -> Term:
    """What blocks of outputs read through one piece of a kernel row, wherever they start, and its banded matrix."""
    channel, row, taps = place
    bands = band(kernel[channel, row, taps], block, columns)
    read = inputs[channel, from_on(row * rows.dilation, height, rows.stride), taps.start * columns.dilation :]
    return windows_along_rows(read, len(bands)), bands


def from_on(first: int, count: int, step: int) -> slice:
    """So many places from the first on.

    >>> from_on(3, 2, 4)
    slice(3, 8, 4)
    """
    return slice(first, first + (count - 1) * step + 1, step)


def band(taps: Floats, block: int, columns: Axis) -> Floats:
    """The banded matrix of some taps, (inputs of a block, B): they run down each diagonal.

    Output j of a block meets tap t at input j · stride + t · dilation.

    >>> band(np.array([5.0, 6.0]), 3, Axis(9, 2)).tolist()
    [[5.0, 0.0, 0.0], [6.0, 5.0, 0.0], [0.0, 6.0, 5.0], [0.0, 0.0, 6.0]]
    """
    span = (len(taps) - 1) * columns.dilation + 1
    bands = np.zeros(((block - 1) * columns.stride + span, block), dtype=taps.dtype)
    for output in range(block):
        first = output * columns.stride
        bands[first : first + span : columns.dilation, output] = taps
    return bands


def fill_blocks(output: Floats, terms: list[Term], stride: int, adding: bool) -> None:
    """Fill (rows, blocks, B) with the sum of all products, or add it, as much at a time as stays in the cache."""
    height, blocks, block = output.shape
    step = block * stride
    phases = -(-max(len(bands) for _, bands in terms) // step)
    # twice as much at once is quicker than a second round for the little that is left
    across = blocks if blocks * step <= 2 * CACHE else max(1, CACHE // (phases * step)) * phases
    down = max(1, CACHE // (min(blocks, across) * step))
    for top in range(0, height, down):
        some = slice(top, top + down)
        for left in range(0, blocks, across):
            stop = min(left + across, blocks)
            for phase in range(left, min(left + phases, stop)):
                reading = slice(phase * step, (stop - 1) * step + 1, phases * step)
                seen = [(windows[some, reading], bands) for windows, bands in terms]
                fill_sum(output[some, phase:stop:phases], seen, adding)


def fill_sum(output: Floats, terms: list[Term], adding: bool) -> None:
    """Fill outputs that lie apart with Σ windows · band, or add it."""
    if len(terms) == 1 and not adding:
        np.matmul(*terms[0], out=output)
        return
    # summed in one piece and written once: adding to short rows that lie apart takes twice as long
    total, product_ = np.zeros((2, *output.shape), dtype=output.dtype)
    for windows, bands in terms:
        total += np.matmul(windows, bands, out=product_)
    if adding:
        output += total
    else:
        output[...] = total
