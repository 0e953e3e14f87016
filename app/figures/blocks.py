"""The blocks of a drawn matrix: rules between them and their names, `x row 0`, `z row 0`, `channel 0`, `filter 0`."""

import math
from dataclasses import dataclass

import numpy as np

from app.figures.grid import Grid
from app.figures.layout import LETTER_WIDTH
from app.figures.measures import BRACKET, MARKER
from app.figures.padded import padded_size
from app.figures.palette import draws, fills
from app.figures.scene import Scene
from app.figures.svg import formula, group, number, tag

NAME_SIZE = 13
HEAD_HEIGHT = 16
"""Height of a line of names above the matrix."""


@dataclass(frozen=True)
class Blocks:
    """Blocks along one side of the matrix: how many entries each has, and their names, long and short."""

    length: int
    names: list[tuple[str, str]]

    def starts(self) -> list[int]:
        """The entry at which each block starts."""
        return [place * self.length for place in range(len(self.names))]


def column_blocks(scene: Scene, columns_drawn: int = 0) -> list[Blocks]:
    """The blocks of columns from the finest on: the rows of x, and its channels where there are several."""
    columns = scene.section.columns
    if columns_drawn > len(columns):
        return padded_blocks(scene)
    levels = []
    if scene.planar:
        height, width = (axis.input_size for axis in scene.plan.axes)
        rows = (columns[::width] // width % height).tolist()
        levels.append(Blocks(width, [(f"x~row~{row}", str(row)) for row in rows]))
    if scene.plan.in_channels > 1:
        channels = np.unique(columns // scene.plan.spatial_inputs).tolist()
        levels.append(
            Blocks(len(columns) // len(channels), [(f"x~channel~{channel}", str(channel)) for channel in channels])
        )
    return levels


def padded_blocks(scene: Scene) -> list[Blocks]:
    """The blocks of columns where those of the padding stand among those of x."""
    sizes, channels = [padded_size(axis) for axis in scene.plan.axes], range(scene.plan.in_channels)
    levels = []
    if scene.planar:
        axis = scene.plan.axes[0]
        rows = [row - axis.before for _ in channels for row in range(sizes[0])]
        names = [(f"x~row~{row}", str(row)) if 0 <= row < axis.input_size else ("padding", "·") for row in rows]
        levels.append(Blocks(sizes[1], names))
    if len(channels) > 1:
        levels.append(Blocks(math.prod(sizes), [(f"x~channel~{channel}", str(channel)) for channel in channels]))
    return levels


def row_blocks(scene: Scene, lines: int = 0) -> list[Blocks]:
    """The blocks of rows from the finest on: the rows of z, and its filters where there are several."""
    outputs = scene.section.rows
    levels = []
    if "trimmed" in scene.show and lines and lines != len(outputs):
        return []  # the rows of z do not follow one another where others stand between them
    if scene.planar:
        height, width = (axis.output_size for axis in scene.plan.axes)
        rows = [output // width % height for output in outputs[::width]]
        levels.append(Blocks(width, [(f"z~row~{row}", str(row)) for row in rows]))
    if scene.filters > 1:
        names = [(f"filter~{channel}", str(channel)) for channel in scene.shown_filters]
        levels.append(Blocks(len(outputs) // len(names), names))
    return levels


def head_lines(scene: Scene) -> int:
    """How many lines of names stand above the matrix."""
    return len(column_blocks(scene))


def rules(scene: Scene, grid: Grid) -> str:
    """Thin rules between block columns, stronger ones between block rows, and the strongest between channels."""
    columns, rows = column_blocks(scene, grid.columns), row_blocks(scene, grid.rows)
    drawn = ""
    for blocks, paint in zip(columns, (draws("outline", 1), draws("ink", 1.25)), strict=False):
        places = [number(grid.x + start * grid.width) for start in blocks.starts()[1:]]
        d = "".join(f"M{x} {number(grid.y)}V{number(grid.bottom)}" for x in places)
        drawn += tag("path", d=d, paint=paint) if d else ""
    for blocks, paint in zip(rows, (draws("ink", 1.25), draws("ink", 2)), strict=False):
        places = [number(grid.y + start * grid.height) for start in blocks.starts()[1:]]
        d = "".join(f"M{number(grid.x)} {y}H{number(grid.right)}" for y in places)
        drawn += tag("path", d=d, paint=paint) if d else ""
    return drawn


def block_names(scene: Scene, grid: Grid) -> str:
    """The names above the block columns and, upright along the left side, those of the block rows."""
    heads = [
        formula(grid.x + (start + blocks.length / 2) * grid.width, grid.y - 16 - HEAD_HEIGHT * line, name, NAME_SIZE)
        for line, blocks in enumerate(column_blocks(scene, grid.columns))
        for start, name in fitting_names(blocks, grid.width)
    ]
    return group(*heads, *names_beside(scene, grid), paint=fills("muted"))


def names_beside(scene: Scene, grid: Grid) -> list[str]:
    """The names of the block rows along the left side; none on a phone, which has no room for them."""
    x = grid.x - BRACKET - MARKER - 9
    if x < 0:
        return []
    return [
        upright(x, grid.y + (start + blocks.length / 2) * grid.height, name)
        for blocks in row_blocks(scene, grid.rows)[-1:]
        for start, name in fitting_names(blocks, grid.height)
    ]


def upright(x: float, y: float, name: str) -> str:
    """A name turned to be read from below."""
    return formula(x, y, name, NAME_SIZE, transform=f"rotate(-90 {number(x)} {number(y)})")


def fitting_names(blocks: Blocks, side: float) -> list[tuple[int, str]]:
    """Where each block starts and its name: the short ones where the long ones have no room, none where neither has."""
    room = blocks.length * side
    for kind in (0, 1):
        names = [name[kind] for name in blocks.names]
        if all(LETTER_WIDTH * NAME_SIZE * len(name) + 6 <= room for name in names):
            return list(zip(blocks.starts(), names, strict=True))
    return []
