"""A slow second opinion on a one-dimensional layer: plain loops, straight from the definitions.

Nothing here imports the application or NumPy, and nothing is clever: a padded input is a list that is really
padded, a window is walked tap by tap, and a matrix or a gradient is found by asking the layer what changes
when one number changes by one. Both are exact, since the layer is linear.
"""

from collections.abc import Sequence
from dataclasses import dataclass

Vector = list[float]
Rows = list[list[float]]


def padded_indices(size: int, before: int, after: int, mode: str) -> list[int | None]:
    """Which input stands at each place of the padded input; None for a padding of zeros."""
    inside = list(range(size))
    if mode == "zeros":
        return [None] * before + inside + [None] * after
    if mode == "replicate":
        return [0] * before + inside + [size - 1] * after
    if mode == "circular":
        return inside[size - before :] + inside + inside[:after]
    if mode == "reflect":
        mirrored = inside[::-1]
        return mirrored[size - 1 - before : size - 1] + inside + mirrored[1 : 1 + after]
    raise AssertionError(mode)


def count_windows(padded_size: int, span: int, stride: int) -> int:
    """How many windows start at 0, stride, 2·stride … and end inside."""
    start = count = 0
    while start + span <= padded_size:
        count += 1
        start += stride
    return count


def padding_by_name(name: str, size: int, span: int, stride: int) -> tuple[int, int]:
    """The entries before and after that a name stands for; `same` is the least that gives ⌈size / stride⌉."""
    if name == "valid":
        return 0, 0
    if name == "full":
        return span - 1, span - 1
    wanted = len(range(0, size, stride))
    total = 0
    while count_windows(size + total, span, stride) < wanted:
        total += 1
    smaller, larger = total // 2, total - total // 2
    return (smaller, larger) if name == "same" else (larger, smaller)


@dataclass(frozen=True)
class SlowLayer:
    """A one-dimensional layer with one input channel: `filters` is one list of taps a filter."""

    filters: Rows
    bias: Vector
    operation: str
    before: int
    after: int
    mode: str
    stride: int
    dilation: int

    def span(self) -> int:
        """How far a kernel reaches: its taps and the gaps between them."""
        taps = len(self.filters[0])
        return taps + (taps - 1) * (self.dilation - 1)

    def windows(self, size: int) -> list[list[int | None]]:
        """For each position of the kernel, the input that each place of the window reads."""
        places = padded_indices(size, self.before, self.after, self.mode)
        found = []
        start = 0
        while start + self.span() <= len(places):
            found.append([places[start + place] for place in range(0, self.span(), self.dilation)])
            start += self.stride
        return found

    def tap(self, place: int) -> int:
        """Which tap meets a place of the window: convolution reverses the kernel."""
        return len(self.filters[0]) - 1 - place if self.operation == "convolution" else place

    def forward(self, x: Sequence[float]) -> Rows:
        """One feature map a filter: bias plus the sum over the window of weight times input."""
        maps = []
        for taps, bias in zip(self.filters, self.bias, strict=True):
            row = []
            for window in self.windows(len(x)):
                total = bias
                for place, index in enumerate(window):
                    if index is not None:
                        total += taps[self.tap(place)] * x[index]
                row.append(total)
            maps.append(row)
        return maps

    def flat(self, x: Sequence[float]) -> Vector:
        """The feature maps one after another."""
        return [value for row in self.forward(x) for value in row]

    def loss(self, x: Sequence[float], upstream: Sequence[float]) -> float:
        """The linear loss whose gradient at the output is `upstream`."""
        return sum(z * u for z, u in zip(self.flat(x), upstream, strict=True))

    def matrix(self, size: int) -> Rows:
        """Column i is what the layer without bias makes of the i-th unit vector."""
        zero = self.flat([0] * size)
        columns = []
        for i in range(size):
            unit = [1 if i == j else 0 for j in range(size)]
            columns.append([a - b for a, b in zip(self.flat(unit), zero, strict=True)])
        return [list(row) for row in zip(*columns, strict=True)]

    def ties(self, size: int) -> list[tuple[int, int, int]]:
        """Every (output, input, weight), by output and then by place in the window."""
        windows = self.windows(size)
        found = []
        for channel in range(len(self.filters)):
            for position, window in enumerate(windows):
                for place, index in enumerate(window):
                    if index is not None:
                        weight = channel * len(self.filters[0]) + self.tap(place)
                        found.append((channel * len(windows) + position, index, weight))
        return found

    def weight_gradient(self, x: Sequence[float], upstream: Sequence[float]) -> Rows:
        """How much the linear loss changes when one tap grows by one."""
        base = self.loss(x, upstream)
        gradient = []
        for channel, taps in enumerate(self.filters):
            row = []
            for k in range(len(taps)):
                changed = [list(each) for each in self.filters]
                changed[channel][k] += 1
                row.append(self.replaced(filters=changed).loss(x, upstream) - base)
            gradient.append(row)
        return gradient

    def bias_gradient(self, x: Sequence[float], upstream: Sequence[float]) -> Vector:
        """How much the linear loss changes when one bias grows by one."""
        base = self.loss(x, upstream)
        gradient = []
        for channel in range(len(self.bias)):
            changed = list(self.bias)
            changed[channel] += 1
            gradient.append(self.replaced(bias=changed).loss(x, upstream) - base)
        return gradient

    def input_gradient(self, x: Sequence[float], upstream: Sequence[float]) -> Vector:
        """How much the linear loss changes when one input grows by one."""
        base = self.loss(x, upstream)
        gradient = []
        for i in range(len(x)):
            changed = list(x)
            changed[i] += 1
            gradient.append(self.loss(changed, upstream) - base)
        return gradient

    def replaced(self, filters: Rows | None = None, bias: Vector | None = None) -> "SlowLayer":
        """The same layer with other numbers."""
        return SlowLayer(
            self.filters if filters is None else filters,
            self.bias if bias is None else bias,
            self.operation,
            self.before,
            self.after,
            self.mode,
            self.stride,
            self.dilation,
        )
