"""`matrix`: T × x = z → f → a. Each row is the kernel one place further; a dot is no connection."""

import numpy as np

from app.figures.band import band
from app.figures.bare import drawn_bare
from app.figures.blocks import block_names, rules
from app.figures.board import HEADS, Board, frames
from app.figures.cells import threads, weight_cells, weight_digits
from app.figures.grid import Grid, arrow, bracket, vector
from app.figures.layout import fitting_size, noted, picture, said
from app.figures.left_out import left_out, padding_columns
from app.figures.measures import (
    BIAS_DIGITS,
    BRACKET,
    MARKER,
    MOST_COLUMNS,
    MOST_IN_BLOCKS,
    MOST_ROWS,
    Beside,
    forward,
    shown_with_digits,
    with_room,
)
from app.figures.numbers import count, plural
from app.figures.padded import MOST_COLUMNS as MOST_PADDED
from app.figures.padded import find_padded, padded_columns
from app.figures.palette import DIMMED, TAPS, Paint, draws, fills
from app.figures.scene import Scene
from app.figures.svg import formula, group, label, labels, number, piece, tag
from app.figures.trim import Trim, find_trim, why_not

LEAST_WIDTH = 420
"""Width of the figure where the matrix stands without numbers, for its captions."""


def lay_out(scene: Scene, narrow: bool) -> Board:
    """Where T, x, z and a stand."""
    if not shown_with_digits(scene):
        return Board(scene, narrow, Beside(), [], LEAST_WIDTH)
    padded = None if narrow else find_padded(scene)
    # T is multiplied by x, not by the padded input
    texts = scene.cell_texts
    beside = Beside() if padded else with_room(scene, forward(scene), texts)
    return Board(scene, narrow, beside, texts, 0, shown_trim(scene), shown_padding(scene), padded)


def shown_trim(scene: Scene) -> Trim | None:
    """The rows of full padding, where they are asked for, exist, and have room."""
    if "trimmed" not in scene.show or why_not(scene.layer, scene.input) is not None:
        return None
    trim = find_trim(scene.layer, scene.input)
    return trim if trim.rows.size and trim.plan.outputs <= (MOST_ROWS if scene.plain else MOST_IN_BLOCKS) else None


def shown_padding(scene: Scene) -> tuple[int, int]:
    """How many columns of padding stand before and after the brackets, where they are asked for and have room."""
    if "padding" not in scene.show or not scene.plain:
        return 0, 0
    axis = scene.axis
    fits = axis.before + axis.input_size + axis.after <= MOST_COLUMNS
    return (axis.before, axis.after) if fits else (0, 0)


def draw(scene: Scene, narrow: bool = False) -> str:
    """The figure as SVG text; `narrow` is for a phone."""
    bare = not narrow and not shown_with_digits(scene)
    return (bare and drawn_bare("matrix", scene, without_digits)) or drawn(scene, narrow)


def without_digits(scene: Scene) -> str:
    """The figure of a scene whose numbers are all 0; nothing where these have room, as longer ones have not."""
    return "" if shown_with_digits(scene) else drawn(scene, narrow=False)


def drawn(scene: Scene, narrow: bool) -> str:
    """The cells with what stands beside them."""
    board = lay_out(scene, narrow)
    notes = noted(captions(scene, board.grid), board.width - MARKER)
    top = board.names_y + 16 if board.grid.digits else board.grid.bottom + 44
    whole, height = ("", 0.0) if scene.section.whole else band(scene, board.left, top + 8)
    top += height
    return picture(
        "matrix-narrow" if narrow else "matrix",
        board.width,
        top + 20 * len(notes),
        "The layer as a matrix multiplication",
        description(scene),
        group(*base(board), data_base="", opacity=DIMMED if scene.highlight is not None else None),
        threads(scene, board.grid, prefix(narrow)),
        frames(board),
        whole,
        said(notes, MARKER, top + 10),
    )


def prefix(narrow: bool) -> str:
    """What the names inside the figure start with; both widths may stand on one page."""
    return "matn" if narrow else "mat"


def description(scene: Scene) -> str:
    """One sentence for those who do not see the figure."""
    rows, columns = scene.matrix.shape
    return (
        f"T has {count(rows)} rows, {count(columns)} columns, {count(scene.matrix.nonzeros)} cells with a weight and "
        f"{count(rows * columns - scene.matrix.nonzeros)} structural zeros. Its structure: {scene.matrix.structure}."
    )


