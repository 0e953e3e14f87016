"""`gradients`: the backward pass. Each tie holds x·δ, each weight their sum; then one learning step."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from app.figures.cells import cell_path, threads, weight_cells, weight_digits
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
    cell_paint,
    matrix_grid,
    measures_for,
    others,
    shown_with_digits,
    vector,
    vector_width,
)
from app.figures.layout import FULL_WIDTH, picture, text_width
from app.figures.matrix import HEADS, STENCIL_MIDDLE, filter_rules, marked_row
from app.figures.numbers import count, equality, one, product_equality, written
from app.figures.palette import DIMMED, Paint, digit_colour, draws, fills, tap_colour
from app.figures.scene import Scene
from app.figures.svg import Points, formula, group, label, labels, lines, tag, translate, translations

SUMS = MARKER + 56
"""Where the sums start, behind their chips."""

LINE = 32
"""Height of a weight's line of sums."""

MOST_LINES = 10
MOST_BIASES = 4
MOST_TERMS = 6
SMALL_CELL, SMALL_ROW, SMALL_BRACKET = 34.0, 26.0, 6.0
SMALL_GAP = 12
MOST_SMALL_ROWS = 12
STEP_NAMES = (
    ("dense", "Dense: zeros fill"),
    ("locally_connected", "Local: copies drift"),
    ("convolutional", "Conv: copies stay equal"),
)


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
    rows, columns = np.nonzero(scene.matrix.mask() == 0)
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
    upstream = label(up + third / 2, y, "upstream", fills("muted"), font_size=13)
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


def sums(scene: Scene, y: float, shown: int, narrow: bool) -> str:
    """One line a weight: the sum over its copies, and the weight after one step; untied copies have no sum."""
    if not scene.tied:
        return caption_line(
            MARKER, y, "Nothing is tied here: each connection keeps its own x·δ, and nothing is summed."
        )
    heads = group(
        label(SUMS, y, "sum over its copies", text_anchor="start"),
        label(
            step_column(scene, shown, narrow),
            y,
            f"after one step, rate {one(scene.learning_rate)}",
            text_anchor="start",
        ),
        paint=fills("muted"),
        font_size=13,
    )
    totals = written(scene.gradients.weight)
    weight_after = written(scene.layer.weight - scene.learning_rate * scene.gradients.weight)
    rows = [
        sum_line(
            scene,
            weight,
            totals[weight],
            weight_after[weight],
            y + 12 + LINE * (weight + 0.5),
            step_column(scene, shown, narrow),
        )
        for weight in range(shown)
    ]
    rows += [
        bias_line(scene, channel, y + 12 + LINE * (shown + channel + 0.5)) for channel in range(shown_biases(scene))
    ]
    return heads + group(*rows, font_size=16, class_="n")


def terms_of(scene: Scene, weight: int) -> list[str]:
    """x·δ of each copy of a weight, as written."""
    ties = scene.connections_by_weight[weight]
    return written(scene.input.ravel()[scene.ties.input[ties]] * scene.delta.ravel()[scene.ties.output[ties]])


def step_column(scene: Scene, shown: int, narrow: bool) -> float:
    """Where the second column of the sums starts: behind the longest sum."""
    totals = written(scene.gradients.weight)
    sums = [f"{written_sum(terms_of(scene, weight))} = {totals[weight]}" for weight in range(shown)]
    return SUMS + max(130.0 if narrow else 212.0, max(text_width(text, 15) for text in sums) + 24)


def sum_line(scene: Scene, weight: int, total: str, after: str, y: float, column: float) -> str:
    """`1 + 2 = 3` and `5 − 0.1·3 = 4.7`, behind the weight's chip."""
    terms = terms_of(scene, weight)
    colour = scene.colour(weight)
    text = scene.weight_texts[weight]
    wide = max(26.0, text_width(text, 13) + 8)
    chip = tag("rect", x=MARKER, y=y - 13, width=wide, height=26, rx=1.5, paint=cell_paint(colour, scene.tied, False))
    size = min(16, 22 / (0.56 * len(text)))
    digits = label(MARKER + 13, y, text, fills(digit_colour(colour) if scene.tied else "ink"), font_size=max(size, 9))
    rate = one(scene.learning_rate)
    sign = product_equality([(f"−{rate}" if rate[0] != "−" else rate[1:], total)], [text], after)
    return (
        group(chip, digits, data_weight=str(weight))
        + result_line(SUMS, y, f"{written_sum(terms)} {equality(terms, total)} ", total)
        + result_line(column, y, f"{text} − {rate}·{bracketed(total)} {sign} ", after)
    )


