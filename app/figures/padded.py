"""`show=padding` along two axes and over channels: T among the columns of the padded input, T = C · P."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from app.convolution import Axis, Matrix, factor
from app.convolution.arrays import Integers
from app.figures.scene import Scene

MOST_COLUMNS = 51
"""Up to so many columns of the padded input stand beside one another with numbers, over the whole width."""


@dataclass(frozen=True)
class Padded:
    """The columns of the padded input, in C order; `kept` are those of the input itself, which are the columns of T."""

    scene: Scene

    @property
    def columns(self) -> int:
        """How many entries the padded input has."""
        return padded_columns(self.scene)

    @cached_property
    def kept(self) -> Integers:
        """Where each entry of the input stands among those of the padded input, (inputs,).

        >>> from app.convolution import Layer
        >>> Padded(Scene(Layer([[1.0]], padding=1), np.ones((2, 2)))).kept.tolist()
        [5, 6, 9, 10]
        """
        plan = self.scene.plan
        places = np.arange(self.columns).reshape(plan.in_channels, *(padded_size(axis) for axis in plan.axes))
        inner = tuple(slice(axis.before, axis.before + axis.input_size) for axis in plan.axes)
        return places[:, *inner].ravel()

    @property
    def extra(self) -> int:
        """How many columns are no columns of T."""
        return self.columns - self.scene.inputs

    @cached_property
    def matrix(self) -> Matrix:
        """C: the layer on the padded input."""
        return factor(self.scene.layer, self.scene.input.shape).valid

    @cached_property
    def taps(self) -> tuple[Integers, Integers, Integers]:
        """The taps that lie on padding: output, column and weight of each."""
        ties = self.matrix.ties
        outside = ~np.isin(ties.input, self.kept)
        return ties.output[outside], ties.input[outside], ties.weight[outside]


def padded_size(axis: Axis) -> int:
    """Entries of an axis with its padding."""
    return axis.before + axis.input_size + axis.after


def padded_columns(scene: Scene) -> int:
    """Entries of all channels with their padding."""
    return scene.plan.in_channels * int(np.prod([padded_size(axis) for axis in scene.plan.axes]))


def find_padded(scene: Scene) -> Padded | None:
    """The columns of the padded input where they are asked for, lie between those of T, and have room."""
    if "padding" not in scene.show or scene.plain or not scene.padded or not scene.section.whole:
        return None
    return Padded(scene) if padded_columns(scene) <= MOST_COLUMNS else None