def base(board: Board) -> list[str]:
    """Everything that a highlight dims: cells, digits, dots, brackets, vectors and names."""
    scene, grid = board.scene, board.grid
    return [
        piece(
            column_heads(board),
            left_out(board),
            padding_columns(board),
            absent_cells(scene, grid),
            weight_cells(scene, grid, prefix(board.narrow)),
            weight_digits(scene, grid, prefix(board.narrow), scene.weight_texts) if grid.digits else "",
            filter_rules(scene, grid) if scene.plain else rules(scene, grid),
            bracket(grid.x - BRACKET, grid.y - 5, grid.right + BRACKET, grid.bottom + 5),
        ),
        vectors(board) if board.has_vectors else "",
        names(board),
    ]


def column_heads(board: Board) -> str:
    """x₀, x₁, … above the columns."""
    grid = board.grid
    if not board.scene.plain:
        return block_names(board.scene, grid)
    if not grid.digits:
        return ""
    xs, _ = grid.centres(np.zeros(grid.columns, dtype=np.int64), np.arange(grid.columns))
    heads = [formula(x, grid.y - HEADS, f"x_{i}", 14) for i, x in enumerate(xs.tolist())]
    return group(*heads, paint=fills("muted"))


def absent_cells(scene: Scene, grid: Grid) -> str:
    """Structural zeros as dots, or as the neutral zeros of a dense layer."""
    if not grid.digits and not scene.dense:
        return ""
    rows, columns = np.nonzero(scene.connected == 0)
    if not scene.dense:
        return grid.absent(rows, columns)
    if not grid.digits:
        return tag(
            "path",
            d=f"M{number(grid.x)} {number(grid.y)}H{number(grid.right)}V{number(grid.bottom)}H{number(grid.x)}z",
            paint=fills("neutral"),
            data_absent="",
        )
    x, y = grid.centres(rows, columns)
    zeros = group(labels(x.tolist(), y.tolist(), ["0"] * rows.size), font_size=grid.size, class_="n")
    cells = tag("path", d=grid.cells(rows, columns), paint=Paint("neutral", "outline", 1))
    return group(cells, zeros, data_absent="") if rows.size else ""


def filter_rules(scene: Scene, grid: Grid) -> str:
    """A rule between the rows of one filter and the next."""
    per_filter = grid.rows // scene.filters
    rules = "".join(
        f"M{number(grid.x - 4)} {number(grid.y + channel * per_filter * grid.height)}H{number(grid.right + 4)}"
        for channel in range(1, scene.filters)
    )
    return tag("path", d=rules, paint=draws("ink", 1)) if rules else ""


def vectors(board: Board) -> str:
    """× x + b = z → f → a, each centred on the middle of T."""
    scene, grid = board.scene, board.grid
    x_width, z_width, a_width = board.widths
    x_left, z_left, a_left = board.vector_places
    x_height = board.input_height
    x_top = board.middle - grid.columns * x_height / 2
    gap, _, before_a = board.gaps
    signs = group(
        label(x_left - gap / 2, board.middle, "×"),
        label(z_left - gap / 2, board.middle, "="),
        font_size=board.measures.sign,
        paint=fills("muted"),
    )
    return (
        vector(scene.input_texts, x_left, x_width, x_top, x_height, data_inputs=0)
        + biases(board)
        + spread_vector(board, scene.pre_activation_texts, z_left, z_width)
        + spread_vector(board, scene.activation_texts, a_left, a_width)
        + signs
        + arrow(a_left - before_a + 3, a_left - 3, board.middle)
        + formula(a_left - before_a / 2 - 1, board.middle - 13, "f", board.measures.function)
    )


def biases(board: Board) -> str:
    """+ b: one number for each filter, at the middle of its rows."""
    texts, grid = board.beside.biases, board.grid
    if not texts:
        return ""
    width, gap = board.beside.bias_width(board.measures), board.gaps[0]
    right = board.vector_places[1] - gap
    height = grid.rows * grid.height / len(texts)
    size = fitting_size(texts, width, BIAS_DIGITS)
    numbers = [label(right - width / 2, grid.y + (channel + 0.5) * height, text) for channel, text in enumerate(texts)]
    plus = label(right - width - gap * 0.4, board.middle, "+", fills("muted"), font_size=board.measures.sign)
    return plus + group(*numbers, font_size=size, class_="n", data_bias=0)


def spread_vector(board: Board, texts: list[str], left: float, width: float) -> str:
    """A vector as long as T has rows, each entry on the line of its row."""
    grid, step = board.grid, board.scene.step
    return vector(texts, left, width, grid.y, grid.height, bold=step, places=grid.places, lines=grid.rows)


