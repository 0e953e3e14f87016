"""What the parts of `sliding` share: the scene, its columns, and the heights of the rows."""

from dataclasses import dataclass

import numpy as np

from app.figures.layout import Columns
from app.figures.scene import Scene
from app.figures.svg import Points

ROW = 40
TAPE_TOP = 18
RESTING_HEIGHT = 68
INDEX_Y = 6
"""The height of the indices above the tape, clear of the frame of the step."""

STENCIL_TOP = TAPE_TOP + ROW
PRODUCTS = STENCIL_TOP + ROW + 19
BIAS_HEIGHT = 24
OUTPUT_TOP = 137
OUTPUT_HEIGHT = 36
CAPTION = 22


def reversed_first(scene: Scene) -> bool:
    """Whether the kernel is reversed before it slides, so that it is seen at rest too."""
    return scene.layer.reverses and not scene.backward


@dataclass(frozen=True)
class Strip:
    """What the drawing functions share: the scene, its columns, and how far everything is moved down.

    `channel` is the input channel of the tape, `place` its place among those that a filter reads.
    """

    scene: Scene
    columns: Columns
    top: float
    channel: int = 0
    place: int = 0

    @property
    def values(self) -> Points:
        """The entries of the tape."""
        row: Points = self.scene.input.reshape(self.scene.plan.in_channels, -1)[self.channel]
        return row

    @property
    def first_input(self) -> int:
        """The flat index of the first entry of the tape."""
        return self.channel * self.scene.axis.input_size

    @property
    def input_texts(self) -> list[str]:
        """The entries of the tape as written."""
        return self.scene.input_texts[self.first_input : self.first_input + self.scene.axis.input_size]

    def weights(self, channel: int) -> list[int]:
        """The weights of the stencil of a filter, by flat index in window order."""
        taps = self.scene.kernel_size
        weights: list[int] = self.scene.filter_weights(channel)[self.place * taps : (self.place + 1) * taps].tolist()
        return weights

    @property
    def pitch(self) -> float:
        """Width of a column."""
        return self.columns.pitch

    @property
    def biased(self) -> bool:
        """Whether the bias has a row of its own in the sum."""
        return self.scene.bias is not None and not self.scene.backward

    @property
    def products(self) -> float:
        """The height of the row of products."""
        return self.top + PRODUCTS

    @property
    def rule(self) -> float:
        """The height of the rule under the sum."""
        return self.products + 14.5 + (BIAS_HEIGHT if self.biased else 0)

    @property
    def output_top(self) -> float:
        """The upper edge of the outputs."""
        return self.top + OUTPUT_TOP + (BIAS_HEIGHT if self.biased else 0)

    @property
    def taps(self) -> Points:
        """The left edge of each tap's cell from the left edge of the window, (taps,)."""
        return np.arange(self.scene.kernel_size) * float(self.scene.axis.dilation * self.pitch)
