"""The cells of tables; those of T say by name what they are: value, weight and kinship."""

from typing import NamedTuple

import numpy as np

from app.figures import Scene
from app.figures.numbers import count, written


class Cell(NamedTuple):
    """What stands in a cell, what it is called where that does not say all, and the weight that it belongs to."""

    text: str
    name: str | None = None
    weight: int | None = None


Row = tuple[str, list[Cell]]
"""An index and what stands beside it."""


def matrix_rows(scene: Scene) -> list[Row]:
    """The rows of T; a structural zero is empty."""
    values, tied, kin = written(scene.matrix.dense()), weights_of_cells(scene), kinships(scene)
    cells = [matrix_cell(place, values[place], tied.get(place, []), kin, scene) for place in range(len(values))]
    columns = scene.inputs
    rows = [cells[start : start + columns] for start in range(0, len(cells), columns)]
    return list(zip(indices(scene.plan.output_shape), rows, strict=True))


def matrix_cell(place: int, value: str, weights: list[int], kin: list[str], scene: Scene) -> Cell:
    """A cell of T by its flat place: `row 0, column 1: weight w(1) = 6, tied with 1 other`."""
    row, column = divmod(place, scene.inputs)
    where = f"row {row}, column {column}"
    if not weights:
        return Cell("", f"{where}: structural zero")
    if len(weights) == 1:
        return Cell(value, f"{where}: {kin[weights[0]]}", weights[0])
    return Cell(value, f"{where}: {value}, the sum of {' and '.join(kin[weight] for weight in weights)}")


def weights_of_cells(scene: Scene) -> dict[int, list[int]]:
    """The weights that stand in each cell of T, by its flat place; none in a structural zero."""
    found: dict[int, list[int]] = {}
    for place, weight in zip(scene.ties.cells.tolist(), scene.ties.weight.tolist(), strict=True):
        found.setdefault(place, []).append(weight)
    return found


def kinships(scene: Scene) -> list[str]:
    """Each weight by name, with its value and how many other connections carry it."""
    names = (index.replace(" ", "") for index in indices(scene.layer.weight.shape))
    rows = zip(names, scene.weight_texts, scene.ties.connections.tolist(), strict=True)
    return [f"weight w({name}) = {value}, {others(connections - 1)}" for name, value, connections in rows]


def others(amount: int) -> str:
    """With how many a weight is tied.

    >>> others(0), others(1), others(1024)
    ('tied with no other', 'tied with 1 other', 'tied with 1,024 others')
    """
    if amount <= 0:
        return "tied with no other"
    return f"tied with {count(amount)} other{'' if amount == 1 else 's'}"


def indices(shape: tuple[int, ...]) -> list[str]:
    """The indices of an array in C order, as a reader writes them.

    >>> indices((3,)), indices((2, 2))
    (['0', '1', '2'], ['0, 0', '0, 1', '1, 0', '1, 1'])
    """
    return [", ".join(map(str, index)) for index in np.ndindex(*shape)]
