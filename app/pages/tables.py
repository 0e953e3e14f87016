"""All numbers of a state as tables: the accessible twin of the figures."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from app.figures import Scene
from app.figures.numbers import count, written
from app.pages.cells import Cell, Row, indices, matrix_rows

SMALL = 400
"""A table of more cells does not stand in the explorer, but on a page of its own."""

LARGEST = 16_384
"""A table of more cells is not written out at all: its numbers are there to download."""


@dataclass(frozen=True)
class Table:
    """A table: the heads of its columns, and rows of an index and cells; no rows where it is too large.

    In a title or head a word between `*` is a variable. Each cell of a `grid` has a name, so that the arrow keys
    can go from one to the next.
    """

    name: str
    title: str
    heads: list[str]
    rows: list[Row]
    cells: int
    grid: bool = False

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
    rows = listed(scene.layer.weight.shape, scene.weight_texts, connections, written(scene.gradients.weight))
    return [(index, [chip(weight, index, cells[0].text), *cells[1:]]) for weight, (index, cells) in enumerate(rows)]


def chip(weight: int, index: str, text: str) -> Cell:
    """The value of a weight, which can be chosen."""
    return Cell(text, f"weight {index}, {text}", weight)


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
    return replace(table("matrix", title, heads, scene.outputs, lambda: matrix_rows(scene), most), grid=True)


def listed(shape: tuple[int, ...], *columns: Iterable[str]) -> list[Row]:
    """One row for each entry of an array of this shape: its index, and a text of each column."""
    rows = zip(*columns, strict=True)
    return [(index, list(map(Cell, texts))) for index, texts in zip(indices(shape), rows, strict=True)]
