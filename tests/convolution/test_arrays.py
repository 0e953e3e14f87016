import numpy as np
import pytest

from app.convolution import NotFiniteError, OptionError, ShapeError
from app.convolution.arrays import numbers, one_of, per_axis, spread, sum_by, whole_number


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ([], ShapeError),
        ([[]], ShapeError),
        ([[1, 2], [3]], ShapeError),
        (["1.5"], ShapeError),
        ("12", ShapeError),
        ([None], ShapeError),
        ([True, False], ShapeError),
        ([1 + 2j], ShapeError),
        ([10**400], ShapeError),
        ([{}], ShapeError),
        ([float("nan")], NotFiniteError),
        ([1, float("inf")], NotFiniteError),
        ([-float("inf")], NotFiniteError),
    ],
)
def test_what_is_not_an_array_of_finite_numbers_is_refused(values: object, error: type[Exception]) -> None:
    """NumPy would read "1.5" as 1.5 and None as NaN; nothing is guessed here."""
    with pytest.raises(error, match="input"):
        numbers(values, "input")


@pytest.mark.parametrize("values", [[1, 2], [1.5], (1, 2), range(3), np.array([1], dtype=np.uint8), [[1], [2]]])
def test_every_array_of_numbers_becomes_float64(values: object) -> None:
    """Lists, tuples, ranges and arrays of any kind of number."""
    found = numbers(values, "input")
    assert found.dtype == np.float64
    assert found.tolist() == np.array(values).tolist()


@pytest.mark.parametrize("value", [True, 1.0, "1", None, [1], 0, -1])
def test_a_whole_number_is_neither_rounded_nor_read_from_text(value: object) -> None:
    """1.0 is not a stride, and neither is true."""
    with pytest.raises(OptionError, match=r"stride .*at least 1"):
        whole_number(value, "stride", 1)


def test_an_option_may_be_one_number_or_a_list_of_one_an_axis() -> None:
    """One integer for all axes, or one integer per axis; a list that is too long or too short is an error."""
    assert per_axis(2, "stride", 1) == 2
    assert per_axis([2], "stride", 1) == per_axis((2,), "stride", 1) == (2,)
    assert per_axis([2, 1], "stride", 1) == (2, 1)
    with pytest.raises(OptionError, match="stride is empty: give one whole number, or one for each axis"):
        per_axis([], "stride", 1)
    with pytest.raises(OptionError, match="stride is 0, but must be at least 1"):
        per_axis([1, 0], "stride", 1)


def test_an_option_is_spread_over_the_axes_and_never_cut_to_them() -> None:
    """One number serves every axis; several must be as many as there are axes."""
    assert spread(2, 1, "stride") == (2,)
    assert spread(2, 2, "stride") == (2, 2)
    assert spread((2, 1), 2, "stride") == (2, 1)
    with pytest.raises(OptionError, match=r"stride has 2 numbers, but the layer has 1 axis: give 1 number$"):
        spread((1, 2), 1, "stride")
    with pytest.raises(OptionError, match=r"stride has 1 number, but the layer has 2 axes: give 1 number, or 2$"):
        spread((1,), 2, "stride")


def test_a_word_is_one_of_its_choices_or_an_error() -> None:
    """The sentence lists them."""
    assert one_of("a", ("a", "b"), "field") == "a"
    for value in ("c", 1, None, ["a"]):
        with pytest.raises(OptionError, match="field must be one of a, b"):
            one_of(value, ("a", "b"), "field")


def test_terms_are_summed_by_their_index() -> None:
    """Where nothing has an index the sum is 0."""
    assert sum_by(np.array([2, 0, 2]), np.array([1.0, 2.0, 3.0]), 4).tolist() == [2, 0, 4, 0]
