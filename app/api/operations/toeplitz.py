"""`/toeplitz`: the layer as a matrix with tied weights and structural zeros."""

from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field

from app.api.answers import Answer, Content, Index, Matrix, Numbers, Vector, WithLinks
from app.api.costs import Cost, tied_work
from app.api.examples import QUESTION, links
from app.api.operation import Operation
from app.convolution import Layer, matrix
from app.convolution.arrays import Floats, finite, quiet
from app.fields import NotNegative
from app.state import LayerFields

Rows = Annotated[list[NotNegative], Field(min_length=2, max_length=2)]


class ToeplitzRequest(LayerFields):
    """A layer and an input, whose matrix is asked for."""

    format: Literal["dense", "coo", "csr"] = Field(
        "dense",
        description="`dense`: all cells. `coo`: one entry a tie; entries of one cell add up. "
        "`csr`: compressed rows, entries of one cell added up.",
    )
    rows: Rows | None = Field(None, description="[start, stop]: only the rows start to stop − 1 of the matrix.")


class Parameters(Answer):
    """How many weights three layers with these inputs and outputs learn, without biases."""

    dense: Index
    locally_connected: Index
    convolutional: Index


class CooMatrix(Answer):
    """One entry a tie; entries of one cell add up."""

    row: list[Index]
    column: list[Index]
    value: Vector
    weight_index: list[Index]


class CsrMatrix(Answer):
    """Compressed rows: those of row r are `indptr[r]` to `indptr[r + 1]` − 1 of the other two."""

    indptr: list[Index]
    indices: list[Index]
    data: Vector


class ToeplitzAnswer(WithLinks):
    """The layer as a matrix T: output = T · input + bias. `rows` cuts `matrix`; all else is about the whole of T."""

    shape: list[Index]
    structure: str = Field(description="Named by how the ties lie, never by the values.")
    nonzeros: Index = Field(description="Cells that have a tie, whatever its value.")
    distinct_weights: Index = Field(description="Weights that stand in the matrix at all.")
    parameters: Parameters
    format: str
    matrix: Matrix | CooMatrix | CsrMatrix
    product: Numbers = Field(description="T · input + bias, shaped as the output.")


def cost(fields: ToeplitzRequest, layer: Layer) -> Cost:
    """The cells of the rows that are asked for, or four numbers an entry; and the product."""
    plan = layer.plan(fields.input.shape)
    rows = row_count(fields, plan.outputs)
    ties = plan.multiply_adds
    if fields.format == "dense":
        instead = "ask for a range of 'rows', for format 'coo' or 'csr', or use a smaller layer"
        return Cost(tied_work(plan), plan.outputs + rows * plan.inputs, (rows, plan.inputs), instead, details=ties)
    entries = rows * plan.group_inputs * plan.taps
    return Cost(tied_work(plan), plan.outputs + rows + 4 * entries, details=ties)


def row_count(fields: ToeplitzRequest, outputs: int) -> int:
    """How many rows are asked for, at most those that there are; the matrix refuses the rest with a sentence."""
    if fields.rows is None:
        return outputs
    start, stop = fields.rows
    return min(max(stop - start, 0), outputs)


def toeplitz(fields: ToeplitzRequest, layer: Layer) -> Content:
    """The matrix in the format that is asked for, and what it is."""
    found = layer.matrix(fields.input.shape)
    start, stop = found.checked_rows(*(fields.rows or (0, found.shape[0])))
    return {
        "shape": found.shape,
        "structure": found.structure,
        "nonzeros": found.nonzeros,
        "distinct_weights": found.distinct_weights,
        "parameters": found.ties.counts,
        "format": fields.format,
        "matrix": FORMATS[fields.format](found, start, stop),
        "product": product(layer, found, fields.input),
    }


def coordinates(found: matrix.Matrix, start: int, stop: int) -> Content:
    """The entries of some rows, one a tie; their rows are counted as in the whole matrix."""
    entries = found.coordinates()
    first, last = np.searchsorted(entries.row, (start, stop))
    return {name: getattr(entries, name)[first:last] for name in ("row", "column", "value", "weight_index")}


def compressed_rows(found: matrix.Matrix, start: int, stop: int) -> Content:
    """Some rows, compressed; `indptr` begins at 0."""
    rows = found.compressed_rows()
    first, last = rows.indptr[start], rows.indptr[stop]
    return {
        "indptr": rows.indptr[start : stop + 1] - first,
        "indices": rows.indices[first:last],
        "data": rows.data[first:last],
    }


FORMATS: dict[str, Any] = {"dense": matrix.Matrix.rows, "coo": coordinates, "csr": compressed_rows}


@quiet
def product(layer: Layer, found: matrix.Matrix, input: Floats) -> Floats:
    """T · vec(input) + bias, shaped as the output."""
    plan = layer.plan(input.shape)
    output = found.multiply(input.ravel()).reshape(plan.out_channels, -1)
    return finite(layer.add_bias(output), "the product").reshape(plan.output_shape)


TOEPLITZ = Operation(
    "toeplitz",
    "The layer as a matrix with tied weights and structural zeros",
    ToeplitzRequest,
    ToeplitzAnswer,
    cost,
    toeplitz,
    array=("matrix",),
    figure="matrix",
    examples={
        "The question's example": QUESTION,
        "As coordinates": QUESTION | {"format": "coo"},
        "As compressed rows": QUESTION | {"format": "csr"},
        "One row of it": QUESTION | {"rows": [1, 2]},
        "Circular padding": QUESTION | {"padding": "same", "padding_mode": "circular"},
        "Two axes: doubly block Toeplitz": {
            "input": [[1, 2, 3], [4, 5, 6], [7, 8, 9]],
            "weight": [[1, 2], [3, 4]],
        },
    },
    answered={
        "shape": [2, 4],
        "structure": "toeplitz",
        "nonzeros": 6,
        "distinct_weights": 3,
        "parameters": {"dense": 8, "locally_connected": 6, "convolutional": 3},
        "format": "dense",
        "matrix": [[5.0, 6.0, 7.0, 0.0], [0.0, 5.0, 6.0, 7.0]],
        "product": [38.0, 56.0],
        "links": links("matrix"),
    },
)
