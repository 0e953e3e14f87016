import pytest

from app.convolution import Layer, TooLargeError, cost
from app.convolution.affordable import check_cells
from app.convolution.cost import LIMIT, NUMBER


def test_what_fits_exactly_is_allowed_and_one_number_more_is_not() -> None:
    """The sentence gives what is needed, what there is, and what to do."""
    check_cells(LIMIT // NUMBER, "the output", "use less")
    with pytest.raises(TooLargeError, match=r"^the output needs 4,294,967,304 bytes, but at most 4,294,967,296 are us"):
        check_cells(LIMIT // NUMBER + 1, "the output", "use less")


def test_a_layer_that_needs_just_what_there_is_is_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    """408 bytes for the question's example: its nine numbers, four times as much to work in, and six products."""
    monkeypatch.setattr(cost, "LIMIT", 408)
    assert Layer([5, 6, 7]).forward([1, 2, 3, 4]).tolist() == [38, 56]
    monkeypatch.setattr(cost, "LIMIT", 407)
    with pytest.raises(TooLargeError, match="need up to 408 bytes, but at most 407 are used"):
        Layer([5, 6, 7]).forward([1, 2, 3, 4])
