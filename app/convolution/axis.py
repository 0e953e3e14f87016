"""One spatial axis: sizes, stride, dilation and padding, and the `windows` table they make.

Whoever understands `windows` understands the rest of the core: a tie exists where the table has an input index.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from .arrays import Integers, counted, one_of, whole_number
from .errors import ConvolutionError, PaddingError, ShapeError

PADDING_NAMES = ("valid", "same", "same_lower", "full")
PADDING_MODES = ("zeros", "reflect", "replicate", "circular")
DIRECTIONS = ("height", "width")
"""What the two axes of a plane are called in a sentence."""
OFF = -1
"""The entry of `windows` for a position that reads no input."""


def kernel_span(kernel_size: int, dilation: int) -> int:
    """How many inputs a kernel reaches across, the gaps of its dilation included.

    >>> kernel_span(3, dilation=2)
    5
    """
    return dilation * (kernel_size - 1) + 1


def output_size(input_size: int, span: int, stride: int, before: int, after: int) -> int:
    """How many positions a kernel of `span` inputs takes along one axis: ⌊(n + before + after − span) / stride⌋ + 1.

    >>> output_size(5, span=3, stride=2, before=1, after=1)
    3
    """
    return (input_size + before + after - span) // stride + 1


def same_padding(input_size: int, span: int, stride: int) -> tuple[int, int]:
    """The padding that gives ⌈n / stride⌉ outputs, the odd one at the end (ONNX SAME_UPPER, TensorFlow, PyTorch).

    >>> same_padding(4, span=2, stride=1)
    (0, 1)
    """
    outputs = -(-input_size // stride)
    total = max((outputs - 1) * stride + span - input_size, 0)
    return total // 2, total - total // 2


Pair = tuple[int, int]
Padding = str | int | tuple[Pair, ...]
"""A padding as it was asked for: one of PADDING_NAMES, one integer for every side, or a pair for each axis."""


def read_padding(padding: Any) -> Padding:
    """A padding by name, integer, one integer per axis, or one `[before, after]` pair per axis.

    Raises OptionError and PaddingError.

    >>> read_padding("full"), read_padding(1), read_padding([[1, 0]]), read_padding([1, 2])
    ('full', 1, ((1, 0),), ((1, 1), (2, 2)))
    """
    if isinstance(padding, str):
        return one_of(padding, PADDING_NAMES, "padding")
    if not isinstance(padding, list | tuple):
        return whole_number(padding, "padding", 0)
    if not padding:
        raise PaddingError("padding is empty: give a name, one integer, or one entry for each axis", "padding")
    return tuple(read_pair(entry) for entry in padding)


def read_pair(entry: Any) -> Pair:
    """The padding before and after that one axis's entry gives: an integer for both, or a pair."""
    pair = entry if isinstance(entry, list | tuple) else (entry, entry)
    if len(pair) != 2:
        raise PaddingError(f"a padding pair has 2 integers, before and after, not {len(pair)}", "padding")
    return whole_number(pair[0], "padding", 0), whole_number(pair[1], "padding", 0)


def padding_of_axis(padding: Padding, axis: int, axes: int) -> str | Pair:
    """The padding that one of some axes has: a name or a pair. Raises PaddingError."""
    if isinstance(padding, int):
        return padding, padding
    if isinstance(padding, str):
        return padding
    if len(padding) != axes:
        pair = " (a pair on one axis is [[before, after]])" if axes == 1 else ""
        raise PaddingError(
            f"padding has {counted(len(padding), 'entry', 'entries')}, but the layer has "
            f"{counted(axes, 'axis', 'axes')}: give one integer, or one entry for each axis{pair}",
            "padding",
        )
    return padding[axis]


def resolve_padding(padding: str | Pair, input_size: int, span: int, stride: int) -> Pair:
    """The entries before and after that a padding means on an axis of this size.

    >>> resolve_padding("full", 4, span=3, stride=1)
    (2, 2)
    """
    if isinstance(padding, tuple):
        return padding
    same = same_padding(input_size, span, stride)
    return {"valid": (0, 0), "full": (span - 1, span - 1), "same": same, "same_lower": same[::-1]}[padding]


