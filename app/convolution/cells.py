"""Which weights meet in which cell of T, for a few cells of a matrix that may be too large to be made.

Along two axes T is a matrix of blocks: block row i belongs to row i of the output, block column r to row r of the
input, and in it stands the matrix of one row of the kernel. Channels and filters are blocks around these.
"""

from dataclasses import dataclass, field

import numpy as np

from .axis import Axis
from .layout import both_axes
from .plan import Plan

Block = tuple[int, int, int]
"""A filter, a channel of its group, and a row of its kernel: the matrix of that row of taps."""


@dataclass(frozen=True)
class Cells:
    """The cells of the matrix of a plan, found one by one in the windows of its axes; `known` keeps what was found.

    >>> from app.convolution import Layer
    >>> cells = Cells(Layer([5, 6, 7]).plan((4,)))
    >>> cells.weights_at(0, 2), cells.weights_at(0, 3)
    ([2], [])
    """

    plan: Plan
    known: dict[tuple[int, int, int], list[int]] = field(default_factory=dict)

    @property
    def axes(self) -> tuple[Axis, Axis]:
        """Rows and columns; a layer along one axis has one row."""
        return both_axes(self.plan)

    def taps_at(self, which: int, output: int, input: int) -> list[int]:
        """The taps through which an output reads an input along one axis, in the order of the window."""
        key = (which, output, input)
        if key not in self.known:
            axis = self.axes[which]
            found = np.flatnonzero(axis.windows[output] == input).tolist()
            self.known[key] = [axis.kernel_size - 1 - tap if self.plan.reverses else tap for tap in found]
        return self.known[key]

    def blocks_at(self, row: int, column: int) -> list[Block]:
        """The blocks at a block row (filter, output row) and a block column (input channel, input row)."""
        which, output_row = divmod(row, self.axes[0].output_size)
        channel, input_row = divmod(column, self.axes[0].input_size)
        group, place = divmod(channel, self.plan.group_inputs)
        if which // self.plan.group_outputs != group:
            return []
        return [(which, place, tap) for tap in self.taps_at(0, output_row, input_row)]

    def weights_in(self, block: Block, row: int, column: int) -> list[int]:
        """The weights, as flat indices, in a cell of a block: an output and an input along the last axis."""
        which, place, tap = block
        first = (which * self.plan.group_inputs + place) * self.axes[0].kernel_size + tap
        return [first * self.axes[1].kernel_size + across for across in self.taps_at(1, row, column)]

    def weights_at(self, row: int, column: int) -> list[int]:
        """The weights, as flat indices, in a cell of T; none where there is a structural zero."""
        block_row, inner_row = divmod(row, self.axes[1].output_size)
        block_column, inner_column = divmod(column, self.axes[1].input_size)
        blocks = self.blocks_at(block_row, block_column)
        return [weight for block in blocks for weight in self.weights_in(block, inner_row, inner_column)]
