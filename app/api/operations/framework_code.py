"""`/code`: the call in each framework that gives the same numbers, or why there is none."""

from dataclasses import asdict

from pydantic import Field

from app.api.answers import Answer, Content, WithLinks
from app.api.costs import Cost, layer_work
from app.api.examples import QUESTION, links
from app.api.operation import Operation
from app.convolution import Layer, conventions_for
from app.convolution.conventions import FRAMEWORKS
from app.convolution.snippets import LONGEST
from app.state import LayerFields


class CodeRequest(LayerFields):
    """A layer and an input, whose call in other frameworks is asked for."""


class Call(Answer):
    """A framework's way."""

    framework: str
    code: str | None = Field(description="A whole script that prints the output; null where there is no such call.")
    note: str = Field(description="What is different there, or why there is no call.")


class CodeAnswer(WithLinks):
    """How each framework computes the output of the layer, before its non-linearity."""

    calls: list[Call]


def cost(fields: CodeRequest, layer: Layer) -> Cost:
    """What runs here too, though nothing does: each script holds its short arrays, some list every copied entry."""
    plan = layer.plan(fields.input.shape)
    arrays = [plan.inputs, plan.weights, plan.out_channels]
    numbers = len(FRAMEWORKS) * sum(min(size, LONGEST) for size in arrays)
    if layer.padding_mode != "zeros":
        numbers += len(FRAMEWORKS) * sum(axis.before + axis.input_size + axis.after for axis in plan.axes)
    return Cost(layer_work(plan), numbers, details=numbers)


def framework_code(fields: CodeRequest, layer: Layer) -> Content:
    """Every framework's call, in a fixed order."""
    return {"calls": conventions_for(layer, fields.input)}


CODE = Operation(
    "code",
    "The call in each framework that gives the same numbers, or why there is none",
    CodeRequest,
    CodeAnswer,
    cost,
    framework_code,
    figure="sliding",
    examples={
        "The question's example": QUESTION,
        "An even kernel, whose `same` differs between frameworks": {
            "input": [1, 2, 3, 4],
            "weight": [1, 1],
            "padding": "same",
        },
    },
    # The scripts are the core's own, and its tests run them.
    answered={
        "calls": [asdict(call) for call in conventions_for(Layer(QUESTION["weight"]), QUESTION["input"])],
        "links": links("sliding"),
    },
)