@dataclass(frozen=True)
class Axis:
    """One spatial axis of a layer on an input of a given size. All sizes are counts of entries.

    >>> Axis(4, 3, before=2, after=2).windows.tolist()
    [[-1, -1, 0], [-1, 0, 1], [0, 1, 2], [1, 2, 3], [2, 3, -1], [3, -1, -1]]
    """

    input_size: int
    kernel_size: int
    stride: int = 1
    dilation: int = 1
    before: int = 0
    after: int = 0
    padding_mode: str = "zeros"

    def __post_init__(self) -> None:
        """Raise PaddingError for a padding its mode cannot fill, ShapeError for a kernel that does not fit."""
        check_padding_mode(self)
        check_kernel_fits(self)

    @cached_property
    def span(self) -> int:
        """How many inputs a window reaches across."""
        return kernel_span(self.kernel_size, self.dilation)

    @cached_property
    def output_size(self) -> int:
        """How many windows there are."""
        return output_size(self.input_size, self.span, self.stride, self.before, self.after)

    @cached_property
    def positions(self) -> Integers:
        """Where position t of window o lies, (outputs, taps): 0 is the first input, outside 0…n−1 is padding."""
        starts = np.arange(self.output_size, dtype=np.int64) * self.stride - self.before
        return starts[:, None] + np.arange(self.kernel_size, dtype=np.int64) * self.dilation

    @property
    def reads_padding(self) -> bool:
        """Whether any window reaches past the input (a wide stride may never get there)."""
        last = (self.output_size - 1) * self.stride - self.before + self.span - 1
        return self.before > 0 or last >= self.input_size

    @cached_property
    def windows(self) -> Integers:
        """The input index that position t of window o reads, (outputs, taps); −1 where it reads none."""
        return self.sources(self.positions)

    def sources(self, positions: Integers) -> Integers:
        """The input index that stands at each position of the padded input, −1 for padding of zeros.

        >>> Axis(4, 3, before=2, after=2, padding_mode="reflect").sources(np.arange(-2, 6)).tolist()
        [2, 1, 0, 1, 2, 3, 2, 1]
        """
        size = self.input_size
        if self.padding_mode == "circular":
            return positions % size
        if self.padding_mode == "replicate":
            return np.minimum(np.maximum(positions, 0), size - 1)
        if self.padding_mode == "reflect":
            mirrored: Integers = size - 1 - np.abs(size - 1 - np.abs(positions))
            return mirrored
        return np.where((positions < 0) | (positions >= size), OFF, positions)

    @cached_property
    def unread(self) -> Integers:
        """The inputs that no window reads, in order (a stride or dilation may step over them)."""
        return unread(self.windows, self.input_size)


def unread(windows: Integers, inputs: int) -> Integers:
    """Of so many inputs those that no window reads, in order.

    >>> unread(np.array([[OFF, 0], [2, 3]]), 5).tolist()
    [1, 4]
    """
    read = np.zeros(inputs + 1, dtype=np.bool_)
    read[windows] = True  # OFF, which is −1, is the place behind the last input
    return np.flatnonzero(~read[:-1])


def join_windows(axes: tuple[Axis, ...]) -> Integers:
    """The table over all axes, (positions, taps), both flattened in C order: −1 where any axis is off the input.

    >>> join_windows((Axis(2, 1), Axis(3, 2))).tolist()
    [[0, 1], [1, 2], [3, 4], [4, 5]]
    """
    joined = axes[0].windows
    for axis in axes[1:]:
        rows, columns = joined[:, None, :, None], axis.windows[None, :, None, :]
        both = np.where((rows == OFF) | (columns == OFF), OFF, rows * axis.input_size + columns)
        joined = both.reshape(len(joined) * axis.output_size, -1)
    return joined


@contextmanager
def along(place: int, axes: int) -> Iterator[None]:
    """Name the axis in front of what is raised, where there are two.

    >>> with along(1, axes=2):  # doctest: +ELLIPSIS
    ...     Axis(4, 5)
    Traceback (most recent call last):
    app.convolution.errors.ShapeError: along the width: a kernel that spans 5 does not fit in an input of 4 with ...
    """
    try:
        yield
    except ConvolutionError as fault:
        if axes == 1:
            raise
        raise type(fault)(f"along the {DIRECTIONS[place]}: {fault}", fault.field) from fault


def check_padding_mode(axis: Axis) -> None:
    """Raise PaddingError when the mode has too few inputs to copy from."""
    widest = max(axis.before, axis.after)
    limit = {"reflect": axis.input_size - 1, "circular": axis.input_size}.get(axis.padding_mode)
    if limit is None or widest <= limit:
        return
    reason = "the edge is not repeated" if axis.padding_mode == "reflect" else "the input goes round once"
    raise PaddingError(
        f"{axis.padding_mode} padding of {widest} is too wide for an input of {axis.input_size}: {reason}, "
        f"so use at most {limit} on a side, or padding mode 'zeros' or 'replicate'",
        "padding",
    )


def check_kernel_fits(axis: Axis) -> None:
    """Raise ShapeError when the window is longer than the padded input; nothing is ever swapped."""
    padded = axis.input_size + axis.before + axis.after
    if axis.span <= padded:
        return
    padding = str(axis.before) if axis.before == axis.after else f"{axis.before} and {axis.after}"
    dilated = f" ({axis.kernel_size} taps at dilation {axis.dilation})" if axis.dilation > 1 else ""
    raise ShapeError(
        f"a kernel that spans {axis.span}{dilated} does not fit in an input of {axis.input_size} with padding "
        f"{padding}: use padding 'same' or 'full', or a kernel that spans at most {padded}",
        "weight",
    )
