"""`gradients`: the backward pass. Each tie holds x·δ, each weight their sum; then one learning step."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from app.figures.cells import threads, weight_cells, weight_digits
from app.figures.grid import (
    BESIDE_WIDTH,
    BRACKET,
    MARKER,
    PHONE_WIDTH,
    Grid,
    Measures,
    arrow,
    bracket,
    caption_line,
    matrix_grid,
    measures_for,
    others,
    shown_with_digits,
    vector,
    vector_width,
)
from app.figures.layout import FULL_WIDTH, picture, text_width
from app.figures.learning import learning_steps
from app.figures.matrix import HEADS, STENCIL_MIDDLE, filter_rules, marked_row
from app.figures.numbers import count, written
from app.figures.palette import DIMMED, Paint, draws, fills
from app.figures.scene import Scene
from app.figures.sums import LINE, MOST_LINES, shown_biases, sums
from app.figures.svg import Points, formula, group, label, labels, lines, tag, translate, translations


@dataclass(frozen=True)
class Board:
    """∂T with the vectors of the backward pass: where each stands."""

    scene: Scene
    narrow: bool = False

    @property
    def vectors(self) -> tuple[list[str], list[str], list[str]]:
        """The numbers of Tᵀδ, δ and the upstream gradient; none where the matrix stands without numbers."""
        scene = self.scene
        if not shown_with_digits(scene):
            return [], [], []
        return scene.input_gradient_texts, scene.delta_texts, scene.upstream_texts

    @cached_property
    def measures(self) -> Measures:
        """How generously everything is set."""
        return measures_for(self.scene, self.vectors, self.narrow)

    @property
    def prefix(self) -> str:
        """What the names inside the figure start with; both widths may stand on one page."""
        return "gran" if self.narrow else "gra"

    @property
    def gap(self) -> float:
        """Room for an arrow between two brackets."""
        return self.measures.gap

    @cached_property
    def tie_texts(self) -> list[str]:
        """x·δ of each tie, as written."""
        scene = self.scene
        return written(scene.input.ravel()[scene.ties.input] * scene.delta.ravel()[scene.ties.output])

    @cached_property
    def widths(self) -> list[float]:
        """Widths of Tᵀδ, δ and the upstream gradient."""
        return [vector_width(texts, self.measures) for texts in self.vectors]

    @cached_property
    def grid(self) -> Grid:
        """The cells of ∂T, its first row where that of T stands."""
        room = self.measures.room - others(self.vectors, self.measures)
        texts = self.tie_texts if shown_with_digits(self.scene) else []
        found = matrix_grid(self.scene, texts, MARKER + BRACKET, 0, room, self.measures)
        over = (found.columns - found.rows) * found.height / 2 + 6 if found.digits else 0
        first = STENCIL_MIDDLE - found.height / 2 if found.digits and not self.narrow else HEADS + 10
        return replace(found, y=max(first, over, HEADS + 10))

    @property
    def middle(self) -> float:
        """The height of the middle row."""
        return (self.grid.y + self.grid.bottom) / 2

    @property
    def names_y(self) -> float:
        """The base line of the names below the brackets."""
        if not self.grid.digits:
            return self.grid.bottom + 26
        return self.middle + max(self.grid.rows, self.grid.columns) * self.grid.height / 2 + 26

    @property
    def least(self) -> float:
        """The least width, which the sums need."""
        return PHONE_WIDTH if self.narrow else BESIDE_WIDTH

    @property
    def width(self) -> float:
        """Width of ∂T with its vectors."""
        if not self.grid.digits:
            return max(self.grid.right + BRACKET + 2, self.least)
        return max(self.grid.right + BRACKET + 3 * self.gap + sum(self.widths) + 2, self.least)


def draw(scene: Scene, theme: str | None = None, narrow: bool = False) -> str:
    """The figure as SVG text; `theme` makes it a picture that stands alone, `narrow` one for a phone."""
    board = Board(scene, narrow)
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
        threads(scene, board.grid, board.prefix),
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
        weight_cells(scene, grid, board.prefix),
        weight_digits(scene, grid, board.prefix, board.tie_texts, by_tie=True) if grid.digits else "",
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
    left, delta_left, up_left = vector_places(board)
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


def vector_places(board: Board) -> tuple[float, float, float]:
    """The left edges of the three vectors."""
    left = board.grid.right + BRACKET + board.gap
    delta = left + board.widths[0] + board.gap
    return left, delta, delta + board.widths[1] + board.gap


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
    left, delta, up = vector_places(board)
    first, second, third = board.widths
    upstream = label(min(up + third / 2, board.width - 30), y, "upstream", fills("muted"), font_size=13)
    return matrix + formula(left + first / 2, y, "T^T δ", 18) + formula(delta + second / 2, y, "δ", 18) + upstream


def frames(board: Board) -> str:
    """The frame of the step: its row with a mark at the left, and its entry of δ."""
    scene, grid = board.scene, board.grid
    moved = np.arange(scene.outputs) * grid.height
    entry = ""
    if grid.digits:
        left = vector_places(board)[1]
        entry = tag("rect", x=left + 6, y=grid.y, width=board.widths[1] - 12, height=grid.height, rx=2)
    return group(
        marked_row(grid, entry),
        transform=translate(0, float(moved[scene.step])),
        data_moves=translations(np.zeros_like(moved), moved),
    )


def captions(scene: Scene, steps_drawn: bool) -> list[str]:
    """What is left out of the picture, in words."""
    notes = []
    if scene.tied and scene.layer.weight.size > MOST_LINES:
        notes.append(f"The first {MOST_LINES} of {count(scene.layer.weight.size)} weights; all stand in the tables.")
    if not steps_drawn:
        notes.append("The three matrices after one step are too large to draw here; the JSON answer has them.")
    return notes
