"""Hostile requests to the fields that only some operations have, and to the formats of their answers."""

from tests.hostile.requests import JSON, NPY, OK, Hostile, layer, nested

API = "/api/v1"
QUESTION = "input=1,2,3,4&weight=5,6,7"


def backward(name: str, status: int, code: str, fields: str) -> Hostile:
    """Fields of the backward pass."""
    return Hostile(name, status, code, layer(more=fields), path=f"{API}/gradients")


GRADIENTS = [
    backward("an upstream gradient of another length", 422, "shape", '"upstream":[1]'),
    backward("an upstream gradient of two axes", 422, "shape", '"upstream":[[1,1]]'),
    backward("an upstream gradient that overflows", 422, "overflow", '"upstream":[1e308,1e308]'),
    backward("an upstream gradient that is NaN", 422, "not-finite", '"upstream":NaN'),
    backward("an upstream gradient with NaN", 422, "not-finite", '"upstream":[NaN,1]'),
    backward("an upstream gradient that is one number", 422, "not-a-list", '"upstream":1'),
    backward("an upstream gradient that is empty", 422, "empty", '"upstream":[]'),
    backward("an upstream gradient of text", 422, "not-a-number", '"upstream":["1","1"]'),
    backward("an upstream gradient in lists, 300 deep", 422, "too-deep", f'"upstream":{nested(300)}'),
    backward("an upstream gradient that is null", 200, OK, '"upstream":null'),
    backward("a learning rate of 1e308", 422, "overflow", '"learning_rate":1e308'),
    backward("a learning rate of NaN", 422, "not-finite", '"learning_rate":NaN'),
    backward("a learning rate of 1e999", 422, "not-finite", '"learning_rate":1e999'),
    backward("a learning rate that is text", 422, "not-a-number", '"learning_rate":"1"'),
    backward("a learning rate that is true", 422, "not-a-number", '"learning_rate":true'),
    backward("a learning rate that is a list", 422, "not-a-number", '"learning_rate":[1]'),
    backward("a learning rate of 10^300", 200, OK, f'"learning_rate":{10**300}'),
    backward("a learning rate of 10^308", 422, "overflow", f'"learning_rate":{10**308}'),
    backward("a learning rate of -0", 200, OK, '"learning_rate":-0.0'),
    backward("a flag that is a number", 422, "not-a-flag", '"through_activation":1'),
    backward("a flag that is text", 422, "not-a-flag", '"contributions":"yes"'),
    backward("a flag that is a list", 422, "not-a-flag", '"dense":[]'),
    backward("a flag that is null", 422, "not-a-flag", '"dense":null'),
    Hostile(
        "a dense gradient of a long input",
        422,
        "too-large",
        layer(f"[{'1,' * 999}1]", more='"dense":true'),
        path=f"{API}/gradients",
    ),
]

MATRICES = [
    Hostile("a format that does not exist", 422, "option", layer(more='"format":"bsr"'), path=f"{API}/toeplitz"),
    Hostile("a format that is null", 422, "option", layer(more='"format":null'), path=f"{API}/toeplitz"),
    Hostile("a format that is a list", 422, "option", layer(more='"format":["dense"]'), path=f"{API}/toeplitz"),
    Hostile("a format with NUL", 422, "option", layer(more='"format":"dense\\u0000"'), path=f"{API}/toeplitz"),
    Hostile("a matrix of a million cells", 422, "too-large", layer(f"[{'1,' * 999}1]"), path=f"{API}/toeplitz"),
    Hostile(
        "a matrix of a million cells as an array",
        422,
        "too-large",
        layer(f"[{'1,' * 999}1]"),
        path=f"{API}/toeplitz",
        headers=JSON | NPY,
    ),
    Hostile("a format of another operation", 422, "unknown-field", layer(more='"format":"coo"')),
    Hostile("steps of another operation", 422, "unknown-field", layer(more='"steps":true'), path=f"{API}/toeplitz"),
    Hostile("steps that are a number", 422, "not-a-flag", layer(more='"steps":1')),
    Hostile("steps that are maybe", 422, "not-a-flag", query=f"{QUESTION}&steps=maybe"),
    Hostile("steps of a long layer", 422, "too-large", layer(f"[{'1,' * 9_999}1]", f"[{'1,' * 29}1]", '"steps":true')),
    Hostile(
        "a network of a long layer",
        422,
        "too-large",
        layer(f"[{'1,' * 9_999}1]", f"[{'1,' * 29}1]"),
        path=f"{API}/connectivity",
    ),
    Hostile(
        "a sparse matrix as an array",
        406,
        "not-acceptable",
        query=f"{QUESTION}&format=coo",
        path=f"{API}/toeplitz",
        headers=NPY,
    ),
    Hostile("a network as an array", 406, "not-acceptable", query=QUESTION, path=f"{API}/connectivity", headers=NPY),
    Hostile("a matrix as an array", 200, OK, query=QUESTION, path=f"{API}/toeplitz", headers=NPY),
]

META = [
    Hostile("what the service is, as an array", 406, "not-acceptable", path=f"{API}/meta", headers=NPY),
    Hostile(
        "what the service is, as a page", 406, "not-acceptable", path=f"{API}/meta", headers={"Accept": "text/html"}
    ),
    Hostile("a parameter of meta", 422, "unknown-field", query="verbose=1", path=f"{API}/meta"),
    Hostile("a key of a view at meta", 422, "unknown-field", query="theme=dark", path=f"{API}/meta"),
    Hostile("a body for meta", 405, "method-not-allowed", layer(), path=f"{API}/meta"),
    Hostile("a body for meta by GET", 200, OK, layer(), method="GET", path=f"{API}/meta"),
    Hostile("a body for an operation by GET", 422, "missing", layer(), method="GET"),
]

OPERATION_REQUESTS = [*GRADIENTS, *MATRICES, *META]
