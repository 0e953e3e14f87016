"""The slide as steps: what each output reads, through which taps, and how its sum comes about."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .arrays import Floats, Integers


@dataclass(frozen=True)
class Step:
    """One output's dot product. Arrays are in window order, (taps,); `sum` includes the bias."""

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

    `windows` and `values` are (positions, taps), shared by the filters; `taps` and `weight` (filters, taps).
    """

    windows: Integers
    values: Floats
    taps: Floats
    weight: Integers
    sums: Floats
    bias: Floats | None
    output_shape: tuple[int, ...]

    def __len__(self) -> int:
        """How many outputs there are, over all filters."""
        return self.sums.size

    def step(self, output: int) -> Step:
        """The step that computes the output of this flat index."""
        channel, position = divmod(output, len(self.windows))
        return Step(
            output=output,
            position=tuple(int(i) for i in np.unravel_index(output, self.output_shape)),
            window=self.windows[position],
            values=self.values[position],
            taps=self.taps[channel],
            weight=self.weight[channel],
            products=self.values[position] * self.taps[channel],
            sum=float(self.sums.ravel()[output]),
            bias=None if self.bias is None else float(self.bias[channel]),
        )

    def __iter__(self) -> Iterator[Step]:
        """The steps in the order of the outputs."""
        return (self.step(output) for output in range(len(self)))
