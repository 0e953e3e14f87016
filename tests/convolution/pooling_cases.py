"""Random poolings on whole numbers, walked entry by entry."""

from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from app.convolution import Pooling

SHARED = 3600
"""A multiple of every divisor below, so that sharing out a gradient stays exact: windows of at most 4 by 4 entries."""


def starts(n: int, size: int, stride: int, dilation: int, padding: int, ceil_mode: bool) -> list[int]:
    """Where the windows of one axis start: those that fit the padded input, in ceil mode also one that starts in it."""
    found, start = [], -padding
    span = (size - 1) * dilation + 1
    while start + span <= n + padding:
        found.append(start)
        start += stride
    # In ceil mode one more, when something is left over: PyTorch rounds the number of windows up by at most one.
    over = bool(found) and found[-1] + span < n + padding
    if ceil_mode and start < n and (over or (not found and n + 2 * padding - span > -stride)):
        found.append(start)
    return found


@dataclass(frozen=True)
class Case:
    """A pooling and an input that it fits, one tuple entry an axis."""

    kind: str
    maps: np.ndarray
    size: tuple[int, ...]
    stride: tuple[int, ...]
    padding: tuple[int, ...]
    dilation: tuple[int, ...]
    ceil_mode: bool
    count_include_pad: bool
    upstream_seed: int

    @property
    def pooling(self) -> Pooling:
        """The pooling under test."""
        lists = {name: list(getattr(self, name)) for name in ("size", "stride", "padding", "dilation")}
        return Pooling(self.kind, **lists, ceil_mode=self.ceil_mode, count_include_pad=self.count_include_pad)

    def starts(self) -> list[list[int]]:
        """Where the windows start along each axis."""
        options = zip(self.maps.shape[1:], self.size, self.stride, self.dilation, self.padding, strict=True)
        return [starts(*each, self.ceil_mode) for each in options]

    @cached_property
    def windows(self) -> list[tuple[list[tuple[int, ...]], int]]:
        """For each position the entries its window reads, in reading order, and how many entries count."""
        found = []
        for corner in product(*self.starts()):
            places = product(*(range(size) for size in self.size))
            spots = [tuple(c + p * d for c, p, d in zip(corner, place, self.dilation, strict=True)) for place in places]
            inside = [s for s in spots if all(0 <= i < n for i, n in zip(s, self.maps.shape[1:], strict=True))]
            padded = zip(self.maps.shape[1:], self.padding, strict=True)
            reach = [(-p, n + p) for n, p in padded]
            counted = [s for s in spots if all(a <= i < b for i, (a, b) in zip(s, reach, strict=True))]
            found.append((inside, len(counted if self.count_include_pad else inside)))
        return found

    def pooled(self) -> tuple[list[list[float]], list[list[int]]]:
        """Each channel's values and, for a maximum, the flat place of the first entry that has it."""
        values: list[list[float]] = []
        places: list[list[int]] = []
        for channel in self.maps:
            row, spots = [], []
            for inside, divisor in self.windows:
                entries = [channel[s] for s in inside]
                row.append(max(entries) if self.kind == "max" else sum(entries) / divisor)
                spots.append(int(np.ravel_multi_index(inside[entries.index(max(entries))], channel.shape)))
            values.append(row)
            places.append(spots)
        return values, places

    def upstream(self) -> np.ndarray:
        """Whole numbers that every divisor divides."""
        count = len(self.maps) * len(self.windows)
        return np.random.default_rng(self.upstream_seed).integers(-9, 10, count).astype(float) * SHARED


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Any option on a small map, as long as each window reads something."""
    axes = draw(st.integers(1, 2))
    kind = draw(st.sampled_from(["max", "average"]))

    def each(strategy: st.SearchStrategy[int]) -> tuple[int, ...]:
        return tuple(draw(strategy) for _ in range(axes))

    size = each(st.integers(1, 4))
    padding = tuple(draw(st.integers(0, one // 2)) for one in size)
    dilation = each(st.integers(1, 3)) if kind == "max" else (1,) * axes
    shape = (draw(st.integers(1, 3)), *each(st.integers(1, 8)))
    numbers = st.lists(st.integers(-3, 3), min_size=int(np.prod(shape)), max_size=int(np.prod(shape)))
    case = Case(
        kind=kind,
        maps=np.array(draw(numbers), dtype=float).reshape(shape),
        size=size,
        stride=each(st.integers(1, 5)),
        padding=padding,
        dilation=dilation,
        ceil_mode=draw(st.booleans()),
        count_include_pad=kind == "max" or draw(st.booleans()),
        upstream_seed=draw(st.integers(0, 999)),
    )
    windows = case.windows
    assume(windows and all(inside for inside, _ in windows))
    return case
