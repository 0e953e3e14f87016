"""One learning step of `gradients`: the matrices of the dense, the locally connected and this layer after it."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from app.figures.cells import cell_path
from app.figures.grid import Grid, bracket, cell_paint
from app.figures.layout import FULL_WIDTH, fitting_size, longest, text_width
from app.figures.measures import MARKER
from app.figures.numbers import written
from app.figures.palette import TAPS, Paint, digit_colour, fills
from app.figures.scene import Scene
from app.figures.shading import LEVELS
from app.figures.svg import SMALLEST, Points, group, label, labels, tag

SMALL_CELL, SMALL_ROW, SMALL_BRACKET = 34.0, 26.0, 6.0
SMALL_GAP = 12
MOST_SMALL_ROWS = 12
MOST_SHADED = 64
"""Up to so many rows and columns the matrices are drawn as shades, where their numbers have no room."""

SHADED_GAP, SHADED_HEIGHT, LARGEST_SHADE = 24.0, 240.0, 12.0
STEP_NAMES = (
    ("dense", "Dense: zeros fill"),
    ("locally_connected", "Local: copies drift"),
    ("convolutional", "Conv: copies stay equal"),
)


@dataclass(frozen=True)
class Steps:
    """Where the three matrices stand: the left edge and the top of each, and how large they and their cells are."""

    cell: float
    row: float
    places: tuple[tuple[float, float], ...]
    height: float
    width: float
    shown: Literal["digits", "shades", "nothing"]


def learning_steps(scene: Scene, steps: Steps) -> str:
    """The matrices of the three layers after one step."""
    draw = small_matrix if steps.shown == "digits" else shaded_matrix
    return "".join(
        draw(scene, name, title, x, top, steps)
        for (name, title), (x, top) in zip(STEP_NAMES, steps.places, strict=False)
    )


def lay_out(scene: Scene, y: float, width: float, room: float) -> Steps:
    """The three matrices with their numbers where those have room, else as shades, or none of them."""
    rows, columns = scene.matrix.shape
    if max(rows, columns) > MOST_SHADED or not scene.section.whole:
        # before all numbers are written to see how long they are
        return Steps(0, 0, (), 0, width, "nothing")
    limit = room if scene.plain else max(width, room if room < FULL_WIDTH else 0)
    if rows <= MOST_SMALL_ROWS and columns * SMALL_CELL <= limit:
        cell = small_cell(scene)
        if columns * cell + 2 * SMALL_BRACKET + MARKER <= limit:
            return with_digits(scene, cell, y, width, room)
    return shaded(scene, y, width)


def with_digits(scene: Scene, cell: float, y: float, width: float, room: float) -> Steps:
    """The matrices side by side where they have room, else one below the other."""
    rows, columns = scene.matrix.shape
    each, height = columns * cell + 2 * SMALL_BRACKET, rows * SMALL_ROW + 44
    row = MARKER + 3 * each + 2 * SMALL_GAP
    if row > room:
        places = tuple((MARKER + SMALL_BRACKET, y + place * height) for place in range(3))
        return Steps(cell, SMALL_ROW, places, 3 * height, max(width, each + MARKER), "digits")
    total = max(width, row)
    space = min((total - 3 * each - MARKER) / 2, 64) + each
    places = tuple((MARKER + SMALL_BRACKET + place * space, y) for place in range(3))
    return Steps(cell, SMALL_ROW, places, height, total, "digits")


def shaded(scene: Scene, y: float, width: float) -> Steps:
    """The matrices side by side as shades."""
    rows, columns = scene.matrix.shape
    space = (width - MARKER - 2 * SMALL_BRACKET + SHADED_GAP) / 3
    side = min((space - SHADED_GAP) / columns, SHADED_HEIGHT / rows, LARGEST_SHADE)
    side = int(4 * side) / 4
    places = tuple((MARKER + SMALL_BRACKET + place * space, y) for place in range(3))
    return Steps(side, side, places, rows * side + 44, width, "shades")


def shaded_matrix(scene: Scene, name: str, title: str, x: float, y: float, steps: Steps) -> str:
    """One layer's matrix after the step, as shades of ink; only tied copies have a hue."""
    grid = Grid(scene.outputs, scene.inputs, x, y, steps.cell, steps.row, 0, digits=False)
    if name == "convolutional":
        drawn = "".join(
            tag("path", d=cell_path(scene, grid, ties), paint=fills(TAPS[scene.hue(weight)]))
            for weight, ties in scene.section.by_weight
        )
    else:
        drawn = distances(scene, name, grid)
    return drawn + framed(grid, title)


