"""`gradients`: the backward pass. Each tie holds x·δ, each weight their sum; then one learning step."""

import numpy as np

from app.figures import learning
from app.figures.blocks import block_names, rules
from app.figures.board import HEADS, Board, frames
from app.figures.cells import threads, weight_cells, weight_digits
from app.figures.grid import arrow, bracket, vector
from app.figures.layout import FULL_WIDTH, fitting_size, for_filter, noted, picture, said, text_width
from app.figures.matrix import filter_rules
from app.figures.measures import (
    BESIDE_WIDTH,
    BRACKET,
    MARKER,
    PHONE_WIDTH,
    Beside,
    backward,
    shown_with_digits,
    with_room,
)
from app.figures.numbers import count, plural, written
from app.figures.palette import DIMMED, Paint, draws, fills
from app.figures.plane import least_cell
from app.figures.scene import Scene
from app.figures.shading import shades
from app.figures.sums import MOST_LINES, find_sums, sums
from app.figures.svg import SMALLEST, Points, box, copies, formula, group, label, labels, lines, tag

GRIDS_ROOM = 420.0
"""The room for δ and Tᵀδ as grids, side by side."""

MOST_GRID_ROWS = 14


def lay_out(scene: Scene, narrow: bool) -> Board:
    """Where ∂T, Tᵀδ, δ and the upstream gradient stand; the cells hold x·δ of each tie."""
    least = PHONE_WIDTH if narrow else BESIDE_WIDTH  # which the sums need
    if not shown_with_digits(scene):
        return Board(scene, narrow, Beside(), [], least)
    beside = with_room(scene, backward(scene), scene.contribution_texts)
    return Board(scene, narrow, beside, scene.contribution_texts, least)


def prefix(board: Board) -> str:
    """What the names inside the figure start with; both widths may stand on one page."""
    return "gran" if board.narrow else "gra"


def draw(scene: Scene, narrow: bool = False) -> str:
    """The figure as SVG text; `narrow` is for a phone."""
    board = lay_out(scene, narrow)
    grids, grids_height = back_grids(scene, board.names_y + 34, board.left) if scene.planar else ("", 0.0)
    sums_y = board.names_y + 38 + grids_height
    found = find_sums(scene, board.width, narrow)
    steps_y = sums_y + found.height + 24
    steps = learning.lay_out(scene, steps_y, board.width, PHONE_WIDTH if narrow else FULL_WIDTH)
    notes = noted(captions(scene, steps), steps.width - MARKER)
    bottom = steps_y + steps.height
    return picture(
        "gradients-narrow" if narrow else "gradients",
        steps.width,
        bottom + 20 * len(notes) + (8 if notes else 0),
        "The backward pass",
        description(scene),
        group(*base(board), data_base="", opacity=DIMMED if scene.highlight is not None else None),
        threads(scene, board.grid, prefix(board), by_tie=True),
        frames(board),
        grids,
        sums(found, sums_y),
        learning.learning_steps(scene, steps),
        said(notes, MARKER, bottom + 14),
    )


def description(scene: Scene) -> str:
    """One sentence for those who do not see the figure."""
    weights = ", ".join(written(scene.gradients.weight)[:MOST_LINES])
    return f"Each weight receives the sum over its connections: {weights}. A cell without a connection learns nothing."


def base(board: Board) -> list[str]:
    """Everything that a highlight dims: cells, digits, brackets, vectors and names."""
    scene, grid = board.scene, board.grid
    return [
        column_heads(board),
        unlearned(board),
        weight_cells(scene, grid, prefix(board)),
        weight_digits(scene, grid, prefix(board), board.cell_texts, by_tie=True) if grid.digits else "",
        filter_rules(scene, grid) if scene.plain else rules(scene, grid),
        bracket(grid.x - BRACKET, grid.y - 5, grid.right + BRACKET, grid.bottom + 5),
        vectors(board) if board.has_vectors else "",
        names(board),
    ]


