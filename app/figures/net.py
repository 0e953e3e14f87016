"""The geometry of `network`: where units, connections and their labels stand."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from app.convolution.arrays import Integers
from app.figures.layout import Columns, longest, text_width
from app.figures.scene import Scene
from app.figures.svg import (
    Points,
    copies,
    line_run,
    lines,
    pill,
)

INPUT_Y, OUTPUT_Y, HEIGHT = 24, 231, 254
RADIUS = 18
LOZENGE_WIDTH, LOZENGE_HEIGHT = 24, 22
LOZENGE_PLACES = (0.4, 0.5, 0.6)
"""Where else the lozenges may stand, from the output towards the input."""

DENSE_LOZENGES = 0.74
"""Where the zeros of a dense layer are labelled, from the output towards the input."""

MANY_LINES = 60
"""Above this many connections the lines are thin."""

FEW_UNITS = 64
"""Up to this many units a highlight shows those that it joins."""

MOST_ABSENT = 1000
"""Above this many absent connections one labelled band stands for them."""


@dataclass(frozen=True)
class Net:
    """Where the units stand and how thick the lines are."""

    scene: Scene
    columns: Columns

    @cached_property
    def outputs(self) -> Points:
        """The centre of each output, (outputs,): filters share their places."""
        return self.columns.over_filters(self.columns.outputs)

    @property
    def hue_width(self) -> float:
        """Width of a connection's hue."""
        if not self.columns.digits:
            return 1
        return 1.25 if len(self.scene.ties) > MANY_LINES * self.scene.filters else 2.25

    @property
    def few(self) -> bool:
        """Whether the units are few enough to be lit one by one."""
        return self.columns.digits and self.scene.axis.input_size + self.scene.outputs <= FEW_UNITS

    @property
    def lozenge_width(self) -> float:
        """Width of a lozenge, wide enough for the longest weight."""
        return max(LOZENGE_WIDTH, text_width("0" * longest(self.scene.weight_texts), 13) + 12)

    @cached_property
    def even(self) -> float | None:
        """How far from the output the lozenges stand in one row without touching, as a part of the line; or None.

        The first choice puts them at equal distances over the whole row.
        """
        axis = self.scene.axis
        equal = axis.stride / (axis.kernel_size * axis.dilation)
        choices = [part for part in (equal, *LOZENGE_PLACES) if part <= max(LOZENGE_PLACES)]
        return next(filter(self.has_room, choices), None)

    def has_room(self, part: float) -> bool:
        """Whether the lozenges of one filter, that part of the way from the output, do not touch."""
        first = np.flatnonzero(self.scene.ties.output < self.scene.positions)
        x0, x1 = self.columns.inputs[self.scene.ties.input[first]], self.outputs[self.scene.ties.output[first]]
        return bool((np.diff(np.sort(x1 + (x0 - x1) * part)) >= self.lozenge_width).all())

    @property
    def labelled(self) -> bool:
        """Whether there is room to write each weight on its connections."""
        return self.columns.digits and self.even is not None

    def wire(self, ties: Integers) -> str:
        """The path of the ties of one weight, in the order of their outputs, from input to output."""
        found = self.scene.ties
        if self.scene.evenly_tied and ties.size:
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
        found = self.scene.ties
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
