"""What is drawn of T besides its own rows and columns: rows that trimming leaves out, and columns of padding."""

from dataclasses import replace

import numpy as np

from app.convolution import factor
from app.convolution.arrays import Integers
from app.figures.board import Board
from app.figures.grid import Grid
from app.figures.measures import BRACKET
from app.figures.numbers import written
from app.figures.padded import Padded
from app.figures.palette import draws, fills
from app.figures.svg import Points, box, copies, formula, group, label, labels, tag


def dashed_cells(grid: Grid, x: Points, y: Points, texts: list[str]) -> str:
    """Cells that are no part of T: a dashed outline and muted digits."""
    inset = max(grid.inset, 1)
    shape = box(grid.width - 2 * inset, grid.height - 2 * inset)
    cells = tag("path", d=copies(x + inset, y + inset, shape), paint=draws("outline", 1), stroke_dasharray="3 3")
    digits = labels((x + grid.width / 2).tolist(), (y + grid.height / 2).tolist(), texts)
    return cells + group(digits, paint=fills("muted"), font_size=grid.size, class_="n")


def left_out(board: Board) -> str:
    """The rows of full padding that the layer does not have, with their outputs and the names of their paddings."""
    trim, grid = board.trim, board.grid
    if trim is None:
        return ""
    lines, ties = trim.rows, trim.matrix.ties
    chosen = np.isin(ties.output, lines)
    rows, columns, weights = ties.output[chosen], ties.input[chosen], ties.weight[chosen]
    x, y = grid.left(columns), grid.y + rows * grid.height
    texts = [board.scene.weight_texts[weight] for weight in weights.tolist()]
    names = [
        label(board.names_x + 8, line_middle(grid, line), trim.name(line), text_anchor="start")
        for line in lines.tolist()
    ]
    return (
        dashed_cells(grid, x, y, texts)
        + zeros(board, lines)
        + muted_outputs(board)
        + group(*names, paint=fills("muted"), font_size=13)
    )


def line_middle(grid: Grid, line: int) -> float:
    """The middle of a line."""
    return grid.y + (line + 0.5) * grid.height


def zeros(board: Board, lines: Integers) -> str:
    """The structural zeros of the rows that are left out."""
    trim, grid = board.trim, board.grid
    if trim is None:
        return ""
    rows, columns = np.nonzero(trim.matrix.mask()[lines] == 0)
    every_line = replace(grid, places=())
    return every_line.absent(lines[rows], columns)


def muted_outputs(board: Board) -> str:
    """What full padding gives on the rows that are left out, muted between the outputs."""
    trim, grid = board.trim, board.grid
    if trim is None or not board.has_vectors:
        return ""
    left, width = board.vector_places[1], board.widths[1]
    lines = trim.rows.tolist()
    texts = written(trim.outputs[trim.rows])
    ys = [line_middle(grid, line) for line in lines]
    digits = labels([left + width / 2] * len(lines), ys, texts)
    return group(digits, paint=fills("muted"), font_size=min(grid.size, 15), class_="n")


def padding_columns(board: Board) -> str:
    """Before and after the brackets a dashed column for each entry of the padding, with the taps that lie on it."""
    before, after = board.outside
    if board.padded is not None:
        return columns_among(board, board.padded)
    if not before and not after:
        return ""
    scene, grid = board.scene, board.grid
    size = scene.axis.input_size
    padded = factor(scene.layer, scene.input.shape).valid.ties
    outside = (padded.input < before) | (padded.input >= before + size)
    rows, places, weights = padded.output[outside], padded.input[outside], padded.weight[outside]
    x, y = column_left(board, places), grid.y + grid.lines(rows) * grid.height
    texts = [scene.weight_texts[weight] for weight in weights.tolist()]
    return dashed_cells(grid, x, y, texts) + padding_heads(board)


def columns_among(board: Board, padded: Padded) -> str:
    """Between the columns of T those of the padding, with the taps that lie on it, dashed."""
    grid = board.grid
    rows, places, weights = padded.taps
    texts = [board.scene.weight_texts[weight] for weight in weights.tolist()]
    return dashed_cells(grid, grid.x + places * grid.width, grid.top(rows), texts)


def column_left(board: Board, places: Integers) -> Points:
    """The left edge of the columns of some places of the padded input that lie outside the brackets."""
    grid, (before, _) = board.grid, board.outside
    size = board.scene.axis.input_size
    left: Points = grid.x - BRACKET - 4 - (before - places) * grid.width
    right = grid.right + BRACKET + 4 + (places - before - size) * grid.width
    return np.where(places < before, left, right)


def padding_heads(board: Board) -> str:
    """Above each column of padding the 0 that stands there, or the input it is a copy of."""
    axis, grid = board.scene.axis, board.grid
    places = np.array(
        [*range(axis.before), *range(axis.before + axis.input_size, axis.before + axis.input_size + axis.after)]
    )
    x = column_left(board, places) + grid.width / 2
    sources = axis.sources(places - axis.before).tolist()
    heads = [
        formula(a, grid.y - 18, "0" if source < 0 else f"=~x_{source}", 13, font_style="italic" if source < 0 else None)
        for a, source in zip(x.tolist(), sources, strict=True)
    ]
    return group(*heads, paint=fills("muted"))