def column_heads(board: Board) -> str:
    """The input's values above the columns, with their names where there is room."""
    grid, texts = board.grid, board.scene.input_texts
    if not board.scene.plain:
        return block_names(board.scene, grid)
    if not grid.digits:
        return ""
    xs, _ = grid.centres(np.zeros(grid.columns, dtype=np.int64), np.arange(grid.columns))
    named = max(text_width(f"x{i}={text}", 13) for i, text in enumerate(texts)) + 6 <= grid.width
    heads = [
        formula(x, grid.y - HEADS, f"x_{i} ~=~{text}" if named else text, 13)
        for i, (x, text) in enumerate(zip(xs.tolist(), texts, strict=True))
    ]
    return group(*heads, paint=fills("muted"))


def unlearned(board: Board) -> str:
    """What a dense layer learns where there is no connection: crossed out, unless that layer is shown."""
    scene, grid = board.scene, board.grid
    if not grid.digits:
        return ""
    rows, columns = np.nonzero(scene.connected == 0)
    if not rows.size:
        return ""
    x, y = grid.centres(rows, columns)
    inputs = scene.input.ravel()[scene.section.columns[columns]]
    texts = written(inputs * scene.delta.ravel()[rows + scene.steps.start])
    size = min(grid.size, 15)
    if scene.dense:
        cells = tag("path", d=grid.cells(rows, columns), paint=Paint("neutral", "outline", 1))
        return cells + group(labels(x.tolist(), y.tolist(), texts), font_size=size, class_="n")
    digits = group(labels(x.tolist(), y.tolist(), texts), paint=fills("muted"), font_size=size, class_="n")
    return digits + strokes(x, y, grid.width)


def strokes(x: Points, y: Points, width: float) -> str:
    """A slanting stroke through each point, within cells of this width."""
    reach, rise = (10.0, 7.0) if width >= 24 else (width * 0.36, 5.0)
    return tag(
        "path", d=lines(x - reach, y + rise, x + reach, y - rise), paint=draws("muted", 1.25 if reach == 10 else 1)
    )


def vectors(board: Board) -> str:
    """Tᵀδ ← δ ← the upstream gradient, each centred on the middle of ∂T."""
    scene, grid = board.scene, board.grid
    left, delta_left, up_left = board.vector_places
    first, middle, last = board.widths
    height = board.input_height
    top = board.middle - grid.columns * height / 2
    return (
        vector(scene.input_gradient_texts, left, first, top, height)
        + vector(scene.delta_texts, delta_left, middle, grid.y, grid.height, bold=scene.step)
        + vector(scene.upstream_texts, up_left, last, grid.y, grid.height, bold=scene.step, data_upstream=0)
        + arrow(delta_left - 3, left + first + 3, board.middle)
        + formula((delta_left + left + first) / 2, board.middle - 14, "T^T", board.measures.function)
        + arrow(up_left - 3, delta_left + middle + 3, board.middle)
        + formula((up_left + delta_left + middle) / 2, board.middle - 14, "f′", board.measures.function)
    )


def names(board: Board) -> str:
    """The names on one base line under the brackets."""
    scene, grid, y = board.scene, board.grid, board.names_y
    shape = f"{count(scene.outputs)} × {count(scene.inputs)}"
    middle = (grid.x + grid.right) / 2
    matrix = formula(middle - 18, y, "∂T", 18) + label(
        middle, y + 1, shape, fills("muted"), font_size=13, text_anchor="start"
    )
    if not board.has_vectors:
        return matrix
    left, delta, up = board.vector_places
    first, second, third = board.widths
    size = 13 if up + third / 2 - delta - second / 2 >= 52 else SMALLEST
    middle_up = min(up + third / 2, board.width - 2.3 * size)
    upstream = label(middle_up, y, "upstream", fills("muted"), font_size=size)
    return matrix + formula(left + first / 2, y, "T^T δ", 18) + formula(delta + second / 2, y, "δ", 18) + upstream


