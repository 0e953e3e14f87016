"""What an output reads and what an input reaches: receptive and projective fields, from the windows tables.

A field is told by position, never by value: a weight of 0 is a connection like any other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import prod

import numpy as np

from .arrays import Integers, index_below
from .axis import OFF, Axis
from .errors import ShapeError
from .plan import Plan, Shape


@dataclass(frozen=True)
class Field:
    """Some entries of an array: every one of `channels` with every index of each axis.

    A field is always such a product, through any number of layers, because a tie exists where all axes have one.
    `shape` is that of the array, (channels, sizes); all index sets rise, and are all empty when one is.

    >>> from app.convolution import Layer
    >>> found = receptive_field(Layer([[5, 6], [7, 8]]).plan((3, 3)), 3)
    >>> found.size, found.ranges, found.gapless, found.indices.tolist()
    (4, ((1, 3), (1, 3)), True, [4, 5, 7, 8])
    """

    channels: Integers
    axes: tuple[Integers, ...]
    shape: Shape

    @property
    def size(self) -> int:
        """How many entries there are."""
        return len(self.channels) * prod(len(axis) for axis in self.axes)

    @property
    def ranges(self) -> tuple[tuple[int, int], ...]:
        """First index and the one after the last, for each axis; (0, 0) when the field is empty.

        >>> from app.convolution import Layer
        >>> receptive_field(Layer([5, 6, 7], dilation=2).plan((9,)), 1).ranges
        ((1, 6),)
        """
        return tuple((int(axis[0]), int(axis[-1]) + 1) if axis.size else (0, 0) for axis in self.axes)

    @property
    def gapless(self) -> bool:
        """Whether the ranges are all there is: a dilation leaves gaps, circular padding leaps from end to end."""
        return all(stop - start == len(axis) for (start, stop), axis in zip(self.ranges, self.axes, strict=True))

    @property
    def indices(self) -> Integers:
        """The entries as flat indices of the whole array in C order, rising."""
        return np.ravel_multi_index(np.ix_(self.channels, *self.axes), self.shape).ravel()


def field_of(channels: Integers, axes: Iterable[Integers], shape: Shape) -> Field:
    """The field of these index sets: all are emptied when one of them is empty."""
    sets = [channels, *axes]
    if any(each.size == 0 for each in sets):
        sets = [each[:0] for each in sets]
    return Field(sets[0], tuple(sets[1:]), shape)


def input_shape(plan: Plan) -> Shape:
    """(input channels, sizes), whether or not the input was given with its channel."""
    return (plan.in_channels, *(axis.input_size for axis in plan.axes))


def output_shape(plan: Plan) -> Shape:
    """(filters, sizes), whether or not the output has its channel in front."""
    return (plan.out_channels, *(axis.output_size for axis in plan.axes))


def entry(index: int, shape: Shape, name: str) -> Field:
    """The field of one entry, by its flat index. Raises OptionError.

    >>> entry(7, (2, 5), "output").indices.tolist()
    [7]
    """
    flat = index_below(prod(shape), index, name)
    channel, *place = (np.array([i]) for i in np.unravel_index(flat, shape))
    return Field(channel, tuple(place), shape)


def receptive_field(plan: Plan, output: int) -> Field:
    """The inputs that an output reads, for an output by its flat index. Raises OptionError.

    >>> from app.convolution import Layer
    >>> plan = Layer([5, 6, 7], padding="same").plan((4,))
    >>> receptive_field(plan, 0).indices.tolist(), receptive_field(plan, 1).indices.tolist()
    ([0, 1], [0, 1, 2])
    """
    return read_by(plan, entry(output, output_shape(plan), "output"))


def projective_field(plan: Plan, input: int) -> Field:
    """The outputs that an input reaches, for an input by its flat index; none when a stride steps over it.

    Raises OptionError.

    >>> from app.convolution import Layer
    >>> plan = Layer([5, 6, 7]).plan((4,))
    >>> projective_field(plan, 0).indices.tolist(), projective_field(plan, 2).indices.tolist()
    ([0], [0, 1])
    """
    return reached_by(plan, entry(input, input_shape(plan), "input"))


def read_by(plan: Plan, outputs: Field) -> Field:
    """The inputs that any of these outputs reads.

    >>> from app.convolution import Layer
    >>> plan = Layer([5, 6, 7]).plan((9,))
    >>> read_by(plan, field_of(np.array([0]), [np.array([0, 4])], (1, 7))).indices.tolist()
    [0, 1, 2, 4, 5, 6]
    """
    groups = np.unique(outputs.channels // plan.group_outputs)
    axes = map(inputs_along, plan.axes, outputs.axes)
    return field_of(members(groups, plan.group_inputs), axes, input_shape(plan))


def reached_by(plan: Plan, inputs: Field) -> Field:
    """The outputs that read any of these inputs."""
    groups = np.unique(inputs.channels // plan.group_inputs)
    axes = map(outputs_along, plan.axes, inputs.axes)
    return field_of(members(groups, plan.group_outputs), axes, output_shape(plan))


def members(groups: Integers, size: int) -> Integers:
    """The channels of some groups of one size.

    >>> members(np.array([0, 2]), 2).tolist()
    [0, 1, 4, 5]
    """
    return (groups[:, None] * size + np.arange(size)).ravel()


def inputs_along(axis: Axis, outputs: Integers) -> Integers:
    """The inputs that stand in the windows of these outputs, rising."""
    found = axis.windows[outputs]
    read = np.zeros(axis.input_size, dtype=np.bool_)
    read[found[found != OFF]] = True
    return np.flatnonzero(read)


def outputs_along(axis: Axis, inputs: Integers) -> Integers:
    """The outputs whose windows hold one of these inputs, rising."""
    return np.flatnonzero(np.isin(axis.windows, inputs).any(axis=1))


@dataclass(frozen=True)
class Reach:
    """Away from the borders: how many inputs an output spans, and how far apart those of neighbours start.

    >>> from app.convolution import Layer
    >>> reach([Layer([5, 6, 7], stride=2).plan((9,))])
    (Reach(size=3, jump=2),)
    """

    size: int
    jump: int


def reach(plans: Iterable[Plan]) -> tuple[Reach, ...]:
    """The span of the receptive field through a stack, for each axis: 1 + Σ (span − 1) · product of strides before.

    Raises ShapeError for layers along one axis among layers along two.

    >>> from app.convolution import Layer
    >>> first = Layer([5, 6, 7], stride=2).plan((32,))
    >>> reach([first, Layer([5, 6, 7]).plan(first.output_shape)])
    (Reach(size=7, jump=2),)
    """
    layers = [plan.axes for plan in plans]
    counts = {len(axes) for axes in layers}
    if len(counts) > 1:
        raise ShapeError("some of these layers have one axis and some have two: give layers that follow each other")
    return tuple(reach_along(each) for each in zip(*layers, strict=True))


def reach_along(axes: Iterable[Axis]) -> Reach:
    """The reach through one axis of each layer, the first layer first."""
    size = jump = 1
    for axis in axes:
        size += (axis.span - 1) * jump
        jump *= axis.stride
    return Reach(size, jump)
