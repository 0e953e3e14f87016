"""The part of T that a figure draws: all of it where that has room, else what stands round the output of the step.

Round the step are the outputs of its row, and the rows of one input channel that their windows read.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from app.convolution import Plan, Ties
from app.convolution.arrays import Integers

MOST_SIDE = 196
"""Up to this many rows and columns T is drawn whole, where it has blocks."""

MOST_TIES = 8_192
"""Up to this many ties T is drawn whole, where it has blocks."""


@dataclass(frozen=True)
class Section:
    """Some rows and columns of T.

    `rows` are outputs, `columns` inputs by flat index, `weights` those that may stand there; `ties` lie at
    (row, column) of the section and keep the index of their weight.
    """

    rows: range
    columns: Integers
    weights: range
    ties: Ties
    whole: bool

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns that are drawn."""
        return len(self.rows), len(self.columns)

    @cached_property
    def by_weight(self) -> list[tuple[int, Integers]]:
        """Each weight with the indices of its ties, in output order."""
        local = self.ties.weight - self.weights.start
        order = np.argsort(local, kind="stable")
        counts = np.bincount(local, minlength=len(self.weights))
        return list(zip(self.weights, np.split(order, np.cumsum(counts)[:-1]), strict=True))


def find_section(plan: Plan, ties: Ties, step: int, channel: int) -> Section:
    """What is drawn of T while the step is `step`, with `channel` as the one channel where only one is drawn."""
    if drawn_whole(plan, len(ties)):
        return Section(range(plan.outputs), np.arange(plan.inputs), range(plan.weights), ties, whole=True)
    rows, columns = block_row(plan, step), columns_read(plan, step, channel)
    first = (step // plan.positions * plan.group_inputs + channel % plan.group_inputs) * plan.taps
    weights = range(first, first + plan.taps)
    return Section(rows, columns, weights, cut(ties, rows, columns), whole=False)


def drawn_whole(plan: Plan, ties: int) -> bool:
    """Whether all of T is drawn: a band of one block has room at any length that is drawn at all."""
    if len(plan.axes) == 1 and plan.in_channels == 1:
        return True
    return max(plan.outputs, plan.inputs) <= MOST_SIDE and ties <= MOST_TIES


def block_row(plan: Plan, step: int) -> range:
    """The outputs of one filter that lie in one row with that of the step."""
    length = plan.axes[-1].output_size
    first = step // length * length
    return range(first, first + length)


def columns_read(plan: Plan, step: int, channel: int) -> Integers:
    """The inputs of one channel, in whole rows, that the outputs in the row of the step read; all if they read none."""
    first, width = channel * plan.spatial_inputs, plan.axes[-1].input_size
    if len(plan.axes) == 1:
        return first + np.arange(width)
    axis = plan.axes[0]
    window = axis.windows[step % plan.positions // plan.axes[1].output_size]
    read = np.unique(window[window >= 0]) if (window >= 0).any() else np.arange(min(axis.input_size, axis.kernel_size))
    columns: Integers = (first + read[:, None] * width + np.arange(width)).ravel()
    return columns


def cut(ties: Ties, rows: range, columns: Integers) -> Ties:
    """The ties in some rows and columns, by their place among those."""
    first, last = np.searchsorted(ties.output, (rows.start, rows.stop))
    output, source, weight = ties.output[first:last], ties.input[first:last], ties.weight[first:last]
    kept = np.isin(source, columns)
    return Ties(
        output=output[kept] - rows.start,
        input=np.searchsorted(columns, source[kept]),
        weight=weight[kept],
        outputs=len(rows),
        inputs=len(columns),
        weights=ties.weights,
        copied=ties.copied,
    )
