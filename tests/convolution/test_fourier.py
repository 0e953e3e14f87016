from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import fft as scipy_fft

from app.convolution import Axis
from app.convolution.fourier import block_length, fast_length, fft_work, is_level, overlap_save_work, suits_fourier
from app.convolution.plan import Plan


@given(st.integers(1, 2_000_000))
def test_a_fast_length_is_the_one_scipy_takes_for_real_numbers(size: int) -> None:
    """The smallest of at least this size with the factors 2, 3 and 5 only."""
    assert fast_length(size) == scipy_fft.next_fast_len(size, real=True)


@pytest.mark.parametrize("scale", [1e-300, 1.0, 1e300])
def test_the_scale_of_numbers_does_not_matter_only_their_evenness(scale: float) -> None:
    """Squares of the largest floats would overflow, so the numbers are taken relative to the largest."""
    assert is_level(np.full(100, scale))
    assert not is_level(np.append(np.full(100_000, 1e-3 * scale), scale))
    assert not is_level(np.append(np.full(100_000, 1e-3 * scale), -scale))


def test_the_largest_may_be_64_times_the_root_mean_square() -> None:
    """One number among 4,096 is just that, and among one more it is above."""
    assert is_level(np.eye(1, 4_096).ravel())
    assert not is_level(np.eye(1, 4_097).ravel())


def test_zeros_alone_are_not_transformed() -> None:
    """There is nothing to gain, and a sum of zeros is 0, exactly."""
    assert not is_level(np.zeros(5))
    assert not suits_fourier(np.zeros(5), np.array([0.5]))


def plan(*axes: Axis) -> Plan:
    """A layer of one bare kernel."""
    return Plan(axes, 1, 1, 1, reverses=False, bare=True)


WORK = [
    (fft_work, plan(Axis(100, 9)), 3 * (100 + 2)),  # a transform of all 100 inputs
    (fft_work, plan(Axis(101, 9)), 3 * (108 + 2)),  # 108 = 4 · 27 is the next fast length
    (fft_work, plan(Axis(100, 3, dilation=4)), 3 * (100 + 2) + 9),  # and the kernel with its gaps
    (fft_work, plan(Axis(20, 3, dilation=2), Axis(20, 2, dilation=4)), 3 * 20 * (20 + 2) + 5 * 5),
    (fft_work, plan(Axis(20, 3, dilation=2), Axis(20, 2)), 3 * 20 * (20 + 2) + 5 * 2),
    (overlap_save_work, plan(Axis(1_000_000, 40_000)), 3 * (2**18 + 2)),  # above the numbers of a batch
    (overlap_save_work, plan(Axis(1_000, 3, dilation=4)), 3 * 2**17 + 9),
]


@pytest.mark.parametrize(("work", "layer", "numbers"), WORK)
def test_the_numbers_that_a_transform_works_on(work: Callable[[Plan], int], layer: Plan, numbers: int) -> None:
    """Three spectra of its length, and a kernel with gaps; worked out by hand."""
    assert work(layer) == numbers


def test_a_block_is_four_kernels_long() -> None:
    """Rounded up to a power of two, which 4 · 8,192 is."""
    assert block_length(8_192, 1_000_000) == 2**15
    assert block_length(8_193, 1_000_000) == 2**16
