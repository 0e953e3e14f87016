"""The cells of a drawn matrix: one path for each weight, its numbers, and the thread that joins its copies."""

from collections.abc import Sequence

import numpy as np

from app.convolution.arrays import Integers
from app.figures.grid import Grid, cell_paint, sliced
from app.figures.kinship import badge
from app.figures.measures import SMALL_CELL
from app.figures.numbers import written
from app.figures.palette import Paint, digit_colour, draws, fills
from app.figures.scene import Scene
from app.figures.svg import SMALLEST, box, copies, group, labels, number, tag, use


def cell_shares(cells: Integers) -> tuple[Integers, Integers]:
    """For each tie its place among those that share its cell, and how many those are.

    >>> cell_shares(np.array([3, 5, 5]))
    (array([0, 0, 1]), array([1, 2, 2]))
    """
    order = np.argsort(cells, kind="stable")
    _, starts, counts = np.unique(cells[order], return_index=True, return_counts=True)
    place = np.empty_like(cells)
    place[order] = np.arange(cells.size) - np.repeat(starts, counts)
    shares = np.empty_like(cells)
    shares[order] = np.repeat(counts, counts)
    return place, shares


def cell_path(scene: Scene, grid: Grid, ties: Integers) -> str:
    """The cells of some ties; a cell that several tied weights share is cut into slices, untied it is one weight."""
    if scene.evenly_tied and ties.size:
        return grid.cell_run(
            int(scene.section.ties.output[ties[0]]),
            int(scene.section.ties.input[ties[0]]),
            scene.axis.stride,
            ties.size,
        )
    rows, columns = scene.section.ties.output[ties], scene.section.ties.input[ties]
    if not scene.tied or scene.section.ties.pairs == len(scene.section.ties):
        return grid.cells(rows, columns)
    place, shares = cell_shares(scene.section.ties.cells)
    return sliced(grid, rows, columns, place[ties], shares[ties])


def weight_cells(scene: Scene, grid: Grid, prefix: str) -> str:
    """One path for each weight: all its cells."""
    thin = grid.inset == 0
    return "".join(
        tag(
            "path",
            id=f"{prefix}-w{weight}",
            d=cell_path(scene, grid, ties),
            paint=cell_paint(scene.colour(weight), scene.tied, thin),
            data_weight=str(weight),
        )
        for weight, ties in scene.section.by_weight
    )


def weight_digits(scene: Scene, grid: Grid, prefix: str, texts: Sequence[str], by_tie: bool = False) -> str:
    """The number in each cell, grouped by weight; `texts` are by weight, or by tie."""
    if not scene.tied and not by_tie:
        return cell_digits(scene, grid)
    place, shares = cell_shares(scene.section.ties.cells)
    groups = []
    write = indexed_labels if scene.by_row and not by_tie else plain_labels
    for weight, ties in scene.section.by_weight:
        x, y = grid.centres(scene.section.ties.output[ties], scene.section.ties.input[ties])
        width = (grid.width - 2 * grid.inset) / shares[ties]
        x = x - (grid.width - 2 * grid.inset) / 2 + (place[ties] + 0.5) * width
        shown = [texts[tie] for tie in ties.tolist()] if by_tie else [texts[weight]] * ties.size
        colour = scene.colour(weight)
        size = grid.size if shares[ties].max(initial=1) == 1 else min(grid.size, 12)
        groups.append(
            group(
                write(x.tolist(), y.tolist(), shown, scene.printed_index(weight)),
                id=f"{prefix}-t{weight}",
                paint=fills(digit_colour(colour) if scene.tied else "ink"),
                font_size=size,
                class_="n",
                data_weight=str(weight),
            )
        )
    return "".join(groups)


def plain_labels(xs: list[float], ys: list[float], texts: list[str], _: str) -> str:
    """The numbers of some cells."""
    return labels(xs, ys, texts)


def indexed_labels(xs: list[float], ys: list[float], texts: list[str], index: str) -> str:
    """The numbers of some cells, each with a small index behind it."""
    return "".join(
        tag(
            "text",
            text,
            tag("tspan", index, dx=1.5, dy=4, font_size=SMALLEST, font_style="italic"),
            x=x,
            y=y,
            dy=".2em",
        )
        for x, y, text in zip(xs, ys, texts, strict=True)
    )


def cell_digits(scene: Scene, grid: Grid) -> str:
    """The number of each connected cell where nothing is tied: what its weights add up to is one weight."""
    shown = numbers_by_cell(scene)
    x, y = grid.centres(*np.divmod(np.array(list(shown), dtype=np.int64), scene.section.shape[1]))
    return group(labels(x.tolist(), y.tolist(), list(shown.values())), font_size=grid.size, class_="n")


