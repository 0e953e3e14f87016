from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.figures.numbers import count, equality, listing, one, plural, product_equality, shared_decimals, written

finite = st.floats(allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([38, 56], ["38", "56"]),
        ([-7, 11], ["−7", "11"]),
        ([-0.0], ["0"]),
        ([0.5, 2], ["0.5", "2"]),
        ([0.5, 0.25], ["0.50", "0.25"]),
        ([4.7, 5.5, 6.3], ["4.7", "5.5", "6.3"]),
        ([0.1 + 0.2], ["0.3"]),
        ([1 / 3], ["0.3333"]),
        ([1 / 3, 100.5], ["0.333", "100.5"]),
        ([0.5, 2.5, 1000.5], ["0.5", "2.5", "1000.5"]),
        ([0.1, 123456.789], ["0.1", "123457"]),
        ([12345.678], ["12346"]),
        ([1e-9, 1], ["1e−9", "1"]),
        ([1.5e-7], ["1.5e−7"]),
        ([12345678], ["1.235e7"]),
        ([9999999], ["9999999"]),
        ([-2.5e10], ["−2.5e10"]),
        ([5e-324], ["4.941e−324"]),
        ([], []),
    ],
)
def test_numbers_that_stand_together(values, texts):
    """One number of decimals, more where they would hide a number, four significant digits at most, a true minus."""
    assert written(values) == texts


@given(st.lists(finite, max_size=12))
def test_every_number_can_be_written(values):
    """Nothing but digits, a point, a power of ten and the true minus; one text for each number."""
    texts = written(values)
    assert len(texts) == len(values)
    assert all(set(text) <= set("0123456789.e−") for text in texts)


@given(st.lists(st.integers(-(10**7) + 1, 10**7 - 1), max_size=12))
def test_whole_numbers_are_written_exactly(values):
    """Up to ten million every digit is shown."""
    assert [int(text.replace("−", "-")) for text in written(values)] == values


@given(st.floats(-1e6, 1e6, allow_subnormal=False))
def test_one_number_keeps_four_significant_digits(value):
    """What is shown is off by at most half of the fourth digit, or by half a unit for large numbers."""
    shown = float(one(value).replace("−", "-"))
    assert abs(Fraction(shown) - Fraction(value)) <= Fraction(abs(value)) / 1999 or abs(shown - value) <= 0.5


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=12))
def test_a_number_that_is_not_zero_is_never_shown_as_zero(values):
    """A weight of 0 and a weight of 0.00001 differ."""
    assert all((value == 0) == (text in ("0", "−0")) for value, text in zip(values, written(values), strict=True))


def test_decimals_are_the_fewest_that_show_all():
    """Three steps of 0.1 need one decimal, whatever float64 makes of them."""
    assert shared_decimals([0.1, 0.2, 0.1 + 0.2]) == 1
    assert shared_decimals([1000.25]) == 0


@pytest.mark.parametrize(
    ("terms", "total", "sign"),
    [
        (["5", "12", "21"], "38", "="),
        (["−7", "11"], "4", "="),
        (["0.1", "0.2"], "0.3", "="),
        (["0.33", "0.33"], "0.67", "≈"),
        (["1e−9", "1"], "1", "≈"),
    ],
)
def test_the_sign_of_equality_is_honest(terms, total, sign):
    """`=` only where the shown terms add up to the shown total."""
    assert equality(terms, total) == sign


def test_products_are_judged_by_what_is_shown():
    """1·5 + 2·6 + 3·7 = 38, and 0.333·3 is not 1."""
    assert product_equality([("1", "5"), ("2", "6"), ("3", "7")], [], "38") == "="
    assert product_equality([("1", "5"), ("2", "6"), ("3", "7")], ["−45"], "−7") == "="
    assert product_equality([("0.333", "3")], [], "1") == "≈"


def test_counts_and_lists_read_like_a_sentence():
    """Thousands are set apart, one thing is singular."""
    assert count(14942) == "14,942"
    assert plural(1, "weight") == "1 weight"
    assert plural(0, "weight") == "0 weights"
    assert listing(["x0", "x1"]) == "x0 and x1"
    assert listing([]) == ""
