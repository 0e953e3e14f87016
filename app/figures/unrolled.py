"""The geometry of `im2col`: patches × weights = outputs, for the group of filters that the step is in."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from app.convolution.arrays import Floats, Integers
from app.figures.layout import FULL_WIDTH, longest, text_width
from app.figures.measures import BRACKET, MARKER
from app.figures.numbers import written
from app.figures.scene import Scene
from app.figures.svg import SMALLEST, Points

TOP = 24.0
"""Room above the matrices for names and the marks of the weights."""

GAP = 34.0
"""Room for an operator between two brackets."""

MOST_ROWS = 40
"""Up to so many patches are drawn with their numbers, if the columns have room too."""

TALLEST = 420.0
"""The room for patches without numbers."""

WIDEST_CELL = 44.0


@dataclass(frozen=True)
class Unrolling:
    """Where the three matrices stand. `group` is that of the filters whose patches are drawn."""

    scene: Scene
    group: int

    @cached_property
    def terms(self) -> int:
        """How many weights a filter has: the columns of the patches."""
        return self.scene.filter_size

    @property
    def several(self) -> int:
        """How many filters read the same patches."""
        return self.scene.plan.group_outputs

    @property
    def columns(self) -> int:
        """How many columns of weights are drawn: one a filter, or that of the step where they have no room."""
        return self.several if self.all_filters else 1

    @property
    def product_sign(self) -> str:
        """What stands between the product and the outputs."""
        return "=" if self.scene.bias is None else "+~b~="

    @property
    def product_gap(self) -> float:
        """The room for that."""
        return GAP if self.scene.bias is None else 2 * GAP

    @cached_property
    def all_filters(self) -> bool:
        """Whether all filters of the group are drawn side by side."""
        return self.scene.section.whole and self.several <= 8

    @cached_property
    def positions(self) -> range:
        """The positions whose patches are drawn: all, or those in the row of the step."""
        steps, positions = self.scene.steps, self.scene.positions
        if self.scene.section.whole:
            return range(positions)
        first = steps.start % positions
        return range(first, first + len(steps))

    @property
    def cells(self) -> int:
        """How many cells of patches are drawn."""
        return len(self.positions) * self.terms

    @cached_property
    def patches(self) -> Floats:
        """What is drawn of the patches, (positions, terms)."""
        rows: Floats = self.scene.slide.values[self.group, self.positions.start : self.positions.stop]
        return rows

    @cached_property
    def windows(self) -> Integers:
        """The input that each cell of the patches is, −1 for none."""
        rows: Integers = self.scene.slide.windows[self.group, self.positions.start : self.positions.stop]
        return rows

    @cached_property
    def texts(self) -> list[str]:
        """The patches as written."""
        return written(self.patches)

    @cached_property
    def digits(self) -> bool:
        """Whether there is room for numbers."""
        if max(len(self.positions), self.terms) > MOST_ROWS:
            return False
        return self.width_with(self.needed) <= FULL_WIDTH

    @cached_property
    def needed(self) -> float:
        """The width that a number needs."""
        return max(22.0, text_width("0" * longest([*self.texts, *self.scene.cell_texts]), SMALLEST) + 6)

    @cached_property
    def output_cell(self) -> float:
        """The width of a column of outputs."""
        if not self.digits:
            return self.cell
        return max(30.0, text_width("0" * longest(self.scene.pre_activation_texts), 13) + 10)

    @property
    def around(self) -> float:
        """The width of all that is no cell."""
        return MARKER + 6 * BRACKET + GAP + self.product_gap

    def width_with(self, cell: float) -> float:
        """The width of the figure with cells of this width."""
        outputs = max(30.0, text_width("0" * longest(self.scene.pre_activation_texts), 13) + 10)
        return self.around + (self.terms + self.columns) * cell + self.columns * outputs

    @cached_property
    def cell(self) -> float:
        """The width of a cell of patches and weights."""
        if not self.digits:
            room = (FULL_WIDTH - self.around) / (self.terms + 2 * self.columns)
            return max(min(room, 14.0), 0.5)
        spare = (FULL_WIDTH - self.width_with(0)) / (self.terms + self.columns)
        return min(WIDEST_CELL, max(self.needed, min(spare, 34.0)))

    @cached_property
    def height(self) -> float:
        """The height of a row."""
        rows = max(len(self.positions), self.terms)
        if not self.digits:
            return max(min(self.cell, TALLEST / rows), 0.25)
        return 34.0 if rows <= 6 else 26.0 if rows <= 12 else 20.0

    @cached_property
    def tall(self) -> float:
        """The height of all three."""
        return max(len(self.positions), self.terms) * self.height

    @cached_property
    def patches_at(self) -> tuple[float, float]:
        """The corner of the patches."""
        return MARKER + BRACKET, TOP + (self.tall - len(self.positions) * self.height) / 2

    @cached_property
    def weights_at(self) -> tuple[float, float]:
        """The corner of the weights."""
        x = self.patches_at[0] + self.terms * self.cell + 2 * BRACKET + GAP
        return x, TOP + (self.tall - self.terms * self.height) / 2

    @cached_property
    def outputs_at(self) -> tuple[float, float]:
        """The corner of the outputs."""
        x = self.weights_at[0] + self.columns * self.cell + 2 * BRACKET + self.product_gap
        return x, self.patches_at[1]

    @property
    def width(self) -> float:
        """The width of the figure."""
        return self.outputs_at[0] + self.columns * self.output_cell + BRACKET + 2

    @cached_property
    def steps(self) -> tuple[Points, Points]:
        """For each step of the page its row among the patches and its column among the weights."""
        outputs = np.arange(self.scene.steps.start, self.scene.steps.stop)
        channel, position = np.divmod(outputs, self.scene.positions)
        column = channel % self.several if self.all_filters else np.zeros_like(channel)
        return (position - self.positions.start).astype(np.float64), column.astype(np.float64)
