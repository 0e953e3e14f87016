import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import fft as scipy_fft

from app.convolution.fourier import fast_length, is_level, suits_fourier


@given(st.integers(1, 2_000_000))
def test_a_fast_length_is_the_one_scipy_takes_for_real_numbers(size: int) -> None:
    """The smallest of at least this size with the factors 2, 3 and 5 only."""
    assert fast_length(size) == scipy_fft.next_fast_len(size, real=True)


@pytest.mark.parametrize("scale", [1e-300, 1.0, 1e300])
def test_the_scale_of_numbers_does_not_matter_only_their_evenness(scale: float) -> None:
    """Squares of the largest floats would overflow, so the numbers are taken relative to the largest."""
    assert is_level(np.full(100, scale))
    assert not is_level(np.append(np.full(100_000, 1e-3 * scale), scale))


def test_zeros_alone_are_not_transformed() -> None:
    """There is nothing to gain, and a sum of zeros is 0, exactly."""
    assert not is_level(np.zeros(5))
    assert not suits_fourier(np.zeros(5), np.array([0.5]))
