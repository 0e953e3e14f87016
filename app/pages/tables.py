"""All numbers of a state as tables: the accessible twin of the figures."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from app.figures import Scene
from app.figures.numbers import count, written

SMALL = 400
"""A table of more cells does not stand in the explorer, but on a page of its own."""

LARGEST = 16_384
"""A table of more cells is not written out at all: its numbers are there to download."""

Row = tuple[str, list[str]]


@dataclass(frozen=True)
class Table:
    """A table: the heads of its columns, and rows of an index and texts; no rows where it is too large.

    In a title or head a word between `*` is a variable.
    """

    name: str
    title: str
    heads: list[str]
    rows: list[Row]
    cells: int

    @property
    def possible(self) -> bool:
        """Whether the page of the tables has it."""
        return self.cells <= LARGEST


def tables(scene: Scene, most: int = SMALL) -> list[Table]:
    """The tables of a state; of one with more than `most` cells there are no rows."""
    heads = ["index", "value", "connections", "gradient"]
    return [
        table("weights", "Weights", heads, scene.layer.weight.size, lambda: weights(scene), most),
        table(
            "outputs", "Outputs", ["index", "*z*", "*a* = *f*(*z*)", "δ"], scene.outputs, lambda: outputs(scene), most
        ),
        table("inputs", "Input", ["index", "*x*", "gradient"], scene.input.size, lambda: inputs(scene), most),
        matrix_table(scene, most),
    ]


def table(name: str, title: str, heads: list[str], length: int, rows: Callable[[], list[Row]], most: int) -> Table:
    """A table, with its rows where they are few enough."""
    cells = length * len(heads)
    return Table(name, title, heads, rows() if cells <= most else [], cells)


def weights(scene: Scene) -> list[Row]:
    """Each weight with how often it is tied, and its gradient."""
    connections = map(count, scene.ties.connections.tolist())
    return listed(scene.layer.weight.shape, scene.weight_texts, connections, written(scene.gradients.weight))


def outputs(scene: Scene) -> list[Row]:
    """Each output before and after the non-linearity, with the gradient that reaches it."""
    texts = scene.pre_activation_texts, scene.activation_texts, scene.delta_texts
    return listed(scene.plan.output_shape, *texts)


def inputs(scene: Scene) -> list[Row]:
    """Each input with its gradient."""
    return listed(scene.input.shape, scene.input_texts, scene.input_gradient_texts)


def matrix_table(scene: Scene, most: int) -> Table:
    """T with its inputs across and its outputs down."""
    few = scene.outputs * scene.input.size <= most
    heads = ["", *(f"*x* {index}" for index in indices(scene.input.shape))] if few else [""] * (scene.input.size + 1)
    title = "The matrix *T*; an empty cell is no connection"
    return table("matrix", title, heads, scene.outputs, lambda: matrix_rows(scene), most)


def matrix_rows(scene: Scene) -> list[Row]:
    """The rows of T as written; a structural zero is empty."""
    columns = scene.input.size
    values, mask = written(scene.matrix.dense()), scene.matrix.mask().ravel().tolist()
    texts = [text if connected else "" for text, connected in zip(values, mask, strict=True)]
    rows = [texts[start : start + columns] for start in range(0, len(texts), columns)]
    return list(zip(indices(scene.plan.output_shape), rows, strict=True))


def listed(shape: tuple[int, ...], *columns: Iterable[str]) -> list[Row]:
    """One row for each entry of an array of this shape: its index, and a text of each column."""
    rows = zip(*columns, strict=True)
    return [(index, list(texts)) for index, texts in zip(indices(shape), rows, strict=True)]


def indices(shape: tuple[int, ...]) -> list[str]:
    """The indices of an array in C order, as a reader writes them.

    >>> indices((3,)), indices((2, 2))
    (['0', '1', '2'], ['0, 0', '0, 1', '1, 0', '1, 1'])
    """
    return [", ".join(map(str, index)) for index in np.ndindex(*shape)]
