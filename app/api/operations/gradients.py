"""`/gradients`: the backward pass, and one learning step."""

from typing import Annotated

from pydantic import Field

from app.api.answers import Answer, Connections, Content, Matrix, Number, Numbers, Vector, WithLinks
from app.api.costs import Cost, activated_work
from app.api.examples import QUESTION, links
from app.api.operation import Operation
from app.convolution import Layer
from app.convolution.arrays import Floats
from app.convolution.gradients import contributions, dense_gradient
from app.state import BACKWARD_VIEW, BackwardFields, LayerFields


class GradientsRequest(BackwardFields, LayerFields):
    """A layer, an input and a gradient of the output, which is taken back."""

    contributions: bool = Field(False, description="Whether the term of every connection is answered too.")
    dense: bool = Field(False, description="Whether the gradient of a dense layer in its place is answered too.")


class Contributions(Connections):
    """What each connection adds to the gradient of its weight."""

    value: Vector


class DenseGradient(Answer):
    """The gradient of a dense layer on the same data, and where this layer is connected."""

    weight: Matrix
    mask: list[list[Annotated[int, Field(ge=0, le=1, strict=True)]]]


class LearningStep(Answer):
    """The matrices of three layers after one step of gradient descent from the same start."""

    convolutional: Matrix
    locally_connected: Matrix
    dense: Matrix


class GradientsAnswer(WithLinks):
    """The gradients, each shaped as what it belongs to."""

    weight: Numbers
    bias: Number | Vector
    input: Numbers
    contributions: Contributions | None = None
    dense: DenseGradient | None = None
    step: LearningStep | None = None


def cost(fields: GradientsRequest, layer: Layer) -> Cost:
    """A number for each weight, input and bias, four for each connection, and up to five matrices."""
    plan = layer.plan(fields.input.shape)
    matrices = 2 * fields.dense + 3 * (fields.learning_rate is not None)
    ties = plan.multiply_adds if matrices or fields.contributions else 0
    numbers = plan.weights + plan.inputs + plan.out_channels + 4 * ties * fields.contributions
    if not matrices:
        return Cost(activated_work(plan, fields.activation), numbers, details=ties)
    shape, instead = (plan.outputs, plan.inputs), "leave out 'dense' and 'learning_rate', or use a smaller layer"
    return Cost(
        activated_work(plan, fields.activation),
        numbers + matrices * plan.outputs * plan.inputs,
        shape,
        instead,
        details=ties,
    )


def gradients(fields: GradientsRequest, layer: Layer) -> Content:
    """The gradients, and as asked for their terms, those of a dense layer and one learning step."""
    found = layer.gradients(fields.input, fields.upstream, fields.through_activation)
    content: Content = {
        "weight": found.weight,
        "bias": float(found.bias[0]) if layer.plan(fields.input.shape).bare else found.bias,
        "input": found.input,
    }
    if fields.contributions or fields.dense:
        content |= details(fields, layer, found.delta.ravel())
    if fields.learning_rate is not None:
        step = layer.learning_step(fields.input, fields.upstream, fields.through_activation, rate=fields.learning_rate)
        content["step"] = step
    return content


def details(fields: GradientsRequest, layer: Layer, delta: Floats) -> Content:
    """The term of every tie, and the gradient of a dense layer, as they are asked for."""
    content: Content = {}
    matrix, values = layer.matrix(fields.input.shape), fields.input.ravel()
    ties = matrix.ties
    if fields.contributions:
        terms = contributions(ties, values, delta)
        content["contributions"] = {
            "weight": ties.weight,
            "output": ties.output,
            "input": ties.input,
            "value": terms,
        }
    if fields.dense:
        content["dense"] = {"weight": dense_gradient(values, delta), "mask": matrix.mask()}
    return content


GRADIENTS = Operation(
    "gradients",
    "The backward pass, and one learning step",
    GradientsRequest,
    GradientsAnswer,
    cost,
    gradients,
    array=("weight",),
    figure="gradients",
    view={"view": BACKWARD_VIEW},
    examples={
        "The question's example": QUESTION,
        "The term of every connection": QUESTION | {"contributions": True},
        "One learning step": QUESTION | {"learning_rate": 0.1},
    },
    answered={
        "weight": [3.0, 5.0, 7.0],
        "bias": 2.0,
        "input": [5.0, 11.0, 13.0, 7.0],
        "links": links("gradients", "&view=sliding,network,gradients"),
    },
)
