"""The plan of a layer on an input: its axes and channels as integers, from which everything else follows.

Reading shapes is cheap and finds every misfit; nothing is allocated here but the small tables.
"""

from dataclasses import dataclass
from functools import cached_property
from math import prod

import numpy as np

from .arrays import Integers, counted
from .axis import Axis, join_windows
from .errors import OptionError, ShapeError

Shape = tuple[int, ...]


@dataclass(frozen=True)
class Reading:
    """What two shapes mean together: spatial sizes of input and kernel, channels, and whether the output is bare."""

    spatial: Shape
    kernel: Shape
    in_channels: int
    out_channels: int
    group_inputs: int
    bare: bool


@dataclass(frozen=True, eq=False)
class Plan:
    """A layer on an input of a given shape. Sizes are counts; vectors are flattened in C order.

    What follows from the sizes is kept: on a small input, finding it takes longer than the sums of the layer. For
    the same reason a plan is only equal to itself, and is looked up by its identity.

    `group_inputs` are the input channels that one filter reads.

    >>> from app.convolution import Layer
    >>> plan = Layer([5, 6, 7]).plan((4,))
    >>> plan.inputs, plan.outputs, plan.weights, plan.multiply_adds, plan.windows.tolist()
    (4, 2, 3, 6, [[0, 1, 2], [1, 2, 3]])
    """

    axes: tuple[Axis, ...]
    in_channels: int
    out_channels: int
    groups: int
    reverses: bool
    bare: bool

    @cached_property
    def spatial_inputs(self) -> int:
        """Entries of one input channel."""
        return prod(axis.input_size for axis in self.axes)

    @cached_property
    def positions(self) -> int:
        """Entries of one feature map."""
        return prod(axis.output_size for axis in self.axes)

    @cached_property
    def taps(self) -> int:
        """Taps of one kernel."""
        return prod(axis.kernel_size for axis in self.axes)

    @cached_property
    def group_inputs(self) -> int:
        """Input channels that one filter reads."""
        return self.in_channels // self.groups

    @cached_property
    def group_outputs(self) -> int:
        """Filters of one group."""
        return self.out_channels // self.groups

    @cached_property
    def inputs(self) -> int:
        """Entries of the whole input."""
        return self.in_channels * self.spatial_inputs

    @cached_property
    def outputs(self) -> int:
        """Entries of the whole output."""
        return self.out_channels * self.positions

    @cached_property
    def weights(self) -> int:
        """Entries of the weight array."""
        return self.out_channels * self.group_inputs * self.taps

    @cached_property
    def multiply_adds(self) -> int:
        """Products that the forward pass sums, taps on padding included."""
        return self.outputs * self.group_inputs * self.taps

    @cached_property
    def output_shape(self) -> Shape:
        """The spatial sizes of the output, behind the filters unless the weight was one bare kernel."""
        spatial = tuple(axis.output_size for axis in self.axes)
        return spatial if self.bare else (self.out_channels, *spatial)

    @cached_property
    def on_a_line(self) -> bool:
        """Whether each filter slides over one channel along one axis at stride and dilation 1, as np.correlate does."""
        axis = self.axes[0]
        return len(self.axes) == self.group_inputs == axis.stride == axis.dilation == 1

    @cached_property
    def windows(self) -> Integers:
        """The entry of its channel that each position of a window reads, (positions, taps), −1 off the input."""
        return join_windows(self.axes)

    @cached_property
    def order(self) -> Integers:
        """The tap that meets each position of a window, (taps,): reversed on every axis for a convolution.

        Reversing every axis reverses the flattened kernel.
        """
        taps = np.arange(self.taps)
        return taps[::-1] if self.reverses else taps

    def group_of(self, filters: Integers) -> Integers:
        """The group of each filter.

        >>> Plan((Axis(4, 3),), 2, 4, groups=2, reverses=False, bare=False).group_of(np.arange(4)).tolist()
        [0, 0, 1, 1]
        """
        return filters // self.group_outputs