def distances(scene: Scene, name: str, grid: Grid) -> str:
    """The weights of a layer that ties none: the further from 0 the more ink, on one scale for dense and local."""
    values = np.abs(getattr(scene.learning_step, name))
    largest = float(np.abs(scene.learning_step.dense).max()) or 1.0
    level = np.ceil(values / largest * LEVELS)
    return group(
        *(
            tag("path", d=grid.cells(*np.nonzero(level == ink)), fill_opacity=ink / LEVELS)
            for ink in np.unique(level[level > 0]).tolist()
        ),
        paint=fills("ink"),
    )


def framed(grid: Grid, title: str) -> str:
    """The brackets of a matrix and its title below."""
    left = grid.x - SMALL_BRACKET
    words = label(left + 2, grid.bottom + 20, title, fills("muted"), font_size=13, text_anchor="start")
    return bracket(left, grid.y - 4, grid.right + SMALL_BRACKET, grid.bottom + 4) + words


def small_cell(scene: Scene) -> float:
    """Width of a cell: wide enough for the longest number after the step."""
    step = scene.learning_step
    texts = [text for name, _ in STEP_NAMES for text in written(getattr(step, name))]
    return max(SMALL_CELL, text_width("0" * longest(texts), SMALLEST) + 6)


def small_matrix(scene: Scene, name: str, title: str, x: float, y: float, steps: Steps) -> str:
    """One layer's matrix after the step, with its numbers; only tied copies have a hue."""
    values = getattr(scene.learning_step, name)
    grid = Grid(scene.outputs, scene.inputs, x, y, steps.cell, steps.row, 12.5, digits=True)
    tied = name == "convolutional"
    mask = scene.connected
    rows, columns = np.nonzero(mask if name != "dense" else np.ones_like(mask))
    xs, ys = grid.centres(rows, columns)
    texts = written(values[rows, columns])
    size = fitting_size(texts, steps.cell - 6, 12.5)
    if tied:
        cells = "".join(
            tag("path", d=cell_path(scene, grid, ties), paint=cell_paint(TAPS[scene.hue(weight)], True, False))
            for weight, ties in scene.section.by_weight
        )
        digits = coloured_digits(scene, grid, values, size)
    else:
        cells = tag("path", d=grid.cells(rows, columns), paint=Paint("neutral", "outline", 1))
        digits = group(labels(xs.tolist(), ys.tolist(), texts), font_size=size, class_="n")
    empty = grid.absent(*np.nonzero(mask == 0)) if name != "dense" else ""
    return cells + digits + empty + framed(grid, title)


def coloured_digits(scene: Scene, grid: Grid, values: Points, size: float) -> str:
    """The numbers of tied cells, each in the colour that stands out on its weight's fill; shared cells add up."""
    rows, columns = np.nonzero(scene.connected)
    texts = dict(zip(zip(rows.tolist(), columns.tolist(), strict=True), written(values[rows, columns]), strict=True))
    parts = []
    for weight, ties in scene.section.by_weight:
        at = list(zip(scene.section.ties.output[ties].tolist(), scene.section.ties.input[ties].tolist(), strict=True))
        owned = [cell for cell in at if cell in texts]
        x, y = grid.centres(
            np.array([r for r, _ in owned], dtype=np.int64), np.array([c for _, c in owned], dtype=np.int64)
        )
        digits = labels(x.tolist(), y.tolist(), [texts.pop(cell) for cell in owned])
        parts.append(group(digits, paint=fills(digit_colour(TAPS[scene.hue(weight)])), font_size=size, class_="n"))
    return "".join(parts)
