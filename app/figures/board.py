"""A matrix with three vectors beside it: where everything stands. `matrix` and `gradients` say which numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from app.figures.blocks import HEAD_HEIGHT, head_lines
from app.figures.grid import Grid, marked_row, matrix_grid
from app.figures.layout import FULL_WIDTH
from app.figures.measures import BRACKET, MARKER, ROW_NAMES, Beside, Measures, measures_for
from app.figures.padded import Padded
from app.figures.scene import Scene
from app.figures.svg import group, tag, translate, translations
from app.figures.trim import Trim

STENCIL_MIDDLE = 78
"""The height of the stencil in `sliding`, beside which the first row stands."""

TRIM_NAMES = 72
"""Room for the names of rows that are left out."""

LEAST_ENTRY = 13.5
"""The least height of an entry of a vector."""

HEADS = 18
"""Height of a column head above its cells."""


@dataclass(frozen=True)
class Board:
    """The places of a matrix and of what stands beside it. `narrow` is for a phone.

    Where the matrix stands without numbers, cells have no texts. With `trim` there are the rows of full padding too;
    `outside` counts columns of padding before and after the brackets, `padded` has those between the others.
    """

    scene: Scene
    narrow: bool
    beside: Beside
    cell_texts: Sequence[str]
    least_width: float
    trim: Trim | None = None
    outside: tuple[int, int] = (0, 0)
    padded: Padded | None = None

    @cached_property
    def measures(self) -> Measures:
        """How generously everything is set."""
        found = measures_for(self.scene, self.beside, self.cell_texts, self.narrow)
        return replace(found, room=FULL_WIDTH) if self.padded else found

    @property
    def left(self) -> float:
        """Room at the left, for the mark of the row and the names of block rows."""
        return MARKER + BRACKET + (0 if self.scene.plain or self.narrow else ROW_NAMES)

    @property
    def has_vectors(self) -> bool:
        """Whether the vectors are drawn beside the matrix."""
        return bool(self.beside)

    @cached_property
    def gaps(self) -> tuple[float, float, float]:
        """Room for what stands between two brackets, before each vector."""
        return self.beside.gaps(self.measures)

    @cached_property
    def widths(self) -> list[float]:
        """Widths of the three vectors."""
        return self.beside.widths(self.measures)

    @cached_property
    def grid(self) -> Grid:
        """The cells, the first row on the line of the stencil where the vectors leave room for it."""
        room = self.measures.room - self.beside.width(self.measures) - (self.left - MARKER - BRACKET)
        extra = self.padded.extra if self.padded else sum(self.outside)
        found = matrix_grid(self.scene, self.cell_texts, self.left, 0, room, self.measures, extra)
        if self.outside[0]:
            found = replace(found, x=found.x + self.outside[0] * found.width + BRACKET)
        if self.padded:
            found = replace(found, columns=self.padded.columns, across=tuple(self.padded.kept.tolist()))
        if self.trim:
            found = replace(found, rows=self.trim.plan.outputs, places=tuple(self.trim.kept.tolist()))
        if not self.scene.plain:
            tall = found.columns * entry_height(found)
            over = (tall - found.rows * found.height) / 2 + 6 if self.has_vectors else 0
            return replace(found, y=max(over, HEADS + 10 + HEAD_HEIGHT * (head_lines(self.scene) - 1)))
        over = (found.columns - found.rows) * found.height / 2 + 6 if found.digits else 0
        first = STENCIL_MIDDLE - found.height / 2 if found.digits and not self.narrow else HEADS + 10
        return replace(found, y=max(first, over, HEADS + 10))

    @property
    def middle(self) -> float:
        """The height of the middle row, on which all vectors are centred."""
        return (self.grid.y + self.grid.bottom) / 2

    @property
    def input_height(self) -> float:
        """The height of an entry of the vector that is as long as the rows of T."""
        return self.grid.height if self.scene.plain else entry_height(self.grid)

    @property
    def names_y(self) -> float:
        """The base line of the names below the brackets."""
        if not self.has_vectors:
            return self.grid.bottom + 26
        return self.middle + max(self.grid.rows * self.grid.height, self.grid.columns * self.input_height) / 2 + 26

    @property
    def end(self) -> float:
        """The right edge of the matrix, its bracket and what stands behind that."""
        after = self.outside[1] * self.grid.width + BRACKET if self.outside[1] else 0
        return self.grid.right + BRACKET + after

    @cached_property
    def vector_places(self) -> tuple[float, float, float]:
        """The left edges of the three vectors."""
        first = self.end + self.gaps[0]
        second = first + self.widths[0] + self.gaps[1]
        return first, second, second + self.widths[1] + self.gaps[2]

    @property
    def width(self) -> float:
        """Width of the whole board."""
        return max(self.names_x + (TRIM_NAMES if self.trim else 0), self.least_width)

    @property
    def names_x(self) -> float:
        """Where the names of rows start, behind everything else."""
        return self.vector_places[2] + self.widths[2] + 2 if self.has_vectors else self.end + 2


def entry_height(grid: Grid) -> float:
    """The height of an entry of a long vector beside a matrix of few rows: close together where it would be tall."""
    return min(grid.height, max(LEAST_ENTRY, grid.rows * grid.height / grid.columns))


def frames(board: Board) -> str:
    """The frame of the step: its row with a mark at the left, and its entry of the middle vector."""
    scene, grid = board.scene, board.grid
    moved = grid.lines(np.arange(len(scene.steps))) * grid.height
    entry = ""
    if board.has_vectors:
        width = board.widths[1]
        inset = 6 if width > 40 else 2
        left = board.vector_places[1] + inset
        entry = tag("rect", x=left, y=grid.y, width=width - 2 * inset, height=grid.height, rx=2)
    return group(
        marked_row(grid, entry, board.left - BRACKET - MARKER),
        transform=translate(0, float(moved[scene.step - scene.steps.start])),
        data_moves=translations(np.zeros_like(moved), moved),
    )
