"""A slow second opinion on a layer: six nested loops, straight from the definitions.

Nothing here imports the application or NumPy, and nothing is clever. A padded input is a nested list that is
really padded; the loops go over filter, row and column of the output, channel of the group, row and column of the
kernel. A layer along one axis is one whose input and kernel have a single row.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

Vector = list[float]
Rows = list[list[float]]
Pair = tuple[int, int]


def pad_line(line: list[Any], before: int, after: int, mode: str, nothing: Any) -> list[Any]:
    """A list with entries put before and after it; `nothing` is what a padding of zeros puts there."""
    size = len(line)
    if mode == "zeros":
        return [nothing] * before + line + [nothing] * after
    if mode == "replicate":
        return [line[0]] * before + line + [line[-1]] * after
    if mode == "circular":
        return line[size - before :] + line + line[:after]
    if mode == "reflect":
        mirrored = line[::-1]
        return mirrored[size - 1 - before : size - 1] + line + mirrored[1 : 1 + after]
    raise AssertionError(mode)


def pad_grid(grid: list[list[Any]], padding: tuple[Pair, Pair], mode: str, nothing: Any) -> list[list[Any]]:
    """A list of rows, each padded, between rows of padding."""
    (top, bottom), (left, right) = padding
    wide = [pad_line(row, left, right, mode, nothing) for row in grid]
    return pad_line(wide, top, bottom, mode, [nothing] * len(wide[0]))


def count_windows(padded_size: int, span: int, stride: int) -> int:
    """How many windows start at 0, stride, 2·stride … and end inside."""
    start = count = 0
    while start + span <= padded_size:
        count += 1
        start += stride
    return count


def padding_by_name(name: str, size: int, span: int, stride: int) -> Pair:
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


def flatten(values: Any) -> Vector:
    """The numbers of nested lists, one after another."""
    if isinstance(values, list | tuple):
        return [number for each in values for number in flatten(each)]
    return [values]


def fold(values: Sequence[Any], shape: tuple[int, ...]) -> Any:
    """A flat list cut into nested lists of a shape."""
    if len(shape) <= 1:
        return list(values)
    step = len(values) // shape[0]
    return [fold(values[start : start + step], shape[1:]) for start in range(0, len(values), step)]


@dataclass(frozen=True)
class SlowLayer:
    """A layer on inputs of one size. Pairs are rows first; arrays go in and come out flat, in C order.

    `weight` is nested: filter, channel of the group, row, column.
    """

    weight: list[list[Rows]]
    bias: Vector
    operation: str
    channels: int
    size: Pair
    padding: tuple[Pair, Pair]
    mode: str
    stride: Pair
    dilation: Pair
    groups: int = 1

    @property
    def filters(self) -> int:
        """How many filters there are, one feature map each."""
        return len(self.weight)

    @property
    def group_inputs(self) -> int:
        """How many channels a filter reads."""
        return len(self.weight[0])

    @property
    def kernel(self) -> Pair:
        """Rows and columns of a kernel."""
        return len(self.weight[0][0]), len(self.weight[0][0][0])

    @property
    def taps(self) -> int:
        """Taps of one kernel."""
        return self.kernel[0] * self.kernel[1]

    @property
    def weights(self) -> int:
        """Numbers in the weight array."""
        return self.filters * self.group_inputs * self.taps

    @property
    def inputs(self) -> int:
        """Numbers in the input."""
        return self.channels * self.size[0] * self.size[1]

    @property
    def span(self) -> Pair:
        """How far a kernel reaches: its taps and the gaps between them."""
        (rows, columns), (down, across) = self.kernel, self.dilation
        return rows + (rows - 1) * (down - 1), columns + (columns - 1) * (across - 1)

    @cached_property
    def output_size(self) -> Pair:
        """Rows and columns of a feature map."""
        rows, columns = (
            count_windows(size + before + after, span, stride)
            for size, (before, after), span, stride in zip(self.size, self.padding, self.span, self.stride, strict=True)
        )
        return rows, columns

    @property
    def positions(self) -> int:
        """Entries of one feature map."""
        return self.output_size[0] * self.output_size[1]

    @property
    def outputs(self) -> int:
        """Numbers in the output."""
        return self.filters * self.positions

    def channel_of(self, which: int, number: int) -> int:
        """The input channel that the number-th kernel of a filter slides over."""
        filters_of_a_group = self.filters // self.groups
        return which // filters_of_a_group * self.group_inputs + number

    def tap(self, row: int, column: int) -> Pair:
        """Which tap meets a place of the window: convolution reverses the kernel on both axes."""
        if self.operation == "convolution":
            return self.kernel[0] - 1 - row, self.kernel[1] - 1 - column
        return row, column

    def padded(self, values: Sequence[Any], nothing: Any) -> list[list[list[Any]]]:
        """Each channel of a flat array as a padded grid."""
        grids = fold(values, (self.channels, *self.size))
        return [pad_grid(grid, self.padding, self.mode, nothing) for grid in grids]

    def loops(self) -> Iterator[tuple[int, int, int, int, int, int]]:
        """The six: filter, row and column of the output, channel of the group, row and column of the window."""
        for which in range(self.filters):
            for row in range(self.output_size[0]):
                for column in range(self.output_size[1]):
                    for number in range(self.group_inputs):
                        for i in range(self.kernel[0]):
                            for j in range(self.kernel[1]):
                                yield which, row, column, number, i, j

    @cached_property
    def meetings(self) -> list[tuple[int, int | None, int]]:
        """Every (output, input, weight) with an index of the flat arrays; the input is None on zero padding."""
        grids = self.padded(list(range(self.inputs)), None)
        (rows, columns), found = self.output_size, []
        for which, row, column, number, i, j in self.loops():
            grid = grids[self.channel_of(which, number)]
            read = grid[row * self.stride[0] + i * self.dilation[0]][column * self.stride[1] + j * self.dilation[1]]
            tap_row, tap_column = self.tap(i, j)
            kernel = which * self.group_inputs + number
            weight = (kernel * self.kernel[0] + tap_row) * self.kernel[1] + tap_column
            found.append(((which * rows + row) * columns + column, read, weight))
        return found

    @cached_property
    def ties(self) -> list[tuple[int, int, int]]:
        """Every (output, input, weight) that is a connection, by output and then by place in the window."""
        return [(output, read, weight) for output, read, weight in self.meetings if read is not None]

    def windows(self) -> list[list[int | None]]:
        """For each position of the kernel, the entry of its channel that each place of the window reads."""
        grids = replace(self, channels=1, groups=1).padded(list(range(self.size[0] * self.size[1])), None)
        found = []
        for row in range(self.output_size[0]):
            for column in range(self.output_size[1]):
                rows = [row * self.stride[0] + i * self.dilation[0] for i in range(self.kernel[0])]
                columns = [column * self.stride[1] + j * self.dilation[1] for j in range(self.kernel[1])]
                found.append([grids[0][y][x] for y in rows for x in columns])
        return found

    def flat(self, x: Any) -> Vector:
        """The output: bias plus the sum over channels and window of weight times input. `x` may be nested."""
        grids = self.padded(flatten(x), 0)
        (rows, columns), (down, across), (below, beside) = self.output_size, self.stride, self.dilation
        output = []
        for which in range(self.filters):
            for row in range(rows):
                for column in range(columns):
                    total = self.bias[which]
                    for number in range(self.group_inputs):
                        grid = grids[self.channel_of(which, number)]
                        kernel = self.weight[which][number]
                        for i in range(self.kernel[0]):
                            for j in range(self.kernel[1]):
                                tap_row, tap_column = self.tap(i, j)
                                value = grid[row * down + i * below][column * across + j * beside]
                                total += kernel[tap_row][tap_column] * value
                    output.append(total)
        return output

    def matrix(self) -> Rows:
        """Column i is what the layer without bias makes of the i-th unit vector."""
        plain = replace(self, bias=[0] * self.filters)
        columns = [plain.flat([int(i == j) for j in range(self.inputs)]) for i in range(self.inputs)]
        return [list(row) for row in zip(*columns, strict=True)]

    def weight_gradient(self, x: Any, upstream: Sequence[float]) -> Vector:
        """Each weight's input times its output's upstream, summed over the six loops."""
        values, gradient = flatten(x), [0.0] * self.weights
        for output, read, weight in self.meetings:
            if read is not None:
                gradient[weight] += values[read] * upstream[output]
        return gradient

    def input_gradient(self, upstream: Sequence[float]) -> Vector:
        """Each input's weight times its output's upstream, summed over the six loops."""
        taps, gradient = flatten(self.weight), [0.0] * self.inputs
        for output, read, weight in self.meetings:
            if read is not None:
                gradient[read] += taps[weight] * upstream[output]
        return gradient

    def bias_gradient(self, upstream: Sequence[float]) -> Vector:
        """The upstream of each feature map, summed."""
        return [sum(each) for each in fold(upstream, (self.filters, self.positions))]

    def loss(self, x: Any, upstream: Sequence[float]) -> float:
        """The linear loss whose gradient at the output is `upstream`."""
        return sum(z * u for z, u in zip(self.flat(x), upstream, strict=True))

    def with_weight(self, flat: Sequence[float]) -> "SlowLayer":
        """The same layer with other numbers in its weight array."""
        return replace(self, weight=fold(flat, (self.filters, self.group_inputs, *self.kernel)))
