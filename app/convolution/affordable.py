"""Refusing arrays that are too large before they exist, for what is not a layer's own forward pass."""

from .cost import LIMIT, NUMBER
from .errors import TooLargeError


def check_cells(cells: int, what: str, instead: str) -> None:
    """Raise TooLargeError when so many numbers need more than `cost.LIMIT` bytes.

    >>> check_cells(10**9, "the output", "use a smaller stride")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    app.convolution.errors.TooLargeError: the output needs 8,000,000,000 bytes, but at most ...
    """
    needed = NUMBER * cells
    if needed > LIMIT:
        raise TooLargeError(f"{what} needs {needed:,} bytes, but at most {LIMIT:,} are used: {instead}")
