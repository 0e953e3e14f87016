"""Where in a request something is that the core found, when it lies inside another field."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.convolution import ConvolutionError
from app.state import PoolingPart, StackFields


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


@contextmanager
def inside_layers(fields: StackFields) -> Iterator[None]:
    """Turn the place of a part in the field, `1.weight`, into where that is in the request, `layers.1.weight`."""
    try:
        yield
    except ConvolutionError as fault:
        raise type(fault)(str(fault), place_in(fields, fault.field or "")) from fault


def place_in(fields: StackFields, field: str) -> str:
    """Where a field of the core's stack is in the request.

    >>> fields = StackFields.model_validate({"input": [1], "layers": [{"pooling": {"kind": "max", "size": 2}}]})
    >>> place_in(fields, "0.size"), place_in(fields, "0.input"), place_in(fields, "output")
    ('layers.0.pooling.size', 'input', 'output')
    """
    place, _, own = field.partition(".")
    if not place.isdigit():
        return field
    if own == "input":
        return "input" if place == "0" else f"layers.{place}"
    pooling = ".pooling" if own != "dims" and isinstance(fields.layers[int(place)], PoolingPart) else ""
    return f"layers.{place}{pooling}" + (f".{own}" if own else "")
