"""The layer as a product of spectra: the fast way for long kernels, and the only one that rounds whole numbers.

A correlation is a product with the conjugate spectrum, circular over the length of the transform: from a transform
at least as long as the input, the first outputs, those of the valid layer, are free of the part that goes round.
"""

from collections.abc import Iterator

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from .arrays import Floats
from .layout import both_axes, channel_of, kernels_in_window_order, padded, spread_kernel
from .plan import Plan

Spectrum = NDArray[np.complex128]
PEAK = 64.0
"""How far above their root mean square the largest of some numbers may lie: what is tiny beside it gets lost."""
BLOCK = 1 << 14
"""The shortest transform of overlap-save."""
BATCH = 1 << 17
"""Numbers that are transformed at a time: their spectra stay in the cache, and tables of sines serve several."""
COLUMNS = 32
"""Columns of a spectrum that are transformed at a time, for the same reason."""


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
    flat = array.ravel().astype(np.float64, copy=False)
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
    output = np.zeros((plan.out_channels, rows.output_size, columns.output_size), np.result_type(values, weight))
    transform = correlate_lines if inputs.shape[1] == 1 else correlate_planes
    for index, channel, kernel in pairs(kernels, plan):
        output[index] += transform(inputs[channel], spread_kernel(kernel, rows, columns))
    return output.reshape(plan.out_channels, -1)


def pairs(kernels: Floats, plan: Plan) -> Iterator[tuple[int, int, Floats]]:
    """Each filter with each input channel it reads and its kernel over that."""
    for index, channels in enumerate(kernels):
        first = index // plan.group_outputs * plan.group_inputs
        for place, kernel in enumerate(channels):
            yield index, first + place, kernel


def correlate_lines(line: Floats, kernel: Floats) -> Floats:
    """The valid correlation of one line with one kernel, both (1, …), by a transform of the whole line."""
    length = fast_length(line.shape[1])
    spectrum = np.fft.rfft(line.astype(np.float64, copy=False), length)
    spectrum *= conjugate(np.fft.rfft(kernel.astype(np.float64, copy=False), length))
    return np.fft.irfft(spectrum, length)[:, : line.shape[1] - kernel.shape[1] + 1]


def correlate_planes(plane: Floats, kernel: Floats) -> Floats:
    """The valid correlation of a plane with a kernel, both (rows, columns).

    Rows first, only those that there are; then the columns, copied so that each lies in one piece.
    """
    height, width = plane.shape[0] - kernel.shape[0] + 1, plane.shape[1] - kernel.shape[1] + 1
    down, across = fast_length(plane.shape[0]), fast_length(plane.shape[1])
    spectrum = np.fft.rfft(plane.astype(np.float64, copy=False), across)
    kernels = np.fft.rfft(kernel.astype(np.float64, copy=False), across)
    for first in range(0, spectrum.shape[1], COLUMNS):
        some = slice(first, first + COLUMNS)
        columns = np.fft.fft(np.ascontiguousarray(spectrum[:, some].T), down)
        columns *= conjugate(np.fft.fft(np.ascontiguousarray(kernels[:, some].T), down))
        spectrum[:height, some] = np.fft.ifft(columns, out=columns)[:, :height].T
    return np.fft.irfft(spectrum[:height], across)[:, :width]


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


def block_length(span: int) -> int:
    """How long a transform of overlap-save is: several times the kernel, so that most of it is new.

    >>> block_length(100), block_length(10_000)
    (16384, 65536)
    """
    return max(BLOCK, 1 << (4 * span - 1).bit_length())


def fill_blocks(line: Floats, kernel: Floats, output: Floats) -> None:
    """Fill the valid correlation of a line with a kernel, whole blocks at a time and what is left by one more."""
    length = block_length(len(kernel))
    fresh = length - len(kernel) + 1
    spectrum = conjugate(np.fft.rfft(kernel.astype(np.float64, copy=False), length))
    whole = max(0, (len(line) - length) // fresh + 1)
    if whole:
        blocks = sliding_window_view(line, length)[::fresh]
        batch = max(1, BATCH // length)
        for first in range(0, whole, batch):
            some = slice(first, min(first + batch, whole))
            product = np.fft.rfft(blocks[some].astype(np.float64, copy=False))
            product *= spectrum
            output[: whole * fresh].reshape(whole, fresh)[some] = np.fft.irfft(product, length)[:, :fresh]
    done = whole * fresh
    if done < len(output):
        last = np.fft.rfft(line[done:].astype(np.float64, copy=False), length)
        last *= spectrum
        output[done:] = np.fft.irfft(last, length)[: len(output) - done]
