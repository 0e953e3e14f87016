"""`/stack`: layers, non-linearities and poolings one after another, with every map between."""

import math

import numpy as np
from pydantic import Field

from app.api.answers import Answer, Content, Index, Numbers, Position, Shape, WithLinks
from app.api.costs import Cost, layer_work, pooling_work
from app.api.operation import Operation
from app.api.places import inside_layers
from app.convolution import Layer, OptionError, Passage, Plan, Pooling, Stack
from app.convolution.stack import Part, numbered, plan_of
from app.fields import NotNegative
from app.state import StackFields

DETAILS = 32
"""A part takes about as long as so many ties that are written."""


class StackRequest(StackFields):
    """Parts, an input, and the output whose receptive field is asked for."""

    output: NotNegative | None = Field(
        None, description="A flat index into what a part gives, whose receptive field is answered."
    )
    part: NotNegative | None = Field(None, description="The part that `output` counts in, from 0; the last by default.")


class Map(Answer):
    """What one part makes of what comes before it."""

    kind: str = Field(description="`layer`, `pooling` or `activation`.")
    output_shape: Shape
    pre_activation: Numbers | None = Field(None, description="For a layer: before its non-linearity.")
    output: Numbers
    argmax: list[Index] | list[list[Index]] | list[list[list[Index]]] | None = Field(
        None, description="For a maximum: where it stood, flat in its map."
    )


class Reach(Answer):
    """Away from the borders: how many inputs an output spans, and how far apart those of neighbours start."""

    size: Index
    jump: Index


class ReceptiveField(Answer):
    """The inputs that an output reads: every one of `channels` with every index of each axis."""

    part: Index
    output: Index
    position: Position
    channels: list[Index]
    axes: list[list[Index]]
    ranges: list[list[Index]] = Field(description="[first, one after the last] for each axis.")
    size: Index = Field(description="How many inputs there are.")
    indices: list[Index] = Field(description="The inputs as flat indices.")


class StackAnswer(WithLinks):
    """Every map, in order; the reach of an output; and the receptive field of the one that was chosen."""

    maps: list[Map]
    output: Numbers
    output_shape: Shape
    reach: list[Reach] = Field(description="For each axis; none where no part has windows.")
    receptive_field: ReceptiveField | None = None


def build(fields: StackRequest) -> Stack:
    """The stack. Raises ConvolutionError at its place in the request."""
    if fields.part is not None and fields.output is None:
        raise OptionError("part says in which part to look for an output: give output too", "part")
    with inside_layers(fields):
        return fields.stack()


def cost(fields: StackRequest, stack: Stack) -> Cost:
    """The work of all parts, two numbers for each entry of their maps, and the input for a receptive field."""
    shape, axes = fields.input.shape, None
    work, numbers = 0, 2 * fields.input.size
    with inside_layers(fields):
        for place, part in enumerate(stack.parts):
            with numbered(place):
                plan = plan_of(part, shape, axes)
            if plan is not None:
                work += part_work(part, plan)
                shape, axes = plan.output_shape, len(plan.axes)
            numbers += 2 * math.prod(shape)
    return Cost(work, numbers, details=DETAILS * len(stack.parts))


def part_work(part: Part, plan: Plan) -> int:
    """The work of a part that has windows, as multiply–adds."""
    return pooling_work(plan) if isinstance(part, Pooling) else layer_work(plan)


def stack(fields: StackRequest, stack: Stack) -> Content:
    """Every map, the reach, and the receptive field when an output is chosen."""
    shape = fields.input.shape
    with inside_layers(fields):
        passages = stack.forward(fields.input)
        content: Content = {
            "maps": [map_content(part, passed) for part, passed in zip(stack.parts, passages, strict=True)],
            "output": passages[-1].output,
            "output_shape": passages[-1].output.shape,
            "reach": stack.reach(shape) if any(stack.plans(shape)) else [],
        }
    if fields.output is not None:
        content["receptive_field"] = field_content(fields, stack, passages)
    return content


KINDS = {Layer: "layer", Pooling: "pooling", str: "activation"}


def map_content(part: Part, passed: Passage) -> Content:
    """What one part made; only a layer has a pre-activation, only a maximum its places."""
    content: Content = {"kind": KINDS[type(part)], "output_shape": passed.output.shape}
    if isinstance(part, Layer):
        content["pre_activation"] = passed.pre_activation
    content["output"] = passed.output
    if passed.argmax is not None:
        content["argmax"] = passed.argmax
    return content


def field_content(fields: StackRequest, stack: Stack, passages: list[Passage]) -> Content:
    """The receptive field of the chosen output. Raises OptionError for one that there is not."""
    part = len(passages) - 1 if fields.part is None else fields.part
    found = stack.receptive_field(fields.input.shape, fields.output or 0, part)
    return {
        "part": part,
        "output": fields.output,
        "position": list(map(int, np.unravel_index(fields.output or 0, passages[part].output.shape))),
        "channels": found.channels,
        "axes": found.axes,
        "ranges": found.ranges,
        "size": found.size,
        "indices": found.indices,
    }


QUESTION_STACK = {
    "input": [1, 2, 3, 4],
    "layers": [
        {"weight": [5, 6, 7], "bias": -45, "activation": "relu"},
        {"pooling": {"kind": "max", "size": 2}},
    ],
}

STACK = Operation(
    "stack",
    "Layers, non-linearities and poolings in order: every map, and what an output reads",
    StackRequest,
    StackAnswer,
    cost,
    stack,
    build=build,
    array=("output",),
    examples={
        "The question's layer, rectified and pooled": QUESTION_STACK,
        "What the last output reads": QUESTION_STACK | {"output": 0},
        "Two layers along two axes": {
            "input": [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12], [13, 14, 15, 16]],
            "layers": [
                {"weight": [[1, 0], [0, -1]]},
                {"activation": "relu"},
                {"weight": [[1, 1], [1, 1]], "padding": "same"},
                {"pooling": {"kind": "average", "size": 3}},
            ],
        },
    },
    answered={
        "maps": [
            {"kind": "layer", "output_shape": [2], "pre_activation": [-7.0, 11.0], "output": [0.0, 11.0]},
            {"kind": "pooling", "output_shape": [1], "output": [11.0], "argmax": [1]},
        ],
        "output": [11.0],
        "output_shape": [1],
        "reach": [{"size": 4, "jump": 2}],
        "links": {},
    },
)