def names(board: Board) -> str:
    """The names on one base line under the brackets."""
    scene, grid = board.scene, board.grid
    shape = f"{count(scene.outputs)} × {count(scene.inputs)}"
    y = board.names_y
    middle = (grid.x + grid.right) / 2
    matrix = formula(middle - 16, y, "T", 18) + label(
        middle - 4, y + 1, shape, fills("muted"), font_size=13, text_anchor="start"
    )
    if not board.has_vectors:
        return matrix
    places = zip(("x", "z", "a"), board.vector_places, board.widths, strict=True)
    bias = board.vector_places[1] - board.gaps[0] - board.beside.bias_width(board.measures) / 2
    return (
        matrix
        + "".join(formula(left + width / 2, y, name, 18) for name, left, width in places)
        + (formula(bias, y, "b", 18) if board.beside.biases else "")
    )


def captions(scene: Scene, grid: Grid) -> list[str]:
    """What is left out of the picture, in words."""
    notes = show_notes(scene)
    if not scene.section.whole:
        return [*notes, *section_notes(scene)]
    if not grid.digits:
        cells = scene.outputs * scene.inputs
        notes.append(
            f"All {count(cells)} cells to scale; numbers and vectors are left out here and stand in the tables."
        )
    return [*notes, *colour_notes(scene)]


def show_notes(scene: Scene) -> list[str]:
    """What is said of the rows and columns that are shown besides those of T, or why they are not."""
    notes = []
    if "trimmed" in scene.show:
        reason = why_not(scene.layer, scene.input)
        if reason is not None:
            notes.append(f"No trimmed rows: {reason}.")
        elif shown_trim(scene):
            notes.append("Dashed: the rows of full padding that this padding leaves out.")
        elif scene.outputs == find_trim(scene.layer, scene.input).plan.outputs:
            notes.append("No trimmed rows: these are all rows of full padding.")
        else:
            notes.append("The rows that are left out have no room here: use a shorter input.")
    if "padding" in scene.show:
        notes.append(padding_note(scene))
    return notes


def padding_note(scene: Scene) -> str:
    """What is said of the columns of the padding, or why they are not drawn."""
    copied = any(axis.padding_mode != "zeros" for axis in scene.plan.axes)
    said = "their weights stand in the columns they copy" if copied else "no part of T"
    if not scene.padded:
        return "There is no padding here."
    if sum(shown_padding(scene)):
        return f"Dashed columns outside the brackets: taps on padding, {said}."
    columns = padded_columns(scene)
    if find_padded(scene) is not None:
        return f"All {count(columns)} entries of the padded input have a column; dashed: taps on padding, {said}."
    most = MOST_COLUMNS if scene.plain else MOST_PADDED
    return f"With the padding there are {count(columns)} columns: up to {most} have room here."


def colour_notes(scene: Scene) -> list[str]:
    """How colours are shared where there are more weights than colours."""
    if not scene.tied or scene.layer.weight.size <= len(TAPS):
        return []
    if scene.by_row:
        return ["Colours go by kernel row, the small number is the tap’s column; select a weight to see its copies."]
    if scene.kernel_size <= len(TAPS):
        return ["Colours go by tap; a weight has its copies in one block of channels. Select one to see them."]
    return ["Ten colours come round again: weights ten places apart look alike; select one to see its copies."]


def section_notes(scene: Scene) -> list[str]:
    """What is drawn of a matrix that is too large to draw whole, and what is not."""
    section, ties = scene.section, scene.ties
    where = f"row {scene.position // len(section.rows)} of z" if scene.planar else "all of z"
    of_filter = f" in filter {scene.filter}" if scene.filters > 1 else ""
    of_channel = f" of channel {scene.channel}" if scene.plan.in_channels > 1 else ""
    rows, columns = section.shape
    pairs = scene.filters * scene.plan.group_inputs
    notes = [
        f"Drawn above: {where}{of_filter}, {plural(rows, 'row')}, on the {plural(columns, 'column')}{of_channel} "
        f"that it reads; {count(len(section.ties))} of {count(len(ties))} connections. "
        "Below, all of T: where it can be non-zero.",
    ]
    if pairs > 1:
        notes.append(
            f"One of {count(pairs)} pairs of filter and channel; the others look alike, with weights of their own."
        )
    notes += scene.highlight_unseen
    return [*notes, "The view follows the step; all numbers are in the JSON answer.", *colour_notes(scene)]
