"""The geometry of `network`: where units, connections and their labels stand."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from app.convolution.arrays import Integers
from app.figures.blocks import HEAD_HEIGHT, Blocks, column_blocks, fitting_names, row_blocks
from app.figures.grid import other_width
from app.figures.layout import FULL_WIDTH, LABELS, SIDE_WIDTH, Columns, longest, text_width
from app.figures.scene import Scene
from app.figures.svg import (
    SMALLEST,
    Points,
    copies,
    line_run,
    lines,
    pill,
)

INPUT_Y, OUTPUT_Y, HEIGHT = 24, 231, 254
RADIUS = 18
LOZENGE_WIDTH, LOZENGE_HEIGHT = 24, 22
LOZENGE_PAPER = 9
"""Beside a number in a lozenge, left and right together: two digits fit into one of the least width."""

LOZENGE_RIM = 1
"""Half of it on either side of the outline: side by side, two rims are to be seen as two."""

LOZENGE_PLACES = (0.4, 0.5, 0.6)
"""Where else the lozenges may stand, from the output towards the input."""

DENSE_LOZENGES = 0.74
"""Where the zeros of a dense layer are labelled, from the output towards the input."""

MANY_LINES = 60
"""Above this many connections the lines are thin."""

FEW_UNITS = 64
"""Up to this many units a highlight shows those that it joins."""

MOST_LABELLED = 64
"""Up to this many connections between grouped units may have their weights written on them."""

MOST_ABSENT = 1000
"""Above this many absent connections one labelled band stands for them."""


GROUP_GAP, CHANNEL_GAP = 8.0, 24.0
"""Room between the rows of an input or output, and between its channels."""

UNIT_PITCH = 34.0
LEAST_BESIDE = 28.0
"""The least pitch at which grouped units stand beside the matrix."""


@dataclass(frozen=True)
class Groups:
    """Two rows of units in groups: the flattened input and output of a layer with rows or channels.

    `room` is the width of both rows.
    """

    scene: Scene
    pitch: float
    room: float
    inputs: Points
    outputs: Points
    digits: bool
    complete: bool = True

    @property
    def width(self) -> float:
        """Width of the whole figure, labels included."""
        return LABELS + self.room

    @property
    def scroll(self) -> Points:
        """Everything is in view at once."""
        return np.zeros(self.scene.positions)


def grouped(scene: Scene) -> Groups:
    """The units of a layer with rows or channels, in groups: beside the matrix where few have room there."""
    beside = within(scene, SIDE_WIDTH - LABELS - 2)
    if beside.pitch >= LEAST_BESIDE and beside.digits and other_width(scene) >= SIDE_WIDTH:
        return beside
    return within(scene, FULL_WIDTH - LABELS - 2)


def within(scene: Scene, room: float) -> Groups:
    """The units in groups, in some width or less."""
    rows, columns = scene.section.shape
    gaps = [gaps_before(column_blocks(scene), columns), gaps_before(row_blocks(scene), rows)]
    if max(gap[-1] for gap in gaps) > room / 4:  # many groups stand closer together
        gaps = [gap * (room / 4 / max(gap[-1], 1)) for gap in gaps]
    pitches = [(room - gap[-1]) / size for gap, size in zip(gaps, (columns, rows), strict=True)]
    pitch = min(*pitches, UNIT_PITCH)
    texts = [*scene.input_texts, *scene.pre_activation_texts] if pitch > 12 else [""]
    digits = pitch > 12 and pitch - 12 >= text_width("0" * longest(texts), SMALLEST)
    places = [(np.arange(gap.size) + 0.5) * pitch + gap for gap in gaps]
    widest = max(float(place[-1]) for place in places) + pitch / 2
    centred = [place + (widest - place[-1] - pitch / 2) / 2 for place in places]
    return Groups(scene, pitch, widest, inputs=centred[0], outputs=centred[1], digits=digits)


def gaps_before(levels: list[Blocks], size: int) -> Points:
    """How much room there is before each unit for the groups before it, (units,)."""
    gaps = np.zeros(size)
    for blocks, gap in zip(levels, (GROUP_GAP, CHANNEL_GAP), strict=False):
        gaps += np.arange(size) // blocks.length * gap
    return gaps


def named_groups(levels: list[Blocks], xs: Points, pitch: float) -> list[list[tuple[float, str]]]:
    """The lines of names from the finest on: the middle of each group and its words."""
    lines = []
    for blocks in levels:
        fitting = fitting_names(blocks, pitch)
        lines.append([((xs[start] + xs[start + blocks.length - 1]) / 2, name) for start, name in fitting])
    return [line for line in lines if line]


@dataclass(frozen=True)
class Net:
    """Where the units stand and how thick the lines are."""

    scene: Scene
    columns: Columns | Groups

    @cached_property
    def outputs(self) -> Points:
        """The centre of each output that is drawn, (outputs,): filters over one row of inputs share their places."""
        if isinstance(self.columns, Groups):
            return self.columns.outputs
        return self.columns.over_filters(self.columns.outputs)

    @property
    def above(self) -> int:
        """Room for names above the inputs."""
        return 0 if self.scene.plain else 4 + HEAD_HEIGHT * max(len(self.names[0]), 1)

    @property
    def below(self) -> int:
        """Room for names below the outputs."""
        return 0 if self.scene.plain else 4 + HEAD_HEIGHT * max(len(self.names[1]), 1)

    @cached_property
    def names(self) -> list[list[list[tuple[float, str]]]]:
        """Above the inputs and below the outputs the lines of names from the finest on: middles and words."""
        return [
            named_groups(blocks, xs, self.columns.pitch)
            for blocks, xs in (
                (column_blocks(self.scene), self.columns.inputs),
                (row_blocks(self.scene), self.outputs),
            )
        ]

    @property
    def parts(self) -> list[tuple[int | None, list[int], range]]:
        """What is shown at a time: a filter with its weights and outputs; where units are grouped, all of them."""
        scene = self.scene
        if not scene.plain:
            return [(None, list(scene.section.weights), scene.steps)]
        return [
            (channel, sorted(scene.filter_weights(channel).tolist()), self.outputs_of(channel))
            for channel in range(scene.filters)
        ]

    def outputs_of(self, channel: int) -> range:
        """The outputs of one filter."""
        return range(channel * self.scene.positions, (channel + 1) * self.scene.positions)

    @property
    def hue_width(self) -> float:
        """Width of a connection's hue."""
        if not self.columns.digits:
            return 1
        filters = self.scene.filters if self.scene.plain else 1
        return 1.25 if len(self.scene.section.ties) > MANY_LINES * filters else 2.25

    @property
    def crowded(self) -> bool:
        """Whether the lines lie so close that casings would make a knot of them."""
        many = not self.scene.plain and len(self.scene.section.ties) > MANY_LINES
        return many or not self.columns.digits

    @property
    def few(self) -> bool:
        """Whether the units are few enough to be lit one by one."""
        return self.columns.digits and sum(self.scene.section.shape) <= FEW_UNITS

    @property
    def lozenge_width(self) -> float:
        """Width of a lozenge, wide enough for the longest weight."""
        return max(LOZENGE_WIDTH, text_width("0" * longest(self.scene.weight_texts), 13) + LOZENGE_PAPER)

    @cached_property
    def even(self) -> float | None:
        """How far from the output the lozenges stand in one row without touching, as a part of the line; or None.

        The first choice puts them at equal distances over the whole row.
        """
        axis = self.scene.plan.axes[-1]
        equal = axis.stride / (axis.kernel_size * axis.dilation)
        choices = [part for part in (equal, *LOZENGE_PLACES) if part <= max(LOZENGE_PLACES)]
        if len(self.scene.section.ties) > MOST_LABELLED and not self.scene.plain:
            return None
        return next(filter(self.has_room, choices), None)

    def has_room(self, part: float) -> bool:
        """Whether the lozenges of one filter, that part of the way from the output, do not touch."""
        found = self.scene.section.ties
        first = np.flatnonzero(found.output < (self.scene.positions if self.scene.plain else len(self.outputs)))
        x0, x1 = self.columns.inputs[found.input[first]], self.outputs[found.output[first]]
        return bool((np.diff(np.sort(x1 + (x0 - x1) * part)) >= self.lozenge_width + LOZENGE_RIM).all())

    @property
    def labelled(self) -> bool:
        """Whether there is room to write each weight on its connections."""
        return self.columns.digits and self.even is not None

    def wire(self, ties: Integers) -> str:
        """The path of the ties of one weight, in the order of their outputs, from input to output."""
        found = self.scene.section.ties
        if self.scene.plain and self.scene.evenly_tied and ties.size:
            x0, x1 = self.columns.inputs[found.input[ties[0]]], self.outputs[found.output[ties[0]]]
            step = self.scene.axis.stride * self.columns.pitch
            return line_run(float(x0), INPUT_Y, float(x1), OUTPUT_Y, step, ties.size)
        return self.straight(found.input[ties], found.output[ties])

    def straight(self, inputs: Integers, outputs: Integers) -> str:
        """The path from some inputs to some outputs, in their order."""
        x0, x1 = self.columns.inputs[inputs], self.outputs[outputs]
        return lines(x0, np.full(x0.shape, float(INPUT_Y)), x1, np.full(x1.shape, float(OUTPUT_Y)))

    def lozenges(self, ties: Integers) -> tuple[Points, float]:
        """Where the weights of some ties are written: centres and their height."""
        found = self.scene.section.ties
        x0, x1 = self.columns.inputs[found.input[ties]], self.outputs[found.output[ties]]
        part = self.even or 0.0
        return x1 + (x0 - x1) * part, OUTPUT_Y + (INPUT_Y - OUTPUT_Y) * part


def line_colour(scene: Scene, weight: int) -> str:
    """The colour of a connection: its weight's hue, or the neutral wire."""
    return scene.colour(weight) if scene.tied else "wire"


def unit_shape(xs: Points, y: float, half: float) -> str:
    """Units as circles, or as boxes with round ends where their numbers are long."""
    radius = min(half, RADIUS)
    return copies(xs - half + radius, np.full(xs.shape, y - radius), pill(2 * half, 2 * radius))


def half_unit(net: Net) -> float:
    """Half the width of a unit: a circle, or wider for long numbers."""
    texts = [*net.scene.input_texts, *net.scene.pre_activation_texts]
    wanted = text_width("0" * longest(texts), 12) / 2 + 5
    return min(max(min(RADIUS, net.columns.pitch * 0.42), wanted), net.columns.pitch / 2 - 2)
