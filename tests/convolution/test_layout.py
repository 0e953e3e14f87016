import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.convolution import Axis
from app.convolution.layout import padded, padding_sources, read_size, windows_along_rows
from app.convolution.plan import Plan

NUMPY_PAD = {"zeros": "constant", "reflect": "reflect", "replicate": "edge", "circular": "wrap"}


@given(
    size=st.integers(3, 9),
    taps=st.integers(1, 3),
    stride=st.integers(1, 4),
    mode=st.sampled_from(sorted(NUMPY_PAD)),
    before=st.integers(0, 2),
    after=st.integers(0, 2),
)
def test_the_padded_input_is_numpys_up_to_the_last_entry_that_is_read(
    size: int, taps: int, stride: int, mode: str, before: int, after: int
) -> None:
    """One channel, one axis, every mode."""
    axis, x = Axis(size, taps, stride, 1, before, after, mode), np.arange(1.0, size + 1)
    whole = np.pad(x, (before, after), mode=NUMPY_PAD[mode])
    found = padded(x[None], Plan((axis,), 1, 1, 1, reverses=False, bare=True))
    assert found[0, 0].tolist() == whole[: read_size(axis)].tolist()


@pytest.mark.parametrize("modes", [("zeros", "circular"), ("reflect", "zeros"), ("replicate", "reflect")])
def test_each_axis_is_padded_in_its_own_mode(modes: tuple[str, str]) -> None:
    """A row of zeros above a column that goes round."""
    rows, columns = (Axis(3, 2, before=1, after=1, padding_mode=mode) for mode in modes)
    x = np.arange(18.0).reshape(2, 9)
    expected = np.pad(x.reshape(2, 3, 3), ((0, 0), (1, 1), (0, 0)), mode=NUMPY_PAD[modes[0]])
    expected = np.pad(expected, ((0, 0), (0, 0), (1, 1)), mode=NUMPY_PAD[modes[1]])
    assert padded(x, Plan((rows, columns), 2, 1, 1, reverses=False, bare=True)).tolist() == expected.tolist()


def test_an_input_without_padding_is_not_copied() -> None:
    """A view costs nothing."""
    x = np.arange(9.0)[None]
    assert np.shares_memory(padded(x, Plan((Axis(9, 3),), 1, 1, 1, reverses=False, bare=True)), x)


def test_rows_that_are_padded_only_after_are_padded_however_wide_they_are() -> None:
    """Three rows of nine: the five that are read are not there."""
    plan = Plan((Axis(3, 2, after=2), Axis(9, 2)), 1, 1, 1, reverses=False, bare=True)
    x = np.arange(27.0)
    assert padded(x[None], plan)[0].tolist() == np.pad(x.reshape(3, 9), ((0, 2), (0, 0))).tolist()


def test_windows_that_share_entries_cannot_be_written_to() -> None:
    """One assignment would change several windows at once."""
    assert not windows_along_rows(np.arange(9.0), 3).flags.writeable


def test_zeros_are_off_the_input_and_copies_are_on_it() -> None:
    """The sources of the padded axis are those of the windows."""
    assert padding_sources(Axis(2, 2, before=1, after=1)).tolist() == [-1, 0, 1, -1]
    assert padding_sources(Axis(2, 2, before=1, after=1, padding_mode="replicate")).tolist() == [0, 0, 1, 1]
