"""A matrix with three vectors beside it: where everything stands. `matrix` and `gradients` say which numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from app.figures.blocks import HEAD_HEIGHT, head_lines
from app.figures.grid import (
    BRACKET,
    MARKER,
    ROW_NAMES,
    Grid,
    Measures,
    marked_row,
    matrix_grid,
    measures_for,
    others,
    vector_width,
)
from app.figures.scene import Scene
from app.figures.svg import group, tag, translate, translations
from app.figures.trim import Trim

STENCIL_MIDDLE = 78
"""The height of the stencil in `sliding`, beside which the first row stands."""

TRIM_NAMES = 72
"""Room for the names of rows that are left out."""

LEAST_ENTRY = 15.0
"""The least height of an entry of a vector."""

HEADS = 18
"""Height of a column head above its cells."""


Vectors = tuple[list[str], list[str], list[str]]
"""The numbers of three vectors from left to right, as written."""

NO_VECTORS: Vectors = ([], [], [])


@dataclass(frozen=True)
class Board:
    """The places of a matrix and of its three vectors. `narrow` is for a phone.

    Where the matrix stands without numbers, vectors and cells have no texts. With `trim` there are the rows of full
    padding too; `beside` counts columns of padding before and after the brackets.
    """

    scene: Scene
    narrow: bool
    vectors: Vectors
    cell_texts: Sequence[str]
    least_width: float
    trim: Trim | None = None
    beside: tuple[int, int] = (0, 0)

    @cached_property
    def measures(self) -> Measures:
        """How generously everything is set."""
        return measures_for(self.scene, self.vectors, self.cell_texts, self.narrow)

    @property
    def left(self) -> float:
        """Room at the left, for the mark of the row and the names of block rows."""
        return MARKER + BRACKET + (0 if self.scene.plain or self.narrow else ROW_NAMES)

    @property
    def has_vectors(self) -> bool:
        """Whether the vectors are drawn beside the matrix."""
        return bool(self.vectors[0])

    @property
    def gap(self) -> float:
        """Room for an operator or an arrow between two brackets."""
        return self.measures.gap

    @cached_property
    def widths(self) -> list[float]:
        """Widths of the three vectors."""
        return [vector_width(texts, self.measures) for texts in self.vectors]

    @cached_property
    def grid(self) -> Grid:
        """The cells, the first row on the line of the stencil where the vectors leave room for it."""
        room = self.measures.room - others(self.vectors, self.measures) - (self.left - MARKER - BRACKET)
        extra = sum(self.beside)
        found = matrix_grid(self.scene, self.cell_texts, self.left, 0, room, self.measures, extra)
        if self.beside[0]:
            found = replace(found, x=found.x + self.beside[0] * found.width + BRACKET)
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
        after = self.beside[1] * self.grid.width + BRACKET if self.beside[1] else 0
        return self.grid.right + BRACKET + after

    @cached_property
    def vector_places(self) -> tuple[float, float, float]:
        """The left edges of the three vectors."""
        first = self.end + self.gap
        second = first + self.widths[0] + self.gap
        return first, second, second + self.widths[1] + self.gap

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
