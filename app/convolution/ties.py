"""Ties: the triples (output, input, weight) that a convolutional layer is, and what they count."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .affordable import check_cells
from .arrays import Integers
from .axis import OFF
from .plan import Plan


@dataclass(frozen=True)
class Counts:
    """How many weights three layers with the same inputs and outputs learn; biases are not counted.

    >>> from app.convolution import Layer
    >>> Layer([5, 6, 7]).ties((4,)).counts
    Counts(dense=8, locally_connected=6, convolutional=3)
    """

    dense: int
    locally_connected: int
    convolutional: int


@dataclass(frozen=True)
class Ties:
    """Parallel arrays: output `output[i]` reads input `input[i]` through weight `weight[i]`.

    All three are flat indices in C order, ordered by output and then by position in its window.

    >>> from app.convolution import Layer
    >>> ties = Layer([5, 6, 7]).ties((4,))
    >>> list(zip(ties.output.tolist(), ties.input.tolist(), ties.weight.tolist(), strict=True))
    [(0, 0, 0), (0, 1, 1), (0, 2, 2), (1, 1, 0), (1, 2, 1), (1, 3, 2)]
    """

    output: Integers
    input: Integers
    weight: Integers
    outputs: int
    inputs: int
    weights: int
    copied: bool

    def __len__(self) -> int:
        """How many ties there are."""
        return len(self.output)

    @cached_property
    def cells(self) -> Integers:
        """The flat index of each tie's cell in the matrix of shape (outputs, inputs)."""
        return self.output * self.inputs + self.input

    @cached_property
    def pairs(self) -> int:
        """How many (output, input) pairs have a tie; two ties may share one under non-zero padding."""
        if not self.copied:
            return len(self)
        # nearly sorted already, which this sort makes use of and np.unique does not: 3 ms instead of a second
        cells = np.sort(self.cells, kind="stable")
        return int(np.count_nonzero(cells[1:] != cells[:-1])) + min(len(self), 1)

    @cached_property
    def connections(self) -> Integers:
        """How many ties each weight has, (weights,)."""
        return np.bincount(self.weight, minlength=self.weights)

    @property
    def counts(self) -> Counts:
        """The weights of a dense, a locally connected and this convolutional layer."""
        return Counts(self.outputs * self.inputs, self.pairs, self.weights)


def find_ties(plan: Plan) -> Ties:
    """The ties of a layer on an input. Raises TooLargeError.

    >>> from app.convolution import Axis
    >>> ties = find_ties(Plan((Axis(4, 3),), 1, 1, 1, reverses=False, bare=True))
    >>> ties.output.tolist(), ties.input.tolist(), ties.weight.tolist()
    ([0, 0, 0, 1, 1, 1], [0, 1, 2, 1, 2, 3], [0, 1, 2, 0, 1, 2])
    """
    check_cells(6 * plan.multiply_adds, "the list of all ties", "use a smaller input or a smaller kernel")
    table = plan.windows[None, :, None, :]
    # the four axes are: filter, position, input channel of the filter's group, tap
    filters = np.arange(plan.out_channels)[:, None, None, None]
    channels = np.arange(plan.group_inputs)[None, None, :, None]
    shape = (plan.out_channels, plan.positions, plan.group_inputs, plan.taps)
    connected = table != OFF
    everywhere = connected.all()  # then nothing is to be left out, which takes longer than all the rest

    def tied(numbers: Integers) -> Integers:
        """Numbers of filters, positions, channels and taps, one for each tie."""
        full = np.empty(shape, dtype=np.int64)
        full[...] = numbers
        return full.ravel() if everywhere else full[np.broadcast_to(connected, shape)]

    output = filters * plan.positions + np.arange(plan.positions)[None, :, None, None]
    channel = plan.group_of(filters) * plan.group_inputs + channels
    weight = (filters * plan.group_inputs + channels) * plan.taps + plan.order
    return Ties(
        output=tied(output),
        input=tied(channel * plan.spatial_inputs + table),
        weight=tied(weight),
        outputs=plan.outputs,
        inputs=plan.inputs,
        weights=plan.weights,
        copied=any(axis.padding_mode != "zeros" and axis.reads_padding for axis in plan.axes),
    )
