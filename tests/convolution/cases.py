"""Random layers on whole numbers, along one axis and two: every shape, size, channel, group, padding and option."""

import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

from app.convolution import Layer, Plan
from tests.oracles import SlowLayer, flatten, fold, padding_by_name

MODES = ("zeros", "reflect", "replicate", "circular")
NAMES = ("valid", "same", "same_lower", "full")
OPERATIONS = ("cross-correlation", "convolution")
whole = st.integers(-2, 2) | st.integers(-99, 99)
"""Whole numbers, among them many zeros: a weight of zero is a connection like any other."""

exact = settings(
    max_examples={"long": 10_000, "mutants": 30, "quick": 30}.get(settings.get_current_profile_name(), 300)
)
"""How often what needs no tolerance is tried."""

SEEDS = st.integers(0, 2**32 - 1)


@cache
def up_to(most: int) -> st.SearchStrategy[int]:
    """Whole numbers from 1. Making a strategy anew for every draw takes longer than the layer does."""
    return st.integers(1, most)


def pick(draw: st.DrawFn, choices: Sequence[Any]) -> Any:
    """One of some choices, the first when a failure is shrunk."""
    return choices[draw(up_to(len(choices))) - 1]


Pair = tuple[int, int]

LAYOUTS = [
    # groups, input channels of a group, filters of a group
    *[(1, 1, 1)] * 4,
    *[(1, 1, 2), (1, 1, 3), (1, 2, 1), (1, 3, 1), (1, 2, 3), (1, 3, 2)],
    *[(2, 2, 1), (2, 1, 2), (2, 2, 2), (2, 1, 1), (3, 1, 1), (3, 1, 2)],
]
"""Channels and filters: one kernel, several of each, and groups, the depthwise ones (one input each) included."""


