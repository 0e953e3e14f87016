"""`/connectivity`: the layer as a network, which weight joins which input to which output."""

from typing import Any

import numpy as np

from app.api.answers import Answer, Connections, Content, Index, Number, Position, WithLinks
from app.api.costs import Cost, tied_work
from app.api.examples import QUESTION, links
from app.api.operation import Operation
from app.convolution import Layer
from app.convolution.arrays import Floats
from app.state import LayerFields


class ConnectivityRequest(LayerFields):
    """A layer and an input, whose network is asked for."""


class Node(Answer):
    """One input or output of the network."""

    index: Index
    position: Position
    value: Number


class Weight(Node):
    """One weight, and how many connections carry it."""

    connections: Index


class ConnectivityAnswer(WithLinks):
    """The layer as a network; the outputs are those before the non-linearity."""

    inputs: list[Node]
    outputs: list[Node]
    weights: list[Weight]
    connections: Connections


def cost(fields: ConnectivityRequest, layer: Layer) -> Cost:
    """Three numbers for each connection and each node, four for each weight."""
    plan = layer.plan(fields.input.shape)
    ties, nodes = plan.multiply_adds, plan.inputs + plan.outputs + plan.weights
    return Cost(tied_work(plan), 3 * ties + 3 * nodes + plan.weights, details=ties + nodes, objects=nodes)


def connectivity(fields: ConnectivityRequest, layer: Layer) -> Content:
    """The layer as a network: inputs, outputs, weights and what connects them."""
    ties = layer.ties(fields.input.shape)
    weights = nodes(layer.weight)
    for weight, connections in zip(weights, ties.connections.tolist(), strict=True):
        weight["connections"] = connections
    return {
        "inputs": nodes(fields.input),
        "outputs": nodes(layer.forward(fields.input)),
        "weights": weights,
        "connections": {"output": ties.output, "input": ties.input, "weight": ties.weight},
    }


def nodes(array: Floats) -> list[dict[str, Any]]:
    """Every entry of an array with its flat index and its position.

    >>> nodes(np.array([[1.0], [2.0]]))[1]
    {'index': 1, 'position': (1, 0), 'value': 2.0}
    """
    entries = zip(np.ndindex(array.shape), array.ravel().tolist(), strict=True)
    return [{"index": index, "position": position, "value": value} for index, (position, value) in enumerate(entries)]


CONNECTIVITY = Operation(
    "connectivity",
    "The layer as a network: which weight joins which input to which output",
    ConnectivityRequest,
    ConnectivityAnswer,
    cost,
    connectivity,
    figure="network",
    examples={
        "The question's example": QUESTION,
        "Dilation 2": {"input": [1, 2, 3, 4, 5], "weight": [1, 1], "dilation": 2},
    },
    answered={
        "inputs": [{"index": index, "position": [index], "value": index + 1.0} for index in range(4)],
        "outputs": [
            {"index": 0, "position": [0], "value": 38.0},
            {"index": 1, "position": [1], "value": 56.0},
        ],
        "weights": [
            {"index": index, "position": [index], "value": index + 5.0, "connections": 2} for index in range(3)
        ],
        "connections": {
            "output": [0, 0, 0, 1, 1, 1],
            "input": [0, 1, 2, 1, 2, 3],
            "weight": [0, 1, 2, 0, 1, 2],
        },
        "links": links("network"),
    },
)
