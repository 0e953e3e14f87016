"""`/feature-maps`: the output before and after the non-linearity, and after pooling."""

from app.api.answers import Content, Index, Numbers, Shape, WithLinks
from app.api.costs import Cost, activated_work, pooling_work
from app.api.examples import QUESTION, links
from app.api.operation import Operation
from app.api.places import inside
from app.convolution import Layer
from app.state import LayerFields, PooledFields


class FeatureMapsRequest(PooledFields, LayerFields):
    """A layer and an input, whose feature maps are asked for."""


class FeatureMapsAnswer(WithLinks):
    """The output before and after the non-linearity, and what pooling makes of it."""

    pre_activation: Numbers
    activation: Numbers
    output_shape: Shape
    pooled: Numbers | None = None
    argmax: list[Index] | list[list[Index]] | list[list[list[Index]]] | None = None


def cost(fields: FeatureMapsRequest, layer: Layer) -> Cost:
    """Two numbers for each output, and for each pooled one its place too."""
    plan = layer.plan(fields.input.shape)
    if fields.pooling is None:
        return Cost(activated_work(plan, fields.activation), 2 * plan.outputs)
    with inside("pooling"):
        pooled = fields.pooling.pooling(len(plan.axes)).plan(plan.output_shape)
    return Cost(activated_work(plan, fields.activation) + pooling_work(pooled), 2 * plan.outputs + 2 * pooled.outputs)


def feature_maps(fields: FeatureMapsRequest, layer: Layer) -> Content:
    """The maps before and after the non-linearity, and after pooling when it is asked for."""
    pre_activation = layer.forward(fields.input)
    activation = layer.activate(pre_activation)
    content: Content = {
        "pre_activation": pre_activation,
        "activation": activation,
        "output_shape": pre_activation.shape,
    }
    if fields.pooling is not None:
        pooling = fields.pooling.pooling(len(layer.plan(fields.input.shape).axes))
        content["pooled"] = pooling.forward(activation)
        if pooling.kind == "max":
            content["argmax"] = pooling.argmax(activation)
    return content


FEATURE_MAPS = Operation(
    "feature-maps",
    "The output before and after the non-linearity, and after pooling",
    FeatureMapsRequest,
    FeatureMapsAnswer,
    cost,
    feature_maps,
    array=("pooled", "activation"),
    figure="feature-maps",
    examples={
        "The question's example": QUESTION,
        "A rectified map": QUESTION | {"bias": -45, "activation": "relu"},
        "The largest of each two": QUESTION | {"padding": "full", "pooling": {"kind": "max", "size": 2}},
    },
    answered={
        "pre_activation": [38.0, 56.0],
        "activation": [38.0, 56.0],
        "output_shape": [2],
        "links": links("feature-maps"),
    },
)
