"""What the code for every framework starts from: a layer on an input, and its numbers as text."""

from dataclasses import dataclass

import numpy as np

from .arrays import Floats
from .axis import Axis
from .layer import Layer
from .plan import Plan

LONGEST = 1000
"""Arrays of more numbers are loaded from a file in the code, and not written into it."""


@dataclass(frozen=True)
class State:
    """A layer on an input, as the writers of code need it: arrays with all their axes."""

    layer: Layer
    plan: Plan
    input: Floats

    @property
    def maps(self) -> Floats:
        """The input as (channels, sizes)."""
        return self.input.reshape(self.plan.in_channels, *(axis.input_size for axis in self.plan.axes))

    @property
    def kernels(self) -> Floats:
        """The weight as (filters, channels of a group, taps of each axis)."""
        taps = (axis.kernel_size for axis in self.plan.axes)
        return self.layer.weight.reshape(self.plan.out_channels, self.plan.group_inputs, *taps)

    @property
    def bias(self) -> Floats | None:
        """The bias as (filters,)."""
        return None if self.layer.bias is None else self.layer.bias.reshape(-1)

    @property
    def kind(self) -> str:
        """The type that everything is computed in: float64, or float32 where all that was given is."""
        return str(np.result_type(self.input, self.layer.weight))

    @property
    def single(self) -> bool:
        """Whether there is one channel and one filter."""
        return self.plan.in_channels == self.plan.out_channels == 1

    @property
    def zeros(self) -> bool:
        """Whether all padding that is there is of zeros."""
        return self.layer.padding_mode == "zeros" or not self.padded

    @property
    def padded(self) -> bool:
        """Whether there is padding."""
        return any(axis.before or axis.after for axis in self.plan.axes)

    @property
    def dilated(self) -> bool:
        """Whether the kernel has gaps."""
        return any(axis.span > axis.kernel_size for axis in self.plan.axes)

    @property
    def strided(self) -> bool:
        """Whether outputs are stepped over."""
        return any(axis.stride > 1 for axis in self.plan.axes)

    @property
    def shifted_same(self) -> bool:
        """Whether `same` and `same_lower` are asked for and differ: an odd number of paddings along some axis."""
        return str(self.layer.padding).startswith("same") and any(a.before != a.after for a in self.plan.axes)


def written(array: Floats) -> str:
    """An array as nested lists of numbers, whole ones without a point.

    >>> written(np.array([[1.0, -2.5], [1e300, 0.1]]))
    '[[1, -2.5], [1e+300, 0.1]]'
    """
    if array.ndim:
        return "[" + ", ".join(map(written, array)) + "]"
    return number(float(array))


def number(value: float) -> str:
    """One number, read back as exactly itself.

    >>> number(3.0), number(0.1), number(1e22)
    ('3', '0.1', '1e+22')
    """
    return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)


def steps(axes: tuple[Axis, ...], name: str) -> str:
    """The slices that take every s-th entry along the last axes, for `stride` or `dilation`; nothing for 1.

    >>> steps((Axis(9, 3, stride=2), Axis(9, 3)), "stride")
    '[..., ::2, ::1]'
    """
    found = [getattr(axis, name) for axis in axes]
    if set(found) == {1}:
        return ""
    slices = ", ".join(f"::{step}" for step in found)
    return f"[{slices}]" if len(found) == 1 else f"[..., {slices}]"


def pairs(axes: tuple[Axis, ...]) -> str:
    """The paddings as a list of pairs.

    >>> pairs((Axis(4, 3, before=1),))
    '[(1, 0)]'
    """
    return str([(axis.before, axis.after) for axis in axes])