def read_shapes(input_shape: Shape, weight_shape: Shape, groups: int, dims: int | None) -> Reading:
    """What the shapes of input and weight mean, by the table of the documentation. Raises ShapeError.

    >>> read_shapes((3, 8), (4, 3, 5), groups=1, dims=None)
    Reading(spatial=(8,), kernel=(5,), in_channels=3, out_channels=4, group_inputs=3, bare=False)
    """
    found = spatial_axes(len(input_shape), len(weight_shape), dims)
    if found is None:
        raise ShapeError(no_reading(input_shape, weight_shape, dims), "input")
    reading = read_with(input_shape, weight_shape, found)
    check_channels(reading, groups, input_shape, weight_shape, dims)
    return reading


AXES: dict[tuple[int, int], tuple[int, ...]] = {
    (1, 1): (1,),
    (1, 2): (1,),
    (1, 3): (1,),
    (2, 3): (1, 2),
    (2, 2): (2,),
    (2, 4): (2,),
    (3, 4): (2,),
}
"""How many spatial axes a rank of the input and a rank of the weight can mean together, the first by default."""


def spatial_axes(input_rank: int, weight_rank: int, dims: int | None) -> int | None:
    """The number of spatial axes, or None when the ranks mean nothing together (with these dims)."""
    possible = AXES.get((input_rank, weight_rank), ())
    if dims is None:
        return next(iter(possible), None)
    return dims if dims in possible else None


def read_with(input_shape: Shape, weight_shape: Shape, axes: int) -> Reading:
    """The reading of two shapes with a known number of spatial axes."""
    leading = weight_shape[:-axes]
    return Reading(
        spatial=input_shape[-axes:],
        kernel=weight_shape[-axes:],
        in_channels=input_shape[0] if len(input_shape) > axes else 1,
        out_channels=leading[0] if leading else 1,
        group_inputs=leading[1] if len(leading) > 1 else 1,
        bare=not leading,
    )


INPUTS = {
    1: "give an input (L)",
    2: "give an input (L), for filters along one axis, or (H, W), for one kernel along two",
    3: "give an input (L) or (channels, L), or (H, W) with dims=2",
    4: "give an input (H, W) or (channels, H, W)",
}
"""What fits a weight of each rank."""


def written_shape(shape: Shape) -> str:
    """A shape for reading.

    >>> written_shape((3,)), written_shape((2, 3))
    ('(3)', '(2, 3)')
    """
    return f"({', '.join(map(str, shape))})"


def no_reading(input_shape: Shape, weight_shape: Shape, dims: int | None) -> str:
    """The sentence for two shapes that mean nothing together."""
    asked = "" if dims is None else f" with dims={dims}"
    instead = INPUTS[len(weight_shape)]
    if dims is not None and spatial_axes(len(input_shape), len(weight_shape), None) is not None:
        instead = f"leave dims out, or {instead}"
    return (
        f"an input of shape {written_shape(input_shape)} does not fit a weight of shape "
        f"{written_shape(weight_shape)}{asked}: {instead}"
    )


def check_channels(reading: Reading, groups: int, input_shape: Shape, weight_shape: Shape, dims: int | None) -> None:
    """Raise OptionError when the groups do not divide the channels, ShapeError when the channels do not match."""
    for name, channels in (("input", reading.in_channels), ("output", reading.out_channels)):
        if channels % groups:
            raise OptionError(
                f"groups is {groups}, but must divide the {counted(channels, f'{name} channel')}: "
                f"use {'1' if channels == 1 else 'a divisor of both channel counts, or 1'}",
                "groups",
            )
    wanted = reading.in_channels // groups
    if reading.group_inputs == wanted:
        return
    hint = ""
    if dims is None and groups == 1 and len(input_shape) == 2 and len(weight_shape) == 3:
        hint = f"; to read it as {weight_shape[0]} filters of {weight_shape[1]} × {weight_shape[2]} use dims=2"
    weight, given = written_shape(weight_shape), written_shape(input_shape)
    raise ShapeError(
        f"a weight of shape {weight} reads {counted(reading.group_inputs, 'channel')}, but an input of shape {given} "
        f"in {counted(groups, 'group')} has {wanted} for each filter: give a weight with {wanted} in the place of "
        f"its channels{hint}",
        "weight",
    )