def threads(scene: Scene, grid: Grid, prefix: str, by_tie: bool = False) -> str:
    """For each weight its copies with a double outline and a thread through them, seen while highlighted.

    `by_tie` says, as for `weight_digits`, that the numbers are those of ties.
    """
    own = {} if scene.tied or by_tie or not grid.digits else numbers_by_cell(scene)
    return "".join(
        group(
            thread(scene, grid, weight, ties),
            *doubled(scene, grid, prefix, weight, ties),
            digits_again(scene, grid, ties, own) if own else use(f"{prefix}-t{weight}") if grid.digits else "",
            data_kin=str(weight),
            display=None if scene.highlight == weight else "none",
        )
        for weight, ties in scene.section.by_weight
    )


def doubled(scene: Scene, grid: Grid, prefix: str, weight: int, ties: Integers) -> list[str]:
    """The copies of a weight at full strength: outlined twice where cells are large enough."""
    again = use(f"{prefix}-w{weight}")
    if grid.inset == 0:
        return [use(f"{prefix}-w{weight}", draws("ink", 1.5)), again]
    inner = inner_outline(scene, grid, ties)
    return [use(f"{prefix}-w{weight}", draws("page", 4)), again, inner]


def numbers_by_cell(scene: Scene) -> dict[int, str]:
    """What stands in each connected cell where nothing is tied, by its flat index."""
    cells = np.flatnonzero(scene.connected)
    return dict(zip(cells.tolist(), written(scene.cells.ravel()[cells]), strict=True))


def digits_again(scene: Scene, grid: Grid, ties: Integers, numbers: dict[int, str]) -> str:
    """The numbers on the copies of a weight where nothing is tied: they are not written by weight, so once more."""
    found = scene.section.ties
    x, y = grid.centres(found.output[ties], found.input[ties])
    texts = [numbers[cell] for cell in found.cells[ties].tolist()]
    return group(labels(x.tolist(), y.tolist(), texts), font_size=grid.size, class_="n")


def inner_outline(scene: Scene, grid: Grid, ties: Integers) -> str:
    """A second line inside each cell of a weight."""
    rows, columns = scene.section.ties.output[ties], scene.section.ties.input[ties]
    small = grid.width <= SMALL_CELL  # the digits need the room
    inset = grid.inset + (1.5 if small else 3)
    d = copies(grid.left(columns) + inset, grid.top(rows) + inset, box(grid.width - 2 * inset, grid.height - 2 * inset))
    if small:
        return tag("path", d=d, paint=Paint("none", "ink", 1))
    return tag("path", d=d, paint=Paint("none", "page", 3)) + tag("path", d=d, paint=Paint("none", "ink", 1.5))


def thread(scene: Scene, grid: Grid, weight: int, ties: Integers) -> str:
    """The line through the copies of a weight, with how many they are; untied copies have none."""
    if not scene.tied or ties.size < 2:
        return ""
    runs = [cell_centres(grid, run, scene.section.shape[1]) for run in turning_points(scene, ties)]
    reach = min(grid.width, 44) * 0.95
    x, y = runs[-1][-1]
    runs[-1].append((min(x + reach, grid.right - 12) if scene.planar else x + reach, y + reach))
    d = "".join("M" + "L".join(f"{number(x)} {number(y)}" for x, y in run) for run in runs)
    return tag("path", d=d, paint=draws("ink", 1.25)) + badge(*runs[-1][-1], scene.copies(weight).size)


def cell_centres(grid: Grid, cells: list[int], columns_of_t: int) -> list[tuple[float, float]]:
    """The centres of some cells by their flat index."""
    rows, columns = np.divmod(np.array(cells), columns_of_t)
    x, y = grid.centres(rows, columns)
    return list(zip(x.tolist(), y.tolist(), strict=True))


def turning_points(scene: Scene, ties: Integers) -> list[list[int]]:
    """The cells at which the thread of a weight turns, its ends among them: without copies it is one straight line.

    Along two axes each diagonal has a line of its own, since one through all would cross the blocks between them.
    """
    cells = scene.section.ties.cells
    if scene.evenly_tied:
        return [[int(cells[ties[0]]), int(cells[ties[-1]])]]
    if not scene.planar:
        return [corners(cells[ties])]
    rows = scene.section.ties.output[ties] // scene.plan.axes[1].output_size
    return [corners(run) for run in np.split(cells[ties], np.flatnonzero(np.diff(rows)) + 1)]


def corners(cells: Integers) -> list[int]:
    """The cells of a polyline, by their flat index, without those that lie on the way from one to the next.

    >>> corners(np.array([0, 5, 10, 14, 18]))
    [0, 10, 18]
    """
    steps = cells[1:] - cells[:-1]
    turns = np.flatnonzero(steps[1:] != steps[:-1]) + 1
    found: list[int] = cells[[0, *turns.tolist(), -1]].tolist()
    return found if cells.size > 1 else found[:1]
