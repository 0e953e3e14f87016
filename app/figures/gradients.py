"""`gradients`: the backward pass. Each tie holds x·δ, each weight their sum; then one learning step."""

import numpy as np

from app.figures.board import HEADS, NO_VECTORS, Board, frames
from app.figures.cells import threads, weight_cells, weight_digits
from app.figures.grid import (
    BESIDE_WIDTH,
    BRACKET,
    MARKER,
    PHONE_WIDTH,
    arrow,
    bracket,
    caption_line,
    shown_with_digits,
    vector,
)
from app.figures.layout import FULL_WIDTH, picture, text_width
from app.figures.learning import learning_steps
from app.figures.matrix import filter_rules
from app.figures.numbers import count, written
from app.figures.palette import DIMMED, Paint, draws, fills
from app.figures.scene import Scene
from app.figures.sums import LINE, MOST_LINES, shown_biases, sums
from app.figures.svg import Points, formula, group, label, labels, lines, tag


def lay_out(scene: Scene, narrow: bool) -> Board:
    """Where ∂T, Tᵀδ, δ and the upstream gradient stand; the cells hold x·δ of each tie."""
    least = PHONE_WIDTH if narrow else BESIDE_WIDTH  # which the sums need
    if not shown_with_digits(scene):
        return Board(scene, narrow, NO_VECTORS, [], least)
    vectors = scene.input_gradient_texts, scene.delta_texts, scene.upstream_texts
    contributions = scene.input.ravel()[scene.ties.input] * scene.delta.ravel()[scene.ties.output]
    return Board(scene, narrow, vectors, written(contributions), least)


def prefix(board: Board) -> str:
    """What the names inside the figure start with; both widths may stand on one page."""
    return "gran" if board.narrow else "gra"


def draw(scene: Scene, theme: str | None = None, narrow: bool = False) -> str:
    """The figure as SVG text; `theme` makes it a picture that stands alone, `narrow` one for a phone."""
    board = lay_out(scene, narrow)
    sums_y = board.names_y + 38
    shown = min(scene.layer.weight.size, MOST_LINES) if scene.tied else 0
    steps_y = sums_y + 12 + LINE * (shown + shown_biases(scene)) + 24
    steps, steps_height, width = learning_steps(scene, steps_y, board.width, PHONE_WIDTH if narrow else FULL_WIDTH)
    notes = captions(scene, bool(steps))
    bottom = steps_y + steps_height
    words = [caption_line(MARKER, bottom + 14 + 20 * line, note) for line, note in enumerate(notes)]
    return picture(
        "gradients-narrow" if narrow else "gradients",
        max(board.width, width),
        bottom + 20 * len(notes) + (8 if notes else 0),
        "The backward pass",
        description(scene),
        group(*base(board), data_base="", opacity=DIMMED if scene.highlight is not None else None),
        threads(scene, board.grid, prefix(board)),
        frames(board),
        sums(scene, sums_y, shown, narrow),
        steps,
        *words,
        theme=theme,
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
        filter_rules(scene, grid),
        bracket(grid.x - BRACKET, grid.y - 5, grid.right + BRACKET, grid.bottom + 5),
        vectors(board) if grid.digits else "",
        names(board),
    ]


def column_heads(board: Board) -> str:
    """The input's values above the columns, with their names where there is room."""
    grid, texts = board.grid, board.scene.input_texts
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
    texts = written(scene.input.ravel()[columns] * scene.delta.ravel()[rows])
    size = min(grid.size, 15)
    if scene.dense:
        cells = tag("path", d=grid.cells(rows, columns), paint=Paint("neutral", "outline", 1))
        return cells + group(labels(x.tolist(), y.tolist(), texts), font_size=size, class_="n")
    digits = group(labels(x.tolist(), y.tolist(), texts), paint=fills("muted"), font_size=size, class_="n")
    return digits + strokes(x, y)


def strokes(x: Points, y: Points) -> str:
    """A slanting stroke through each point."""
    return tag("path", d=lines(x - 10, y + 7, x + 10, y - 7), paint=draws("muted", 1.25))


def vectors(board: Board) -> str:
    """Tᵀδ ← δ ← the upstream gradient, each centred on the middle of ∂T."""
    scene, grid = board.scene, board.grid
    left, delta_left, up_left = board.vector_places
    first, middle, last = board.widths
    top = board.middle - grid.columns * grid.height / 2
    return (
        vector(scene.input_gradient_texts, left, first, top, grid.height)
        + vector(scene.delta_texts, delta_left, middle, grid.y, grid.height, bold=scene.step)
        + vector(scene.upstream_texts, up_left, last, grid.y, grid.height, bold=scene.step)
        + arrow(delta_left - 3, left + first + 3, board.middle)
        + formula((delta_left + left + first) / 2, board.middle - 14, "T^T", 17)
        + arrow(up_left - 3, delta_left + middle + 3, board.middle)
        + formula((up_left + delta_left + middle) / 2, board.middle - 14, "f′", 17)
    )


def names(board: Board) -> str:
    """The names on one base line under the brackets."""
    scene, grid, y = board.scene, board.grid, board.names_y
    shape = f"{count(scene.outputs)} × {count(scene.axis.input_size)}"
    middle = (grid.x + grid.right) / 2
    matrix = formula(middle - 18, y, "∂T", 18) + label(
        middle, y + 1, shape, fills("muted"), font_size=13, text_anchor="start"
    )
    if not grid.digits:
        return matrix
    left, delta, up = board.vector_places
    first, second, third = board.widths
    upstream = label(min(up + third / 2, board.width - 30), y, "upstream", fills("muted"), font_size=13)
    return matrix + formula(left + first / 2, y, "T^T δ", 18) + formula(delta + second / 2, y, "δ", 18) + upstream


def captions(scene: Scene, steps_drawn: bool) -> list[str]:
    """What is left out of the picture, in words."""
    notes = []
    if scene.tied and scene.layer.weight.size > MOST_LINES:
        notes.append(f"The first {MOST_LINES} of {count(scene.layer.weight.size)} weights; all stand in the tables.")
    if not steps_drawn:
        notes.append("The three matrices after one step are too large to draw here; the JSON answer has them.")
    return notes
