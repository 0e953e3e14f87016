"""The operations: from the fields of a request to the content of its answer. No HTTP here."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from app import __version__
from app.api.answers import Content
from app.api.costs import Sizes, check_answer, check_cells, plan
from app.api.links import links
from app.api.requests import (
    ConnectivityRequest,
    ConvolutionRequest,
    FeatureMapsRequest,
    GradientsRequest,
    ToeplitzRequest,
)
from app.convolution import ACTIVATIONS, OPERATIONS, PADDING_MODES, PADDING_NAMES, Layer, Matrix, Step
from app.convolution.arrays import Floats, finite, quiet
from app.convolution.gradients import contributions, dense_gradient
from app.settings import Settings
from app.state import BACKWARD_VIEW


def convolution(fields: ConvolutionRequest, settings: Settings) -> Content:
    """The output, and the steps that lead to it when they are asked for."""
    layer, sizes = plan(fields, settings)
    check_answer(sizes.outputs + (5 * sizes.taps + 4 * sizes.outputs) * fields.steps, settings)
    axes = layer.plan(fields.input.shape).axes
    content: Content = {
        "output": layer.forward(fields.input),
        "output_shape": layer.output_shape(fields.input.shape),
        "padding": [[axis.before, axis.after] for axis in axes],
        "method": layer.method(fields.input),
    }
    if fields.steps:
        content["steps"] = [step_content(step) for step in layer.slide(fields.input)]
    return content | {"links": links(fields, "sliding", settings)}


def step_content(step: Step) -> Content:
    """One step; its bias only where the layer has one."""
    bias = {} if step.bias is None else {"bias": step.bias}
    return {
        "output": step.output,
        "position": step.position,
        "window": step.window,
        "values": step.values,
        "taps": step.taps,
        "weight": step.weight,
        "products": step.products,
        **bias,
        "sum": step.sum,
    }


def feature_maps(fields: FeatureMapsRequest, settings: Settings) -> Content:
    """The output before and after the non-linearity."""
    layer, sizes = plan(fields, settings)
    check_answer(2 * sizes.outputs, settings)
    pre_activation = layer.forward(fields.input)
    return {
        "pre_activation": pre_activation,
        "activation": layer.activate(pre_activation),
        "output_shape": pre_activation.shape,
        "links": links(fields, "feature-maps", settings),
    }


def toeplitz(fields: ToeplitzRequest, settings: Settings) -> Content:
    """The matrix, dense or as coordinates, and what it is."""
    layer, sizes = plan(fields, settings)
    if fields.format == "dense":
        check_cells(sizes, settings, "ask for format 'coo', or use a smaller layer")
    check_answer(sizes.outputs + (sizes.cells if fields.format == "dense" else 4 * sizes.taps), settings)
    matrix = layer.matrix(fields.input.shape)
    return {
        "shape": matrix.shape,
        "structure": matrix.structure,
        "nonzeros": matrix.nonzeros,
        "distinct_weights": matrix.distinct_weights,
        "parameters": matrix.ties.counts,
        "format": fields.format,
        "matrix": matrix.dense() if fields.format == "dense" else matrix.coordinates(),
        "product": product(layer, matrix, fields.input),
        "links": links(fields, "matrix", settings),
    }


@quiet
def product(layer: Layer, matrix: Matrix, input: Floats) -> Floats:
    """T · vec(input) + bias, shaped as the output."""
    plan = layer.plan(input.shape)
    output = matrix.multiply(input.ravel()).reshape(plan.out_channels, -1)
    return finite(layer.add_bias(output), "the product").reshape(plan.output_shape)


def connectivity(fields: ConnectivityRequest, settings: Settings) -> Content:
    """The layer as a network: inputs, outputs, weights and what connects them."""
    layer, sizes = plan(fields, settings)
    check_answer(3 * sizes.taps + 3 * (sizes.inputs + sizes.outputs) + 4 * sizes.weights, settings)
    ties = layer.ties(fields.input.shape)
    weights = nodes(layer.weight)
    for weight, connections in zip(weights, ties.connections.tolist(), strict=True):
        weight["connections"] = connections
    return {
        "inputs": nodes(fields.input),
        "outputs": nodes(layer.forward(fields.input)),
        "weights": weights,
        "connections": {"output": ties.output, "input": ties.input, "weight": ties.weight},
        "links": links(fields, "network", settings),
    }


def nodes(array: Floats) -> list[dict[str, Any]]:
    """Every entry of an array with its flat index and its position.

    >>> nodes(np.array([[1.0], [2.0]]))[1]
    {'index': 1, 'position': (1, 0), 'value': 2.0}
    """
    entries = zip(np.ndindex(array.shape), array.ravel().tolist(), strict=True)
    return [{"index": index, "position": position, "value": value} for index, (position, value) in enumerate(entries)]


def gradients(fields: GradientsRequest, settings: Settings) -> Content:
    """The gradients, and as asked for their terms, those of a dense layer and one learning step."""
    layer, sizes = plan(fields, settings)
    check_gradients(fields, sizes, settings)
    found = layer.gradients(fields.input, fields.upstream, fields.through_activation)
    content: Content = {
        "weight": found.weight,
        "bias": float(found.bias[0]) if layer.plan(fields.input.shape).bare else found.bias,
        "input": found.input,
    }
    values, delta = fields.input.ravel(), found.delta.ravel()
    if fields.contributions or fields.dense:
        content |= gradient_details(fields, layer.matrix(fields.input.shape), values, delta)
    if fields.learning_rate is not None:
        step = layer.learning_step(fields.input, fields.upstream, fields.through_activation, rate=fields.learning_rate)
        content["step"] = step
    return content | {"links": links(fields, "gradients", settings, view=BACKWARD_VIEW)}


def check_gradients(fields: GradientsRequest, sizes: Sizes, settings: Settings) -> None:
    """Raise TooLargeError for what cannot be answered."""
    matrices = 2 * fields.dense + 3 * (fields.learning_rate is not None)
    if matrices:
        check_cells(sizes, settings, "leave out 'dense' and 'learning_rate', or use a smaller layer")
    numbers = sizes.weights + sizes.inputs + 4 * sizes.taps * fields.contributions + matrices * sizes.cells
    check_answer(numbers, settings)


def gradient_details(fields: GradientsRequest, matrix: Matrix, values: Floats, delta: Floats) -> Content:
    """The term of every tie, and the gradient of a dense layer, as they are asked for."""
    details: Content = {}
    ties = matrix.ties
    if fields.contributions:
        terms = contributions(ties, values, delta)
        details["contributions"] = {
            "weight": ties.weight,
            "output": ties.output,
            "input": ties.input,
            "value": terms,
        }
    if fields.dense:
        details["dense"] = {"weight": dense_gradient(values, delta), "mask": matrix.mask()}
    return details


VOCABULARY: dict[str, Sequence[str]] = {
    "operation": OPERATIONS,
    "padding": PADDING_NAMES,
    "padding_mode": PADDING_MODES,
    "activation": tuple(ACTIVATIONS),
    "format": ("dense", "coo"),
}


def meta(settings: Settings) -> Content:
    """The version, the limits, and the words that the fields take."""
    return {"version": __version__, "limits": settings.limits(), "vocabulary": VOCABULARY}