def shown_biases(scene: Scene) -> int:
    """How many biases have a line."""
    return 0 if scene.layer.bias is None or not scene.tied else min(scene.layer.filters, MOST_BIASES)


def bias_line(scene: Scene, channel: int, y: float) -> str:
    """The gradient of a filter's bias: the sum of its δ."""
    terms = written(scene.delta[channel])
    total = one(float(scene.gradients.bias[channel]))
    name = formula(MARKER + 13, y, "b" if scene.layer.filters == 1 else f"b_{channel}", 18)
    return name + result_line(SUMS, y, f"{written_sum(terms)} {equality(terms, total)} ", total)


def bracketed(text: str) -> str:
    """A number as a factor: in brackets when it has a minus."""
    return f"({text})" if text.startswith("−") else text


def written_sum(terms: list[str]) -> str:
    """Terms with plus signs between them, the middle of a long sum left out and counted."""
    if not terms:
        return "0"
    shown = [bracketed(term) if place else term for place, term in enumerate(terms)]
    if len(shown) > MOST_TERMS:
        return f"{' + '.join(shown[:2])} + … ({len(terms)} terms)"
    return " + ".join(shown)


def result_line(x: float, y: float, before: str, result: str) -> str:
    """A line of arithmetic with its result in bold."""
    return tag(
        "text",
        tag("tspan", before),
        tag("tspan", result, font_weight="600"),
        x=x,
        y=y,
        dy=".355em",
        text_anchor="start",
    )


def learning_steps(scene: Scene, y: float, width: float, room: float) -> tuple[str, float, float]:
    """The matrices of the three layers after one step: markup, height and width; none where they are large."""
    rows, columns = scene.matrix.shape
    each = columns * SMALL_CELL + 2 * SMALL_BRACKET
    beside = MARKER + 3 * each + 2 * SMALL_GAP <= room
    if rows > MOST_SMALL_ROWS or each > room:
        return "", 0, width
    height = rows * SMALL_ROW + 44
    total = max(width, MARKER + 3 * each + 2 * SMALL_GAP) if beside else max(width, each + MARKER)
    space = min((total - 3 * each - MARKER) / 2, 64) + each if beside else 0
    drawn = ""
    for place, (name, title) in enumerate(STEP_NAMES):
        x, top = MARKER + place * space, y + (0 if beside else place * height)
        drawn += small_matrix(scene, name, title, x + SMALL_BRACKET, top)
    return drawn, height * (1 if beside else 3), total


def small_matrix(scene: Scene, name: str, title: str, x: float, y: float) -> str:
    """One layer's matrix after the step; only tied copies have a hue."""
    values = getattr(scene.learning_step, name)
    grid = Grid(scene.outputs, scene.axis.input_size, x, y, SMALL_CELL, SMALL_ROW, 12.5, digits=True)
    tied = name == "convolutional"
    mask = scene.matrix.mask()
    rows, columns = np.nonzero(mask if name != "dense" else np.ones_like(mask))
    xs, ys = grid.centres(rows, columns)
    texts = written(values[rows, columns])
    size = min(12.5, (SMALL_CELL - 6) / (0.56 * max(map(len, texts), default=1)))
    if tied:
        cells = "".join(
            tag("path", d=cell_path(scene, grid, ties), paint=cell_paint(tap_colour(weight), True, False))
            for weight, ties in enumerate(scene.connections_by_weight)
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
    rows, columns = np.nonzero(scene.matrix.mask())
    texts = dict(zip(zip(rows.tolist(), columns.tolist(), strict=True), written(values[rows, columns]), strict=True))
    parts = []
    for weight, ties in enumerate(scene.connections_by_weight):
        at = list(zip(scene.ties.output[ties].tolist(), scene.ties.input[ties].tolist(), strict=True))
        owned = [cell for cell in at if cell in texts]
        x, y = grid.centres(
            np.array([r for r, _ in owned], dtype=np.int64), np.array([c for _, c in owned], dtype=np.int64)
        )
        digits = labels(x.tolist(), y.tolist(), [texts.pop(cell) for cell in owned])
        parts.append(group(digits, paint=fills(digit_colour(tap_colour(weight))), font_size=size, class_="n"))
    return "".join(parts)


def captions(scene: Scene, steps_drawn: bool) -> list[str]:
    """What is left out of the picture, in words."""
    notes = []
    if scene.tied and scene.layer.weight.size > MOST_LINES:
        notes.append(f"The first {MOST_LINES} of {count(scene.layer.weight.size)} weights; all stand in the tables.")
    if not steps_drawn:
        notes.append("The three matrices after one step are too large to draw here; the JSON answer has them.")
    return notes
