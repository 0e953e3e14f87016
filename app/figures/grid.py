"""The geometry of a drawn matrix, and the pieces that every drawn matrix and vector is made of."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.convolution.arrays import Integers
from app.figures.layout import FULL_WIDTH, SIDE_WIDTH, longest
from app.figures.measures import (
    CELL_WIDTH,
    DIGITS,
    NARROW,
    PHONE_WIDTH,
    SMALL_CELL,
    WIDE,
    Measures,
    least_cell,
    room_beside,
    shown_with_digits,
    wanted_cell,
)
from app.figures.palette import Paint, draws, fills
from app.figures.scene import Scene
from app.figures.svg import (
    SMALLEST,
    Attribute,
    Points,
    box,
    copies,
    copy_run,
    dots,
    group,
    label,
    labels,
    number,
    numbers,
    tag,
)

INSET = 2
SMALL_INSET = 0.5
"""Paper round cells that are only just wide enough for their digits."""

WHOLE_WIDTH, WHOLE_HEIGHT = 720, 640
"""The room for a matrix that is drawn as a whole."""

SMALL_WHOLE = 440
"""The room for one of several blocks, which stands beside the other figure while its cells are large enough."""

LEAST_SIDE = 4
"""Below this side the cells of blocks get the whole width."""


@dataclass(frozen=True)
class Grid:
    """Where the cells of a matrix lie: `x`, `y` is the corner of the cell on line 0 in column 0.

    Row r stands on line `places[r]` where other rows stand between those of the matrix, else on line r of `rows`; so
    do columns with `across`.
    """

    rows: int
    columns: int
    x: float
    y: float
    width: float
    height: float
    size: float
    digits: bool
    places: tuple[int, ...] = ()
    across: tuple[int, ...] = ()

    def lines(self, rows: Integers) -> Integers:
        """The line on which each row stands."""
        found: Integers = np.take(self.places, rows) if self.places else rows
        return found

    def left(self, columns: Integers) -> Points:
        """The left edge of each column."""
        found: Points = self.x + (np.take(self.across, columns) if self.across else columns) * self.width
        return found

    def top(self, rows: Integers) -> Points:
        """The upper edge of each row."""
        found: Points = self.y + self.lines(rows) * self.height
        return found

    @property
    def inset(self) -> float:
        """Paper round a cell: little where cells are small, none where they are tiny."""
        if self.width <= 12:
            return 0
        return INSET if self.width > SMALL_CELL else SMALL_INSET

    @property
    def right(self) -> float:
        """The right edge of the last column."""
        return self.x + self.columns * self.width

    @property
    def bottom(self) -> float:
        """The lower edge of the last row."""
        return self.y + self.rows * self.height

    def centres(self, rows: Integers, columns: Integers) -> tuple[Points, Points]:
        """The centres of some cells."""
        return self.left(columns) + self.width / 2, self.top(rows) + self.height / 2

    def cells(self, rows: Integers, columns: Integers) -> str:
        """The path of some cells, one closed subpath for each."""
        shape = box(self.width - 2 * self.inset, self.height - 2 * self.inset)
        return copies(self.left(columns) + self.inset, self.top(rows) + self.inset, shape)

    def cell_run(self, row: int, column: int, stride: int, count: int) -> str:
        """The path of `count` cells from one on, each a row further down and `stride` columns further right."""
        shape = box(self.width - 2 * self.inset, self.height - 2 * self.inset)
        line, apart = row, 1
        if self.places:
            line, apart = self.places[row], self.places[min(row + 1, len(self.places) - 1)] - self.places[row]
        x, y = self.x + column * self.width + self.inset, self.y + line * self.height + self.inset
        return copy_run(x, y, shape, stride * self.width, apart * self.height, count)

    def absent(self, rows: Integers, columns: Integers) -> str:
        """Structural zeros: one dot for each, no box and no digit."""
        x, y = self.centres(rows, columns)
        return tag("path", d=dots(x, y), paint=draws("muted", 3), stroke_linecap="round")


def other_width(scene: Scene) -> float:
    """The width that a matrix of blocks leaves the other figure."""
    if shown_with_digits(scene):
        return room_beside(scene)
    return SIDE_WIDTH if whole_side(scene) * scene.section.shape[1] <= SMALL_WHOLE else FULL_WIDTH


def matrix_grid(
    scene: Scene, texts: Sequence[str], x: float, y: float, room: float, measures: Measures = WIDE, extra: int = 0
) -> Grid:
    """The cells for T: wide enough for its numbers in `room` pixels, or the whole of it without them."""
    rows, columns = scene.section.shape
    if not shown_with_digits(scene):
        side = whole_side(scene)
        return Grid(rows, columns, x, y, side, side, 0, digits=False)
    if not scene.plain and not narrow_measures(measures):
        wanted = wanted_cell(texts, measures)
        width = max(min(room / (columns + extra), max(CELL_WIDTH, wanted)), wanted)
        size = min((width - 4) / (0.56 * max(longest(texts), 1)), measures.cell_height * 0.62, DIGITS)
        return Grid(rows, columns, x, y, width, measures.cell_height, max(size, SMALLEST), digits=True)
    largest = NARROW.cell_width if narrow_measures(measures) else CELL_WIDTH
    width = max(min(max(largest, wanted_cell(texts, measures)), room / (columns + extra)), least_cell(texts, measures))
    size = min(DIGITS, (width - (3 if measures.tiny else 7)) / (0.56 * max(longest(texts), 1)))
    height = measures.cell_height if rows <= 8 else 30.0
    return Grid(rows, columns, x, y, width, height, max(size, 11), digits=True)


def narrow_measures(measures: Measures) -> bool:
    """Whether these are the measures for a phone."""
    return measures.room == PHONE_WIDTH


def whole_side(scene: Scene) -> float:
    """The side of a cell where the whole matrix, or what is drawn of it, stands without numbers."""
    rows, columns = scene.section.shape
    width, height = WHOLE_WIDTH, WHOLE_HEIGHT
    if not scene.plain:
        width = height = SMALL_WHOLE if columns * LEAST_SIDE <= SMALL_WHOLE else FULL_WIDTH - 60
    # quarters of a pixel are exact in binary, so that equal steps stay equal and paths stay short
    return max(math.floor(4 * min(width / columns, height / rows, 24)) / 4, 0.25)


def bracket(x0: float, y0: float, x1: float, y1: float) -> str:
    """A pair of square brackets round a box."""
    left = f"M{number(x0 + 6)} {number(y0)}H{number(x0)}V{number(y1)}H{number(x0 + 6)}"
    right = f"M{number(x1 - 6)} {number(y0)}H{number(x1)}V{number(y1)}H{number(x1 - 6)}"
    return tag("path", d=left + right, paint=draws("ink", 1.5))


def vector(
    texts: Sequence[str],
    x: float,
    width: float,
    top: float,
    height: float,
    bold: int | None = None,
    places: tuple[int, ...] = (),
    lines: int = 0,
    **marks: Attribute,
) -> str:
    """A column of plain numbers in brackets; `bold` is the row of the step, `places` the lines of `lines` in use.

    `marks` say which numbers they are.
    """
    size = max(min(DIGITS, (width - 8) / (0.56 * max(longest(texts), 1)), height * 0.68), SMALLEST)
    rows = np.array(places or range(len(texts)), dtype=np.float64)
    entries = labels(np.full(rows.shape, x + width / 2), top + (rows + 0.5) * height, texts, bold)
    outputs = None if bold is None else "0"
    return bracket(x, top - 5, x + width, top + (lines or len(texts)) * height + 5) + group(
        entries, paint=None, font_size=size, class_="n", data_outputs=outputs, **marks
    )


def arrow(x0: float, x1: float, y: float) -> str:
    """A thin arrow from x0 to x1."""
    back = -5 if x1 > x0 else 5
    return tag(
        "path", d=f"M{number(x0)} {number(y)}H{number(x1)}m{back} -4l{-back} 4l{back} 4", paint=draws("ink", 1.25)
    )


def sliced(grid: Grid, rows: Integers, columns: Integers, slot: Integers, slots: Integers) -> str:
    """The path of some cells cut into slices, for a pair that two weights share: slice `slot` of `slots`."""
    inset = grid.inset
    width, height = (grid.width - 2 * inset) / slots, grid.height - 2 * inset
    x, y = grid.left(columns) + inset + slot * width, grid.top(rows) + inset
    corners = zip(numbers(x), numbers(y), width.tolist(), strict=True)
    return "".join(f"M{left} {top}{box(each, height)}" for left, top, each in corners)


def cell_paint(colour: str, tied: bool, thin: bool) -> Paint:
    """How a cell with a weight is painted; tiny cells have no line."""
    return Paint(colour, None if thin else ("rim" if tied else "outline"), None if thin else 1)


def caption_line(x: float, y: float, text: str) -> str:
    """A muted line of words."""
    return label(x, y, text, fills("muted"), font_size=13, text_anchor="start")


def marked_row(grid: Grid, entry: str, left: float) -> str:
    """The frame of the first row with a mark at its left, and of an entry beside it; it moves to the step's row."""
    height = max(grid.height, 3.0)
    middle = grid.y + height / 2
    row = tag("rect", x=grid.x - 2, y=grid.y, width=grid.right - grid.x + 4, height=height, rx=2)
    mark = tag("path", d=f"M{number(left)} {number(middle - 5)}l8 5l-8 5z", paint=fills("ink"))
    return mark + group(row, entry, paint=draws("ink", 2.5 if grid.digits else 1.5))
