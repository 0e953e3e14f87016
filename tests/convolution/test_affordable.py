import pytest

from app.convolution import TooLargeError
from app.convolution.affordable import check_cells
from app.convolution.cost import LIMIT, NUMBER


def test_what_fits_exactly_is_allowed_and_one_number_more_is_not() -> None:
    """The sentence gives what is needed, what there is, and what to do."""
    check_cells(LIMIT // NUMBER, "the output", "use less")
    with pytest.raises(TooLargeError, match=r"^the output needs 4,294,967,304 bytes, but at most 4,294,967,296 are us"):
        check_cells(LIMIT // NUMBER + 1, "the output", "use less")
