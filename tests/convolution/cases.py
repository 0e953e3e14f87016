"""Random layers on whole numbers: every size, stride, dilation, padding, mode, operation and filter count."""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from app.convolution import Layer
from tests.oracles import SlowLayer, padding_by_name

MODES = ("zeros", "reflect", "replicate", "circular")
NAMES = ("valid", "same", "same_lower", "full")
OPERATIONS = ("cross-correlation", "convolution")
whole = st.integers(-2, 2) | st.integers(-99, 99)
"""Whole numbers, among them many zeros: a weight of zero is a connection like any other."""


@dataclass(frozen=True)
class Case:
    """One layer as the application reads it and as the oracle does, with an input and an upstream gradient."""

    input: list[float]
    fields: dict[str, Any]
    slow: SlowLayer
    upstream: list[float]

    @property
    def layer(self) -> Layer:
        """The layer under test."""
        return Layer(**self.fields)

    @property
    def size(self) -> int:
        """How many inputs there are."""
        return len(self.input)


def widest(mode: str, size: int) -> int:
    """The most padding on a side that a mode can fill."""
    return {"reflect": size - 1, "circular": size}.get(mode, 7)


@st.composite
def paddings(draw: st.DrawFn, size: int, span: int, stride: int, mode: str) -> tuple[Any, int, int]:
    """A padding that fits, as a field and as the entries before and after."""
    limit = widest(mode, size)
    named = [(name, *padding_by_name(name, size, span, stride)) for name in NAMES]
    fitting = [each for each in named if size + each[1] + each[2] >= span and max(each[1:]) <= limit]
    missing = max(span - size, 0)
    if missing <= 2 * limit:
        before = draw(st.integers(max(missing - limit, 0), min(limit, 7) if missing <= 7 else limit))
        after = draw(st.integers(max(missing - before, 0), max(limit, missing - before)))
        fitting.append(([[before, after]], before, after))
        both = -(-missing // 2)
        fitting += [(both, both, both), ([both], both, both)]
    return draw(st.sampled_from(fitting))


@st.composite
def cases(draw: st.DrawFn, max_filters: int = 3) -> Case:
    """A layer that fits its input."""
    size = draw(st.integers(1, 12))
    mode = draw(st.sampled_from(MODES))
    # No padding of a mode reaches further than this, so that a window of this span always finds room.
    reach = size + 2 * widest(mode, size)
    taps = draw(st.integers(1, min(6, reach)))
    dilation = draw(st.integers(1, min(4, (reach - 1) // (taps - 1)) if taps > 1 else 4))
    stride = draw(st.integers(1, 5))
    span = dilation * (taps - 1) + 1
    padding, before, after = draw(paddings(size, span, stride, mode))
    operation = draw(st.sampled_from(OPERATIONS))
    count = draw(st.integers(1, max_filters))
    filters = draw(st.lists(st.lists(whole, min_size=taps, max_size=taps), min_size=count, max_size=count))
    bias = draw(st.none() | st.lists(whole, min_size=count, max_size=count))
    bare = count == 1 and draw(st.booleans())
    slow = SlowLayer(filters, bias or [0] * count, operation, before, after, mode, stride, dilation)
    outputs = count * len(slow.windows(size))
    return Case(
        input=draw(st.lists(whole, min_size=size, max_size=size)),
        fields={
            "weight": filters[0] if bare else filters,
            "bias": bias,
            "operation": operation,
            "padding": padding,
            "padding_mode": mode,
            "stride": stride,
            "dilation": dilation,
        },
        slow=slow,
        upstream=draw(st.lists(whole, min_size=outputs, max_size=outputs)),
    )
