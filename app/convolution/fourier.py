"""The layer as a product of spectra: the fast way for long kernels, and the only one that rounds whole numbers.

A correlation is a product with the conjugate spectrum, circular over the length of the transform: from a transform
at least as long as the input, the first outputs, those of the valid layer, are free of the part that goes round.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from .arrays import Floats, doubles
from .layout import (
    both_axes,
    channel_of,
    kernels_in_window_order,
    padded,
    pairs,
    read_size,
    spread_kernel,
    windows_along_rows,
)
from .plan import Plan

Spectrum = NDArray[np.complex128]
PEAK = 64.0
"""How far above their root mean square the largest of some numbers may lie: what is tiny beside it gets lost."""
BLOCK = 1 << 14
"""The shortest transform of overlap-save."""
BATCH = 1 << 17
"""Numbers that are transformed at a time: their spectra stay in the cache, and tables of sines serve several."""
TILE = 256
"""Outputs of a tile of a plane, along each axis, for the same reason."""
Part = tuple[tuple[slice, slice], Floats]
"""Some of the output, (rows, columns), and the numbers that stand there: to be used at once, since the next part
may be written over them."""


def suits_fourier(*arrays: Floats) -> bool:
    """Whether a transform may be used: not when all numbers are whole, nor when some lie far above the others.

    >>> suits_fourier(np.arange(4.0), np.ones(2)), suits_fourier(np.arange(4.0), np.array([0.5, 1.0]))
    (False, True)
    """
    if all((np.rint(array) == array).all() for array in arrays):
        return False
    return all(is_level(array) for array in arrays)


def is_level(array: Floats) -> bool:
    """Whether the largest magnitude is at most PEAK times the root mean square.

    >>> is_level(np.ones(9)), is_level(np.append(np.full(10_000, 1e-9), 1.0))
    (True, False)
    """
    flat = doubles(array.ravel())
    largest = float(max(flat.max(), -flat.min()))
    if largest == 0:
        return False
    scaled = flat / largest
    return flat.size <= PEAK**2 * float(scaled @ scaled)


def fast_length(size: int) -> int:
    """The smallest length of at least `size` whose prime factors are 2, 3 and 5: transforms of others are slow.

    >>> fast_length(542), fast_length(1025)
    (576, 1080)
    """
    best = 1 << (size - 1).bit_length()
    fives = 1
    while fives < best:
        odd = fives
        while odd < best:
            best = min(best, odd << (-(-size // odd) - 1).bit_length())
            odd *= 3
        fives *= 5
    return best


def fft(values: Floats, weight: Floats, plan: Plan) -> Floats:
    """z = F⁻¹(F(x) · conj F(w)), (filters, positions), at stride 1, summed over the channels of each filter.

    >>> from app.convolution import Axis
    >>> z = fft(np.array([[1.0, 2, 3, 4]]), np.array([5.0, 6, 7]), Plan((Axis(4, 3),), 1, 1, 1, False, True))
    >>> z.round(12).tolist()
    [[38.0, 56.0]]
    """
    rows, columns = both_axes(plan)
    inputs, kernels = padded(values, plan), kernels_in_window_order(weight, plan)
    output = np.empty((plan.out_channels, rows.output_size, columns.output_size), np.result_type(values, weight))
    parts = line_parts if inputs.shape[1] == 1 else plane_parts
    for index, channel in pairs(plan):
        place = channel % plan.group_inputs
        for some, found in parts(inputs[channel], spread_kernel(kernels[index, place], rows, columns)):
            if place == 0:
                output[index][some] = found
            else:
                output[index][some] += found
    return output.reshape(plan.out_channels, -1)


def fft_work(plan: Plan) -> int:
    """How many numbers `fft` works on beside input and output: spectra, what they give, and a kernel with gaps.

    >>> from app.convolution import Axis
    >>> fft_work(Plan((Axis(100_000, 9),), 1, 1, 1, reverses=False, bare=True))
    43206
    """
    rows, columns = both_axes(plan)
    if read_size(rows) == 1:
        fresh = line_outputs(columns.output_size, columns.span)
        return 3 * (fast_length(fresh + columns.span - 1) + 2) + spread_size(plan)
    high, wide = tile_length(rows.output_size, rows.span), tile_length(columns.output_size, columns.span) + 2
    return 3 * high * wide + spread_size(plan)


def overlap_save_work(plan: Plan) -> int:
    """The same of `overlap_save`.

    >>> from app.convolution import Axis
    >>> overlap_save_work(Plan((Axis(100_000, 9),), 1, 1, 1, reverses=False, bare=True))
    393216
    """
    columns = plan.axes[-1]
    return 3 * max(BATCH, block_length(columns.span, read_size(columns)) + 2) + spread_size(plan)


def spread_size(plan: Plan) -> int:
    """Numbers of a kernel with the gaps of its dilation; without gaps there is no need to write it down again."""
    rows, columns = both_axes(plan)
    return 0 if rows.dilation == columns.dilation == 1 else rows.span * columns.span


def line_parts(line: Floats, kernel: Floats) -> Iterator[Part]:
    """The valid correlation of a line with a kernel, all (1, …), by a few transforms that stay in the cache."""
    span = kernel.shape[1]
    outputs = line.shape[1] - span + 1
    fresh = line_outputs(outputs, span)
    length = fast_length(fresh + span - 1)
    spectrum = conjugate(np.fft.rfft(doubles(kernel), length))
    for first in range(0, outputs, fresh):
        product = np.fft.rfft(doubles(line[:, first : first + length]), length)
        product *= spectrum
        some = slice(first, min(first + fresh, outputs))
        yield (slice(0, 1), some), np.fft.irfft(product, length)[:, : some.stop - first]


def line_outputs(outputs: int, span: int) -> int:
    """How many outputs a transform gives: three times the kernel, but half the line at most, for the memory it takes.

    >>> line_outputs(900_001, 100_000), line_outputs(60_000, 100_000)
    (225001, 30000)
    """
    return even_share(outputs, max(BLOCK, min(3 * span, -(-outputs // 2))))


def plane_parts(plane: Floats, kernel: Floats) -> Iterator[Part]:
    """The valid correlation of a plane with a kernel, all (rows, columns), by transforms of tiles.

    Rows go straight into columns that lie in one piece each, and back from them: no pass is only for turning.
    """
    (height, width), (down, across) = plane.shape, kernel.shape
    high, wide = tile_length(height - down + 1, down), tile_length(width - across + 1, across)
    spectrum = plane_spectrum(kernel, high, wide)
    columns, lines = np.empty_like(spectrum), np.empty((high, wide))
    for top, rows in tiles(height, down, high):
        for left, places in tiles(width, across, wide):
            tile = doubles(plane[top : top + high, left : left + wide])
            np.fft.rfft(tile, wide, out=columns[:, : len(tile)].T)
            columns[:, len(tile) :] = 0
            multiply(columns, spectrum)
            found = np.fft.irfft(columns[:, within(rows, top)].T, wide, out=lines[: rows.stop - rows.start])
            yield (rows, places), found[:, within(places, left)]


def plane_spectrum(kernel: Floats, high: int, wide: int) -> Spectrum:
    """The conjugate spectrum of a kernel that zeros fill up to (high, wide): (columns, rows), half of the columns."""
    spectrum = np.zeros((wide // 2 + 1, high), np.complex128)
    np.fft.rfft(doubles(kernel), wide, out=spectrum[:, : len(kernel)].T)
    return conjugate(np.fft.fft(spectrum, out=spectrum))


def multiply(columns: Spectrum, spectrum: Spectrum) -> None:
    """Transform columns, multiply them by a spectrum, and transform them back: in place, and some at a time."""
    count = max(1, BATCH // columns.shape[1])
    for first in range(0, len(columns), count):
        some = columns[first : first + count]
        np.fft.fft(some, out=some)
        some *= spectrum[first : first + count]
        np.fft.ifft(some, out=some)


def tiles(size: int, span: int, length: int) -> Iterator[tuple[int, slice]]:
    """Where each tile along an axis begins, and the outputs that are taken from it.

    Tiles overlap by span − 1. The last one ends with the axis and overlaps more, since a transform of as many numbers
    as it is long is quicker than one of fewer.

    >>> list(tiles(542, 31, 288))
    [(0, slice(0, 258, None)), (254, slice(258, 512, None))]
    """
    fresh = length - span + 1
    for first in range(0, size - span + 1, fresh):
        yield max(0, min(first, size - length)), slice(first, min(first + fresh, size - span + 1))


def within(some: slice, first: int) -> slice:
    """Some places of an axis, counted from the first place of a tile.

    >>> within(slice(258, 512), 254)
    slice(4, 258, None)
    """
    return slice(some.start - first, some.stop - first)


def tile_outputs(outputs: int, span: int) -> int:
    """How many outputs along an axis a tile gives: TILE or less, but four times the kernel, so that most is new.

    >>> tile_outputs(512, 31), tile_outputs(1_000, 100)
    (256, 334)
    """
    return even_share(outputs, max(TILE, 4 * span))


def even_share(whole: int, most: int) -> int:
    """The size of as few equal parts as do, none above `most`.

    >>> even_share(1_000, 400)
    334
    """
    return -(-whole // -(-whole // most))


def tile_length(outputs: int, span: int) -> int:
    """How long the transform of a tile is along an axis.

    >>> tile_length(512, 31)
    288
    """
    return fast_length(tile_outputs(outputs, span) + span - 1)


def conjugate(spectrum: Spectrum) -> Spectrum:
    """The complex conjugate, in place."""
    return np.conj(spectrum, out=spectrum)


def overlap_save(values: Floats, weight: Floats, plan: Plan) -> Floats:
    """z by transforms of blocks that overlap by span − 1, (filters, positions), on one axis at stride 1.

    >>> from app.convolution import Axis
    >>> z = overlap_save(np.array([[1.0, 2, 3, 4]]), np.array([5.0, 6, 7]), Plan((Axis(4, 3),), 1, 1, 1, False, True))
    >>> z.round(12).tolist()
    [[38.0, 56.0]]
    """
    rows, columns = both_axes(plan)
    inputs, kernels = padded(values, plan), kernels_in_window_order(weight, plan)[:, 0]
    output = np.empty((plan.out_channels, plan.positions), dtype=np.result_type(values, weight))
    for index, kernel in enumerate(kernels):
        fill_blocks(inputs[channel_of(index, plan), 0], spread_kernel(kernel, rows, columns)[0], output[index])
    return output


def block_length(span: int, size: int) -> int:
    """How long a transform of overlap-save is: several times the kernel, so that most of it is new, or the line.

    >>> block_length(100, 100_000), block_length(10_000, 100_000), block_length(10_000, 40_000)
    (16384, 65536, 40000)
    """
    return min(max(BLOCK, 1 << (4 * span - 1).bit_length()), fast_length(size))


def fill_blocks(line: Floats, kernel: Floats, output: Floats) -> None:
    """Fill the valid correlation of a line with a kernel, whole blocks at a time and what is left by one more."""
    length = block_length(len(kernel), len(line))
    fresh = length - len(kernel) + 1
    spectrum = conjugate(np.fft.rfft(doubles(kernel), length))
    whole = max(0, (len(line) - length) // fresh + 1)
    if whole:
        blocks = windows_along_rows(line, length)[::fresh]
        batch = max(1, BATCH // length)
        for first in range(0, whole, batch):
            some = slice(first, min(first + batch, whole))
            product = np.fft.rfft(doubles(blocks[some]))
            product *= spectrum
            output[: whole * fresh].reshape(whole, fresh)[some] = np.fft.irfft(product, length)[:, :fresh]
    done = whole * fresh
    if done < len(output):
        last = np.fft.rfft(doubles(line[done:]), length)
        last *= spectrum
        output[done:] = np.fft.irfft(last, length)[: len(output) - done]
