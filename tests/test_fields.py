"""Fields: arrays of numbers, and the exact place of what is none, at sizes at which shortcuts are taken."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.fields import FEW, from_lists, leaf_level, read_array

FLOATS = st.floats(allow_nan=False, allow_infinity=False)
LONG = FEW * 3


def refused(value: Any) -> tuple[tuple[Any, ...], str]:
    """Where a value is refused, and the code."""
    with pytest.raises(ValidationError) as found:
        read_array(value)
    (error,) = found.value.errors()
    return error["loc"], error["type"]


@given(st.lists(st.lists(FLOATS | st.integers(-(2**53), 2**53), min_size=3, max_size=3), min_size=1, max_size=80))
def test_lists_of_numbers_become_the_array_that_numpy_makes_of_them(rows: list[list[float]]) -> None:
    """Bit for bit, -0 included."""
    found = read_array(rows)
    expected = np.asarray(rows, dtype=np.float64)
    assert found.shape == expected.shape
    assert found.tobytes() == expected.tobytes()


@pytest.mark.parametrize("size", [3, LONG])
@pytest.mark.parametrize("around", [0, 1, 0.0, 1.0, 0.5])
@pytest.mark.parametrize(
    ("intruder", "code"),
    [
        (True, "not-a-number"),
        (False, "not-a-number"),
        ("1", "not-a-number"),
        (None, "not-a-number"),
        ({}, "not-a-number"),
        (float("nan"), "not-finite"),
        (float("-inf"), "not-finite"),
        (10**400, "not-finite"),
        ([1], "ragged"),
    ],
)
def test_one_intruder_is_found_at_its_place_however_long_the_list(
    size: int, around: float, intruder: Any, code: str
) -> None:
    """Among numbers that look like flags, and among others; in a row, and in a row of a matrix."""
    row = [around] * size
    wrong = [*row[:-2], intruder, around]
    assert refused(wrong) == ((size - 2,), code)
    if code != "ragged":
        assert refused([row, row, wrong]) == ((2, size - 2), code)


def test_lists_that_are_no_array_have_no_shape() -> None:
    """Ragged ones, and those that are too deep."""
    assert leaf_level([[1], [2, 3]]) is None
    assert leaf_level([[1], 2]) is None
    assert from_lists([1, [2]]) is None
    assert from_lists([]) is None
    deep: Any = 1
    for _ in range(20):
        deep = [deep]
    assert leaf_level(deep) is None
    assert refused(deep) == ((), "too-deep")


def test_a_bare_number_has_no_axes() -> None:
    """A bias of one filter may be one."""
    assert read_array(2).shape == ()
    assert read_array(2).item() == 2
