"""Worked examples for the description of the API; a test sends each and expects its answer."""

from typing import Any

Example = dict[str, Any]

QUESTION: Example = {"input": [1, 2, 3, 4], "weight": [5, 6, 7]}


def links(figure: str, view: str = "") -> dict[str, str]:
    """The links of an answer to the question's example, relative."""
    query = "input=1,2,3,4&weight=5,6,7"
    page = f"/?{query}{view}"
    return {"page": page, "embed": "/embed" + page[1:], "figure": f"/figure/{figure}.svg?{query}"}


REQUESTS: dict[str, dict[str, Example]] = {
    "convolution": {
        "The question's example": QUESTION,
        "Kernel reversed, full padding": QUESTION | {"operation": "convolution", "padding": "full"},
        "Every dot product with its terms": QUESTION | {"steps": True},
        "Two filters, a bias each, stride 2": {
            "input": [1, 2, 3, 4, 5],
            "weight": [[1, 0, -1], [1, 2, 1]],
            "bias": [0.5, -1],
            "stride": 2,
        },
    },
    "feature-maps": {
        "The question's example": QUESTION,
        "A rectified map": QUESTION | {"bias": -45, "activation": "relu"},
    },
    "toeplitz": {
        "The question's example": QUESTION,
        "As coordinates": QUESTION | {"format": "coo"},
        "Circular padding": QUESTION | {"padding": "same", "padding_mode": "circular"},
    },
    "connectivity": {
        "The question's example": QUESTION,
        "Dilation 2": {"input": [1, 2, 3, 4, 5], "weight": [1, 1], "dilation": 2},
    },
    "gradients": {
        "The question's example": QUESTION,
        "The term of every connection": QUESTION | {"contributions": True},
        "One learning step": QUESTION | {"learning_rate": 0.1},
    },
}

# What the first example of each answers.
ANSWERS: dict[str, Example] = {
    "convolution": {
        "output": [38.0, 56.0],
        "output_shape": [2],
        "padding": [[0, 0]],
        "method": "direct",
        "links": links("sliding"),
    },
    "feature-maps": {
        "pre_activation": [38.0, 56.0],
        "activation": [38.0, 56.0],
        "output_shape": [2],
        "links": links("feature-maps"),
    },
    "toeplitz": {
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
    "connectivity": {
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
    "gradients": {
        "weight": [3.0, 5.0, 7.0],
        "bias": 2.0,
        "input": [5.0, 11.0, 13.0, 7.0],
        "links": links("gradients", "&view=sliding,network,gradients"),
    },
}