@dataclass(frozen=True)
class Case:
    """One layer as the application reads it and as the oracle does, with an input and an upstream gradient."""

    input: Any
    fields: dict[str, Any]
    slow: SlowLayer
    upstream: list[float]

    @property
    def layer(self) -> Layer:
        """The layer under test."""
        return Layer(**self.fields)

    def changed(self, **fields: Any) -> Layer:
        """The layer under test with other fields."""
        return Layer(**{**self.fields, **fields})

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the input."""
        return np.shape(self.input)

    @property
    def plan(self) -> Plan:
        """The plan of the layer on this input."""
        return self.layer.plan(self.shape)

    @property
    def values(self) -> np.ndarray:
        """The input as one vector."""
        return np.array(self.input, dtype=float).ravel()

    @property
    def delta(self) -> np.ndarray:
        """The upstream gradient in the shape of the output."""
        return np.array(self.upstream, dtype=float).reshape(self.layer.output_shape(self.shape))


@dataclass(frozen=True)
class Line:
    """One axis of a case."""

    size: int
    kernel: int
    stride: int
    dilation: int
    mode: str

    @property
    def span(self) -> int:
        """How far the kernel reaches."""
        return self.dilation * (self.kernel - 1) + 1

    @property
    def widest(self) -> int:
        """The most padding on a side that the mode can fill."""
        return {"reflect": self.size - 1, "circular": self.size}.get(self.mode, 7)

    def takes(self, pair: Pair) -> bool:
        """Whether this padding can be filled and leaves room for a window."""
        return max(pair) <= self.widest and self.size + sum(pair) >= self.span

    def named(self, name: str) -> Pair:
        """The padding that a name stands for."""
        return padding_by_name(name, self.size, self.span, self.stride)

    def pairs(self) -> list[Pair]:
        """Every padding that fits."""
        return [pair for pair in itertools.product(range(self.widest + 1), repeat=2) if self.takes(pair)]


def line(draw: st.DrawFn, mode: str, longest: int, most_taps: int) -> Line:
    """One axis on which some padding of the mode leaves room for a window."""
    size = draw(up_to(longest))
    reach = size + 2 * Line(size, 1, 1, 1, mode).widest
    taps = draw(up_to(min(most_taps, reach)))
    dilation = draw(up_to(min(4, (reach - 1) // (taps - 1)) if taps > 1 else 4))
    return Line(size, taps, draw(up_to(4)), dilation, mode)


def padding_of(draw: st.DrawFn, axes: list[Line]) -> tuple[Any, list[Pair]]:
    """A padding that fits, as a field and as the entries before and after on each axis."""
    fitting: list[tuple[Any, list[Pair]]] = []
    for name in NAMES:
        meant = [axis.named(name) for axis in axes]
        if all(axis.takes(pair) for axis, pair in zip(axes, meant, strict=True)):
            fitting.append((name, meant))
    fitting += [(n, [(n, n)] * len(axes)) for n in range(8) if all(axis.takes((n, n)) for axis in axes)]
    chosen = [pick(draw, axis.pairs()) for axis in axes]
    fitting.append(([list(pair) for pair in chosen], chosen))
    alike = [[pair for pair in axis.pairs() if pair[0] == pair[1]] for axis in axes]
    if all(alike):
        both = [pick(draw, each) for each in alike]
        fitting.append(([pair[0] for pair in both], both))
        fitting.append(([both[0][0], *map(list, chosen[1:])], [both[0], *chosen[1:]]))
    return pick(draw, fitting)


def option(draw: st.DrawFn, values: list[int]) -> Any:
    """One whole number for each axis as a field: a bare one when they are all the same."""
    return values[0] if len(set(values)) == 1 and pick(draw, (False, True)) else values


def several(chance: random.Random, count: int) -> list[float]:
    """Whole numbers, a third of them small and many of those zero."""
    return [
        chance.choice((chance.randint(-1, 1), chance.randint(-9, 9), chance.randint(-99, 99))) for _ in range(count)
    ]


@dataclass(frozen=True)
class Shapes:
    """One row of the table of shapes: how many leading axes the input and the weight have."""

    input: int
    weight: int
    dims: tuple[int | None, ...]


def readings(axes: int, channels: int, filters: int) -> list[Shapes]:
    """The rows of the table that can hold a layer with so many axes, channels and filters."""
    rows = [Shapes(1, 2, (None, axes))]
    if channels == 1:
        rows.append(Shapes(0, 2, (None, axes)))
        rows.append(Shapes(0, 1, (None, 1) if axes == 1 else (2,)))
    if channels == filters == 1:
        rows.append(Shapes(0, 0, (None, axes)))
    return rows


@st.composite
def cases(draw: st.DrawFn, axes: int | None = None) -> Case:
    """A layer that fits its input."""
    count = draw(up_to(2)) if axes is None else axes
    mode = pick(draw, MODES)
    found = [line(draw, mode, 12 if count == 1 else 5, 6 if count == 1 else 3) for _ in range(count)]
    groups, group_inputs, group_outputs = pick(draw, LAYOUTS)
    in_channels, out_channels = groups * group_inputs, groups * group_outputs
    chosen = pick(draw, readings(count, in_channels, out_channels))
    padding, pairs = padding_of(draw, found)
    operation = pick(draw, OPERATIONS)
    chance = random.Random(draw(SEEDS))  # noqa: S311 (numbers to compute with)

    # The oracle has two axes always: one is given as a single row.
    alone = count == 1
    flat = [Line(1, 1, 1, 1, mode), *found] if alone else found
    kernel = tuple(axis.kernel for axis in flat)
    weight = fold(
        several(chance, out_channels * group_inputs * kernel[0] * kernel[1]), (out_channels, group_inputs, *kernel)
    )
    biased = pick(draw, (False, True))
    bias = several(chance, out_channels) if biased else [0.0] * out_channels
    slow = SlowLayer(
        weight=weight,
        bias=bias,
        operation=operation,
        channels=in_channels,
        size=(flat[0].size, flat[1].size),
        padding=((0, 0), pairs[0]) if alone else (pairs[0], pairs[1]),
        mode=mode,
        stride=(flat[0].stride, flat[1].stride),
        dilation=(flat[0].dilation, flat[1].dilation),
        groups=groups,
    )
    leading = (out_channels, group_inputs)[: chosen.weight]
    fields = {
        "weight": fold(flatten(weight), (*leading, *(axis.kernel for axis in found))),
        "bias": (bias[0] if out_channels == 1 and pick(draw, (False, True)) else bias) if biased else None,
        "operation": operation,
        "padding": padding,
        "padding_mode": mode,
        "stride": option(draw, [axis.stride for axis in found]),
        "dilation": option(draw, [axis.dilation for axis in found]),
        "groups": groups,
        "dims": pick(draw, chosen.dims),
    }
    shape = (*((in_channels,) if chosen.input else ()), *(axis.size for axis in found))
    return Case(
        input=fold(several(chance, slow.inputs), shape),
        fields=fields,
        slow=slow,
        upstream=several(chance, slow.outputs),
    )
