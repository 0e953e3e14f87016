"""Random transposed layers on whole numbers, stamped tap by tap."""

import random
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from app.convolution import TransposedLayer


@dataclass(frozen=True)
class Case:
    """A transposed layer with an input that it fits; every option has one entry an axis."""

    input: np.ndarray
    weight: np.ndarray
    bias: list[float]
    operation: str
    stride: tuple[int, ...]
    padding: tuple[tuple[int, int], ...]
    dilation: tuple[int, ...]
    output_padding: tuple[int, ...]
    groups: int

    @property
    def fields(self) -> dict[str, Any]:
        """The fields that a layer and its transposed layer share."""
        return {
            "operation": self.operation,
            "stride": list(self.stride),
            "padding": [list(pair) for pair in self.padding],
            "dilation": list(self.dilation),
            "groups": self.groups,
        }

    @property
    def layer(self) -> TransposedLayer:
        """The layer under test."""
        return TransposedLayer(self.weight, self.bias, output_padding=list(self.output_padding), **self.fields)

    @property
    def sizes(self) -> tuple[int, ...]:
        """How long the output is along each axis: the last kernel's end, less what padding cuts, and the rest."""
        found = []
        for place, size in enumerate(self.input.shape[1:]):
            last = (size - 1) * self.stride[place] + (self.weight.shape[place + 2] - 1) * self.dilation[place]
            found.append(last + 1 - sum(self.padding[place]) + self.output_padding[place])
        return tuple(found)

    def slow(self) -> np.ndarray:
        """Each input times each tap of its group, added where it falls; the bias everywhere."""
        group_inputs, group_outputs = self.weight.shape[0] // self.groups, self.weight.shape[1]
        output = np.zeros((group_outputs * self.groups, *self.sizes))
        output += np.reshape(self.bias, (-1, *(1 for _ in self.sizes)))
        for channel in range(self.weight.shape[0]):
            for number in range(group_outputs):
                target = channel // group_inputs * group_outputs + number
                self.stamp(output[target], self.input[channel], self.weight[channel, number])
        return output

    def stamp(self, output: np.ndarray, values: np.ndarray, kernel: np.ndarray) -> None:
        """One channel through one kernel."""
        if self.operation == "convolution":
            kernel = np.flip(kernel)
        for entry, tap in product(np.ndindex(values.shape), np.ndindex(kernel.shape)):
            spot = tuple(
                i * s + t * d - before
                for i, s, t, d, (before, _) in zip(entry, self.stride, tap, self.dilation, self.padding, strict=True)
            )
            if all(0 <= i < n for i, n in zip(spot, self.sizes, strict=True)):
                output[spot] += values[entry] * kernel[tap]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Any option along one axis or two, with whole numbers."""
    axes = draw(st.integers(1, 2))

    def each(least: int, most: int) -> tuple[int, ...]:
        return tuple(draw(st.integers(least, most)) for _ in range(axes))

    groups, group_inputs, group_outputs = draw(st.tuples(*[st.integers(1, 2)] * 3))
    stride, dilation = each(1, 4), each(1, 3)
    chance = random.Random(draw(st.integers(0, 2**32 - 1)))  # noqa: S311 (numbers to compute with)

    def numbers(shape: tuple[int, ...]) -> np.ndarray:
        return np.array([float(chance.randint(-9, 9)) for _ in range(int(np.prod(shape)))]).reshape(shape)

    case = Case(
        input=numbers((groups * group_inputs, *each(1, 4))),
        weight=numbers((groups * group_inputs, group_outputs, *each(1, 4))),
        bias=numbers((groups * group_outputs,)).tolist(),
        operation=draw(st.sampled_from(["cross-correlation", "convolution"])),
        stride=stride,
        padding=tuple(zip(each(0, 3), each(0, 3), strict=True)),
        dilation=dilation,
        output_padding=tuple(draw(st.integers(0, max(pair) - 1)) for pair in zip(stride, dilation, strict=True)),
        groups=groups,
    )
    assume(min(case.sizes) >= 1)
    return case