def back_grids(scene: Scene, y: float, x: float) -> tuple[str, float]:
    """δ and Tᵀδ of one channel as grids, the shapes of the output and of the input; and their height."""
    rows, columns = scene.plan.axes
    shapes = ((rows.output_size, columns.output_size), (rows.input_size, columns.input_size))
    gradient = scene.gradients.input.reshape(scene.plan.in_channels, -1)[scene.channel]
    size = scene.plan.spatial_inputs
    texts = scene.input_gradient_texts[scene.channel * size : (scene.channel + 1) * size]
    name = f"T^T δ~of~channel~{scene.channel}" if scene.plan.in_channels > 1 else "T^T δ"
    pitch = max(least_cell([*scene.delta_texts, *texts]), 22.0)
    digits = pitch * (shapes[0][1] + shapes[1][1]) <= GRIDS_ROOM and max(shapes[0][0], shapes[1][0]) <= MOST_GRID_ROWS
    pitch = pitch if digits else min(GRIDS_ROOM / (shapes[0][1] + shapes[1][1]), 160 / max(rows.input_size, 1), 20)
    first = "".join(delta_grid(scene, channel, shapes[0], digits, x, y, pitch) for channel in scene.shown_filters)
    gap = shapes[0][1] * pitch + 56
    arrow_y = y + 14 + min(shapes[0][0], shapes[1][0]) * pitch / 2
    joined = arrow(x + gap - 46, x + gap - 8, arrow_y) + formula(x + gap - 27, arrow_y - 14, "T^T", 15)
    second = value_grid(name, shapes[1], gradient, texts if digits else None, x + gap, y, pitch)
    return first + joined + second, max(shapes[0][0], shapes[1][0]) * pitch + 44


def delta_grid(
    scene: Scene, channel: int, shape: tuple[int, int], digits: bool, x: float, y: float, pitch: float
) -> str:
    """δ of one filter, seen while the step is one of its outputs."""
    start = channel * scene.positions
    texts = scene.delta_texts[start : start + scene.positions] if digits else None
    name = f"δ~of~filter~{channel}" if scene.filters > 1 else "δ"
    return for_filter(scene, channel, value_grid(name, shape, scene.delta[channel], texts, x, y, pitch))


def value_grid(
    name: str, shape: tuple[int, int], values: Points, texts: list[str] | None, x: float, y: float, pitch: float
) -> str:
    """Numbers in a grid under a name, or shades where they have no room."""
    row, column = np.divmod(np.arange(shape[0] * shape[1]), shape[1])
    left, top = x + column * pitch, y + 14 + row * pitch
    title = formula(x, y, name, 16, text_anchor="start")
    if texts is None:
        frame = copies(left[:1], top[:1], box(shape[1] * pitch, shape[0] * pitch))
        return title + shades(values, left, top, pitch) + tag("path", d=frame, paint=draws("outline", 1))
    cells = tag("path", d=copies(left, top, box(pitch, pitch)), paint=draws("outline", 1))
    middle = left + pitch / 2, top + pitch / 2
    size = fitting_size(texts, pitch - 4, 14)
    return title + cells + group(labels(middle[0], middle[1], texts), font_size=size, class_="n")


def captions(scene: Scene, steps: learning.Steps) -> list[str]:
    """What is left out of the picture, in words."""
    notes = []
    if not scene.section.whole:
        notes.append(f"∂T is drawn in part: {plural(len(scene.section.rows), 'row')} round the step.")
        notes += scene.highlight_unseen
    if scene.tied and scene.layer.weight.size > MOST_LINES:
        notes.append(f"The first {MOST_LINES} of {count(scene.layer.weight.size)} weights; all stand in the tables.")
    if steps.shown == "nothing":
        shape = f"{count(scene.outputs)} × {count(scene.inputs)}"
        notes.append(f"The three matrices after one step ({shape}) are too large to draw; the JSON answer has them.")
    elif steps.shown == "shades":
        notes.append(
            "After one step: the more ink the further from 0. In the dense layer zeros fill, local copies differ "
            "from one another, tied copies are one colour, one number. The numbers are in the JSON answer."
        )
    return notes
