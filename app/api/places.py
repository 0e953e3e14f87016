"""Where in a request something is that the core found, when it lies inside another field."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.convolution import ConvolutionError


@contextmanager
def inside(field: str) -> Iterator[None]:
    """Put the name of the field in front of that of its own field, `pooling.size`; what it reads is not in it.

    >>> with inside("pooling"):
    ...     raise ConvolutionError("too wide", "padding")
    Traceback (most recent call last):
    app.convolution.errors.ConvolutionError: too wide
    """
    try:
        yield
    except ConvolutionError as fault:
        own = "" if fault.field in (None, "input", "dims") else f".{fault.field}"
        raise type(fault)(str(fault), field + own) from fault
