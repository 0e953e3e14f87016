"""`/convolution`: the output of a layer, and every dot product that leads to it."""

from collections.abc import Iterator
from itertools import count

import numpy as np
from pydantic import Field

from app.api.answers import Answer, Content, Index, Number, Numbers, Pads, Position, Shape, Vector, Window, WithLinks
from app.api.costs import Cost, layer_work
from app.api.examples import QUESTION, links
from app.api.operation import Operation
from app.convolution import Layer, Slide
from app.convolution.kernels import pick
from app.convolution.layer import by_channel
from app.state import LayerFields


class ConvolutionRequest(LayerFields):
    """A layer and an input, whose output is asked for."""

    steps: bool = Field(False, description="Whether every dot product is answered with its terms.")


class Step(Answer):
    """One output's dot product, its arrays in the order of the window."""

    output: Index
    position: Position
    window: Window
    values: Vector
    taps: Vector
    weight: list[Index] = Field(description="Flat indices into the weight as it was given.")
    products: Vector
    bias: Number | None = None
    sum: Number


class ConvolutionAnswer(WithLinks):
    """The output of the layer, before its non-linearity."""

    output: Numbers
    output_shape: Shape
    padding: Pads
    method: str = Field(description="The algorithm that computed it.")
    steps: list[Step] | None = None


def cost(fields: ConvolutionRequest, layer: Layer) -> Cost:
    """An output a number; a step has five lists of its terms, and four numbers."""
    plan = layer.plan(fields.input.shape)
    if not fields.steps:
        return Cost(layer_work(plan), plan.outputs, slid=plan.on_a_line and plan.out_channels == 1)
    numbers = 5 * plan.outputs + 5 * plan.multiply_adds
    return Cost(layer_work(plan), numbers, details=plan.multiply_adds, objects=plan.outputs)


def convolution(fields: ConvolutionRequest, layer: Layer) -> Content:
    """The output, and the steps that lead to it when they are asked for."""
    plan = layer.plan(fields.input.shape)
    method = pick(plan, by_channel(fields.input, plan), layer.weight)
    content: Content = {
        "output": layer.forward(fields.input, method),
        "output_shape": plan.output_shape,
        "padding": [[axis.before, axis.after] for axis in plan.axes],
        "method": method,
    }
    if fields.steps:
        content["steps"] = list(steps(layer.slide(fields.input)))
    return content


def steps(slide: Slide) -> Iterator[Content]:
    """The steps of a slide, in the order of the outputs; their bias only where the layer has one."""
    plan, sums = slide.plan, slide.sums.ravel().tolist()
    places = zip(count(), np.ndindex(slide.sums.shape), sums, strict=False)
    for channel, (taps, weight) in enumerate(zip(slide.taps, slide.weight, strict=True)):
        group = channel // plan.group_outputs
        values = slide.values[group]
        # lists made at once: a step by itself takes ten times as long to be cut out of the tables
        tables = (table.tolist() for table in (slide.windows[group], values, values * taps))
        shared = {"taps": taps.tolist(), "weight": weight.tolist()}
        bias = {} if slide.bias is None else {"bias": float(slide.bias[channel])}
        for window, read, products in zip(*tables, strict=True):
            output, position, total = next(places)
            yield {
                "output": output,
                "position": position,
                "window": window,
                "values": read,
                **shared,
                "products": products,
                **bias,
                "sum": total,
            }


CONVOLUTION = Operation(
    "convolution",
    "The output, and every dot product that leads to it",
    ConvolutionRequest,
    ConvolutionAnswer,
    cost,
    convolution,
    array=("output",),
    figure="sliding",
    examples={
        "The question's example": QUESTION,
        "Kernel reversed, full padding": QUESTION | {"operation": "convolution", "padding": "full"},
        "Every dot product with its terms": QUESTION | {"steps": True},
        "Two filters, a bias each, stride 2": {
            "input": [1, 2, 3, 4, 5],
            "weight": [[1, 0, -1], [1, 2, 1]],
            "bias": [0.5, -1],
            "stride": 2,
        },
        "A picture under an edge detector": {
            "input": [[1, 1, 0, 0], [1, 1, 0, 0], [1, 1, 0, 0]],
            "weight": [[1, -1], [1, -1]],
        },
        "Two channels, each with a filter of its own": {
            "input": [[1, 2, 3], [4, 5, 6]],
            "weight": [[[1, 1]], [[1, -1]]],
            "groups": 2,
        },
    },
    answered={
        "output": [38.0, 56.0],
        "output_shape": [2],
        "padding": [[0, 0]],
        "method": "direct",
        "links": links("sliding"),
    },
)
