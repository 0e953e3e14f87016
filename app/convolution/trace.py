"""The slide as steps: what each output reads, through which taps, and how its sum comes about."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .arrays import Floats, Integers, index_below
from .axis import OFF
from .kernels import patches, stencils
from .plan import Plan


@dataclass(frozen=True)
class Step:
    """One output's dot product. Arrays are in window order, (taps,); `sum` includes the bias.

    With several input channels their windows follow one another.

    >>> from app.convolution import Layer
    >>> step = Layer([5, 6, 7]).slide([1, 2, 3, 4]).step(1)
    >>> step.window.tolist(), step.values.tolist(), step.taps.tolist(), step.sum
    ([1, 2, 3], [2.0, 3.0, 4.0], [5.0, 6.0, 7.0], 56.0)
    """

    output: int
    position: tuple[int, ...]
    window: Integers
    values: Floats
    taps: Floats
    weight: Integers
    products: Floats
    sum: float
    bias: float | None


@dataclass(frozen=True)
class Slide:
    """All steps of a layer over an input, held as tables and cut into steps on demand.

    `windows` and `values` are (groups, positions, terms), `taps` and `weight` (filters, terms), where the terms
    are the taps of all input channels that a filter reads. `sums` has the shape of the output.

    >>> from app.convolution import Layer
    >>> [step.sum for step in Layer([5, 6, 7]).slide([1, 2, 3, 4])]
    [38.0, 56.0]
    """

    plan: Plan
    windows: Integers
    values: Floats
    taps: Floats
    weight: Integers
    sums: Floats
    bias: Floats | None

    def __len__(self) -> int:
        """How many outputs there are, over all filters."""
        return self.sums.size

    def step(self, output: int) -> Step:
        """The step that computes the output of this flat index. Raises OptionError.

        >>> from app.convolution import Layer
        >>> Layer([5, 6, 7]).slide([1, 2, 3, 4]).step(0).products.tolist()
        [5.0, 12.0, 21.0]
        """
        channel, position = divmod(index_below(len(self), output, "output"), self.plan.positions)
        group = channel // self.plan.group_outputs
        return Step(
            output=output,
            position=tuple(int(i) for i in np.unravel_index(output, self.sums.shape)),
            window=self.windows[group, position],
            values=self.values[group, position],
            taps=self.taps[channel],
            weight=self.weight[channel],
            products=self.values[group, position] * self.taps[channel],
            sum=float(self.sums.ravel()[output]),
            bias=None if self.bias is None else float(self.bias[channel]),
        )

    def __iter__(self) -> Iterator[Step]:
        """The steps in the order of the outputs."""
        return (self.step(output) for output in range(len(self)))


def trace(plan: Plan, values: Floats, weight: Floats, sums: Floats, bias: Floats | None) -> Slide:
    """The slide of a layer: `values` is (input channels, entries of a channel), `sums` the finished output."""
    return Slide(
        plan=plan,
        windows=flat_windows(plan),
        values=patches(values, plan),
        taps=stencils(weight, plan).reshape(plan.out_channels, -1),
        weight=flat_weights(plan),
        sums=sums,
        bias=bias,
    )


def flat_weights(plan: Plan) -> Integers:
    """The flat weight index that each term goes through, (filters, terms)."""
    first = np.arange(plan.out_channels * plan.group_inputs)[:, None] * plan.taps
    return (first + plan.order).reshape(plan.out_channels, -1)


def flat_windows(plan: Plan) -> Integers:
    """The flat input index that each term reads, (groups, positions, terms), −1 off the input."""
    channels = np.arange(plan.in_channels).reshape(plan.groups, 1, plan.group_inputs, 1)
    table = plan.windows[None, :, None, :]
    flat = np.where(table == OFF, OFF, channels * plan.spatial_inputs + table)
    return flat.reshape(plan.groups, plan.positions, -1)
