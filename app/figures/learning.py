"""One learning step of `gradients`: the matrices of the dense, the locally connected and this layer after it."""

import numpy as np

from app.figures.cells import cell_path
from app.figures.grid import MARKER, Grid, bracket, cell_paint
from app.figures.layout import fitting_size, longest, text_width
from app.figures.numbers import written
from app.figures.palette import TAPS, Paint, digit_colour, fills
from app.figures.scene import Scene
from app.figures.svg import SMALLEST, Points, group, label, labels, tag

SMALL_CELL, SMALL_ROW, SMALL_BRACKET = 34.0, 26.0, 6.0
SMALL_GAP = 12
MOST_SMALL_ROWS = 12
STEP_NAMES = (
    ("dense", "Dense: zeros fill"),
    ("locally_connected", "Local: copies drift"),
    ("convolutional", "Conv: copies stay equal"),
)


def learning_steps(scene: Scene, y: float, width: float, room: float) -> tuple[str, float, float]:
    """The matrices of the three layers after one step: markup, height and width; none where they are large."""
    rows, columns = scene.matrix.shape
    # large matrices are passed over before all their numbers are written to see how long they are
    if rows > MOST_SMALL_ROWS or columns * SMALL_CELL > room:
        return "", 0, width
    cell = small_cell(scene)
    each = columns * cell + 2 * SMALL_BRACKET
    beside = MARKER + 3 * each + 2 * SMALL_GAP <= room
    if each > room:
        return "", 0, width
    height = rows * SMALL_ROW + 44
    total = max(width, MARKER + 3 * each + 2 * SMALL_GAP) if beside else max(width, each + MARKER)
    space = min((total - 3 * each - MARKER) / 2, 64) + each if beside else 0
    drawn = ""
    for place, (name, title) in enumerate(STEP_NAMES):
        x, top = MARKER + place * space, y + (0 if beside else place * height)
        drawn += small_matrix(scene, name, title, x + SMALL_BRACKET, top, cell)
    return drawn, height * (1 if beside else 3), total


def small_cell(scene: Scene) -> float:
    """Width of a cell: wide enough for the longest number after the step."""
    step = scene.learning_step
    texts = [text for name, _ in STEP_NAMES for text in written(getattr(step, name))]
    return max(SMALL_CELL, text_width("0" * longest(texts), SMALLEST) + 6)


def small_matrix(scene: Scene, name: str, title: str, x: float, y: float, cell: float) -> str:
    """One layer's matrix after the step; only tied copies have a hue."""
    values = getattr(scene.learning_step, name)
    grid = Grid(scene.outputs, scene.inputs, x, y, cell, SMALL_ROW, 12.5, digits=True)
    tied = name == "convolutional"
    mask = scene.connected
    rows, columns = np.nonzero(mask if name != "dense" else np.ones_like(mask))
    xs, ys = grid.centres(rows, columns)
    texts = written(values[rows, columns])
    size = fitting_size(texts, cell - 6, 12.5)
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
    words = label(x - SMALL_BRACKET + 2, grid.bottom + 20, title, fills("muted"), font_size=13, text_anchor="start")
    return (
        cells + digits + empty + bracket(x - SMALL_BRACKET, y - 4, grid.right + SMALL_BRACKET, grid.bottom + 4) + words
    )


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
