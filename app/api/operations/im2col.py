"""`/im2col`: the layer as one product of two matrices, the patches and the weights."""

from pydantic import Field

from app.api.answers import Content, Index, Matrix, Number, Numbers, Shape, Window, WithLinks
from app.api.costs import Cost, layer_work
from app.api.examples import QUESTION, links
from app.api.operation import Operation
from app.convolution import Layer
from app.state import LayerFields


class Im2colRequest(LayerFields):
    """A layer and an input, whose patches are asked for."""


class Im2colAnswer(WithLinks):
    """The patches P and the weights W of each group, with output = P · Wᵀ + bias."""

    patches: list[Matrix] = Field(
        description="For each group a row for each output position: what its window reads, 0 on padding of zeros."
    )
    windows: list[list[Window]] = Field(description="Which input each entry of the patches is.")
    weights: list[Matrix] = Field(description="For each group a row for each filter, in the order of the window.")
    weight_index: list[list[list[Index]]] = Field(description="Which weight each entry of the weights is.")
    product: Numbers = Field(description="P · Wᵀ + bias, shaped as the output.")
    output_shape: Shape
    copies: Number = Field(description="How many times an input is written down, on average.")


def cost(fields: Im2colRequest, layer: Layer) -> Cost:
    """Two numbers for each entry of the patches and of the weights, and the output."""
    plan = layer.plan(fields.input.shape)
    patches = plan.in_channels * plan.positions * plan.taps
    return Cost(layer_work(plan), 2 * patches + 2 * plan.weights + plan.outputs, details=patches)


def im2col(fields: Im2colRequest, layer: Layer) -> Content:
    """The two matrices of each group, what their entries are, and their product."""
    found = layer.im2col(fields.input)
    product = found.product()
    return {
        "patches": found.patches,
        "windows": found.windows,
        "weights": found.weights,
        "weight_index": found.weight_index,
        "product": product,
        "output_shape": product.shape,
        "copies": found.copies,
    }


IM2COL = Operation(
    "im2col",
    "The layer as a product of two matrices: the patches and the weights",
    Im2colRequest,
    Im2colAnswer,
    cost,
    im2col,
    array=("patches",),
    figure="im2col",
    examples={
        "The question's example": QUESTION,
        "Padding is written down as zeros": QUESTION | {"padding": "same"},
        "A picture and two filters": {
            "input": [[1, 2, 3], [4, 5, 6]],
            "weight": [[[1, 0], [0, 1]], [[0, 1], [1, 0]]],
            "dims": 2,
        },
    },
    answered={
        "patches": [[[1.0, 2.0, 3.0], [2.0, 3.0, 4.0]]],
        "windows": [[[0, 1, 2], [1, 2, 3]]],
        "weights": [[[5.0, 6.0, 7.0]]],
        "weight_index": [[[0, 1, 2]]],
        "product": [38.0, 56.0],
        "output_shape": [2],
        "copies": 1.5,
        "links": links("im2col"),
    },
)
